use proptest::prelude::*;

use super::find::references;
use super::lines::Title;
use super::names::Names;
use crate::facts::{Reference, ReferenceForm as Form, ReferenceTarget as Target};
use crate::formats::changelog::Markup;

fn names() -> Names {
    let mut names = Names::default();
    names.add("demo");
    names.add_repository("https://github.com/ada/demo");
    names
}

fn find(text: &str) -> Vec<Reference> {
    references(text, Markup::Markdown, &names(), Title::Counts, 1000)
}

fn only(text: &str) -> Reference {
    let mut found = find(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[test]
fn each_form_is_told_and_named() {
    for (text, form) in [
        ("pip install demo==1.2.3", Form::Pinned),
        ("pip install 'demo[all]==1.2.3'", Form::Pinned),
        ("pip install 'demo>=1.2'", Form::Constraint),
        ("demo ~= 1.2.3", Form::Constraint),
        ("\"demo\": \"^1.2.3\"", Form::Constraint),
        ("docker pull ghcr.io/ada/demo:1.2.3-alpine", Form::Image),
        ("implementation 'org.example:demo:1.2.3'", Form::Image),
        ("demo = \"1.2.3\"", Form::Assigned),
        (
            "demo = { version = \"1.2\", features = [\"x\"] }",
            Form::Assigned,
        ),
        ("[dependencies.demo]\nversion = \"1\"", Form::Assigned),
        ("\"demo\": \"1.2.3\"", Form::Assigned),
        ("DEMO_VERSION=1.2.3", Form::Assigned),
        ("DEMO_VERSION: \"1.2.3\"", Form::Assigned),
        ("demo-version: 1.2.3", Form::Assigned),
        ("$ demo --version\ndemo, 1.2.3", Form::Prose),
        ("npm install demo@1.2.3", Form::At),
        ("npx demo@1", Form::At),
        ("go get github.com/ada/demo/v2@v2.1.0", Form::At),
        ("https://unpkg.com/demo@1.2.3/dist/x.js", Form::At),
        ("- uses: ada/demo@v1", Form::Revision),
        (
            "pip install git+https://github.com/ada/demo@v1.2.3",
            Form::Revision,
        ),
        (
            "- repo: https://github.com/ada/demo\n  rev: v1.2.3",
            Form::Revision,
        ),
        (
            "- repo: https://github.com/ada/demo-pre-commit-mirror\n  rev: 1.2.3",
            Form::Revision,
        ),
        (
            "demo = { git = \"https://github.com/ada/demo\", tag = \"v1.2.3\" }",
            Form::Revision,
        ),
        (
            "git clone -b v1.2.3 https://github.com/ada/demo",
            Form::Revision,
        ),
        ("tar xf demo-1.2.3.tar.gz", Form::File),
        ("```\ncd demo-1.2.3\n```", Form::File),
        ("it lies in dist/demo-1.2.3", Form::File),
        ("since demo-1.2, it works", Form::Prose),
        ("see https://example.org/demo/1.2.3/", Form::Url),
        (
            "https://github.com/ada/demo/releases/download/v1.2.3/x.zip",
            Form::Url,
        ),
        ("Demo 1.2.3 is out", Form::Prose),
        ("**Demo** version 1.2", Form::Prose),
        ("Demo v1.2.3", Form::Bare),
    ] {
        let found = find(text);
        let first = found.first().unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!(
            (first.form, first.target),
            (form, Target::Project),
            "{text}"
        );
    }
}

#[test]
fn what_cargo_requires_of_a_crate_is_a_requirement() {
    let mut names = names();
    names.set_crate();
    for (text, form) in [
        ("demo = \"1.2\"", Form::Requirement),
        (
            "demo = { version = \"1\", features = [\"x\"] }",
            Form::Requirement,
        ),
        ("[dependencies]\ndemo = \"1.2.3\"", Form::Requirement),
        (
            "[dev-dependencies.demo]\nversion = \"1.2\"",
            Form::Requirement,
        ),
        ("demo = \"^1.2\"", Form::Constraint),
        ("demo = \"=1.2.3\"", Form::Assigned),
        ("demo = { version = \"= 1.2.3\" }", Form::Assigned),
        ("cargo install demo --version 1.2.3", Form::Assigned),
        (
            "cargo +stable install --locked --version=1.2.3 demo",
            Form::Assigned,
        ),
        (
            "[tool.poetry.dependencies]\ndemo = \"1.2.3\"",
            Form::Assigned,
        ),
        (
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"",
            Form::Assigned,
        ),
        ("demo=1.2.3", Form::Assigned),
        ("DEMO_VERSION=\"1.2.3\"", Form::Assigned),
    ] {
        let found = references(text, Markup::Markdown, &names, Title::Counts, 1000);
        let forms: Vec<Form> = found.iter().map(|reference| reference.form).collect();
        assert_eq!(forms, [form], "{text}");
    }
}

#[test]
fn what_is_installed_or_asked_for_of_others_is_none() {
    for text in [
        "other = \"=1.2.3\"",
        "cargo install other --version 1.2.3",
        "demo | cargo install other --version 1.2.3",
        "cargo install other --version 1.2.3 && demo",
    ] {
        let named = find(text);
        assert!(
            named.iter().all(|it| it.target != Target::Project),
            "{text}"
        );
    }
}

#[test]
fn what_names_nobody_is_unnamed() {
    for (text, form) in [
        ("Install v1.2.3 now", Form::Bare),
        (
            "Latest: [v1.2.3](https://github.com/ada/demo/releases/tag/x)",
            Form::Bare,
        ),
        ("Version: 1.2.3", Form::Stated),
        ("The current version is v1.2.3.", Form::Bare),
        ("VERSION=v1.2.3", Form::Bare),
        (
            "![](https://img.shields.io/badge/version-1.2.3-blue)",
            Form::Badge,
        ),
    ] {
        let found = only(text);
        assert_eq!(
            (found.form, found.target),
            (form, Target::Unnamed),
            "{text}"
        );
    }
}

#[test]
fn what_belongs_to_others_is_not_listed() {
    for text in [
        "pytest==7.1.2",
        "- uses: actions/checkout@v4",
        "FROM python:3.11.4",
        "npm install @types/demo@1.2.3",
        "serde = \"1.0.100\"",
        "\"express\": \"^4.1.0\"",
        "- repo: https://github.com/psf/black\n  rev: v23.1.0",
        "see https://docs.example.org/en/7.1.2/",
        "https://github.com/bob/other/blob/v1.2.3/x",
        "[v1.2.3](https://github.com/bob/other/releases/tag/v1.2.3)",
        "other-1.2.3.tar.gz",
        "Python 3.11.4 or later",
        "127.0.0.1:8000",
        "chapter 1.2.3",
        "v1.2",
        "version 2",
        "https://img.shields.io/badge/python-3.11.4-blue",
        "demo's chapter 3.1",
        "{\"version\": \"1.2.3\"}",
        "```yaml\nversion: 1.2.3\n```",
        "[tool.demo]\n[[package]]\nname = \"bar\"\nversion = \"1.2.3\"",
    ] {
        assert!(find(text).is_empty(), "{text}: {:?}", find(text));
    }
}

#[test]
fn the_words_around_it_are_kept() {
    let found = only("It was added\nin **v1.2.3** or later.");
    assert_eq!(found.before, ["it", "was", "added", "in"]);
    assert_eq!(only("Since:\n- v1.2.3").before, Vec::<String>::new());
    assert_eq!(found.after, ["or", "later"]);
    assert_eq!((found.line, found.column), (2, 6));
}

#[test]
fn what_it_stands_in_is_told() {
    let text = "# Demo\n## v1.2.2\nuse v1.2.3\n\n| v1.2.4 | yes |\n\n```sh\n# v1.2.5\n```\n";
    let found = find(text);
    let of = |text: &str| found.iter().find(|found| found.text == text).unwrap();
    assert_eq!(of("v1.2.2").heading.as_deref(), Some("Demo"));
    assert!(of("v1.2.2").under_version && of("v1.2.3").under_version);
    assert!(of("v1.2.4").table);
    assert!(of("v1.2.5").code && of("v1.2.5").comment);
    let marked = only(".. versionadded:: v1.2.3");
    assert_eq!(marked.directive.as_deref(), Some("versionadded"));
}

/// `# Demo v1.2.3` of a README says which version it is about: the one that is released.
#[test]
fn the_title_of_a_readme_makes_nothing_of_the_past() {
    let text =
        "# Demo 1.2.3 [![Rust 1.56]][msrv]\n\n`demo==1.2.3`\n\n## New in 1.2\n\n`demo==1.2.4`\n";
    let under = |title| {
        let found = references(text, Markup::Markdown, &names(), title, 1000);
        let pinned = found.into_iter().filter(|found| found.form == Form::Pinned);
        pinned.map(|found| found.under_version).collect::<Vec<_>>()
    };
    assert_eq!(under(Title::Names), [false, true]);
    assert_eq!(under(Title::Counts), [true, true]);
}

proptest! {
    #[test]
    fn every_range_slices_to_its_text(
        text in "([ \n\r|#`*=:@/.\"<>\\[\\]()v-]|demo|version|since|[0-9]{1,3}|1\\.2\\.3|é|https://|github\\.com/ada/demo|==|-rc|\\.\\. ){0,40}"
    ) {
        for found in find(&text) {
            let range = usize::try_from(found.start).unwrap()..usize::try_from(found.end).unwrap();
            prop_assert_eq!(text.get(range), Some(found.text.as_str()));
            let line = text.split('\n').nth(usize::try_from(found.line).unwrap() - 1).unwrap();
            let column = usize::try_from(found.column).unwrap() - 1;
            let rest: String = line.chars().skip(column).collect();
            prop_assert!(rest.starts_with(&found.text));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        find(&text);
    }

    #[test]
    fn a_pin_is_found_wherever_it_stands(
        before in "[a-z .,(`|\n]{0,12}",
        numbers in proptest::collection::vec(0_u32..100, 3),
        after in "[ ,)`|\n][a-z .]{0,8}|[.]| [.] ",
    ) {
        let version = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        let text = format!("{before} demo=={version}{after}");
        let found = find(&text);
        prop_assert!(found.iter().any(|found| found.text == version && found.form == Form::Pinned));
    }
}
