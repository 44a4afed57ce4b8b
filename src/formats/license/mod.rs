//! Under which licence something is: SPDX expressions, the names that people write instead, and where
//! tools and packages say it.
//!
//! What is no SPDX expression is mapped where a name means exactly one licence, and is a guess, with
//! everything that it may mean, where it does not. What says nothing is never a licence.

mod canonical;
mod expression;
mod listed;
mod manifest;
mod metadata;
mod names;
mod npm;
mod reading;
mod reconcile;
mod report;
mod terms;
mod texts;

#[cfg(test)]
mod tests;

pub use expression::{Expression, MAX_EXPRESSION, expression};
pub use listed::together;
pub use manifest::{OwnLicense, cargo_toml, pyproject, setup_cfg};
pub use metadata::{MAX_METADATA, PackageMetadata, classifier, metadata};
pub use npm::{LockedPackage, NpmPackage, is_package_lock, npm_package, package_lock};
pub use reading::{MAX_TEXT, Reading, read, shown};
pub use reconcile::{Reconciled, reconcile};
pub use report::{FORMATS, LicenseFormat, LicenseReport, MAX_PACKAGES, PackageLicense, recognise};
pub use terms::{Allowance, Lists, refused};
