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
    let mut problems = imports::check(module);
    problems.extend(definitions::check(&[module]));
    problems.extend(variables::check(module));
    problems.extend(safety::check(&[module]));
    problems.extend(patterns::check(module));
    problems.extend(letters::check(module));
    problems.extend(annotations::check(module));
    let is_plain = !problems.iter().any(|problem| problem.is_structural);
    (once_a_place(problems), is_plain)
}

/// The problems of a package of Conftest's, which may have several modules. What is a matter of style
/// there is left out: what is never used, imported twice, or said wrongly about a rule.
pub(super) fn check_package(modules: &[&ParsedModule]) -> Vec<LoadError> {
    let each = |check: fn(&ParsedModule) -> Vec<Problem>| {
        let modules = modules.iter();
        modules.flat_map(move |module| check(module))
    };
    let problems = each(imports::check_names)
        .chain(definitions::check(modules))
        .chain(each(variables::check_declared))
        .chain(safety::check(modules))
        .chain(each(patterns::check))
        .chain(each(letters::check));
    once_a_place(problems.collect())
}

/// One place has one problem: what is never used need not be safe, too.
fn once_a_place(problems: Vec<Problem>) -> Vec<LoadError> {
    let mut seen = BTreeSet::new();
    let errors = problems.into_iter().map(|problem| problem.error);
    errors
        .filter(|error| seen.insert((error.file.clone(), error.line, error.column)))
        .collect()
}

/// Problems that change the meaning of no name.
fn plain(errors: Vec<LoadError>) -> Vec<Problem> {
    let plain = |error| Problem {
        error,
        is_structural: false,
    };
    errors.into_iter().map(plain).collect()
}
