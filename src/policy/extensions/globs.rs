//! `glob.match`, as Open Policy Agent has it.
//!
//! OPA's globs are those of [gobwas](https://github.com/gobwas/glob): `*` and `?` stay between two delimiters,
//! `**` does not, wherever it stands; a list or a range in `[…]` matches one character, delimiters too; `{a,b}`
//! is either. The engine's own function reads them by other rules, where `**` is a whole part of a path.

use std::cell::RefCell;
use std::collections::HashMap;
use std::iter::Peekable;
use std::str::Chars;

use anyhow::{anyhow, bail};
use regex::bytes::{Regex, RegexBuilder};
use regorus::Value;

use super::text;

/// The most compiled globs that are kept; with more, all are made anew.
const MAX_KEPT: usize = 1_024;

/// The longest glob, in bytes: rules put many into one, `{a,b}`.
const MAX_LENGTH: usize = 64 << 10;

/// The most memory of one compiled glob, in bytes.
const MAX_SIZE: usize = 8 << 20;

/// How deep `{…}` may be in each other.
const MAX_DEPTH: usize = 32;

thread_local! {
    static COMPILED: RefCell<Compiled> = RefCell::default();
}

/// Globs that were asked for.
#[derive(Default)]
struct Compiled {
    /// The one that was asked for last, with its delimiters: mostly the next question is about it, too,
    /// and a long one takes longer to look up than to match.
    last: Option<(Value, Value, Regex)>,
    all: HashMap<(String, Delimiters), Regex>,
}

/// The characters that part; `None` where nothing does.
type Delimiters = Option<Vec<char>>;

/// `glob.match(pattern, delimiters, match)`. `null` is no delimiter at all, an empty list is `.`.
pub(super) fn matches(arguments: &[Value]) -> anyhow::Result<Value> {
    let value = text(arguments, 2, "glob.match")?;
    COMPILED.with_borrow_mut(|compiled| {
        let glob = compiled.glob(arguments)?;
        Ok(Value::from(glob.is_match(value.as_bytes())))
    })
}

impl Compiled {
    fn glob(&mut self, arguments: &[Value]) -> anyhow::Result<&Regex> {
        let is_last = |last: &(Value, Value, Regex)| {
            Some(&last.0) == arguments.first() && Some(&last.1) == arguments.get(1)
        };
        let last = match self.last.take().filter(is_last) {
            Some(last) => last,
            None => {
                let [pattern, delimiters, ..] = arguments else {
                    bail!("`glob.match` takes three arguments");
                };
                let glob = self.look_up(arguments)?;
                (pattern.clone(), delimiters.clone(), glob)
            }
        };
        Ok(&self.last.insert(last).2)
    }

    fn look_up(&mut self, arguments: &[Value]) -> anyhow::Result<Regex> {
        let pattern = text(arguments, 0, "glob.match")?;
        let delimiters = delimiters(arguments.get(1))?;
        if self.all.len() >= MAX_KEPT {
            self.all.clear();
        }
        let key = (pattern.to_owned(), delimiters);
        if let Some(glob) = self.all.get(&key) {
            return Ok(glob.clone());
        }
        let glob = compile(&key.0, key.1.as_deref().unwrap_or_default())?;
        self.all.insert(key, glob.clone());
        Ok(glob)
    }
}

fn compile(pattern: &str, delimiters: &[char]) -> anyhow::Result<Regex> {
    let expression = expression(pattern, delimiters)
        .map_err(|reason| anyhow!("`{pattern}` is not a glob: {reason}"))?;
    RegexBuilder::new(&expression)
        .size_limit(MAX_SIZE)
        .build()
        .map_err(|_| anyhow!("`{pattern}` is too large a glob"))
}

/// The characters that part; `None` for `null`.
fn delimiters(value: Option<&Value>) -> anyhow::Result<Delimiters> {
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

/// A glob as a regular expression.
///
/// # Errors
/// What is not in order, as a clause.
fn expression(pattern: &str, delimiters: &[char]) -> Result<String, String> {
    if pattern.len() > MAX_LENGTH {
        return Err(format!("it has more than {MAX_LENGTH} bytes"));
    }
    let (part, parts) = in_part(delimiters);
    let mut expression = "^(?:".to_owned();
    let mut depth = 0_usize;
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '*' if rest.next_if_eq(&'*').is_some() => expression.push_str(ANYTHING),
            '*' => expression.push_str(&parts),
            '?' => expression.push_str(&part),
            '[' => expression.push_str(&one_of(&mut rest)?),
            '{' if depth == MAX_DEPTH => {
                return Err(format!("more than {MAX_DEPTH} `{{` are in each other"));
            }
            '{' => {
                depth += 1;
                expression.push_str("(?:");
            }
            ',' if depth > 0 => expression.push('|'),
            '}' if depth > 0 => {
                depth -= 1;
                expression.push(')');
            }
            '\\' => {
                let escaped = rest.next().ok_or("it ends with `\\`")?;
                expression.push_str(&quoted(escaped));
            }
            other => expression.push_str(&quoted(other)),
        }
    }
    if depth > 0 {
        return Err("a `{` is not closed".to_owned());
    }
    expression.push_str(")$");
    Ok(expression)
}

/// Any number of bytes. What is matched is UTF-8, and all that a glob names is whole characters, so no
/// match can begin or end within one; to look at bytes takes a tenth of the time to compile.
const ANYTHING: &str = "(?s-u:.)*";

/// One character that is no delimiter, and any number of them.
fn in_part(delimiters: &[char]) -> (String, String) {
    if delimiters.is_empty() {
        return ("(?s:.)".to_owned(), ANYTHING.to_owned());
    }
    let listed: String = delimiters.iter().copied().map(quoted).collect();
    let one = format!("[^{listed}]");
    let many = match delimiters.iter().all(char::is_ascii) {
        true => format!("(?-u:{one})*"),
        false => format!("{one}*"),
    };
    (one, many)
}

/// What stands between `[` and `]`: characters, or one range.
fn one_of(rest: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let ends = || "it ends within `[…]`".to_owned();
    let not = match rest.next_if_eq(&'!') {
        Some(_) => "^",
        None => "",
    };
    let first = rest.next().ok_or_else(ends)?;
    if rest.next_if_eq(&'-').is_some() {
        let last = rest.next().ok_or_else(ends)?;
        return match rest.next() {
            Some(']') if first <= last => Ok(format!("[{not}{}-{}]", quoted(first), quoted(last))),
            Some(']') => Err(format!("`{first}` comes after `{last}`")),
            Some(_) => Err("more than one range is in `[…]`".to_owned()),
            None => Err(ends()),
        };
    }
    let mut listed = String::new();
    let mut next = Some(first);
    loop {
        match next.ok_or_else(ends)? {
            ']' => break,
            '\\' => listed.extend(rest.next().map(quoted)),
            other => listed.push_str(&quoted(other)),
        }
        next = rest.next();
    }
    match listed.is_empty() {
        true => Err("nothing is in `[…]`".to_owned()),
        false => Ok(format!("[{not}{listed}]")),
    }
}

/// A character that stands for itself, also in a class.
fn quoted(character: char) -> String {
    format!("\\x{{{:X}}}", u32::from(character))
}

#[cfg(test)]
mod tests;
