//! How the public interface of the project changed: the words that every source of it shares.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One change of what users of the project rely on.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ApiChange {
    /// Who says so: `relcheck`, where it compared itself, or the name of a tool.
    pub source: String,
    /// What it means for users.
    pub weight: ApiWeight,
    /// What happened, in lower case with hyphens: `removed`, `parameter-removed`,
    /// `runtime-dropped`. Which words there are depends on the source.
    pub kind: String,
    /// What changed, as users name it: `package.module.Class.method`, `--option`, `python`.
    pub symbol: String,
    /// What happened, as a clause that continues the symbol: `was removed`,
    /// ``lost its parameter `x` ``.
    pub message: String,
    /// The file that shows it, from the root of the project; `null` where the source names none.
    pub path: Option<String>,
    /// The line in that file, starting at 1; `null` where the source names none.
    pub line: Option<u64>,
    /// Which revision's file that is.
    pub revision: ApiRevision,
    /// Why it may be something else than it seems to be; `null` where it is certain.
    pub doubt: Option<String>,
}

impl ApiChange {
    /// The source of what relcheck itself compared.
    pub const OWN: &'static str = "relcheck";
}

/// What a change of the interface means for those who use it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ApiWeight {
    /// What worked before may no longer work.
    Breaking,
    /// Something is announced to go away; it still works.
    Deprecating,
    /// Something new can be used; what worked before still works.
    Adding,
    /// The floor under the project has moved: a runtime or a lower bound of a dependency was
    /// raised. How much that weighs is for the project to say.
    Requiring,
}

/// Which side of the comparison a place belongs to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ApiRevision {
    /// The commit that is judged.
    Head,
    /// The previous release.
    Previous,
}

/// A part of the interface that could not be compared.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ApiGap {
    /// What was not compared: a symbol, a module, a file.
    pub symbol: String,
    /// Why not, as a clause.
    pub reason: String,
    /// The file, from the root of the project; `null` where there is no one file.
    pub path: Option<String>,
    /// The line in that file, starting at 1; `null` where there is no one line.
    pub line: Option<u64>,
}
