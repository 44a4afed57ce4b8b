//! The changelog's part of a bump: the section of the release, in the file's own style.

mod day;
mod draft;
mod lines;
mod links;
mod section;
mod style;
#[cfg(test)]
mod tests;

pub use draft::Draft;

use super::declared::{Replacement, is_python};
use super::edit::Purpose;
use super::files::below;
use super::plan::{Refusal, Request};
use super::planned::Planned;
use super::spelling::Scheme;
use crate::facts::{Changelog, ChangelogFile};
use crate::formats::toml_text::TomlText;
use crate::release::Version;
use lines::Lines;
use section::Sections;
use style::New;

/// The file that is written where there is no changelog.
const NEW_FILE: &str = "CHANGELOG.md";

/// Plans the changelog: an unreleased section becomes that of the version, one that is there gets
/// its date, and else a new one is put above the others.
///
/// # Errors
/// [`Refusal`] if the file cannot be read.
pub(super) fn plan(
    planned: &mut Planned<'_>,
    request: &Request<'_>,
    fact: &Changelog,
) -> Result<(), Refusal> {
    let Some(file) = chosen(fact, request.version) else {
        return create(planned, request);
    };
    let path = below(request.project, &file.path);
    let Some(text) = planned.text(&path)? else {
        return Err(Refusal::new(
            format!("`{path}` is gone"),
            format!("git restore '{path}'"),
        ));
    };
    let version = named(file, request.version);
    let new = New {
        version: &version,
        date: request.date,
        scheme: scheme(request),
    };
    let generator = generator(planned, request);
    let sections = Sections {
        file,
        lines: &Lines::new(&text),
        new: &new,
        draft: request.draft,
        redated: redated(request),
        tag_prefix: request.tag_prefix,
    };
    let edits = match sections.edits(generator.is_none()) {
        Some(edits) => edits,
        None => {
            let tool = generator.unwrap_or_default();
            planned.note(format!(
                "`{path}` has no section for {version} yet: {tool} writes it"
            ));
            Vec::new()
        }
    };
    if sections.stays_empty() && !edits.is_empty() {
        planned.note(format!(
            "the section for {version} in `{path}` is empty: say in it what changed"
        ));
    }
    for (range, text) in apart(edits) {
        planned.replace(&path, range, text, Purpose::Changelog);
    }
    Ok(())
}

/// The file that speaks of the version or of what is unreleased, else the likeliest one.
fn chosen<'f>(fact: &'f Changelog, version: &Version) -> Option<&'f ChangelogFile> {
    let speaks = |file: &&ChangelogFile| {
        let named = named(file, version);
        file.sections.iter().any(|section| {
            (section.unreleased && !section.stale)
                || section::version_of(section).is_some_and(|it| it == named)
        })
    };
    fact.files.iter().find(speaks).or(fact.files.first())
}

/// The version that the section is called: a pre-release has one of its own only where others had.
fn named(file: &ChangelogFile, version: &Version) -> Version {
    let earlier = |section: &crate::facts::Section| {
        let version = section.version.as_ref();
        version.is_some_and(|version| version.pre.is_some() && !version.development)
    };
    if version.is_final() || file.sections.iter().any(earlier) {
        version.clone()
    } else {
        version.release()
    }
}

fn scheme(request: &Request<'_>) -> Scheme {
    let declarations = &request.versions.declarations;
    if declarations
        .iter()
        .any(|declaration| is_python(&declaration.kind))
    {
        Scheme::Pep440
    } else {
        Scheme::SemVer
    }
}

/// Whether the section that is there gets today's date: its own is that of the candidate before.
fn redated(request: &Request<'_>) -> bool {
    let candidate = super::plan::current(request.versions).filter(|current| !current.is_final());
    request.version.is_final()
        && candidate.is_some_and(|candidate| candidate.leads_to_same(request.version))
}

/// The tool that puts sections together from fragments, which knows better what they say.
fn generator(planned: &Planned<'_>, request: &Request<'_>) -> Option<&'static str> {
    let has = |path: &str| {
        planned
            .files
            .tracked()
            .contains(&below(request.project, path))
    };
    let pyproject = planned
        .text(&below(request.project, "pyproject.toml"))
        .ok()
        .flatten();
    let towncrier = pyproject.is_some_and(|text| {
        TomlText::parse(&text).is_ok_and(|toml| toml.get(&["tool", "towncrier"]).is_some())
    });
    if towncrier || has("towncrier.toml") {
        Some("`towncrier build`")
    } else if has(".changeset/config.json") {
        Some("`changeset version`")
    } else {
        None
    }
}

/// Plans a changelog for a project that has none.
fn create(planned: &mut Planned<'_>, request: &Request<'_>) -> Result<(), Refusal> {
    let path = below(request.project, NEW_FILE);
    if planned.text(&path)?.is_some() {
        planned.note(format!(
            "git does not track `{path}`, so it stays as it is: git add '{path}'"
        ));
        return Ok(());
    }
    if request.draft.is_empty() {
        planned.note("there is no changelog, and no commit that it could speak of".to_owned());
        return Ok(());
    }
    let version = if request.version.is_final() {
        request.version.clone()
    } else {
        request.version.release()
    };
    let entries = request.draft.text("-", Some("###"), "\n");
    let text = format!(
        "# Changelog\n\n## [{version}] - {}\n\n{entries}",
        request.date
    );
    planned.note(format!("`{path}` is new, put together from the commits: make sentences of them that users understand"));
    planned.create(path, text);
    Ok(())
}

/// Edits that are made of several parts.
type Edits = Vec<Replacement>;

/// The edits without those that meet an earlier one, which matters more; what is put in at one place
/// follows each other there.
fn apart(edits: Edits) -> Edits {
    let mut kept = Edits::new();
    for (range, text) in edits {
        let same = kept
            .iter_mut()
            .find(|(other, _)| *other == range && range.is_empty());
        if let Some((_, before)) = same {
            before.push_str(&text);
        } else if kept
            .iter()
            .all(|(other, _)| other.end <= range.start || range.end <= other.start)
        {
            kept.push((range, text));
        }
    }
    kept
}
