//! The features and breaking changes since the previous release, and the documentation that came with
//! them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentKind;

/// What documentation came with the commits that may need some. What was reverted since is left out,
/// and so is its revert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Documented {
    /// The tag of the previous release; `null` for a first release: then nothing was looked at, and
    /// all else is empty.
    pub since: Option<String>,
    /// How many changes there are: commits, and merged pull requests with all that they brought.
    pub changes: u64,
    /// How many of them say of no type what they are, in any of their commits.
    pub untyped: u64,
    /// The commits that break something, or are of one of the types `add`, `change`, `deprecate`,
    /// `feat`, `perf` and `remove`; the newest first. A merge is listed only where none of the
    /// commits that it brought is. At most 1,000 are listed, and fewer where they are very large.
    #[schemars(extend("x-large" = true))]
    pub commits: Vec<NotableCommit>,
    /// How many more there are, which were not looked at.
    pub more: u64,
}

/// A commit that may need documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotableCommit {
    /// The full object id.
    pub id: String,
    /// Its subject; for a merge, the title of its pull request where the message has it.
    pub title: String,
    /// The number of the pull request that it names, or that brought it.
    pub pull_request: Option<u64>,
    /// The types that it says it is of, sorted: that of its title, or, where that has none, those of
    /// the list in its body.
    pub types: Vec<String>,
    /// Their scopes, sorted, in lower case.
    pub scopes: Vec<String>,
    /// Whether it says that it breaks something.
    pub breaking: bool,
    /// The value of a trailer `Documentation:` or `Docs:` in lower case; `null` without one.
    pub trailer: Option<String>,
    /// What kinds of files of the project it changed, sorted: `changelog`, `ci`, `documentation`,
    /// `lock` (of dependencies), `test`, `other`; for a merge, all that it brought. Empty if it
    /// changed none.
    pub kinds: Vec<String>,
    /// The documents that it changed, or that others did which belong to it: those of its pull
    /// request, and those that name it in a trailer `Documents:`. Changelogs are none, and neither
    /// are changes of white space, images, and what is vendored. Sorted by path, at most 10.
    pub documents: Vec<TouchedDocument>,
    /// The definitions whose documentation in the source the same commits wrote or changed, and
    /// which they added or changed, too: those of the first file of each commit that has some; sorted,
    /// at most 10. Of private definitions, tests and
    /// vendored or generated files it does not count. Not looked for where one of the `documents`
    /// that gained text is of the kind `documentation`.
    pub definitions: Vec<SourcePlace>,
    /// What the commit itself added without documentation, where that can be told, or else the first
    /// line of source that it added; sorted, at most 3. Not looked for where `definitions` are not.
    pub undocumented: Vec<SourcePlace>,
    /// The source files of these commits whose documentation relcheck does not read: for their
    /// language, their size, or because their syntax is not understood. Sorted, at most 10.
    pub unread: Vec<String>,
}

/// A document that was changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TouchedDocument {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Whether it gained text; else it only lost some.
    pub gained: bool,
}

/// A place in a source file of the commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourcePlace {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The line in that commit's file, from 1.
    pub line: u64,
    /// The name of what is defined there; `null` if it is not known, or a module.
    pub symbol: Option<String>,
}
