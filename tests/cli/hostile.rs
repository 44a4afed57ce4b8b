//! Policies that mean harm: each is named, and the others are judged all the same.
//!
//! On Linux the system enforces the limits; elsewhere relcheck itself does, as far as the comments
//! of `src/policy/worker/sandbox.rs` say.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::harness::{History, Run};

const METADATA: &str = "# METADATA
# title: Nothing is wrong
# description: Nothing is wrong.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Nothing to do.
#   source: Our process / Notes
";

/// How long any run may take. It is no measure of speed: without an end there is no test.
const PATIENCE: Duration = Duration::from_secs(60);

fn project(policies: &[(&str, &str)]) -> History {
    let history = History::released("1.2.3");
    for (id, body) in policies {
        let text = format!("{METADATA}package policy.{id}\n\n{body}\n");
        history.write(&format!("rules/{id}.rego"), text);
    }
    history.write("relcheck.toml", "[policy]\npaths = [\"rules\"]\n");
    history.declare("1.2.4").commit("fix: something");
    history
}

fn check(history: &History) -> Run {
    let command = history.relcheck();
    let (sender, receiver) = channel();
    thread::spawn(move || sender.send(command.check(&[])));
    receiver.recv_timeout(PATIENCE).expect("the run ends")
}

const FINE: (&str, &str) = (
    "team.note",
    "deny contains {\"subject\": \"NOTE\", \"message\": \"nobody wrote it\"}",
);

/// The hostile rule is in `error` for one of these reasons, and nothing else is disturbed.
fn contained(body: &str, reasons: &[&str]) {
    let run = check(&project(&[("bad.rule", body), FINE]));
    assert_eq!(run.code, 2, "{}", run.stderr);
    for kind in ["patch", "minor", "major", "hotfix"] {
        assert_eq!(run.status("bad.rule", kind), "error", "{body}");
        let reason = run.reason("bad.rule", kind);
        assert!(
            reasons.iter().any(|known| reason.contains(known)),
            "{reason}"
        );
        assert_eq!(
            run.findings("team.note", kind),
            ["NOTE: nobody wrote it"],
            "{body}"
        );
    }
    assert_eq!(run.status("docs.changelog", "patch"), "fail");
}

/// What a rule that takes too much of anything ends with: which of its limits it meets first
/// depends on the machine.
const LIMITS: [&str; 4] = [
    "it did not finish: one rule of the project's own has 2 s",
    "ran out of memory: the project's own rules have 512 MiB",
    "used up its processor time",
    "was ended by the system",
];

/// As [`contained`], for a body of conditions.
fn exhausting(definitions: &str, condition: &str) {
    let body = format!(
        "{definitions}\ndeny contains {{\"subject\": \"x\", \"message\": \"m\"}} if {{\n{condition}\n}}"
    );
    contained(&body, &LIMITS);
}

#[test]
fn recursion_without_an_end() {
    contained(
        "deny contains f(1) if 1 == 1\nf(x) := f(x + 1)",
        &["must not need itself: `f` needs `f`"],
    );
    // Without a circle, but with as many calls as there are atoms.
    let calls: String = (1..60)
        .map(|n| format!("f{n}(x) := f{}(x) + f{}(x)\n", n - 1, n - 1))
        .collect();
    exhausting(&format!("f0(x) := x\n{calls}"), "\tf59(1) == 7");
}

#[test]
fn a_text_of_16_gigabytes() {
    exhausting(
        "part := concat(\"\", [x | some _ in numbers.range(1, 100000); x := \"0123456789abcdef\"])\n\
         parts := [part | some _ in numbers.range(1, 10000)]",
        "\tcount(concat(\"\", parts)) == 1",
    );
}

#[test]
fn all_addresses_of_a_network() {
    contained(
        "deny contains {\"subject\": \"x\", \"message\": \"m\"} if count(net.cidr_expand(\"0.0.0.0/0\")) > 0",
        &["there is no function `net.cidr_expand`"],
    );
    exhausting(
        "",
        "\tall := [sprintf(\"%d.%d\", [a, b]) | some a in numbers.range(0, 65535); some b in numbers.range(0, 65535)]\n\tcount(all) == 1",
    );
}

#[test]
fn a_shift_of_ten_seconds() {
    contained(
        "deny contains {\"subject\": \"x\", \"message\": \"m\"} if bits.lsh(1, 40000000000) > 0",
        &["`bits.lsh` shifts by 0 to 1024"],
    );
    // What a shift would yield, by multiplication: each time inside of the engine's arithmetic.
    let powers: String = (1..24)
        .map(|n| {
            let last = n - 1;
            format!("p{n} := p{last} * p{last} * p{last} * p{last}\n")
        })
        .collect();
    exhausting(
        &format!("p0 := 123456789012345678901234567890\n{powers}"),
        "\tp23 % 7 == 9",
    );
}

#[test]
fn nested_literals() {
    let nested = format!("x := {}1{}", "[".repeat(40), "]".repeat(40));
    contained(&nested, &["literals nest deeper than 10"]);
    // Short to write, and as long as the universe to read out.
    let levels: String = (1..40)
        .map(|n| {
            let below = format!("l{}", n - 1);
            format!("l{n} := [{}]\n", [below.as_str(); 10].join(", "))
        })
        .collect();
    exhausting(
        &format!("l0 := \"0123456789\"\n{levels}"),
        "\tcount(json.marshal(l39)) == 1",
    );
}

#[test]
fn a_regular_expression_at_its_limit() {
    contained(
        "deny contains {\"subject\": \"x\", \"message\": \"m\"} if regex.match(\"((a{1,100}){1,100}){1,100}\", \"a\")",
        &["the regular expression is too large for the engine"],
    );
    contained(
        "deny contains {\"subject\": \"x\", \"message\": \"m\"} if regex.match(concat(\"\", [\"((a{1,100}){1,100})\", \"{1,100}\"]), input.release.stage)",
        &["size limit"],
    );
    exhausting(
        "text := concat(\"\", [x | some _ in numbers.range(1, 100000); x := \"aaaaaaaaaaaaaaaaaaaa\"])",
        "\tsome n in numbers.range(1, 100000)\n\tpattern := sprintf(\"(a{1,9}b?){1,9}%dx\", [n])\n\tregex.match(pattern, text)",
    );
}

#[test]
fn a_union_of_20000_terms() {
    let terms: Vec<String> = (0..20_000).map(|n| format!("{{{n}}}")).collect();
    let lines: Vec<String> = terms.chunks(50).map(|line| line.join(" | ")).collect();
    contained(
        &format!("x := {}", lines.join(" |\n")),
        &["more than 256 operators or steps hang together"],
    );
    exhausting(
        "",
        "\tall := union({terms | some n in numbers.range(1, 20000); terms := {[n, m] | some m in numbers.range(1, 20000)}})\n\tcount(all) == 1",
    );
}

#[test]
fn a_million_findings() {
    let mut reasons = LIMITS.to_vec();
    reasons.push("`deny` has 1000000 elements, and may have 10000");
    contained(
        "deny contains {\"subject\": sprintf(\"%d\", [a]), \"message\": sprintf(\"%d\", [b])} if {\n\
         \tsome a in numbers.range(1, 1000)\n\tsome b in numbers.range(1, 1000)\n}",
        &reasons,
    );
    contained(
        "deny contains {\"subject\": sprintf(\"%d\", [a]), \"message\": \"m\"} if some a in numbers.range(1, 10001)",
        &["`deny` has 10001 elements, and may have 10000"],
    );
    contained(
        "deny contains {\"subject\": \"x\", \"message\": concat(\"\", [x | some _ in numbers.range(1, 100000); x := \"aaaaaaaaaaaaaaaaaaaaaaaaa\"])}",
        &["`deny` holds more than 2 MiB of text"],
    );
}

#[test]
fn several_at_once_leave_the_others_alone() {
    let loop_forever = "deny contains {\"subject\": \"x\", \"message\": \"m\"} if {\n\
        \tsome a in numbers.range(1, 100000)\n\tsome b in numbers.range(1, 100000)\n\ta * b == 7000000001\n}";
    let memory = "deny contains {\"subject\": \"x\", \"message\": m} if {\n\
        \tpart := concat(\"\", [x | some _ in numbers.range(1, 100000); x := \"0123456789abcdef\"])\n\
        \tm := concat(\"\", [part | some _ in numbers.range(1, 10000)])\n}";
    let policies = [
        ("bad.first", memory),
        ("bad.other", memory),
        ("bad.slow", loop_forever),
        ("bad.text", "{{{"),
        FINE,
    ];
    let run = check(&project(&policies));
    assert_eq!(run.code, 2, "{}", run.stderr);
    for (id, _) in policies.iter().filter(|(id, _)| id.starts_with("bad.")) {
        assert_eq!(run.status(id, "patch"), "error");
        assert_eq!(run.status(id, "hotfix"), "error");
    }
    assert_eq!(run.status("team.note", "patch"), "fail");
    assert_eq!(run.status("docs.changelog", "patch"), "fail");
}

#[test]
fn the_worker_is_hidden_and_takes_jobs_only() {
    let history = project(&[FINE]);
    let help = history.relcheck().args(&["--help"]).run();
    assert!(!help.stdout.contains("worker"), "{}", help.stdout);
    let run = history.relcheck().args(&["policy-worker"]).run();
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("what comes in is no job"),
        "{}",
        run.stderr
    );
}
