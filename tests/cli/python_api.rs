//! The fact `python_api` and `relcheck api`.

use insta::assert_snapshot;

use crate::harness::{History, Relcheck};

const OLD: &str = "from ._core import Client as Client\n\n\ndef get(url, *, timeout=5): ...\n";
const NEW: &str = "from ._core import Client as Client\n\n\ndef get(url): ...\n";
const CORE: &str = "class Client:\n    def close(self): ...\n";

/// A release 1.2.3 of a package, and a later commit that breaks it.
fn history() -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history
        .write("demo/__init__.py", OLD)
        .write("demo/_core.py", CORE);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("demo/__init__.py", NEW);
    history.commit("fix!: no timeout");
    history
}

#[test]
fn the_fact_holds_what_changed_since_the_previous_release() {
    let fact = history().relcheck().fact("python_api")["value"].clone();
    assert_eq!(fact["since"], "v1.2.3");
    assert_eq!(fact["packages"], serde_json::json!(["demo"]));
    assert_eq!(fact["gaps"], serde_json::json!([]));
    assert_snapshot!(serde_json::to_string_pretty(&fact["changes"]).unwrap(), @r#"
    [
      {
        "source": "relcheck",
        "weight": "breaking",
        "kind": "parameter-removed",
        "symbol": "demo.get",
        "message": "lost its parameter `timeout`",
        "path": "demo/__init__.py",
        "line": 4,
        "revision": "head",
        "doubt": null
      }
    ]
    "#);
}

#[test]
fn a_first_release_and_a_project_without_python_compare_nothing() {
    let first = History::empty();
    first.declare("0.1.0").changelog("0.1.0", "2026-01-01");
    first.write("demo/__init__.py", OLD);
    first.commit("feat: all");
    let fact = first.relcheck().fact("python_api")["value"].clone();
    assert_eq!(fact["since"], serde_json::Value::Null);
    assert_eq!(fact["packages"], serde_json::json!(["demo"]));
    assert_eq!(fact["changes"], serde_json::json!([]));

    let other = History::released("1.2.3");
    other.write("a.txt", "x");
    other.commit("fix: something");
    let fact = other.relcheck().fact("python_api")["value"].clone();
    assert_eq!(fact["packages"], serde_json::json!([]));
    assert_eq!(fact["since"], "v1.2.3");
}

#[test]
fn a_history_that_is_cut_off_leaves_the_fact_unknown() {
    let history = history();
    let clone = history.beside("shallow");
    let url = format!("file://{}", history.path().display());
    let target = clone.display().to_string();
    history.git(&["clone", "--quiet", "--depth", "1", &url, &target]);
    let fact = |name: &str| Relcheck::in_folder(&clone).fact(name);
    let own = fact("python_api");
    assert!(own["unknown"]["fix"].is_string(), "{own}");
    assert_eq!(own, fact("changes"));
}

#[test]
fn two_revisions_are_compared_by_name() {
    let history = history();
    let run = history
        .relcheck()
        .args(&["api", "--from", "v1.2.3", "--color", "never"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_snapshot!(run.stdout, @r"
    demo: v1.2.3 to HEAD

    1 breaking
      demo.get lost its parameter `timeout` [parameter-removed] demo/__init__.py:4
    ");
    let json = history
        .relcheck()
        .args(&["api", "--from", "v1.2.3", "--to", "v1.2.3", "-o", "json"])
        .run()
        .json();
    assert_eq!(json["changes"], serde_json::json!([]));
    let wrong = history.relcheck().args(&["api", "--from", "v9"]).run();
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("`v9` names no commit"),
        "{}",
        wrong.stderr
    );
}
