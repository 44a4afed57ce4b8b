//! The pattern lists of OpenSSH (ssh_config(5), PATTERNS): `*`, `?`, commas, and `!` to negate.

/// A list of patterns, such as `*@example.org,!guest@*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PatternList(Vec<String>);

impl PatternList {
    /// The patterns of a text; `None` where one of them is empty, which matches nothing and so is a
    /// slip.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let patterns: Vec<String> = text.split(',').map(str::to_owned).collect();
        let empty = |pattern: &String| pattern.trim_start_matches('!').is_empty();
        (!patterns.iter().any(empty)).then_some(Self(patterns))
    }

    /// Whether a name matches one of the patterns, and none of the negated ones.
    pub(super) fn matches(&self, name: &str) -> bool {
        let mut found = false;
        for pattern in &self.0 {
            match pattern.strip_prefix('!') {
                Some(negated) if matches(negated, name) => return false,
                Some(_) => {}
                None => found = found || matches(pattern, name),
            }
        }
        found
    }

    /// The patterns as written.
    pub(super) fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// Whether a name matches one pattern, byte by byte and with regard to case, as OpenSSH does.
///
/// Goes back to the last `*` only, so it takes at most the product of both lengths.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), name.get(position)) {
            (Some(b'*'), _) => {
                star = Some((at + 1, position));
                at += 1;
            }
            (Some(wanted), Some(found)) if *wanted == b'?' || wanted == found => {
                at += 1;
                position += 1;
            }
            (None, None) => return true,
            (_, found) => {
                let Some((after, from)) = star else {
                    return false;
                };
                if found.is_none() {
                    return false;
                }
                star = Some((after, from + 1));
                (at, position) = (after, from + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PatternList;

    fn matches(patterns: &str, name: &str) -> bool {
        let list = PatternList::parse(patterns).expect("a list");
        list.matches(name)
    }

    #[test]
    fn stars_and_question_marks_match_as_in_openssh() {
        assert!(matches("*@example.org", "a@example.org"));
        assert!(matches("a?c", "abc"));
        assert!(matches("a*b*c", "axxbyybzzc"));
        assert!(matches("*", ""));
        assert!(matches("a**", "a"));
        assert!(!matches("a?c", "ac"));
        assert!(!matches("*@example.org", "a@example.com"));
        assert!(!matches("a", "A"), "case counts");
        assert!(!matches("a*b", "a"));
    }

    #[test]
    fn one_negated_match_is_enough_to_refuse() {
        assert!(matches("*@example.org,!guest@*", "a@example.org"));
        assert!(!matches("*@example.org,!guest@*", "guest@example.org"));
        assert!(!matches("!guest@*", "a@example.org"), "nothing is allowed");
    }

    #[test]
    fn an_empty_pattern_is_a_slip() {
        assert_eq!(PatternList::parse(""), None);
        assert_eq!(PatternList::parse("a,,b"), None);
        assert_eq!(PatternList::parse("a,!"), None);
    }
}
