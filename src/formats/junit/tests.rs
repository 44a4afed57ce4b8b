mod runners;
mod scanners;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use super::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join("junit").join(name)).unwrap()
}

fn read_fixture(name: &str) -> TestReport {
    read(&fixture(name)).unwrap_or_else(|flaw| panic!("{name}: {flaw}"))
}

fn reason(text: &str) -> String {
    read(text.as_bytes()).unwrap_err().reason
}

/// Each case on a line.
fn told(report: &TestReport) -> String {
    let mut told = String::new();
    for case in &report.cases {
        let class = case.class.as_deref().unwrap_or("-");
        let _ = write!(
            told,
            "{:?} {} | {class} | {}",
            case.outcome, case.suite, case.name
        );
        if let Some(file) = &case.file {
            let _ = write!(told, " ({file}:{})", case.line.unwrap_or_default());
        }
        if case.reruns > 0 {
            let _ = write!(told, " +{}", case.reruns);
        }
        if let Some(reason) = &case.reason {
            let _ = write!(told, ": {reason}");
        }
        told.push('\n');
    }
    told
}

/// What `fixtures/counts/junit.py` said of each fixture (cases, passed, failed, errored, skipped),
/// and what we have beside that, which its elements do not show.
const COUNTS: [(&str, [usize; 5], &str); 19] = [
    // Two tests may fail, and do: their elements are failures.
    ("catch2.xml", [7, 2, 4, 1, 0], "two that may fail"),
    ("doctest.xml", [5, 2, 2, 1, 0], ""),
    ("ginkgo1.xml", [5, 1, 1, 0, 3], ""),
    ("go-junit-report.xml", [8, 2, 4, 1, 1], ""),
    // The package that does not build is counted as an error of the whole, and has no element.
    ("gotestsum.xml", [8, 2, 5, 0, 1], "one more error"),
    // An attribute alone says of one that it was not run.
    ("gtest.xml", [4, 2, 1, 0, 1], "one not run"),
    // Three tests that passed on their second try.
    ("gotestsum-rerun.xml", [8, 5, 3, 0, 0], "three tries less"),
    ("jest-errors.xml", [9, 4, 3, 1, 1], ""),
    ("jest.xml", [7, 4, 2, 0, 1], ""),
    ("nextest.xml", [6, 2, 4, 0, 0], ""),
    ("node.xml", [6, 2, 2, 0, 2], ""),
    ("pytest-none.xml", [0, 0, 0, 0, 0], ""),
    // Two elements that look as if they had passed are the two tries of one test.
    ("pytest-rerun.xml", [4, 3, 0, 1, 0], "one try less"),
    ("pytest-subtests.xml", [3, 0, 2, 0, 1], ""),
    ("pytest-xunit1.xml", [14, 5, 4, 3, 2], ""),
    ("pytest.xml", [15, 5, 4, 4, 2], ""),
    ("surefire-broken.xml", [1, 0, 0, 1, 0], ""),
    ("surefire-rerun.xml", [7, 3, 2, 1, 1], ""),
    ("surefire.xml", [7, 2, 3, 1, 1], ""),
];

#[test]
fn the_cases_are_those_that_others_count() {
    for (name, counted, beside) in COUNTS {
        let report = read_fixture(name);
        let of = |outcome| {
            report
                .cases
                .iter()
                .filter(|case| case.outcome == outcome)
                .count()
        };
        let mut ours = [
            report.cases.len(),
            of(TestOutcome::Passed),
            of(TestOutcome::Failed),
            of(TestOutcome::Errored),
            of(TestOutcome::Skipped),
        ];
        match beside {
            "one more error" => {
                ours[0] -= 1;
                ours[3] -= 1;
            }
            "one try less" => {
                ours[0] += 1;
                ours[1] += 1;
            }
            "three tries less" => {
                ours[0] += 3;
                ours[2] += 3;
            }
            "two that may fail" => {
                ours[2] += 2;
                ours[4] -= 2;
            }
            "one not run" => {
                ours[1] += 1;
                ours[4] -= 1;
            }
            _ => {}
        }
        assert_eq!(ours, counted, "{name}");
        assert_eq!(report.scans, [], "{name}");
    }
}

#[test]
fn the_table_of_counts_is_what_the_script_says() {
    for (name, counted, _) in COUNTS {
        let output = Command::new("python3")
            .arg(folder().join("counts/junit.py"))
            .arg(folder().join("junit").join(name))
            .output();
        let Ok(output) = output else {
            eprintln!("skipped: there is no python3 to count with");
            return;
        };
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let keys = ["cases", "passed", "failed", "errored", "skipped"];
        let said = keys.map(|key| said[key].as_u64().unwrap() as usize);
        assert_eq!(said, counted, "{name}");
    }
}

#[test]
fn the_tool_and_the_time_are_told_where_the_report_tells_them() {
    let told = |name: &str| {
        let report = read_fixture(name);
        (report.tool, report.generated_at.is_some())
    };
    let some = |tool: &str| Some(tool.to_owned());
    assert_eq!(told("pytest.xml"), (some("pytest"), true));
    assert_eq!(told("pytest-none.xml"), (some("pytest"), true));
    assert_eq!(told("nextest.xml"), (some("cargo-nextest"), true));
    assert_eq!(told("gotestsum.xml"), (some("gotestsum"), true));
    // Its timestamps are UTC, and do not say so.
    assert_eq!(told("jest.xml"), (some("jest-junit"), false));
    assert_eq!(told("surefire.xml"), (some("maven-surefire"), false));
    assert_eq!(told("go-junit-report.xml"), (None, true));
    assert_eq!(told("catch2.xml"), (some("catch2"), true));
    assert_eq!(told("doctest.xml"), (some("doctest"), true));
    assert_eq!(told("node.xml"), (None, false));
    let newest = "<testsuites><testsuite timestamp='2026-01-02T00:00:00+01:00'/>\
                  <testsuite timestamp='2026-01-01T00:00:00Z'/></testsuites>";
    assert_eq!(
        read(newest.as_bytes()).unwrap().generated_at,
        Some(1_767_308_400)
    );
}

#[test]
fn what_goes_wrong_outside_of_a_test_is_an_errored_case() {
    for text in [
        "<testsuite name='a' tests='0' errors='1'/>",
        "<testsuite name='a' tests='1' errors='1'/>",
        "<testsuites errors='1'><testsuite name='a' errors='1'/></testsuites>",
        "<testsuite name='a' errors='1' tests='0'><error message='b'/></testsuite>",
        "<testsuite name='a'><failure>b</failure></testsuite>",
    ] {
        let report = read(text.as_bytes()).unwrap();
        let outcomes: Vec<_> = report.cases.iter().map(|case| case.outcome).collect();
        assert_eq!(outcomes, [TestOutcome::Errored], "{text}");
        assert_eq!(&*report.cases[0].suite, "a", "{text}");
    }
}

#[test]
fn totals_that_contradict_the_cases_are_refused() {
    let suite = |attributes: &str| {
        format!(
            "<testsuite name='a' {attributes}><testcase name='b'/>\
             <testcase name='c'><failure/></testcase></testsuite>"
        )
    };
    assert!(read(suite("tests='2' failures='1' errors='0'").as_bytes()).is_ok());
    assert_eq!(
        reason(&suite("tests='3'")),
        "its suite `a` says that it has 3 tests, and shows 2"
    );
    assert_eq!(
        reason(&suite("tests='2' failures='0'")),
        "its suite `a` says that it has 0 failures and errors, and shows 1"
    );
    assert!(reason(&suite("failures='2'")).contains("has 2 failures and errors, and shows 1"));
    for wrong in [
        "tests='-1'",
        "tests='NaN'",
        "failures='1e3'",
        "errors='99999999999999999999'",
    ] {
        assert!(reason(&suite(wrong)).contains("is no number"), "{wrong}");
    }
    // Tests that were skipped, left out of the total by a runner that is not known.
    let skipped = suite("tests='1'").replace("<failure/>", "<skipped/>");
    assert!(read(skipped.as_bytes()).is_ok());
    assert!(reason(&skipped.replace("tests='1'", "tests='0'")).contains("and shows 2"));
    assert!(reason(&skipped.replace("name='a'", "name='rspec'")).contains("and shows 2"));
    let failed = skipped.replace("<skipped/>", "<skipped/><failure/>");
    assert!(reason(&failed).contains("and shows 2"));
    // Two expectations of one test that did not hold.
    let one_of_two = suite("tests='2' failures='1'").replace("<failure/>", "<failure/><failure/>");
    assert!(read(one_of_two.as_bytes()).is_ok());
    assert!(reason(&one_of_two.replace("failures='1'", "failures='0'")).contains("and shows 2"));
    assert!(reason(&one_of_two.replace("failures='1'", "failures='3'")).contains("and shows 2"));
    let nested = |tests: u64| {
        format!(
            "<testsuites tests='{tests}'><testsuite name='a' tests='2'><testcase name='b'/>\
             <testsuite name='c' tests='1'><testcase name='d'/></testsuite></testsuite></testsuites>"
        )
    };
    assert!(read(nested(2).as_bytes()).is_ok());
    assert!(reason(&nested(3)).contains("has 3 tests, and shows 2"));
}

#[test]
fn attributes_say_what_elements_do_not() {
    let text = "<testsuite><testcase name='a' status='notrun' result='suppressed'/>\
                <testcase name='b' status='run' result='completed'/>\
                <testcase name='c' status='fail'/>\
                <testcase name='d' status='passed'><error/></testcase></testsuite>";
    let report = read(text.as_bytes()).unwrap();
    let outcomes: Vec<_> = report.cases.iter().map(|case| case.outcome).collect();
    use TestOutcome::{Errored, Failed, Passed, Skipped};
    assert_eq!(outcomes, [Skipped, Passed, Failed, Errored]);
    for word in [
        "Timeout",
        "timed out",
        "cancelled",
        "Crashed",
        "NotRunnable",
    ] {
        let text = format!("<testsuite><testcase name='a' status='{word}'/></testsuite>");
        let outcome = read(text.as_bytes()).unwrap().cases[0].outcome;
        assert!(matches!(outcome, Failed | Errored), "{word}");
    }
}

#[test]
fn times_are_read_to_the_nanosecond() {
    let time = |text: &str| {
        let text = format!("<testsuite><testcase name='a' time='{text}'/></testsuite>");
        read(text.as_bytes()).unwrap().cases[0].nanoseconds
    };
    assert_eq!(time("1.5"), Some(1_500_000_000));
    assert_eq!(time("0.0000000019"), Some(1));
    assert_eq!(time("1,234.001"), Some(1_234_001_000_000));
    assert_eq!(time("2"), Some(2_000_000_000));
    for none in ["", ".", "-1", "NaN", "1e3", "99999999999999"] {
        assert_eq!(time(none), None, "{none}");
    }
}

#[test]
fn texts_are_cut_between_characters() {
    let long = "ä".repeat(2000);
    let text = format!(
        "<testsuite><testcase name='{long}'><failure message='{long}'/></testcase></testsuite>"
    );
    let case = read(text.as_bytes()).unwrap().cases.swap_remove(0);
    assert_eq!(case.name.chars().count(), MAX_NAME);
    assert_eq!(case.reason.unwrap().chars().count(), MAX_REASON);
}

#[test]
fn what_is_no_whole_report_is_refused() {
    assert_eq!(reason(""), "it is empty");
    assert!(reason("\u{feff}<testsuite/>").contains("byte-order mark"));
    assert!(reason("<html/>").contains("none of test suites"));
    for result in ["<failed/>", "<Failure/>", "<errored>x</errored>"] {
        let text = format!("<testsuite><testcase name='a'>{result}</testcase></testsuite>");
        assert!(
            reason(&text).contains("a result that is none of JUnit's"),
            "{result}"
        );
    }
    assert!(reason("<testsuite><testcase/></testsuite>").contains("has no name"));
    assert!(reason("collecting ...\n<testsuite/>").contains("text outside of the document"));
    let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><testsuite name='&b;'/>";
    assert!(reason(bomb).contains("never expanded"));
    let twice = "<testsuite tests='1' tests='0'/>";
    assert!(reason(twice).contains("line 1"), "{}", reason(twice));
    let utf_16: Vec<u8> = "<testsuite/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(read(&utf_16).is_err());
    assert!(read(b"<testsuite name='\xff'/>").is_err());
}

const ALL: [&str; 6] = [
    "gotestsum.xml",
    "jest-errors.xml",
    "nextest.xml",
    "node.xml",
    "pytest.xml",
    "surefire-rerun.xml",
];

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_report_that_is_cut_off_is_refused(index in 0..ALL.len(), share in 0.0..1.0f64) {
        let whole = fixture(ALL[index]);
        let whole = whole.trim_ascii_end();
        let end = (whole.len() as f64 * share) as usize;
        prop_assert!(read(&whole[..end]).is_err());
    }

    #[test]
    fn another_byte_does_not_make_it_panic(index in 0..ALL.len(), at in any::<usize>(), byte: u8) {
        let mut bytes = fixture(ALL[index]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}
