//! The domain: versions, release types, stages, and the steps between releases. No I/O.

mod calendar;
mod kind;
mod package;
mod package_url;
mod package_version;
mod scheme;
pub mod speed;
mod stage;
mod step;
mod version;

pub use calendar::{Calendar, CalendarFormat, CalendarFormatError, Term, has_full_year, written};
pub use kind::ReleaseType;
pub use package::{Ecosystem, Package};
pub use package_version::PackageVersion;
pub use scheme::Scheme;
pub use stage::Stage;
pub use step::{Steps, first_release_type, next, type_of_step};
pub use version::{ParseVersionError, Version};
