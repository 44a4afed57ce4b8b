//! Policies: load, metadata, evaluate, test. The only room that knows the Rego engine.

mod columns;
mod conftest;
mod contract;
mod coverage;
mod embedded;
mod engine;
mod engines;
mod error;
mod evaluate;
mod extensions;
mod findings;
mod graph;
mod identifier;
mod inputs;
mod limits;
mod lines;
mod lint;
mod load;
mod manifest;
mod metadata;
mod module;
mod nesting;
mod overrides;
mod parameters;
mod process;
mod reference;
mod refused;
mod rule;
mod scope;
mod set;
mod sight;
mod source;
mod syntax_depth;
mod template;
mod testing;
mod types;
mod walk;
mod worker;
mod yaml;

#[cfg(test)]
mod tests;

pub use conftest::is_exempted;
pub use coverage::FileCoverage;
pub use error::{LoadError, LoadErrors};
pub use evaluate::{Judged, Judgement, Request};
pub use limits::Limits;
pub use overrides::Overrides;
pub use parameters::{Parameter, ParameterValue};
pub use process::{ProcessItem, process_items, process_source};
pub use rule::{Origin, Rule};
pub use set::PolicySet;
pub use source::{PolicyFile, Sources, read_folder};
pub use template::NewRule;
pub use testing::{Case, CaseOutcome, InputCheck, TestReport, Testing, test};
pub use worker::{BoundedMemory, WORKER, work};
