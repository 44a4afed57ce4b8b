//! API Extractor: the fact `typescript_api`, and what the rules and `relcheck suggest` make of it.

use std::fs;

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::harness::{History, Relcheck, Run};

const OLD: &str = include_str!("../../fixtures/api-extractor/old.api.md");
const NEW: &str = include_str!("../../fixtures/api-extractor/new.api.md");
const PUBLIC: &str = include_str!("../../fixtures/api-extractor/new.public.api.md");
const FINE: &str = include_str!("../../fixtures/api-extractor/fine.stdout.txt");
const CHANGED: &str = include_str!("../../fixtures/api-extractor/changed.stderr.txt");
const CONFIGURATION: &str = include_str!("../../fixtures/api-extractor/demo/api-extractor.json");

const REPORT: &str = "etc/demo-kit.api.md";

/// A release 1.2.3 of a package with this report, where there is one.
fn released(report: Option<&str>) -> History {
    let history = History::empty();
    history.changelog("1.2.3", "2026-01-01");
    package(&history, "1.2.3");
    if let Some(report) = report {
        history.write(REPORT, report);
    }
    history.write(".gitignore", ".relcheck/\n/run.txt\n");
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history
}

fn package(history: &History, version: &str) {
    let text = format!(
        "{{\n  \"name\": \"demo-kit\",\n  \"version\": \"{version}\",\n  \"main\": \"lib/index.js\"\n}}\n"
    );
    history.write("package.json", text);
    history.write("api-extractor.json", CONFIGURATION);
}

/// The same, and a later commit with another report.
fn changed(old: &str, new: &str) -> History {
    let history = released(Some(old));
    history.write(REPORT, new);
    history.commit("fix: something");
    history
}

fn fact(history: &History) -> Value {
    let fact = history.relcheck().fact("typescript_api");
    assert!(fact["value"].is_object(), "{fact}");
    fact["value"].clone()
}

/// The path of each report, and that of the one that it is compared with.
fn paths(fact: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let reports = fact["reports"].as_array().unwrap().iter();
    reports
        .map(|it| (text(&it["evidence"]["path"]), text(&it["previous"])))
        .collect()
}

/// `old` with one text in place of another, which must be there.
fn with(report: &str, old: &str, new: &str) -> String {
    assert!(report.contains(old), "{old}");
    report.replacen(old, new, 1)
}

fn check(history: &History, kind: &str) -> Run {
    let rule = "version.no_breaking_changes";
    let run = history
        .relcheck()
        .args(&["check", "--type", kind, "--rule", rule, "-o", "json"]);
    run.run()
}

/// The outcome for a type: its status, what was found, and the reason.
fn outcome(run: &Run, kind: &str) -> (String, Vec<String>, String) {
    let json = run.json();
    let mut outcomes = json["outcomes"].as_array().unwrap().iter();
    let outcome = outcomes.find(|it| it["type"] == kind).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = outcome["findings"].as_array().unwrap();
    let messages = findings.iter().map(|it| text(&it["message"])).collect();
    (text(&outcome["status"]), messages, text(&outcome["reason"]))
}

/// Records a run that says this and ends with this status, as if it were `api-extractor run`.
fn record(history: &History, text: &str, status: u8) {
    history.write("run.txt", text);
    let alias = format!("alias.api-extractor=!f() {{ cat run.txt; exit {status}; }}; f");
    let command = ["record", "--", "git", "-c", &alias, "api-extractor", "run"];
    let run = history.relcheck().args(&command).run();
    assert_eq!(run.code, i32::from(status), "{}", run.stderr);
}

#[test]
fn the_fact_holds_what_changed_since_the_previous_release_by_release_tag() {
    let fact = fact(&changed(OLD, NEW));
    assert_eq!(fact["since"], "v1.2.3");
    assert_eq!(fact["gaps"], json!([]));
    assert_eq!(fact["unreported"], json!([]));
    assert_eq!(paths(&fact), [(REPORT.to_owned(), REPORT.to_owned())]);
    let report = &fact["reports"][0];
    assert_eq!(report["package"], "demo-kit");
    assert_eq!(report["evidence"]["binding"], "tracked");
    assert_eq!(report["evidence"]["size"], NEW.len());
    let tags: Vec<&str> = fact["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["release_tag"].as_str().unwrap())
        .collect();
    assert_eq!(tags, ["alpha", "internal", "public"]);
    assert_snapshot!(serde_json::to_string_pretty(&fact["changes"][0]).unwrap(), @r#"
    {
      "release_tag": "alpha",
      "changes": [
        {
          "source": "relcheck",
          "weight": "breaking",
          "kind": "type-changed",
          "symbol": "limits.max",
          "message": "is `string`, not `number`",
          "path": "etc/demo-kit.api.md",
          "line": 75,
          "revision": "head",
          "doubt": null
        },
        {
          "source": "relcheck",
          "weight": "breaking",
          "kind": "removed",
          "symbol": "limits.min",
          "message": "was removed",
          "path": "etc/demo-kit.api.md",
          "line": 71,
          "revision": "previous",
          "doubt": null
        }
      ]
    }
    "#);
}

#[test]
fn what_breaks_fails_at_the_line_of_the_report() {
    let history = changed(OLD, NEW);
    let run = check(&history, "minor");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (status, messages, _) = outcome(&run, "minor");
    assert_eq!(status, "fail");
    assert_snapshot!(messages.join("\n"), @r#"
    `Base.stop` was added, and subclasses have to implement it (`etc/demo-kit.api.md:16`)
    `KitError.constructor` needs its parameter `depth` (`etc/demo-kit.api.md:53`)
    `KitError.post` was removed (`etc/demo-kit.api.md:53` in `v1.2.3`)
    `KitError.size` can no longer be set (`etc/demo-kit.api.md:63`)
    `Level` is `"low" | "high" | "top"`, not `"low" | "high"` (`etc/demo-kit.api.md:71`), unless only those who read it notice
    `Mode.Fast` is `2` now, and was `1` (`etc/demo-kit.api.md:85`), unless only those who rely on the value itself notice
    `Mode.Slow` was removed (`etc/demo-kit.api.md:85` in `v1.2.3`)
    `Old` was removed; `Fresh` is all that it was (`etc/demo-kit.api.md:89` in `v1.2.3`)
    `Options.retries` is `number`, not `number | string` (`etc/demo-kit.api.md:126`), unless only those who set it notice
    `Options.strict` was added, and cannot be left out (`etc/demo-kit.api.md:127`), unless only those who implement it, or make one themselves, notice
    `counter` is `@beta` now, and was `@public` (`etc/demo-kit.api.md:20`)
    `gone` was removed (`etc/demo-kit.api.md:26` in `v1.2.3`)
    `open` needs its parameter `options` (`etc/demo-kit.api.md:96`)
    1 API report in git may be of earlier sources: `etc/demo-kit.api.md`
    "#);
}

#[test]
fn suggest_takes_the_type_that_the_report_asks_for() {
    let suggest = |history: &History| -> (String, String) {
        let run = history.relcheck().args(&["suggest", "-o", "json"]).run();
        let json = run.json();
        (
            json["type"].as_str().unwrap_or("-").to_owned(),
            json["reasons"].to_string(),
        )
    };
    let (kind, reasons) = suggest(&changed(OLD, NEW));
    assert_eq!(kind, "major", "{reasons}");
    assert!(
        reasons.contains("`gone` was removed (`etc/demo-kit.api.md:26` in `v1.2.3`)"),
        "{reasons}"
    );
    let added = with(
        OLD,
        "export let counter: number;",
        "export let counter: number;

// @public
export const fresh: string;",
    );
    let (kind, reasons) = suggest(&changed(OLD, &added));
    assert_eq!(kind, "minor", "{reasons}");
    assert!(reasons.contains("`fresh` was added"), "{reasons}");
    assert_eq!(suggest(&changed(OLD, OLD)).0, "patch");
    // What is `@alpha` is promised to nobody.
    let alpha = with(
        OLD,
        "    readonly max: number;",
        "    readonly max: string;",
    );
    assert_eq!(suggest(&changed(OLD, &alpha)).0, "patch");
}

#[test]
fn a_configuration_promises_what_is_beta_too() {
    let history = changed(
        OLD,
        &with(
            OLD,
            "export function tryOpen(path: string)",
            "export function tryOpen(path: number)",
        ),
    );
    assert_eq!(outcome(&check(&history, "patch"), "patch").0, "warn");
    history.write(
        "relcheck.toml",
        "[rules.version.no_breaking_changes.params]\nrelease_tags = [\"beta\", \"public\"]\n",
    );
    history.commit("chore: promise more");
    let (status, messages, _) = outcome(&check(&history, "patch"), "patch");
    assert_eq!(status, "fail", "{messages:?}");
}

#[test]
fn a_run_that_found_the_report_as_it_is_makes_it_heads() {
    let history = changed(OLD, OLD);
    let warned = "1 API report in git may be of earlier sources: `etc/demo-kit.api.md`";
    let (status, messages, _) = outcome(&check(&history, "patch"), "patch");
    assert_eq!(
        (status.as_str(), messages.as_slice()),
        ("warn", &[warned.to_owned()][..])
    );
    record(&history, FINE, 0);
    let found = fact(&history);
    assert_eq!(found["reports"][0]["evidence"]["binding"], "recorded");
    assert_eq!(found["checks"][0]["evidence"]["tool_version"], "7.60.1");
    assert_eq!(found["checks"][0]["configuration"], "./api-extractor.json");
    let (status, messages, _) = outcome(&check(&history, "patch"), "patch");
    assert_eq!((status.as_str(), messages.as_slice()), ("pass", &[][..]));
    // A later commit is another one.
    history.write("src/index.ts", "export {};\n");
    history.commit("fix: something else");
    let found = fact(&history);
    assert_eq!(found["reports"][0]["evidence"]["binding"], "tracked");
    assert_eq!(found["checks"][0]["evidence"]["binding"], "unbound");
}

#[test]
fn a_run_that_did_not_pass_is_unknown() {
    let history = changed(OLD, OLD);
    record(
        &history,
        &format!(
            "{}{CHANGED}",
            with(
                FINE,
                "API Extractor completed successfully",
                "API Extractor completed with warnings"
            )
        ),
        1,
    );
    let run = check(&history, "patch");
    assert_eq!(run.code, 3, "{}", run.stdout);
    let (status, _, reason) = outcome(&run, "patch");
    assert_eq!(status, "unknown");
    assert!(
        reason.contains("did not pass: it says: Warning: You have changed the API signature"),
        "{reason}"
    );
    // Nor is one that ended well and does not say so, or said so and ended otherwise.
    for (text, status) in [("", 0), (FINE, 1)] {
        record(&history, text, status);
        let check = fact(&history)["checks"][0].clone();
        assert_eq!(check["passed"], false, "{check}");
    }
}

#[test]
fn a_run_with_another_configuration_says_nothing_of_this_report() {
    let history = changed(OLD, OLD);
    record(
        &history,
        &with(FINE, "./api-extractor.json", "./other/api-extractor.json"),
        0,
    );
    let found = fact(&history);
    assert_eq!(found["checks"][0]["passed"], true);
    assert_eq!(found["reports"][0]["evidence"]["binding"], "tracked");
}

#[test]
fn a_configuration_without_a_report_is_unknown_with_the_command() {
    let history = released(None);
    history.write("a.txt", "x");
    history.commit("fix: something");
    let found = fact(&history);
    assert_eq!(
        found["unreported"],
        json!([{
            "path": "api-extractor.json",
            "line": 4,
            "reason": "its report `etc/demo-kit.api.md` is not in git",
        }])
    );
    let run = check(&history, "patch");
    assert_eq!(run.code, 3, "{}", run.stdout);
    let (_, _, reason) = outcome(&run, "patch");
    assert!(
        reason.contains("its report `etc/demo-kit.api.md` is not in git"),
        "{reason}"
    );
    assert!(
        run.stdout.contains("npx api-extractor run --local"),
        "{}",
        run.stdout
    );
    // One that asks for no report is fine, and one that cannot be read is not.
    history.write(
        "api-extractor.json",
        with(CONFIGURATION, "\"enabled\": true", "\"enabled\": false"),
    );
    history.commit("chore: no report");
    assert_eq!(fact(&history)["unreported"], json!([]));
    history.write("api-extractor.json", "{");
    history.commit("chore: broken");
    let found = fact(&history)["unreported"][0]["reason"].to_string();
    assert!(
        found.contains("`api-extractor.json` cannot be read: line 1"),
        "{found}"
    );
}

#[test]
fn a_report_that_is_new_or_gone_or_broken_is_said() {
    let new = released(None);
    new.write(REPORT, OLD);
    new.commit("chore: a report");
    let found = fact(&new);
    assert_eq!(found["changes"], json!([]));
    assert_eq!(found["gaps"][0]["symbol"], "demo-kit");
    assert_eq!(
        found["gaps"][0]["reason"],
        "there is no API report of it at the previous release"
    );

    let gone = released(Some(OLD));
    gone.git(&["rm", "--quiet", REPORT]);
    gone.commit("chore: no report");
    let found = fact(&gone);
    assert_eq!(
        found["changes"][0]["changes"][0]["doubt"],
        "only the API report of it went"
    );
    assert_eq!(found["unreported"][0]["path"], "api-extractor.json");
    assert_eq!(outcome(&check(&gone, "patch"), "patch").0, "unknown");

    let broken = changed(OLD, &OLD[..OLD.len() / 2]);
    let found = fact(&broken);
    let reason = found["gaps"][0]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("its API report is not understood: "),
        "{reason}"
    );
    // Nothing is taken for gone that only was not read.
    assert!(
        !found["changes"].to_string().contains("was removed"),
        "{}",
        found["changes"]
    );
    let (_, messages, _) = outcome(&check(&broken, "patch"), "patch");
    assert!(
        messages
            .iter()
            .any(|it| it.starts_with("1 part of the API could not be compared: `demo-kit`")),
        "{messages:?}"
    );
}

#[test]
fn a_report_that_moved_is_found_by_its_package_and_variants_are_no_reports_of_their_own() {
    let history = released(Some(OLD));
    history.git(&["rm", "--quiet", REPORT]);
    history
        .write("api/kit.api.md", NEW)
        .write("api/kit.public.api.md", PUBLIC);
    history
        .write("temp/demo-kit.api.md", NEW)
        .write("tests/x.api.md", NEW);
    history.write("other.api.md", "# Not a report\n");
    history.commit("chore: move the report");
    let found = fact(&history);
    assert_eq!(
        paths(&found),
        [("api/kit.api.md".to_owned(), REPORT.to_owned())]
    );
    assert!(found["changes"].to_string().contains("KitError.post"));
}

#[test]
fn one_more_entry_point_is_an_addition() {
    let history = released(Some(OLD));
    history.write("etc/demo-kit.extra.api.md", NEW);
    history.commit("feat: an entry point");
    let found = fact(&history);
    assert_eq!(found["gaps"], json!([]));
    assert_eq!(
        found["changes"][0]["changes"][0]["symbol"],
        "demo-kit.extra"
    );
    assert_eq!(found["changes"][0]["changes"][0]["kind"], "added");
}

#[test]
fn a_deprecation_has_to_be_announced_and_a_break_to_be_explained() {
    let history = changed(OLD, NEW);
    history.write(
        "package.json",
        "{\"name\": \"demo-kit\", \"version\": \"2.0.0\", \"main\": \"lib/index.js\"}\n",
    );
    history.write(
        "MIGRATION.md",
        "# Migrating to 2.0.0\n\nUse `send` instead of `KitError.post`.\n",
    );
    history.commit("docs: tell how");
    for (rule, level, names) in [
        (
            "version.deprecations_announced",
            "warn",
            "`KitError.close` is deprecated now",
        ),
        (
            "docs.migration_guide",
            "fail",
            "does not mention that `gone` was removed",
        ),
    ] {
        let run = history
            .relcheck()
            .args(&["check", "--type", "major", "--rule", rule, "-o", "json"])
            .run();
        let (status, messages, reason) = outcome(&run, "major");
        assert_eq!(status, level, "{rule}: {messages:?} {reason}");
        assert!(
            messages.iter().any(|it| it.contains(names)),
            "{rule}: {messages:?}"
        );
    }
}

#[test]
fn a_first_release_and_a_project_without_reports_compare_nothing() {
    let first = History::empty();
    package(&first, "0.1.0");
    first.write(REPORT, OLD);
    first.commit("feat: all");
    let found = fact(&first);
    assert_eq!(found["since"], Value::Null);
    assert_eq!(found["reports"][0]["evidence"]["path"], REPORT);
    assert_eq!(found["changes"], json!([]));
    let other = History::released("1.2.3");
    other.write("a.txt", "x");
    other.commit("fix: something");
    assert_eq!(fact(&other)["reports"], json!([]));
}

#[test]
fn a_history_that_is_cut_off_leaves_the_fact_unknown() {
    let history = changed(OLD, NEW);
    let clone = history.beside("shallow");
    let url = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "--quiet",
        "--depth",
        "1",
        &url,
        &clone.display().to_string(),
    ]);
    let fact = |name: &str| Relcheck::in_folder(&clone).fact(name);
    assert!(fact("typescript_api")["unknown"]["fix"].is_string());
    assert!(fs::exists(clone.join(REPORT)).unwrap());
}
