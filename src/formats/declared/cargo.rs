//! `Cargo.toml`: runtime, features, commands and dependencies of one crate.

use std::collections::{BTreeMap, BTreeSet};

use super::range::Dialect;
use super::{Item, Manifest, Topic};
use crate::formats::cargo_toml;
use crate::formats::place::Malformed;
use crate::formats::toml_text::{TomlText, TomlValue};

/// What a workspace lends to its members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workspace {
    rust_version: Option<String>,
    publishable: bool,
    /// The versions of `workspace.dependencies`.
    dependencies: BTreeMap<String, String>,
}

impl Workspace {
    /// Reads `[workspace]` of a `Cargo.toml`; an empty one if there is none.
    ///
    /// # Errors
    /// [`Malformed`] if it is not TOML.
    pub fn read(text: &str) -> Result<Workspace, Malformed> {
        let toml = TomlText::parse(text)?;
        let publishable = cargo_toml::read(text)?
            .workspace
            .is_none_or(|workspace| workspace.publishable);
        let dependencies = toml.get(&["workspace", "dependencies"]);
        Ok(Workspace {
            rust_version: toml
                .text(&["workspace", "package", "rust-version"])
                .map(str::to_owned),
            publishable,
            dependencies: dependencies
                .iter()
                .flat_map(TomlValue::entries)
                .map(|(name, value)| (name.to_owned(), version(&value).to_owned()))
                .collect(),
        })
    }
}

/// Reads a crate's `Cargo.toml`. A virtual manifest yields a private, empty one.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn read(text: &str, workspace: &Workspace) -> Result<Manifest, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut manifest = Manifest::default();
    let Some(package) = cargo_toml::read(text)?.package else {
        manifest.private = true;
        return Ok(manifest);
    };
    manifest.name = package.name;
    manifest.private = !package.publishable.unwrap_or(workspace.publishable);
    let library = toml.get(&["lib"]);
    manifest.library = library.map(|it| it.text("name").map(str::to_owned));
    if let Some(value) = toml.get(&["package", "rust-version"]) {
        let inherited = value
            .get("workspace")
            .and(workspace.rust_version.as_deref());
        if let Some(text) = value.value().as_str().or(inherited) {
            let text = format!(">={text}");
            manifest
                .items
                .push(Item::runtime("rust", &text, Dialect::Cargo, value.line()));
        }
    }
    for bin in toml.get(&["bin"]).iter().flat_map(TomlValue::items) {
        if let Some(name) = bin.text("name") {
            manifest
                .items
                .push(Item::named(Topic::Command, name, bin.line()));
        }
    }
    let optional = read_dependencies(&mut manifest, &toml, workspace);
    read_features(&mut manifest, &toml, &optional);
    Ok(manifest)
}

/// Notes the dependencies of all targets, and returns the optional ones with their lines.
fn read_dependencies<'t>(
    manifest: &mut Manifest,
    toml: &'t TomlText<'_>,
    workspace: &Workspace,
) -> BTreeMap<&'t str, u64> {
    let mut tables = vec![("", toml.get(&["dependencies"]))];
    let targets = toml.get(&["target"]);
    for (target, table) in targets.iter().flat_map(TomlValue::entries) {
        tables.push((target, table.get("dependencies")));
    }
    let mut optional = BTreeMap::new();
    for (target, table) in tables {
        for (name, value) in table.iter().flat_map(TomlValue::entries) {
            let is_optional = value.get("optional").and_then(|on| on.value().as_bool());
            let inherited = value.get("workspace").and(workspace.dependencies.get(name));
            let text = inherited.map_or_else(|| version(&value), String::as_str);
            if is_optional == Some(true) {
                optional.insert(name, value.line());
            }
            manifest.items.push(Item {
                text: text.to_owned(),
                dialect: Dialect::Cargo,
                condition: target.to_owned(),
                optional: is_optional == Some(true),
                ..Item::named(Topic::Dependency, name, value.line())
            });
        }
    }
    optional
}

/// The version of a dependency: a text, or the key of a table; empty for a path or a repository.
fn version<'d>(value: &TomlValue<'d, '_>) -> &'d str {
    let text = value.value().as_str();
    text.or_else(|| value.text("version")).unwrap_or_default()
}

/// Notes the features: those of the table, and those that optional dependencies imply unless some
/// feature names them with `dep:` (The Cargo Book, § Optional dependencies).
fn read_features(manifest: &mut Manifest, toml: &TomlText<'_>, optional: &BTreeMap<&str, u64>) {
    let table = toml.get(&["features"]);
    let features: BTreeMap<&str, TomlValue<'_, '_>> =
        table.iter().flat_map(TomlValue::entries).collect();
    let named: BTreeSet<&str> = features
        .values()
        .flat_map(TomlValue::texts)
        .filter_map(|enabled| enabled.strip_prefix("dep:"))
        .collect();
    let explicit = features.iter().map(|(name, value)| (*name, value.line()));
    let implied = optional
        .iter()
        .filter(|(name, _)| !named.contains(**name) && !features.contains_key(**name))
        .map(|(name, line)| (*name, *line));
    for (name, line) in explicit.chain(implied) {
        if name != "default" {
            manifest.items.push(Item::named(Topic::Feature, name, line));
        }
    }
    for (name, line) in on_by_default(&features) {
        let known = features.contains_key(name) || optional.contains_key(name);
        if known && !named.contains(name) || features.contains_key(name) {
            let item = Item::named(Topic::DefaultFeature, name, line);
            manifest.items.push(item);
        }
    }
}

/// The features that `default` enables, directly or through others, each with the line of the
/// feature that does.
fn on_by_default<'t>(features: &BTreeMap<&'t str, TomlValue<'t, '_>>) -> BTreeMap<&'t str, u64> {
    let mut enabled = BTreeMap::new();
    let mut waiting = vec!["default"];
    while let Some(name) = waiting.pop() {
        let Some(value) = features.get(name) else {
            continue;
        };
        for item in value.items() {
            let Some(text) = item.value().as_str() else {
                continue;
            };
            let plain = !text.contains(['/', ':']);
            if plain && enabled.insert(text, item.line()).is_none() {
                waiting.push(text);
            }
        }
    }
    enabled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shown;
    use super::*;

    #[test]
    fn a_crate_is_read_with_what_its_workspace_lends() {
        let root = "[workspace]\nmembers = ['a']\n[workspace.package]\nrust-version = '1.70'\npublish = false\n[workspace.dependencies]\nserde = { version = '1.0.100' }\nlog = '0.4'\n";
        let text = r#"[package]
name = "demo"
rust-version.workspace = true
publish.workspace = true
[dependencies]
serde = { workspace = true, optional = true }
log.workspace = true
local = { path = "../local" }
rand = { version = "0.8", optional = true }
tracing = { version = "0.1", optional = true }
[target.'cfg(unix)'.dependencies]
libc = "0.2"
[dev-dependencies]
tempfile = "3"
[[bin]]
name = "demo-tool"
path = "src/tool.rs"
[features]
default = ["std"]
std = ["alloc", "rand/std", "dep:tracing"]
alloc = []
"#;
        let workspace = Workspace::read(root).unwrap();
        let manifest = read(text, &workspace).unwrap();
        assert!(manifest.private);
        assert_eq!(
            shown(&manifest),
            [
                "3: Runtime rust >=1.70",
                "15: Command demo-tool",
                "8: Dependency local",
                "7: Dependency log 0.4",
                "9: Dependency rand 0.8 optional",
                "6: Dependency serde 1.0.100 optional",
                "10: Dependency tracing 0.1 optional",
                "12: Dependency libc 0.2 if cfg(unix)",
                "21: Feature alloc",
                "20: Feature std",
                "9: Feature rand",
                "6: Feature serde",
                "20: DefaultFeature alloc",
                "19: DefaultFeature std",
            ]
        );
        assert!(read(root, &workspace).unwrap().private);
        assert!(read("[package]\nname = 'a", &workspace).is_err());
    }

    #[test]
    fn features_that_enable_each_other_end() {
        let text = "[package]\nname = 'a'\n[features]\ndefault = ['a', 'gone']\na = ['b']\nb = ['a', 'default']";
        let manifest = read(text, &Workspace::default()).unwrap();
        let defaults: Vec<_> = manifest
            .items
            .iter()
            .filter(|item| item.topic == Topic::DefaultFeature)
            .map(|item| item.name.as_str())
            .collect();
        assert_eq!(defaults, ["a", "b", "default"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[package\\]|\\[features\\]|\\[dependencies\\]|default|name|=|\"|'|\\[|\\]|\\{|\\}|[\\n .0-9a-z]){0,60}") {
            let _ = read(&text, &Workspace::default());
            let _ = Workspace::read(&text);
        }
    }
}
