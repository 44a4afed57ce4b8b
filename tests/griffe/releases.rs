//! The releases of real packages that are compared, by the tests and by the benchmark.

/// The folder of the clone, the package, and the two tags.
pub type Release = (&'static str, &'static str, &'static str, &'static str);

pub const RELEASES: &[Release] = &[
    ("requests", "requests", "v2.31.0", "v2.32.0"),
    ("requests", "requests", "v2.32.5", "v2.33.0"),
    ("click", "click", "8.1.8", "8.2.0"),
    ("click", "click", "8.2.2", "8.3.0"),
    ("httpx", "httpx", "0.24.1", "0.25.0"),
    ("httpx", "httpx", "0.27.2", "0.28.0"),
    ("attrs", "attr", "23.2.0", "24.1.0"),
    ("attrs", "attr", "25.4.0", "26.1.0"),
    ("marshmallow", "marshmallow", "3.22.0", "3.23.0"),
    ("rich", "rich", "v14.2.0", "v14.3.0"),
];
