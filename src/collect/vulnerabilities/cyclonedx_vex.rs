//! What documents in CycloneDX state of vulnerabilities (VEX): the `analysis` of each
//! (<https://cyclonedx.org/capabilities/vex/>).
//!
//! A statement is taken for what the document certainly says, and for nothing else: one of an invalid
//! document, of a reference that leads nowhere, or of versions that are not understood excuses nothing.

use super::bills::{Bills, MAX_NAMES, names};
use super::found::package;
use super::merge::one_line;
use super::target::Target;
use crate::facts::VexStatus;
use crate::formats::audit::Unresolved;
use crate::formats::sbom::{Sbom, SbomAffected, SbomComponent, SbomVulnerability};

/// The most that one statement may be about.
const MAX_TARGETS: usize = 1000;

/// What is stated of one vulnerability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    /// The names of the vulnerability.
    pub names: Vec<String>,
    pub status: VexStatus,
    pub justification: Option<String>,
    pub note: Option<String>,
    /// In seconds since 1970.
    pub time: Option<i64>,
    pub targets: Vec<Target>,
}

/// What a document states, and what in it cannot be taken for a statement, as clauses.
pub(super) fn statements(sbom: &Sbom, place: usize, bills: &Bills) -> (Vec<Stated>, Vec<String>) {
    let analysed = |it: &&SbomVulnerability| {
        let analysis = it.analysis.as_ref();
        analysis.is_some_and(|it| it.state.is_some())
    };
    let analysed: Vec<_> = sbom.vulnerabilities.iter().filter(analysed).collect();
    let problem = sbom.problems.first().first();
    if let Some(problem) = problem.filter(|_| !analysed.is_empty()) {
        return (
            Vec::new(),
            vec![format!("it is no valid CycloneDX: {problem}")],
        );
    }
    let mut problems = Unresolved::default();
    let stated = analysed
        .into_iter()
        .filter_map(|one| stated(one, sbom, &|it| target(it, place, bills), &mut problems))
        .collect();
    (stated, problems.few())
}

fn stated(
    one: &SbomVulnerability,
    sbom: &Sbom,
    target: &dyn Fn(&SbomAffected) -> Result<Target, String>,
    problems: &mut Unresolved,
) -> Option<Stated> {
    let analysis = one.analysis.as_ref()?;
    let names = names(one);
    let Some(id) = names.first().map(|it| one_line(it)) else {
        problems.push("a vulnerability of it has no name".to_owned());
        return None;
    };
    let Some(status) = status(analysis.state.as_deref()?) else {
        problems.push(format!("it has another state of `{id}` than CycloneDX has"));
        return None;
    };
    if let Some(reason) = beyond_limits(one) {
        problems.push(format!("`{id}` {reason}"));
        return None;
    }
    let mut targets = Vec::new();
    for affected in &one.affects {
        match target(affected) {
            Ok(target) => targets.push(target),
            Err(reason) => problems.push(format!("`{id}` affects {reason}")),
        }
    }
    Some(Stated {
        names,
        status,
        justification: analysis.justification.clone(),
        note: analysis.detail.clone(),
        time: analysis.time.or(sbom.timestamp),
        targets,
    })
}

/// Why a statement is about nothing, or too much, as a clause.
fn beyond_limits(one: &SbomVulnerability) -> Option<String> {
    match one.affects.len() {
        0 => Some("does not say what it affects".to_owned()),
        1..=MAX_TARGETS if one.references.len() < MAX_NAMES => None,
        1..=MAX_TARGETS => Some(format!("has more than {MAX_NAMES} names")),
        _ => Some(format!("affects more than {MAX_TARGETS} components")),
    }
}

/// CycloneDX 1.7, `analysis.state`.
fn status(state: &str) -> Option<VexStatus> {
    match state {
        "resolved" | "resolved_with_pedigree" => Some(VexStatus::Fixed),
        "exploitable" => Some(VexStatus::Affected),
        "in_triage" => Some(VexStatus::UnderInvestigation),
        "false_positive" | "not_affected" => Some(VexStatus::NotAffected),
        _ => None,
    }
}

fn target(affected: &SbomAffected, place: usize, bills: &Bills) -> Result<Target, String> {
    let components = bills.resolve(place, &affected.reference)?;
    let mut targets: Vec<Target> = Vec::new();
    for component in components {
        let target = of(component, affected);
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    match targets.pop() {
        Some(target) if targets.is_empty() => Ok(target),
        _ => Err(format!(
            "`{}`, which is the name of several components",
            one_line(&affected.reference)
        )),
    }
}

fn of(component: &SbomComponent, affected: &SbomAffected) -> Target {
    let package = package(component);
    let mut names = vec![component.name.to_string()];
    if let Some(group) = &component.group {
        names.push(format!("{group}/{}", component.name));
    }
    let version = package.as_ref().and_then(|it| it.version.clone());
    Target {
        version: version.or_else(|| component.version.as_deref().map(str::to_owned)),
        package,
        names,
        versions: affected.versions.clone(),
        is_variant: false,
        whole: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sbom::cyclonedx::read_json;
    use crate::release::Ecosystem;

    fn read(vulnerability: &str) -> (Vec<Stated>, Vec<String>) {
        let text = format!(
            r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {{"timestamp": "1970-01-01T00:01:00Z"}},
            "components": [
              {{"type": "library", "name": "left", "bom-ref": "left", "version": "1.1.0", "purl": "pkg:pypi/left"}},
              {{"type": "application", "group": "org", "name": "demo", "bom-ref": "demo"}}
            ],
            "vulnerabilities": [{vulnerability}]}}"#
        );
        let sbom = read_json(text.as_bytes()).expect("a document");
        statements(&sbom, 0, &Bills::of(std::iter::once(&sbom)))
    }

    #[test]
    fn states_are_those_of_the_specification() {
        for (state, expected) in [
            ("resolved", VexStatus::Fixed),
            ("resolved_with_pedigree", VexStatus::Fixed),
            ("exploitable", VexStatus::Affected),
            ("in_triage", VexStatus::UnderInvestigation),
            ("false_positive", VexStatus::NotAffected),
            ("not_affected", VexStatus::NotAffected),
        ] {
            let (stated, problems) = read(&format!(
                r#"{{"id": "CVE-1", "references": [{{"id": "GHSA-1"}}], "affects": [{{"ref": "left"}}],
                    "analysis": {{"state": "{state}", "justification": "code_not_present", "detail": "so", "lastUpdated": "1970-01-01T00:02:00Z"}}}}"#
            ));
            assert_eq!(problems, Vec::<String>::new());
            assert_eq!(stated[0].status, expected, "{state}");
            assert_eq!(stated[0].names, ["CVE-1", "GHSA-1"]);
            assert_eq!(stated[0].justification.as_deref(), Some("code_not_present"));
            assert_eq!(stated[0].time, Some(120));
            let target = &stated[0].targets[0];
            assert!(target.holds_for(expected, Some(Ecosystem::Pypi), "1.1.0"));
            assert!(!target.holds_for(expected, Some(Ecosystem::Pypi), "1.2.0"));
        }
        let undated = read(
            r#"{"id": "CVE-1", "affects": [{"ref": "demo"}], "analysis": {"state": "resolved"}}"#,
        );
        assert_eq!(undated.0[0].time, Some(60));
        assert_eq!(undated.0[0].targets[0].names, ["demo", "org/demo"]);
    }

    #[test]
    fn what_is_not_certain_states_nothing() {
        let none = read(r#"{"id": "CVE-1", "affects": [{"ref": "left"}]}"#);
        assert_eq!(none, (Vec::new(), Vec::new()));
        let no_state =
            read(r#"{"id": "CVE-1", "affects": [{"ref": "left"}], "analysis": {"detail": "x"}}"#);
        assert_eq!(no_state, (Vec::new(), Vec::new()));
        for (vulnerability, problem) in [
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "left"}], "analysis": {"state": "harmless"}}"#,
                "it is no valid CycloneDX: its state of an analysis `harmless` is none that there is",
            ),
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "left"}], "analysis": {"state": "not_affected", "justification": "because"}}"#,
                "it is no valid CycloneDX: its justification of an analysis `because` is none that there is",
            ),
            (
                r#"{"id": "CVE-1", "affects": [{"ref": "left", "versions": [{"version": "1", "range": "vers:pypi/1"}]}], "analysis": {"state": "resolved"}}"#,
                "it is no valid CycloneDX: what a vulnerability affects is not just one of a version and a range",
            ),
        ] {
            assert_eq!(read(vulnerability), (Vec::new(), vec![problem.to_owned()]));
        }
        let nowhere = read(
            r#"{"id": "CVE-1", "affects": [{"ref": "right"}], "analysis": {"state": "resolved"}}"#,
        );
        assert_eq!(nowhere.0[0].targets, []);
        assert_eq!(
            nowhere.1,
            ["`CVE-1` affects `right`, which is none of its components"]
        );
        let nothing = read(r#"{"id": "CVE-1", "analysis": {"state": "resolved"}}"#);
        assert_eq!(nothing.1, ["`CVE-1` does not say what it affects"]);
        let nameless = read(r#"{"affects": [{"ref": "left"}], "analysis": {"state": "resolved"}}"#);
        assert_eq!(nameless.1, ["a vulnerability of it has no name"]);
    }

    #[test]
    fn versions_limit_what_a_statement_holds_for() {
        let holds = |versions: &str| {
            let (stated, _) = read(&format!(
                r#"{{"id": "CVE-1", "affects": [{{"ref": "left", "versions": [{versions}]}}], "analysis": {{"state": "resolved"}}}}"#
            ));
            let holds =
                |status| stated[0].targets[0].holds_for(status, Some(Ecosystem::Pypi), "1.1.0");
            (holds(VexStatus::Fixed), holds(VexStatus::Affected))
        };
        for (versions, excuses, admits) in [
            (
                r#"{"version": "1.1.0", "status": "unaffected"}"#,
                true,
                false,
            ),
            (r#"{"version": "1.1.0"}"#, true, true),
            (r#"{"range": "vers:pypi/<1.2.0"}"#, true, true),
            (r#"{"version": "1.1.0", "status": "unknown"}"#, false, true),
            (r#"{"version": "1.0.0"}"#, false, false),
            (r#"{"range": "vers:pypi/<1.0.0"}"#, false, false),
            (r#"{"range": "vers:odd/<1.2.0"}"#, false, true),
            (
                r#"{"range": "below 1.2.0", "status": "unaffected"}"#,
                false,
                true,
            ),
            (
                r#"{"version": "1.1.0", "status": "affected"}, {"version": "1.0.0", "status": "unaffected"}"#,
                false,
                true,
            ),
            (
                r#"{"version": "1.0.0", "status": "affected"}, {"version": "1.1.0", "status": "unaffected"}"#,
                true,
                false,
            ),
            (
                r#"{"version": "1.1.0", "status": "unaffected"}, {"range": "vers:odd/1", "status": "affected"}"#,
                false,
                true,
            ),
        ] {
            assert_eq!(holds(versions), (excuses, admits), "{versions}");
        }
    }

    #[test]
    fn a_statement_of_too_much_states_nothing() {
        let references: Vec<_> = (0..70).map(|it| format!(r#"{{"id": "X-{it}"}}"#)).collect();
        let named = read(&format!(
            r#"{{"id": "CVE-1", "references": [{}], "affects": [{{"ref": "left"}}], "analysis": {{"state": "resolved"}}}}"#,
            references.join(",")
        ));
        assert_eq!(
            named,
            (
                Vec::new(),
                vec!["`CVE-1` has more than 64 names".to_owned()]
            )
        );
        let affects = vec![r#"{"ref": "left"}"#; MAX_TARGETS + 1].join(",");
        let affected = read(&format!(
            r#"{{"id": "CVE-1", "affects": [{affects}], "analysis": {{"state": "resolved"}}}}"#
        ));
        assert_eq!(affected.0, []);
        assert_eq!(affected.1, ["`CVE-1` affects more than 1000 components"]);
    }
}
