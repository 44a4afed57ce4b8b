//! `dependencies.vulnerabilities`, over databases of advisories that the test writes, reports of real
//! scanners, and statements of the project.

use std::fs;
use std::path::Path;

use super::harness::{History, Relcheck, Run};
use super::vulnerable::{CRITICAL, NOW, RULE, depending_on, judged_by_reports, pypa, unknown};

fn asked(history: &History, database: &Path) -> Relcheck {
    super::vulnerable::asked(history, NOW, database)
}

fn judged(history: &History, database: &Path) -> Run {
    asked(history, database).check(&["--rule", RULE, "--type", "patch"])
}

#[test]
fn packages_that_nobody_warns_of_pass() {
    let history = depending_on("left==1.2.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    let run = judged(&history, &database);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn a_vulnerable_package_fails_with_the_way_out() {
    let history = depending_on("Left==1.1.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    let run = judged(&history, &database);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(
        run.findings(RULE, "patch").join("\n"),
        @"PYSEC-2026-1 in left 1.1.0: `PYSEC-2026-1` (CVE-2026-1001) in `left 1.1.0`: CVSS 9.8, Anyone can turn left"
    );
    let finding = &run.outcome(RULE, "patch")["findings"][0];
    assert_eq!(finding["fix"], "take `left` 1.2.0");
    assert_eq!(finding["evidence"]["file"], "requirements.txt");
    assert_eq!(finding["evidence"]["line"], 1);
}

#[test]
fn a_medium_score_warns_and_none_is_the_worst() {
    let history = depending_on("left==1.1.0\n");
    let medium = CRITICAL.replace("C:H/I:H/A:H", "C:L/I:N/A:N");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", &medium)]);
    assert_eq!(judged(&history, &database).status(RULE, "patch"), "warn");
    let (before, rest) = CRITICAL.split_once("severity:").unwrap();
    let after = rest.split_once("affected:").unwrap().1;
    let unscored = format!("{before}affected:{after}");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", &unscored)]);
    let run = judged(&history, &database);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert!(run.findings(RULE, "patch")[0].contains("no score, so it counts as the worst"));
}

#[test]
fn a_withdrawn_advisory_does_not_count() {
    let history = depending_on("left==1.1.0\n");
    let withdrawn = CRITICAL.replace("aliases:", "withdrawn: 2026-02-10T11:00:00Z\naliases:");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", &withdrawn)]);
    let run = judged(&history, &database);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn nothing_that_was_looked_in_is_unknown() {
    let history = depending_on("left==1.2.0\n");
    let run = judged_by_reports(&history);
    let reason = unknown(&run);
    assert_eq!(
        reason,
        "nothing tells which of the 1 package of pypi are vulnerable"
    );
}

#[test]
fn a_database_of_others_packages_is_unknown() {
    let history = depending_on("left==1.2.0\n");
    let folder = history.beside("rustsec");
    fs::create_dir_all(folder.join("crates/left")).unwrap();
    fs::write(folder.join("crates/left/RUSTSEC-2026-0001.md"), "").unwrap();
    let reason = unknown(&judged(&history, &folder));
    assert!(
        reason.contains("nothing tells which of the 1 package of pypi"),
        "{reason}"
    );
}

#[test]
fn a_database_that_is_old_broken_or_gone_is_unknown() {
    let history = depending_on("left==1.2.0\n");
    let database = pypa(
        &history,
        &[(
            "left/PYSEC-2026-1.yaml",
            &CRITICAL.replace("2026-02-10", "2026-02-01"),
        )],
    );
    assert!(unknown(&judged(&history, &database)).contains("is more than 7 days old"));
    for (broken, why) in [
        ("", "it is empty"),
        ("id: [", "it is no OSV record"),
        ("\u{feff}id: PYSEC-1", "starts with a byte-order mark"),
        (&CRITICAL[..120], "it is no OSV record"),
    ] {
        let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", broken)]);
        let reason = unknown(&judged(&history, &database));
        assert!(
            reason.contains("`PYSEC-2026-1.yaml` cannot be read") && reason.contains(why),
            "{reason}"
        );
    }
    let reason = unknown(&judged(&history, &history.beside("nowhere")));
    assert!(reason.contains("it cannot be opened"), "{reason}");
    // A folder `crates` or `vulns` makes no database.
    for project in ["crates/left/src", "vulns/left"] {
        let folder = history.beside("project").join(project);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lib.rs"), "").unwrap();
        let reason = unknown(&judged(&history, &history.beside("project")));
        assert!(reason.contains("it holds no advisories"), "{reason}");
        fs::remove_dir_all(history.beside("project")).unwrap();
    }
    let empty = history.beside("empty");
    fs::create_dir_all(&empty).unwrap();
    assert!(unknown(&judged(&history, &empty)).contains("it holds no advisories"));
}

#[test]
fn a_version_that_cannot_be_compared_is_unknown() {
    let history = depending_on("left==1.1.0\n");
    let odd = CRITICAL.replace("fixed: 1.2.0", "fixed: soon");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", &odd)]);
    let reason = unknown(&judged(&history, &database));
    assert_eq!(
        reason,
        "whether `PYSEC-2026-1` affects `pkg:pypi/left@1.1.0` cannot be told: it names `soon`, which is no version of PyPI"
    );
}

#[test]
fn packages_without_a_version_are_unknown() {
    let history = History::released("1.2.3");
    history
        .write("requirements.txt", "left>=1\n")
        .declare("1.2.4")
        .commit("fix: shut the door");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    assert!(unknown(&judged(&history, &database)).contains("`left`"));
}

#[test]
fn a_project_without_dependencies_has_none_that_are_vulnerable() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: shut the door");
    let database = pypa(&history, &[]);
    assert_eq!(
        judged(&history, &database).status(RULE, "patch"),
        "not-applicable"
    );
}

#[test]
fn a_statement_with_a_justification_excuses_it() {
    let history = depending_on("left==1.1.0\n");
    let statement = |justification: &str| {
        format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1", "author": "me", "timestamp": "2026-02-10T00:00:00Z", "version": 1,
            "statements": [{{"vulnerability": {{"name": "CVE-2026-1001"}}, "products": [{{"@id": "pkg:pypi/left@1.1.0"}}], "status": "not_affected"{justification}}}]}}"#
        )
    };
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    history
        .write("demo.openvex.json", statement(""))
        .commit("docs: state what does not affect us");
    assert_eq!(judged(&history, &database).status(RULE, "patch"), "fail");
    history
        .write(
            "demo.openvex.json",
            statement(r#", "justification": "vulnerable_code_not_present""#),
        )
        .commit("docs: say why");
    let run = judged(&history, &database);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    history
        .write("demo.openvex.json", &statement("")[..100])
        .commit("docs: break it");
    let run = judged(&history, &database);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert!(
        run.findings(RULE, "patch")
            .iter()
            .any(|it| it.contains("`demo.openvex.json` states nothing"))
    );
}

#[test]
fn a_statement_of_the_future_excuses_nothing_and_still_admits() {
    let history = depending_on("left==1.1.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    let statement = |time: &str, status: &str| {
        format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1", "author": "me", "timestamp": "{time}", "version": 1,
            "statements": [{{"vulnerability": {{"name": "CVE-2026-1001"}}, "products": [{{"@id": "pkg:pypi/left@1.1.0"}}], "status": "{status}", "justification": "vulnerable_code_not_present"}}]}}"#
        )
    };
    let decided = |excused: &str, admitted: Option<&str>| {
        history.write("demo.openvex.json", statement(excused, "not_affected"));
        let admitted = admitted.map_or_else(
            || statement("2025-01-01T00:00:00Z", "affected"),
            |time| statement(time, "affected"),
        );
        history.write("old.openvex.json", admitted);
        history.commit("docs: state what affects us");
        let run = judged(&history, &database);
        (
            run.status(RULE, "patch").to_owned(),
            run.findings(RULE, "patch").join("\n"),
        )
    };
    let (past, future) = ("2026-02-10T00:00:00Z", "2999-01-01T00:00:00Z");
    assert_eq!(decided(past, None).0, "pass");
    let (status, findings) = decided(future, None);
    assert_eq!(status, "fail");
    let told = "`demo.openvex.json` states nothing: what excuses `PYSEC-2026-1` is dated in the \
                future (2999-01-01T00:00:00Z)";
    assert!(findings.contains(told), "{findings}");
    assert_eq!(decided(past, Some(future)).0, "fail");
}

#[test]
fn a_statement_of_another_version_of_the_project_excuses_nothing() {
    let history = depending_on("left==1.1.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    for (product, status) in [
        ("pkg:pypi/demo@1.2.3", "fail"),
        ("pkg:pypi/other", "fail"),
        ("pkg:pypi/demo@1.2.4", "pass"),
        ("pkg:pypi/demo", "pass"),
    ] {
        let document = format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1", "author": "me", "timestamp": "2026-02-10T00:00:00Z", "version": 1,
            "statements": [{{"vulnerability": {{"name": "PYSEC-2026-1"}}, "products": [{{"@id": "{product}", "subcomponents": [{{"@id": "pkg:pypi/left"}}]}}], "status": "not_affected", "justification": "vulnerable_code_not_present"}}]}}"#
        );
        history
            .write("demo.openvex.json", document)
            .commit("docs: state what does not affect us");
        let run = judged(&history, &database);
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{product}: {}",
            run.stdout
        );
    }
}

#[test]
fn a_database_in_git_is_read_as_it_is_committed() {
    let history = depending_on("left==1.1.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    history.git_in(&database, &["init", "--quiet"]);
    history.git_in(&database, &["add", "."]);
    history.git_in(&database, &["commit", "--quiet", "-m", "add"]);
    fs::remove_dir_all(database.join("vulns/left")).unwrap();
    let run = judged(&history, &database);
    assert!(
        run.findings(RULE, "patch")[0].contains("PYSEC-2026-1"),
        "{}",
        run.stdout
    );
    let commit = history.git_in(&database, &["rev-parse", "HEAD"]);
    let fact = asked(&history, &database).fact("vulnerabilities");
    assert_eq!(fact["value"]["databases"][0]["commit"], commit.trim());
}

#[test]
fn records_in_no_order_are_read_among_other_files() {
    let history = depending_on("left==1.1.0\n");
    let folder = history.beside("osv");
    fs::create_dir_all(folder.join("2026/02")).unwrap();
    fs::create_dir_all(folder.join(".github")).unwrap();
    fs::write(folder.join("2026/02/PYSEC-2026-1.yaml"), CRITICAL).unwrap();
    fs::write(folder.join("config.yml"), "on: push\n").unwrap();
    fs::write(folder.join(".github/broken.yml"), "on: [").unwrap();
    assert_eq!(judged(&history, &folder).status(RULE, "patch"), "fail");
    let without = CRITICAL.replace("modified: 2026-02-10T10:00:00Z\n", "");
    fs::write(folder.join("2026/02/PYSEC-2026-2.yaml"), without).unwrap();
    fs::write(
        folder.join("2026/02/PYSEC-2026-1.yaml"),
        CRITICAL.replace("name: left", "name: right"),
    )
    .unwrap();
    let reason = unknown(&judged(&history, &folder));
    assert!(reason.contains("lacks `id` or `modified`"), "{reason}");
}

#[test]
fn what_other_package_managers_declare_is_not_taken_for_nothing() {
    let history = History::released("1.2.3");
    history
        .write("pom.xml", "<project/>")
        .declare("1.2.4")
        .commit("fix: shut the door");
    for rule in [RULE, "dependencies.licenses", "dependencies.up_to_date"] {
        let run = history
            .relcheck()
            .check(&["--rule", rule, "--type", "patch"]);
        assert_eq!(run.status(rule, "patch"), "unknown", "{}", run.stdout);
        assert!(
            run.reason(rule, "patch").contains("`pom.xml`"),
            "{}",
            run.stdout
        );
    }
}
