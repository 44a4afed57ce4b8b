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
    /// The folder that it was run in, from the root of the checkout, with `/` between its parts;
    /// empty for the root itself.
    pub dir: String,
    /// The root of the checkout where it was recorded, if the command names it: what is below is in the
    /// checkout, wherever the record is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// The variables around it that have a known tool leave something out, or run some tests only:
    /// `NODE_ENV=production`, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<String>,
    /// The exit status; `null` if a signal ended the command.
    pub exit_status: Option<i64>,
    /// Whether it was ended because its time was up: then its outputs are not whole.
    pub timed_out: bool,
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
    /// Data of coverage.py, nyc, c8, gcov, LLVM or Go that an earlier command left, and that this one did not write anew: sorted
    /// paths from `dir`. What a report is made of, it may be of other code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leftovers: Vec<String>,
    /// Files that tell scanners what to leave out, and that git did not track: sorted paths from the root
    /// of the checkout.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local_settings: Vec<String>,
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::evidence) const HEAD: &str = "0123456789abcdef0123456789abcdef01234567";

    /// A record of one output, `a.stdout`, with the SHA-256 `aa`.
    pub(in crate::evidence) fn record() -> Record {
        Record {
            schema: RECORD_SCHEMA.to_owned(),
            recorder: Tool {
                name: "relcheck".to_owned(),
                version: "1.0.0".to_owned(),
            },
            kind: None,
            command: vec!["griffe".to_owned(), "check".to_owned()],
            dir: String::new(),
            root: None,
            environment: Vec::new(),
            exit_status: Some(0),
            timed_out: false,
            started: Timestamp::UNIX_EPOCH,
            finished: Timestamp::UNIX_EPOCH,
            commit: Some(HEAD.to_owned()),
            tree: Tree {
                clean: true,
                ..Tree::default()
            },
            outputs: vec![output("a.stdout", "aa")],
            leftovers: Vec::new(),
            local_settings: Vec::new(),
        }
    }

    pub(in crate::evidence) fn output(name: &str, sha256: &str) -> Output {
        Output {
            name: name.to_owned(),
            stream: Stream::Stdout,
            source: None,
            size: 1,
            sha256: sha256.to_owned(),
            truncated: false,
        }
    }

    fn read(record: &Record) -> Result<Record, String> {
        Record::read(&serde_json::to_vec(record).unwrap())
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(read(&record()), Ok(record()));
    }

    #[test]
    fn an_output_lies_beside_its_record() {
        let named = |name: &str| {
            let mut record = record();
            record.outputs = vec![output(name, "aa")];
            read(&record)
        };
        assert!(named("a.stdout").is_ok());
        for name in ["", "../a", "/etc/passwd", "b/a", "..\\a", "C:a", "a:stream"] {
            let error = named(name).unwrap_err();
            assert!(error.contains("no file beside it"), "{name}: {error}");
        }
    }

    #[test]
    fn what_is_no_record_of_this_format_is_refused() {
        let mut other = record();
        other.schema = "relcheck.record/2".to_owned();
        assert!(read(&other).unwrap_err().contains("relcheck.record/2"));
        for text in [
            "",
            "{}",
            "null",
            "[]",
            "{\"schema\": \"relcheck.record/1\"}",
        ] {
            let error = Record::read(text.as_bytes()).unwrap_err();
            assert!(error.starts_with("is no record: "), "{text}: {error}");
        }
        assert!(Record::read(b"\xff\xfe").is_err());
        let mut more = serde_json::to_value(record()).unwrap();
        more["commit_of"] = "x".into();
        assert!(Record::read(more.to_string().as_bytes()).is_err());
    }
}
