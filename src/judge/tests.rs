use serde_json::{Value, json};

use super::*;
use crate::facts::{
    Clock, Fact, Missing, Project, ProjectKind, SCHEMA as FACTS, Subject, VersionFact,
};
use crate::policy::{PolicyFile, Sources};
use crate::release::{Scheme, Version};
use crate::verdict::{Decision, Status};
use crate::waivers;

/// A rule `area.<name>` of all types with this metadata on top of the mandatory one, and this body.
fn rule(name: &str, metadata: &str, body: &str) -> PolicyFile {
    let text = format!(
        "# METADATA
# title: Title of {name}
# description: Something holds.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Mend it.
#   source: Section / Subsection
{metadata}package relcheck.policy.area.{name}

{body}
"
    );
    PolicyFile::new(format!("policies/area/{name}/{name}.rego"), text)
}

fn policies(rules: Vec<PolicyFile>) -> PolicySet {
    let mut ids: Vec<&str> = rules
        .iter()
        .filter_map(|file| file.path.rsplit('/').next()?.strip_suffix(".rego"))
        .collect();
    ids.sort_unstable();
    let manifest: String = ids.iter().map(|id| format!("area.{id}\n")).collect();
    let sources = Sources {
        builtin: rules,
        manifest: PolicyFile::new("policies/manifest.txt", manifest),
        ..Sources::default()
    };
    PolicySet::load(sources, &["worktree", "changes"]).unwrap()
}

fn candidate(release_type: ReleaseType, version: &str) -> Candidate {
    let version: Version = version.parse().unwrap();
    Candidate {
        release_type,
        version: VersionFact::from(&version),
    }
}

/// Facts about a patch 1.2.4, with this worktree.
fn document(worktree: Result<Value, Missing>) -> Document {
    let fact = match worktree {
        Ok(value) => Fact::Value(serde_json::value::to_raw_value(&value).unwrap()),
        Err(missing) => Fact::Unknown(missing),
    };
    Document {
        schema: FACTS.to_owned(),
        tool: crate::tool(),
        clock: Clock {
            now: "2026-02-01T00:00:00Z".to_owned(),
            seconds: 1_769_904_000,
            overridden: false,
        },
        project: Project {
            name: "demo".to_owned(),
            path: String::new(),
            kind: ProjectKind::Library,
            kind_reason: String::new(),
        },
        subject: Subject {
            stage: Stage::PreRelease,
            derived_stage: Stage::PreRelease,
            gave_way: false,
            scheme: Scheme::Semver,
            calendar: None,
            release_type: ReleaseType::Patch,
            type_reason: String::new(),
            previous: None,
            candidates: vec![
                candidate(ReleaseType::Patch, "1.2.4"),
                candidate(ReleaseType::Minor, "1.3.0"),
                candidate(ReleaseType::Major, "2.0.0"),
                candidate(ReleaseType::Hotfix, "1.2.4"),
            ],
            weakenings: Vec::new(),
        },
        facts: BTreeMap::from([("worktree".to_owned(), fact)]),
    }
}

fn clean() -> Document {
    document(Ok(json!({"clean": true, "changes": []})))
}

fn judged(rules: Vec<PolicyFile>, settings: &Settings) -> Report {
    judge(&clean(), &policies(rules), settings).unwrap()
}

/// The patch's outcome of the first rule.
fn outcome(report: &Report) -> &Outcome {
    report.outcomes_of(Some(ReleaseType::Patch)).next().unwrap()
}

const PASSES: &str = "deny contains {\"subject\": \"tree\", \"message\": \"is dirty\"} if not input.facts.worktree.clean";
const FAILS: &str = "deny contains {\"subject\": \"tree\", \"message\": \"is clean\"} if input.facts.worktree.clean";

fn status_of(body: &str) -> Status {
    outcome(&judged(vec![rule("one", "", body)], &Settings::default())).status
}

#[test]
fn every_status_of_an_evaluated_rule() {
    assert_eq!(status_of(PASSES), Status::Pass);
    assert_eq!(status_of(FAILS), Status::Fail);
    let warns = FAILS.replace("\"is clean\"", "\"is clean\", \"level\": \"warn\"");
    assert_eq!(status_of(&warns), Status::Warn);
    let unknown = format!("{PASSES}\nunknown contains \"nobody knows\"");
    assert_eq!(status_of(&unknown), Status::Unknown);
    let elsewhere = format!("{FAILS}\nnot_applicable contains \"it is a library\"");
    assert_eq!(status_of(&elsewhere), Status::NotApplicable);
    let pending = format!("{FAILS}\ndue := 1769904001");
    assert_eq!(status_of(&pending), Status::Pending);
    let due = format!("{FAILS}\ndue := 1769904000");
    assert_eq!(status_of(&due), Status::Fail);
    let broken = "deny contains {\"subject\": \"tree\", \"message\": \"x\"} if to_number(\"one\") == 1\n\
                  deny contains {\"subject\": \"tree\", \"message\": \"y\"} if not input.facts.worktree.clean";
    assert_eq!(status_of(broken), Status::Error);
}

#[test]
fn what_is_unknown_may_bring_its_own_step() {
    let body = format!(
        "{PASSES}\nunknown contains {{\"reason\": \"the clone is shallow\", \"fix\": \"git fetch\"}}"
    );
    let report = judged(vec![rule("one", "", &body)], &Settings::default());
    let outcome = outcome(&report);
    assert_eq!(outcome.status, Status::Unknown);
    assert_eq!(outcome.reason.as_deref(), Some("the clone is shallow"));
    assert_eq!(outcome.fix.as_deref(), Some("git fetch"));
    let wrong = body.replace("fix", "fxi");
    assert_eq!(status_of(&wrong), Status::Error);
}

#[test]
fn a_failure_comes_before_what_is_unknown() {
    let both = format!("{FAILS}\nunknown contains \"nobody knows\"");
    assert_eq!(status_of(&both), Status::Fail);
}

#[test]
fn a_fact_that_is_missing_is_unknown_with_its_reason_and_its_fix() {
    let missing = Missing::because("git is not installed").fix("install git");
    let policies = policies(vec![rule("one", "", PASSES)]);
    let report = judge(&document(Err(missing)), &policies, &Settings::default()).unwrap();
    let outcome = outcome(&report);
    assert_eq!(outcome.status, Status::Unknown);
    assert_eq!(outcome.reason.as_deref(), Some("git is not installed"));
    assert_eq!(outcome.fix.as_deref(), Some("install git"));
    assert_eq!(report.exit_code() as u8, 3);
}

#[test]
fn a_fact_that_was_not_collected_is_unknown() {
    let mut document = clean();
    document.facts.clear();
    let policies = policies(vec![rule("one", "", PASSES)]);
    let report = judge(&document, &policies, &Settings::default()).unwrap();
    assert_eq!(outcome(&report).status, Status::Unknown);
}

#[test]
fn one_rule_in_error_leaves_the_others_alone_and_blocks() {
    let broken = "deny contains {\"subject\": \"tree\", \"message\": \"x\"} if to_number(\"one\") == 1\n\
                  deny contains {\"subject\": \"tree\", \"message\": \"y\"} if not input.facts.worktree.clean";
    let report = judged(
        vec![rule("broken", "", broken), rule("sound", "", PASSES)],
        &Settings::default(),
    );
    let statuses: Vec<Status> = report
        .outcomes_of(Some(ReleaseType::Patch))
        .map(|outcome| outcome.status)
        .collect();
    assert_eq!(statuses, [Status::Error, Status::Pass]);
    assert_eq!(report.own_verdict().unwrap().decision, Some(Decision::NoGo));
    assert_eq!(report.exit_code() as u8, 2);
}

#[test]
fn a_rule_of_another_stage_or_type_does_not_apply() {
    let text = rule("one", "", FAILS)
        .text
        .replace("[patch, minor, major, hotfix]", "[major]");
    let report = judged(
        vec![PolicyFile::new("policies/area/one/one.rego", text)],
        &Settings::default(),
    );
    assert_eq!(
        outcome(&report).reason.as_deref(),
        Some("it applies to major releases")
    );
    let text = rule("one", "", FAILS)
        .text
        .replace("[pre-release]", "[candidate, publish]");
    let report = judged(
        vec![PolicyFile::new("policies/area/one/one.rego", text)],
        &Settings::default(),
    );
    assert_eq!(
        outcome(&report).reason.as_deref(),
        Some("it applies at the stage candidate, publish")
    );
    assert_eq!(report.exit_code() as u8, 2, "no rule applies");
}

#[test]
fn a_rule_warns_until_it_is_effective() {
    for (day, level) in [("2026-02-02", Level::Warn), ("2026-02-01", Level::Deny)] {
        let metadata = format!("#   effective_on: {day}\n");
        let report = judged(vec![rule("one", &metadata, FAILS)], &Settings::default());
        assert_eq!(outcome(&report).level, level, "{day}");
        assert_eq!(report.exit_code() as u8, u8::from(level == Level::Deny));
    }
}

#[test]
fn a_rule_is_folded_under_the_failure_that_it_depends_on() {
    let dependent = rule("two", "#   depends_on: [area.one]\n", FAILS);
    let folded = |first: &str| {
        let report = judged(
            vec![rule("one", "", first), dependent.clone()],
            &Settings::default(),
        );
        let outcomes: Vec<Outcome> = report
            .outcomes_of(Some(ReleaseType::Patch))
            .cloned()
            .collect();
        outcomes[1].folded_under.clone()
    };
    assert_eq!(folded(FAILS).as_deref(), Some("area.one"));
    assert_eq!(folded(PASSES), None);
}

#[test]
fn what_is_lowered_or_switched_off_is_a_weakening() {
    let mut settings = Settings::default();
    settings.levels.insert("area.one".to_owned(), Level::Warn);
    settings
        .skips
        .insert("area.two".to_owned(), "no time".to_owned());
    let report = judged(
        vec![rule("one", "", FAILS), rule("two", "", FAILS)],
        &settings,
    );
    let statuses: Vec<Status> = report
        .outcomes_of(Some(ReleaseType::Patch))
        .map(|outcome| outcome.status)
        .collect();
    assert_eq!(statuses, [Status::Warn, Status::NotApplicable]);
    insta::assert_snapshot!(report.weakenings.join("\n"), @r"
    `area.one` only warns (its own level is deny)
    `area.two` is switched off: no time
    ");
}

#[test]
fn a_waived_finding_passes_and_is_a_weakening() {
    let text = "[[waiver]]\nrule = \"area.one\"\nsubject = \"tree\"\nreason = \"agreed\"\nowner = \"ann\"\n\
                approver = \"bob\"\nticket = \"REL-1\"\nexpires = \"2026-03-01\"\nversions = \"1.2.*\"\n";
    let settings = Settings {
        waivers: waivers::parse("waivers.toml", text).unwrap(),
        ..Settings::default()
    };
    let report = judged(vec![rule("one", "", FAILS)], &settings);
    assert_eq!(outcome(&report).status, Status::Waived);
    assert_eq!(report.waivers[0].used, 2, "patch and hotfix");
    assert!(
        report.weakenings[0].contains("REL-1"),
        "{:?}",
        report.weakenings
    );
}

#[test]
fn a_selection_judges_only_its_rules_and_is_a_weakening() {
    let settings = Settings {
        rules: vec!["area.one".to_owned()],
        ..Settings::default()
    };
    let report = judged(
        vec![rule("one", "", PASSES), rule("two", "", FAILS)],
        &settings,
    );
    assert_eq!(report.outcomes_of(Some(ReleaseType::Patch)).count(), 1);
    assert_eq!(report.own_verdict().unwrap().decision, None);
    assert_eq!(report.exit_code() as u8, 0);
    assert_eq!(
        report.weakenings,
        ["only these rules were judged: area.one"]
    );
}

#[test]
fn a_rule_that_does_not_exist_is_refused() {
    let policies = policies(vec![rule("one", "", PASSES)]);
    let unknown = |settings: Settings| {
        judge(&clean(), &policies, &settings)
            .unwrap_err()
            .to_string()
    };
    let message =
        "there is no rule `area.onne`; did you mean `area.one`?; `relcheck rules` lists them all";
    assert_eq!(
        unknown(Settings {
            rules: vec!["area.onne".to_owned()],
            ..Settings::default()
        }),
        message
    );
    let levels = BTreeMap::from([("area.onne".to_owned(), Level::Warn)]);
    assert_eq!(
        unknown(Settings {
            levels,
            ..Settings::default()
        }),
        message
    );
    let skips = BTreeMap::from([("area.onne".to_owned(), "no".to_owned())]);
    assert_eq!(
        unknown(Settings {
            skips,
            ..Settings::default()
        }),
        message
    );
}

#[test]
fn a_stage_other_than_the_derived_one_and_another_clock_are_weakenings() {
    let mut document = clean();
    document.subject.derived_stage = Stage::Publish;
    document.clock.overridden = true;
    let report = judge(
        &document,
        &policies(vec![rule("one", "", PASSES)]),
        &Settings::default(),
    )
    .unwrap();
    insta::assert_snapshot!(report.weakenings.join("\n"), @r"
    judged at the stage pre-release, while HEAD's tags say publish
    the clock is overridden: 2026-02-01T00:00:00Z
    ");
}

#[test]
fn the_digests_tell_facts_and_policies_apart() {
    let rules = || policies(vec![rule("one", "", PASSES)]);
    let one = judge(&clean(), &rules(), &Settings::default()).unwrap();
    let same = judge(&clean(), &rules(), &Settings::default()).unwrap();
    assert_eq!(one, same);
    let dirty = document(Ok(json!({"clean": false, "changes": []})));
    let other = judge(&dirty, &rules(), &Settings::default()).unwrap();
    assert_ne!(one.facts.digest, other.facts.digest);
    assert_eq!(one.policies.digest, other.policies.digest);
    let changed = judge(
        &clean(),
        &policies(vec![rule("one", "", FAILS)]),
        &Settings::default(),
    )
    .unwrap();
    assert_ne!(one.policies.digest, changed.policies.digest);
}
