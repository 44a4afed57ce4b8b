//! Builds git histories, and runs the program over them.

mod history;
mod run;

pub use history::History;
pub use run::{Relcheck, Run};
