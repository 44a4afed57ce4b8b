//! Bills that are written, held against the official schema and against relcheck's own reader.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::collect::{DistributedFile, Particular};
use crate::facts::{DependencyOrigin, DependencyScope};
use crate::formats::lock::details::{Algorithm, Digest};
use crate::formats::sbom::{Sbom, cyclonedx, gaps};

fn package(ecosystem: Ecosystem, name: &str, version: Option<&str>) -> Dependency {
    let package = Package::new(ecosystem, name, version);
    Dependency {
        ecosystem,
        name: package.name.clone(),
        version: version.map(str::to_owned),
        purl: package.purl(),
        requirement: None,
        is_direct: Some(true),
        scope: DependencyScope::Runtime,
        origin: DependencyOrigin::Registry,
        has_digest: false,
        condition: None,
        path: "poetry.lock".to_owned(),
        line: Some(3),
        is_new: None,
        previous_versions: Vec::new(),
    }
}

fn packages() -> Vec<Dependency> {
    let mut transitive = package(Ecosystem::Pypi, "six", Some("1.16.0"));
    transitive.is_direct = Some(false);
    let mut development = package(Ecosystem::Pypi, "pytest", Some("9.0"));
    development.scope = DependencyScope::Development;
    let mut optional = package(Ecosystem::Npm, "@types/ms", Some("0.7.34"));
    optional.scope = DependencyScope::Optional;
    vec![
        package(Ecosystem::Pypi, "python-dateutil", Some("2.9.0.post0")),
        package(Ecosystem::Go, "github.com/pkg/errors", Some("v0.9.1")),
        transitive,
        development,
        optional,
    ]
}

static NOTHING: Particulars = Particulars {
    packages: BTreeMap::new(),
    doubts: Vec::new(),
};

static NO_LICENSES: SureLicenses = SureLicenses::new();

fn bill(packages: &[Dependency]) -> Bill<'_> {
    Bill {
        name: "demo",
        version: "1.2.0",
        ecosystem: Some(Ecosystem::Pypi),
        kind: ProjectKind::Application,
        packages,
        particulars: &NOTHING,
        licenses: &NO_LICENSES,
        is_whole: true,
        development: false,
        now: 1_795_706_000,
    }
}

const VERSIONS: [BillVersion; 5] = [
    BillVersion::V1_3,
    BillVersion::V1_4,
    BillVersion::V1_5,
    BillVersion::V1_6,
    BillVersion::V1_7,
];

fn check(sbom: &Sbom, version: BillVersion) {
    assert_eq!(sbom.problems.first(), [""; 0], "{version:?}");
    assert_eq!(sbom.spec_version, version.text());
    assert_eq!(sbom.timestamp, Some(1_795_706_000));
    assert_eq!(sbom.tools[0].name, "relcheck");
    let subject = sbom.subject.as_ref().unwrap();
    assert_eq!(
        (subject.name.as_str(), subject.version.as_deref()),
        ("demo", Some("1.2.0"))
    );
    assert_eq!(subject.purl.as_deref(), Some("pkg:pypi/demo@1.2.0"));
    let purls: Vec<_> = sbom
        .components
        .iter()
        .filter_map(|it| it.purl.as_deref())
        .collect();
    assert_eq!(
        purls,
        [
            "pkg:golang/github.com/pkg/errors@v0.9.1",
            "pkg:npm/%40types/ms@0.7.34",
            "pkg:pypi/python-dateutil@2.9.0.post0",
            "pkg:pypi/six@1.16.0",
        ]
    );
    assert!(sbom.relations >= 3, "{}", sbom.relations);
    let lacking: Vec<_> = gaps(sbom).iter().map(|it| it.element.name()).collect();
    assert_eq!(lacking, ["supplier"]);
}

#[test]
fn a_bill_is_what_its_reader_reads_in_every_version_and_form() {
    let packages = packages();
    for version in VERSIONS {
        let json = json(&bill(&packages), version).unwrap();
        check(&cyclonedx::read_json(json.as_bytes()).unwrap(), version);
        let xml = xml(&bill(&packages), version).unwrap();
        check(&cyclonedx::read_xml(xml.as_bytes()).unwrap(), version);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_and_another_one_another_serial_number() {
    let packages = packages();
    let write = |bill: &Bill| json(bill, BillVersion::V1_5).unwrap();
    let one = write(&bill(&packages));
    assert_eq!(one, write(&bill(&packages)));
    let serial = |text: &str| {
        cyclonedx::read_json(text.as_bytes())
            .unwrap()
            .serial
            .unwrap()
    };
    let other = Bill {
        version: "1.2.1",
        ..bill(&packages)
    };
    assert_ne!(serial(&one), serial(&write(&other)));
    assert_eq!(serial(&one).as_bytes()[9 + 14], b'8');
}

#[test]
fn what_only_development_needs_is_listed_where_it_is_asked_for() {
    let packages = packages();
    let with = Bill {
        development: true,
        ..bill(&packages)
    };
    let text = json(&with, BillVersion::V1_6).unwrap();
    let sbom = cyclonedx::read_json(text.as_bytes()).unwrap();
    assert_eq!(sbom.components.len(), 5);
    let scope = |name: &str| {
        let found = sbom.components.iter().find(|it| it.name == name).unwrap();
        found.scope.clone().unwrap()
    };
    assert_eq!(
        (scope("pytest").as_str(), scope("six").as_str()),
        ("optional", "required")
    );
}

#[test]
fn a_package_without_a_version_has_none() {
    let packages = [package(Ecosystem::Pypi, "six", None)];
    let text = json(&bill(&packages), BillVersion::V1_5).unwrap();
    let sbom = cyclonedx::read_json(text.as_bytes()).unwrap();
    assert!(sbom.is_valid());
    assert_eq!(sbom.components[0].version, None);
}

#[test]
fn a_bill_of_nothing_is_valid() {
    let text = json(&bill(&[]), BillVersion::V1_5).unwrap();
    assert!(cyclonedx::read_json(text.as_bytes()).unwrap().is_valid());
    assert_eq!(schema_errors(&text), [""; 0]);
}

#[test]
fn a_bill_is_valid_under_the_official_schema() {
    let packages = packages();
    let text = json(&bill(&packages), BillVersion::V1_5).unwrap();
    assert_eq!(schema_errors(&text), [""; 0]);
    let broken = text.replace("\"library\"", "\"thing\"");
    assert_ne!(schema_errors(&broken), [""; 0]);
}

fn digest(algorithm: Algorithm, hex: &str) -> Digest {
    Digest {
        algorithm,
        hex: hex.to_owned(),
    }
}

/// A file with a SHA-256 of this letter.
fn file(name: Option<&str>, url: Option<&str>, letter: &str) -> DistributedFile {
    DistributedFile {
        name: name.map(str::to_owned),
        url: url.map(str::to_owned),
        digests: vec![digest(Algorithm::Sha256, &letter.repeat(64))],
    }
}

/// What is known besides of [`packages`]: six is needed by python-dateutil.
fn particulars() -> Particulars {
    let whole = |needs: &[&str], files: Vec<DistributedFile>| Particular {
        needs: needs.iter().map(|it| (*it).to_owned()).collect(),
        is_whole: true,
        files,
    };
    let types = DistributedFile {
        name: None,
        url: None,
        digests: vec![
            digest(Algorithm::Sha1, &"b".repeat(40)),
            digest(Algorithm::Sha512, &"c".repeat(128)),
        ],
    };
    let several = vec![
        file(Some("six 1.whl"), None, "d"),
        file(
            Some("six.tar.gz"),
            Some("https://example.org/six.tar.gz"),
            "e",
        ),
        file(None, None, "f"),
    ];
    let packages = [
        ("pkg:npm/%40types/ms@0.7.34", whole(&[], vec![types])),
        (
            "pkg:pypi/python-dateutil@2.9.0.post0",
            whole(&["pkg:pypi/six@1.16.0"], vec![file(None, None, "a")]),
        ),
        (
            "pkg:pypi/six@1.16.0",
            whole(&["pkg:pypi/pytest@9.0"], several),
        ),
        (
            "pkg:golang/github.com/pkg/errors@v0.9.1",
            Particular::default(),
        ),
    ];
    Particulars {
        packages: packages.map(|(purl, it)| (purl.to_owned(), it)).into(),
        doubts: Vec::new(),
    }
}

/// The component of a name.
fn component<'d>(document: &'d Value, name: &str) -> &'d Value {
    let mut components = document["components"].as_array().unwrap().iter();
    components.find(|it| it["name"] == name).unwrap()
}

/// The texts of one key in a list.
fn texts<'d>(list: &'d Value, key: &str) -> Vec<&'d str> {
    let entries = list.as_array().unwrap().iter();
    entries.map(|it| it[key].as_str().unwrap()).collect()
}

#[test]
fn a_bill_with_all_that_is_known_is_valid_in_every_version_and_form() {
    let (packages, particulars) = (packages(), particulars());
    let licenses = [
        ("pkg:pypi/six@1.16.0", "MIT"),
        ("pkg:npm/%40types/ms@0.7.34", "MIT OR ISC"),
    ];
    let licenses = licenses
        .map(|(purl, it)| (purl.to_owned(), it.to_owned()))
        .into();
    let bill = Bill {
        particulars: &particulars,
        licenses: &licenses,
        ..bill(&packages)
    };
    for version in VERSIONS {
        let text = json(&bill, version).unwrap();
        let read = cyclonedx::read_json(text.as_bytes()).unwrap();
        check(&read, version);
        let six = read.components.iter().find(|it| it.name == "six").unwrap();
        assert_eq!(six.licenses[0].text, "MIT");
        let document: Value = serde_json::from_str(&text).unwrap();
        // What several files have is not the component's.
        assert_eq!(component(&document, "six")["hashes"], Value::Null);
        let hashes = &component(&document, "ms")["hashes"];
        assert_eq!(texts(hashes, "alg"), ["SHA-1", "SHA-512"]);
        let xml = xml(&bill, version).unwrap();
        let xml = cyclonedx::read_xml(xml.as_bytes()).unwrap();
        assert_eq!(xml.components, read.components);
        assert_eq!(xml.relations, read.relations);
        check(&xml, version);
    }
    let text = json(&bill, BillVersion::V1_5).unwrap();
    assert_eq!(schema_errors(&text), [""; 0]);
    let document: Value = serde_json::from_str(&text).unwrap();
    let references = &document["components"][3]["externalReferences"];
    assert_eq!(
        texts(references, "url"),
        [
            "pkg:pypi/six@1.16.0?file_name=six%201.whl",
            "https://example.org/six.tar.gz",
            "pkg:pypi/six@1.16.0",
        ]
    );
    assert_eq!(references[0]["type"], "distribution");
    assert_eq!(references[1]["hashes"][0]["content"], "e".repeat(64));
}

/// Of whose needs the document says that they are all there, and of whose not.
fn aggregates(bill: &Bill) -> Vec<(String, Vec<String>)> {
    let text = json(bill, BillVersion::V1_6).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let compositions = document["compositions"].as_array().unwrap().iter();
    compositions
        .map(|it| {
            let references = it["dependencies"].as_array().unwrap().iter();
            let names = references.map(|it| it.as_str().unwrap().to_owned());
            (
                it["aggregate"].as_str().unwrap().to_owned(),
                names.collect(),
            )
        })
        .collect()
}

#[test]
fn what_is_all_there_is_told_from_what_is_not() {
    let (packages, particulars) = (packages(), particulars());
    let bill = Bill {
        particulars: &particulars,
        ..bill(&packages)
    };
    let [complete, incomplete] = &aggregates(&bill)[..] else {
        panic!("not two");
    };
    assert_eq!(complete.0, "complete");
    assert_eq!(
        complete.1,
        [
            "project:demo@1.2.0",
            "pkg:npm/%40types/ms@0.7.34",
            "pkg:pypi/python-dateutil@2.9.0.post0",
        ]
    );
    // Of a module of Go nothing says what it needs, and what six needs is not listed.
    assert_eq!(
        incomplete.1,
        [
            "pkg:golang/github.com/pkg/errors@v0.9.1",
            "pkg:pypi/six@1.16.0"
        ]
    );
    let text = json(&bill, BillVersion::V1_6).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let entries = document["dependencies"].as_array().unwrap().iter();
    let needs: Vec<_> = entries
        .map(|it| it["dependsOn"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(needs, [3, 0, 0, 1, 0]);
    // With what is for development, it is.
    let with = Bill {
        development: true,
        ..bill
    };
    assert!(
        aggregates(&with)[0]
            .1
            .contains(&"pkg:pypi/six@1.16.0".to_owned())
    );
    let open = Bill {
        is_whole: false,
        ..bill
    };
    assert!(
        aggregates(&open)[1]
            .1
            .contains(&"project:demo@1.2.0".to_owned())
    );
    let mut unknown = packages.clone();
    unknown[0].is_direct = None;
    let unknown = Bill {
        packages: &unknown,
        ..bill
    };
    assert!(
        aggregates(&unknown)[1]
            .1
            .contains(&"project:demo@1.2.0".to_owned())
    );
}

/// What the schema of CycloneDX 1.5 finds wrong with a document.
fn schema_errors(text: &str) -> Vec<String> {
    let read = |name: &str| -> serde_json::Value {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/schemas/");
        let text = std::fs::read_to_string(format!("{path}{name}")).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let base = "http://cyclonedx.org/schema/";
    let mut registry = jsonschema::Registry::new();
    for name in ["spdx.schema.json", "jsf-0.82.schema.json"] {
        let resource = jsonschema::Resource::from_contents(read(name));
        registry = registry.add(format!("{base}{name}"), resource).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let validator = jsonschema::options()
        .with_registry(&registry)
        .build(&read("bom-1.5.schema.json"))
        .unwrap();
    let document = serde_json::from_str(text).unwrap();
    validator
        .iter_errors(&document)
        .map(|it| it.to_string())
        .collect()
}
