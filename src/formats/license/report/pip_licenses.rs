//! `pip-licenses --format=json` of the versions 2 to 5, with whatever columns, and
//! `--format=json-license-finder`.

use serde::Deserialize;

use super::{LicenseFormat, LicenseReport, Listing};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::license::reading::{Reading, read as read_license};
use crate::formats::report::{self, Flaw};
use crate::release::Ecosystem;

pub(super) fn is_pip_licenses(head: &str) -> bool {
    let outline = Outline::of(head);
    let is_own = outline.has_any(&[
        "[].License",
        "[].License-Metadata",
        "[].License-Classifier",
        "[].License-Expression",
    ]);
    (outline.has_all(&["[].Name", "[].Version"]) && is_own)
        || outline.has_all(&["[].licenses", "[].name", "[].version"])
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, alias = "Name")]
    name: Text<'a>,
    #[serde(borrow, alias = "Version")]
    version: Text<'a>,
    #[serde(default, borrow, rename = "License")]
    license: Option<Text<'a>>,
    #[serde(default, borrow, rename = "License-Metadata")]
    metadata: Option<Text<'a>>,
    #[serde(default, borrow, rename = "License-Classifier")]
    classifier: Option<Text<'a>>,
    #[serde(default, borrow, rename = "License-Expression")]
    expression: Option<Text<'a>>,
    #[serde(default, borrow)]
    licenses: Option<Vec<Text<'a>>>,
}

pub(super) fn read(bytes: &[u8]) -> Result<LicenseReport, Flaw> {
    let entries: Vec<Entry<'_>> = report::json(report::text(bytes)?)?;
    let mut listing = Listing::new(LicenseFormat::PipLicenses);
    for entry in &entries {
        let stated = stated(entry);
        if stated.is_empty() {
            return Err(Flaw::unreadable(format!(
                "its package `{}` has no field for a licence",
                entry.name
            )));
        }
        listing.add(Ecosystem::Pypi, (&entry.name, &entry.version), stated)?;
    }
    Ok(listing.0)
}

/// The expression alone where there is one (PEP 639), else all fields.
fn stated(entry: &Entry<'_>) -> Vec<(String, Reading)> {
    let expression = entry.expression.as_deref().filter(|it| *it != "UNKNOWN");
    if let Some(expression) = expression {
        return vec![(expression.to_owned(), read_license(expression))];
    }
    let joined = entry.licenses.as_ref().map(|licenses| {
        let names: Vec<&str> = licenses.iter().map(|it| &**it).collect();
        names.join("; ")
    });
    let fields = [&entry.license, &entry.metadata, &entry.classifier];
    let fields = fields.into_iter().flatten().map(|field| field.to_string());
    fields
        .chain(joined)
        .map(|text| {
            let reading = read_license(&text);
            (text, reading)
        })
        .collect()
}
