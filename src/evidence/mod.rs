//! Evidence: finding what tools wrote, recording them while they run, and knowing which commit a
//! piece of it speaks of.

mod bind;
mod elsewhere;
mod find;
mod fresh;
mod idle;
mod interruption;
mod leftovers;
mod local_settings;
mod narrowed;
mod places;
mod process;
mod record;
mod run;
mod runners;
mod selected;
mod state;
mod steps;
mod store;
mod stream;
mod tools;
mod unkept;
mod unproven;
mod unread;
mod written;

pub use bind::{Bound, bind, timed_out};
pub use elsewhere::elsewhere;
pub use find::{Item, MAX_ITEMS, Shelf, Source};
pub use fresh::{Freshness, freshness};
pub use idle::ran_nothing;
pub use interruption::{Interrupted, Interruption};
pub use local_settings::is_read_by;
pub use narrowed::narrowed;
pub use places::places;
pub use record::{Output, RECORD_SCHEMA, Record, Stream, Tree};
pub use run::{Around, Asked, Ended, Streams, TIMED_OUT, record};
pub use runners::kinds_of;
pub use selected::{Selected, selected};
pub use state::State;
pub use stream::Tail;
pub use tools::{Tool, broke_off, did_not_end, tool_of};
pub use unkept::{keeps_no_report, unkept};
pub use unproven::{failed_tests, unseen_tests};
pub use unread::unread;

/// The folder of the project that [`record()`] writes to.
pub const FOLDER: &str = ".relcheck/evidence";

/// The folder of the project for what was recorded for the previous release: a copy of its
/// [`FOLDER`].
pub const PREVIOUS: &str = ".relcheck/previous";

/// The most bytes of one output that are kept, and read: 256 MiB.
pub const MAX_BYTES: u64 = 256 << 20;

/// What evidence there can be, by the name of its kind.
pub const KINDS: [&str; 14] = [
    ADVISORY,
    API_DIFF,
    API_REPORT,
    BENCHMARK,
    CHECKS,
    COVERAGE,
    ISSUES,
    LICENSES,
    OUTDATED,
    REVIEWS,
    SBOM,
    SCAN,
    TESTS,
    VULNERABILITIES,
];

/// The advisories that a forge has of the project.
pub const ADVISORY: &str = "advisory";

/// A comparison of the public interface with that of another revision.
pub const API_DIFF: &str = "api-diff";

/// A check that the API report in git is that of the sources.
pub const API_REPORT: &str = "api-report";

/// How fast the code is.
pub const BENCHMARK: &str = "benchmark";

/// What the CI system says ran on a commit.
pub const CHECKS: &str = "checks";

/// Which lines the tests ran.
pub const COVERAGE: &str = "coverage";

/// What a tracker says of issues.
pub const ISSUES: &str = "issues";

/// Which packages are behind a newer version.
pub const OUTDATED: &str = "outdated";

/// Who has approved what on a forge.
pub const REVIEWS: &str = "reviews";

/// What the release is made of.
pub const SBOM: &str = "sbom";

/// Under which licences packages are.
pub const LICENSES: &str = "licenses";

/// What a scanner found.
pub const SCAN: &str = "scan";

/// What came of the tests.
pub const TESTS: &str = "tests";

/// Which packages in use are known to be vulnerable.
pub const VULNERABILITIES: &str = "vulnerabilities";
