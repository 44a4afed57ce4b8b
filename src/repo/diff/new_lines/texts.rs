//! What lines say, each text held once and told apart by a number.

use std::collections::HashMap;

/// How many letters and digits lines have at least to say enough to be known again; what git takes as
/// well (`git diff --color-moved`).
const ENOUGH: usize = 20;

/// A text that is held once: two are the same if their numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text(pub(super) usize);

/// All texts that were seen.
#[derive(Default)]
pub(super) struct Texts {
    numbers: HashMap<String, Text>,
    /// What there is to know of each, by its number.
    known: Vec<Known>,
}

struct Known {
    /// How many letters and digits it has, up to [`ENOUGH`].
    letters: usize,
    is_blank: bool,
}

impl Texts {
    pub(super) fn hold(&mut self, text: &str) -> Text {
        if let Some(held) = self.numbers.get(text) {
            return *held;
        }
        let held = Text(self.known.len());
        self.known.push(Known {
            letters: letters([text]),
            is_blank: text.trim().is_empty(),
        });
        self.numbers.insert(text.to_owned(), held);
        held
    }

    pub(super) fn is_blank(&self, text: Text) -> bool {
        self.known.get(text.0).is_some_and(|it| it.is_blank)
    }

    /// How many texts are held: the numbers are below that.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// As [`say_enough`].
    pub(super) fn say_enough(&self, lines: impl IntoIterator<Item = Text>) -> bool {
        let known = lines.into_iter().filter_map(|it| self.known.get(it.0));
        known.map(|it| it.letters).sum::<usize>() >= ENOUGH
    }
}

/// Whether lines hold at least [`ENOUGH`] letters and digits.
pub(super) fn say_enough(lines: &[&str]) -> bool {
    letters(lines.iter().copied()) >= ENOUGH
}

/// How many letters and digits lines have, up to [`ENOUGH`].
fn letters<'t>(lines: impl IntoIterator<Item = &'t str>) -> usize {
    let letters = lines.into_iter().flat_map(str::chars);
    let said = letters.filter(|letter| letter.is_alphanumeric());
    said.take(ENOUGH).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_number() {
        let mut texts = Texts::default();
        let lines = ["one", "", "two", "one", " \t"].map(|line| texts.hold(line));
        assert_eq!(lines.map(|it| it.0), [0, 1, 2, 0, 3]);
        assert_eq!(texts.len(), 4);
        assert_eq!(
            lines.map(|it| texts.is_blank(it)),
            [false, true, false, false, true]
        );
    }

    #[test]
    fn twenty_letters_and_digits_are_enough_in_however_many_lines() {
        for (lines, enough) in [
            (&["abcdefghij", "1234567890"][..], true),
            (
                &["abcdefghij", "123456789", "(((((((((((((((((((((("],
                false,
            ),
            (&["абвгдежзийклмнопрсту"], true),
            (&["абвгдежзийклмнопрст"], false),
            (&[], false),
        ] {
            let mut texts = Texts::default();
            let held: Vec<Text> = lines.iter().map(|line| texts.hold(line)).collect();
            assert_eq!(texts.say_enough(held), enough, "{lines:?}");
            assert_eq!(say_enough(lines), enough, "{lines:?}");
        }
    }
}
