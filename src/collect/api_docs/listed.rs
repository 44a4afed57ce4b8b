//! New names that documentation does not list.

use std::collections::HashSet;

use super::sources::MAX_FILE;
use crate::facts::{ApiRevision, ApiWeight, Missing, PythonApi, UnlistedName};
use crate::repo::Checkout;

/// The new names at the top of a package that no page names. Documentation that shows the package as
/// a whole names all of them. Pages are read only if there is a new name.
///
/// # Errors
/// [`Missing`] if a page cannot be read.
pub(super) fn missing(
    checkout: &Checkout,
    api: &PythonApi,
    pages: &[String],
    whole: &HashSet<String>,
) -> Result<Vec<UnlistedName>, Missing> {
    let mut missing = added(api, whole);
    for page in pages {
        if missing.is_empty() {
            break;
        }
        let text = checkout.tracked_text(page, MAX_FILE)?;
        let is_of_no_name = |letter: char| !letter.is_alphanumeric() && letter != '_';
        let words: HashSet<&str> = text.split(is_of_no_name).collect();
        missing.retain(|name| {
            let last = name.symbol.rsplit('.').next().unwrap_or_default();
            !words.contains(last)
        });
    }
    Ok(missing)
}

fn added(api: &PythonApi, whole: &HashSet<String>) -> Vec<UnlistedName> {
    let added = api.changes.iter().filter(|change| {
        change.weight == ApiWeight::Adding
            && change.kind == "added"
            && change.revision == ApiRevision::Head
            && change.doubt.is_none()
    });
    let mut found: Vec<UnlistedName> = added
        .filter_map(|change| {
            let (package, name) = change.symbol.split_once('.')?;
            let is_top = !name.contains('.') && !name.starts_with('_');
            let is_module = change.message.contains("module");
            (is_top && !is_module && !whole.contains(package)).then(|| UnlistedName {
                symbol: change.symbol.clone(),
                path: change.path.clone(),
                line: change.line,
            })
        })
        .collect();
    found.sort();
    found
}
