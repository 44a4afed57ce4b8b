//! What exports say of reviews, in the words of none of them.

use std::collections::BTreeMap;

use super::{MAX_ENTRIES, Place, ReviewFormat};
use crate::formats::report::Flaw;

/// What one export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewExport {
    /// The format that it has.
    pub format: ReviewFormat,
    /// Pull and merge requests, each as far as this export knows it.
    pub requests: Vec<ReviewRequest>,
    /// The tree of each commit that the export names with one.
    pub trees: BTreeMap<String, String>,
    /// The states that a merge request of GitLab has had.
    pub versions: Vec<ForgeVersion>,
}

/// A forge, as the lists of people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewForge {
    /// GitHub, or GitHub Enterprise.
    Github,
    /// GitLab, gitlab.com or another.
    Gitlab,
}

impl ReviewForge {
    /// The name by which people's logins are listed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReviewForge::Github => "github",
            ReviewForge::Gitlab => "gitlab",
        }
    }

    /// A request as its forge writes it: `#12`, `!12`.
    #[must_use]
    pub fn shown(self, number: u64) -> String {
        match self {
            ReviewForge::Github => format!("#{number}"),
            ReviewForge::Gitlab => format!("!{number}"),
        }
    }
}

/// A pull or merge request, as far as one export knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRequest {
    /// Whose it is.
    pub forge: ReviewForge,
    /// Where it is on the forge; `None` where the export does not say.
    pub place: Option<Place>,
    /// The number within its project; `None` where the export does not say.
    pub number: Option<u64>,
    /// GitLab's number of the project.
    pub project: Option<u64>,
    /// GitLab's number of the merge request among all of the forge's.
    pub id: Option<u64>,
    /// Who opened it.
    pub author: Option<Account>,
    /// What became of it.
    pub state: Option<ReviewedState>,
    /// The last commit of its branch.
    pub head: Option<String>,
    /// The commits that brought it to the branch it was opened for: a merge, a squash, or the last one
    /// of a rebase; sorted.
    pub merged_as: Vec<String>,
    /// The commits that it holds, as the export lists them.
    pub commits: Vec<String>,
    /// What was said of it, in the order of the export.
    pub reviews: Vec<Review>,
    /// Whether the export is one that lists reviews.
    pub lists_reviews: bool,
    /// Why there may be more reviews than it lists, as a clause.
    pub incomplete: Option<String>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewedState {
    /// It waits.
    Open,
    /// It was turned down.
    Closed,
    /// It was merged.
    Merged,
}

/// An account of a forge.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// The login.
    pub login: String,
    /// Whether the forge says that it is a program's.
    pub is_bot: bool,
}

impl Account {
    /// An account; GitHub marks a program's login itself in some exports: `app/x`, `x[bot]`.
    #[must_use]
    pub fn new(login: String, is_bot: bool) -> Self {
        let is_marked = login.starts_with("app/") || login.ends_with("[bot]");
        Account {
            is_bot: is_bot || is_marked,
            login,
        }
    }
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Review {
    /// Who gave it; `None` where the account is gone.
    pub by: Option<Account>,
    /// What it says.
    pub state: ReviewState,
    /// The commit that was looked at; `None` where the export does not say.
    pub commit: Option<String>,
    /// When it was given, in seconds since 1970; `None` where the export does not say.
    pub time: Option<i64>,
}

/// What a review says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Yes.
    Approved,
    /// Not like this.
    ChangesRequested,
    /// A review that somebody set aside.
    Dismissed,
    /// Neither yes nor no, or not given yet.
    Other,
}

impl ReviewState {
    /// GitHub's word.
    ///
    /// # Errors
    /// A [`Flaw`] for a word that GitHub's documentation does not have.
    pub(super) fn of_github(word: &str) -> Result<Self, Flaw> {
        match word {
            "APPROVED" => Ok(ReviewState::Approved),
            "CHANGES_REQUESTED" => Ok(ReviewState::ChangesRequested),
            "DISMISSED" => Ok(ReviewState::Dismissed),
            "COMMENTED" | "PENDING" => Ok(ReviewState::Other),
            other => {
                let shown: String = other.chars().take(40).collect();
                Err(Flaw::unreadable(format!(
                    "a review in it has the state `{shown}`, which is not known"
                )))
            }
        }
    }
}

/// A state that a merge request of GitLab had from some time on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgeVersion {
    /// GitLab's number of the merge request among all of the forge's.
    pub request: u64,
    /// The last commit of the branch.
    pub head: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
}

impl ReviewExport {
    pub(super) fn new(format: ReviewFormat) -> Self {
        ReviewExport {
            format,
            requests: Vec::new(),
            trees: BTreeMap::new(),
            versions: Vec::new(),
        }
    }
}

impl ReviewRequest {
    /// One of which nothing is known but whose it is.
    #[must_use]
    pub fn new(forge: ReviewForge) -> Self {
        ReviewRequest {
            forge,
            place: None,
            number: None,
            project: None,
            id: None,
            author: None,
            state: None,
            head: None,
            merged_as: Vec::new(),
            commits: Vec::new(),
            reviews: Vec::new(),
            lists_reviews: false,
            incomplete: None,
        }
    }

    /// The number and the repository out of the request's own address.
    pub(super) fn at(mut self, address: &str) -> Result<Self, Flaw> {
        let Some((place, number)) = super::place_of(address) else {
            let shown: String = address.chars().take(80).collect();
            return Err(Flaw::unreadable(format!(
                "`{shown}` in it is no address of a pull or merge request"
            )));
        };
        self.place = Some(place);
        self.number = Some(number);
        Ok(self)
    }
}

/// Refuses more than is read.
pub(super) fn limit(count: usize, what: &str) -> Result<(), Flaw> {
    if count <= MAX_ENTRIES {
        return Ok(());
    }
    Err(Flaw::unreadable(format!(
        "it has more than {MAX_ENTRIES} {what}"
    )))
}
