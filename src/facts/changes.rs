//! The commits since the previous release, and what their messages say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every commit that HEAD has and the previous release does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The tag of the previous release; `null` for a first release: then all commits count.
    pub since: Option<String>,
    /// The commits, newest first in the order of the history.
    #[schemars(extend("x-large" = true))]
    pub commits: Vec<Commit>,
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The full object id, in hexadecimal.
    pub id: String,
    /// The first line of the message.
    pub subject: String,
    /// Who wrote the change.
    pub author: Person,
    /// Who committed it.
    pub committer: Person,
    /// Whether it has more than one parent.
    pub merge: bool,
    /// Whether it is reached from HEAD by first parents only.
    pub first_parent: bool,
    /// Whether it carries a signature. It is not verified here.
    pub signed: bool,
    /// The pull or merge request that the message names, by number.
    pub pull_request: Option<u64>,
    /// What it changes, in terms of Conventional Commits 1.0.0: the subject first, then the lines
    /// of a squash commit's body. Empty if neither follows the convention. A merge commit's are
    /// those of the pull request's title; the merged commits, which may say the same, are listed
    /// too.
    pub changes: Vec<Change>,
    /// Whether any of it is breaking: a `!` or a mark as `[BREAKING]` in a header, or a `BREAKING CHANGE`
    /// footer, heading or ticked box, be there a change that it belongs to or not.
    pub breaking: bool,
    /// The text of every `BREAKING CHANGE` footer, heading and ticked box, in order.
    pub breaking_notes: Vec<String>,
    /// The trailers of the message's last paragraph, in their order.
    pub trailers: Vec<Trailer>,
    /// The commits since the previous release that its message says it reverts and that it undoes, by
    /// full object id, in the order of the message.
    pub reverts: Vec<String>,
    /// The commit since the previous release that reverts this one, or the merge that brought it;
    /// `null` if it stands. Of several, the newest that is not itself reverted.
    pub reverted_by: Option<String>,
    /// The newest commit that says that it reverts this one, or the merge that brought it, and does not
    /// undo it, or not all of it; `null` if there is none.
    pub reverted_in_part_by: Option<String>,
}

/// One change, as a Conventional Commits header describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The type in lower case: `feat`, `fix`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The scope between the parentheses.
    pub scope: Option<String>,
    /// Whether it is breaking.
    pub breaking: bool,
    /// What follows the colon.
    pub description: String,
    /// The text of the `BREAKING CHANGE` footer, if that is what says so.
    pub breaking_note: Option<String>,
}

/// A person as git knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The time that git recorded, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: i64,
}

/// One `Key: value` line of the last paragraph of a commit message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trailer {
    /// The key as it was written.
    pub key: String,
    /// The value, with continuation lines joined by a space.
    pub value: String,
}
