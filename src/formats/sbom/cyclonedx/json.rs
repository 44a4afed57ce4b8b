//! A CycloneDX document in JSON, of which components and relations are taken while it is read.
//!
//! What is asked of a component depends on the version of the specification, which many tools write
//! last: it is looked up first. Should that have found something else than the version of the document,
//! the document is read once more.

use std::fmt;
use std::marker::PhantomData;

use memchr::memmem;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::document::{Component, Dependency, Document};
use super::take::Taking;
use super::version;
use super::{Sbom, SbomFormat, VERSIONS};
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Reads a whole document.
///
/// # Errors
/// It is not whole, not JSON of such a document, of a version that is not read, or over a limit.
pub(super) fn read(text: &str) -> Result<Sbom, Flaw> {
    let presumed = presumed_version(text);
    let (taking, document) = read_as(text, presumed)?;
    let version = version::of(&document)?;
    let (taking, document) = if version == presumed {
        (taking, document)
    } else {
        read_as(text, version)?
    };
    taking?.finish(&document)
}

/// The version that the text seems to be of.
fn presumed_version(text: &str) -> &'static str {
    const KEY: &str = "\"specVersion\"";
    let [.., newest] = VERSIONS;
    let after = memmem::find(text.as_bytes(), KEY.as_bytes());
    let after = after.and_then(|at| text.get(at + KEY.len()..));
    let value = after.and_then(|it| it.trim_start().strip_prefix(':'));
    let value = value.and_then(|it| it.trim_start().strip_prefix('"'));
    let value = value.and_then(|it| it.split('"').next());
    let known = value.and_then(|it| VERSIONS.into_iter().find(|known| *known == it));
    known.unwrap_or(newest)
}

type Read<'t> = (Result<Taking<'t>, Flaw>, Document<'t>);

fn read_as<'t>(text: &'t str, version: &'static str) -> Result<Read<'t>, Flaw> {
    let mut sink = Sink {
        taking: Taking::new(version, SbomFormat::CycloneDxJson),
        flaw: None,
    };
    let document = report::json_into(text, Whole(&mut sink))?;
    let taking = match sink.flaw {
        Some(flaw) => Err(flaw),
        None => Ok(sink.taking),
    };
    Ok((taking, document))
}

/// Where components and relations go, and what is wrong with the first that cannot be taken.
struct Sink<'t> {
    taking: Taking<'t>,
    flaw: Option<Flaw>,
}

/// What comes one after the other.
trait Taken<'t>: Deserialize<'t> {
    fn take(&self, taking: &mut Taking<'t>) -> Result<(), Flaw>;
}

impl<'t> Taken<'t> for Component<'t> {
    fn take(&self, taking: &mut Taking<'t>) -> Result<(), Flaw> {
        taking.component(self)
    }
}

impl<'t> Taken<'t> for Dependency<'t> {
    fn take(&self, taking: &mut Taking<'t>) -> Result<(), Flaw> {
        taking.relation(self)
    }
}

/// The document but for its components and relations.
struct Whole<'s, 't>(&'s mut Sink<'t>);

impl<'de> DeserializeSeed<'de> for Whole<'_, 'de> {
    type Value = Document<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, 'de> {
    type Value = Document<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a CycloneDX document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut document = Document::default();
        let it = &mut document;
        let mut unread: [Option<IgnoredAny>; 4] = [None; 4];
        let (mut has_components, mut has_dependencies) = (false, false);
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let map = &mut map;
            match &*key {
                "components" => {
                    first(&mut has_components, "components")?;
                    map.next_value_seed(Each::<Component<'de>>(&mut *self.0, PhantomData))?;
                }
                "dependencies" => {
                    first(&mut has_dependencies, "dependencies")?;
                    map.next_value_seed(Each::<Dependency<'de>>(&mut *self.0, PhantomData))?;
                }
                "bomFormat" => once(&mut it.bom_format, "bomFormat", map)?,
                "specVersion" => once(&mut it.spec_version, "specVersion", map)?,
                "serialNumber" => once(&mut it.serial_number, "serialNumber", map)?,
                "version" => once(&mut it.version, "version", map)?,
                "metadata" => once(&mut it.metadata, "metadata", map)?,
                "services" => once(&mut it.services, "services", map)?,
                "vulnerabilities" => once(&mut it.vulnerabilities, "vulnerabilities", map)?,
                "citations" => once(&mut it.citations, "citations", map)?,
                "properties" => once(&mut it.properties, "properties", map)?,
                "annotations" => once(&mut it.annotations, "annotations", map)?,
                "formulation" => once(&mut it.formulation, "formulation", map)?,
                "declarations" => once(&mut it.declarations, "declarations", map)?,
                "definitions" => once(&mut it.definitions, "definitions", map)?,
                "$schema" => once(&mut unread[0], "$schema", map)?,
                "externalReferences" => once(&mut unread[1], "externalReferences", map)?,
                "compositions" => once(&mut unread[2], "compositions", map)?,
                "signature" => once(&mut unread[3], "signature", map)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    it.others.0.push(key);
                }
            }
        }
        Ok(document)
    }
}

/// The value of a key, which no object may have twice.
fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *place = map.next_value()?;
    Ok(())
}

/// Refuses a list that is there twice.
fn first<E: Error>(is_there: &mut bool, name: &'static str) -> Result<(), E> {
    match std::mem::replace(is_there, true) {
        true => Err(E::duplicate_field(name)),
        false => Ok(()),
    }
}

/// A list of which each is taken, or `null`.
struct Each<'s, 't, T>(&'s mut Sink<'t>, PhantomData<T>);

impl<'de, T: Taken<'de>> DeserializeSeed<'de> for Each<'_, 'de, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Taken<'de>> Visitor<'de> for Each<'_, 'de, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(one) = sequence.next_element::<T>()? {
            if self.0.flaw.is_none() {
                self.0.flaw = one.take(&mut self.0.taking).err();
            }
        }
        Ok(())
    }
}
