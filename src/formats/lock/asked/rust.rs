//! `Cargo.toml`.

use super::{Lent, Manifest};
use crate::formats::lock::model::Scope;
use crate::formats::place::Malformed;
use crate::formats::toml_text::{TomlText, TomlValue};

const LISTS: &[(&str, Scope)] = &[
    ("dependencies", Scope::Runtime),
    ("build-dependencies", Scope::Build),
    ("dev-dependencies", Scope::Development),
];

/// Reads a `Cargo.toml`, with those of all targets.
///
/// # Errors
/// [`Malformed`] if it is no TOML.
pub fn cargo_toml(text: &str) -> Result<Manifest, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut found = Manifest {
        name: toml.text(&["package", "name"]).map(str::to_owned),
        ..Manifest::default()
    };
    let targets = toml.get(&["target"]);
    for (list, scope) in LISTS {
        let old = list.replace('-', "_");
        let tables = [
            toml.get(&[list]),
            toml.get(&[&old]).filter(|_| old != *list),
        ];
        let of_targets = targets.iter().flat_map(TomlValue::entries);
        let of_targets = of_targets.filter_map(|(_, target)| target.get(list));
        for table in tables.into_iter().flatten().chain(of_targets) {
            read(&mut found, &table, *scope);
        }
    }
    let workspace = toml.get(&["workspace"]);
    found.lends = workspace.map(|it| lent(it.get("dependencies").as_ref()));
    let root = toml.text(&["package", "workspace"]);
    found.workspace = root.map(str::to_owned);
    Ok(found)
}

fn read(found: &mut Manifest, table: &TomlValue<'_, '_>, scope: Scope) {
    for (key, value) in table.entries() {
        if value.get("path").is_some() {
            continue;
        }
        let is_optional = value.get("optional").and_then(|on| on.value().as_bool()) == Some(true);
        let version = version(&value);
        let scope = if is_optional { Scope::Optional } else { scope };
        found.ask(value.text("package").unwrap_or(key), version, scope);
        // What the workspace lends may have another name, or lie in a folder: until that is looked up, it
        // may be none of the registry.
        if let Some(asked) = found.asked.last_mut() {
            asked.is_inherited = value.get("workspace").is_some();
            asked.is_conditional = asked.is_inherited;
        }
    }
}

fn lent(table: Option<&TomlValue<'_, '_>>) -> Vec<Lent> {
    let entries = table.into_iter().flat_map(TomlValue::entries);
    let lent = entries.map(|(alias, value)| Lent {
        alias: alias.to_owned(),
        package: value.get("path").is_none().then(|| {
            let name = value.text("package").unwrap_or(alias);
            (name.to_owned(), version(&value).map(str::to_owned))
        }),
    });
    lent.collect()
}

/// The versions that would do, of a table or of a text.
fn version<'v>(value: &'v TomlValue<'_, '_>) -> Option<&'v str> {
    let written = value.value().as_str().or_else(|| value.text("version"));
    written.map(str::trim).filter(|text| !text.is_empty())
}
