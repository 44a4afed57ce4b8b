use super::*;

const TEXT: &str = r#"
[[waiver]]
rule = "branch.clean_tree"
subject = "generated/*.txt"
reason = "made by the build, reviewed in the ticket"
owner = "@ann"
approver = "@bob"
ticket = "REL-1"
expires = "2026-06-30"
versions = ">=1.2.0, <1.3.0"
"#;

fn finding(subject: &str) -> Finding {
    Finding {
        subject: subject.to_owned(),
        message: "modified".to_owned(),
        fix: None,
        level: Level::Deny,
        evidence: None,
        weakening: None,
        waived_by: None,
    }
}

fn covers(text: &str, subject: &str, today: &str, version: &str) -> bool {
    let waiver = parse("waivers.toml", text).unwrap().remove(0);
    let version = version.parse().unwrap();
    let moment = Moment {
        today: today.parse().unwrap(),
        version: Some(&version),
    };
    waiver.covers("branch.clean_tree", &finding(subject), moment)
}

#[test]
fn a_waiver_covers_its_subjects_versions_and_days() {
    assert!(covers(TEXT, "generated/a.txt", "2026-06-01", "1.2.4"));
    assert!(covers(TEXT, "generated/a.txt", "2026-06-30", "1.2.4"));
    assert!(!covers(TEXT, "src/a.txt", "2026-06-01", "1.2.4"));
    assert!(
        !covers(TEXT, "generated/a.txt", "2026-07-01", "1.2.4"),
        "expired"
    );
    assert!(
        !covers(TEXT, "generated/a.txt", "2026-01-01", "1.2.4"),
        "given for too long"
    );
    assert!(
        !covers(TEXT, "generated/a.txt", "2026-06-01", "1.3.0"),
        "another version"
    );
}

#[test]
fn a_subject_that_is_written_as_the_finding_has_it_is_meant() {
    let text = TEXT.replace("generated/*.txt", "demo[dev]");
    assert!(covers(&text, "demo[dev]", "2026-06-01", "1.2.4"));
    assert!(covers(&text, "demod", "2026-06-01", "1.2.4"));
    assert!(!covers(&text, "demo[test]", "2026-06-01", "1.2.4"));
}

#[test]
fn nobody_approves_for_themselves() {
    for (owner, approver) in [
        ("@ann", "Ann "),
        ("Ann Bee", "@ann  BEE"),
        ("José", "JOSÉ"),
        ("@ ann", "ann"),
    ] {
        let own = TEXT.replace("@ann", owner).replace("@bob", approver);
        assert!(
            !covers(&own, "generated/a.txt", "2026-06-01", "1.2.4"),
            "{owner}, {approver}"
        );
    }
}

#[test]
fn another_rule_and_a_warning_are_not_covered() {
    let waiver = parse("waivers.toml", TEXT).unwrap().remove(0);
    let moment = Moment {
        today: "2026-06-01".parse().unwrap(),
        version: None,
    };
    let mut found = finding("generated/a.txt");
    assert!(!waiver.covers("docs.changelog", &found, moment));
    found.level = Level::Warn;
    assert!(!waiver.covers("branch.clean_tree", &found, moment));
}

#[test]
fn applying_marks_and_counts() {
    let waivers = parse("waivers.toml", TEXT).unwrap();
    let moment = Moment {
        today: "2026-06-01".parse().unwrap(),
        version: None,
    };
    let mut findings = [finding("generated/a.txt"), finding("src/a.txt")];
    assert_eq!(
        apply(&waivers, "branch.clean_tree", &mut findings, moment),
        [1]
    );
    assert_eq!(findings[0].waived_by.as_deref(), Some("REL-1"));
    assert_eq!(findings[1].waived_by, None);
}

#[test]
fn every_key_is_mandatory_and_filled() {
    for key in [
        "rule", "subject", "reason", "owner", "approver", "ticket", "expires", "versions",
    ] {
        let without: String = TEXT
            .lines()
            .filter(|line| !line.starts_with(key))
            .map(|line| format!("{line}\n"))
            .collect();
        let error = parse("waivers.toml", &without).unwrap_err().to_string();
        assert!(error.contains(&format!("missing field `{key}`")), "{error}");
    }
    let error = parse("waivers.toml", &TEXT.replace("\"REL-1\"", "\" \"")).unwrap_err();
    assert_eq!(error.to_string(), "waivers.toml:8:10: `ticket` is empty");
}

#[test]
fn mistakes_are_named_with_their_place() {
    let error = |from: &str, to: &str| {
        parse("waivers.toml", &TEXT.replace(from, to))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error("2026-06-30", "soon"),
        "waivers.toml:9:11: `expires` is no date of the form \"YYYY-MM-DD\""
    );
    assert!(
        error(">=1.2.0, <1.3.0", "newest")
            .starts_with("waivers.toml:10:12: `versions` is no version range")
    );
    for bare in ["1.2", ">=1.0.0, 1.2.3"] {
        let message = error(">=1.2.0, <1.3.0", bare);
        assert!(message.contains("`versions` is a range"), "{message}");
    }
    assert_eq!(
        error("ticket", "tickt"),
        "waivers.toml:8:1: unknown key `tickt`; did you mean `ticket`?"
    );
}

#[test]
fn a_pattern_of_nothing_but_wildcards_is_over_broad() {
    for (subject, broad) in [("*", true), ("**/*", true), ("src/*", false), ("a", false)] {
        let text = TEXT.replace("generated/*.txt", subject);
        assert_eq!(
            parse("waivers.toml", &text).unwrap()[0].is_over_broad(),
            broad,
            "{subject}"
        );
    }
}

#[test]
fn no_waiver_covers_what_judges_waivers() {
    for rule in NEVER.iter().copied() {
        let waiver = parse("waivers.toml", &TEXT.replace("branch.clean_tree", rule))
            .unwrap()
            .remove(0);
        let today = "2026-06-01".parse().unwrap();
        let moment = Moment {
            today,
            version: None,
        };
        assert!(!waiver.covers(rule, &finding("generated/a.txt"), moment));
        assert!(waiver.void(today).unwrap().starts_with("no waiver covers"));
    }
}

#[test]
fn a_waiver_knows_its_line_and_its_days() {
    let waivers = parse("waivers.toml", &format!("{TEXT}{TEXT}")).unwrap();
    let lines: Vec<u64> = waivers.iter().map(|it| it.line).collect();
    assert_eq!(lines, [2, 12]);
    assert_eq!(waivers[0].days_left("2026-06-29".parse().unwrap()), 1);
    assert_eq!(waivers[0].days_left("2026-07-01".parse().unwrap()), -1);
}
