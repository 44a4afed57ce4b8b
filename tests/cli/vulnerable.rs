//! What the tests of `dependencies.vulnerabilities` share: a project with requirements, a database of
//! advisories beside it, and what is said of both.

use std::fs;
use std::path::{Path, PathBuf};

use super::harness::{History, Relcheck, Run};

pub(super) const RULE: &str = "dependencies.vulnerabilities";

/// A day after [`CRITICAL`].
pub(super) const NOW: &str = "2026-02-11T10:00:00Z";

/// A critical advisory, of `left` before 1.2.0.
pub(super) const CRITICAL: &str = r#"id: PYSEC-2026-1
modified: 2026-02-10T10:00:00Z
aliases: [CVE-2026-1001]
summary: Anyone can turn left
severity:
- type: CVSS_V3
  score: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H
affected:
- package: {ecosystem: PyPI, name: left}
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "0"}, {fixed: 1.2.0}]
"#;

/// [`CRITICAL`], with a score of 3.1.
pub(super) fn lesser() -> String {
    CRITICAL.replace(
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N",
    )
}

/// A project that depends on these, a line each; with digests: pip installs nothing that is not among
/// them.
pub(super) fn depending_on(requirements: &str) -> History {
    let history = History::released("1.2.3");
    let digest = format!(" --hash=sha256:{}\n", "a".repeat(64));
    history
        .write("requirements.txt", requirements.replace('\n', &digest))
        .declare("1.2.4")
        .commit("fix: shut the door");
    history
}

/// A database in the layout of the Python Packaging Authority's, beside the checkout.
pub(super) fn pypa(history: &History, advisories: &[(&str, &str)]) -> PathBuf {
    let folder = history.beside("pypa");
    fs::create_dir_all(folder.join("vulns/other")).unwrap();
    for (path, text) in advisories {
        let file = folder.join("vulns").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

/// relcheck at this time, with this database.
pub(super) fn asked(history: &History, now: &str, database: &Path) -> Relcheck {
    let relcheck = history.relcheck().env("RELCHECK_NOW", now);
    relcheck.args(&["--advisories", &database.to_string_lossy()])
}

/// What is said of the rule by recorded reports alone.
pub(super) fn judged_by_reports(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch"])
}

/// Why the rule is unknown.
pub(super) fn unknown(run: &Run) -> String {
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert_eq!(run.code, 3);
    run.reason(RULE, "patch")
}
