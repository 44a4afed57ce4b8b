//! The notes that hold sign-offs: those of this clone, and what was fetched of the remotes' into places of
//! its own, as `relcheck init` sets it up. Each line is a signed statement, so lines of several places are
//! put one after the other, and each is read once.

use std::collections::BTreeSet;

use super::lines;
use crate::collect::Context;
use crate::facts::Missing;
use crate::repo::Notes;
use crate::signoff::{COPIES, MAX_NOTE, REFERENCE};

/// The most remotes whose notes are read.
const MAX_COPIES: usize = 100;

/// The notes of all places.
pub(super) struct SignOffNotes {
    /// This clone's own first, then the remotes', sorted by name.
    all: Vec<Notes>,
}

/// What one note adds to those that were read before.
pub(super) struct NoteText {
    /// The full id of the object that it is on.
    pub object: String,
    /// Its lines, with blank ones in the place of those that stood elsewhere.
    pub text: Vec<u8>,
    /// Which notes they are, for a place: empty for this clone's own.
    pub within: String,
}

impl SignOffNotes {
    /// `None` if there are none in this clone.
    ///
    /// # Errors
    /// [`Missing`] if they cannot be read, or are those of too many remotes.
    pub(super) fn open(context: &Context) -> Result<Option<Self>, Missing> {
        let repo = context.repo();
        let mut all: Vec<Notes> = repo.notes(REFERENCE)?.into_iter().collect();
        let (prefix, name) = COPIES;
        let copies = repo.references_of(prefix, name)?;
        if copies.len() > MAX_COPIES {
            let reason =
                format!("there are notes of more than {MAX_COPIES} remotes below `{prefix}`");
            return Err(Missing::because(reason)
                .fix("git remote prune, or remove those that are not needed"));
        }
        for reference in copies {
            all.extend(repo.notes(&reference)?);
        }
        Ok((!all.is_empty()).then_some(SignOffNotes { all }))
    }

    /// Reads each note, one after the other.
    ///
    /// # Errors
    /// [`Missing`] if one cannot be read; what `each` returns.
    pub(super) fn for_each(
        &self,
        mut each: impl FnMut(NoteText) -> Result<(), Missing>,
    ) -> Result<(), Missing> {
        let mut seen = BTreeSet::new();
        for notes in &self.all {
            let mut here = Vec::new();
            for object in notes.objects() {
                let text = notes.read(object, MAX_NOTE)?.unwrap_or_default();
                let line_of = |line: &[u8]| (object.to_owned(), line.to_owned());
                let is_new = |line: &&[u8]| !seen.contains(&line_of(line.trim_ascii()));
                let kept: Vec<&[u8]> = text
                    .split(|byte| *byte == b'\n')
                    .map(|line| Some(line).filter(is_new).unwrap_or_default())
                    .collect();
                if self.all.len() > 1 {
                    here.extend(lines(&text).map(line_of));
                }
                each(NoteText {
                    object: object.to_owned(),
                    text: kept.join(b"\n".as_slice()),
                    within: match notes.reference() {
                        REFERENCE => String::new(),
                        copy => format!(" in `{copy}`"),
                    },
                })?;
            }
            seen.extend(here);
        }
        Ok(())
    }

    /// What stands on one object, in any of the places.
    ///
    /// # Errors
    /// [`Missing`] if it cannot be read.
    pub(super) fn lines_of(&self, object: &str) -> Result<BTreeSet<Vec<u8>>, Missing> {
        let mut found = BTreeSet::new();
        for notes in &self.all {
            let text = notes.read(object, MAX_NOTE)?.unwrap_or_default();
            found.extend(lines(&text).map(<[u8]>::to_vec));
        }
        Ok(found)
    }

    /// What stood on an object at any time, and stands in none of the places now.
    ///
    /// # Errors
    /// [`Missing`] if the history of a place cannot be read.
    pub(super) fn gone(&self, object: &str) -> Result<BTreeSet<Vec<u8>>, Missing> {
        let now = self.lines_of(object)?;
        let mut gone = BTreeSet::new();
        for notes in &self.all {
            for text in notes.texts_ever(object, MAX_NOTE)? {
                let lines = lines(&text).filter(|line| !now.contains(*line));
                gone.extend(lines.map(<[u8]>::to_vec));
            }
        }
        Ok(gone)
    }
}
