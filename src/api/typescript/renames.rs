//! Exports that are gone under one name and there under another.

use std::collections::BTreeMap;

use super::overloads;
use super::surface::Name;
use crate::formats::api_extractor::{Declaration, Kind};

/// The pairs of an old and a new name that lead to the same, but for the name. Only what is told
/// apart by more than its kind counts, and only where there is one of each.
pub(super) fn pairs<'n>(
    gone: &[(&'n str, &Name<'_>)],
    new: &[(&'n str, &Name<'_>)],
) -> BTreeMap<&'n str, &'n str> {
    let index = |names: &[(&'n str, &Name<'_>)]| {
        let mut found: BTreeMap<String, Vec<&'n str>> = BTreeMap::new();
        for (symbol, name) in names {
            if let Some(outline) = outline(name) {
                found.entry(outline).or_default().push(symbol);
            }
        }
        found
    };
    let after = index(new);
    let pairs = index(gone).into_iter().filter_map(|(outline, olds)| {
        match (olds.as_slice(), after.get(&outline)?.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        }
    });
    pairs.collect()
}

/// All that an export is but for its name; `None` if that is too little to tell it by.
fn outline(name: &Name<'_>) -> Option<String> {
    let mut text = String::new();
    for one in &name.declarations {
        let has_form = match one.kind {
            Kind::Class | Kind::Interface | Kind::Enum => one.members.len() > 1,
            Kind::Function => !one.parameters.is_empty(),
            _ => false,
        };
        if !has_form {
            return None;
        }
        add(&mut text, one, false);
    }
    (!text.is_empty()).then_some(text)
}

/// Recursion ends where that of the reader does: at `MAX_DEPTH`.
fn add(text: &mut String, one: &Declaration, with_name: bool) {
    text.push_str(&format!("{:?} {:?} ", one.kind, one.modifiers));
    if with_name {
        text.push_str(&one.name);
    }
    text.push_str(&overloads::text(one));
    text.push_str(&format!("{:?}{:?}{{", one.extends, one.implements));
    for member in &one.members {
        add(text, member, true);
    }
    text.push('}');
}
