//! Builds git histories, and runs the program over them.

mod history;
mod run;

pub use history::{History, RELEASE_WORKFLOW, speaking_of};
pub use run::{Relcheck, Run};
