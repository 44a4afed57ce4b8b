//! Every format of reviews by what forges answered, and by what may not be read as if it were whole.

use super::*;

const GH_PR_VIEW: &[u8] = include_bytes!("../../../fixtures/review/github/gh-pr-view.json");
const REVIEWS: &[u8] = include_bytes!("../../../fixtures/review/github/reviews.json");
const DISMISSED: &[u8] = include_bytes!("../../../fixtures/review/github/dismissed.json");
const PULL: &[u8] = include_bytes!("../../../fixtures/review/github/pull.json");
const COMMITS: &[u8] = include_bytes!("../../../fixtures/review/github/commits.json");
const APPROVALS: &[u8] = include_bytes!("../../../fixtures/review/gitlab/approvals.json");
const TIMED: &[u8] = include_bytes!("../../../fixtures/review/gitlab/approvals-with-time.json");
const STATE: &[u8] = include_bytes!("../../../fixtures/review/gitlab/approval-state.json");
const MERGE_REQUEST: &[u8] = include_bytes!("../../../fixtures/review/gitlab/merge-request.json");
const VERSIONS: &[u8] =
    include_bytes!("../../../fixtures/review/gitlab/merge-request-versions.json");

fn all() -> [(ReviewFormat, &'static [u8]); 10] {
    [
        (ReviewFormat::GhPullRequests, GH_PR_VIEW),
        (ReviewFormat::GithubReviews, REVIEWS),
        (ReviewFormat::GithubReviews, DISMISSED),
        (ReviewFormat::GithubPulls, PULL),
        (ReviewFormat::GithubCommits, COMMITS),
        (ReviewFormat::GitlabApprovals, APPROVALS),
        (ReviewFormat::GitlabApprovals, TIMED),
        (ReviewFormat::GitlabApprovalState, STATE),
        (ReviewFormat::GitlabMergeRequests, MERGE_REQUEST),
        (ReviewFormat::GitlabVersions, VERSIONS),
    ]
}

fn changed(bytes: &[u8], change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let mut value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}

fn reason(format: ReviewFormat, bytes: &[u8]) -> String {
    format.read(bytes).unwrap_err().reason
}

#[test]
fn each_is_recognised_by_its_own_format_alone() {
    for (format, bytes) in all() {
        let text = std::str::from_utf8(bytes).unwrap();
        let found: Vec<ReviewFormat> = FORMATS
            .into_iter()
            .filter(|it| it.recognises(text))
            .collect();
        assert_eq!(found, [format]);
        // In one line, and as one page of several, too.
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(recognise(&value.to_string()), Some(format));
        assert_eq!(crate::formats::ci::recognise(text), None);
        assert_eq!(crate::formats::advisory_draft::recognise(text), None);
    }
    for other in ["", "{}", "[]", "[{\"number\": 1, \"title\": \"x\"}]"] {
        assert_eq!(recognise(other), None, "{other}");
    }
}

#[test]
fn nothing_of_a_ci_system_is_taken_for_a_review() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ci");
    for forge in ["github", "gitlab"] {
        for entry in std::fs::read_dir(folder.join(forge)).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert_eq!(recognise(&text), None, "{text}");
        }
    }
}

#[test]
fn what_is_cut_off_is_refused() {
    for (format, bytes) in all() {
        let half = &bytes[..bytes.len() / 2];
        assert!(format.read(half).is_err(), "{format:?}");
        assert!(format.read(b"").is_err());
    }
}

#[test]
fn gh_says_all_of_a_pull_request() {
    let export = ReviewFormat::GhPullRequests.read(GH_PR_VIEW).unwrap();
    let request = &export.requests[0];
    let place = request.place.as_ref().unwrap();
    assert_eq!(
        (place.host.as_str(), place.path.as_str()),
        ("github.com", "pygithub/pygithub")
    );
    assert_eq!(request.number, Some(538));
    assert_eq!(request.state, Some(ReviewedState::Merged));
    assert_eq!(request.author.as_ref().unwrap().login, "jacquev6");
    assert_eq!(
        request.head.as_deref(),
        Some("8a4f306d4b223682dd19410d4a9150636ebe4206")
    );
    assert_eq!(
        request.merged_as,
        ["28ae6dd10ebccd5eaf8db8dacb5b699ee7f4a663"]
    );
    assert_eq!(request.commits.len(), 2);
    assert_eq!(request.reviews.len(), 5);
    assert!(request.incomplete.is_none() && request.lists_reviews);
    let first = &request.reviews[0];
    assert_eq!(first.state, ReviewState::Approved);
    assert_eq!(
        first.commit.as_deref(),
        Some("7a0fcb27b7cd6c346fc3f76216ccb6e0f4ca3bcc")
    );
    assert_eq!(first.time, Some(1_490_209_619));
}

#[test]
fn gh_has_to_be_asked_for_what_counts() {
    for field in ["url", "author", "state", "headRefOid", "commits", "reviews"] {
        let without = changed(GH_PR_VIEW, |it| {
            it.as_object_mut().unwrap().remove(field);
        });
        let reason = reason(ReviewFormat::GhPullRequests, &without);
        assert!(
            reason.starts_with(&format!("it was written without `{field}`")),
            "{reason}"
        );
    }
    let unmerged = changed(GH_PR_VIEW, |it| it["mergeCommit"] = serde_json::Value::Null);
    assert!(reason(ReviewFormat::GhPullRequests, &unmerged).contains("`mergeCommit`"));
    let odd = changed(GH_PR_VIEW, |it| it["state"] = "DRAFT".into());
    assert!(reason(ReviewFormat::GhPullRequests, &odd).contains("`DRAFT`"));
    let odd = changed(GH_PR_VIEW, |it| it["reviews"][0]["state"] = "LIKED".into());
    assert!(reason(ReviewFormat::GhPullRequests, &odd).contains("`LIKED`"));
    let odd = changed(GH_PR_VIEW, |it| it["number"] = 1.into());
    assert!(reason(ReviewFormat::GhPullRequests, &odd).contains("another number"));
    let odd = changed(GH_PR_VIEW, |it| it["url"] = "https://example.org".into());
    assert!(reason(ReviewFormat::GhPullRequests, &odd).contains("no address"));
}

#[test]
fn a_full_page_of_reviews_may_go_on() {
    let many = |count: usize| {
        changed(GH_PR_VIEW, |it| {
            let review = it["reviews"][0].clone();
            it["reviews"] = vec![review; count].into();
            *it = serde_json::json!([it.clone()]);
        })
    };
    let incomplete = |bytes: &[u8]| {
        let export = ReviewFormat::GhPullRequests.read(bytes).unwrap();
        export.requests[0].incomplete.clone()
    };
    assert!(incomplete(&many(100)).unwrap().contains("gh pr view"));
    assert_eq!(incomplete(&many(99)), None);
    let page = changed(REVIEWS, |it| {
        let review = it[0].clone();
        *it = vec![review; 30].into();
    });
    let export = ReviewFormat::GithubReviews.read(&page).unwrap();
    assert!(
        export.requests[0]
            .incomplete
            .as_ref()
            .unwrap()
            .contains("--paginate")
    );
}

#[test]
fn answers_of_github_say_who_and_which_commit() {
    let export = ReviewFormat::GithubReviews.read(REVIEWS).unwrap();
    assert_eq!(export.requests.len(), 1);
    assert_eq!(export.requests[0].number, Some(538));
    assert_eq!(export.requests[0].reviews.len(), 5);
    let export = ReviewFormat::GithubReviews.read(DISMISSED).unwrap();
    assert_eq!(export.requests[0].reviews[0].state, ReviewState::Dismissed);
    let bot = changed(REVIEWS, |it| it[0]["user"]["type"] = "Bot".into());
    let export = ReviewFormat::GithubReviews.read(&bot).unwrap();
    assert!(export.requests[0].reviews[0].by.as_ref().unwrap().is_bot);
    let gone = changed(REVIEWS, |it| it[0]["user"] = serde_json::Value::Null);
    let export = ReviewFormat::GithubReviews.read(&gone).unwrap();
    assert_eq!(export.requests[0].reviews[0].by, None);
    let two = changed(REVIEWS, |it| {
        it[0]["html_url"] = "https://github.com/PyGithub/PyGithub/pull/539#x".into();
    });
    assert!(reason(ReviewFormat::GithubReviews, &two).contains("several pull requests"));
}

#[test]
fn pulls_say_what_became_of_them() {
    let state = |bytes: &[u8]| {
        let export = ReviewFormat::GithubPulls.read(bytes).unwrap();
        let request = &export.requests[0];
        (request.state.unwrap(), request.merged_as.len())
    };
    assert_eq!(state(PULL), (ReviewedState::Merged, 1));
    let closed = changed(PULL, |it| it["merged_at"] = serde_json::Value::Null);
    assert_eq!(state(&closed), (ReviewedState::Closed, 0));
    // The merge commit of an open one is a test.
    let open = changed(&closed, |it| it["state"] = "open".into());
    assert_eq!(state(&open), (ReviewedState::Open, 0));
}

#[test]
fn commits_have_one_tree_each() {
    let export = ReviewFormat::GithubCommits.read(COMMITS).unwrap();
    assert_eq!(
        export.trees["4aadfff21cdd2d2566b0e4bd7309c233b5f4ae23"],
        "3447efc7d0f2e0197a722c55c13cde7417d1f2d3"
    );
    let twice = changed(COMMITS, |it| {
        it[1]["sha"] = it[0]["sha"].clone();
        it[1]["commit"]["tree"]["sha"] = "0".repeat(40).into();
    });
    assert!(reason(ReviewFormat::GithubCommits, &twice).contains("two trees"));
}

#[test]
fn gitlab_says_who_approves_and_when() {
    let export = ReviewFormat::GitlabApprovals.read(APPROVALS).unwrap();
    let request = &export.requests[0];
    assert_eq!((request.number, request.project), (Some(5), Some(1)));
    assert_eq!(request.reviews.len(), 2);
    assert_eq!(request.reviews[0].time, None);
    let export = ReviewFormat::GitlabApprovals.read(TIMED).unwrap();
    let request = &export.requests[0];
    assert_eq!((request.number, request.project), (None, None));
    assert_eq!(request.reviews[0].time, Some(1_735_725_600));
    assert!(reason(ReviewFormat::GitlabApprovalState, STATE).contains("does not say when"));
}

#[test]
fn merge_requests_have_a_state_and_versions() {
    let export = ReviewFormat::GitlabMergeRequests
        .read(MERGE_REQUEST)
        .unwrap();
    let request = &export.requests[0];
    assert_eq!(request.place.as_ref().unwrap().path, "my-group/my-project");
    assert_eq!(request.state, Some(ReviewedState::Merged));
    assert!(request.merged_as.is_empty() && !request.lists_reviews);
    let export = ReviewFormat::GitlabVersions.read(VERSIONS).unwrap();
    assert_eq!(export.versions.len(), 2);
    assert_eq!(export.versions[0].request, 105);
    assert_eq!(
        export.versions[0].head,
        "33e2ee8579fda5bc36accc9c6fbd0b4fefda9e30"
    );
}
