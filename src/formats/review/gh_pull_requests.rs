//! What `gh pr view --json …` and `gh pr list --json …` write.
//!
//! `gh` writes the fields that it is asked for, and no others, in the order of their names. `gh pr view`
//! lists all reviews and at most 100 commits, `gh pr list` at most 100 of each; no field says so. Of a
//! reviewer it says the login alone, and of whoever opened the request whether that is a program.

use serde::Deserialize;

use super::model::{
    Account, Review, ReviewExport, ReviewForge, ReviewRequest, ReviewState, ReviewedState, limit,
};
use super::{MAX_ENTRIES, ReviewFormat};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// How many reviews and commits `gh` asks for at once.
const PAGE: usize = 100;

/// Fields that `gh` has for pull requests alone.
const FIELDS: [&str; 9] = [
    "baseRefName",
    "baseRefOid",
    "commits[].messageHeadline",
    "headRefName",
    "headRefOid",
    "isDraft",
    "mergeCommit",
    "reviewDecision",
    "latestReviews",
];

pub(super) fn is_gh_pull_requests(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let mut fields = FIELDS.iter().map(|field| format!("{before}{field}"));
        fields.any(|field| outline.has(&field))
    };
    has("") || has("[].")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pull<'a> {
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default)]
    number: Option<u64>,
    #[serde(default, borrow)]
    state: Option<Text<'a>>,
    #[serde(default, borrow)]
    author: Option<Author<'a>>,
    #[serde(default, borrow)]
    head_ref_oid: Option<Text<'a>>,
    #[serde(default, borrow)]
    merge_commit: Option<Commit<'a>>,
    #[serde(default, borrow)]
    commits: Option<List<Commit<'a>, MAX_ENTRIES>>,
    #[serde(default, borrow)]
    reviews: Option<List<PullReview<'a>, MAX_ENTRIES>>,
}

#[derive(Deserialize)]
struct Author<'a> {
    #[serde(borrow)]
    login: Text<'a>,
    #[serde(default)]
    is_bot: bool,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(borrow)]
    oid: Text<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PullReview<'a> {
    #[serde(borrow)]
    author: Option<Author<'a>>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(default, borrow)]
    submitted_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    commit: Option<Commit<'a>>,
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GhPullRequests);
    let is_list = text.trim_ascii_start().starts_with('[');
    for pull in pages::objects::<Pull<'_>>(text)? {
        export.requests.push(request(&pull, is_list)?);
    }
    limit(export.requests.len(), "pull requests")?;
    Ok(export)
}

/// What was not asked for is missing, and what is missing proves nothing.
fn needed<'p, T>(value: Option<&'p T>, field: &str) -> Result<&'p T, Flaw> {
    value.ok_or_else(|| {
        Flaw::unreadable(format!(
            "it was written without `{field}`: `gh pr view NUMBER --json \
             number,url,state,author,headRefOid,mergeCommit,commits,reviews`"
        ))
    })
}

fn request(pull: &Pull<'_>, is_list: bool) -> Result<ReviewRequest, Flaw> {
    let url = needed(pull.url.as_ref(), "url")?;
    let mut request = ReviewRequest::new(ReviewForge::Github).at(url)?;
    if pull.number.is_some_and(|it| Some(it) != request.number) {
        return Err(Flaw::unreadable(
            "a pull request in it has another number than its address",
        ));
    }
    let author = needed(pull.author.as_ref(), "author")?;
    let state = needed(pull.state.as_ref(), "state")?;
    request.author = Some(Account::new(kept::name(&author.login)?, author.is_bot));
    request.state = Some(reviewed_state(state)?);
    request.head = Some(kept::commit(needed(
        pull.head_ref_oid.as_ref(),
        "headRefOid",
    )?)?);
    if let Some(merge) = &pull.merge_commit {
        request.merged_as.push(kept::commit(&merge.oid)?);
    } else if request.state == Some(ReviewedState::Merged) {
        needed::<Commit<'_>>(None, "mergeCommit")?;
    }
    for commit in needed(pull.commits.as_ref(), "commits")?.iter() {
        request.commits.push(kept::commit(&commit.oid)?);
    }
    let reviews = needed(pull.reviews.as_ref(), "reviews")?;
    request.lists_reviews = true;
    request.incomplete = (is_list && reviews.len() >= PAGE).then(|| {
        format!("it lists {PAGE} reviews, as many as `gh pr list` asks for: use `gh pr view`")
    });
    for review in reviews.iter() {
        request.reviews.push(self::review(review)?);
    }
    Ok(request)
}

fn reviewed_state(word: &str) -> Result<ReviewedState, Flaw> {
    match word {
        "OPEN" => Ok(ReviewedState::Open),
        "CLOSED" => Ok(ReviewedState::Closed),
        "MERGED" => Ok(ReviewedState::Merged),
        other => {
            let shown: String = other.chars().take(40).collect();
            Err(Flaw::unreadable(format!(
                "a pull request in it has the state `{shown}`, which is not known"
            )))
        }
    }
}

fn review(review: &PullReview<'_>) -> Result<Review, Flaw> {
    let login = review.author.as_ref().map(|author| author.login.trim());
    let login = login.filter(|login| !login.is_empty());
    // `gh` writes an empty id where a review knows no commit.
    let commit = review.commit.as_ref().map(|commit| &*commit.oid);
    let commit = commit.filter(|oid| !oid.is_empty());
    Ok(Review {
        by: login
            .map(|login| kept::name(login).map(|login| Account::new(login, false)))
            .transpose()?,
        state: ReviewState::of_github(&review.state)?,
        commit: commit.map(kept::commit).transpose()?,
        time: kept::moment(review.submitted_at.as_deref())?,
    })
}
