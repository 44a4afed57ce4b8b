//! Attributes, annotations and decorators before definitions, and what is a test by them.

use super::Language;
use super::items::Reader;
use super::tokens::Kind;

/// How many brackets around a comment are looked at.
const MAX_LEVELS: usize = 32;

/// How many tokens before a module are looked at for its attributes.
const MAX_ATTRIBUTES: usize = 200;

/// How many tokens the parameters of a type may have.
const MAX_ANGLES: usize = 500;

impl Reader<'_, '_> {
    /// The place after an attribute, annotation or decorator that starts there.
    pub(super) fn after_attribute(&self, at: usize) -> Option<usize> {
        let matched = self.matched;
        match (self.language, matched.kind(at)?) {
            (Language::Rust | Language::Php, Kind::Mark('#')) => {
                let open = if matched.is(at + 1, '!') {
                    at + 2
                } else {
                    at + 1
                };
                let is_list = matched.is(open, '[');
                is_list.then(|| matched.close(open))?.map(|end| end + 1)
            }
            (Language::CSharp | Language::C, Kind::Mark('[')) => Some(matched.close(at)? + 1),
            (Language::C, Kind::Word("template")) if matched.is(at + 1, '<') => {
                self.after_angles(at + 1)
            }
            (_, Kind::Mark('@')) => {
                let mut end = at + 1;
                matched.word(end).filter(|word| *word != "interface")?;
                end += 1;
                while matched.is(end, '.') || matched.is(end, ':') {
                    end += 2;
                }
                match matched.is(end, '(') {
                    true => Some(matched.close(end)? + 1),
                    false => Some(end),
                }
            }
            _ => None,
        }
    }

    pub(super) fn after_angles(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let end = self.matched.tokens.len().min(open + MAX_ANGLES);
        for at in open..end {
            match self.matched.kind(at)? {
                Kind::Mark('<') => depth += 1,
                Kind::Mark('>') => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                Kind::Mark('{' | ';') => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether an attribute says that what follows is a test.
    pub(super) fn is_test(&self, from: usize, to: usize) -> bool {
        let words: Vec<&str> = (from..to).filter_map(|at| self.matched.word(at)).collect();
        match self.language {
            Language::Rust => {
                words.as_slice() == ["test"]
                    || words.starts_with(&["cfg", "test"])
                    || words.starts_with(&["cfg", "all", "test"])
            }
            _ => matches!(words.first(), Some(&("Test" | "ParameterizedTest"))),
        }
    }

    /// Whether it stands in a module that only tests see: `#[cfg(test)] mod tests {`.
    pub(super) fn is_in_test(&self, at: usize) -> bool {
        if self.language != Language::Rust {
            return false;
        }
        let mut open = self.matched.within(at);
        let mut levels = 0;
        while let Some(bracket) = open.filter(|_| levels < MAX_LEVELS) {
            let words = self.matched.words_before(bracket);
            let is_module = words.len() >= 2 && words.get(words.len() - 2) == Some(&"mod");
            if is_module && (self.has_test_attribute(bracket) || words.last() == Some(&"tests")) {
                return true;
            }
            open = self.matched.within(bracket);
            levels += 1;
        }
        false
    }

    /// Whether `#[cfg(test)]` stands before the item that a bracket opens.
    fn has_test_attribute(&self, bracket: usize) -> bool {
        let parent = self.matched.within(bracket);
        for at in (0..bracket).rev().take(MAX_ATTRIBUTES) {
            if self.matched.is(at, '#')
                && let Some(end) = self.after_attribute(at)
                && self.is_test(at, end)
            {
                return true;
            }
            let is_ours = self.matched.within(at) == parent;
            if Some(at) == parent
                || (is_ours && (self.matched.is(at, ';') || self.matched.is(at, '}')))
            {
                return false;
            }
        }
        false
    }
}
