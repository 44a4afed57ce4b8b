//! How the public interface of the project's Python packages changed since the previous release.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ApiChange, ApiGap};

/// How the public interface of the project's Python packages changed since the previous release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PythonApi {
    /// The tag of the previous release that HEAD's commit is compared with; `null` for a first
    /// release: then nothing was compared, and `changes` and `gaps` are empty.
    pub since: Option<String>,
    /// The import packages and modules that were compared, by dotted name, sorted: those of the
    /// previous release and those of HEAD. Empty if the project has no Python package.
    pub packages: Vec<String>,
    /// What changed for users, sorted by symbol, then by kind; which kinds there are is listed in
    /// `docs/api-comparison.md`.
    #[schemars(extend("x-large" = true))]
    pub changes: Vec<ApiChange>,
    /// What could not be compared, sorted by symbol: a change there may be missing in `changes`.
    #[schemars(extend("x-large" = true))]
    pub gaps: Vec<ApiGap>,
}
