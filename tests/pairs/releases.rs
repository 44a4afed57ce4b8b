//! The releases of well-known projects for which `relcheck suggest` is tried.

/// The folder of the clone, the previous release's tag, the release's tag, and the step between.
pub type Pair = (&'static str, &'static str, &'static str, &'static str);

pub const PAIRS: &[Pair] = &[
    ("attrs", "23.2.0", "24.1.0", "year"),
    ("attrs", "25.3.0", "25.4.0", "MINOR"),
    ("attrs", "25.4.0", "26.1.0", "year"),
    ("click", "8.1.8", "8.2.0", "minor"),
    ("click", "8.2.1", "8.2.2", "patch"),
    ("click", "8.2.2", "8.3.0", "minor"),
    ("flask", "2.3.3", "3.0.0", "major"),
    ("flask", "3.0.3", "3.1.0", "minor"),
    ("flask", "3.1.1", "3.1.2", "patch"),
    ("httpx", "0.26.0", "0.27.0", "minor"),
    ("httpx", "0.27.2", "0.28.0", "minor"),
    ("httpx", "0.28.0", "0.28.1", "patch"),
    ("rich", "v13.9.4", "v14.0.0", "major"),
    ("rich", "v14.0.0", "v14.1.0", "minor"),
    ("rich", "v14.3.2", "v14.3.3", "patch"),
    ("bitflags", "2.8.0", "2.9.0", "minor"),
    ("bitflags", "2.9.3", "2.9.4", "patch"),
    ("bitflags", "2.10.0", "2.11.0", "minor"),
    ("clap", "v4.4.18", "v4.5.0", "minor"),
    ("clap", "v4.5.47", "v4.5.48", "patch"),
    ("clap", "v4.5.61", "v4.6.0", "minor"),
    ("hashbrown", "v0.14.5", "v0.15.0", "minor"),
    ("hashbrown", "v0.15.5", "v0.16.0", "minor"),
    ("hashbrown", "v0.16.0", "v0.16.1", "patch"),
    ("indexmap", "2.8.0", "2.9.0", "minor"),
    ("indexmap", "2.11.4", "2.12.0", "minor"),
    ("indexmap", "2.12.0", "2.12.1", "patch"),
    ("regex", "1.9.6", "1.10.0", "minor"),
    ("regex", "1.10.6", "1.11.0", "minor"),
    ("regex", "1.11.0", "1.11.1", "patch"),
];
