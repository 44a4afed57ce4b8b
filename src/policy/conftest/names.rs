//! The names that Conftest asks for, and those that are almost one.

use crate::policy::identifier::is_name;

/// What a rule's results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `deny` and `violation`.
    Failure,
    /// `warn`.
    Warning,
}

/// The rule that exempts from others.
pub(super) const EXCEPTION: &str = "exception";

/// Other words for what Conftest calls `deny`, `violation`, `warn` and `exception`.
const OTHER_WORDS: [(&str, &str); 6] = [
    ("denied", "deny"),
    ("denies", "deny"),
    ("violates", "violation"),
    ("warning", "warn"),
    ("warnings", "warn"),
    ("exempt", EXCEPTION),
];

/// Conftest asks for what matches `^(deny|violation|warn)(_[a-zA-Z0-9]+)*$`, and for nothing else.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let mut parts = name.split('_');
    let kind = match parts.next()? {
        "deny" | "violation" => Kind::Failure,
        "warn" => Kind::Warning,
        _ => return None,
    };
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    parts.all(is_part).then_some(kind)
}

/// Whether Conftest asks for rules of this name.
pub(in crate::policy) fn is_asked_for(name: &str) -> bool {
    name == EXCEPTION || kind(name).is_some()
}

/// The name under which an exception speaks of a rule: what is left without its first words, and
/// nothing for `deny`, `violation` and `warn` themselves.
pub(super) fn exempted_as(name: &str) -> &str {
    if ["deny", "violation", "warn"].contains(&name) {
        return "";
    }
    // One after the other, as Conftest does it: `deny_warn_x` is exempted as `x`.
    ["violation_", "deny_", "warn_"]
        .into_iter()
        .fold(name, |rest, prefix| {
            rest.strip_prefix(prefix).unwrap_or(rest)
        })
}

/// The name that this one is most likely meant to be, if it is none that Conftest asks for.
pub(super) fn meant(name: &str) -> Option<String> {
    if is_asked_for(name) {
        return None;
    }
    let lower = name.to_lowercase();
    let (first, rest) = match lower.split_once('_') {
        Some((first, rest)) => (first, Some(rest.trim_matches('_').replace("__", "_"))),
        None => (lower.as_str(), None),
    };
    let known = ["deny", "warn", "violation", EXCEPTION];
    let near = |known: &&str| {
        let allowed = if known.len() > 4 { 2 } else { 1 };
        strsim::damerau_levenshtein(first, known) <= allowed
    };
    let word = OTHER_WORDS
        .into_iter()
        .find_map(|(other, word)| (other == first).then_some(word))
        .or_else(|| known.into_iter().find(|known| near(known)))?;
    Some(match rest {
        Some(rest) if word != EXCEPTION && !rest.is_empty() => format!("{word}_{rest}"),
        _ => word.to_owned(),
    })
}

/// The id of the rule that stands for a package: `conftest.main`, `conftest.lib_kubernetes`.
pub(in crate::policy) fn id(package: &str) -> String {
    let name: String = package
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if is_name(&name) {
        format!("conftest.{name}")
    } else {
        format!("conftest.n{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conftest_asks_for_three_words_with_any_suffix() {
        for name in [
            "deny",
            "violation",
            "deny_x",
            "deny_X1_b2",
            "violation_no_root",
        ] {
            assert_eq!(kind(name), Some(Kind::Failure), "{name}");
        }
        for name in ["warn", "warn_x"] {
            assert_eq!(kind(name), Some(Kind::Warning), "{name}");
        }
        for name in [
            "denny",
            "deny_",
            "deny__x",
            "denyx",
            "Deny",
            "allow",
            "exception",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn exceptions_speak_of_rules_without_their_first_word() {
        assert_eq!(exempted_as("deny"), "");
        assert_eq!(exempted_as("deny_run_as_root"), "run_as_root");
        assert_eq!(exempted_as("warn_x"), "x");
        assert_eq!(exempted_as("violation_deny_warn_x"), "x");
        assert_eq!(exempted_as("deny_violation_x"), "violation_x");
    }

    #[test]
    fn slips_are_recognised() {
        for (name, wanted) in [
            ("denny", "deny"),
            ("Deny", "deny"),
            ("dney_root", "deny_root"),
            ("deny__root", "deny_root"),
            ("deny_", "deny"),
            ("violations", "violation"),
            ("warning_old", "warn_old"),
            ("exceptions", "exception"),
        ] {
            assert_eq!(meant(name).as_deref(), Some(wanted), "{name}");
        }
        for name in [
            "deny",
            "deny_x",
            "exception",
            "allow",
            "is_denied",
            "images",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    #[test]
    fn packages_become_ids() {
        assert_eq!(id("main"), "conftest.main");
        assert_eq!(id("k8s.v1Beta"), "conftest.k8s_v1beta");
        assert_eq!(id("_private"), "conftest.n_private");
    }
}
