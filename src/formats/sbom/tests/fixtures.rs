//! Documents of real tools, each with what `fixtures/counts/sbom.py` counts in it.

use super::super::SbomFormat::{self, CycloneDxJson, CycloneDxXml, Spdx3, SpdxJson, SpdxTagValue};

#[derive(Debug)]
pub(super) struct Fixture {
    pub name: &'static str,
    pub format: SbomFormat,
    pub spec_version: &'static str,
    pub bytes: &'static [u8],
    /// Components without the subject, edges of the graph, `name@version` of the subject.
    pub counts: (usize, usize, Option<&'static str>),
    pub purls: &'static [&'static str],
}

const PYPI: &[&str] = &[
    "pkg:pypi/packaging@24.2",
    "pkg:pypi/python-dateutil@2.9.0.post0",
    "pkg:pypi/six@1.16.0",
];

const NPM: &[&str] = &[
    "pkg:npm/%40types/ms@0.7.34",
    "pkg:npm/debug@4.3.4",
    "pkg:npm/left-pad@1.3.0",
    "pkg:npm/ms@2.1.2",
];

type Counts = (usize, usize, Option<&'static str>);

const WHOLE: Counts = (3, 3, Some("demo-app@1.2.0"));
const OF_NPM: Counts = (4, 4, Some("demo-app@1.2.0"));

macro_rules! fixture {
    ($name:literal, $format:ident, $version:literal, $counts:expr, $purls:ident) => {
        Fixture {
            name: $name,
            format: $format,
            spec_version: $version,
            bytes: include_bytes!(concat!("../../../../fixtures/sbom/", $name)),
            counts: $counts,
            purls: $purls,
        }
    };
}

pub(super) const FIXTURES: [Fixture; 28] = [
    fixture!("cyclonedx-py/1.2.json", CycloneDxJson, "1.2", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.2.xml", CycloneDxXml, "1.2", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.3.json", CycloneDxJson, "1.3", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.3.xml", CycloneDxXml, "1.3", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.4.json", CycloneDxJson, "1.4", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.4.xml", CycloneDxXml, "1.4", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.5.json", CycloneDxJson, "1.5", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.5.xml", CycloneDxXml, "1.5", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.6.json", CycloneDxJson, "1.6", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.6.xml", CycloneDxXml, "1.6", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.7.json", CycloneDxJson, "1.7", WHOLE, PYPI),
    fixture!("cyclonedx-py/1.7.xml", CycloneDxXml, "1.7", WHOLE, PYPI),
    fixture!(
        "cyclonedx-py/requirements-1.6.json",
        CycloneDxJson,
        "1.6",
        (3, 0, None),
        PYPI
    ),
    fixture!("cyclonedx-npm/1.4.json", CycloneDxJson, "1.4", OF_NPM, NPM),
    fixture!("cyclonedx-npm/1.4.xml", CycloneDxXml, "1.4", OF_NPM, NPM),
    fixture!("cyclonedx-npm/1.7.json", CycloneDxJson, "1.7", OF_NPM, NPM),
    fixture!("cyclonedx-npm/1.7.xml", CycloneDxXml, "1.7", OF_NPM, NPM),
    fixture!(
        "npm/cyclonedx-1.5.json",
        CycloneDxJson,
        "1.5",
        (4, 4, Some("ndemo@1.2.0")),
        NPM
    ),
    fixture!(
        "npm/spdx-2.3.json",
        SpdxJson,
        "2.3",
        (4, 4, Some("@example/demo-app@1.2.0")),
        NPM
    ),
    fixture!(
        "sbom4python/spdx-2.3.json",
        SpdxJson,
        "2.3",
        (3, 0, None),
        PYPI
    ),
    fixture!(
        "sbom4python/spdx-2.3.spdx",
        SpdxTagValue,
        "2.3",
        (3, 0, None),
        PYPI
    ),
    fixture!("spdx-tools/spdx-2.2.spdx", SpdxTagValue, "2.2", WHOLE, PYPI),
    fixture!("spdx-tools/spdx-3.0.json", Spdx3, "3.0.1", WHOLE, PYPI),
    fixture!(
        "syft/cyclonedx-1.5.xml",
        CycloneDxXml,
        "1.5",
        (11, 1, Some("demo-app@1.2.0")),
        PYPI
    ),
    fixture!(
        "syft/spdx-2.2.json",
        SpdxJson,
        "2.2",
        (3, 4, Some("demo-app@1.2.0")),
        PYPI
    ),
    fixture!(
        "syft/spdx-2.2.spdx",
        SpdxTagValue,
        "2.2",
        (3, 4, Some("demo-app@1.2.0")),
        PYPI
    ),
    fixture!(
        "syft/spdx-2.3.json",
        SpdxJson,
        "2.3",
        (3, 4, Some("demo-app@1.2.0")),
        PYPI
    ),
    fixture!(
        "syft/spdx-2.3.spdx",
        SpdxTagValue,
        "2.3",
        (3, 4, Some("demo-app@1.2.0")),
        PYPI
    ),
];
