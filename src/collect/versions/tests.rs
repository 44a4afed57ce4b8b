use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::collect::{Options, VersionPattern};

/// Collects from a new repository with these files, all of them tracked.
fn collect(files: &[(&str, &str)], options: Options) -> Versions {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    let dir = folder.path().to_owned();
    let context = Context::open(Options { dir, ..options }).unwrap();
    VersionsCollector::collect(&context).unwrap()
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success());
}

/// The fact, one line an item.
fn outline(files: &[(&str, &str)]) -> String {
    outline_of(&collect(files, Options::default()))
}

fn outline_of(versions: &Versions) -> String {
    let declared = versions
        .declared
        .as_ref()
        .map_or("-", |version| version.text.as_str());
    let mut lines = vec![format!(
        "{} {declared}",
        versions.name.as_deref().unwrap_or("-")
    )];
    for found in &versions.declarations {
        let role = if found.role == DeclarationRole::Project {
            "project"
        } else {
            "member"
        };
        let refused = if found.version.is_none() {
            " (no version)"
        } else {
            ""
        };
        lines.push(format!(
            "{}:{} {} {} {role} {}{refused}",
            found.path, found.line, found.kind, found.key, found.text
        ));
    }
    for found in &versions.dynamic {
        let tag = if found.from_tag { " (tag)" } else { "" };
        lines.push(format!(
            "{}:{} ~ {} {}{tag}",
            found.path, found.line, found.provider, found.target
        ));
    }
    for found in &versions.undetermined {
        lines.push(format!("{}:{} ? {}", found.path, found.line, found.reason));
    }
    lines.join("\n")
}

#[test]
fn nothing_declares_a_version() {
    insta::assert_snapshot!(outline(&[("README.md", "1.2.3")]), @"- -");
}

#[test]
fn a_python_attribute_is_followed_to_the_file_that_assigns_it() {
    let pyproject = "[project]\nname = 'demo'\ndynamic = ['version']\n[tool.setuptools.dynamic]\nversion = {attr = 'demo.__version__'}\n[tool.setuptools.packages.find]\nwhere = ['lib']\n";
    insta::assert_snapshot!(outline(&[
        ("pyproject.toml", pyproject),
        ("lib/demo/__init__.py", "from .about import VERSION as __version__\n"),
        ("lib/demo/about.py", "\nVERSION = '1.2.3'\n"),
        ("tests/__init__.py", "__version__ = '9.9.9'\n"),
    ]), @r"
    demo 1.2.3
    lib/demo/about.py:2 python-attribute VERSION project 1.2.3
    lib/demo/__init__.py:1 ~ attr .about.VERSION
    pyproject.toml:5 ~ attr demo.__version__
    ");
    insta::assert_snapshot!(outline(&[("pyproject.toml", pyproject)]), @r"
    demo -
    pyproject.toml:5 ~ attr demo.__version__
    pyproject.toml:5 ? the version is taken from `demo.__version__`, and git tracks no module `demo`
    ");
}

#[test]
fn every_literal_of_a_python_project_is_a_declaration() {
    insta::assert_snapshot!(outline(&[
        ("pyproject.toml", "[project]\r\nname = 'demo'\r\nversion = '1.2.3'\r\n"),
        ("setup.py", "from setuptools import setup\nsetup(\n    version='1.2.2',\n)\n"),
        ("src/demo/__init__.py", "from importlib.metadata import version\n__version__ = version('demo')\n"),
        ("demo_cli/__init__.py", ""),
        ("demo_cli/__about__.py", "__version__ = '1.2.1'\n"),
        ("Dockerfile", "FROM x\nARG V=1.2\nLABEL version=${V}\n"),
        ("VERSION", "1.2.3.4\n"),
    ]), @r"
    demo 1.2.3
    Dockerfile:2 docker-label version project 1.2
    VERSION:1 version-file VERSION project 1.2.3.4 (no version)
    demo_cli/__about__.py:1 python-attribute __version__ project 1.2.1
    pyproject.toml:3 pyproject.toml project.version project 1.2.3
    setup.py:3 setup.py version project 1.2.2
    src/demo/__init__.py:2 ~ importlib.metadata demo
    ");
}

#[test]
fn two_labels_on_one_line_are_two_declarations() {
    let labels = "FROM x\nLABEL version=1.2.3 org.opencontainers.image.version=1.2.2\n";
    insta::assert_snapshot!(outline(&[("docker/Dockerfile.slim", labels), ("x/Dockerfile", labels)]), @r"
    - -
    docker/Dockerfile.slim:2 docker-label org.opencontainers.image.version project 1.2.2
    docker/Dockerfile.slim:2 docker-label version project 1.2.3
    ");
}

#[test]
fn the_tag_may_supply_the_version() {
    insta::assert_snapshot!(outline(&[
        ("pyproject.toml", "[build-system]\nbuild-backend = 'hatchling.build'\n[project]\nname = 'demo'\ndynamic = ['version']\n[tool.hatch.version]\nsource = 'vcs'\n"),
        ("demo/__init__.py", "__version__ = '0.0.0'\n"),
        ("package.json", "{\"private\": true}"),
    ]), @r"
    demo -
    demo/__init__.py:1 ~ placeholder git tag (tag)
    pyproject.toml:6 ~ hatch-vcs git tag (tag)
    ");
    insta::assert_snapshot!(outline(&[
        ("package.json", "{\"name\": \"demo\",\n\"version\": \"0.0.0-development\"}"),
        (".releaserc.json", "{}"),
    ]), @r"
    demo -
    package.json:2 ~ semantic-release git tag (tag)
    ");
    insta::assert_snapshot!(outline(&[("package.json", "{\"name\": \"demo\",\n\"version\": \"0.0.0\"}")]), @r"
    demo 0.0.0
    package.json:2 package.json version project 0.0.0
    ");
}

#[test]
fn setuptools_other_manifests_and_files() {
    let pyproject = "[project]\nname = 'demo'\ndynamic = ['version']\n";
    insta::assert_snapshot!(outline(&[("pyproject.toml", pyproject), ("setup.cfg", "[metadata]\nversion = file: VERSION\n"), ("VERSION", "1.2.3")]), @r"
    demo 1.2.3
    VERSION:1 version-file VERSION project 1.2.3
    pyproject.toml:3 ~ setuptools setup.cfg, setup.py
    setup.cfg:2 ~ file VERSION
    ");
    insta::assert_snapshot!(outline(&[("pyproject.toml", pyproject), ("setup.py", "setup()")]), @r"
    demo -
    pyproject.toml:3 ~ setuptools setup.cfg, setup.py
    pyproject.toml:3 ? the version is dynamic, and neither setup.cfg nor setup.py says what it is
    ");
    insta::assert_snapshot!(outline(&[("pyproject.toml", "[build-system]\nbuild-backend = 'maturin'\n[project]\nname = 'demo'\ndynamic = ['version']\n"), ("Cargo.toml", "[package]\nname = 'demo-rs'\nversion = '1.2.3'\n")]), @r"
    demo 1.2.3
    Cargo.toml:3 Cargo.toml package.version project 1.2.3
    pyproject.toml:5 ~ maturin Cargo.toml
    ");
}

const SHARED: &str =
    "[workspace]\nmembers = ['crates/*']\n[workspace.package]\nversion = '1.2.3'\n";

#[test]
fn a_cargo_workspace_has_a_version_and_members() {
    insta::assert_snapshot!(outline(&[
        ("Cargo.toml", SHARED),
        ("crates/a/Cargo.toml", "[package]\nname = 'a'\nversion.workspace = true\n"),
        ("crates/b/Cargo.toml", "[package]\nname = 'b'\nversion = '0.4.0'\n"),
        ("crates/b/fuzz/Cargo.toml", "[package]\nname = 'fuzz'\nversion = '0.0.0'\n"),
    ]), @r"
    - 1.2.3
    Cargo.toml:4 Cargo.toml workspace.package.version project 1.2.3
    crates/b/Cargo.toml:3 Cargo.toml package.version member 0.4.0
    crates/a/Cargo.toml:3 ~ workspace Cargo.toml workspace.package.version
    ");
    insta::assert_snapshot!(outline(&[("Cargo.toml", &format!("[package]\nname = 'root'\nversion.workspace = true\n{SHARED}"))]), @r"
    root 1.2.3
    Cargo.toml:7 Cargo.toml workspace.package.version project 1.2.3
    Cargo.toml:3 ~ workspace Cargo.toml workspace.package.version
    ");
}

#[test]
fn a_virtual_workspace_is_its_main_member_or_what_all_share() {
    let root = "[workspace]\nmembers = ['*']\nexclude = ['old']\n";
    let member = |name: &str, rest: &str| format!("[package]\nname = '{name}'\n{rest}\n");
    let (main, other) = (
        member("demo", "version = '1.2.3'"),
        member("other", "version = '0.1.0'"),
    );
    let files = [
        ("Cargo.toml", root),
        ("demo/Cargo.toml", main.as_str()),
        ("other/Cargo.toml", other.as_str()),
        ("old/Cargo.toml", "[package]\nversion = '9.0.0'"),
    ];
    let named = Options {
        name: Some("demo".to_owned()),
        ..Options::default()
    };
    insta::assert_snapshot!(outline_of(&collect(&files, named)), @r"
    demo 1.2.3
    demo/Cargo.toml:3 Cargo.toml package.version project 1.2.3
    other/Cargo.toml:3 Cargo.toml package.version member 0.1.0
    ");
    insta::assert_snapshot!(outline(&files), @r"
    - -
    demo/Cargo.toml:3 Cargo.toml package.version member 1.2.3
    other/Cargo.toml:3 Cargo.toml package.version member 0.1.0
    ");
    let private = member("other", "version = '0.1.0'\npublish = false");
    insta::assert_snapshot!(outline(&[files[0], files[1], ("other/Cargo.toml", &private)]), @r"
    - 1.2.3
    demo/Cargo.toml:3 Cargo.toml package.version project 1.2.3
    other/Cargo.toml:3 Cargo.toml package.version member 0.1.0
    ");
}

#[test]
fn npm_workspaces_and_lerna() {
    insta::assert_snapshot!(outline(&[
        ("package.json", "{\"private\": true, \"workspaces\": [\"packages/*\", \"!packages/x\"]}"),
        ("lerna.json", "{\n\"version\": \"1.2.3\"}"),
        ("packages/a/package.json", "{\n\n\"version\": \"1.2.3\", \"name\": \"a\"}"),
        ("packages/x/package.json", "{\"version\": \"9.0.0\"}"),
        ("node_modules/y/package.json", "{\"version\": \"9.0.0\"}"),
    ]), @r"
    - 1.2.3
    lerna.json:2 lerna.json version project 1.2.3
    packages/a/package.json:3 package.json version member 1.2.3
    ");
}

#[test]
fn malformed_manifests_are_told_one_by_one() {
    insta::assert_snapshot!(outline(&[
        ("pyproject.toml", "[project]\nname = \"demo\nversion = '1'\n"),
        ("Cargo.toml", "[package]\nname = 'demo'\nversion = '1.2.3'\n"),
        ("package.json", "{\n  \"version\": \"1.2.3\",\n}"),
    ]), @r#"
    demo -
    Cargo.toml:3 Cargo.toml package.version project 1.2.3
    package.json:3 ? it cannot be parsed: trailing comma at line 3 column 1
    pyproject.toml:2 ? it cannot be parsed: invalid basic string, expected `"`
    "#);
}

#[test]
fn build_files_of_other_languages_declare_it_where_nothing_else_does() {
    let pom =
        "<project>\n<artifactId>demo</artifactId>\n<version>1.2.3-SNAPSHOT</version>\n</project>";
    insta::assert_snapshot!(outline(&[("pom.xml", pom)]), @r"
    demo 1.2.3-SNAPSHOT
    pom.xml:3 pom.xml project.version project 1.2.3-SNAPSHOT
    ");
    insta::assert_snapshot!(outline(&[
        ("demo.gemspec", "  s.version = Demo::VERSION\n"),
        ("lib/demo/ext/version.rb", "  VERSION = '9.9.9'\n"),
        ("lib/demo/version.rb", "module Demo\n  VERSION = \"1.2.3\"\nend\n"),
    ]), @r"
    - 1.2.3
    lib/demo/version.rb:2 version.rb VERSION project 1.2.3
    ");
    insta::assert_snapshot!(outline(&[
        ("CMakeLists.txt", "project(demo VERSION 1.2.3)\n"),
        ("configure.ac", "AC_INIT([demo], [1.2.4])\n"),
        ("sub/CMakeLists.txt", "project(other VERSION 9.9.9)\n"),
    ]), @r"
    - 1.2.3
    CMakeLists.txt:1 CMakeLists.txt project(VERSION) project 1.2.3
    configure.ac:1 configure.ac AC_INIT project 1.2.4
    ");
    insta::assert_snapshot!(outline(&[
        ("Cargo.toml", "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n"),
        ("CMakeLists.txt", "project(demo VERSION 0.1)\n"),
    ]), @r"
    demo 1.2.3
    Cargo.toml:3 Cargo.toml package.version project 1.2.3
    ");
    insta::assert_snapshot!(outline(&[("pom.xml", "<project>"), ("demo.gemspec", "  s.version = x\n"), ("composer.json", "{\"version\": \"1.2.3\"}")]), @r"
    - -
    composer.json:1 composer.json version project 1.2.3
    demo.gemspec:1 ? the version is computed: `x`
    pom.xml:1 ? it cannot be parsed: it is cut off at line 1
    ");
}

/// What the configuration says of files that compute the version.
fn settled(computed: &[&str], from_tag: &[&str]) -> String {
    let owned = |paths: &[&str]| paths.iter().map(|it| (*it).to_owned()).collect();
    let options = Options {
        versions_computed: owned(computed),
        versions_from_tag: owned(from_tag),
        ..Options::default()
    };
    outline_of(&collect(
        &[
            ("CMakeLists.txt", "project(demo VERSION ${V})\n"),
            ("configure.ac", "AC_INIT([demo], [1.2.3])\n"),
        ],
        options,
    ))
}

#[test]
fn the_configuration_says_where_a_computed_version_comes_from() {
    insta::assert_snapshot!(settled(&[], &[]), @r"
    - -
    configure.ac:1 configure.ac AC_INIT project 1.2.3
    CMakeLists.txt:1 ? the version is computed: `${V}`
    ");
    insta::assert_snapshot!(settled(&["CMakeLists.txt"], &[]), @r"
    - 1.2.3
    configure.ac:1 configure.ac AC_INIT project 1.2.3
    CMakeLists.txt:1 ~ configured the other places
    ");
    insta::assert_snapshot!(settled(&[], &["CMakeLists.txt"]), @r"
    - -
    configure.ac:1 configure.ac AC_INIT project 1.2.3
    CMakeLists.txt:1 ~ configured git tag (tag)
    ");
    insta::assert_snapshot!(settled(&["CMakeLists.txt", "configure.ac"], &[]), @r"
    - 1.2.3
    configure.ac:1 configure.ac AC_INIT project 1.2.3
    CMakeLists.txt:1 ~ configured the other places
    configure.ac:1 ? the configuration says where it takes the version from, and it computes none
    ");
}

fn configured(path: &str, pattern: &str) -> String {
    let version_patterns = vec![VersionPattern {
        path: path.to_owned(),
        pattern: pattern.to_owned(),
    }];
    let options = Options {
        version_patterns,
        ..Options::default()
    };
    outline_of(&collect(
        &[("docs/conf.py", "\nrelease = '1.2.3'\n"), ("docs/x.py", "")],
        options,
    ))
}

#[test]
fn a_configured_pattern_must_match() {
    insta::assert_snapshot!(configured("docs/conf.py", "^release = '(.+)'$"), @r"
    - -
    docs/conf.py:2 configured ^release = '(.+)'$ project 1.2.3
    ");
    insta::assert_snapshot!(configured("docs/*.py", "(?<quote>')(?<version>[0-9.]+)'"), @r"
    - -
    docs/conf.py:2 configured (?<quote>')(?<version>[0-9.]+)' project 1.2.3
    docs/x.py:1 ? the configured version pattern `(?<quote>')(?<version>[0-9.]+)'` matches nothing in it
    ");
    insta::assert_snapshot!(configured("gone.py", "(.+)"), @r"
    - -
    gone.py:1 ? the configured path `gone.py` matches no file that git tracks
    ");
    for refused in ["(", "no group", "((a{999}){999}){999}", "(a)\\1"] {
        let outline = configured("docs/conf.py", refused);
        assert!(
            outline.contains("docs/conf.py:1 ? the version pattern `"),
            "{refused}: {outline}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_manifest_that_leads_out_of_the_checkout_is_not_read() {
    let (folder, elsewhere) = (
        tempfile::tempdir().unwrap(),
        tempfile::NamedTempFile::new().unwrap(),
    );
    git(folder.path(), &["init", "-q"]);
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("VERSION")).unwrap();
    fs::write(
        folder.path().join("Cargo.toml"),
        b"[package]\nname = '\xff'",
    )
    .unwrap();
    fs::write(folder.path().join("package.json"), "{}").unwrap();
    git(folder.path(), &["add", "-A"]);
    fs::remove_file(folder.path().join("package.json")).unwrap();
    let context = Context::open(Options {
        dir: folder.path().to_owned(),
        ..Options::default()
    });
    insta::assert_snapshot!(outline_of(&VersionsCollector::collect(&context.unwrap()).unwrap()), @r"
    - -
    Cargo.toml:1 ? `Cargo.toml` line 2 is not valid UTF-8
    VERSION:1 ? `VERSION` is a symbolic link out of the checkout, so it was not read
    package.json:1 ? `package.json` is tracked by git, but not on disk
    ");
}

/// What lock files keep, one line an entry.
fn locked(files: &[(&str, &str)]) -> Vec<String> {
    let versions = collect(files, Options::default());
    let places = versions.undetermined.iter();
    let refused = places.map(|it| format!("{}:{} ? {}", it.path, it.line, it.reason));
    let found = versions.locked.iter().map(|it| {
        let package = it.package.as_deref().unwrap_or("-");
        format!("{}:{} {package} {}", it.path, it.line, it.text)
    });
    found.chain(refused).collect()
}

#[test]
fn lock_files_keep_the_version_of_the_packages_that_declare_or_inherit_it() {
    let lock = "[[package]]\nname = \"demo\"\nversion = \"1.2.2\"\n\n[[package]]\nname = \"demo-core\"\nversion = \"1.2.1\"\n\n[[package]]\nname = \"tools\"\nversion = \"0.1.0\"\n";
    let root = "[package]\nname = \"demo\"\nversion.workspace = true\n[workspace]\nmembers = [\"*\"]\n[workspace.package]\nversion = \"1.2.3\"\n";
    let core = "[package]\nname = \"demo-core\"\nversion.workspace = true\n";
    let tools = "[package]\nname = \"tools\"\nversion = \"0.2.0\"\n";
    let files = [
        ("Cargo.toml", root),
        ("core/Cargo.toml", core),
        ("tools/Cargo.toml", tools),
        ("Cargo.lock", lock),
    ];
    assert_eq!(
        locked(&files),
        ["Cargo.lock:3 demo 1.2.2", "Cargo.lock:7 demo-core 1.2.1"]
    );
    // A root package with a version of its own is the project; what takes the workspace's is not.
    let own = root.replace("version.workspace = true", "version = \"2.0.0\"");
    let files = [
        ("Cargo.toml", &*own),
        ("core/Cargo.toml", core),
        ("Cargo.lock", lock),
    ];
    assert_eq!(locked(&files), ["Cargo.lock:3 demo 1.2.2"]);
}

#[test]
fn a_lock_file_without_a_declared_version_beside_it_keeps_none() {
    let lock = "{\"version\": \"0.0.0-development\"}";
    let released = "{\"name\": \"demo\", \"version\": \"0.0.0-development\", \"release\": {}}";
    assert!(locked(&[("package.json", released), ("package-lock.json", lock)]).is_empty());
    let declared = "{\"name\": \"demo\", \"version\": \"1.2.3\"}";
    assert_eq!(
        locked(&[("package.json", declared), ("package-lock.json", lock)]),
        ["package-lock.json:1 - 0.0.0-development"]
    );
    assert_eq!(
        locked(&[("package.json", declared), ("package-lock.json", "{")]),
        [
            "package-lock.json:1 ? it cannot be parsed: EOF while parsing an object at line 1 column 1"
        ]
    );
}
