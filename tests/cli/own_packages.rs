//! Which packages of folders are the project's own, and which are others' all the same.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{History, Relcheck};

/// What a project with these files depends on: `NAME VERSION ORIGIN` of each package, and what its
/// sources leave open.
fn depends(files: &[(&str, &str)]) -> String {
    let history = History::released("1.2.3");
    for (path, text) in files {
        history.write(path, text);
    }
    history.commit("feat: ask for more");
    told(history.relcheck())
}

fn told(relcheck: Relcheck) -> String {
    let fact = relcheck.fact("dependencies")["value"].clone();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let packages = fact["packages"].as_array().unwrap().iter();
    let mut told: Vec<String> = packages
        .map(|it| {
            format!(
                "{} {} {}",
                text(&it["name"]),
                text(&it["version"]),
                text(&it["origin"])
            )
        })
        .collect();
    let sources = fact["sources"].as_array().unwrap().iter();
    told.extend(
        sources
            .filter(|it| !it["problem"].is_null())
            .map(|it| text(&it["problem"])),
    );
    told.join("\n")
}

const CARGO: &str = "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n";

/// A `Cargo.lock` of `demo`, which needs `foo` without a source.
const CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\n \"foo\",\n]\n\n[[package]]\nname = \"foo\"\nversion = \"0.1.0\"\n";

const FOO: &str = "[package]\nname = \"foo\"\nversion = \"0.1.0\"\n";

#[test]
fn a_crate_without_a_source_is_the_projects_own_only_if_the_checkout_holds_it() {
    let at = |path: &str| format!("{CARGO}[dependencies]\nfoo = {{ path = \"{path}\" }}\n");
    let with = |manifest: &str, more: &[(&str, &str)]| {
        let mut files = vec![("Cargo.toml", manifest), ("Cargo.lock", CARGO_LOCK)];
        files.extend(more);
        depends(&files)
    };
    assert_snapshot!(with(&at("../foo"), &[]), @"foo 0.1.0 path");
    assert_snapshot!(with(&at("vendor/foo"), &[("vendor/foo/Cargo.toml", FOO)]), @"foo 0.1.0 path");
    let patched = format!(
        "{CARGO}[dependencies]\nfoo = \"0.1\"\n[patch.crates-io]\nfoo = {{ path = \"third_party/foo\" }}\n"
    );
    assert_snapshot!(with(&patched, &[("third_party/foo/Cargo.toml", FOO)]), @"foo 0.1.0 path");
    let plain = format!("{CARGO}[dependencies]\nfoo = \"0.1\"\n");
    assert_snapshot!(with(&plain, &[]), @"foo 0.1.0 path");
    for folder in ["foo", "crates/foo", "tools/foo", "tests/foo", "xtask"] {
        let manifest = format!("{folder}/Cargo.toml");
        assert_eq!(with(&at(folder), &[(&manifest, FOO)]), "", "{folder}");
    }
}

#[test]
fn a_package_of_npm_in_a_folder_is_the_projects_own_only_if_the_checkout_holds_it() {
    let with = |path: &str, more: &[(&str, &str)]| {
        let manifest = format!(r#"{{"name": "demo", "dependencies": {{"left": "file:{path}"}}}}"#);
        let lock = format!(
            r#"{{"name": "demo", "lockfileVersion": 3, "packages": {{"": {{"name": "demo", "dependencies": {{"left": "file:{path}"}}}}, "{path}": {{"version": "1.0.0", "license": "AGPL-3.0"}}, "node_modules/left": {{"resolved": "{path}", "link": true}}}}}}"#
        );
        let mut files = vec![("package.json", &*manifest), ("package-lock.json", &*lock)];
        files.extend(more);
        depends(&files)
    };
    assert_snapshot!(with("../left", &[]), @"left 1.0.0 path");
    assert_snapshot!(with("vendor/left", &[("vendor/left/package.json", "{}")]), @"left 1.0.0 path");
    for folder in ["packages/left", "examples/left"] {
        let manifest = format!("{folder}/package.json");
        assert_eq!(
            with(folder, &[(&manifest, r#"{"name": "left"}"#)]),
            "",
            "{folder}"
        );
    }
}

#[test]
fn a_folder_that_pnpm_links_to_is_the_projects_own_only_if_the_checkout_holds_it() {
    let with = |target: &str, more: &[(&str, &str)]| {
        let lock = format!(
            "lockfileVersion: '9.0'\n\nimporters:\n\n  app:\n    dependencies:\n      left:\n        specifier: link:{target}\n        version: link:{target}\n"
        );
        let manifest = format!(r#"{{"name": "app", "dependencies": {{"left": "link:{target}"}}}}"#);
        let mut files = vec![("app/package.json", &*manifest), ("pnpm-lock.yaml", &*lock)];
        files.extend(more);
        depends(&files)
    };
    assert_snapshot!(with("../../left", &[]), @r"
    left - path
    fixes no version of `left` in the folder `app/../../left`, which is not the project's own
    ");
    assert_eq!(
        with("../left", &[("left/package.json", r#"{"name": "left"}"#)]),
        ""
    );
}

#[test]
fn a_folder_in_requirements_is_the_projects_own_only_if_its_manifest_is_read() {
    let foo = "[project]\nname = \"foo\"\nversion = \"1\"\ndependencies = [\"django==1.0\"]\n";
    for (line, shown) in [
        ("../foo", "../foo"),
        ("-e ../foo", "../foo"),
        ("/opt/foo", "/opt/foo"),
        ("file:///opt/foo", "/opt/foo"),
        ("./vendor/foo", "vendor/foo"),
        ("./tests/foo", "tests/foo"),
        ("./none/foo", "none/foo"),
    ] {
        let told = depends(&[
            ("requirements.txt", &format!("{line}\n")),
            ("vendor/foo/pyproject.toml", foo),
            ("tests/foo/pyproject.toml", foo),
        ]);
        let expected = format!(
            "foo - path\nfixes no version of `foo` in the folder `{shown}`, which is not the project's own"
        );
        assert_eq!(told, expected, "{line}");
    }
    for line in ["-e .", ".[dev]", "./libs/foo", "file:."] {
        let told = depends(&[
            ("requirements-dev.txt", &format!("{line}\n")),
            ("libs/foo/pyproject.toml", foo),
        ]);
        assert_eq!(told, "", "{line}");
    }
    // Pip takes a folder from where it is started.
    for line in ["-e .", "-e ..", "-e ./libs/foo", "-e ../libs/foo"] {
        let told = depends(&[
            ("requirements/dev.txt", &format!("{line}\n")),
            ("libs/foo/pyproject.toml", foo),
        ]);
        assert_eq!(told, "", "{line}");
    }
}

#[test]
fn what_uv_installs_from_a_folder_is_the_projects_own_only_if_the_checkout_holds_it() {
    let with = |source: &str| {
        let lock = format!(
            "version = 1\nrequires-python = \">=3.9\"\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\nsource = {{ editable = \".\" }}\ndependencies = [{{ name = \"foo\" }}]\n\n[[package]]\nname = \"foo\"\nversion = \"1.0\"\nsource = {{ {source} }}\n"
        );
        let foo = "[project]\nname = \"foo\"\nversion = \"1.0\"\n";
        depends(&[
            (
                "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\"foo\"]\n",
            ),
            ("uv.lock", &lock),
            ("packages/foo/pyproject.toml", foo),
            ("vendor/foo/pyproject.toml", foo),
            (
                "old/setup.py",
                "from setuptools import setup\nsetup(name=compute())\n",
            ),
        ])
    };
    for source in [
        "editable = \".\"",
        "virtual = \"../x\"",
        "editable = \"vendor/foo\"",
    ] {
        assert_eq!(with(source), "foo 1.0 path", "{source}");
    }
    for source in [
        "editable = \"packages/foo\"",
        "virtual = \"packages/foo\"",
        "editable = \"old\"",
    ] {
        assert_eq!(with(source), "", "{source}");
    }
}

#[test]
fn a_package_beside_a_project_of_the_same_repository_is_its_own() {
    let history = History::empty();
    let app = CARGO.replace("demo", "app");
    history.write(
        "app/Cargo.toml",
        format!("{app}[dependencies]\nfoo = {{ path = \"../foo\" }}\n"),
    );
    history.write("app/Cargo.lock", CARGO_LOCK.replace("demo", "app"));
    history.write(
        "app/ui/package.json",
        r#"{"name": "ui", "dependencies": {"left": "file:../../left"}}"#,
    );
    history.write(
        "app/ui/package-lock.json",
        r#"{"name": "ui", "lockfileVersion": 3, "packages": {"": {"name": "ui", "dependencies": {"left": "file:../../left"}}, "../../left": {"version": "1.0.0"}, "node_modules/left": {"resolved": "../../left", "link": true}}}"#,
    );
    history.commit("feat: all");
    let app = || history.relcheck().args(&["--project", "app"]);
    assert_snapshot!(told(app()), @r"
    foo 0.1.0 path
    left 1.0.0 path
    ");
    history
        .write("foo/Cargo.toml", FOO)
        .write("left/package.json", "{}");
    history.commit("feat: those too");
    assert_eq!(told(app()), "");
}

#[test]
fn an_editable_installation_is_the_projects_own_only_if_a_manifest_has_its_name() {
    let installed = |manifest: (&str, &str)| {
        let site = ".venv/lib/python3.11/site-packages/demo-1.2.3.dist-info";
        let history = History::released("1.2.3");
        history
            .write(".gitignore", ".venv/\n")
            .write(manifest.0, manifest.1);
        history.commit("feat: ask for more");
        history
            .write(".venv/pyvenv.cfg", "")
            .write(
                &format!("{site}/METADATA"),
                "Metadata-Version: 2.1\nName: demo\nVersion: 1.2.3\n",
            )
            .write(&format!("{site}/RECORD"), "")
            .write(
                &format!("{site}/direct_url.json"),
                r#"{"url": "file:///opt/demo", "dir_info": {"editable": true}}"#,
            );
        told(history.relcheck())
    };
    let named = |name: &str| format!("[project]\nname = \"{name}\"\nversion = \"1.2.3\"\n");
    assert_eq!(installed(("pyproject.toml", &named("demo"))), "");
    assert_eq!(installed(("libs/demo/pyproject.toml", &named("Demo"))), "");
    assert_eq!(
        installed((
            "setup.py",
            "from setuptools import setup\nsetup(name=compute())\n"
        )),
        ""
    );
    assert_eq!(
        installed((
            "pyproject.toml",
            "[tool.flit.metadata]\nmodule = \"demo\"\n"
        )),
        ""
    );
    assert_eq!(
        installed(("pyproject.toml", &named("other"))),
        "demo 1.2.3 path"
    );
}
