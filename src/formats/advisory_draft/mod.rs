//! Advisories that a project writes about itself: OSV records, CSAF 2.0 documents, and GitHub's
//! repository security advisories, as one typed value.

mod csaf;
mod ghsa;
mod osv;
mod range;
#[cfg(test)]
mod tests;

use crate::formats::json_head::Outline;
use crate::formats::report::Flaw;

pub use range::{Bound, VersionRange};

/// The most products, versions and ranges that one draft may list, each.
pub const MAX_LISTED: usize = 10_000;

/// The most characters of a summary that are kept.
pub const MAX_SUMMARY: usize = 200;

/// In which form a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DraftForm {
    /// An OSV record (schema 1.x), in JSON or YAML.
    Osv,
    /// A CSAF 2.0 document.
    Csaf,
    /// A repository security advisory of GitHub, as its API takes and gives it.
    Ghsa,
}

impl DraftForm {
    /// Its name: `OSV`, `CSAF`, `GHSA`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DraftForm::Osv => "OSV",
            DraftForm::Csaf => "CSAF",
            DraftForm::Ghsa => "GHSA",
        }
    }
}

/// What a draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisoryDraft {
    pub form: DraftForm,
    /// What the vulnerability is called: its own id, CVE ids, aliases; sorted, none twice.
    pub ids: Vec<String>,
    /// One line that says what is wrong; `None` if there is none.
    pub summary: Option<String>,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
    /// What it is about, product by product.
    pub products: Vec<AdvisedProduct>,
    /// Addresses of fixes and of more, as they are written, sorted.
    pub references: Vec<String>,
}

/// A package or product with its versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdvisedProduct {
    /// The name as it is written.
    pub name: String,
    /// The ecosystem or package type as it is written: `PyPI`, `pip`, `npm`; `None` where it has none.
    pub ecosystem: Option<String>,
    /// Ranges of affected versions.
    pub ranges: Vec<VersionRange>,
    /// Affected versions one by one.
    pub versions: Vec<String>,
    /// Versions that are fixed.
    pub fixed: Vec<String>,
}

/// The form of a JSON text that starts like this; `None` if it is no advisory. What `.yaml` files hold,
/// [`read_yaml`] tells.
#[must_use]
pub fn recognise(head: &str) -> Option<DraftForm> {
    let outline = Outline::of(head);
    let has = |keys: &[&str]| outline.has_all(keys);
    if has(&["document.csaf_version"]) || has(&["document.category", "document.tracking"]) {
        return Some(DraftForm::Csaf);
    }
    let is_of_github = |start: &str| {
        let key = |name: &str| format!("{start}{name}");
        (outline.has(&key("summary")) && outline.has(&key("vulnerabilities[].package")))
            || (outline.has(&key("ghsa_id")) && outline.has(&key("severity")))
    };
    if is_of_github("") || is_of_github("[].") {
        return Some(DraftForm::Ghsa);
    }
    let is_osv = outline.has("id")
        && (outline.has("affected[].package") || outline.has("affected[].ranges"));
    let is_bare = has(&["id", "modified"])
        && outline.has_any(&["affected", "summary", "details", "schema_version"]);
    (is_osv || is_bare).then_some(DraftForm::Osv)
}

/// Reads what was recognised: one draft, or several in GitHub's list.
///
/// # Errors
/// It is not whole, or not what its form asks for.
pub fn read(form: DraftForm, bytes: &[u8]) -> Result<Vec<AdvisoryDraft>, Flaw> {
    let mut drafts = match form {
        DraftForm::Osv => vec![osv::read_json(bytes)?],
        DraftForm::Csaf => vec![csaf::read(bytes)?],
        DraftForm::Ghsa => ghsa::read(bytes)?,
    };
    for draft in &mut drafts {
        draft.sort()?;
    }
    Ok(drafts)
}

/// Whether a text in YAML may be an OSV record.
#[must_use]
pub fn is_yaml(head: &str) -> bool {
    let has = |key: &str| {
        head.lines().any(|line| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'))
        })
    };
    has("id") && has("affected")
}

/// Reads an OSV record in YAML.
///
/// # Errors
/// It is not whole, or no OSV record.
pub fn read_yaml(bytes: &[u8]) -> Result<AdvisoryDraft, Flaw> {
    let mut draft = osv::read_yaml(bytes)?;
    draft.sort()?;
    Ok(draft)
}

impl AdvisoryDraft {
    fn new(form: DraftForm) -> Self {
        AdvisoryDraft {
            form,
            ids: Vec::new(),
            summary: None,
            is_withdrawn: false,
            products: Vec::new(),
            references: Vec::new(),
        }
    }

    fn sort(&mut self) -> Result<(), Flaw> {
        self.ids.retain(|id| !id.trim().is_empty());
        for list in [&mut self.ids, &mut self.references] {
            list.sort_unstable();
            list.dedup();
        }
        if let Some(summary) = &mut self.summary {
            *summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some((end, _)) = summary.char_indices().nth(MAX_SUMMARY) {
                summary.truncate(end);
            }
        }
        self.summary.take_if(|summary| summary.is_empty());
        let largest = self
            .products
            .iter()
            .map(|it| it.ranges.len() + it.versions.len());
        if largest.chain([self.products.len()]).max() > Some(MAX_LISTED) {
            return Err(Flaw::unreadable(format!(
                "it lists more than {MAX_LISTED} products or versions"
            )));
        }
        for product in &mut self.products {
            product.fixed.sort_unstable();
            product.fixed.dedup();
        }
        Ok(())
    }

    /// The product of this name and ecosystem, made where it is not there yet.
    fn product(&mut self, name: &str, ecosystem: Option<&str>) -> &mut AdvisedProduct {
        let is_it = |it: &AdvisedProduct| it.name == name && it.ecosystem.as_deref() == ecosystem;
        let at = self.products.iter().position(is_it).unwrap_or_else(|| {
            self.products.push(AdvisedProduct {
                name: name.to_owned(),
                ecosystem: ecosystem.map(str::to_owned),
                ..AdvisedProduct::default()
            });
            self.products.len() - 1
        });
        &mut self.products[at]
    }
}
