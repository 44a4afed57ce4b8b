//! Python attributes that hold the version: `__version__` of the project's packages.

use std::collections::BTreeSet;

use super::gather::{Found, Gather, is_foreign};
use super::{Declared, Manifest};
use crate::facts::DeclarationRole;
use crate::formats::python_attribute::{self, Attribute, AttributeValue, Module};

/// The files of a package that hold its version.
const FILES: &[&str] = &[
    "__init__.py",
    "__about__.py",
    "_version.py",
    "version.py",
    "__version__.py",
];

/// The names that hold a version, the surest first.
const NAMES: &[&str] = &["__version__", "VERSION", "version"];

/// How many imports are followed from one module to the next.
const MAX_HOPS: usize = 4;

/// Finds the attribute that a dotted path names (`package.module.__version__`), and notes it.
///
/// # Errors
/// The reason why its value is not known.
pub(super) fn resolve(
    gather: &mut Gather<'_>,
    dotted: &str,
    folders: &[String],
) -> Result<Declared, String> {
    let (mut module, mut name) = split(dotted)?;
    for _ in 0..MAX_HOPS {
        let path = module_path(gather, &module, folders).ok_or_else(|| {
            format!("the version is taken from `{dotted}`, and git tracks no module `{module}`")
        })?;
        let text = gather
            .read(&path)
            .ok_or_else(|| format!("the version is taken from `{path}`, which cannot be read"))?;
        let read = python_attribute::read(&text);
        let attribute = own_value(&read, &name).ok_or_else(|| {
            format!("the version is taken from `{dotted}`, and `{path}` does not assign `{name}`")
        })?;
        match attribute.value {
            AttributeValue::Import(from, imported) => {
                module = absolute(&module, &from, path.ends_with("/__init__.py"));
                name = imported;
            }
            _ => return note(gather, &path, &name, &attribute),
        }
    }
    Err(format!(
        "the version is taken from `{dotted}`, which is imported through too many modules"
    ))
}

fn split(dotted: &str) -> Result<(String, String), String> {
    let parts = dotted.rsplit_once('.');
    let (module, name) = parts
        .ok_or_else(|| format!("the version is taken from `{dotted}`, which names no module"))?;
    Ok((module.to_owned(), name.to_owned()))
}

/// Notes the attribute of a file that holds the version, whatever its name.
///
/// # Errors
/// The reason why its value is not known.
pub(super) fn in_file(gather: &mut Gather<'_>, path: &str) -> Result<Declared, String> {
    let text = gather.read(path).ok_or_else(|| {
        format!(
            "the version is taken from `{path}`, which git does not track or which cannot be read"
        )
    })?;
    let module = python_attribute::read(&text);
    let found = ["__version__", "VERSION"]
        .into_iter()
        .find_map(|name| Some((name, own_value(&module, name)?)));
    let (name, attribute) = found.ok_or_else(|| {
        format!(
            "the version is taken from `{path}`, which assigns neither `__version__` nor `VERSION`"
        )
    })?;
    note(gather, path, name, &attribute)
}

/// The value of a name; where that is another name of the same module, the value of that.
fn own_value(module: &Module, name: &str) -> Option<Attribute> {
    let attribute = module.get(name)?;
    match &attribute.value {
        AttributeValue::Name(other) => Some(module.get(other).unwrap_or(attribute)),
        _ => Some(attribute),
    }
}

/// Notes a value that the project's version is taken from.
fn note(
    gather: &mut Gather<'_>,
    path: &str,
    name: &str,
    attribute: &Attribute,
) -> Result<Declared, String> {
    match &attribute.value {
        AttributeValue::Literal(text) => {
            declare(gather, path, attribute.line, name, text);
            Ok(Declared::Text(text.clone()))
        }
        AttributeValue::Tag(provider) => {
            gather.dynamic(path, attribute.line, provider, "git tag", true);
            Ok(Declared::Tag)
        }
        _ => Err(format!(
            "the version is taken from `{name}` in `{path}` line {}, which is computed",
            attribute.line
        )),
    }
}

fn declare(gather: &mut Gather<'_>, path: &str, line: u64, name: &str, text: &str) {
    let package = path.rsplit('/').nth(1);
    let found = Found {
        path,
        line,
        kind: "python-attribute",
        key: name,
        role: DeclarationRole::Project,
        package,
    };
    gather.declare(found, text);
}

/// The tracked file of a module, in the project's folder, in `src`, or in a configured folder.
fn module_path(gather: &Gather<'_>, module: &str, folders: &[String]) -> Option<String> {
    let relative = module.replace('.', "/");
    roots(folders).into_iter().find_map(|root| {
        let forms = [
            format!("{root}{relative}.py"),
            format!("{root}{relative}/__init__.py"),
        ];
        forms.into_iter().find(|path| gather.has(path))
    })
}

/// The folders that packages lie in, each with a `/` at its end, the project's own being empty.
fn roots(folders: &[String]) -> Vec<String> {
    let configured = folders.iter().map(String::as_str);
    let mut roots: Vec<String> = Vec::new();
    for folder in configured.chain(["", "src"]) {
        let folder = folder.trim_start_matches("./").trim_matches('/');
        let root = if folder.is_empty() || folder == "." {
            String::new()
        } else {
            format!("{folder}/")
        };
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

/// The module that an import in `module` names: `.version` in the package `a` is `a.version`.
fn absolute(module: &str, import: &str, is_package: bool) -> String {
    let name = import.trim_start_matches('.');
    let dots = import.len() - name.len();
    if dots == 0 {
        return name.to_owned();
    }
    let parts: Vec<&str> = module.split('.').collect();
    let up = if is_package { dots - 1 } else { dots };
    let kept = parts
        .get(..parts.len().saturating_sub(up))
        .unwrap_or_default();
    let mut kept = kept.join(".");
    if !name.is_empty() {
        kept.push('.');
        kept.push_str(name);
    }
    kept
}

/// Looks for version attributes in the project's packages. Where the tag supplies the version, a
/// `0.0.0` is what the build replaces, and no declaration.
pub(super) fn scan(gather: &mut Gather<'_>, from_tag: bool) -> Option<Manifest> {
    let mut literals = BTreeSet::new();
    for path in package_files(gather) {
        let Some(text) = gather.read(&path) else {
            continue;
        };
        let module = python_attribute::read(&text);
        if let Some((name, attribute)) = version_attribute(&module, &path) {
            literals.extend(note_found(gather, &path, name, &attribute, from_tag));
        }
    }
    let only = literals.len() == 1;
    let text = literals.into_iter().next().filter(|_| only)?;
    Some(Manifest {
        name: None,
        version: Some(Declared::Text(text)),
    })
}

/// The files of packages in the project's folder and its source folders.
fn package_files(gather: &Gather<'_>) -> Vec<String> {
    let mut paths = Vec::new();
    for root in roots(&gather.source_folders) {
        let below = gather
            .tracked()
            .iter()
            .filter_map(|path| Some((path, path.strip_prefix(root.as_str())?)));
        paths.extend(
            below
                .filter(|(path, rest)| is_package_file(rest) && !is_foreign(path))
                .map(|(path, _)| path.clone()),
        );
    }
    paths.sort_unstable();
    paths.dedup();
    paths.retain(|path| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        gather.has(&format!("{folder}/__init__.py"))
    });
    paths
}

/// `package/__init__.py` and its like, one folder deep.
fn is_package_file(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(_, file)| FILES.contains(&file))
}

/// The surest of the names that the module assigns; `version` counts in files named after it only.
fn version_attribute<'n>(module: &Module, path: &str) -> Option<(&'n str, Attribute)> {
    let named = path.ends_with("version.py") || path.ends_with("__version__.py");
    NAMES.iter().copied().find_map(|name| {
        let attribute = module.get(name)?;
        let plain =
            name != "version" || (named && matches!(attribute.value, AttributeValue::Literal(_)));
        let assigned = name == "__version__"
            || !matches!(
                attribute.value,
                AttributeValue::Import(..) | AttributeValue::Computed
            );
        (plain && assigned).then_some((name, attribute))
    })
}

/// Notes what a package says about its version, and returns it if it is a literal.
fn note_found(
    gather: &mut Gather<'_>,
    path: &str,
    name: &str,
    attribute: &Attribute,
    from_tag: bool,
) -> Option<String> {
    let line = attribute.line;
    match &attribute.value {
        AttributeValue::Literal(text) if from_tag && text.starts_with("0.0.0") => {
            gather.dynamic(path, line, "placeholder", "git tag", true);
        }
        AttributeValue::Literal(text) => {
            declare(gather, path, line, name, text);
            return Some(text.clone());
        }
        AttributeValue::Metadata(package) => {
            gather.dynamic(path, line, "importlib.metadata", package, false)
        }
        AttributeValue::Tag(provider) => gather.dynamic(path, line, provider, "git tag", true),
        AttributeValue::Name(other) => gather.dynamic(path, line, "attr", other, false),
        AttributeValue::Import(module, other) => {
            gather.dynamic(path, line, "attr", &format!("{module}.{other}"), false)
        }
        AttributeValue::Computed => gather.undetermined(
            path,
            line,
            format!("`{name}` is computed, and the module is not run to find out"),
        ),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn relative_imports_are_resolved() {
        assert_eq!(absolute("a", ".version", true), "a.version");
        assert_eq!(absolute("a.b", ".version", false), "a.version");
        assert_eq!(absolute("a.b", "..c", true), "a.c");
        assert_eq!(absolute("a.b", "c.d", false), "c.d");
        assert_eq!(absolute("a", "....x", false), ".x");
        assert_eq!(absolute("a", ".", true), "a");
    }
}
