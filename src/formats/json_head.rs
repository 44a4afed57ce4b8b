//! The outline of a JSON text that is known only by its start: which keys it has, and where.
//!
//! Reports are recognised by their first few kilobytes, which may end anywhere: in the middle of a
//! string, or of a number. So this reads no JSON. It follows brackets, strings and commas as far as
//! they go, and takes note of the keys on its way.

use std::collections::BTreeMap;

/// How deep keys are taken note of. What lies deeper is passed over.
const MAX_DEPTH: usize = 4;
/// How many keys are taken note of.
const MAX_KEYS: usize = 512;

/// The outline of a JSON text.
///
/// A key is named by its way from the top: `runs[].tool` is the key `tool` of an object in the list
/// `runs` of the outermost object, and `[].code` a key of the objects in the outermost list.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    keys: BTreeMap<String, Option<&'a str>>,
    first: Option<&'a str>,
    list: bool,
    empty: bool,
}

impl<'a> Outline<'a> {
    /// The outline of a text that starts with `{` or `[`, after blanks. Any other text has no keys.
    #[must_use]
    pub fn of(head: &'a str) -> Self {
        let head = head.trim_ascii_start();
        let mut outline = Outline {
            list: head.starts_with('['),
            ..Outline::default()
        };
        if outline.list || head.starts_with('{') {
            outline.empty = matches!(
                head.get(1..)
                    .map(|rest| rest.trim_ascii_start().as_bytes().first()),
                Some(Some(b']' | b'}'))
            );
            Walk::new(head).note(&mut outline);
        }
        outline
    }

    /// Whether the text has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Whether the text has all of these keys.
    #[must_use]
    pub fn has_all(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.has(key))
    }

    /// Whether the text has one of these keys.
    #[must_use]
    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// The string that the key has the first time, as it is written; `None` where it is no string.
    #[must_use]
    pub fn string(&self, key: &str) -> Option<&'a str> {
        self.keys.get(key).copied().flatten()
    }

    /// The first key of the outermost object.
    #[must_use]
    pub fn first(&self) -> Option<&'a str> {
        self.first
    }

    /// Whether the outermost value is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.list
    }

    /// Whether the outermost value is `[]` or `{}`, so that it says nothing of its format.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.empty
    }
}

/// Where the walk is inside of one bracket.
#[derive(Debug)]
struct Level {
    list: bool,
    /// The length of the way to here.
    base: usize,
    expects_key: bool,
}

/// A walk along a JSON text.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    levels: Vec<Level>,
    /// Levels that are deeper than what is taken note of.
    beyond: usize,
    way: String,
    /// The end of the way before the last key.
    pending: Option<String>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Walk {
            text,
            at: 0,
            levels: Vec::new(),
            beyond: 0,
            way: String::new(),
            pending: None,
        }
    }

    fn note(mut self, outline: &mut Outline<'a>) {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let mut ended = false;
            match byte {
                b'{' | b'[' => self.open(byte == b'['),
                b'}' | b']' => ended = self.close(),
                b',' => self.comma(),
                b'"' => {
                    let Some(string) = self.string() else { return };
                    self.take(string, outline);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if ended || outline.keys.len() >= MAX_KEYS {
                return;
            }
        }
    }

    fn open(&mut self, list: bool) {
        if self.beyond > 0 || self.levels.len() >= MAX_DEPTH {
            self.beyond += 1;
            return;
        }
        if let Some(key) = self.pending.take() {
            self.way = key;
        }
        let base = self.way.len();
        if list {
            self.way.push_str("[]");
        }
        self.levels.push(Level {
            list,
            base,
            expects_key: !list,
        });
    }

    /// Leaves a bracket; whether it was the outermost.
    fn close(&mut self) -> bool {
        if self.beyond > 0 {
            self.beyond -= 1;
            return false;
        }
        self.pending = None;
        if let Some(level) = self.levels.pop() {
            self.way.truncate(level.base);
        }
        if let Some(level) = self.levels.last() {
            // A list keeps its brackets on the way, an object drops the key that was left.
            let keep = level.base + if level.list { 2 } else { 0 };
            self.way.truncate(keep);
        }
        self.levels.is_empty()
    }

    fn comma(&mut self) {
        if self.beyond == 0
            && let Some(level) = self.levels.last_mut()
        {
            level.expects_key = !level.list;
            self.pending = None;
        }
    }

    /// The string that starts here, and moves past it; `None` where the text ends inside of it.
    fn string(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            match self.text.as_bytes().get(at)? {
                b'"' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        self.text.get(start..at)
    }

    fn take(&mut self, string: &'a str, outline: &mut Outline<'a>) {
        if self.beyond > 0 {
            return;
        }
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        if !level.expects_key {
            if let Some(key) = &self.pending
                && let Some(value) = outline.keys.get_mut(key)
            {
                value.get_or_insert(string);
            }
            return;
        }
        level.expects_key = false;
        if self.levels.len() == 1 {
            outline.first.get_or_insert(string);
        }
        let mut key = self.way.clone();
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(string);
        outline.keys.entry(key.clone()).or_insert(None);
        self.pending = Some(key);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str = r#" {"version": "2.1.0", "runs": [
        {"tool": {"driver": {"name": "x", "deep": {"deeper": [{"deepest": 1}]}}}, "ok": true},
        {"results": [{"id": "a \"]} b"}, 3, "x"]}], "after": {"a": null}}"#;

    #[test]
    fn keys_are_named_by_their_way_from_the_top() {
        let outline = Outline::of(SAMPLE);
        let keys: Vec<&str> = outline.keys.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "after",
                "after.a",
                "runs",
                "runs[].ok",
                "runs[].results",
                "runs[].tool",
                "runs[].tool.driver",
                "version"
            ]
        );
        assert_eq!(outline.string("version"), Some("2.1.0"));
        assert_eq!(outline.string("runs"), None);
        assert_eq!(outline.first(), Some("version"));
        assert!(!outline.is_list() && !outline.is_empty());
    }

    #[test]
    fn lists_and_nothing_are_told_apart() {
        let outline = Outline::of("[\n {\"code\": \"E1\", \"at\": {\"row\": 1}}, {\"code\": ");
        assert!(outline.is_list() && !outline.is_empty());
        assert!(outline.has_all(&["[].code", "[].at", "[].at.row"]));
        assert_eq!(outline.string("[].code"), Some("E1"));
        assert!(Outline::of("[ ]").is_empty() && Outline::of("{}").is_empty());
        assert!(!Outline::of("").is_empty() && !Outline::of("x {\"a\": 1}").has("a"));
    }

    #[test]
    fn values_are_no_keys() {
        let outline = Outline::of(r#"{"a": ["x", "y", {"b": "c"}], "d": "e", "f": 1, "g": "h"}"#);
        let keys: Vec<&str> = outline.keys.keys().map(String::as_str).collect();
        assert_eq!(keys, ["a", "a[].b", "d", "f", "g"]);
        assert_eq!(
            (outline.string("f"), outline.string("g")),
            (None, Some("h"))
        );
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = "[".repeat(100_000) + "{\"a\": 1";
        assert!(!Outline::of(&deep).has("a"));
    }

    proptest! {
        #[test]
        fn any_cut_and_any_text_is_borne(at in 0usize..400, noise in "\\PC{0,40}") {
            let cut = SAMPLE.get(..at).unwrap_or(SAMPLE);
            let whole = Outline::of(SAMPLE);
            for key in Outline::of(cut).keys.keys() {
                prop_assert!(whole.has(key));
            }
            let _ = Outline::of(&noise);
            let _ = Outline::of(&format!("{{{noise}"));
        }
    }
}
