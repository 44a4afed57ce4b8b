//! Fields of a JSON object that the schema does not know, and lists that may be absent.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::formats::json_text::Text;

/// The names of the fields that are left over, for `#[serde(flatten)]`.
#[derive(Debug, Default)]
pub(super) struct Others<'a>(pub Vec<Text<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Others<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Others<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut names = Vec::new();
                while let Some((name, _)) = map.next_entry::<Text<'de>, IgnoredAny>()? {
                    names.push(name);
                }
                Ok(Others(names))
            }
        }

        deserializer.deserialize_map(Names)
    }
}
