//! The packages of a bill, each once, and what is written of each.

use std::collections::BTreeMap;
use std::str::FromStr;

use cyclonedx_bom::external_models::normalized_string::NormalizedString;
use cyclonedx_bom::external_models::spdx::SpdxExpression;
use cyclonedx_bom::external_models::uri::Uri;
use cyclonedx_bom::models::component::{Classification, Component, Scope};
use cyclonedx_bom::models::external_reference::{
    ExternalReference, ExternalReferenceType, ExternalReferences,
};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::property::{Properties, Property};
use packageurl::PackageUrl;

use super::Bill;
use crate::collect::{DistributedFile, Particular};
use crate::facts::{Dependency, DependencyScope};
use crate::formats::lock::details::{Algorithm, Digest};

/// One package, of all sources that name it.
pub(super) struct Part<'a> {
    pub purl: &'a str,
    pub entry: &'a Dependency,
    pub is_direct: Option<bool>,
    pub is_optional: bool,
    /// What lock files say besides; `None` where they say nothing.
    pub particular: Option<&'a Particular>,
    /// Its SPDX expression; `None` where that is not sure.
    pub license: Option<&'a str>,
}

/// The packages that are listed, by their URLs.
pub(super) fn parts<'a>(bill: &Bill<'a>) -> BTreeMap<&'a str, Part<'a>> {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    let is_listed =
        |entry: &&Dependency| bill.development || entry.scope != DependencyScope::Development;
    for entry in bill.packages.iter().filter(is_listed) {
        let needed = [
            DependencyScope::Runtime,
            DependencyScope::Build,
            DependencyScope::Unknown,
        ];
        let is_optional = entry.condition.is_some() || !needed.contains(&entry.scope);
        let part = parts.entry(&entry.purl).or_insert_with(|| Part {
            purl: &entry.purl,
            entry,
            is_direct: entry.is_direct,
            is_optional,
            particular: bill.particulars.packages.get(&entry.purl),
            license: bill.licenses.get(&entry.purl).map(String::as_str),
        });
        part.is_optional &= is_optional;
        if part.is_direct != entry.is_direct {
            let either = part.is_direct == Some(true) || entry.is_direct == Some(true);
            part.is_direct = either.then_some(true);
        }
    }
    parts
}

impl Part<'_> {
    pub fn component(&self) -> Component {
        let version = self.entry.version.as_deref();
        let (group, name) = match self.entry.name.rsplit_once('/') {
            Some((group, name)) => (Some(group), name),
            None => (None, self.entry.name.as_str()),
        };
        let reference = Some(self.purl.to_owned());
        let mut component = Component::new(
            Classification::Library,
            name,
            version.unwrap_or_default(),
            reference,
        );
        if version.is_none() {
            component.version = None;
        }
        component.group = group.map(NormalizedString::new);
        component.purl = self.purl.parse().ok();
        component.scope = Some(match self.is_optional {
            true => Scope::Optional,
            false => Scope::Required,
        });
        component.licenses = self.license.and_then(licenses);
        self.note_files(&mut component);
        let source = match self.entry.line {
            Some(line) => format!("{}:{line}", self.entry.path),
            None => self.entry.path.clone(),
        };
        component.properties = Some(Properties(vec![Property {
            name: "relcheck:source".to_owned(),
            value: NormalizedString::new(&source),
        }]));
        component
    }

    /// The digests of the one file that the package is, or of each of several files for itself: those are
    /// not of the component.
    fn note_files(&self, component: &mut Component) {
        match self.particular.map_or(&[][..], |it| &it.files) {
            [] => {}
            [one] => component.hashes = Some(hashes(&one.digests)),
            several => {
                let references = several.iter().map(|file| ExternalReference {
                    external_reference_type: ExternalReferenceType::Distribution,
                    url: address(self.purl, file).into(),
                    comment: None,
                    hashes: Some(hashes(&file.digests)),
                });
                component.external_references = Some(ExternalReferences(references.collect()));
            }
        }
    }
}

fn licenses(expression: &str) -> Option<Licenses> {
    let expression = SpdxExpression::try_from(expression.to_owned()).ok()?;
    Some(Licenses(vec![LicenseChoice::Expression(expression)]))
}

/// Where a file is: its address, else the package URL, with its name where that is known (`file_name` of
/// purl-spec).
fn address(purl: &str, file: &DistributedFile) -> Uri {
    if let Some(url) = &file.url
        && let Ok(url) = Uri::try_from(url.clone())
    {
        return url;
    }
    let named = file.name.as_deref().and_then(|name| {
        let mut named = PackageUrl::from_str(purl).ok()?;
        named.add_qualifier("file_name", name.to_owned()).ok()?;
        Some(named.to_string())
    });
    Uri::new(named.as_deref().unwrap_or(purl))
}

fn hashes(digests: &[Digest]) -> Hashes {
    let all = digests.iter().map(|digest| Hash {
        alg: match digest.algorithm {
            Algorithm::Md5 => HashAlgorithm::MD5,
            Algorithm::Sha1 => HashAlgorithm::SHA1,
            Algorithm::Sha256 => HashAlgorithm::SHA_256,
            Algorithm::Sha384 => HashAlgorithm::SHA_384,
            Algorithm::Sha512 => HashAlgorithm::SHA_512,
        },
        content: HashValue(digest.hex.clone()),
    });
    Hashes(all.collect())
}
