//! The labels of issues that rules ask for: which of their parameters are some.

use std::collections::BTreeSet;

use super::{Settings, rules_of};
use crate::policy::{ParameterValue, PolicySet};
use crate::release::Stage;

/// The parameters that are labels of issues, by rule.
const LABELS: [(&str, &str); 4] = [
    ("approvals.community", "objection"),
    ("approvals.community", "review"),
    ("candidate.feedback_addressed", "blocking"),
    ("candidate.feedback_addressed", "feedback"),
];

/// The labels of issues that the selected rules of a stage ask for.
#[must_use]
pub fn issue_labels(policies: &PolicySet, settings: &Settings, stage: Stage) -> BTreeSet<String> {
    let rules = rules_of(policies, settings, stage);
    rules
        .flat_map(|rule| LABELS.iter().filter(|(id, _)| *id == rule.id))
        .filter_map(|(id, name)| Some(policies.params(id).get(name)?.value.clone()))
        .flat_map(|value| match value {
            ParameterValue::Text(label) => vec![label],
            ParameterValue::List(labels) => labels,
            ParameterValue::Boolean(_) | ParameterValue::Integer(_) => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::COLLECTORS;
    use crate::policy::Sources;

    #[test]
    fn each_is_a_parameter_of_its_rule() {
        let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
        let policies = PolicySet::load(Sources::embedded(), &facts).unwrap();
        for (id, name) in LABELS {
            assert!(policies.params(id).contains_key(name), "{id}.{name}");
        }
        let labels = |stage| issue_labels(&policies, &Settings::default(), stage);
        let of_release = labels(Stage::PreRelease);
        assert_eq!(
            of_release.iter().collect::<Vec<_>>(),
            ["community-review", "objection"]
        );
        let of_candidate = labels(Stage::Candidate);
        assert_eq!(
            of_candidate.iter().collect::<Vec<_>>(),
            ["blocker", "blocking", "feedback", "release-blocker"]
        );
        assert!(labels(Stage::Publish).is_empty());
    }
}
