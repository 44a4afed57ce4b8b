//! The pages of an export: what one request answered, or several, one after the other or in a list.
//!
//! `gh api --paginate` writes the answers one after the other, or, where each is a list, as one
//! list; with `--slurp` it writes a list of the answers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::MAX_ENTRIES;
use crate::formats::report::{self, Flaw};

/// The most pages that one export may have.
const MAX_PAGES: usize = 1_000;

/// The pages of a text, each with its elements: the one object that a page is, or those of a list.
///
/// # Errors
/// A [`Flaw`] where it is no JSON, cut off, or not of this form.
pub(in crate::formats) fn pages<'a, T: Deserialize<'a>>(
    text: &'a str,
) -> Result<Vec<Vec<T>>, Flaw> {
    let documents: Vec<Document<T>> = report::json_sequence(text, MAX_PAGES)?;
    Ok(documents.into_iter().flat_map(|it| it.0).collect())
}

/// The same where each page is one object.
pub(in crate::formats) fn objects<'a, T: Deserialize<'a>>(text: &'a str) -> Result<Vec<T>, Flaw> {
    Ok(pages(text)?.into_iter().flatten().collect())
}

/// The pages of one document: one object, a list of objects, or a list of such lists.
struct Document<T>(Vec<Vec<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pages<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pages<T> {
            type Value = Document<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object, or a list")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let only = T::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Document(vec![vec![only]]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut pages = Vec::new();
                let mut page = Vec::new();
                while let Some(element) = list.next_element::<Element<T>>()? {
                    match element {
                        Element::One(one) => page.push(one),
                        Element::Page(elements) => pages.push(elements),
                    }
                    if page.len() > MAX_ENTRIES || pages.len() > MAX_PAGES {
                        return Err(A::Error::custom("more elements than are read"));
                    }
                }
                if !page.is_empty() || pages.is_empty() {
                    pages.push(page);
                }
                Ok(Document(pages))
            }
        }

        deserializer.deserialize_any(Pages(PhantomData))
    }
}

/// What a list holds.
enum Element<T> {
    One(T),
    Page(Vec<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Element<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object, or a list of objects")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Element::One)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                let page = crate::formats::json_list::List::<T, MAX_ENTRIES>::deserialize(
                    SeqAccessDeserializer::new(list),
                )?;
                Ok(Element::Page(page.0))
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Sample {
        a: u8,
    }

    fn sizes(text: &str) -> Result<Vec<usize>, Flaw> {
        Ok(pages::<Sample>(text)?.iter().map(Vec::len).collect())
    }

    #[test]
    fn answers_come_alone_in_a_row_and_in_a_list() {
        assert_eq!(sizes("{\"a\": 1}").unwrap(), [1]);
        assert_eq!(sizes("{\"a\": 1}{\"a\": 2}\n").unwrap(), [1, 1]);
        assert_eq!(sizes("[{\"a\": 1}, {\"a\": 2}]").unwrap(), [2]);
        assert_eq!(sizes("[{\"a\": 1}]\n[{\"a\": 2}]").unwrap(), [1, 1]);
        assert_eq!(
            sizes("[[{\"a\": 1}, {\"a\": 3}], [{\"a\": 2}], []]").unwrap(),
            [2, 1, 0]
        );
        assert_eq!(sizes("[]").unwrap(), [0]);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "1",
            "[1]",
            "[[[{\"a\": 1}]]]",
            "{\"a\": 1}{\"a\"",
            "{\"a\": 1} x",
            "{}",
        ] {
            assert!(sizes(text).is_err(), "{text}");
        }
        assert!(
            sizes("{\"a\": 1, \"a\": 2}")
                .unwrap_err()
                .reason
                .contains("duplicate")
        );
        let many = "{\"a\": 1}".repeat(MAX_PAGES + 1);
        assert!(sizes(&many).unwrap_err().reason.contains("more than 1000"));
    }
}
