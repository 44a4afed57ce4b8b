//! Several licences of one thing in a list that does not say how they go together.

use super::reading::Reading;

/// The most licences of one list that are read.
const MAX_LISTED: usize = 64;

/// What a list says as a whole.
///
/// Whether all of them apply or one may be chosen, nobody says, so that it is a guess in which each is
/// named. Where one of them is not known, nothing is: it may ask for more than the others.
#[must_use]
pub fn together(listed: Vec<Reading>) -> Reading {
    if listed.len() > MAX_LISTED {
        return Reading::unknown(format!("it lists more than {MAX_LISTED} licences"));
    }
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut exact: Vec<Reading> = Vec::new();
    let mut is_exact = true;
    for reading in listed {
        let found = match reading {
            Reading::Unknown(why) => return Reading::Unknown(why),
            Reading::Guess { groups, .. } => {
                is_exact = false;
                groups
            }
            Reading::Exact { ref expression, .. } => {
                let group = vec![expression.clone()];
                exact.push(reading);
                vec![group]
            }
        };
        for group in found {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }
    match (exact.into_iter().next(), groups.len()) {
        (Some(one), 1) if is_exact => one,
        (_, 0) => Reading::unknown("it lists none"),
        (_, 1) => Reading::Guess {
            groups,
            why: "several licences go by this name".to_owned(),
        },
        _ => Reading::Guess {
            groups,
            why: "it names several, and not how they go together".to_owned(),
        },
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
        let vague = listed(&["BSD-3-Clause", "BSD License"]);
        assert_eq!(vague.expressions(), ["BSD-2-Clause", "BSD-3-Clause"]);
        assert!(matches!(listed(&["BSD License"]), Reading::Guess { .. }));
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
