//! Puts relcheck's own checks into the text of tests and rules, on the lines that are there.

use super::super::error::LoadError;

/// A text that is put in at a byte of a file; it holds no line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insertion {
    pub(super) at: u32,
    pub(super) text: String,
}

/// A text with others put in, which still knows the places of the original.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// Line, column in the original, and length of each insertion, in order.
    shifts: Vec<(u64, u64, u64)>,
}

impl Rewritten {
    /// Insertions at no border of two characters are left out.
    pub(super) fn new(original: &str, mut insertions: Vec<Insertion>) -> Self {
        insertions.sort_by_key(|insertion| insertion.at);
        let mut rewritten = Rewritten::default();
        let mut done = 0;
        for insertion in insertions {
            let at = usize::try_from(insertion.at).unwrap_or(usize::MAX);
            let (Some(before), Some(piece)) = (original.get(..at), original.get(done..at)) else {
                continue;
            };
            rewritten.text.push_str(piece);
            rewritten.text.push_str(&insertion.text);
            done = at;
            let line = before.matches('\n').count() as u64 + 1;
            let column = width(before.rsplit('\n').next().unwrap_or("")) + 1;
            let length = insertion.text.chars().count() as u64;
            rewritten.shifts.push((line, column, length));
        }
        rewritten.text.push_str(original.get(done..).unwrap_or(""));
        rewritten
    }

    /// The place in the original of an error in the rewritten text.
    pub(super) fn original_place(&self, mut error: LoadError) -> LoadError {
        let on_line = self.shifts.iter().filter(|(line, ..)| *line == error.line);
        for (_, column, length) in on_line {
            if error.column > *column {
                error.column = error.column.saturating_sub(*length).max(*column);
            }
        }
        error
    }
}

/// How many columns the engine counts for a text: four for a tab.
fn width(text: &str) -> u64 {
    text.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Where a token really ends: the engine leaves the closing quote of a text out.
pub(super) fn end_of(text: &str, end: u32) -> u32 {
    let at = usize::try_from(end).unwrap_or(usize::MAX);
    match text.as_bytes().get(at) {
        Some(b'"' | b'`') => end.saturating_add(1),
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insertion(at: u32, text: &str) -> Insertion {
        Insertion {
            at,
            text: text.to_owned(),
        }
    }

    #[test]
    fn places_are_those_of_the_original() {
        let rewritten = Rewritten::new("ab\ncd ef", vec![insertion(6, "<<"), insertion(4, "<")]);
        assert_eq!(rewritten.text, "ab\nc<d <<ef");
        let column = |line, column| {
            let error = LoadError::new("f", line, column, "m");
            rewritten.original_place(error).column
        };
        assert_eq!(column(1, 2), 2);
        assert_eq!(column(2, 1), 1);
        // `d`, the blank after it, `e` and `f`.
        assert_eq!([3, 4, 7, 8].map(|at| column(2, at)), [2, 3, 4, 5]);
    }

    #[test]
    fn a_place_within_a_character_is_left_alone() {
        assert_eq!(Rewritten::new("ä", vec![insertion(1, "x")]).text, "ä");
        assert_eq!(Rewritten::new("a", vec![insertion(9, "x")]).text, "a");
    }
}
