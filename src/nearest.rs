//! The nearest known name to one that is unknown, for error messages.

/// Names longer than this are not compared: what takes that long to read is no slip.
const MAX_LENGTH: usize = 100;

/// Of more names than these, only the first ones are compared.
const MAX_NAMES: usize = 300;

/// The known name that is most like `unknown`, if any is like it at all.
///
/// Case and separators count little: `Deny` and `release-branch` are near `deny` and
/// `release_branch`.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    if unknown.len() > MAX_LENGTH {
        return None;
    }
    let wanted = plain(unknown);
    known
        .into_iter()
        .take(MAX_NAMES)
        .filter(|name| name.len() <= MAX_LENGTH)
        .filter_map(|name| {
            let (one, other) = (wanted.chars().count(), name.chars().count());
            let longest = one.max(other);
            let allowed = (1 + longest / 4).min(longest / 2);
            // Names whose lengths differ by more need not be compared letter by letter.
            (one.abs_diff(other) <= allowed)
                .then(|| strsim::damerau_levenshtein(&wanted, &plain(name)))
                .filter(|distance| *distance <= allowed)
                .map(|distance| (distance, name))
        })
        .min()
        .map(|(_, name)| name)
}

/// `; did you mean …?` with the nearest known name, or nothing.
pub fn suggestion<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(unknown, known)
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{nearest, suggestion};

    #[test]
    fn a_slip_of_the_keyboard_finds_its_name() {
        let known = ["tag_prefix", "main_branch", "changelog"];
        assert_eq!(nearest("tag_prefx", known), Some("tag_prefix"));
        assert_eq!(nearest("tag-prefix", known), Some("tag_prefix"));
        assert_eq!(nearest("mian_branch", known), Some("main_branch"));
        assert_eq!(nearest("Deny", ["deny", "warn"]), Some("deny"));
        assert_eq!(suggestion("hotfx", ["hotfix"]), "; did you mean `hotfix`?");
    }

    #[test]
    fn something_else_altogether_finds_nothing() {
        assert_eq!(nearest("colour", ["tag_prefix", "changelog"]), None);
        assert_eq!(nearest("", ["tag_prefix"]), None);
        assert_eq!(suggestion("x", ["hotfix"]), "");
    }
}
