//! Journeys: what people do with the bourse, over HTTP alone, on both databases. One test binary.
//!
//! A journey is a function of a [`testkit::TestApp`]; `on_both_engines!` makes two tests of it.

#![cfg(test)]

mod account;
mod architecture;
mod authorization;
mod call;
mod cited;
mod contract;
mod evening;
mod exchange;
mod factor;
mod forged;
mod limits;
mod mail;
mod operation;
mod organizations;
mod photo;
mod privacy;
mod race;
mod repeating;
mod session;
mod signing_keys;
mod suspension;
mod transfer;
