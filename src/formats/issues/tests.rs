use super::*;

fn read(text: &str) -> Result<IssueExport, Flaw> {
    let format = recognise(text).unwrap_or_else(|| panic!("not recognised: {text}"));
    format.read(text.as_bytes())
}

fn flaw(text: &str) -> String {
    read(text).unwrap_err().reason
}

const LIST: &str = include_str!("../../../fixtures/issues/github/gh-issue-list.json");
const REST: &str = include_str!("../../../fixtures/issues/github/issues.json");
const CLOSED: &str = include_str!("../../../fixtures/issues/github/closed.json");
const GITLAB: &str = include_str!("../../../fixtures/issues/gitlab/issues.json");

#[test]
fn gh_writes_what_it_was_asked_for() {
    let export = read(LIST).unwrap();
    assert_eq!((export.entries, export.last_page), (2, 2));
    let issue = &export.issues[1];
    assert_eq!((issue.number, issue.is_open), (28, false));
    assert_eq!(issue.labels, ["bug", "question"]);
    assert_eq!(issue.milestone.as_deref(), Some("Version 1.4"));
    assert_eq!(issue.reason.as_deref(), Some("completed"));
    assert_eq!(issue.opened, 1_337_423_903);
    assert_eq!(issue.closed, Some(1_338_044_373));
    assert_eq!(issue.place.path, "pygithub/pygithub");
    assert_eq!(export.issues[0].milestone, None);
    let one = read(include_str!(
        "../../../fixtures/issues/github/gh-issue-view.json"
    ))
    .unwrap();
    assert!(one.issues[0].is_open);
    assert_eq!(one.issues[0].reason, None);
}

#[test]
fn the_api_says_the_same_as_gh() {
    assert_eq!(read(CLOSED).unwrap().issues, read(LIST).unwrap().issues);
    let one = read(include_str!("../../../fixtures/issues/github/issue.json")).unwrap();
    assert_eq!(one.issues[0].number, 28);
}

#[test]
fn pull_requests_fill_pages_and_are_no_issues() {
    let export = read(REST).unwrap();
    assert_eq!((export.entries, export.last_page), (3, 3));
    let numbers: Vec<u64> = export.issues.iter().map(|issue| issue.number).collect();
    assert_eq!(numbers, [6152, 6129]);
    assert_eq!(export.issues[1].milestone.as_deref(), Some("0.10.1"));
    let pages = format!("{REST}{CLOSED}");
    let export = read(&pages).unwrap();
    assert_eq!((export.entries, export.last_page), (5, 2));
    let slurped = format!("[{REST},{CLOSED}]");
    assert_eq!(read(&slurped).unwrap(), export);
}

#[test]
fn gitlab_names_labels_or_describes_them() {
    let export = read(GITLAB).unwrap();
    assert_eq!(export.issues[0].labels, ["bar", "foo"]);
    assert_eq!(export.issues[0].milestone.as_deref(), Some("v4.0"));
    assert!(export.issues[0].is_open);
    let detailed = include_str!("../../../fixtures/issues/gitlab/issues-with-label-details.json");
    assert_eq!(read(detailed).unwrap().issues, export.issues);
    let one = read(include_str!("../../../fixtures/issues/gitlab/issue.json")).unwrap();
    assert!(!one.issues[0].is_open);
    assert_eq!(one.issues[0].closed, Some(1_452_007_906));
    assert_eq!(one.issues[0].place.path, "example/example");
    let renamed = GITLAB.replace("/issues/6", "/-/work_items/6");
    assert_eq!(read(&renamed).unwrap().issues[0].number, 6);
}

#[test]
fn what_nobody_asked_for_is_not_taken_for_nothing() {
    let mut issues: serde_json::Value = serde_json::from_str(LIST).unwrap();
    let first = issues[0].as_object_mut().unwrap();
    first.remove("milestone");
    first.remove("closedAt");
    insta::assert_snapshot!(
        flaw(&issues.to_string()),
        @"it was written without `milestone`, `closedAt`: ask for it with `--json number,title,url,state,labels,milestone,createdAt,closedAt,stateReason`"
    );
    for (text, key) in [
        (REST, "milestone"),
        (REST, "closed_at"),
        (REST, "labels"),
        (REST, "state"),
        (GITLAB, "milestone"),
        (GITLAB, "labels"),
        (GITLAB, "created_at"),
    ] {
        let mut issues: serde_json::Value = serde_json::from_str(text).unwrap();
        issues[0].as_object_mut().unwrap().remove(key);
        assert!(flaw(&issues.to_string()).contains(key), "{key}");
    }
}

#[test]
fn a_state_that_is_not_known_is_never_closed() {
    for (text, from, to) in [
        (LIST, "\"CLOSED\"", "\"MERGED\""),
        (LIST, "\"CLOSED\"", "\"closed\""),
        (CLOSED, "\"state\": \"closed\"", "\"state\": \"done\""),
        (GITLAB, "\"state\": \"opened\"", "\"state\": \"locked\""),
    ] {
        let flaw = flaw(&text.replace(from, to));
        assert!(flaw.contains("which is not known"), "{flaw}");
    }
    let reopened = GITLAB.replace("\"state\": \"opened\"", "\"state\": \"reopened\"");
    assert!(read(&reopened).unwrap().issues[0].is_open);
}

#[test]
fn what_contradicts_itself_or_is_cut_is_refused() {
    for (text, why) in [
        (
            LIST.replace("/issues/28", "/issues/29"),
            "another number than its address",
        ),
        (
            LIST.replace("/issues/28", "/pull/28"),
            "no address of an issue",
        ),
        (
            LIST.replace("2012-05-19T10:38:23Z", "yesterday"),
            "no time with its zone",
        ),
        (
            LIST.replace("2012-05-19T10:38:23Z", "0001-01-01T00:00:00Z"),
            "opened at no time",
        ),
        (
            LIST.replace("\"number\": 28", "\"number\": \"28\""),
            "expected u64",
        ),
        (LIST[..LIST.len() - 20].to_owned(), "cut off"),
    ] {
        let flaw = flaw(&text);
        assert!(flaw.contains(why), "{flaw}");
    }
}

#[test]
fn more_than_the_limits_is_refused() {
    let issue = &LIST[1..LIST.len() - 3];
    let many = vec![issue.to_owned(); MAX_ENTRIES / 2 + 1].join(",");
    assert!(flaw(&format!("[{many}]")).contains("more"), "too many");
    let labels = vec!["{\"name\": \"a\"}"; model::MAX_LABELS + 1].join(",");
    let labelled = LIST.replace("\"labels\": [", &format!("\"labels\": [{labels},"));
    assert!(flaw(&labelled).contains("more than 1000 elements"));
}

#[test]
fn nothing_else_is_taken_for_issues() {
    for other in [
        "",
        "[]",
        "{}",
        "[{\"number\": 1, \"title\": \"a\"}]",
        "[{\"number\": 1, \"state\": \"OPEN\", \"url\": \"https://github.com/o/r/pull/1\"}]",
        include_str!("../../../fixtures/review/github/pull.json"),
        include_str!("../../../fixtures/review/github/gh-pr-view.json"),
        include_str!("../../../fixtures/review/github/commits.json"),
        include_str!("../../../fixtures/review/github/reviews.json"),
        include_str!("../../../fixtures/review/gitlab/merge-request.json"),
        include_str!("../../../fixtures/ci/github/gh-run-list.json"),
        include_str!("../../../fixtures/ci/gitlab/pipelines.json"),
    ] {
        assert_eq!(recognise(other), None, "{other}");
    }
    for text in [LIST, REST, CLOSED, GITLAB] {
        let of = FORMATS.iter().filter(|format| format.recognises(text));
        assert_eq!(of.count(), 1);
        assert_eq!(crate::formats::review::recognise(text), None);
        assert_eq!(crate::formats::ci::recognise(text), None);
        assert_eq!(crate::formats::advisory_draft::recognise(text), None);
    }
}
