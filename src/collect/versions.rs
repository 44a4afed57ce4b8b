//! The versions that the project's files declare, with file and line.

mod attribute;
mod builds;
mod cargo;
mod citation;
mod configured;
mod docker;
mod gather;
mod left_behind;
mod locked;
mod node;
mod python;
mod requirements;
mod resolve;
mod settled;
mod workspace;

use super::{Collector, Context, Options};
use crate::facts::{DeclarationRole, Missing, VersionFact, Versions};
use crate::formats::version_file;
use crate::release::Version;
use gather::{Found, Gather};

/// The versions that the project's files declare, with file and line.
pub(super) struct VersionsCollector;

impl Collector for VersionsCollector {
    type Facts = Versions;

    const NAME: &'static str = "versions";
    const PURPOSE: &'static str =
        "The versions that the project's files declare, with file and line.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let mut versions = context.versions()?.clone();
        match left_behind::find(context, &versions) {
            Ok(left_behind) => versions.left_behind = left_behind,
            Err(missing) => versions.left_behind_unknown = Some(missing),
        }
        Ok(versions)
    }
}

/// Reads the fact. Other collectors get it through [`Context::versions`], without what needs the
/// previous release: which that is may depend on the project's name.
pub(super) fn read(context: &Context) -> Result<Versions, Missing> {
    let mut gather = Gather::new(context.checkout())?;
    let name = context.options().name.as_deref();
    let options = context.options();
    let main = read_manifests(&mut gather, &project_name(context, name), options);
    docker::read(&mut gather);
    citation::read(&mut gather);
    for pattern in &context.options().version_patterns {
        configured::read(&mut gather, pattern);
    }
    settled::apply(&mut gather, options);
    let declared = main.declared.as_deref().and_then(version_fact);
    let mut versions = gather.finish(main.name, declared);
    versions.unmet = requirements::unmet(context, &versions);
    Ok(versions)
}

/// The configured name, or that of the project's folder: it tells which member of a workspace is
/// the project.
fn project_name(context: &Context, configured: Option<&str>) -> String {
    let project = context.checkout().project();
    let folder = project
        .rsplit('/')
        .next()
        .filter(|folder| !folder.is_empty());
    let root = context
        .repo()
        .root()
        .file_name()
        .and_then(|name| name.to_str());
    configured
        .or(folder)
        .or(root)
        .unwrap_or_default()
        .to_owned()
}

/// What the main manifest says.
#[derive(Debug, Default)]
struct Main {
    name: Option<String>,
    declared: Option<String>,
}

/// What one manifest says about the project.
#[derive(Debug)]
struct Manifest {
    /// The project's name.
    name: Option<String>,
    /// What it says about the version; `None` if another manifest has to.
    version: Option<Declared>,
}

/// What is known of the version that a manifest declares.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Declared {
    /// This text.
    Text(String),
    /// The git tag.
    Tag,
    /// It cannot be determined.
    Unknown,
}

/// Reads the manifests at the project's root. The first of them that says anything about the
/// version is the main one: the others are held against it by policies, not here.
fn read_manifests(gather: &mut Gather<'_>, project: &str, options: &Options) -> Main {
    let mut manifests: Vec<Manifest> = Vec::new();
    let python = python::read(gather);
    let is_python = !python.is_empty();
    manifests.extend(python);
    manifests.extend(cargo::read(gather, project));
    manifests.extend(node::read(gather));
    let only_files = manifests.is_empty();
    // One that only configures tools says nothing of it.
    let is_said = manifests.iter().any(|manifest| manifest.version.is_some());
    let from_tag = manifests
        .iter()
        .find_map(|manifest| manifest.version.clone())
        == Some(Declared::Tag);
    manifests.extend(read_version_files(gather));
    if !is_said {
        manifests.extend(builds::read(gather));
    }
    if is_python || only_files {
        manifests.extend(attribute::scan(gather, from_tag));
    }
    // What a listed file computes is what another one says.
    let is_settled =
        |version: &Declared| *version == Declared::Unknown && !options.versions_computed.is_empty();
    let declared = manifests
        .iter()
        .filter_map(|manifest| manifest.version.clone())
        .find(|version| !is_settled(version));
    Main {
        name: manifests.into_iter().find_map(|manifest| manifest.name),
        declared: match declared {
            Some(Declared::Text(text)) => Some(text),
            Some(Declared::Tag | Declared::Unknown) | None => None,
        },
    }
}

/// The names of files that hold the version and nothing else.
const VERSION_FILES: &[&str] = &["VERSION", "VERSION.txt", "version.txt"];

fn read_version_files(gather: &mut Gather<'_>) -> Option<Manifest> {
    let mut first = None;
    for path in VERSION_FILES
        .iter()
        .filter(|path| gather.has(path))
        .copied()
        .collect::<Vec<_>>()
    {
        let Some(text) = gather.read(path) else {
            continue;
        };
        if let Some((line, version)) = version_file::read(&text) {
            gather.declare(
                Found {
                    path,
                    line,
                    kind: "version-file",
                    key: path,
                    role: DeclarationRole::Project,
                    package: None,
                },
                version,
            );
            first.get_or_insert_with(|| version.to_owned());
        }
    }
    first.map(|text| Manifest {
        name: None,
        version: Some(Declared::Text(text)),
    })
}

fn version_fact(text: &str) -> Option<VersionFact> {
    let version: Version = text.parse().ok()?;
    Some(VersionFact::from(&version))
}

#[cfg(test)]
mod tests;
