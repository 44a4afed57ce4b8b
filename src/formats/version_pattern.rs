//! A regular expression that finds versions in a file, as a project's configuration gives it.

use regex::{Captures, Match, Regex, RegexBuilder};

/// The largest a compiled expression may become, in bytes, so that `(a{9999}){9999}` is refused.
const MAX_REGEX: usize = 1024 * 1024;

/// Compiles an expression; `^` and `$` match at line breaks.
///
/// # Errors
/// A sentence if it is none, is too large, or has no group for the version.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    let mut builder = RegexBuilder::new(pattern);
    builder
        .multi_line(true)
        .size_limit(MAX_REGEX)
        .dfa_size_limit(MAX_REGEX);
    let regex = builder.build().map_err(|error| {
        let message = error.to_string();
        let last = message.lines().last().unwrap_or_default().trim();
        format!(
            "the version pattern `{pattern}` is no regular expression that relcheck can use: {last}"
        )
    })?;
    if regex.captures_len() < 2 {
        return Err(format!(
            "the version pattern `{pattern}` has no group for the version: write `(?<version>…)`"
        ));
    }
    Ok(regex)
}

/// The version in a match: the group `version`, or the first one.
#[must_use]
pub fn version_in<'t>(captures: &Captures<'t>) -> Option<Match<'t>> {
    captures.name("version").or_else(|| captures.get(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_group_goes_before_the_first() {
        let regex = compile("^(v)(?<version>[0-9.]+)$").unwrap();
        let captures = regex.captures("x\nv1.2.3\n").unwrap();
        assert_eq!(version_in(&captures).unwrap().as_str(), "1.2.3");
    }

    #[test]
    fn what_cannot_find_a_version_is_refused() {
        for pattern in ["(", "no group", "(a{9999}){9999}"] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
    }
}
