//! The record of one run of a tool, kept beside the outputs of that run.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::Tool;

/// The identifier of the record's format.
pub const RECORD_SCHEMA: &str = "relcheck.record/1";

/// How the file of a record ends.
pub(super) const SUFFIX: &str = ".record.json";

/// The largest record that is read, in bytes. Command lines end at two million on Linux.
pub(super) const MAX_RECORD: u64 = 4 << 20;

/// One run of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`RECORD_SCHEMA`].
    pub schema: String,
    /// The program that recorded.
    pub recorder: Tool,
    /// What the outputs are evidence of, where `--kind` named it.
    pub kind: Option<String>,
    /// The command, program first. What is not UTF-8 in it is U+FFFD.
    pub command: Vec<String>,
    /// The exit status; `null` if a signal ended the command.
    pub exit_status: Option<i64>,
    /// When it was started.
    pub started: Timestamp,
    /// When it had ended.
    pub finished: Timestamp,
    /// The full id of the commit that HEAD was at, before and after; `null` if there was none, or
    /// if the command moved HEAD.
    pub commit: Option<String>,
    /// What differed from that commit.
    pub tree: Tree,
    /// What was kept.
    pub outputs: Vec<Output>,
}

/// What differed from the commit: anything before the command ran, and anything that git tracks
/// after it. New files that the command itself wrote do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Whether nothing did.
    pub clean: bool,
    /// The first few paths that did, sorted.
    pub changes: Vec<String>,
    /// How many there were in all.
    pub count: u64,
}

/// One kept output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The name of the file, in the folder of the record.
    pub name: String,
    /// What it was.
    pub stream: Stream,
    /// The path of the file that the command wrote, as it was asked for; `null` for a stream.
    pub source: Option<String>,
    /// The size of what was kept, in bytes.
    pub size: u64,
    /// The SHA-256 of what was kept, in hexadecimal.
    pub sha256: String,
    /// Whether there was more than is kept.
    pub truncated: bool,
}

/// Where an output came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// A file that the command wrote.
    File,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// A clause that says what is wrong with it. An output outside of the record's own folder is.
    pub fn read(content: &[u8]) -> Result<Self, String> {
        let record: Record =
            serde_json::from_slice(content).map_err(|error| format!("is no record: {error}"))?;
        if record.schema != RECORD_SCHEMA {
            return Err(format!(
                "is a record of the format `{}`, and only `{RECORD_SCHEMA}` is read",
                record.schema
            ));
        }
        let is_plain = |name: &str| !name.is_empty() && !name.contains(['/', '\\', ':']);
        match record.outputs.iter().find(|it| !is_plain(&it.name)) {
            Some(output) => Err(format!(
                "names the output `{}`, which is no file beside it",
                output.name
            )),
            None => Ok(record),
        }
    }
}
