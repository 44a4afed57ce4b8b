//! Whether a report measured the file as it is: an installed copy of an earlier version, or data of an
//! earlier run, has lines of its own.

use super::merged::Lines;
use crate::formats::python_module;
use crate::repo::NewLines;

/// Some tools name the line after a file's last one, where a function ends.
const BEYOND: u64 = 1;

/// What shows that the lines are those of another state of the file, as a clause; `None` if nothing
/// does.
pub(super) fn shown(new: &NewLines, language: &str, lines: &Lines) -> Option<String> {
    let text = new.text.as_deref()?;
    let count = text.lines().count() as u64;
    if lines.last() > count + BEYOND {
        return Some(format!(
            "it names line {}, and the file has {count}",
            lines.last()
        ));
    }
    if language == "python" {
        return unnamed(new, text, lines);
    }
    None
}

/// For Python it can be told which lines a tool has to name. One of them it may leave out for a reason
/// that is not known here; where it names none of all that are new, it has not seen them.
fn unnamed(new: &NewLines, text: &str, lines: &Lines) -> Option<String> {
    let mut ranges = new.lines.iter();
    if ranges.any(|range| lines.names_any(range.first, range.last)) {
        return None;
    }
    let is_new = |&(first, last): &(u64, u64)| {
        let mut ranges = new.lines.iter();
        ranges.any(|range| range.first <= first && last <= range.last)
    };
    let statements = python_module::statements(text)?;
    let (first, _) = statements.into_iter().find(is_new)?;
    Some(format!(
        "it does not know the statement in line {first}, nor any other that is new"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::merged::Merged;
    use super::*;
    use crate::facts::LineRange;
    use crate::formats::coverage::{CoveredFile, CoveredLine};

    fn of(
        text: &str,
        new: (u64, u64),
        language: &str,
        named: &[u32],
        excluded: &[u32],
    ) -> Option<String> {
        let new = NewLines {
            path: "a".to_owned(),
            old_path: None,
            is_file: true,
            text: Some(text.to_owned()),
            lines: vec![LineRange {
                first: new.0,
                last: new.1,
            }],
            moved: 0,
            respaced: 0,
        };
        let lines = named.iter().map(|&line| CoveredLine { line, hits: 1 });
        let mut merged = Merged::default();
        let file = CoveredFile {
            lines: lines.collect(),
            excluded: excluded.to_vec(),
            ..CoveredFile::default()
        };
        merged.take("a", &file);
        shown(&new, language, merged.file("a").unwrap())
    }

    #[test]
    fn lines_beyond_the_end_are_of_another_file() {
        let text = "a\nb\nc\n";
        assert_eq!(of(text, (3, 3), "go", &[1, 4], &[]), None);
        let shown = of(text, (3, 3), "go", &[1, 5], &[]);
        assert_eq!(shown.unwrap(), "it names line 5, and the file has 3");
        assert!(of(text, (3, 3), "python", &[], &[5]).is_some());
    }

    #[test]
    fn new_statements_that_no_report_names_were_not_seen() {
        let text = "def add(a):\n    return a\n\n\ndef wipe(a):\n    x = a\n    return x\n";
        let shown = of(text, (3, 7), "python", &[1, 2], &[]);
        assert_eq!(
            shown.unwrap(),
            "it does not know the statement in line 5, nor any other that is new"
        );
        // One of them is enough, run or left out.
        assert_eq!(of(text, (3, 7), "python", &[1, 2, 5], &[]), None);
        assert_eq!(of(text, (3, 7), "python", &[1, 2], &[5, 6, 7]), None);
        // Of another language it is not known what has to be named.
        assert_eq!(of(text, (3, 7), "ruby", &[1, 2], &[]), None);
    }

    #[test]
    fn new_lines_without_a_statement_of_their_own_need_no_name() {
        let text = "f(\n    1,\n    2,\n)\n# three\n";
        assert_eq!(of(text, (3, 3), "python", &[1], &[]), None);
        assert_eq!(of(text, (5, 5), "python", &[1], &[]), None);
    }
}
