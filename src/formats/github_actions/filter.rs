//! Patterns of branches and tags ("filter pattern cheat sheet" of the workflow syntax).

use regex::RegexBuilder;

/// The largest a compiled pattern may become, in bytes.
const MAX_PATTERN: usize = 64 * 1024;

/// Whether a list of patterns takes a ref's short name: the last pattern that matches decides, and
/// one that starts with `!` takes it out again. A pattern that is none matches nothing.
#[must_use]
pub fn takes(patterns: &[String], name: &str) -> bool {
    let mut taken = false;
    for pattern in patterns {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern, name) => taken = false,
            None if matches(pattern, name) => taken = true,
            _ => {}
        }
    }
    taken
}

fn matches(pattern: &str, name: &str) -> bool {
    let Some(text) = translated(pattern) else {
        return false;
    };
    let regex = RegexBuilder::new(&text).size_limit(MAX_PATTERN).build();
    regex.is_ok_and(|regex| regex.is_match(name))
}

/// The regular expression of a pattern; `None` if it is no pattern.
fn translated(pattern: &str) -> Option<String> {
    let mut text = "^".to_owned();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.peek() == Some(&'*') => {
                while letters.next_if_eq(&'*').is_some() {}
                text.push_str(".*");
            }
            '*' => text.push_str("[^/]*"),
            '?' | '+' => text.push(letter),
            '[' => {
                let inside: String = letters.by_ref().take_while(|&it| it != ']').collect();
                let plain = inside
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
                if inside.is_empty() || !plain {
                    return None;
                }
                text.push('[');
                text.push_str(&inside);
                text.push(']');
            }
            '\\' => text.push_str(&regex::escape(&letters.next()?.to_string())),
            other => text.push_str(&regex::escape(&other.to_string())),
        }
    }
    text.push('$');
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn takes_all(patterns: &[&str], name: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(|&it| it.to_owned()).collect();
        takes(&patterns, name)
    }

    #[test]
    fn patterns_are_those_of_the_cheat_sheet() {
        for (pattern, name, expected) in [
            ("v*", "v1.2.3", true),
            ("v*", "release/v1", false),
            ("*", "v1.2.3", true),
            ("*", "a/b", false),
            ("**", "a/b", true),
            ("*.*.*", "1.2.3", true),
            ("[0-9]+.[0-9]+.[0-9]+", "14.1.0", true),
            ("[0-9]+.[0-9]+.[0-9]+", "v14.1.0", false),
            ("v[12].[0-9]+.[0-9]+", "v1.10.1", true),
            ("v?1.*", "1.2", true),
            ("**/v*", "a/v1", true),
            ("pkg@*", "pkg@1.0", true),
            ("v1.2", "v1x2", false),
            ("[", "[", false),
            ("+", "+", false),
        ] {
            assert_eq!(takes_all(&[pattern], name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn the_last_pattern_that_matches_decides() {
        assert!(!takes_all(&["v*", "!v*-rc*"], "v1.0.0-rc.1"));
        assert!(takes_all(&["v*", "!v*-rc*"], "v1.0.0"));
        assert!(takes_all(&["v*", "!v1*", "v1.2*"], "v1.2.3"));
        assert!(!takes_all(&["!v2*"], "v1.0.0"));
    }

    proptest! {
        #[test]
        fn any_pattern_is_decided(pattern in ".{0,30}", name in ".{0,20}") {
            let _ = takes(&[pattern], &name);
        }

        #[test]
        fn a_name_takes_itself(name in "[a-z0-9./_-]{1,20}") {
            prop_assert!(takes(std::slice::from_ref(&name), &name));
        }
    }
}
