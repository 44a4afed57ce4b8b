//! A rule as its metadata describes it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;

/// One rule: one package, one folder, one id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The id, which is also the path: `branch.clean_tree`.
    pub id: String,
    /// The Rego package: `relcheck.policy.branch.clean_tree`, or `policy.…` for a user's own.
    pub package: String,
    /// What holds when the rule passes, in a few words.
    pub title: String,
    /// The same in a sentence or two.
    pub description: String,
    /// The stages at which it is judged.
    pub stages: Vec<Stage>,
    /// The types to which it applies; empty for a rule of the stage `process` alone.
    pub types: Vec<ReleaseType>,
    /// How much it weighs.
    pub level: Level,
    /// The facts that it reads, sorted.
    pub needs: Vec<String>,
    /// What to do when it fails.
    pub fix: String,
    /// What it stands for in the release process, as `Section / Subsection / first words`; at least
    /// one, but for a rule that is refused.
    pub source: Vec<String>,
    /// Controls of other frameworks that it helps to meet, by framework.
    pub controls: BTreeMap<String, Vec<String>>,
    /// The day from which it blocks; before that it only warns.
    pub effective_on: Option<Date>,
    /// Rules under whose failure this one is folded in reports.
    pub depends_on: Vec<String>,
    /// Whether it says which type a release has to be: `relcheck suggest` asks these rules.
    pub decides_type: bool,
    /// Who wrote it.
    pub origin: Origin,
    /// The file that holds it.
    pub file: String,
    /// The line of its `package` statement, starting at 1.
    pub line: u64,
    /// Why it cannot be judged: everything that is wrong with its file, one problem a line. `None`
    /// if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Who wrote a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It is part of relcheck.
    Builtin,
    /// It comes from the project's own policies.
    User,
}
