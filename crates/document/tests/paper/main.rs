//! Documents as a reader's programme sees them: parsed again by a library that had no part in writing them.

mod agreement;
mod facts;
mod pdf;
