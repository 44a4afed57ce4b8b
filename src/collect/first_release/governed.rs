//! Releases that relcheck judged already, and that the candidate does not come after.
//!
//! A candidate can change how tags are read, and can be cut from a history of its own. Where a tag's own
//! files configure relcheck, and by that configuration the tag is a release, the project is not at its
//! first one, whatever the candidate says.

use crate::collect::Context;
use crate::config::{FILE_NAME, MAX_BYTES};
use crate::facts::{Missing, Repository};
use crate::formats::toml_text::TomlText;
use crate::release::Version;
use crate::repo::inside;

/// The most tags of one kind whose files are looked at, the highest first: releases of before relcheck, or
/// of another line, may be above those that it judged.
const MAX_TAGS: usize = 100;

/// Why there has to be a previous release, and what to do about it; `None` if no tag tells of one.
///
/// # Errors
/// [`Missing`] if the files of a tag cannot be read.
pub(super) fn reason(
    context: &Context,
    repository: &Repository,
) -> Result<Option<Missing>, Missing> {
    let elsewhere = repository.history.higher_elsewhere.iter().rev();
    for tag in elsewhere.take(MAX_TAGS) {
        if is_configured(context, repository, tag, None)? {
            let reason = format!("`{tag}` was released, and is not on this history");
            let fix = format!("cut the release from a branch that holds `{tag}`");
            return Ok(Some(Missing::because(reason).fix(fix)));
        }
    }
    if context.options().tag_prefixes.is_empty() {
        return Ok(None);
    }
    for prefix in &repository.tag_pattern.foreign {
        for tag in highest(repository, prefix) {
            if is_configured(context, repository, tag, Some(prefix))? {
                return Ok(Some(left_out(tag, prefix)));
            }
        }
    }
    Ok(None)
}

fn left_out(tag: &str, prefix: &str) -> Missing {
    Missing::because(format!(
        "`{tag}` is a release by the configuration that it has, and `tag_prefix` leaves it out now"
    ))
    .fix(format!(
        "name both below `[project]` in relcheck.toml: `tag_prefix = [\"{prefix}\", …]`"
    ))
}

/// The final versions that are tagged with that prefix, the highest first.
fn highest<'r>(repository: &'r Repository, prefix: &str) -> Vec<&'r String> {
    let tagged = repository.tags.iter().filter_map(|tag| {
        let version: Version = tag.name.strip_prefix(prefix)?.parse().ok()?;
        version.is_final().then_some((version, &tag.name))
    });
    let mut tagged: Vec<(Version, &String)> = tagged.collect();
    tagged.sort_by(|one, other| other.0.cmp(&one.0));
    let names = tagged.into_iter().map(|(_, name)| name);
    names.take(MAX_TAGS).collect()
}

/// Whether the files of a tag configure relcheck, in a way by which a tag with that prefix is a release.
fn is_configured(
    context: &Context,
    repository: &Repository,
    tag: &str,
    prefix: Option<&String>,
) -> Result<bool, Missing> {
    let known = repository.tags.iter().find(|known| known.name == tag);
    let Some(commit) = known.and_then(|known| known.commit.as_ref()) else {
        return Ok(false);
    };
    let revision = context.repo().revision(commit, "")?;
    let options = context.options();
    let usual = inside(&options.project, FILE_NAME);
    for path in options.configuration.iter().cloned().chain(usual) {
        if let Some(text) = revision.read_text(&path, MAX_BYTES)? {
            return Ok(prefix.is_none_or(|prefix| admits(&text, prefix)));
        }
    }
    Ok(false)
}

/// Whether tags with that prefix are releases by this configuration: it names the prefix, or none. What
/// cannot be read is no reason to believe that it leaves the tag out.
fn admits(text: &str, prefix: &str) -> bool {
    let Ok(toml) = TomlText::parse(text) else {
        return true;
    };
    let configured = toml.get(&["project", "tag_prefix"]);
    configured.is_none_or(|value| value.texts().contains(&prefix))
}
