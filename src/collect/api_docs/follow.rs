//! Whether documentation in git was changed after the code that it describes.

use std::collections::{BTreeSet, HashMap};

use super::super::release_notes::kinds;
use crate::collect::Context;
use crate::facts::{ApiDocKind, ApiDocs, ChangedSymbol, Missing, PythonApi};

/// The most commits that are looked at.
const MAX_COMMITS: usize = 10_000;

/// The extensions of source code.
const CODE: &[&str] = &[
    "c", "cc", "cpp", "cs", "go", "h", "hpp", "java", "js", "jsx", "kt", "mjs", "php", "py", "pyi",
    "rb", "rs", "scala", "swift", "ts", "tsx", "vue",
];

/// Which commits changed what, by their places in the range: 0 is the newest.
#[derive(Default)]
struct Touches {
    paths: HashMap<String, Vec<usize>>,
}

pub(super) fn compare(
    context: &Context,
    api: &PythonApi,
    written: &BTreeSet<String>,
    facts: &mut ApiDocs,
) -> Result<(), Missing> {
    let touches = Touches::of(context)?;
    for source in facts
        .sources
        .iter_mut()
        .filter(|it| it.kind != ApiDocKind::Built)
    {
        let last = match source.kind {
            ApiDocKind::Kept => touches.last_below(&source.path),
            ApiDocKind::Built | ApiDocKind::Written => touches.last_of(written),
        };
        source.later_commits = touches.unread_after(last, api, &source.path);
        if !api.packages.is_empty() {
            for change in &api.changes {
                let path = change.path.as_deref();
                let Some(certain) = path.and_then(|path| touches.is_late(path, last)) else {
                    continue;
                };
                let symbol = ChangedSymbol {
                    symbol: change.symbol.clone(),
                    message: change.message.clone(),
                };
                match certain && change.doubt.is_none() {
                    true => source.late.push(symbol),
                    false => source.doubtful.push(symbol),
                }
            }
        }
        for changes in [&mut source.late, &mut source.doubtful] {
            changes.sort();
            changes.dedup();
        }
    }
    Ok(())
}

impl Touches {
    /// Merges are left out: what they brought is in the range too.
    fn of(context: &Context) -> Result<Self, Missing> {
        let commits = context.commits()?;
        if commits.len() > MAX_COMMITS {
            return Err(Missing::because(format!(
                "more than {MAX_COMMITS} commits since the previous release: the files of so many are not looked at"
            )));
        }
        let touching = context.repo().touching();
        let project = &context.options().project;
        let mut touches = Touches::default();
        for (at, commit) in commits.iter().enumerate().filter(|(_, it)| !it.is_merge()) {
            for touched in touching.paths(commit)? {
                let own = match project.as_str() {
                    "" => Some(touched.path.as_str()),
                    project => touched
                        .path
                        .strip_prefix(project)
                        .and_then(|rest| rest.strip_prefix('/')),
                };
                if let Some(own) = own {
                    touches.paths.entry(own.to_owned()).or_default().push(at);
                }
            }
        }
        Ok(touches)
    }

    /// The newest commit that changed one of these files.
    fn last_of(&self, paths: &BTreeSet<String>) -> Option<usize> {
        let found = paths
            .iter()
            .filter_map(|path| self.paths.get(path)?.first());
        found.min().copied()
    }

    /// The newest commit that changed a file below a folder.
    fn last_below(&self, folder: &str) -> Option<usize> {
        let below = |path: &str| {
            path.strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let found = self.paths.iter().filter(|(path, _)| below(path));
        found
            .filter_map(|(_, commits)| commits.first())
            .min()
            .copied()
    }

    /// Whether documentation that was last changed by a commit may be behind a file, and whether
    /// that is certain; `None` if it is not behind.
    fn is_late(&self, path: &str, last: Option<usize>) -> Option<bool> {
        let commits = self.paths.get(path).map(Vec::as_slice).unwrap_or_default();
        match (commits.first(), commits.last(), last) {
            (Some(newest), _, Some(last)) if last <= *newest => None,
            (_, Some(oldest), Some(last)) => Some(last > *oldest),
            (_, Some(_), None) => Some(true),
            (_, None, _) => Some(false),
        }
    }

    /// How many commits after another changed code whose interface was not compared: all of it without
    /// a Python package, and else what could not be.
    fn unread_after(&self, last: Option<usize>, api: &PythonApi, documentation: &str) -> u64 {
        let gaps: Option<BTreeSet<&str>> = api.gaps.iter().map(|gap| gap.path.as_deref()).collect();
        let is_unread = |path: &str| match &gaps {
            Some(paths) if !api.packages.is_empty() => paths.contains(path),
            _ => true,
        };
        let is_code = |path: &str| {
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            CODE.contains(&extension)
                && is_unread(path)
                && !path.starts_with(documentation)
                && kinds::kind(path) == "other"
        };
        let code = self.paths.iter().filter(|(path, _)| is_code(path));
        let commits: BTreeSet<usize> = code.flat_map(|(_, commits)| commits).copied().collect();
        let is_later = |at: &&usize| last.is_none_or(|last| **at < last);
        commits.iter().filter(is_later).count() as u64
    }
}
