//! Columns as people count them: the engine counts a tab as four, and letters in bytes.

use super::error::LoadError;

/// How many columns the engine takes a tab for.
const TAB: u64 = 4;

/// The column in characters of what the engine says is in this column of this line, both starting
/// at 1.
pub(super) fn in_characters(text: &str, line: u64, column: u64) -> u64 {
    let index = usize::try_from(line).unwrap_or(0).saturating_sub(1);
    let Some(line) = text.lines().nth(index).filter(|line| is_odd(line)) else {
        return column;
    };
    let mut engine = 1;
    let mut characters = 1;
    for letter in line.chars() {
        if engine >= column {
            break;
        }
        engine += if letter == '\t' {
            TAB
        } else {
            letter.len_utf8() as u64
        };
        characters += 1;
    }
    // What lies behind the end of the line still does.
    characters + column.saturating_sub(engine)
}

/// Whether the two ways to count may differ.
fn is_odd(line: &str) -> bool {
    !line.is_ascii() || line.contains('\t')
}

/// The same problem, at the place that the engine means.
pub(super) fn mended(text: &str, error: LoadError) -> LoadError {
    LoadError {
        column: in_characters(text, error.line, error.column),
        ..error
    }
}

#[cfg(test)]
mod tests {
    use super::in_characters;

    #[test]
    fn tabs_and_letters_count_as_one() {
        let text = "a\n\tb := \"ä\" + c\n";
        assert_eq!(in_characters(text, 1, 1), 1);
        assert_eq!(in_characters(text, 2, 5), 2);
        assert_eq!(in_characters(text, 2, 17), 13);
        assert_eq!(in_characters(text, 2, 40), 36);
        assert_eq!(in_characters(text, 9, 3), 3);
    }
}
