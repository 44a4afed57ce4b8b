//! What a rule may take and yield.

use super::evaluating::{INPUT, judge_one};
use std::time::{Duration, Instant};

use super::*;
use crate::policy::{Limits, Request};

/// A rule that counts to a hundred thousand a hundred thousand times.
pub(super) const SLOW: &str = "deny contains 1 if {
\tsome x in numbers.range(1, 100000)
\tsome y in numbers.range(1, 100000)
\tx + y < 0
}";

#[test]
fn an_endless_rule_ends_and_the_others_are_judged() {
    let set = load(vec![
        rule("a.ok", PLAIN),
        rule("b.slow", SLOW),
        rule("c.ok", PLAIN),
    ])
    .unwrap();
    let request = Request {
        input: (INPUT.to_owned()).into(),
        release: None,
        rules: vec!["a.ok", "b.slow", "c.ok"],
    };
    let limits = Limits {
        time: Duration::from_secs(2),
        ..Limits::default()
    };
    let start = Instant::now();
    let judgements = set.evaluate_within(&[request.clone(), request], &limits);
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
    for judgements in judgements {
        assert!(
            judgements[0].result.is_ok() && judgements[2].result.is_ok(),
            "{judgements:?}"
        );
        assert_eq!(
            judgements[1].result,
            Err(
                "it did not finish: all rules together have 2 s, and one rule half of what is left"
                    .to_owned()
            )
        );
    }
}

#[test]
fn no_time_at_all_is_no_pass() {
    let set = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let request = Request {
        input: (INPUT.to_owned()).into(),
        release: None,
        rules: vec!["files.odd"],
    };
    let limits = Limits {
        time: Duration::ZERO,
        ..Limits::default()
    };
    assert!(
        set.evaluate_within(&[request], &limits)[0][0]
            .result
            .is_err()
    );
}

#[test]
fn a_huge_range_is_an_error() {
    let error =
        judge_one("deny contains 1 if count(numbers.range(1, 1000000000000)) > 1").unwrap_err();
    assert_eq!(
        error,
        "policies/files/odd/odd.rego:12:39: `numbers.range` makes 100000 numbers at most"
    );
}

#[test]
fn the_longest_chain_that_loads_fits_the_stack() {
    let chain: String = (0..60)
        .map(|n| {
            format!(
                "f{n}(x) := [f{}(x + 1) | some y in [1]; y == 1][0]\n",
                n + 1
            )
        })
        .collect();
    let body = format!(
        "{chain}f60(x) := x\ndeny contains {{\"subject\": sprintf(\"%d\", [f0(1)]), \"message\": \"m\"}} if 1 == 1"
    );
    assert_eq!(judge_one(&body).unwrap().deny[0].subject, "61");
}

#[test]
fn time_that_is_up_in_a_function_is_time_that_is_up() {
    let calls: String = (1..60)
        .map(|n| format!("f{n}(x) := f{}(x) + f{}(x)\n", n - 1, n - 1))
        .collect();
    let body =
        format!("{PLAIN}\nnot_applicable contains \"x\" if f59(1) == 7\nf0(x) := x\n{calls}");
    let set = load(vec![rule("files.odd", &body)]).unwrap();
    let limits = Limits {
        time: Duration::from_millis(400),
        ..Limits::default()
    };
    let request = Request {
        input: INPUT.to_owned().into(),
        release: None,
        rules: vec!["files.odd"],
    };
    let judged = set.evaluate_within(&[request], &limits).remove(0).remove(0);
    assert_eq!(
        judged.result.unwrap_err(),
        "it did not finish: all rules together have 0.4 s, and one rule half of what is left"
    );
}

#[test]
fn what_a_rule_yields_is_bounded() {
    let place = "policies/files/odd/odd.rego: ";
    let findings = |count: u32| {
        judge_one(&format!(
            "deny contains {{\"subject\": \"x\", \"message\": sprintf(\"%d\", [n])}} if some n in numbers.range(1, {count})"
        ))
    };
    assert_eq!(findings(10_000).unwrap().deny.len(), 10_000);
    assert_eq!(
        findings(10_001),
        Err(format!(
            "{place}`deny` has 10001 elements, and may have 10000"
        ))
    );
    let text = "concat(\"\", [x | some _ in numbers.range(1, 100000); x := \"123456789012345678901234567890\"])";
    assert_eq!(
        judge_one(&format!("{PLAIN}\nunknown contains {text}")),
        Err(format!("{place}`unknown` holds more than 2 MiB of text"))
    );
    // Shared within the engine, ten to the thirtieth of them when it is read out.
    let levels: String = (1..30)
        .map(|n| {
            let below = format!("l{}", n - 1);
            format!("l{n} := [{}]\n", [below.as_str(); 10].join(", "))
        })
        .collect();
    let body = format!("deny contains {{\"subject\": l29, \"message\": \"m\"}}\nl0 := 1\n{levels}");
    assert_eq!(
        judge_one(&body),
        Err(format!("{place}`deny` holds more than 2 MiB of text"))
    );
}
