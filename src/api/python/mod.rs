//! The public interface of Python packages, as the text of their modules tells it; nothing is run.
//!
//! [`layout`] says which files are modules, [`Project`] holds the modules of one revision,
//! [`compare`] tells what changed for users.
//!
//! What is public: modules without an underscore in their names (`__main__` is none: it is run, not
//! imported); what a module's `__all__` lists, or, without one, the names that it defines and that
//! have no leading underscore; imported names where they are imported `as` themselves (PEP 484), by
//! `*`, or into a package's `__init__.py` from the project itself; members of classes that have no
//! leading underscore, special methods included, with those of base classes in the project. What a
//! name leads to is followed through any module, private ones too; it is reported under its shortest
//! public name.

mod additions;
mod ancestors;
mod changes;
mod classes;
mod comparison;
mod functions;
mod initialiser;
mod kinds;
pub mod layout;
mod lookup;
mod parameters;
mod project;
mod removals;
mod stubs;
mod surface;
#[cfg(test)]
mod tests;

pub use comparison::{Comparison, compare};
pub use kinds::KINDS;
pub use project::{Content, Project};
