//! The outputs of one recorded run, or of one file that just lies there, read as evidence.

use sha2::{Digest, Sha256};

use super::Context;
use crate::evidence::{Bound, Item, Record, Source, bind, timed_out};
use crate::facts::{Evidence, Missing, Repository};

/// The files of each run, those of one record together.
pub(super) fn runs(items: &[Item]) -> impl Iterator<Item = &[Item]> {
    items.chunk_by(|first, next| next.is_of_the_run_of(first))
}

/// The record of a run; `None` if nothing recorded it.
pub(super) fn record_of(run: &[Item]) -> Option<&Record> {
    match &run.first()?.source {
        Source::Recorded { record, .. } => Some(record),
        _ => None,
    }
}

/// The outputs of one run, read.
pub(super) struct Outputs<'a> {
    /// The one that says most: the largest of those that speak.
    main: &'a Item,
    /// The SHA-256 of the main one.
    sha256: String,
    /// The first that is not what was recorded.
    forged: Option<&'a Item>,
    record: Option<&'a Record>,
    /// All of them, one after the other; a clause that says why they cannot be read.
    pub text: Result<String, String>,
}

impl<'a> Outputs<'a> {
    /// Reads all outputs of a run, and holds each against its record. `speaks` says whether one is
    /// what the tool writes.
    pub fn read(
        context: &Context,
        run: &'a [Item],
        speaks: impl Fn(&Item) -> bool,
    ) -> Result<Self, Missing> {
        let record = record_of(run);
        let main = run
            .iter()
            .max_by_key(|item| (speaks(item), item.size))
            .ok_or_else(|| Missing::because("a run without outputs was recorded"))?;
        let mut text = String::new();
        let mut problem = None;
        let mut forged = None;
        let mut sha256 = String::new();
        for item in run {
            let content = item.read(context.checkout()).unwrap_or_else(|reason| {
                problem.get_or_insert(reason);
                Vec::new()
            });
            let digest = format!("{:x}", Sha256::digest(&content));
            if let Source::Recorded { record, output } = &item.source
                && record
                    .outputs
                    .get(*output)
                    .is_none_or(|kept| kept.sha256 != digest)
            {
                forged.get_or_insert(item);
            }
            if item.path == main.path {
                sha256 = digest;
            }
            match std::str::from_utf8(&content) {
                Ok(more) => {
                    text.push_str(more.strip_prefix('\u{feff}').unwrap_or(more));
                    text.push('\n');
                }
                Err(_) => {
                    problem.get_or_insert(format!("`{}` is not valid UTF-8", item.path));
                }
            }
        }
        if let Some(record) = record.filter(|it| it.timed_out) {
            problem = Some(timed_out(record));
        }
        Ok(Outputs {
            main,
            sha256,
            forged,
            record,
            text: problem.map_or(Ok(text), Err),
        })
    }

    /// Which commit they speak of: none, if one of them is not what was recorded.
    pub fn bind(&self, repository: &Repository) -> Bound {
        let head = repository.head.as_ref().map(|head| head.commit.as_str());
        let bound = bind(self.main, &self.sha256, head);
        match (self.forged, &bound.reason) {
            (Some(forged), None) => {
                Bound::to_nothing(format!("`{}` is not what was recorded", forged.path))
            }
            _ => bound,
        }
    }

    /// How they are shown in facts.
    pub fn evidence(
        &self,
        kind: &str,
        tool: &str,
        tool_version: Option<String>,
        bound: Bound,
    ) -> Evidence {
        let record = self.record;
        Evidence {
            path: self.main.path.clone(),
            sha256: self.sha256.clone(),
            size: self.main.size,
            kind: kind.to_owned(),
            tool: tool.to_owned(),
            tool_version,
            generated_at: record.map(|it| it.finished.as_second()),
            commit: bound.commit,
            binding: bound.binding,
            binding_reason: bound.reason,
            command: record.map(|it| it.command.clone()).unwrap_or_default(),
            exit_status: record.and_then(|it| it.exit_status),
        }
    }
}

/// The exit status, in words.
pub(super) fn ended_with(record: &Record) -> String {
    match record.exit_status {
        _ if record.timed_out => timed_out(record),
        Some(status) => format!("it ended with the exit status {status}"),
        None => "a signal ended it".to_owned(),
    }
}

/// The name of a program, without its folder and `.exe`.
pub(super) fn program(argument: &str) -> &str {
    let name = argument.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".exe").unwrap_or(name)
}
