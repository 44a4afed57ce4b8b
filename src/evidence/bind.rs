//! Which commit a piece of evidence speaks of, and how that is known.

use super::{FOLDER, Item, Record, Source};
use crate::facts::Binding;

/// How evidence is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// How sure it is.
    pub binding: Binding,
    /// Why it is no better, as a clause; `None` where it is recorded.
    pub reason: Option<String>,
    /// The full id of the commit; `None` where it is bound to none.
    pub commit: Option<String>,
}

impl Bound {
    /// Bound to no commit, for this reason.
    #[must_use]
    pub fn to_nothing(reason: impl Into<String>) -> Self {
        Bound {
            binding: Binding::Unbound,
            reason: Some(reason.into()),
            commit: None,
        }
    }
}

/// Binds what a tool reported to HEAD, if it can be.
///
/// A report that is committed is never bound: it cannot speak of the commit that holds it.
#[must_use]
pub fn bind(item: &Item, sha256: &str, head: Option<&str>) -> Bound {
    match &item.source {
        Source::Recorded { record, output } => {
            let Some(kept) = record.outputs.get(*output) else {
                return Bound::to_nothing("its record does not name it");
            };
            if kept.sha256 != sha256 {
                return Bound::to_nothing("it is not what was recorded: its SHA-256 is another");
            }
            recorded(record, head)
        }
        Source::Refused(reason) => Bound::to_nothing(reason.clone()),
        Source::Loose if item.tracked => Bound::to_nothing(
            "it is committed, and no report can speak of the commit that holds it",
        ),
        Source::Loose if item.path.starts_with(FOLDER) => Bound::to_nothing(
            "there is no record beside it: the run that wrote it was not finished",
        ),
        Source::Loose => Bound::to_nothing(
            "nothing shows for which commit it was made: run the tool as `relcheck record -- …`",
        ),
    }
}

fn recorded(record: &Record, head: Option<&str>) -> Bound {
    let Some(commit) = record.commit.as_deref() else {
        return Bound::to_nothing("HEAD named no commit, or moved, while the command ran");
    };
    if !record.tree.clean {
        return Bound::to_nothing(dirty(record));
    }
    if head != Some(commit) {
        let short = |id: &str| id.chars().take(12).collect::<String>();
        let now = head.map_or_else(|| "no commit".to_owned(), short);
        let reason = format!("it speaks of {}, and HEAD is at {now}", short(commit));
        return Bound::to_nothing(reason);
    }
    Bound {
        binding: Binding::Recorded,
        reason: None,
        commit: Some(commit.to_owned()),
    }
}

fn dirty(record: &Record) -> String {
    let named: Vec<String> = record
        .tree
        .changes
        .iter()
        .take(3)
        .map(|path| format!("`{path}`"))
        .collect();
    let more = record.tree.count.saturating_sub(named.len() as u64);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "the files differed from the commit while it was recorded: {}{more}",
        named.join(", ")
    )
}
