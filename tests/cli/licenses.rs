//! `dependencies.licenses`, over lock files, installed packages and reports of real tools.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::harness::{History, Run};

const RULE: &str = "dependencies.licenses";

/// A patch of 1.2.3 on its way, under MIT, that ignores what is installed.
fn history() -> History {
    let history = History::released("1.2.3");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.4\"\nlicense = \"MIT\"\n",
    );
    history.write(".gitignore", "node_modules/\n.venv/\n.relcheck/\n");
    history.commit("fix: shut the door");
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch"])
}

/// Writes `poetry.lock` with these packages, and commits it.
fn poetry(history: &History, packages: &[(&str, &str)]) {
    let mut lock = String::new();
    for (name, version) in packages {
        lock.push_str(&format!(
            "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\ndescription = \"\"\noptional = false\npython-versions = \"*\"\ngroups = [\"main\"]\nfiles = []\n\n"
        ));
    }
    lock.push_str(
        "[metadata]\nlock-version = \"2.1\"\npython-versions = \"*\"\ncontent-hash = \"0\"\n",
    );
    history.write("poetry.lock", lock);
    history.commit("build: lock the dependencies");
}

/// Installs a package into `.venv`, with this in its metadata.
fn install(history: &History, name: &str, version: &str, fields: &str) {
    let folder = format!(".venv/lib/python3.11/site-packages/{name}-{version}.dist-info");
    history.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    history.write(
        &format!("{folder}/METADATA"),
        format!(
            "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{fields}\n\nA package.\n"
        ),
    );
}

/// `package-lock.json` of these packages, each with what stands for its licence.
fn npm(history: &History, packages: &[(&str, &str, &str)]) {
    let mut entries =
        vec![r#""": {"name": "demo", "version": "1.2.4", "dependencies": {}}"#.to_owned()];
    for (name, version, rest) in packages {
        entries.push(format!(
            r#""node_modules/{name}": {{"version": "{version}", "resolved": "https://registry.npmjs.org/{name}/-/{name}-{version}.tgz", "integrity": "sha512-AAAA"{rest}}}"#
        ));
    }
    let dependencies: Vec<String> = packages
        .iter()
        .map(|(name, version, _)| format!("\"{name}\": \"{version}\""))
        .collect();
    let dependencies = dependencies.join(", ");
    let root = entries[0].replace(
        "\"dependencies\": {}",
        &format!("\"dependencies\": {{{dependencies}}}"),
    );
    entries[0] = root;
    history.write(
        "package-lock.json",
        format!(
            r#"{{"name": "demo", "version": "1.2.4", "lockfileVersion": 3, "requires": true, "packages": {{{}}}}}"#,
            entries.join(",\n")
        ),
    );
    history.write(
        "package.json",
        format!(r#"{{"name": "demo", "version": "1.2.4", "license": "MIT", "dependencies": {{{dependencies}}}}}"#),
    );
    history.commit("build: lock the packages");
}

fn looked_at(run: &Run) -> Vec<String> {
    let outcome = run.outcome(RULE, "patch");
    let lines = outcome["looked_at"].as_array().cloned().unwrap_or_default();
    lines
        .iter()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_project_without_dependencies_is_not_judged() {
    assert_eq!(judged(&history()).status(RULE, "patch"), "not-applicable");
}

#[test]
fn installed_packages_tell_their_licences() {
    let history = history();
    poetry(&history, &[("jinja2", "3.1.6"), ("requests", "2.34.2")]);
    install(
        &history,
        "jinja2",
        "3.1.6",
        "Classifier: License :: OSI Approved :: BSD License",
    );
    install(
        &history,
        "requests",
        "2.34.2",
        "License: Apache-2.0\nClassifier: License :: OSI Approved :: Apache Software License",
    );
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let looked_at = looked_at(&run);
    assert!(
        looked_at.iter().any(|line| line.contains(
            "a guess, and allowed whichever it is: `BSD License` of 1 package may be `BSD-2-Clause` or `BSD-3-Clause`"
        )),
        "{looked_at:?}"
    );
    assert!(
        looked_at
            .iter()
            .any(|line| line.contains("2 packages in `.venv/lib/python3.11/site-packages`")),
        "{looked_at:?}"
    );
}

#[test]
fn another_version_that_is_installed_tells_nothing() {
    let history = history();
    poetry(&history, &[("requests", "2.34.2")]);
    install(&history, "requests", "2.0.0", "License: Apache-2.0");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "patch").contains("requests@2.34.2"));
}

#[test]
fn a_new_package_under_a_licence_that_is_not_allowed_is_named_at_its_line() {
    let history = history();
    npm(
        &history,
        &[
            ("left-pad", "1.0.0", r#", "license": "AGPL-3.0""#),
            ("ms", "2.1.3", r#", "license": "(MIT OR GPL-2.0)""#),
        ],
    );
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    let findings = run.findings(RULE, "patch");
    assert!(
        findings.contains(&"left-pad@1.0.0: `left-pad@1.0.0` is under `AGPL-3.0-only`, which is not allowed, and new since the previous release".to_owned()),
        "{findings:?}"
    );
    let outcome = run.outcome(RULE, "patch");
    let place = &outcome["findings"][0]["evidence"];
    assert_eq!(place["file"], "package-lock.json", "{outcome}");
}

#[test]
fn what_names_no_licence_is_unknown_and_a_clarification_mends_it() {
    let history = history();
    npm(
        &history,
        &[
            ("jsonify", "0.0.0", r#", "license": "Public Domain""#),
            ("one", "1.0.0", r#", "license": "SEE LICENSE IN x""#),
            ("two", "1.0.0", ""),
        ],
    );
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    let reason = run.reason(RULE, "patch");
    for name in ["jsonify@0.0.0", "one@1.0.0", "two@1.0.0"] {
        assert!(reason.contains(name), "{reason}");
    }
    history.write(
        "relcheck.toml",
        "[rules.dependencies.licenses]\nparams.clarifications = [\"jsonify@0.0.0 = CC0-1.0\", \"one@1.0.0 = MIT\", \"two@1.0.0 = ISC\"]\n",
    );
    history.commit("chore: say what the licences are");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn node_modules_tell_what_the_lock_file_does_not() {
    let history = history();
    npm(&history, &[("two", "1.0.0", ""), ("three", "1.0.0", "")]);
    let module = |name: &str, rest: &str| {
        let path = format!("node_modules/{name}/package.json");
        history.write(
            &path,
            format!(r#"{{"name": "{name}", "version": "1.0.0"{rest}}}"#),
        );
    };
    module("two", r#", "license": {"type": "MIT", "url": "u"}"#);
    module(
        "three",
        r#", "licenses": [{"type": "MIT"}, {"type": "ISC"}]"#,
    );
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn sources_that_contradict_each_other_all_count() {
    let history = history();
    poetry(&history, &[("one", "1.0")]);
    install(&history, "one", "1.0", "License: MIT");
    let report = br#"[{"License": "GPL-3.0-only", "Name": "one", "Version": "1.0"}]"#;
    history.evidence_of("licenses.json", report, "licenses");
    let run = judged(&history);
    let findings = run.findings(RULE, "patch");
    assert!(
        findings
            .iter()
            .any(|it| it.contains("which `GPL-3.0-only` is not allowed")
                || it.contains("of which `GPL-3.0-only` is not allowed")),
        "{findings:?}"
    );
    assert!(
        findings
            .iter()
            .any(|it| it.contains("of `one@1.0` the sources say different things")),
        "{findings:?}"
    );
}

#[test]
fn a_recorded_report_counts_and_a_loose_one_does_not() {
    let history = history();
    poetry(&history, &[("one", "1.0")]);
    let report = br#"[{"License": "MIT License", "Name": "One", "Version": "1.0"}]"#;
    history.write("licenses.json", report);
    history.write(
        ".gitignore",
        "node_modules/\n.venv/\n.relcheck/\nlicenses.json\n",
    );
    history.commit("chore: ignore more");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    history.evidence_of("kept.json", report, "licenses");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn a_recorded_report_that_is_broken_is_unknown() {
    let history = history();
    poetry(&history, &[("one", "1.0")]);
    install(&history, "one", "1.0", "License: MIT");
    history.evidence_of(
        "licenses.json",
        b"[{\"License\": \"MIT\", \"Name\": \"one\"",
        "licenses",
    );
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "patch").contains("licenses.json"));
}

#[test]
fn cargo_metadata_tells_the_licences_of_crates() {
    let history = History::released("1.2.3");
    history.write(".gitignore", ".relcheck/\n");
    history.write(
        "Cargo.toml",
        "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nlicense = \"MIT\"\n\n[dependencies]\nitoa = \"1\"\n",
    );
    let metadata = fixture("licenses/cargo-metadata.json");
    let packages: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let mut lock = "version = 4\n".to_owned();
    for package in packages["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let version = package["version"].as_str().unwrap();
        lock.push_str(&format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n"
        ));
        if name != "demo" {
            lock.push_str("source = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"0\"\n");
        }
    }
    history.write("Cargo.lock", lock);
    history.write("pyproject.toml", "[tool.ruff]\n");
    history.commit("feat: go native");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    history.evidence("licenses/cargo-metadata.json", "licenses");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

/// The project that the bills among the fixtures are of, with what they have.
fn billed() -> History {
    let history = history();
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.4\"\nlicense = \"MIT\"\n",
    );
    poetry(
        &history,
        &[
            ("packaging", "24.2"),
            ("python-dateutil", "2.9.0.post0"),
            ("six", "1.16.0"),
        ],
    );
    history
}

#[test]
fn bills_of_materials_tell_licences() {
    for file in [
        "cyclonedx-py/1.3.xml",
        "cyclonedx-py/1.6.json",
        "cyclonedx-py/1.7.xml",
    ] {
        let history = billed();
        history.evidence(&format!("sbom/{file}"), "sbom");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "patch"), "pass", "{file}: {}", run.stdout);
        let looked_at = looked_at(&run);
        let says = |text: &str| looked_at.iter().any(|line| line.contains(text));
        assert!(says("3 packages in the SBOM `.relcheck/"), "{looked_at:?}");
        assert!(
            says("a guess, and allowed whichever it is"),
            "{looked_at:?}"
        );
    }
}

#[test]
fn a_bill_without_licences_leaves_them_unknown() {
    let history = billed();
    history.evidence("sbom/syft/spdx-2.3.json", "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    let reason = run.reason(RULE, "patch");
    assert!(
        reason.contains("`NOASSERTION` names no licence"),
        "{reason}"
    );
}

#[test]
fn what_spdx_declares_and_concludes_counts_both() {
    let spdx = |declared: &str, concluded: &str| {
        let history = billed();
        let whole = fixture("sbom/syft/spdx-2.3.json");
        let text = whole
            .replace(
                "\"licenseDeclared\":\"NOASSERTION\"",
                &format!("\"licenseDeclared\": \"{declared}\""),
            )
            .replace(
                "\"licenseConcluded\":\"NOASSERTION\"",
                &format!("\"licenseConcluded\": \"{concluded}\""),
            );
        let own = r#""hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "BSD License", "extractedText": "NOASSERTION"}], "packages":["#;
        let text = text.replacen("\"packages\":[", own, 1);
        assert!(text.contains(declared) && text.contains("LicenseRef-1"));
        history.evidence_of("bom.json", text.as_bytes(), "sbom");
        judged(&history)
    };
    assert_eq!(spdx("MIT", "NOASSERTION").status(RULE, "patch"), "pass");
    assert_eq!(spdx("NOASSERTION", "MIT").status(RULE, "patch"), "pass");
    assert_eq!(
        spdx("LicenseRef-1", "NOASSERTION").status(RULE, "patch"),
        "pass"
    );
    let denied = spdx("MIT", "NONE");
    assert_eq!(denied.status(RULE, "patch"), "unknown", "{}", denied.stdout);
    assert!(
        denied
            .reason(RULE, "patch")
            .contains("it is concluded that it has no licence")
    );
    let two = spdx("MIT", "GPL-3.0-only");
    assert_eq!(two.status(RULE, "patch"), "fail", "{}", two.stdout);
    let findings = two.findings(RULE, "patch");
    assert!(
        findings
            .iter()
            .any(|it| it.contains("of `six@1.16.0` the sources say different things")),
        "{findings:?}"
    );
}

#[test]
fn a_list_of_several_licences_has_to_be_allowed_as_a_whole() {
    let history = billed();
    let text = fixture("sbom/cyclonedx-py/1.6.json").replace(
        "License :: OSI Approved :: BSD License",
        "License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
    );
    history.evidence_of("bom.json", text.as_bytes(), "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    let reason = run.reason(RULE, "patch");
    assert!(reason.contains("`python-dateutil@2.9.0.post0`"), "{reason}");
    assert!(reason.contains("`GPL-3.0-only`"), "{reason}");
}

#[test]
fn what_was_found_in_files_contradicts_and_is_not_enough_alone() {
    let whole = fixture("sbom/cyclonedx-py/1.6.json");
    let evidence = |id: &str| {
        let found = format!(
            r#""name": "six", "evidence": {{"licenses": [{{"license": {{"id": "{id}"}}}}]}},"#
        );
        whole.replace("\"name\": \"six\",", &found)
    };
    let of = |text: &str| {
        let history = billed();
        history.evidence_of("bom.json", text.as_bytes(), "sbom");
        judged(&history)
    };
    assert_eq!(of(&evidence("MIT")).status(RULE, "patch"), "pass");
    let other = of(&evidence("GPL-3.0-only"));
    assert_eq!(other.status(RULE, "patch"), "fail", "{}", other.stdout);
    let declared = "\"acknowledgement\": \"declared\",\n            \"id\": \"MIT\"";
    let alone = evidence("ISC").replace(declared, "\"name\": \"NOASSERTION\"");
    assert!(alone.contains("NOASSERTION") && alone.contains("ISC"));
    let run = of(&alone);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "patch").contains("six@1.16.0"));
}

#[test]
fn a_bill_of_another_version_project_or_commit_says_nothing() {
    let whole = fixture("sbom/cyclonedx-py/1.6.json");
    let of = |text: &str| {
        let history = billed();
        history.evidence_of("bom.json", text.as_bytes(), "sbom");
        judged(&history)
    };
    let other_version = of(&whole
        .replace("six@1.16.0", "six@1.17.0")
        .replace("\"1.16.0\"", "\"1.17.0\""));
    assert!(
        other_version.reason(RULE, "patch").contains("six@1.16.0"),
        "{}",
        other_version.stdout
    );
    for (text, says) in [
        (
            whole.replace("demo-app", "other-app"),
            "it is of `other-app`, and not of this project",
        ),
        (whole[..whole.len() - 300].to_owned(), "it is cut off"),
    ] {
        let run = of(&text);
        assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
        let looked_at = looked_at(&run);
        assert!(
            looked_at
                .iter()
                .any(|it| it.starts_with("the SBOM `") && it.contains(says)),
            "{looked_at:?}"
        );
    }
    let loose = billed();
    loose.write(".relcheck/evidence/bom.json", &whole);
    let run = judged(&loose);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
}

#[test]
fn components_without_an_address_count_by_a_name_that_is_unique() {
    let whole = fixture("sbom/cyclonedx-py/1.6.json");
    let text = whole.replace("\"purl\": \"pkg:pypi/six@1.16.0\",", "");
    assert_ne!(text, whole);
    let history = billed();
    history.evidence_of("bom.json", text.as_bytes(), "sbom");
    assert_eq!(judged(&history).status(RULE, "patch"), "pass");
    npm(&history, &[("six", "1.16.0", r#", "license": "MIT""#)]);
    history.evidence_of("bom.json", text.as_bytes(), "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "patch").contains("six@1.16.0"));
}

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read_to_string(path.join(file)).unwrap()
}

/// pip-licenses is the judge: which packages of an environment are not under what is allowed.
#[test]
fn pip_licenses_finds_the_same_packages_not_allowed() {
    let Some(python) = std::env::var_os("RELCHECK_TEST_PIP_LICENSES") else {
        println!(
            "not compared with pip-licenses: RELCHECK_TEST_PIP_LICENSES names no python that has it"
        );
        return;
    };
    let report = |arguments: &[&str]| {
        let output = Command::new(&python)
            .args(["-m", "piplicenses", "--format=json", "--from=meta"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let all: Vec<serde_json::Value> = serde_json::from_slice(&report(&[])).unwrap();
    let history = history();
    let packages: Vec<(&str, &str)> = all
        .iter()
        .map(|it| {
            (
                it["Name"].as_str().unwrap(),
                it["Version"].as_str().unwrap(),
            )
        })
        .collect();
    poetry(&history, &packages);
    history.write(
        "relcheck.toml",
        "[rules.dependencies.licenses]\nparams.allowed = [\"MIT\"]\nparams.incompatible = \"warn\"\n",
    );
    history.commit("chore: allow little");
    history.evidence_of("licenses.json", &report(&[]), "licenses");
    let run = judged(&history);
    let ours: Vec<String> = run
        .findings(RULE, "patch")
        .into_iter()
        .filter_map(|it| it.split_once('@').map(|(name, _)| name.to_owned()))
        .collect();
    for package in &all {
        let license = package["License"].as_str().unwrap();
        // What both tools understand alike: one SPDX identifier.
        let is_plain = [
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "MPL-2.0",
            "MIT-0",
        ];
        if is_plain.contains(&license) {
            let name = package["Name"]
                .as_str()
                .unwrap()
                .to_lowercase()
                .replace(['.', '_'], "-");
            assert!(ours.contains(&name), "{package} {ours:?}");
        }
    }
}
