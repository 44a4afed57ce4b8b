//! The names of the packages that the manifests at the project's root ask for.

use std::collections::BTreeSet;

use super::channels::MAX_MANIFEST;
use crate::facts::Missing;
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::repo::Checkout;

/// The most names that are kept.
const MAX_NAMES: usize = 5_000;

pub(super) fn read(checkout: &Checkout) -> Result<Vec<String>, Missing> {
    let mut names = BTreeSet::new();
    for path in checkout
        .tracked()?
        .iter()
        .filter(|path| !path.contains('/'))
    {
        let reader: fn(&str, &mut BTreeSet<String>) = match path.as_str() {
            "pyproject.toml" => pyproject,
            "Cargo.toml" => cargo,
            "package.json" => package_json,
            "go.mod" => go_mod,
            _ if path.starts_with("requirements") && path.ends_with(".txt") => requirements,
            _ => continue,
        };
        reader(&checkout.tracked_text(path, MAX_MANIFEST)?, &mut names);
    }
    Ok(names
        .into_iter()
        .filter(|name| !name.is_empty())
        .take(MAX_NAMES)
        .collect())
}

/// The name in front of extras, versions and markers.
fn requirement(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let name: String = text
        .trim()
        .chars()
        .take_while(|&letter| plain(letter))
        .collect();
    name.to_ascii_lowercase().replace('_', "-")
}

fn keys(value: Option<TomlValue<'_, '_>>, names: &mut BTreeSet<String>) {
    let table = value.and_then(|value| value.value().as_table());
    for key in table.into_iter().flat_map(|table| table.keys()) {
        names.insert(key.get_ref().to_ascii_lowercase());
    }
}

fn pyproject(text: &str, names: &mut BTreeSet<String>) {
    let Ok(toml) = TomlText::parse(text) else {
        return;
    };
    let mut lists: Vec<Vec<&str>> = Vec::new();
    lists.extend(
        toml.get(&["project", "dependencies"])
            .map(|value| value.texts()),
    );
    lists.extend(
        toml.get(&["build-system", "requires"])
            .map(|value| value.texts()),
    );
    for path in [
        &["project", "optional-dependencies"][..],
        &["dependency-groups"],
    ] {
        let groups = toml.get(path);
        let table = groups.and_then(|value| value.value().as_table());
        for key in table.into_iter().flat_map(|table| table.keys()) {
            lists.extend(
                groups
                    .and_then(|value| value.get(key.get_ref()))
                    .map(|value| value.texts()),
            );
        }
    }
    names.extend(lists.into_iter().flatten().map(requirement));
    keys(toml.get(&["tool", "poetry", "dependencies"]), names);
}

fn cargo(text: &str, names: &mut BTreeSet<String>) {
    let Ok(toml) = TomlText::parse(text) else {
        return;
    };
    for path in [
        &["dependencies"][..],
        &["dev-dependencies"],
        &["build-dependencies"],
        &["workspace", "dependencies"],
    ] {
        keys(toml.get(path), names);
    }
}

fn package_json(text: &str, names: &mut BTreeSet<String>) {
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else {
        return;
    };
    for key in ["dependencies", "devDependencies", "peerDependencies"] {
        let table = json.get(key).and_then(|value| value.as_object());
        names.extend(
            table
                .into_iter()
                .flat_map(|table| table.keys())
                .map(|name| name.to_ascii_lowercase()),
        );
    }
}

fn go_mod(text: &str, names: &mut BTreeSet<String>) {
    let lines = text
        .lines()
        .map(|line| line.trim().trim_start_matches("require "));
    let words = lines.filter_map(|line| line.split_whitespace().next());
    names.extend(
        words
            .filter(|word| word.contains('/'))
            .map(str::to_ascii_lowercase),
    );
}

fn requirements(text: &str, names: &mut BTreeSet<String>) {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with(['#', '-']));
    names.extend(lines.map(requirement));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_with(reader: fn(&str, &mut BTreeSet<String>), text: &str) -> Vec<String> {
        let mut names = BTreeSet::new();
        reader(text, &mut names);
        names.into_iter().collect()
    }

    #[test]
    fn names_are_read_from_each_manifest() {
        let text = "[project]\ndependencies = [\"Sentry_SDK[flask]>=1\"]\n[dependency-groups]\ndev = [\"pytest\", {include-group = \"x\"}]\n";
        assert_eq!(read_with(pyproject, text), ["pytest", "sentry-sdk"]);
        assert_eq!(
            read_with(cargo, "[dependencies]\nsentry = \"1\"\n"),
            ["sentry"]
        );
        let json = "{\"dependencies\": {\"@sentry/node\": \"1\"}}";
        assert_eq!(read_with(package_json, json), ["@sentry/node"]);
        let module =
            "module x.y/z\nrequire (\n\tgithub.com/getsentry/sentry-go v0.1 // indirect\n)\n";
        assert_eq!(
            read_with(go_mod, module),
            ["github.com/getsentry/sentry-go"]
        );
        assert_eq!(
            read_with(requirements, "# x\n-r y\nflask==1 # z\n"),
            ["flask"]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\[|\\]|a|=|\"|\n|\\{|\\}|:|,|require |/|é){0,40}") {
            for reader in [pyproject, cargo, package_json, go_mod, requirements] {
                let _ = read_with(reader, &text);
            }
        }
    }
}
