//! `license-checker --json`, and its successors of the same form.
//!
//! A licence that it took from a file's text ends in `*`: that is a guess of its own.

use serde::Deserialize;

use super::{LicenseFormat, LicenseReport, Listing};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::license::npm::listed;
use crate::formats::license::reading::{Reading, read as read_license};
use crate::formats::report::{self, Flaw, unique_keys};
use crate::release::Ecosystem;

pub(super) fn is_license_checker(head: &str) -> bool {
    let outline = Outline::of(head);
    let Some(first) = outline.first() else {
        return false;
    };
    first.len() > 1
        && first.get(1..).is_some_and(|rest| rest.contains('@'))
        && outline.has(&format!("{first}.licenses"))
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Report<'a> {
    #[serde(borrow, deserialize_with = "unique_keys")]
    packages: Vec<(String, Entry<'a>)>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    licenses: Licenses<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Licenses<'a> {
    #[serde(borrow)]
    One(Text<'a>),
    #[serde(borrow)]
    Several(Vec<Text<'a>>),
}

pub(super) fn read(bytes: &[u8]) -> Result<LicenseReport, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    let mut listing = Listing::new(LicenseFormat::LicenseChecker);
    for (package, entry) in &report.packages {
        let Some((name, version)) = package
            .rsplit_once('@')
            .filter(|(name, _)| !name.is_empty())
        else {
            return Err(Flaw::unreadable(format!(
                "`{package}` is no package with a version"
            )));
        };
        let stated = match &entry.licenses {
            Licenses::One(name) => told(name),
            Licenses::Several(names) => listed(names.iter().map(|it| Some(&**it))),
        };
        listing.add(Ecosystem::Npm, (name, version), vec![stated])?;
    }
    Ok(listing.0)
}

fn told(text: &str) -> (String, Reading) {
    let Some(name) = text.strip_suffix('*') else {
        return (text.to_owned(), read_license(text));
    };
    let reading = match read_license(name) {
        Reading::Exact { expression, .. } => Reading::Guess {
            groups: vec![vec![expression]],
            why: "license-checker tells it from a text".to_owned(),
        },
        other => other,
    };
    (text.to_owned(), reading)
}
