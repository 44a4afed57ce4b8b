//! `relcheck suggest` on consecutive releases of well-known projects, held against the table in
//! `docs/suggest.md`.
//!
//! `RELCHECK_PAIRS` names a folder with clones of the projects in `releases.rs`, tags and all;
//! without it nothing is tested, and the test says so.

#[allow(dead_code, unused_imports)]
#[path = "../cli/harness/mod.rs"]
mod harness;

mod releases;

use std::path::Path;
use std::process::Command;

use harness::Relcheck;
use releases::{PAIRS, Pair};
use serde_json::Value;

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .env("TZ", "UTC")
        .args(arguments)
        .output()
        .expect("git runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A checkout of the release as it was before it was tagged: without its tag, and those after it.
fn before_its_tag(source: &Path, folder: &Path, new: &str) {
    let source = source.to_str().expect("a path in UTF-8");
    let target = folder.to_str().expect("a path in UTF-8");
    let clone = [
        "clone",
        "--quiet",
        "--shared",
        "--no-checkout",
        source,
        target,
    ];
    git(Path::new("."), &clone);
    let commit = git(folder, &["rev-parse", &format!("{new}^{{commit}}")]);
    git(
        folder,
        &["checkout", "--quiet", "--force", "--detach", &commit],
    );
    for of in ["--no-merged", "--points-at"] {
        let tags = git(folder, &["tag", of, &commit]);
        for tag in tags.lines() {
            git(folder, &["tag", "--delete", tag]);
        }
    }
    git(folder, &["remote", "remove", "origin"]);
}

/// What is suggested on the day of the release.
fn suggest(folder: &Path) -> Value {
    let time = "--date=format-local:%Y-%m-%dT%H:%M:%SZ";
    let now = git(folder, &["log", "-1", "--format=%cd", time]);
    let run = Relcheck::in_folder(folder)
        .args(&["suggest", "-o", "json", "--now", &now])
        .run();
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.json()
}

/// The row's beginning in the table, and what is wrong with the reasons.
fn row((name, old, new, step): Pair, found: &Value) -> (String, Vec<String>) {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let row = format!(
        "| {name} | {old} to {new} | {step} | {} {}, {} |",
        text(&found["type"]),
        text(&found["version_text"]),
        text(&found["sure"]["level"])
    );
    let groups = found["reasons"].as_array().into_iter().flatten();
    let reasons = groups.flat_map(|group| group["findings"].as_array().into_iter().flatten());
    let nowhere = reasons.filter(|reason| {
        let evidence = &reason["evidence"];
        evidence["commit"].is_null() && evidence["line"].is_null()
    });
    let wrong = nowhere.map(|reason| format!("{name} {new}: no place: {}", reason["message"]));
    (row, wrong.collect())
}

#[test]
fn the_suggestions_for_real_releases_are_those_of_the_table() {
    let Some(clones) = std::env::var_os("RELCHECK_PAIRS") else {
        println!("skipped: real releases; RELCHECK_PAIRS names a folder with clones of projects");
        return;
    };
    let documentation = include_str!("../../docs/suggest.md");
    let mut wrong = Vec::new();
    for pair in PAIRS {
        let (name, old, new, _) = *pair;
        let source = Path::new(&clones).join(name);
        assert!(source.is_dir(), "there is no clone {}", source.display());
        let folder = tempfile::TempDir::new().unwrap();
        let checkout = folder.path().join(name);
        before_its_tag(&source, &checkout, new);
        let found = suggest(&checkout);
        assert_eq!(found["previous"]["tag"], old, "{name} {new}");
        let (row, nowhere) = row(*pair, &found);
        println!("{row}");
        wrong.extend(nowhere);
        if !documentation.contains(&row) {
            wrong.push(format!("docs/suggest.md does not say {row}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
