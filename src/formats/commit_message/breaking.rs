//! Footers that say that a change is breaking.

/// The text of a breaking-change footer, if the line is one.
///
/// `BREAKING CHANGE` and `BREAKING-CHANGE` (Conventional Commits 1.0.0, points 11 to 13 and 16) are
/// taken in any case, as the tools that compute releases from commits do, followed by `:` or ` #`;
/// the plural and `BREAKING` alone only in upper case. A list marker, emphasis, a heading or an
/// emoji may stand before the words, quotation marks and code may not.
pub(super) fn footer(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"`\"'“‘".contains(c));
    let rest = after_words(line)?;
    let rest = rest.trim_start_matches(['*', '_']);
    if let Some(text) = rest.strip_prefix(" #") {
        return Some(text.trim());
    }
    let text = rest.trim_start().strip_prefix(':')?;
    // `BREAKING::x` is a path.
    (!text.starts_with(':')).then(|| text.trim_start_matches(['*', '_']).trim())
}

fn after_words(line: &str) -> Option<&str> {
    for exact in ["BREAKING CHANGES", "BREAKING-CHANGES"] {
        if let Some(rest) = line.strip_prefix(exact) {
            return Some(rest);
        }
    }
    const WORDS: &str = "BREAKING CHANGE";
    let (start, rest) = line.split_at_checked(WORDS.len()).unwrap_or((line, ""));
    let in_any_case =
        start.eq_ignore_ascii_case(WORDS) || start.eq_ignore_ascii_case("BREAKING-CHANGE");
    if in_any_case {
        return Some(rest);
    }
    line.strip_prefix("BREAKING")
}
