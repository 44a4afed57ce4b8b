//! Answers that mean harm, or are no answers.

use serde_json::{Value, json};

use super::{RULE, check, pull_request, record, review, squashed};

fn refused(content: &str) -> String {
    let (history, _) = squashed();
    history.evidence_of("gh.json", content.as_bytes(), "reviews");
    history.approve(crate::harness::ADA);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let fact = history.relcheck().fact("reviews")["value"].clone();
    assert_eq!(fact["given"], json!([]));
    assert_eq!(fact["known"], false);
    fact["refused"][0]["reason"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_no_answer_is_named() {
    let (history, head) = squashed();
    let pull = pull_request(&history, &head, vec![review("ada", "APPROVED", &head)]).to_string();
    let half = &pull[..pull.len() - 40];
    assert!(refused(half).contains("cut off"), "{}", refused(half));
    let deep = format!("{}{}", pull.trim_end_matches('}'), ",\"x\":") + &"[".repeat(100_000);
    assert!(
        refused(&deep).contains("nested more than"),
        "{}",
        refused(&deep)
    );
    let without = pull.replace("\"headRefOid\"", "\"other\"");
    assert!(refused(&without).contains("without `headRefOid`"));
    assert!(refused("{\"message\": \"Not Found\"}").contains("no report that relcheck reads"));
}

#[test]
fn what_is_written_to_be_shown_breaks_no_line() {
    let (history, head) = squashed();
    let pull = pull_request(
        &history,
        &head,
        vec![review("a\u{1b}[31m\nb", "APPROVED", &head)],
    );
    record(&history, "gh.json", &pull);
    let run = history.relcheck().args(&["check", "--rule", RULE]).run();
    assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
    assert!(
        run.stdout.contains("nobody on the lists that count"),
        "{}",
        run.stdout
    );
}

#[test]
fn many_requests_are_read_in_time_and_memory() {
    let (history, head) = squashed();
    let mut pull = pull_request(&history, &head, vec![review("ada", "APPROVED", &head)]);
    let reviews: Vec<Value> = (0..90)
        .map(|number| review(&format!("eve-{number}"), "APPROVED", &head))
        .chain([review("ada", "APPROVED", &head)])
        .collect();
    pull["reviews"] = reviews.into();
    let all: Vec<Value> = (1..400)
        .map(|number| {
            let mut other = pull.clone();
            other["number"] = number.into();
            other["url"] = format!("https://github.com/o/r/pull/{number}").into();
            other
        })
        .collect();
    record(&history, "gh.json", &Value::from(all));
    let run = history.relcheck().within(1_024).check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stderr);
    let fact = history.relcheck().fact("reviews")["value"].clone();
    assert_eq!(fact["refused"].as_array().unwrap().len(), 1_000);
}
