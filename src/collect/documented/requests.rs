//! Which commits may need documentation, and which others belong to each of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::release_notes::grouping;
use super::Range;

/// The key of a trailer by which a commit says what it documents: an object id, or `#12`.
const DOCUMENTS: &str = "documents";

/// The fewest digits of an abbreviated object id.
const MIN_ID: usize = 7;

/// Commits that came together, by their places in the range.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// The merge that brought them, if one did.
    pub head: Option<usize>,
    /// The number of the pull request.
    pub number: Option<u64>,
    /// All of them.
    pub commits: Vec<usize>,
    /// Those of them that may need documentation.
    pub notable: Vec<usize>,
    /// Commits from elsewhere that say that they document one of them.
    pub joined: Vec<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Found {
    /// Those with a notable commit, in the order of the range.
    pub requests: Vec<Request>,
    /// How many changes there are.
    pub changes: u64,
    /// How many of them name no type.
    pub untyped: u64,
}

pub(super) fn find(range: &Range<'_>) -> Found {
    let groups = grouping::groups(range.commits, range.messages, range.reverts);
    let is_untyped = |group: &&grouping::Group| {
        let mut messages = group
            .commits
            .iter()
            .filter_map(|at| range.messages.get(*at));
        messages.all(|message| message.changes.is_empty() && !message.breaking)
    };
    let untyped = groups.iter().filter(is_untyped).count() as u64;
    let changes = groups.len() as u64;
    let mut requests: Vec<Request> = Vec::new();
    let mut by_number: HashMap<u64, usize> = HashMap::new();
    for group in groups {
        let number = range.number(group.head).or(group.within);
        let own = range.number(group.head);
        let known = own.and_then(|number| by_number.get(&number).copied());
        let place = known.unwrap_or(requests.len());
        if known.is_none() {
            requests.push(Request::default());
            by_number.extend(own.map(|number| (number, place)));
        }
        if let Some(request) = requests.get_mut(place) {
            request.number = request.number.or(number);
            request.head = request
                .head
                .or(range.is_merge(group.head).then_some(group.head));
            request.commits.extend(group.commits);
        }
    }
    requests.extend(merges_of_their_own(range, &requests));
    for request in &mut requests {
        request.notable = notable(range, &request.commits);
    }
    requests.retain(|request| !request.notable.is_empty());
    join(range, &mut requests);
    Found {
        requests,
        changes,
        untyped,
    }
}

/// Merges that bring no pull request, and say themselves that they are a feature or break something.
fn merges_of_their_own(range: &Range<'_>, requests: &[Request]) -> Vec<Request> {
    let known: HashSet<usize> = requests
        .iter()
        .flat_map(|it| it.commits.iter().copied())
        .collect();
    let places = range.reverts.iter().enumerate().filter(|(at, resolved)| {
        range.is_merge(*at)
            && !known.contains(at)
            && range.is_notable(*at)
            && range.number(*at).is_none()
            && resolved.reverted_by.is_none()
            && resolved.reverts.is_empty()
    });
    places
        .map(|(at, _)| Request {
            commits: vec![at],
            ..Request::default()
        })
        .collect()
}

/// The notable ones; merges only where there is no other.
fn notable(range: &Range<'_>, commits: &[usize]) -> Vec<usize> {
    let all: Vec<usize> = commits
        .iter()
        .copied()
        .filter(|at| range.is_notable(*at))
        .collect();
    let own: Vec<usize> = all
        .iter()
        .copied()
        .filter(|at| !range.is_merge(*at))
        .collect();
    if own.is_empty() { all } else { own }
}

/// Adds the commits that name others as what they document.
fn join(range: &Range<'_>, requests: &mut [Request]) {
    let mut named: Vec<(usize, &str)> = Vec::new();
    for (at, message) in range.messages.iter().enumerate() {
        let trailers = message.trailers.iter();
        let documented = trailers.filter(|trailer| trailer.key.eq_ignore_ascii_case(DOCUMENTS));
        let names = documented.flat_map(|trailer| trailer.value.split([' ', ',']));
        named.extend(names.filter(|name| !name.is_empty()).map(|name| (at, name)));
    }
    if named.is_empty() {
        return;
    }
    let names = Names::of(range, requests);
    for (at, name) in named {
        if let Some(request) = names.find(name).and_then(|place| requests.get_mut(place))
            && !request.commits.contains(&at)
            && !request.joined.contains(&at)
        {
            request.joined.push(at);
        }
    }
}

/// The requests by what they can be named by.
struct Names {
    numbers: HashMap<u64, usize>,
    ids: BTreeMap<String, usize>,
}

impl Names {
    fn of(range: &Range<'_>, requests: &[Request]) -> Self {
        let mut names = Names {
            numbers: HashMap::new(),
            ids: BTreeMap::new(),
        };
        for (place, request) in requests.iter().enumerate() {
            names
                .numbers
                .extend(request.number.map(|number| (number, place)));
            let commits = request
                .commits
                .iter()
                .filter_map(|at| range.commits.get(*at));
            names.ids.extend(commits.map(|commit| (commit.id(), place)));
        }
        names
    }

    /// An abbreviated id that is that of several commits names none.
    fn find(&self, name: &str) -> Option<usize> {
        if let Some(number) = name.strip_prefix(['#', '!']) {
            return self.numbers.get(&number.parse().ok()?).copied();
        }
        let name = name.to_lowercase();
        let mut found = self.ids.range(name.clone()..);
        let mut next = || found.next().filter(|(id, _)| id.starts_with(&name));
        let (_, place) = next().filter(|_| name.len() >= MIN_ID)?;
        next().is_none().then_some(*place)
    }
}
