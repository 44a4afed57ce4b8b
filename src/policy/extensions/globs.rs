//! `glob.match`, as Open Policy Agent has it, without making a matcher anew for each call.
//!
//! The engine's own keeps compiled globs too, but hands out a copy for each call, and the first match
//! of a copy costs more than a hundred that follow.

use std::cell::RefCell;
use std::collections::HashMap;

use anyhow::{anyhow, bail};
use globset::{GlobBuilder, GlobMatcher};
use regorus::Value;

use super::text;

/// The most compiled globs that are kept; with more, all are made anew.
const MAX_KEPT: usize = 1_024;

/// Stands for a character that must not be taken for one that parts folders.
const HIDDEN: &str = "\0";

thread_local! {
    static COMPILED: RefCell<HashMap<String, GlobMatcher>> = RefCell::new(HashMap::new());
}

/// `glob.match(pattern, delimiters, match)`: `*` stays between two delimiters, `**` does not. `null`
/// is no delimiter at all, an empty list is `.`.
pub(super) fn matches(arguments: &[Value]) -> anyhow::Result<Value> {
    let pattern = text(arguments, 0, "glob.match")?;
    let value = text(arguments, 2, "glob.match")?;
    let delimiters = delimiters(arguments.get(1))?;
    let pattern = with_slashes(pattern, delimiters.as_deref())?;
    let value = with_slashes(value, delimiters.as_deref())?;
    COMPILED.with_borrow_mut(|compiled| {
        if compiled.len() >= MAX_KEPT {
            compiled.clear();
        }
        if let Some(glob) = compiled.get(&pattern) {
            return Ok(Value::from(glob.is_match(&value)));
        }
        let glob = GlobBuilder::new(&pattern)
            .literal_separator(true)
            .build()
            .map_err(|error| anyhow!("invalid glob: {}", error.kind()))?
            .compile_matcher();
        let is_match = glob.is_match(&value);
        compiled.insert(pattern, glob);
        Ok(Value::from(is_match))
    })
}

/// The characters that part; `None` for `null`.
fn delimiters(value: Option<&Value>) -> anyhow::Result<Option<Vec<char>>> {
    let list = match value {
        Some(Value::Null) => return Ok(None),
        Some(Value::Array(list)) => list,
        _ => bail!("`glob.match`: the delimiters are no list"),
    };
    let mut delimiters = Vec::new();
    for one in list.iter() {
        let Value::String(text) = one else {
            bail!("`glob.match`: a delimiter is not a text");
        };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(delimiter), None) => delimiters.push(delimiter),
            (None, _) => {}
            _ => bail!("`glob.match`: a delimiter is more than one character"),
        }
    }
    if delimiters.is_empty() {
        delimiters.push('.');
    }
    Ok(Some(delimiters))
}

/// A pattern or text in which `/` is what parts.
fn with_slashes(text: &str, delimiters: Option<&[char]>) -> anyhow::Result<String> {
    let delimiters = delimiters.unwrap_or_default();
    if text.contains(HIDDEN) {
        bail!("`glob.match`: a text holds a zero byte");
    }
    let mut text = match delimiters.contains(&'/') {
        true => text.to_owned(),
        false => text.replace('/', HIDDEN),
    };
    for delimiter in delimiters {
        match delimiter {
            '/' => {}
            ':' => text = text.replace(':', HIDDEN),
            other => text = text.replace(*other, &format!("/{other}/")),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(pattern: &str, delimiters: &Value, text: &str) -> Option<bool> {
        let arguments = [Value::from(pattern), delimiters.clone(), Value::from(text)];
        matches(&arguments).ok()?.as_bool().ok().copied()
    }

    /// The engine's own answer.
    fn theirs(pattern: &str, delimiters: &Value, text: &str) -> Option<bool> {
        let mut engine = regorus::Engine::new();
        engine.set_strict_builtin_errors(true);
        let mut input = Value::new_object();
        let map = input.as_object_mut().ok()?;
        map.insert("pattern".into(), pattern.into());
        map.insert("delimiters".into(), delimiters.clone());
        map.insert("text".into(), text.into());
        engine.set_input(input);
        let query = "glob.match(input.pattern, input.delimiters, input.text)";
        let result = engine.eval_query(query.to_owned(), false).ok()?;
        let value = &result.result.first()?.expressions.first()?.value;
        value.as_bool().ok().copied()
    }

    fn list(delimiters: &[&str]) -> Value {
        let text = serde_json::to_string(delimiters).unwrap();
        Value::from_json_str(&text).unwrap()
    }

    #[test]
    fn it_is_that_of_the_engine() {
        let patterns = [
            "*", "**", "a/*", "a/**", "**/b.py", "*.py", "{a,b}/*", "[ab]?", "a.*", "a:*", "src/",
            "[",
        ];
        let texts = [
            "a", "a/b.py", "a/c/b.py", "b.py", "ab", "a.b", "a.b.c", "a:b", "src/", "",
        ];
        let all = [
            Value::Null,
            list(&[]),
            list(&["/"]),
            list(&["."]),
            list(&[":"]),
            list(&["/", "."]),
            list(&["ab"]),
            Value::from(7),
        ];
        for pattern in patterns {
            for text in texts {
                for delimiters in &all {
                    // Twice: compiled, and kept.
                    for _ in 0..2 {
                        assert_eq!(
                            ours(pattern, delimiters, text),
                            theirs(pattern, delimiters, text),
                            "{pattern} {delimiters} {text}"
                        );
                    }
                }
            }
        }
        assert_eq!(ours("a/*", &list(&["/"]), "a/b.py"), Some(true));
        assert_eq!(ours("a/*", &list(&["/"]), "a/c/b.py"), Some(false));
    }

    #[test]
    fn no_more_than_a_bound_is_kept() {
        for number in 0..3 * MAX_KEPT {
            let pattern = format!("a{number}*");
            assert_eq!(ours(&pattern, &list(&["/"]), "b"), Some(false));
        }
        assert!(COMPILED.with_borrow(HashMap::len) <= MAX_KEPT);
    }

    proptest! {
        #[test]
        fn any_text_is_matched_as_by_the_engine(
            pattern in "[ab*?/.\\[\\]{},!-]{0,8}", text in "[ab/.:]{0,8}", slash: bool
        ) {
            let delimiters = list(if slash { &["/"] } else { &[] });
            prop_assert_eq!(
                ours(&pattern, &delimiters, &text),
                theirs(&pattern, &delimiters, &text)
            );
        }
    }
}
