use proptest::prelude::*;

use super::*;
use crate::formats::report::FlawKind;

const CARGO: &[u8] = include_bytes!("../../../fixtures/audit/cargo-audit/ripgrep-13.0.0.json");
const NPM: &[u8] = include_bytes!("../../../fixtures/audit/npm/vulnerable.json");
const NPM_CLEAN: &[u8] = include_bytes!("../../../fixtures/audit/npm/clean.json");
const NPM_FAILED: &[u8] = include_bytes!("../../../fixtures/audit/npm/failed.json");
const OSV_ALL: &[u8] = include_bytes!("../../../fixtures/audit/osv-scanner/all.json");
const OSV_FEW: &[u8] = include_bytes!("../../../fixtures/audit/osv-scanner/few.json");
const OSV_NONE: &[u8] = include_bytes!("../../../fixtures/audit/osv-scanner/none.json");

const GRYPE: &[u8] = include_bytes!("../../../fixtures/audit/grype/found.json");
const GRYPE_NONE: &[u8] = include_bytes!("../../../fixtures/audit/grype/none.json");

const FIXTURES: [(&[u8], AuditFormat); 9] = [
    (CARGO, AuditFormat::CargoAudit),
    (NPM, AuditFormat::NpmAudit),
    (NPM_CLEAN, AuditFormat::NpmAudit),
    (NPM_FAILED, AuditFormat::NpmAudit),
    (OSV_ALL, AuditFormat::OsvScanner),
    (OSV_FEW, AuditFormat::OsvScanner),
    (OSV_NONE, AuditFormat::OsvScanner),
    (GRYPE, AuditFormat::Grype),
    (GRYPE_NONE, AuditFormat::Grype),
];

fn read(bytes: &[u8]) -> Audit {
    let text = std::str::from_utf8(bytes).unwrap();
    recognise(text)
        .expect("a known format")
        .read(bytes)
        .expect("a report")
}

fn ids(audit: &Audit) -> Vec<&str> {
    audit.found.iter().map(|it| it.id.as_str()).collect()
}

#[test]
fn each_report_is_of_one_format() {
    for (bytes, format) in FIXTURES {
        let text = std::str::from_utf8(bytes).unwrap();
        for reader in &READERS {
            assert_eq!(
                (reader.is_one)(text),
                reader.format == format,
                "{}: {text}",
                reader.name
            );
        }
        assert_eq!(crate::formats::scan::recognise(text), None, "{text}");
    }
}

#[test]
fn what_other_tools_write_alike_is_none_of_these() {
    for text in [
        r#"{"results": [{"filePath": "a.js", "messages": [], "source": "var a"}], "metadata": {}}"#,
        r#"{"results": [{"id": "sha256:1", "name": "demo:latest", "packages": [{"type": "os", "name": "bash"}]}]}"#,
        r#"{"matches": [{"Cycle": {"ProductName": "MongoDB"}, "artifact": {"name": "mongodb"}}]}"#,
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

#[test]
fn cargo_audit_tells_how_old_its_database_is() {
    let text = std::str::from_utf8(CARGO).unwrap();
    assert_eq!(read(CARGO).database, Some(AskedDatabase { as_of: None }));
    let dated = text.replace(
        "\"last-updated\": null",
        "\"last-updated\": \"2026-01-02T03:04:05Z\"",
    );
    let as_of = Some(1_767_323_045);
    assert_eq!(
        read(dated.as_bytes()).database,
        Some(AskedDatabase { as_of })
    );
    let empty = text.replace("\"advisory-count\": 1225", "\"advisory-count\": 0");
    let flaw = AuditFormat::CargoAudit.read(empty.as_bytes()).unwrap_err();
    assert_eq!(flaw.reason, "it asked a database without advisories");
    assert_eq!(read(NPM_CLEAN).database, None);
}

#[test]
fn what_counts_more_than_it_lists_is_refused() {
    let clean = std::str::from_utf8(NPM_CLEAN).unwrap();
    let counted = clean.replacen("\"high\": 0", "\"high\": 3", 1);
    assert_ne!(counted, clean);
    let flaw = AuditFormat::NpmAudit.read(counted.as_bytes()).unwrap_err();
    assert_eq!(flaw.reason, "it counts 3 vulnerable packages and lists 0");
    let one = |group: &str| {
        format!(
            r#"{{"results": [{{"source": {{}}, "packages": [{{"package": {{"name": "left", "version": "1.0.0", "ecosystem": "PyPI"}}, "groups": [{group}], "vulnerabilities": [{{"id": "PYSEC-1", "aliases": ["CVE-1"], "modified": "2026-01-01T00:00:00Z"}}]}}]}}]}}"#
        )
    };
    let read = |group: &str| AuditFormat::OsvScanner.read(one(group).as_bytes());
    assert!(read(r#"{"ids": ["PYSEC-1", "CVE-1"], "max_severity": "9.8"}"#).is_ok());
    let flaw = read(r#"{"ids": ["GHSA-1"], "max_severity": "9.8"}"#).unwrap_err();
    assert_eq!(
        flaw.reason,
        "it groups `GHSA-1` of `left`, of which it says nothing"
    );
}

#[test]
fn a_score_of_zero_without_a_vector_is_none() {
    let trivy = |scores: &str| {
        let text = format!(
            r#"{{"SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "repository", "CreatedAt": "2026-01-01T00:00:00Z", "Results": [{{"Target": "uv.lock", "Class": "lang-pkgs", "Type": "uv", "Packages": [{{"Name": "left", "Version": "1.0.0"}}], "Vulnerabilities": [{{"VulnerabilityID": "CVE-1", "PkgName": "left", "InstalledVersion": "1.0.0", "Severity": "CRITICAL", "CVSS": {{"nvd": {scores}}}}}]}}]}}"#
        );
        let audit = read_scan(text.as_bytes()).unwrap();
        let found = &audit.found[0];
        (found.score, found.ratings.len())
    };
    assert_eq!(trivy(r#"{"V3Score": 0}"#), (None, 0));
    assert_eq!(trivy(r#"{"V3Score": 7.5}"#).1, 1);
    assert_eq!(
        trivy(r#"{"V3Score": 0, "V3Vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"}"#).1,
        1
    );
}

#[test]
fn cargo_audit_tells_vulnerabilities_and_warnings() {
    let audit = read(CARGO);
    let told: Vec<_> = audit
        .found
        .iter()
        .map(|it| {
            (
                it.id.as_str(),
                it.name.as_str(),
                it.informational.as_deref(),
            )
        })
        .collect();
    // As `jq '.vulnerabilities.list[], .warnings[][] | .advisory.id // empty'` lists them.
    assert_eq!(
        told,
        [
            ("RUSTSEC-2022-0013", "regex", None),
            ("RUSTSEC-2022-0006", "thread_local", None),
            ("RUSTSEC-2024-0375", "atty", Some("unmaintained")),
            ("RUSTSEC-2021-0145", "atty", Some("unsound")),
            ("RUSTSEC-2022-0041", "crossbeam-utils", Some("unsound")),
            ("RUSTSEC-2026-0186", "memmap2", Some("unsound")),
        ]
    );
    assert_eq!(audit.looked_up, LookedUp::Counted(Ecosystem::Cargo, 66));
    assert_eq!(audit.unscanned, [""; 0]);
}

#[test]
fn what_cargo_audit_was_told_to_ignore_is_unscanned() {
    let text = String::from_utf8_lossy(CARGO)
        .replace("\"ignore\": []", "\"ignore\": [\"RUSTSEC-2020-0001\"]");
    assert_eq!(read(text.as_bytes()).unscanned, ["RUSTSEC-2020-0001"]);
    let text =
        String::from_utf8_lossy(CARGO).replace("\"severity\": null", "\"severity\": \"high\"");
    assert_eq!(
        read(text.as_bytes()).unscanned,
        ["what is less severe than high"]
    );
}

#[test]
fn npm_tells_ranges_and_scores() {
    let audit = read(NPM);
    let told: Vec<_> = audit
        .found
        .iter()
        .map(|it| {
            (
                it.id.as_str(),
                it.range.as_deref(),
                it.score,
                it.vectors.len(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("GHSA-vh95-rmgr-6w4m", Some(">=1.0.0 <1.2.3"), Some(56), 1),
            ("GHSA-xvch-5gv4-984h", Some(">=1.0.0 <1.2.6"), Some(98), 1),
        ]
    );
    assert_eq!(audit.looked_up, LookedUp::Counted(Ecosystem::Npm, 4));
    assert!(read(NPM_CLEAN).found.is_empty());
}

#[test]
fn npm_that_asked_nobody_is_no_clean_report() {
    let flaw = AuditFormat::NpmAudit.read(NPM_FAILED).unwrap_err();
    assert_eq!(flaw.kind, FlawKind::Crashed);
    assert!(flaw.reason.contains("ECONNREFUSED"), "{flaw}");
}

#[test]
fn osv_scanner_tells_which_packages_it_looked_up() {
    let names = |audit: &Audit| match &audit.looked_up {
        LookedUp::Listed(looked) => looked.iter().map(|it| it.name.clone()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(names(&read(OSV_ALL)), ["certifi", "idna"]);
    assert_eq!(names(&read(OSV_FEW)), ["certifi"]);
    assert_eq!(names(&read(OSV_NONE)), [""; 0]);
    let audit = read(OSV_ALL);
    assert_eq!(ids(&audit), ["PYSEC-2022-42986", "PYSEC-2023-135"]);
    assert_eq!(audit.found[0].fixed, ["2022.12.7"]);
    assert_eq!(ids(&audit), ids(&read(OSV_FEW)));
}

#[test]
fn scans_of_packages_are_read_too() {
    let pip_audit = br#"{"dependencies": [{"name": "Django", "version": "2.2", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "description": "bad", "fix_versions": ["2.3"]}]}, {"name": "local", "skip_reason": "it is not on the index"}], "fixes": []}"#;
    let audit = read(pip_audit);
    assert_eq!(ids(&audit), ["PYSEC-1"]);
    assert_eq!(audit.unscanned, ["local: it is not on the index"]);
    let looked = Looked {
        ecosystem: Some(Ecosystem::Pypi),
        name: "Django".into(),
        version: "2.2".into(),
    };
    assert_eq!(audit.looked_up, LookedUp::Listed(vec![looked]));
}

/// A report of trivy on one target, with what it lists there.
fn trivy(target: &str, listed: &str) -> Audit {
    let text = format!(
        r#"{{"SchemaVersion": 2, "ArtifactName": "a", "Results": [{{"Target": "t", {target}, {listed}}}]}}"#
    );
    read(text.as_bytes())
}

const OF_A: &str =
    r#""VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW""#;

#[test]
fn trivy_tells_registries_by_package_urls_and_else_by_what_it_read() {
    let pip = r#""Class": "lang-pkgs", "Type": "pip""#;
    let debian = r#""Class": "os-pkgs", "Type": "debian""#;
    let foreign = |registry| {
        Err(format!(
            "`CVE-1` affects `a 1` ({registry}), which is of no registry that relcheck knows"
        ))
    };
    for (target, purl, expected) in [
        (pip, "", Ok(Some(Ecosystem::Pypi))),
        (pip, "pkg:npm/a@1", Ok(Some(Ecosystem::Npm))),
        (pip, "pkg:conda/a@1", foreign("conda")),
        (pip, "a", foreign("a")),
        (debian, "", foreign("debian")),
        (debian, "pkg:deb/debian/a@1?distro=12", foreign("deb")),
        (r#""Class": "os-pkgs""#, "", foreign("os-pkgs")),
        (r#""Class": "lang-pkgs", "Type": "jar""#, "", foreign("jar")),
        (r#""Type": "bun""#, "", Ok(Some(Ecosystem::Npm))),
        (r#""Type": "gobinary""#, "", Ok(Some(Ecosystem::Go))),
        (r#""Type": "rustbinary""#, "", Ok(Some(Ecosystem::Cargo))),
        (r#""Class": "lang-pkgs""#, "", Ok(None)),
    ] {
        let finding = format!(r#"{{{OF_A}, "PkgIdentifier": {{"PURL": "{purl}"}}}}"#);
        let modified = format!(
            r#""ExperimentalModifiedFindings": [{{"Status": "ignored", "Type": "vulnerability", "Finding": {finding}}}]"#
        );
        for listed in [format!(r#""Vulnerabilities": [{finding}]"#), modified] {
            let audit = trivy(target, &listed);
            let found: Vec<_> = audit.found.iter().map(|it| it.ecosystem).collect();
            let told = match found.as_slice() {
                [] => Err(audit.unresolved.join(" ")),
                [one] => Ok(*one),
                more => panic!("{more:?}"),
            };
            assert_eq!(told, expected, "{target} {purl}");
        }
    }
}

#[test]
fn trivy_tells_what_it_looked_up_of_registries_that_are_known() {
    let listed = r#""Packages": [{"Name": "a", "Version": "1", "Identifier": {"PURL": "pkg:deb/debian/a@1"}},
        {"Name": "b", "Version": "2", "Identifier": {"PURL": "pkg:pypi/b@2"}}, {"Name": "c", "Version": "3"}]"#;
    let looked = |ecosystem, name: &str, version: &str| Looked {
        ecosystem,
        name: name.into(),
        version: version.into(),
    };
    assert_eq!(
        trivy(r#""Class": "lang-pkgs""#, listed).looked_up,
        LookedUp::Listed(vec![
            looked(Some(Ecosystem::Pypi), "b", "2"),
            looked(None, "c", "3")
        ])
    );
}

#[test]
fn nothing_of_a_finding_of_trivy_is_lost() {
    let finding = r#"{"VulnerabilityID": "CVE-1", "PkgName": "a", "Severity": "HIGH", "FixedVersion": "3.1.0, 2.6.9", %
        "CVSS": {"ghsa": {"V40Vector": "CVSS:4.0/AV:N", "V40Score": 5.1, "V3Score": 7.5}, "nvd": {"V2Vector": "AV:N"}}}"#;
    let whole = finding.replace('%', r#""InstalledVersion": "1","#);
    let bare = finding.replace('%', "");
    let pip = r#""Class": "lang-pkgs", "Type": "pip""#;
    for (listed, version) in [
        (format!(r#""Vulnerabilities": [{whole}]"#), Some("1")),
        (
            format!(
                r#""ExperimentalModifiedFindings": [{{"Status": "ignored", "Finding": {bare}}}]"#
            ),
            None,
        ),
    ] {
        let audit = trivy(pip, &listed);
        let [one] = audit.found.as_slice() else {
            panic!("{audit:?}");
        };
        let ratings: Vec<_> = one
            .ratings
            .iter()
            .map(|it| (it.vector.as_deref(), it.score))
            .collect();
        assert_eq!(
            ratings,
            [
                (Some("CVSS:4.0/AV:N"), Some(51)),
                (None, Some(75)),
                (Some("AV:N"), None)
            ]
        );
        assert_eq!(one.version.as_deref(), version);
        assert_eq!((one.score, one.severity.as_deref()), (None, Some("HIGH")));
        assert_eq!(one.fixed, ["3.1.0", "2.6.9"]);
    }
}

#[test]
fn a_licence_is_no_vulnerability() {
    let listed = r#""Licenses": [{"Name": "GPL-3.0", "Category": "restricted", "Severity": "HIGH", "PkgName": "a"}]"#;
    let audit = trivy(r#""Class": "license""#, listed);
    assert_eq!((audit.found, audit.unresolved), (vec![], vec![]));
}

#[test]
fn osv_scanner_names_what_is_of_no_known_registry() {
    let text = r#"{"results": [{"source": {"path": "/", "type": "os"}, "packages": [
        {"package": {"name": "idna", "version": "3.10", "ecosystem": "Debian:12"}, "vulnerabilities": [{"id": "DSA-1", "modified": "2026-01-01T00:00:00Z"}]},
        {"package": {"name": "idna", "version": "3.10", "ecosystem": "PyPI"}},
        {"package": {"name": "https://example.org/a", "version": "", "ecosystem": ""}, "vulnerabilities": [{"id": "OSV-1", "modified": "2026-01-01T00:00:00Z"}]}]}]}"#;
    let audit = read(text.as_bytes());
    assert_eq!(audit.found, []);
    assert_eq!(
        audit.unresolved,
        [
            "`DSA-1` affects `idna 3.10` (Debian:12), which is of no registry that relcheck knows",
            "`OSV-1` affects `https://example.org/a`, and it does not say of which registry that is",
        ]
    );
    let idna = Looked {
        ecosystem: Some(Ecosystem::Pypi),
        name: "idna".into(),
        version: "3.10".into(),
    };
    assert_eq!(audit.looked_up, LookedUp::Listed(vec![idna]));
}

#[test]
fn counts_that_contradict_the_list_are_refused() {
    let text = String::from_utf8_lossy(CARGO).replacen("\"count\": 2", "\"count\": 0", 1);
    let flaw = AuditFormat::CargoAudit.read(text.as_bytes()).unwrap_err();
    assert_eq!(flaw.reason, "it counts 0 vulnerabilities and lists 2");
    let text = String::from_utf8_lossy(NPM).replace("\"total\": 1", "\"total\": 2");
    let flaw = AuditFormat::NpmAudit.read(text.as_bytes()).unwrap_err();
    assert_eq!(flaw.reason, "it counts 2 vulnerable packages and lists 1");
}

#[test]
fn a_report_that_is_cut_off_is_none() {
    for (bytes, format) in FIXTURES {
        let whole = bytes.trim_ascii_end();
        for end in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            assert!(format.read(&whole[..end]).is_err(), "{format:?} at {end}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = format.read(&bytes);
        }
    }

    #[test]
    fn no_changed_byte_makes_it_panic(which in 0_usize..7, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (bytes, format) = FIXTURES[which];
        let mut bytes = bytes.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = format.read(&bytes);
    }
}
