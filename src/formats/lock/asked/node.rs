//! `package.json`.

use serde::Deserialize;

use super::Manifest;
use crate::formats::json_text::Text;
use crate::formats::lock::model::Scope;
use crate::formats::report::{self, Flaw, unique_keys};

#[derive(Deserialize)]
struct Raw<'t> {
    #[serde(borrow)]
    name: Option<Text<'t>>,
    #[serde(borrow, default, deserialize_with = "unique_keys")]
    dependencies: Vec<(Text<'t>, Text<'t>)>,
    #[serde(
        borrow,
        default,
        rename = "optionalDependencies",
        deserialize_with = "unique_keys"
    )]
    optional: Vec<(Text<'t>, Text<'t>)>,
    #[serde(
        borrow,
        default,
        rename = "devDependencies",
        deserialize_with = "unique_keys"
    )]
    development: Vec<(Text<'t>, Text<'t>)>,
}

/// What leads to a folder, or to another package of the project.
const OWN: &[&str] = &["file:", "link:", "workspace:", "portal:"];

/// Reads a `package.json`. What a peer has to bring is not asked for here.
///
/// # Errors
/// A [`Flaw`] if it is no JSON object, or its lists are none.
pub fn package_json(text: &str) -> Result<Manifest, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let mut found = Manifest {
        name: raw.name.map(|name| name.to_string()),
        ..Manifest::default()
    };
    for (list, scope) in [
        (raw.optional, Scope::Optional),
        (raw.dependencies, Scope::Runtime),
        (raw.development, Scope::Development),
    ] {
        for (name, range) in &list {
            let is_known = found.asked.iter().any(|asked| asked.name == **name);
            if OWN.iter().any(|own| range.starts_with(own)) || is_known {
                continue;
            }
            let alias = range
                .strip_prefix("npm:")
                .map(|alias| alias.rsplit_once('@').unwrap_or((alias, "")));
            match alias {
                Some((real, range)) if !real.is_empty() => found.ask(real, Some(range), scope),
                _ => found.ask(name, Some(range), scope),
            }
        }
    }
    Ok(found)
}
