//! Every format against real documents: which one it is, what is in it, and what happens to it when it
//! is cut off, damaged or hostile.

mod fixtures;
mod licenses;

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use fixtures::{FIXTURES, Fixture};

fn fixture(name: &str) -> &'static Fixture {
    let found = FIXTURES.iter().find(|fixture| fixture.name == name);
    found.unwrap_or_else(|| panic!("no fixture {name}"))
}

fn read(fixture: &Fixture) -> Sbom {
    let read = fixture.format.read(fixture.bytes);
    read.unwrap_or_else(|flaw| panic!("{}: {flaw}", fixture.name))
}

fn json(text: &str) -> Result<Sbom, Flaw> {
    cyclonedx::read_json(text.as_bytes())
}

/// A document of CycloneDX 1.6 with more at its end.
fn with(more: &str) -> String {
    format!("{{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": 1{more}}}")
}

fn problems(more: &str) -> Vec<String> {
    let read = json(&with(more)).unwrap_or_else(|flaw| panic!("{more}: {flaw}"));
    read.problems.first().to_vec()
}

fn reason(text: &str) -> String {
    json(text).unwrap_err().reason
}

fn head(bytes: &[u8]) -> &str {
    let text = std::str::from_utf8(bytes).unwrap();
    text.get(..16 * 1024).unwrap_or(text)
}

#[test]
fn each_document_is_of_one_format_and_no_other() {
    for fixture in &FIXTURES {
        let head = head(fixture.bytes);
        let found: Vec<_> = FORMATS.into_iter().filter(|f| f.recognises(head)).collect();
        assert_eq!(found, [fixture.format], "{}", fixture.name);
        for at in (0..head.len()).step_by(7) {
            let Some(cut) = head.get(..at) else { continue };
            if let Some(format) = recognise(cut) {
                assert_eq!(format, fixture.format, "{} at {at}", fixture.name);
            }
        }
    }
}

#[test]
fn what_is_no_bill_is_not_recognised() {
    for text in [
        "",
        "{}",
        "[]",
        "{\"components\": []}",
        "{\"version\": \"2.1.0\", \"runs\": []}",
        "{\"bomFormat\": \"Other\", \"metadata\": {\"component\": {\"type\": \"x\"}}}",
        "{\"@context\": \"https://openvex.dev/ns/v0.2.0\", \"statements\": []}",
        "<bom/>",
        "<bom xmlns=\"http://example.org/\"/>",
        "<testsuites/>",
        "PackageName: a\n",
        "# SPDXVersion: SPDX-2.3\n",
        "SPDX-License-Identifier: MIT\n",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        match path.is_dir() {
            true => files.extend(self::files(&path)),
            false => files.push(path),
        }
    }
    files
}

#[test]
fn no_report_of_another_kind_is_taken_for_a_bill_nor_a_bill_for_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut count = 0;
    for path in files(&root) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let head: String = text.chars().take(16 * 1024).collect();
        let is_bill = ["sbom", "vex", "passing/bom.json"]
            .iter()
            .any(|it| path.starts_with(root.join(it)));
        if is_bill {
            use crate::formats::{benchmark, ci, scan};
            assert_eq!(scan::recognise(&head), None, "{}", path.display());
            assert_eq!(benchmark::recognise(&head), None, "{}", path.display());
            assert_eq!(ci::recognise(&head), None, "{}", path.display());
            count += 1;
        } else {
            assert_eq!(recognise(&head), None, "{}", path.display());
        }
    }
    assert!(count > 25, "{count}");
}

#[test]
fn what_is_in_them_is_what_was_counted_independently() {
    for fixture in &FIXTURES {
        let sbom = read(fixture);
        let (components, edges, subject) = fixture.counts;
        assert_eq!(sbom.format, fixture.format, "{}", fixture.name);
        assert_eq!(sbom.spec_version, fixture.spec_version, "{}", fixture.name);
        assert_eq!(sbom.components.len(), components, "{}", fixture.name);
        assert_eq!(sbom.relations, edges, "{}", fixture.name);
        assert_eq!(named(&sbom).as_deref(), subject, "{}", fixture.name);
        let mut purls: Vec<_> = sbom
            .components
            .iter()
            .filter_map(|it| it.purl.as_deref())
            .collect();
        purls.sort_unstable();
        assert_eq!(purls, fixture.purls, "{}", fixture.name);
        assert_eq!(sbom.problems.first(), [""; 0], "{}", fixture.name);
        assert!(
            sbom.timestamp.is_some_and(|it| it > 1_790_000_000),
            "{}",
            fixture.name
        );
        assert!(!sbom.tools.is_empty(), "{}", fixture.name);
    }
}

fn named(sbom: &Sbom) -> Option<String> {
    let subject = sbom.subject.as_ref()?;
    let version = subject.version.as_deref().unwrap_or_default();
    Some(format!("{}@{version}", subject.name))
}

#[test]
fn the_script_still_counts_what_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for fixture in &FIXTURES {
        let output = Command::new("python3")
            .arg(root.join("counts/sbom.py"))
            .arg(root.join("sbom").join(fixture.name))
            .output();
        let Ok(output) = output else {
            println!("skipped: the counts of bills by python3, which is not there");
            return;
        };
        let counted: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}: {output:?}", fixture.name));
        let (components, edges, subject) = fixture.counts;
        let expected = serde_json::json!({
            "components": components,
            "edges": edges,
            "subject": subject,
            "purls": fixture.purls,
        });
        assert_eq!(counted, expected, "{}", fixture.name);
    }
}

#[test]
fn packages_have_their_ecosystem_and_licences_their_words() {
    let sbom = read(fixture("cyclonedx-py/1.6.json"));
    let dateutil = &sbom.components[1];
    let package = dateutil.package.as_ref().unwrap();
    assert_eq!(package.name, "python-dateutil");
    assert_eq!(package.version.as_deref(), Some("2.9.0.post0"));
    let licenses: Vec<_> = dateutil
        .licenses
        .iter()
        .map(|it| (it.kind, it.text.as_str()))
        .collect();
    assert_eq!(
        licenses,
        [
            (
                SbomLicenseKind::Name,
                "License :: OSI Approved :: Apache Software License"
            ),
            (
                SbomLicenseKind::Name,
                "License :: OSI Approved :: BSD License"
            ),
        ]
    );
    assert_eq!(
        dateutil.licenses[0].acknowledgement.as_deref(),
        Some("declared")
    );
    assert_eq!(sbom.components[2].licenses[0].kind, SbomLicenseKind::Id);
    assert_eq!(sbom.tools[0].name, "cyclonedx-py");
    assert_eq!(sbom.tools[0].version.as_deref(), Some("7.5.0"));
    assert!(
        sbom.components
            .iter()
            .all(|it| it.is_related && !it.is_nested)
    );
    let old = read(fixture("cyclonedx-py/1.4.xml"));
    assert_eq!(old.tools.len(), 2);
    let scoped = read(fixture("npm/spdx-2.3.json"));
    assert_eq!(
        scoped.components[0].package.as_ref().unwrap().name,
        "@types/ms"
    );
    assert_eq!(scoped.components[0].licenses[0].text, "MIT");
}

#[test]
fn elements_that_are_missing_are_told_one_by_one() {
    let gaps = |name: &str| -> Vec<(&str, usize)> {
        let gaps = gaps(&read(fixture(name)));
        gaps.iter()
            .map(|gap| (gap.element.name(), gap.count))
            .collect()
    };
    assert_eq!(gaps("cyclonedx-py/1.6.json"), [("supplier", 3)]);
    assert_eq!(gaps("spdx-tools/spdx-3.0.json"), []);
    assert_eq!(
        gaps("syft/cyclonedx-1.5.xml"),
        [
            ("supplier", 11),
            ("component-version", 8),
            ("unique-identifier", 8),
            ("relationship", 9)
        ]
    );
    let bare = json(&with(
        ", \"components\": [{\"type\": \"library\", \"name\": \"b\"}]",
    ))
    .unwrap();
    let found = super::gaps(&bare);
    let named: Vec<_> = found
        .iter()
        .map(|gap| (gap.element.name(), gap.first.join(",")))
        .collect();
    assert_eq!(
        named,
        [
            ("author", String::new()),
            ("timestamp", String::new()),
            ("supplier", "b".to_owned()),
            ("component-version", "b".to_owned()),
            ("unique-identifier", "b".to_owned()),
            ("relationship", "b".to_owned()),
        ]
    );
}

#[test]
fn vulnerabilities_come_with_what_was_found_out_about_them() {
    let sbom = json(&with(
        ", \"components\": [{\"type\": \"library\", \"name\": \"a\", \"bom-ref\": \"a\"}],
         \"vulnerabilities\": [{\"id\": \"CVE-2024-1\", \"source\": {\"name\": \"NVD\"},
          \"references\": [{\"id\": \"GHSA-x\"}], \"cwes\": [79],
          \"ratings\": [{\"score\": 9.85, \"severity\": \"critical\", \"method\": \"CVSSv31\", \"vector\": \"V\"}],
          \"affects\": [{\"ref\": \"a\", \"versions\": [{\"version\": \"1\"}, {\"range\": \"vers:npm/<2\", \"status\": \"unaffected\"}]}],
          \"analysis\": {\"state\": \"not_affected\", \"justification\": \"code_not_reachable\",
           \"response\": [\"will_not_fix\"], \"detail\": \"it\\nis so\",
           \"firstIssued\": \"1970-01-01T00:01:00Z\"}}]",
    ))
    .unwrap();
    assert_eq!(sbom.problems.first(), [""; 0]);
    let found = &sbom.vulnerabilities[0];
    assert_eq!(found.id.as_deref(), Some("CVE-2024-1"));
    assert_eq!(found.references, ["GHSA-x"]);
    assert_eq!(found.affects[0].reference, "a");
    let versions = &found.affects[0].versions;
    assert_eq!(versions[0].version.as_deref(), Some("1"));
    assert_eq!(versions[0].status, None);
    assert_eq!(versions[1].range.as_deref(), Some("vers:npm/<2"));
    assert_eq!(versions[1].status.as_deref(), Some("unaffected"));
    assert_eq!(found.cwes, [79]);
    assert_eq!(found.ratings[0].score_tenths, Some(99));
    let analysis = found.analysis.as_ref().unwrap();
    assert_eq!(analysis.state.as_deref(), Some("not_affected"));
    assert_eq!(analysis.detail.as_deref(), Some("it is so"));
    assert_eq!(analysis.time, Some(60));
    assert_eq!(
        problems(
            ", \"vulnerabilities\": [{\"analysis\": {\"state\": \"fine\"}, \"ratings\": [{\"score\": 11, \"method\": \"CVSSv3\"}]}]"
        ),
        [
            "it has the CVSS score 11, which is not between 0 and 10",
            "its state of an analysis `fine` is none that there is",
        ]
    );
}

#[test]
fn what_the_schema_does_not_allow_is_told_by_name() {
    let library = |more: &str| {
        format!(", \"components\": [{{\"type\": \"library\", \"name\": \"a\"{more}}}]")
    };
    for (more, problem) in [
        (
            library(", \"scope\": \"some\""),
            "its scope `some` is none that there is",
        ),
        (
            library(", \"colour\": 1"),
            "its component `a` has an unknown field `colour`",
        ),
        (
            ", \"colour\": 1".to_owned(),
            "the document has an unknown field `colour`",
        ),
        (
            ", \"serialNumber\": \"urn:uuid:1\"".to_owned(),
            "its serial number `urn:uuid:1` is no `urn:uuid:…`",
        ),
        (
            ", \"metadata\": {\"timestamp\": \"2026-11-26\"}".to_owned(),
            "its timestamp `2026-11-26` is no time with a zone",
        ),
        (
            ", \"components\": [{\"type\": \"library\"}]".to_owned(),
            "one of its components has no name",
        ),
        (
            library("}, {\"name\": \"b\""),
            "its component `b` has no type",
        ),
        (
            library(
                ", \"bom-ref\": \"x\"}, {\"type\": \"library\", \"name\": \"b\", \"bom-ref\": \"x\"",
            ),
            "the `bom-ref` `x` is there twice",
        ),
        (
            ", \"dependencies\": [{\"ref\": \"x\"}]".to_owned(),
            "its dependencies name `x`, which is no `bom-ref` of it",
        ),
        (
            library(", \"licenses\": [{\"license\": {\"id\": \"Apache\"}}]"),
            "the licence `Apache` of `a` is no identifier of the SPDX list",
        ),
        (
            library(", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"00\"}]"),
            "the SHA-256 of its component `a` is no digest",
        ),
    ] {
        assert_eq!(problems(&more), [problem], "{more}");
    }
}

#[test]
fn a_type_of_a_later_version_is_none_of_an_earlier_one() {
    let text =
        with(", \"components\": [{\"type\": \"data\", \"name\": \"a\"}]").replace("1.6", "1.4");
    assert_eq!(
        json(&text).unwrap().problems.first(),
        ["its component `a`: the type `data` is of CycloneDX 1.5, and the document of 1.4"]
    );
}

#[test]
fn cycles_are_read_as_they_stand() {
    let text = with(
        ", \"components\": [{\"type\": \"library\", \"name\": \"a\", \"bom-ref\": \"a\"}, {\"type\": \"library\", \"name\": \"b\", \"bom-ref\": \"b\"}],
         \"dependencies\": [{\"ref\": \"a\", \"dependsOn\": [\"b\"]}, {\"ref\": \"b\", \"dependsOn\": [\"a\"]}]",
    );
    let sbom = json(&text).unwrap();
    assert!(sbom.is_valid() && sbom.components.iter().all(|it| it.is_related));
}

#[test]
fn hostile_documents_are_refused_by_name() {
    let deep = format!(
        "{}{}",
        "{\"components\": [".repeat(100_000),
        "]}".repeat(100_000)
    );
    assert!(reason(&deep).contains("nested more than 127 levels deep"));
    assert!(reason(&with(", \"version\": 2")).contains("duplicate field `version`"));
    assert!(reason(&with(", \"components\": NaN")).contains("not valid JSON"));
    assert!(reason(&with(", \"components\": {}")).contains("it is not what such a report holds"));
    assert_eq!(
        reason("{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.8\"}"),
        "it is of CycloneDX 1.8, and 1.2 to 1.7 are read"
    );
    assert_eq!(
        reason("{\"specVersion\": \"1.6\"}"),
        "it has no `bomFormat`"
    );
    let long = with(&format!(
        ", \"components\": [{{\"type\": \"library\", \"name\": \"{}\"}}]",
        "a".repeat(MAX_TEXT + 1)
    ));
    assert!(reason(&long).starts_with("it has a name of more than 8192 bytes"));
    let one = "{\"type\":\"file\",\"name\":\"a\"}";
    let many = format!(
        ", \"components\": [{one}{}]",
        format!(",{one}").repeat(MAX_COMPONENTS)
    );
    assert_eq!(reason(&with(&many)), "it has more than 200000 components");
    let times = ", \"metadata\": {\"timestamp\": \"2026-11-26T00:00:00Z\", \"timestamp\": \"2025-11-26T00:00:00Z\"}";
    assert!(reason(&with(times)).contains("duplicate field `timestamp`"));
}

#[test]
fn hostile_xml_is_refused_by_name() {
    let read = |text: &str| cyclonedx::read_xml(text.as_bytes()).unwrap_err().reason;
    let bom =
        |inside: &str| format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">{inside}</bom>");
    let entity = "<!DOCTYPE bom [<!ENTITY a \"b\">]>".to_owned() + &bom("&a;");
    assert!(read(&entity).contains("entities are never expanded"));
    assert!(read(&bom("&a;")).contains("`&a;` is no character"));
    let deep = "<components><component type=\"library\"><name>a</name>".repeat(100_000);
    assert!(read(&bom(&deep)).contains("nested more than 64 deep"));
    assert!(read(&bom("<metadata/><metadata/>")).contains("`metadata` is there twice"));
    let names = "<components><component type=\"library\"><name>a</name><name>b</name></component></components>";
    assert!(read(&bom(names)).contains("`name` is there twice"));
    assert!(
        read("<bom xmlns=\"http://example.org\"/>").contains("its namespace is none of CycloneDX")
    );
    assert_eq!(
        read("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.1\"/>"),
        "it is of CycloneDX 1.1, and 1.2 to 1.7 are read"
    );
    let score = "<vulnerabilities><vulnerability><ratings><rating><score>NaN</score></rating></ratings></vulnerability></vulnerabilities>";
    assert!(read(&bom(score)).contains("`NaN` is no score"));
    let weakness = "<vulnerabilities><vulnerability><cwes><cwe>79</cwe><cwe>-79</cwe></cwes></vulnerability></vulnerabilities>";
    assert!(read(&bom(weakness)).contains("`-79` is no weakness's number"));
    let old = include_bytes!("../../../fixtures/sbom/cyclonedx-py/1.1.xml");
    assert!(cyclonedx::read_xml(old).is_err());
}

#[test]
fn elements_of_other_namespaces_are_not_taken_for_ones_own() {
    let text = "<b:bom xmlns:b=\"http://cyclonedx.org/schema/bom/1.6\" version=\"1\"><b:components>\
        <b:component type=\"library\"><name xmlns=\"http://example.org\">no</name>\
        <x:name xmlns:x=\"http://example.org\">no</x:name><b:name>yes</b:name></b:component></b:components></b:bom>";
    let sbom = cyclonedx::read_xml(text.as_bytes()).unwrap();
    assert_eq!(sbom.components[0].name, "yes");
    assert!(sbom.is_valid());
}

#[test]
fn vulnerabilities_in_an_extension_are_not_passed_over() {
    let found = "<v:vulnerabilities xmlns:v=\"http://cyclonedx.org/schema/ext/vulnerability/1.0\">\
        <v:vulnerability><v:id>CVE-2021-1</v:id></v:vulnerability></v:vulnerabilities>";
    let component = "<component type=\"library\"><name>a</name>";
    for inside in [
        format!("<components>{component}</component></components>{found}"),
        format!("<components>{component}{found}</component></components>"),
        found.replace("v:", "").replace("xmlns:v", "xmlns"),
    ] {
        let text = format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.2\">{inside}</bom>");
        let flaw = cyclonedx::read_xml(text.as_bytes()).unwrap_err();
        assert!(
            flaw.reason
                .contains("have it written as CycloneDX 1.4 or later"),
            "{inside}"
        );
    }
}

const SPDX: &str = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: a\n\
    DocumentNamespace: https://example.org/a\nCreator: Tool: x-1.0\nCreated: 2026-11-26T00:00:00Z\n\
    PackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageDownloadLocation: NONE\n";

fn lines(more: &str) -> Result<Sbom, Flaw> {
    spdx::read_tag_value(format!("{SPDX}{more}").as_bytes())
}

#[test]
fn lines_of_a_tag_and_a_value_are_read() {
    let sbom = lines(
        "PackageComment: <text>PackageName: none\nRelationship: a b c</text>\n\
         PackageSupplier: Organization: Example (mail@example.org)\n\
         PackageChecksum: SHA1: 85ed0817af83a24ad8da68c2b5094de69833983c\n\
         FileName: ./x\nSPDXID: SPDXRef-x\nFileComment: <text>one line</text>\n\
         Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\nRelationship: SPDXRef-a CONTAINS SPDXRef-x\n",
    )
    .unwrap();
    assert_eq!(sbom.problems.first(), [""; 0]);
    let subject = sbom.subject.unwrap();
    assert_eq!(
        (subject.name.as_str(), subject.version.as_deref()),
        ("a", Some("1"))
    );
    assert_eq!(
        subject.supplier.as_deref(),
        Some("Example (mail@example.org)")
    );
    assert_eq!(
        sbom.tools[0],
        SbomTool {
            name: "x".to_owned(),
            version: Some("1.0".to_owned())
        }
    );
    assert!(sbom.components.is_empty());
}

#[test]
fn spdx_that_is_not_what_it_should_be_is_told_by_name() {
    let refused = |more: &str| lines(more).unwrap_err().reason;
    assert_eq!(
        refused("no tag\n"),
        "line 12 is no tag with a value: `no tag`"
    );
    assert_eq!(
        refused("PackageComment: <text>x\n"),
        "the `<text>` of line 12 does not end"
    );
    assert!(refused("PackageVersion: 2\n").starts_with("`PackageVersion` is there twice"));
    assert!(refused("Relationship: a b\n").contains("is not of three words"));
    let problems = |more: &str| lines(more).unwrap().problems.first().to_vec();
    assert_eq!(
        problems("PackageName: b\nSPDXID: SPDXRef-a\n"),
        [
            "the identifier `SPDXRef-a` is there twice",
            "the package `b` has no `downloadLocation`",
        ]
    );
    assert_eq!(
        problems("Relationship: SPDXRef-a LIKES SPDXRef-b\n"),
        [
            "a relationship names `SPDXRef-b`, which is not in it",
            "there is no type of relationship `LIKES`",
        ]
    );
    let other = SPDX.replace("SPDX-2.3", "SPDX-2.1");
    let flaw = spdx::read_tag_value(other.as_bytes()).unwrap_err();
    assert_eq!(
        flaw.reason,
        "it is of `SPDX-2.1`, and SPDX-2.2 and SPDX-2.3 are read"
    );
    let none =
        spdx::read_json(b"{\"SPDXID\": \"SPDXRef-DOCUMENT\", \"creationInfo\": {}}").unwrap_err();
    assert_eq!(none.reason, "it has no `spdxVersion`");
}

#[test]
fn spdx_3_that_is_not_what_it_should_be_is_told_by_name() {
    let graph = |context: &str, graph: &str| {
        spdx3::read(format!("{{\"@context\": \"https://spdx.org/rdf/{context}/spdx-context.jsonld\", \"@graph\": [{graph}]}}").as_bytes())
    };
    let other = graph("2.9", "").unwrap_err().reason;
    assert!(other.contains("and that of SPDX 3.0 is read"), "{other}");
    let bare = graph("3.0.1", "{\"type\": \"software_Package\", \"spdxId\": \"a\"}, {\"type\": \"Relationship\", \"spdxId\": \"r\", \"creationInfo\": \"_:c\", \"relationshipType\": \"dependsOn\", \"from\": \"a\", \"to\": [\"b\"]}").unwrap();
    assert_eq!(
        bare.problems.first(),
        [
            "a relationship names `b`, which is not in it",
            "it has not just one `SpdxDocument`",
            "it has no `CreationInfo`",
            "the `software_Package` `a` has no `creationInfo`",
            "the package `a` has no name",
        ]
    );
}

#[test]
fn a_document_that_is_cut_off_is_refused_or_not_valid() {
    for fixture in &FIXTURES {
        let whole = std::str::from_utf8(fixture.bytes).unwrap().trim_end();
        let counted = read(fixture).components.len();
        for at in (0..whole.len()).step_by((whole.len() / 200).max(1)) {
            let Some(cut) = whole.get(..at) else { continue };
            let read = fixture.format.read(cut.as_bytes());
            if fixture.format != SbomFormat::SpdxTagValue {
                assert!(read.is_err(), "{} cut at {at}", fixture.name);
            } else if let Ok(sbom) = read
                && sbom.is_valid()
            {
                // Nothing marks the end of lines: what is left is a smaller bill, which is seen where it
                // is compared with what the project depends on.
                let is_whole = sbom.components.len() >= counted;
                let tail = &whole[at..];
                assert!(
                    is_whole || tail.contains("PackageName:") || sbom.subject.is_none(),
                    "{}",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn texts_that_are_none_are_refused_by_every_format() {
    let utf16: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let deep = "[".repeat(100_000);
    for format in FORMATS {
        for bytes in [
            &b""[..],
            b" \n",
            b"\xef\xbb\xbf{}",
            &utf16,
            b"{\xff}",
            b"{}",
            b"null",
            b"<bom/>",
            b"Traceback (most recent call last):\n",
            deep.as_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
            assert!(format.read(bytes).is_err(), "{format}: {shown}");
        }
    }
}

fn any_fixture() -> impl Strategy<Value = &'static Fixture> {
    (0..FIXTURES.len()).prop_map(|at| &FIXTURES[at])
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = format.read(&bytes);
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        fixture in any_fixture(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture.bytes.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(sbom) = fixture.format.read(&bytes) {
            let _ = gaps(&sbom);
        }
        bytes.truncate(cut.index(bytes.len()));
        for format in FORMATS {
            let _ = format.read(&bytes);
        }
    }
}
