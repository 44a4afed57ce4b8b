//! What says that a change is breaking: footers, headings, ticked boxes, and marks in a header.

/// The words, and the shorter one that counts where something else makes it plain what is meant.
const WORDS: [&str; 5] = [
    "BREAKING CHANGES",
    "BREAKING-CHANGES",
    "BREAKING CHANGE",
    "BREAKING-CHANGE",
    "BREAKING",
];

/// What stands below a heading of a template, or behind a footer, if there is nothing to say.
const NOTHING: [&str; 16] = [
    "false",
    "n.a",
    "n/a",
    "na",
    "nil",
    "no",
    "no breaking change",
    "no breaking changes",
    "no response",
    "none",
    "none expected",
    "none intended",
    "none known",
    "nope",
    "not applicable",
    "nothing",
];

/// The text of a breaking-change footer, if the line is one.
///
/// `BREAKING CHANGE` and `BREAKING-CHANGE` (Conventional Commits 1.0.0, points 11 to 13 and 16) are
/// taken in any case, as the tools that compute releases from commits do, followed by `:`, `!:` or ` #`,
/// and so is the plural; `BREAKING` alone only in upper case. A scope may stand before the colon, and in
/// upper case a dash or a semicolon in its place, or brackets around the words. A list marker, emphasis, a heading or an
/// emoji may stand before the words, quotation marks and code may not.
pub(super) fn footer(line: &str) -> Option<&str> {
    let line = without_decoration(line);
    if let Some(text) = after_brackets(line) {
        return Some(text);
    }
    let (words, rest) = after_words(line)?;
    let is_upper = words == words.to_ascii_uppercase();
    if words.len() == "BREAKING".len() && !is_upper {
        return None;
    }
    let rest = rest.trim_start_matches(['*', '_']);
    let rest = rest.strip_prefix('!').unwrap_or(rest);
    if let Some(text) = rest.strip_prefix(" #") {
        return Some(text.trim());
    }
    let rest = without_scope(rest.trim_start());
    let text = match rest.strip_prefix([':', '：']) {
        Some(text) => text,
        None if is_upper => after_dash(rest)?,
        None => return None,
    };
    // `BREAKING::x` is a path.
    (!text.starts_with(':')).then(|| text.trim_start_matches(['*', '_']).trim())
}

/// The text behind the words in upper case where nothing but space parts them, as the tools that compute
/// releases from commits take them. In the middle of a paragraph that is prose.
pub(super) fn unpunctuated(line: &str) -> Option<&str> {
    let (words, rest) = after_words(without_decoration(line))?;
    let is_meant = words.len() > "BREAKING".len() && words == words.to_ascii_uppercase();
    let text = rest.strip_prefix([' ', '\t'])?.trim();
    (is_meant && text.starts_with(char::is_alphanumeric)).then_some(text)
}

/// Whether the line is a heading over what breaks, or the words in upper case and nothing else.
pub(super) fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let text = without_decoration(line);
    let Some((words, rest)) = after_words(text) else {
        return false;
    };
    let rest = rest.strip_prefix("(s)").unwrap_or(rest);
    let ends = rest
        .chars()
        .all(|c| !c.is_alphanumeric() && !"`\"'?|()[]<>/\\".contains(c));
    let is_hash = line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    let is_strong = ["**", "__"]
        .iter()
        .any(|mark| line.starts_with(mark) && line.trim_end_matches(':').ends_with(mark));
    let is_bare = words.len() > "BREAKING".len()
        && words == words.to_ascii_uppercase()
        && line.starts_with(words)
        && rest.is_empty();
    ends && (is_hash || is_strong || is_bare)
}

/// Whether the line is a heading that asks: `## Does this PR introduce a breaking change?`.
pub(super) fn is_question(line: &str) -> bool {
    let line = line.trim();
    let is_heading = ["#", "**", "__"].iter().any(|mark| line.starts_with(mark));
    let asks = line.trim_end_matches(['*', '_', ' ']).ends_with('?');
    is_heading && asks && line.to_ascii_lowercase().contains("breaking change")
}

/// Whether an answer is a yes.
pub(super) fn is_yes(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (word, rest) = text.split_at_checked("yes".len()).unwrap_or_default();
    word.eq_ignore_ascii_case("yes") && !rest.starts_with(char::is_alphanumeric)
}

/// What a ticked box says, if it is that something breaks: `- [x] Breaking change (…)`.
pub(super) fn ticked(text: &str) -> Option<&str> {
    let (_, rest) = after_words(without_decoration(text))?;
    let rest = rest.strip_prefix("(s)").unwrap_or(rest).trim_start();
    (!rest.starts_with(char::is_alphanumeric)).then(|| {
        rest.trim_start_matches(|c: char| !c.is_alphanumeric())
            .trim()
    })
}

/// Whether a description says so itself: `BREAKING CHANGE: x`, `[BREAKING] x`, `x (breaking)`, `💥 x`.
pub(super) fn is_marked(description: &str) -> bool {
    let is_upper = description.starts_with("BREAKING");
    let has_footer = is_upper && footer(description).is_some_and(|text| !is_nothing(text));
    is_boom(description) || has_footer || has_bracketed_mark(description)
}

/// Whether a text begins with the emoji of gitmoji for it.
pub(super) fn is_boom(text: &str) -> bool {
    ["💥", ":boom:"].iter().any(|boom| text.starts_with(boom))
}

/// Whether the words, and nothing else, stand in brackets.
pub(super) fn has_bracketed_mark(text: &str) -> bool {
    text.match_indices(['[', '(']).any(|(at, open)| {
        let close = if open == "[" { ']' } else { ')' };
        let inner = text.get(at + 1..).and_then(|text| text.split_once(close));
        inner.is_some_and(|(inner, after)| {
            let is_link = open == "[" && after.starts_with('(');
            let is_code = after.starts_with('`');
            !is_link
                && !is_code
                && WORDS
                    .iter()
                    .any(|words| words.eq_ignore_ascii_case(inner.trim()))
        })
    })
}

/// Whether a text says that there is nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    NOTHING.iter().any(|it| it.eq_ignore_ascii_case(text))
}

fn without_decoration(line: &str) -> &str {
    line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"`\"'“‘[(".contains(c))
}

/// The words as they are written, and what follows them.
fn after_words(line: &str) -> Option<(&str, &str)> {
    WORDS.iter().find_map(|words| {
        let mut rest = line;
        for (place, word) in words.split(' ').enumerate() {
            let next = match place {
                0 => rest,
                _ => rest.trim_start_matches([' ', '\t']),
            };
            if place > 0 && next.len() == rest.len() {
                return None;
            }
            let (start, after) = next.split_at_checked(word.len())?;
            if !start.eq_ignore_ascii_case(word) {
                return None;
            }
            rest = after;
        }
        line.split_at_checked(line.len() - rest.len())
    })
}

/// `[BREAKING] x`, `[BREAKING CHANGE]: x`
fn after_brackets(line: &str) -> Option<&str> {
    let (words, rest) = line.strip_prefix('[')?.split_once(']')?;
    let text = rest.strip_prefix(':').unwrap_or(rest);
    (WORDS.contains(&words) && text.starts_with(' ')).then(|| text.trim())
}

/// `(api): x`, `(api)!: x`
fn without_scope(rest: &str) -> &str {
    let after = rest
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'));
    let after = after.map(|(_, after)| after.strip_prefix('!').unwrap_or(after));
    after
        .filter(|after| after.starts_with([':', '：']))
        .unwrap_or(rest)
}

/// `- x`, `— x`, `; x`, `-> x`
fn after_dash(rest: &str) -> Option<&str> {
    let arrow = rest.strip_prefix("->").or_else(|| rest.strip_prefix("=>"));
    let text = arrow.or_else(|| rest.strip_prefix(['-', '–', '—', ';']))?;
    text.starts_with(' ').then_some(text)
}

#[cfg(test)]
mod tests;
