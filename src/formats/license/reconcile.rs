//! What several say of the licence of one package, brought together.

use std::collections::BTreeSet;

use super::reading::Reading;

/// What is known of a package's licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// The expressions of which each has to be allowed, sorted: one where it is known which applies,
    /// all that may where it is not. Empty where nothing is known.
    pub expressions: Vec<String>,
    /// Whether it is only a guess which of them applies.
    pub is_guess: bool,
    /// Whether one says what another denies.
    pub is_contradiction: bool,
}

/// Brings several readings together.
///
/// What says nothing contradicts nothing. A guess that may mean what another says exactly is that. Where
/// two say different things, all of it counts.
#[must_use]
pub fn reconcile(readings: &[&Reading]) -> Reconciled {
    let mut exact = BTreeSet::new();
    let mut guesses: Vec<(&[Vec<String>], BTreeSet<&str>)> = Vec::new();
    for reading in readings {
        match reading {
            Reading::Exact { expression, .. } => {
                exact.insert(expression.as_str());
            }
            Reading::Guess { groups, .. } => {
                let all = groups.iter().flatten().map(String::as_str).collect();
                guesses.push((groups, all));
            }
            Reading::Unknown(_) => {}
        }
    }
    let one = exact.iter().next().filter(|_| exact.len() == 1);
    if let Some(one) = one
        && guesses.iter().all(|(groups, _)| may_mean(groups, one))
    {
        return Reconciled {
            expressions: vec![(*one).to_owned()],
            is_guess: false,
            is_contradiction: false,
        };
    }
    if exact.is_empty() {
        let least = guesses.iter().min_by_key(|(_, all)| all.len());
        if let Some((_, least)) = least
            && guesses.iter().all(|(_, all)| least.is_subset(all))
        {
            return Reconciled {
                expressions: owned(least),
                is_guess: true,
                is_contradiction: false,
            };
        }
    }
    let mut all = exact;
    all.extend(guesses.iter().flat_map(|(_, all)| all.iter().copied()));
    Reconciled {
        is_guess: !guesses.is_empty(),
        is_contradiction: !all.is_empty(),
        expressions: owned(&all),
    }
}

fn owned(all: &BTreeSet<&str>) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

/// Whether a guess may be this expression: each of its names is for a licence in it, and each licence
/// in it has a name.
fn may_mean(groups: &[Vec<String>], expression: &str) -> bool {
    let is_word = |word: &&str| !matches!(*word, "AND" | "OR" | "");
    let plain = expression.replace(['(', ')'], " ");
    let words: Vec<&str> = plain.split(' ').filter(is_word).collect();
    let mut licenses = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        if *word != "WITH" && before != Some(&"WITH") {
            licenses.insert(*word);
        }
    }
    let is_named = |license: &&str| groups.iter().flatten().any(|it| it == license);
    let is_there = |group: &Vec<String>| {
        group
            .iter()
            .any(|it| it == expression || licenses.contains(it.as_str()))
    };
    let whole = groups.iter().flatten().any(|it| it == expression);
    (whole || licenses.iter().all(is_named)) && groups.iter().all(is_there)
}
