//! The files that make it possible to publish a project somewhere.

use serde::Deserialize;

use crate::facts::{Channel, Missing};
use crate::formats::toml_text::TomlText;
use crate::repo::Checkout;

/// The largest manifest that is read, in bytes.
pub(super) const MAX_MANIFEST: u64 = 1024 * 1024;

/// The classifier that keeps a package from PyPI.
const PRIVATE: &str = "Private :: Do Not Upload";

/// Files that only make sense where documentation is built.
const DOCUMENTATION: &[&str] = &[
    ".readthedocs.yaml",
    ".readthedocs.yml",
    "antora.yml",
    "book.toml",
    "doc/conf.py",
    "doc/source/conf.py",
    "docs/book.toml",
    "docs/conf.py",
    "docs/docusaurus.config.js",
    "docs/docusaurus.config.ts",
    "docs/mkdocs.yml",
    "docs/source/conf.py",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "mkdocs.yaml",
    "mkdocs.yml",
    "website/docusaurus.config.js",
    "zensical.toml",
];

/// The folders in which a Dockerfile is the project's own image.
const IMAGES: &[&str] = &[
    "",
    "docker",
    "build",
    "deploy",
    "container",
    "containers",
    "packaging",
];

pub(super) fn read(checkout: &Checkout) -> Result<Vec<Channel>, Missing> {
    let tracked = checkout.tracked()?;
    let mut found = Vec::new();
    let mut add = |name: &str, path: &str| {
        found.push(Channel {
            name: name.to_owned(),
            path: path.to_owned(),
        });
    };
    let text = |path: &str| match checkout.tracks(path)? {
        true => checkout.tracked_text(path, MAX_MANIFEST).map(Some),
        false => Ok(None),
    };
    let pyproject = text("pyproject.toml")?;
    let private = pyproject
        .as_deref()
        .is_some_and(|text| text.contains(PRIVATE));
    if pyproject.as_deref().is_some_and(is_python_package) && !private {
        add("pypi", "pyproject.toml");
    }
    for path in ["setup.cfg", "setup.py"] {
        if text(path)?.is_some_and(|text| is_setup(path, &text) && !text.contains(PRIVATE))
            && !private
        {
            add("pypi", path);
        }
    }
    if text("Cargo.toml")?.as_deref().is_some_and(is_crate) {
        add("crates.io", "Cargo.toml");
    }
    if text("package.json")?.as_deref().is_some_and(is_npm_package) {
        add("npm", "package.json");
    }
    for path in DOCUMENTATION {
        if checkout.tracks(path)? {
            add("documentation", path);
        }
    }
    for path in tracked.iter().filter(|path| is_image(path)) {
        add("docker", path);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// One that cannot be parsed may be a package: to take it for none would take its stage off the list.
fn is_python_package(text: &str) -> bool {
    TomlText::parse(text).map_or(true, |toml| {
        toml.get(&["project"]).is_some() || toml.get(&["tool", "poetry", "name"]).is_some()
    })
}

fn is_setup(path: &str, text: &str) -> bool {
    match path {
        "setup.cfg" => text.lines().any(|line| line.trim() == "[metadata]"),
        _ => text.contains("setup("),
    }
}

/// A package that may be published, or a workspace, of which some package may be; or what cannot be
/// parsed.
fn is_crate(text: &str) -> bool {
    let Ok(toml) = TomlText::parse(text) else {
        return true;
    };
    let publish = |path: &[&str]| {
        let value = toml.get(path);
        value.is_none_or(|value| {
            value.value().as_bool() != Some(false)
                && value.value().as_array().is_none_or(|list| !list.is_empty())
        })
    };
    let package = toml.get(&["package"]).is_some() && publish(&["package", "publish"]);
    let workspace = toml.get(&["workspace"]).is_some() && toml.get(&["package"]).is_none();
    package || workspace && publish(&["workspace", "package", "publish"])
}

#[derive(Deserialize)]
struct Package {
    name: Option<serde_json::Value>,
    private: Option<serde_json::Value>,
}

/// A package that may be published, or what cannot be parsed.
fn is_npm_package(text: &str) -> bool {
    let read = serde_json::from_str::<Package>(text);
    read.map_or(true, |package| {
        package.name.is_some() && package.private != Some(serde_json::Value::Bool(true))
    })
}

fn is_image(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_named = ["Dockerfile", "Containerfile"]
        .iter()
        .any(|known| name == *known || name.starts_with(&format!("{known}.")))
        || name.ends_with(".Dockerfile");
    is_named && IMAGES.contains(&folder) && !name.ends_with(".dockerignore")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_that_are_never_published_are_no_channel() {
        assert!(is_crate("[package]\nname = \"a\"\n"));
        assert!(!is_crate("[package]\nname = \"a\"\npublish = false\n"));
        assert!(!is_crate("[package]\nname = \"a\"\npublish = []\n"));
        assert!(is_crate("[workspace]\nmembers = []\n"));
        assert!(!is_crate("[workspace]\n[package]\npublish = false\n"));
        assert!(is_npm_package("{\"name\": \"a\"}"));
        assert!(!is_npm_package("{\"name\": \"a\", \"private\": true}"));
        assert!(!is_npm_package("{}"));
        assert!(is_python_package("[project]\nname = \"a\"\n"));
        assert!(is_python_package("[project") && is_npm_package("{") && is_crate("[package"));
        assert!(!is_python_package("[tool.ruff]\n"));
        assert!(is_setup("setup.cfg", "[metadata]\n") && !is_setup("setup.cfg", "[flake8]\n"));
    }

    #[test]
    fn images_of_tests_and_examples_are_no_channel() {
        assert!(is_image("Dockerfile") && is_image("docker/Dockerfile.alpine"));
        assert!(is_image("app.Dockerfile"));
        for path in [
            "tests/Dockerfile",
            ".devcontainer/Dockerfile",
            "Dockerfiles",
            "Dockerfile.dockerignore",
        ] {
            assert!(!is_image(path), "{path}");
        }
    }
}
