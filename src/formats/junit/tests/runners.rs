//! What each runner of tests writes.

use super::*;

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
    // No total of the whole says how many are pending.
    assert!(reason(&text("", 3)).contains("3 tests, and shows 1"));
    let joined = "<testsuites tests='3'><testsuite name='Mocha Tests' tests='3' skipped='1'>\
                  <testcase name='a' classname='b'/></testsuite></testsuites>";
    assert!(reason(joined).contains("3 tests, and shows 1"));
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
