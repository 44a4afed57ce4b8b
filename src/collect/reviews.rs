//! Who has approved what on a forge, and in signed commits.

mod judge;
mod requests;
mod sources;
mod trailers;
mod trees;

use super::{Collector, Context};
use crate::facts::{CiAccess, Evidence, Missing, RefusedReview, ReviewSource, Reviews};
use crate::forge::{Forge, Topic, host_and_path};
use judge::Judge;
use sources::Source;

/// The most refusals, and the most claims, that are listed.
const MAX_LISTED: usize = 1_000;

/// How many digits of a commit's id are shown.
const SHOWN_ID: usize = 10;

/// Who has approved what on a forge, and in signed commits.
pub(super) struct ReviewsCollector;

impl Collector for ReviewsCollector {
    type Facts = Reviews;

    const NAME: &'static str = "reviews";
    const PURPOSE: &'static str =
        "Who has approved what on a forge, and in commits that they signed.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let sources = facts.sources.iter();
        sources.map(|source| source.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let (sources, access) = sources::all(context)?;
        let mut facts = Reviews {
            known: access.answered || sources.iter().any(Source::counts),
            fix: fix(context, &access),
            given: Vec::new(),
            refused: sources.iter().filter_map(unusable).collect(),
            claims: Vec::new(),
            sources: sources.iter().map(source).collect(),
            access,
        };
        let mut judge = Judge::new(context, &sources, &mut facts)?;
        let (requests, lost) = requests::whole(&sources);
        judge.facts.refused.extend(lost);
        for request in &requests {
            judge.request(request);
        }
        trailers::read(&mut judge)?;
        facts.given.sort();
        facts.given.dedup();
        facts.refused.sort();
        facts.refused.dedup();
        facts.refused.truncate(MAX_LISTED);
        facts.claims.truncate(MAX_LISTED);
        Ok(facts)
    }
}

/// What to do where something is missing, for the forge that the project is on.
fn fix(context: &Context, access: &CiAccess) -> String {
    if let (Some(fix), Some(_)) = (&access.fix, &access.system) {
        return fix.clone();
    }
    let remote = context.repo().remote_address("origin");
    let place = remote.as_deref().and_then(host_and_path);
    let gitlab = place.filter(|(host, _)| host.contains("gitlab"));
    Topic::Reviews.export(gitlab.map(|_| Forge::Gitlab))
}

/// An answer that proves nothing, with the reason.
fn unusable(source: &Source) -> Option<RefusedReview> {
    let reason = match (&source.reason, &source.evidence.binding_reason) {
        _ if source.counts() => return None,
        (Some(reason), _) => reason.clone(),
        (None, Some(reason)) => reason.clone(),
        (None, None) => "it was not recorded for HEAD".to_owned(),
    };
    Some(RefusedReview {
        place: source.evidence.path.clone(),
        request: None,
        who: None,
        reason,
    })
}

fn source(source: &Source) -> ReviewSource {
    let export = source.export.as_ref();
    let requests = export.iter().flat_map(|export| &export.requests);
    let mut numbers: Vec<u64> = requests.filter_map(|request| request.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    ReviewSource {
        evidence: source.evidence.clone(),
        status: source.status,
        reason: source.reason.clone(),
        format: export.map(|export| export.format.name().to_owned()),
        requests: numbers,
    }
}

fn short(id: &str) -> &str {
    id.get(..SHOWN_ID).unwrap_or(id)
}
