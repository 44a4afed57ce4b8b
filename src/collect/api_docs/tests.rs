use super::*;
use crate::collect::Options;
use crate::repo::testing::Sandbox;

/// Path, line, tool, kind and builder of a source.
type Shown = (String, Option<u64>, String, ApiDocKind, Option<String>);

/// A Python package, once released, with these files beside it.
struct Project(Sandbox);

const CODE: &str = "__all__ = ['connect']\n\n\ndef connect(host):\n    return host\n";

impl Project {
    fn with(files: &[(&str, &str)]) -> Self {
        let project = Project(Sandbox::new());
        project.write(
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.0.0\"\n",
        );
        project.write("demo/__init__.py", CODE);
        for (path, text) in files {
            project.write(path, text);
        }
        project.commit("all");
        project
            .0
            .git(&["tag", "-a", "v1.0.0", "-m", "Release v1.0.0"]);
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn commit(&self, message: &str) {
        self.0.git(&["add", "."]);
        self.0.git(&["commit", "--quiet", "-m", message]);
    }

    fn change(&self, path: &str, text: &str) {
        self.write(path, text);
        self.commit("a change");
    }

    fn docs(&self) -> ApiDocs {
        let options = Options {
            dir: self.0.path().to_owned(),
            ..Options::default()
        };
        ApiDocsCollector::collect(&Context::open(options).unwrap()).unwrap()
    }

    fn sources(&self) -> Vec<Shown> {
        let sources = self.docs().sources.into_iter();
        sources
            .map(|it| (it.path, it.line, it.tool, it.kind, it.builder))
            .collect()
    }

    fn late(&self) -> Vec<(String, bool)> {
        let mut found = Vec::new();
        for source in self.docs().sources {
            found.extend(source.late.into_iter().map(|it| (it.symbol, true)));
            found.extend(source.doubtful.into_iter().map(|it| (it.symbol, false)));
        }
        found
    }
}

fn source(
    path: &str,
    line: Option<u64>,
    tool: &str,
    kind: ApiDocKind,
    builder: Option<&str>,
) -> Shown {
    (
        path.to_owned(),
        line,
        tool.to_owned(),
        kind,
        builder.map(str::to_owned),
    )
}

#[test]
fn a_crate_beside_a_python_package_does_not_stand_in_for_its_documentation() {
    let project = Project::with(&[
        ("Cargo.toml", "[package]\nname = \"demo\"\n"),
        ("src/lib.rs", ""),
        ("docs/api.md", "x"),
    ]);
    let tools: Vec<String> = project.sources().into_iter().map(|it| it.2).collect();
    assert_eq!(tools, ["rustdoc", "hand"]);
}

#[test]
fn tools_that_read_the_code_are_found() {
    use ApiDocKind::Built;
    for (files, expected) in [
        (
            [
                ("docs/api.rst", "API\n===\n\n.. automodule:: demo\n"),
                ("x", ""),
            ],
            source("docs/api.rst", Some(4), "sphinx", Built, None),
        ),
        (
            [
                ("docs/api.md", "# API\n\n::: demo.connect\n"),
                (".readthedocs.yaml", ""),
            ],
            source(
                "docs/api.md",
                Some(3),
                "mkdocstrings",
                Built,
                Some(".readthedocs.yaml"),
            ),
        ),
        (
            [
                (
                    "docs/conf.py",
                    "extensions = [\n  'autoapi.extension',\n]\n",
                ),
                ("x", ""),
            ],
            source("docs/conf.py", Some(2), "sphinx", Built, None),
        ),
        (
            [
                ("Cargo.toml", "[package]\nname = \"demo\"\n"),
                ("src/lib.rs", ""),
            ],
            source("Cargo.toml", None, "rustdoc", Built, Some("docs.rs")),
        ),
        (
            [("go.mod", "module demo\n"), ("client.go", "package demo\n")],
            source("go.mod", None, "godoc", Built, Some("pkg.go.dev")),
        ),
        (
            [("typedoc.json", "{}"), ("x", "")],
            source("typedoc.json", None, "typedoc", Built, None),
        ),
        (
            [("Doxyfile", ""), ("x", "")],
            source("Doxyfile", None, "doxygen", Built, None),
        ),
    ] {
        assert_eq!(Project::with(&files).sources(), [expected], "{files:?}");
    }
}

#[test]
fn documentation_in_git_is_found() {
    let kept = Project::with(&[("docs/html/objects.inv", "x"), ("docs/html/api.md", "x")]);
    assert_eq!(
        kept.sources(),
        [source("docs/html", None, "sphinx", ApiDocKind::Kept, None)]
    );
    let written = Project::with(&[("docs/reference/client.md", "x"), ("docs/guide.md", "x")]);
    assert_eq!(
        written.sources(),
        [source(
            "docs/reference/client.md",
            None,
            "hand",
            ApiDocKind::Written,
            None
        )]
    );
}

#[test]
fn other_files_are_no_api_documentation() {
    for files in [
        [
            ("docs/guide.md", "How to use the API\n"),
            ("README.md", "# API\n"),
        ],
        [
            ("Cargo.toml", "[package]\npublish = false\n"),
            ("src/lib.rs", ""),
        ],
        [("go.mod", "module demo\n"), ("cmd/demo/main.go", "")],
        [("tests/docs/objects.inv", ""), ("x", "")],
    ] {
        assert_eq!(Project::with(&files).sources(), [], "{files:?}");
    }
}

const WRITTEN: (&str, &str) = ("docs/api.md", "# API\n\n`connect`\n");

#[test]
fn documentation_that_nobody_changed_is_late_for_certain() {
    let project = Project::with(&[WRITTEN]);
    project.change(
        "demo/__init__.py",
        &format!("{CODE}\n\n__all__ += ['close']\n\n\ndef close():\n    pass\n"),
    );
    assert_eq!(project.late(), [("demo.close".to_owned(), true)]);
    project.change("docs/api.md", "# API\n\n`connect`, `close`\n");
    assert_eq!(project.late(), []);
}

#[test]
fn a_change_of_both_at_once_is_not_late() {
    let project = Project::with(&[WRITTEN]);
    project.write("docs/api.md", "# API\n\nnone\n");
    project.change("demo/__init__.py", "__all__ = []\n");
    assert_eq!(project.late(), []);
}

#[test]
fn between_two_changes_of_the_code_it_is_not_certain() {
    let project = Project::with(&[WRITTEN]);
    project.change("demo/__init__.py", &CODE.replace("host)", "host, port=1)"));
    project.change("docs/api.md", "# API\n\n`connect(host, port)`\n");
    assert_eq!(project.late(), []);
    project.change("demo/__init__.py", &CODE.replace("host)", "host, port=2)"));
    assert_eq!(project.late(), [("demo.connect".to_owned(), false)]);
}

#[test]
fn what_changes_no_interface_makes_nothing_late() {
    let project = Project::with(&[WRITTEN]);
    project.change(
        "demo/__init__.py",
        &CODE.replace("return host", "return host or None"),
    );
    project.change("demo/_private.py", "def hidden():\n    pass\n");
    assert_eq!(project.late(), []);
}

#[test]
fn code_that_is_not_compared_is_counted() {
    let project = Project(Sandbox::new());
    project.write("docs/api/index.md", "x");
    project.change("src/index.ts", "export const a = 1;\n");
    project
        .0
        .git(&["tag", "-a", "v1.0.0", "-m", "Release v1.0.0"]);
    project.change("test/a.ts", "x");
    let later = || project.docs().sources.first().map(|it| it.later_commits);
    assert_eq!(later(), Some(0));
    project.change("src/index.ts", "export const a = 2;\n");
    project.change("src/other.ts", "export const b = 2;\n");
    assert_eq!(later(), Some(2));
    project.change("docs/api/index.md", "y");
    assert_eq!(later(), Some(0));
}

#[test]
fn code_that_could_not_be_compared_is_counted() {
    let project = Project::with(&[WRITTEN, ("demo/odd.py", "x = 1\n")]);
    let later = || project.docs().sources.first().map(|it| it.later_commits);
    project.change("demo/_private.py", "x = 1\n");
    assert_eq!(later(), Some(0));
    project.change("demo/odd.py", "def broken(:\n");
    assert_eq!(later(), Some(1));
    project.change("docs/api.md", "# API\n\n`connect`, anew\n");
    assert_eq!(later(), Some(0));
}

#[test]
fn new_names_that_lists_lack_are_told() {
    let close = format!("{CODE}\n\n__all__ += ['close']\n\n\ndef close():\n    pass\n");
    let listing = "API\n===\n\n.. autofunction:: demo.connect\n";
    let project = Project::with(&[("docs/api.rst", listing)]);
    project.change("demo/__init__.py", &close);
    let unlisted = project.docs().unlisted;
    assert_eq!(unlisted.len(), 1);
    let name = unlisted.first().unwrap();
    assert_eq!(
        (name.symbol.as_str(), name.path.as_deref()),
        ("demo.close", Some("demo/__init__.py"))
    );
    project.change(
        "docs/api.rst",
        &format!("{listing}\n.. autofunction:: demo.close\n"),
    );
    assert_eq!(project.docs().unlisted, []);
    let whole = Project::with(&[("docs/api.rst", "API\n===\n\n.. automodule:: demo\n")]);
    whole.change("demo/__init__.py", &close);
    assert_eq!(whole.docs().unlisted, []);
}

#[test]
fn before_the_first_release_only_sources_are_told() {
    let project = Project(Sandbox::new());
    project.write("docs/api.md", "x");
    project.commit("all");
    let docs = project.docs();
    assert_eq!((docs.since, docs.sources.len()), (None, 1));
}
