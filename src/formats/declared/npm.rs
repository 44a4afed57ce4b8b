//! `package.json`: engines, exports, commands and dependencies of one npm package.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::range::Dialect;
use super::{Item, Manifest, Topic};
use crate::formats::package_json::{Places, malformed, typed};
use crate::formats::place::Malformed;

/// The keys of an object, in order, with their values as they are written.
type Table<'t> = BTreeMap<Cow<'t, str>, &'t RawValue>;

#[derive(Deserialize)]
struct RawPackage<'t> {
    #[serde(borrow)]
    name: Option<&'t RawValue>,
    #[serde(borrow)]
    private: Option<&'t RawValue>,
    #[serde(borrow)]
    engines: Option<&'t RawValue>,
    #[serde(borrow)]
    exports: Option<&'t RawValue>,
    #[serde(borrow)]
    main: Option<&'t RawValue>,
    #[serde(borrow)]
    module: Option<&'t RawValue>,
    #[serde(borrow)]
    bin: Option<&'t RawValue>,
    #[serde(borrow)]
    dependencies: Option<&'t RawValue>,
    #[serde(borrow, rename = "optionalDependencies")]
    optional_dependencies: Option<&'t RawValue>,
    #[serde(borrow, rename = "peerDependencies")]
    peer_dependencies: Option<&'t RawValue>,
    #[serde(borrow, rename = "peerDependenciesMeta")]
    peer_meta: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct PeerMeta {
    #[serde(default)]
    optional: bool,
}

/// What a `package.json` declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Npm {
    /// What it has in common with other manifests.
    pub manifest: Manifest,
    /// The line of `exports`; `None` if every file of the package can be imported.
    pub exports: Option<u64>,
}

/// Reads a `package.json`.
///
/// # Errors
/// [`Malformed`] if it is not a JSON object, or has one of the keys twice.
pub fn read(text: &str) -> Result<Npm, Malformed> {
    let raw: RawPackage<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let places = Places::new(text);
    let mut manifest = Manifest {
        name: typed(raw.name),
        private: typed(raw.private).unwrap_or(false),
        ..Manifest::default()
    };
    if let Some(node) = table(raw.engines).get("node")
        && let Some(range) = typed::<String>(Some(node))
    {
        let item = Item::runtime("node", &range, Dialect::Npm, places.line(node));
        manifest.items.push(item);
    }
    read_exports(&mut manifest, &raw, &places);
    read_bin(&mut manifest, raw.bin, &places);
    let optional = table(raw.optional_dependencies);
    for (name, value) in &table(raw.dependencies) {
        let is_optional = optional.contains_key(name);
        dependency(
            &mut manifest,
            Topic::Dependency,
            name,
            value,
            is_optional,
            &places,
        );
    }
    let meta = table(raw.peer_meta);
    for (name, value) in &table(raw.peer_dependencies) {
        let meta: Option<PeerMeta> = typed(meta.get(name).copied());
        let is_optional = meta.is_some_and(|meta| meta.optional);
        dependency(
            &mut manifest,
            Topic::Peer,
            name,
            value,
            is_optional,
            &places,
        );
    }
    Ok(Npm {
        manifest,
        exports: raw.exports.map(|value| places.line(value)),
    })
}

fn table(value: Option<&RawValue>) -> Table<'_> {
    typed(value).unwrap_or_default()
}

fn dependency(
    manifest: &mut Manifest,
    topic: Topic,
    name: &str,
    value: &RawValue,
    optional: bool,
    places: &Places<'_>,
) {
    manifest.items.push(Item {
        text: typed(Some(value)).unwrap_or_default(),
        dialect: Dialect::Npm,
        optional,
        ..Item::named(topic, name, places.line(value))
    });
}

/// `bin` is a path, named after the package without its scope, or an object of names.
fn read_bin(manifest: &mut Manifest, bin: Option<&RawValue>, places: &Places<'_>) {
    let Some(value) = bin else { return };
    if typed::<String>(Some(value)).is_some() {
        let name = manifest.name.as_deref().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        let item = Item::named(Topic::Command, name, places.line(value));
        manifest.items.push(item);
    }
    for (name, value) in table(Some(value)) {
        let item = Item::named(Topic::Command, name, places.line(value));
        manifest.items.push(item);
    }
}

/// `exports` (Node.js, § Package entry points), else `main` and `module`.
fn read_exports(manifest: &mut Manifest, raw: &RawPackage<'_>, places: &Places<'_>) {
    let Some(exports) = raw.exports else {
        if let Some(main) = raw.main.or(raw.module) {
            manifest
                .items
                .push(export(".", places.line(main), "import require"));
        }
        return;
    };
    let entries = table(Some(exports));
    if entries.keys().any(|key| key.starts_with('.')) {
        for (path, value) in &entries {
            note_export(manifest, path, value, places);
        }
    } else {
        note_export(manifest, ".", exports, places);
    }
}

/// Notes an export; `null` takes a path out.
fn note_export(manifest: &mut Manifest, path: &str, value: &RawValue, places: &Places<'_>) {
    let mut loaders = BTreeSet::new();
    find_loaders(value, &["import", "require"], &mut loaders, 0);
    if !loaders.is_empty() {
        let loaders: Vec<&str> = loaders.into_iter().collect();
        let item = export(path, places.line(value), &loaders.join(" "));
        manifest.items.push(item);
    }
}

fn export(path: &str, line: u64, loaders: &str) -> Item {
    Item {
        text: loaders.to_owned(),
        ..Item::named(Topic::Export, path, line)
    }
}

/// How deeply conditions are followed. Real ones are two or three deep.
const MAX_CONDITIONS: usize = 16;

/// Which of the loaders reach a file through the conditions of an export.
fn find_loaders(
    value: &RawValue,
    loaders: &[&'static str],
    found: &mut BTreeSet<&'static str>,
    depth: usize,
) {
    if depth > MAX_CONDITIONS || typed::<String>(Some(value)).is_some() {
        found.extend(loaders);
        return;
    }
    if let Some(fallbacks) = typed::<Vec<&RawValue>>(Some(value)) {
        for value in fallbacks {
            find_loaders(value, loaders, found, depth + 1);
        }
    }
    for (condition, value) in table(Some(value)) {
        let reaching: Vec<&'static str> = loaders
            .iter()
            .copied()
            .filter(|loader| match condition.as_ref() {
                "types" => false,
                "import" | "require" => condition == *loader,
                _ => true,
            })
            .collect();
        if !reaching.is_empty() {
            find_loaders(value, &reaching, found, depth + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shown;
    use super::*;

    fn items(text: &str) -> Vec<String> {
        shown(&read(text).unwrap().manifest)
    }

    #[test]
    fn a_package_is_read() {
        let text = r#"{
  "name": "@demo/tool", "private": false,
  "engines": {"npm": "1", "node": ">= 18"},
  "main": "x.js",
  "bin": "cli.js",
  "dependencies": {"a": "^1",
    "b": "file:../b", "c": "2"},
  "optionalDependencies": {"c": "2"},
  "devDependencies": {"d": "1"},
  "peerDependencies": {"react": "^18", "vue": "*"},
  "peerDependenciesMeta": {"vue": {"optional": true}}
}"#;
        assert_eq!(
            items(text),
            [
                "3: Runtime node >= 18",
                "4: Export . import require",
                "5: Command tool",
                "6: Dependency a ^1",
                "7: Dependency b file:../b",
                "7: Dependency c 2 optional",
                "10: Peer react ^18",
                "10: Peer vue * optional",
            ]
        );
        assert_eq!(
            items(r#"{"bin": {"x": "a", "y": "b"}}"#),
            ["1: Command x", "1: Command y"]
        );
    }

    #[test]
    fn exports_are_read_with_how_they_can_be_loaded() {
        for (exports, expected) in [
            (r#""./x.js""#, vec![". import require"]),
            (r#"{"import": "./x.mjs"}"#, vec![". import"]),
            (
                r#"{"types": "./x.d.ts", "import": "./x.mjs", "require": {"types": "y", "default": "z"}}"#,
                vec![". import require"],
            ),
            (
                r#"{"import": "./x.mjs", "default": "./x.js"}"#,
                vec![". import require"],
            ),
            (
                r#"{".": {"node": {"import": "x"}}, "./sub/*": "./y/*", "./internal/*": null}"#,
                vec![". import", "./sub/* import require"],
            ),
            (
                r#"{".": [{"import": "x"}, "./y.js"]}"#,
                vec![". import require"],
            ),
        ] {
            let text = format!("{{\"main\": \"x\", \"exports\": {exports}}}");
            let expected: Vec<String> = expected
                .iter()
                .map(|one| format!("1: Export {one}"))
                .collect();
            assert_eq!(items(&text), expected, "{exports}");
        }
        let deep = format!(
            "{{\"exports\": {}1{}}}",
            "{\"a\":".repeat(100),
            "}".repeat(100)
        );
        assert!(read(&deep).is_ok());
    }

    #[test]
    fn odd_values_are_passed_over() {
        let odd = r#"{"name": 1, "engines": [], "bin": 2, "exports": 3, "dependencies": "x"}"#;
        assert_eq!(items(odd), [""; 0]);
        assert_eq!(read("{\n").unwrap_err().line, 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\{|\\}|\"exports\"|\"bin\"|\"\\.\"|\"import\"|:|,|\"x\"|null|true|[\\n \\[\\]]){0,40}") {
            let _ = read(&text);
        }
    }
}
