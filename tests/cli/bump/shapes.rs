//! Projects of many shapes.

use super::*;

fn shape(files: &[(&str, &str)]) -> History {
    let mut all = vec![("CHANGELOG.md", CHANGELOG)];
    all.extend(files);
    let history = project(&all);
    holds(&history, &["1.2.4"], "patch");
    history
}

#[test]
fn python_with_a_static_version() {
    let history = shape(&[(
        "pyproject.toml",
        "[project]\nname = \"demo\" # 1.2.3\nversion = \"1.2.3\" # the version\ndependencies = [\"other==1.2.3\"]\n\n[tool.commitizen]\nversion = \"1.2.3\"\n",
    )]);
    assert_eq!(
        read(&history, "pyproject.toml"),
        "[project]\nname = \"demo\" # 1.2.3\nversion = \"1.2.4\" # the version\ndependencies = [\"other==1.2.3\"]\n\n[tool.commitizen]\nversion = \"1.2.4\"\n"
    );
}

#[test]
fn setup_cfg_and_bump2version() {
    let history = shape(&[
        (
            "setup.cfg",
            "[metadata]\nname = demo\nversion = 1.2.3\n\n[bumpversion]\ncurrent_version = 1.2.3\n",
        ),
        ("setup.py", "from setuptools import setup\n\nsetup()\n"),
    ]);
    assert_eq!(
        read(&history, "setup.cfg"),
        "[metadata]\nname = demo\nversion = 1.2.4\n\n[bumpversion]\ncurrent_version = 1.2.4\n"
    );
}

#[test]
fn setup_py_with_a_literal() {
    let history = shape(&[(
        "setup.py",
        "from setuptools import setup\n\nsetup(\n    name='demo',\n    version='1.2.3',\n    install_requires=['other==1.2.3'],\n)\n",
    )]);
    assert!(
        read(&history, "setup.py")
            .contains("version='1.2.4',\n    install_requires=['other==1.2.3']")
    );
}

#[test]
fn a_version_attribute_and_a_tuple() {
    let history = shape(&[
        (
            "pyproject.toml",
            "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n\n[project]\nname = \"demo\"\ndynamic = [\"version\"]\n\n[tool.hatch.version]\npath = \"src/demo/__init__.py\"\n",
        ),
        (
            "src/demo/__init__.py",
            "\"\"\"Demo.\"\"\"\n__version__ = '1.2.3'  # was 1.2.2\n",
        ),
        ("src/demo/version.py", "VERSION = (1, 2, 3)\n"),
    ]);
    assert_eq!(
        read(&history, "src/demo/__init__.py"),
        "\"\"\"Demo.\"\"\"\n__version__ = '1.2.4'  # was 1.2.2\n"
    );
    assert_eq!(
        read(&history, "src/demo/version.py"),
        "VERSION = (1, 2, 4)\n"
    );
}

#[test]
fn python_with_uv() {
    let history = shape(&[
        (
            "pyproject.toml",
            "[project]\nname = \"De_mo\"\nversion = \"1.2.3\"\n",
        ),
        (
            "uv.lock",
            "version = 1\n\n[[package]]\nname = \"de-mo\"\nversion = \"1.2.3\"\nsource = { editable = \".\" }\n\n[[package]]\nname = \"other\"\nversion = \"1.2.3\"\nsource = { registry = \"https://pypi.org/simple\" }\n",
        ),
    ]);
    let lock = read(&history, "uv.lock");
    assert!(
        lock.contains("\"de-mo\"\nversion = \"1.2.4\"")
            && lock.contains("\"other\"\nversion = \"1.2.3\""),
        "{lock}"
    );
}

#[test]
fn a_crate_with_its_lock_file() {
    let history = shape(&[
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n\n[dependencies]\nserde = \"1.2.3\"\n",
        ),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\n \"serde\",\n]\n\n[[package]]\nname = \"serde\"\nversion = \"1.2.3\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n",
        ),
        ("src/lib.rs", "// 1.2.3\n"),
    ]);
    let lock = read(&history, "Cargo.lock");
    assert!(
        lock.contains("\"demo\"\nversion = \"1.2.4\"")
            && lock.contains("\"serde\"\nversion = \"1.2.3\""),
        "{lock}"
    );
    assert!(read(&history, "Cargo.toml").contains("serde = \"1.2.3\""));
}

#[test]
fn a_workspace_with_one_version() {
    let history = shape(&[
        ("relcheck.toml", "[project]\nname = \"demo\"\n"),
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\"]\n\n[workspace.package]\nversion = \"1.2.3\"\n\n[workspace.dependencies]\ndemo-core = { path = \"crates/core\", version = \"=1.2.3\" }\nother = { version = \"1.2.3\" }\n",
        ),
        (
            "crates/core/Cargo.toml",
            "[package]\nname = \"demo-core\"\nversion.workspace = true\n",
        ),
        (
            "crates/cli/Cargo.toml",
            "[package]\nname = \"demo-cli\"\nversion.workspace = true\n\n[dependencies]\ndemo-core = { path = \"../core\", version = \"1.2\" }\n\n[target.'cfg(unix)'.dependencies]\ncore2 = { package = \"demo-core\", path = \"../core\", version = \"1.2.3\" }\n",
        ),
        (
            "crates/own/Cargo.toml",
            "[package]\nname = \"demo-own\"\nversion = \"0.4.0\"\n",
        ),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"demo-cli\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"demo-core\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"demo-own\"\nversion = \"0.4.0\"\n",
        ),
    ]);
    let root = read(&history, "Cargo.toml");
    assert!(
        root.contains("[workspace.package]\nversion = \"1.2.4\"")
            && root.contains("\"=1.2.4\"")
            && root.contains("other = { version = \"1.2.3\" }"),
        "{root}"
    );
    let cli = read(&history, "crates/cli/Cargo.toml");
    assert!(
        cli.contains("\"../core\", version = \"1.2\"")
            && cli.contains("\"../core\", version = \"1.2.4\""),
        "{cli}"
    );
    assert_eq!(read(&history, "Cargo.lock").matches("1.2.4").count(), 2);
}

#[test]
fn members_with_the_same_version_move_along() {
    let history = shape(&[
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n\n[workspace]\nmembers = [\"derive\", \"old\"]\n\n[dependencies]\ndemo-derive = { path = \"derive\", version = \"1.2.3\" }\n",
        ),
        (
            "derive/Cargo.toml",
            "[package]\nname = \"demo-derive\"\nversion = \"1.2.3\"\n",
        ),
        (
            "old/Cargo.toml",
            "[package]\nname = \"demo-old\"\nversion = \"1.2.2\"\n",
        ),
    ]);
    assert!(read(&history, "Cargo.toml").contains("path = \"derive\", version = \"1.2.4\""));
    assert!(read(&history, "derive/Cargo.toml").contains("1.2.4"));
    assert!(read(&history, "old/Cargo.toml").contains("1.2.2"));
}

#[test]
fn npm_with_a_lock_file() {
    let history = shape(&[
        (
            "package.json",
            "{\n  \"name\": \"demo\",\n  \"version\": \"1.2.3\",\n  \"dependencies\": { \"other\": \"1.2.3\" }\n}\n",
        ),
        (
            "package-lock.json",
            "{\n  \"name\": \"demo\",\n  \"version\": \"1.2.3\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"\": { \"name\": \"demo\", \"version\": \"1.2.3\", \"dependencies\": { \"other\": \"1.2.3\" } },\n    \"node_modules/other\": { \"version\": \"1.2.3\" }\n  }\n}\n",
        ),
    ]);
    let lock = read(&history, "package-lock.json");
    assert_eq!(
        (lock.matches("1.2.4").count(), lock.matches("1.2.3").count()),
        (2, 2),
        "{lock}"
    );
    assert!(read(&history, "package.json").contains("\"other\": \"1.2.3\""));
}

#[test]
fn npm_workspaces_that_share_a_version() {
    let history = shape(&[
        (
            "package.json",
            "{\n  \"name\": \"demo\",\n  \"version\": \"1.2.3\",\n  \"private\": true,\n  \"workspaces\": [\"packages/*\"]\n}",
        ),
        (
            "packages/a/package.json",
            "{\"name\": \"@demo/a\", \"version\": \"1.2.3\", \"dependencies\": {\"@demo/b\": \"^1.2.3\", \"c\": \"^1.2.3\"}}\n",
        ),
        (
            "packages/b/package.json",
            "{\"name\": \"@demo/b\", \"version\": \"1.2.3\"}\n",
        ),
        (
            "packages/own/package.json",
            "{\"name\": \"@demo/own\", \"version\": \"0.1.0\", \"peerDependencies\": {\"@demo/b\": \"workspace:^1.2.3\"}}\n",
        ),
        (
            "templates/x/package.json",
            "{\"name\": \"x\", \"dependencies\": {\"@demo/b\": \"^1.2.3\"}}\n",
        ),
        (
            "package-lock.json",
            "{\"name\": \"demo\", \"version\": \"1.2.3\", \"lockfileVersion\": 3, \"packages\": {\"\": {\"name\": \"demo\", \"version\": \"1.2.3\"}, \"node_modules/@demo/a\": {\"resolved\": \"packages/a\", \"link\": true}, \"packages/a\": {\"name\": \"@demo/a\", \"version\": \"1.2.3\", \"dependencies\": {\"@demo/b\": \"^1.2.3\"}}, \"packages/own\": {\"version\": \"0.1.0\"}}}",
        ),
    ]);
    assert_eq!(
        read(&history, "packages/a/package.json"),
        "{\"name\": \"@demo/a\", \"version\": \"1.2.4\", \"dependencies\": {\"@demo/b\": \"^1.2.4\", \"c\": \"^1.2.3\"}}\n"
    );
    assert!(
        read(&history, "packages/own/package.json").contains("\"0.1.0\"")
            && read(&history, "packages/own/package.json").contains("workspace:^1.2.4")
    );
    assert_eq!(
        read(&history, "package-lock.json").matches("1.2.4").count(),
        4
    );
    assert!(read(&history, "templates/x/package.json").contains("^1.2.3"));
    assert!(!read(&history, "package.json").ends_with('\n'));
}

#[test]
fn an_image_label_and_a_version_file() {
    let history = shape(&[
        ("relcheck.toml", "[project]\nname = \"demo\"\n"),
        ("VERSION", "v1.2.3"),
        (
            "Dockerfile",
            "FROM python:1.2.3\nARG VERSION=1.2.3\nLABEL org.opencontainers.image.version=\"v${VERSION}\" other=\"1.2.3\"\n",
        ),
    ]);
    assert_eq!(read(&history, "VERSION"), "v1.2.4");
    assert_eq!(
        read(&history, "Dockerfile"),
        "FROM python:1.2.3\nARG VERSION=1.2.4\nLABEL org.opencontainers.image.version=\"v${VERSION}\" other=\"1.2.3\"\n"
    );
}

#[test]
fn the_files_by_which_it_is_cited() {
    let history = shape(&[
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        (
            "CITATION.cff",
            "cff-version: 1.2.0\ntitle: Demo # 1.2.3\nversion: 1.2.3 # as released\ndate-released: \"2026-01-01\"\nreferences:\n  - title: Other\n    version: 1.2.3\n    date-released: 2026-01-01\n",
        ),
        (
            "codemeta.json",
            "{\"name\": \"demo\", \"softwareVersion\": \"1.2.3\", \"version\": \"1.2.3\", \"dateModified\": \"2026-01-01\", \"softwareRequirements\": [{\"version\": \"1.2.3\"}]}\n",
        ),
        (".zenodo.json", "{\n  \"version\": \"v1.2.3\"\n}\n"),
    ]);
    assert_eq!(
        read(&history, "CITATION.cff"),
        "cff-version: 1.2.0\ntitle: Demo # 1.2.3\nversion: 1.2.4 # as released\ndate-released: \"2026-02-01\"\nreferences:\n  - title: Other\n    version: 1.2.3\n    date-released: 2026-01-01\n"
    );
    assert_eq!(
        read(&history, "codemeta.json"),
        "{\"name\": \"demo\", \"softwareVersion\": \"1.2.4\", \"version\": \"1.2.4\", \"dateModified\": \"2026-01-01\", \"softwareRequirements\": [{\"version\": \"1.2.3\"}]}\n"
    );
    assert_eq!(
        read(&history, ".zenodo.json"),
        "{\n  \"version\": \"v1.2.4\"\n}\n"
    );
}

#[test]
fn a_configured_pattern() {
    let history = shape(&[
        (
            "relcheck.toml",
            "[project]\nname = \"demo\"\n\n[[version.files]]\npath = \"src/*.h\"\npattern = '^#define VERSION \"(?<version>[^\"]+)\"'\n",
        ),
        (
            "src/demo.h",
            "#define OTHER \"1.2.3\"\r\n#define VERSION \"1.2.3\"\r\n",
        ),
    ]);
    assert_eq!(
        read(&history, "src/demo.h"),
        "#define OTHER \"1.2.3\"\r\n#define VERSION \"1.2.4\"\r\n"
    );
}

#[test]
fn rust_and_python_keep_their_own_spelling() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        (
            "package.json",
            "{\"name\": \"demo\", \"version\": \"1.2.3\"}\n",
        ),
    ]);
    holds(&history, &["1.3.0-rc.1"], "minor");
    assert!(read(&history, "Cargo.toml").contains("\"1.3.0-rc.1\""));
    assert!(read(&history, "pyproject.toml").contains("\"1.3.0rc1\""));
    assert!(read(&history, "package.json").contains("\"1.3.0-rc.1\""));
    holds(&history, &["--type", "minor"], "minor");
    assert!(read(&history, "pyproject.toml").contains("\"1.3.0\""));
}

#[test]
fn a_package_of_a_monorepo() {
    let history = History::empty();
    for (name, version) in [("a", "1.2.3"), ("b", "1.2.3")] {
        history.write(
            &format!("packages/{name}/pyproject.toml"),
            format!("[project]\nname = \"{name}\"\nversion = \"{version}\"\n"),
        );
        history.write(&format!("packages/{name}/CHANGELOG.md"), CHANGELOG);
    }
    history.commit("chore: first release");
    history.tag("a-v1.2.3").tag("b-v1.2.3");
    history.commit("fix: a mistake");
    holds(
        &history,
        &["--type", "patch", "--project", "packages/a"],
        "patch",
    );
    assert!(read(&history, "packages/a/pyproject.toml").contains("1.2.4"));
    assert!(read(&history, "packages/b/pyproject.toml").contains("1.2.3"));
    assert_eq!(read(&history, "packages/b/CHANGELOG.md"), CHANGELOG);
}

#[test]
fn a_crate_of_a_workspace_reaches_the_lock_file_above() {
    let history = History::empty();
    history
        .write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n")
        .write("a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.2.3\"\n")
        .write("a/CHANGELOG.md", CHANGELOG)
        .write("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.1.0\"\n[dependencies]\na = { path = \"../a\", version = \"1.2.3\" }\n")
        .write("Cargo.lock", "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"b\"\nversion = \"0.1.0\"\ndependencies = [\n \"a 1.2.3\",\n]\n");
    history.commit("chore: first release");
    history.tag("a-v1.2.3");
    history.commit("fix: a mistake");
    holds(&history, &["--type", "patch", "--project", "a"], "patch");
    assert!(read(&history, "b/Cargo.toml").contains("path = \"../a\", version = \"1.2.4\""));
    assert_eq!(read(&history, "Cargo.lock").matches("1.2.4").count(), 2);
}

#[test]
fn line_breaks_a_byte_order_mark_and_a_missing_line_break_stay() {
    let history = shape(&[(
        "pyproject.toml",
        "\u{feff}[project]\r\nname = \"demo\"\r\nversion = \"1.2.3\"",
    )]);
    assert_eq!(
        read(&history, "pyproject.toml"),
        "\u{feff}[project]\r\nname = \"demo\"\r\nversion = \"1.2.4\""
    );
}

#[test]
fn names_with_blanks_and_signs_are_patched_too() {
    shape(&[
        (
            "relcheck.toml",
            "[project]\nname = \"demo\"\n\n[[version.files]]\npath = 'a dir/*'\npattern = '(1\\.2\\.[0-9])'\n",
        ),
        ("a dir/mit Ümlaut.txt", "1.2.3\n"),
    ]);
}

#[test]
fn a_restructured_changelog() {
    let text = "Changelog\n=========\n\n1.2.4 (unreleased)\n------------------\n\n- Something.\n\n1.2.3 (2026-01-01)\n------------------\n\n- First.\n";
    let history = project(&[
        ("CHANGES.rst", text),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.4.dev0\"\n",
        ),
    ]);
    holds(&history, &["--type", "minor"], "minor");
    assert!(
        read(&history, "CHANGES.rst")
            .contains("1.3.0 (2026-02-01)\n------------------\n\n- Something.")
    );
}

#[test]
fn a_changelog_without_an_unreleased_section() {
    let history = project(&[
        (
            "CHANGELOG.md",
            "# Changelog\n\n## 1.2.3 - 2026-01-01\n\n- First.\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    holds(&history, &["--type", "patch"], "patch");
    assert!(
        read(&history, "CHANGELOG.md").contains("## 1.2.4 - 2026-02-01\n\n- A mistake\n\n## 1.2.3")
    );
}

#[test]
fn an_unreleased_section_that_releases_have_left_behind() {
    let old = "## Unreleased\n\n- Forgotten.\n\n## 1.2.2 - 2025-01-01\n\n- Older.\n";
    let history = project(&[
        (
            "CHANGELOG.md",
            &format!("# Changelog\n\n## 1.2.3 - 2026-01-01\n\n- First.\n\n{old}"),
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    holds(&history, &["--type", "patch"], "patch");
    let text = read(&history, "CHANGELOG.md");
    assert!(
        text.contains("## 1.2.4 - 2026-02-01\n\n- A mistake\n\n## 1.2.3"),
        "{text}"
    );
    assert!(text.ends_with(old), "{text}");
}

#[test]
fn headings_with_the_versions_of_several_packages() {
    let history = project(&[
        (
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n- Something.\n\n## [1.2.3/0.67.0/0.0.18] - 2026-01-01\n\n- First.\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    holds(&history, &["--type", "patch"], "patch");
    let text = read(&history, "CHANGELOG.md");
    assert!(
        text.contains("## [1.2.4] - 2026-02-01\n\n- Something."),
        "{text}"
    );
}

#[test]
fn no_changelog_at_all() {
    let history = project(&[(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
    )]);
    holds(&history, &["--type", "patch"], "patch");
    insta::assert_snapshot!(read(&history, "CHANGELOG.md"), @"
    # Changelog

    ## [1.2.4] - 2026-02-01

    ### Fixed

    - A mistake
    ");
}
