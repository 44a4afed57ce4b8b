//! Bills of materials in CycloneDX that speak of vulnerabilities: what these affect, in the same document
//! or in another one.

use std::collections::HashMap;

use crate::formats::sbom::{BomLink, Sbom, SbomAffectedVersion, SbomComponent, SbomVulnerability};
use crate::formats::vers;
use crate::release::{Ecosystem, PackageVersion};

/// The most components that may go by one reference. There should be one; of more, nobody knows which
/// is meant, and each may be.
const MAX_SAME: usize = 16;

/// The most names of one vulnerability.
pub(super) const MAX_NAMES: usize = 64;

/// The most entries in a list of versions; a longer one says nothing that is understood.
pub(super) const MAX_VERSIONS: usize = 1000;

/// Documents, and what is in them by its reference.
pub(super) struct Bills<'a> {
    /// In the order of the documents.
    bills: Vec<HashMap<&'a str, Vec<&'a SbomComponent>>>,
    /// The places of those with a serial number, by that and their version.
    places: HashMap<(&'a str, u64), Vec<usize>>,
}

impl<'a> Bills<'a> {
    pub fn of(documents: impl Iterator<Item = &'a Sbom>) -> Self {
        let mut bills = Bills {
            bills: Vec::new(),
            places: HashMap::new(),
        };
        for sbom in documents {
            if let Some(serial) = &sbom.serial {
                let places = bills.places.entry((serial, sbom.revision)).or_default();
                places.push(bills.bills.len());
            }
            let mut components: HashMap<&str, Vec<&SbomComponent>> = HashMap::new();
            for component in sbom.subject.iter().chain(&sbom.components) {
                if let Some(reference) = &component.reference {
                    components.entry(reference).or_default().push(component);
                }
            }
            bills.bills.push(components);
        }
        bills
    }

    /// The components that a reference of the document at this place means.
    ///
    /// # Errors
    /// Why there is none, as a clause that begins with the reference.
    pub fn resolve(&self, place: usize, reference: &str) -> Result<Vec<&'a SbomComponent>, String> {
        let own = self.bills.get(place).and_then(|it| it.get(reference));
        let components: Vec<_> = match (own, BomLink::read(reference)) {
            (Some(own), _) => own.iter().copied().take(MAX_SAME + 1).collect(),
            (None, Some(link)) => self.linked(&link),
            (None, None) => Vec::new(),
        };
        let shown = super::merge::one_line(reference);
        match components.len() {
            0 if reference.starts_with("urn:cdx:") => {
                Err(format!("`{shown}`, which is in no document that was read"))
            }
            0 => Err(format!("`{shown}`, which is none of its components")),
            1..=MAX_SAME => Ok(components),
            _ => Err(format!(
                "`{shown}`, which is the name of more than {MAX_SAME} components"
            )),
        }
    }

    fn linked(&self, link: &BomLink) -> Vec<&'a SbomComponent> {
        let places = self.places.get(&(link.serial.as_str(), link.revision));
        let bills = places
            .into_iter()
            .flatten()
            .filter_map(|place| self.bills.get(*place));
        let found = bills.filter_map(|bill| bill.get(link.reference.as_str()));
        found.flatten().copied().take(MAX_SAME + 1).collect()
    }
}

/// The names of a vulnerability, each once; at most [`MAX_NAMES`] of them.
pub(super) fn names(one: &SbomVulnerability) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in one.id.iter().chain(&one.references).take(MAX_NAMES) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// What a vulnerability's list of versions says of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// There is no list.
    Unsaid,
    /// It is affected.
    Affected,
    /// It is not.
    Unaffected,
    /// Nothing: it is about others.
    Other,
    /// Several things, or something that is not understood.
    Unclear,
}

/// What a list says of a version. Of a package whose ecosystem is not known here, only the very same
/// text is the same version.
pub(super) fn standing(
    versions: &[SbomAffectedVersion],
    ecosystem: Option<Ecosystem>,
    version: &str,
) -> Standing {
    match versions.len() {
        0 => return Standing::Unsaid,
        1..=MAX_VERSIONS => {}
        _ => return Standing::Unclear,
    }
    let status = |it: &SbomAffectedVersion| match it.status.as_deref() {
        None | Some("affected") => Standing::Affected,
        Some("unaffected") => Standing::Unaffected,
        Some(_) => Standing::Unclear,
    };
    let about = versions
        .iter()
        .map(|it| (covers(it, ecosystem, version), status(it)));
    // What is not understood may be about this version, too.
    let about: Vec<_> = about.filter(|it| it.0 != Some(false)).collect();
    let said = about.iter().find(|it| it.0 == Some(true));
    match said {
        None if about.is_empty() => Standing::Other,
        Some((_, said)) if about.iter().all(|it| it.1 == *said) => *said,
        _ => Standing::Unclear,
    }
}

/// Whether an entry of a list is about a version; `None` where it is not understood.
fn covers(
    entry: &SbomAffectedVersion,
    ecosystem: Option<Ecosystem>,
    version: &str,
) -> Option<bool> {
    match (&entry.version, &entry.range) {
        (Some(one), None) => Some(one == version || is_same(one, version, ecosystem)),
        // Where nothing says how the component counts, `vers:semver` does.
        (None, Some(range)) => {
            let ecosystem = ecosystem.unwrap_or(Ecosystem::Cargo);
            vers::contains(range, ecosystem, version)
        }
        _ => None,
    }
}

fn is_same(one: &str, other: &str, ecosystem: Option<Ecosystem>) -> bool {
    let parse = |text| PackageVersion::parse(ecosystem?, text);
    match (parse(one), parse(other)) {
        (Some(one), Some(other)) => one.precedence(&other).is_eq(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sbom::SbomFormat;

    fn bill(serial: Option<&str>, references: &[&str]) -> Sbom {
        let mut sbom = Sbom::new(SbomFormat::CycloneDxJson, "1.6");
        sbom.serial = serial.map(str::to_owned);
        let components = references.iter().map(|reference| SbomComponent {
            reference: Some((*reference).into()),
            ..SbomComponent::default()
        });
        sbom.components = components.collect();
        sbom
    }

    const SERIAL: &str = "urn:uuid:f08a6ccd-4dce-4759-bd84-c626675d60a7";

    #[test]
    fn references_lead_to_components_of_this_and_of_other_documents() {
        let documents = [bill(Some(SERIAL), &["a", "b", "b"]), bill(None, &["c"])];
        let bills = Bills::of(documents.iter());
        let count = |place, reference: &str| bills.resolve(place, reference).map(|it| it.len());
        assert_eq!(count(0, "a"), Ok(1));
        assert_eq!(count(0, "b"), Ok(2));
        let none = count(1, "a").unwrap_err();
        assert_eq!(none, "`a`, which is none of its components");
        let link = format!("{}/1#a", SERIAL.replace("urn:uuid:", "urn:cdx:"));
        assert_eq!(count(1, &link), Ok(1));
        assert_eq!(count(0, &link), Ok(1));
        let other = count(1, &link.replace("/1#", "/2#")).unwrap_err();
        assert!(
            other.ends_with("which is in no document that was read"),
            "{other}"
        );
        assert!(count(7, "a").is_err());
        let many = bill(None, &["a"; 17]);
        let bills = Bills::of(std::iter::once(&many));
        assert!(bills.resolve(0, "a").is_err());
    }

    fn entry(text: &str, status: Option<&str>) -> SbomAffectedVersion {
        let is_range = text.starts_with("vers:");
        SbomAffectedVersion {
            version: (!is_range).then(|| text.to_owned()),
            range: is_range.then(|| text.to_owned()),
            status: status.map(str::to_owned),
        }
    }

    #[test]
    fn lists_of_versions_say_something_or_nothing() {
        let of = |entries: &[(&str, Option<&str>)]| {
            let entries: Vec<_> = entries
                .iter()
                .map(|(text, status)| entry(text, *status))
                .collect();
            standing(&entries, Some(Ecosystem::Pypi), "1.1.0")
        };
        assert_eq!(of(&[]), Standing::Unsaid);
        assert_eq!(of(&[("1.1.0", None)]), Standing::Affected);
        assert_eq!(of(&[("1.1", Some("unaffected"))]), Standing::Unaffected);
        assert_eq!(of(&[("1.1.0", Some("unknown"))]), Standing::Unclear);
        assert_eq!(of(&[("1.2.0", Some("unaffected"))]), Standing::Other);
        assert_eq!(
            of(&[("vers:pypi/<2", Some("unaffected"))]),
            Standing::Unaffected
        );
        assert_eq!(
            of(&[("vers:npm/<2", Some("unaffected"))]),
            Standing::Unclear
        );
        for both in [
            [("1.1.0", Some("unaffected")), ("1.1", Some("affected"))],
            [("1.1.0", Some("unaffected")), ("vers:npm/<2", None)],
            [("vers:npm/<2", None), ("1.1.0", Some("unaffected"))],
            [("1.1.0", Some("unaffected")), ("1.1", Some("unknown"))],
        ] {
            assert_eq!(of(&both), Standing::Unclear, "{both:?}");
        }
        let two = [("1.1.0", Some("unaffected")), ("1.2.0", Some("affected"))];
        assert_eq!(of(&two), Standing::Unaffected);
        let neither = SbomAffectedVersion::default();
        assert_eq!(standing(&[neither], None, "1"), Standing::Unclear);
        let same = [entry("1.1", None)];
        assert_eq!(standing(&same, None, "1.1.0"), Standing::Other);
        let range = [entry("vers:semver/<1.5.0|>=7.0.0", None)];
        assert_eq!(standing(&range, None, "1.1.0"), Standing::Affected);
        assert_eq!(standing(&range, None, "1.5.0"), Standing::Other);
        assert_eq!(standing(&range, None, "1.1"), Standing::Unclear);
        let generic = [entry("vers:generic/<1.5.0", None)];
        assert_eq!(standing(&generic, None, "1.1.0"), Standing::Unclear);
    }
}
