//! What a text mentions: names, numbers of requests, and its words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Kind, Line};

/// The longest word that may be a name, in bytes. Addresses and encoded data are longer.
const MAX_NAME: usize = 200;

static REQUEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[#!]|\bGH-|/(?:pull|issues|merge_requests)/)([0-9]{1,18})\b").ok()
});

/// What a text mentions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    pub names: BTreeSet<String>,
    pub numbers: BTreeSet<u64>,
    pub text: String,
}

impl Mentions {
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut mentions = Mentions::default();
        for line in lines {
            mentions.add_words(line.text);
            mentions.add_numbers(line.text);
            // What stands between two backticks, or two pairs of them, is code; what is never closed
            // is none.
            let text = line.text.replace("``", "`");
            let ticks = text.matches('`').count();
            for (at, piece) in text.split('`').enumerate() {
                let quoted = at % 2 == 1 && at < ticks;
                mentions.add_names(piece, quoted || line.kind == Kind::Code);
            }
        }
        mentions
    }

    /// How much memory that takes, about.
    pub(super) fn bytes(&self) -> usize {
        let names: usize = self.names.iter().map(|name| name.len() + 16).sum();
        names + self.text.len() + 8 * self.numbers.len()
    }

    fn add_words(&mut self, line: &str) {
        for word in line.split(|letter: char| !is_of_word(letter)) {
            if !word.is_empty() {
                if self.text.is_empty() {
                    self.text.push(' ');
                }
                self.text.extend(word.chars().flat_map(char::to_lowercase));
                self.text.push(' ');
            }
        }
    }

    fn add_numbers(&mut self, line: &str) {
        let found = REQUEST
            .iter()
            .flat_map(|request| request.captures_iter(line));
        let numbers = found.filter_map(|found| found.get(1)?.as_str().parse::<u64>().ok());
        self.numbers.extend(numbers);
    }

    fn add_names(&mut self, piece: &str, is_code: bool) {
        let mut rest = piece;
        while let Some(start) = rest.find(is_of_name) {
            let tail = rest.get(start..).unwrap_or_default();
            let end = tail
                .find(|letter| !is_of_name(letter))
                .unwrap_or(tail.len());
            let (word, after) = tail.split_at(end);
            let name = word.trim_matches(['.', '/', ':', '#', '@']);
            let name = name.trim_end_matches('-');
            if name.len() <= MAX_NAME
                && (is_code || after.starts_with('(') || looks_like_code(name))
            {
                self.add_name(name);
            }
            rest = after;
        }
    }

    /// The name, and what follows each dot or slash in it.
    fn add_name(&mut self, name: &str) {
        let mut rest = Some(name);
        while let Some(name) = rest {
            if !name.is_empty() {
                self.names.insert(name.to_owned());
            }
            rest = name
                .split_once(['.', '/', ':', '#'])
                .map(|(_, rest)| rest.trim_start_matches(':'));
        }
    }
}

/// A letter, mark or digit, as the rule that looks titles up says it.
fn is_of_word(letter: char) -> bool {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{L}\p{M}\p{N}]").ok());
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    let mut text = [0; 4];
    WORD.as_ref()
        .is_some_and(|word| word.is_match(letter.encode_utf8(&mut text)))
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || "_-./:@#".contains(letter)
}

/// Whether a word in prose is no plain one: `close_all`, `Client`, `demo.get`, `--color`.
fn looks_like_code(word: &str) -> bool {
    word.contains(['_', '.'])
        || word.contains("::")
        || word.starts_with('-')
        || word.contains(char::is_uppercase)
}
