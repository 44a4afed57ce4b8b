//! The lines of a tag and a value (SPDX 2.3, annex on the tag-value form), read into the same as JSON.

use std::borrow::Cow;

use super::document::{
    Checksum, CreationInfo, Document, Element, ExternalReference, OwnLicense, Package, Relationship,
};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, shown};
use crate::formats::sbom::{MAX_COMPONENTS, MAX_RELATIONS};

/// What the lines that follow tell about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Document,
    Package,
    File,
    Snippet,
    /// A licence that the document defines itself.
    License,
    /// An annotation, a review.
    Other,
}

/// Reads the lines of a document.
///
/// # Errors
/// A line has no tag, a text does not end, a tag that may stand once is there twice, or there are more
/// packages or relationships than are read.
pub(super) fn document(text: &str) -> Result<Document<'_>, Flaw> {
    let mut reading = Reading {
        document: Document {
            creation_info: Some(CreationInfo::default()),
            ..Document::default()
        },
        part: Part::Document,
    };
    let mut rest = text;
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = number;
        let Some((tag, value)) = line.split_once(':') else {
            return Err(Flaw::unreadable(format!(
                "line {at} is no tag with a value: `{}`",
                shown(line)
            )));
        };
        let value = match value.trim().strip_prefix("<text>") {
            None => Text(Cow::Borrowed(value.trim())),
            Some(first) => text_value(first, &mut rest, &mut number).ok_or_else(|| {
                Flaw::unreadable(format!("the `<text>` of line {at} does not end"))
            })?,
        };
        reading.line(tag.trim(), value, at)?;
    }
    Ok(reading.document)
}

/// The text up to its end, which may stand lines further down.
fn text_value<'a>(first: &'a str, rest: &mut &'a str, number: &mut usize) -> Option<Text<'a>> {
    if let Some((value, _)) = first.split_once("</text>") {
        return Some(Text(Cow::Borrowed(value.trim())));
    }
    let (more, after) = rest.split_once("</text>")?;
    *number += memchr::memchr_iter(b'\n', more.as_bytes()).count() + 1;
    *rest = after.split_once('\n').map_or("", |it| it.1);
    Some(Text(Cow::Owned(
        format!("{first}\n{more}").trim().to_owned(),
    )))
}

struct Reading<'a> {
    document: Document<'a>,
    part: Part,
}

impl<'a> Reading<'a> {
    fn line(&mut self, tag: &str, value: Text<'a>, at: usize) -> Result<(), Flaw> {
        match tag {
            "PackageName" => {
                let packages = self.document.packages.get_or_insert_default();
                limit(packages.len(), MAX_COMPONENTS, "packages")?;
                packages.push(Package {
                    name: Some(value),
                    ..Package::default()
                });
                self.part = Part::Package;
            }
            "FileName" => self.element(Part::File)?,
            "SnippetSPDXID" => {
                self.element(Part::Snippet)?;
                return self.id(value, at);
            }
            "LicenseID" => {
                let licenses = self.document.own_licenses.get_or_insert_default();
                limit(licenses.len(), MAX_COMPONENTS, "licences")?;
                licenses.push(OwnLicense {
                    license_id: Some(value),
                    ..OwnLicense::default()
                });
                self.part = Part::License;
            }
            "Reviewer" | "Annotator" => self.part = Part::Other,
            "Relationship" => return self.relationship(&value, at),
            "SPDXID" => return self.id(value, at),
            _ => return self.field(tag, value, at),
        }
        Ok(())
    }

    fn element(&mut self, part: Part) -> Result<(), Flaw> {
        let list = match part {
            Part::Snippet => &mut self.document.snippets,
            _ => &mut self.document.files,
        };
        let list = list.get_or_insert_default();
        limit(list.len(), MAX_RELATIONS, "files")?;
        list.push(Element::default());
        self.part = part;
        Ok(())
    }

    fn id(&mut self, value: Text<'a>, at: usize) -> Result<(), Flaw> {
        let document = &mut self.document;
        let place = match self.part {
            Part::Document => Some(&mut document.id),
            Part::Package => package(document).map(|it| &mut it.id),
            Part::File => element(&mut document.files).map(|it| &mut it.id),
            Part::Snippet => element(&mut document.snippets).map(|it| &mut it.id),
            Part::License | Part::Other => None,
        };
        place.map_or(Ok(()), |place| once(place, value, "SPDXID", at))
    }

    /// `SPDXRef-A DEPENDS_ON SPDXRef-B`
    fn relationship(&mut self, value: &Text<'a>, at: usize) -> Result<(), Flaw> {
        let parts: Vec<&str> = value.split_whitespace().collect();
        let [from, kind, to] = parts.as_slice() else {
            return Err(Flaw::unreadable(format!(
                "the relationship of line {at} is not of three words: `{}`",
                shown(value)
            )));
        };
        let list = self.document.relationships.get_or_insert_default();
        limit(list.len(), MAX_RELATIONS, "relationships")?;
        let owned = |text: &str| Some(Text(Cow::Owned(text.to_owned())));
        list.push(Relationship {
            spdx_element_id: owned(from),
            related_spdx_element: owned(to),
            relationship_type: owned(kind),
        });
        Ok(())
    }

    fn field(&mut self, tag: &str, value: Text<'a>, at: usize) -> Result<(), Flaw> {
        let document = &mut self.document;
        let place = match tag {
            "SPDXVersion" => &mut document.spdx_version,
            "DataLicense" => &mut document.data_license,
            "DocumentName" => &mut document.name,
            "DocumentNamespace" => &mut document.document_namespace,
            "Created" => &mut document.creation_info.get_or_insert_default().created,
            "Creator" => {
                let info = document.creation_info.get_or_insert_default();
                info.creators.get_or_insert_default().push(value);
                return Ok(());
            }
            "LicenseName" | "ExtractedText" if self.part == Part::License => {
                let licenses = document.own_licenses.as_mut();
                let Some(license) = licenses.and_then(|it| it.last_mut()) else {
                    return Ok(());
                };
                match tag {
                    "LicenseName" => &mut license.name,
                    _ => &mut license.extracted_text,
                }
            }
            _ if self.part == Part::Package => match package(document) {
                Some(package) => return of_package(package, tag, value, at),
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        once(place, value, tag, at)
    }
}

fn of_package<'a>(
    package: &mut Package<'a>,
    tag: &str,
    value: Text<'a>,
    at: usize,
) -> Result<(), Flaw> {
    let place = match tag {
        "PackageVersion" => &mut package.version_info,
        "PackageSupplier" => &mut package.supplier,
        "PackageOriginator" => &mut package.originator,
        "PackageDownloadLocation" => &mut package.download_location,
        "PrimaryPackagePurpose" => &mut package.primary_package_purpose,
        "PackageLicenseDeclared" => &mut package.license_declared,
        "PackageLicenseConcluded" => &mut package.license_concluded,
        "PackageChecksum" => {
            let (algorithm, content) = value.split_once(':').unwrap_or((&value, ""));
            let owned = |text: &str| Some(Text(Cow::Owned(text.trim().to_owned())));
            package.checksums.get_or_insert_default().push(Checksum {
                algorithm: owned(algorithm),
                checksum_value: owned(content),
            });
            return Ok(());
        }
        "ExternalRef" => {
            let mut parts = value.split_whitespace().map(str::to_owned);
            let mut next = || parts.next().map(|it| Text(Cow::Owned(it)));
            package
                .external_refs
                .get_or_insert_default()
                .push(ExternalReference {
                    reference_category: next(),
                    reference_type: next(),
                    reference_locator: next(),
                });
            return Ok(());
        }
        _ => return Ok(()),
    };
    once(place, value, tag, at)
}

fn package<'r, 'a>(document: &'r mut Document<'a>) -> Option<&'r mut Package<'a>> {
    document.packages.as_mut().and_then(|it| it.last_mut())
}

fn element<'r, 'a>(list: &'r mut Option<Vec<Element<'a>>>) -> Option<&'r mut Element<'a>> {
    list.as_mut().and_then(|it| it.last_mut())
}

fn once<'a>(
    place: &mut Option<Text<'a>>,
    value: Text<'a>,
    tag: &str,
    at: usize,
) -> Result<(), Flaw> {
    if place.replace(value).is_some() {
        return Err(Flaw::unreadable(format!(
            "`{}` is there twice, the second time in line {at}",
            shown(tag)
        )));
    }
    Ok(())
}
