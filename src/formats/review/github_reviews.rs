//! Reviews of one pull request: `gh api --paginate repos/O/R/pulls/N/reviews`.
//!
//! <https://docs.github.com/rest/pulls/reviews>: chronological, 30 a page unless `per_page` says
//! otherwise, and nothing says how many there are. A review that was dismissed has the state
//! `DISMISSED`, and the time at which it was given.

use serde::Deserialize;

use super::model::{Account, Review, ReviewExport, ReviewForge, ReviewRequest, ReviewState, limit};
use super::{ReviewFormat, place_of};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// How many reviews a page has unless more are asked for, and what page sizes people ask for are
/// multiples of.
const PAGE: usize = 10;

pub(super) fn is_reviews(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let key = |key: &str| outline.has(&format!("{before}{key}"));
        // A comment on a line has an address of its pull request, too.
        key("pull_request_url") && key("state") && !key("pull_request_review_id")
    };
    has("[].") || has("[][].")
}

#[derive(Deserialize)]
struct PullReview<'a> {
    #[serde(borrow)]
    user: Option<User<'a>>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    html_url: Text<'a>,
    #[serde(borrow)]
    commit_id: Option<Text<'a>>,
    #[serde(default, borrow)]
    submitted_at: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct User<'a> {
    #[serde(borrow)]
    login: Text<'a>,
    #[serde(default, rename = "type", borrow)]
    kind: Option<Text<'a>>,
}

impl User<'_> {
    pub(super) fn account(&self) -> Result<Account, Flaw> {
        let is_bot = self.kind.as_deref().is_some_and(|kind| kind == "Bot");
        Ok(Account::new(kept::name(&self.login)?, is_bot))
    }
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GithubReviews);
    let pages = pages::pages::<PullReview<'_>>(text)?;
    let last = pages.last().map_or(0, Vec::len);
    let mut request: Option<ReviewRequest> = None;
    for review in pages.iter().flatten() {
        let of = match request.take() {
            None => ReviewRequest::new(ReviewForge::Github).at(&review.html_url)?,
            Some(request) => request,
        };
        let of_same = place_of(&review.html_url)
            .is_some_and(|(place, number)| of.place == Some(place) && of.number == Some(number));
        if !of_same {
            return Err(Flaw::unreadable(
                "its reviews are of several pull requests, and an answer is of one",
            ));
        }
        let request = request.insert(of);
        request.reviews.push(self::review(review)?);
        limit(request.reviews.len(), "reviews")?;
    }
    if let Some(mut request) = request {
        request.lists_reviews = true;
        request.incomplete = (last.is_multiple_of(PAGE) && last > 0).then(|| {
            format!("its last page has {last} reviews, as many as a page may have: export it with `--paginate` and `per_page=100`")
        });
        export.requests.push(request);
    }
    Ok(export)
}

fn review(review: &PullReview<'_>) -> Result<Review, Flaw> {
    let commit = review.commit_id.as_deref().filter(|id| !id.is_empty());
    Ok(Review {
        by: review.user.as_ref().map(User::account).transpose()?,
        state: ReviewState::of_github(&review.state)?,
        commit: commit.map(kept::commit).transpose()?,
        time: kept::moment(review.submitted_at.as_deref())?,
    })
}
