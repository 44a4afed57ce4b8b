//! Builds git histories, and runs the program over them.

mod history;
mod people;
mod run;
mod server;

pub use history::{History, RELEASE_WORKFLOW, speaking_of};
pub use people::{ADA, EVE, GRACE, Signer};
pub use run::{Relcheck, Run};
pub use server::{Reply, Server, status};
