//! The larger elements of the XML form: components, licences, services.

use super::document::{
    Attachment, Component, Hash, Issue, License, LicenseChoice, Patch, Pedigree, Service,
    ServiceData, Swid,
};
use super::xml::{Walk, attribute, contact, once, organisation, owned, properties};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::xml::Element;

pub(super) fn component<'a>(
    walk: &mut Walk<'a>,
    element: &Element<'a>,
) -> Result<Component<'a>, Flaw> {
    let mut read = Component::default();
    element.attributes(|name, value| {
        let value = || owned(value.clone().into_owned());
        match name {
            b"type" => read.kind = Some(value()),
            b"bom-ref" => read.reference = Some(value()),
            b"isExternal" => read.is_external = Some(matches!(&*value(), "true" | "1")),
            _ => {}
        }
        Ok(())
    })?;
    walk.children(|walk, element| inside(walk, &element, &mut read))?;
    Ok(read)
}

fn inside<'a>(
    walk: &mut Walk<'a>,
    element: &Element<'a>,
    read: &mut Component<'a>,
) -> Result<(), Flaw> {
    if let Some(place) = text_of(element.name(), read) {
        let text = walk.text()?;
        return once(place, text, element);
    }
    match element.name() {
        b"supplier" => {
            let found = organisation(walk, element)?;
            once(&mut read.supplier, found, element)
        }
        b"manufacturer" => {
            let found = organisation(walk, element)?;
            once(&mut read.manufacturer, found, element)
        }
        b"authors" => {
            let found = walk.list(b"author", contact)?;
            once(&mut read.authors, found, element)
        }
        b"hashes" => {
            let found = walk.list(b"hash", |walk, element| {
                Ok(Hash {
                    alg: attribute(element, b"alg")?,
                    content: Some(walk.text()?),
                })
            })?;
            once(&mut read.hashes, found, element)
        }
        b"licenses" => {
            let found = licenses(walk)?;
            once(&mut read.licenses, found, element)
        }
        b"evidence" => walk.children(|walk, element| match element.name() {
            b"licenses" => {
                let found = licenses(walk)?;
                let evidence = read.evidence.get_or_insert_default();
                once(&mut evidence.licenses, found, &element)
            }
            _ => walk.skip(),
        }),
        b"omniborId" => {
            let text = walk.text()?;
            read.omnibor_id.get_or_insert_default().push(text);
            Ok(())
        }
        b"swhid" => {
            let text = walk.text()?;
            read.swhid.get_or_insert_default().push(text);
            Ok(())
        }
        b"swid" => {
            let found = Swid {
                tag_id: attribute(element, b"tagId")?,
                name: attribute(element, b"name")?,
            };
            walk.skip()?;
            once(&mut read.swid, found, element)
        }
        b"pedigree" => {
            let found = pedigree(walk)?;
            once(&mut read.pedigree, found, element)
        }
        b"properties" => {
            let found = properties(walk)?;
            once(&mut read.properties, found, element)
        }
        b"components" => {
            let found = walk.list(b"component", component)?;
            once(&mut read.components, found, element)
        }
        _ => walk.skip(),
    }
}

/// Where the text of an element belongs; `None` for one that is no text.
fn text_of<'r, 'a>(name: &[u8], read: &'r mut Component<'a>) -> Option<&'r mut Option<Text<'a>>> {
    Some(match name {
        b"author" => &mut read.author,
        b"publisher" => &mut read.publisher,
        b"group" => &mut read.group,
        b"name" => &mut read.name,
        b"version" => &mut read.version,
        b"versionRange" => &mut read.version_range,
        b"scope" => &mut read.scope,
        b"cpe" => &mut read.cpe,
        b"purl" => &mut read.purl,
        _ => return None,
    })
}

pub(super) fn licenses<'a>(walk: &mut Walk<'a>) -> Result<Vec<LicenseChoice<'a>>, Flaw> {
    let mut list = Vec::new();
    walk.children(|walk, element| {
        match element.name() {
            b"license" => list.push(LicenseChoice {
                license: Some(license(walk, &element)?),
                ..LicenseChoice::default()
            }),
            b"expression" => list.push(LicenseChoice {
                acknowledgement: attribute(&element, b"acknowledgement")?,
                reference: attribute(&element, b"bom-ref")?,
                expression: Some(walk.text()?),
                license: None,
            }),
            b"expression-detailed" | b"expressionDetailed" => {
                list.push(LicenseChoice {
                    acknowledgement: attribute(&element, b"acknowledgement")?,
                    reference: attribute(&element, b"bom-ref")?,
                    expression: attribute(&element, b"expression")?,
                    license: None,
                });
                walk.skip()?;
            }
            _ => walk.skip()?,
        }
        Ok(())
    })?;
    Ok(list)
}

fn license<'a>(walk: &mut Walk<'a>, element: &Element<'a>) -> Result<License<'a>, Flaw> {
    let mut read = License {
        acknowledgement: attribute(element, b"acknowledgement")?,
        reference: attribute(element, b"bom-ref")?,
        ..License::default()
    };
    walk.children(|walk, element| match element.name() {
        b"id" => {
            let text = walk.text()?;
            once(&mut read.id, text, &element)
        }
        b"name" => {
            let text = walk.text()?;
            once(&mut read.name, text, &element)
        }
        b"text" => {
            let encoding = attribute(&element, b"encoding")?;
            walk.skip()?;
            once(&mut read.text, Attachment { encoding }, &element)
        }
        b"properties" => {
            let found = properties(walk)?;
            once(&mut read.properties, found, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

fn pedigree<'a>(walk: &mut Walk<'a>) -> Result<Pedigree<'a>, Flaw> {
    let mut read = Pedigree::default();
    walk.children(|walk, element| match element.name() {
        b"patches" => {
            let found = walk.list(b"patch", patch)?;
            once(&mut read.patches, found, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

fn patch<'a>(walk: &mut Walk<'a>, element: &Element<'a>) -> Result<Patch<'a>, Flaw> {
    let mut read = Patch {
        kind: attribute(element, b"type")?,
        resolves: None,
    };
    walk.children(|walk, element| match element.name() {
        b"resolves" => {
            let found = walk.list(b"issue", |walk, element| {
                let kind = attribute(element, b"type")?;
                walk.skip()?;
                Ok(Issue { kind })
            })?;
            once(&mut read.resolves, found, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

pub(super) fn service<'a>(walk: &mut Walk<'a>, element: &Element<'a>) -> Result<Service<'a>, Flaw> {
    let mut read = Service {
        reference: attribute(element, b"bom-ref")?,
        ..Service::default()
    };
    walk.children(|walk, element| match element.name() {
        b"name" => {
            let text = walk.text()?;
            once(&mut read.name, text, &element)
        }
        b"data" => {
            let found = service_data(walk)?;
            once(&mut read.data, found, &element)
        }
        b"properties" => {
            let found = properties(walk)?;
            once(&mut read.properties, found, &element)
        }
        b"services" => {
            let found = walk.list(b"service", service)?;
            once(&mut read.services, found, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

/// Up to 1.4 the classifications stand alone, later in a `dataflow`.
fn service_data<'a>(walk: &mut Walk<'a>) -> Result<Vec<ServiceData<'a>>, Flaw> {
    let mut list = Vec::new();
    walk.children(|walk, element| {
        match element.name() {
            b"classification" => list.push(ServiceData {
                flow: attribute(&element, b"flow")?,
                classification: Some(walk.text()?),
            }),
            b"dataflow" => walk.children(|walk, inner| {
                match inner.name() {
                    b"classification" => list.push(ServiceData {
                        flow: attribute(&inner, b"flow")?,
                        classification: Some(walk.text()?),
                    }),
                    _ => walk.skip()?,
                }
                Ok(())
            })?,
            _ => walk.skip()?,
        }
        Ok(())
    })?;
    Ok(list)
}
