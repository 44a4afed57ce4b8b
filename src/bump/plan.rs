//! From facts and texts to the edits of a bump. Nothing is written here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::changelog::{self, Draft};
use super::edit::{self, Edit, Purpose};
use super::files::{Files, below, body};
use super::spelling::{self, Scheme};
use super::{cargo, declared, npm, python_tools};
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

/// Everything that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The files that change, sorted by path.
    pub files: Vec<FileChange>,
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

/// A declaration whose version moves.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    /// The file, from the root of the repository.
    pub path: String,
    /// Its kind, as the fact has it.
    pub kind: String,
    /// The version that it declares so far.
    pub old: Version,
}

/// What is planned so far.
pub(super) struct Planned<'f> {
    pub files: &'f dyn Files,
    /// The new version.
    pub new: &'f Version,
    /// Whole texts by path.
    texts: RefCell<BTreeMap<String, Option<String>>>,
    edits: Vec<Edit>,
    created: BTreeMap<String, String>,
    notes: Vec<String>,
}

impl<'f> Planned<'f> {
    fn new(files: &'f dyn Files, new: &'f Version) -> Self {
        Planned {
            files,
            new,
            texts: RefCell::default(),
            edits: Vec::new(),
            created: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// The text of a file without its byte order mark; `None` if there is no such file.
    pub(super) fn text(&self, path: &str) -> Result<Option<String>, Refusal> {
        let whole = self.whole(path)?;
        Ok(whole.map(|whole| body(&whole).1.to_owned()))
    }

    fn whole(&self, path: &str) -> Result<Option<String>, Refusal> {
        if let Some(known) = self.texts.borrow().get(path) {
            return Ok(known.clone());
        }
        let read = self.files.read(path).map_err(|reason| {
            Refusal::new(
                reason,
                format!("repair `{path}`, or restore it: git restore '{path}'"),
            )
        })?;
        self.texts
            .borrow_mut()
            .insert(path.to_owned(), read.clone());
        Ok(read)
    }

    /// Replaces some bytes of a file, counted behind its byte order mark.
    pub(super) fn replace(
        &mut self,
        path: &str,
        range: Range<usize>,
        text: String,
        purpose: Purpose,
    ) {
        let texts = self.texts.borrow();
        let whole = texts
            .get(path)
            .and_then(Option::as_deref)
            .unwrap_or_default();
        let (mark, content) = body(whole);
        let is_same = content.get(range.clone()) == Some(text.as_str());
        drop(texts);
        if !is_same {
            self.edits.push(Edit {
                path: path.to_owned(),
                range: range.start + mark..range.end + mark,
                text,
                purpose,
            });
        }
    }

    /// Puts the new version in place of an old one, in SemVer's spelling or as it stood there.
    pub(super) fn respell(&mut self, path: &str, range: Range<usize>, old: &str, purpose: Purpose) {
        let python = path.ends_with("uv.lock");
        let scheme = if python {
            Scheme::Pep440
        } else {
            Scheme::Strict
        };
        match spelling::like(old, self.new, scheme) {
            Some(text) => self.replace(path, range, text, purpose),
            None => self.note(format!("{} cannot be written in `{path}`", self.new)),
        }
    }

    /// Writes a file that is not there yet.
    pub(super) fn create(&mut self, path: String, text: String) {
        self.created.insert(path, text);
    }

    /// Something that a person should know.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn finish(self) -> Result<Plan, Refusal> {
        let mut by_path: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        for edit in self.edits {
            by_path.entry(edit.path.clone()).or_default().push(edit);
        }
        let texts = self.texts.into_inner();
        let mut files = Vec::new();
        for (path, mut edits) in by_path {
            let before = texts.get(&path).cloned().flatten().unwrap_or_default();
            let after = edit::apply(&before, &mut edits).map_err(|conflict| {
                Refusal::new(
                    conflict.to_string(),
                    format!("write the version in `{path}` by hand; this is a bug in relcheck"),
                )
            })?;
            files.push(FileChange {
                path,
                before: Some(before),
                after,
                edits,
            });
        }
        files.extend(self.created.into_iter().map(|(path, after)| FileChange {
            path,
            before: None,
            after,
            edits: Vec::new(),
        }));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Plan {
            files,
            notes: self.notes,
        })
    }
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
    if let Some(fact) = request.changelog
        && !request.version.is_development()
    {
        changelog::plan(&mut planned, request, fact)?;
    }
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
fn default_scheme(versions: &Versions) -> Scheme {
    let python = |declaration: &Declaration| declared::is_python(&declaration.kind);
    if versions.declarations.iter().any(python) {
        Scheme::Pep440
    } else {
        Scheme::SemVer
    }
}
