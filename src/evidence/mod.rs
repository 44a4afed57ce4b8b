//! Evidence: finding what tools wrote, recording them while they run, and knowing which commit a
//! piece of it speaks of.

mod bind;
mod find;
mod record;
mod run;
mod store;

pub use bind::{Bound, bind};
pub use find::{Item, MAX_ITEMS, Shelf, Source};
pub use record::{Output, RECORD_SCHEMA, Record, Stream, Tree};
pub use run::{Asked, Ended, record};

/// The folder of the project that [`record()`] writes to.
pub const FOLDER: &str = ".relcheck/evidence";

/// The most bytes of one output that are kept, and read: 64 MiB.
pub const MAX_BYTES: u64 = 64 << 20;

/// What evidence there can be, by the name of its kind.
pub const KINDS: [&str; 2] = [API_DIFF, API_REPORT];

/// A comparison of the public interface with that of another revision.
pub const API_DIFF: &str = "api-diff";

/// A check that the API report in git is that of the sources.
pub const API_REPORT: &str = "api-report";
