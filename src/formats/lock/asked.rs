//! What a manifest asks for, for development too: the names that a lock file has to answer.

mod node;
mod python;
mod rust;

pub use node::{overridden, package_json};
pub use python::{pipfile, pyproject, requirements_in, setup_cfg, setup_py};
pub use rust::cargo_toml;

use super::model::Scope;

/// What one manifest asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The name of its own package as it is written.
    pub name: Option<String>,
    /// What it asks for, in its order. What lies in a folder beside it is the project's own, and is
    /// not among them.
    pub asked: Vec<Asked>,
    /// What the workspace that it is the root of lends to its members; `None` if it is the root of none.
    pub lends: Option<Vec<Lent>>,
    /// The folder of the root of its workspace as it is written; `None` where it names none.
    pub workspace: Option<String>,
    /// The names of packages whose version it chooses whatever is asked for.
    pub overridden: Vec<String>,
    /// Why it does not say all that it asks for, as a clause that can follow its path; `None` if it
    /// does.
    pub open: Option<String>,
}

/// One package that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The name as it is written, in the registry.
    pub name: String,
    /// The versions that would do, as they are written; `None` for any, and where something else
    /// than versions is written.
    pub requirement: Option<String>,
    /// What for.
    pub scope: Scope,
    /// Whether it is asked for under a condition only.
    pub is_conditional: bool,
    /// Whether its workspace says what it is, by the name that is written.
    pub is_inherited: bool,
}

/// What a workspace lends under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lent {
    /// The name under which members ask for it.
    pub alias: String,
    /// What it is: its name in the registry and the versions that would do; `None` if it lies in a folder
    /// beside.
    pub package: Option<(String, Option<String>)>,
}

impl Manifest {
    fn ask(&mut self, name: &str, requirement: Option<&str>, scope: Scope) {
        let requirement = requirement.map(str::trim).filter(|text| !text.is_empty());
        self.asked.push(Asked {
            name: name.to_owned(),
            requirement: requirement.map(str::to_owned),
            scope,
            is_conditional: false,
            is_inherited: false,
        });
    }
}
