//! Policies that must be refused, each with one mistake and the place where it is to be reported,
//! and policies that must not be.
//!
//! The cases are files in `cases/<topic>/`; see [`table::marks`] for how a file says what is wrong
//! with it. Nothing here knows how the mistakes are found.

mod table;

use table::{Case, Expected, problems};

/// What a case's problems are beyond those expected, and which of those are missing.
fn mismatches(case: &Case) -> Vec<String> {
    let mut found = problems(case);
    let mut missing = Vec::new();
    for expected in &case.expected {
        let met = found.iter().find(|(error, warning)| {
            expected.is_at(error) && expected.warning == *warning && expected.is_said_by(error)
        });
        match met.cloned() {
            Some(met) => {
                found.remove(&met);
            }
            None => missing.push(format!("  missing  {expected}")),
        }
    }
    let surplus = found.iter().map(|(error, warning)| {
        let kind = if *warning { "warning" } else { "error" };
        format!("  {kind:<7}  {error}")
    });
    missing.into_iter().chain(surplus).collect()
}

/// Fails with everything that is wrong with any case.
fn assert_all(cases: &[Case]) {
    let report = |case: &Case| {
        let lines = mismatches(case);
        (!lines.is_empty()).then(|| format!("{}\n{}", case.name, lines.join("\n")))
    };
    let wrong: Vec<String> = table::of_each(cases, report)
        .into_iter()
        .flatten()
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} policies are not judged as they should be:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn wrong_policies_are_refused_where_they_are_wrong() {
    assert_all(&table::wrong());
}

#[test]
fn right_policies_load_without_a_word() {
    assert_all(&table::right());
}

#[test]
fn the_table_is_large_and_each_case_says_what_is_wrong() {
    let (wrong, right) = (table::wrong(), table::right());
    assert!(wrong.len() >= 60, "{} wrong policies", wrong.len());
    assert!(right.len() >= 30, "{} right policies", right.len());
    for case in &wrong {
        assert_eq!(
            case.expected.len(),
            1,
            "{}: a case holds one mistake, and marks it",
            case.name
        );
    }
    let silent: Vec<&Expected> = wrong
        .iter()
        .flat_map(|case| &case.expected)
        .filter(|expected| expected.fragment.is_empty())
        .collect();
    assert!(silent.is_empty(), "no fragment of a message: {silent:?}");
    assert!(right.iter().all(|case| case.expected.is_empty()));
}
