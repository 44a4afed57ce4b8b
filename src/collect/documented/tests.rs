use super::*;
use crate::collect::Options;
use crate::facts::DocumentKind;
use crate::repo::testing::Sandbox;

/// A project with one release.
struct Project(Sandbox);

impl Project {
    fn new() -> Self {
        let project = Project(Sandbox::new());
        project.write(
            "src/demo.py",
            "def run():\n    \"\"\"Run.\"\"\"\n    return 1\n",
        );
        project.write("README.md", "# Demo\n").commit("feat: all");
        project
            .0
            .git(&["tag", "-a", "v1.0.0", "-m", "Release v1.0.0"]);
        project
    }

    fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn commit(&self, message: &str) -> String {
        self.0.git(&["add", "."]);
        self.0
            .git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self.0.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn facts_of(&self, project: &str) -> Documented {
        let options = Options {
            dir: self.0.path().to_owned(),
            project: project.to_owned(),
            ..Options::default()
        };
        DocumentedCollector::collect(&Context::open(options).unwrap()).unwrap()
    }

    fn facts(&self) -> Documented {
        self.facts_of("")
    }

    /// The one notable commit that there is.
    fn only(&self) -> NotableCommit {
        let facts = self.facts();
        let [commit] = facts.commits.as_slice() else {
            panic!("{facts:?}")
        };
        commit.clone()
    }

    fn documents(&self) -> Vec<String> {
        let documents = self.only().documents.into_iter();
        documents.map(|it| it.path).collect()
    }

    /// The names of what is documented, and of what is not.
    fn names(&self) -> (Vec<String>, Vec<String>) {
        let commit = self.only();
        let names = |places: Vec<crate::facts::SourcePlace>| -> Vec<String> {
            let names = places.into_iter();
            names
                .map(|it| it.symbol.unwrap_or_else(|| format!("line {}", it.line)))
                .collect()
        };
        (names(commit.definitions), names(commit.undocumented))
    }
}

fn none() -> Vec<String> {
    Vec::new()
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn only_features_and_what_breaks_are_listed() {
    let project = Project::new();
    for (file, message) in [
        ("a", "fix: one"),
        ("b", "enhancement(API): two"),
        ("c", "refactor!: three\n\nDocs: None\n"),
        ("d", "chore: four\n\nBREAKING CHANGE: gone\n"),
        ("e", "Five"),
    ] {
        project
            .write(&format!("src/{file}.txt"), file)
            .commit(message);
    }
    let facts = project.facts();
    let shown: Vec<_> = facts
        .commits
        .iter()
        .map(|it| (it.title.as_str(), it.breaking, it.trailer.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [
            ("chore: four", true, None),
            ("refactor!: three", true, Some("none")),
            ("enhancement(API): two", false, None),
        ]
    );
    assert_eq!(facts.commits[2].types, ["feat"]);
    assert_eq!(facts.commits[2].scopes, ["api"]);
    assert_eq!((facts.changes, facts.untyped, facts.more), (5, 1, 0));
}

#[test]
fn documents_are_told_by_name_and_place() {
    for (path, kind) in [
        ("docs/usage.md", Some(DocumentKind::Documentation)),
        ("docs/notebook.ipynb", Some(DocumentKind::Documentation)),
        ("doc/demo.1", Some(DocumentKind::Documentation)),
        ("README.md", Some(DocumentKind::Readme)),
        ("MIGRATION.md", Some(DocumentKind::Migration)),
        ("docs/adr/1.md", Some(DocumentKind::Decision)),
        ("CHANGELOG.md", None),
        ("newsfragments/1.md", None),
        ("docs/changelog.rst", None),
        ("docs/conf.py", None),
        ("docs/vendor/a.html", None),
        ("tests/data/readme.md", None),
        ("node_modules/a/README.md", None),
        ("examples/demo.py", None),
    ] {
        let project = Project::new();
        project.write(path, "Some words\n").commit("feat: x");
        let documents = project.only().documents;
        let kinds: Vec<DocumentKind> = documents.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, Vec::from_iter(kind), "{path}");
    }
}

#[test]
fn a_document_has_to_say_something_else() {
    let project = Project::new();
    project.write("docs/a.md", "One\nTwo\n").commit("docs: a");
    project
        .write("docs/a.md", "Two\nOne\n\n---\n")
        .commit("feat: x");
    let commit = project.only();
    assert_eq!(commit.documents.len(), 1);
    assert!(
        !commit.documents[0].gained,
        "lines that moved are lost, not gained"
    );
    project.0.git(&["mv", "docs/a.md", "docs/b.md"]);
    project
        .0
        .git(&["commit", "--quiet", "--amend", "-m", "docs: x"]);
    project.0.git(&["mv", "docs/b.md", "docs/c.md"]);
    project.commit("feat: y");
    assert_eq!(project.documents(), none());
    project.0.git(&["rm", "-q", "docs/c.md"]);
    project
        .0
        .git(&["commit", "--quiet", "--amend", "-m", "feat: y"]);
    assert!(!project.only().documents[0].gained);
}

#[test]
fn documentation_of_what_is_added_counts() {
    let project = Project::new();
    project.write(
        "src/more.py",
        "def more():\n    \"\"\"More.\"\"\"\n\ndef less():\n    pass\n",
    );
    project.commit("feat: more");
    assert_eq!(project.names(), (owned(&["more"]), owned(&["less"])));
}

#[test]
fn documentation_of_something_else_does_not_count() {
    let project = Project::new();
    let text =
        "def run():\n    \"\"\"Run away.\"\"\"\n    return 1\n\n\ndef more():\n    return 2\n";
    project.write("src/demo.py", text).commit("feat: more");
    assert_eq!(project.names(), (none(), owned(&["more"])));
}

#[test]
fn documentation_of_what_is_changed_counts_only_if_it_changes_too() {
    let project = Project::new();
    project.write(
        "src/demo.py",
        "def run():\n    \"\"\"Run.\"\"\"\n    return 2\n",
    );
    project.commit("feat: two");
    assert_eq!(project.names(), (none(), owned(&["line 3"])));
    project.write(
        "src/demo.py",
        "def run():\n    \"\"\"Run twice.\"\"\"\n    return 2\n",
    );
    project
        .0
        .git(&["commit", "--quiet", "-a", "--amend", "-m", "feat: two"]);
    assert_eq!(project.names().0, ["run"]);
    // Deeper by a class around it, and nothing else.
    project.write(
        "src/demo.py",
        "class A:\n    def run():\n        \"\"\"Run.\"\"\"\n        return 2\n",
    );
    project
        .0
        .git(&["commit", "--quiet", "-a", "--amend", "-m", "feat: two"]);
    assert_eq!(project.names().0, none());
}

#[test]
fn documentation_counts_where_code_was_only_taken_away() {
    let project = Project::new();
    project.write(
        "src/lib.rs",
        "/// Opens.\npub fn open() {\n    a();\n    b();\n    c();\n}\n",
    );
    project.commit("chore: x");
    project.write(
        "src/lib.rs",
        "/// Opens once.\npub fn open() {\n    a();\n    c();\n}\n",
    );
    project.commit("feat: x");
    assert_eq!(project.names().0, ["open"]);
}

#[test]
fn tests_private_and_foreign_code_do_not_count() {
    for path in [
        "tests/test_more.py",
        "src/vendor/more.py",
        "src/more_pb2.py",
    ] {
        let project = Project::new();
        project.write(path, "def more():\n    \"\"\"More.\"\"\"\n");
        project.write("src/x.py", "x = 1\n").commit("feat: more");
        assert_eq!(project.names(), (none(), owned(&["line 1"])), "{path}");
    }
    let project = Project::new();
    project.write("src/a.py", "def _more():\n    \"\"\"More.\"\"\"\n");
    project.write(
        "src/b.go",
        "// Code generated by x. DO NOT EDIT.\npackage b\n\n// B is.\nfunc B() {}\n",
    );
    project.commit("feat: more");
    assert_eq!(project.names().0, none());
}

#[test]
fn what_is_not_read_is_named() {
    let project = Project::new();
    project.write("lib/a.rb", "# More.\ndef more; end\n");
    project.write("lib/b.js", "/** More. */ function more( {\n");
    project.commit("feat: more");
    let commit = project.only();
    assert_eq!(commit.unread, ["lib/a.rb", "lib/b.js"]);
    assert_eq!(commit.kinds, ["other"]);
}

#[test]
fn files_that_are_all_documentation_are_documents() {
    for (path, before, after) in [
        (
            "pkg/doc.go",
            "// Package pkg is.\npackage pkg\n",
            "// Package pkg is, and more.\npackage pkg\n",
        ),
        (
            "src/guide.rs",
            "//! Guide.\npub mod a;\n",
            "//! Guide.\n//! More.\npub mod a;\n",
        ),
    ] {
        let project = Project::new();
        project.write(path, before).commit("chore: x");
        project
            .write(path, after)
            .write("src/x.py", "x = 1\n")
            .commit("feat: x");
        assert_eq!(project.names().0.len(), 1, "{path}");
    }
    let project = Project::new();
    project
        .write("src/lib.rs", "//! Crate.\npub const A: u8 = 1;\n")
        .commit("chore: x");
    project.write("src/lib.rs", "//! A crate.\npub const A: u8 = 1;\n");
    project.write("src/x.py", "x = 1\n").commit("feat: x");
    assert_eq!(project.names().0, none());
}

#[test]
fn files_that_speak_of_what_is_generated_are_not_taken_for_such() {
    let project = Project::new();
    project.write(
        "src/shell.rs",
        "/// Shell with auto-generated completions.\npub enum Shell {}\n",
    );
    project.commit("feat: x");
    assert_eq!(project.names().0, ["Shell"]);
}

#[test]
fn the_title_says_what_a_squash_commit_is() {
    let project = Project::new();
    project.write("src/x.py", "x = 1\n");
    project.commit("fix: x (#7)\n\n* fix: x\n\n* feat(test): test it\n");
    assert_eq!(project.facts().commits, []);
    project.write("src/x.py", "x = 2\n");
    let commit = project.commit("Change x (#8)\n\n* feat: x\n\n* fix: it\n");
    assert_eq!(project.only().id, commit);
    assert_eq!(project.only().types, ["feat", "fix"]);
}

#[test]
fn a_merged_request_is_looked_at_as_a_whole() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "topic"]);
    let feature = project
        .write("src/x.py", "x = 1\n")
        .commit("feat: the thing");
    project
        .write("docs/x.md", "The thing\n")
        .commit("docs: tell");
    project.0.git(&["switch", "-q", "main"]);
    project.0.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #7 from a/topic\n\nfeat: the thing",
        "topic",
    ]);
    let commit = project.only();
    assert_eq!((commit.id, commit.pull_request), (feature, Some(7)));
    assert_eq!(commit.documents[0].path, "docs/x.md");
    assert_eq!(commit.kinds, ["other"]);
}

#[test]
fn a_merge_stands_for_commits_that_say_nothing() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "topic"]);
    project.write("src/x.py", "def x(): pass\n").commit("More");
    project.0.git(&["switch", "-q", "main"]);
    project.0.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #7 from a/topic\n\nfeat: the thing",
        "topic",
    ]);
    let commit = project.only();
    assert_eq!(
        (commit.title.as_str(), commit.kinds.as_slice()),
        ("feat: the thing", owned(&["other"]).as_slice())
    );
    assert_eq!(commit.undocumented[0].symbol.as_deref(), Some("x"));
}

#[test]
fn a_merge_without_a_request_that_is_a_feature_itself_is_listed() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "topic"]);
    project.write("src/x.py", "def x(): pass\n").commit("More");
    project.0.git(&["switch", "-q", "main"]);
    project
        .0
        .git(&["merge", "-q", "--no-ff", "-m", "feat!: the thing", "topic"]);
    let commit = project.only();
    assert_eq!(
        (commit.title.as_str(), commit.breaking),
        ("feat!: the thing", true)
    );
    assert_eq!(commit.kinds, ["other"]);
}

#[test]
fn commits_of_one_number_belong_together() {
    let project = Project::new();
    project.write("src/x.py", "x = 1\n").commit("feat: x (#7)");
    project.write("docs/x.md", "x\n").commit("docs: x (#7)");
    project.write("docs/y.md", "y\n").commit("docs: y (#8)");
    assert_eq!(project.documents(), ["docs/x.md"]);
}

#[test]
fn a_later_commit_can_say_what_it_documents() {
    let project = Project::new();
    let commit = project
        .write("src/x.py", "def x():\n    return 1\n")
        .commit("feat: x (#7)");
    project.write("docs/x.md", "x\n");
    project.commit(&format!("docs: x\n\nDocuments: {}\n", &commit[..10]));
    assert_eq!(project.documents(), ["docs/x.md"]);
    let project = Project::new();
    project
        .write("src/x.py", "def x():\n    return 1\n")
        .commit("feat: x (#7)");
    project.write("src/x.py", "def x():\n    \"\"\"X.\"\"\"\n    return 1\n");
    project.commit("docs: x\n\nDocuments: #7\n");
    assert_eq!(project.names().0, ["x"]);
    let project = Project::new();
    project.write("src/x.py", "x = 1\n").commit("feat: x (#7)");
    project
        .write("docs/x.md", "x\n")
        .commit("docs: x\n\nDocuments: #8\n");
    assert_eq!(project.documents(), none());
}

#[test]
fn what_was_reverted_is_not_listed() {
    let project = Project::new();
    let commit = project.write("src/x.py", "x = 1\n").commit("feat: x");
    project.0.git(&["rm", "-q", "src/x.py"]);
    project.commit(&format!(
        "Revert \"feat: x\"\n\nThis reverts commit {commit}.\n"
    ));
    assert_eq!(project.facts().commits, []);
}

#[test]
fn files_of_other_projects_do_not_count() {
    let project = Project::new();
    project
        .write("a/pyproject.toml", "[project]\nname = \"a\"\n")
        .commit("chore: a");
    project.0.git(&["tag", "-a", "a-v1.0.0", "-m", "x"]);
    project.write("b/x.py", "x = 1\n").commit("feat: of b");
    project
        .write("a/x.py", "x = 1\n")
        .write("docs/a.md", "a\n")
        .commit("feat: of a");
    let facts = project.facts_of("a");
    let titles: Vec<&str> = facts.commits.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["feat: of a"]);
    assert_eq!(facts.commits[0].documents[0].path, "docs/a.md");
}

#[test]
fn the_rule_can_ask_for_no_type_that_is_not_looked_at() {
    let data = include_str!("../../../policies/data.yaml");
    let (_, parameters) = data.split_once("  quality.docs_updated:\n").unwrap();
    let line = parameters
        .lines()
        .find(|line| line.contains("one_of: [add"))
        .unwrap();
    assert_eq!(line.trim(), format!("one_of: [{}]", TYPES.join(", ")));
}
