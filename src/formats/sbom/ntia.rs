//! The minimum elements of a bill of materials (NTIA, "The Minimum Elements For a Software Bill of
//! Materials", July 2021, §III), one by one.

use super::{Sbom, SbomComponent};

/// How many components that lack an element are named.
const NAMED: usize = 5;

/// A minimum element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NtiaElement {
    /// Who made the document: a person, an organisation or a tool.
    Author,
    /// When it was made.
    Timestamp,
    /// Who supplies each component.
    Supplier,
    /// What each component is called.
    ComponentName,
    /// Which version of it this is.
    ComponentVersion,
    /// What it can be looked up by: a package URL, a CPE, a SWID tag.
    UniqueIdentifier,
    /// How it is related to others.
    Relationship,
}

impl NtiaElement {
    /// All of them.
    pub const ALL: [NtiaElement; 7] = [
        NtiaElement::Author,
        NtiaElement::Timestamp,
        NtiaElement::Supplier,
        NtiaElement::ComponentName,
        NtiaElement::ComponentVersion,
        NtiaElement::UniqueIdentifier,
        NtiaElement::Relationship,
    ];

    /// Its name: `unique-identifier`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NtiaElement::Author => "author",
            NtiaElement::Timestamp => "timestamp",
            NtiaElement::Supplier => "supplier",
            NtiaElement::ComponentName => "component-name",
            NtiaElement::ComponentVersion => "component-version",
            NtiaElement::UniqueIdentifier => "unique-identifier",
            NtiaElement::Relationship => "relationship",
        }
    }

    fn is_of_the_document(self) -> bool {
        matches!(self, NtiaElement::Author | NtiaElement::Timestamp)
    }
}

/// A minimum element that is not there for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NtiaGap {
    /// Which one.
    pub element: NtiaElement,
    /// How many components lack it; 0 where the document itself does.
    pub count: usize,
    /// The first of them by name.
    pub first: Vec<String>,
}

/// The elements that a document lacks, for itself or for one of its components, in the order of
/// [`NtiaElement::ALL`]. Of what it is the bill of only name and version are asked for.
#[must_use]
pub fn gaps(sbom: &Sbom) -> Vec<NtiaGap> {
    let all = NtiaElement::ALL.into_iter();
    all.filter_map(|element| gap(sbom, element)).collect()
}

fn gap(sbom: &Sbom, element: NtiaElement) -> Option<NtiaGap> {
    if element.is_of_the_document() {
        let is_there = match element {
            NtiaElement::Author => !sbom.authors.is_empty() || !sbom.tools.is_empty(),
            _ => sbom.timestamp.is_some(),
        };
        return (!is_there).then(|| NtiaGap {
            element,
            count: 0,
            first: Vec::new(),
        });
    }
    let subject = sbom.subject.iter().filter(|_| {
        matches!(
            element,
            NtiaElement::ComponentName | NtiaElement::ComponentVersion
        )
    });
    let lacking = subject
        .chain(&sbom.components)
        .filter(|component| !has(component, element));
    let mut count = 0;
    let mut first: Vec<String> = Vec::new();
    for component in lacking {
        count += 1;
        let name = name_of(component);
        if let Err(at) = first.binary_search(&name)
            && at < NAMED
        {
            first.insert(at, name);
            first.truncate(NAMED);
        }
    }
    (count > 0).then_some(NtiaGap {
        element,
        count,
        first,
    })
}

fn has(component: &SbomComponent, element: NtiaElement) -> bool {
    match element {
        NtiaElement::Supplier => component.supplier.is_some(),
        NtiaElement::ComponentName => !component.name.is_empty(),
        NtiaElement::ComponentVersion => component.version.is_some(),
        NtiaElement::UniqueIdentifier => component.has_identifier,
        NtiaElement::Relationship => component.is_related,
        NtiaElement::Author | NtiaElement::Timestamp => true,
    }
}

/// What a component is called where it has no name.
fn name_of(component: &SbomComponent) -> String {
    let named = (!component.name.is_empty()).then_some(&component.name);
    let name = named
        .or(component.purl.as_ref())
        .or(component.reference.as_ref());
    name.map_or_else(
        || "(without a name)".to_owned(),
        |name| super::kept::shown(name),
    )
}
