//! What every report of a tool has to be before it is read: text in UTF-8, all of it, and not
//! nothing.
//!
//! A report that is not is never taken for one that found nothing: each reader here returns a
//! [`Flaw`], and whoever reads a report passes it on.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use super::json_depth::deeper_than;

/// How deep JSON may be nested: what the parser takes, also where it passes over a value.
pub const MAX_JSON_DEPTH: usize = 127;

/// Why a report proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// In what way.
    pub kind: FlawKind,
    /// What is wrong, as a clause that can follow the name of the file: `it is empty`.
    pub reason: String,
}

/// In what way a report proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// It cannot be understood: empty, cut off, in another encoding, not what its format says.
    Unreadable,
    /// It is understood, and says itself that the tool did not come to its end.
    Crashed,
}

impl Flaw {
    /// A report that cannot be understood.
    #[must_use]
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Flaw {
            kind: FlawKind::Unreadable,
            reason: reason.into(),
        }
    }

    /// A report of a tool that did not come to its end.
    #[must_use]
    pub fn crashed(reason: impl Into<String>) -> Self {
        Flaw {
            kind: FlawKind::Crashed,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

/// .NET's tools begin what they write with a mark themselves, so that no file written without a
/// shell would do.
const MARKED: &str = "it starts with a byte-order mark, as what .NET's tools write or a shell \
                      redirects may: let the command that is recorded write it without its first \
                      three bytes: `tail -c +4 FILE`";

const IN_UTF_16: &str = "it is in UTF-16, as what a shell redirects may: have the tool write the file \
                         itself, or use `relcheck record`";

/// The report as text.
///
/// # Errors
/// It is empty, starts with a byte-order mark, is in UTF-16 or in another encoding than UTF-8, or
/// holds a zero byte. A byte-order mark is refused rather than skipped: it shows that a shell
/// wrote the file anew, and the tool did not, unless that is one of .NET's.
pub fn text(bytes: &[u8]) -> Result<&str, Flaw> {
    match bytes {
        [] => return Err(Flaw::unreadable("it is empty")),
        [0xef, 0xbb, 0xbf, ..] => return Err(Flaw::unreadable(MARKED)),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(Flaw::unreadable(IN_UTF_16)),
        _ => {}
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        Flaw::unreadable(format!("line {line} is not valid UTF-8"))
    })?;
    if memchr::memchr(0, bytes).is_some() {
        return Err(Flaw::unreadable("it holds a zero byte, so it is not text"));
    }
    if text.trim_ascii().is_empty() {
        return Err(Flaw::unreadable("it is empty"));
    }
    Ok(text)
}

/// Reads a whole report as one JSON value into `T`, which may borrow from it.
///
/// `NaN`, nesting beyond [`MAX_JSON_DEPTH`] levels, also in what `T` does not ask for, and text after the value are refused. A field twice in one
/// object is refused where `T` knows the field; for objects with keys of their own use
/// [`unique_keys`].
///
/// # Errors
/// A [`Flaw`] with line and column.
pub fn json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Flaw> {
    require_shallow(text)?;
    serde_json::from_str(text).map_err(|error| Flaw::unreadable(told(&error)))
}

/// Reads a whole report as one JSON value by a seed of one's own; the same as [`json`] in all else.
///
/// # Errors
/// A [`Flaw`] with line and column.
pub fn json_into<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> Result<S::Value, Flaw> {
    require_shallow(text)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| Flaw::unreadable(told(&error)))
}

/// Reads several JSON values that follow each other into as many `T`, at most `most` of them; the
/// same as [`json`] in all else.
///
/// # Errors
/// A [`Flaw`] with line and column, or one that names the limit.
pub fn json_sequence<'a, T: Deserialize<'a>>(text: &'a str, most: usize) -> Result<Vec<T>, Flaw> {
    require_shallow(text)?;
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter() {
        if values.len() >= most {
            return Err(Flaw::unreadable(format!(
                "more than {most} documents follow each other in it"
            )));
        }
        values.push(value.map_err(|error| Flaw::unreadable(told(&error)))?);
    }
    Ok(values)
}

/// Refuses JSON that is nested deeper than is read.
fn require_shallow(text: &str) -> Result<(), Flaw> {
    if let Some(at) = deeper_than(text.as_bytes(), MAX_JSON_DEPTH) {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        return Err(Flaw::unreadable(format!(
            "it is nested more than {MAX_JSON_DEPTH} levels deep, at line {line}"
        )));
    }
    Ok(())
}

fn told(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    let shown = error.to_string();
    let what = shown.split(" at line ").next().unwrap_or(&shown);
    match error.classify() {
        serde_json::error::Category::Eof => format!("it is cut off at {place}"),
        serde_json::error::Category::Data => {
            format!("it is not what such a report holds, at {place}: {what}")
        }
        _ => format!("it is not valid JSON, at {place}: {what}"),
    }
}

/// For `#[serde(deserialize_with = "unique_keys")]`: an object with keys of its own, as a list in
/// the order of the report. The same key twice is an error, since either could be the one meant.
///
/// # Errors
/// The same key twice, or whatever the values say.
pub fn unique_keys<'de, D, K, V>(deserializer: D) -> Result<Vec<(K, V)>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + std::hash::Hash + Eq + Clone + fmt::Display,
    V: Deserialize<'de>,
{
    struct Entries<K, V>(PhantomData<(K, V)>);

    impl<'de, K, V> Visitor<'de> for Entries<K, V>
    where
        K: Deserialize<'de> + std::hash::Hash + Eq + Clone + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = Vec<(K, V)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut seen = std::collections::HashSet::new();
            let mut entries = Vec::new();
            while let Some(key) = map.next_key::<K>()? {
                if !seen.insert(key.clone()) {
                    return Err(A::Error::custom(format!("`{key}` is there twice")));
                }
                entries.push((key, map.next_value()?));
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(Entries(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Sample {
        #[serde(deserialize_with = "unique_keys")]
        counts: Vec<(String, u64)>,
    }

    fn reason(bytes: &[u8]) -> String {
        let read = text(bytes).and_then(json::<Sample>);
        let flaw = read.map(|sample| sample.counts).unwrap_err();
        assert_eq!(flaw.kind, FlawKind::Unreadable);
        flaw.reason
    }

    #[test]
    fn a_report_is_text_in_utf_8_and_not_nothing() {
        assert_eq!(text("ä{}\n".as_bytes()).unwrap(), "ä{}\n");
        assert_eq!(reason(b""), "it is empty");
        assert_eq!(reason(b" \r\n"), "it is empty");
        assert!(reason(b"\xef\xbb\xbf{}").starts_with("it starts with a byte-order mark"));
        // What wrote a mark may well be the tool itself.
        assert!(reason(b"\xef\xbb\xbf{}").ends_with("three bytes: `tail -c +4 FILE`"));
        assert!(reason(b"\xff\xfe{\0}\0").starts_with("it is in UTF-16"));
        assert_eq!(reason(b"{\n\xe4}"), "line 2 is not valid UTF-8");
        assert_eq!(reason(b"{\0}"), "it holds a zero byte, so it is not text");
    }

    #[test]
    fn json_is_not_nested_without_a_limit_even_where_nobody_looks() {
        let nested = |levels: usize| {
            let (open, close) = ("[".repeat(levels), "]".repeat(levels));
            format!("{{\n\"x\": \"[[\\\"{{\", \"deep\": {open}{close}, \"counts\": {{}}}}")
        };
        let read = |levels: usize| json::<Sample>(&nested(levels)).map(|it| it.counts.len());
        assert_eq!(read(126), Ok(0));
        let flaw = read(127).unwrap_err();
        assert_eq!(
            flaw.reason,
            "it is nested more than 127 levels deep, at line 2"
        );
        assert!(read(100_000).is_err());
    }

    #[test]
    fn json_that_is_cut_off_or_odd_is_refused_with_its_place() {
        assert_eq!(
            reason(b"{\"counts\": {\"a\": 1"),
            "it is cut off at line 1, column 18"
        );
        assert!(
            reason(b"{\"counts\": {\"a\": NaN}}").starts_with("it is not valid JSON, at line 1")
        );
        assert!(reason(b"{\"counts\": {}} {}").contains("trailing characters"));
        assert!(reason(b"{\"counts\": {}, \"counts\": {}}").contains("duplicate field `counts`"));
        assert!(reason(b"{\"counts\": {\"a\": 1, \"a\": 2}}").contains("`a` is there twice"));
        assert!(reason(b"{}").contains("missing field `counts`"));
        assert!(reason(b"[]").starts_with("it is not what such a report holds"));
    }

    #[test]
    fn what_is_nested_too_deeply_ends_in_an_error() {
        let deep = "[".repeat(100_000);
        let flaw = json::<serde_json::Value>(&deep).unwrap_err();
        assert!(
            flaw.reason.contains("nested more than 127 levels deep"),
            "{flaw}"
        );
    }

    #[test]
    fn keys_of_a_report_keep_their_order() {
        let read: Sample = json("{\"counts\": {\"b\": 1, \"a\": 2}}").unwrap();
        assert_eq!(read.counts, [("b".to_owned(), 1), ("a".to_owned(), 2)]);
    }
}
