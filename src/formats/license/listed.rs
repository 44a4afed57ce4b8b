//! Several licences of one thing in a list that does not say how they go together.

use std::collections::BTreeSet;

use super::reading::Reading;

/// The most licences of one list that are read.
const MAX_LISTED: usize = 64;

/// What a list says as a whole.
///
/// Whether all of them apply or one may be chosen, nobody says, so that it is a guess in which each is
/// named. A name that may be what another one says exactly is that. Where one of them is not known,
/// nothing is: it may ask for more than the others.
#[must_use]
pub fn together(listed: Vec<Reading>) -> Reading {
    if listed.len() > MAX_LISTED {
        return Reading::unknown(format!("it lists more than {MAX_LISTED} licences"));
    }
    let mut exact: Vec<Reading> = Vec::new();
    let mut vague: Vec<Vec<String>> = Vec::new();
    for reading in listed {
        match reading {
            Reading::Unknown(why) => return Reading::Unknown(why),
            Reading::Guess { groups, .. } => vague.extend(groups),
            Reading::Exact { .. } => exact.push(reading),
        }
    }
    let named: BTreeSet<String> = exact.iter().flat_map(Reading::expressions).collect();
    vague.retain(|group| !group.iter().any(|it| named.contains(it)));
    vague.sort();
    vague.dedup();
    match (named.len(), vague.len()) {
        (0, 0) => Reading::unknown("it lists none"),
        (1, 0) => exact
            .pop()
            .unwrap_or_else(|| Reading::unknown("it lists none")),
        (0, 1) => guess(vague, "several licences go by this name"),
        _ => {
            let mut groups: Vec<_> = named.into_iter().map(|one| vec![one]).collect();
            groups.extend(vague);
            guess(groups, "it names several, and not how they go together")
        }
    }
}

fn guess(groups: Vec<Vec<String>>, why: &str) -> Reading {
    Reading::Guess {
        groups,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn listed(texts: &[&str]) -> Reading {
        together(texts.iter().map(|text| read(text)).collect())
    }

    #[test]
    fn one_licence_in_any_spelling_is_that_one() {
        assert_eq!(listed(&["MIT"]), read("MIT"));
        assert_eq!(listed(&["MIT", "MIT License"]).expressions(), ["MIT"]);
        assert!(matches!(listed(&["MIT", "mit"]), Reading::Exact { .. }));
    }

    #[test]
    fn several_are_a_guess_that_names_each() {
        let two = listed(&["MIT", "GPL-3.0-only"]);
        assert!(matches!(&two, Reading::Guess { groups, .. } if groups.len() == 2));
        assert_eq!(two.expressions(), ["GPL-3.0-only", "MIT"]);
        let vague = listed(&["ISC", "BSD License"]);
        assert!(matches!(&vague, Reading::Guess { groups, .. } if groups.len() == 2));
        assert_eq!(vague.expressions(), ["BSD-2-Clause", "BSD-3-Clause", "ISC"]);
        assert!(matches!(listed(&["BSD License"]), Reading::Guess { .. }));
        assert!(
            matches!(listed(&["BSD License", "BSD"]), Reading::Guess { groups, .. } if groups.len() == 1)
        );
    }

    #[test]
    fn a_name_that_may_be_what_another_one_says_is_that() {
        assert_eq!(
            listed(&["BSD-3-Clause", "BSD License"]),
            read("BSD-3-Clause")
        );
        let more = listed(&["BSD License", "BSD-3-Clause", "MIT"]);
        assert_eq!(more.expressions(), ["BSD-3-Clause", "MIT"]);
    }

    #[test]
    fn one_that_is_not_known_makes_all_unknown() {
        for texts in [
            &["MIT", "Example EULA"][..],
            &["NOASSERTION", "MIT"],
            &["MIT", ""],
            &[],
        ] {
            assert!(matches!(listed(texts), Reading::Unknown(_)), "{texts:?}");
        }
        assert!(matches!(listed(&["MIT"; 65]), Reading::Unknown(_)));
    }
}
