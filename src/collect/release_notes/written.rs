//! What a change did to the files: which kinds it changed, and what it wrote into the changelog.

use std::collections::{BTreeSet, HashSet};

use super::entries::Entries;
use super::{fragments, kinds};
use crate::collect::Context;
use crate::facts::Missing;
use crate::repo::{RawCommit, TouchedPath, Touching, below};

/// The fewest characters of a line that is looked for.
const MIN_LINE: usize = 4;

/// The most lines of one change that are looked for in the changelog. One that wrote more put a
/// section together, or moved it.
const MAX_LINES: usize = 60;

/// Looks at the files of changes.
pub(super) struct Writing {
    touching: Touching,
    project: String,
    changelogs: BTreeSet<String>,
    folders: Vec<String>,
}

/// What a change did to the files.
pub(super) struct Touched {
    /// Whether it changed any file of the project, or none at all.
    pub is_ours: bool,
    /// Whether it wrote an entry that is still there.
    pub has_entry: bool,
    /// The kinds of files that it changed.
    pub kinds: BTreeSet<&'static str>,
}

impl Writing {
    pub(super) fn new(context: &Context, entries: &Entries) -> Self {
        let sections = entries.sections.iter();
        Writing {
            touching: context.repo().touching(),
            project: context.options().project.clone(),
            changelogs: sections.map(|section| section.path.clone()).collect(),
            folders: entries.folders.clone(),
        }
    }

    /// Looks at the files of a change, and takes the entries that it wrote for itself.
    pub(super) fn look_at(
        &self,
        commit: &RawCommit,
        titles: &[String],
        entries: &mut Entries,
    ) -> Result<Touched, Missing> {
        let paths = self.touching.paths(commit)?;
        let mut touched = Touched {
            is_ours: paths.is_empty(),
            has_entry: false,
            kinds: BTreeSet::new(),
        };
        let mut written: Vec<usize> = Vec::new();
        for path in &paths {
            let Some(own) = below(&path.path, &self.project) else {
                continue;
            };
            touched.is_ours = true;
            let is_fragment = fragments::is_one(own, &self.folders);
            if is_fragment || self.changelogs.contains(own) {
                touched.kinds.insert("changelog");
                let number = fragments::number(own).filter(|_| is_fragment && path.exists());
                touched.has_entry |= entries.take(&number.into_iter().collect(), &[], &[]);
                written.extend(self.written(path, entries)?);
            } else {
                touched.kinds.insert(kinds::kind(own));
            }
        }
        touched.has_entry |= !written.is_empty();
        if touched.kinds.contains("other") {
            entries.take_own(&written, titles);
        }
        Ok(touched)
    }

    /// The entries that hold a line which a change wrote there.
    fn written(&self, path: &TouchedPath, entries: &Entries) -> Result<Vec<usize>, Missing> {
        let lines = self.touching.written(path)?;
        let lines: HashSet<&str> = lines
            .iter()
            .map(|line| {
                let line = line.trim().trim_start_matches(['-', '*', '+', '•']);
                line.trim()
            })
            .filter(|line| line.chars().count() >= MIN_LINE && !line.starts_with(['#', '=', '~']))
            .collect();
        if lines.len() > MAX_LINES {
            return Ok(Vec::new());
        }
        Ok(entries.with_lines(&lines))
    }
}
