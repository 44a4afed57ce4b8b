//! `relcheck bump`: the new version in every place, and the changelog.

mod changes;
mod references;
mod refusals;
mod shapes;

use std::fs;
use std::path::Path;

use super::harness::{History, Run};

/// The rules that a bump is to satisfy.
const RULES: [&str; 4] = [
    "version.declared_everywhere",
    "version.docs_references",
    "docs.readme_version",
    "docs.changelog",
];

/// What the rules on references say where there is nothing to refer in.
const NOTHING: [&str; 2] = [
    "there is no documentation",
    "no README names a version of the project",
];

/// A changelog with something unreleased in it.
const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- Something.\n\n## [1.2.3] - 2026-01-01\n\n- First.\n";

/// A repository with these files, released as 1.2.3, and one fix since.
fn project(files: &[(&str, &str)]) -> History {
    let history = History::empty();
    for (path, text) in files {
        history.write(path, text);
    }
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.commit("fix: a mistake");
    history
}

fn bump(history: &History, arguments: &[&str]) -> Run {
    history.relcheck().args(&["bump"]).args(arguments).run()
}

/// A bump that must succeed; returns what it printed.
fn bumped(history: &History, arguments: &[&str]) -> String {
    let run = bump(history, arguments);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.stdout
}

fn read(history: &History, path: &str) -> String {
    fs::read_to_string(history.path().join(path)).unwrap()
}

/// What the files of a working tree hold, by path.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter();
    let files = walk
        .filter_entry(|entry| entry.file_name() != ".git")
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Bumps to a version, and holds everything that a bump promises: a dry run writes nothing, and its
/// diff makes the same of the files; the rules pass afterwards; a second bump changes nothing.
fn holds(history: &History, arguments: &[&str], release_type: &str) {
    let before = tree(history.path());
    let mut dry = arguments.to_vec();
    dry.push("--dry-run");
    let diff = bumped(history, &dry);
    assert_eq!(tree(history.path()), before, "a dry run writes something");

    let clone = history.beside("patched");
    fs::create_dir(&clone).unwrap();
    for (path, content) in &before {
        fs::create_dir_all(clone.join(path).parent().unwrap()).unwrap();
        fs::write(clone.join(path), content).unwrap();
    }
    let patch = history.beside("bump.patch");
    fs::write(&patch, &diff).unwrap();
    history.git_in(&clone, &["init", "--quiet"]);
    history.git_in(
        &clone,
        &[
            "-c",
            "core.autocrlf=false",
            "apply",
            patch.to_str().unwrap(),
        ],
    );

    bumped(history, arguments);
    let after = tree(history.path());
    assert_ne!(after, before, "a bump changes nothing");
    assert_eq!(tree(&clone), after, "the diff does something else:\n{diff}");

    history.commit("chore: bump version");
    let mut rules = Vec::new();
    let project: Vec<&str> = arguments
        .iter()
        .copied()
        .skip_while(|it| *it != "--project")
        .collect();
    rules.extend(project.iter().take(2));
    for rule in RULES {
        rules.extend(["--rule", rule]);
    }
    let run = history.relcheck().check(&rules);
    for rule in RULES {
        let findings = run.findings(rule, release_type);
        let status = run.status(rule, release_type);
        let says_nothing = status == "not-applicable"
            && NOTHING.contains(&run.reason(rule, release_type).as_str());
        assert!(
            status == "pass" || says_nothing,
            "{rule}: {status} {findings:?} {}\n{diff}",
            run.reason(rule, release_type)
        );
    }

    let second = bumped(history, arguments);
    assert!(second.contains("nothing was changed"), "{second}");
    assert_eq!(
        tree(history.path()),
        after,
        "a second bump changes something"
    );
    fs::remove_dir_all(&clone).unwrap();
}
