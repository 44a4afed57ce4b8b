//! The fact `dependencies`: lock files, installed packages, and what is new in them.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::harness::{History, Relcheck};

/// A `uv.lock` of a project that asks for these packages, each in one version.
fn uv_lock(packages: &[(&str, &str)]) -> String {
    let mut text = "version = 1\nrevision = 3\nrequires-python = \">=3.9\"\n".to_owned();
    for (name, version) in packages {
        text += &format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = {{ registry = \"https://pypi.org/simple\" }}\nsdist = {{ url = \"https://files.pythonhosted.org/{name}.tar.gz\", hash = \"sha256:00\" }}\n"
        );
    }
    let asked: Vec<String> = packages
        .iter()
        .map(|(name, _)| format!("{{ name = \"{name}\" }}"))
        .collect();
    text += &format!(
        "\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\nsource = {{ editable = \".\" }}\ndependencies = [{}]\n",
        asked.join(", ")
    );
    text
}

/// A `pyproject.toml` that declares a version and asks for these.
fn pyproject(dependencies: &str) -> String {
    format!("[project]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [{dependencies}]\n")
}

/// A release 1.2.3, and a commit after it, each with a lock file.
fn released(before: &str, after: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.write("uv.lock", before);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("uv.lock", after);
    history.commit("fix: newer packages");
    history
}

fn fact(history: &History) -> Value {
    history.relcheck().fact("dependencies")["value"].clone()
}

/// `path format packages: problem` of each source.
fn sources(fact: &Value) -> String {
    let sources = fact["sources"].as_array().unwrap().iter();
    let shown: Vec<String> = sources
        .map(|one| {
            let problem = one["problem"].as_str().unwrap_or("complete");
            assert_eq!(one["is_complete"], json!(one["problem"].is_null()));
            format!(
                "{} {} {} {}: {problem}",
                one["path"].as_str().unwrap(),
                one["format"].as_str().unwrap(),
                one["ecosystem"].as_str().unwrap(),
                one["packages"]
            )
        })
        .collect();
    shown.join("\n")
}

/// `name version` of each package, and what is known of it.
fn packages(fact: &Value) -> String {
    let packages = fact["packages"].as_array().unwrap().iter();
    let shown: Vec<String> = packages
        .map(|one| {
            format!(
                "{}:{} {} direct {} {} new {} before {}",
                one["path"].as_str().unwrap(),
                one["line"],
                one["purl"].as_str().unwrap(),
                one["is_direct"],
                one["scope"].as_str().unwrap(),
                one["is_new"],
                one["previous_versions"]
            )
        })
        .collect();
    shown.join("\n")
}

#[test]
fn what_is_new_and_what_is_gone_since_the_previous_release_is_known() {
    let history = released(
        &uv_lock(&[("attrs", "23.1.0"), ("idna", "3.4")]),
        &uv_lock(&[("attrs", "23.2.0"), ("rich", "13.7.0")]),
    );
    let fact = fact(&history);
    assert_snapshot!(sources(&fact), @"uv.lock uv.lock pypi 2: complete");
    assert_snapshot!(packages(&fact), @r#"
    uv.lock:6 pkg:pypi/attrs@23.2.0 direct true runtime new false before ["23.1.0"]
    uv.lock:12 pkg:pypi/rich@13.7.0 direct true runtime new true before []
    "#);
    assert_eq!(
        fact["removed"],
        json!([{"ecosystem": "pypi", "name": "idna", "versions": ["3.4"]}])
    );
    assert!(fact["previous_commit"].is_string() && fact["previous_problem"].is_null());
    assert_eq!(fact["unlocked"], json!([]));
}

#[test]
fn of_a_shallow_clone_nothing_is_said_to_be_new_or_old() {
    let history = released(
        &uv_lock(&[("attrs", "23.1.0")]),
        &uv_lock(&[("attrs", "23.1.0"), ("rich", "13.7.0")]),
    );
    let clone = history.beside("shallow");
    let url = format!("file://{}", history.path().display());
    let target = clone.display().to_string();
    history.git(&["clone", "--quiet", "--depth", "1", &url, &target]);
    let fact = Relcheck::in_folder(&clone).fact("dependencies")["value"].clone();
    assert_snapshot!(packages(&fact), @r"
    uv.lock:6 pkg:pypi/attrs@23.1.0 direct true runtime new null before []
    uv.lock:12 pkg:pypi/rich@13.7.0 direct true runtime new null before []
    ");
    assert!(fact["previous_commit"].is_null());
    assert!(
        fact["previous_problem"]
            .as_str()
            .unwrap()
            .contains("shallow"),
        "{fact}"
    );
}

#[test]
fn a_first_release_has_nothing_to_compare_with() {
    let history = History::empty();
    history.declare("0.1.0").changelog("0.1.0", "2026-01-01");
    history.write("uv.lock", uv_lock(&[("attrs", "23.1.0")]));
    history.commit("feat: all");
    let fact = fact(&history);
    assert_eq!(fact["packages"][0]["is_new"], Value::Null);
    assert_eq!(
        (&fact["previous_commit"], &fact["previous_problem"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn a_lock_file_that_cannot_be_read_is_a_source_with_a_problem() {
    let good = uv_lock(&[("attrs", "23.1.0")]);
    let cases = [
        ("", "is empty"),
        (
            &good[..good.len() - 20],
            "cannot be understood: line 15: unclosed array",
        ),
        (
            "version = 2\n",
            "cannot be understood: line 1: a version of the format other than 1",
        ),
        (
            &*good.replace("name = \"attrs\"\nversion", "name = \"attrz\"\nversion"),
            "cannot be understood: line 15: `attrs` is needed, but not held",
        ),
        ("<<<<<<< HEAD\n", "cannot be understood: line 1"),
    ];
    for (text, reason) in cases {
        let history = released(&good, text);
        history.write("pyproject.toml", pyproject("\"attrs\""));
        history.commit("fix: ask");
        let fact = fact(&history);
        let source = &fact["sources"][0];
        assert!(
            source["problem"].as_str().unwrap().starts_with(reason),
            "{source}"
        );
        assert_eq!(source["is_complete"], json!(false));
        assert_eq!(fact["unlocked"][0]["path"], "pyproject.toml");
        // The packages of the previous release are gone as far as anybody can tell.
        assert_eq!(fact["packages"], json!([]));
    }
    let history = released("<<<<<<< HEAD\n", &good);
    let fact = fact(&history);
    assert_eq!(fact["packages"][0]["is_new"], Value::Null);
    assert!(
        fact["previous_problem"]
            .as_str()
            .unwrap()
            .starts_with("`uv.lock` of the previous release cannot be understood")
    );
}

#[test]
fn a_lock_file_that_lacks_what_is_asked_for_is_not_complete() {
    let history = released(
        &uv_lock(&[("attrs", "23.1.0")]),
        &uv_lock(&[("attrs", "23.1.0"), ("idna", "3.4")]),
    );
    history.write(
        "pyproject.toml",
        pyproject("\"attrs>=24\", \"rich\", \"idna>=3\""),
    );
    history.commit("feat: colours");
    let fact = fact(&history);
    assert_snapshot!(sources(&fact), @"uv.lock uv.lock pypi 2: does not hold `rich`, which `pyproject.toml` asks for; holds `attrs` 23.1.0, but `pyproject.toml` asks for >=24");
}

/// A project of npm that asks for `left`, with a lock file that holds 1.4.0 of it.
fn npm(manifest: &str) -> String {
    let history = History::empty();
    let lock = r#"{"name": "demo", "version": "1.2.3", "lockfileVersion": 3, "packages": {
        "": {"name": "demo", "version": "1.2.3", "dependencies": {"left": "^1.0.0"}},
        "node_modules/left": {"version": "1.4.0", "resolved": "https://registry.npmjs.org/left/-/left-1.4.0.tgz", "integrity": "sha512-AA=="}}}"#;
    history
        .write("package.json", manifest)
        .write("package-lock.json", lock);
    history.commit("feat: first");
    sources(&fact(&history))
}

#[test]
fn an_npm_lock_file_that_does_not_fit_the_manifest_is_not_complete() {
    let asking = |range: &str| {
        npm(&format!(
            r#"{{"name": "demo", "version": "1.2.3", "dependencies": {{"left": "{range}"}}}}"#
        ))
    };
    assert_snapshot!(asking("^2"), @"package-lock.json package-lock.json npm 1: holds `left` 1.4.0, but `package.json` asks for ^2");
    for fitting in [
        "^1",
        "1.x || 2",
        ">=1.3 <2",
        "latest",
        "*",
        "",
        "npm:left@^1",
    ] {
        assert!(asking(fitting).ends_with(": complete"), "{fitting}");
    }
    let overridden = npm(
        r#"{"name": "demo", "version": "1.2.3", "dependencies": {"left": "^2"}, "resolutions": {"**/left": "1.4.0"}}"#,
    );
    assert!(overridden.ends_with(": complete"), "{overridden}");
}

#[test]
fn a_cargo_lock_that_does_not_fit_the_manifest_is_not_complete() {
    let asking = |requirement: &str| {
        let history = History::empty();
        let manifest = format!(
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n[dependencies]\nleft = \"{requirement}\"\n"
        );
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        let lock = format!(
            "version = 4\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\n \"left\",\n]\n\n[[package]]\nname = \"left\"\nversion = \"0.3.1+8\"\nsource = \"{registry}\"\nchecksum = \"00\"\n"
        );
        history
            .write("Cargo.toml", &manifest)
            .write("Cargo.lock", &lock);
        history.commit("feat: first");
        sources(&fact(&history))
    };
    assert_snapshot!(asking("0.4"), @"Cargo.lock Cargo.lock cargo 1: holds `left` 0.3.1+8, but `Cargo.toml` asks for 0.4");
    for fitting in ["0.3", "0.3.0", "^0.3.1", ">=0.2, <1", "*", "=0.3.1"] {
        assert!(asking(fitting).ends_with(": complete"), "{fitting}");
    }
}

#[test]
fn manifests_that_nothing_answers_are_named() {
    let history = History::released("1.2.3");
    history
        .write("pyproject.toml", pyproject("\"attrs>=23\", \"rich\""))
        .write("ui/package.json", r#"{"name": "ui", "devDependencies": {"vite": "^5"}}"#)
        .write("core/Cargo.toml", "[package]\nname = \"core\"\n[dependencies]\nserde = \"1\"\nhere = {path = \"../here\"}\n")
        .write("broken/package.json", "{\"dependencies\": [")
        .write("tests/fixtures/poetry.lock", "broken")
        .write("docs/requirements.txt", "sphinx\n");
    history.commit("feat: ask for more");
    let fact = fact(&history);
    assert_eq!(fact["sources"], json!([]));
    let unlocked: Vec<String> = fact["unlocked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let problem = one["problem"].as_str().unwrap_or("-");
            format!(
                "{} {} {problem}",
                one["path"].as_str().unwrap(),
                one["declared"]
            )
        })
        .collect();
    assert_snapshot!(unlocked.join("\n"), @r"
    broken/package.json 0 it is not what such a report holds, at line 1, column 17: invalid type: sequence, expected an object
    core/Cargo.toml 1 -
    pyproject.toml 2 -
    ui/package.json 1 -
    ");
    assert_eq!(
        fact["passed_over"],
        json!(["docs/requirements.txt", "tests/fixtures/poetry.lock"])
    );
}

#[test]
fn requirements_take_in_files_and_constraints() {
    let history = History::released("1.2.3");
    history
        .write(
            "requirements.txt",
            "-r requirements/base.txt\n-c limits.txt\nrich\n",
        )
        .write("requirements/base.txt", "attrs==23.1.0\n")
        .write("limits.txt", "rich==13.7.0\nunused==1\n");
    history.commit("feat: ask for more");
    let fact = fact(&history);
    let open = "fixes a version of each requirement, but nothing says that it names what those need themselves: it has no digests, and no tool that works that out has written it";
    let shown = sources(&fact).replace(open, "OPEN");
    assert_snapshot!(shown, @r"
    requirements.txt requirements pypi 1: OPEN
    requirements/base.txt requirements pypi 1: OPEN
    ");
    assert_snapshot!(packages(&fact), @r"
    requirements/base.txt:1 pkg:pypi/attrs@23.1.0 direct null unknown new true before []
    requirements.txt:3 pkg:pypi/rich@13.7.0 direct true unknown new true before []
    ");
}

#[test]
fn requirements_that_take_themselves_in_are_refused() {
    let history = History::released("1.2.3");
    history
        .write("requirements.txt", "-r a.txt\nrich\n")
        .write("a.txt", "-r b.txt\n")
        .write("b.txt", "-r a.txt\n")
        .write("dev-requirements.txt", "-r ../outside.txt\n-r none.txt\n");
    history.commit("feat: ask for more");
    assert_snapshot!(sources(&fact(&history)), @r"
    a.txt requirements pypi 0: takes itself in by `-r`
    b.txt requirements pypi 0: takes itself in by `-r`
    dev-requirements.txt requirements pypi 0: takes in `../outside.txt`, which is outside of the project; takes in `none.txt`, which cannot be read
    none.txt requirements pypi 0: is not there
    requirements.txt requirements pypi 1: fixes no version of `rich`; takes in `a.txt`, which cannot be read
    ");
}

#[test]
fn go_names_all_that_is_needed_from_1_17_on() {
    let history = History::released("1.2.3");
    history
        .write("go.mod", "module example.org/demo\n\ngo 1.22\n\nrequire github.com/pkg/errors v0.9.1\nrequire (\n\tgolang.org/x/text v0.3.0 // indirect\n\texample.org/old v1.0.0\n)\nreplace example.org/old => example.org/new v1.1.0\n")
        .write("go.sum", "github.com/pkg/errors v0.9.1 h1:FE=\ngithub.com/pkg/errors v0.9.1/go.mod h1:bw=\n")
        .write("old/go.mod", "module example.org/older\nrequire github.com/pkg/errors v0.9.1\n");
    history.commit("feat: go");
    let fact = fact(&history);
    assert_snapshot!(sources(&fact), @r"
    go.mod go.mod go 3: complete
    old/go.mod go.mod go 1: leaves out what others need: it lists all of that only from `go 1.17` on (`go mod edit -go=1.17 && go mod tidy`)
    ");
    assert_snapshot!(packages(&fact), @r"
    go.mod:8 pkg:golang/example.org/new@v1.1.0 direct true unknown new true before []
    go.mod:5 pkg:golang/github.com/pkg/errors@v0.9.1 direct true unknown new true before []
    old/go.mod:2 pkg:golang/github.com/pkg/errors@v0.9.1 direct true unknown new true before []
    go.mod:7 pkg:golang/golang.org/x/text@v0.3.0 direct false unknown new true before []
    ");
    let digests: Vec<&Value> = fact["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["has_digest"])
        .collect();
    assert_eq!(digests, [false, true, false, false]);
}

#[test]
fn installed_packages_answer_where_no_lock_file_does() {
    let history = History::released("1.2.3");
    history
        .write("pyproject.toml", pyproject("\"attrs>=23\", \"rich>=14\""))
        .write(".gitignore", ".venv/\n");
    history.commit("feat: ask for more");
    let site = ".venv/lib/python3.11/site-packages";
    let install = |name: &str, version: &str, more: &str| {
        let folder = format!("{site}/{name}-{version}.dist-info");
        history
            .write(
                &format!("{folder}/METADATA"),
                format!(
                    "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}\n\nText: x\n"
                ),
            )
            .write(&format!("{folder}/RECORD"), "");
    };
    history.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    install(
        "attrs",
        "23.1.0",
        "Requires-Dist: lost\nRequires-Dist: extra-only; extra == 'x'",
    );
    install("rich", "13.7.0", "");
    install("pip", "24.0", "");
    let whole = fact(&history);
    assert_snapshot!(sources(&whole), @".venv/lib/python3.11/site-packages dist-info pypi 3: does not hold `lost`, which `attrs` needs; holds `rich` 13.7.0, but `pyproject.toml` asks for >=14");
    assert_snapshot!(packages(&whole), @r"
    .venv/lib/python3.11/site-packages:null pkg:pypi/attrs@23.1.0 direct true runtime new true before []
    .venv/lib/python3.11/site-packages:null pkg:pypi/pip@24.0 direct false development new true before []
    .venv/lib/python3.11/site-packages:null pkg:pypi/rich@13.7.0 direct true runtime new true before []
    ");
    assert_eq!(whole["unlocked"][0]["path"], "pyproject.toml");
    install("lost", "1.0", "");
    history.write("pyproject.toml", pyproject("\"attrs>=23\", \"rich>=13\""));
    history.commit("fix: ask for less");
    let fact = fact(&history);
    assert_eq!(fact["sources"][0]["problem"], Value::Null, "{fact}");
    assert_eq!(fact["unlocked"], json!([]));
}

const RULE: &str = "dependencies.up_to_date";

fn judge(history: &History) -> crate::harness::Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor", "--release", "1.3.0"])
}

/// A release, and a later commit that asks for these in these versions.
fn asking(packages: &[(&str, &str)]) -> History {
    let lock = uv_lock(packages);
    released(&lock, &format!("{lock}\n"))
}

#[test]
fn a_direct_dependency_that_lags_a_compatible_version_is_named() {
    let history = asking(&[("markdown-it-py", "2.2.0"), ("rich", "13.0.0")]);
    let report = br#"[{"name": "markdown-it-py", "version": "2.2.0", "latest_version": "4.3.0", "latest_filetype": "wheel"}, {"name": "Rich", "version": "13.0.0", "latest_version": "13.9.4", "latest_filetype": "wheel"}]"#;
    history.evidence_of("outdated.json", report, "outdated");
    let run = judge(&history);
    assert_eq!(run.status(RULE, "minor"), "warn", "{}", run.stdout);
    assert_eq!(
        run.findings(RULE, "minor"),
        ["rich: `rich` 13.0.0 is behind 13.9.4"]
    );
    let outcome = run.outcome(RULE, "minor").to_string();
    assert!(
        outcome.contains(
            "behind an incompatible version: `markdown-it-py` 2.2.0, of which there is 4.3.0"
        ),
        "{outcome}"
    );
    assert!(outcome.contains("uv.lock"), "{outcome}");
}

#[test]
fn what_the_project_does_not_ask_for_may_lag() {
    let history = asking(&[("attrs", "23.1.0")]);
    history.evidence("outdated/pip.json", "outdated");
    assert_eq!(judge(&history).status(RULE, "minor"), "pass");
}

#[test]
fn without_a_report_nothing_is_up_to_date() {
    let history = asking(&[("attrs", "23.1.0")]);
    let run = judge(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(
        run.reason(RULE, "minor"),
        "there is no report of newer versions of Python packages"
    );
    // An empty list is anybody's: only the command could tell that it is pip's.
    history.evidence_of("outdated.json", b"[]", "outdated");
    assert_eq!(judge(&history).status(RULE, "minor"), "unknown");
    for broken in [&b"[{\"name\": \"rich\", \"version\": \"1\", \"latest_version\": \"2\", \"latest_filetype\""[..], b"", b"{\"error\": {}}"] {
        history.evidence_of("outdated.json", broken, "outdated");
        assert_eq!(judge(&history).status(RULE, "minor"), "unknown");
    }
}

#[test]
fn a_lock_file_that_cannot_be_read_leaves_open_what_is_direct() {
    let history = asking(&[("attrs", "23.1.0")]);
    history.write("uv.lock", "version = 1\n");
    history.commit("fix: break the lock file");
    history.evidence("outdated/pip.json", "outdated");
    let run = judge(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown", "{}", run.stdout);
    assert!(
        run.reason(RULE, "minor").contains("uv.lock"),
        "{}",
        run.reason(RULE, "minor")
    );
}

#[test]
fn a_project_without_dependencies_has_none_that_lags() {
    let history = History::released("1.2.3");
    history.write("a.txt", "x");
    history.commit("fix: something");
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch"]);
    assert_eq!(
        run.status(RULE, "patch"),
        "not-applicable",
        "{}",
        run.stdout
    );
}

#[test]
fn a_look_at_some_packages_only_says_nothing_of_the_others() {
    let history = asking(&[("attrs", "23.1.0")]);
    let list = include_bytes!("../../fixtures/outdated/pip.json");
    let command = "pip list --outdated --format json --exclude attrs";
    history.answer(command, "outdated.json", list, "outdated");
    let run = judge(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown", "{}", run.stdout);
    assert!(
        run.reason(RULE, "minor").contains(
            "was recorded with `--exclude attrs`, which leaves some out: record `pip list --outdated --format json` without it"
        ),
        "{}",
        run.reason(RULE, "minor")
    );
}

#[test]
fn an_empty_list_is_a_report_where_the_recorded_command_asks_for_newer_versions() {
    let record = |command: &str| {
        let history = asking(&[("attrs", "23.1.0")]);
        history.answer(command, "list", b"[]", "outdated");
        // Nobody has said what it is.
        let path = ".relcheck/evidence/list.record.json";
        let text = std::fs::read_to_string(history.path().join(path)).unwrap();
        let mut record: Value = serde_json::from_str(&text).unwrap();
        record["kind"] = Value::Null;
        history.write(path, record.to_string());
        judge(&history).status(RULE, "minor")
    };
    for command in [
        "pip list --outdated --format json",
        "python -m pip list -o --format json",
        "uv pip list --outdated --format json",
        "poetry show --outdated --format json",
    ] {
        assert_eq!(record(command), "pass", "{command}");
    }
    for command in [
        "pip list --format json",
        "poetry show --format json",
        "pip freeze",
    ] {
        assert_eq!(record(command), "unknown", "{command}");
    }
}
