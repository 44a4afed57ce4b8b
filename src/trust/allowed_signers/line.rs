//! One line of a file of allowed signers.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::nearest::suggestion;
use crate::trust::Window;
use crate::trust::patterns::PatternList;
use crate::trust::ssh::PublicKey;

/// The options that ssh-keygen(1) knows.
const OPTIONS: [&str; 4] = [
    "cert-authority",
    "namespaces",
    "valid-after",
    "valid-before",
];

/// Who may sign with a key, for what, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    line: usize,
    principals: PatternList,
    options: Options,
    key: PublicKey,
    comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Options {
    authority: bool,
    namespaces: Option<PatternList>,
    window: Window,
}

impl Entry {
    /// The line of the file, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The patterns of those whose key it is, as written: names, `*`, `?`, and `!` to negate.
    #[must_use]
    pub fn principals(&self) -> &[String] {
        self.principals.as_slice()
    }

    /// Whether the line is for somebody by this name.
    #[must_use]
    pub fn is_for(&self, principal: &str) -> bool {
        self.principals.matches(principal)
    }

    /// Whether the key is one of an authority, which certifies others' keys and signs nothing else.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        self.options.authority
    }

    /// The patterns of namespaces that the key is for; `None` is all.
    #[must_use]
    pub fn namespaces(&self) -> Option<&[String]> {
        self.options.namespaces.as_ref().map(PatternList::as_slice)
    }

    /// Whether the key is for this namespace.
    #[must_use]
    pub fn allows_namespace(&self, namespace: &str) -> bool {
        let namespaces = self.options.namespaces.as_ref();
        namespaces.is_none_or(|patterns| patterns.matches(namespace))
    }

    /// When the key may sign; both ends belong to it.
    #[must_use]
    pub fn window(&self) -> Window {
        self.options.window
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What stands after the key.
    #[must_use]
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }
}

/// The entry in a line; `None` in an empty one and in a comment. The error is the reason alone.
pub(super) fn read(text: &str, line: usize) -> Result<Option<Entry>, String> {
    if text.starts_with('\u{feff}') {
        return Err("there is a byte order mark, which would be part of a name".to_owned());
    }
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    if text.split_ascii_whitespace().next().is_some_and(is_kind) {
        return Err("there are no principals before the key".to_owned());
    }
    let (principals, rest) = principals(text)?;
    let (options, rest) = match rest.split_ascii_whitespace().next() {
        None => return Err("there is no key after the principals".to_owned()),
        Some(word) if is_kind(word) => (Options::default(), rest),
        Some(_) => {
            let (options, rest) = cut_options(rest)?;
            (read_options(options)?, rest)
        }
    };
    let (key, comment) = key(rest)?;
    Ok(Some(Entry {
        line,
        principals,
        options,
        key,
        comment,
    }))
}

/// Whether a word is the kind of a key: no option begins like one.
fn is_kind(word: &str) -> bool {
    let kinds = ["ssh-", "ecdsa-", "sk-"];
    kinds.iter().any(|begin| word.starts_with(begin))
}

/// The principals at the start of a line, quoted or not, and what follows them.
fn principals(text: &str) -> Result<(PatternList, &str), String> {
    let white = [' ', '\t'];
    let no_key = "there is no key after the principals";
    let (names, rest) = match text.strip_prefix('"') {
        None => text.split_once(white).ok_or(no_key)?,
        Some(quoted) => {
            let closed = quoted.split_once('"');
            let (names, rest) = closed.ok_or("the principals have no closing quote")?;
            if !rest.starts_with(white) {
                return Err("there is no space after the quoted principals".to_owned());
            }
            (names, rest)
        }
    };
    let patterns = PatternList::parse(names).ok_or("one of the principals is empty")?;
    Ok((patterns, rest.trim_start()))
}

/// The options, which end at the first white space outside of quotes, and what follows them.
fn cut_options(text: &str) -> Result<(&str, &str), String> {
    let mut quoted = false;
    let mut escaped = false;
    for (place, character) in text.char_indices() {
        match character {
            '"' if !escaped => quoted = !quoted,
            ' ' | '\t' if !quoted => return Ok(text.split_at(place)),
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    match quoted {
        true => Err("an option has no closing quote".to_owned()),
        false => Err("there is no key after the options".to_owned()),
    }
}

fn read_options(text: &str) -> Result<Options, String> {
    let mut options = Options::default();
    let mut rest = text;
    loop {
        let end = rest.find([',', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let name = name.to_ascii_lowercase();
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => {
                let (value, after) = unquote(&name, after)?;
                (Some(value), after)
            }
            None => (None, after),
        };
        set(&mut options, &name, value)?;
        if after.is_empty() {
            break;
        }
        rest = after
            .strip_prefix(',')
            .ok_or_else(|| format!("there is no comma after the option `{name}`"))?;
    }
    match (options.window.from, options.window.until) {
        (Some(from), Some(until)) if until <= from => {
            Err("`valid-before` is not after `valid-after`".to_owned())
        }
        _ => Ok(options),
    }
}

/// The value in quotes at the start of a text, and what follows it. As in `ssh-keygen`, `\"` is a
/// quote.
fn unquote<'a>(name: &str, text: &'a str) -> Result<(String, &'a str), String> {
    let missing = || format!("the value of `{name}` has to stand in double quotes");
    let text = text.strip_prefix('"').ok_or_else(missing)?;
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => return Ok((value, text.get(place + 1..).unwrap_or_default())),
            '\\' if characters.peek().is_some_and(|(_, next)| *next == '"') => {
                characters.next();
                value.push('"');
            }
            other => value.push(other),
        }
    }
    Err(missing())
}

/// Sets one option. Each may be given once.
fn set(options: &mut Options, name: &str, value: Option<String>) -> Result<(), String> {
    let repeated = match (name, value) {
        ("cert-authority", None) => std::mem::replace(&mut options.authority, true),
        ("namespaces", Some(value)) => {
            let patterns =
                PatternList::parse(&value).ok_or("a pattern in `namespaces` is empty")?;
            options.namespaces.replace(patterns).is_some()
        }
        ("valid-after", Some(value)) => options.window.from.replace(time(&value)?).is_some(),
        ("valid-before", Some(value)) => options.window.until.replace(time(&value)?).is_some(),
        ("cert-authority", Some(_)) => return Err("`cert-authority` takes no value".to_owned()),
        (known, None) if OPTIONS.contains(&known) => {
            return Err(format!("the option `{known}` has no value"));
        }
        ("", _) => {
            let reason =
                "there is an option without a name; no space may follow the comma between two";
            return Err(reason.to_owned());
        }
        (unknown, _) => {
            let nearest = suggestion(unknown, OPTIONS);
            return Err(format!("the option `{unknown}` is not known{nearest}"));
        }
    };
    match repeated {
        true => Err(format!("the option `{name}` is given twice")),
        false => Ok(()),
    }
}

/// A time in the forms `YYYYMMDD`, `YYYYMMDDHHMM` and `YYYYMMDDHHMMSS`, each with or without `Z`, in
/// seconds since 1970. Without `Z` it is UTC too: what a file says must not depend on the machine.
fn time(text: &str) -> Result<i64, String> {
    let wrong = || {
        format!(
            "`{text}` is not a time: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`"
        )
    };
    let digits = text.strip_suffix('Z').unwrap_or(text);
    let shape = matches!(digits.len(), 8 | 12 | 14);
    if !shape || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Ok(0), str::parse::<i16>);
    let small = |from: usize| part(from, from + 2).map(|number| i8::try_from(number).unwrap_or(-1));
    let read = || -> Option<i64> {
        let date = Date::new(part(0, 4).ok()?, small(4).ok()?, small(6).ok()?).ok()?;
        let time = Time::new(small(8).ok()?, small(10).ok()?, small(12).ok()?, 0).ok()?;
        let moment = DateTime::from_parts(date, time).to_zoned(TimeZone::UTC);
        Some(moment.ok()?.timestamp().as_second())
    };
    read().ok_or_else(wrong)
}

/// The key at the start of a text, and the comment after it.
fn key(text: &str) -> Result<(PublicKey, Option<String>), String> {
    let mut words = text.trim_start().splitn(2, [' ', '\t']);
    let (kind, rest) = (words.next().unwrap_or_default(), words.next());
    let rest = rest.unwrap_or_default().trim_start();
    let mut words = rest.splitn(2, [' ', '\t']);
    let base64 = words.next().unwrap_or_default();
    if !is_kind(kind) {
        return Err(format!("`{kind}` is not a kind of key"));
    }
    let key = PublicKey::from_words(kind, base64).map_err(|refusal| refusal.to_string())?;
    let comment = words.next().map(str::trim).filter(|text| !text.is_empty());
    Ok((key, comment.map(str::to_owned)))
}
