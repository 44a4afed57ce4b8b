//! Large inputs, which several threads judge.

use std::sync::Arc;
use std::time::Duration;

use super::bounded_evaluation::SLOW;
use super::*;
use crate::policy::{Judgement, Limits, Request};

/// Says what the type of the release is, after as many steps as the input has entries.
const TYPED: &str = "deny contains {\"subject\": input.release.type, \"message\": \"m\"} if {
\tcount([1 | some entry in input.facts.changes.entries; entry > 0]) >= 0
}";

/// Is malformed.
const WRONG: &str = "deny contains 1 if count(input.facts.changes.entries) >= 0";

/// What the rules say of a patch and of a minor release, by an input that has so many entries.
fn judged(entries: usize) -> Vec<Vec<Judgement>> {
    let ids = [
        "a.typed", "b.slow", "c.wrong", "d.typed", "e.same", "f.typed",
    ];
    let bodies = [
        TYPED,
        SLOW,
        WRONG,
        TYPED,
        "deny contains {\"subject\": \"s\", \"message\": \"m\"}",
        TYPED,
    ];
    let rules = ids.iter().zip(bodies).map(|(id, body)| rule(id, body));
    let set = load(rules.collect()).unwrap();
    let entries = vec!["1000"; entries].join(",");
    let input: Arc<str> =
        format!("{{\"facts\": {{\"changes\": {{\"entries\": [{entries}]}}}}}}").into();
    let request = |kind: &str| Request {
        input: Arc::clone(&input),
        release: Some(format!("{{\"type\": \"{kind}\"}}")),
        rules: [&ids[..], &["g.gone"]].concat(),
    };
    let limits = Limits {
        time: Duration::from_secs(4),
        ..Limits::default()
    };
    set.evaluate_within(&[request("patch"), request("minor")], &limits)
}

#[test]
fn several_threads_say_what_one_says() {
    let (one, several) = (judged(1), judged(100_000));
    let subjects = |judgements: &[Judgement]| -> Vec<String> {
        let said = judgements.iter().map(|judgement| match &judgement.result {
            Ok(judged) => judged.deny.iter().map(|it| it.subject.as_str()).collect(),
            Err(_) => "error".to_owned(),
        });
        said.collect()
    };
    assert_eq!(
        subjects(&one[0]),
        ["patch", "error", "error", "patch", "s", "patch", "error"]
    );
    assert_eq!(
        subjects(&one[1]),
        ["minor", "error", "error", "minor", "s", "minor", "error"]
    );
    assert_eq!(several, one);
}
