//! The domain: versions, release types, stages, and the steps between releases. No I/O.

mod kind;
mod stage;
mod step;
mod version;

pub use kind::ReleaseType;
pub use stage::Stage;
pub use step::{first_release_type, next, type_of_step};
pub use version::{ParseVersionError, Version};
