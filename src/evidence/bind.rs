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

    /// In git, and so as old as its last commit: no report can know the commit that holds it.
    #[must_use]
    pub fn in_git() -> Self {
        Bound {
            binding: Binding::Tracked,
            reason: Some("it is in git, and as old as its last commit there".to_owned()),
            commit: None,
        }
    }
}

/// Binds what a tool reported to HEAD, if it can be.
///
/// A report that is committed speaks of no commit: it cannot know the one that holds it.
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
            match weakness(record, head) {
                Some(reason) => Bound::to_nothing(reason),
                None => Bound {
                    binding: Binding::Recorded,
                    reason: None,
                    commit: record.commit.clone(),
                },
            }
        }
        Source::Refused(reason) => Bound::to_nothing(reason.clone()),
        Source::Loose if item.tracked => Bound::in_git(),
        Source::Loose if item.path.starts_with(FOLDER) => Bound::to_nothing(
            "there is no record beside it: the run that wrote it was not finished",
        ),
        Source::Loose => Bound::to_nothing(
            "nothing shows for which commit it was made: run the tool as `relcheck record -- …`",
        ),
    }
}

/// Why a record binds nothing to HEAD, as a clause; `None` if it does.
pub(super) fn weakness(record: &Record, head: Option<&str>) -> Option<String> {
    if record.timed_out {
        return Some(timed_out(record));
    }
    let Some(commit) = record.commit.as_deref() else {
        return Some("HEAD named no commit, or moved, while the command ran".to_owned());
    };
    if !record.tree.clean {
        return Some(dirty(record));
    }
    if head != Some(commit) {
        let short = |id: &str| id.chars().take(12).collect::<String>();
        let now = head.map_or_else(|| "no commit".to_owned(), short);
        return Some(format!(
            "it speaks of {}, and HEAD is at {now}",
            short(commit)
        ));
    }
    None
}

/// That the command was ended before it was done, as a clause.
#[must_use]
pub fn timed_out(record: &Record) -> String {
    let seconds = record.finished.as_second() - record.started.as_second();
    format!("the command was ended after {seconds} s, when its time was up: it is not whole")
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::evidence::record::tests::{HEAD, record};

    const OTHER: &str = "fedcba9876543210fedcba9876543210fedcba98";

    fn item(source: Source, path: &str) -> Item {
        Item {
            path: path.to_owned(),
            size: 1,
            tracked: false,
            source,
            head: String::new(),
            lost: None,
        }
    }

    /// What a recorded output with this SHA-256 is bound to.
    fn recorded(record: Record, sha256: &str, head: Option<&str>) -> Bound {
        let record = Arc::new(record);
        let source = Source::Recorded { record, output: 0 };
        bind(&item(source, ".relcheck/evidence/a.stdout"), sha256, head)
    }

    fn reason(bound: &Bound) -> &str {
        assert_ne!(bound.binding, Binding::Recorded);
        assert_eq!(bound.commit, None);
        bound.reason.as_deref().unwrap()
    }

    #[test]
    fn a_record_of_head_and_of_this_digest_binds_it() {
        let bound = recorded(record(), "aa", Some(HEAD));
        assert_eq!(bound.binding, Binding::Recorded);
        assert_eq!(bound.commit.as_deref(), Some(HEAD));
        assert_eq!(bound.reason, None);
    }

    #[test]
    fn a_record_of_another_digest_does_not() {
        let bound = recorded(record(), "bb", Some(HEAD));
        assert_eq!(
            reason(&bound),
            "it is not what was recorded: its SHA-256 is another"
        );
    }

    #[test]
    fn a_record_of_another_commit_does_not_and_names_both() {
        let bound = recorded(record(), "aa", Some(OTHER));
        assert_eq!(
            reason(&bound),
            "it speaks of 0123456789ab, and HEAD is at fedcba987654"
        );
        let bound = recorded(record(), "aa", None);
        assert!(reason(&bound).ends_with("HEAD is at no commit"));
    }

    #[test]
    fn a_record_of_a_command_that_was_ended_does_not() {
        let mut ended = record();
        ended.timed_out = true;
        assert_eq!(
            reason(&recorded(ended, "aa", Some(HEAD))),
            "the command was ended after 0 s, when its time was up: it is not whole"
        );
    }

    #[test]
    fn a_record_of_no_commit_or_of_a_changed_tree_does_not() {
        let mut moved = record();
        moved.commit = None;
        assert!(reason(&recorded(moved, "aa", Some(HEAD))).contains("moved"));
        let mut dirty = record();
        dirty.tree.clean = false;
        dirty.tree.changes = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        dirty.tree.count = 7;
        assert!(reason(&recorded(dirty, "aa", Some(HEAD))).ends_with("`a`, `b`, `c` and 4 more"));
    }

    #[test]
    fn an_output_that_its_record_does_not_hold_is_not_bound() {
        let source = Source::Recorded {
            record: Arc::new(record()),
            output: 7,
        };
        let bound = bind(&item(source, "a"), "aa", Some(HEAD));
        assert_eq!(reason(&bound), "its record does not name it");
    }

    #[test]
    fn what_nothing_recorded_is_bound_to_no_commit() {
        let loose = |path: &str| bind(&item(Source::Loose, path), "aa", Some(HEAD));
        assert!(reason(&loose("griffe.txt")).contains("run the tool as `relcheck record"));
        let unfinished = loose(".relcheck/evidence/a.stdout");
        assert!(reason(&unfinished).contains("was not finished"));
        let refused = Source::Refused("`a.record.json` is no record".to_owned());
        let bound = bind(&item(refused, "a"), "aa", Some(HEAD));
        assert_eq!(reason(&bound), "`a.record.json` is no record");
        assert_eq!(bound.binding, Binding::Unbound);
    }

    #[test]
    fn what_is_in_git_is_as_old_as_its_last_commit() {
        let mut committed = item(Source::Loose, "griffe.txt");
        committed.tracked = true;
        let bound = bind(&committed, "aa", Some(HEAD));
        assert_eq!(bound.binding, Binding::Tracked);
        assert!(reason(&bound).contains("as old as its last commit"));
    }
}
