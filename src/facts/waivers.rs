//! The waivers of the project, and who stands behind them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `waivers.toml` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waivers {
    /// The file, from the root of the repository.
    pub path: String,
    /// Whether the lists that count name anybody: without them, no name can be told.
    pub listed: bool,
    /// The waivers, in the order of the file; empty if there is none.
    pub entries: Vec<WaiverEntry>,
}

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverEntry {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// The rule whose findings it covers.
    pub rule: String,
    /// The pattern of the subjects that it covers.
    pub subject: String,
    /// The ticket in which it was agreed.
    pub ticket: String,
    /// The last day on which it counts, as `YYYY-MM-DD`.
    pub expires: String,
    /// How many days are left until then; negative once it has expired.
    #[schemars(extend("x-unit" = "days"))]
    pub days_left: i64,
    /// Whether its subject is nothing but wildcards.
    pub over_broad: bool,
    /// Why it does not count, whatever it is used for; `null` if it does.
    pub void: Option<String>,
    /// Who asked for it, as it is written.
    pub owner: String,
    /// Who agreed to it, as it is written.
    pub approver: String,
    /// Who the owner is: a name on the lists that count; `null` if nobody on them is called so.
    pub owner_person: Option<String>,
    /// Who the approver is.
    pub approver_person: Option<String>,
}
