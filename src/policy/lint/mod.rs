//! What the engine leaves out: mistakes that a compiler of Rego finds and that the engine runs all
//! the same, or finds only where a rule is reached.

mod annotations;
mod definitions;
mod imports;
mod letters;
mod patterns;
mod safety;
mod variables;

use std::collections::BTreeSet;

use super::error::LoadError;
use super::module::ParsedModule;

/// Something that is wrong with a module by itself.
pub(super) struct Problem {
    pub(super) error: LoadError,
    /// Whether names do not mean what they seem to: what else is found in the module may only
    /// follow from that.
    pub(super) is_structural: bool,
}

/// The problems of one module by itself, and whether what its names mean is plain.
pub(super) fn check(module: &ParsedModule) -> (Vec<LoadError>, bool) {
    let checks = [
        imports::check,
        definitions::check,
        variables::check,
        safety::check,
        patterns::check,
        letters::check,
        annotations::check,
    ];
    let problems: Vec<Problem> = checks.into_iter().flat_map(|check| check(module)).collect();
    let is_plain = !problems.iter().any(|problem| problem.is_structural);
    let mut seen = BTreeSet::new();
    let errors = problems.into_iter().map(|problem| problem.error);
    // One place has one problem: what is never used need not be safe, too.
    let errors = errors.filter(|error| seen.insert((error.line, error.column)));
    (errors.collect(), is_plain)
}

/// Problems that change the meaning of no name.
fn plain(errors: Vec<LoadError>) -> Vec<Problem> {
    let plain = |error| Problem {
        error,
        is_structural: false,
    };
    errors.into_iter().map(plain).collect()
}
