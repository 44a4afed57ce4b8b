//! The project itself among the packages that pip-audit skips: a version that is about to be released
//! is on no index, and needs no look-up.

use super::Context;
use crate::facts::Versions;
use crate::release::Version;

/// How pip-audit says that it skipped something that is not on PyPI.
const NOT_FOUND: &str = "Dependency not found on PyPI";
const EDITABLE: &str = "distribution marked as editable";

/// The project's own package.
pub(super) struct OwnPackage {
    name: Option<String>,
    /// The normal form of the declared version; `None` where none is declared.
    version: Option<String>,
}

impl OwnPackage {
    pub fn of(context: &Context) -> Self {
        match context.versions() {
            Ok(versions) => Self::new(context.project_name().ok(), Some(versions)),
            // Which version is the project's own is not known, and not that it declares none.
            Err(_) => Self::new(None, None),
        }
    }

    fn new(name: Option<String>, versions: Option<&Versions>) -> Self {
        let declared = versions.and_then(|it| it.declared.as_ref());
        OwnPackage {
            name: name.map(|name| normal(&name)),
            version: declared.map(|it| it.normal.clone()),
        }
    }

    /// Whether a package that was skipped for this reason is the project at its declared version.
    pub fn is(&self, package: &str, reason: &str) -> bool {
        if self.name.as_ref() != Some(&normal(package)) {
            return false;
        }
        if reason == EDITABLE {
            return true;
        }
        let version = version_in(reason).filter(|_| reason.starts_with(NOT_FOUND));
        // A version that a tool derives from tags is declared nowhere.
        version.is_some_and(|version| self.version.as_ref().is_none_or(|own| *own == version))
    }
}

/// The version in `Dependency not found on PyPI and could not be audited: demo (1.0.0)`.
fn version_in(reason: &str) -> Option<String> {
    let (_, version) = reason.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let version: Version = version.parse().ok()?;
    Some(version.to_string())
}

/// PEP 503: names that differ in case and in `-`, `_` and `.` only are one.
fn normal(name: &str) -> String {
    let words = name.split(['-', '_', '.']).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(version: Option<&str>) -> OwnPackage {
        OwnPackage {
            name: Some(normal("My_Demo")),
            version: version.map(|it| it.parse::<Version>().unwrap().to_string()),
        }
    }

    fn reason(version: &str) -> String {
        format!("{NOT_FOUND} and could not be audited: my-demo ({version})")
    }

    #[test]
    fn the_project_at_its_own_version_needs_no_look_up() {
        let demo = own(Some("1.2.0-rc.1"));
        assert!(demo.is("my-demo", &reason("1.2.0rc1")));
        assert!(demo.is("my.demo", EDITABLE));
        assert!(own(None).is("my-demo", &reason("1.2.0.dev3+g1234")));
        for (package, reason) in [
            ("other", reason("1.2.0rc1")),
            ("my-demo", reason("1.2.0")),
            ("my-demo", "it timed out".to_owned()),
            ("my-demo", "it timed out (1.2.0rc1)".to_owned()),
        ] {
            assert!(!demo.is(package, &reason), "{package} {reason}");
        }
        let nameless = OwnPackage::new(None, None);
        assert!(!nameless.is("", EDITABLE));
    }
}
