//! The versions that headings and paths name.

use std::sync::LazyLock;

use regex::Regex;

use crate::facts::{GuideVersion, VersionFact};

/// The words after which a number is the project's version, in lower case.
const BEFORE: &[&str] = &[
    "to",
    "from",
    "version",
    "versions",
    "release",
    "v",
    "for",
    "in",
    "into",
    "and",
    "guide",
    "notes",
    "migrate",
    "migrating",
    "migration",
    "upgrade",
    "upgrading",
    "update",
    "updating",
    "porting",
    "changes",
];

static VERSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?i)v?([0-9]{1,9})(?:\.([0-9]{1,9}|x|\*))?(?:\.([0-9]{1,9}|x|\*))?(?:\+|[-.]?(?:a|b|c|rc|alpha|beta|dev|pre|preview)[-.]?[0-9]*)?$",
    )
    .ok()
});

/// The versions that a heading names, sorted. One counts at the start of the heading and after the
/// words that lead up to one: `Upgrading to 2.0`, not `Drop Python 3.8`. A number alone may count
/// the steps of a list: at the start it is none.
pub(super) fn in_heading(heading: &str, project: Option<&str>) -> Vec<GuideVersion> {
    let mut found = Vec::new();
    let mut before: Option<String> = None;
    for word in
        heading.split(|letter: char| letter.is_whitespace() || "()[]{}`/,–—→".contains(letter))
    {
        let word = word.trim_matches(|letter: char| ":;.!?*_\"'-=>".contains(letter));
        if word.is_empty() {
            continue;
        }
        let Some(version) = read(word) else {
            before = Some(word.to_lowercase());
            continue;
        };
        let counts = match before.as_deref() {
            None => word.contains('.') || word.starts_with(['v', 'V']),
            Some(before) => BEFORE.contains(&before) || project == Some(before),
        };
        // After `from 1.x` another version may follow: what leads up to it stays.
        if counts {
            found.push(version);
        }
    }
    sorted(found)
}

/// The versions in the last part of a path that names any, sorted: `docs/migration/v1-to-v2.md`.
pub(super) fn in_path(path: &str) -> Vec<GuideVersion> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let parts = folders.rsplit('/');
    let mut named = std::iter::once(stem).chain(parts).map(|part| {
        let words = part.split(['-', '_', ' ']);
        sorted(words.filter_map(read).collect())
    });
    named.find(|found| !found.is_empty()).unwrap_or_default()
}

/// The very version.
pub(super) fn exactly(version: &VersionFact) -> GuideVersion {
    GuideVersion {
        major: version.major,
        minor: Some(version.minor),
        patch: Some(version.patch),
        text: version.text.clone(),
    }
}

fn read(word: &str) -> Option<GuideVersion> {
    let found = VERSION.as_ref()?.captures(word)?;
    let number = |at: usize| found.get(at)?.as_str().parse().ok();
    Some(GuideVersion {
        major: number(1)?,
        minor: number(2),
        patch: number(3),
        text: word.to_owned(),
    })
}

fn sorted(mut versions: Vec<GuideVersion>) -> Vec<GuideVersion> {
    versions.sort();
    versions.dedup();
    versions
}
