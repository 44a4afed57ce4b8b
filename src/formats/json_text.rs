//! Strings of a JSON text that are borrowed wherever they hold no escape.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A string of a JSON text, borrowed where it can be.
///
/// Unlike `Cow<str>` it is borrowed inside of `Option`, `Vec` and map keys, too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowed;

        impl<'de> Visitor<'de> for Borrowed {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Borrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_string_with_an_escape_is_copied() {
        let read: Vec<Option<Text<'_>>> = serde_json::from_str(r#"["a", "b\n", null]"#).unwrap();
        let borrowed =
            |text: &Option<Text<'_>>| text.as_ref().map(|text| matches!(text.0, Cow::Borrowed(_)));
        let seen: Vec<_> = read.iter().map(borrowed).collect();
        assert_eq!(seen, [Some(true), Some(false), None]);
        assert_eq!(read[1].as_deref(), Some("b\n"));
    }
}
