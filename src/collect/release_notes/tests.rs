use proptest::prelude::*;

use super::*;
use crate::collect::Options;
use crate::repo::testing::Sandbox;

/// A project with one release and the beginnings of a changelog.
struct Project(Sandbox);

impl Project {
    fn new() -> Self {
        let project = Project(Sandbox::new());
        project.write(
            "CHANGELOG.md",
            "# Changelog\n\n## [1.0.0] - 2026-01-01\n\n- First release (#1)\n",
        );
        project.commit("feat: all");
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

    /// A commit that changes the source.
    fn change(&self, message: &str) -> String {
        self.write("src/demo.py", &format!("# {message}\n"))
            .commit(message)
    }

    fn entries(&self, entries: &[&str]) {
        let list: String = entries.iter().map(|entry| format!("- {entry}\n")).collect();
        let old = "## [1.0.0] - 2026-01-01\n\n- First release (#1)\n";
        self.write(
            "CHANGELOG.md",
            &format!("# Changelog\n\n## [Unreleased]\n\n{list}\n{old}"),
        );
        self.commit("docs: changelog");
    }

    fn merge(&self, branch: &str, message: &str) -> String {
        self.0
            .git(&["merge", "-q", "--no-ff", "-m", message, branch]);
        self.0.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn notes(&self) -> ReleaseNotes {
        let options = Options {
            dir: self.0.path().to_owned(),
            ..Options::default()
        };
        ReleaseNotesCollector::collect(&Context::open(options).unwrap()).unwrap()
    }

    fn unnamed(&self) -> Vec<String> {
        let unnamed = self.notes().unnamed.into_iter();
        let titles = unnamed.map(|change| change.title);
        titles.filter(|title| title != "docs: changelog").collect()
    }
}

#[test]
fn entries_name_changes_by_number() {
    let project = Project::new();
    project.change("feat: one (#2)");
    project.change("feat: two\n\nCloses #3\n");
    project.change("feat: three (GH-4)");
    project.change("feat: four (#5)");
    project.change("feat: five\n\nAfter #9 that was needed.\n");
    project.entries(&[
        "A (#2)",
        "B ([#3](https://github.com/o/demo/issues/3))",
        "C :pr:`4`",
        "D o/other#5 and https://github.com/o/demo/pull/7 and https://github.com/o/demo/pull/8",
        "E #9",
    ]);
    assert_eq!(
        project.unnamed(),
        ["feat: five\n".trim(), "feat: four (#5)"]
    );
    let notes = project.notes();
    assert_eq!(
        (notes.entries, notes.free_entries, notes.changes),
        (5, 2, 6)
    );
    assert_eq!(notes.since.as_deref(), Some("v1.0.0"));
    let section = notes.sections.first().unwrap();
    assert_eq!((section.line, section.heading.as_str()), (3, "Unreleased"));
    assert_eq!(
        notes.sections.len(),
        1,
        "what was released is not looked at"
    );
}

#[test]
fn entries_name_changes_by_object_id() {
    let project = Project::new();
    let one = project.change("feat: one");
    let two = project.change("feat: two");
    project.change("feat: three");
    project.entries(&[&format!("A ([{}](x))", &one[..7]), &format!("B {two}")]);
    assert_eq!(project.unnamed(), ["feat: three"]);
}

#[test]
fn entries_name_changes_by_their_words() {
    let project = Project::new();
    project.change("fix: close the file when reading fails");
    project.change("Handle empty lists in the parser (#8)");
    project.change("fix: handle it");
    project.entries(&[
        "The file is now closed when reading it fails.",
        "Handling of empty lists by parsers.",
    ]);
    assert_eq!(project.unnamed(), ["fix: handle it"]);
    assert_eq!(project.notes().free_entries, 0);
}

#[test]
fn a_change_that_writes_its_entry_is_named_by_it() {
    let project = Project::new();
    project.entries(&["Something that nobody would guess"]);
    let before = std::fs::read_to_string(project.0.path().join("CHANGELOG.md")).unwrap();
    project.write(
        "CHANGELOG.md",
        &before.replace("guess\n", "guess\n- Entirely other words\n"),
    );
    project.change("fix: x");
    project.change("fix: y");
    assert_eq!(project.unnamed(), ["fix: y"]);
    let free = project.notes().free_entries;
    assert_eq!(free, 2, "they share no word with what wrote them");
}

#[test]
fn fragments_count_as_entries() {
    let project = Project::new();
    project.write(
        "pyproject.toml",
        "[tool.towncrier]\ndirectory = \"changelog\"\n",
    );
    project
        .write("changelog/README.rst", "How to\n")
        .commit("chore: towncrier");
    project.write("changelog/12.bugfix.rst", "Some words.\n");
    project.change("fix: x");
    project.change("Y (#13)");
    project.write(
        ".changeset/odd-cats.md",
        "---\n'demo': patch\n---\n\nOther words (#13)\n",
    );
    project.commit("docs: the changeset");
    project.change("fix: z");
    let notes = project.notes();
    assert_eq!(
        notes.fragments,
        [".changeset/odd-cats.md", "changelog/12.bugfix.rst"]
    );
    assert_eq!(project.unnamed(), ["fix: z", "chore: towncrier"]);
}

#[test]
fn a_fragment_that_a_release_left_behind_is_due_unless_its_tool_keeps_it() {
    let project = Project::new();
    project.write(
        ".changeset/odd-cats.md",
        "---\n'demo': major\n---\n\nWords\n",
    );
    project.write("releasenotes/notes/a-0.yaml", "upgrade:\n  - gone\n");
    project.commit("chore: notes");
    project
        .0
        .git(&["tag", "-a", "v1.0.1", "-m", "Release v1.0.1"]);
    project.write("releasenotes/notes/b-1.yaml", "features:\n  - new\n");
    project.change("feat: y");
    let announced = project.notes().announced.into_iter();
    let announced: Vec<_> = announced.map(|it| (it.path, it.word)).collect();
    let expected = [
        (".changeset/odd-cats.md", "major"),
        ("releasenotes/notes/b-1.yaml", "features"),
    ];
    assert_eq!(
        announced,
        expected.map(|(path, word)| (path.to_owned(), word.to_owned()))
    );
}

#[test]
fn a_merged_request_is_one_change() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "topic"]);
    project.change("fix: a typo of mine");
    project.change("feat: the thing");
    project.0.git(&["switch", "-q", "main"]);
    let merge = project.merge("topic", "Merge pull request #7 from a/topic\n\nThe thing");
    let unnamed = project.notes().unnamed;
    let [change] = unnamed.as_slice() else {
        panic!("{unnamed:?}")
    };
    assert_eq!(
        (change.commit.as_str(), change.pull_request),
        (merge.as_str(), Some(7))
    );
    assert_eq!(
        (change.title.as_str(), change.types.len()),
        ("The thing", 2)
    );
    assert_eq!(change.kinds, ["other"]);
    project.entries(&["Words (#7)"]);
    assert_eq!(project.unnamed(), [""; 0]);
}

#[test]
fn what_merges_without_a_request_bring_stands_alone() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "topic"]);
    project.change("feat: one");
    project.change("feat: two");
    project.0.git(&["switch", "-q", "main"]);
    project.merge("topic", "Merge branch 'topic'");
    assert_eq!(project.unnamed(), ["feat: two", "feat: one"]);
}

#[test]
fn a_release_that_is_merged_back_is_no_change() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "release/v1.0.x"]);
    project.change("fix: one");
    project.0.release("v1.0.1");
    project.0.git(&["switch", "-q", "main"]);
    project
        .write("src/other.py", "two = 2\n")
        .commit("feat: two");
    project.merge("v1.0.1", "Merge pull request #9 from a/release/v1.0.x");
    assert_eq!(project.notes().since.as_deref(), Some("v1.0.1"));
    assert_eq!(project.unnamed(), ["feat: two"]);
}

#[test]
fn a_request_of_requests_does_not_hide_them() {
    let project = Project::new();
    project.0.git(&["switch", "-q", "-c", "develop"]);
    project.0.git(&["switch", "-q", "-c", "topic"]);
    project.change("feat: one");
    project.0.git(&["switch", "-q", "develop"]);
    project.merge("topic", "Merge pull request #7 from a/topic\n\nfeat: one");
    project.change("feat: directly");
    project.0.git(&["switch", "-q", "main"]);
    project.merge("develop", "Merge pull request #8 from a/develop\n\nRelease");
    project.entries(&["Words (#7)"]);
    assert_eq!(project.unnamed(), ["feat: directly"]);
}

#[test]
fn what_was_reverted_is_no_change() {
    let project = Project::new();
    let commit = project.change("feat: one");
    project.change(&format!(
        "Revert \"feat: one\"\n\nThis reverts commit {commit}.\n"
    ));
    project.change("feat: two");
    assert_eq!(project.unnamed(), ["feat: two"]);
}

#[test]
fn a_revert_of_something_released_too_is_a_change() {
    let project = Project::new();
    let commit = project.change("feat: one");
    let released = "0123456789abcdef0123456789abcdef01234567";
    project.change(&format!(
        "Revert two\n\nThis reverts commit {commit}.\nThis reverts commit {released}.\n"
    ));
    assert_eq!(project.unnamed(), ["Revert two"]);
}

#[test]
fn the_kinds_of_files_tell_what_users_may_see() {
    let project = Project::new();
    for (path, kind) in [
        (".github/workflows/ci.yml", "ci"),
        ("tox.ini", "ci"),
        ("docs/index.md", "documentation"),
        ("README.md", "documentation"),
        ("uv.lock", "lock"),
        ("requirements/dev.txt", "other"),
        ("requirements-dev.txt", "lock"),
        ("tests/data.bin", "test"),
        ("src/demo_test.go", "test"),
        ("src/demo.py", "other"),
        ("pyproject.toml", "other"),
    ] {
        project.write(path, "x").commit("A change");
        let unnamed = project.notes().unnamed;
        assert_eq!(unnamed.first().unwrap().kinds, [kind], "{path}");
    }
}

#[test]
fn trailers_types_and_authors_are_told() {
    let project = Project::new();
    project.change("feat(Api)!: one\n\nBody\n\nChangelog: Skip\n");
    let unnamed = project.notes().unnamed;
    let change = unnamed.first().unwrap();
    assert_eq!(change.types, ["feat"]);
    assert_eq!(change.scopes, ["api"]);
    assert!(change.breaking);
    assert_eq!(change.trailer.as_deref(), Some("skip"));
    assert!(!change.author.is_empty());
}

#[test]
fn before_the_first_release_nothing_is_looked_at() {
    let project = Project(Sandbox::new());
    project.change("feat: one");
    assert_eq!(project.notes(), ReleaseNotes::default());
}

#[test]
fn sections_ahead_of_the_release_are_looked_at() {
    let project = Project::new();
    let old = "## [1.0.0] - 2026-01-01\n\n- First release (#1)\n";
    project.write(
        "CHANGELOG.md",
        &format!("# Changelog\n\n## [1.1.0] - 2026-02-01\n\n- New (#2)\n\n## 1.1.0rc1\n\n- Newer (#3)\n\n{old}"),
    );
    project.change("feat: one (#2)");
    project.change("feat: two (#3)");
    project.change("feat: three (#1)");
    let notes = project.notes();
    assert_eq!(notes.sections.len(), 2);
    assert_eq!(project.unnamed(), ["feat: three (#1)"]);
}

proptest! {
    #[test]
    fn any_message_and_entry_is_read(text in "(\\PC|\n|#[0-9]{1,12}|:pr:`[0-9]){0,80}") {
        prop_assert!(numbers::of_commit(&text).len() <= text.len());
        let mut wording = wording::Wording::default();
        wording.add(&text);
        let stems = wording::stems(&text).len();
        prop_assert_eq!(wording.like(&text).len(), usize::from(stems >= 3));
    }
}
