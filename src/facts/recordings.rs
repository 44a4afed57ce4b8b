//! The commands that are configured to be recorded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is missing of the evidence that the configuration asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recordings {
    /// The commands of `[[record]]` in relcheck.toml of which there is no evidence for HEAD that counts,
    /// in the order of the file. Empty if there is some of each, or if none is configured.
    pub due: Vec<DueCommand>,
}

/// A configured command without evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DueCommand {
    /// What it is called: its `name`, or else its command line.
    pub name: String,
    /// The names of the programs that it runs, wrappers among them, with their sub-commands: `pytest`,
    /// `uv`, `uv run`. Sorted.
    pub names: Vec<String>,
    /// What its outputs would be evidence of, as far as its `kind` or its words tell: `coverage`, `tests`.
    /// Sorted; empty where nothing tells.
    pub kinds: Vec<String>,
    /// Why there is none, as a clause: that of `relcheck record --list`.
    pub reason: String,
}

/// What rules hear of that a configured command without evidence would have been evidence of.
const JUDGED: [&str; 8] = [
    "benchmark",
    "coverage",
    "licenses",
    "outdated",
    "sbom",
    "scan",
    "tests",
    "vulnerabilities",
];

impl Recordings {
    /// Lines for the report on the commands that no rule hears of, since nothing tells what they would
    /// have been evidence of, or since its rule has other sources, too.
    pub fn weakenings(&self) -> impl Iterator<Item = String> {
        let is_judged =
            |due: &&DueCommand| due.kinds.iter().any(|it| JUDGED.contains(&it.as_str()));
        let unheard = self.due.iter().filter(move |due| !is_judged(due));
        unheard.map(|due| {
            format!(
                "`{}` is configured to be recorded, and there is no evidence of it that counts: {}",
                due.name, due.reason
            )
        })
    }
}
