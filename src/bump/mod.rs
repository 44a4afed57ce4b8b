//! Writing a new version to every place that declares or names it, as one reviewable change.
//!
//! [`plan()`] is pure: from facts and the texts of files to edits, which [`unified`] shows as a diff
//! and [`write()`] puts into effect, all of them or none.

mod cargo;
mod changelog;
mod citation;
mod declared;
mod diff;
mod edit;
mod files;
mod npm;
mod plan;
mod planned;
mod python;
mod python_tools;
mod references;
mod requirement;
mod spelling;
mod write;

pub use changelog::Draft;
pub use diff::unified;
pub use edit::{Conflict, Edit, Purpose, apply};
pub use files::Files;
pub use plan::{Change, FileChange, Left, Plan, Refusal, Request, current, plan};
pub use references::{Judged, Ruling};
pub use write::{WriteError, write};
