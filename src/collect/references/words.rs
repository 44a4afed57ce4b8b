//! The words around a place in a line.

/// How many words before a place are kept.
const BEFORE: usize = 5;

/// How many words after a place are kept.
const AFTER: usize = 3;

/// How many bytes of a line are looked at on either side.
const REACH: usize = 200;

/// How many characters of a token are kept.
const MAX_TOKEN: usize = 120;

/// The last words of a text within its last sentence, in lower case, the nearest last.
pub(super) fn before(text: &str) -> Vec<String> {
    let mut found: Vec<String> = words(last_sentence(tail(text)))
        .rev()
        .take(BEFORE)
        .map(str::to_lowercase)
        .collect();
    found.reverse();
    found
}

/// The first words of a text within its first sentence, in lower case. A `+` at its start is one.
pub(super) fn after(text: &str) -> Vec<String> {
    let text = head(text);
    let plus = text.starts_with('+').then(|| "+".to_owned());
    plus.into_iter()
        .chain(words(first_sentence(text)).map(str::to_lowercase))
        .take(AFTER)
        .collect()
}

/// What stands around a place without blanks, quotes or brackets.
pub(super) fn token(line: &str, start: usize, end: usize) -> String {
    let bounds = |letter: char| letter.is_whitespace() || "\"'`<>()[]{},|;*".contains(letter);
    let left = tail(line.get(..start).unwrap_or_default());
    let right = head(line.get(end..).unwrap_or_default());
    let left = left.rfind(bounds).map_or(left, |at| {
        let width = left
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        left.get(at + width..).unwrap_or_default()
    });
    let right = right
        .find(bounds)
        .and_then(|at| right.get(..at))
        .unwrap_or(right);
    let middle = line.get(start..end).unwrap_or_default();
    format!("{left}{middle}{right}")
        .trim_end_matches(['.', ':', ','])
        .chars()
        .take(MAX_TOKEN)
        .collect()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !"_-'".contains(letter))
        .map(|word| word.trim_matches(['-', '_', '\'']))
        .filter(|word| !word.is_empty())
}

/// What follows the last full stop, semicolon or border of a table's cell.
fn last_sentence(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .find(|(at, letter)| ends_sentence(text, *at, *letter))
        .map_or(0, |(at, letter)| at + letter.len_utf8());
    text.get(start..).unwrap_or_default()
}

fn first_sentence(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, letter)| ends_sentence(text, *at, *letter))
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn ends_sentence(text: &str, at: usize, letter: char) -> bool {
    match letter {
        ';' | '|' => true,
        '.' | '!' | '?' => {
            let rest = text.get(at + 1..).unwrap_or_default();
            rest.is_empty() || rest.starts_with(char::is_whitespace)
        }
        _ => false,
    }
}

/// The end of a text, as far as it is looked at.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// The start of a text, as far as it is looked at.
fn head(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_within_their_sentence() {
        assert_eq!(before("It works. Since version "), ["since", "version"]);
        assert_eq!(before("| `demo` | since "), ["since"]);
        assert_eq!(before("as of the **"), ["as", "of", "the"]);
        assert_eq!(before("Done. "), Vec::<String>::new());
        assert_eq!(after(" or later. Then"), ["or", "later"]);
        assert_eq!(after("+ only"), ["+", "only"]);
    }

    #[test]
    fn a_token_ends_at_blanks_quotes_and_brackets() {
        let line = "use `pip install demo==1.2.3`.";
        let start = line.find("1.2.3").unwrap();
        assert_eq!(token(line, start, start + 5), "demo==1.2.3");
        assert_eq!(token("v1.2.3.", 0, 6), "v1.2.3");
    }
}
