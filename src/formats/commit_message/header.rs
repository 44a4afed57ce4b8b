//! The header of a change: `type(scope)!: description`.

/// The widely known types, and what each one is called in facts: `(as written, type)`.
///
/// The comparison ignores case. A word that is not listed is a type only with a scope or a `!`:
/// `Note: x`, `README: x` and `tests/api: x` are no headers, `parser(lexer): x` is one.
pub const KINDS: &[(&str, &str)] = &[
    ("add", "add"),
    ("bug", "fix"),
    ("bugfix", "fix"),
    ("build", "build"),
    ("bump", "bump"),
    ("change", "change"),
    ("chore", "chore"),
    ("chores", "chore"),
    ("ci", "ci"),
    ("deprecate", "deprecate"),
    ("deprecated", "deprecate"),
    ("deprecation", "deprecate"),
    ("deps", "deps"),
    ("dep", "deps"),
    ("doc", "docs"),
    ("docs", "docs"),
    ("enhancement", "feat"),
    ("feat", "feat"),
    ("feats", "feat"),
    ("feature", "feat"),
    ("features", "feat"),
    ("fix", "fix"),
    ("fixes", "fix"),
    ("hotfix", "fix"),
    ("perf", "perf"),
    ("performance", "perf"),
    ("refactor", "refactor"),
    ("refactoring", "refactor"),
    ("release", "release"),
    ("remove", "remove"),
    ("removed", "remove"),
    ("revert", "revert"),
    ("sec", "security"),
    ("security", "security"),
    ("style", "style"),
    ("test", "test"),
    ("tests", "test"),
    ("wip", "wip"),
];

/// How many prefixes (`[X-1] :bug: fix: …`) are passed over.
const MAX_PREFIXES: usize = 8;

/// One change as a header describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The type in lower case; for those in [`KINDS`], the name there.
    pub kind: String,
    /// The scope between the parentheses; `None` if there is none or it is blank.
    pub scope: Option<String>,
    /// Whether it is breaking.
    pub breaking: bool,
    /// What follows the colon. Never empty.
    pub description: String,
    /// The text of its `BREAKING CHANGE` footers, one a line; `None` if no footer says so.
    pub breaking_note: Option<String>,
}

/// Reads a header, passing over what projects put before the type: emoji as characters or
/// shortcodes, `[tags]`, issue keys and numbers, `fixup!` and `squash!`, `Merged PR 12:`.
pub(super) fn parse(text: &str) -> Option<Header> {
    let mut text = text.trim();
    for _ in 0..=MAX_PREFIXES {
        if let Some(header) = plain(text) {
            return Some(header);
        }
        text = without_prefix(text)?;
    }
    None
}

/// Whether the line begins with a known type as the specification writes it: in lower case, and
/// followed directly by scope, `!` or colon.
pub(super) fn starts_with_known_lowercase(line: &str) -> bool {
    let (word, rest) = split_word(line);
    rest.starts_with(['(', '!', ':'])
        && !word.contains(|c: char| c.is_ascii_uppercase())
        && known(word).is_some()
}

/// Reads a header that begins with its type.
///
/// After a known type, spaces before scope and colon and a missing one after the colon are
/// forgiven: that such a line is no valid header is for a linter to say, but what it means is plain.
fn plain(text: &str) -> Option<Header> {
    let (word, rest) = split_word(text);
    if !word.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let known = known(word);
    let lenient = |rest: &'_ str| -> usize {
        if known.is_some() {
            rest.len() - rest.trim_start().len()
        } else {
            0
        }
    };
    let rest = rest.get(lenient(rest)..)?;
    let (scope, rest) = split_scope(rest)?;
    let rest = rest.get(lenient(rest)..)?;
    let (breaking, rest) = match rest.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let after = rest.get(lenient(rest)..)?.strip_prefix(':')?;
    let spaced = after.starts_with(char::is_whitespace);
    let forgiven = (known.is_some() || breaking) && !after.starts_with([':', '/', '\\']);
    let description = after.trim();
    if !(spaced || forgiven) || description.is_empty() {
        return None;
    }
    if known.is_none() && scope.is_none() && !breaking {
        return None;
    }
    Some(Header {
        kind: known.map_or_else(|| word.to_ascii_lowercase(), str::to_owned),
        scope: scope
            .map(str::trim)
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned),
        breaking,
        description: super::cut(description).to_owned(),
        breaking_note: None,
    })
}

fn known(word: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .find(|(written, _)| written.eq_ignore_ascii_case(word))
        .map(|(_, kind)| *kind)
}

fn split_word(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The scope and what follows it; `None` if a parenthesis is opened and not closed.
fn split_scope(text: &str) -> Option<(Option<&str>, &str)> {
    let Some(inner) = text.strip_prefix('(') else {
        return Some((None, text));
    };
    let (scope, rest) = inner.split_once(')')?;
    (!scope.contains('(')).then_some((Some(scope), rest))
}

/// The text after one prefix, or `None` if it begins with none.
fn without_prefix(text: &str) -> Option<&str> {
    const WORDS: [&str; 4] = ["fixup!", "squash!", "amend!", "Draft:"];
    let rest = WORDS
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .or_else(|| after_number(text, "Merged PR "))
        .or_else(|| after_number(text, "Pull request #"))
        .or_else(|| enclosed(text, '[', ']'))
        .or_else(|| enclosed(text, '(', ')').filter(|_| text.starts_with("(#")))
        .or_else(|| shortcode(text))
        .or_else(|| after_number(text, "#"))
        .or_else(|| issue_key(text))
        .or_else(|| emoji(text))?;
    let rest = rest.trim_start_matches([' ', '\t', '-']);
    // `KEY-1: feat: x`, but not the first colon of `KEY-1 :bug: fix: x`.
    Some(rest.strip_prefix(": ").unwrap_or(rest).trim_start())
}

fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    let (_, rest) = text.strip_prefix(open)?.split_once(close)?;
    Some(rest)
}

fn after_number<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(start)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < rest.len() && after.starts_with([':', ' '])).then_some(after)
}

/// `:sparkles:`
fn shortcode(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix(':')?.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
    (!name.is_empty() && name.chars().all(is_name)).then_some(rest)
}

/// `JIRA-123: `, `JIRA-123 `
fn issue_key(text: &str) -> Option<&str> {
    let (word, rest) = split_word(text);
    let (project, number) = word.split_once('-')?;
    let is_key = project.starts_with(|c: char| c.is_ascii_uppercase())
        && project
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit());
    (is_key && rest.starts_with([':', ' '])).then_some(rest)
}

/// Emoji, with the joiners and selectors that belong to them: neither ASCII nor a letter or digit.
fn emoji(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric());
    (rest.len() < text.len()).then_some(rest)
}
