//! Whether a migration guide leads to the new major version.

use super::harness::{History, Run};

const RULE: &str = "docs.migration_guide";

/// A candidate for 2.0.0 that drops a function of the package and an option, in one request.
fn breaking(guide: Option<(&str, &[u8])>) -> Run {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.write(
        "demo/__init__.py",
        "def get(url): ...\n\n\ndef put(url): ...\n",
    );
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("demo/__init__.py", "def put(url): ...\n");
    history.commit("feat!: take the getter away (#12)");
    if let Some((path, text)) = guide {
        history.write(path, text);
    }
    history.declare("2.0.0").changelog("2.0.0", "2026-01-30");
    history.commit("docs: say how to migrate");
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "major"])
}

fn status(path: &str, guide: &str) -> String {
    breaking(Some((path, guide.as_bytes()))).status(RULE, "major")
}

#[test]
fn a_guide_that_mentions_all_passes() {
    for (path, text) in [
        (
            "MIGRATION.md",
            "## Migrating to 2.0\n\nCall `put`, not `get` (#12).\n",
        ),
        (
            "MIGRATION.md",
            "# From 1.x to 2.x\n\n- Take the getter away: `demo.get`\n",
        ),
        (
            "docs/upgrading/v2.rst",
            "Text\n====\n\nNo ``get`` any more, see !12.\n",
        ),
        (
            "UPGRADE-2.0.adoc",
            "= Upgrading\n\ndemo.get is gone: https://example.org/pull/12\n",
        ),
    ] {
        assert_eq!(status(path, text), "pass", "{path}: {text}");
    }
}

#[test]
fn the_changelog_may_be_the_guide() {
    let text = "## [2.0.0] - 2026-01-30\n\n- All.\n\n### Upgrading\n\n- `get` is gone (#12).\n";
    let history = History::released("1.2.3");
    history.declare("2.0.0").write("CHANGELOG.md", text);
    history.commit("feat!: take the getter away (#12)");
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "major"]);
    assert_eq!(run.status(RULE, "major"), "pass");
}

#[test]
fn what_is_not_mentioned_is_named() {
    let run = breaking(Some(("MIGRATION.md", b"## 2.0\n\nYou get less.\n")));
    assert_eq!(run.status(RULE, "major"), "fail");
    assert_eq!(run.code, 1);
    let findings = run.findings(RULE, "major");
    assert_eq!(findings.len(), 2, "{findings:?}");
    let all = findings.join("\n");
    assert!(
        all.contains("`MIGRATION.md:1` does not mention the breaking change `feat!: take the getter away (#12)`"),
        "{all}"
    );
    assert!(
        all.contains("demo.get: `MIGRATION.md:1` does not mention that `demo.get` was removed"),
        "{all}"
    );
}

#[test]
fn the_guide_has_to_be_for_this_version() {
    for text in [
        "## Migrating to 1.0\n\n`get` (#12)\n",
        "## Migrating from 2.x to 3.0\n\n`get` (#12)\n",
        "# Migrating\n\n## 2. Rename\n\n`get` (#12)\n",
        "# Migrating to 2.0\n",
        "# Migrating to 2.0\n\n<!-- `get` (#12) -->\n",
    ] {
        assert_eq!(status("MIGRATION.md", text), "fail", "{text}");
    }
    let findings = breaking(None).findings(RULE, "major");
    assert_eq!(
        findings,
        ["migration guide: no migration guide speaks of 2.0.0"]
    );
}

#[test]
fn a_guide_that_is_not_text_is_unknown() {
    let run = breaking(Some(("docs/migration.md", b"# To 2.0\n\n\xff\n")));
    assert!(
        run.outcome(RULE, "major")
            .to_string()
            .contains("`docs/migration.md` line 3 is not valid UTF-8"),
        "{}",
        run.stdout
    );
    assert_ne!(run.code, 0);
}

#[test]
fn a_first_release_needs_no_guide() {
    let history = History::empty();
    history.declare("1.0.0").changelog("1.0.0", "2026-01-30");
    history.commit("feat!: all of it");
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "major"]);
    assert_eq!(run.status(RULE, "major"), "not-applicable");
}
