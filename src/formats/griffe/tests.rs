use proptest::prelude::*;

use super::*;

const ONELINE: &str = include_str!("../../../fixtures/griffe/oneline.txt");
const VERBOSE: &str = include_str!("../../../fixtures/griffe/verbose.txt");
const MARKDOWN: &str = include_str!("../../../fixtures/griffe/markdown.txt");
const GITHUB: &str = include_str!("../../../fixtures/griffe/github.txt");
const AZDO: &str = include_str!("../../../fixtures/griffe/azdo.txt");
const ONELINE_COLOURED: &str = include_str!("../../../fixtures/griffe/oneline-coloured.txt");
const VERBOSE_COLOURED: &str = include_str!("../../../fixtures/griffe/verbose-coloured.txt");
const NO_PACKAGE: &str = include_str!("../../../fixtures/griffe/crash-nopackage.txt");
const NO_REF: &str = include_str!("../../../fixtures/griffe/crash-noref.txt");
const NO_TAGS: &str = include_str!("../../../fixtures/griffe/no-tags.txt");
const USAGE: &str = include_str!("../../../fixtures/griffe/usage.txt");

#[test]
fn every_form_of_one_comparison_says_the_same() {
    let expected = read(ONELINE);
    // Counted with `grep -vc '^ERROR'`: 47 lines that are not of the log.
    assert_eq!(expected.findings.len(), 47);
    assert_eq!((&expected.crash, &expected.stray), (&None, &None));
    for text in [VERBOSE, GITHUB, AZDO, ONELINE_COLOURED, VERBOSE_COLOURED] {
        assert!(is_one(text));
        assert_eq!(read(text), expected);
    }
    let without_places = |finding: &Finding| Finding {
        path: None,
        line: None,
        ..finding.clone()
    };
    let markdown = read(MARKDOWN);
    let expected: Vec<Finding> = expected.findings.iter().map(without_places).collect();
    assert_eq!(markdown.findings, expected);
}

#[test]
fn a_finding_has_its_place_and_what_changed() {
    let output = read(ONELINE);
    let of = |title: &str| {
        let found = output.findings.iter().find(|it| it.title == title);
        found.unwrap().clone()
    };
    let base = of("Command");
    assert_eq!(base.path.as_deref(), Some("src/click/core.py"));
    assert_eq!((base.line, base.kind), (Some(843), "base-removed"));
    assert_eq!(
        base.change.as_deref(),
        Some("[click.core.BaseCommand] -> []")
    );
    let gone = of("HelpOption");
    assert_eq!((gone.line, gone.kind), (None, "removed"));
    let moved = of("progressbar(show_eta)");
    assert_eq!(moved.kind, "parameter-moved");
    assert_eq!(moved.change, None);
}

#[test]
fn a_crash_is_told_by_the_error_that_it_ends_with() {
    let crashed = |text: &str| read(text).crash.unwrap();
    assert!(crashed(NO_PACKAGE).starts_with("ImportError: With sys.path = "));
    assert_eq!(
        crashed(NO_REF),
        "RuntimeError: Could not create git worktree: Preparing worktree (new branch 'griffe-nope')"
    );
    assert_eq!(
        crashed(USAGE),
        "griffe: error: unrecognized arguments: --nope"
    );
    // griffe ends with 0 here, although it compared nothing.
    assert_eq!(
        crashed(NO_TAGS),
        "griffe: info: 'against' ref not specified and no tags found"
    );
    let partial = format!("{ONELINE}{NO_PACKAGE}");
    assert_eq!(read(&partial).findings.len(), 47);
    assert_eq!(crashed(&partial), crashed(NO_PACKAGE));
    assert!(is_one(NO_PACKAGE));
}

#[test]
fn a_line_that_is_not_understood_is_named() {
    let text = "a.py:3: f(x): Parameter was removed\na.py:4: f(y): Parameter was eaten\n";
    let output = read(text);
    assert_eq!(output.findings.len(), 1);
    let stray = output.stray.unwrap();
    assert_eq!(
        (stray.line, stray.text.as_str()),
        (2, "a.py:4: f(y): Parameter was eaten")
    );
}

#[test]
fn warnings_of_python_and_of_the_log_are_no_findings() {
    let text = "p/__init__.py:2: SyntaxWarning: invalid escape sequence '\\d'\n  x = 1\nWARNING    something\n\n";
    assert_eq!(read(text), Output::default());
    assert!(!is_one(text));
    assert!(!is_one(""));
    assert!(!is_one("# Changelog\n\n- `f`: *Parameter was removed*\n"));
}

#[test]
fn a_path_of_windows_and_a_title_with_colons_are_read() {
    let output = read("C:\\src\\a.py:3: f(x): Parameter default was changed: 'a: b' -> None\n");
    let finding = output.findings.first().unwrap();
    assert_eq!(finding.path.as_deref(), Some("C:/src/a.py"));
    assert_eq!(finding.change.as_deref(), Some("'a: b' -> None"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "(\\PC|\n|: |Traceback|::warning file=|,line=|,title=|- `|`: \\*|:7){0,60}") {
        let _ = read(&text);
        let _ = is_one(&text);
    }

    #[test]
    fn a_part_of_a_report_never_names_more(cut in 0..ONELINE.len()) {
        let part = ONELINE.get(..cut).unwrap_or_default();
        prop_assert!(read(part).findings.len() <= 47);
    }
}
