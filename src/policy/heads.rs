//! Sets to which a rule adds what may have no value.
//!
//! `deny contains x.message if some x in found` adds nothing for an `x` without a message, and keeps the
//! others: so the language says, and so OPA does it. The engine (regorus 0.14.1) loses all others where
//! the last one has none, silently, and says `not an object` where an earlier one has none. A rule that
//! refuses would refuse nothing. So the engine gets `deny contains[v|v:=x.message][_]`, a list that
//! is empty where there is no value. Where no element has one, the set would not be there at all: it gets a
//! definition that never holds, behind the end of the text.
//!
//! Lines stay where they are; what follows such a head on its line moves by a few columns.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// What is put around a value. As a condition, since coverage is told of conditions only; the name is
/// nobody's.
const OPEN: &str = "[v__|v__:=";
const CLOSE: &str = "][_]";

/// Something to read: where it starts and ends, in bytes, and what it is.
struct Token<'t> {
    start: usize,
    end: usize,
    line: usize,
    is_symbol: bool,
    is_name: bool,
    text: &'t str,
}

/// The text that the engine is given for a policy: the same where no head needs care, or the text cannot
/// be read, which the engine says itself.
pub(super) fn for_engine(text: &str) -> Cow<'_, str> {
    // Most texts have no such rule at all.
    if !text.contains("contains") {
        return Cow::Borrowed(text);
    }
    let Some(tokens) = tokens(text) else {
        return Cow::Borrowed(text);
    };
    let mut written = String::with_capacity(text.len() + 256);
    let mut sets = BTreeSet::new();
    let mut done = 0;
    for head in heads(text, &tokens) {
        let parts = (text.get(done..head.before), text.get(head.start..head.end));
        let (Some(before), Some(value)) = parts else {
            return Cow::Borrowed(text);
        };
        written.push_str(before);
        written.extend([OPEN, value, CLOSE]);
        done = head.end;
        sets.extend(head.set);
    }
    written.push_str(text.get(done..).unwrap_or_default());
    for set in sets {
        written.extend(["\n", set, " contains 0 if false"]);
    }
    Cow::Owned(written)
}

/// The words, texts and signs of a policy, without comments; `None` if a text does not end. As the
/// engine's own reader has them, which takes twenty times as long: a test holds the two against each
/// other. A sign of two letters is two here, and of a number only the digits are one.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let (mut at, mut line) = (0, 1);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let first_line = line;
        let rest = bytes.get(at + 1..)?;
        let is_word = byte == b'_' || byte.is_ascii_alphanumeric();
        at += match byte {
            b'\n' => {
                line += 1;
                1
            }
            b'#' => memchr::memchr(b'\n', rest).map_or(rest.len(), |it| it) + 1,
            b'"' => end_of_string(rest)? + 1,
            b'`' => {
                let end = memchr::memchr(b'`', rest)?;
                line += memchr::memchr_iter(b'\n', rest.get(..end)?).count();
                end + 2
            }
            _ if is_word => {
                let is_part = |it: &&u8| **it == b'_' || it.is_ascii_alphanumeric();
                1 + rest.iter().take_while(is_part).count()
            }
            // A letter beyond ASCII is refused by the engine, wherever it is no text.
            _ => 1,
        };
        if byte.is_ascii_whitespace() || byte == b'#' || !byte.is_ascii() {
            continue;
        }
        tokens.push(Token {
            start,
            end: at,
            line: first_line,
            is_symbol: !is_word && byte != b'"' && byte != b'`',
            is_name: is_word && !byte.is_ascii_digit(),
            text: text.get(start..at)?,
        });
    }
    Some(tokens)
}

/// How far it is behind the quote that ends a string.
fn end_of_string(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', rest.get(at..)?)?;
        match rest.get(found)? {
            b'"' => return Some(found + 1),
            _ => at = found + 2,
        }
    }
}

/// A value that a rule adds to a set.
struct Head<'t> {
    /// Where the text that stays ends: behind `contains`.
    before: usize,
    /// Where the value starts and ends.
    start: usize,
    end: usize,
    /// The name of the set, where it is one, and not one of many.
    set: Option<&'t str>,
}

/// The heads whose value may be none, in order.
fn heads<'t>(text: &'t str, tokens: &[Token<'t>]) -> Vec<Head<'t>> {
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        depth = deeper(depth, token);
        if depth == 0 && is_contains(tokens, at) {
            heads.extend(head(text, tokens, at));
        }
    }
    heads
}

/// Words behind which `contains` is the function.
const BEFORE_VALUES: [&str; 7] = ["as", "else", "every", "if", "in", "not", "with"];

/// Whether a token outside of all brackets is the `contains` of a head: it follows what the set is called.
fn is_contains(tokens: &[Token<'_>], at: usize) -> bool {
    let is_it = |it: &Token<'_>| it.is_name && it.text == "contains";
    let Some(token) = tokens.get(at).filter(|it| is_it(it)) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|it| tokens.get(it));
    let follows_name = before.is_some_and(|it| match it.is_symbol {
        true => it.text == "]",
        false => it.is_name && !BEFORE_VALUES.contains(&it.text),
    });
    // `contains(` on a line of its own is a function that is called so.
    let is_first = before.is_none_or(|it| it.line < token.line);
    let next = tokens.get(at + 1);
    let is_called = next.is_some_and(|it| it.text == "(" && it.start == token.end);
    follows_name && !(is_first && is_called)
}

fn deeper(depth: usize, token: &Token<'_>) -> usize {
    match token.text {
        "(" | "[" | "{" if token.is_symbol => depth + 1,
        ")" | "]" | "}" if token.is_symbol => depth.saturating_sub(1),
        _ => depth,
    }
}

/// The value behind the `contains` at a place; `None` for one that always has a value.
fn head<'t>(text: &'t str, tokens: &[Token<'t>], at: usize) -> Option<Head<'t>> {
    let before = tokens.get(at)?.end;
    let value = tokens.get(at + 1..)?;
    let mut depth = 0;
    let mut count = 0;
    for (place, token) in value.iter().enumerate() {
        let is_over = token.is_name && token.text == "if";
        // Without `if`, the head ends with its line.
        let is_behind = place > 0 && value.get(place - 1).is_some_and(|it| it.line < token.line);
        if depth == 0 && place > 0 && (is_over || is_behind) {
            break;
        }
        depth = deeper(depth, token);
        count = place + 1;
    }
    let (start, end) = (value.first()?.start, value.get(count.checked_sub(1)?)?.end);
    (count > 1).then_some(Head {
        before,
        start,
        end,
        set: set_name(text, tokens.get(..at)?),
    })
}

/// The name that the tokens end in, if it is one: `deny`, `policy.deny`; not `found[x]`, which is many.
fn set_name<'t>(text: &'t str, tokens: &[Token<'t>]) -> Option<&'t str> {
    let end = tokens.last()?.end;
    let mut start = end;
    for token in tokens
        .iter()
        .rev()
        .take_while(|it| it.is_name || it.text == ".")
    {
        if token.end < start {
            break;
        }
        start = token.start;
    }
    text.get(start..end)
        .filter(|name| !name.is_empty() && !name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use regorus::Source;
    use regorus::unstable::{Lexer, TokenKind};

    use super::*;
    use crate::policy::embedded;

    fn value(rules: &str, rule: &str) -> Result<String, String> {
        let list = r#"list := [{"id": "1", "opt": "one"}, {"id": "2", "opt": "two"}, {"id": "3"}]"#;
        let text = format!("package p\n\n{list}\n\n{rules}\n");
        let mut engine = regorus::Engine::new();
        let text = for_engine(&text).into_owned();
        engine
            .add_policy("p.rego".to_owned(), text)
            .map_err(|it| it.to_string())?;
        let value = engine.eval_rule(format!("data.p.{rule}"));
        value.map(|it| it.to_string()).map_err(|it| it.to_string())
    }

    #[test]
    fn an_element_without_a_value_takes_no_other_with_it() {
        for rule in [
            "r contains x.opt if some x in list",
            "r contains x.opt if {\n\tsome x in list\n\tx.id != \"9\"\n}",
            "r contains concat(\"\", [x.opt]) if some x in list",
            "f(x) := x.opt\nr contains f(x) if some x in list",
            "r contains\n\tx.opt if some x in list",
            "r contains x.opt if some x in list # contains\nr contains \"one\"",
            "r contains list[0].opt\nr contains list[1].opt\nr contains list[2].opt",
            "r contains list[_].opt",
        ] {
            assert_eq!(
                value(rule, "r").as_deref(),
                Ok(r#"["one","two"]"#),
                "{rule}"
            );
        }
        let objects = "r contains {\n\t\"n\": x.opt, # contains this\n} if some x in list";
        assert_eq!(
            value(objects, "r").as_deref(),
            Ok(r#"[{"n":"one"},{"n":"two"}]"#)
        );
        let union = "s := {\"s\"}\nr contains s | {x.opt} if some x in list";
        assert_eq!(
            value(union, "r").as_deref(),
            Ok(r#"[["one","s"],["s","two"]]"#)
        );
        let nested = "r[x.id] contains x.opt if some x in list";
        assert_eq!(
            value(nested, "r").as_deref(),
            Ok(r#"{"1":["one"],"2":["two"]}"#)
        );
    }

    #[test]
    fn a_set_to_which_nothing_is_added_is_empty() {
        for rule in [
            "r contains x.none if some x in list",
            "r contains x if {\n\tsome x in list\n\tx.id == \"9\"\n}",
            "r contains list[0].none",
        ] {
            assert_eq!(value(rule, "r").as_deref(), Ok("[]"), "{rule}");
        }
        let counted = "s contains x.none if some x in list\nr := count(s)";
        assert_eq!(value(counted, "r").as_deref(), Ok("0"));
    }

    /// Where the names and signs are, as the engine reads them.
    fn by_engine(text: &str) -> Vec<(usize, usize, String)> {
        let source = Source::from_contents("p.rego".to_owned(), text.to_owned()).unwrap();
        let mut lexer = Lexer::new(&source);
        let mut found = Vec::new();
        loop {
            let token = lexer.next_token().unwrap();
            let (start, line) = (token.1.start as usize, token.1.line as usize);
            let text = token.1.text();
            match token.0 {
                TokenKind::Eof => return found,
                // The empty set is one token.
                TokenKind::Ident if text == "set(" => {
                    found.push((start, line, "set".to_owned()));
                    found.push((start + 3, line, "(".to_owned()));
                }
                TokenKind::Ident => found.push((start, line, text.to_owned())),
                TokenKind::Symbol => found.extend(
                    text.char_indices()
                        .map(|(at, sign)| (start + at, line, sign.to_string())),
                ),
                _ => {}
            }
        }
    }

    #[test]
    fn names_and_signs_are_read_as_the_engine_reads_them() {
        let odd = "package p\n\n# \"a\nr := `x\n\"y` if {\n\t\"\\\"#\\\\\" != \"é\" # `\n\ta_1 == 12 - x\n}\n";
        let all = embedded::files();
        let texts = all.iter().map(|file| file.text.as_str()).chain([odd]);
        let mut count = 0;
        for text in texts {
            let own: Vec<_> = tokens(text)
                .unwrap()
                .iter()
                .filter(|it| it.is_name || it.is_symbol)
                .map(|it| (it.start, it.line, it.text.to_owned()))
                .collect();
            let theirs = by_engine(text);
            // A minus may belong to a number, and a point, too.
            let plain = |all: Vec<(usize, usize, String)>| {
                let all = all.into_iter();
                all.filter(|it| it.2 != "-" && it.2 != ".")
                    .collect::<Vec<_>>()
            };
            let (own, theirs) = (plain(own), plain(theirs));
            let other = own.iter().zip(&theirs).find(|(one, other)| one != other);
            assert_eq!(other, None);
            assert_eq!(own.len(), theirs.len());
            count += 1;
        }
        assert!(count > 50, "{count}");
    }

    #[test]
    fn what_needs_no_care_stays_as_it_is() {
        for text in [
            "package p\n\nr contains x if some x in list\n",
            "package p\n\nr contains \"a contains b\"\n",
            "package p\n\nr if {\n\tcontains(\"a\", \"b\")\n}\n",
            "package p\n\nr if contains (\"a\", \"b\")\n",
            "package p\n\nr if not contains(\"a\", \"b\")\n",
            "package p\n\nr if x\n\ncontains(a, b) := c.d if a\n",
            "package p\n\n# x contains y.z\nr := \" contains \"\n",
            "package p\n\nr := {x |\n\tx contains y.z\n}\n",
            "package p\n\nr contains \"",
        ] {
            assert_eq!(for_engine(text), text);
        }
    }

    #[test]
    fn only_a_set_with_a_name_is_made_empty() {
        for name in ["r[x.id].s", "r[x.id]"] {
            let text = format!("package p\n\n{name} contains x.opt if some x in list\n");
            let given = for_engine(&text);
            assert!(
                given.ends_with(" contains[v__|v__:=x.opt][_] if some x in list\n"),
                "{given}"
            );
        }
        let text = "package p\n\nr.s contains x.opt if some x in list\n";
        assert!(for_engine(text).ends_with("\nr.s contains 0 if false"));
    }

    #[test]
    fn lines_stay_where_they_are() {
        let text = "package p\n\nr contains {\n\t\"n\": x,\n} if {\n\tsome x in list\n}\n";
        let given = for_engine(text);
        assert_eq!(
            given,
            "package p\n\nr contains[v__|v__:={\n\t\"n\": x,\n}][_] if {\n\tsome x in list\n}\n\nr contains 0 if false"
        );
    }
}
