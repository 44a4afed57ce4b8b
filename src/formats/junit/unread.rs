//! Forms of the results of tests that are not read.

use crate::formats::xml;

/// What a file that starts like this is, and what to ask the tool for instead, as a clause; `None` if
/// it is none of these.
#[must_use]
pub fn unread(head: &str) -> Option<&'static str> {
    let start = head.trim_start();
    let line = start.lines().next().unwrap_or_default();
    if is_go(line) {
        return Some(
            "the JSON of `go test -json`, a format that is not read: record JUnit XML (`gotestsum --junitfile`)",
        );
    }
    if start.starts_with('{') && is_jest(start) {
        return Some(
            "the JSON of Jest or Vitest, a format that is not read: have it write JUnit XML (`--reporters=jest-junit` of Jest, `--reporter=junit` of Vitest)",
        );
    }
    if start.starts_with('{') && is_mocha(start) {
        return Some(
            "the JSON of Mocha, a format that is not read: have it write JUnit XML (`--reporter xunit`)",
        );
    }
    if is_tap(start, line) {
        return Some(
            "TAP, a format that is not read: have the tool write JUnit XML (`--test-reporter=junit` of Node.js, `--reporter=junit` of tap, `--reporter xunit` of Mocha)",
        );
    }
    xml::root(head).filter(|(name, _)| *name == "TestRun")?;
    Some(
        "the TRX of .NET, a format that is not read: have it write JUnit XML (`--logger junit`, of the package JunitXml.TestLogger)",
    )
}

/// One event a line: `{"Time":"…","Action":"start","Package":"…"}`.
fn is_go(line: &str) -> bool {
    let has = |key: &str| line.contains(key);
    line.starts_with('{')
        && has("\"Action\":\"")
        && (has("\"Package\":\"") || has("\"ImportPath\":\""))
}

fn is_jest(text: &str) -> bool {
    let start: String = text.chars().take(400).collect();
    start.contains("\"numTotalTestSuites\"") || start.contains("\"numPassedTestSuites\"")
}

fn is_mocha(text: &str) -> bool {
    let start: String = text
        .chars()
        .take(400)
        .filter(|it| !it.is_whitespace())
        .collect();
    start.starts_with("{\"stats\":{\"suites\":")
}

/// <https://testanything.org/tap-version-14-specification.html>: the version, or the plan of a
/// version that has none, and a test behind it.
fn is_tap(text: &str, line: &str) -> bool {
    let is_plan = || {
        let last = line.trim_end().strip_prefix("1..");
        last.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_test = |line: &str| line.starts_with("ok ") || line.starts_with("not ok ");
    line.starts_with("TAP version ") || (is_plan() && text.lines().any(is_test))
}

/// Whether a whole text in one of these forms tells of a test that failed. Of what is none of them, it
/// may say either.
#[must_use]
pub fn tells_of_failures(text: &str) -> bool {
    match text.trim_start().lines().next() {
        Some(line) if is_go(line) => text.lines().any(is_failure_of_go),
        Some(line) if line.starts_with('{') => {
            let packed: String = text.chars().filter(|it| !it.is_whitespace()).collect();
            is_counted(
                &packed,
                &["\"numFailedTests\":", "\"numFailedTestSuites\":"],
            ) || packed.starts_with("{\"stats\":") && is_counted(&packed, &["\"failures\":"])
        }
        Some(line) if is_tap(text.trim_start(), line) => text.lines().any(is_failure_of_tap),
        _ => ["Failed", "Error", "Timeout", "Aborted"]
            .iter()
            .any(|outcome| text.contains(&format!("outcome=\"{outcome}\""))),
    }
}

fn is_failure_of_go(line: &str) -> bool {
    line.contains("\"Action\":\"fail\"") || line.contains("\"Action\":\"build-fail\"")
}

/// What is to be done yet, or is left out, fails nothing.
fn is_failure_of_tap(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    let is_meant = || ["# todo", "# skip"].iter().any(|it| line.contains(it));
    line.starts_with("bail out!") || (line.starts_with("not ok") && !is_meant())
}

/// Whether one of these keys has a number above zero.
fn is_counted(packed: &str, keys: &[&str]) -> bool {
    let above = |text: &str| text.starts_with(|it: char| ('1'..='9').contains(&it));
    let of = |key: &&str| packed.split(*key).skip(1).any(above);
    keys.iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_named() {
        for (head, name) in [
            (
                "{\"Time\":\"2026-11-27T14:29:43Z\",\"Action\":\"start\",\"Package\":\"example.org/a\"}\n{",
                "the JSON of `go test",
            ),
            (
                "{\"ImportPath\":\"example.org/a\",\"Action\":\"build-fail\"}\n",
                "the JSON of `go test",
            ),
            (
                "{\"numFailedTestSuites\":1,\"numFailedTests\":0,\"numPassedTestSuites\":1,\"numPassedTests\":5,",
                "the JSON of Jest",
            ),
            (
                "{\"numTotalTestSuites\":2,\"numPassedTestSuites\":2,",
                "the JSON of Jest",
            ),
            ("{\n  \"stats\": {\n    \"suites\": 1,", "the JSON of Mocha"),
            ("TAP version 13\n# a test\nok 1 - a\n", "TAP"),
            ("1..2\nok 1 a\nnot ok 2 b\n", "TAP"),
            ("<?xml version=\"1.0\"?>\n<TestRun id=\"a\">", "the TRX"),
        ] {
            assert!(
                unread(head).is_some_and(|it| it.starts_with(name)),
                "{head}"
            );
        }
        for head in [
            "",
            "{}",
            "1..2\n",
            "{\"Action\":\"start\"}",
            "<testsuites/>",
            "lines of numTotalTestSuites",
        ] {
            assert_eq!(unread(head), None, "{head}");
        }
    }
    #[test]
    fn failures_are_seen_without_being_read() {
        let go = "{\"Action\":\"start\",\"Package\":\"a\"}\n";
        let fails = format!("{go}{{\"Action\":\"fail\",\"Package\":\"a\"}}\n");
        for text in [
            fails.as_str(),
            "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n",
            "TAP version 13\nBail out! no\n",
            "{\"numFailedTestSuites\": 0, \"numFailedTests\": 2}",
            "{\n  \"stats\": {\n \"suites\": 1,\n \"failures\": 3}}",
            "<TestRun><UnitTestResult outcome=\"Failed\"/></TestRun>",
        ] {
            assert!(tells_of_failures(text), "{text}");
        }
        for text in [
            go,
            "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b # TODO later\n",
            "{\"numFailedTestSuites\":0,\"numFailedTests\":0}",
            "{\"stats\":{\"suites\":1,\"failures\":0}}",
            "<TestRun><UnitTestResult outcome=\"Passed\"/></TestRun>",
            "",
        ] {
            assert!(!tells_of_failures(text), "{text}");
        }
    }
}
