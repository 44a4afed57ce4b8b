//! Is this a first release, or are the tags of the earlier ones just not here?
//!
//! No tag can tell. The project's files can: a changelog that tells of earlier releases, a declared
//! version that no first release has.

mod governed;

use super::Context;
use crate::facts::{Changelog, Missing, Repository, VersionFact, Versions};
use crate::release::{Scheme, Version, type_of_step};

/// What to do about it.
const FIX: &str = "git fetch --tags, or, if nothing was released before, set `first_release` below \
                   `[project]` in relcheck.toml";

/// Marks a history without a previous release as incomplete where a tag that relcheck judged already
/// tells of one, or else the files do, unless the configuration names the first release.
pub(super) fn settle(context: &Context, repository: &mut Repository) {
    if !repository.history.complete || repository.history.previous.is_some() {
        return;
    }
    let governed = governed::reason(context, repository).unwrap_or_else(Some);
    let Repository {
        history,
        tag_pattern: pattern,
        ..
    } = repository;
    if let Some(Missing { reason, fix }) = governed {
        history.complete = false;
        history.reason = Some(reason);
        history.fix = fix;
        return;
    }
    if let Some(first) = &context.options().first_release {
        history.first_release = Some(VersionFact::from(first));
        return;
    }
    let versions = context.versions().ok();
    let declared = versions
        .and_then(|versions| versions.declared.as_ref())
        .and_then(VersionFact::to_version);
    let earlier = earlier_section(context.changelog().ok(), declared.as_ref()).or_else(|| {
        match context.options().scheme {
            // Any day may be the first one of a calendar.
            Some(Scheme::Calver) => None,
            _ => no_first_step(versions, declared.as_ref()),
        }
    });
    if let Some(reason) = earlier {
        history.complete = false;
        history.reason = Some(format!(
            "there is no release tag{} on this history, but {reason}",
            named(&pattern.prefixes)
        ));
        history.fix = Some(fix(&pattern.foreign));
    }
}

/// The tags that were looked for, where they bear a name.
fn named(prefixes: &[String]) -> String {
    match prefixes {
        [prefix] if !matches!(prefix.as_str(), "" | "v") => format!(" `{prefix}X.Y.Z`"),
        _ => String::new(),
    }
}

/// What to do, with the only other tags that there are, which may be the right ones.
fn fix(foreign: &[String]) -> String {
    match foreign.first() {
        Some(prefix) => format!(
            "if its releases are tagged `{prefix}X.Y.Z`, say, set `tag_prefix = \"{prefix}\"` below \
             `[project]` in relcheck.toml; else {FIX}"
        ),
        None => FIX.to_owned(),
    }
}

/// A changelog section of a release before the declared version, with its date.
fn earlier_section(changelog: Option<&Changelog>, declared: Option<&Version>) -> Option<String> {
    changelog?.files.iter().find_map(|file| {
        let section = file.sections.iter().find(|section| {
            let version = section.version.as_ref().and_then(VersionFact::to_version);
            let is_earlier = match (version, declared) {
                (Some(version), Some(declared)) => version.release() < declared.release(),
                (version, None) => version.is_some(),
                (None, Some(_)) => false,
            };
            is_earlier && !section.unreleased && section.date.is_some()
        })?;
        Some(format!(
            "`{}:{}` tells of `{}`",
            file.path, section.line, section.heading
        ))
    })
}

/// A declared version that is no step from nothing.
fn no_first_step(versions: Option<&Versions>, declared: Option<&Version>) -> Option<String> {
    let declared = declared
        .filter(|version| type_of_step(None, version).is_none() && version.core() != [0; 3])?;
    let place = versions?
        .declarations
        .iter()
        .find(|place| {
            place
                .version
                .as_ref()
                .is_some_and(|version| version.text == declared.text())
        })
        .map_or_else(
            || "the project".to_owned(),
            |place| format!("`{}:{}`", place.path, place.line),
        );
    Some(format!(
        "{place} declares {}, which no first release is called",
        declared.text()
    ))
}
