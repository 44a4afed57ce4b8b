//! What a package is called: the registry that it comes from, its name as that registry compares
//! names, and its package URL.

use std::fmt;
use std::str::FromStr;

use packageurl::PackageUrl;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A family of registries with its own rules for names and versions.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Ecosystem {
    /// Rust: crates.io.
    Cargo,
    /// Go modules.
    Go,
    /// JavaScript: npm.
    Npm,
    /// Python: PyPI.
    Pypi,
}

impl Ecosystem {
    /// All of them.
    pub const ALL: [Ecosystem; 4] = [
        Ecosystem::Cargo,
        Ecosystem::Go,
        Ecosystem::Npm,
        Ecosystem::Pypi,
    ];

    /// The type in a package URL: `cargo`, `golang`, `npm`, `pypi`.
    #[must_use]
    pub fn purl_type(self) -> &'static str {
        match self {
            Ecosystem::Cargo => "cargo",
            Ecosystem::Go => "golang",
            Ecosystem::Npm => "npm",
            Ecosystem::Pypi => "pypi",
        }
    }

    /// The name that the OSV schema, §affected[].package, has for it.
    #[must_use]
    pub fn osv_name(self) -> &'static str {
        match self {
            Ecosystem::Cargo => "crates.io",
            Ecosystem::Go => "Go",
            Ecosystem::Npm => "npm",
            Ecosystem::Pypi => "PyPI",
        }
    }

    /// The ecosystem of a package URL's type; `None` for one that is not known here.
    #[must_use]
    pub fn of_purl_type(kind: &str) -> Option<Self> {
        let is_it = |one: &Ecosystem| one.purl_type().eq_ignore_ascii_case(kind);
        Ecosystem::ALL.into_iter().find(is_it)
    }

    /// The ecosystem by OSV's name for it, without what follows a colon; `None` for one that is not
    /// known here. Case counts, as in the schema.
    #[must_use]
    pub fn of_osv_name(name: &str) -> Option<Self> {
        let name = name.split(':').next().unwrap_or(name);
        Ecosystem::ALL
            .into_iter()
            .find(|one| one.osv_name() == name)
    }

    /// A name as the registry compares names: on PyPI in lower case with `-` for each run of `-`,
    /// `_` and `.` (PEP 503); elsewhere as it is. crates.io does not let two names differ in `-` and
    /// `_` alone, but lock files and advisories write the one that was registered.
    #[must_use]
    pub fn normalised(self, name: &str) -> String {
        match self {
            Ecosystem::Pypi => pep503(name),
            _ => name.to_owned(),
        }
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Ecosystem::Cargo => "crates.io",
            Ecosystem::Go => "Go",
            Ecosystem::Npm => "npm",
            Ecosystem::Pypi => "PyPI",
        })
    }
}

fn pep503(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        match letter {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            other => normal.extend(other.to_lowercase()),
        }
    }
    normal
}

/// A package, and which version of it where that is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Package {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name as the registry compares names; with its scope or module path: `@types/node`,
    /// `github.com/pkg/errors`.
    pub name: String,
    /// The version as it is written; `None` where none is said.
    pub version: Option<String>,
}

impl Package {
    /// A package by whatever spelling of its name.
    #[must_use]
    pub fn new(ecosystem: Ecosystem, name: &str, version: Option<&str>) -> Self {
        Package {
            ecosystem,
            name: ecosystem.normalised(name),
            version: version.map(str::to_owned),
        }
    }

    /// Its package URL (purl-spec): `pkg:pypi/requests@2.32.3`, `pkg:npm/%40types/node@20.1.0`,
    /// `pkg:golang/github.com/pkg/errors@v0.9.1`.
    #[must_use]
    pub fn purl(&self) -> String {
        let (namespace, name) = match self.name.rsplit_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, self.name.as_str()),
        };
        let written = PackageUrl::new(self.ecosystem.purl_type(), name).and_then(|mut purl| {
            if let Some(namespace) = namespace {
                purl.with_namespace(namespace)?;
            }
            if let Some(version) = &self.version {
                purl.with_version(version.as_str())?;
            }
            Ok(purl.to_string())
        });
        written.unwrap_or_else(|_| format!("pkg:{}/{}", self.ecosystem.purl_type(), self.name))
    }

    /// The package that a package URL names; `None` if it is none, or of an ecosystem that is not
    /// known here.
    #[must_use]
    pub fn of_purl(text: &str) -> Option<Self> {
        let purl = PackageUrl::from_str(text).ok()?;
        let ecosystem = Ecosystem::of_purl_type(purl.ty())?;
        let name = match purl.namespace() {
            Some(namespace) => format!("{namespace}/{}", purl.name()),
            None => purl.name().to_owned(),
        };
        Some(Package::new(ecosystem, &name, purl.version()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_the_registry_compares_them() {
        assert_eq!(
            Ecosystem::Pypi.normalised("Zope..Interface_x"),
            "zope-interface-x"
        );
        assert_eq!(Ecosystem::Cargo.normalised("serde_json"), "serde_json");
        assert_eq!(Ecosystem::Npm.normalised("JSONStream"), "JSONStream");
    }

    #[test]
    fn package_urls_are_written_and_read() {
        for (ecosystem, name, version, purl) in [
            (Ecosystem::Pypi, "Django_x", "5.0", "pkg:pypi/django-x@5.0"),
            (
                Ecosystem::Npm,
                "@types/node",
                "20.1.0",
                "pkg:npm/%40types/node@20.1.0",
            ),
            (
                Ecosystem::Cargo,
                "serde_json",
                "1.0.0",
                "pkg:cargo/serde_json@1.0.0",
            ),
            (
                Ecosystem::Go,
                "github.com/pkg/errors",
                "v0.9.1",
                "pkg:golang/github.com/pkg/errors@v0.9.1",
            ),
        ] {
            let package = Package::new(ecosystem, name, Some(version));
            assert_eq!(package.purl(), purl);
            assert_eq!(Package::of_purl(purl), Some(package));
        }
        assert_eq!(Package::of_purl("pkg:deb/debian/curl@7"), None);
        assert_eq!(Package::of_purl("requests"), None);
    }

    #[test]
    fn ecosystems_are_known_by_the_names_that_others_have_for_them() {
        for one in Ecosystem::ALL {
            assert_eq!(Ecosystem::of_osv_name(one.osv_name()), Some(one));
            assert_eq!(Ecosystem::of_purl_type(one.purl_type()), Some(one));
        }
        assert_eq!(Ecosystem::of_osv_name("pypi"), None);
        assert_eq!(Ecosystem::of_osv_name("Debian:12"), None);
    }
}
