//! What holds for every format, and what each makes of a few lines. Files of real tools are in
//! `fixtures/lock`.

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
        "it has no table `metadata`, which ends it, so it is not all there"
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
