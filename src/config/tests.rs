use super::*;
use crate::facts::SupportKind;
use crate::verdict::Level;

fn error(text: &str) -> String {
    parse("relcheck.toml", text).unwrap_err().to_string()
}

#[test]
fn an_empty_file_is_the_defaults() {
    let config = parse("relcheck.toml", "").unwrap();
    assert!(config.params().is_empty());
    assert!(config.project.tag_prefix.to_vec().is_empty());
}

#[test]
fn an_unknown_key_is_refused_with_its_place_and_the_nearest_one() {
    insta::assert_snapshot!(
        error("[project]\nname = \"a\"\ntag_prefx = \"v\"\n"),
        @"relcheck.toml:3:1: unknown key `tag_prefx`; did you mean `tag_prefix`?"
    );
    insta::assert_snapshot!(
        error("[projct]\n"),
        @"relcheck.toml:1:2: unknown key `projct`; did you mean `project`?"
    );
    insta::assert_snapshot!(
        error("[policy]\ncolour = 1\n"),
        @"relcheck.toml:2:1: unknown key `colour`; known here: paths, replace"
    );
}

#[test]
fn an_unknown_value_is_refused_with_the_nearest_one() {
    insta::assert_snapshot!(
        error("[rules.docs.changelog]\nlevel = \"wran\"\n"),
        @"relcheck.toml:2:9: unknown value `wran`; did you mean `warn`?"
    );
}

#[test]
fn broken_toml_is_refused_with_its_place() {
    let message = error("[project\nname = 3");
    assert!(message.starts_with("relcheck.toml:1:9: "), "{message}");
}

#[test]
fn rules_are_named_by_area_and_rule() {
    let text = "[rules.branch.release_branch]\nlevel = \"warn\"\nparams.strategy = \"trunk\"\n";
    let config = parse("relcheck.toml", text).unwrap();
    let (id, rule) = config.rule_settings().next().unwrap();
    assert_eq!(id, "branch.release_branch");
    assert_eq!(rule.level, Some(Level::Warn));
    assert_eq!(
        config.params()["branch.release_branch"]["strategy"],
        "trunk"
    );
}

#[test]
fn a_prefix_is_one_text_or_a_list() {
    let one = parse("relcheck.toml", "project.tag_prefix = \"v\"").unwrap();
    assert_eq!(one.project.tag_prefix.to_vec(), ["v"]);
    let many = parse("relcheck.toml", "project.tag_prefix = [\"\", \"v\"]").unwrap();
    assert_eq!(many.project.tag_prefix.to_vec(), ["", "v"]);
}

#[test]
fn an_explicit_file_must_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("other.toml");
    let error = load(dir.path(), "", Some(&missing))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("other.toml: cannot be read: there is no such file"),
        "{error}"
    );
}

#[test]
fn the_projects_own_file_comes_before_the_roots() {
    let dir = tempfile::tempdir().unwrap();
    let project = dir.path().join("sub");
    std::fs::create_dir(&project).unwrap();
    std::fs::write(dir.path().join(FILE_NAME), "project.name = \"root\"").unwrap();
    let name = |path| load(dir.path(), path, None).unwrap().config.project.name;
    assert_eq!(name("sub"), Some("root".to_owned()));
    std::fs::write(project.join(FILE_NAME), "project.name = \"sub\"").unwrap();
    assert_eq!(name("sub"), Some("sub".to_owned()));
    assert_eq!(name(""), Some("root".to_owned()));
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(FILE_NAME)).unwrap();
    let error = load(dir.path(), "", None).unwrap_err().to_string();
    assert!(error.contains("it is not a regular file"), "{error}");
}

#[test]
fn support_is_said_once_for_the_rules_that_ask_for_it() {
    let text =
        "[support]\nmajors = 2\nsecurity_years = 2\n[rules.support.retention]\nparams.majors = 4\n";
    let params = parse("relcheck.toml", text).unwrap().params();
    let of = |rule: &str| {
        (
            params[rule]["majors"].clone(),
            params[rule]["security_days"].clone(),
        )
    };
    assert_eq!(of("branch.maintenance_window"), (2.into(), 730.into()));
    assert_eq!(
        of("support.retention"),
        (4.into(), 730.into()),
        "a rule's own goes first"
    );
}

#[test]
fn a_window_ends_with_its_last_day() {
    let text = "[[support.lines]]\nline = \"1.2\"\nuntil = \"1970-01-01\"\nkind = \"security\"\n[[support.lines]]\nline = \"2\"\n";
    let support = parse("relcheck.toml", text).unwrap().support;
    let windows = support.windows();
    assert_eq!(windows[0].ends, Some(86_400));
    assert_eq!(windows[0].until.as_deref(), Some("1970-01-01"));
    assert_eq!(
        (windows[1].ends, windows[1].kind),
        (None, SupportKind::Full)
    );
    assert_eq!(
        support.weakenings(),
        [
            "the configuration gives 1.2 security support until 1970-01-01",
            "the configuration gives 2 full support without an end",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_window_is_said_at_its_place() {
    insta::assert_snapshot!(
        error("[[support.lines]]\nline = \"1.2.x\"\n"),
        @"relcheck.toml:2:8: `1.2.x` is no release line: write `1.2`, or `1` for all lines of a major version"
    );
    insta::assert_snapshot!(
        error("[[support.lines]]\nline = \"1.2\"\nuntil = \"soon\"\n"),
        @r#"relcheck.toml:3:9: `soon` is not a day of the form "YYYY-MM-DD""#
    );
    insta::assert_snapshot!(
        error("[[support.lines]]\nline = \"1.2\"\nkind = \"securty\"\n"),
        @"relcheck.toml:3:8: unknown value `securty`; did you mean `security`?"
    );
    insta::assert_snapshot!(
        error("[support]\nsecurity_day = 3\n"),
        @"relcheck.toml:2:1: unknown key `security_day`; did you mean `security_days`?"
    );
    insta::assert_snapshot!(
        error("[support]\nsecurity_days = 3\nsecurity_years = 1\n"),
        @"relcheck.toml:3:1: `security_years` says again what `security_days` says: keep one of them"
    );
    insta::assert_snapshot!(
        error("[[support.lines]]\nline = \"1.2\"\n[[support.lines]]\nline = \"1.2\"\n"),
        @"relcheck.toml:4:1: the line 1.2 has two windows: keep one of them"
    );
}
