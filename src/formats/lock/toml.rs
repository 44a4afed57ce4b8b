//! What the lock files in TOML have in common.

use toml::de::DeValue;

use super::model::{flaw, kept};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};

/// Parses a document.
pub(super) fn parse(text: &str) -> Result<TomlText<'_>, Flaw> {
    TomlText::parse(text).map_err(|error| {
        let Some(last) = text.lines().count().checked_sub(1) else {
            return flaw(error.line, error.message);
        };
        let cut = if error.line > last as u64 {
            ", where it may be cut off"
        } else {
            ""
        };
        flaw(error.line, format!("{}{cut}", error.message))
    })
}

/// The whole number of a key; `None` if there is none.
pub(super) fn number(value: &TomlValue<'_, '_>) -> Option<i64> {
    match value.value() {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        _ => None,
    }
}

/// The text of a key that has to be there.
pub(super) fn required(table: &TomlValue<'_, '_>, key: &str) -> Result<String, Flaw> {
    match optional(table, key)? {
        Some(text) => Ok(text),
        None => Err(flaw(table.line(), format!("a package without `{key}`"))),
    }
}

/// The text of a key that may be there.
pub(super) fn optional(table: &TomlValue<'_, '_>, key: &str) -> Result<Option<String>, Flaw> {
    let Some(value) = table.get(key) else {
        return Ok(None);
    };
    match value.value().as_str() {
        Some(text) => kept(text, key, value.line()).map(Some),
        None => Err(flaw(value.line(), format!("`{key}` is not a text"))),
    }
}

/// The tables of an array that has to be one.
pub(super) fn tables<'d, 't>(
    value: Option<TomlValue<'d, 't>>,
    key: &str,
) -> Result<Vec<TomlValue<'d, 't>>, Flaw> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let wrong = |line| flaw(line, format!("`{key}` is not a list of tables"));
    if value.value().as_array().is_none() {
        return Err(wrong(value.line()));
    }
    let items: Vec<_> = value.items().collect();
    match items.iter().find(|item| item.value().as_table().is_none()) {
        Some(item) => Err(wrong(item.line())),
        None => Ok(items),
    }
}

/// The texts of an array that has to hold nothing else; none if there is no such key.
pub(super) fn texts<'d>(table: &TomlValue<'d, '_>, key: &str) -> Result<Vec<&'d str>, Flaw> {
    let Some(value) = table.get(key) else {
        return Ok(Vec::new());
    };
    let texts = value.value().as_array().map(|_| value.texts());
    match texts {
        Some(texts) if texts.len() == value.items().count() => Ok(texts),
        _ => Err(flaw(
            value.line(),
            format!("`{key}` is not a list of texts"),
        )),
    }
}
