//! Input that is broken ends in a clear message and exit 2, or in `unknown`: never in a panic, a
//! hang or a GO.

use std::fs;

use super::harness::{History, Relcheck, Run};

fn assert_clear(run: &Run, code: i32, expected: &str) {
    assert_eq!(run.code, code, "{}\n{}", run.stdout, run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(all.contains(expected), "{expected:?} is not in: {all}");
}

#[test]
fn a_folder_that_is_no_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let run = Relcheck::in_folder(folder.path()).args(&["check"]).run();
    assert_clear(&run, 2, "is not inside a git checkout");
}

#[test]
fn a_git_folder_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let run = Relcheck::in_folder(folder.path()).args(&["check"]).run();
    assert_clear(&run, 2, "cannot be opened");
}

#[test]
fn a_git_file_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".git"), [0xff, 0x00, 0x01]).unwrap();
    let run = Relcheck::in_folder(folder.path()).args(&["check"]).run();
    assert_clear(&run, 2, "cannot be opened");
}

#[test]
fn a_bare_repository() {
    let history = History::released("1.2.3");
    let bare = history.beside("bare.git");
    history.git(&[
        "clone",
        "--quiet",
        "--bare",
        history.path().to_str().unwrap(),
        bare.to_str().unwrap(),
    ]);
    assert_clear(
        &Relcheck::in_folder(&bare).args(&["check"]).run(),
        2,
        "bare repository",
    );
}

#[test]
fn a_broken_index() {
    let history = History::released("1.2.3");
    fs::write(history.path().join(".git/index"), b"DIRC but not really").unwrap();
    let rules = ["--rule", "docs.changelog", "--rule", "branch.clean_tree"];
    assert_clear(&history.relcheck().check(&rules), 3, "index");
}

#[test]
fn a_broken_object() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    let id = history.git(&["rev-parse", "HEAD~1"]);
    let object = history
        .path()
        .join(".git/objects")
        .join(&id[..2])
        .join(&id[2..]);
    let mut permissions = fs::metadata(&object).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    fs::set_permissions(&object, permissions).unwrap();
    fs::write(&object, b"garbage").unwrap();
    let run = history
        .relcheck()
        .check(&["--rule", "version.scope_fits_type"]);
    assert!([2, 3].contains(&run.code), "{}\n{}", run.stdout, run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn an_invalid_configuration() {
    let history = History::released("1.2.3");
    history.write(
        "relcheck.toml",
        "[project]\nname = \"demo\"\ntag_prefx = \"v\"\n",
    );
    let run = history.relcheck().args(&["check"]).run();
    assert_clear(
        &run,
        2,
        "relcheck.toml:3:1: unknown key `tag_prefx`; did you mean `tag_prefix`?",
    );
    history.write("relcheck.toml", b"name = \"\xff\"\n");
    assert_clear(
        &history.relcheck().args(&["check"]).run(),
        2,
        "relcheck.toml",
    );
    history.write("relcheck.toml", "x = [[[[");
    assert_clear(
        &history.relcheck().args(&["check"]).run(),
        2,
        "relcheck.toml:1:",
    );
}

#[test]
fn an_invalid_manifest() {
    let history = History::released("1.2.3");
    history
        .write("pyproject.toml", "[project\n")
        .commit("fix: something");
    let run = history
        .relcheck()
        .check(&["--rule", "version.declared_everywhere"]);
    assert_clear(&run, 3, "pyproject.toml:1");
}

#[test]
fn a_changelog_of_300_megabytes() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    // A sparse file: it has the size, but takes no space.
    let file = fs::File::options()
        .write(true)
        .open(history.path().join("CHANGELOG.md"))
        .unwrap();
    file.set_len(300 * 1024 * 1024).unwrap();
    let run = history.relcheck().check(&["--rule", "docs.changelog"]);
    assert_clear(&run, 3, "too large");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_checkout() {
    let history = History::released("1.2.3");
    let outside = history.beside("outside.md");
    fs::write(&outside, "## [1.2.4] - 2026-01-30\n\n- A fix.\n").unwrap();
    fs::remove_file(history.path().join("CHANGELOG.md")).unwrap();
    std::os::unix::fs::symlink(&outside, history.path().join("CHANGELOG.md")).unwrap();
    history.declare("1.2.4").commit("fix: something");
    let run = history.relcheck().check(&["--rule", "docs.changelog"]);
    assert_clear(&run, 3, "symbolic link out of the checkout");
}

#[cfg(unix)]
#[test]
fn a_fifo_where_a_file_should_be() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    for (path, rule, code) in [
        ("CHANGELOG.md", "docs.changelog", 3),
        ("pyproject.toml", "version.declared_everywhere", 3),
        ("relcheck.toml", "branch.clean_tree", 2),
    ] {
        let file = history.path().join(path);
        let _ = fs::remove_file(&file);
        let made = std::process::Command::new("mkfifo")
            .arg(&file)
            .status()
            .unwrap();
        assert!(made.success());
        let run =
            history
                .relcheck()
                .check(&["--rule", rule, "--type", "patch", "--release", "1.2.4"]);
        assert_clear(&run, code, "not a regular file");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    let path = history.path().join("CHANGELOG.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        eprintln!("not tested: this user may read every file");
        return;
    }
    let run = history.relcheck().check(&["--rule", "docs.changelog"]);
    assert_clear(&run, 3, "cannot be read");
}

#[test]
fn facts_that_are_none() {
    let history = History::released("1.2.3");
    history.write("facts.json", "{\"schema\": \"other/1\"}");
    assert_clear(
        &history.relcheck().args(&["eval", "facts.json"]).run(),
        2,
        "facts.json",
    );
    assert_clear(
        &history.relcheck().args(&["eval", "missing.json"]).run(),
        2,
        "missing.json",
    );
}

#[test]
fn arguments_that_are_none() {
    let history = History::released("1.2.3");
    for (arguments, expected) in [
        (&["check", "--stage", "later"][..], "invalid value 'later'"),
        (&["check", "--release", "soon"], "soon"),
        (
            &["check", "--rule", "branch.clean_tre"],
            "did you mean `branch.clean_tree`?",
        ),
        (&["check", "--now", "yesterday"], "yesterday"),
        (&["check", "-o", "yaml"], "there is no format `yaml`"),
        (&["check", "-o", "text", "-o", "json"], "only one output"),
        (
            &["check", "-o", "text=out", "-o", "json=out"],
            "two outputs would be written to `out`",
        ),
        (&["collect", "--fact", "chnges"], "did you mean `changes`?"),
        (
            &["explain", "docs.changelg"],
            "did you mean `docs.changelog`?",
        ),
        (&["check", "--project", "../elsewhere"], "--project"),
        (&["check", "--project", "nowhere"], "nowhere"),
        (&["check", "--project", ".git"], "git's own"),
    ] {
        assert_clear(&history.relcheck().args(arguments).run(), 2, expected);
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_draw_on_the_terminal() {
    let history = History::released("1.2.3");
    history.write("x\u{1b}[2J\nGO for patch 1.2.4", "");
    let rule = ["--rule", "branch.clean_tree"];
    let run = history.relcheck().args(&["check"]).args(&rule).run();
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
    assert!(!run.stdout.contains("\nGO for"), "{}", run.stdout);
    let explained = history
        .relcheck()
        .args(&["explain", "branch.clean_tree"])
        .run();
    assert!(!explained.stdout.contains('\u{1b}'), "{}", explained.stdout);
}

#[test]
fn an_error_message_cannot_draw_on_the_terminal() {
    let history = History::released("1.2.3");
    history.write("relcheck.toml", "\"\\u001b[2Jx\" = 1\n");
    let run = history.relcheck().args(&["check"]).run();
    assert_clear(&run, 2, "unknown key");
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_output_that_is_no_file_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let history = History::released("1.2.3");
    let pipe = history.beside("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let reader = std::process::Command::new("cat")
        .arg(&pipe)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = format!("json={}", pipe.display());
    let run = history.relcheck().args(&["check", "-o", &output]).run();
    let there = fs::symlink_metadata(&pipe).unwrap();
    assert!(there.file_type().is_fifo(), "{}", run.stderr);
    let read = reader.wait_with_output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!(report["schema"], "relcheck.report/1");
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let history = History::released("1.2.3");
    for path in ["nowhere/report.json", "."] {
        let output = format!("json={path}");
        let arguments = ["check", "--no-fail", "-o", &output];
        assert_clear(
            &history.relcheck().args(&arguments).run(),
            2,
            "cannot be written",
        );
    }
}

#[cfg(unix)]
#[test]
fn a_project_is_named_by_its_own_folder() {
    let history = History::released("1.2.3");
    history.write("packages/core/notes.txt", "");
    let elsewhere = history.beside("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, history.path().join("out")).unwrap();
    std::os::unix::fs::symlink("packages/core", history.path().join("in")).unwrap();
    for (project, expected) in [
        ("out", "leads out of the checkout"),
        ("in", "another name for the folder `packages/core`"),
    ] {
        let run = history.relcheck().check(&["--project", project]);
        assert_clear(&run, 2, expected);
    }
}
