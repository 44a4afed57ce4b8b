//! `cargo metadata --format-version 1`.

use serde::Deserialize;

use super::{LicenseFormat, LicenseReport, Listing};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::license::reading::{Reading, read as read_license};
use crate::formats::report::{self, Flaw};
use crate::release::Ecosystem;

pub(super) fn is_cargo_metadata(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&[
        "packages[].id",
        "packages[].license",
        "packages[].license_file",
    ])
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    packages: Vec<Package<'a>>,
    /// Written last: a text that is cut off before it is not whole.
    version: u64,
}

#[derive(Deserialize)]
struct Package<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    version: Text<'a>,
    #[serde(borrow)]
    license: Option<Text<'a>>,
    #[serde(default, borrow)]
    license_file: Option<Text<'a>>,
}

pub(super) fn read(bytes: &[u8]) -> Result<LicenseReport, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    if report.version != 1 {
        return Err(Flaw::unreadable(format!(
            "its version is {}, and relcheck reads version 1: run `cargo metadata --format-version 1`",
            report.version
        )));
    }
    let mut listing = Listing::new(LicenseFormat::CargoMetadata);
    for package in &report.packages {
        let stated = stated(package.license.as_deref(), package.license_file.as_deref());
        listing.add(
            Ecosystem::Cargo,
            (&package.name, &package.version),
            vec![stated],
        )?;
    }
    Ok(listing.0)
}

/// What Cargo's packages say: an expression, or the name of a file.
fn stated(license: Option<&str>, file: Option<&str>) -> (String, Reading) {
    match (license, file) {
        (Some(license), _) => (license.to_owned(), read_license(license)),
        (None, Some(file)) => {
            let text = format!("file: {file}");
            let reading = read_license(&text);
            (text, reading)
        }
        (None, None) => (String::new(), read_license("")),
    }
}
