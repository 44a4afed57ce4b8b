//! TOML with the line of every value.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::{LineIndex, Malformed};

/// A parsed TOML document.
pub struct TomlText<'t> {
    root: Spanned<DeTable<'t>>,
    lines: LineIndex,
}

impl<'t> TomlText<'t> {
    /// Parses a document. Nesting is limited by the parser.
    ///
    /// # Errors
    /// [`Malformed`] with the line and the parser's message.
    pub fn parse(text: &'t str) -> Result<Self, Malformed> {
        let lines = LineIndex::new(text);
        match DeTable::parse(text) {
            Ok(root) => Ok(TomlText { root, lines }),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                Err(Malformed::new(lines.line(offset), error.message()))
            }
        }
    }

    /// The value at a path of keys.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<TomlValue<'_, 't>> {
        let (first, rest) = path.split_first()?;
        let mut value = self.root.get_ref().get(*first)?;
        for key in rest {
            value = value.get_ref().as_table()?.get(*key)?;
        }
        Some(TomlValue {
            value,
            lines: &self.lines,
        })
    }

    /// The keys of the document with their values, in the order of the keys.
    #[must_use]
    pub fn entries(&self) -> Vec<(&str, TomlValue<'_, 't>)> {
        entries(self.root.get_ref(), &self.lines)
    }

    /// The text at a path of keys; `None` if there is none or it is no text.
    #[must_use]
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        self.get(path)?.value.get_ref().as_str()
    }
}

/// One value of a document.
#[derive(Clone, Copy)]
pub struct TomlValue<'d, 't> {
    value: &'d Spanned<DeValue<'t>>,
    lines: &'d LineIndex,
}

impl<'d, 't> TomlValue<'d, 't> {
    /// The line on which it starts.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.lines.line(self.value.span().start)
    }

    /// Where it stands, in bytes: a text with its quotes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.value.span()
    }

    /// The keys with their values, in the order of the keys, if this is a table.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'d str, TomlValue<'d, 't>)> {
        let table = self.value().as_table();
        table.map_or_else(Vec::new, |table| entries(table, self.lines))
    }

    /// The value itself.
    #[must_use]
    pub fn value(&self) -> &'d DeValue<'t> {
        self.value.get_ref()
    }

    /// The value of a key, if this is a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<TomlValue<'d, 't>> {
        let value = self.value().as_table()?.get(key)?;
        Some(TomlValue {
            value,
            lines: self.lines,
        })
    }

    /// The text of a key, if this is a table.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value().as_table()?.get(key)?.get_ref().as_str()
    }

    /// The elements, if this is an array.
    pub fn items(&self) -> impl Iterator<Item = TomlValue<'d, 't>> {
        let lines = self.lines;
        let items = self
            .value()
            .as_array()
            .into_iter()
            .flat_map(|array| array.iter());
        items.map(move |value| TomlValue { value, lines })
    }

    /// The texts among the elements, if this is an array; the text itself, if it is one.
    #[must_use]
    pub fn texts(&self) -> Vec<&'d str> {
        match self.value().as_str() {
            Some(text) => vec![text],
            None => self
                .items()
                .filter_map(|item| item.value().as_str())
                .collect(),
        }
    }
}

fn entries<'d, 't>(
    table: &'d DeTable<'t>,
    lines: &'d LineIndex,
) -> Vec<(&'d str, TomlValue<'d, 't>)> {
    table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), TomlValue { value, lines }))
        .collect()
}
