//! Rust items that are newly marked as deprecated.
//!
//! Only the sources that differ are read. An item is told by its name alone: one that moved is no new one.

use std::collections::BTreeSet;

use super::super::foreign::is_foreign;
use super::compare::change;
use super::packages::Packages;
use crate::facts::{ApiGap, ApiRevision, Interface, InterfaceKind};
use crate::formats::rust_deprecated::{self, Deprecated};
use crate::repo::{Revision, RevisionFile};

/// The largest source file that is read, in bytes.
const MAX_SOURCE: u64 = 4 * 1024 * 1024;

/// The most files that are read at each revision.
const MAX_FILES: usize = 4_000;

/// Compares the marks in the sources of the published libraries.
pub(super) fn compare(
    found: &mut Interface,
    (previous, old): (&Revision, &Packages),
    (head, new): (&Revision, &Packages),
) {
    let (before, now) = (
        differing(previous, head, old),
        differing(head, previous, new),
    );
    if before.len() > MAX_FILES || now.len() > MAX_FILES {
        return found.gaps.push(gap(
            None,
            format!("more than {MAX_FILES} files of Rust differ: none were read for `deprecated`"),
        ));
    }
    let before = marks(previous, &before, found);
    let before: BTreeSet<String> = before.into_iter().map(|(_, it)| it.name).collect();
    for (path, mark) in marks(head, &now, found) {
        if before.contains(&mark.name) {
            continue;
        }
        let mut marked = change(
            InterfaceKind::ItemDeprecated,
            &mark.name,
            "is newly deprecated",
            (&path, mark.line),
            ApiRevision::Head,
        );
        if !mark.public {
            marked.doubt = Some("it is not public".to_owned());
        }
        found.changes.push(marked);
    }
}

fn gap(path: Option<String>, reason: String) -> ApiGap {
    ApiGap {
        symbol: "deprecated".to_owned(),
        reason,
        line: path.is_some().then_some(1),
        path,
    }
}

/// The sources of published libraries that the other revision does not have with the same content.
fn differing<'r>(
    revision: &'r Revision,
    other: &Revision,
    packages: &Packages,
) -> Vec<&'r RevisionFile> {
    let folders: Vec<&str> = packages.libraries().map(|it| it.folder.as_str()).collect();
    let of_library = |path: &str| {
        let inside = |folder: &&str| match *folder {
            "" => path.starts_with("src/"),
            folder => path
                .strip_prefix(folder)
                .is_some_and(|it| it.starts_with("/src/")),
        };
        folders.iter().any(inside)
    };
    let files = revision.files().iter();
    files
        .filter(|file| file.path.ends_with(".rs") && !is_foreign(&file.path))
        .filter(|file| of_library(&file.path))
        .filter(|file| {
            let twin = other.file(&file.path);
            twin.is_none_or(|twin| !twin.has_content_of(file))
        })
        .collect()
}

/// What is marked in files, each with its path.
fn marks(
    revision: &Revision,
    files: &[&RevisionFile],
    found: &mut Interface,
) -> Vec<(String, Deprecated)> {
    let mut marks = Vec::new();
    for file in files {
        match revision.read(file, MAX_SOURCE) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let read = rust_deprecated::read(&text).into_iter();
                marks.extend(read.map(|mark| (file.path.clone(), mark)));
            }
            Err(missing) => found
                .gaps
                .push(gap(Some(file.path.clone()), missing.reason)),
        }
    }
    marks
}
