//! Follows every value from the facts' schema through a policy, and reports what cannot be.
//!
//! Rego answers a slip with silence: a field that does not exist is undefined, `null < 5` holds, a
//! text never equals a number, and each leaves `deny` empty, which reads as a pass. So each
//! reference into `input`, the parameters and the libraries is typed, through `some … in`, `:=`,
//! comprehensions, `every`, patterns, rules and the arguments of functions, and what the types
//! rule out is an error with its place.

mod builtin_call;
mod call;
pub(super) mod chain;
mod checker;
mod compare;
mod definitions;
mod describe;
mod env;
mod expression;
mod format;
mod guards;
mod kind;
mod lookup;
mod loops;
pub(super) mod order;
mod pattern;
mod query;
mod results;
mod rules;
mod schema;
mod signatures;

use serde_json::Value;

use super::error::LoadError;
use super::module::ParsedModule;
use super::parameters::Parameters;
use checker::Checker;

/// How many arguments a function of the engine takes; `None` if there is none of this name.
pub(super) fn arity(name: &str) -> Option<usize> {
    signatures::find(name).map(|signature| signature.arguments.len())
}

/// The names of the engine's functions, sorted.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    signatures::SIGNATURES
        .iter()
        .map(|signature| signature.name)
}

/// What is wrong, and what is worth a look.
#[derive(Default)]
pub(super) struct Found {
    pub(super) errors: Vec<LoadError>,
    pub(super) warnings: Vec<LoadError>,
}

/// The problems of all modules, against the schema of `input` and the parameters of the rules. None
/// are found without a schema, `null`: what rules yield is then checked as they yield it.
pub(super) fn check(modules: &[ParsedModule], schema: &Value, parameters: &Parameters) -> Found {
    if schema.is_null() {
        return Found::default();
    }
    Checker::new(modules, schema, parameters).check()
}
