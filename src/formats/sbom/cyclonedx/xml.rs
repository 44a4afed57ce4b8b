//! The XML form, read into the same as the JSON form. Elements of other namespaces are passed over,
//! save what tells of vulnerabilities: without it the bill would tell of none.

use super::document::{Citation, Contact, Dependency, Document, Organisation, Property, Referable};
use super::version;
use super::xml_metadata::metadata;
use super::xml_parts::{component, service};
use super::xml_vulnerability::vulnerability;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::shown;
use crate::formats::sbom::{MAX_COMPONENTS, MAX_RELATIONS, MAX_TEXT};
use crate::formats::xml::{self, Element, Node};

/// A document that is being read.
pub(super) struct Walk<'a> {
    document: xml::Document<'a>,
    prefix: Vec<u8>,
    namespace: String,
}

/// Reads a whole document.
///
/// # Errors
/// It is not whole, or not XML of such a document.
pub(super) fn document(text: &str) -> Result<Document<'_>, Flaw> {
    let mut walk = Walk {
        document: xml::Document::new(text)?,
        prefix: Vec::new(),
        namespace: String::new(),
    };
    let Some(Node::Open(root)) = walk.document.read()? else {
        return Err(Flaw::unreadable("it holds no XML document"));
    };
    if root.name() != b"bom" {
        return Err(root.flaw("the document is no `bom`"));
    }
    walk.prefix = root.prefix().to_vec();
    let mut read = Document {
        bom_format: Some(owned("CycloneDX".to_owned())),
        ..Document::default()
    };
    root.attributes(|name, value| {
        match name {
            b"serialNumber" => read.serial_number = Some(owned(value.into_owned())),
            b"version" => read.version = Some(number(&value, &root)?),
            _ if value.starts_with(super::NAMESPACE) => walk.namespace = value.into_owned(),
            _ => {}
        }
        Ok(())
    })?;
    let Some(version) = version::of_namespace(&walk.namespace) else {
        return Err(root.flaw("its namespace is none of CycloneDX"));
    };
    read.spec_version = Some(owned(version.to_owned()));
    walk.children(|walk, element| top(walk, &element, &mut read))?;
    while walk.document.read()?.is_some() {}
    Ok(read)
}

fn top<'a>(
    walk: &mut Walk<'a>,
    element: &Element<'a>,
    read: &mut Document<'a>,
) -> Result<(), Flaw> {
    match element.name() {
        b"metadata" => {
            let found = metadata(walk)?;
            once(&mut read.metadata, found, element)
        }
        b"components" => {
            let found = walk.list(b"component", component)?;
            once(&mut read.components, found, element)
        }
        b"services" => {
            let found = walk.list(b"service", service)?;
            once(&mut read.services, found, element)
        }
        b"dependencies" => {
            let found = dependencies(walk)?;
            once(&mut read.dependencies, found, element)
        }
        b"vulnerabilities" => {
            let found = walk.list(b"vulnerability", vulnerability)?;
            once(&mut read.vulnerabilities, found, element)
        }
        b"citations" => {
            let found = walk.list(b"citation", citation)?;
            once(&mut read.citations, found, element)
        }
        b"properties" => {
            let found = properties(walk)?;
            once(&mut read.properties, found, element)
        }
        b"annotations" => {
            let found = walk.list(b"annotation", referable)?;
            once(&mut read.annotations, found, element)
        }
        b"formulation" => {
            let found = walk.list(b"formula", referable)?;
            once(&mut read.formulation, found, element)
        }
        b"declarations" => {
            walk.skip()?;
            once(&mut read.declarations, serde::de::IgnoredAny, element)
        }
        b"definitions" => {
            walk.skip()?;
            once(&mut read.definitions, serde::de::IgnoredAny, element)
        }
        _ => walk.skip(),
    }
}

impl<'a> Walk<'a> {
    /// Calls `each` with every element inside of the one that was opened last, up to its end. `each`
    /// reads to the end of that element.
    pub fn children(
        &mut self,
        mut each: impl FnMut(&mut Self, Element<'a>) -> Result<(), Flaw>,
    ) -> Result<(), Flaw> {
        loop {
            match self.document.read()? {
                Some(Node::Open(element)) if self.is_foreign(&element)? => {
                    if element.name() == b"vulnerabilities" {
                        return Err(element.flaw(
                            "its vulnerabilities are in an extension that is not read: have it written as CycloneDX 1.4 or later",
                        ));
                    }
                    self.skip()?;
                }
                Some(Node::Open(element)) => each(self, element)?,
                Some(Node::Text(_)) => {}
                Some(Node::Close) | None => return Ok(()),
            }
        }
    }

    fn is_foreign(&self, element: &Element<'_>) -> Result<bool, Flaw> {
        let mut is_foreign = element.prefix() != self.prefix;
        element.attributes(|name, value| {
            is_foreign |= name == b"xmlns" && *value != *self.namespace;
            Ok(())
        })?;
        Ok(is_foreign)
    }

    /// Passes over all that is inside of the element that was opened last.
    pub fn skip(&mut self) -> Result<(), Flaw> {
        let mut depth = 1;
        while depth > 0 {
            match self.document.read()? {
                Some(Node::Open(_)) => depth += 1,
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The text of the element that was opened last, without the blanks around it; a little more than
    /// [`MAX_TEXT`] of it, so that it shows where it is too long.
    pub fn text(&mut self) -> Result<Text<'static>, Flaw> {
        let mut text = String::new();
        loop {
            match self.document.read()? {
                Some(Node::Text(piece)) => piece.push_to(&mut text, MAX_TEXT + 8),
                Some(Node::Open(_)) => self.skip()?,
                Some(Node::Close) | None => break,
            }
        }
        Ok(owned(text.trim().to_owned()))
    }

    /// The elements of one name inside of the one that was opened last.
    pub fn list<T>(
        &mut self,
        name: &[u8],
        read: fn(&mut Self, &Element<'a>) -> Result<T, Flaw>,
    ) -> Result<Vec<T>, Flaw> {
        let mut list = Vec::new();
        self.children(|walk, element| {
            if element.name() != name {
                return walk.skip();
            }
            if list.len() >= MAX_COMPONENTS {
                let name = String::from_utf8_lossy(name);
                return Err(Flaw::unreadable(format!(
                    "it has more than {MAX_COMPONENTS} of `{name}`"
                )));
            }
            list.push(read(walk, &element)?);
            Ok(())
        })?;
        Ok(list)
    }
}

/// A text that is not borrowed.
pub(super) fn owned(text: String) -> Text<'static> {
    Text(std::borrow::Cow::Owned(text))
}

/// Keeps what may be there only once.
pub(super) fn once<T>(place: &mut Option<T>, found: T, element: &Element<'_>) -> Result<(), Flaw> {
    if place.replace(found).is_some() {
        let name = String::from_utf8_lossy(element.name()).into_owned();
        return Err(element.flaw(&format!("`{}` is there twice", shown(&name))));
    }
    Ok(())
}

/// One attribute; `None` where it is not there.
pub(super) fn attribute(
    element: &Element<'_>,
    wanted: &[u8],
) -> Result<Option<Text<'static>>, Flaw> {
    let mut found = None;
    element.attributes(|name, value| {
        if name == wanted {
            found = Some(owned(value.into_owned()));
        }
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn number(text: &str, element: &Element<'_>) -> Result<i64, Flaw> {
    let read = text.trim().parse();
    read.map_err(|_| element.flaw(&format!("`{}` is no number", shown(text))))
}

pub(super) fn contact<'a>(walk: &mut Walk<'a>, element: &Element<'a>) -> Result<Contact<'a>, Flaw> {
    let mut read = Contact {
        reference: attribute(element, b"bom-ref")?,
        ..Contact::default()
    };
    walk.children(|walk, element| {
        let place = match element.name() {
            b"name" => &mut read.name,
            b"email" => &mut read.email,
            _ => return walk.skip(),
        };
        let text = walk.text()?;
        once(place, text, &element)
    })?;
    Ok(read)
}

pub(super) fn organisation<'a>(
    walk: &mut Walk<'a>,
    element: &Element<'a>,
) -> Result<Organisation<'a>, Flaw> {
    let mut read = Organisation {
        reference: attribute(element, b"bom-ref")?,
        ..Organisation::default()
    };
    walk.children(|walk, element| match element.name() {
        b"name" => {
            let text = walk.text()?;
            once(&mut read.name, text, &element)
        }
        _ => walk.skip(),
    })?;
    Ok(read)
}

pub(super) fn properties<'a>(walk: &mut Walk<'a>) -> Result<Vec<Property<'a>>, Flaw> {
    walk.list(b"property", |walk, element| {
        let name = attribute(element, b"name")?;
        walk.skip()?;
        Ok(Property { name })
    })
}

pub(super) fn referable<'a>(
    walk: &mut Walk<'a>,
    element: &Element<'a>,
) -> Result<Referable<'a>, Flaw> {
    let reference = attribute(element, b"bom-ref")?;
    walk.skip()?;
    Ok(Referable { reference })
}

fn citation<'a>(walk: &mut Walk<'a>, element: &Element<'a>) -> Result<Citation<'a>, Flaw> {
    let mut read = Citation {
        reference: attribute(element, b"bom-ref")?,
        ..Citation::default()
    };
    walk.children(|walk, element| {
        let place = match element.name() {
            b"timestamp" => {
                let text = walk.text()?;
                return once(&mut read.timestamp, text, &element);
            }
            b"pointers" => &mut read.pointers,
            b"expressions" => &mut read.expressions,
            b"attributedTo" => &mut read.attributed_to,
            b"process" => &mut read.process,
            _ => return walk.skip(),
        };
        *place = Some(serde::de::IgnoredAny);
        walk.skip()
    })?;
    Ok(read)
}

fn dependencies<'a>(walk: &mut Walk<'a>) -> Result<Vec<Dependency<'a>>, Flaw> {
    walk.list(b"dependency", |walk, element| {
        let (mut on, mut provides) = (Vec::new(), Vec::new());
        walk.children(|walk, inner| {
            let list = match inner.name() {
                b"dependency" => &mut on,
                b"provides" => &mut provides,
                _ => return walk.skip(),
            };
            if list.len() >= MAX_RELATIONS {
                return Err(inner.flaw(&format!("there are more than {MAX_RELATIONS} relations")));
            }
            list.push(attribute(&inner, b"ref")?.unwrap_or_else(|| owned(String::new())));
            walk.skip()
        })?;
        Ok(Dependency {
            of: attribute(element, b"ref")?,
            depends_on: Some(on),
            provides: Some(provides),
        })
    })
}
