//! What the engine leaves out: mistakes that a compiler of Rego finds and that the engine runs all
//! the same, or finds only where a rule is reached.

mod definitions;
mod imports;
mod patterns;
mod safety;
mod variables;

use super::error::LoadError;
use super::module::ParsedModule;

/// The problems of one module by itself.
pub(super) fn check(module: &ParsedModule) -> Vec<LoadError> {
    let checks = [
        imports::check,
        definitions::check,
        variables::check,
        safety::check,
        patterns::check,
    ];
    checks.into_iter().flat_map(|check| check(module)).collect()
}
