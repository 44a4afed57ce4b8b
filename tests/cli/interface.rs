//! The fact `interface`: what users rely on besides the API.

use serde_json::Value;

use super::harness::History;

/// Files by path.
pub(super) type Files<'f> = &'f [(&'f str, &'f str)];

/// The fact after a release with the one set of files and a commit that leaves the other.
fn fact(before: Files<'_>, after: Files<'_>) -> Value {
    let history = History::empty();
    for (path, text) in before {
        history.write(path, text);
    }
    history.commit("chore: release");
    history.tag("v1.0.0");
    for (path, _) in before {
        std::fs::remove_file(history.path().join(path)).unwrap();
    }
    for (path, text) in after {
        history.write(path, text);
    }
    history.commit("feat: change");
    history.relcheck().fact("interface")["value"].clone()
}

/// Every change as one text.
fn changes(fact: &Value) -> Vec<String> {
    let list = fact["changes"].as_array().unwrap();
    list.iter()
        .map(|change| {
            let text = |key: &str| change[key].as_str().unwrap_or("-");
            let line = &change["line"];
            let doubt = change["doubt"]
                .as_str()
                .map(|doubt| format!(" [{doubt}]"))
                .unwrap_or_default();
            format!(
                "{} {}: {} {} ({} {}:{line}){doubt}",
                text("weight"),
                text("kind"),
                text("symbol"),
                text("message"),
                text("revision"),
                text("path"),
            )
        })
        .collect()
}

fn gaps(fact: &Value) -> Vec<String> {
    let list = fact["gaps"].as_array().unwrap();
    list.iter()
        .map(|gap| {
            let text = |key: &str| gap[key].as_str().unwrap_or("-");
            format!(
                "{}: {} ({}:{})",
                text("symbol"),
                text("reason"),
                text("path"),
                gap["line"]
            )
        })
        .collect()
}

pub(super) fn compared(before: Files<'_>, after: Files<'_>) -> Vec<String> {
    let fact = fact(before, after);
    assert_eq!(gaps(&fact), [""; 0]);
    changes(&fact)
}

#[test]
fn a_first_release_is_compared_with_nothing() {
    let history = History::empty();
    history.declare("0.1.0");
    history.commit("feat: start");
    assert_eq!(
        history.relcheck().fact("interface")["value"],
        serde_json::json!({"since": null, "sources": [], "changes": [], "gaps": []})
    );
}

#[test]
fn a_project_table_is_compared() {
    let before = r#"[project]
name = "Demo"
version = "1.0.0"
requires-python = ">=3.8"
dependencies = ["a>=1", "b", "c<3", "same>=1 ; x"]
[project.optional-dependencies]
socks = []
kept = []
[project.scripts]
demo = "demo:main"
[project.entry-points."demo.plug"]
one = "demo:one"
"#;
    let after = r#"[project]
name = "demo"
version = "2.0.0"
requires-python = ">=3.10"
dependencies = ["a>=2,<3", "c<2", "d", "same>=1 ; x"]
[project.optional-dependencies]
kept = []
http_2 = []
[project.scripts]
demo2 = "demo:main"
[project.entry-points."demo.plug"]
two = "demo:one"
"#;
    let found = compared(&[("pyproject.toml", before)], &[("pyproject.toml", after)]);
    insta::assert_snapshot!(found.join("\n"), @r#"
    requiring dependency-raised: a is now required as `>=2,<3`, before `>=1` (head pyproject.toml:5)
    requiring dependency-removed: b is no longer required (previous pyproject.toml:5)
    requiring dependency-limited: c is now required as `<2`, before `<3` (head pyproject.toml:5)
    requiring dependency-added: d is a new dependency: any version (head pyproject.toml:5)
    breaking command-removed: demo was removed (previous pyproject.toml:10)
    breaking entry-point-removed: demo.plug:one was removed (previous pyproject.toml:12)
    adding entry-point-added: demo.plug:two was added (head pyproject.toml:12)
    adding command-added: demo2 was added (head pyproject.toml:10)
    adding extra-added: demo[http-2] was added (head pyproject.toml:8)
    breaking extra-removed: demo[socks] was removed (previous pyproject.toml:7)
    requiring runtime-dropped: python 3.8 and 3.9 are no longer supported: `>=3.10`, before `>=3.8` (head pyproject.toml:4)
    "#);
}

#[test]
fn what_moves_to_another_kind_of_manifest_is_still_there() {
    let setup_py = r#"from setuptools import setup
requires = ["a>=1"]
setup(
    name="demo",
    python_requires=">=3.8",
    install_requires=requires,
    extras_require={"Socks": ["s"], "gone": []},
    entry_points={"console_scripts": ["demo=demo:main"]},
)
"#;
    let setup_cfg = "[metadata]\nname = demo\n[options]\npython_requires = >=3.8\ninstall_requires =\n    a>=1\n[options.extras_require]\nsocks = s\n[options.entry_points]\nconsole_scripts =\n    demo = demo:main\n";
    let pyproject = "[project]\nname = 'demo'\nrequires-python = '>=3.8'\ndependencies = ['a>=1']\n[project.optional-dependencies]\nsocks = ['s']\n[project.scripts]\ndemo = 'demo:main'\n";
    let poetry = "[tool.poetry]\nname = 'demo'\n[tool.poetry.dependencies]\npython = '>=3.8'\na = '>=1'\n[tool.poetry.extras]\nsocks = ['s']\n[tool.poetry.scripts]\ndemo = 'demo:main'\n";
    let later: [Files<'_>; 3] = [
        &[
            ("setup.cfg", setup_cfg),
            ("setup.py", "from setuptools import setup\nsetup()\n"),
        ],
        &[("pyproject.toml", pyproject)],
        &[("pyproject.toml", poetry)],
    ];
    for after in later {
        assert_eq!(
            compared(&[("setup.py", setup_py)], after),
            ["breaking extra-removed: demo[gone] was removed (previous setup.py:7)"]
        );
    }
}

#[test]
fn runtimes_are_compared_by_the_versions_that_fall_out() {
    let python = |range: &str| format!("[project]\nname = 'demo'\nrequires-python = '{range}'\n");
    for (before, after, expected) in [
        (
            ">=3.8",
            ">=3.9",
            vec![
                "requiring runtime-dropped: python 3.8 is no longer supported: `>=3.9`, before `>=3.8` (head pyproject.toml:3)",
            ],
        ),
        (">=3.8", ">=3.8,<4", vec![]),
        (
            ">=3.8",
            ">=3.8,<3.14",
            vec![
                "requiring runtime-dropped: python 3.14 and later are no longer supported: `>=3.8,<3.14`, before `>=3.8` (head pyproject.toml:3)",
            ],
        ),
        (
            ">=3.8",
            ">=3.7",
            vec![
                "adding runtime-added: python 3.7 is newly supported: `>=3.7`, before `>=3.8` (head pyproject.toml:3)",
            ],
        ),
        (
            ">=3.8",
            ">=3.8.1",
            vec![
                "requiring runtime-raised: python is now `>=3.8.1`, before `>=3.8` (head pyproject.toml:3)",
            ],
        ),
        (
            ">=2.7,!=3.0.*,!=3.1.*",
            ">=3.2",
            vec![
                "requiring runtime-dropped: python 2.7 is no longer supported: `>=3.2`, before `>=2.7,!=3.0.*,!=3.1.*` (head pyproject.toml:3)",
            ],
        ),
    ] {
        let found = compared(
            &[("pyproject.toml", &python(before))],
            &[("pyproject.toml", &python(after))],
        );
        assert_eq!(found, expected, "{before} {after}");
    }
    let none = "[project]\nname = 'demo'\nversion = '1'\n";
    let found = compared(
        &[("pyproject.toml", none)],
        &[("pyproject.toml", &python(">=3.8"))],
    );
    assert!(
        found.len() == 1 && found[0].contains("[the previous release declared no versions"),
        "{found:?}"
    );
    let odd = fact(
        &[("pyproject.toml", &python(">=3.8"))],
        &[("pyproject.toml", &python("three"))],
    );
    assert_eq!(
        gaps(&odd),
        ["python: `three` cannot be compared with `>=3.8` (pyproject.toml:3)"]
    );

    let node =
        |range: &str| format!("{{\"name\": \"demo\", \"engines\": {{\"node\": \"{range}\"}}}}");
    assert_eq!(
        compared(
            &[("package.json", &node("^16 || >=18"))],
            &[("package.json", &node(">=20"))]
        ),
        [
            "requiring runtime-dropped: node 16, 18 and 19 are no longer supported: `>=20`, before `^16 || >=18` (head package.json:1)"
        ]
    );
    let rust = |version: &str| format!("[package]\nname = 'demo'\nrust-version = '{version}'\n");
    assert_eq!(
        compared(
            &[("Cargo.toml", &rust("1.63"))],
            &[("Cargo.toml", &rust("1.70.0"))]
        ),
        [
            "requiring runtime-raised: rust is now required from `1.70.0`, before `1.63` (head Cargo.toml:3)"
        ]
    );
    let go = |version: &str| format!("module example.org/demo\n\ngo {version}\n");
    assert_eq!(
        compared(&[("go.mod", &go("1.20"))], &[("go.mod", &go("1.21.0"))]),
        [
            "requiring runtime-raised: go is now required from `1.21.0`, before `1.20` (head go.mod:3)"
        ]
    );
}

#[test]
fn a_removed_classifier_is_only_a_doubt() {
    let classified = |versions: &[&str]| {
        let list: Vec<String> = versions
            .iter()
            .map(|version| format!("'Programming Language :: Python :: {version}'"))
            .collect();
        format!(
            "[project]\nname = 'demo'\nclassifiers = [{}]\n",
            list.join(", ")
        )
    };
    let before = classified(&["3", "3.8", "3.9"]);
    let found = compared(
        &[("pyproject.toml", &before)],
        &[("pyproject.toml", &classified(&["3", "3.9"]))],
    );
    assert_eq!(
        found,
        [
            "requiring runtime-dropped: python 3.8 is no longer among the classifiers (previous pyproject.toml:3) [the declared range still admits it]"
        ]
    );
    assert_eq!(
        compared(
            &[("pyproject.toml", &before)],
            &[("pyproject.toml", &classified(&[]))]
        ),
        [""; 0]
    );
}

#[test]
fn a_workspace_of_crates_is_compared() {
    let root = |rust: &str, log: &str| {
        format!(
            "[workspace]\nmembers = ['crates/*']\n[workspace.package]\nrust-version = '{rust}'\n[workspace.dependencies]\nlog = '{log}'\n"
        )
    };
    let core = |body: &str| {
        format!("[package]\nname = 'demo-core'\nrust-version.workspace = true\n{body}")
    };
    let before = core(
        "[dependencies]\nlog.workspace = true\nrand = { version = '0.8', optional = true }\nserde = { version = '1.0', optional = true }\n[features]\ndefault = ['std', 'fast']\nstd = []\nfast = []\nold = []\n",
    );
    let after = core(
        "[dependencies]\nlog.workspace = true\nrand = { version = '0.9', optional = true }\nserde = { version = '1.0.200', optional = true }\n[features]\ndefault = ['all']\nall = ['std']\nstd = []\nfast = []\nrand = ['dep:rand']\n",
    );
    let old = "[package]\nname = 'demo-old'\nversion = '1.0.0'\n[[bin]]\nname = 'demo-old'\n";
    let private = "[package]\nname = 'demo-tests'\npublish = false\n[features]\nx = []\n";
    let tool = "[package]\nname = 'demo-tool'\n[dependencies]\ndemo-core = '2'\n";
    let found = compared(
        &[
            ("Cargo.toml", &root("1.60", "0.4.1")),
            ("crates/core/Cargo.toml", &before),
            ("crates/old/Cargo.toml", old),
            ("crates/tests/Cargo.toml", private),
            (
                "crates/tool/Cargo.toml",
                "[package]\nname = 'demo-tool'\n[dependencies]\ndemo-core = '1'\n[[bin]]\nname = 'demo-tool'\n",
            ),
        ],
        &[
            ("Cargo.toml", &root("1.70", "0.4.20")),
            ("crates/core/Cargo.toml", &after),
            (
                "crates/tests/Cargo.toml",
                "[package]\nname = 'demo-tests'\npublish = false\n",
            ),
            ("crates/tool/Cargo.toml", tool),
            ("crates/tool/src/main.rs", "fn main() {}\n"),
            ("crates/tool/src/bin/second.rs", "fn main() {}\n"),
        ],
    );
    insta::assert_snapshot!(found.join("\n"), @r#"
    adding feature-added: demo-core/all was added (head crates/core/Cargo.toml:10)
    breaking default-feature-removed: demo-core/fast is no longer on by default (previous crates/core/Cargo.toml:9)
    breaking feature-removed: demo-core/old was removed (previous crates/core/Cargo.toml:12)
    breaking package-removed: demo-old is no longer published from here (previous crates/old/Cargo.toml:4)
    requiring dependency-raised: log is now required as `0.4.20`, before `0.4.1` (`demo-core`) (head crates/core/Cargo.toml:5)
    requiring dependency-major: rand is now required as `0.9`, before `0.8` (`demo-core`) (head crates/core/Cargo.toml:6) [it breaks users where public items show its types]
    requiring runtime-raised: rust is now required from `1.70`, before `1.60` (`demo-core`) (head crates/core/Cargo.toml:3)
    adding command-added: second was added (`demo-tool`) (head crates/tool/Cargo.toml:1)
    requiring dependency-raised: serde is now required as `1.0.200`, before `1.0` (`demo-core`) (head crates/core/Cargo.toml:7) [the dependency is optional]
    "#);
}

#[test]
fn an_npm_package_is_compared() {
    let before = r#"{
  "name": "@demo/lib",
  "main": "index.js",
  "bin": {"demo": "cli.js", "gone": "x.js"},
  "dependencies": {"a": "^1.2.0", "b": "^2", "gone": "1"},
  "peerDependencies": {"react": "^17 || ^18", "vue": "^3"}
}"#;
    let after = r#"{
  "name": "@demo/lib",
  "exports": {".": {"import": "./index.mjs"}, "./sub": "./sub.js"},
  "bin": {"demo": "cli.js"},
  "dependencies": {"a": "^1.3.0", "b": "git+https://example.org/b", "c": "1"},
  "peerDependencies": {"react": "^18", "vue": "^3", "svelte": "4"}
}"#;
    let fact = fact(&[("package.json", before)], &[("package.json", after)]);
    insta::assert_snapshot!(changes(&fact).join("\n"), @r#"
    breaking export-removed: @demo/lib can no longer be loaded with `require` (head package.json:3)
    breaking export-removed: @demo/lib/* can no longer be imported by the path of a file: `exports` says what can be (head package.json:3) [only those who imported files by their path notice]
    adding export-added: @demo/lib/sub was added (head package.json:3)
    requiring dependency-raised: a is now required as `^1.3.0`, before `^1.2.0` (head package.json:5)
    requiring dependency-added: c is a new dependency: `1` (head package.json:5)
    breaking command-removed: gone was removed (previous package.json:4)
    requiring dependency-removed: gone is no longer required (previous package.json:5)
    requiring peer-raised: react is now required as `^18`, before `^17 || ^18` (head package.json:6)
    requiring peer-added: svelte is a new peer dependency: `4` (head package.json:6)
    "#);
    insta::assert_snapshot!(gaps(&fact).join("\n"), @"b: `git+https://example.org/b` cannot be compared with `^2` (package.json:5)");
}

#[test]
fn exports_may_be_covered_by_a_pattern() {
    let before = r#"{"name": "demo", "exports": {".": "./x.js", "./a": "./a.js", "./b/c": "./c.js", "./d": "./d.js"}}"#;
    let after = r#"{"name": "demo", "exports": {".": "./x.js", "./a": null, "./b/*": "./*.js"}}"#;
    assert_eq!(
        compared(&[("package.json", before)], &[("package.json", after)]),
        [
            "breaking export-removed: demo/a was removed (previous package.json:1)",
            "adding export-added: demo/b/* was added (head package.json:1)",
            "breaking export-removed: demo/d was removed (previous package.json:1)",
        ]
    );
}

#[test]
fn a_new_name_is_said() {
    assert_eq!(
        compared(
            &[(
                "pyproject.toml",
                "[project]\nname = 'demo'\nrequires-python = '>=3.9'\n"
            )],
            &[(
                "pyproject.toml",
                "[project]\nname = 'demo-ng'\nrequires-python = '>=3.9'\n"
            )],
        ),
        ["breaking package-renamed: demo is now published as `demo-ng` (head pyproject.toml:3)"]
    );
}

#[test]
fn what_cannot_be_read_is_a_gap_and_no_removal() {
    let before = "from setuptools import setup\nsetup(name='demo', extras_require={'a': []}, install_requires=['x'])\n";
    for (after, expected) in [
        (
            "from setuptools import setup\nsetup(name='demo', extras_require=extras(), install_requires=['x'])\n",
            "extras: `setup(extras_require=…)` is computed, and setup.py is not run (setup.py:2)",
        ),
        (
            "from setuptools import setup\nsetup(name='demo', **arguments)\n",
            "interface: `setup()` is given keywords by `**` (setup.py:2)",
        ),
    ] {
        let fact = fact(&[("setup.py", before)], &[("setup.py", after)]);
        assert_eq!(changes(&fact), [""; 0]);
        assert_eq!(gaps(&fact), [expected]);
    }
    let broken = fact(
        &[(
            "pyproject.toml",
            "[project]\nname = 'demo'\nrequires-python = '>=3.9'\n",
        )],
        &[("pyproject.toml", "[project\n")],
    );
    assert_eq!(changes(&broken), [""; 0]);
    assert!(gaps(&broken)[0].contains("it cannot be parsed"), "{broken}");
}

#[test]
fn options_of_a_python_program_are_compared() {
    let before = r#"import argparse
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kept")
    parser.add_argument("--gone", "-g")
    parser.add_argument("--shy")
    parser.add_argument("--secret", help=argparse.SUPPRESS)
    commands = parser.add_subparsers()
    commands.add_parser("old")
    build = commands.add_parser("build")
    build.add_argument("--fast")
"#;
    let after = r#"import argparse
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kept")
    parser.add_argument("--fast")
    parser.add_argument("--shy", help=argparse.SUPPRESS)
    commands = parser.add_subparsers()
    build = commands.add_parser("build")
"#;
    assert_eq!(
        compared(
            &[("src/demo/cli.py", before)],
            &[("src/demo/cli.py", after)]
        ),
        [
            "adding option-added: --fast was added (head src/demo/cli.py:5)",
            "breaking option-removed: --gone was removed (previous src/demo/cli.py:5)",
            "deprecating option-hidden: --shy is no longer shown in the help (head src/demo/cli.py:6)",
            "breaking option-removed: -g was removed (previous src/demo/cli.py:5)",
            "breaking option-removed: build --fast was removed (previous src/demo/cli.py:11) [one of that name is still there elsewhere]",
            "breaking subcommand-removed: old was removed (previous src/demo/cli.py:9)",
        ]
    );
}

#[test]
fn an_option_that_moves_to_another_file_is_still_there() {
    let program = "import click\n@click.command()\n@click.option('--one')\n@click.option('--two')\ndef main(): ...\n";
    let rest = "import click\n@click.command()\n@click.option('--one')\ndef main(): ...\n";
    let shared = "import click\ndef shared(f):\n    return click.option('--two')(f)\n";
    let tests = "import click\n@click.option('--test')\ndef t(): ...\n";
    assert_eq!(
        compared(
            &[("demo/main.py", program), ("tests/test_main.py", tests)],
            &[("demo/main.py", rest), ("demo/shared.py", shared)],
        ),
        [""; 0]
    );
    assert_eq!(
        compared(
            &[("demo/main.py", program)],
            &[("demo/cli/run.py", program)]
        ),
        [""; 0]
    );
}

#[test]
fn options_of_a_rust_program_are_compared() {
    let before = "use clap::Parser;\n#[derive(Parser)]\nstruct Cli {\n    #[arg(long)]\n    dry_run: bool,\n    #[arg(long, hide = true)]\n    debug: bool,\n}\n#[derive(clap::Subcommand)]\nenum Command {\n    Build,\n    Run { #[arg(long)] port: u16 },\n}\n";
    let after = "use clap::Parser;\n#[derive(Parser)]\nstruct Options {\n    #[arg(long = \"dry-run\")]\n    simulate: bool,\n    #[arg(long)]\n    loud: bool,\n}\n#[derive(clap::Subcommand)]\nenum Command {\n    Build,\n}\n";
    assert_eq!(
        compared(&[("src/main.rs", before)], &[("src/main.rs", after)]),
        [
            "adding option-added: --loud was added (head src/main.rs:6)",
            "breaking subcommand-removed: run was removed (previous src/main.rs:12)",
            "breaking option-removed: run --port was removed (previous src/main.rs:12)",
        ]
    );
}

#[test]
fn a_source_that_cannot_be_read_is_a_gap() {
    let program =
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--one')\n";
    let broken = fact(
        &[("demo.py", program)],
        &[("demo.py", "parser.add_argument('--one'\n")],
    );
    assert_eq!(changes(&broken), [""; 0]);
    assert!(gaps(&broken)[0].contains("it cannot be parsed"), "{broken}");
    let computed = format!("{program}parser.add_argument(*names)\n");
    let computed = fact(&[("demo.py", program)], &[("demo.py", &computed)]);
    assert_eq!(
        gaps(&computed),
        ["options: the program computes the names of some (demo.py:4)"]
    );
}
