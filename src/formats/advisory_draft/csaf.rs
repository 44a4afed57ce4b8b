//! CSAF 2.0 documents (OASIS, November 2022): the products of `product_tree` (§3.2.2) that
//! `vulnerabilities[].product_status` (§3.2.3.9) says are affected or fixed.

use std::collections::HashMap;

use serde::Deserialize;

use super::range::Bound;
use super::{AdvisoryDraft, DraftForm, VersionRange};
use crate::formats::report::{self, Flaw, unique_keys};
use crate::release::Package;

#[derive(Deserialize)]
struct Csaf {
    document: Document,
    #[serde(default)]
    product_tree: ProductTree,
    #[serde(default)]
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Document {
    csaf_version: String,
    title: String,
    tracking: Tracking,
}

#[derive(Deserialize)]
struct Tracking {
    id: String,
}

#[derive(Default, Deserialize)]
struct ProductTree {
    #[serde(default)]
    branches: Vec<Branch>,
    #[serde(default)]
    full_product_names: Vec<Product>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct Branch {
    category: String,
    name: String,
    #[serde(default)]
    branches: Vec<Branch>,
    #[serde(default)]
    product: Option<Product>,
}

#[derive(Deserialize)]
struct Product {
    name: String,
    product_id: String,
    #[serde(default)]
    product_identification_helper: Option<Helper>,
}

#[derive(Deserialize)]
struct Helper {
    #[serde(default)]
    purl: Option<String>,
}

#[derive(Deserialize)]
struct Relationship {
    full_product_name: Product,
    product_reference: String,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default)]
    cve: Option<String>,
    #[serde(default)]
    ids: Vec<Id>,
    #[serde(default, deserialize_with = "unique_keys")]
    product_status: Vec<(String, Vec<String>)>,
    #[serde(default)]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Id {
    text: String,
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

/// What an id of a product stands for.
#[derive(Clone, Default)]
struct Known {
    name: String,
    ecosystem: Option<String>,
    version: Option<String>,
    range: Option<String>,
}

pub(super) fn read(bytes: &[u8]) -> Result<AdvisoryDraft, Flaw> {
    let csaf: Csaf = report::json(report::text(bytes)?)?;
    if csaf.document.csaf_version != "2.0" {
        return Err(Flaw::unreadable(format!(
            "its `csaf_version` is `{}`, and relcheck reads 2.0",
            csaf.document.csaf_version
        )));
    }
    let known = products(&csaf.product_tree);
    let mut draft = AdvisoryDraft::new(DraftForm::Csaf);
    draft.ids.push(csaf.document.tracking.id);
    draft.summary = Some(csaf.document.title);
    for vulnerability in csaf.vulnerabilities {
        draft.ids.extend(vulnerability.cve);
        draft
            .ids
            .extend(vulnerability.ids.into_iter().map(|it| it.text));
        let references = vulnerability.references.into_iter();
        draft.references.extend(references.map(|it| it.url));
        for (status, ids) in &vulnerability.product_status {
            for id in ids {
                let known = known.get(id.as_str()).ok_or_else(|| {
                    Flaw::unreadable(format!(
                        "its `product_status` names `{id}`, which is not in its product tree"
                    ))
                })?;
                take(&mut draft, status, known)?;
            }
        }
    }
    Ok(draft)
}

/// Takes a product under its status.
fn take(draft: &mut AdvisoryDraft, status: &str, known: &Known) -> Result<(), Flaw> {
    let product = draft.product(&known.name, known.ecosystem.as_deref());
    let version = known.version.clone();
    match status {
        "fixed" | "first_fixed" => product.fixed.extend(version),
        "known_affected" => {
            product.versions.extend(version);
            if let Some(range) = &known.range {
                product
                    .ranges
                    .extend(VersionRange::read(range).map_err(Flaw::unreadable)?);
            }
        }
        // From that one on, or up to it.
        "first_affected" | "last_affected" => {
            let bound = version.map(|version| Bound {
                version,
                is_included: true,
            });
            let mut range = VersionRange::default();
            match status {
                "first_affected" => range.from = bound,
                _ => range.to = bound,
            }
            match product.ranges.last_mut() {
                Some(last) if status == "first_affected" && last.from.is_none() => {
                    last.from = range.from;
                }
                Some(last) if status == "last_affected" && last.to.is_none() => last.to = range.to,
                _ => product.ranges.push(range),
            }
        }
        "known_not_affected" | "recommended" | "under_investigation" => {}
        other => {
            return Err(Flaw::unreadable(format!(
                "its `product_status` has `{other}`, which CSAF 2.0 does not"
            )));
        }
    }
    Ok(())
}

/// Every product of the tree, by its id.
fn products(tree: &ProductTree) -> HashMap<&str, Known> {
    let mut known = HashMap::new();
    for branch in &tree.branches {
        branches(branch, &Known::default(), &mut known);
    }
    for product in &tree.full_product_names {
        let named = Known {
            name: product.name.clone(),
            ..Known::default()
        };
        known.insert(product.product_id.as_str(), with_purl(product, named));
    }
    // A product as a part of another is that product.
    for relationship in &tree.relationships {
        if let Some(part) = known.get(relationship.product_reference.as_str()).cloned() {
            known.insert(relationship.full_product_name.product_id.as_str(), part);
        }
    }
    known
}

/// Follows a branch; JSON is not nested deeper than the reader of reports allows.
fn branches<'a>(branch: &'a Branch, above: &Known, known: &mut HashMap<&'a str, Known>) {
    let mut here = above.clone();
    match branch.category.as_str() {
        "product_name" => here.name.clone_from(&branch.name),
        "product_version" => here.version = Some(branch.name.clone()),
        "product_version_range" => here.range = Some(branch.name.clone()),
        _ => {}
    }
    if let Some(product) = &branch.product {
        let mut named = here.clone();
        if named.name.is_empty() {
            named.name.clone_from(&product.name);
        }
        known.insert(product.product_id.as_str(), with_purl(product, named));
    }
    for below in &branch.branches {
        branches(below, &here, known);
    }
}

/// What the package URL says is surer than names for people.
fn with_purl(product: &Product, mut named: Known) -> Known {
    let helper = product.product_identification_helper.as_ref();
    let purl = helper.and_then(|helper| helper.purl.as_deref());
    if let Some(package) = purl.and_then(Package::of_purl) {
        named.ecosystem = Some(package.ecosystem.osv_name().to_owned());
        named.name = package.name;
        named.version = named.version.or(package.version);
    }
    named
}
