//! What relcheck says about a case.

use std::collections::BTreeSet;

use relcheck::policy::{self, CaseOutcome, LoadError, LoadErrors, PolicySet, Testing};

use super::{Case, fact_names};

/// The problems of a case, and whether each is but a warning.
pub fn problems(case: &Case) -> BTreeSet<(LoadError, bool)> {
    let facts = fact_names();
    let sources = case.sources();
    let refused = |errors: LoadErrors| -> BTreeSet<(LoadError, bool)> {
        let errors = errors.errors().iter();
        errors.map(|found| (found.clone(), false)).collect()
    };
    if !case.is_about_its_test() {
        return match PolicySet::load(sources, &facts) {
            Ok(set) => set.warnings().iter().map(|it| (it.clone(), true)).collect(),
            Err(errors) => refused(errors),
        };
    }
    let testing = Testing {
        known_facts: &facts,
        check_input: relcheck::collect::check_input,
        filter: None,
        own_only: true,
    };
    match policy::test(sources, &testing) {
        Ok(report) => report
            .cases
            .iter()
            .filter_map(|case| match &case.outcome {
                CaseOutcome::Error(message) => Some((placed(message), false)),
                _ => None,
            })
            .collect(),
        Err(errors) => refused(errors),
    }
}

/// What a test ended with, whose message starts with its place.
fn placed(message: &str) -> LoadError {
    let mut parts = message.splitn(4, ':');
    let mut next = || parts.next().unwrap_or_default().trim().to_owned();
    LoadError {
        file: next(),
        line: next().parse().unwrap_or_default(),
        column: next().parse().unwrap_or_default(),
        message: next(),
    }
}
