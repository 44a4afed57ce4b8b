//! `relcheck init`: a first configuration, from what is found.

use std::fs;

use super::harness::{History, Relcheck, Run};

fn init(history: &History, arguments: &[&str]) -> Run {
    history.relcheck().args(&["init"]).args(arguments).run()
}

fn read(history: &History, path: &str) -> String {
    fs::read_to_string(history.path().join(path)).unwrap()
}

/// The status of every rule for every type, as a check without configuration of rules has it.
fn decision(history: &History, arguments: &[&str]) -> Vec<String> {
    let json = history.relcheck().check(arguments).json();
    let outcomes = json["outcomes"].as_array().unwrap();
    outcomes
        .iter()
        .map(|outcome| {
            format!(
                "{} {} {}",
                outcome["rule"], outcome["type"], outcome["status"]
            )
        })
        .collect()
}

/// A project with something to find.
fn project() -> History {
    let history = History::released("1.2.3");
    history
        .write(".github/CODEOWNERS", "* @ann\n")
        .write(
            ".github/workflows/release.yml",
            "on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n    - uses: pypa/gh-action-pypi-publish@v1\n",
        )
        .write("ruff.toml", "line-length = 100\n")
        .commit("fix: something");
    history
}

#[test]
fn everything_found_is_written_with_its_place() {
    let history = project();
    let run = init(&history, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout
            .starts_with("wrote relcheck.toml\nhint: add `.relcheck/`"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!(read(&history, "relcheck.toml"), @r#"
    # How relcheck reads this project, as `relcheck init` found it. A line that is commented out
    # says what relcheck finds by itself: take the `#` away to hold it fast.

    [project]
    # name = "demo"  # from the manifest
    # tag_prefix = "v"  # from the tags, such as v1.2.3
    # main_branch = "main"  # from the branches
    # release_branch_prefix = "release/v"  # there is no such branch yet
    # hotfix_branch_prefix = "hotfix/v"  # there is no such branch yet
    # changelog = "CHANGELOG.md"  # by its name

    # Where the version is declared, found without configuration:
    #   pyproject.toml:3  project.version = 1.2.3
    # Any other place is named by its file and a regular expression with the group `version`:
    # [[version.files]]
    # path = "src/version.h"
    # pattern = '^#define VERSION "(?<version>[^"]+)"'

    # Rules of your own, and levels, thresholds and reasons to skip for those that there are:
    # `relcheck rules` lists them, `relcheck policy new` starts one.
    # [policy]
    # paths = ["policies"]
    #
    # [rules.docs.changelog]
    # level = "warn"

    # The commands whose reports are evidence. `relcheck record` runs those whose evidence is missing
    # or stale, side by side: take the `#` away from those that are run as you run them.
    # [[record]]  # ruff.toml
    # command = ["ruff", "check", "--output-format", "json"]

    # Where the whole suite has to pass before a candidate becomes a release. Take the `#` away, and
    # name the checks that run it there, as the CI system shows them: "test (ubuntu-*)".
    # [[platforms]]  # .github/workflows/release.yml:4
    # name = "linux"
    # checks = []

    # Found as well, but not read from here by this version of relcheck:
    #
    # maintainers:
    #   @ann  (.github/CODEOWNERS)
    #
    # scanners:
    #   ruff  (ruff.toml)
    #
    # channels:
    #   pypi  (.github/workflows/release.yml:6)
    "#);
}

#[test]
fn the_example_of_a_command_is_one_of_the_projects_language() {
    for (manifest, text, command) in [
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n",
            "\"cargo\", \"nextest\"",
        ),
        (
            "package.json",
            "{\"name\": \"demo\", \"devDependencies\": {\"vitest\": \"^3\"}}",
            "\"npx\", \"vitest\"",
        ),
        (
            "package.json",
            "{\"name\": \"demo\", \"devDependencies\": {\"mocha\": \"^11\", \"nyc\": \"^17\"}}",
            "\"npx\", \"mocha\"",
        ),
        (
            "package.json",
            "{\"name\": \"demo\", \"scripts\": {\"test\": \"node --test\"}}",
            "\"node\", \"--test\"",
        ),
        ("package.json", "{\"name\": \"demo\"}", "is not known"),
        ("Gemfile", "gem \"rack\"\n", "is not known"),
        ("pom.xml", "<project/>\n", "is not known"),
    ] {
        let history = History::empty();
        history.write(manifest, text).commit("chore: begin");
        assert_eq!(init(&history, &[]).code, 0);
        let configuration = read(&history, "relcheck.toml");
        assert!(configuration.contains(command), "{configuration}");
        assert!(!configuration.contains("pytest"), "{configuration}");
    }
}

#[test]
fn the_decision_stays_what_it_was() {
    let history = project();
    history.commit("chore: something else");
    let before = decision(&history, &[]);
    assert_eq!(init(&history, &[]).code, 0);
    history.git(&["add", "--all"]);
    history.git(&["commit", "--quiet", "--amend", "--no-edit"]);
    assert_eq!(decision(&history, &[]), before);
}

#[test]
fn what_is_taken_out_of_comment_is_a_configuration_too() {
    let history = project();
    history
        .branch("release/v1.2.x", "main")
        .branch("hotfix/v1.2.4", "main")
        .switch("main");
    init(&history, &[]);
    let text = read(&history, "relcheck.toml");
    assert!(
        text.contains(
            "# release_branch_prefix = \"release/v\"  # from the branches, such as release/v1.2.x"
        ),
        "{text}"
    );
    let keys = [
        "name",
        "tag_prefix",
        "main_branch",
        "release_branch_prefix",
        "hotfix_branch_prefix",
        "changelog",
    ];
    let pinned = keys.iter().fold(text, |text, key| {
        text.replacen(&format!("# {key} ="), &format!("{key} ="), 1)
    });
    let before = decision(&history, &[]);
    history.write("relcheck.toml", pinned);
    assert_eq!(decision(&history, &[]), before);
}

#[test]
fn proposed_commands_are_configured_by_taking_them_out_of_comment() {
    let history = project();
    history
        .write(
            ".github/workflows/ci.yml",
            "jobs:\n  x:\n  - run: pytest --cov\n",
        )
        .commit("ci: test");
    init(&history, &[]);
    let text = read(&history, "relcheck.toml");
    let (before, rest) = text.split_once("# [[record]]").unwrap();
    let (proposed, after) = rest.split_once("\n\n").unwrap();
    let proposed = proposed.replace("\n# ", "\n").replace("\n#\n", "\n");
    history.write(
        "relcheck.toml",
        format!("{before}[[record]]{proposed}\n\n{after}"),
    );
    let run = history.relcheck().args(&["record", "--list"]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @r"
    COMMAND                                                                                EVIDENCE
    pytest --junitxml=.relcheck/junit.xml --cov --cov-report=json:.relcheck/coverage.json  missing   it was not recorded yet
    ruff check --output-format json                                                        missing   it was not recorded yet
    ");
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let history = project();
    history.write("relcheck.toml", "# mine\n");
    let run = init(&history, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("`relcheck.toml` is there already"),
        "{}",
        run.stderr
    );
    assert_eq!(read(&history, "relcheck.toml"), "# mine\n");
    assert_eq!(init(&history, &["--force"]).code, 0);
    assert!(read(&history, "relcheck.toml").contains("[project]"));
}

#[test]
fn a_dry_run_prints_the_file_and_writes_none() {
    let history = project();
    for flag in ["--dry-run", "--stdout"] {
        let run = init(&history, &[flag]);
        assert!(run.stdout.contains("[project]\n"), "{}", run.stdout);
        assert!(!history.path().join("relcheck.toml").exists());
    }
}

#[test]
fn a_package_of_a_monorepo_has_its_own() {
    let history = History::empty();
    for name in ["a", "b"] {
        history.write(
            &format!("packages/{name}/pyproject.toml"),
            format!("[project]\nname = \"{name}\"\nversion = \"1.2.3\"\n"),
        );
    }
    history.commit("chore: first release");
    history.tag("a-v1.2.3").tag("b-v1.2.3");
    history.commit("fix: something");
    let project = ["--project", "packages/a"];
    let before = decision(&history, &project);
    let run = init(&history, &project);
    assert!(
        run.stdout.starts_with("wrote packages/a/relcheck.toml\n"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let text = read(&history, "packages/a/relcheck.toml");
    assert!(text.contains("# tag_prefix = \"a-v\""), "{text}");
    history.git(&["add", "--all"]);
    history.git(&["commit", "--quiet", "--amend", "--no-edit"]);
    assert_eq!(decision(&history, &project), before);
}

#[test]
fn a_configuration_at_the_root_is_not_put_out_of_force() {
    let history = History::empty();
    history
        .write(
            "relcheck.toml",
            "[rules.docs.changelog]\nlevel = \"warn\"\n",
        )
        .write(
            "a/pyproject.toml",
            "[project]\nname = \"a\"\nversion = \"1.2.3\"\n",
        )
        .commit("chore: start");
    let run = init(&history, &["--project", "a"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(
        run.stderr
            .contains("`relcheck.toml` configures this project already"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_workspace_is_called_as_its_crates_and_not_as_its_folder() {
    let named = |members: &[&str]| {
        let history = History::empty();
        history.write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\"]\n\n[workspace.package]\nversion = \"1.2.3\"\n",
        );
        for member in members {
            history.write(
                &format!("crates/{member}/Cargo.toml"),
                format!("[package]\nname = \"{member}\"\nversion.workspace = true\nrepository = \"https://github.com/ann/door\"\n"),
            );
        }
        history.commit("feat: start");
        history.git(&["remote", "add", "origin", "https://github.com/ann/door.git"]);
        assert_eq!(init(&history, &[]).code, 0);
        let text = read(&history, "relcheck.toml");
        let name = text.lines().find(|line| line.starts_with("name = "));
        name.unwrap_or_default().to_owned()
    };
    let place = "# of its repository or its crate: clones may be called otherwise";
    assert_eq!(
        named(&["door", "door-core"]),
        format!("name = \"door\"  {place}")
    );
    assert_eq!(named(&["gate"]), format!("name = \"gate\"  {place}"));
    assert_eq!(
        named(&["gate", "gate-core"]),
        format!("name = \"door\"  {place}")
    );
}

#[test]
fn a_name_that_only_the_folder_has_is_held_fast() {
    let history = History::empty();
    history.write("README.md", "demo\n").commit("feat: start");
    init(&history, &[]);
    let text = read(&history, "relcheck.toml");
    assert!(
        text.contains("\nname = \"checkout\"  # the folder's name"),
        "{text}"
    );
    assert_eq!(history.relcheck().args(&["rules"]).run().code, 0);
}

#[test]
fn what_the_project_says_stays_in_its_comment() {
    let history = History::empty();
    history
        .write("package.json", "{\"name\": \"demo\\n[rules.docs.changelog]\\nskip = 'x'\", \"version\": \"1.2.3\", \"author\": \"Eve\\n[nonsense]\\n\"}")
        .commit("feat: start");
    let run = init(&history, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = read(&history, "relcheck.toml");
    assert!(
        text.lines()
            .all(|line| line.is_empty() || line.starts_with('#') || line == "[project]"),
        "{text}"
    );
}

#[test]
fn outside_of_a_checkout_there_is_nothing_to_find() {
    let folder = tempfile::tempdir().unwrap();
    let run = Relcheck::in_folder(folder.path()).args(&["init"]).run();
    assert_eq!(run.code, 2, "{}", run.stdout);
}

/// A clone of a project, with its remote `origin`.
fn cloned(history: &History, arguments: &[&str]) -> std::path::PathBuf {
    let folder = history.beside("clone");
    let url = format!("file://{}", history.path().display());
    let end = [url.as_str(), folder.to_str().unwrap()];
    history.git(&[&["clone", "--quiet"], arguments, &end].concat());
    folder
}

fn fetches(history: &History, folder: &std::path::Path, remote: &str) -> String {
    history.git_in(
        folder,
        &["config", "--get-all", &format!("remote.{remote}.fetch")],
    )
}

const REFSPEC: &str = "+refs/notes/relcheck*:refs/notes/remotes/origin/relcheck*";

#[test]
fn a_clone_fetches_sign_offs_from_now_on() {
    let history = project();
    let folder = cloned(&history, &[]);
    let run = Relcheck::in_folder(&folder).args(&["init"]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout
            .contains(&format!("added remote.origin.fetch = {REFSPEC}\n")),
        "{}",
        run.stdout
    );
    let wanted = format!("+refs/heads/*:refs/remotes/origin/*\n{REFSPEC}");
    assert_eq!(fetches(&history, &folder, "origin"), wanted);
    // Once, and never twice.
    let again = Relcheck::in_folder(&folder)
        .args(&["init", "--force"])
        .run();
    assert!(
        again.stdout.contains("brings sign-offs already"),
        "{}",
        again.stdout
    );
    assert_eq!(fetches(&history, &folder, "origin"), wanted);
    // The remote has none yet, and git does not mind; nor does it prune those that were not pushed.
    history.git_in(
        &folder,
        &["notes", "--ref=relcheck", "add", "-m", "mine", "HEAD"],
    );
    history.git_in(&folder, &["fetch", "--quiet", "--prune"]);
    assert_eq!(
        history.git_in(&folder, &["notes", "--ref=relcheck", "show"]),
        "mine"
    );
    // What others gave meanwhile comes beside it.
    history.git(&["notes", "--ref=relcheck", "add", "-m", "theirs", "HEAD"]);
    history.git_in(&folder, &["fetch", "--quiet", "--prune"]);
    assert_eq!(
        history.git_in(&folder, &["notes", "--ref=relcheck", "show"]),
        "mine"
    );
    let copy = ["notes", "--ref=refs/notes/remotes/origin/relcheck", "show"];
    assert_eq!(history.git_in(&folder, &copy), "theirs");
}

#[test]
fn only_the_clone_is_set_up_where_that_is_asked_for() {
    let history = project();
    let folder = cloned(&history, &[]);
    let run = Relcheck::in_folder(&folder)
        .args(&["init", "--clone-only"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!folder.join("relcheck.toml").exists());
    assert!(fetches(&history, &folder, "origin").ends_with(REFSPEC));
    let run = init(&history, &["--clone-only"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout, "this clone has no remote: nothing to do\n");
    let both = init(&history, &["--clone-only", "--force"]);
    assert_eq!(both.code, 2);
}

#[test]
fn a_dry_run_leaves_the_clone_as_it_is() {
    let history = project();
    let folder = cloned(&history, &[]);
    let before = fetches(&history, &folder, "origin");
    let run = Relcheck::in_folder(&folder)
        .args(&["init", "--dry-run"])
        .run();
    assert_eq!(run.code, 0);
    assert_eq!(fetches(&history, &folder, "origin"), before);
}

#[test]
fn a_clone_that_fetches_notes_already_is_left_alone() {
    let history = project();
    let folder = cloned(&history, &[]);
    let own = "refs/notes/*:refs/notes/*";
    history.git_in(&folder, &["config", "--add", "remote.origin.fetch", own]);
    let run = Relcheck::in_folder(&folder).args(&["init"]).run();
    assert!(
        run.stdout.contains(&format!(
            "brings sign-offs already: remote.origin.fetch = {own}\n"
        )),
        "{}",
        run.stdout
    );
    assert!(fetches(&history, &folder, "origin").ends_with(own));
}

#[test]
fn of_several_remotes_origin_is_fetched_from() {
    let history = project();
    let folder = cloned(&history, &[]);
    let url = history.path().to_str().unwrap();
    history.git_in(&folder, &["remote", "add", "fork", url]);
    Relcheck::in_folder(&folder).args(&["init"]).run();
    assert!(fetches(&history, &folder, "origin").contains("refs/notes"));
    assert!(!fetches(&history, &folder, "fork").contains("refs/notes"));

    let other = project();
    let folder = cloned(&other, &["--origin", "up.stream/a"]);
    Relcheck::in_folder(&folder).args(&["init"]).run();
    let wanted = "+refs/notes/relcheck*:refs/notes/remotes/up.stream/a/relcheck*";
    assert!(fetches(&other, &folder, "up.stream/a").ends_with(wanted));
    let url = other.path().to_str().unwrap();
    other.git_in(&folder, &["remote", "add", "fork", url]);
    let before = fetches(&other, &folder, "fork");
    other.git_in(
        &folder,
        &["config", "--unset-all", "remote.up.stream/a.fetch", "notes"],
    );
    let run = Relcheck::in_folder(&folder)
        .args(&["init", "--force"])
        .run();
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.contains("none is called `origin`"),
        "{}",
        run.stdout
    );
    assert_eq!(fetches(&other, &folder, "fork"), before);
}

#[test]
fn a_shallow_clone_is_set_up_and_a_bare_one_is_refused() {
    let history = project();
    let folder = cloned(&history, &["--depth", "1"]);
    let run = Relcheck::in_folder(&folder).args(&["init"]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(fetches(&history, &folder, "origin").contains(REFSPEC));

    let other = project();
    let bare = cloned(&other, &["--bare"]);
    let before = fs::read_to_string(bare.join("config")).unwrap();
    for arguments in [["init", "--quiet"], ["init", "--clone-only"]] {
        let run = Relcheck::in_folder(&bare).args(&arguments).run();
        assert_eq!(run.code, 2, "{}", run.stdout);
    }
    assert_eq!(fs::read_to_string(bare.join("config")).unwrap(), before);
}
