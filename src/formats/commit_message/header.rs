//! The header of a change: `type(scope)!: description`.

use super::breaking;

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

/// Types that say that something breaks.
const BREAKING_KINDS: [&str; 2] = ["breaking", "major"];

/// Reads a header, passing over what projects put before the type: emoji as characters or
/// shortcodes, `[tags]`, issue keys and numbers, `fixup!` and `squash!`, `Merged PR 12:`.
pub(super) fn parse(text: &str) -> Option<Header> {
    after_prefixes(text, plain)
}

/// Reads a subject: a header, or `Breaking: x`, which anywhere else may be prose.
pub(super) fn of_subject(text: &str) -> Option<Header> {
    parse(text).or_else(|| after_prefixes(text, of_breaking_kind))
}

/// Reads a line of prose that is a breaking header by its `!`. One of an unknown type counts only where
/// a change may start.
pub(super) fn with_bang(line: &str, starts: bool) -> Option<Header> {
    let header = plain(line).filter(|header| header.breaking)?;
    let (word, _) = split_word(line);
    let is_type = known(word).is_some() || starts && word == header.kind;
    is_type.then_some(header)
}

fn after_prefixes(text: &str, read: fn(&str) -> Option<Header>) -> Option<Header> {
    let (mut text, mut marked) = (text.trim(), false);
    for _ in 0..=MAX_PREFIXES {
        if let Some(mut header) = read(text) {
            header.breaking |= marked || breaking::is_marked(&header.description);
            return Some(header);
        }
        let rest = without_prefix(text)?;
        let prefix = text.get(..text.len() - rest.len()).unwrap_or_default();
        marked |= breaking::is_boom(text) || breaking::has_bracketed_mark(prefix);
        text = rest;
    }
    None
}

/// `Breaking: x`, `major: x`
fn of_breaking_kind(text: &str) -> Option<Header> {
    let (word, rest) = split_word(text);
    let kind = is_breaking_kind(word)?;
    let description = rest.strip_prefix(": ")?.trim();
    let says_something = !description.is_empty() && !breaking::is_nothing(description);
    says_something.then(|| Header {
        kind: kind.to_owned(),
        breaking: true,
        description: super::cut(description).to_owned(),
        ..Header::default()
    })
}

fn is_breaking_kind(word: &str) -> Option<&'static str> {
    let mut kinds = BREAKING_KINDS.into_iter();
    kinds.find(|kind| kind.eq_ignore_ascii_case(word))
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
///
/// What is breaking by its `!` is so wherever the `!` stands: `feat!(api): x`, `feat(api!): x`,
/// `feat:! x`, `[feat]!: x`.
fn plain(text: &str) -> Option<Header> {
    let (word, rest) = split_type(text);
    if !word.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let known = known(word);
    let head = Head::read(rest, known.is_some())?;
    let forgiven = (known.is_some() || head.bang) && !head.after.starts_with([':', '/', '\\']);
    let description = head.after.trim();
    if !(head.spaced || forgiven) || description.is_empty() {
        return None;
    }
    if known.is_none() && head.scope.is_none() && !head.bang {
        return None;
    }
    let scope = head
        .scope
        .map(|scope| scope.trim().trim_end_matches('!').trim_end());
    Some(Header {
        kind: known.map_or_else(|| word.to_ascii_lowercase(), str::to_owned),
        scope: scope.filter(|scope| !scope.is_empty()).map(str::to_owned),
        breaking: head.bang || is_breaking_kind(word).is_some(),
        description: super::cut(description).to_owned(),
        breaking_note: None,
    })
}

/// What stands between a type and the description.
struct Head<'t> {
    scope: Option<&'t str>,
    /// Whether there is a `!`, be it at the right place or not.
    bang: bool,
    /// What follows the colon, and a `!` behind it.
    after: &'t str,
    /// Whether white space follows the colon.
    spaced: bool,
}

impl<'t> Head<'t> {
    /// `None` without a colon. Only a known type is forgiven spaces, and a `!` at another place.
    fn read(rest: &'t str, known: bool) -> Option<Self> {
        let trimmed = |rest: &'t str| if known { rest.trim_start() } else { rest };
        let early = rest.trim_start_matches('!');
        let is_early = known && early.len() < rest.len() && early.starts_with('(');
        let (scope, rest) = split_scope(trimmed(if is_early { early } else { rest }))?;
        let rest = trimmed(rest);
        let after_bang = rest.trim_start_matches(['!', '！']);
        let after = trimmed(after_bang).strip_prefix([':', '：'])?;
        let late = after.strip_prefix("! ").filter(|_| known);
        let in_scope = known && scope.is_some_and(|scope| scope.trim_end().ends_with('!'));
        Some(Head {
            scope,
            bang: is_early || after_bang.len() < rest.len() || late.is_some() || in_scope,
            after: late.unwrap_or(after),
            spaced: late.is_some() || after.starts_with(char::is_whitespace),
        })
    }
}

fn known(word: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .find(|(written, _)| written.eq_ignore_ascii_case(word))
        .map(|(_, kind)| *kind)
}

/// The type and what follows it. Brackets around a known type are passed over before what makes a
/// header of it: `[feat]!: x`, `[feat](api): x`.
fn split_type(text: &str) -> (&str, &str) {
    let bracketed = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    match bracketed {
        Some((word, rest)) if known(word).is_some() && rest.starts_with(['!', '(', ':']) => {
            (word, rest)
        }
        _ => split_word(text),
    }
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
        .or_else(|| bullet(text))
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

/// `- x`, `* x`
fn bullet(text: &str) -> Option<&str> {
    text.strip_prefix("- ").or_else(|| text.strip_prefix("* "))
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
