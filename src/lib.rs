//! relcheck answers one question so that nobody has to trust it: may this be released?
//!
//! Collectors turn evidence into typed facts, policies in Rego judge the facts, and a report says
//! GO or NO-GO for each release type. Nothing flows backwards.

pub mod collect;
pub mod facts;
pub mod formats;
mod nearest;
pub mod policy;
pub mod release;
pub mod repo;
pub mod verdict;
