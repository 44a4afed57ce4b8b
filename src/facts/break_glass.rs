//! What emergency releases left out of the process.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UnreadIncident;

/// What emergency releases leave out, and left out, of the process: from the incident records of the
/// candidate, and from those of the previous release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// The records that leave something out, sorted by path.
    pub records: Vec<BreakGlassRecord>,
    /// The incident records of the candidate, and of the previous release, that cannot be read: any of
    /// them may leave something out. Sorted by path.
    pub unread: Vec<UnreadIncident>,
}

/// What one release leaves out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlassRecord {
    /// The path of the incident record from the project's folder.
    pub path: String,
    /// The incident.
    pub id: String,
    /// The release that goes out so, or went.
    pub release: String,
    /// The rules that it goes out without, sorted.
    pub rules: Vec<String>,
    /// Where it is written down what has to be made up for: a ticket, an address.
    pub follow_up: String,
    /// When that was done, in seconds since 1970 (UTC); `null` if it was not yet.
    #[schemars(extend("x-unit" = "seconds"))]
    pub closed: Option<i64>,
    /// Whether the previous release had this record, and the candidate has none of this incident and
    /// this release any more.
    pub gone: bool,
}
