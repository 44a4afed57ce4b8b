//! Build backends, and where each of them takes a dynamic version from.

use super::{Origin, VersionPlace, VersionSource};
use crate::formats::toml_text::{TomlText, TomlValue};

/// Tables whose presence means that the version comes from the tag.
const TAG_TABLES: &[(&[&str], &str)] = &[
    (&["tool", "setuptools_scm"], "setuptools-scm"),
    (&["tool", "setuptools-scm"], "setuptools-scm"),
    (&["tool", "vcs-versioning"], "vcs-versioning"),
    (&["tool", "versioningit"], "versioningit"),
    (
        &["tool", "setuptools-git-versioning"],
        "setuptools-git-versioning",
    ),
    (&["tool", "versioneer"], "versioneer"),
    (&["tool", "flit_scm"], "flit-scm"),
];

/// Build requirements whose presence means the same, where nothing else is configured.
const TAG_REQUIREMENTS: &[&str] = &[
    "setuptools-scm",
    "hatch-vcs",
    "versioningit",
    "setuptools-git-versioning",
    "versioneer",
    "flit-scm",
    "vcs-versioning",
];

/// The sources of hatch that take the version from the tag.
const HATCH_TAG_SOURCES: &[(&str, &str)] = &[
    ("vcs", "hatch-vcs"),
    ("uv-dynamic-versioning", "uv-dynamic-versioning"),
    ("versioningit", "versioningit"),
];

/// The table that tells where a dynamic version comes from, if there is one.
pub(super) fn provider(toml: &TomlText<'_>) -> Option<VersionPlace> {
    setuptools(toml)
        .or_else(|| of_backend(toml, "hatchling", hatch))
        .or_else(|| of_backend(toml, "pdm", pdm))
        .or_else(|| of_backend(toml, "scikit_build_core", scikit_build))
        .or_else(|| tag_table(toml))
}

/// Asks a reader only where its backend builds the project: tables of others may be left over.
fn of_backend(
    toml: &TomlText<'_>,
    backend: &str,
    reader: fn(&TomlText<'_>) -> Option<VersionPlace>,
) -> Option<VersionPlace> {
    let built_by = toml
        .text(&["build-system", "build-backend"])
        .unwrap_or_default();
    built_by
        .starts_with(backend)
        .then(|| reader(toml))
        .flatten()
}

fn place(key: &str, value: &TomlValue<'_, '_>, source: VersionSource) -> VersionPlace {
    VersionPlace {
        key: key.to_owned(),
        line: value.line(),
        source,
    }
}

fn setuptools(toml: &TomlText<'_>) -> Option<VersionPlace> {
    let table = toml.get(&["tool", "setuptools", "dynamic", "version"])?;
    let source = match (table.text("attr"), table.get("file")) {
        (Some(attribute), _) => {
            VersionSource::dynamic("attr", Origin::Attribute(attribute.to_owned()))
        }
        (None, Some(file)) => {
            let paths = file.texts().into_iter().map(str::to_owned).collect();
            VersionSource::dynamic("file", Origin::Files(paths))
        }
        _ => VersionSource::Undetermined(
            "`tool.setuptools.dynamic.version` names neither `attr` nor `file`".to_owned(),
        ),
    };
    Some(place("tool.setuptools.dynamic.version", &table, source))
}

fn hatch(toml: &TomlText<'_>) -> Option<VersionPlace> {
    let table = toml.get(&["tool", "hatch", "version"])?;
    let source = table.text("source").unwrap_or("regex");
    let from_tag = HATCH_TAG_SOURCES.iter().find(|(name, _)| *name == source);
    let source = match (from_tag, source, table.text("path")) {
        (Some((_, provider)), _, _) => VersionSource::tag(provider),
        (None, "regex", Some(path)) => VersionSource::dynamic(
            "hatch",
            Origin::Pattern {
                path: path.to_owned(),
                pattern: table.text("pattern").map(str::to_owned),
            },
        ),
        (None, other, _) => VersionSource::Undetermined(format!(
            "hatch takes the version from its source `{other}`, which only running it would tell"
        )),
    };
    Some(place("tool.hatch.version", &table, source))
}

fn pdm(toml: &TomlText<'_>) -> Option<VersionPlace> {
    let table = toml.get(&["tool", "pdm", "version"])?;
    let source = match (table.text("source"), table.text("path")) {
        (Some("scm"), _) => VersionSource::tag("pdm-scm"),
        (Some("file"), Some(path)) => VersionSource::dynamic(
            "pdm",
            Origin::Pattern {
                path: path.to_owned(),
                pattern: None,
            },
        ),
        _ => VersionSource::Undetermined(
            "pdm takes the version from a call, which only running it would tell".to_owned(),
        ),
    };
    Some(place("tool.pdm.version", &table, source))
}

fn scikit_build(toml: &TomlText<'_>) -> Option<VersionPlace> {
    let table = toml.get(&["tool", "scikit-build", "metadata", "version"])?;
    let provider = table.text("provider").unwrap_or_default();
    let source = match (provider, table.text("input")) {
        ("scikit_build_core.metadata.setuptools_scm", _) => VersionSource::tag("setuptools-scm"),
        ("scikit_build_core.metadata.regex", Some(path)) if table.get("result").is_none() => {
            let pattern = table.text("regex").map(str::to_owned);
            VersionSource::dynamic(
                "scikit-build",
                Origin::Pattern {
                    path: path.to_owned(),
                    pattern,
                },
            )
        }
        _ => VersionSource::Undetermined(format!(
            "scikit-build-core takes the version from `{provider}`, which only running it would tell"
        )),
    };
    Some(place("tool.scikit-build.metadata.version", &table, source))
}

fn tag_table(toml: &TomlText<'_>) -> Option<VersionPlace> {
    TAG_TABLES.iter().find_map(|(path, provider)| {
        let table = toml.get(path)?;
        let disabled = table.get("enabled").and_then(|on| on.value().as_bool()) == Some(false);
        (!disabled).then(|| place(&path.join("."), &table, VersionSource::tag(provider)))
    })
}

/// Where no table tells: what the backend does by itself.
pub(super) fn fallback(toml: &TomlText<'_>) -> VersionSource {
    let backend = toml
        .text(&["build-system", "build-backend"])
        .unwrap_or("setuptools.build_meta");
    let required = toml
        .get(&["build-system", "requires"])
        .map(|value| value.texts())
        .unwrap_or_default();
    let from_tag = TAG_REQUIREMENTS.iter().find(|known| {
        required
            .iter()
            .any(|requirement| requires(requirement, known))
    });
    match (
        from_tag,
        backend.split(['.', ':']).next().unwrap_or_default(),
    ) {
        (Some(provider), _) => VersionSource::tag(provider),
        (None, "setuptools") => VersionSource::dynamic("setuptools", Origin::OtherManifests),
        (None, "flit_core" | "flit") => VersionSource::dynamic(
            "flit",
            Origin::Attribute(format!("{}.__version__", flit_module(toml))),
        ),
        (None, "maturin") => {
            let manifest = toml
                .text(&["tool", "maturin", "manifest-path"])
                .unwrap_or("Cargo.toml");
            VersionSource::dynamic("maturin", Origin::Cargo(manifest.to_owned()))
        }
        (None, "poetry") => literal_of_poetry(toml),
        _ => VersionSource::Undetermined(format!(
            "the version is dynamic, and where `{backend}` takes it from only building would tell"
        )),
    }
}

fn literal_of_poetry(toml: &TomlText<'_>) -> VersionSource {
    match toml.text(&["tool", "poetry", "version"]) {
        Some(text) => VersionSource::Literal(text.to_owned()),
        None => VersionSource::Undetermined(
            "the version is dynamic, and `tool.poetry.version` is missing".to_owned(),
        ),
    }
}

fn flit_module(toml: &TomlText<'_>) -> String {
    let named = toml.text(&["tool", "flit", "module", "name"]);
    let project = toml.text(&["project", "name"]).unwrap_or_default();
    named.unwrap_or(project).replace('-', "_")
}

/// Whether a requirement (`setuptools_scm[toml]>=8`) is of this project, by PEP 503 names.
fn requires(requirement: &str, name: &str) -> bool {
    let end =
        requirement.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let found = requirement
        .get(..end.unwrap_or(requirement.len()))
        .unwrap_or_default();
    found.to_ascii_lowercase().replace(['_', '.'], "-") == name
}
