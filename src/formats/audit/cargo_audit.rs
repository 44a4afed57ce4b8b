//! `cargo audit --json`: <https://docs.rs/rustsec>, `Report`.

use semver::VersionReq;
use serde::Deserialize;

use super::{AskedDatabase, Audit, Found, LookedUp, require_room};
use crate::formats::json_head::Outline;
use crate::formats::report::{Flaw, json, text, unique_keys};
use crate::release::Ecosystem;

/// Whether a text that starts like this is such a report.
pub(super) fn is_cargo_audit(head: &str) -> bool {
    Outline::of(head).has_all(&["database", "lockfile", "settings"])
}

#[derive(Deserialize)]
struct Report {
    database: Database,
    lockfile: Lockfile,
    settings: Settings,
    vulnerabilities: Vulnerabilities,
    #[serde(deserialize_with = "unique_keys")]
    warnings: Vec<(String, Vec<Match>)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Database {
    advisory_count: u64,
    /// `null` for one that is not kept in git.
    last_updated: Option<String>,
}

#[derive(Deserialize)]
struct Lockfile {
    #[serde(rename = "dependency-count")]
    dependency_count: u64,
}

#[derive(Deserialize)]
struct Settings {
    /// A list; of versions before 0.21 one word or `null`.
    target_arch: serde_json::Value,
    target_os: serde_json::Value,
    severity: Option<String>,
    ignore: Vec<String>,
}

#[derive(Deserialize)]
struct Vulnerabilities {
    found: bool,
    count: u64,
    list: Vec<Match>,
}

#[derive(Deserialize)]
struct Match {
    advisory: Option<Advisory>,
    versions: Option<Versions>,
    package: Package,
}

#[derive(Deserialize)]
struct Advisory {
    id: String,
    title: String,
    aliases: Vec<String>,
    cvss: Option<String>,
    informational: Option<String>,
    withdrawn: Option<String>,
}

#[derive(Deserialize)]
struct Versions {
    patched: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// Reads a report. A yanked version is no finding: it has no advisory.
///
/// # Errors
/// A [`Flaw`] if it is no such report, or its counts contradict its list.
pub(super) fn read(bytes: &[u8]) -> Result<Audit, Flaw> {
    let report: Report = json(text(bytes)?)?;
    if report.database.advisory_count == 0 {
        return Err(Flaw::unreadable("it asked a database without advisories"));
    }
    let updated = report.database.last_updated.as_deref();
    let updated = updated.and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let listed = report.vulnerabilities.list.len() as u64;
    if report.vulnerabilities.count != listed || report.vulnerabilities.found != (listed > 0) {
        return Err(Flaw::unreadable(format!(
            "it counts {} vulnerabilities and lists {listed}",
            report.vulnerabilities.count
        )));
    }
    let warnings = report
        .warnings
        .into_iter()
        .flat_map(|(kind, list)| list.into_iter().map(move |one| (Some(kind.clone()), one)));
    let vulnerabilities = report.vulnerabilities.list.into_iter();
    let mut found = Vec::new();
    for (kind, one) in vulnerabilities.map(|one| (None, one)).chain(warnings) {
        require_room(&found)?;
        found.extend(finding(kind, one));
    }
    Ok(Audit {
        tool: "cargo-audit".to_owned(),
        tool_version: None,
        generated_at: None,
        found,
        looked_up: LookedUp::Counted(Ecosystem::Cargo, report.lockfile.dependency_count),
        unscanned: left_out(&report.settings),
        unresolved: Vec::new(),
        database: Some(AskedDatabase {
            as_of: updated.map(jiff::Timestamp::as_second),
        }),
    })
}

fn finding(kind: Option<String>, one: Match) -> Option<Found> {
    let advisory = one.advisory.filter(|it| it.withdrawn.is_none())?;
    let patched = one.versions.map(|it| it.patched).unwrap_or_default();
    let fixed = later(&patched, &one.package.version);
    Some(Found {
        ecosystem: Some(Ecosystem::Cargo),
        name: one.package.name,
        version: Some(one.package.version),
        id: advisory.id,
        aliases: advisory.aliases,
        summary: Some(advisory.title).filter(|it| !it.is_empty()),
        vectors: advisory.cvss.into_iter().collect(),
        informational: advisory.informational.or(kind),
        fixed,
        ..Found::default()
    })
}

/// The patched versions that are not all below the one in use, in order: `>= 1.2.3` as `1.2.3`. What is no
/// requirement of Cargo's comes last, as it is.
fn later(patched: &[String], version: &str) -> Vec<String> {
    let used = semver::Version::parse(version).ok();
    let (mut known, mut others) = (Vec::new(), Vec::new());
    for text in patched {
        match VersionReq::parse(text).ok().zip(used.as_ref()) {
            Some((requirement, used)) => known.extend(above(&requirement, used)),
            None => others.push(text.clone()),
        }
    }
    known.sort();
    let known = known.into_iter().map(|(_, shown)| shown);
    known.chain(others).collect()
}

/// The least version that a requirement admits, and how it is shown, where that is above a version.
pub fn above(
    requirement: &VersionReq,
    version: &semver::Version,
) -> Option<(semver::Version, String)> {
    use semver::Op::{Caret, Exact, GreaterEq, Tilde};
    let comparator = requirement.comparators.first()?;
    let least = semver::Version {
        pre: comparator.pre.clone(),
        ..semver::Version::new(
            comparator.major,
            comparator.minor.unwrap_or(0),
            comparator.patch.unwrap_or(0),
        )
    };
    let shown = match comparator.op {
        GreaterEq | Exact | Caret | Tilde => least.to_string(),
        _ => requirement.to_string(),
    };
    (least > *version).then_some((least, shown))
}

/// What the tool was told not to tell of.
fn left_out(settings: &Settings) -> Vec<String> {
    let mut left_out = settings.ignore.clone();
    if let Some(severity) = &settings.severity {
        left_out.push(format!("what is less severe than {severity}"));
    }
    let is_told = |value: &serde_json::Value| match value {
        serde_json::Value::Null => false,
        serde_json::Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    if is_told(&settings.target_arch) || is_told(&settings.target_os) {
        left_out.push("other platforms than those that it was asked for".to_owned());
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_after_the_version_in_use_mends_it() {
        let patched = [">= 0.6.14, < 1.0.0", ">= 1.6.1"].map(str::to_owned);
        assert_eq!(later(&patched, "1.6.0"), ["1.6.1"]);
        assert_eq!(later(&patched, "0.6.1"), ["0.6.14", "1.6.1"]);
        assert_eq!(later(&patched, "1.7.0"), [""; 0]);
        let odd = ["> 1.0.0", "none"].map(str::to_owned);
        assert_eq!(later(&odd, "0.9.0"), [">1.0.0", "none"]);
        assert_eq!(later(&odd, "x"), odd);
    }

    #[test]
    fn platforms_are_a_list_a_word_or_nothing() {
        let told = |platform: &str| {
            let text = format!(
                r#"{{"database": {{"advisory-count": 1, "last-updated": null}}, "lockfile": {{"dependency-count": 1}},
                "settings": {{"target_arch": {platform}, "target_os": null, "severity": null, "ignore": []}},
                "vulnerabilities": {{"found": false, "count": 0, "list": []}}, "warnings": {{}}}}"#
            );
            read(text.as_bytes()).expect("a report").unscanned.len()
        };
        assert_eq!((told("null"), told("[]")), (0, 0));
        assert_eq!((told(r#""x86_64""#), told(r#"["x86_64"]"#)), (1, 1));
    }
}
