//! The product tree of a CSAF document (§3.2.2).

use std::collections::HashMap;

use super::wire::{Branch, Product, Tree};
use super::{CsafProduct, MAX_STATEMENTS, shown};
use crate::formats::report::Flaw;
use crate::release::Package;

/// Every product of the tree, by its id.
///
/// # Errors
/// A [`Flaw`] if an id is there twice, a relationship is one of what is not in the tree, or there are
/// more than are read.
pub(super) fn products(tree: &Tree) -> Result<HashMap<&str, CsafProduct>, Flaw> {
    let mut known = Known::default();
    for branch in &tree.branches {
        known.branch(branch, &Above::default())?;
    }
    for product in &tree.full_product_names {
        let named = CsafProduct {
            names: vec![product.name.clone()],
            ..CsafProduct::default()
        };
        known.add(product, named)?;
    }
    let alone = known.products.clone();
    for relationship in &tree.relationships {
        let find = |id: &str| {
            alone.get(id).cloned().ok_or_else(|| {
                Flaw::unreadable(format!(
                    "a relationship of it names `{}`, which is not among the other products of its tree",
                    shown(id)
                ))
            })
        };
        let part = CsafProduct {
            whole: Some(Box::new(find(&relationship.relates_to_product_reference)?)),
            ..find(&relationship.product_reference)?
        };
        known.insert(&relationship.full_product_name.product_id, part)?;
    }
    Ok(known.products)
}

/// The ids of the products of each group, by its own.
///
/// # Errors
/// A [`Flaw`] if one is there twice.
pub(super) fn groups(tree: &Tree) -> Result<HashMap<&str, &[String]>, Flaw> {
    let mut groups = HashMap::new();
    for group in &tree.product_groups {
        let before = groups.insert(group.group_id.as_str(), group.product_ids.as_slice());
        if before.is_some() {
            return Err(Flaw::unreadable(format!(
                "its product tree has the group `{}` twice",
                shown(&group.group_id)
            )));
        }
    }
    Ok(groups)
}

/// What the branches above say of a product.
#[derive(Clone, Copy, Default)]
struct Above<'a> {
    vendor: Option<&'a str>,
    name: Option<&'a str>,
    version: Option<&'a str>,
    range: Option<&'a str>,
    is_variant: bool,
}

#[derive(Default)]
struct Known<'a> {
    products: HashMap<&'a str, CsafProduct>,
}

impl<'a> Known<'a> {
    /// Follows a branch; JSON is not nested deeper than the reader of reports allows.
    fn branch(&mut self, branch: &'a Branch, above: &Above<'a>) -> Result<(), Flaw> {
        let mut here = *above;
        let name = Some(branch.name.as_str());
        match branch.category.as_str() {
            "vendor" => here.vendor = name,
            "product_family" => {}
            "product_name" => here.name = name,
            "product_version" => here.version = name,
            "product_version_range" => here.range = name,
            // `architecture`, `language`, `patch_level` and the like.
            _ => here.is_variant = true,
        }
        if let Some(product) = &branch.product {
            self.add(product, of_branches(product, &here))?;
        }
        for below in &branch.branches {
            self.branch(below, &here)?;
        }
        Ok(())
    }

    /// Adds a product, with the package that its URL names. A version that contradicts that of the URL
    /// makes it one of a form that is not known.
    fn add(&mut self, product: &'a Product, mut named: CsafProduct) -> Result<(), Flaw> {
        let helper = product.product_identification_helper.as_ref();
        let purl = helper.and_then(|it| it.purl.as_deref());
        if let Some(package) = purl.and_then(Package::of_purl) {
            match (&package.version, &named.version) {
                (Some(own), Some(said)) if own != said => named.is_variant = true,
                (Some(own), None) => named.version = Some(own.clone()),
                _ => {}
            }
            named.package = Some(package);
        }
        self.insert(&product.product_id, named)
    }

    fn insert(&mut self, id: &'a str, product: CsafProduct) -> Result<(), Flaw> {
        if self.products.len() >= MAX_STATEMENTS {
            return Err(Flaw::unreadable(format!(
                "it has more than {MAX_STATEMENTS} products"
            )));
        }
        match self.products.insert(id, product) {
            None => Ok(()),
            Some(_) => Err(Flaw::unreadable(format!(
                "its product tree has `{}` twice",
                shown(id)
            ))),
        }
    }
}

fn of_branches(product: &Product, above: &Above<'_>) -> CsafProduct {
    let mut names = Vec::new();
    match (above.vendor, above.name) {
        (Some(vendor), Some(name)) => names.extend([name.to_owned(), format!("{vendor}/{name}")]),
        (None, Some(name)) => names.push(name.to_owned()),
        (_, None) => names.push(product.name.clone()),
    }
    CsafProduct {
        names,
        version: above.version.map(str::to_owned),
        range: above.range.map(str::to_owned),
        is_variant: above.is_variant,
        ..CsafProduct::default()
    }
}
