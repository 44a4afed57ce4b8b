//! Whether what was released is on the main branch.

use super::{Collector, Context};
use crate::facts::{
    MergeBack, Missing, PatchState, PreviousRelease, ReleasedPatch, Repository, Tag, TagKind,
};
use crate::formats::commit_message;
use crate::release::Version;
use crate::repo::{Elsewhere, RawCommit};

/// Whether what was released is on the main branch.
pub(super) struct MergeBackCollector;

impl Collector for MergeBackCollector {
    type Facts = MergeBack;

    const NAME: &'static str = "merge_back";
    const PURPOSE: &'static str = "Whether what was released is on the main branch.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let tag = released(repository, context.options().release.as_ref());
        let release = match tag {
            Some(tag) => release(context, tag)?,
            None => None,
        };
        let main = repository.main.clone();
        let tip = match &main {
            Some(main) => context.repo().tip_of_main(main)?,
            None => None,
        };
        let newer_line = newer_line(repository, tag);
        let contained = match (&release, &tip) {
            (Some((release, _)), Some(tip)) => {
                Some(context.repo().is_contained(&release.commit, tip)?)
            }
            _ => None,
        };
        let patches = match (&release, &tip) {
            (Some((release, _)), Some(tip)) if contained == Some(false) && newer_line.is_none() => {
                context.repo().unmerged(&release.commit, tip)?
            }
            _ => Vec::new(),
        };
        Ok(MergeBack {
            main: main.filter(|_| tip.is_some()),
            newer_line,
            contained,
            patches: patches.into_iter().map(patch).collect(),
            tagged: release.as_ref().map(|(_, tagged)| *tagged),
            release: release.map(|(release, _)| release),
        })
    }
}

/// The tag of the final release that is judged: that of the version that was asked for, else the
/// highest one on HEAD.
fn released<'a>(repository: &'a Repository, asked: Option<&Version>) -> Option<&'a Tag> {
    let head = repository.head.as_ref().map(|head| &head.commit);
    let finals = repository.tags.iter().filter_map(|tag| {
        let version = tag.version.as_ref()?.to_version()?;
        (tag.kind == TagKind::Final).then_some((version, tag))
    });
    let meant = finals.filter(|(version, tag)| match asked {
        Some(asked) => version == asked,
        None => head.is_some() && tag.commit.as_ref() == head,
    });
    meant
        .max_by(|(one, first), (other, second)| {
            one.cmp(other)
                .then_with(|| first.annotated.cmp(&second.annotated))
        })
        .map(|(_, tag)| tag)
}

/// The release with the time of its tag; `None` if the tag leads to no commit.
fn release(context: &Context, tag: &Tag) -> Result<Option<(PreviousRelease, i64)>, Missing> {
    let (Some(version), Some(commit)) = (&tag.version, &tag.commit) else {
        return Ok(None);
    };
    let time = context.repo().commit_time(commit).ok_or_else(|| {
        Missing::because(format!(
            "the commit of the tag `{}` cannot be read",
            tag.name
        ))
        .fix("git fetch --refetch --tags")
    })?;
    let release = PreviousRelease {
        tag: tag.name.clone(),
        version: version.clone(),
        commit: commit.clone(),
        time,
    };
    Ok(Some((release, tag.time.unwrap_or(time))))
}

/// The highest final release of a higher line than that of the tag.
fn newer_line(repository: &Repository, tag: Option<&Tag>) -> Option<String> {
    let own = tag?.version.as_ref()?;
    let higher = repository.tags.iter().filter_map(|tag| {
        let version = tag
            .version
            .as_ref()
            .filter(|_| tag.kind == TagKind::Final)?;
        let is_higher = (version.major, version.minor) > (own.major, own.minor);
        is_higher.then_some((version.to_version()?, tag))
    });
    let highest = higher.max_by(|(one, _), (other, _)| one.cmp(other));
    highest.map(|(_, tag)| tag.name.clone())
}

fn patch((commit, elsewhere): (RawCommit, Elsewhere)) -> ReleasedPatch {
    let (state, applied_by) = match elsewhere {
        Elsewhere::Applied(by) => (PatchState::Applied, Some(by)),
        Elsewhere::Missing => (PatchState::Missing, None),
        Elsewhere::Empty => (PatchState::Empty, None),
    };
    ReleasedPatch {
        commit: commit.id(),
        subject: commit_message::parse(&commit.message).subject,
        state,
        applied_by,
    }
}
