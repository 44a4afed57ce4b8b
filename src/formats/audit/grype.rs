//! `grype -o json`
//! (<https://github.com/anchore/grype/blob/main/grype/presenter/models/document.go>).
//!
//! It lists what matched an advisory, and not what was looked up. What its database has from CISA's
//! catalogue of exploited vulnerabilities stands beside. What its configuration or a VEX
//! document leaves out is in `ignoredMatches`, and counts: relcheck reads such documents itself.

use serde::Deserialize;

use super::{Audit, Exploited, Found, LookedUp, Rating, Unresolved, require_room};
use crate::formats::cvss;
use crate::formats::json_head::Outline;
use crate::formats::report::{Flaw, json, text};
use crate::release::Package;

/// Whether a text that starts like this is such a report. xeol has matches of artifacts, too.
pub(super) fn is_grype(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("matches")
        && (outline.has("matches[].vulnerability")
            || outline.string("descriptor.name") == Some("grype"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    matches: Vec<Match>,
    #[serde(default)]
    ignored_matches: Option<Vec<Match>>,
    descriptor: Descriptor,
}

#[derive(Deserialize)]
struct Descriptor {
    name: String,
    version: Option<String>,
    timestamp: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    vulnerability: Vulnerability,
    #[serde(default)]
    related_vulnerabilities: Option<Vec<Vulnerability>>,
    artifact: Artifact,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    id: String,
    severity: Option<String>,
    description: Option<String>,
    #[serde(default)]
    cvss: Option<Vec<Cvss>>,
    fix: Option<Fix>,
    #[serde(default)]
    known_exploited: Option<Vec<KnownExploited>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KnownExploited {
    cve: String,
    date_added: Option<String>,
    known_ransomware_campaign_use: Option<String>,
}

#[derive(Deserialize)]
struct Cvss {
    vector: String,
    metrics: Option<Metrics>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    base_score: f64,
}

#[derive(Deserialize)]
struct Fix {
    #[serde(default)]
    versions: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Artifact {
    name: String,
    version: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    purl: String,
}

/// Reads a report.
///
/// # Errors
/// A [`Flaw`] if it is no such report, or has more than is read.
pub(super) fn read(bytes: &[u8]) -> Result<Audit, Flaw> {
    let document: Document = json(text(bytes)?)?;
    if document.descriptor.name != "grype" {
        return Err(Flaw::unreadable("its `descriptor` is not grype's"));
    }
    let mut found = Vec::new();
    let mut unresolved = Unresolved::default();
    let ignored = document.ignored_matches.unwrap_or_default();
    for one in document.matches.into_iter().chain(ignored) {
        let Some(package) = package(&one.artifact) else {
            let artifact = &one.artifact;
            unresolved.push_foreign(
                &one.vulnerability.id,
                &artifact.name,
                &artifact.version,
                &artifact.kind,
            );
            continue;
        };
        for finding in findings(one, &package) {
            require_room(&found)?;
            found.push(finding);
        }
    }
    let time = document.descriptor.timestamp.as_deref();
    let time = time.and_then(|it| it.parse::<jiff::Timestamp>().ok());
    Ok(Audit {
        tool: document.descriptor.name,
        tool_version: document.descriptor.version,
        generated_at: time.map(jiff::Timestamp::as_second),
        found,
        looked_up: LookedUp::Unsaid,
        unscanned: Vec::new(),
        unresolved: unresolved.few(),
        database: None,
    })
}

/// By its package URL; a version that is not in it is the artifact's.
fn package(artifact: &Artifact) -> Option<Package> {
    let mut package = Package::of_purl(&artifact.purl)?;
    let version = Some(artifact.version.clone()).filter(|it| !it.is_empty());
    package.version = package.version.or(version);
    Some(package)
}

/// The vulnerability that is related is the same by another name. Of several, each is one of its own:
/// what is stated of one of them is not stated of the others.
fn findings(one: Match, package: &Package) -> Vec<Found> {
    let mut own = finding(&one.vulnerability, package);
    let related = one.related_vulnerabilities.unwrap_or_default();
    let mut others: Vec<_> = related.iter().map(|it| finding(it, package)).collect();
    others.retain(|it| it.id != own.id);
    for other in &mut others {
        other.fixed.clone_from(&own.fixed);
    }
    match others.as_slice() {
        [same] => {
            own.aliases.push(same.id.clone());
            own.ratings.extend(same.ratings.iter().cloned());
            own.exploited.extend(same.exploited.iter().cloned());
            own.summary = own.summary.or_else(|| same.summary.clone());
            vec![own]
        }
        _ => std::iter::once(own).chain(others).collect(),
    }
}

fn finding(one: &Vulnerability, package: &Package) -> Found {
    let ratings = one.cvss.iter().flatten().map(|cvss| Rating {
        vector: Some(cvss.vector.clone()).filter(|it| !it.is_empty()),
        score: cvss
            .metrics
            .as_ref()
            .and_then(|it| cvss::tenths(it.base_score)),
    });
    let severity = one.severity.clone();
    let fixed = one.fix.as_ref().and_then(|it| it.versions.clone());
    Found {
        ecosystem: Some(package.ecosystem),
        name: package.name.clone(),
        version: package.version.clone(),
        id: one.id.clone(),
        summary: one.description.clone().filter(|it| !it.is_empty()),
        ratings: ratings.collect(),
        exploited: one
            .known_exploited
            .iter()
            .flatten()
            .map(exploited)
            .collect(),
        severity: severity.filter(|it| !it.eq_ignore_ascii_case("unknown")),
        fixed: fixed.unwrap_or_default(),
        ..Found::default()
    }
}

fn exploited(one: &KnownExploited) -> Exploited {
    let added = one.date_added.as_deref();
    let added: Option<jiff::civil::Date> = added.and_then(|it| it.parse().ok());
    let ransomware = one.known_ransomware_campaign_use.as_deref();
    Exploited {
        cve: one.cve.to_ascii_uppercase(),
        added: added.map(|it| it.to_string()),
        in_ransomware: ransomware.is_some_and(|it| it.eq_ignore_ascii_case("known")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: &[u8] = include_bytes!("../../../fixtures/audit/grype/found.json");
    const NONE: &[u8] = include_bytes!("../../../fixtures/audit/grype/none.json");

    fn with(artifact: &str, related: &str) -> Audit {
        let text = format!(
            r#"{{"matches": [], "ignoredMatches": [{{"vulnerability": {{"id": "ELSA-1", "cvss": [], "severity": "Unknown", "fix": {{"versions": ["2"], "state": "fixed"}}}},
            "relatedVulnerabilities": [{related}], "artifact": {artifact}, "appliedIgnoreRules": []}}], "descriptor": {{"name": "grype"}}}}"#
        );
        read(text.as_bytes()).expect("a report")
    }

    const LEFT: &str =
        r#"{"name": "Left", "version": "1.1.0", "type": "python", "purl": "pkg:pypi/Left@1.1.0"}"#;

    #[test]
    fn matches_are_found() {
        let audit = read(FOUND).unwrap();
        assert_eq!(audit.tool, "grype");
        assert_eq!(audit.tool_version.as_deref(), Some("0.121.3"));
        assert_eq!(audit.generated_at, Some(1_795_720_986));
        assert_eq!(audit.looked_up, LookedUp::Unsaid);
        let found: Vec<_> = audit
            .found
            .iter()
            .map(|it| {
                let alias = it.aliases.first().map(String::as_str);
                let version = it.version.as_deref();
                (
                    it.id.as_str(),
                    alias,
                    it.name.as_str(),
                    version,
                    it.fixed.join(" "),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "PYSEC-2020-102",
                    Some("CVE-2020-11651"),
                    "salt",
                    Some("2019.2.0"),
                    "2019.2.4".to_owned()
                ),
                (
                    "GHSA-xqr8-7jwr-rhp7",
                    Some("CVE-2023-37920"),
                    "certifi",
                    Some("2019.9.11"),
                    "2023.7.22".to_owned()
                ),
                (
                    "GHSA-43fp-rhv2-5gv8",
                    Some("CVE-2022-23491"),
                    "certifi",
                    Some("2019.9.11"),
                    "2022.12.7".to_owned()
                ),
            ]
        );
        let ratings: Vec<_> = audit.found[0]
            .ratings
            .iter()
            .map(|it| (it.vector.as_deref().unwrap_or_default(), it.score))
            .collect();
        let base = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        assert_eq!(
            ratings,
            [
                (base, Some(98)),
                (base, Some(98)),
                ("AV:N/AC:L/Au:N/C:P/I:P/A:P", Some(75))
            ]
        );
        let exploited = Exploited {
            cve: "CVE-2020-11651".to_owned(),
            added: Some("2021-11-03".to_owned()),
            in_ransomware: false,
        };
        assert_eq!(audit.found[0].exploited, [exploited.clone(), exploited]);
        assert_eq!(audit.found[1].exploited, []);
        assert_eq!(read(NONE).unwrap().found, []);
    }

    #[test]
    fn what_is_ignored_counts_and_several_related_ones_are_several() {
        let audit = with(
            LEFT,
            r#"{"id": "CVE-1", "cvss": []}, {"id": "CVE-2", "cvss": []}"#,
        );
        let ids: Vec<_> = audit.found.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["ELSA-1", "CVE-1", "CVE-2"]);
        assert!(audit.found.iter().all(|it| it.aliases.is_empty()));
        assert!(audit.found.iter().all(|it| it.fixed == ["2"]));
        assert_eq!(audit.found[0].severity, None);
        assert_eq!(audit.found[0].name, "left");
        let same = with(LEFT, r#"{"id": "ELSA-1", "cvss": []}"#);
        assert_eq!(same.found.len(), 1);
    }

    #[test]
    fn what_is_of_no_known_registry_is_named() {
        let libc = r#"{"name": "libc6", "version": "2.31", "type": "deb", "purl": "pkg:deb/debian/libc6@2.31"}"#;
        let audit = with(libc, "");
        assert_eq!(audit.found, []);
        assert_eq!(
            audit.unresolved,
            ["`ELSA-1` affects `libc6 2.31` (deb), which is of no registry that relcheck knows"]
        );
        let nothing = with(r#"{"name": "x", "version": ""}"#, "");
        assert_eq!(nothing.unresolved.len(), 1);
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for text in [
            "{}",
            r#"{"matches": []}"#,
            r#"{"matches": null, "descriptor": {"name": "grype"}}"#,
            r#"{"matches": [], "descriptor": {"name": "other"}}"#,
            r#"{"matches": [{"vulnerability": {"id": "x"}}], "descriptor": {"name": "grype"}}"#,
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
