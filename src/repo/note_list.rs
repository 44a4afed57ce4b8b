//! All notes below a reference, and what a note has held before.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gix::ObjectId;

use super::commits::object_id;
use super::diff::Trees;
use super::notes::{lookup, unreadable};
use super::{Repo, refs};
use crate::facts::Missing;

/// The most commits of a reference of notes that are looked through for what a note has held.
const MAX_HISTORY: usize = 20_000;

/// The notes below one reference (`refs/notes/…`).
pub struct Notes {
    repo: gix::Repository,
    reference: String,
    tip: ObjectId,
    /// The blob of each note by the full id of the object that it is on, in hexadecimal.
    blobs: BTreeMap<String, ObjectId>,
}

impl Repo {
    /// The notes below a reference; `None` if there is no such reference.
    ///
    /// # Errors
    /// [`Missing`] if it leads to no commit, or to one that is not here or broken.
    pub fn notes(&self, reference: &str) -> Result<Option<Notes>, Missing> {
        let repo = self.local();
        let failed = |error: &dyn std::fmt::Display| unreadable(reference, error);
        let found = repo
            .try_find_reference(reference)
            .map_err(|error| failed(&error))?;
        let Some(mut found) = found else {
            return Ok(None);
        };
        let tip = found.peel_to_commit().map_err(|error| failed(&error))?.id;
        let mut trees = Trees::new(&repo);
        let root = trees.of_commit(tip)?;
        let files = trees.compare(None, root)?;
        let blobs = files.into_iter().filter_map(|file| {
            let id: String = file.path.to_string().replace('/', "");
            object_id(&id).ok()?;
            Some((id, file.after?.id))
        });
        let blobs = blobs.collect();
        Ok(Some(Notes {
            repo,
            reference: reference.to_owned(),
            tip,
            blobs,
        }))
    }
}

impl Repo {
    /// The references that begin and end so, such as those of one name of every remote, sorted.
    ///
    /// # Errors
    /// [`Missing`] if a reference cannot be read.
    pub fn references_of(&self, prefix: &str, name: &str) -> Result<Vec<String>, Missing> {
        let listed = refs::names(&self.local(), prefix)?;
        let mut found: Vec<String> = listed
            .into_iter()
            .filter(|full| full.len() > prefix.len() + name.len() && full.ends_with(name))
            .collect();
        found.sort_unstable();
        Ok(found)
    }
}

impl Notes {
    /// The reference.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The full ids of the objects that have a note, sorted.
    pub fn objects(&self) -> impl Iterator<Item = &str> {
        self.blobs.keys().map(String::as_str)
    }

    /// The note on an object; `None` if there is none.
    ///
    /// # Errors
    /// [`Missing`] if it cannot be read, or is larger than `limit` bytes.
    pub fn read(&self, object: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing> {
        match self.blobs.get(object) {
            Some(blob) => self.blob(*blob, limit).map(Some),
            None => Ok(None),
        }
    }

    fn blob(&self, id: ObjectId, limit: u64) -> Result<Vec<u8>, Missing> {
        let failed = |error: &dyn std::fmt::Display| unreadable(&self.reference, error);
        let size = self
            .repo
            .find_header(id)
            .map_err(|error| failed(&error))?
            .size();
        if size > limit {
            return Err(Missing::because(format!(
                "a note in `{}` is too large: {size} bytes, at most {limit} are read",
                self.reference
            )));
        }
        let mut blob = self.repo.find_blob(id).map_err(|error| failed(&error))?;
        Ok(blob.take_data())
    }

    /// What the note on an object has held in any commit of the reference, what it holds now
    /// included: each text once, sorted.
    ///
    /// # Errors
    /// [`Missing`] if a commit is not here or broken, or if there are more than 20,000; also as
    /// [`Notes::read`].
    pub fn texts_ever(&self, object: &str, limit: u64) -> Result<BTreeSet<Vec<u8>>, Missing> {
        let failed = |error: &dyn std::fmt::Display| unreadable(&self.reference, error);
        let mut seen = HashSet::from([self.tip]);
        let mut open = vec![self.tip];
        let mut blobs = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.len() > MAX_HISTORY {
                return Err(Missing::because(format!(
                    "`{}` has more than {MAX_HISTORY} commits: whether a note was rewritten cannot be told",
                    self.reference
                )));
            }
            let commit = self.repo.find_commit(id).map_err(|error| failed(&error))?;
            let tree = commit.tree_id().map_err(|error| failed(&error))?.detach();
            let note = lookup(&self.repo, tree, object, &|error| failed(error))?;
            blobs.extend(note);
            for parent in commit.parent_ids() {
                if seen.insert(parent.detach()) {
                    open.push(parent.detach());
                }
            }
        }
        blobs.into_iter().map(|id| self.blob(id, limit)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    const REFERENCE: &str = "refs/notes/demo";

    fn sandbox() -> (Sandbox, String) {
        let sandbox = Sandbox::new();
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "one"]);
        let head = sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned();
        (sandbox, head)
    }

    fn notes(sandbox: &Sandbox) -> Option<Notes> {
        Repo::open(sandbox.path())
            .unwrap()
            .notes(REFERENCE)
            .unwrap()
    }

    #[test]
    fn all_notes_are_listed() {
        let (sandbox, head) = sandbox();
        assert!(notes(&sandbox).is_none());
        sandbox.git(&["notes", "--ref=demo", "add", "-m", "a", &head]);
        let found = notes(&sandbox).unwrap();
        assert_eq!(found.objects().collect::<Vec<_>>(), [head.as_str()]);
        assert_eq!(found.read(&head, 9), Ok(Some(b"a\n".to_vec())));
        assert!(found.read(&head, 1).is_err());
        assert_eq!(found.read("0", 9), Ok(None));
    }

    #[test]
    fn what_a_note_has_held_is_not_forgotten() {
        let (sandbox, head) = sandbox();
        sandbox.git(&["notes", "--ref=demo", "add", "-m", "a", &head]);
        sandbox.git(&["notes", "--ref=demo", "add", "-f", "-m", "b", &head]);
        sandbox.git(&["notes", "--ref=demo", "remove", &head]);
        sandbox.git(&["notes", "--ref=demo", "add", "-m", "c", &head]);
        let texts = notes(&sandbox).unwrap().texts_ever(&head, 9).unwrap();
        let texts: Vec<_> = texts.into_iter().collect();
        assert_eq!(texts, [b"a\n", b"b\n", b"c\n"]);
    }
}
