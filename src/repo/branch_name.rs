//! What the name of a branch says it is for.

use crate::facts::BranchKind;

/// What stands before the `X.Y.x` of a release branch, unless the configuration says otherwise.
const RELEASE_PREFIXES: [&str; 4] = ["release/v", "release/", "release-v", "release-"];

/// What stands before the `X.Y.Z` of a hotfix branch, unless the configuration says otherwise.
const HOTFIX_PREFIXES: [&str; 4] = ["hotfix/v", "hotfix/", "hotfix-v", "hotfix-"];

/// The names of main branches, the likeliest first.
pub(super) const MAIN_NAMES: [&str; 4] = ["main", "master", "trunk", "develop"];

/// How the project names its branches.
#[derive(Debug, Clone, Default)]
pub(super) struct BranchNames<'a> {
    /// The main branch, if there is one.
    pub main: Option<String>,
    /// Prefixes of release branches; empty for the usual ones.
    pub release: &'a [String],
    /// Prefixes of hotfix branches; empty for the usual ones.
    pub hotfix: &'a [String],
}

/// What a branch is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purpose {
    /// The kind.
    pub kind: BranchKind,
    /// The numbers in its name; empty for main.
    pub line: Vec<u64>,
}

impl Purpose {
    /// The line as policies see it: `1.2`, `1.2.3`, or `None` for main.
    pub(super) fn line_text(&self) -> Option<String> {
        let numbers: Vec<String> = self.line.iter().map(u64::to_string).collect();
        (!numbers.is_empty()).then(|| numbers.join("."))
    }
}

impl BranchNames<'_> {
    /// The line of a branch that is called `1.2.x` or `v1.2.x` and nothing else, which many projects
    /// release from; without the `.x` it may be anything.
    fn bare(&self, name: &str) -> Option<Vec<u64>> {
        let line = name.strip_prefix('v').unwrap_or(name);
        line.strip_suffix(".x")
            .filter(|_| self.release.is_empty())
            .and_then(release_line)
    }

    /// What this branch is for; `None` for any other than main, release and hotfix branches.
    pub(super) fn purpose(&self, name: &str) -> Option<Purpose> {
        if self.main.as_deref() == Some(name) {
            let kind = BranchKind::Main;
            return Some(Purpose {
                kind,
                line: Vec::new(),
            });
        }
        let hotfix = || after(name, self.hotfix, &HOTFIX_PREFIXES, hotfix_line);
        let release = || after(name, self.release, &RELEASE_PREFIXES, release_line);
        let found = |kind| move |line| Purpose { kind, line };
        hotfix()
            .map(found(BranchKind::Hotfix))
            .or_else(|| release().map(found(BranchKind::Release)))
            .or_else(|| self.bare(name).map(found(BranchKind::Release)))
    }
}

/// The numbers after the first prefix that fits.
fn after(
    name: &str,
    configured: &[String],
    usual: &[&str],
    line: impl Fn(&str) -> Option<Vec<u64>>,
) -> Option<Vec<u64>> {
    let fits = |prefix: &str| line(name.strip_prefix(prefix)?);
    if configured.is_empty() {
        usual.iter().find_map(|prefix| fits(prefix))
    } else {
        configured.iter().find_map(|prefix| fits(prefix))
    }
}

fn release_line(text: &str) -> Option<Vec<u64>> {
    let text = text.strip_suffix(".x").unwrap_or(text);
    numbers(text).filter(|numbers| numbers.len() == 2)
}

fn hotfix_line(text: &str) -> Option<Vec<u64>> {
    numbers(text).filter(|numbers| numbers.len() == 3)
}

/// Numbers with points between them, written without leading zeros (SemVer 2.0.0 §2).
fn numbers(text: &str) -> Option<Vec<u64>> {
    let plain = |part: &str| {
        let digits = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let canonical = part == "0" || !part.starts_with('0');
        (digits && canonical).then(|| part.parse().ok())?
    };
    text.split('.').map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purpose(name: &str) -> Option<(BranchKind, Option<String>)> {
        let names = BranchNames {
            main: Some("main".to_owned()),
            ..BranchNames::default()
        };
        let purpose = names.purpose(name)?;
        Some((purpose.kind, purpose.line_text()))
    }

    #[test]
    fn a_bare_line_is_a_release_branch() {
        let line = Some((BranchKind::Release, Some("9.1".to_owned())));
        assert_eq!(purpose("9.1.x"), line);
        assert_eq!(purpose("v9.1.x"), line);
        for other in ["9.1", "9.x", "9.1.2.x", "v9.1", "09.1.x", "x9.1.x"] {
            assert_eq!(purpose(other), None, "{other}");
        }
        let configured = BranchNames {
            release: &["rel/".to_owned()],
            ..BranchNames::default()
        };
        assert_eq!(configured.purpose("9.1.x"), None);
    }

    #[test]
    fn the_usual_names_are_known() {
        let line = |kind, line: &str| Some((kind, Some(line.to_owned())));
        assert_eq!(purpose("main"), Some((BranchKind::Main, None)));
        for name in [
            "release/v1.2.x",
            "release/1.2",
            "release-v1.2.x",
            "release-1.2",
        ] {
            assert_eq!(purpose(name), line(BranchKind::Release, "1.2"), "{name}");
        }
        for name in [
            "hotfix/v1.2.3",
            "hotfix/1.2.3",
            "hotfix-v1.2.3",
            "hotfix-1.2.3",
        ] {
            assert_eq!(purpose(name), line(BranchKind::Hotfix, "1.2.3"), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "release/v1.x",
            "release/v1.2.3",
            "release/next",
            "hotfix/v1.2",
            "hotfix/v1.2.x",
            "hotfix/v1.02.3",
            "main2",
            "",
            "release/v1..x",
            "hotfix/v99999999999999999999.0.0",
        ] {
            assert_eq!(purpose(name), None, "{name}");
        }
    }

    #[test]
    fn configured_prefixes_replace_the_usual_ones() {
        let release = ["stable/".to_owned()];
        let names = BranchNames {
            release: &release,
            ..BranchNames::default()
        };
        assert!(names.purpose("stable/1.2").is_some());
        assert!(names.purpose("release/1.2").is_none());
        assert!(names.purpose("hotfix/1.2.3").is_some());
    }
}
