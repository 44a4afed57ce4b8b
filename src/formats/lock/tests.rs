//! What holds for every format, and what each makes of a few lines. Files of real tools are in
//! `fixtures/lock`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use proptest::prelude::*;

use super::{FORMATS, Format, Lock};

fn read(name: &str, text: &str) -> Result<Lock, String> {
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    format
        .read_bytes(text.as_bytes())
        .map_err(|flaw| flaw.reason)
}

fn shown(lock: &Lock) -> String {
    let lines = lock.packages.iter().map(|one| {
        let direct = match one.direct {
            None => "?",
            Some(true) => "direct",
            Some(false) => "indirect",
        };
        let version = one.version.as_deref().unwrap_or("-");
        let condition = one.condition.as_deref().unwrap_or("always");
        let digest = if one.has_digest {
            "digest"
        } else {
            "no digest"
        };
        let line = one.line.map_or("-".to_owned(), |line| line.to_string());
        format!(
            "{line}: {} {version} {direct} {:?} {:?} {digest} {condition} {:?}",
            one.name, one.scope, one.origin, one.needs
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

const CARGO: &str = r#"version = 4

[[package]]
name = "demo"
version = "0.1.0"
dependencies = [
 "libc 0.1.12",
 "serde",
]

[[package]]
name = "libc"
version = "0.1.12"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "00"

[[package]]
name = "libc"
version = "0.2.0"
source = "git+https://example.org/libc?rev=1#1"

[[package]]
name = "serde"
version = "1.0.0"
source = "sparse+https://example.org/index/"
dependencies = ["libc 0.2.0"]
"#;

#[test]
fn pdm_leaves_out_what_no_admitted_interpreter_needs() {
    let lock = |needed: &str| {
        let text = format!(
            "[metadata]\nlock_version = \"4.5\"\n\n[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"{needed}\"]\n"
        );
        read("pdm.lock", &text)
    };
    let left_out = lock("b>=5; python_version < '3.10'").unwrap();
    assert_eq!(left_out.packages[0].needs, [0; 0]);
    assert!(
        lock("b>=5")
            .unwrap_err()
            .contains("`a` needs `b`, which it does not hold")
    );
}

#[test]
fn a_cargo_lock_is_read() {
    let lock = read("Cargo.lock", CARGO).unwrap();
    assert_eq!(lock.own[0].name.as_deref(), Some("demo"));
    insta::assert_snapshot!(shown(&lock), @r"
    12: libc 0.1.12 direct Unknown Registry digest always []
    18: libc 0.2.0 indirect Unknown Git no digest always []
    23: serde 1.0.0 direct Unknown OtherRegistry no digest always [1]
    ");
}

#[test]
fn a_cargo_lock_of_the_first_version_is_read() {
    let text = r#"[root]
name = "demo"
version = "0.1.0"
dependencies = ["a 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)"]

[[package]]
name = "a"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[metadata]
"checksum a 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)" = "00"
"#;
    let lock = read("Cargo.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"7: a 1.0.0 direct Unknown Registry digest always []");
}

#[test]
fn a_cargo_lock_that_contradicts_itself_is_refused() {
    let change = |from: &str, to: &str| read("Cargo.lock", &CARGO.replace(from, to)).unwrap_err();
    assert_eq!(
        change("\"serde\",", "\"serde\", \"rand\","),
        "it cannot be understood: line 4: `demo` needs `rand`, which it does not hold"
    );
    assert_eq!(
        change("\"libc 0.1.12\"", "\"libc\""),
        "it cannot be understood: line 4: `demo` needs `libc`, of which it holds several"
    );
    assert_eq!(
        change("version = 4", "version = 5"),
        "it cannot be understood: line 1: a version of the format other than 1 to 4"
    );
    assert_eq!(
        change("name = \"demo\"", "name = \"demo\"\nsource = \"git+x\""),
        "it names no package of the project itself, so it is not all there"
    );
    let whole = CARGO.to_owned() + CARGO.split_once("\n\n").unwrap().1;
    assert_eq!(
        read("Cargo.lock", &whole).unwrap_err(),
        "it cannot be understood: line 28: `demo 0.1.0` is there twice"
    );
}

#[test]
fn a_poetry_lock_is_read() {
    let text = r#"[[package]]
name = "Requests"
version = "2.31.0"
optional = false
groups = ["main", "dev"]
markers = {main = "python_version < \"3.12\"", dev = "sys_platform == \"win32\""}
files = [{file = "x.whl", hash = "sha256:00"}]

[package.dependencies]
urllib_3 = ">=1"
PySocks = {version = "*", optional = true}

[[package]]
name = "urllib-3"
version = "2.0"
optional = true
category = "dev"

[package.source]
type = "git"
url = "https://example.org"

[metadata]
lock-version = "2.1"
content-hash = "00"
"#;
    let lock = read("poetry.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r#"
    2: Requests 2.31.0 ? Runtime Registry digest (python_version < "3.12") or (sys_platform == "win32") [1]
    14: urllib-3 2.0 ? Development Git no digest always []
    "#);
    let cut = text.split("[metadata]").next().unwrap();
    assert_eq!(
        read("poetry.lock", cut).unwrap_err(),
        "it has no `metadata.content-hash`, which ends it, so it is not all there"
    );
}

const UV: &str = r#"version = 1
revision = 3
requires-python = ">=3.9"

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "b", marker = "os_name == 'nt'" }]
sdist = { url = "https://example.org/a.tar.gz", hash = "sha256:00", size = 1 }

[[package]]
name = "b"
version = "1.0"
source = { registry = "https://example.org/simple" }

[[package]]
name = "c"
version = "2.0"
source = { git = "https://example.org/c?rev=1#1" }

[[package]]
name = "demo"
source = { editable = "." }
dependencies = [{ name = "a" }]

[package.dev-dependencies]
dev = [{ name = "c" }]
"#;

#[test]
fn a_uv_lock_is_read() {
    let lock = read("uv.lock", UV).unwrap();
    assert_eq!(lock.own[0].folder.as_deref(), Some(""));
    insta::assert_snapshot!(shown(&lock), @r"
    6: a 1.0 direct Runtime Registry digest always [1]
    13: b 1.0 indirect Runtime OtherRegistry no digest always []
    18: c 2.0 direct Development Git no digest always []
    ");
    let cut = UV.split("[[package]]\nname = \"c\"").next().unwrap();
    assert_eq!(
        read("uv.lock", cut).unwrap_err(),
        "it names no package of the project itself, so it is not all there"
    );
    let without = UV.replace("name = \"b\"\nversion", "name = \"bb\"\nversion");
    assert_eq!(
        read("uv.lock", &without).unwrap_err(),
        "it cannot be understood: line 9: `b` is needed, but not held"
    );
}

#[test]
fn a_package_lock_is_read() {
    let text = r#"{
  "name": "demo",
  "lockfileVersion": 3,
  "packages": {
    "": {"name": "demo", "workspaces": ["packages/*"], "dependencies": {"a": "^1", "w": "*"}, "devDependencies": {"@s/d": "1"}},
    "node_modules/w": {"resolved": "packages/w", "link": true},
    "packages/w": {"name": "w", "version": "0.0.1", "dependencies": {"b": "1"}},
    "node_modules/a": {"version": "1.2.3", "resolved": "https://registry.npmjs.org/a/-/a-1.2.3.tgz", "integrity": "sha512-x", "dependencies": {"b": "2"}},
    "node_modules/a/node_modules/b": {"version": "2.0.0", "resolved": "git+ssh://git@example.org/b.git#1"},
    "node_modules/b": {"version": "1.0.0", "resolved": "https://npm.example.org/b/-/b-1.0.0.tgz"},
    "node_modules/@s/d": {"version": "1.0.0", "dev": true, "name": "@real/d"}
  }
}"#;
    let lock = read("package-lock.json", text).unwrap();
    assert_eq!(lock.own.len(), 2);
    insta::assert_snapshot!(shown(&lock), @r"
    8: a 1.2.3 direct Runtime Registry digest always [1]
    9: b 2.0.0 indirect Runtime Git no digest always []
    10: b 1.0.0 direct Runtime OtherRegistry no digest always []
    11: @real/d 1.0.0 direct Development Registry no digest always []
    ");
    let twice = text.replace("\"node_modules/b\"", "\"node_modules/a\"");
    assert!(
        read("package-lock.json", &twice)
            .unwrap_err()
            .contains("`node_modules/a` is there twice")
    );
    let lost = text
        .replace(
            "node_modules/a/node_modules/b",
            "node_modules/a/node_modules/x",
        )
        .replace("\"node_modules/b\"", "\"node_modules/y\"");
    assert_eq!(
        read("package-lock.json", &lost).unwrap_err(),
        "it cannot be understood: line 7: packages/w needs `b`, which it does not hold"
    );
}

#[test]
fn a_package_lock_of_the_first_version_is_read() {
    let text = r#"{
  "lockfileVersion": 1,
  "requires": true,
  "dependencies": {
    "a": {"version": "1.0.0", "integrity": "x", "requires": {"b": "^2"},
      "dependencies": {
        "b": {"version": "2.0.0", "requires": {"c": "*"}}
      }
    },
    "b": {"version": "1.0.0", "dev": true},
    "c": {"version": "github:o/c#1", "from": "github:o/c", "requires": true}
  }
}"#;
    let lock = read("package-lock.json", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r"
    5: a 1.0.0 ? Runtime Registry digest always [3]
    10: b 1.0.0 ? Development Registry no digest always []
    11: c - ? Runtime Git no digest always []
    7: b 2.0.0 ? Runtime Registry no digest always [2]
    ");
}

#[test]
fn what_is_nothing_is_refused() {
    for format in FORMATS
        .iter()
        .filter(|format| format.name != "requirements")
    {
        for text in [
            "",
            " \n",
            "\u{feff}",
            "\u{0}",
            "{}",
            "a = 1",
            "[]",
            "version = 1",
        ] {
            assert!(read(format.name, text).is_err(), "{} {text:?}", format.name);
        }
        assert!(
            format.read_bytes(b"\xff\xfeh\0i\0").is_err(),
            "{}",
            format.name
        );
    }
    let empty = read("requirements", " \n").unwrap();
    assert!(empty.packages.is_empty() && empty.gaps.is_empty());
}

#[test]
fn files_are_known_by_their_names() {
    let of = |path| Format::of(path).map(|format| format.name);
    assert_eq!(of("a/Cargo.lock"), Some("Cargo.lock"));
    assert_eq!(of("requirements/dev.txt"), Some("requirements"));
    assert_eq!(of("a/npm-shrinkwrap.json"), Some("package-lock.json"));
    assert_eq!(of("a/cargo.lock.txt"), None);
}

/// What `fixtures/counts/lock.py` said of each file, by its format: how many names in versions.
const COUNTS: &[(&str, &str, usize)] = &[
    ("Cargo.lock", "cargo/Cargo.lock", 4),
    ("go.mod", "go/go.mod", 2),
    ("package-lock.json", "npm/v1.json", 13),
    ("package-lock.json", "npm/v2.json", 13),
    ("package-lock.json", "npm/v3.json", 13),
    ("pdm.lock", "pdm/pdm.lock", 6),
    ("requirements", "pip-tools/requirements-hashes.txt", 5),
    ("requirements", "pip-tools/requirements-line.txt", 5),
    ("requirements", "pip-tools/requirements-uv.txt", 5),
    ("Pipfile.lock", "pipenv/Pipfile.lock", 5),
    ("pnpm-lock.yaml", "pnpm/pnpm7.yaml", 13),
    ("pnpm-lock.yaml", "pnpm/pnpm8.yaml", 13),
    ("pnpm-lock.yaml", "pnpm/pnpm9.yaml", 13),
    ("poetry.lock", "poetry/poetry1.lock", 6),
    ("poetry.lock", "poetry/poetry2.lock", 7),
    ("pylock.toml", "pylock/pylock.toml", 8),
    ("uv.lock", "uv/uv.lock", 9),
    ("yarn.lock", "yarn/yarn1.lock", 13),
    ("yarn.lock", "yarn/yarn4.lock", 32),
];

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(path: &str) -> String {
    std::fs::read_to_string(fixtures().join("lock").join(path)).unwrap()
}

fn identities(lock: &Lock) -> BTreeSet<(&str, Option<&str>)> {
    let packages = lock.packages.iter();
    packages
        .map(|one| (one.name.as_str(), one.version.as_deref()))
        .collect()
}

#[test]
fn the_packages_are_those_that_others_count() {
    for (format, path, count) in COUNTS {
        let lock = read(format, &fixture(path)).unwrap();
        assert_eq!(identities(&lock).len(), *count, "{path}");
        assert!(lock.gaps.is_empty(), "{path}: {:?}", lock.gaps);
        for one in &lock.packages {
            let apart =
                *format == "go.mod" || path.ends_with("-line.txt") || path.ends_with("-uv.txt");
            // Yarn's own patch of `fsevents` has none, beside the package itself, which has one.
            if *path != "yarn/yarn4.lock" || one.name != "fsevents" {
                assert_ne!(one.has_digest, apart, "{path}: {}", one.name);
            }
        }
    }
}

#[test]
fn the_table_of_counts_is_what_the_script_says() {
    for (format, path, count) in COUNTS {
        let output = Command::new("python3")
            .arg(fixtures().join("counts/lock.py"))
            .arg(fixtures().join("lock").join(path))
            .output();
        let Some(output) = output.ok().filter(|output| output.status.success()) else {
            eprintln!("skipped: there is no python3 with tomllib to count with");
            return;
        };
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["packages"], *count, "{path}");
        let lock = read(format, &fixture(path)).unwrap();
        let names: BTreeSet<&str> = identities(&lock)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let names: Vec<&str> = names.into_iter().collect();
        assert_eq!(said["names"], serde_json::json!(names), "{path}");
    }
}

#[test]
fn what_the_project_asks_for_is_known_where_the_file_says_so() {
    let asked = |format: &str, path: &str| {
        let lock = read(format, &fixture(path)).unwrap();
        let direct = lock.packages.iter().filter(|one| one.direct == Some(true));
        let mut shown: Vec<String> = direct
            .map(|one| {
                format!(
                    "{} {} {:?}",
                    one.name,
                    one.version.as_deref().unwrap(),
                    one.scope
                )
            })
            .collect();
        shown.sort();
        shown.dedup();
        shown.join(", ")
    };
    let npm = "chalk 4.1.2 Runtime, fsevents 2.3.3 Optional, is-odd 2.0.0 Development, is-odd 3.0.1 Development, semver 6.3.2 Runtime, semver 7.8.6 Runtime";
    for (format, path) in [
        ("package-lock.json", "npm/v2.json"),
        ("package-lock.json", "npm/v3.json"),
        ("pnpm-lock.yaml", "pnpm/pnpm7.yaml"),
        ("pnpm-lock.yaml", "pnpm/pnpm8.yaml"),
        ("pnpm-lock.yaml", "pnpm/pnpm9.yaml"),
    ] {
        assert_eq!(asked(format, path), npm, "{path}");
    }
    assert_eq!(
        asked("uv.lock", "uv/uv.lock").split(", ").count(),
        5,
        "{}",
        asked("uv.lock", "uv/uv.lock")
    );
    for path in ["hashes", "line", "uv"] {
        let direct = asked(
            "requirements",
            &format!("pip-tools/requirements-{path}.txt"),
        );
        assert!(
            direct.starts_with("docutils ") && direct.contains(", rich "),
            "{direct}"
        );
        assert_eq!(direct.split(", ").count(), 2, "{direct}");
    }
    assert_eq!(asked("go.mod", "go/go.mod").split(", ").count(), 2);
    assert_eq!(asked("poetry.lock", "poetry/poetry2.lock"), "");
}

#[test]
fn a_file_that_is_cut_off_never_names_another_package() {
    for (format, path, _) in COUNTS {
        let text = fixture(path);
        let whole = read(format, &text).unwrap();
        let known = identities(&whole);
        for end in (0..text.trim_end().len())
            .step_by(7)
            .filter(|end| text.is_char_boundary(*end))
        {
            let cut = text.get(..end).unwrap();
            let Ok(lock) = read(format, cut) else {
                continue;
            };
            // Lines of requirements may be cut anywhere, and so may the version in the last.
            let last = if *format == "requirements" { 1 } else { 0 };
            let strange = identities(&lock).difference(&known).count();
            assert!(strange <= last, "{path} at {end}: {:?}", identities(&lock));
            let ends = ["package-lock.json", "Pipfile.lock", "poetry.lock"];
            assert!(!ends.contains(format), "{path} at {end} is read");
        }
    }
}

#[test]
fn the_digests_of_modules_are_in_go_sum() {
    let mut lock = read("go.mod", &fixture("go/go.mod")).unwrap();
    super::go_mod::note_digests(&mut lock, &fixture("go/go.sum")).unwrap();
    assert!(lock.packages.iter().all(|one| one.has_digest));
    assert_eq!(
        super::go_mod::note_digests(&mut lock, "a v1 h1:x\n<<<<<<< HEAD\n"),
        Err(2)
    );
}

#[test]
fn a_go_mod_that_asks_for_nothing_leaves_nothing_out() {
    let lock = read("go.mod", "module example.org/demo\n").unwrap();
    assert_eq!((lock.packages.len(), lock.gaps.len()), (0, 0));
}

#[test]
fn a_go_mod_follows_replacements_and_says_what_it_leaves_out() {
    let text = "module \"example.org/demo\"\nrequire example.org/a v1.0.0 // indirect\nrequire (\n\texample.org/b v1.0.0\n\texample.org/c v1.2.0\n)\nreplace (\n\texample.org/b v1.0.0 => ../b\n\texample.org/c => example.org/d v1.3.0\n\texample.org/a v0.9.0 => example.org/e v1.0.0\n)\nexclude example.org/a v0.8.0\n";
    let lock = read("go.mod", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r"
    2: example.org/a v1.0.0 indirect Unknown Registry no digest always []
    4: example.org/b - direct Unknown Path no digest always []
    5: example.org/d v1.3.0 direct Unknown Registry no digest always []
    ");
    assert!(
        lock.gaps[0].starts_with("leaves out what others need"),
        "{:?}",
        lock.gaps
    );
    assert!(
        read("go.mod", &text.replace("module", "go 1.17\nmodule"))
            .unwrap()
            .gaps
            .is_empty()
    );
    for (text, reason) in [
        (
            "module a\nrequire (\n\tb v1\n",
            "line 2: the block `require` is not closed, so it is cut off",
        ),
        (
            "module a\nrequire b\n",
            "line 2: this is no `require` that Go reads",
        ),
        (
            "module a\n<<<<<<< HEAD\n",
            "line 2: this is no `<<<<<<<` that Go reads",
        ),
        (
            "module a\nrequire b v1\nrequire b v2\n",
            "line 3: `b` is required twice",
        ),
    ] {
        assert_eq!(
            read("go.mod", text).unwrap_err(),
            format!("it cannot be understood: {reason}")
        );
    }
}

#[test]
fn what_is_nested_without_end_is_refused() {
    for format in FORMATS {
        for open in ["[", "{\"a\":", "a:\n  ", "- ", "(", "packages: ["] {
            let text = open.repeat(100_000);
            let header = match format.name {
                "package-lock.json" => format!("{{\"lockfileVersion\":1,\"x\":{text}"),
                "pnpm-lock.yaml" => format!("lockfileVersion: '9.0'\nx: {text}"),
                _ => text,
            };
            assert!(
                read(format.name, &header).is_err(),
                "{} {open}",
                format.name
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn one_wrong_byte_never_panics(which in 0..COUNTS.len(), at in 0_usize..20_000, byte in any::<u8>()) {
        let (name, path, _) = COUNTS[which];
        let mut bytes = fixture(path).into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let format = FORMATS.iter().find(|format| format.name == name).unwrap();
        let _ = format.read_bytes(&bytes);
        let _ = format.details_of(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = format.read_bytes(&bytes);
            let _ = format.details_of(&bytes);
        }
    }

    #[test]
    fn any_requirements_are_read_or_refused(text in "([a-z]|[-=<>!~.;@#\\\\\\[\\](), \n0-9]|--hash|://|file:){0,60}") {
        let _ = read("requirements", &text);
        let _ = super::requirements::details(&text);
    }

    #[test]
    fn any_lines_of_yarn_are_read_or_refused(text in "(# yarn lockfile v1\n|a@1:\n|  version|  dependencies:\n|    a \"1\"|\"|\\\\|[ :,@\n]){0,30}") {
        let _ = read("yarn.lock", &text);
        let _ = super::yarn::details(&text);
    }
}
