//! Which packages a `pyproject.toml` says that it builds: the tables of the build backends.

use super::place::Malformed;
use super::toml_text::TomlText;

/// What a `pyproject.toml` says of the packages that it builds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PythonPackages {
    /// Whether it describes a project at all, and does not only configure tools.
    pub project: bool,
    /// The name of the distribution.
    pub name: Option<String>,
    /// The folders that packages lie in: `src`; `.` for that of the project.
    pub roots: Vec<String>,
    /// The folders of the packages themselves, or files of single modules, from the project's
    /// folder: `src/attr`. Empty if they are to be found.
    pub packages: Vec<String>,
}

/// Reads a `pyproject.toml`.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn read(text: &str) -> Result<PythonPackages, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut found = PythonPackages {
        project: toml.get(&["project"]).is_some()
            || toml.get(&["build-system"]).is_some()
            || toml.get(&["tool", "poetry"]).is_some(),
        name: [
            &["project", "name"][..],
            &["tool", "poetry", "name"],
            &["tool", "flit", "metadata", "module"],
        ]
        .iter()
        .find_map(|path| toml.text(path))
        .map(str::to_owned),
        ..PythonPackages::default()
    };
    setuptools(&toml, &mut found);
    poetry(&toml, &mut found);
    folders(
        &toml,
        &["tool", "hatch", "build", "targets", "wheel", "packages"],
        &mut found,
    );
    folders(
        &toml,
        &["tool", "hatch", "build", "targets", "wheel", "only-include"],
        &mut found,
    );
    folders(
        &toml,
        &["tool", "scikit-build", "wheel", "packages"],
        &mut found,
    );
    one(
        &toml,
        &["tool", "pdm", "build", "package-dir"],
        None,
        &mut found,
    );
    one(
        &toml,
        &["tool", "uv", "build-backend", "module-root"],
        Some("src"),
        &mut found,
    );
    one(
        &toml,
        &["tool", "maturin", "python-source"],
        None,
        &mut found,
    );
    if let Some(module) = toml.text(&["tool", "flit", "module", "name"]) {
        for folder in ["", "src/"] {
            found
                .packages
                .push(format!("{folder}{}", module.replace('.', "/")));
        }
    }
    Ok(found)
}

fn folders(toml: &TomlText<'_>, path: &[&str], found: &mut PythonPackages) {
    let listed = toml.get(path).map(|value| {
        let texts = value.texts();
        texts.into_iter().map(str::to_owned).collect::<Vec<_>>()
    });
    found.packages.extend(listed.unwrap_or_default());
}

/// A folder that packages lie in; `default` is the backend's own, which it looks in beside it.
fn one(toml: &TomlText<'_>, path: &[&str], default: Option<&str>, found: &mut PythonPackages) {
    if let Some(folder) = toml.text(path) {
        let folder = if folder.is_empty() { "." } else { folder };
        found.roots.push(folder.to_owned());
        found.roots.extend(default.map(str::to_owned));
    }
}

fn setuptools(toml: &TomlText<'_>, found: &mut PythonPackages) {
    let base = ["tool", "setuptools"];
    let under = |rest: &[&'static str]| -> Vec<&str> { [&base[..], rest].concat() };
    if let Some(folders) = toml.get(&under(&["packages", "find", "where"])) {
        found
            .roots
            .extend(folders.texts().into_iter().map(str::to_owned));
    }
    let root = toml
        .get(&under(&["package-dir"]))
        .and_then(|table| table.text("").map(str::to_owned));
    found.roots.extend(root.clone());
    let prefix = root.map(|root| format!("{root}/")).unwrap_or_default();
    for (key, ending) in [("packages", ""), ("py-modules", ".py")] {
        let Some(listed) = toml.get(&under(&[key])) else {
            continue;
        };
        // `packages = ["a", "a.b"]`; `packages.find` is a table and lists nothing.
        for name in listed.texts() {
            if !name.contains('.') {
                found.packages.push(format!("{prefix}{name}{ending}"));
            }
        }
    }
}

fn poetry(toml: &TomlText<'_>, found: &mut PythonPackages) {
    let Some(listed) = toml.get(&["tool", "poetry", "packages"]) else {
        return;
    };
    for package in listed.items() {
        let Some(include) = package.text("include") else {
            continue;
        };
        let include = include.split('/').next().unwrap_or(include);
        found.packages.push(match package.text("from") {
            Some(folder) => format!("{}/{include}", folder.trim_end_matches('/')),
            None => include.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(text: &str) -> (Vec<String>, Vec<String>) {
        let found = read(text).unwrap();
        (found.roots, found.packages)
    }

    #[test]
    fn each_backend_names_its_packages() {
        let of = |text: &str| packages(text).1;
        assert_eq!(
            of("[tool.setuptools]\npackages = ['a', 'a.b']\npackage-dir = {'' = 'lib'}"),
            ["lib/a"]
        );
        assert_eq!(
            of(
                "[tool.poetry]\npackages = [{include = 'a', from = 'src'}, {include = 'b/**/*.py'}]"
            ),
            ["src/a", "b"]
        );
        assert_eq!(
            of("[tool.hatch.build.targets.wheel]\npackages = ['src/a']"),
            ["src/a"]
        );
        assert_eq!(of("[tool.setuptools]\npy-modules = ['six']"), ["six.py"]);
        assert_eq!(
            of("[tool.setuptools.packages.find]\nwhere = ['py']"),
            [""; 0]
        );
    }

    #[test]
    fn folders_that_packages_lie_in_are_named_too() {
        let of = |text: &str| packages(text).0;
        assert_eq!(
            of("[tool.setuptools.packages.find]\nwhere = ['py']"),
            ["py"]
        );
        assert_eq!(of("[tool.maturin]\npython-source = 'python'"), ["python"]);
        assert_eq!(
            of("[tool.uv.build-backend]\nmodule-root = ''"),
            [".", "src"]
        );
    }

    #[test]
    fn a_file_that_only_configures_tools_describes_no_project() {
        assert!(!read("[tool.ruff]\n").unwrap().project);
        assert!(read("[project]\nname = 'a'\n").unwrap().project);
        assert!(read("[").is_err());
    }
}
