//! `Cargo.toml`.

use super::Manifest;
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
    let lent = toml.get(&["workspace", "dependencies"]);
    for (alias, value) in lent.iter().flat_map(TomlValue::entries) {
        if let Some(real) = value.text("package") {
            found.renamed.push((alias.to_owned(), real.to_owned()));
        }
    }
    Ok(found)
}

fn read(found: &mut Manifest, table: &TomlValue<'_, '_>, scope: Scope) {
    for (key, value) in table.entries() {
        if value.get("path").is_some() {
            continue;
        }
        let is_optional = value.get("optional").and_then(|on| on.value().as_bool()) == Some(true);
        let version = value.value().as_str().or_else(|| value.text("version"));
        let scope = if is_optional { Scope::Optional } else { scope };
        found.ask(value.text("package").unwrap_or(key), version, scope);
        // What the workspace lends may have another name, or lie in a folder.
        if let Some(asked) = found.asked.last_mut() {
            asked.is_conditional = value.get("workspace").is_some();
        }
    }
}
