//! The public interface of TypeScript packages, as two reports of API Extractor tell it.
//!
//! [`compare`] tells what changed for users from one report of an entry point to another. What is
//! public is what the report exports, by name: declarations with `export`, what `export { … }` and
//! `export default` bind, and the names in exported namespaces. What a report declares and does not
//! export ("forgotten exports") is compared as well, with a doubt: users meet it in signatures only.
//!
//! TypeScript compares types by structure, and most interfaces are both made by the library and
//! made by its users. Where a change breaks only one of the two, it is told with a doubt that says
//! which. Types are compared as they are written, and not worked out.

mod bases;
mod comparison;
mod found;
mod kinds;
mod members;
mod names;
mod overloads;
mod parameters;
mod renames;
mod surface;
#[cfg(test)]
mod tests;
mod types;

pub use comparison::{Tagged, compare};
pub use kinds::ChangeKind;
