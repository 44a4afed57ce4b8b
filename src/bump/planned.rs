//! What is planned so far: the texts that were read, and the edits that are to be made of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::{self, Edit, Purpose};
use super::files::{Files, body};
use super::plan::{FileChange, Left, Plan, Refusal};
use super::spelling::{self, Scheme};
use crate::release::Version;

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
    left: Vec<Left>,
    notes: Vec<String>,
}

impl<'f> Planned<'f> {
    pub(super) fn new(files: &'f dyn Files, new: &'f Version) -> Self {
        Planned {
            files,
            new,
            texts: RefCell::default(),
            edits: Vec::new(),
            created: BTreeMap::new(),
            left: Vec::new(),
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

    /// What is replaced in a file so far, counted behind its byte order mark.
    pub(super) fn replaced(&self, path: &str) -> Vec<Range<usize>> {
        let texts = self.texts.borrow();
        let whole = texts.get(path).and_then(Option::as_deref);
        let (mark, _) = body(whole.unwrap_or_default());
        let edits = self.edits.iter().filter(|edit| edit.path == path);
        edits
            .map(|edit| edit.range.start.saturating_sub(mark)..edit.range.end.saturating_sub(mark))
            .collect()
    }

    /// A place that stays as it is.
    pub(super) fn leave(&mut self, left: Left) {
        self.left.push(left);
    }

    /// Something that a person should know.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn finish(self) -> Result<Plan, Refusal> {
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
        let mut left = self.left;
        left.sort();
        left.dedup();
        Ok(Plan {
            files,
            left,
            notes: self.notes,
        })
    }
}
