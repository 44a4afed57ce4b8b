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
fn pytest_is_read() {
    insta::assert_snapshot!(told(&read_fixture("pytest.xml")), @r#"
    Errored pytest | - | tests.test_collect: collection failure
    Passed pytest | tests.test_demo | test_pass
    Passed pytest | tests.test_demo | test_each[0]
    Passed pytest | tests.test_demo | test_each[10]
    Failed pytest | tests.test_demo | test_each[ten%]: TypeError: '>' not supported between instances of 'str' and 'int'
    Errored pytest | tests.test_demo | test_setup_error: failed on setup with "RuntimeError: no database <here> & there"
    Failed pytest | tests.test_demo | test_fail_then_error: AssertionError: first
    Errored pytest | tests.test_demo | test_fail_then_error: failed on teardown with "RuntimeError: cannot clean up"
    Errored pytest | tests.test_demo | test_pass_then_error: failed on teardown with "RuntimeError: cannot clean up"
    Skipped pytest | tests.test_demo | test_skip: not here
    Skipped pytest | tests.test_demo | test_xfail: known
    Failed pytest | tests.test_demo | test_xpass_strict: [XPASS(strict)] known
    Passed pytest | tests.test_demo | test_xpass
    Passed pytest | tests.test_demo.TestGroup | test_in_class
    Failed pytest | tests.test_demo.Old | test_sub: AssertionError: 3 not less than 3
    "#);
    insta::assert_snapshot!(told(&read_fixture("pytest-subtests.xml")), @r#"
    Skipped pytest | test_s.Old | test_ok: no
    Failed pytest | test_s.Old | test_sub: AssertionError: 2 not less than 2
    Failed pytest | test_s | test_new: assert 1 == 0
    "#);
    insta::assert_snapshot!(told(&read_fixture("pytest-rerun.xml")), @r#"
    Passed pytest | tests.test_demo | test_pass
    Errored pytest | tests.test_demo | test_pass_then_error: failed on teardown with "RuntimeError: cannot clean up"
    Passed pytest | tests.test_demo | test_flaky +1
    "#);
    let first = read_fixture("pytest-xunit1.xml").cases.swap_remove(0);
    assert_eq!(first.file.as_deref(), Some("tests/test_demo.py"));
    // `def test_pass` stands there; the report counts from 0.
    assert_eq!(first.line, Some(21));
}

#[test]
fn nextest_is_read() {
    insta::assert_snapshot!(told(&read_fixture("nextest.xml")), @r#"
    Passed demo | demo | tests::passes
    Failed demo::whole | demo::whole | aborts +1: process aborted with signal 6 (SIGABRT)
    Failed demo::whole | demo::whole | errors +1: Error: "no file & no folder"
    Failed demo::whole | demo::whole | fails +1: thread 'fails' (13804) panicked at tests/whole.rs:4:5
    Passed demo::whole | demo::whole | flaky +1
    Failed demo::whole | demo::whole | slow +1: test timeout
    "#);
}

#[test]
fn go_is_read() {
    insta::assert_snapshot!(told(&read_fixture("gotestsum.xml")), @r#"
    Failed example.com/demo | example.com/demo | TestFail: demo_test.go:14: got 90 <instead> of 91
    Failed example.com/demo | example.com/demo | TestTable/two_words: demo_test.go:25: not one
    Failed example.com/demo | example.com/demo | TestTable: --- FAIL: TestTable (0.00s)
    Skipped example.com/demo | example.com/demo | TestSkip: demo_test.go:19: not here
    Passed example.com/demo | example.com/demo | TestPass
    Passed example.com/demo | example.com/demo | TestTable/one
    Failed example.com/demo/broken | - | TestMain: FAIL	example.com/demo/broken [build failed]
    Failed example.com/demo/inner | example.com/demo/inner | TestPanic: --- FAIL: TestPanic (0.00s)
    Errored  | - | : 1 more error than its cases show
    "#);
    insta::assert_snapshot!(told(&read_fixture("go-junit-report.xml")), @r#"
    Passed example.com/demo | example.com/demo | TestPass
    Failed example.com/demo | example.com/demo | TestFail: demo_test.go:14: got 90 <instead> of 91
    Skipped example.com/demo | example.com/demo | TestSkip: demo_test.go:19: not here
    Failed example.com/demo | example.com/demo | TestTable: Failed
    Passed example.com/demo | example.com/demo | TestTable/one
    Failed example.com/demo | example.com/demo | TestTable/two_words: demo_test.go:25: not one
    Errored example.com/demo/broken | example.com/demo/broken | [build failed]: broken/b.go:3:23: cannot use "x" (untyped string constant) as int value in return statement
    Failed example.com/demo/inner | example.com/demo/inner | TestPanic: Failed
    "#);
}

#[test]
fn what_gotestsum_ran_again_is_flaky() {
    insta::assert_snapshot!(told(&read_fixture("gotestsum-rerun.xml")), @r#"
    Passed example.com/demo | example.com/demo | TestPass
    Passed example.com/demo | example.com/demo | TestTable/one
    Passed example.com/demo | example.com/demo | TestFlaky +1
    Passed example.com/demo | example.com/demo | TestTable/two +1
    Passed example.com/demo | example.com/demo | TestTable +1
    "#);
}

#[test]
fn what_may_be_no_second_try_has_failed() {
    let package = |version: &str, cases: &str| {
        let mut text = format!(
            "<testsuite name='p'><properties><property name='go.version' value='{version}'/></properties>"
        );
        for case in cases.split(' ') {
            let (name, failure) = match case.strip_prefix('-') {
                Some(name) => (name, "<failure/>"),
                None => (case, ""),
            };
            let _ = write!(
                text,
                "<testcase classname='p' name='{name}'>{failure}</testcase>"
            );
        }
        text + "</testsuite>"
    };
    let failed = |packages: &[String]| {
        let text = format!("<testsuites>{}</testsuites>", packages.concat());
        let report = read(text.as_bytes()).unwrap();
        let is_bad = |case: &&TestCase| case.outcome == TestOutcome::Failed;
        report.cases.iter().filter(is_bad).count()
    };
    let gotestsum = |cases: &str| failed(&[package("go1.26.8 linux/amd64", cases)]);
    // Three tries, and a failure of a test with subtests that began all.
    assert_eq!(gotestsum("-A -A A B"), 0);
    assert_eq!(gotestsum("-A/x -A/y -A A/x A A/y A B"), 0);
    // Nothing shows that each test was run once, or something that it was not.
    assert_eq!(gotestsum("-A A"), 1);
    assert_eq!(gotestsum("-A A B B"), 1);
    assert_eq!(gotestsum("-A A B/x"), 1);
    // It never passed, or may have failed after it passed.
    assert_eq!(gotestsum("-A -A B"), 2);
    assert_eq!(gotestsum("-A -A A A B"), 2);
    assert_eq!(gotestsum("-A/x -A -A A/x A B"), 2);
    // Another package, another tool.
    let two = ["-A B", "A C"].map(|cases| package("go1.26.8 linux/amd64", cases));
    assert_eq!(failed(&two), 1);
    assert_eq!(failed(&[package("go1.26.8", "-A A B")]), 1);
}

#[test]
fn jest_and_node_are_read() {
    insta::assert_snapshot!(told(&read_fixture("jest-errors.xml")), @r#"
    Passed total | total passes | total passes
    Failed total | total fails | total fails: Error: expect(received).toBe(expected) // Object.is equality
    Skipped total | total skipped | total skipped
    Passed total | total to do | total to do
    Passed total | total known to fail | total known to fail
    Failed total | total inner <group> throws | total inner <group> throws: Error: a & b
    Errored __tests__/broken.test.js | Test suite failed to run | __tests__/broken.test.js: ● Test suite failed to run
    Failed __tests__/broken.test.js | Test suite failed to run | __tests__/broken.test.js: {"code":"BABEL_PARSE_ERROR","reasonCode":"UnexpectedToken","loc":{"line":1,"column":10,"index":10},"pos":10}
    Passed undefined |  flaky |  flaky
    "#);
    insta::assert_snapshot!(told(&read_fixture("node.xml")), @r#"
    Passed outer | test | a
    Failed outer | test | b: 1 == 2
    Skipped inner | test | c: true
    Skipped inner | test | d: true
    Failed inner | test | e: x
    Passed  | test | top
    "#);
    let first = read_fixture("jest.xml").cases.swap_remove(0);
    assert_eq!(first.file.as_deref(), Some("__tests__/demo.test.js"));
}

#[test]
fn what_minitest_skipped_is_among_its_failures() {
    let text = |name: &str, failures: u32| {
        format!(
            "<testsuites><testsuite name='{name}' tests='3' skipped='1' failures='{failures}' \
             errors='0'><testcase classname='A' name='a'/><testcase classname='A' name='b'>\
             <skipped message='later'/></testcase><testcase classname='A' name='c'>\
             <failure message='no'/></testcase></testsuite></testsuites>"
        )
    };
    for failures in [1, 2] {
        let report = read(text("minitest", failures).as_bytes()).unwrap();
        assert_eq!(report.tool.as_deref(), Some("minitest-junit"));
        insta::allow_duplicates! {
            insta::assert_snapshot!(told(&report), @r#"
            Passed minitest | A | a
            Skipped minitest | A | b: later
            Failed minitest | A | c: no
            "#);
        }
    }
    for (name, failures) in [("minitest", 0), ("minitest", 3), ("other", 2)] {
        assert!(reason(&text(name, failures)).contains("failures and errors, and shows 1"));
    }
}

#[test]
fn what_is_pending_has_no_case_with_mocha() {
    let text = |root: &str, tests: u32| {
        format!(
            "<testsuites name='Mocha Tests' {root}><testsuite name='Root Suite' tests='0' failures='0'/>\
             <testsuite name='a' tests='{tests}' failures='0'><testcase name='a b' classname='b'/>\
             </testsuite></testsuites>"
        )
    };
    let pending = text("tests='3' failures='0' skipped='2'", 3);
    assert_eq!(read(pending.as_bytes()).unwrap().cases.len(), 1);
    for (root, tests) in [
        ("tests='3' failures='0'", 3),
        ("tests='3' failures='0' skipped='1'", 3),
        ("tests='2' failures='0' skipped='2'", 3),
        ("tests='1' failures='0' skipped='0'", 0),
    ] {
        assert!(reason(&text(root, tests)).contains("and shows 1"), "{root}");
    }
    let shown = pending.replace(
        "</testsuite><",
        "<testcase name='c'><skipped/></testcase></testsuite><",
    );
    assert_eq!(read(shown.as_bytes()).unwrap().cases.len(), 2);
    assert!(reason(&shown.replace("'3'", "'4'")).contains("has 4 tests, and shows 2"));
}

/// The test `c` did not run, since the hook before it failed.
#[test]
fn a_hook_of_mocha_that_failed_is_a_case() {
    let hook = "<testcase classname='a' name='&quot;before all&quot; hook for &quot;c&quot;'>\
                <failure>no</failure></testcase>";
    let junit = format!(
        "<testsuites name='Mocha Tests' tests='2' failures='1'><testsuite name='a' tests='1' \
         failures='0'><testcase name='b'/></testsuite><testsuite name='d' tests='1' failures='1'>\
         {hook}</testsuite></testsuites>"
    );
    let xunit = format!(
        "<testsuite name='Mocha Tests' tests='1' failures='0' errors='1' skipped='0'>\
         <testcase classname='a' name='b'/>{hook}</testsuite>"
    );
    for text in [junit, xunit] {
        let outcomes: Vec<_> = read(text.as_bytes()).unwrap().cases;
        let outcomes: Vec<_> = outcomes.iter().map(|case| case.outcome).collect();
        assert_eq!(
            outcomes,
            [TestOutcome::Passed, TestOutcome::Failed],
            "{text}"
        );
    }
}

/// As `prove --timer --formatter TAP::Formatter::JUnit` writes it.
#[test]
fn spans_of_time_are_no_tests() {
    let text = "<testsuites><testsuite name='t_a' tests='1' failures='0' errors='0'>\
                <testcase name='(init)' time='0.1'/><testcase name='1 - a' time='0.1'/>\
                <testcase name='(teardown)' time='0.1'/></testsuite>\
                <testsuite name='t_b' tests='0' failures='0' errors='1'>\
                <testcase name='(teardown)' time='0.1'/>\
                <error message='Dubious, test returned 255'/></testsuite></testsuites>";
    insta::assert_snapshot!(told(&read(text.as_bytes()).unwrap()), @r#"
    Passed t_a | - | 1 - a
    Errored t_b | - | t_b: Dubious, test returned 255
    "#);
    let failed = "<testsuite name='a'><testcase name='(init)'><failure/></testcase></testsuite>";
    assert_eq!(read(failed.as_bytes()).unwrap().cases.len(), 1);
}

#[test]
fn surefire_is_read() {
    insta::assert_snapshot!(told(&read_fixture("surefire-rerun.xml")), @r#"
    Errored org.demo.PricesTest | org.demo.PricesTest | errors +1: a discount is at most 100
    Passed org.demo.PricesTest | org.demo.PricesTest | passes
    Passed org.demo.PricesTest | org.demo.PricesTest | each(int)[1]
    Failed org.demo.PricesTest | org.demo.PricesTest | each(int)[2] +1: expected: <0> but was: <1>
    Failed org.demo.PricesTest | org.demo.PricesTest | fails +1: a <discount> ==> expected: <91> but was: <90>
    Passed org.demo.PricesTest | org.demo.PricesTest | flaky +1
    Skipped org.demo.PricesTest | org.demo.PricesTest | skipped: not here
    "#);
    insta::assert_snapshot!(
        told(&read_fixture("surefire-broken.xml")),
        @"Errored org.demo.BrokenTest | org.demo.BrokenTest | : no database"
    );
}

#[test]
fn google_test_is_read() {
    insta::assert_snapshot!(told(&read_fixture("gtest.xml")), @r#"
    Passed Prices | Prices | Holds (gt.cc:2)
    Failed Prices | Prices | Fails (gt.cc:3): gt.cc:3
    Skipped Prices | Prices | Skips (gt.cc:4): gt.cc:4
    Skipped Prices | Prices | DISABLED_Later (gt.cc:5)
    "#);
}

#[test]
fn what_counts_assertions_is_read() {
    insta::assert_snapshot!(told(&read_fixture("catch2.xml")), @r#"
    Passed ct | ct.global | holds
    Failed ct | ct.global | fails: 90 == 91
    Errored ct | ct.global | throws: FAILED:
    Passed ct | ct.global | sections/one
    Failed ct | ct.global | sections/two: 1 == 2
    Skipped ct | ct.global | may fail: 1 == 2
    Skipped ct | ct.global | should fail: 1 == 2
    "#);
    insta::assert_snapshot!(told(&read_fixture("doctest.xml")), @r#"
    Passed ./dt | dt.cc | holds
    Failed ./dt | dt.cc | fails: 90 == 91
    Errored ./dt | dt.cc | throws: exception
    Passed ./dt | dt.cc | subcases/one
    Failed ./dt | dt.cc | subcases/two: 1 == 2
    "#);
    for name in ["catch2.xml", "doctest.xml"] {
        let text = String::from_utf8(fixture(name)).unwrap();
        // What it says of failures is held; which total is one of assertions, its mark alone tells.
        let more = text.replace("failures=\"3\"", "failures=\"4\"");
        assert!(reason(&more).contains("says that it has 5 failures and errors, and shows 4"));
        let fewer = text.replace("failures=\"3\"", "failures=\"1\"");
        assert!(reason(&fewer).contains("says that it has 2 failures and errors, and shows 4"));
        let unmarked = text.replace(" hostname=\"tbd\"", "");
        let unmarked = unmarked.replace(" doctest_version=\"2.4.9\"", "");
        let reason = reason(&unmarked);
        assert!(reason.contains("has 9 tests, and shows"), "{reason}");
        assert!(reason.ends_with("; if doctest wrote it, run it without `--no-version`: it counts assertions there, and its version alone tells that"), "{reason}");
    }
    // Elsewhere, a test that fails and is left out fails.
    let other = "<testsuite><testcase name='a'><skipped message='TEST_CASE tagged with !mayfail'/>\
                 <failure/></testcase></testsuite>";
    let report = read(other.as_bytes()).unwrap();
    assert_eq!(report.cases[0].outcome, TestOutcome::Failed);
}

#[test]
fn suites_of_scanners_are_no_tests() {
    for (name, tool, suite, cases, bad) in [
        ("scan-bandit.xml", "bandit", "bandit", 2, 2),
        ("scan-ruff.xml", "ruff", "/work/demo/bad.py", 1, 1),
        ("scan-mypy.xml", "mypy", "mypy", 1, 1),
        ("scan-eslint.xml", "eslint", "/work/demo/src/demo.js", 1, 1),
        ("scan-cfn-lint.xml", "cfn-lint", "CloudFormation Lint", 3, 0),
        ("scan-cpplint.xml", "cpplint", "cpplint", 1, 0),
        ("scan-stylelint.xml", "stylelint", "/work/demo/a.css", 1, 0),
        ("scan-rumdl.xml", "rumdl", "a.md", 1, 0),
        ("scan-ty.xml", "ty", "ty", 1, 0),
    ] {
        let report = read_fixture(name);
        assert_eq!(report.cases, [], "{name}");
        let scan = Scan {
            bad,
            tool: tool.to_owned(),
            suite: suite.to_owned(),
            cases,
        };
        assert_eq!(report.scans, [scan], "{name}");
    }
}

#[test]
fn a_scanner_among_tests_takes_none_of_them_away() {
    // In the form of Trivy's template.
    let mixed = "<testsuites><testsuite name='package-lock.json' tests='1' failures='2'>\
                 <testcase classname='a-1.0' name='CVE-2026-1' time=''>\
                 <failure message='b' type='description'>c</failure>\
                 <failure message='' type='severity'>HIGH</failure></testcase></testsuite>\
                 <testsuite name='d' tests='2'>\
                 <testcase name='handles CVE-2026-2'><failure type='severity'/></testcase>\
                 <testcase name='e'/></testsuite></testsuites>";
    let report = read(mixed.as_bytes()).unwrap();
    assert_eq!(report.scans.len(), 1);
    assert_eq!(report.scans[0].tool, "trivy");
    assert_eq!(report.cases.len(), 2);
    let own = "<testsuites name='relcheck policy test' tests='1'><testsuite name='a' tests='1'>\
               <testcase name='b'/></testsuite></testsuites>";
    assert_eq!(read(own.as_bytes()).unwrap().cases, []);
    // A package of that name is a test where the runner is known.
    let named = "<testsuites name='nextest-run' tests='1'><testsuite name='ruff' tests='1'>\
                 <testcase name='b'/></testsuite></testsuites>";
    assert_eq!(read(named.as_bytes()).unwrap().cases.len(), 1);
    let lint = "<testsuites><testsuite name='main.go' tests='1' errors='0' failures='1'>\
                <testcase name='errcheck' classname='main.go:10:2'>\
                <failure message='main.go:10:2: not checked' type=''/></testcase></testsuite>\
                </testsuites>";
    assert_eq!(read(lint.as_bytes()).unwrap().cases.len(), 1);
    let lint = lint.replace("type=''", "type='error'");
    assert_eq!(
        read(lint.as_bytes()).unwrap().scans[0].tool,
        "golangci-lint"
    );
}

#[test]
fn a_clean_scan_is_no_test_that_passes() {
    let suite = |attributes: &str| {
        format!("<testsuites><testsuite {attributes}><testcase name='a'/></testsuite></testsuites>")
    };
    let suites = |attributes: &str| {
        format!(
            "<testsuites {attributes}><testsuite name='a' tests='1'>\
             <testcase name='a' classname='b'/></testsuite></testsuites>"
        )
    };
    let case = |attributes: &str| {
        format!(
            "<testsuites><testsuite name='Model'><testcase {attributes}/></testsuite></testsuites>"
        )
    };
    // In the forms of each tool's own formatter.
    for (text, tool) in [
        (suite("name='CloudFormation Lint'"), "cfn-lint"),
        (suite("name='Format check'"), "black"),
        (suite("name='OASDiff' package='com.oasdiff'"), "oasdiff"),
        (suite("name='commitlint'"), "commitlint"),
        (suite("name='doxygen'"), "doxygen"),
        (suite("name='yaml-lint'"), "yaml-lint"),
        (suites("name='cfn-guard validate report'"), "cfn-guard"),
        (suites("name='rumdl'"), "rumdl"),
        (suites("name='ty'"), "ty"),
        (suite("name='Cppcheck errors'"), "cppcheck"),
        (suite("name='PHP CS Fixer'"), "php-cs-fixer"),
        (suite("name='Twig CS Fixer'"), "twig-cs-fixer"),
        (suite("name='easy-coding-standard'"), "easy-coding-standard"),
        (suite("name='erblint'"), "erblint"),
        (suite("name='jshint'"), "jshint"),
        (
            suite("name='markdownlint-cli2-formatter-junit'"),
            "markdownlint-cli2",
        ),
        (suite("name='rubocop'"), "rubocop"),
        (
            suite("name='openapi.yaml' package='org.spectral'"),
            "spectral",
        ),
        (suites("name='Dastardly scan results - none'"), "dastardly"),
        (suites("name='Kubescape Scanning'"), "kubescape"),
        (suites("name='PHP_CodeSniffer 3.13.0'"), "php_codesniffer"),
        (suites("name='Popeye'"), "popeye"),
        (suites("name='Regula'"), "regula"),
        (suites("name='TERRASCAN_POLICY_SUITES'"), "terrascan"),
        (suites("name='grype-junit'"), "grype"),
        (suites("name='kube-score'"), "kube-score"),
        (suites("name='lychee link check results'"), "lychee"),
        (suites("package='stylelint.rules'"), "stylelint"),
        (case("name='app.models:0:0' classname='pylint'"), "pylint"),
        (
            case("name='a.js' classname='com.googlecode.jslint4java'"),
            "jslint4java",
        ),
        (
            case("name='All Rules' classname='net.protolint.ALL_RULES'"),
            "protolint",
        ),
        (
            case("name='Model - App\\User' classname='App\\User'"),
            "deptrac",
        ),
        (
            case("name='[NONE][BC_AWS_S3_1] A bucket is private'"),
            "checkov",
        ),
    ] {
        let report = read(text.as_bytes()).unwrap();
        assert_eq!(report.cases, [], "{text}");
        let scanners: Vec<_> = report.scans.iter().map(|scan| &scan.tool).collect();
        assert_eq!(scanners, [tool], "{text}");
    }
    for text in [
        suite("name='PHP unit tests'"),
        suite("name='bundle'"),
        case("name='Model - shows' classname='Shows'"),
    ] {
        assert_eq!(read(text.as_bytes()).unwrap().cases.len(), 1, "{text}");
    }
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
