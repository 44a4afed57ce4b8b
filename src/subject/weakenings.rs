//! What makes a decision weaker than the process asks for, apart from the rules.

use super::Known;
use crate::facts::{BranchSource, CONFIGURED, History, TagPattern, TagPatternSource, Versions};

/// What about the checkout itself makes a decision weaker.
pub(super) fn of(known: Known<'_>) -> Vec<String> {
    let repository = known.repository;
    let mut found = Vec::new();
    if repository.shallow && repository.history.complete {
        found.push(
            "the clone is shallow: the previous release is the highest within its depth".to_owned(),
        );
    }
    if repository.branch.source == BranchSource::Claimed {
        let branch = repository.branch.name.as_deref().unwrap_or_default();
        found.push(format!(
            "the branch `{branch}` is what the CI system says; no ref confirms it"
        ));
    }
    if let Some(first) = &repository.history.first_release {
        found.push(format!(
            "the configuration says that {} is the first release",
            first.text
        ));
    }
    found.extend(higher_elsewhere(&repository.history));
    found.extend(hidden_tags(&repository.tag_pattern));
    found.extend(known.versions.and_then(not_compared));
    found
}

/// Places that compute the version, and of which the configuration says from what.
fn not_compared(versions: &Versions) -> Option<String> {
    let settled = versions
        .dynamic
        .iter()
        .filter(|it| it.provider == CONFIGURED);
    let mut paths: Vec<String> = settled.map(|it| format!("`{}`", it.path)).collect();
    paths.dedup();
    (!paths.is_empty()).then(|| {
        format!(
            "the configuration says where the version in {} comes from: it was not compared",
            paths.join(", ")
        )
    })
}

/// Tags that bear no package's name, and that the configuration leaves out all the same.
fn hidden_tags(pattern: &TagPattern) -> Option<String> {
    let plain: Vec<&str> = pattern
        .foreign
        .iter()
        .map(String::as_str)
        .filter(|it| ["", "v", "V"].contains(it))
        .collect();
    if pattern.source != TagPatternSource::Config || plain.is_empty() {
        return None;
    }
    let named: Vec<String> = plain
        .iter()
        .map(|prefix| format!("`{prefix}X.Y.Z`"))
        .collect();
    Some(format!(
        "the configured `tag_prefix` leaves out the tags {}",
        named.join(", ")
    ))
}

/// Higher releases than the previous one are somewhere, but not where HEAD comes from.
fn higher_elsewhere(history: &History) -> Option<String> {
    let highest = history.higher_elsewhere.last()?;
    let subject = match history.higher_elsewhere.len() {
        1 => format!("`{highest}` is a higher release"),
        count => format!("`{highest}` and {} more are higher releases", count - 1),
    };
    let than = history
        .previous
        .as_ref()
        .map_or_else(String::new, |release| format!(" than `{}`", release.tag));
    Some(format!("{subject}{than}, but not on this history"))
}
