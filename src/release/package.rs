//! What a package is called: the registry that it comes from, its name as that registry compares
//! names, and its package URL.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::package_url;

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
            .find(|one| one.osv_name().eq_ignore_ascii_case(name))
    }

    /// A name as the registry compares names: on PyPI in lower case with `-` for each run of `-`,
    /// `_` and `.` (PEP 503); elsewhere as it is. crates.io does not let two names differ in `-` and
    /// `_` alone, but lock files and advisories write the one that was registered.
    #[must_use]
    pub fn normalised(self, name: &str) -> String {
        self.normal_form(name).into_owned()
    }

    /// The same, borrowed where the name is in that form already.
    #[must_use]
    pub fn normal_form(self, name: &str) -> Cow<'_, str> {
        match self {
            Ecosystem::Pypi if !is_pep503(name) => Cow::Owned(pep503(name)),
            _ => Cow::Borrowed(name),
        }
    }

    /// A name by which packages of several sources are found to be one: as [`Ecosystem::normalised`],
    /// and without case for Go and npm. There package URLs are in lower case (purl-spec, types
    /// `golang` and `npm`), while lock files have what the author wrote: `github.com/BurntSushi/toml`.
    #[must_use]
    pub fn key(self, name: &str) -> Cow<'_, str> {
        match self {
            Ecosystem::Go | Ecosystem::Npm if !has_no_capital(name) => {
                Cow::Owned(name.to_lowercase())
            }
            _ => self.normal_form(name),
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

/// Whether a name is in the normal form of PEP 503 already.
fn is_pep503(name: &str) -> bool {
    let mut before = b'-';
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if before != b'-' => {}
            _ => return false,
        }
        before = byte;
    }
    true
}

fn has_no_capital(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
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
        package_url::write(self)
    }

    /// The package that a package URL names; `None` if it is none, or of an ecosystem that is not
    /// known here.
    #[must_use]
    pub fn of_purl(text: &str) -> Option<Self> {
        package_url::read(text)
    }

    /// Whether both are one package by their [`Ecosystem::key`], whatever the versions.
    #[must_use]
    pub fn has_name_of(&self, other: &Package) -> bool {
        self.ecosystem == other.ecosystem
            && self.ecosystem.key(&self.name) == other.ecosystem.key(&other.name)
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
        for name in ["a-b", "-a", "a--b", "a-", "", "é", "A", "a_b"] {
            assert_eq!(Ecosystem::Pypi.normalised(name), pep503(name), "{name}");
            assert_eq!(Ecosystem::Pypi.key(name), pep503(name), "{name}");
        }
        assert_eq!(Ecosystem::Cargo.normalised("serde_json"), "serde_json");
        assert_eq!(Ecosystem::Npm.normalised("JSONStream"), "JSONStream");
    }

    #[test]
    fn case_says_nothing_where_package_urls_have_none() {
        let written = Package::new(Ecosystem::Go, "github.com/BurntSushi/toml", Some("v1.3.2"));
        let read = Package::of_purl(&written.purl()).unwrap();
        assert!(read.has_name_of(&written), "{read:?}");
        let written = Package::new(Ecosystem::Npm, "JSONStream", None);
        let read = Package::of_purl("pkg:npm/JSONStream").unwrap();
        assert!(read.has_name_of(&written), "{read:?}");
        assert_eq!(Ecosystem::Cargo.key("Inflector"), "Inflector");
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
        // The schema has one spelling, and a record in another one is no record of nothing.
        assert_eq!(Ecosystem::of_osv_name("pypi"), Some(Ecosystem::Pypi));
        assert_eq!(Ecosystem::of_osv_name("Debian:12"), None);
    }
}
