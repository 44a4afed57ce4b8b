//! What went wrong with what was released.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The incident records of the project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incidents {
    /// The records, sorted by path.
    pub records: Vec<IncidentRecord>,
    /// Those that cannot be read, sorted by path.
    pub unread: Vec<UnreadIncident>,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentRecord {
    /// The path from the project's folder.
    pub path: String,
    /// Its identifier.
    pub id: String,
    /// What it is, in a line.
    pub title: String,
    /// What kind of harm it does: `security`, `data-loss`, `service-disruption`, `compliance`, `other`.
    pub cause: String,
    /// The release that repairs it; `null` where the record does not say.
    pub release: Option<String>,
    /// The CVSS vector; `null` where there is none.
    pub vector: Option<String>,
    /// The base score of the vector, 0 to 100; `null` without a vector.
    #[schemars(extend("x-unit" = "tenths"))]
    pub score: Option<u16>,
    /// The parts that are affected: paths or names.
    pub components: Vec<String>,
    /// When it was discovered, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub discovered: i64,
    /// When its severity was rated; `null` if it was not yet.
    #[schemars(extend("x-unit" = "seconds"))]
    pub assessed: Option<i64>,
    /// Why something took longer than it may; `null` where nothing is said.
    pub late: Option<String>,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnreadIncident {
    /// The path from the project's folder.
    pub path: String,
    /// Why.
    pub reason: String,
}
