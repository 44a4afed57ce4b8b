//! The attributes of an element, one after the other.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;

use super::MAX_ATTRIBUTES;

/// The names of the attributes of an element, of which most have a few.
#[derive(Default)]
pub struct Names<'s> {
    first: [&'s str; 8],
    more: Vec<&'s str>,
    count: usize,
}

impl<'s> Names<'s> {
    /// Adds a name.
    ///
    /// # Errors
    /// It is there already, or there are too many.
    pub fn add(&mut self, name: &'s str) -> Result<(), &'static str> {
        if self.count >= MAX_ATTRIBUTES {
            return Err("an element has too many attributes");
        }
        let mut before = self.first.iter().take(self.count).chain(&self.more);
        if before.any(|other| *other == name) {
            return Err("an element has an attribute twice");
        }
        match self.first.get_mut(self.count) {
            Some(place) => *place = name,
            None => self.more.push(name),
        }
        self.count += 1;
        Ok(())
    }
}

/// The first attribute of a text: its name, its value as it stands, and the text after it; `None` if
/// there is none. quick-xml has an iterator of its own, which takes twice as long over the many
/// small elements of a coverage report.
pub fn attribute(text: &str) -> Result<Option<(&str, &str, &str)>, &'static str> {
    let start = text.trim_ascii_start();
    if start.is_empty() {
        return Ok(None);
    }
    if start.len() == text.len() {
        return Err("there is no space before an attribute");
    }
    let end = start.bytes().position(|byte| byte == b'=');
    let end = end.ok_or("an attribute has no value")?;
    let (name, after) = start.split_at_checked(end).unwrap_or((start, ""));
    let (name, after) = (name.trim_ascii_end(), after.get(1..).unwrap_or_default());
    let is_odd = |byte: u8| {
        matches!(
            byte,
            b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'<' | b'>'
        )
    };
    if name.is_empty() || name.bytes().any(is_odd) {
        return Err("an attribute has no name or no value");
    }
    let after = after.trim_ascii_start();
    let quote = match after.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => return Err("the value of an attribute has no quotes"),
    };
    let inner = after.get(1..).unwrap_or_default();
    let end = memchr::memchr(quote, inner.as_bytes()).ok_or("the value of an attribute is open")?;
    let (value, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
    Ok(Some((name, value, rest.get(1..).unwrap_or_default())))
}

/// A value with its references resolved and its white space as the specification has it (XML 1.0,
/// section 3.3.3).
pub fn normalised<'v>(name: &'v str, value: &'v str) -> Result<Cow<'v, str>, String> {
    let is_plain = |byte: &u8| !matches!(byte, b'&' | b'<' | b'\t' | b'\n' | b'\r');
    if value.as_bytes().iter().all(is_plain) {
        return Ok(Cow::Borrowed(value));
    }
    if memchr::memchr(b'<', value.as_bytes()).is_some() {
        return Err("there is `<` in the value of an attribute".to_owned());
    }
    let attribute = Attribute {
        key: QName(name.as_bytes()),
        value: Cow::Borrowed(value.as_bytes()),
    };
    let normalised = attribute.normalized_value(XmlVersion::Implicit1_0);
    normalised.map_err(|error| error.to_string())
}
