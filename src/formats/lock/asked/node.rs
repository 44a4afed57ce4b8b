//! `package.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

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
    #[serde(borrow)]
    overrides: Option<&'t RawValue>,
    #[serde(borrow)]
    resolutions: Option<&'t RawValue>,
    #[serde(borrow)]
    pnpm: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Pnpm<'t> {
    #[serde(borrow)]
    overrides: Option<&'t RawValue>,
}

/// What leads to a folder, or to another package of the project.
const OWN: &[&str] = &["file:", "link:", "workspace:", "portal:"];

/// The packages whose version the project chooses for all that ask: npm's `overrides`, Yarn's
/// `resolutions`, and pnpm's.
fn overrides(raw: &Raw<'_>) -> Vec<String> {
    let pnpm = raw.pnpm.and_then(typed::<Pnpm<'_>>);
    let of_pnpm = pnpm.and_then(|pnpm| pnpm.overrides);
    let lists = [raw.overrides, raw.resolutions, of_pnpm];
    let keys = lists
        .into_iter()
        .flatten()
        .filter_map(typed::<BTreeMap<String, &RawValue>>)
        .flat_map(BTreeMap::into_keys);
    keys.map(|key| overridden(&key).to_owned()).collect()
}

fn typed<'t, T: Deserialize<'t>>(raw: &'t RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// The package that a key of such a list chooses the version of: the last of those that lead to it,
/// `a>b@2`, `**/b`, `a/@scope/b`, without the versions that it is limited to.
#[must_use]
pub fn overridden(key: &str) -> &str {
    let last = key.rsplit('>').next().unwrap_or(key);
    let start = match last.rfind("/@").or_else(|| last.rfind('/')) {
        Some(slash) if !last.starts_with('@') || last.matches('/').count() > 1 => slash + 1,
        _ => 0,
    };
    let name = last.get(start..).unwrap_or(last);
    let end = name.char_indices().skip(1).find(|(_, c)| *c == '@');
    end.and_then(|(end, _)| name.get(..end)).unwrap_or(name)
}

/// Reads a `package.json`. What a peer has to bring is not asked for here.
///
/// # Errors
/// A [`Flaw`] if it is no JSON object, or its lists are none.
pub fn package_json(text: &str) -> Result<Manifest, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let mut found = Manifest {
        name: raw.name.as_ref().map(|name| name.to_string()),
        overridden: overrides(&raw),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_names_the_last_package_of_its_key() {
        for (key, name) in [
            ("left", "left"),
            ("@scope/left", "@scope/left"),
            ("left@^1", "left"),
            ("@scope/left@2", "@scope/left"),
            ("**/left", "left"),
            ("a/**/left", "left"),
            ("a/@scope/left", "@scope/left"),
            ("a>b@2>@scope/left@1", "@scope/left"),
            ("", ""),
        ] {
            assert_eq!(overridden(key), name, "{key}");
        }
    }

    #[test]
    fn overrides_are_read_of_all_package_managers() {
        let text = r#"{"overrides": {"a": "1", "b": {".": "2"}}, "resolutions": {"**/c": "1"}, "pnpm": {"overrides": {"d": "1"}}}"#;
        assert_eq!(package_json(text).unwrap().overridden, ["a", "b", "c", "d"]);
        assert!(
            package_json(r#"{"overrides": 1, "pnpm": []}"#)
                .unwrap()
                .overridden
                .is_empty()
        );
    }
}
