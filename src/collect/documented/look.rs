//! What a commit did to documents and to source files.

use std::collections::BTreeSet;

use super::super::references::documents::document;
use super::super::release_notes::{fragments, kinds};
use super::{first, source};
use crate::collect::Context;
use crate::facts::{DocumentKind, Missing, SourcePlace, TouchedDocument};
use crate::formats::doc_comments::{is_source, language, says_something};
use crate::repo::{Edit, EditedPath, Editing, RawCommit, below};

/// The most bytes of texts that are looked at: 64 MiB.
const MAX_BYTES: usize = 64 << 20;

/// Folders of documentation at the root, in which more than [`document`] knows is written for
/// readers.
const FOLDERS: &[&str] = &["doc", "docs", "documentation", "man", "site", "website"];

/// The endings of what is written there.
const ENDINGS: &[&str] = &[
    "1", "2", "3", "4", "5", "6", "7", "8", "htm", "html", "ipynb", "org", "pod", "tex", "texi",
    "texinfo",
];

/// Folders, anywhere, of what others wrote or programs made.
const FOREIGN: &[&str] = &[
    "_vendor",
    "bower_components",
    "deps",
    "dist",
    "extern",
    "external",
    "generated",
    "node_modules",
    "site-packages",
    "third-party",
    "third_party",
    "thirdparty",
    "vendor",
    "vendored",
];

/// The ends of names of what programs made.
const MADE: &[&str] = &[
    ".g.dart",
    ".gen.go",
    ".gen.ts",
    ".generated.cs",
    ".generated.ts",
    ".min.js",
    ".pb.cc",
    ".pb.go",
    ".pb.h",
    "_generated.go",
    "_generated.rs",
    "_pb2.py",
    "_pb2.pyi",
    "_pb2_grpc.py",
];

/// What a commit, or several, did.
#[derive(Default)]
pub(super) struct Looked {
    /// Whether any file of the project was changed.
    pub is_ours: bool,
    pub kinds: BTreeSet<&'static str>,
    pub documents: Vec<TouchedDocument>,
    pub definitions: Vec<SourcePlace>,
    pub undocumented: Vec<SourcePlace>,
    pub unread: Vec<String>,
    /// Whether no file at all was changed.
    nothing: bool,
    sources: Vec<EditedPath>,
}

impl Looked {
    pub fn is_empty(&self) -> bool {
        self.nothing
    }

    /// Whether documentation gained text, so that the source need not be read.
    pub fn is_documented(&self) -> bool {
        let mut documents = self.documents.iter();
        documents.any(|it| it.gained && it.kind == DocumentKind::Documentation)
    }

    /// Sorts what was found, and keeps the first of each.
    pub fn keep(&mut self, max: usize) {
        self.documents = first(std::mem::take(&mut self.documents), max);
        self.definitions = first(std::mem::take(&mut self.definitions), max);
        self.unread = first(std::mem::take(&mut self.unread), max);
    }

    pub fn add(&mut self, other: &Looked) {
        self.is_ours |= other.is_ours;
        self.kinds.extend(&other.kinds);
        self.documents.extend(other.documents.iter().cloned());
        self.definitions.extend(other.definitions.iter().cloned());
        self.undocumented.extend(other.undocumented.iter().cloned());
        self.unread.extend(other.unread.iter().cloned());
    }
}

/// Looks at commits.
pub(super) struct Looking {
    editing: Editing,
    project: String,
    folders: Vec<String>,
    bytes: usize,
}

impl Looking {
    pub fn new(context: &Context) -> Self {
        Looking {
            editing: context.repo().editing(),
            project: context.options().project.clone(),
            folders: fragments::folders(context.checkout()),
            bytes: 0,
        }
    }

    /// Whether no more texts may be looked at.
    pub fn is_over(&self) -> bool {
        self.bytes > MAX_BYTES
    }

    /// Looks at the files of a commit. What a merge brought counts as its own if it is `alone`.
    pub fn at(&mut self, commit: &RawCommit, alone: bool) -> Result<Looked, Missing> {
        let paths = match alone {
            true => self.editing.brought(commit)?,
            false => self.editing.paths(commit)?,
        };
        let mut looked = Looked {
            nothing: paths.is_empty(),
            ..Looked::default()
        };
        for path in paths {
            self.take(path, &mut looked)?;
        }
        Ok(looked)
    }

    fn take(&mut self, path: EditedPath, looked: &mut Looked) -> Result<(), Missing> {
        let own = below(&path.path, &self.project);
        let name = own.unwrap_or(&path.path);
        let document = document_kind(name);
        let is_fragment = own.is_some_and(|own| fragments::is_one(own, &self.folders));
        let kind = match document {
            _ if is_fragment => "changelog",
            Some(DocumentKind::History) => "changelog",
            _ => kinds::kind(name),
        };
        if own.is_some() {
            looked.is_ours = true;
            looked.kinds.insert(kind);
        }
        match document {
            Some(kind) if kind != DocumentKind::History && !is_fragment => {
                if let Some(edit) = self.edit(&path)? {
                    looked.documents.extend(touched(&path.path, kind, &edit));
                }
            }
            _ if kind == "other" && own.is_some() && path.exists && is_own_source(name) => {
                looked.sources.push(path);
            }
            _ => {}
        }
        Ok(())
    }

    fn edit(&mut self, path: &EditedPath) -> Result<Option<Edit>, Missing> {
        let edit = self.editing.edit(path)?;
        if let Some(edit) = &edit {
            self.bytes += edit.text.len() + edit.removed.iter().map(String::len).sum::<usize>();
        }
        Ok(edit)
    }

    /// Reads the documentation in source files, up to the first that has some. Of a commit that says what it documents, that which
    /// it wrote counts, also where it changes nothing else.
    pub fn read_sources(&mut self, looked: &mut Looked, joined: bool) -> Result<(), Missing> {
        for path in std::mem::take(&mut looked.sources) {
            if !looked.definitions.is_empty() || self.is_over() {
                break;
            }
            let language = language(&path.path);
            let edit = self.edit(&path)?;
            let (Some(language), Some(edit)) = (language, edit) else {
                looked.unread.push(path.path);
                continue;
            };
            let Some(found) = source::read(language, &edit, joined) else {
                looked.unread.push(path.path);
                continue;
            };
            let place = |(line, symbol): (u64, Option<String>)| SourcePlace {
                path: path.path.clone(),
                line,
                symbol,
            };
            looked
                .definitions
                .extend(found.documented.into_iter().map(place));
            looked
                .undocumented
                .extend(found.undocumented.into_iter().map(place));
        }
        Ok(())
    }
}

fn touched(path: &str, kind: DocumentKind, edit: &Edit) -> Option<TouchedDocument> {
    let gained = source::gained(edit).next().is_some();
    let lost = edit.removed.iter().any(|line| says_something(line));
    (gained || lost).then(|| TouchedDocument {
        path: path.to_owned(),
        kind,
        gained,
    })
}

/// Names of documents, without their ending, that are for those who work on the project, or for its
/// lawyers: what a feature does for users stands in none of them.
const FOR_OTHERS: &[&str] = &[
    "agents",
    "authors",
    "claude",
    "code_of_conduct",
    "codeowners",
    "contributing",
    "contributors",
    "copilot_instructions",
    "copying",
    "gemini",
    "governance",
    "licence",
    "license",
    "maintainers",
    "notice",
    "releasing",
    "roadmap",
    "support",
    "todo",
];

fn is_for_others(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let stem = file.split('.').next().unwrap_or_default();
    FOR_OTHERS.contains(&stem.replace(['-', ' '], "_").as_str())
}

fn document_kind(path: &str) -> Option<DocumentKind> {
    if is_for_others(path) {
        return None;
    }
    if let Some(found) = document(path) {
        return Some(found.kind);
    }
    let lower = path.to_lowercase();
    let first = lower.split('/').next().filter(|first| *first != lower)?;
    let (_, ending) = lower.rsplit_once('.')?;
    let is_one = FOLDERS.contains(&first) && ENDINGS.contains(&ending) && !is_foreign(&lower);
    is_one.then_some(DocumentKind::Documentation)
}

fn is_foreign(path: &str) -> bool {
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|folder| FOREIGN.contains(&folder))
}

fn is_own_source(path: &str) -> bool {
    let lower = path.to_lowercase();
    is_source(path) && !is_foreign(&lower) && !MADE.iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_those_who_work_on_the_project_documents_nothing() {
        for path in [
            "CLAUDE.md",
            "packages/a/AGENTS.md",
            ".github/copilot-instructions.md",
            "LICENSE.md",
            "LICENSE.MIT.md",
            "CODE-OF-CONDUCT.md",
            "TODO.md",
            "docs/contributing.rst",
        ] {
            assert_eq!(document_kind(path), None, "{path}");
        }
        for path in ["docs/usage.md", "guide.md", "docs/supported.md"] {
            let kind = document_kind(path);
            assert_eq!(kind, Some(DocumentKind::Documentation), "{path}");
        }
    }
}
