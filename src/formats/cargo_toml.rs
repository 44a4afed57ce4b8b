//! `Cargo.toml`: the package's version, and the workspace's.

use toml::de::DeValue;

use super::place::Malformed;
use super::toml_text::{TomlText, TomlValue};
use super::version_source::{Origin, VersionPlace, VersionSource};

/// What a `Cargo.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CargoToml {
    /// `[package]`; `None` in a virtual workspace.
    pub package: Option<CargoPackage>,
    /// `[workspace]`.
    pub workspace: Option<CargoWorkspace>,
}

/// `[package]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CargoPackage {
    /// The name.
    pub name: Option<String>,
    /// The version: literal, or from the workspace; `None` if there is none (Cargo reads 0.0.0).
    pub version: Option<VersionPlace>,
    /// Whether it may be published to a registry; `None` if the workspace says so.
    pub publishable: Option<bool>,
}

/// `[workspace]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CargoWorkspace {
    /// The members' folders, as globs.
    pub members: Vec<String>,
    /// Folders that are no members.
    pub exclude: Vec<String>,
    /// `workspace.package.version`.
    pub version: Option<VersionPlace>,
    /// `workspace.package.publish`.
    pub publishable: bool,
}

/// Reads a `Cargo.toml`.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn read(text: &str) -> Result<CargoToml, Malformed> {
    let toml = TomlText::parse(text)?;
    Ok(CargoToml {
        package: toml.get(&["package"]).map(|table| package(&table)),
        workspace: toml.get(&["workspace"]).map(|table| workspace(&table)),
    })
}

fn package(table: &TomlValue<'_, '_>) -> CargoPackage {
    let publish = table.get("publish");
    let inherited = publish.as_ref().is_some_and(|value| inherits(value));
    CargoPackage {
        name: table.text("name").map(str::to_owned),
        version: table
            .get("version")
            .map(|value| version("package.version", &value)),
        publishable: (!inherited).then(|| may_publish(publish.as_ref())),
    }
}

fn workspace(table: &TomlValue<'_, '_>) -> CargoWorkspace {
    let texts = |key: &str| -> Vec<String> {
        let value = table.get(key);
        value
            .map(|value| value.texts())
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let package = table.get("package");
    CargoWorkspace {
        members: texts("members"),
        exclude: texts("exclude"),
        version: package
            .as_ref()
            .and_then(|package| package.get("version"))
            .map(|value| version("workspace.package.version", &value)),
        publishable: may_publish(package.and_then(|package| package.get("publish")).as_ref()),
    }
}

fn version(key: &str, value: &TomlValue<'_, '_>) -> VersionPlace {
    let source = match value.value().as_str() {
        Some(text) => VersionSource::Literal(text.to_owned()),
        None if inherits(value) => VersionSource::dynamic("workspace", Origin::Workspace),
        None => {
            VersionSource::Undetermined(format!("`{key}` is neither a text nor `workspace = true`"))
        }
    };
    VersionPlace {
        key: key.to_owned(),
        line: value.line(),
        source,
    }
}

/// `key.workspace = true`.
fn inherits(value: &TomlValue<'_, '_>) -> bool {
    value
        .get("workspace")
        .and_then(|flag| flag.value().as_bool())
        == Some(true)
}

/// `publish = false` and `publish = []` forbid it; a list of registries and nothing allow it.
fn may_publish(publish: Option<&TomlValue<'_, '_>>) -> bool {
    match publish.map(|value| value.value()) {
        Some(DeValue::Boolean(allowed)) => *allowed,
        Some(DeValue::Array(registries)) => !registries.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_package_has_its_own_version_or_the_workspaces() {
        let cargo = read("[package]\nname = 'demo'\nversion = '1.2.3'\npublish = false\n").unwrap();
        let package = cargo.package.unwrap();
        assert_eq!(package.publishable, Some(false));
        let place = package.version.unwrap();
        assert_eq!(
            (place.line, place.source),
            (3, VersionSource::Literal("1.2.3".to_owned()))
        );

        for inherited in ["version.workspace = true", "version = { workspace = true }"] {
            let cargo = read(&format!(
                "[package]\r\n{inherited}\r\npublish.workspace = true"
            ))
            .unwrap();
            let package = cargo.package.unwrap();
            assert_eq!(package.publishable, None);
            let place = package.version.unwrap();
            assert_eq!(place.line, 2);
            assert_eq!(
                place.source,
                VersionSource::dynamic("workspace", Origin::Workspace)
            );
        }
    }

    #[test]
    fn a_workspace_lists_members_and_a_version() {
        let text = "[workspace]\nmembers = [\"crates/*\", \"xtask\"]\nexclude = [\"crates/old\"]\n[workspace.package]\nversion = \"2.0.0\"\npublish = []\n";
        let workspace = read(text).unwrap().workspace.unwrap();
        assert_eq!(workspace.members, ["crates/*", "xtask"]);
        assert_eq!(workspace.exclude, ["crates/old"]);
        assert_eq!(workspace.version.unwrap().line, 5);
        assert!(!workspace.publishable);
    }

    #[test]
    fn malformed_text_names_its_line() {
        assert_eq!(
            read("[package]\nname = \"a\nversion = 1").unwrap_err().line,
            2
        );
        let twice = read("[package]\nversion = '1'\nversion = '2'").unwrap_err();
        assert_eq!(twice.line, 3);
        assert!(read(&format!("a = {}", "[".repeat(100_000))).is_err());
        let odd = read("[package]\nversion = 1")
            .unwrap()
            .package
            .unwrap()
            .version
            .unwrap();
        assert!(matches!(odd.source, VersionSource::Undetermined(_)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[package\\]|\\[workspace\\]|version|=|\"|\\{|\\}|[\\n .0-9a-z]){0,60}") {
            let _ = read(&text);
        }
    }
}
