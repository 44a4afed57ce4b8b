//! Whether a review counts, for whom, and for what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::requests::Whole;
use super::short;
use super::sources::Source;
use super::trees::Trees;
use crate::collect::Context;
use crate::collect::own_place::OwnPlace;
use crate::collect::people::Trust;
use crate::facts::{
    Head, Missing, RefusedReview, ReviewApproval, ReviewKind, ReviewedFiles, Reviews,
};
use crate::formats::review::{Review, ReviewForge, ReviewRequest, ReviewState, ReviewedState};
use crate::people::Person;
use crate::repo::RawCommit;
use crate::signoff::SKEW;

/// What reviews are held against.
pub(super) struct Judge<'c, 'f> {
    pub context: &'c Context,
    pub trust: &'c Trust,
    pub head: Head,
    /// Where the project is, as its remote says.
    own: OwnPlace,
    /// The commits since the previous release, by their ids.
    range: HashMap<String, &'c RawCommit>,
    /// When the commit of the previous release was made.
    released: Option<i64>,
    trees: Trees<'c>,
    pub facts: &'f mut Reviews,
}

impl<'c, 'f> Judge<'c, 'f> {
    pub fn new(
        context: &'c Context,
        sources: &[Source],
        facts: &'f mut Reviews,
    ) -> Result<Self, Missing> {
        let head = context.repository()?.head.clone();
        let head = head.ok_or_else(|| Missing::because("there is no commit yet"))?;
        let commits = context.commits()?.iter();
        let (trees, refused) = Trees::new(context, sources);
        facts.refused.extend(refused);
        let previous = context.repository()?.history.previous.as_ref();
        Ok(Judge {
            released: previous.and_then(|it| context.repo().commit_time(&it.commit)),
            trust: context.trust()?,
            head,
            own: OwnPlace::of(context),
            range: commits.map(|commit| (commit.id(), commit)).collect(),
            trees,
            context,
            facts,
        })
    }

    /// Takes the reviews of one request.
    pub fn request(&mut self, whole: &Whole) {
        let request = &whole.request;
        if self.is_of_earlier(request) {
            return;
        }
        if let Some(reason) = self.against(whole) {
            self.refuse(request, None, reason);
            return;
        }
        let mut brought = None;
        for (login, review) in latest(request) {
            let judged = review.and_then(|review| self.review(whole, review, &mut brought));
            match judged {
                Ok(approval) => self.facts.given.push(approval),
                Err(reason) => self.refuse(request, Some(login), reason),
            }
        }
    }

    fn refuse(&mut self, request: &ReviewRequest, who: Option<String>, reason: String) {
        let number = request.number.unwrap_or_default();
        self.facts.refused.push(RefusedReview {
            place: request.forge.shown(number),
            request: request.number,
            who,
            reason,
        });
    }

    /// Whether a request was merged before the previous release, and so was judged with that one. Nothing
    /// of it can count; this only says that there is no need to name it.
    fn is_of_earlier(&self, request: &ReviewRequest) -> bool {
        if self.is_in_history(request) {
            return false;
        }
        let Some(released) = self.released else {
            return false;
        };
        let repo = self.context.repo();
        let times = request.merged_as.iter().map(|it| repo.commit_time(it));
        times.flatten().any(|time| time <= released)
    }

    fn is_in_history(&self, request: &ReviewRequest) -> bool {
        let mut commits = request.merged_as.iter().chain(&request.head);
        commits.any(|commit| *commit == self.head.commit || self.range.contains_key(commit))
    }

    /// Why nothing of a request counts.
    fn against(&self, whole: &Whole) -> Option<String> {
        let request = &whole.request;
        if let Some(reason) = &whole.contradiction {
            return Some(reason.clone());
        }
        if let Some(place) = request.place.as_ref().filter(|it| !self.own.is(it)) {
            return Some(format!(
                "it is of `{}/{}`, another repository",
                place.host, place.path
            ));
        }
        if let Some(reason) = &request.incomplete {
            return Some(reason.clone());
        }
        if !request.lists_reviews {
            return Some("no answer lists its reviews".to_owned());
        }
        if request.author.is_none() || request.head.is_none() || request.state.is_none() {
            return Some("no answer says who opened it, and what its last commit is".to_owned());
        }
        if request.state == Some(ReviewedState::Closed) {
            return Some("it was closed, and not merged".to_owned());
        }
        let is_known = self.is_in_history(request);
        (!is_known).then(|| "it is not merged into the history of HEAD".to_owned())
    }

    /// The approval that a review is, or why it is none.
    ///
    /// What the request brought is the same for each of its reviews, and kept.
    fn review(
        &mut self,
        whole: &Whole,
        review: &Review,
        brought: &mut Option<Vec<String>>,
    ) -> Result<ReviewApproval, String> {
        let request = &whole.request;
        let person = self.reviewer(request, review)?;
        match review.state {
            ReviewState::Approved => {}
            ReviewState::Dismissed => return Err("it was dismissed".to_owned()),
            ReviewState::ChangesRequested | ReviewState::Other => {
                return Err("it asks for changes".to_owned());
            }
        }
        let latest = self.context.options().now.saturating_add(SKEW);
        if review.time.is_some_and(|time| time > latest) {
            return Err("it says that it was given in the future".to_owned());
        }
        let head = request.head.clone().unwrap_or_default();
        self.must_be_fresh(request, review, &head)?;
        let tree = self.trees.of(&head);
        let files = match &tree {
            Some(tree) if *tree == self.head.tree => ReviewedFiles::Candidate,
            Some(_) => ReviewedFiles::Other,
            None => ReviewedFiles::Unknown,
        };
        let covers = brought.get_or_insert_with(|| self.covers(request, &head, tree.as_deref()));
        Ok(ReviewApproval {
            person: person.name,
            maintainer: person.is_maintainer,
            teams: person.teams.into_iter().collect(),
            kind: ReviewKind::Review,
            place: request.forge.shown(request.number.unwrap_or_default()),
            request: request.number,
            covers: covers.clone(),
            commit: head,
            files,
            time: review.time,
            sources: whole.sources.clone(),
            key: None,
        })
    }

    /// The person on the lists who gave a review, and did not open the request.
    fn reviewer(&self, request: &ReviewRequest, review: &Review) -> Result<Person, String> {
        let forge = request.forge.name();
        let roster = &self.trust.roster;
        let Some(account) = &review.by else {
            return Err("its account is gone from the forge".to_owned());
        };
        if account.is_bot {
            return Err("it is by a program".to_owned());
        }
        let id = roster.by_login(forge, &account.login);
        let opened = request.author.as_ref().map(|author| author.login.as_str());
        let is_same = opened.is_some_and(|it| it.eq_ignore_ascii_case(&account.login));
        let opened_by = opened.and_then(|login| roster.by_login(forge, login));
        if is_same || (id.is_some() && id == opened_by) {
            return Err("it is by who opened the request".to_owned());
        }
        let person = id.and_then(|id| roster.person(id)).cloned();
        person.ok_or_else(|| {
            format!(
                "nobody on the lists that count has the login `{}` (`logins = {{ {forge} = \"…\" }}`)",
                shown(&account.login)
            )
        })
    }

    /// Refuses a review of an older commit that has other files than the last one of the request.
    fn must_be_fresh(
        &mut self,
        request: &ReviewRequest,
        review: &Review,
        head: &str,
    ) -> Result<(), String> {
        let Some(commit) = &review.commit else {
            return Err(match request.forge {
                ReviewForge::Github => "it does not say of which commit it is".to_owned(),
                ReviewForge::Gitlab => "of which commit it is cannot be told: record `glab api --paginate projects/ID/merge_requests/IID/versions`, too".to_owned(),
            });
        };
        if commit == head {
            return Ok(());
        }
        let (own, last) = (short(commit), short(head));
        match (self.trees.of(commit), self.trees.of(head)) {
            (Some(one), Some(other)) if one == other => Ok(()),
            (Some(_), Some(_)) => Err(format!(
                "it is of the commit {own}, and {last}, the last one, has other files"
            )),
            _ => Err(format!(
                "it is of the commit {own}, and whether {last}, the last one, has the same files is not known: fetch both with `git fetch origin`"
            )),
        }
    }

    /// The commits since the previous release that a request brought. What a merge changed by itself is
    /// no part of it.
    fn covers(&self, request: &ReviewRequest, head: &str, tree: Option<&str>) -> Vec<String> {
        let own = request.commits.iter().map(String::as_str);
        let own: BTreeSet<&str> = own.chain([head]).collect();
        let brought = request.merged_as.iter().map(String::as_str).filter(|id| {
            let commit = self.range.get(*id);
            commit.is_some_and(|it| !it.is_merge() || Some(it.tree().as_str()) == tree)
        });
        let all: BTreeSet<&str> = own
            .into_iter()
            .filter(|id| self.range.contains_key(*id))
            .chain(brought)
            .collect();
        all.into_iter().map(str::to_owned).collect()
    }
}

/// What each account said last, of what is a yes or a no, by login in lower case.
fn latest(request: &ReviewRequest) -> BTreeMap<String, Result<&Review, String>> {
    let mut all: BTreeMap<String, Vec<&Review>> = BTreeMap::new();
    let decisive = |review: &&Review| review.state != ReviewState::Other;
    for review in request.reviews.iter().filter(decisive) {
        let login = review
            .by
            .as_ref()
            .map(|account| account.login.to_lowercase());
        all.entry(login.unwrap_or_default())
            .or_default()
            .push(review);
    }
    let told = all
        .into_iter()
        .map(|(login, reviews)| (shown(&login), last(&reviews)));
    told.collect()
}

fn last<'r>(reviews: &[&'r Review]) -> Result<&'r Review, String> {
    let [first, others @ ..] = reviews else {
        return Err("there is none".to_owned());
    };
    if !others.is_empty() && reviews.iter().any(|review| review.time.is_none()) {
        return Err("which of several is the last cannot be told: one has no time".to_owned());
    }
    let last = others
        .iter()
        .fold(*first, |last, review| match review.time >= last.time {
            true => *review,
            false => last,
        });
    let mut of_same_time = reviews.iter().filter(|review| review.time == last.time);
    match of_same_time.all(|review| review.state == last.state && review.commit == last.commit) {
        true => Ok(last),
        false => Err("two of the same time contradict each other".to_owned()),
    }
}

/// A login on one line, and not without end.
fn shown(login: &str) -> String {
    login.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::review::Account;

    fn review(state: ReviewState, time: Option<i64>) -> Review {
        Review {
            by: Some(Account::new("ada".to_owned(), false)),
            state,
            commit: None,
            time,
        }
    }

    fn state(reviews: &[Review]) -> Result<ReviewState, String> {
        let reviews: Vec<&Review> = reviews.iter().collect();
        last(&reviews).map(|review| review.state)
    }

    #[test]
    fn the_last_is_told_by_its_time_and_not_by_its_place() {
        let yes = review(ReviewState::Approved, Some(2));
        let no = review(ReviewState::ChangesRequested, Some(1));
        assert_eq!(state(&[yes.clone(), no.clone()]), Ok(ReviewState::Approved));
        assert_eq!(state(&[no, yes.clone()]), Ok(ReviewState::Approved));
        let later = review(ReviewState::Dismissed, Some(3));
        assert_eq!(state(&[later, yes]), Ok(ReviewState::Dismissed));
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let yes = review(ReviewState::Approved, Some(1));
        let no = review(ReviewState::Dismissed, Some(1));
        assert!(
            state(&[yes.clone(), no])
                .unwrap_err()
                .contains("contradict")
        );
        let undated = review(ReviewState::Approved, None);
        assert_eq!(
            state(std::slice::from_ref(&undated)),
            Ok(ReviewState::Approved)
        );
        assert!(state(&[yes, undated]).unwrap_err().contains("has no time"));
        assert!(state(&[]).is_err());
    }
}
