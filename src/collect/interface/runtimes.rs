//! Compares the versions of languages and runtimes that a package runs on.

use super::compare::{Pair, change};
use crate::facts::{ApiGap, ApiRevision, Interface, InterfaceKind};
use crate::formats::declared::range::{Dialect, Range};
use crate::formats::declared::{Item, Topic};

/// The highest minor version of Python 3 that is asked about. Beyond it, all are alike.
const LAST_PYTHON: u64 = 39;

/// The highest major version of Node.js that is asked about. Beyond it, all are alike.
const LAST_NODE: u64 = 60;

/// Compares every runtime, and the versions of Python that classifiers name.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Interface) {
    let old = Pair::items(pair.previous, Topic::Runtime);
    for (name, (path, item)) in Pair::items(pair.head, Topic::Runtime) {
        let before = old.get(name).map(|(_, item)| *item);
        if before.is_none() && !Pair::is_known(pair.previous, Topic::Runtime) {
            continue;
        }
        let (Some(new), Some(old)) = (range(Some(item)), range(before)) else {
            found.gaps.push(ApiGap {
                symbol: name.to_owned(),
                reason: format!(
                    "`{}` cannot be compared with `{}`",
                    item.text,
                    written(before)
                ),
                path: Some(path.to_owned()),
                line: Some(item.line),
            });
            continue;
        };
        let step = Step {
            pair,
            path,
            item,
            before,
            old: &old,
            new: &new,
        };
        match name {
            "python" => step.versions(&pythons(), found),
            "node" => step.versions(&nodes(), found),
            _ => step.floor(found),
        }
    }
    classifiers(pair, found);
}

/// The range of a runtime; everything where none is declared.
fn range(item: Option<&Item>) -> Option<Range> {
    match item {
        Some(item) => Range::read(&item.text, item.dialect),
        None => Range::read("", Dialect::Pep440),
    }
}

fn written(item: Option<&Item>) -> &str {
    item.map_or("nothing", |item| item.text.as_str())
}

fn pythons() -> Vec<Vec<u64>> {
    let three = (0..=LAST_PYTHON).map(|minor| vec![3, minor]);
    [vec![2, 6], vec![2, 7]].into_iter().chain(three).collect()
}

fn nodes() -> Vec<Vec<u64>> {
    (0..=LAST_NODE).map(|major| vec![major]).collect()
}

/// What one runtime was and is.
struct Step<'s> {
    pair: &'s Pair<'s>,
    path: &'s str,
    item: &'s Item,
    before: Option<&'s Item>,
    old: &'s Range,
    new: &'s Range,
}

impl Step<'_> {
    /// A runtime whose versions are known by name.
    fn versions(&self, all: &[Vec<u64>], found: &mut Interface) {
        let (mut dropped, mut added) = (Vec::new(), Vec::new());
        for (index, version) in all.iter().enumerate() {
            match (self.old.touches(version), self.new.touches(version)) {
                (true, false) => dropped.push(index),
                (false, true) => added.push(index),
                _ => {}
            }
        }
        if !dropped.is_empty() {
            let (list, verb) = (
                list(all, &dropped),
                if dropped.len() == 1 { "is" } else { "are" },
            );
            let message = format!("{list} {verb} no longer supported: {}", self.texts());
            self.note(InterfaceKind::RuntimeDropped, message, found);
        } else if self.new.begins_above(self.old) {
            self.note(
                InterfaceKind::RuntimeRaised,
                format!("is now {}", self.texts()),
                found,
            );
        }
        if !added.is_empty() {
            let (list, verb) = (
                list(all, &added),
                if added.len() == 1 { "is" } else { "are" },
            );
            let message = format!("{list} {verb} newly supported: {}", self.texts());
            self.note(InterfaceKind::RuntimeAdded, message, found);
        }
    }

    /// A runtime that has a lowest version and no highest.
    fn floor(&self, found: &mut Interface) {
        let kind = if self.new.begins_above(self.old) {
            InterfaceKind::RuntimeRaised
        } else if self.old.begins_above(self.new) {
            InterfaceKind::RuntimeAdded
        } else {
            return;
        };
        let texts = self.texts().replace(">=", "");
        self.note(kind, format!("is now required from {texts}"), found);
    }

    fn texts(&self) -> String {
        let before = match self.before {
            Some(item) => format!("`{}`", item.text),
            None => "nothing".to_owned(),
        };
        format!("`{}`, before {before}", self.item.text)
    }

    fn note(&self, kind: InterfaceKind, message: String, found: &mut Interface) {
        let place = (self.path, self.item.line);
        let message = message + &self.pair.owner();
        let mut noted = change(kind, &self.item.name, message, place, ApiRevision::Head);
        if self.before.is_none() {
            noted.doubt = Some(
                "the previous release declared no versions: it may not have run on these either"
                    .to_owned(),
            );
        }
        found.changes.push(noted);
    }
}

/// Versions as a person writes them: `3.6, 3.7 and 3.8`, `3.0 to 3.5`, `3.14 and later`.
fn list(all: &[Vec<u64>], chosen: &[usize]) -> String {
    let shown = |index: usize| {
        let numbers = all.get(index).map_or(&[][..], Vec::as_slice);
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        numbers.join(".")
    };
    let same_series = |a: usize, b: usize| {
        let major = |index: usize| {
            all.get(index).and_then(|numbers| match numbers.as_slice() {
                [major, _] => Some(*major),
                _ => None,
            })
        };
        b == a + 1 && major(a) == major(b)
    };
    let mut parts: Vec<String> = Vec::new();
    let mut rest = chosen;
    while let Some((&first, _)) = rest.split_first() {
        let length = 1 + rest
            .windows(2)
            .take_while(|pair| matches!(pair, [a, b] if same_series(*a, *b)))
            .count();
        let (run, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        rest = others;
        let last = run.last().copied().unwrap_or(first);
        if last + 1 == all.len() {
            parts.push(format!("{} and later", shown(first)));
        } else if run.len() > 3 {
            parts.push(format!("{} to {}", shown(first), shown(last)));
        } else {
            parts.extend(run.iter().map(|index| shown(*index)));
        }
    }
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Versions whose classifier is gone although the declared range still admits them.
fn classifiers(pair: &Pair<'_>, found: &mut Interface) {
    let old = Pair::items(pair.previous, Topic::Classifier);
    let new = Pair::items(pair.head, Topic::Classifier);
    let declared = Pair::items(pair.head, Topic::Runtime);
    let range = range(declared.get("python").map(|(_, item)| *item));
    let complete = Pair::is_known(pair.head, Topic::Classifier);
    let (Some(range), false, true) = (range, new.is_empty(), complete) else {
        return;
    };
    for (version, (path, item)) in old {
        let numbers: Vec<u64> = version
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        if new.contains_key(version) || !range.touches(&numbers) {
            continue;
        }
        let message = format!(
            "{version} is no longer among the classifiers{}",
            pair.owner()
        );
        let place = (path, item.line);
        let kind = InterfaceKind::RuntimeDropped;
        let mut noted = change(kind, "python", message, place, ApiRevision::Previous);
        noted.doubt = Some("the declared range still admits it".to_owned());
        found.changes.push(noted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_listed_as_a_person_writes_them() {
        let all = pythons();
        for (chosen, expected) in [
            (vec![1], "2.7"),
            (vec![9, 10], "3.7 and 3.8"),
            (vec![9, 10, 11], "3.7, 3.8 and 3.9"),
            (vec![0, 1, 2, 3, 4, 5], "2.6, 2.7 and 3.0 to 3.3"),
            ((16..all.len()).collect(), "3.14 and later"),
        ] {
            assert_eq!(list(&all, &chosen), expected);
        }
        assert_eq!(list(&nodes(), &[14, 16, 17]), "14, 16 and 17");
    }
}
