//! Evidence: a file that a tool wrote, and how it is known which commit it speaks of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file of evidence. What it says is in the fact that holds it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The path from the root of the project, with `/` between its parts. Of a report that is spread
    /// over several files (Criterion's), the first of them; of what relcheck asked for itself the
    /// address.
    pub path: String,
    /// The SHA-256 of its content, in hexadecimal; of several files, of their contents one after the
    /// other.
    pub sha256: String,
    /// Its size in bytes, that of all files together.
    pub size: u64,
    /// What it is evidence of: `api-diff`, `checks`.
    pub kind: String,
    /// The tool that wrote it, as its content or the recorded command shows: `griffe`.
    pub tool: String,
    /// The version of the tool; `null` where neither says it.
    pub tool_version: Option<String>,
    /// When the tool was done, in seconds since 1970 (UTC), as the record or the report itself
    /// says it; `null` where neither does. The time of the file on disk is never used.
    #[schemars(extend("x-unit" = "seconds"))]
    pub generated_at: Option<i64>,
    /// The full id of the commit that it speaks of; `null` where it is bound to none, save for what
    /// was recorded on HEAD and is worth nothing: in a tree that was not clean, over its time, or
    /// changed afterwards.
    pub commit: Option<String>,
    /// How that is known.
    pub binding: Binding,
    /// Why the binding is no better than it is, as a clause; `null` where it is `recorded` or
    /// `fetched`.
    pub binding_reason: Option<String>,
    /// The command that was recorded, program first; empty where there is no record.
    pub command: Vec<String>,
    /// The exit status that was recorded; `null` where there is no record, or where the tool was
    /// ended by a signal.
    pub exit_status: Option<i64>,
}

/// How it is known which commit a piece of evidence speaks of, the surest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Binding {
    /// `relcheck record` ran the tool on HEAD, in a clean tree, and the output is the one that it
    /// kept.
    Recorded,
    /// relcheck asked for it itself, in this run, by the id of HEAD.
    Fetched,
    /// The file is in git at HEAD. It is as old as its last commit, and nothing shows that it was
    /// made anew since: it may tell of a change, but never that there is none.
    Tracked,
    /// It is not known, so the evidence proves nothing.
    Unbound,
}

/// Whether a tool came to its end.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReportStatus {
    /// It did all that it was asked to.
    Complete,
    /// It broke off, or there is a sign that it did: nothing is proved by what is not in it.
    Crashed,
    /// The report is not understood, or too large.
    Unreadable,
}
