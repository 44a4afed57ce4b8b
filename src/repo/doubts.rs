//! What leaves it in doubt which release was the previous one, whatever is found: then none is known.

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::graph::Graph;
use super::previous::Found;
use super::tag_family::is_of_package;
use super::tag_name;
use super::tags::{KnownTag, Tags};
use crate::facts::{Missing, PreviousRelease, TagPatternSource};

/// The most prefixes that a reason lists.
const MAX_LISTED: usize = 5;

/// For how long packages may be released on their own, in seconds, before the release that names none
/// is taken for one of former times: a year.
const LONG: i64 = 366 * 24 * 60 * 60;

/// What to do where nothing tells whose tags are whose.
const NAME_PREFIX: &str = "set `tag_prefix` below `[project]` in relcheck.toml";

/// What to do where tags that are not here may tell.
const UNSHALLOW: &str = "git fetch --unshallow --tags";

/// Doubts that the tags' names alone raise.
///
/// # Errors
/// [`Missing`] with the doubt and how to settle it.
pub(super) fn before(graph: &Graph, tags: &Tags) -> Result<(), Missing> {
    refuse_ambiguous(tags, graph.is_shallow())?;
    refuse_tagless(graph.repository(), tags)
}

/// Doubts about what was found from this commit on.
///
/// # Errors
/// As [`before`].
pub(super) fn after(
    graph: &mut Graph,
    tags: &Tags,
    head: ObjectId,
    found: Found,
) -> Result<Found, Missing> {
    match &found.previous {
        Some(previous) => refuse_outdated(graph, tags, head, previous)?,
        None => refuse_uncertain(tags, head)?,
    }
    Ok(found)
}

fn refuse_ambiguous(tags: &Tags, shallow: bool) -> Result<(), Missing> {
    if !tags.ambiguous {
        return Ok(());
    }
    if shallow && tags.pattern.foreign.is_empty() {
        return Err(Missing::because(
            "the clone is shallow and has no release tag within its depth",
        )
        .fix(UNSHALLOW));
    }
    Err(Missing::because(format!(
        "nothing tells which version tags are this project's: there are {}",
        list(&tags.pattern.foreign)
    ))
    .fix(if shallow { UNSHALLOW } else { NAME_PREFIX }))
}

/// Where tags were taken to be the project's and none of them is on this history, another package's
/// may be the right ones: that is no first release. A package that bears the tags' name and has none
/// but HEAD's is at its first one.
fn refuse_uncertain(tags: &Tags, head: ObjectId) -> Result<(), Missing> {
    let earlier = |tag: &KnownTag| tag.released().is_some() && tag.peeled.commit != Some(head);
    let is_first = !tags.named.is_empty() && !tags.all.iter().any(earlier);
    if tags.certain || is_first {
        return Ok(());
    }
    Err(Missing::because(format!(
        "no release tag {} is on this history, and whether {} are this project's is not known",
        list(&tags.pattern.prefixes),
        list(&tags.pattern.foreign)
    ))
    .fix(match tags.pattern.foreign.first() {
        Some(prefix) => format!(
            "if its releases are tagged `{prefix}X.Y.Z`, say, set `tag_prefix = \"{prefix}\"` below \
             `[project]` in relcheck.toml"
        ),
        None => NAME_PREFIX.to_owned(),
    }))
}

/// A repository whose packages have been released by themselves for long, each with its name in the tag,
/// may have had releases of the whole in former times: the last one of those is nobody's previous one.
fn refuse_outdated(
    graph: &mut Graph,
    tags: &Tags,
    head: ObjectId,
    previous: &PreviousRelease,
) -> Result<(), Missing> {
    let is_named = |tag: &KnownTag| tag.name == previous.tag && tags.named.contains(&tag.prefix);
    let certain = tags.certain || tags.pattern.source != TagPatternSource::Detected;
    if certain || tags.all.iter().any(is_named) {
        return Ok(());
    }
    let now = graph.commit(head)?;
    let times = previous.time.saturating_add(LONG)..=graph.time(now);
    let mut later = tags.all.iter().filter(|tag| is_of_others(tag, tags));
    let later = later.find(|tag| time(graph, tag).is_some_and(|time| times.contains(&time)));
    match later {
        None => Ok(()),
        Some(later) => Err(Missing::because(format!(
            "`{}` is the last release tag that names no package, and more than a year after it packages \
             were released by themselves (`{}`): which tags are this project's is not known",
            previous.tag, later.name
        ))
        .fix(format!(
            "{NAME_PREFIX}, or name the package's folder: relcheck check --project PATH"
        ))),
    }
}

/// Whether it is a release of another package.
fn is_of_others(tag: &KnownTag, tags: &Tags) -> bool {
    tag.version.is_none()
        && tag_name::split(&tag.name).is_some_and(|name| {
            is_of_package(&name.prefix) && tags.pattern.foreign.contains(&name.prefix)
        })
}

/// When a tag was made, or else its commit; `None` if it cannot be read.
fn time(graph: &mut Graph, tag: &KnownTag) -> Option<i64> {
    if let Some(time) = tag.peeled.time {
        return Some(time);
    }
    let commit = graph.commit(tag.peeled.commit?).ok()?;
    Some(graph.time(commit))
}

fn list(prefixes: &[String]) -> String {
    // Tags without a package's name are the likeliest to be meant.
    let mut prefixes: Vec<&String> = prefixes.iter().collect();
    prefixes.sort_by_key(|prefix| !matches!(prefix.as_str(), "" | "v"));
    let mut listed: Vec<String> = prefixes
        .iter()
        .take(MAX_LISTED)
        .map(|prefix| match prefix.as_str() {
            "" => "`X.Y.Z`".to_owned(),
            prefix => format!("`{prefix}X.Y.Z`"),
        })
        .collect();
    if prefixes.len() > MAX_LISTED {
        listed.push(format!("{} more", prefixes.len() - MAX_LISTED));
    }
    listed.join(", ")
}

/// A clone that was told to fetch no tags is not a project that never had a release.
fn refuse_tagless(repo: &gix::Repository, tags: &Tags) -> Result<(), Missing> {
    if tags.all.iter().any(|tag| tag.version.is_some()) {
        return Ok(());
    }
    let config = repo.config_snapshot();
    let without_tags = config
        .plumbing()
        .sections_by_name("remote")
        .into_iter()
        .flatten()
        .filter(|section| {
            let option = section.value("tagOpt");
            option.is_some_and(|option| option.trim() == b"--no-tags")
        })
        .find_map(|section| section.header().subsection_name());
    match without_tags {
        None => Ok(()),
        Some(remote) => {
            let remote = remote.to_str_lossy();
            Err(Missing::because(format!(
                "there is no release tag, and the remote `{remote}` is configured not to fetch any \
                 (remote.{remote}.tagOpt = --no-tags)"
            ))
            .fix(format!(
                "git config --unset remote.{remote}.tagOpt && git fetch --tags {remote}"
            )))
        }
    }
}
