//! What scanners say of packages: which they looked up, and which are vulnerable.

use crate::release::Ecosystem;

/// A package that a tool looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanPackage {
    /// Name and version, `django==2.2`; the version may be empty.
    pub named: String,
    /// Where it comes from.
    pub registry: Registry,
}

/// What a vulnerability of a package has and other findings do not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanVulnerable {
    /// Where the package comes from.
    pub registry: Registry,
    /// How severe it is, by each who said so, as it is written.
    pub ratings: Vec<ScanRating>,
    /// Versions without it.
    pub fixed: Vec<String>,
}

/// How severe somebody says that a vulnerability is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanRating {
    /// The CVSS vector; `None` where there is only a score.
    pub vector: Option<String>,
    /// The score in tenths; `None` where there is only a vector.
    pub score: Option<u16>,
}

/// Where a package comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Registry {
    /// The report does not say it.
    Unsaid,
    /// One that is known here.
    Known(Ecosystem),
    /// Any other, by the report's word for it: `deb`, `maven`.
    Other(String),
}

impl ScanPackage {
    /// A package of PyPI, as `name==version`.
    pub(super) fn of_pypi(named: String) -> Self {
        ScanPackage {
            named,
            registry: Registry::Known(Ecosystem::Pypi),
        }
    }
}

impl ScanVulnerable {
    /// A vulnerability of a package of PyPI, of which nothing else is said.
    pub(super) fn of_pypi() -> Box<Self> {
        Box::new(ScanVulnerable {
            registry: Registry::Known(Ecosystem::Pypi),
            ratings: Vec::new(),
            fixed: Vec::new(),
        })
    }
}
