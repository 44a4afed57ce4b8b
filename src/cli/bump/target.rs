//! Which version is written, and whether it may follow the previous release.

use anyhow::{anyhow, bail};

use super::BumpArguments;
use crate::facts::{Repository, TagKind, VersionFact};
use crate::release::{ReleaseType, Version, next, type_of_step};

/// The version that was asked for. What a check would object to, and was asked for all the same, is
/// noted.
pub(super) fn version(
    own: &BumpArguments,
    repository: &Repository,
    notes: &mut Vec<String>,
) -> anyhow::Result<Version> {
    let released = released(repository);
    let previous = match &released {
        Some((_, version)) => Some(version.clone()),
        None => previous(own, repository)?,
    };
    let version = match (&own.version, own.release_type.and_then(|it| it.chosen())) {
        (Some(version), _) => version.clone(),
        (None, Some(kind)) => step(repository, previous.as_ref(), kind)?,
        (None, None) => {
            bail!("say which version: relcheck bump X.Y.Z, or relcheck bump --type minor")
        }
    };
    refuse_taken(repository, &version)?;
    if let Some((tag, of_head)) = &released {
        if version == *of_head {
            bail!(
                "HEAD is released already, as `{tag}`\n  fix: {}",
                steps(Some(of_head))
            );
        }
        notes.push(format!(
            "HEAD is released as `{tag}`: {version} is planned from there"
        ));
    }
    if let Some(previous) = &previous {
        refuse_lower(previous, &version)?;
    }
    refuse_leap(own, repository, previous.as_ref(), &version, notes)?;
    Ok(version)
}

/// The final release that HEAD is, by its tag: what is written now is for the one after that.
pub(super) fn released(repository: &Repository) -> Option<(&str, Version)> {
    let head = repository.head.as_ref()?.commit.as_str();
    let tags = repository.tags.iter();
    let own = tags.filter(|tag| tag.kind == TagKind::Final && tag.commit.as_deref() == Some(head));
    let versions = own.filter_map(|tag| {
        let version = tag.version.as_ref()?.to_version()?;
        Some((tag.name.as_str(), version))
    });
    versions.max_by(|(_, one), (_, other)| one.cmp(other))
}

fn previous(own: &BumpArguments, repository: &Repository) -> anyhow::Result<Option<Version>> {
    let history = &repository.history;
    let forced = own.force && own.version.is_some();
    if !history.complete && !forced {
        let reason = history.reason.as_deref().unwrap_or("its tags are not here");
        let fix = history.fix.as_deref().unwrap_or("git fetch --tags");
        bail!(
            "the previous release is not known: {reason}\n  fix: {fix}, or name the version and pass --force"
        );
    }
    let previous = history.previous.as_ref();
    Ok(previous.and_then(|previous| previous.version.to_version()))
}

fn step(
    repository: &Repository,
    previous: Option<&Version>,
    kind: ReleaseType,
) -> anyhow::Result<Version> {
    let first = repository.history.first_release.as_ref();
    let first = first.filter(|_| previous.is_none());
    if let Some(first) = first.and_then(VersionFact::to_version) {
        return Ok(first);
    }
    next(previous, kind).ok_or_else(|| {
        anyhow!("the previous release's version cannot be raised any further\n  fix: relcheck bump X.Y.Z")
    })
}

/// A version whose tag is on another commit was released already.
fn refuse_taken(repository: &Repository, version: &Version) -> anyhow::Result<()> {
    let head = repository.head.as_ref().map(|head| head.commit.as_str());
    let taken = repository.tags.iter().find(|tag| {
        let named = tag.version.as_ref().and_then(VersionFact::to_version);
        tag.kind != TagKind::Other
            && named.as_ref() == Some(version)
            && tag.commit.as_deref() != head
    });
    match taken {
        Some(tag) => bail!(
            "{version} is tagged already: `{}`\n  fix: take the next one, such as relcheck bump --type patch",
            tag.name
        ),
        None => Ok(()),
    }
}

fn refuse_lower(previous: &Version, version: &Version) -> anyhow::Result<()> {
    if version > previous {
        return Ok(());
    }
    let relation = if version == previous {
        "is"
    } else {
        "is below"
    };
    bail!(
        "{version} {relation} the previous release, {previous}\n  fix: {}",
        steps(Some(previous))
    )
}

/// The versions that may follow, as commands.
fn steps(previous: Option<&Version>) -> String {
    let kinds = [ReleaseType::Patch, ReleaseType::Minor, ReleaseType::Major];
    let steps = kinds.iter().filter_map(|kind| next(previous, *kind));
    let commands = steps.map(|version| format!("relcheck bump {version}"));
    commands.collect::<Vec<_>>().join(", or ")
}

fn refuse_leap(
    own: &BumpArguments,
    repository: &Repository,
    previous: Option<&Version>,
    version: &Version,
    notes: &mut Vec<String>,
) -> anyhow::Result<()> {
    let first = repository.history.first_release.as_ref();
    let first = first.and_then(VersionFact::to_version);
    let is_first = previous.is_none() && first.is_some_and(|first| first.leads_to_same(version));
    let is_step = type_of_step(previous, version).is_some() && version.post().is_none();
    let is_unknown = previous.is_none() && !repository.history.complete;
    if is_first || is_step || is_unknown {
        return Ok(());
    }
    let after = previous.map_or("nothing".to_owned(), Version::to_string);
    if !own.force {
        bail!(
            "{version} is no legal step after {after}\n  fix: {}, or pass --force",
            steps(previous)
        );
    }
    notes.push(format!(
        "{version} is no legal step after {after}: `version.bump_matches_type` will fail"
    ));
    Ok(())
}
