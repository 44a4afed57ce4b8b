use proptest::prelude::*;

use super::{Header, Message, Reverted, parse};

/// The headers as one writes them, after `type`: breaking by footer shows as `!!`.
fn changes(text: &str) -> Vec<String> {
    let shown = |change: &Header| {
        let scope = change.scope.as_ref().map(|scope| format!("({scope})"));
        let mark = match (change.breaking, &change.breaking_note) {
            (true, Some(_)) => "!!",
            (true, None) => "!",
            _ => "",
        };
        let (kind, description) = (&change.kind, &change.description);
        format!("{kind}{}{mark}: {description}", scope.unwrap_or_default())
    };
    parse(text).changes.iter().map(shown).collect()
}

fn trailers(text: &str) -> Vec<(String, String)> {
    let trailers = parse(text).trailers.into_iter();
    trailers
        .map(|trailer| (trailer.key, trailer.value))
        .collect()
}

#[test]
fn reads_headers_as_the_specification_has_them() {
    assert_eq!(changes("feat: add x"), ["feat: add x"]);
    assert_eq!(changes("FIX(parser)!: stop"), ["fix(parser)!: stop"]);
    assert_eq!(changes("feat!: drop y"), ["feat!: drop y"]);
    assert_eq!(changes("parser(lexer): x"), ["parser(lexer): x"]);
    assert_eq!(changes("whatever!: x"), ["whatever!: x"]);
    assert_eq!(changes("feat(): x"), ["feat: x"]);
}

#[test]
fn gives_synonyms_one_name() {
    assert_eq!(changes("Feature: a"), ["feat: a"]);
    assert_eq!(changes("bugfix: a"), ["fix: a"]);
    assert_eq!(changes("hotfix(x): a"), ["fix(x): a"]);
    assert_eq!(changes("doc: a"), ["docs: a"]);
    assert_eq!(changes("tests: a"), ["test: a"]);
    assert_eq!(changes("sec: a"), ["security: a"]);
}

#[test]
fn every_kind_is_in_lower_case_and_listed_once() {
    let mut seen = std::collections::HashSet::new();
    for (written, kind) in super::KINDS {
        assert!(seen.insert(written), "{written} is listed twice");
        assert_eq!(*written, written.to_lowercase());
        assert_eq!(changes(&format!("{kind}: x")), [format!("{kind}: x")]);
    }
}

#[test]
fn other_words_before_a_colon_are_no_types() {
    for subject in [
        "Note: something",
        "README: update",
        "tests/foo: bar",
        "std::fmt: use it",
        "Merge pull request #1 from a/feat: x",
        "we say feat: x",
        "feat",
        "feat:",
        "feat: ",
        "feat(x: y",
        "fix::path",
        "http://example.org: gone",
        "12: x",
    ] {
        assert_eq!(changes(subject), [""; 0], "{subject}");
    }
}

#[test]
fn forgives_spaces_around_known_types_only() {
    assert_eq!(changes("feat :x"), ["feat: x"]);
    assert_eq!(changes("feat (api) ! : x"), ["feat(api)!: x"]);
    assert_eq!(changes("fix:typo"), ["fix: typo"]);
    assert_eq!(changes("note (api): x"), [""; 0]);
    assert_eq!(changes("note(api):x"), [""; 0]);
}

#[test]
fn passes_over_prefixes() {
    for prefix in [
        "✨ ",
        "⚡️",
        "🧑‍💻 ",
        ":sparkles: ",
        ":+1:",
        "[JIRA-123] ",
        "[WIP] [x]: ",
        "JIRA-123: ",
        "JIRA-123 ",
        "(#12) ",
        "#12 ",
        "fixup! ",
        "squash! fixup! ",
        "Merged PR 12: ",
        "Pull request #12: ",
        "[A-1] :bug: ",
    ] {
        assert_eq!(
            changes(&format!("{prefix}feat(a)!: x")),
            ["feat(a)!: x"],
            "{prefix}"
        );
    }
}

#[test]
fn a_footer_belongs_to_the_subject_and_keeps_its_text() {
    let message = parse("feat: x\n\nProse.\n\nBREAKING CHANGE: all of\n  this\nRefs: #1\n");
    assert!(message.breaking);
    assert_eq!(message.breaking_notes, ["all of this"]);
    assert_eq!(
        message.changes[0].breaking_note.as_deref(),
        Some("all of this")
    );
    assert_eq!(message.trailers.len(), 2);
}

#[test]
fn every_spelling_of_the_footer_is_seen() {
    for line in [
        "BREAKING CHANGE: x",
        "BREAKING-CHANGE: x",
        "Breaking change: x",
        "* BREAKING CHANGE: x",
        "  - breaking-change: x",
        "**BREAKING CHANGE:** x",
        "**BREAKING CHANGE**: x",
        "## BREAKING CHANGES: x",
        "BREAKING: x",
        "💥 BREAKING CHANGE: x",
        "BREAKING CHANGE #x",
        "BREAKING CHANGE : x",
    ] {
        let message = parse(&format!("Say something\n\nProse.\n{line}\nmore\n\nEnd."));
        assert!(message.breaking, "{line}");
        assert_eq!(message.breaking_notes, ["x more"], "{line}");
        assert!(message.changes.is_empty());
    }
}

#[test]
fn words_that_merely_speak_of_breaking_are_no_footer() {
    for line in [
        "This is no BREAKING CHANGE: really",
        "`BREAKING CHANGE: x` is now read",
        "Breaking: bad",
        "BREAKING::x",
        "Breaking changes without a colon",
        "Breaking change - maybe",
        "[BREAKING CHANGES](https://example.org)",
        "vec!(x): is a macro",
        "Note!: and this is prose",
    ] {
        assert!(!parse(&format!("fix: x\n\n{line}\n")).breaking, "{line}");
    }
}

#[test]
fn the_text_of_a_footer_may_follow_a_blank_line() {
    let message = parse("x\n\nBREAKING CHANGE:\n\nIt is gone.\nAll of it.\n\nUnrelated.");
    assert_eq!(message.breaking_notes, ["It is gone. All of it."]);
}

#[test]
fn a_footer_in_the_subject_is_seen() {
    let message = parse("BREAKING CHANGE: drop x");
    assert!(message.breaking);
    assert_eq!(message.breaking_notes, ["drop x"]);
}

#[test]
fn reads_the_body_of_a_squash_commit() {
    let text = "feat: all of it (#12)\n\n* feat(a): one\n\nBREAKING CHANGE: gone\n\n* fix: two\n\n\
                - Note: three\n* says feat: four\n\n---------\n\nCo-authored-by: A <a@b>\n";
    assert_eq!(
        changes(text),
        ["feat: all of it (#12)", "feat(a)!!: one", "fix: two"]
    );
    assert_eq!(parse(text).pull_request, Some(12));
    assert_eq!(trailers(text).len(), 1);
}

#[test]
fn reads_what_rebase_and_merge_squash_leave() {
    assert_eq!(changes("one\n\nfeat: two\n\nFix: three\n"), ["feat: two"]);
    assert_eq!(changes("one\n\nsaid so:\nfeat: two\n"), [""; 0]);
    let log = "Squashed commit of the following:\n\ncommit 0123456789\nAuthor: A <a@b>\n\
               Date:   Mon\n\n    feat!: one\n\n    feat: prose\n";
    assert_eq!(changes(log), ["feat!: one"]);
}

#[test]
fn trailers_are_no_changes() {
    assert_eq!(changes("one\n\nsecurity: high\ntest: done\n"), [""; 0]);
}

#[test]
fn the_title_stands_in_for_a_subject_that_a_tool_wrote() {
    let github = "Merge pull request #7 from a/b\n\nfeat!: title\n\nfix things\n";
    assert_eq!(changes(github), ["feat!: title"]);
    assert_eq!(parse(github).pull_request, Some(7));
    let gitlab = "Merge branch 'x' into 'main'\n\nResolve things\n\nSee merge request g/p!31\n";
    assert_eq!(changes(gitlab), [""; 0]);
    assert_eq!(parse(gitlab).pull_request, Some(31));
    let bitbucket = "Merged in x (pull request #9)\n\nfix: title\n\n* feat: one\n";
    assert_eq!(changes(bitbucket), ["fix: title", "feat: one"]);
    assert_eq!(parse(bitbucket).pull_request, Some(9));
}

#[test]
fn finds_the_pull_request() {
    let number = |text: &str| parse(text).pull_request;
    assert_eq!(number("fix: x (#12)"), Some(12));
    assert_eq!(number("fix: x (#12) (#34)"), Some(34));
    assert_eq!(number("fix: x (!5)"), Some(5));
    assert_eq!(number("Merged PR 123: fix: x"), Some(123));
    assert_eq!(number("Revert \"fix: x (#12)\""), None);
    assert_eq!(number("fix #12"), None);
    assert_eq!(number("fix: x (#99999999999999999999999)"), None);
}

#[test]
fn finds_what_is_reverted() {
    let reverts = |text: &str| parse(text).reverts;
    let commit = |id: &str| Reverted::Commit(id.to_owned());
    assert_eq!(
        reverts("Revert \"x\"\n\nThis reverts commit ABCDEF0123456789.\n"),
        [commit("abcdef0123456789")]
    );
    assert_eq!(
        reverts("x\n\nThis reverts commit abcdef01, reversing\nchanges made to 1234567.\n"),
        [commit("abcdef01")]
    );
    assert_eq!(
        reverts("x\n\nThis reverts commits abcdef01, abcdef02 and abcdef03.\nabcdef04"),
        ["abcdef01", "abcdef02", "abcdef03"].map(commit)
    );
    assert_eq!(
        reverts("x\n\nThis reverts commit abcdef01.\n\nThis reverts commit abcdef01.\n"),
        [commit("abcdef01")]
    );
    assert_eq!(
        reverts("x\n\nReverts owner/repo#12\n"),
        [Reverted::PullRequest(12)]
    );
    assert_eq!(reverts("revert: x\n\nRefs: 676104e, a215868\n").len(), 2);
    assert_eq!(reverts("fix: x\n\nRefs: 676104e, a215868\n"), []);
    assert_eq!(reverts("x\n\nThis partially reverts commit abcdef01."), []);
    assert_eq!(
        reverts("x\n\nThis reverts commit abcdef01 partially: only y."),
        []
    );
    assert_eq!(reverts("x\n\nThis reverts commit abcdef."), []);
}

#[test]
fn reads_trailers_as_git_does() {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        trailers("x\n\nA-b: one\n  two\nC :three\n"),
        [pair("A-b", "one two"), pair("C", "three")]
    );
    assert_eq!(trailers("x\n\nprose\nA: one\n"), []);
    assert_eq!(
        trailers("x\n\nprose\nSigned-off-by: A <a@b>\n"),
        [pair("Signed-off-by", "A <a@b>")]
    );
    assert_eq!(trailers("x\n\n1\n2\n3\n4\nSigned-off-by: A <a@b>\n"), []);
    assert_eq!(trailers("A: one\nB: two\n"), []);
    assert_eq!(
        trailers("x\n\nA: one\n\nConflicts:\n\tsrc/a.rs\n"),
        [pair("A", "one")]
    );
    assert_eq!(
        trailers("x\n\nBREAKING CHANGE: it\nBREAKING-CHANGE: that\n"),
        [
            pair("BREAKING CHANGE", "it"),
            pair("BREAKING-CHANGE", "that")
        ]
    );
}

#[test]
fn subjects_are_first_lines() {
    assert_eq!(parse("\n\n  \nfix: x  \r\nmore\r\n").subject, "fix: x");
    assert_eq!(parse(""), Message::default());
    assert_eq!(parse(" \n\t\n"), Message::default());
}

#[test]
fn breaking_changes_are_seen_at_the_end_of_a_huge_message() {
    let filler = "* feat: one\n".repeat(20_000);
    let message = parse(&format!(
        "x\n\n{filler}\nBREAKING CHANGE: gone\n\n* fix!: last\n"
    ));
    assert_eq!(message.breaking_notes, ["gone"]);
    assert!(message.changes.len() < 6_000);
    assert_eq!(message.changes.last().unwrap().description, "last");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|\n|\r|: |feat|BREAKING CHANGE|This reverts commit abcdef01|[*#()!-]){0,60}") {
        let message = parse(&text);
        prop_assert!(message.changes.iter().all(|change| !change.description.is_empty()));
    }

    #[test]
    fn a_header_reads_back(
        kind in "[a-z][a-z0-9_-]{0,9}",
        scope in "[a-z/., ]{0,8}[a-z]",
        breaking: bool,
        description in "[a-zA-Z0-9(][ -~]{0,30}[a-z]",
    ) {
        let mark = if breaking { "!" } else { "" };
        let message = parse(&format!("{kind}({scope}){mark}: {description}"));
        let known = super::KINDS.iter().find(|(written, _)| *written == kind);
        let expected = Header {
            kind: known.map_or(kind, |(_, kind)| (*kind).to_owned()),
            scope: Some(scope.trim().to_owned()),
            breaking,
            description,
            breaking_note: None,
        };
        prop_assert_eq!(message.changes, vec![expected]);
    }

    #[test]
    fn trailers_read_back(pairs in prop::collection::vec(("[A-Z][a-z]{1,8}-by", "[a-z <>@]{0,20}[a-z]"), 1..6)) {
        let block: String = pairs.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        let read = trailers(&format!("subject\n\nbody\n\n{block}"));
        let expected: Vec<_> = pairs
            .into_iter()
            .map(|(key, value)| (key, value.trim().to_owned()))
            .collect();
        prop_assert_eq!(read, expected);
    }
}
