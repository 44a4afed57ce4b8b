use super::*;
use crate::formats::issues::IssueFormat;

fn of(text: &str) -> Option<Asked> {
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    Asked::of(&words)
}

/// Why a list of so many entries is not whole; the last page has so many.
fn why(command: &str, entries: usize, last_page: usize) -> Option<String> {
    let export = IssueExport {
        format: IssueFormat::GhIssues,
        issues: Vec::new(),
        entries,
        last_page,
    };
    of(command).unwrap().incomplete(&export)
}

const GH: &str = "gh issue list --json number,title";

#[test]
fn a_list_says_of_which_states_labels_and_milestones_it_is() {
    let asked = of(GH).unwrap();
    assert_eq!(asked.states, AskedStates::Open);
    assert_eq!((asked.labels.len(), &asked.milestone), (0, &None));
    let asked = of(&format!(
        "{GH} --state all -l b,a --label=c -m2.0.0 -L 100 -R GitHub.com/O/r"
    ))
    .unwrap();
    assert_eq!(asked.states, AskedStates::All);
    assert_eq!(asked.labels, ["a", "b", "c"]);
    assert_eq!(asked.milestone.as_deref(), Some("2.0.0"));
    assert_eq!(asked.project.as_deref(), Some("o/r"));
    assert_eq!(asked.most, Most::Limit(100));
    assert_eq!(asked.narrowed, None);
    assert_eq!(
        of("env A=b timeout 60 gh issue ls -s closed")
            .unwrap()
            .states,
        AskedStates::Closed
    );
}

#[test]
fn questions_to_the_apis_say_the_same() {
    let asked =
        of("gh api --paginate repos/{owner}/{repo}/issues?state=all&per_page=100&labels=a%2Cb+c")
            .unwrap();
    assert_eq!(asked.states, AskedStates::All);
    assert_eq!(asked.labels, ["a", "b c"]);
    assert_eq!((asked.project, asked.most), (None, Most::AllPages));
    let asked = of("gh api -X GET /repos/O/r/issues -f labels=a -F per_page=50").unwrap();
    assert_eq!(asked.states, AskedStates::Open);
    assert_eq!(asked.project.as_deref(), Some("o/r"));
    assert_eq!(asked.most, Most::Page(50));
    assert_eq!(asked.narrowed, None);
    let asked = of("glab api projects/G%2Fs%2Fp/issues?milestone=v2.0.0").unwrap();
    assert_eq!(asked.states, AskedStates::All);
    assert_eq!(asked.milestone.as_deref(), Some("v2.0.0"));
    assert_eq!(asked.project.as_deref(), Some("g/s/p"));
    let asked = of("glab api --paginate projects/:id/issues?state=opened").unwrap();
    assert_eq!((asked.states, asked.project), (AskedStates::Open, None));
    assert_eq!(
        of("gh api https://api.github.com/repos/o/r/issues/12")
            .unwrap()
            .most,
        Most::One
    );
}

#[test]
fn what_leaves_something_out_is_never_whole() {
    for more in [
        "--search x",
        "--assignee me",
        "-A me",
        "--mention me",
        "--jq .[0]",
        "--template x",
        "--app x",
        "--milestone 5",
        "--milestone a --milestone b",
        "--state any",
        "--limit many",
        "--web",
        "--unheard-of",
        "--label",
    ] {
        assert!(why(&format!("{GH} {more}"), 0, 0).is_some(), "{more}");
    }
    for more in [
        "?since=2026-01-01T00:00:00Z",
        "?milestone=5",
        "?labels=none",
        "?page=2",
        "?state=any",
        "?per_page=all",
        " -X POST",
        " --cache 1h",
        " --jq .",
        " --include",
        " -f x",
    ] {
        let command = format!("gh api --paginate repos/o/r/issues{more}");
        assert!(why(&command, 0, 0).is_some(), "{more}");
    }
    for more in [
        "?assignee_id=1",
        "?milestone=Any",
        "?confidential=false",
        "?iids[]=4",
    ] {
        let command = format!("glab api --paginate projects/1/issues{more}");
        assert!(why(&command, 0, 0).is_some(), "{more}");
    }
    assert!(why("gh issue view 5 --json number", 1, 1).is_some());
    assert!(why("gh api repos/o/r/issues/5", 1, 1).is_some());
}

#[test]
fn a_full_list_may_go_on() {
    assert_eq!(why(GH, 29, 29), None);
    assert!(why(GH, 30, 30).unwrap().contains("`--limit`"));
    assert_eq!(why(&format!("{GH} --limit 31"), 30, 30), None);
    let labelled = format!("{GH} --limit 5000 --label a");
    assert_eq!(why(&labelled, 999, 999), None);
    assert!(why(&labelled, 1000, 1000).unwrap().contains("1000 at most"));
    assert_eq!(why(&format!("{GH} --limit 5000"), 1000, 1000), None);
    let api = "gh api repos/o/r/issues";
    assert_eq!(why(api, 29, 29), None);
    assert!(why(api, 30, 30).unwrap().contains("`--paginate`"));
    assert_eq!(why("gh api --paginate repos/o/r/issues", 60, 30), None);
    // Neither of them makes pages of more than 100.
    assert!(why("gh api repos/o/r/issues?per_page=500", 100, 100).is_some());
    assert!(why("gh api --paginate=false repos/o/r/issues", 1, 1).is_some());
    assert!(why("glab api projects/1/issues", 20, 20).is_some());
    assert_eq!(why("glab api projects/1/issues", 19, 19), None);
}

#[test]
fn other_commands_ask_for_nothing_that_is_known() {
    for other in [
        "gh issue create",
        "gh issue",
        "gh pr list",
        "gh api repos/o/r/pulls",
        "gh api repos/o/r/issues/5/comments",
        "gh api repos/o/r/issues/comments",
        "gh api",
        "gh",
        "glab api issues",
        "glab issue list",
        "curl https://api.github.com/repos/o/r/issues",
        "python export.py",
    ] {
        assert_eq!(of(other), None, "{other}");
    }
    let words = ["bash", "-c", "gh issue list --json url | jq '.[:1]'"];
    assert_eq!(Asked::of(&words.map(str::to_owned)), None);
    assert_eq!(Asked::of(&[]), None);
}

#[test]
fn addresses_are_read_without_their_escapes() {
    assert_eq!(decoded("a%20b+c%2f"), "a b c/");
    assert_eq!(decoded("100%"), "100%");
    assert_eq!(decoded("%zz%é%ff"), "%zz%é\u{fffd}");
}
