//! OSV records: what is wrong with which versions of a package
//! (<https://ossf.github.io/osv-schema/>, version 1.7).
//!
//! Databases publish them as JSON (osv.dev, GitHub) or as YAML (PyPA). What a record leaves out is
//! empty here; an ecosystem that is not known is kept by its name.

mod affects;
mod record;
#[cfg(test)]
mod tests;

pub use affects::{Effect, effect, sort_versions};
pub use record::{
    Affected, AffectedPackage, DatabaseSpecific, Event, MAX_VERSIONS, Named, Range, RangeKind,
    Rating, Record, Reference, names_of, read_if_record, read_json, read_yaml,
};
