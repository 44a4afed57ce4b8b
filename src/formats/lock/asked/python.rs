//! The manifests of Python projects.

use super::{Asked, Manifest};
use crate::formats::declared::{self, Topic, requirement};
use crate::formats::lock::model::Scope;
use crate::formats::lock::{pdm, requirements};
use crate::formats::place::Malformed;
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};

/// Reads a `pyproject.toml`: the project table, dependency groups (PEP 735), and the tables of
/// poetry, pdm and uv. What only builds the project is left out, since no lock file holds it.
///
/// # Errors
/// [`Malformed`] if it is no TOML.
pub fn pyproject(text: &str) -> Result<Manifest, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut found = Manifest {
        name: [&["project", "name"][..], &["tool", "poetry", "name"]]
            .iter()
            .find_map(|path| toml.text(path))
            .map(str::to_owned),
        ..Manifest::default()
    };
    requirements_of(
        &mut found,
        toml.get(&["project", "dependencies"]),
        Scope::Runtime,
    );
    for (path, scope) in [
        (&["project", "optional-dependencies"][..], Scope::Optional),
        (&["dependency-groups"], Scope::Development),
        (&["tool", "pdm", "dev-dependencies"], Scope::Development),
    ] {
        for (_, list) in toml.get(path).iter().flat_map(TomlValue::entries) {
            requirements_of(&mut found, Some(list), scope);
        }
    }
    requirements_of(
        &mut found,
        toml.get(&["tool", "uv", "dev-dependencies"]),
        Scope::Development,
    );
    poetry(&mut found, &toml);
    let dynamic = toml.get(&["project", "dynamic"]);
    let left = dynamic.iter().flat_map(TomlValue::texts);
    if left.clone().any(|field| field == "dependencies") {
        found.open = Some("leaves its dependencies to the build backend".to_owned());
    }
    Ok(found)
}

fn requirements_of(found: &mut Manifest, list: Option<TomlValue<'_, '_>>, scope: Scope) {
    for item in list.iter().flat_map(TomlValue::items) {
        // A table takes in another group.
        if let Some(text) = item.value().as_str() {
            requirement_of(found, text, scope);
        }
    }
}

fn requirement_of(found: &mut Manifest, text: &str, scope: Scope) {
    let Some(read) = requirement::read(text) else {
        let shown: String = text.chars().take(60).collect();
        found.open = Some(format!(
            "asks for `{shown}`, which is no requirement of PEP 508"
        ));
        return;
    };
    found.ask(&read.name, Some(&read.specifier), scope);
    if let Some(asked) = found.asked.last_mut() {
        asked.is_conditional = !read.marker.is_empty();
    }
}

fn poetry(found: &mut Manifest, toml: &TomlText<'_>) {
    let has_project = !found.asked.is_empty();
    let mut lists = Vec::new();
    if !has_project {
        lists.push((
            toml.get(&["tool", "poetry", "dependencies"]),
            Scope::Runtime,
        ));
    }
    lists.push((
        toml.get(&["tool", "poetry", "dev-dependencies"]),
        Scope::Development,
    ));
    let groups = toml.get(&["tool", "poetry", "group"]);
    for (name, group) in groups.iter().flat_map(TomlValue::entries) {
        let is_main = name == "main";
        let scope = if is_main {
            Scope::Runtime
        } else {
            Scope::Development
        };
        lists.push((group.get("dependencies"), scope));
    }
    for (list, scope) in lists {
        for (name, value) in list.iter().flat_map(TomlValue::entries) {
            let has = |key| value.get(key).is_some();
            if name == "python" || has("path") {
                continue;
            }
            let is_optional =
                value.get("optional").and_then(|on| on.value().as_bool()) == Some(true);
            found.asked.push(Asked {
                name: name.to_owned(),
                // Poetry's own notation is not compared.
                requirement: None,
                scope: if is_optional { Scope::Optional } else { scope },
                is_conditional: has("markers") || has("python") || has("platform"),
                is_inherited: false,
            });
        }
    }
}

/// Reads a `Pipfile`.
///
/// # Errors
/// [`Malformed`] if it is no TOML.
pub fn pipfile(text: &str) -> Result<Manifest, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut found = Manifest::default();
    for (list, scope) in [
        ("packages", Scope::Runtime),
        ("dev-packages", Scope::Development),
    ] {
        for (name, value) in toml.get(&[list]).iter().flat_map(TomlValue::entries) {
            if value.get("path").is_none() {
                let version = value.value().as_str().or_else(|| value.text("version"));
                found.ask(name, version.filter(|version| *version != "*"), scope);
            }
        }
    }
    Ok(found)
}

/// Reads a `setup.cfg`.
#[must_use]
pub fn setup_cfg(text: &str) -> Manifest {
    of_declared(declared::setup_cfg::read(text))
}

/// Reads a `setup.py`, without running it.
///
/// # Errors
/// [`Malformed`] if it is no Python.
pub fn setup_py(text: &str) -> Result<Manifest, Malformed> {
    declared::setup_py::read(text).map(of_declared)
}

fn of_declared(read: declared::Manifest) -> Manifest {
    let mut found = Manifest {
        name: read.name,
        ..Manifest::default()
    };
    for item in read
        .items
        .iter()
        .filter(|item| item.topic == Topic::Dependency)
    {
        found.ask(&item.name, Some(&item.text), Scope::Runtime);
        if let Some(asked) = found.asked.last_mut() {
            asked.is_conditional = !item.condition.is_empty();
        }
    }
    let unread = read
        .unread
        .iter()
        .find(|unread| unread.topic == Some(Topic::Dependency));
    found.open =
        unread.map(|unread| format!("does not say all that it asks for: {}", unread.reason));
    found
}

/// Reads a `requirements.in`, from which a tool works out a `requirements.txt`. `name` is the name
/// of the file, which may say that it is for development.
///
/// # Errors
/// As [`requirements::read`].
pub fn requirements_in(text: &str, name: &str) -> Result<Manifest, Flaw> {
    let lock = requirements::read(text)?;
    let stem = name.trim_end_matches(".in");
    let scope = if pdm::is_for_development(stem) {
        Scope::Development
    } else {
        Scope::Runtime
    };
    let mut found = Manifest::default();
    for package in lock.packages {
        found.ask(&package.name, package.requirement.as_deref(), scope);
    }
    Ok(found)
}
