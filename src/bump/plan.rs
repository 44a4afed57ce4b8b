//! From facts and texts to the edits of a bump. Nothing is written here.

use jiff::civil::Date;

use super::changelog::{self, Draft};
use super::edit::{Edit, Purpose};
use super::files::{Files, below};
use super::planned::{Moved, Planned};
use super::references::{self, Judged};
use super::spelling::Scheme;
use super::{cargo, citation, declared, npm, python_tools};
use crate::facts::{Changelog, Declaration, DeclarationRole, Versions};
use crate::formats::place::LineIndex;
use crate::release::Version;

/// What is to be done, and what is known.
pub struct Request<'r> {
    /// The new version.
    pub version: &'r Version,
    /// The day of the release, for the changelog.
    pub date: Date,
    /// The project's folder from the root of the repository; empty for the root itself.
    pub project: &'r str,
    /// The fact `versions`.
    pub versions: &'r Versions,
    /// The references in the documents, and what the rules say of each; empty if those are left
    /// alone.
    pub references: &'r [Judged],
    /// The fact `changelog`; `None` if the changelog is left alone.
    pub changelog: Option<&'r Changelog>,
    /// What a section of the changelog says that would be empty otherwise.
    pub draft: &'r Draft,
    /// What stands before the version in a new tag.
    pub tag_prefix: &'r str,
}

/// Why nothing can be planned, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}\n  fix: {fix}")]
pub struct Refusal {
    /// A sentence without its full stop.
    pub reason: String,
    /// A command, or a step to take.
    pub fix: String,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>, fix: impl Into<String>) -> Self {
        Refusal {
            reason: reason.into(),
            fix: fix.into(),
        }
    }
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The whole text before; `None` for a new file.
    pub before: Option<String>,
    /// The whole text afterwards.
    pub after: String,
    /// The edits that lead from one to the other, sorted; none for a new file.
    pub edits: Vec<Edit>,
}

/// One change, for people.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The path from the root of the repository.
    pub path: String,
    /// The line before the change, starting at 1.
    pub line: u64,
    /// What it is for: `declaration`, `requirement`, `lock-file`, `reference`, `changelog`.
    pub purpose: &'static str,
    /// What is replaced; empty if something is inserted.
    pub old: String,
    /// What stands there afterwards.
    pub new: String,
}

/// A place that a check objects to, or may object to, and that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Left {
    /// The path from the root of the repository.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// What stands there.
    pub text: String,
    /// Why it stays, as a part of a sentence.
    pub reason: String,
}

/// Everything that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The files that change, sorted by path.
    pub files: Vec<FileChange>,
    /// What is left alone, sorted by path and line.
    pub left: Vec<Left>,
    /// What a person should know beside that, each a sentence without its full stop.
    pub notes: Vec<String>,
}

impl Plan {
    /// The changes, sorted by path and line.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.files.iter().flat_map(changes_of).collect()
    }
}

fn changes_of(file: &FileChange) -> Vec<Change> {
    let Some(before) = &file.before else {
        return vec![Change {
            path: file.path.clone(),
            line: 1,
            purpose: Purpose::Changelog.name(),
            old: String::new(),
            new: file.after.clone(),
        }];
    };
    let lines = LineIndex::new(before);
    let change = |edit: &Edit| Change {
        path: file.path.clone(),
        line: lines.line(edit.range.start),
        purpose: edit.purpose.name(),
        old: before
            .get(edit.range.clone())
            .unwrap_or_default()
            .to_owned(),
        new: edit.text.clone(),
    };
    file.edits.iter().map(change).collect()
}

/// Plans a bump: the edits of every file that declares or names the version, and of the changelog.
/// A project that has all of that already yields a plan without files.
///
/// # Errors
/// [`Refusal`] if a place cannot be written, or if it is not clear how; then nothing is planned.
pub fn plan(request: &Request<'_>, files: &dyn Files) -> Result<Plan, Refusal> {
    let mut planned = Planned::new(files, request.version);
    let moved = declarations(&mut planned, request)?;
    cargo::plan(&mut planned, &moved)?;
    let declaring = request.versions.declarations.iter();
    let declaring = declaring.map(|declaration| below(request.project, &declaration.path));
    npm::plan(&mut planned, &moved, &declaring.collect())?;
    python_tools::plan(&mut planned, request, &moved)?;
    citation::plan(&mut planned, request, &moved)?;
    if let Some(fact) = request.changelog
        && !request.version.is_development()
    {
        changelog::plan(&mut planned, request, fact)?;
    }
    references::plan(&mut planned, request)?;
    planned.finish()
}

/// Plans the declarations, and returns those that move.
fn declarations(planned: &mut Planned<'_>, request: &Request<'_>) -> Result<Vec<Moved>, Refusal> {
    let default = default_scheme(request.versions);
    let old = current(request.versions);
    let mut moved = Vec::new();
    for declaration in &request.versions.declarations {
        if !moves(declaration, old.as_ref()) {
            continue;
        }
        let path = below(request.project, &declaration.path);
        let refused = |reason: &str| {
            Refusal::new(
                format!(
                    "`{path}:{}` declares `{}`: {reason}",
                    declaration.line, declaration.text
                ),
                format!("write the version there by hand, and try again: {path}"),
            )
        };
        let declared = declaration
            .version
            .as_ref()
            .and_then(|fact| fact.to_version());
        if let Some(old) = declared {
            let is_new = old == *request.version;
            moved.extend((!is_new).then(|| Moved {
                path: path.clone(),
                kind: declaration.kind.clone(),
                old,
            }));
            if is_new {
                continue;
            }
        }
        let text = planned
            .text(&path)?
            .ok_or_else(|| refused("the file is gone"))?;
        let replacements = declared::replacements(declaration, &text, request.version, default)
            .map_err(|reason| refused(&reason))?;
        for (range, new) in replacements {
            planned.replace(&path, range, new, Purpose::Declaration);
        }
        if declaration.role == DeclarationRole::Member {
            let name = declaration.package.as_deref().unwrap_or(&declaration.path);
            planned.note(format!(
                "`{name}` ({path}) had the same version, and moves along"
            ));
        }
    }
    Ok(moved)
}

/// Whether a declaration has to have the new version: every one of the project's, and that of a
/// package of the same workspace that had the project's version so far.
fn moves(declaration: &Declaration, old: Option<&Version>) -> bool {
    let version = declaration
        .version
        .as_ref()
        .and_then(|fact| fact.to_version());
    match declaration.role {
        DeclarationRole::Project => true,
        DeclarationRole::Member => {
            let packaged = matches!(declaration.kind.as_str(), "Cargo.toml" | "package.json");
            packaged && version.is_some() && version.as_ref() == old
        }
    }
}

/// The version that the project declares so far; `None` if it declares none, or several.
#[must_use]
pub fn current(versions: &Versions) -> Option<Version> {
    if let Some(declared) = &versions.declared {
        return declared.to_version();
    }
    let of_project = versions
        .declarations
        .iter()
        .filter(|declaration| declaration.role == DeclarationRole::Project);
    let mut found = of_project.filter_map(|declaration| declaration.version.as_ref()?.to_version());
    let first = found.next()?;
    found.all(|version| version == first).then_some(first)
}

/// How places of no ecosystem are spelled: as Python does, if the project is one of Python's.
pub(super) fn default_scheme(versions: &Versions) -> Scheme {
    let python = |declaration: &Declaration| declared::is_python(&declaration.kind);
    if versions.declarations.iter().any(python) {
        Scheme::Pep440
    } else {
        Scheme::SemVer
    }
}
