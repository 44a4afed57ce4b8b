//! Git notes: what is attached to a commit without changing it (gitnotes, git-notes(1)).

use gix::ObjectId;

use super::Repo;
use super::commits::object_id;
use crate::facts::Missing;

/// The deepest that notes are spread over folders. git uses one level more for each 256 notes that
/// there are for each folder of the level before.
const MAX_DEPTH: usize = 6;

impl Repo {
    /// The note on an object below a reference (`refs/notes/…`); `None` if there is no such
    /// reference, or no note on the object.
    ///
    /// # Errors
    /// [`Missing`] if the reference leads to no commit, or if what it leads to is not here, broken,
    /// or larger than `limit` bytes.
    pub fn note(
        &self,
        reference: &str,
        object: &str,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, Missing> {
        let unreadable = |error: &dyn std::fmt::Display| unreadable(reference, error);
        let repo = self.local();
        let object = object_id(object)?;
        let found = repo
            .try_find_reference(reference)
            .map_err(|error| unreadable(&error))?;
        let Some(mut found) = found else {
            return Ok(None);
        };
        let tree = found
            .peel_to_commit()
            .map_err(|error| unreadable(&error))?
            .tree_id()
            .map_err(|error| unreadable(&error))?;
        let Some(blob) = lookup(&repo, tree.detach(), &object.to_string(), &unreadable)? else {
            return Ok(None);
        };
        let size = repo
            .find_header(blob)
            .map_err(|error| unreadable(&error))?
            .size();
        if size > limit {
            return Err(Missing::because(format!(
                "the note on {object} in `{reference}` is too large: {size} bytes, at most {limit} are read"
            )));
        }
        let mut blob = repo.find_blob(blob).map_err(|error| unreadable(&error))?;
        Ok(Some(blob.take_data()))
    }
}

pub(super) fn unreadable(reference: &str, error: &dyn std::fmt::Display) -> Missing {
    Missing::because(format!(
        "the notes in `{reference}` cannot be read: {error}"
    ))
    .fix(format!("git fetch origin +{reference}:{reference}"))
}

/// The note of this name: the id in hexadecimal, with a `/` after some of its first pairs of digits.
pub(super) fn lookup(
    repo: &gix::Repository,
    mut tree: ObjectId,
    id: &str,
    unreadable: &dyn Fn(&dyn std::fmt::Display) -> Missing,
) -> Result<Option<ObjectId>, Missing> {
    let mut rest = id;
    for _ in 0..=MAX_DEPTH {
        let folder = repo.find_tree(tree).map_err(|error| unreadable(&error))?;
        let entry = |name: &str| {
            folder
                .lookup_entry([name])
                .map_err(|error| unreadable(&error))
        };
        if let Some(found) = entry(rest)?.filter(|entry| entry.mode().is_blob()) {
            return Ok(Some(found.object_id()));
        }
        let Some((pair, after)) = rest.split_at_checked(2) else {
            return Ok(None);
        };
        let Some(below) = entry(pair)?.filter(|entry| entry.mode().is_tree()) else {
            return Ok(None);
        };
        tree = below.object_id();
        rest = after;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    const REFERENCE: &str = "refs/notes/demo";

    fn annotate(sandbox: &Sandbox, commit: &str, text: &str) {
        sandbox.git(&["notes", "--ref=demo", "add", "-m", text, commit]);
    }

    #[test]
    fn a_note_is_found_on_its_commit_only() {
        let sandbox = Sandbox::new();
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "one"]);
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "two"]);
        let id = |name: &str| sandbox.git(&["rev-parse", name]).trim().to_owned();
        let (first, second) = (id("HEAD~1"), id("HEAD"));
        let note = |commit: &str| {
            let repo = Repo::open(sandbox.path()).unwrap();
            repo.note(REFERENCE, commit, 100)
        };
        assert_eq!(note(&first), Ok(None));
        annotate(&sandbox, &first, "fast");
        assert_eq!(note(&first), Ok(Some(b"fast\n".to_vec())));
        assert_eq!(note(&second), Ok(None));
        annotate(&sandbox, &second, &"x".repeat(100));
        let error = note(&second).unwrap_err();
        assert!(error.reason.contains("too large: 101 bytes"), "{error}");
        assert!(note("no id").is_err());
    }

    #[test]
    fn notes_that_are_spread_over_folders_are_found() {
        let sandbox = Sandbox::new();
        let mut ids = Vec::new();
        for number in 0..300 {
            let title = format!("change {number}");
            sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", &title]);
            let id = sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned();
            annotate(&sandbox, &id, &title);
            ids.push(id);
        }
        let listed = sandbox.git(&["ls-tree", "-r", "--name-only", REFERENCE]);
        assert!(listed.contains('/'), "git spreads 300 notes over folders");
        let repo = Repo::open(sandbox.path()).unwrap();
        for (number, id) in ids.iter().enumerate() {
            let expected = format!("change {number}\n").into_bytes();
            assert_eq!(repo.note(REFERENCE, id, 100), Ok(Some(expected)), "{id}");
        }
    }
}
