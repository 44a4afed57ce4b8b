//! Puts together what several answers say of one pull or merge request.

use std::collections::{BTreeMap, HashSet};

use super::sources::Source;
use crate::facts::RefusedReview;
use crate::formats::review::{ForgeVersion, Place, ReviewForge, ReviewRequest, merge_request_of};

/// A request, as all answers together know it.
pub(super) struct Whole {
    pub request: ReviewRequest,
    /// The files that speak of it, sorted.
    pub sources: Vec<String>,
    /// What two of them say differently, as a clause.
    pub contradiction: Option<String>,
}

/// All requests, sorted by place and number, and the answers of which it cannot be told what they are of.
pub(super) fn whole(sources: &[Source]) -> (Vec<Whole>, Vec<RefusedReview>) {
    let mut all: BTreeMap<(Place, u64), Whole> = BTreeMap::new();
    let mut placeless = Vec::new();
    for source in sources {
        let requests = source.said().into_iter().flat_map(|it| &it.requests);
        for request in requests {
            match (&request.place, request.number) {
                (Some(place), Some(number)) => {
                    add(&mut all, (place.clone(), number), request, source);
                }
                _ => placeless.push((request, source)),
            }
        }
    }
    let mut by_number: BTreeMap<u64, Vec<Place>> = BTreeMap::new();
    for (place, number) in all.keys() {
        by_number.entry(*number).or_default().push(place.clone());
    }
    let mut lost = Vec::new();
    for (request, source) in placeless {
        match belongs(&all, &by_number, request, source) {
            Some(key) => add(&mut all, key, request, source),
            None => lost.push(unplaced(request, source)),
        }
    }
    let versions: Vec<&ForgeVersion> = sources
        .iter()
        .filter_map(Source::said)
        .flat_map(|export| &export.versions)
        .collect();
    for whole in all.values_mut() {
        if whole.request.forge == ReviewForge::Gitlab {
            bind(&mut whole.request, &versions);
        }
    }
    for whole in all.values_mut() {
        whole.sources.sort();
        whole.sources.dedup();
    }
    (all.into_values().collect(), lost)
}

fn add(
    all: &mut BTreeMap<(Place, u64), Whole>,
    key: (Place, u64),
    request: &ReviewRequest,
    source: &Source,
) {
    let path = source.evidence.path.clone();
    match all.get_mut(&key) {
        Some(whole) => {
            whole.sources.push(path);
            let differs = whole.request.take(request);
            whole.contradiction = whole.contradiction.take().or(differs);
        }
        None => {
            let whole = Whole {
                request: request.clone(),
                sources: vec![path],
                contradiction: None,
            };
            all.insert(key, whole);
        }
    }
}

/// The merge request that approvals are of: that of the same project and number, or, where they name
/// neither, the only one of the number that the command named.
fn belongs(
    all: &BTreeMap<(Place, u64), Whole>,
    by_number: &BTreeMap<u64, Vec<Place>>,
    request: &ReviewRequest,
    source: &Source,
) -> Option<(Place, u64)> {
    let asked = merge_request_of(&source.evidence.command);
    let number = request.number.or(asked)?;
    let is_it = |place: &&Place| {
        let whole = all.get(&((*place).clone(), number));
        whole.is_some_and(|whole| {
            let is_of = request.project.is_none() || request.project == whole.request.project;
            is_of && whole.request.forge == request.forge
        })
    };
    let mut those = by_number.get(&number)?.iter().filter(is_it);
    match (those.next(), those.next()) {
        (Some(place), None) => Some((place.clone(), number)),
        _ => None,
    }
}

fn unplaced(request: &ReviewRequest, source: &Source) -> RefusedReview {
    RefusedReview {
        place: source.evidence.path.clone(),
        request: request.number,
        who: None,
        reason: "of which merge request it speaks cannot be told: record `glab api projects/ID/merge_requests/IID`, too"
            .to_owned(),
    }
}

/// Finds the state of a merge request that each approval was given for. One that names no time can only
/// be told where there was one state ever.
fn bind(request: &mut ReviewRequest, versions: &[&ForgeVersion]) {
    let own: Vec<&&ForgeVersion> = versions
        .iter()
        .filter(|version| Some(version.request) == request.id)
        .collect();
    for review in &mut request.reviews {
        let until = own.iter().filter(|it| match review.time {
            Some(time) => it.since <= time,
            None => true,
        });
        review.commit = match (review.time, until.max_by_key(|it| it.since)) {
            (Some(_), Some(version)) => Some(version.head.clone()),
            (None, Some(version)) if is_only(&own) => Some(version.head.clone()),
            _ => None,
        };
    }
}

fn is_only(versions: &[&&ForgeVersion]) -> bool {
    let heads = versions.iter().map(|version| &version.head);
    let first = versions.first().map(|version| &version.head);
    heads.into_iter().all(|head| Some(head) == first)
}

impl ReviewRequest {
    /// Takes what another answer says; what both say and is not the same comes back.
    fn take(&mut self, other: &ReviewRequest) -> Option<String> {
        let differs = |what: &str| Some(format!("two answers say different things of {what}"));
        let mut found = None;
        let login = |request: &ReviewRequest| {
            let account = request.author.as_ref();
            account.map(|it| it.login.trim_start_matches("app/").to_lowercase())
        };
        if is_other(login(self).as_ref(), login(other).as_ref()) {
            found = differs("who opened it");
        }
        if is_other(self.state.as_ref(), other.state.as_ref()) {
            found = differs("what became of it");
        }
        if is_other(self.head.as_ref(), other.head.as_ref()) {
            found = differs("its last commit");
        }
        let has_merges = !self.merged_as.is_empty() && !other.merged_as.is_empty();
        if has_merges && self.merged_as != other.merged_as {
            found = differs("the commit that merged it");
        }
        if self.merged_as.is_empty() {
            self.merged_as.clone_from(&other.merged_as);
        }
        // That an account is a program's is said by some answers alone.
        match (&mut self.author, &other.author) {
            (Some(own), Some(other)) => own.is_bot |= other.is_bot,
            (own @ None, other) => own.clone_from(other),
            (Some(_), None) => {}
        }
        self.state = self.state.or(other.state);
        self.head = self.head.take().or_else(|| other.head.clone());
        self.id = self.id.or(other.id);
        self.project = self.project.or(other.project);
        self.lists_reviews |= other.lists_reviews;
        self.incomplete = self.incomplete.take().or_else(|| other.incomplete.clone());
        join(&mut self.commits, &other.commits);
        join(&mut self.reviews, &other.reviews);
        found
    }
}

fn is_other<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// Adds what is not there yet. A review that one answer says is a program's and the other does not stays
/// twice: then the two contradict each other.
fn join<T: Clone + Eq + std::hash::Hash>(all: &mut Vec<T>, others: &[T]) {
    let known: HashSet<T> = all.iter().cloned().collect();
    let new = others.iter().filter(|other| !known.contains(*other));
    all.extend(new.cloned());
}
