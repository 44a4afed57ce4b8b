//! What the schemas ask of a document, of all that relcheck reads.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use super::document::{
    Attachment, Citation, Component, Document, Hash, Issue, Patch, Property, Service,
};
use super::licenses::check_licenses;
use super::terms::{
    AFFECTED, ALGORITHMS, DIGEST_LENGTHS, FLOWS, ISSUES, JUSTIFICATIONS, METHODS, PATCHES,
    RESPONSES, SCOPES, SEVERITIES, STATES, TLP, TYPES,
};
use super::vulnerability::{Rating, Vulnerability};
use crate::formats::json_text::Text;
use crate::formats::sbom::Problems;
use crate::formats::sbom::kept::{moment, shown};

/// The version from which fields that the schema does not know are refused: before, only the strict
/// variant of the schema did.
const CLOSED_FROM: &str = "1.4";

/// The check of one document: what was found, and the references there are.
pub(super) struct Check<'d> {
    /// The version of the specification. Two such texts compare as the versions do.
    pub version: &'static str,
    pub is_xml: bool,
    pub problems: Problems,
    /// The references, each with the place of the component that has it, if one has.
    references: HashMap<Cow<'d, str>, Option<u32>, RandomState>,
    /// Whether there are parts that are not read and may have references of their own.
    has_unread: bool,
}

impl<'d> Check<'d> {
    pub fn new(version: &'static str, is_xml: bool) -> Self {
        Check {
            version,
            is_xml,
            problems: Problems::default(),
            references: HashMap::default(),
            has_unread: false,
        }
    }

    /// What stands at the top, beside the lists.
    pub fn top(&mut self, document: &Document<'d>) {
        let unread = [&document.declarations, &document.definitions];
        self.has_unread = document.formulation.is_some() || unread.iter().any(|it| it.is_some());
        let problems = &mut self.problems;
        if let Some(serial) = document.serial_number.as_deref() {
            problems.require(is_serial(serial), || {
                format!("its serial number `{}` is no `urn:uuid:…`", shown(serial))
            });
        }
        match document.version {
            Some(version) => problems.require(version >= 1, || {
                format!("its version is {version}, which is less than 1")
            }),
            None => problems.require(self.version >= "1.5", || "it has no `version`".to_owned()),
        }
        self.others(&document.others.0, || "the document".to_owned());
        self.properties(document.properties.as_deref());
        for one in document
            .annotations
            .iter()
            .chain(&document.formulation)
            .flatten()
        {
            self.reference(one.reference.as_ref());
        }
        if let Some(metadata) = &document.metadata {
            self.others(&metadata.others.0, || "its metadata".to_owned());
            self.properties(metadata.properties.as_deref());
            check_licenses(self, metadata.licenses.as_deref(), "its metadata");
            if let Some(time) = metadata.timestamp.as_deref() {
                self.problems.require(moment(time).is_some(), || {
                    format!("its timestamp `{}` is no time with a zone", shown(time))
                });
            }
            let tlp = metadata.distribution_constraints.as_ref();
            self.one_of(tlp.and_then(|it| it.tlp.as_ref()), &TLP, "distribution");
            let organisations = [
                &metadata.manufacture,
                &metadata.manufacturer,
                &metadata.supplier,
            ];
            for one in organisations.into_iter().flatten() {
                self.reference(one.reference.as_ref());
            }
            for author in metadata.authors.iter().flatten() {
                self.reference(author.reference.as_ref());
            }
        }
        for citation in document.citations.iter().flatten() {
            self.citation(citation);
        }
    }

    fn others(&mut self, others: &[Text<'_>], of: impl Fn() -> String) {
        if self.version < CLOSED_FROM {
            return;
        }
        for name in others {
            self.problems
                .add(|| format!("{} has an unknown field `{}`", of(), shown(name)));
        }
    }

    /// Takes note of a reference, which has to be the only one of its name.
    pub fn reference(&mut self, reference: Option<&Text<'d>>) {
        self.reference_of(reference, None);
    }

    fn reference_of(&mut self, reference: Option<&Text<'d>>, place: Option<u32>) {
        let Some(reference) = reference else { return };
        if reference.is_empty() {
            self.problems.add(|| "a `bom-ref` is empty".to_owned());
            return;
        }
        match self.references.entry(reference.0.clone()) {
            Entry::Vacant(free) => drop(free.insert(place)),
            Entry::Occupied(_) => self
                .problems
                .add(|| format!("the `bom-ref` `{}` is there twice", shown(reference))),
        }
    }

    fn one_of(&mut self, value: Option<&Text<'_>>, known: &[&str], what: &str) {
        let Some(value) = value else { return };
        self.problems.require(known.contains(&&**value), || {
            format!("its {what} `{}` is none that there is", shown(value))
        });
    }

    fn since(&mut self, value: &str, known: &[(&str, &str)], what: impl Fn() -> String) {
        let found = known.iter().find(|(name, _)| *name == value);
        match found {
            Some((_, since)) if self.version >= *since => {}
            Some((_, since)) => {
                let version = self.version;
                self.problems.add(|| {
                    format!(
                        "{} `{value}` is of CycloneDX {since}, and the document of {version}",
                        what()
                    )
                });
            }
            None => self
                .problems
                .add(|| format!("{} `{}` is none that there is", what(), shown(value))),
        }
    }

    pub fn properties(&mut self, properties: Option<&[Property<'_>]>) {
        // Until 1.6 the schema did not ask for it.
        for property in properties.into_iter().flatten() {
            self.problems.require(property.name.is_some(), || {
                "a property has no name".to_owned()
            });
        }
    }

    pub fn attachment(&mut self, attachment: Option<&Attachment<'_>>) {
        let encoding = attachment.and_then(|it| it.encoding.as_ref());
        self.one_of(encoding, &["base64"], "encoding of a text");
    }

    fn citation(&mut self, citation: &Citation<'d>) {
        self.reference(citation.reference.as_ref());
        let is_about = citation.pointers.is_some() != citation.expressions.is_some();
        self.problems.require(is_about, || {
            "a citation has not just one of `pointers` and `expressions`".to_owned()
        });
        let has_source = citation.attributed_to.is_some() || citation.process.is_some();
        self.problems.require(has_source, || {
            "a citation has neither `attributedTo` nor `process`".to_owned()
        });
        let time = citation.timestamp.as_deref().and_then(moment);
        self.problems
            .require(time.is_some(), || "a citation has no timestamp".to_owned());
    }

    /// One component, without those inside of it, and its place in the list.
    pub fn component(&mut self, component: &Component<'d>, place: Option<u32>) {
        self.reference_of(component.reference.as_ref(), place);
        for one in component.supplier.iter().chain(&component.manufacturer) {
            self.reference(one.reference.as_ref());
        }
        for author in component.authors.iter().flatten() {
            self.reference(author.reference.as_ref());
        }
        for data in component.data.iter().flatten() {
            self.reference(data.reference.as_ref());
        }
        let name = || format!("its component `{}`", shown(name_of(component)));
        if component.name.is_none() {
            self.problems
                .add(|| "one of its components has no name".to_owned());
        }
        match component.kind.as_deref() {
            Some(kind) => self.since(kind, &TYPES, || format!("{}: the type", name())),
            None => self.problems.add(|| format!("{} has no type", name())),
        }
        if self.version < "1.4" && component.version.is_none() {
            self.problems.add(|| format!("{} has no version", name()));
        }
        self.others(&component.others.0, name);
        self.one_of(component.scope.as_ref(), &SCOPES, "scope");
        for hash in component.hashes.iter().flatten() {
            self.hash(hash, name);
        }
        if component.version_range.is_some() {
            self.problems.require(component.version.is_none(), || {
                format!("{} has a version and a range of versions", name())
            });
            self.problems
                .require(component.is_external == Some(true), || {
                    format!("{} has a range of versions, and is not external", name())
                });
        }
        if let Some(swid) = &component.swid {
            let is_whole = swid.tag_id.is_some() && swid.name.is_some();
            self.problems.require(is_whole, || {
                format!("the SWID tag of {} lacks its id or name", name())
            });
        }
        check_licenses(self, component.licenses.as_deref(), name_of(component));
        self.properties(component.properties.as_deref());
        let patches = component.pedigree.iter().flat_map(|it| it.patches.iter());
        for patch in patches.flatten() {
            self.patch(patch);
        }
    }

    fn patch(&mut self, patch: &Patch<'_>) {
        self.one_of(patch.kind.as_ref(), &PATCHES, "type of a patch");
        let is_typed = |issue: &Issue<'_>| issue.kind.is_some();
        let issues = patch.resolves.iter().flatten();
        let all = patch.kind.is_some() && issues.clone().all(is_typed);
        self.problems
            .require(all, || "a patch or an issue has no type".to_owned());
        for issue in issues {
            self.one_of(issue.kind.as_ref(), &ISSUES, "type of an issue");
        }
    }

    fn hash(&mut self, hash: &Hash<'_>, name: impl Fn() -> String) {
        let (Some(algorithm), Some(content)) = (&hash.alg, &hash.content) else {
            self.problems
                .add(|| format!("a hash of {} lacks its algorithm or content", name()));
            return;
        };
        self.since(algorithm, &ALGORITHMS, || format!("{}: the hash", name()));
        let is_digest = DIGEST_LENGTHS.contains(&content.len())
            && content.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.problems.require(is_digest, || {
            format!("the {} of {} is no digest", shown(algorithm), name())
        });
    }

    pub fn service(&mut self, service: &Service<'d>) {
        self.reference(service.reference.as_ref());
        self.problems.require(service.name.is_some(), || {
            "a service has no name".to_owned()
        });
        self.properties(service.properties.as_deref());
        for data in service.data.iter().flatten() {
            let is_whole = data.flow.is_some() && data.classification.is_some();
            self.problems.require(is_whole, || {
                "the data of a service lack flow or classification".to_owned()
            });
            self.one_of(data.flow.as_ref(), &FLOWS, "flow of a service's data");
        }
        for inner in service.services.iter().flatten() {
            self.service(inner);
        }
    }

    /// What has a reference, as far as that is known yet: a component by its place, or something else.
    pub fn holder(&self, reference: &str) -> Option<Option<u32>> {
        self.references.get(reference).copied()
    }

    /// Takes note of a relation that leads to nothing, once all references are known.
    pub fn leads_nowhere(&mut self, reference: &str) {
        let may_lead = self.has_unread || reference.starts_with("urn:cdx:");
        self.problems.require(may_lead, || {
            format!(
                "its dependencies name `{}`, which is no `bom-ref` of it",
                shown(reference)
            )
        });
    }

    pub fn vulnerability(&mut self, vulnerability: &Vulnerability<'d>) {
        self.reference(vulnerability.reference.as_ref());
        for rating in vulnerability.ratings.iter().flatten() {
            self.rating(rating);
        }
        for affected in vulnerability.affects.iter().flatten() {
            let has_one = affected
                .reference
                .as_deref()
                .is_some_and(|it| !it.is_empty());
            self.problems.require(has_one, || {
                "what a vulnerability affects has no `ref`".to_owned()
            });
            for version in affected.versions.iter().flatten() {
                let is_one = version.version.is_some() != version.range.is_some();
                self.problems.require(is_one, || {
                    "what a vulnerability affects is not just one of a version and a range"
                        .to_owned()
                });
                self.one_of(version.status.as_ref(), &AFFECTED, "status of a version");
            }
        }
        if let Some(analysis) = &vulnerability.analysis {
            self.one_of(analysis.state.as_ref(), &STATES, "state of an analysis");
            self.one_of(
                analysis.justification.as_ref(),
                &JUSTIFICATIONS,
                "justification of an analysis",
            );
            for response in analysis.response.iter().flatten() {
                self.one_of(Some(response), &RESPONSES, "response of an analysis");
            }
        }
    }

    fn rating(&mut self, rating: &Rating<'_>) {
        self.one_of(
            rating.severity.as_ref(),
            &SEVERITIES,
            "severity of a rating",
        );
        self.one_of(rating.method.as_ref(), &METHODS, "method of a rating");
        let is_cvss = rating
            .method
            .as_deref()
            .is_some_and(|it| it.starts_with("CVSS"));
        if let Some(score) = rating.score.filter(|_| is_cvss) {
            self.problems.require((0.0..=10.0).contains(&score), || {
                format!("it has the CVSS score {score}, which is not between 0 and 10")
            });
        }
    }
}

/// What a component is called, for messages.
pub(super) fn name_of<'a>(component: &'a Component<'_>) -> &'a str {
    let name = component.name.as_deref().or(component.purl.as_deref());
    name.or(component.reference.as_deref()).unwrap_or("?")
}

/// RFC 4122 in lower case, as the schema's pattern has it.
fn is_serial(serial: &str) -> bool {
    let Some(uuid) = serial.strip_prefix("urn:uuid:") else {
        return false;
    };
    uuid.len() == 36
        && uuid.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}
