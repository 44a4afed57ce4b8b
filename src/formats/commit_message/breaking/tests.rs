use super::super::parse;

fn breaks(text: &str) -> bool {
    parse(text).breaking
}

#[test]
fn a_subject_says_so_in_many_ways() {
    for subject in [
        "fix: BREAKING CHANGE: drop y",
        "fix: BREAKING: drop y",
        "fix: [BREAKING] drop y",
        "fix: drop y (breaking)",
        "fix: drop y [BREAKING CHANGE] (#12)",
        "[BREAKING] fix: drop y",
        "[breaking] drop y",
        "Drop y (breaking change)",
        "💥 fix: drop y",
        ":boom: fix: drop y",
        "fix: 💥 drop y",
        "feat!(api): drop y",
        "fix(api!): drop y",
        "fix:! drop y",
        "feat!!: drop y",
        "feat！：drop y",
        "[feat]!: drop y",
        "[feat](api)!: drop y",
        "- feat!: drop y",
        "Breaking: drop y",
        "breaking(api): drop y",
        "major: drop y",
        "[X-1] Breaking: drop y",
        "Merge pull request #3 from a/b\n\nbreaking: drop y",
    ] {
        assert!(breaks(subject), "{subject}");
    }
}

#[test]
fn a_subject_that_speaks_of_it_does_not_say_so() {
    for subject in [
        "fix: a breaking change in CI",
        "fix: Breaking change: module `cli` has no attribute `run`",
        "docs: list breaking changes",
        "docs: explain `[BREAKING]`",
        "docs: [breaking](https://example.org) is a link",
        "fix: no breaking changes (none)",
        "Breaking: none",
        "Breaking news",
        "major refactoring: x",
        "feat: vec!(x): y",
        "fix: break: x",
        "[major]: x",
    ] {
        assert!(!breaks(subject), "{subject}");
    }
}

#[test]
fn every_form_of_a_list_is_read() {
    for item in [
        "+ feat!: y",
        "• feat!: y",
        "1. feat!: y",
        "1) feat!: y",
        "* abc1234 feat!: y",
        "abc1234 feat!: y",
        "1. BREAKING CHANGE: y",
        "- [x] feat!: y",
        "- 💥 fix: y",
        "* fix: [BREAKING] y",
        "- [BREAKING] y",
    ] {
        assert!(breaks(&format!("fix: x (#1)\n\n{item}\n")), "{item}");
    }
}

#[test]
fn a_header_with_a_bang_counts_on_any_line() {
    for body in [
        "fix: a\nfeat!: y",
        "fix: a\nfeat!: y\nfix: z",
        "Together:\nfeat!: y",
        "Feat!: y",
        "cleanup!: y",
        "fix: a\ncleanup!: y",
    ] {
        assert!(breaks(&format!("fix: x\n\n{body}\n")), "{body}");
    }
    assert!(breaks("fix: x\nfeat!: y\n"));
    assert!(!breaks("fix: x\n\nand that is what a\ncleanup!: is\n"));
}

#[test]
fn headers_below_one_another_are_all_changes() {
    let kinds = |text: &str| -> Vec<String> {
        let changes = parse(text).changes.into_iter();
        changes.map(|change| change.kind).collect()
    };
    assert_eq!(kinds("fix: x\n\nfix: a\nfeat: y\n"), ["fix", "feat"]);
    assert_eq!(
        kinds("fix: x\n\nfix: a\nperf: y\n\nEnd."),
        ["fix", "fix", "perf"]
    );
    assert_eq!(kinds("fix: x\nfeat: y\n"), ["fix", "feat"]);
    assert_eq!(
        kinds("fix: x\n\ntest: done\nSigned-off-by: A <a@b>\n"),
        ["fix"]
    );
}

#[test]
fn a_heading_counts_with_something_below_it() {
    for heading in [
        "### Breaking changes\n\n- removed y",
        "## BREAKING CHANGES\n\n- y",
        "### ⚠ BREAKING CHANGES\n\n* y",
        "## Breaking Changes:\n\ny",
        "**Breaking changes**\n\ny",
        "**Breaking change:**\ny",
        "# Breaking\n\n- y",
        "## Breaking change(s)\n- fix: y",
        "BREAKING CHANGE\nremoved y",
        "BREAKING CHANGES\n\ny",
        "### Breaking changes\n<!-- What breaks? -->\n\n- y",
        "## Does this PR introduce a breaking change?\n\n- [x] Yes\n- [ ] No",
        "## Is this a breaking change?\n\nYes, y is gone.",
    ] {
        assert!(breaks(&format!("fix: x\n\n{heading}\n")), "{heading}");
    }
    let message = parse("fix: x\n\n### Breaking changes\n\n- y\n- z\n\n### Tests\n\nAll.\n");
    assert_eq!(message.breaking_notes, ["- y - z"]);
}

#[test]
fn a_heading_of_a_template_with_nothing_below_it_does_not() {
    for text in [
        "",
        "None",
        "None.",
        "_None_",
        "N/A",
        "no",
        "- No",
        "<!-- What\nbreaks? -->",
        "---",
        "No breaking changes.",
        "_No response_",
        "- [ ] Yes",
        "- [ ] yes\n- [x] no",
    ] {
        for heading in [
            "### Breaking changes",
            "**Breaking changes**",
            "## Breaking changes:",
        ] {
            let body = format!("fix: x\n\n{heading}\n\n{text}\n\n## Tests\n\nAll.\n");
            assert!(!breaks(&body), "{body}");
        }
    }
    for body in [
        "## Does this PR introduce a breaking change?\n\n- [ ] Yes\n- [x] No",
        "## Breaking changes?\n\nSee below.",
        "## No breaking changes\n\nNothing.",
        "## Non-breaking changes\n\n- y",
        "Breaking changes\n\n- y",
        "> ## Breaking changes\n>\n> - y",
        "<details>\n\n## Breaking changes\n\n- theirs\n\n</details>",
        "<!--\n## Breaking changes\n\nTell of them.\n-->",
        "BREAKING CHANGE: none",
        "BREAKING CHANGES: N/A",
    ] {
        assert!(!breaks(&format!("fix: x\n\n{body}\n")), "{body}");
    }
    assert!(breaks(
        "fix: x\n\nBREAKING CHANGE: no\n  longer does it y\n"
    ));
}

#[test]
fn a_box_counts_if_it_is_ticked() {
    for (mark, breaking) in [("x", true), ("X", true), (" ", false), ("", false)] {
        for text in [
            "BREAKING CHANGE: y",
            "Breaking change (fix or feature that would cause existing functionality to not work)",
            "**Breaking change**",
            "💥 Breaking changes",
            "feat!: y",
        ] {
            let body = format!("fix: x\n\n- [ ] Bug fix\n- [{mark}] {text}\n");
            assert_eq!(breaks(&body), breaking, "{body}");
        }
    }
    for text in [
        "Breaking changes are documented",
        "No breaking change",
        "Breaking change: none",
    ] {
        assert!(!breaks(&format!("fix: x\n\n- [x] {text}\n")), "{text}");
    }
}

#[test]
fn a_footer_may_have_a_scope_or_a_dash() {
    for line in [
        "BREAKING CHANGE(api): y",
        "BREAKING CHANGE (api): y",
        "BREAKING CHANGE - y",
        "BREAKING CHANGES — y",
        "BREAKING CHANGE; y",
        "BREAKING CHANGE：y",
        "Breaking changes: y",
        "BREAKING  CHANGE: y",
        "BREAKING CHANGE!: y",
        "BREAKING CHANGE -> y",
        "BREAKING CHANGE y",
        "BREAKING CHANGES\ty",
    ] {
        assert_eq!(
            parse(&format!("fix: x\n\n{line}\n")).breaking_notes,
            ["y"],
            "{line}"
        );
    }
}

#[test]
fn what_renovate_quotes_is_not_ours_whatever_the_subject_is() {
    let body = "This PR contains the following updates:\n\n<details>\n\n- feat!: y\n\n</details>\n";
    assert!(!breaks(&format!(
        "Update astral-sh/setup-uv action to v8\n\n{body}"
    )));
    assert!(breaks(&format!("Update it\n\n{body}\n- feat!: y\n")));
}

#[test]
fn without_a_colon_the_words_count_in_upper_case_and_at_the_start_of_a_paragraph() {
    for body in [
        "Read what follows the words\nBREAKING CHANGE as conventional commits do.",
        "Breaking change in sight",
        "breaking change y",
        "BREAKING the file",
        "BREAKING CHANGE `footer`",
        "Nothing is breaking: it stays",
    ] {
        assert!(!breaks(&format!("fix: x\n\n{body}\n")), "{body}");
    }
    assert!(!breaks("fix: BREAKING CHANGE footers are read"));
}
