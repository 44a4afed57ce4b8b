//! What bills of materials in CycloneDX have found: vulnerabilities of the components that they list.
//!
//! They find. That they list none proves nothing: they do not say what was looked up.

use super::bills::{Bills, MAX_NAMES, MAX_VERSIONS, Standing, names, standing};
use super::merge::one_line;
use crate::formats::audit::{Audit, Found, LookedUp, MAX_FOUND, Rating, Unresolved};
use crate::formats::sbom::{Sbom, SbomAffected, SbomComponent, SbomRating, SbomVulnerability};
use crate::release::Package;

/// The most ratings of one vulnerability. The highest of more is not known, so that they count as
/// none, which is the worst.
const MAX_RATINGS: usize = 64;

/// What a document has found, as a scanner's report; the place is its own among the bills. A record that
/// was rejected by now, in seconds since 1970, is withdrawn, and none of it.
pub(super) fn audit(sbom: &Sbom, place: usize, bills: &Bills, now: i64) -> Audit {
    let mut reading = Reading {
        place,
        bills,
        found: Vec::new(),
        unresolved: Unresolved::default(),
    };
    let is_rejected = |one: &SbomVulnerability| one.rejected.is_some_and(|at| at <= now);
    for one in sbom.vulnerabilities.iter().filter(|it| !is_rejected(it)) {
        reading.vulnerability(one);
    }
    let tool = sbom.tools.first();
    Audit {
        tool: tool.map_or_else(|| "CycloneDX".to_owned(), |it| it.name.clone()),
        tool_version: tool.and_then(|it| it.version.clone()),
        generated_at: sbom.timestamp,
        found: reading.found,
        looked_up: LookedUp::Unsaid,
        unscanned: Vec::new(),
        unresolved: reading.unresolved.few(),
        database: None,
    }
}

struct Reading<'a> {
    place: usize,
    bills: &'a Bills<'a>,
    found: Vec<Found>,
    unresolved: Unresolved,
}

impl Reading<'_> {
    fn vulnerability(&mut self, one: &SbomVulnerability) {
        let mut names = names(one).into_iter();
        let Some(id) = names.next() else {
            self.unresolved
                .push("a vulnerability of it has no name".to_owned());
            return;
        };
        if one.references.len() >= MAX_NAMES {
            self.unresolved.push(format!(
                "`{}` has more than {MAX_NAMES} names",
                one_line(&id)
            ));
        }
        let ratings = one.ratings.iter().filter_map(rating);
        let ratings = ratings.filter(|_| one.ratings.len() <= MAX_RATINGS);
        let of_it = Found {
            summary: one.description.clone(),
            ratings: ratings.collect(),
            severity: one.ratings.iter().find_map(|it| it.severity.clone()),
            aliases: names.collect(),
            id,
            ..Found::default()
        };
        if one.affects.is_empty() {
            self.unresolved.push(format!(
                "`{}` does not say what it affects",
                one_line(&of_it.id)
            ));
        }
        for affected in &one.affects {
            self.affected(&of_it, affected);
        }
    }

    fn affected(&mut self, of_it: &Found, affected: &SbomAffected) {
        let id = one_line(&of_it.id);
        let components = match self.bills.resolve(self.place, &affected.reference) {
            Ok(components) => components,
            Err(reason) => {
                self.unresolved.push(format!("`{id}` affects {reason}"));
                return;
            }
        };
        for component in components {
            match package(component) {
                Some(package) => self.push(of_it, &package, affected),
                None => self.unresolved.push(format!(
                    "`{id}` affects `{}`, which has no package URL of a registry that relcheck knows",
                    one_line(&component.name)
                )),
            }
        }
    }

    fn push(&mut self, of_it: &Found, package: &Package, affected: &SbomAffected) {
        for version in versions(package, affected) {
            if self.found.len() >= MAX_FOUND {
                self.unresolved.push(format!(
                    "only the first {MAX_FOUND} findings of it are read"
                ));
                return;
            }
            self.found.push(Found {
                ecosystem: Some(package.ecosystem),
                name: package.name.clone(),
                version,
                ..of_it.clone()
            });
        }
    }
}

/// The package of a component: where its URL has no version, that of the component.
pub(super) fn package(component: &SbomComponent) -> Option<Package> {
    let mut package = component.package.clone()?;
    let own = || component.version.as_deref().map(str::to_owned);
    package.version = package.version.or_else(own);
    Some(package)
}

/// The versions that are affected, as the report says it; `None` for any.
fn versions(package: &Package, affected: &SbomAffected) -> Vec<Option<String>> {
    let of = |version: &str| standing(&affected.versions, Some(package.ecosystem), version);
    if let Some(version) = &package.version {
        return match of(version) {
            Standing::Unaffected => Vec::new(),
            _ => vec![Some(version.clone())],
        };
    }
    let listed = affected.versions.iter().take(MAX_VERSIONS + 1);
    let named: Option<Vec<&String>> = listed.map(|it| it.version.as_ref()).collect();
    match named {
        Some(named) if (1..=MAX_VERSIONS).contains(&named.len()) => {
            let affected = named.into_iter();
            let affected = affected.filter(|it| of(it) != Standing::Unaffected);
            affected.map(|it| Some(it.clone())).collect()
        }
        _ => vec![None],
    }
}

/// A score by CVSS; those by other methods are numbers of another kind.
fn rating(rating: &SbomRating) -> Option<Rating> {
    let method = rating.method.as_deref().unwrap_or_default();
    let vector = rating.vector.as_deref();
    let is_marked = vector.is_some_and(|it| it.starts_with("CVSS:"));
    if !is_marked && !method.starts_with("CVSS") {
        return None;
    }
    // The specification's own examples leave out what a vector begins with.
    let mark = match method {
        _ if is_marked => "",
        "CVSSv3" => "CVSS:3.0/",
        "CVSSv31" => "CVSS:3.1/",
        "CVSSv4" => "CVSS:4.0/",
        _ => "",
    };
    Some(Rating {
        vector: vector.map(|it| format!("{mark}{it}")),
        score: rating.score_tenths.filter(|it| *it <= 100),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::audit::MAX_UNRESOLVED;
    use crate::formats::sbom::cyclonedx::read_json;

    fn read(vulnerability: &str) -> Audit {
        let text = format!(
            r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {{"timestamp": "1970-01-01T00:01:00Z", "component": {{"type": "application", "name": "demo", "bom-ref": "demo"}}}},
            "components": [
              {{"type": "library", "name": "left", "bom-ref": "left", "version": "1.1.0", "purl": "pkg:pypi/Left@1.1.0"}},
              {{"type": "library", "name": "any", "bom-ref": "any", "purl": "pkg:npm/any"}},
              {{"type": "library", "name": "libc6", "bom-ref": "libc6", "purl": "pkg:deb/debian/libc6@2"}}
            ],
            "vulnerabilities": [{vulnerability}]}}"#
        );
        let sbom = read_json(text.as_bytes()).expect("a document");
        audit(&sbom, 0, &Bills::of(std::iter::once(&sbom)), 120)
    }

    fn told(audit: &Audit) -> Vec<(&str, Option<&str>, &str)> {
        let found = audit.found.iter();
        found
            .map(|it| (it.name.as_str(), it.version.as_deref(), it.id.as_str()))
            .collect()
    }

    #[test]
    fn vulnerabilities_are_found_in_the_packages_of_components() {
        let audit = read(
            r#"{"id": "PYSEC-1", "references": [{"id": "CVE-1"}, {"id": "PYSEC-1"}], "description": "It turns\nleft",
                "ratings": [
                  {"score": 3.1, "severity": "low", "method": "CVSSv31", "vector": "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
                  {"score": 1, "method": "OWASP"}, {"score": 0.9, "method": "EPSS"}, {"score": 5},
                  {"score": 11, "method": "CVSSv2", "vector": "AV:N/AC:L/Au:N/C:P/I:P/A:P"},
                  {"method": "other", "vector": "CVSS:4.0/AV:N"}],
                "affects": [{"ref": "left"}, {"ref": "any"}]}"#,
        );
        assert_eq!(
            told(&audit),
            [("left", Some("1.1.0"), "PYSEC-1"), ("any", None, "PYSEC-1")]
        );
        assert_eq!(audit.unresolved, Vec::<String>::new());
        let found = &audit.found[0];
        assert_eq!(found.aliases, ["CVE-1"]);
        assert_eq!(found.summary.as_deref(), Some("It turns left"));
        let ratings: Vec<_> = found
            .ratings
            .iter()
            .map(|it| (it.vector.as_deref(), it.score))
            .collect();
        assert_eq!(
            ratings,
            [
                (
                    Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
                    Some(31)
                ),
                (Some("AV:N/AC:L/Au:N/C:P/I:P/A:P"), None),
                (Some("CVSS:4.0/AV:N"), None),
            ]
        );
        assert_eq!(audit.looked_up, LookedUp::Unsaid);
    }

    #[test]
    fn what_leads_to_no_package_is_named() {
        for (vulnerability, expected) in [
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "right"}]}"#,
                "`CVE-1` affects `right`, which is none of its components",
            ),
            (
                r#"{"id": "CVE-1", "affects": [{}]}"#,
                "`CVE-1` affects ``, which is none of its components",
            ),
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#left"}]}"#,
                "`CVE-1` affects `urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#left`, which is in no document that was read",
            ),
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "libc6"}]}"#,
                "`CVE-1` affects `libc6`, which has no package URL of a registry that relcheck knows",
            ),
            (r#"{"id": "CVE-1"}"#, "`CVE-1` does not say what it affects"),
            (
                r#"{"affects": [{"ref": "left"}]}"#,
                "a vulnerability of it has no name",
            ),
        ] {
            let audit = read(vulnerability);
            assert_eq!(audit.unresolved, [expected]);
            assert_eq!(audit.found, []);
        }
        let many: Vec<_> = (0..14)
            .map(|it| format!(r#"{{"id": "CVE-{it}"}}"#))
            .collect();
        let audit = read(&many.join(","));
        assert_eq!(audit.unresolved.len(), MAX_UNRESOLVED + 1);
        assert_eq!(
            audit.unresolved.last().map(String::as_str),
            Some("so it is with 4 more")
        );
    }

    #[test]
    fn a_record_that_was_rejected_is_withdrawn() {
        for (rejected, is_found) in [
            ("1970-01-01T00:01:59Z", false),
            ("1970-01-01T01:02:00+01:00", false),
            ("1970-01-01T00:02:01Z", true),
            ("1970-01-01T00:01:59", true),
            ("1970-01-01", true),
            ("yes", true),
            ("", true),
        ] {
            let audit = read(&format!(
                r#"{{"id": "CVE-1", "rejected": "{rejected}", "affects": [{{"ref": "left"}}]}},
                   {{"id": "CVE-2", "rejected": "{rejected}", "affects": [{{"ref": "nowhere"}}]}}"#
            ));
            assert_eq!(audit.found.len(), usize::from(is_found), "{rejected}");
            assert_eq!(audit.unresolved.len(), usize::from(is_found), "{rejected}");
        }
    }

    #[test]
    fn versions_that_are_not_affected_are_not_found() {
        let of = |reference: &str, versions: &str| {
            let audit = read(&format!(
                r#"{{"id": "CVE-1", "affects": [{{"ref": "{reference}", "versions": [{versions}]}}]}}"#
            ));
            let found = audit.found.into_iter();
            found.map(|it| it.version).collect::<Vec<_>>()
        };
        let left = [Some("1.1.0".to_owned())];
        assert_eq!(
            of("left", r#"{"version": "1.1.0", "status": "unaffected"}"#),
            []
        );
        assert_eq!(
            of("left", r#"{"version": "1.1.0", "status": "unknown"}"#),
            left
        );
        assert_eq!(
            of("left", r#"{"version": "9.9.9", "status": "unaffected"}"#),
            left
        );
        assert_eq!(of("left", r#"{"range": "vers:pypi/<2"}"#), left);
        assert_eq!(
            of("left", r#"{"range": "vers:odd/1", "status": "unaffected"}"#),
            left
        );
        let two = r#"{"version": "1.0.0"}, {"version": "2.0.0", "status": "unaffected"}"#;
        assert_eq!(of("any", two), [Some("1.0.0".to_owned())]);
        assert_eq!(of("any", r#"{"range": "vers:npm/<2.0.0"}"#), [None]);
    }

    #[test]
    fn what_is_beyond_the_limits_is_not_taken_for_less() {
        let references: Vec<_> = (0..70).map(|it| format!(r#"{{"id": "X-{it}"}}"#)).collect();
        let audit = read(&format!(
            r#"{{"id": "CVE-1", "references": [{}], "affects": [{{"ref": "left"}}]}}"#,
            references.join(",")
        ));
        assert_eq!(audit.found[0].aliases.len(), MAX_NAMES - 1);
        assert_eq!(audit.unresolved, ["`CVE-1` has more than 64 names"]);
        let rating = r#"{"method": "CVSSv31", "score": 1}"#;
        let ratings = |count| {
            let audit = read(&format!(
                r#"{{"id": "CVE-1", "ratings": [{}], "affects": [{{"ref": "left"}}]}}"#,
                vec![rating; count].join(",")
            ));
            audit.found[0].ratings.len()
        };
        assert_eq!(ratings(64), 64);
        assert_eq!(ratings(65), 0);
        let versions = vec![r#"{"version": "1.1.0", "status": "unaffected"}"#; MAX_VERSIONS + 1];
        let of = |reference: &str| {
            let audit = read(&format!(
                r#"{{"id": "CVE-1", "affects": [{{"ref": "{reference}", "versions": [{}]}}]}}"#,
                versions.join(",")
            ));
            audit.found.len()
        };
        assert_eq!(of("left"), 1);
        assert_eq!(of("any"), 1);
    }
}
