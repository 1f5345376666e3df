//! How much one client may ask, send and hold.

mod rate;
mod wire;
