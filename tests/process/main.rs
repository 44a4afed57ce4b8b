//! Everything that the process document asks for is the source of a rule, or is known to be nobody's
//! yet.
//!
//! `RELCHECK_UPDATE=1 cargo test --test process` takes what is covered by now out of the list. It adds
//! nothing: that list only gets shorter.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use relcheck::collect::COLLECTORS;
use relcheck::policy::{Origin, PolicySet, Sources, process_items, process_source};

/// The list, from the root of the repository.
const LIST: &str = "tests/process/uncovered.txt";

/// The line that says how long the list may be.
const MAXIMUM: &str = "# At most: ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn list() -> String {
    let text = fs::read_to_string(root().join(LIST)).unwrap();
    text.replace("\r\n", "\n")
}

fn maximum(list: &str) -> usize {
    let mut lines = list.lines().filter_map(|line| line.strip_prefix(MAXIMUM));
    lines.next().expect("the maximum").trim().parse().unwrap()
}

fn listed(list: &str) -> Vec<&str> {
    let is_item = |line: &&str| !line.is_empty() && !line.starts_with('#');
    list.lines().filter(is_item).collect()
}

/// The names of the items that some built-in rule has as a source.
fn covered() -> BTreeSet<String> {
    let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
    let policies = PolicySet::load(Sources::embedded(), &facts).unwrap();
    let rules = policies.rules().iter();
    let sources = rules
        .filter(|rule| rule.origin == Origin::Builtin)
        .flat_map(|rule| &rule.source);
    let items = sources.filter_map(|source| {
        let item = process_source(source).unwrap_or_else(|error| panic!("{error}"));
        Some(item?.name())
    });
    items.collect()
}

/// The list without what is covered by now, and with its length.
fn shortened(list: &str, covered: &BTreeSet<String>) -> String {
    let kept = |line: &&str| !covered.contains(*line);
    let count = listed(list).into_iter().filter(|line| kept(line)).count();
    let lines = list.lines().filter(kept).map(|line| {
        if line.starts_with(MAXIMUM) {
            format!("{MAXIMUM}{count}\n")
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

/// Everything that is wrong with the list, one sentence each.
fn problems(items: &[String], covered: &BTreeSet<String>, list: &str) -> Vec<String> {
    let listed = listed(list);
    let mut problems = Vec::new();
    for item in items {
        let times = listed.iter().filter(|line| *line == item).count();
        match (covered.contains(item), times) {
            (true, 0) | (false, 1) => {}
            (true, _) => problems.push(format!("covered by now, and still listed: {item}")),
            (false, 0) => problems.push(format!("the source of no rule, and not listed: {item}")),
            (false, _) => problems.push(format!("listed more than once: {item}")),
        }
    }
    for line in &listed {
        if !items.iter().any(|item| item == line) {
            problems.push(format!("listed, and not in the process: {line}"));
        }
    }
    if listed.len() != maximum(list) {
        problems.push(format!(
            "the maximum is {}, and {} are listed: lower it, and never raise it",
            maximum(list),
            listed.len()
        ));
    }
    problems
}

#[test]
fn everything_in_the_process_is_a_rules_source_or_listed() {
    let covered = covered();
    if std::env::var_os("RELCHECK_UPDATE").is_some() {
        fs::write(root().join(LIST), shortened(&list(), &covered)).unwrap();
    }
    let items: Vec<String> = process_items().iter().map(|item| item.name()).collect();
    let problems = problems(&items, &covered, &list());
    assert!(
        problems.is_empty(),
        "{LIST}: RELCHECK_UPDATE=1 cargo test --test process takes out what is covered\n{}",
        problems.join("\n")
    );
}

#[test]
fn each_way_to_be_wrong_is_found() {
    let items = ["a", "b", "c"].map(str::to_owned);
    let covered = BTreeSet::from(["a".to_owned()]);
    assert_eq!(problems(&items, &covered, "# At most: 2\nb\nc\n"), [""; 0]);
    let wrong = "# At most: 5\na\nb\nb\nd\n";
    assert_eq!(
        problems(&items, &covered, wrong),
        [
            "covered by now, and still listed: a",
            "listed more than once: b",
            "the source of no rule, and not listed: c",
            "listed, and not in the process: d",
            "the maximum is 5, and 4 are listed: lower it, and never raise it",
        ]
    );
    assert_eq!(
        shortened("# Note\n# At most: 3\na\nb\nc\n", &covered),
        "# Note\n# At most: 2\nb\nc\n"
    );
}

/// Runs git in this repository; `None` where there is no git, or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output();
    let output = output.ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

#[test]
fn the_list_only_gets_shorter() {
    let Some(log) = git(&[
        "log",
        "--first-parent",
        "--format=%H",
        "--reverse",
        "--",
        LIST,
    ]) else {
        eprintln!("not tested: without git, nothing tells how long the list was before");
        return;
    };
    let mut before = usize::MAX;
    for commit in log.lines() {
        // In a clone that lacks its depth, or where the file was moved, the past does not tell.
        let Some(text) = git(&["show", &format!("{commit}:{LIST}")]) else {
            continue;
        };
        let maximum = maximum(&text);
        assert!(
            maximum <= before,
            "commit {commit} raises the maximum from {before} to {maximum}"
        );
        before = maximum;
    }
    assert!(maximum(&list()) <= before, "the maximum was {before}");
}
