//! Who made a document in XML, when, with what, and what it is of.

use super::document::{Distribution, Metadata, Tool, ToolParts, Tools};
use super::xml::{Walk, contact, once, organisation, owned, properties};
use super::xml_parts::{component, licenses, service};
use crate::formats::report::Flaw;

pub(super) fn metadata<'a>(walk: &mut Walk<'a>) -> Result<Metadata<'a>, Flaw> {
    let mut read = Metadata::default();
    walk.children(|walk, element| match element.name() {
        b"timestamp" => {
            let text = walk.text()?;
            once(&mut read.timestamp, text, &element)
        }
        b"tools" => {
            let found = tools(walk)?;
            once(&mut read.tools, found, &element)
        }
        b"authors" => {
            let found = walk.list(b"author", contact)?;
            once(&mut read.authors, found, &element)
        }
        b"component" => {
            let found = component(walk, &element)?;
            once(&mut read.component, found, &element)
        }
        b"manufacture" => {
            let found = organisation(walk, &element)?;
            once(&mut read.manufacture, found, &element)
        }
        b"manufacturer" => {
            let found = organisation(walk, &element)?;
            once(&mut read.manufacturer, found, &element)
        }
        b"supplier" => {
            let found = organisation(walk, &element)?;
            once(&mut read.supplier, found, &element)
        }
        b"licenses" => {
            let found = licenses(walk)?;
            once(&mut read.licenses, found, &element)
        }
        b"properties" => {
            let found = properties(walk)?;
            once(&mut read.properties, found, &element)
        }
        b"distributionConstraints" => {
            let found = distribution(walk)?;
            once(&mut read.distribution_constraints, found, &element)
        }
        b"lifecycles" => walk.skip(),
        other => {
            // What the schema has no place for is no extension: those have namespaces of their own.
            let name = String::from_utf8_lossy(other).into_owned();
            read.others.0.push(owned(name));
            walk.skip()
        }
    })?;
    Ok(read)
}

fn distribution<'a>(walk: &mut Walk<'a>) -> Result<Distribution<'a>, Flaw> {
    let mut read = Distribution::default();
    walk.children(|walk, element| match element.name() {
        b"tlp" => {
            let text = walk.text()?;
            once(&mut read.tlp, text, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

/// `tool` elements stand in 1.4 and earlier, `components` and `services` in 1.5 and later.
fn tools<'a>(walk: &mut Walk<'a>) -> Result<Tools<'a>, Flaw> {
    let mut list = Vec::new();
    let mut parts = ToolParts::default();
    walk.children(|walk, element| match element.name() {
        b"tool" => {
            list.push(tool(walk)?);
            Ok(())
        }
        b"components" => {
            let found = walk.list(b"component", component)?;
            once(&mut parts.components, found, &element)
        }
        b"services" => {
            let found = walk.list(b"service", service)?;
            once(&mut parts.services, found, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(if list.is_empty() {
        Tools::Parts(parts)
    } else {
        Tools::List(list)
    })
}

fn tool<'a>(walk: &mut Walk<'a>) -> Result<Tool<'a>, Flaw> {
    let mut read = Tool::default();
    walk.children(|walk, element| {
        let place = match element.name() {
            b"vendor" => &mut read.vendor,
            b"name" => &mut read.name,
            b"version" => &mut read.version,
            _ => return walk.skip(),
        };
        let text = walk.text()?;
        once(place, text, &element)
    })?;
    Ok(read)
}
