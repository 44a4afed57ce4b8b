//! An edit of a text, and what a list of them makes of it.

use std::ops::Range;

/// What an edit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A place that declares the version.
    Declaration,
    /// What another package of the repository requires of one that moves.
    Requirement,
    /// The project's own entry in a lock file.
    LockFile,
    /// A place in the documents that names the version.
    Reference,
    /// The changelog.
    Changelog,
}

impl Purpose {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Declaration => "declaration",
            Purpose::Requirement => "requirement",
            Purpose::LockFile => "lock-file",
            Purpose::Reference => "reference",
            Purpose::Changelog => "changelog",
        }
    }
}

/// Some bytes of a file, and what takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file, from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The bytes that are replaced, counted from the start of the file; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
    /// What it is for.
    pub purpose: Purpose,
}

/// Two edits of one file that touch the same bytes, or an edit that lies outside of its file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`: two changes meet at byte {at}")]
pub struct Conflict {
    /// The file.
    pub path: String,
    /// The byte at which the second one starts.
    pub at: usize,
}

/// The text after all of its edits, which are sorted first; of equal ones, one remains.
///
/// # Errors
/// [`Conflict`] if two of them overlap, two insert at the same place, or one does not fit the text.
pub fn apply(text: &str, edits: &mut Vec<Edit>) -> Result<String, Conflict> {
    edits.sort_by(|a, b| {
        let key = |edit: &Edit| (edit.range.start, edit.range.end, edit.purpose);
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    edits.dedup_by(|later, kept| later.range == kept.range && later.text == kept.text);
    let mut result = String::with_capacity(text.len() + 64);
    let mut at = 0;
    let mut last: Option<&Edit> = None;
    for edit in edits.iter() {
        let conflict = || Conflict {
            path: edit.path.clone(),
            at: edit.range.start,
        };
        if last.is_some_and(|last| last.range == edit.range) {
            return Err(conflict());
        }
        let before = text.get(at..edit.range.start).ok_or_else(conflict)?;
        text.get(edit.range.clone()).ok_or_else(conflict)?;
        result.push_str(before);
        result.push_str(&edit.text);
        at = edit.range.end;
        last = Some(edit);
    }
    result.push_str(text.get(at..).unwrap_or_default());
    Ok(result)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in super::super) fn edit(range: Range<usize>, text: &str) -> Edit {
        Edit {
            path: "a".to_owned(),
            range,
            text: text.to_owned(),
            purpose: Purpose::Declaration,
        }
    }

    #[test]
    fn edits_are_made_in_their_order_and_once() {
        let mut edits = vec![
            edit(4..5, "X"),
            edit(0..1, ""),
            edit(4..5, "X"),
            edit(5..5, "!"),
        ];
        assert_eq!(apply("abcdefg", &mut edits).unwrap(), "bcdX!fg");
        assert_eq!(edits.len(), 3);
    }

    #[test]
    fn edits_that_meet_are_refused() {
        for pair in [
            [edit(0..3, "x"), edit(2..4, "y")],
            [edit(1..3, "x"), edit(1..3, "y")],
            [edit(1..1, "x"), edit(1..1, "y")],
            [edit(0..1, "x"), edit(5..9, "y")],
        ] {
            assert!(apply("abcdef", &mut pair.to_vec()).is_err(), "{pair:?}");
        }
    }

    #[test]
    fn an_edit_inside_of_a_letter_is_refused() {
        assert!(apply("aé", &mut vec![edit(2..3, "x")]).is_err());
    }

    proptest! {
        #[test]
        fn what_no_edit_touches_stays(text in "[a-z\\n]{0,40}", starts in proptest::collection::vec((0_usize..40, 0_usize..3), 0..5)) {
            let mut edits: Vec<Edit> = starts.into_iter().map(|(start, length)| edit(start..start + length, "#")).collect();
            let before = edits.clone();
            if let Ok(result) = apply(&text, &mut edits) {
                let removed: usize = edits.iter().map(|edit| edit.range.len()).sum();
                prop_assert_eq!(result.len(), text.len() - removed + edits.len());
                for pair in edits.windows(2) {
                    prop_assert!(pair[0].range.end <= pair[1].range.start);
                }
            } else {
                prop_assert!(!before.is_empty());
            }
        }
    }
}
