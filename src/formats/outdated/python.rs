//! The lists of pip, uv and poetry: name, version, newest version.

use serde::Deserialize;

use super::{Behind, MAX_PACKAGES, kept};
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a list of poetry.
pub(super) fn is_poetry(head: &str) -> bool {
    is_list(head) && head.contains("\"installed_status\"") && head.contains("\"latest_version\"")
}

/// Whether a text that starts like this is a list of pip or uv.
pub(super) fn is_pip(head: &str) -> bool {
    is_list(head) && head.contains("\"latest_filetype\"") && head.contains("\"latest_version\"")
}

fn is_list(head: &str) -> bool {
    head.trim_start().strip_prefix('[').is_some_and(|rest| {
        rest.trim_start().starts_with("{\"name\"") || rest.trim_start().starts_with('{')
    })
}

#[derive(Deserialize)]
struct Package<'t> {
    #[serde(borrow)]
    name: Text<'t>,
    #[serde(borrow)]
    version: Text<'t>,
    #[serde(borrow)]
    latest_version: Text<'t>,
}

/// Reads such a list.
pub(super) fn read(text: &str) -> Result<Vec<Behind>, Flaw> {
    let packages: List<Package<'_>, MAX_PACKAGES> = report::json(text)?;
    packages
        .iter()
        .map(|package| {
            Ok(Behind {
                name: kept(&package.name, "name")?,
                version: Some(kept(&package.version, "version")?),
                compatible: None,
                latest: Some(kept(&package.latest_version, "version")?),
                knows_compatible: false,
                direct: None,
            })
        })
        .collect()
}
