//! Which paths a commit changed, without a look at what is in them.

use std::collections::HashSet;

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::diff::{Blobs, Entry, Trees};
use super::{RawCommit, Repo};
use crate::facts::Missing;

/// The size of the cache of decoded objects: 16 MiB. A commit's trees are mostly its parent's.
const OBJECT_CACHE: usize = 16 << 20;

/// Compares commits with their first parents. Not shared between threads.
pub struct Touching {
    repo: gix::Repository,
}

/// A path that a commit changed.
#[derive(Clone)]
pub struct TouchedPath {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    before: Option<Entry>,
    after: Option<Entry>,
}

impl TouchedPath {
    /// Whether the commit has the path.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.after.is_some()
    }
}

impl Repo {
    /// For looking at what single commits changed.
    #[must_use]
    pub fn touching(&self) -> Touching {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        Touching { repo }
    }
}

impl Touching {
    /// The paths that differ between a commit and its first parent, sorted; all of them for one
    /// without parents. Of a merge, that is what it brought.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn paths(&self, commit: &RawCommit) -> Result<Vec<TouchedPath>, Missing> {
        let mut trees = Trees::new(&self.repo);
        let parent: Option<ObjectId> = match commit.parents.first() {
            Some(parent) => Some(trees.of_commit(*parent)?),
            None => None,
        };
        let changes = trees.compare(parent, commit.tree)?;
        let mut paths: Vec<TouchedPath> = changes
            .into_iter()
            .map(|change| TouchedPath {
                path: change.path.to_str_lossy().into_owned(),
                before: change.before,
                after: change.after,
            })
            .collect();
        paths.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        Ok(paths)
    }

    /// The paths that a commit changed itself, sorted: of a merge those only that differ from every
    /// parent, since the others came with what it brought.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn own_paths(&self, commit: &RawCommit) -> Result<Vec<String>, Missing> {
        let mut paths: Vec<String> = self.paths(commit)?.into_iter().map(|it| it.path).collect();
        let mut trees = Trees::new(&self.repo);
        for parent in commit.parents.iter().skip(1) {
            if paths.is_empty() {
                break;
            }
            let parent = trees.of_commit(*parent)?;
            let differing = trees.compare(Some(parent), commit.tree)?;
            let differing: HashSet<String> = differing
                .into_iter()
                .map(|change| change.path.to_str_lossy().into_owned())
                .collect();
            paths.retain(|path| differing.contains(path));
        }
        Ok(paths)
    }

    /// The lines that a commit wrote into a file, as far as beginning and end of the file tell: what
    /// lies between the first line that differs and the last. Empty if the file is binary or too
    /// large.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn written(&self, path: &TouchedPath) -> Result<Vec<String>, Missing> {
        let blobs = Blobs::new(&self.repo);
        let text = |entry: Option<Entry>| -> Result<String, Missing> {
            let content = match entry.filter(|entry| entry.mode.is_blob()) {
                Some(entry) => blobs.content(entry)?,
                None => None,
            };
            Ok(content.unwrap_or_default().to_str_lossy().into_owned())
        };
        let (before, after) = (text(path.before)?, text(path.after)?);
        Ok(between(&before, &after))
    }
}

fn between(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let start = old.iter().zip(&new).take_while(same).count();
    let (old, new) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(same)
        .count();
    let written = new.get(..new.len() - end).unwrap_or_default();
    written.iter().map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    #[test]
    fn lines_between_are_written() {
        assert_eq!(between("a\nb\nc\n", "a\nx\ny\nc\n"), ["x", "y"]);
        assert_eq!(between("", "a\nb\n"), ["a", "b"]);
        assert_eq!(between("a\na\n", "a\na\na\n"), ["a"]);
        assert_eq!(between("a\nb\n", "a\n"), [""; 0]);
    }

    #[test]
    fn a_commit_touches_what_differs_from_its_first_parent() {
        let sandbox = Sandbox::new();
        let write = |path: &str, text: &str| {
            std::fs::write(sandbox.path().join(path), text).unwrap();
            sandbox.git(&["add", "."]);
            sandbox.git(&["commit", "--quiet", "-m", path]);
        };
        write("a.txt", "one\n");
        sandbox.git(&["switch", "-q", "-c", "side"]);
        write("b.txt", "two\n");
        sandbox.git(&["switch", "-q", "main"]);
        write("a.txt", "one\nmore\n");
        sandbox.git(&["merge", "-q", "--no-ff", "--no-edit", "side"]);
        let repo = Repo::open(sandbox.path()).unwrap();
        let touching = repo.touching();
        let paths = |name: &str| {
            let id = sandbox.git(&["rev-parse", name]);
            touching
                .paths(&repo.read_commit(id.trim()).unwrap())
                .unwrap()
        };
        let names =
            |name: &str| -> Vec<String> { paths(name).into_iter().map(|it| it.path).collect() };
        assert_eq!(names("main"), ["b.txt"]);
        assert_eq!(names("main~1"), ["a.txt"]);
        let id = sandbox.git(&["rev-parse", "main"]);
        let merge = repo.read_commit(id.trim()).unwrap();
        assert_eq!(touching.own_paths(&merge).unwrap(), [""; 0]);
        let first = paths("main~1");
        assert_eq!(touching.written(first.first().unwrap()).unwrap(), ["more"]);
    }
    #[test]
    fn what_a_merge_changed_itself_came_from_no_parent() {
        let sandbox = Sandbox::new();
        let write = |path: &str, text: &str| {
            std::fs::write(sandbox.path().join(path), text).unwrap();
            sandbox.git(&["add", "."]);
        };
        write("a.txt", "one\n");
        sandbox.git(&["commit", "--quiet", "-m", "one"]);
        sandbox.git(&["switch", "-q", "-c", "side"]);
        write("b.txt", "two\n");
        sandbox.git(&["commit", "--quiet", "-m", "two"]);
        sandbox.git(&["switch", "-q", "main"]);
        sandbox.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
        write("a.txt", "slipped in\n");
        sandbox.git(&["commit", "--quiet", "-m", "merge"]);
        let repo = Repo::open(sandbox.path()).unwrap();
        let id = sandbox.git(&["rev-parse", "HEAD"]);
        let merge = repo.read_commit(id.trim()).unwrap();
        assert_eq!(repo.touching().own_paths(&merge).unwrap(), ["a.txt"]);
    }
}
