//! What npm, cargo-outdated and go say.

use serde::Deserialize;

use super::{Behind, MAX_PACKAGES, kept};
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw, unique_keys};

/// The most crates of a workspace, or modules of a build.
const MAX_DOCUMENTS: usize = 100_000;

/// Whether a text that starts like this is npm's. What it says of its own failure is it, too.
pub(super) fn is_npm(head: &str) -> bool {
    let is_object = head.trim_start().starts_with('{');
    is_object
        && head.contains("\"wanted\"")
        && head.contains("\"latest\"")
        && head.contains("\"dependent\"")
}

/// Whether a text that starts like this is cargo-outdated's.
pub(super) fn is_cargo(head: &str) -> bool {
    head.trim_start().starts_with("{\"crate_name\"") && head.contains("\"dependencies\"")
}

/// Whether a text that starts like this is that of `go list -m -json`.
pub(super) fn is_go(head: &str) -> bool {
    let head = head.trim_start();
    head.starts_with('{')
        && head.contains("\"Path\"")
        && (head.contains("\"Main\"") || head.contains("\"Update\""))
}

#[derive(Deserialize)]
struct Npm<'t>(#[serde(borrow, deserialize_with = "unique_keys")] Vec<(Text<'t>, OneOrMore<'t>)>);

/// A package that several of a workspace ask for has an entry for each.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<'t> {
    One(#[serde(borrow)] NpmPackage<'t>),
    More(#[serde(borrow)] Vec<NpmPackage<'t>>),
}

#[derive(Deserialize)]
struct NpmPackage<'t> {
    #[serde(borrow)]
    current: Option<Text<'t>>,
    #[serde(borrow)]
    wanted: Text<'t>,
    #[serde(borrow)]
    latest: Text<'t>,
}

/// Reads what `npm outdated --json` says.
pub(super) fn npm(text: &str) -> Result<Vec<Behind>, Flaw> {
    let raw: Npm<'_> = report::json(text)?;
    let mut behind = Vec::new();
    for (name, packages) in &raw.0 {
        let packages = match packages {
            OneOrMore::One(package) => std::slice::from_ref(package),
            OneOrMore::More(packages) => packages,
        };
        // With `--all` an alias is written NAME:REAL@RANGE; else the name is that of the folder.
        for package in packages {
            let is_newer = package.current.as_ref() != Some(&package.wanted);
            behind.push(Behind {
                name: kept(name, "name")?,
                version: package
                    .current
                    .as_deref()
                    .map(|version| kept(version, "version"))
                    .transpose()?,
                compatible: is_newer
                    .then(|| kept(&package.wanted, "version"))
                    .transpose()?,
                latest: Some(kept(&package.latest, "version")?),
                knows_compatible: true,
                direct: None,
            });
        }
    }
    Ok(behind)
}

#[derive(Deserialize)]
struct Crate<'t> {
    #[serde(borrow)]
    dependencies: List<CrateDependency<'t>, MAX_PACKAGES>,
}

#[derive(Deserialize)]
struct CrateDependency<'t> {
    #[serde(borrow)]
    name: Text<'t>,
    #[serde(borrow)]
    project: Text<'t>,
    #[serde(borrow)]
    compat: Text<'t>,
    #[serde(borrow)]
    latest: Text<'t>,
}

/// Reads what `cargo outdated --format json` says, one document for each crate of a workspace. What
/// only others need is named `OTHER->NAME`.
pub(super) fn cargo(text: &str) -> Result<Vec<Behind>, Flaw> {
    let crates: Vec<Crate<'_>> = report::json_sequence(text, MAX_DOCUMENTS)?;
    let mut behind: Vec<Behind> = Vec::new();
    let told = |text: &str| !matches!(text, "---" | "Removed" | "");
    for dependency in crates.iter().flat_map(|one| one.dependencies.iter()) {
        let through = dependency.name.rsplit_once("->");
        if !told(&dependency.compat) && !told(&dependency.latest) {
            continue;
        }
        let version = |text: &str| told(text).then(|| kept(text, "version")).transpose();
        let found = Behind {
            name: kept(through.map_or(&*dependency.name, |(_, name)| name), "name")?,
            version: version(&dependency.project)?,
            compatible: version(&dependency.compat)?,
            latest: version(&dependency.latest)?,
            knows_compatible: true,
            direct: Some(through.is_none()),
        };
        if !behind.contains(&found) {
            behind.push(found);
        }
    }
    Ok(behind)
}

#[derive(Deserialize)]
struct Module<'t> {
    #[serde(borrow, rename = "Path")]
    path: Text<'t>,
    #[serde(borrow, rename = "Version")]
    version: Option<Text<'t>>,
    #[serde(rename = "Main", default)]
    main: bool,
    #[serde(rename = "Indirect", default)]
    indirect: bool,
    #[serde(borrow, rename = "Update")]
    update: Option<Update<'t>>,
    #[serde(borrow, rename = "Error")]
    error: Option<ModuleError<'t>>,
}

#[derive(Deserialize)]
struct Update<'t> {
    #[serde(borrow, rename = "Version")]
    version: Text<'t>,
}

#[derive(Deserialize)]
struct ModuleError<'t> {
    #[serde(borrow, rename = "Err")]
    error: Option<Text<'t>>,
}

/// Reads what `go list -u -m -json all` says. A major version is a module of its own, so that what
/// it names would do.
pub(super) fn go(text: &str) -> Result<Vec<Behind>, Flaw> {
    let modules: Vec<Module<'_>> = report::json_sequence(text, MAX_DOCUMENTS)?;
    if !modules.iter().any(|module| module.main) {
        return Err(Flaw::unreadable(
            "it lists no main module: run it for `all`",
        ));
    }
    let mut behind = Vec::new();
    for module in &modules {
        if let Some(error) = &module.error {
            let why = error.error.as_deref().unwrap_or_default();
            let why: String = why.chars().take(200).collect();
            return Err(Flaw::crashed(format!(
                "go could not look `{}` up: {why}",
                module.path
            )));
        }
        let Some(update) = module.update.as_ref().filter(|_| !module.main) else {
            continue;
        };
        let newest = kept(&update.version, "version")?;
        behind.push(Behind {
            name: kept(&module.path, "path")?,
            version: module
                .version
                .as_deref()
                .map(|version| kept(version, "version"))
                .transpose()?,
            compatible: Some(newest.clone()),
            latest: Some(newest),
            knows_compatible: true,
            direct: Some(!module.indirect),
        });
    }
    Ok(behind)
}
