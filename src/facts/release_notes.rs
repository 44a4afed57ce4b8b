//! What the changelog says of the changes since the previous release.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The changes since the previous release, held against the changelog's entries for what comes after
/// it. A change is a commit, or a merged pull request with all that it brought, unless that was
/// other pull requests. What was reverted since is none, and neither is its revert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseNotes {
    /// The tag of the previous release; `null` for a first release: then nothing was looked at, and
    /// all else is empty.
    pub since: Option<String>,
    /// The sections of changelogs that speak of what is not released yet, or of a version above that
    /// of the previous release, in the order of their files.
    pub sections: Vec<NotesSection>,
    /// The files of which the next section will be put together (towncrier's, changesets, reno's and
    /// their like), sorted.
    #[schemars(extend("x-large" = true))]
    pub fragments: Vec<String>,
    /// What the fragments announce by what stands in them, sorted by path: the steps of changesets, the
    /// sections of reno's, the kinds of changie's, the sub-headings of scriv's.
    #[schemars(extend("x-large" = true))]
    pub announced: Vec<Announced>,
    /// How many entries sections and fragments have.
    pub entries: u64,
    /// How many of them belong to no change: by no number, no object id, no words that they share,
    /// and no commit that wrote them. They may speak of any change.
    pub free_entries: u64,
    /// How many changes there are.
    pub changes: u64,
    /// The changes that no entry names, the newest first. At most 1,000 are listed.
    #[schemars(extend("x-large" = true))]
    pub unnamed: Vec<UnnamedChange>,
    /// How many more are named by no entry, or were not looked at as closely as these.
    pub more: u64,
}

/// A word by which a fragment announces a kind of change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The path of the fragment.
    pub path: String,
    /// The word in lower case: `major`, `removed`, `features`.
    pub word: String,
}

/// A section of a changelog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotesSection {
    /// The path of the file, from the root of the project.
    pub path: String,
    /// The line of the heading, starting at 1.
    pub line: u64,
    /// The heading's text, without its markup.
    pub heading: String,
}

/// A change that no entry names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnnamedChange {
    /// The full object id of the commit, or of the merge that brought the pull request.
    pub commit: String,
    /// What it is called: the commit's subject, or the pull request's title where the merge has it.
    pub title: String,
    /// The number of the pull request.
    pub pull_request: Option<u64>,
    /// The types that it says it is of, sorted: those of its title, or else of all its commits.
    pub types: Vec<String>,
    /// Their scopes, sorted.
    pub scopes: Vec<String>,
    /// Whether any of its commits says that it breaks something.
    pub breaking: bool,
    /// The name of who wrote it.
    pub author: String,
    /// The value of a `Changelog:` trailer in lower case, as GitLab has it; `null` without one.
    pub trailer: Option<String>,
    /// What kinds of files it changed, sorted: `changelog`, `ci`, `documentation`, `lock` (of
    /// dependencies), `test`, `other`. Empty if it changed none.
    pub kinds: Vec<String>,
}
