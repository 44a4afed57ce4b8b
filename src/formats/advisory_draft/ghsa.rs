//! GitHub's repository security advisories: what `POST /repos/{owner}/{repo}/security-advisories` takes,
//! and what `GET` gives, one or a list of them (API of 2022-11-28).

use serde::Deserialize;

use super::{AdvisoryDraft, DraftForm, VersionRange};
use crate::formats::report::{self, Flaw};

#[derive(Deserialize)]
struct Advisory {
    #[serde(default)]
    ghsa_id: Option<String>,
    #[serde(default)]
    cve_id: Option<String>,
    #[serde(default)]
    identifiers: Option<Vec<Identifier>>,
    summary: String,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    withdrawn_at: Option<String>,
    #[serde(default)]
    html_url: Option<String>,
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Identifier {
    value: String,
}

#[derive(Deserialize)]
struct Vulnerability {
    package: Package,
    #[serde(default)]
    vulnerable_version_range: Option<String>,
    #[serde(default)]
    patched_versions: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    #[serde(default)]
    name: Option<String>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<AdvisoryDraft>, Flaw> {
    let text = report::text(bytes)?;
    let advisories: Vec<Advisory> = match text.trim_ascii_start().starts_with('[') {
        true => report::json(text)?,
        false => vec![report::json(text)?],
    };
    advisories.into_iter().map(draft).collect()
}

fn draft(advisory: Advisory) -> Result<AdvisoryDraft, Flaw> {
    let mut draft = AdvisoryDraft::new(DraftForm::Ghsa);
    let identifiers = advisory.identifiers.unwrap_or_default().into_iter();
    draft.ids.extend(identifiers.map(|it| it.value));
    draft.ids.extend(advisory.ghsa_id);
    draft.ids.extend(advisory.cve_id);
    draft.summary = Some(advisory.summary);
    draft.is_withdrawn =
        advisory.withdrawn_at.is_some() || advisory.state.as_deref() == Some("closed");
    draft.references.extend(advisory.html_url);
    for vulnerability in advisory.vulnerabilities {
        let name = vulnerability.package.name.unwrap_or_default();
        let product = draft.product(&name, Some(&vulnerability.package.ecosystem));
        if let Some(range) = vulnerability
            .vulnerable_version_range
            .filter(|it| !it.trim().is_empty())
        {
            let ranges = VersionRange::read(&range).map_err(Flaw::unreadable)?;
            product.ranges.extend(ranges);
        }
        let patched = vulnerability.patched_versions.unwrap_or_default();
        let versions = patched
            .split(',')
            .map(|it| it.trim_start_matches(['>', '=', ' ']).trim());
        product
            .fixed
            .extend(versions.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    Ok(draft)
}
