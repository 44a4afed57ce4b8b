//! Which lines of the policies a run of their tests reached.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Engine;

use super::lines;
use super::module::ParsedModule;

/// The lines of one file that the tests reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCoverage {
    /// The file.
    pub path: String,
    /// How many lines with something to evaluate were reached.
    pub covered: u64,
    /// Those that were not, sorted.
    pub missed: Vec<u64>,
}

/// Adds the lines that an engine reached.
pub(super) fn note(engine: &Engine, reached: &mut BTreeMap<String, BTreeSet<u64>>) {
    for file in engine
        .get_coverage_report()
        .map(|report| report.files)
        .unwrap_or_default()
    {
        let lines = file.covered.into_iter().map(u64::from);
        reached.entry(file.path).or_default().extend(lines);
    }
}

/// The lines of one file that an engine reached.
pub(super) fn reached_in(engine: &Engine, path: &str) -> BTreeSet<u64> {
    let mut reached = BTreeMap::new();
    note(engine, &mut reached);
    reached.remove(path).unwrap_or_default()
}

/// What of a module was reached.
pub(super) fn coverage(module: &ParsedModule, reached: Option<&BTreeSet<u64>>) -> FileCoverage {
    let nothing = BTreeSet::new();
    let reached = reached.unwrap_or(&nothing);
    let all = lines::executable(&module.syntax);
    let missed: Vec<u64> = all.difference(reached).copied().collect();
    FileCoverage {
        path: module.file.path.clone(),
        covered: (all.len() - missed.len()) as u64,
        missed,
    }
}
