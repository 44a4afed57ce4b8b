//! The files and lines that each commit since the previous release changed.

use std::collections::BTreeMap;

use super::{Collector, Context};
use crate::facts::{ChangedFile, CommitDiff, Diffs, FileStatus, Missing, TouchedPath};

/// The files and lines that each commit since the previous release changed.
pub(super) struct DiffsCollector;

impl Collector for DiffsCollector {
    type Facts = Diffs;

    const NAME: &'static str = "diffs";
    const PURPOSE: &'static str =
        "The files and lines that each commit since the previous release changed.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let commits = context.repo().diffs_of(context.commits()?)?;
        let paths = touched(&commits);
        Ok(Diffs { commits, paths })
    }
}

/// Every path that commits touched, sorted.
fn touched(commits: &[CommitDiff]) -> Vec<TouchedPath> {
    let mut paths: BTreeMap<&str, TouchedPath> = BTreeMap::new();
    for commit in commits {
        for file in &commit.files {
            let old = file.old_path.as_deref().map(|path| (path, false));
            for (path, written) in [(file.path.as_str(), says_more(file))]
                .into_iter()
                .chain(old)
            {
                let touched = paths.entry(path).or_insert_with(|| TouchedPath {
                    path: path.to_owned(),
                    commits: Vec::new(),
                    written: false,
                });
                touched.written |= written;
                if touched.commits.last() != Some(&commit.id) {
                    touched.commits.push(commit.id.clone());
                }
            }
        }
    }
    paths.into_values().collect()
}

/// A file that lost lines, or got another mode or name, says nothing new.
fn says_more(file: &ChangedFile) -> bool {
    match file.status {
        FileStatus::Deleted => false,
        FileStatus::Renamed => !file.added.is_empty(),
        FileStatus::Added | FileStatus::Modified => file.opaque || !file.added.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::LineRange;

    fn file(path: &str, status: FileStatus) -> ChangedFile {
        ChangedFile {
            path: path.to_owned(),
            old_path: None,
            status,
            opaque: false,
            added: Vec::new(),
            removed: 1,
        }
    }

    fn commit(id: &str, files: Vec<ChangedFile>) -> CommitDiff {
        CommitDiff {
            id: id.to_owned(),
            files,
        }
    }

    #[test]
    fn paths_are_told_once_with_all_commits() {
        let moved = ChangedFile {
            old_path: Some("a".to_owned()),
            ..file("b", FileStatus::Renamed)
        };
        let again = file("a", FileStatus::Added);
        let commits = [
            commit("2", vec![file("c", FileStatus::Modified)]),
            commit("1", vec![again, moved, file("c", FileStatus::Deleted)]),
        ];
        let paths = touched(&commits).into_iter();
        let paths: Vec<_> = paths.map(|it| (it.path, it.commits.concat())).collect();
        let expected = [("a", "1"), ("b", "1"), ("c", "21")];
        assert_eq!(
            paths,
            expected.map(|(path, commits)| (path.to_owned(), commits.to_owned()))
        );
    }

    #[test]
    fn a_file_is_written_where_it_says_more() {
        let added = vec![LineRange { first: 1, last: 2 }];
        let cases = [
            (FileStatus::Modified, false, false, false),
            (FileStatus::Modified, true, false, true),
            (FileStatus::Modified, false, true, true),
            (FileStatus::Added, true, false, true),
            (FileStatus::Renamed, true, false, false),
            (FileStatus::Renamed, false, true, true),
            (FileStatus::Deleted, true, false, false),
        ];
        for (status, opaque, adds, written) in cases {
            let file = ChangedFile {
                opaque,
                added: if adds { added.clone() } else { Vec::new() },
                ..file("a", status)
            };
            let paths = touched(&[
                commit("1", vec![file]),
                commit("2", vec![self::file("a", FileStatus::Modified)]),
            ]);
            assert_eq!(paths[0].written, written, "{status:?} {opaque} {adds}");
        }
    }
}
