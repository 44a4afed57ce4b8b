//! Whether a file is a report of any kind at all.

use super::{
    advisory_draft, audit, benchmark, ci, coverage, issues, junit, license, outdated, review, sbom,
    scan,
};

/// How each kind of report is recognised.
const KINDS: [fn(&str) -> bool; 13] = [
    junit::is_junit,
    |head| coverage::recognise(head).is_some(),
    |head| scan::recognise(head).is_some(),
    |head| benchmark::recognise(head).is_some(),
    benchmark::criterion::is_part,
    |head| sbom::recognise(head).is_some(),
    |head| audit::recognise(head).is_some(),
    |head| license::recognise(head).is_some(),
    |head| ci::recognise(head).is_some(),
    |head| review::recognise(head).is_some(),
    |head| issues::recognise(head).is_some(),
    |head| outdated::recognise(head).is_some(),
    |head| advisory_draft::recognise(head).is_some(),
];

/// Whether a text that starts like this is a report of a kind that is read.
#[must_use]
pub fn is_known(head: &str) -> bool {
    KINDS.iter().any(|is_one| is_one(head))
}
