//! What several exports say of the same issues: each once, and each thing that is said of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::issues::TrackedIssue;
use crate::formats::review::Place;

/// One thing that is said of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub issue: TrackedIssue,
    /// The paths of the exports that say so.
    pub sources: BTreeSet<String>,
    /// Whether something else is said of it, too.
    pub is_contradicted: bool,
}

/// All that is said of issues.
#[derive(Debug, Default)]
pub(super) struct Merged(BTreeMap<(Place, u64), Vec<Entry>>);

impl Merged {
    /// Takes what one export says.
    pub fn add(&mut self, issue: &TrackedIssue, source: &str) {
        let key = (issue.place.clone(), issue.number);
        let said = self.0.entry(key).or_default();
        let same = said.iter_mut().find(|entry| is_same(&entry.issue, issue));
        if let Some(entry) = same {
            entry.issue.reason = entry.issue.reason.take().or(issue.reason.clone());
            entry.sources.insert(source.to_owned());
            return;
        }
        said.push(Entry {
            issue: issue.clone(),
            sources: BTreeSet::from([source.to_owned()]),
            is_contradicted: !said.is_empty(),
        });
        if said.len() > 1 {
            said.iter_mut()
                .for_each(|entry| entry.is_contradicted = true);
        }
    }

    /// All of it, by place and number.
    pub fn all(self) -> impl Iterator<Item = Entry> {
        self.0.into_values().flatten()
    }
}

/// Whether two say the same. Older servers give no reason for a state.
fn is_same(one: &TrackedIssue, other: &TrackedIssue) -> bool {
    let is_silent = one.reason.is_none() || other.reason.is_none();
    if !is_silent || one.reason == other.reason {
        return one == other;
    }
    let without = |issue: &TrackedIssue| TrackedIssue {
        reason: None,
        ..issue.clone()
    };
    without(one) == without(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(change: impl FnOnce(&mut TrackedIssue)) -> TrackedIssue {
        let mut issue = TrackedIssue {
            number: 5,
            place: Place {
                host: "github.com".to_owned(),
                path: "o/r".to_owned(),
            },
            title: "a".to_owned(),
            url: "https://github.com/o/r/issues/5".to_owned(),
            is_open: false,
            reason: Some("completed".to_owned()),
            labels: vec!["b".to_owned()],
            milestone: None,
            opened: 1,
            closed: Some(2),
        };
        change(&mut issue);
        issue
    }

    fn merged(issues: &[TrackedIssue]) -> Vec<Entry> {
        let mut merged = Merged::default();
        for (number, issue) in issues.iter().enumerate() {
            merged.add(issue, &number.to_string());
        }
        merged.all().collect()
    }

    #[test]
    fn the_same_from_two_exports_is_one() {
        let silent = issue(|it| it.reason = None);
        let all = merged(&[silent, issue(|_| ()), issue(|_| ())]);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].issue.reason.as_deref(), Some("completed"));
        assert_eq!(all[0].sources.len(), 3);
        assert!(!all[0].is_contradicted);
    }

    #[test]
    fn whatever_differs_is_kept_and_marked() {
        let changes: [fn(&mut TrackedIssue); 6] = [
            |it| it.is_open = true,
            |it| it.labels.clear(),
            |it| it.milestone = Some("2.0.0".to_owned()),
            |it| it.opened = 0,
            |it| it.closed = None,
            |it| it.reason = Some("not_planned".to_owned()),
        ];
        for change in changes {
            let all = merged(&[issue(|_| ()), issue(change), issue(|_| ())]);
            assert_eq!(all.len(), 2);
            assert!(all.iter().all(|entry| entry.is_contradicted));
        }
        let other = issue(|it| it.number = 6);
        let all = merged(&[issue(|_| ()), other]);
        assert!(all.iter().all(|entry| !entry.is_contradicted));
    }
}
