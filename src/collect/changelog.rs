//! The changelog, section by section.

mod locate;
mod packages;
mod planned;
mod stale;

pub(super) use stale::settled;

use super::{Collector, Context};
use crate::facts::{
    Changelog, ChangelogEntry, ChangelogFile, EntryGroup, Missing, Section, VersionFact,
};
use crate::formats::changelog::{self, Group, Markup, Release};
use crate::repo::Checkout;

/// The largest changelog that is read, in bytes. Thirty years of a busy project take two million.
const MAX_CHANGELOG: u64 = 16 * 1024 * 1024;

/// The most files that are read as changelogs, so that a folder full of them costs little.
const MAX_FILES: usize = 16;

/// The changelog, section by section.
pub(super) struct ChangelogCollector;

impl Collector for ChangelogCollector {
    type Facts = Changelog;

    const NAME: &'static str = "changelog";
    const PURPOSE: &'static str = "The changelog, section by section.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let mut changelog = context.settled_changelog()?.clone();
        planned::mark(context, &mut changelog);
        Ok(changelog)
    }
}

/// Reads the fact. Other collectors get it through [`Context::changelog`].
pub(super) fn read(context: &Context) -> Result<Changelog, Missing> {
    let checkout = context.checkout();
    let files = match &context.options().changelog {
        Some(path) => vec![configured(checkout, path)?],
        None => found(checkout)?,
    };
    let mut changelog = Changelog { files };
    packages::part(context, &mut changelog);
    Ok(changelog)
}

/// The file that the configuration names: it must be there.
fn configured(checkout: &Checkout, path: &str) -> Result<ChangelogFile, Missing> {
    read_file(checkout, path)?.ok_or_else(|| {
        Missing::because(format!(
            "the configured changelog `{path}` does not exist in this checkout"
        ))
        .fix(format!(
            "git log --all --diff-filter=D --oneline -- '{path}'"
        ))
    })
}

/// The files that look like changelogs, those with sections first.
fn found(checkout: &Checkout) -> Result<Vec<ChangelogFile>, Missing> {
    let mut files: Vec<ChangelogFile> = Vec::new();
    for path in locate::candidates(checkout.tracked()?).take(MAX_FILES) {
        let Some(file) = read_file(checkout, path)? else {
            return Err(
                Missing::because(format!("`{path}` is tracked by git, but not on disk"))
                    .fix(format!("git restore '{path}'")),
            );
        };
        let speaks = !file.sections.is_empty() || locate::is_surely_one(path);
        if speaks && files.iter().all(|known| known.path != file.path) {
            files.push(file);
        }
    }
    files.sort_by_key(|file| file.sections.is_empty());
    Ok(files)
}

/// Reads one changelog; of one that only includes another file, that one. `None` if it is absent.
fn read_file(checkout: &Checkout, path: &str) -> Result<Option<ChangelogFile>, Missing> {
    let Some(text) = checkout.read_text(path, MAX_CHANGELOG)? else {
        return Ok(None);
    };
    let file = parse(path, &text);
    if file.sections.is_empty()
        && let Some(target) = changelog::included(&text)
        && let Some(included) = read_included(checkout, path, target)?
    {
        return Ok(Some(included));
    }
    Ok(Some(file))
}

/// The included file, from the including one's folder, else from the project's; `None` if there is
/// no such file. What it includes in turn is not followed.
fn read_included(
    checkout: &Checkout,
    path: &str,
    target: &str,
) -> Result<Option<ChangelogFile>, Missing> {
    for place in locate::targets(path, target) {
        if let Some(text) = checkout.read_text(&place, MAX_CHANGELOG)? {
            return Ok(Some(parse(&place, &text)));
        }
    }
    Ok(None)
}

fn parse(path: &str, text: &str) -> ChangelogFile {
    let markup = Markup::of_path(path);
    ChangelogFile {
        path: path.to_owned(),
        format: markup.name().to_owned(),
        sections: changelog::read(text, markup)
            .into_iter()
            .map(Section::from)
            .collect(),
        others: Vec::new(),
    }
}

impl From<Release> for Section {
    fn from(release: Release) -> Self {
        Section {
            empty: release.is_empty(),
            heading: release.heading,
            line: release.line,
            level: release.level.map(|level| level as u64),
            package: release.package,
            version: release.version.as_ref().map(VersionFact::from),
            unreleased: release.unreleased,
            stale: false,
            yanked: release.yanked,
            date: release.date,
            groups: release.groups.into_iter().map(EntryGroup::from).collect(),
        }
    }
}

fn entry(entry: changelog::Entry) -> ChangelogEntry {
    ChangelogEntry {
        line: entry.line,
        text: entry.text,
        planned: false,
    }
}

impl From<Group> for EntryGroup {
    fn from(group: Group) -> Self {
        EntryGroup {
            name: group.name,
            line: group.line,
            entries: group.entries.into_iter().map(entry).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
