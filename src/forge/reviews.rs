//! Pull and merge requests with their reviews, as a forge is asked for them: those that brought HEAD, and
//! those that brought a commit since the previous release.

use std::collections::{BTreeMap, HashSet};

use super::access::{Access, Forge, Project};
use super::answered;
use super::http::{Client, Refusal};
use super::questions::{evidence, fetch, fetch_some, quoted};
use super::topic::Topic;
use crate::evidence::REVIEWS;
use crate::facts::{CiAccess, Evidence};
use crate::formats::review::{Place, ReviewExport, ReviewForge, ReviewFormat, ReviewRequest};

/// The most pages of a hundred closed requests each, newest first, that are looked through.
const MAX_CLOSED: usize = 5;

/// The most requests whose reviews are asked for.
const MAX_REQUESTS: usize = 50;

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct ReviewQuestion<'a> {
    /// The commit that is judged, by its whole id.
    pub head: &'a str,
    /// The commits since the previous release, by their whole ids.
    pub commits: &'a HashSet<String>,
    /// The time of the decision, in seconds since 1970.
    pub now: i64,
}

/// What a forge answered to one question.
#[derive(Debug, Clone)]
pub struct ReviewAnswer {
    /// Where it was asked, and when.
    pub evidence: Evidence,
    /// What it said, as far as it is of requests that matter.
    pub export: ReviewExport,
}

/// Asks the forge who reviewed what: all of it, or nothing where something is in the way. Of the requests
/// beyond the first fifty that matter only the state is asked for, so that nothing of them counts.
#[must_use]
pub fn ask_reviews(access: &Access, question: ReviewQuestion<'_>) -> (Vec<ReviewAnswer>, CiAccess) {
    answered(access, Topic::Reviews, |client, project| {
        let asking = Asking {
            client,
            project,
            question,
        };
        asking.all()
    })
}

struct Asking<'a> {
    client: Client,
    project: &'a Project,
    question: ReviewQuestion<'a>,
}

impl Asking<'_> {
    fn all(&self) -> Result<Vec<ReviewAnswer>, Refusal> {
        let mut answers = self.lists()?;
        for (place, request) in wanted(&answers) {
            answers.extend(match self.project.forge {
                Forge::Github => self.pull_request(&place, &request)?,
                Forge::Gitlab => self.merge_request(&request)?,
            });
        }
        Ok(answers)
    }

    /// The requests that brought HEAD, open ones among them, and then the closed ones.
    fn lists(&self) -> Result<Vec<ReviewAnswer>, Refusal> {
        let head = self.question.head;
        let name = &self.project.name;
        let (format, of_head, closed) = match self.project.forge {
            Forge::Github => (
                ReviewFormat::GithubPulls,
                format!("repos/{name}/commits/{head}/pulls?per_page=100"),
                format!("repos/{name}/pulls?state=closed&sort=updated&direction=desc&per_page=100"),
            ),
            Forge::Gitlab => {
                let project = format!("projects/{}", quoted(name));
                (
                    ReviewFormat::GitlabMergeRequests,
                    format!("{project}/repository/commits/{head}/merge_requests?per_page=100"),
                    format!(
                        "{project}/merge_requests?state=merged&order_by=updated_at&sort=desc&per_page=100"
                    ),
                )
            }
        };
        let mut answers = vec![self.ask(format, &of_head)?, self.ask_some(format, &closed)?];
        for answer in &mut answers {
            answer.export.requests.retain(|it| self.matters(it));
        }
        Ok(answers)
    }

    /// Whether a request brought a commit that is judged.
    fn matters(&self, request: &ReviewRequest) -> bool {
        let ReviewQuestion { head, commits, .. } = self.question;
        let mut own = request.merged_as.iter().chain(&request.head);
        own.any(|commit| commit == head || commits.contains(commit))
    }

    fn pull_request(
        &self,
        place: &Place,
        request: &ReviewRequest,
    ) -> Result<[ReviewAnswer; 2], Refusal> {
        let number = request.number.unwrap_or_default();
        let path = format!("repos/{}/pulls/{number}", self.project.name);
        let of_it = || ReviewRequest {
            place: Some(place.clone()),
            number: Some(number),
            ..ReviewRequest::new(ReviewForge::Github)
        };
        let mut reviews = self.ask(
            ReviewFormat::GithubReviews,
            &format!("{path}/reviews?per_page=100"),
        )?;
        if reviews.export.requests.is_empty() {
            // A list of nothing names no request: only who asked knows which one it was.
            reviews.export.requests.push(ReviewRequest {
                lists_reviews: true,
                ..of_it()
            });
        }
        let mut commits = self.ask(
            ReviewFormat::GithubCommits,
            &format!("{path}/commits?per_page=100"),
        )?;
        commits.export.requests.push(ReviewRequest {
            commits: commits.export.trees.keys().cloned().collect(),
            ..of_it()
        });
        Ok([reviews, commits])
    }

    fn merge_request(&self, request: &ReviewRequest) -> Result<[ReviewAnswer; 2], Refusal> {
        let number = request.number.unwrap_or_default();
        let project = quoted(&self.project.name);
        let path = format!("projects/{project}/merge_requests/{number}");
        let mut approvals =
            self.ask(ReviewFormat::GitlabApprovals, &format!("{path}/approvals"))?;
        for approved in &mut approvals.export.requests {
            // GitLab's free tier leaves out of which one it is.
            if approved.id.is_some_and(|id| Some(id) != request.id) {
                return Err(Refusal::Other(format!(
                    "its approvals of !{number} are of another merge request"
                )));
            }
            approved.place.clone_from(&request.place);
            approved.number = request.number;
            approved.project = request.project;
        }
        let versions = self.ask(
            ReviewFormat::GitlabVersions,
            &format!("{path}/versions?per_page=100"),
        )?;
        Ok([approvals, versions])
    }

    fn ask(&self, format: ReviewFormat, path: &str) -> Result<ReviewAnswer, Refusal> {
        let fetched = fetch(&self.client, self.project, path)?;
        let mut answer = self.read(format, &fetched)?;
        // A list without its total ends where there is no further page.
        for request in &mut answer.export.requests {
            request.incomplete = fetched
                .goes_on
                .then(|| format!("it has more than {} pages of 100", super::MAX_PAGES));
        }
        Ok(answer)
    }

    /// The first pages of a list that may have many more.
    fn ask_some(&self, format: ReviewFormat, path: &str) -> Result<ReviewAnswer, Refusal> {
        let fetched = fetch_some(&self.client, self.project, path, MAX_CLOSED)?;
        self.read(format, &fetched)
    }

    fn read(
        &self,
        format: ReviewFormat,
        fetched: &super::questions::Fetched,
    ) -> Result<ReviewAnswer, Refusal> {
        let export = format
            .read(&fetched.body)
            .map_err(|flaw| Refusal::Other(format!("its answer is not understood: {flaw}")))?;
        let ReviewQuestion { head, now, .. } = self.question;
        Ok(ReviewAnswer {
            evidence: evidence(self.project, fetched, REVIEWS, head, now),
            export,
        })
    }
}

/// The requests that matter, each once: those of HEAD first, as they come, then the newest.
fn wanted(lists: &[ReviewAnswer]) -> Vec<(Place, ReviewRequest)> {
    let mut seen = BTreeMap::new();
    let mut wanted = Vec::new();
    for request in lists.iter().flat_map(|list| &list.export.requests) {
        let (Some(place), Some(number)) = (&request.place, request.number) else {
            continue;
        };
        if seen.insert((place.clone(), number), ()).is_none() && wanted.len() < MAX_REQUESTS {
            wanted.push((place.clone(), request.clone()));
        }
    }
    wanted
}
