//! Where the API documentation is, and whether it has followed the public interface.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The API documentation, held against what changed in the public interface since the previous
/// release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiDocs {
    /// The tag of the previous release; `null` for a first release: then nothing was compared, and
    /// all but `sources` is empty.
    pub since: Option<String>,
    /// Where API documentation is, sorted by path. Empty if there is none that relcheck knows.
    pub sources: Vec<ApiDocSource>,
    /// The new names at the top of a Python package that no document names, though the
    /// documentation lists what it shows; sorted.
    #[schemars(extend("x-large" = true))]
    pub unlisted: Vec<UnlistedName>,
}

/// One source of API documentation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiDocSource {
    /// The file that shows it, or, for documentation kept in git, its folder; from the root of the
    /// project.
    pub path: String,
    /// The line that shows it, starting at 1; `null` where it is the whole file.
    pub line: Option<u64>,
    /// What makes it: `sphinx`, `mkdocstrings`, `rustdoc`, `typedoc`, `doxygen`, `javadoc`, `godoc`,
    /// `api-extractor`, or `hand` for what is written by hand.
    pub tool: String,
    /// How it comes to follow the code.
    pub kind: ApiDocKind,
    /// What builds it for each release without anybody's doing: `docs.rs`, `pkg.go.dev`, or the file
    /// that tells a service or the build to; `null` where nothing in the project's files does.
    pub builder: Option<String>,
    /// The changes of the public interface that it has not followed, for certain: no commit changed
    /// it since the first one that may have made them. Sorted by symbol. Only Python's interface is
    /// compared.
    #[schemars(extend("x-large" = true))]
    pub late: Vec<ChangedSymbol>,
    /// The changes that it may not have followed: a commit changed it in between those that may have
    /// made them. Sorted by symbol.
    #[schemars(extend("x-large" = true))]
    pub doubtful: Vec<ChangedSymbol>,
    /// How many commits since the previous release changed code after the documentation was last
    /// changed, where the interface of that code is not compared, or could not be; 0 for what is
    /// built.
    pub later_commits: u64,
}

/// How API documentation comes to follow the code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ApiDocKind {
    /// A tool reads the code whenever the documentation is built; nothing of it is kept in git.
    Built,
    /// A tool made it from the code, and it is kept in git.
    Kept,
    /// People write it.
    Written,
}

/// A change of the public interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedSymbol {
    /// What changed: `demo.connect`.
    pub symbol: String,
    /// What happened to it, as a clause.
    pub message: String,
}

/// A new name that no document names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlistedName {
    /// The name: `demo.connect`.
    pub symbol: String,
    /// The file that has it, from the root of the project; `null` where none is known.
    pub path: Option<String>,
    /// The line in that file, starting at 1; `null` where none is known.
    pub line: Option<u64>,
}
