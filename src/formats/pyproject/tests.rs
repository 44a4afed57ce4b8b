use proptest::prelude::*;

use super::*;

fn source(text: &str) -> Option<(u64, VersionSource)> {
    read(text)
        .unwrap()
        .version
        .map(|place| (place.line, place.source))
}

fn dynamic(backend: &str, rest: &str) -> Option<VersionSource> {
    let text = format!(
        "[build-system]\nbuild-backend = '{backend}'\n[project]\nname = 'my-demo'\ndynamic = ['version']\n{rest}"
    );
    source(&text).map(|(_, source)| source)
}

fn pattern(path: &str, pattern: Option<&str>) -> Origin {
    Origin::Pattern {
        path: path.to_owned(),
        pattern: pattern.map(str::to_owned),
    }
}

#[test]
fn a_static_version_is_read_at_its_line() {
    let literal = |line| Some((line, VersionSource::Literal("1.2.3".to_owned())));
    assert_eq!(
        source("[project]\r\nname = 'a'\r\nversion = '1.2.3'\r\n"),
        literal(3)
    );
    assert_eq!(
        source("project = {name = 'a',\n version = '1.2.3'}"),
        literal(2)
    );
    assert_eq!(
        source("[tool.poetry]\nname = 'a'\nversion = '1.2.3'"),
        literal(3)
    );
    assert_eq!(source("[tool.black]\nline-length = 100"), None);
    assert_eq!(
        read("[tool.poetry]\nname = 'a'").unwrap().name.as_deref(),
        Some("a")
    );
    assert!(matches!(
        source("[project]\nversion = 1.2"),
        Some((2, VersionSource::Undetermined(_)))
    ));
}

#[test]
fn setuptools_takes_it_from_an_attribute_a_file_the_tag_or_setup_py() {
    let build = "setuptools.build_meta";
    let cases = [
        (
            "[tool.setuptools.dynamic]\nversion = {attr = 'a.b'}",
            VersionSource::dynamic("attr", Origin::Attribute("a.b".to_owned())),
        ),
        (
            "[tool.setuptools.dynamic]\nversion.file = ['V', 'W']",
            VersionSource::dynamic("file", Origin::Files(vec!["V".to_owned(), "W".to_owned()])),
        ),
        (
            "[tool.setuptools_scm]",
            VersionSource::tag("setuptools-scm"),
        ),
        (
            "[tool.versioneer]\nVCS = 'git'",
            VersionSource::tag("versioneer"),
        ),
        (
            "",
            VersionSource::dynamic("setuptools", Origin::OtherManifests),
        ),
    ];
    for (rest, expected) in cases {
        assert_eq!(dynamic(build, rest), Some(expected), "{rest}");
    }
    let required = "build-system.requires = ['setuptools>=64', 'Setuptools_SCM[toml]>=8']\n[project]\ndynamic = ['version']";
    assert_eq!(
        source(required),
        Some((3, VersionSource::tag("setuptools-scm")))
    );
}

#[test]
fn other_backends_have_their_own_ways() {
    let cases = [
        (
            "hatchling.build",
            "[tool.hatch.version]\nsource = 'vcs'",
            VersionSource::tag("hatch-vcs"),
        ),
        (
            "hatchling.build",
            "[tool.hatch.version]\npath = 'a.py'",
            VersionSource::dynamic("hatch", pattern("a.py", None)),
        ),
        (
            "hatchling.build",
            "[tool.hatch.version]\npath = 'a.py'\npattern = 'v(.+)'",
            VersionSource::dynamic("hatch", pattern("a.py", Some("v(.+)"))),
        ),
        (
            "pdm.backend",
            "[tool.pdm.version]\nsource = 'scm'",
            VersionSource::tag("pdm-scm"),
        ),
        (
            "pdm.backend",
            "[tool.pdm.version]\nsource = 'file'\npath = 'a.py'",
            VersionSource::dynamic("pdm", pattern("a.py", None)),
        ),
        (
            "flit_core.buildapi",
            "",
            VersionSource::dynamic("flit", Origin::Attribute("my_demo.__version__".to_owned())),
        ),
        (
            "flit_core.buildapi",
            "[tool.flit.module]\nname = 'x'",
            VersionSource::dynamic("flit", Origin::Attribute("x.__version__".to_owned())),
        ),
        (
            "maturin",
            "",
            VersionSource::dynamic("maturin", Origin::Cargo("Cargo.toml".to_owned())),
        ),
        (
            "poetry.core.masonry.api",
            "[tool.poetry]\nversion = '1.2.3'",
            VersionSource::Literal("1.2.3".to_owned()),
        ),
        (
            "poetry.core.masonry.api",
            "[tool.poetry-dynamic-versioning]\nenable = true\n[tool.poetry]\nversion = '0.0.0'",
            VersionSource::tag("poetry-dynamic-versioning"),
        ),
        (
            "scikit_build_core.build",
            "[tool.scikit-build.metadata.version]\nprovider = 'scikit_build_core.metadata.setuptools_scm'",
            VersionSource::tag("setuptools-scm"),
        ),
    ];
    for (backend, rest, expected) in cases {
        assert_eq!(dynamic(backend, rest), Some(expected), "{backend} {rest}");
    }
    for (backend, rest) in [
        (
            "hatchling.build",
            "[tool.hatch.version]\nsource = 'code'\npath = 'a.py'",
        ),
        ("pdm.backend", "[tool.pdm.version]\nsource = 'call'"),
        ("mesonpy", ""),
        ("poetry.core.masonry.api", ""),
        ("hatchling.build", "[tool.pdm.version]\nsource = 'scm'"),
    ] {
        let found = dynamic(backend, rest);
        assert!(
            matches!(found, Some(VersionSource::Undetermined(_))),
            "{backend} {rest}: {found:?}"
        );
    }
}

#[test]
fn source_folders_are_those_of_setuptools() {
    let read = read("[tool.setuptools]\npackage-dir = {'' = 'lib'}\n[tool.setuptools.packages.find]\nwhere = ['src', 'x']").unwrap();
    assert_eq!(read.source_folders, ["src", "x", "lib"]);
}

#[test]
fn malformed_text_names_its_line() {
    assert_eq!(
        super::read("[project]\nname = 'a'\nname = 'b'")
            .unwrap_err()
            .line,
        3
    );
    assert!(super::read(&"[".repeat(500_000)).is_err());
    assert!(super::read(&format!("a = {}", "{b = ".repeat(100_000))).is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(\\[project\\]|\\[tool\\.|dynamic|version|=|'|\\[|\\]|\\{|\\}|[\\n .0-9a-z]){0,60}") {
        let _ = read(&text);
    }
}
