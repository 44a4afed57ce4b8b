//! Advisories of lock files, held against cargo-audit and against the OSV algorithm in Python.
//!
//! `RELCHECK_CARGO_AUDIT` names cargo-audit, `RELCHECK_RUSTSEC` a checkout of RustSec's database and
//! `RELCHECK_LOCK_FILES` a folder with files `*.lock` of Cargo. `RELCHECK_OSV_PYTHON` names a Python
//! with `packaging` and `PyYAML`, and `RELCHECK_PYPA` a checkout of the database of the Python
//! Packaging Authority; the sets of requirements are in `fixtures/requirements`, and
//! `RELCHECK_REQUIREMENTS` may name a folder with more. What is not named is not tested, and each test
//! says so.

#[allow(dead_code, unused_imports)]
#[path = "../cli/harness/mod.rs"]
mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness::History;
use serde_json::Value;

/// What the variables name; `None`, with a message, if one is missing.
fn named<const N: usize>(what: &str, variables: [&str; N]) -> Option<[PathBuf; N]> {
    let paths = variables.map(|variable| std::env::var_os(variable).map(PathBuf::from));
    if paths.iter().any(Option::is_none) {
        println!(
            "skipped: {what}; {} name what it takes",
            variables.join(", ")
        );
        return None;
    }
    Some(paths.map(Option::unwrap))
}

/// The files with this ending in a folder, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    paths.sort();
    paths
}

/// What relcheck finds in a repository with this one file.
fn by_relcheck(name: &str, content: &[u8], database: &Path) -> Value {
    let history = History::empty();
    history.write(name, content);
    if name == "Cargo.lock" {
        let manifest = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\n";
        history.write("Cargo.toml", manifest);
    }
    history.commit("feat: begin");
    let database = database.to_string_lossy();
    let relcheck = history.relcheck().args(&["--advisories", &database]);
    relcheck.fact("vulnerabilities")["value"].clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn cargo_audit_finds_the_same() {
    let variables = [
        "RELCHECK_CARGO_AUDIT",
        "RELCHECK_RUSTSEC",
        "RELCHECK_LOCK_FILES",
    ];
    let Some([program, database, folder]) = named("the comparison with cargo-audit", variables)
    else {
        return;
    };
    let lock_files = files(&folder, ".lock");
    assert!(
        !lock_files.is_empty(),
        "no lock file in `{}`",
        folder.display()
    );
    for file in lock_files {
        let theirs = by_cargo_audit(&program, &database, &file);
        let fact = by_relcheck("Cargo.lock", &fs::read(&file).unwrap(), &database);
        let ours: BTreeSet<_> = list(&fact, "found").iter().flat_map(advisories).collect();
        assert_eq!(ours, theirs, "{}", file.display());
        assert_eq!(list(&fact, "unclear"), [] as [Value; 0]);
        println!("{}: {} advisories", file.display(), theirs.len());
    }
}

/// An identifier of RustSec, the package, its version, and the kind of a warning.
type Advisory = (String, String, String, String);

fn advisories(found: &Value) -> Vec<Advisory> {
    let aliases = list(found, "aliases").iter().filter_map(Value::as_str);
    let ids = std::iter::once(text(found, "id")).chain(aliases);
    // The first is the one that was found; that another name of it is RustSec's, too, is a record of
    // the database of its own.
    ids.take(1)
        .map(|id| {
            let field = |key| text(found, key).to_owned();
            (
                id.to_owned(),
                field("name"),
                field("version"),
                field("informational"),
            )
        })
        .collect()
}

fn by_cargo_audit(program: &Path, database: &Path, file: &Path) -> BTreeSet<Advisory> {
    let output = Command::new(program)
        .args(["audit", "--json", "--no-fetch", "--stale", "--db"])
        .arg(database)
        .arg("--file")
        .arg(file)
        .output()
        .expect("cargo-audit runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let mut found = BTreeSet::new();
    let mut take = |one: &Value, kind: &str| {
        let (advisory, package) = (&one["advisory"], &one["package"]);
        // A yanked version has no advisory, and whether it is yanked only the registry knows.
        if !advisory.is_null() {
            let package = |key| text(package, key).to_owned();
            let id = text(advisory, "id").to_owned();
            found.insert((id, package("name"), package("version"), kind.to_owned()));
        }
    };
    for one in list(&report["vulnerabilities"], "list") {
        take(one, "");
    }
    for (kind, warnings) in report["warnings"].as_object().expect("warnings") {
        for one in warnings.as_array().expect("a list") {
            take(one, kind);
        }
    }
    found
}

#[test]
fn the_algorithm_of_osv_finds_the_same() {
    let variables = ["RELCHECK_OSV_PYTHON", "RELCHECK_PYPA"];
    let Some([python, database]) = named("the comparison with the algorithm of OSV", variables)
    else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sets = files(&root.join("fixtures/requirements"), ".txt");
    if let Some(folder) = std::env::var_os("RELCHECK_REQUIREMENTS") {
        sets.extend(files(Path::new(&folder), ".txt"));
    }
    let mut total = 0;
    for file in sets {
        let output = Command::new(&python)
            .arg(root.join("tests/advisories/osv.py"))
            .args([&database, &file])
            .output()
            .expect("Python runs");
        let theirs = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let theirs: BTreeSet<&str> = theirs.lines().collect();
        let fact = by_relcheck("requirements.txt", &fs::read(&file).unwrap(), &database);
        let found = list(&fact, "found").iter();
        // What only the version without its local part is affected by is said on top.
        let found = found.filter(|it| it["only_public"] == Value::Bool(false));
        let ours: BTreeSet<String> = found.flat_map(|it| lines(it, &theirs)).collect();
        let ours: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
        assert_eq!(ours, theirs, "{}", file.display());
        println!("{}: {} advisories", file.display(), theirs.len());
        total += theirs.len();
    }
    assert!(total > 0, "the database knows none of these packages");
}

/// A line of the script for each name of a vulnerability that it knows, or one that it does not.
fn lines(found: &Value, theirs: &BTreeSet<&str>) -> Vec<String> {
    let line = |id: &str| format!("{} {} {id}", text(found, "name"), text(found, "version"));
    let aliases = list(found, "aliases").iter().filter_map(Value::as_str);
    let names = std::iter::once(text(found, "id")).chain(aliases).map(line);
    let known: Vec<String> = names.filter(|it| theirs.contains(it.as_str())).collect();
    match known.is_empty() {
        true => vec![line(text(found, "id"))],
        false => known,
    }
}
