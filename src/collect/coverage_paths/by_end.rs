//! Paths by how they end.

use std::cmp::Ordering;

/// Paths, sorted as they are read from their ends.
pub(super) struct ByEnd<'a>(Vec<&'a str>);

impl<'a> ByEnd<'a> {
    pub(super) fn of(paths: &'a [String]) -> Self {
        let mut paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        paths.sort_unstable_by(|one, other| from_end(one, other));
        ByEnd(paths)
    }

    /// The paths that end in this one, below a folder: read from the end, all that end alike stand
    /// together, the shortest first.
    pub(super) fn below_a_folder(&self, tail: &str) -> impl Iterator<Item = &'a str> {
        let below = format!("/{tail}");
        let start = self
            .0
            .partition_point(|path| from_end(path, &below) == Ordering::Less);
        let following = self.0.get(start..).unwrap_or_default().iter().copied();
        following.take_while(move |path| path.ends_with(&below))
    }
}

fn from_end(one: &str, other: &str) -> Ordering {
    one.bytes().rev().cmp(other.bytes().rev())
}
