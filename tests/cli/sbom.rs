//! `dependencies.sbom` and `relcheck sbom`, over lock files and documents of real tools.

use std::fs;
use std::path::Path;

use super::harness::{History, Relcheck, Run};

const RULE: &str = "dependencies.sbom";
const BILL: &str = "sbom/cyclonedx-py/1.6.json";

const REQUIREMENTS: &str = "packaging==24.2\npython-dateutil==2.9.0.post0\nsix==1.16.0\n";

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read_to_string(path.join(file)).unwrap()
}

/// The project that the fixtures are of, on its way to 1.2.0.
fn history() -> History {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\n",
    );
    history.write("requirements.txt", REQUIREMENTS);
    history.write(".gitignore", ".relcheck/\n");
    history.commit("feat: add a door");
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor"])
}

fn status(history: &History) -> String {
    judged(history).status(RULE, "minor")
}

fn findings(history: &History) -> Vec<String> {
    judged(history).findings(RULE, "minor")
}

/// A document that is recorded, with something in it replaced.
fn changed(from: &str, to: &str) -> Vec<String> {
    let text = fixture(BILL);
    let altered = text.replace(from, to);
    assert_ne!(text, altered, "{from}");
    let history = history();
    history.evidence_of("bom.json", altered.as_bytes(), "sbom");
    findings(&history)
}

#[test]
fn documents_of_every_tool_pass_in_every_version() {
    for file in [
        "sbom/cyclonedx-py/1.2.json",
        "sbom/cyclonedx-py/1.3.xml",
        "sbom/cyclonedx-py/1.4.json",
        "sbom/cyclonedx-py/1.5.xml",
        "sbom/cyclonedx-py/1.6.json",
        "sbom/cyclonedx-py/1.7.json",
        "sbom/cyclonedx-py/1.7.xml",
        "sbom/syft/spdx-2.2.json",
        "sbom/syft/spdx-2.3.spdx",
        "sbom/spdx-tools/spdx-3.0.json",
    ] {
        let history = history();
        history.evidence(file, "sbom");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "minor"), "pass", "{file}: {}", run.stdout);
    }
}

#[test]
fn none_is_unknown_with_what_to_do() {
    let history = history();
    let run = judged(&history);
    assert_eq!(run.code, 3);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(
        run.reason(RULE, "minor"),
        "there is no software bill of materials (SBOM)"
    );
    assert!(run.stdout.contains("relcheck record -- relcheck sbom"));
}

#[test]
fn one_that_lies_there_or_is_in_git_proves_nothing() {
    let loose = history();
    loose.write("dist/bom.json", fixture(BILL));
    assert_eq!(status(&loose), "unknown");
    let tracked = history();
    tracked
        .write("bom.json", fixture(BILL))
        .commit("docs: add the SBOM");
    let run = judged(&tracked);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert!(
        run.reason(RULE, "minor").contains("bom.json"),
        "{}",
        run.stdout
    );
}

#[test]
fn packages_that_are_missing_or_differ_fail() {
    let history = history();
    history.write(
        "requirements.txt",
        format!("{REQUIREMENTS}click==8.1.7\nidna==3.7\n"),
    );
    history.commit("feat: add more");
    history.evidence(BILL, "sbom");
    assert_eq!(
        findings(&history),
        [
            "sbom: 2 packages are missing in the SBOM: `click` 8.1.7 (`requirements.txt:4`), `idna` 3.7 (`requirements.txt:5`)"
        ]
    );
    assert_eq!(
        changed("1.16.0", "1.17.0"),
        [
            "sbom: 1 package is in another version in the SBOM: `six` 1.16.0 (`requirements.txt:3`) is 1.17.0 there"
        ]
    );
}

#[test]
fn one_of_another_version_or_project_does_not_do() {
    assert_eq!(
        changed("\"version\": \"1.2.0\"", "\"version\": \"1.1.0\""),
        [".relcheck/evidence/bom.json.file-1: it is of 1.1.0, and 1.2.0 is to be released"]
    );
    let history = history();
    let other = fixture(BILL).replace("demo-app", "other-app");
    history.evidence_of("bom.json", other.as_bytes(), "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(
        run.reason(RULE, "minor"),
        "no SBOM is of `demo-app`: `.relcheck/evidence/bom.json.file-1` is of `other-app`"
    );
}

#[test]
fn one_that_is_of_nothing_fails() {
    for (file, says) in [
        (
            "sbom/cyclonedx-py/requirements-1.6.json",
            "does not say what it is the SBOM of",
        ),
        (
            "sbom/sbom4python/spdx-2.3.spdx",
            "describes 3 things, so that it is not of one",
        ),
    ] {
        let history = history();
        history.evidence(file, "sbom");
        let found = findings(&history);
        assert!(found.len() == 1 && found[0].ends_with(says), "{found:?}");
    }
}

#[test]
fn one_that_is_not_valid_fails() {
    assert_eq!(
        changed(
            "\"type\": \"library\",\n      \"version\": \"24.2\"",
            "\"type\": \"thing\",\n      \"version\": \"24.2\""
        ),
        [
            ".relcheck/evidence/bom.json.file-1: it is not valid CycloneDX 1.6: its component `packaging`: the type `thing` is none that there is"
        ]
    );
}

#[test]
fn elements_that_are_asked_for_are_needed() {
    assert_eq!(
        changed("\"purl\": \"pkg:pypi/six@1.16.0\",", ""),
        [
            ".relcheck/evidence/bom.json.file-1: it lacks an identifier (package URL, CPE) of 1 component: `six`"
        ]
    );
    let history = history();
    history.evidence(BILL, "sbom");
    history.write(
        "relcheck.toml",
        "[rules.dependencies.sbom.params]\nelements = [\"supplier\"]\n",
    );
    let found = findings(&history);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("lacks the supplier of 3 components"),
        "{found:?}"
    );
}

#[test]
fn what_cannot_be_read_is_unknown() {
    let whole = fixture(BILL);
    let deep = format!(
        "{{\"bomFormat\": \"CycloneDX\", \"components\": {}",
        "[".repeat(100_000)
    );
    for (text, says) in [
        (whole[..whole.len() - 300].to_owned(), "it is cut off"),
        (
            whole.replace("\"specVersion\": \"1.6\"", "\"specVersion\": \"1.9\""),
            "it is of CycloneDX 1.9",
        ),
        (deep, "nested more than 127 levels deep"),
    ] {
        let history = history();
        history.evidence_of("bom.json", text.as_bytes(), "sbom");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "minor"), "unknown");
        assert!(run.reason(RULE, "minor").contains(says), "{}", run.stdout);
    }
}

#[test]
fn what_is_not_locked_is_unknown_unless_that_is_accepted() {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\ndependencies = [\"six\"]\n",
    );
    history.write(".gitignore", ".relcheck/\n");
    history.commit("feat: add a door");
    history.evidence(BILL, "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "minor").contains("pyproject.toml"));
    history.write(
        "relcheck.toml",
        "[rules.dependencies.sbom.params]\nunlocked = \"warn\"\n",
    );
    assert_eq!(status(&history), "warn");
}

/// What `relcheck sbom` prints.
fn written(history: &History, arguments: &[&str]) -> Run {
    let mut all = vec!["sbom"];
    all.extend(arguments);
    history.relcheck().args(&all).run()
}

#[test]
fn a_bill_is_written_recorded_and_passes() {
    let history = history();
    let program = env!("CARGO_BIN_EXE_relcheck");
    let record = history
        .relcheck()
        .args(&["record", "--", program, "sbom"])
        .run();
    assert_eq!(record.code, 0, "{}", record.stderr);
    let run = Relcheck::in_folder(history.path())
        .env("RELCHECK_NOW", jiff::Timestamp::now().to_string())
        .check(&["--rule", RULE, "--type", "minor"]);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn a_bill_that_is_written_to_a_file_passes_too() {
    let history = history();
    let program = env!("CARGO_BIN_EXE_relcheck");
    let record = history
        .relcheck()
        .args(&[
            "record",
            "--file",
            ".relcheck/bom.xml",
            "--",
            program,
            "sbom",
        ])
        .args(&[
            "-o",
            "cyclonedx-xml=.relcheck/bom.xml",
            "--spec-version",
            "1.5",
        ])
        .run();
    assert_eq!(record.code, 0, "{}", record.stderr);
    let run = Relcheck::in_folder(history.path())
        .env("RELCHECK_NOW", jiff::Timestamp::now().to_string())
        .check(&["--rule", RULE, "--type", "minor"]);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn the_same_commit_and_time_give_the_same_bytes() {
    let history = history();
    let one = written(&history, &[]);
    assert_eq!(one.code, 0, "{}", one.stderr);
    assert_eq!(one.stdout, written(&history, &[]).stdout);
    let bill = one.json();
    assert_eq!(bill["specVersion"], "1.6");
    assert_eq!(bill["metadata"]["timestamp"], "2026-02-01T00:00:00Z");
    assert_eq!(
        bill["metadata"]["component"]["purl"],
        "pkg:pypi/demo-app@1.2.0"
    );
    assert_eq!(bill["components"].as_array().unwrap().len(), 3);
    let old = written(&history, &["--spec-version", "1.3", "--release", "2.0.0"]).json();
    assert_eq!(old["specVersion"], "1.3");
    assert_eq!(old["metadata"]["component"]["version"], "2.0.0");
}

#[test]
fn what_is_missing_in_a_bill_is_said() {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\ndependencies = [\"six\"]\n",
    );
    let run = written(&history, &[]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr
            .contains("no lock file says which versions `pyproject.toml` asks for")
    );
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\ndynamic = [\"version\"]\n",
    );
    let none = written(&history, &[]);
    assert_eq!(none.code, 2);
    assert!(
        none.stderr.contains("relcheck sbom --release X.Y.Z"),
        "{}",
        none.stderr
    );
    let wrong = written(&history, &["-o", "json"]);
    assert_eq!(wrong.code, 2);
}

/// A project with a lock file of a real tool, and its bill.
fn bill_of(files: &[(&str, &str)]) -> (History, Run) {
    let history = History::released("1.1.0");
    history.write("version.txt", "1.2.0\n");
    for (path, fixed) in files {
        history.write(path, fixture(fixed));
    }
    history.commit("build: lock the dependencies");
    let run = written(&history, &["--release", "1.2.0", "--development"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    (history, run)
}

/// `NAME VERSION: ALGORITHM START needs NAME@VERSION` of each component, the digests of several files in
/// brackets.
fn components(run: &Run) -> Vec<String> {
    let bill = run.json();
    let digests = |it: &serde_json::Value| {
        let hashes = it["hashes"].as_array().cloned().unwrap_or_default();
        let shown = hashes.iter().map(|hash| {
            let content = hash["content"].as_str().unwrap();
            format!("{} {}", hash["alg"].as_str().unwrap(), &content[..8])
        });
        shown.collect::<Vec<_>>().join(" ")
    };
    let nodes = bill["dependencies"].as_array().unwrap();
    let needs = |reference: &serde_json::Value| {
        let node = nodes.iter().find(|it| it["ref"] == *reference).unwrap();
        let on = node["dependsOn"].as_array().cloned().unwrap_or_default();
        let names = on.iter().filter_map(|it| it.as_str());
        let names: Vec<_> = names.map(|it| it.rsplit('/').next().unwrap()).collect();
        match names.as_slice() {
            [] => "-".to_owned(),
            names => names.join(" "),
        }
    };
    let shown = bill["components"].as_array().unwrap().iter().map(|it| {
        let files = it["externalReferences"].as_array().cloned();
        let files = files.unwrap_or_default();
        let files = files.iter().map(|file| {
            let url = file["url"].as_str().unwrap();
            format!(
                "[{} {}]",
                url.rsplit(['=', '/']).next().unwrap(),
                digests(file)
            )
        });
        format!(
            "{} {}: {}{} needs {}",
            it["name"].as_str().unwrap(),
            it["version"].as_str().unwrap_or("-"),
            digests(it),
            files.collect::<String>(),
            needs(&it["bom-ref"]),
        )
    });
    shown.collect()
}

/// Of how many the needs are all there, and of how many not.
fn aggregates(run: &Run) -> Vec<(String, usize)> {
    let bill = run.json();
    let compositions = bill["compositions"].as_array().unwrap().iter();
    let shown = compositions.map(|it| {
        let count = it["dependencies"].as_array().unwrap().len();
        (it["aggregate"].as_str().unwrap().to_owned(), count)
    });
    shown.collect()
}

#[test]
fn a_bill_of_crates_has_their_digests_and_what_they_need() {
    let (_, run) = bill_of(&[
        ("Cargo.lock", "lock/cargo/Cargo.lock"),
        ("Cargo.toml", "lock/cargo/Cargo.toml"),
    ]);
    insta::assert_snapshot!(components(&run).join("\n"), @r"
    cfg-if 1.0.5: SHA-256 4e764817 needs -
    fastrand 2.5.0: SHA-256 da7c62ce needs -
    itoa 1.0.19: SHA-256 3bd1574e needs -
    log 0.4.35: SHA-256 5d15f86d needs -
    ");
    assert_eq!(aggregates(&run), [("complete".to_owned(), 5)]);
}

#[test]
fn a_bill_of_npm_packages_has_the_digests_of_their_archives() {
    let (_, run) = bill_of(&[
        ("package-lock.json", "lock/npm/v3.json"),
        ("package.json", "lock/npm/package.json"),
        ("packages/w/package.json", "lock/npm/w.json"),
    ]);
    insta::assert_snapshot!(components(&run).join("\n"), @r"
    ansi-styles 4.3.0: SHA-512 cdb07dac needs color-convert@2.0.1
    chalk 4.1.2: SHA-512 a0a9db84 needs ansi-styles@4.3.0 supports-color@7.2.0
    color-convert 2.0.1: SHA-512 4511023e needs color-name@1.1.4
    color-name 1.1.4: SHA-512 74ecbedc needs -
    fsevents 2.3.3: SHA-512 e71a037d needs -
    has-flag 4.0.0: SHA-512 1329094f needs -
    is-number 4.0.0: SHA-512 ad292570 needs -
    is-number 6.0.0: SHA-512 5aed551d needs -
    is-odd 2.0.0: SHA-512 3938a2c6 needs is-number@4.0.0
    is-odd 3.0.1: SHA-512 090a6758 needs is-number@6.0.0
    semver 6.3.2: SHA-512 198ac200 needs -
    semver 7.8.6: SHA-512 f65a5249 needs -
    supports-color 7.2.0: SHA-512 aa9080bd needs has-flag@4.0.0
    ");
    assert_eq!(aggregates(&run), [("complete".to_owned(), 14)]);
}

#[test]
fn a_bill_of_python_packages_has_the_digests_of_each_file() {
    let (_, run) = bill_of(&[
        ("uv.lock", "lock/uv/uv.lock"),
        ("pyproject.toml", "lock/uv/pyproject.toml"),
    ]);
    insta::assert_snapshot!(components(&run).join("\n"), @r"
    colorama 0.4.6: [colorama-0.4.6-py2.py3-none-any.whl SHA-256 4f1d9991][colorama-0.4.6.tar.gz SHA-256 08695f5c] needs -
    docutils 0.23: [docutils-0.23-py3-none-any.whl SHA-256 25d013af][docutils-0.23.tar.gz SHA-256 746f5060] needs -
    iniconfig 2.1.0: [iniconfig-2.1.0-py3-none-any.whl SHA-256 9deba572][iniconfig-2.1.0.tar.gz SHA-256 3abbd2e3] needs -
    iniconfig 2.3.1: [iniconfig-2.3.1-py3-none-any.whl SHA-256 9121e2c1][iniconfig-2.3.1.tar.gz SHA-256 67f4b9c5] needs -
    markdown-it-py 3.0.0: [markdown-it-py-3.0.0.tar.gz SHA-256 e3f60a94][markdown_it_py-3.0.0-py3-none-any.whl SHA-256 35521684] needs mdurl@0.1.2
    markdown-it-py 4.3.0: [markdown_it_py-4.3.0-py3-none-any.whl SHA-256 7aa1511a][markdown_it_py-4.3.0.tar.gz SHA-256 91a58fa5] needs mdurl@0.1.2
    mdurl 0.1.2: [mdurl-0.1.2-py3-none-any.whl SHA-256 84008a41][mdurl-0.1.2.tar.gz SHA-256 bb413d29] needs -
    pygments 2.21.0: [pygments-2.21.0-py3-none-any.whl SHA-256 2363c69b][pygments-2.21.0.tar.gz SHA-256 610ca751] needs -
    rich 15.0.0: [rich-15.0.0-py3-none-any.whl SHA-256 33bd4ef7][rich-15.0.0.tar.gz SHA-256 edd07a48] needs markdown-it-py@3.0.0 markdown-it-py@4.3.0 pygments@2.21.0
    ");
    assert_eq!(aggregates(&run), [("complete".to_owned(), 10)]);
}

#[test]
fn what_go_modules_need_is_not_known_and_the_digest_of_a_tree_is_not_told() {
    let (_, run) = bill_of(&[("go.mod", "lock/go/go.mod"), ("go.sum", "lock/go/go.sum")]);
    insta::assert_snapshot!(components(&run).join("\n"), @r"
    pflag v1.1.0:  needs -
    text v0.44.0:  needs -
    ");
    assert_eq!(
        aggregates(&run),
        [("complete".to_owned(), 1), ("incomplete".to_owned(), 2)]
    );
    assert!(!run.stdout.contains("h1:"));
}

#[test]
fn without_any_source_nothing_is_complete() {
    let (_, run) = bill_of(&[]);
    assert_eq!(components(&run), [""; 0]);
    assert_eq!(aggregates(&run), [("incomplete".to_owned(), 1)]);
}

#[test]
fn licences_that_are_sure_are_in_a_bill_and_guesses_are_not() {
    let history = history();
    history.write(".gitignore", ".relcheck/\n.venv/\n");
    history.commit("chore: ignore more");
    let report = br#"[
        {"License": "Apache-2.0 OR BSD-2-Clause", "Name": "packaging", "Version": "24.2"},
        {"License": "BSD License", "Name": "python-dateutil", "Version": "2.9.0.post0"},
        {"License": "MIT License", "Name": "six", "Version": "1.16.0"}
    ]"#;
    history.evidence_of("licenses.json", report, "licenses");
    let licenses = |run: &Run| -> Vec<String> {
        let bill = run.json();
        let all = bill["components"].as_array().unwrap().iter();
        let shown = all.map(|it| match it["licenses"].as_array() {
            Some(list) => format!("{} {}", it["name"], list[0]["expression"]),
            None => format!("{} -", it["name"]),
        });
        shown.collect()
    };
    let run = written(&history, &[]);
    assert_eq!(
        licenses(&run),
        [
            "\"packaging\" \"Apache-2.0 OR BSD-2-Clause\"",
            "\"python-dateutil\" -",
            "\"six\" \"MIT\"",
        ]
    );
    // One that another source contradicts is not sure, and what a bill says is not said again.
    let folder = ".venv/lib/python3.11/site-packages/six-1.16.0.dist-info";
    history.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    history.write(
        &format!("{folder}/METADATA"),
        "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\nLicense: GPL-3.0-only\n",
    );
    history.evidence(BILL, "sbom");
    let run = written(&history, &[]);
    assert_eq!(licenses(&run)[1..], ["\"python-dateutil\" -", "\"six\" -"]);
    assert_eq!(run.stdout, written(&history, &[]).stdout);
}

#[test]
fn what_is_no_digest_is_said_and_not_written() {
    let history = history();
    history.write("requirements.txt", "six==1.16.0 --hash=sha256:00\n");
    history.commit("build: have digests");
    let run = written(&history, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "`requirements.txt` has something in the place of a digest of `six` that is none"
        ),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("\"hashes\""));
}
