//! Which files of a project are modules of its packages.
//!
//! What the build backend's table names counts. Without one, setuptools' discovery is followed: all
//! of a `src` folder, else the packages beside `pyproject.toml` that are not called as tests, docs
//! and the like are (`FlatLayoutPackageFinder` and `FlatLayoutModuleFinder` of `setuptools.discovery`).

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::python_packages::PythonPackages;

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleFile {
    /// The dotted name.
    pub name: String,
    /// The path, from the project's folder.
    pub path: String,
    /// Whether it is an `__init__`.
    pub package: bool,
    /// Whether it is a stub.
    pub stub: bool,
}

/// What is known of where the packages lie, apart from the files themselves.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    /// What `pyproject.toml` says.
    pub pyproject: PythonPackages,
    /// The folders that `setup.cfg` names.
    pub setup_cfg: Vec<String>,
}

/// Folders beside `pyproject.toml` that hold no package to be built.
const NO_PACKAGES: &[&str] = &[
    "asv_bench",
    "benchmark",
    "benchmarks",
    "bin",
    "build",
    "changelog",
    "ci",
    "contrib",
    "debian",
    "dev",
    "dist",
    "doc",
    "docs",
    "documentation",
    "example",
    "examples",
    "exercise",
    "exercises",
    "htmlcov",
    "manpages",
    "news",
    "newsfragments",
    "python",
    "scripts",
    "site_scons",
    "tasks",
    "test",
    "testing",
    "tests",
    "tools",
    "typings",
    "unit_test",
    "unit_tests",
    "util",
    "utils",
];

/// Modules beside `pyproject.toml` that are no part of what is built.
const NO_MODULES: &[&str] = &[
    "benchmark",
    "benchmarks",
    "build",
    "conanfile",
    "conftest",
    "dodo",
    "example",
    "examples",
    "fabfile",
    "manage",
    "noxfile",
    "pavement",
    "scons",
    "sconstruct",
    "setup",
    "tasks",
    "test",
    "tests",
    "toxfile",
    "versioneer",
];

/// The modules among some files, sorted by name.
#[must_use]
pub fn modules<'f>(
    paths: impl IntoIterator<Item = &'f str>,
    configuration: &Configuration,
) -> Vec<ModuleFile> {
    let sources: Vec<&str> = paths.into_iter().filter(|path| is_source(path)).collect();
    let described = configuration.pyproject.project || !configuration.setup_cfg.is_empty();
    if !described || sources.is_empty() {
        return Vec::new();
    }
    let tops = configured(&sources, &configuration.pyproject.packages)
        .or_else(|| in_roots(&sources, configuration))
        .unwrap_or_else(|| flat(&sources, configuration));
    let mut found: BTreeMap<(String, bool), ModuleFile> = BTreeMap::new();
    for path in sources {
        let Some(file) = tops.iter().find_map(|top| within(path, top)) else {
            continue;
        };
        let key = (file.name.clone(), file.stub);
        match found.get(&key) {
            Some(known) if known.package && !file.package => {}
            _ => {
                found.insert(key, file);
            }
        }
    }
    found.into_values().collect()
}

/// A package or module at the top.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Top {
    /// The folder that it lies in, with a `/` at its end; empty for that of the project.
    root: String,
    /// Its name below that: `attr`, `six.py`.
    name: String,
}

fn is_source(path: &str) -> bool {
    path.ends_with(".py") || path.ends_with(".pyi")
}

/// What a backend's table lists; `None` if it lists nothing that is there.
fn configured(sources: &[&str], packages: &[String]) -> Option<Vec<Top>> {
    let tops: Vec<Top> = packages
        .iter()
        .map(|path| {
            let path = path.trim_start_matches("./").trim_matches('/');
            let (root, name) = match path.rsplit_once('/') {
                Some((root, name)) => (format!("{root}/"), name),
                None => (String::new(), path),
            };
            Top {
                root,
                name: name.to_owned(),
            }
        })
        .filter(|top| sources.iter().any(|path| within(path, top).is_some()))
        .collect();
    (!tops.is_empty()).then_some(tops)
}

/// Everything below the folders that packages are said to lie in, or below `src`.
fn in_roots(sources: &[&str], configuration: &Configuration) -> Option<Vec<Top>> {
    let named = configuration
        .pyproject
        .roots
        .iter()
        .chain(&configuration.setup_cfg);
    let mut roots: BTreeSet<String> = named
        .map(|root| root.trim_start_matches("./").trim_matches('/').to_owned())
        .filter(|root| !root.is_empty() && root != ".")
        .collect();
    roots.insert("src".to_owned());
    let mut tops = BTreeSet::new();
    for root in roots {
        let root = format!("{root}/");
        for path in sources {
            let Some(inside) = path.strip_prefix(root.as_str()) else {
                continue;
            };
            let name = inside.split('/').next().unwrap_or(inside);
            let is_file = name == inside;
            if is_name(stem(name)) && (!is_file || !NO_MODULES.contains(&stem(name))) {
                tops.insert(Top {
                    root: root.clone(),
                    name: name.to_owned(),
                });
            }
        }
    }
    (!tops.is_empty()).then(|| tops.into_iter().collect())
}

/// The packages beside `pyproject.toml`; without any, the modules.
fn flat(sources: &[&str], configuration: &Configuration) -> Vec<Top> {
    let own = configuration.pyproject.name.as_deref().unwrap_or_default();
    let own = own.to_lowercase().replace(['-', '.'], "_");
    // `google-cloud-storage` is `google/cloud/storage`, as a rule.
    let first = own.split('_').next().unwrap_or_default();
    let mut packages = BTreeSet::new();
    let mut modules = BTreeSet::new();
    for path in sources {
        let top = |name: &str| Top {
            root: String::new(),
            name: name.to_owned(),
        };
        match path.split_once('/') {
            None => {
                if is_name(stem(path))
                    && !NO_MODULES.contains(&stem(path))
                    && !path.starts_with('_')
                {
                    modules.insert(top(path));
                }
            }
            Some((folder, rest)) => {
                let is_package = matches!(rest, "__init__.py" | "__init__.pyi");
                let is_own = folder.to_lowercase() == own || folder == first && rest.contains('/');
                let counts = (is_package && !NO_PACKAGES.contains(&folder)) || is_own;
                if counts && is_name(folder) && !folder.starts_with('_') {
                    packages.insert(top(folder));
                }
            }
        }
    }
    let found = if packages.is_empty() {
        modules
    } else {
        packages
    };
    found.into_iter().collect()
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn is_name(text: &str) -> bool {
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_');
    starts && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The module that a file is, if it belongs to a package; tests and what is only run do not.
fn within(path: &str, top: &Top) -> Option<ModuleFile> {
    let below = path.strip_prefix(top.root.as_str())?;
    let rest = below.strip_prefix(top.name.as_str())?;
    if !(rest.is_empty() || rest.starts_with('/') || matches!(rest, ".py" | ".pyi")) {
        return None;
    }
    let (parts, stub) = match below.strip_suffix(".pyi") {
        Some(parts) => (parts, true),
        None => (below.strip_suffix(".py")?, false),
    };
    let mut names: Vec<&str> = parts.split('/').collect();
    if !names.iter().all(|name| is_name(name)) {
        return None;
    }
    let inner = names.get(1..).unwrap_or_default();
    if inner.contains(&"tests") || matches!(names.last(), Some(&"__main__" | &"conftest")) {
        return None;
    }
    let package = names.last() == Some(&"__init__");
    if package {
        names.pop();
    }
    (!names.is_empty()).then(|| ModuleFile {
        name: names.join("."),
        path: path.to_owned(),
        package,
        stub,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str], pyproject: &str) -> Vec<String> {
        let configuration = Configuration {
            pyproject: crate::formats::python_packages::read(pyproject).unwrap(),
            setup_cfg: Vec::new(),
        };
        modules(paths.iter().copied(), &configuration)
            .into_iter()
            .map(|file| file.name)
            .collect()
    }

    const PROJECT: &str = "[project]\nname = \"demo\"\n";

    #[test]
    fn everything_below_src_counts() {
        let paths = [
            "src/a/__init__.py",
            "src/a/b.py",
            "src/a/sub/c.py",
            "src/a/tests/test_b.py",
            "src/single.py",
            "tests/__init__.py",
        ];
        assert_eq!(names(&paths, PROJECT), ["a", "a.b", "a.sub.c", "single"]);
    }

    #[test]
    fn a_flat_layout_leaves_out_what_is_not_built() {
        let paths = [
            "demo/__init__.py",
            "demo/__main__.py",
            "demo/x.py",
            "docs/conf.py",
            "examples/__init__.py",
            "setup.py",
            "tests/__init__.py",
            "other/loose.py",
        ];
        assert_eq!(names(&paths, PROJECT), ["demo", "demo.x"]);
        assert_eq!(
            names(&["setup.py", "six.py", "test_six.py"], PROJECT),
            ["six", "test_six"]
        );
    }

    #[test]
    fn a_package_without_init_is_found_by_the_projects_name() {
        let pyproject = "[project]\nname = \"google-cloud-demo\"\n";
        let paths = ["google/cloud/demo/__init__.py", "scripts/x.py"];
        assert_eq!(names(&paths, pyproject), ["google.cloud.demo"]);
        assert_eq!(names(&["demo/x.py"], PROJECT), ["demo.x"]);
    }

    #[test]
    fn what_the_backend_names_counts() {
        let pyproject =
            "[project]\nname = 'x'\n[tool.hatch.build.targets.wheel]\npackages = ['lib/a']\n";
        let paths = ["lib/a/__init__.py", "lib/b/__init__.py", "c/__init__.py"];
        assert_eq!(names(&paths, pyproject), ["a"]);
    }

    #[test]
    fn without_a_python_project_there_are_no_packages() {
        assert_eq!(names(&["a/__init__.py"], ""), [""; 0]);
        assert_eq!(names(&["README.md"], PROJECT), [""; 0]);
    }
}
