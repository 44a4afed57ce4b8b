//! Conftest packages that mean harm: each ends in an error of its own, and the others are judged.

use super::super::harness::Run;
use super::checkout;
use super::folders::NAMESPACES;

/// What a package that takes too much ends with: which of its limits it meets first depends on the
/// machine.
const LIMITS: [&str; 4] = [
    "it did not finish: one rule of the project's own has 2 s",
    "ran out of memory: the project's own rules have 512 MiB",
    "used up its processor time",
    "was ended by the system",
];

/// A package `bad` of this text is in `error` for one of these reasons, and nothing else is
/// disturbed.
fn contained(bad: &str, reasons: &[&str]) {
    let mut files = NAMESPACES.files.to_vec();
    files.push(("bad.rego", bad));
    let run = checkout(&files)
        .relcheck()
        .check(&["-p", "policy", "--type", "all"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for release_type in ["patch", "minor", "major", "hotfix"] {
        assert_error(&run, release_type, reasons);
        for (rule, status) in [
            ("conftest.quiet", "pass"),
            ("conftest.release_branch", "fail"),
            ("conftest.release_summary", "warn"),
        ] {
            assert_eq!(run.status(rule, release_type), status, "{bad}");
        }
    }
    assert_eq!(run.status("docs.changelog", "patch"), "fail");
}

fn assert_error(run: &Run, release_type: &str, reasons: &[&str]) {
    assert_eq!(run.status("conftest.bad", release_type), "error");
    let reason = run.reason("conftest.bad", release_type);
    let is_known = reasons.iter().any(|known| reason.contains(known));
    assert!(is_known, "{reason}");
}

#[test]
fn a_loop_without_an_end() {
    contained(
        "package bad

deny[msg] {
	a := numbers.range(1, 99999)[_]
	b := numbers.range(1, 99999)[_]
	a * b == 7000000001
	msg := \"never\"
}
",
        &LIMITS,
    );
}

#[test]
fn a_text_of_16_gigabytes() {
    contained(
        "package bad

part := concat(\"\", [\"0123456789abcdef\" | some _ in numbers.range(1, 100000)])

warn contains concat(\"\", [part | some _ in numbers.range(1, 10000)])
",
        &LIMITS,
    );
}

#[test]
fn calls_without_an_end() {
    contained(
        "package bad

deny[msg] { msg := f(1) }

f(x) = f(x + 1) { true }
",
        &["must not need itself: `f` needs `f`"],
    );
}

#[test]
fn a_million_results() {
    contained(
        "package bad

warn[msg] {
	a := numbers.range(1, 10001)[_]
	msg := sprintf(\"%d\", [a])
}
",
        &["the package `bad`: `deny` has 10001 elements, and may have 10000"],
    );
}

#[test]
fn a_function_that_fails() {
    contained(
        "package bad

deny[msg] {
	limit := to_number(input.project.name)
	limit > 1
	msg := \"large\"
}
",
        &["policy/bad.rego:4:"],
    );
}
