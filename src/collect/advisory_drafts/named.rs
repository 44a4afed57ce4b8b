//! The vulnerabilities that commit messages name.

use std::sync::OnceLock;

use regex::Regex;

use crate::facts::NamedVulnerability;
use crate::repo::RawCommit;

/// The most that are kept.
const MAX_NAMED: usize = 10_000;

/// The vulnerabilities that these commits name, each once a commit.
pub(super) fn read(commits: &[RawCommit]) -> Vec<NamedVulnerability> {
    let mut named = Vec::new();
    for commit in commits {
        let mut ids = ids(&commit.message);
        ids.sort_unstable();
        ids.dedup();
        named.extend(ids.into_iter().map(|id| NamedVulnerability {
            commit: commit.id(),
            id,
        }));
        if named.len() >= MAX_NAMED {
            named.truncate(MAX_NAMED);
            break;
        }
    }
    named
}

/// The ids in a text, in the spelling of their databases.
pub(super) fn ids(text: &str) -> Vec<String> {
    static IDS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = IDS.get_or_init(|| {
        Regex::new(
            r"(?i)\b(?:CVE-[0-9]{4}-[0-9]{4,19}|GHSA(?:-[2-9cfghjmpqrvwx]{4}){3}|(?:PYSEC|RUSTSEC)-[0-9]{4}-[0-9]{1,19}|GO-[0-9]{4}-[0-9]{4,19})\b",
        )
        .ok()
    });
    let Some(pattern) = pattern else {
        return Vec::new();
    };
    pattern
        .find_iter(text)
        .map(|found| match found.as_str().split_once('-') {
            // Of GHSA ids only the first part is in capitals.
            Some((kind, rest)) if kind.eq_ignore_ascii_case("ghsa") => {
                format!("GHSA-{}", rest.to_ascii_lowercase())
            }
            _ => found.as_str().to_ascii_uppercase(),
        })
        .collect()
}
