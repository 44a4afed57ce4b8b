//! relcheck answers one question so that nobody has to trust it: may this be released?
//!
//! Collectors turn evidence into typed facts, policies in Rego judge the facts, and a report says
//! GO or NO-GO for each release type. Nothing flows backwards.

pub mod api;
pub mod bump;
pub mod cli;
pub mod collect;
pub mod config;
pub mod evidence;
pub mod facts;
pub mod forge;
pub mod formats;
pub mod init;
pub mod judge;
mod nearest;
pub mod people;
pub mod policy;
pub mod release;
pub mod render;
pub mod repo;
pub mod report;
pub mod sbom;
pub mod signoff;
pub mod subject;
pub mod suggest;
pub mod trust;
pub mod verdict;
pub mod waivers;

/// This program by name and version, as reports and facts name it.
#[must_use]
pub fn tool() -> facts::Tool {
    facts::Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
