//! Packages of one repository that had the previous release's version, and stayed there while others
//! moved on.

use crate::collect::{Context, changes};
use crate::facts::{Declaration, LeftBehind, Missing, VersionFact, Versions};
use crate::formats::version_source::{VersionPlace, VersionSource};
use crate::formats::{cargo_toml, package_json};
use crate::repo::Revision;

use super::gather::MAX_MANIFEST;

/// Where Cargo's members take their version from.
const WORKSPACE: &str = "Cargo.toml";

/// A package that may be published.
struct Package<'d> {
    declaration: &'d Declaration,
    version: &'d VersionFact,
    /// Whether it had the previous release's version there; `None` if it was not there.
    shared: Option<bool>,
}

/// The packages that were left behind.
///
/// # Errors
/// [`Missing`] if there are several packages, and it cannot be told what they had at the previous release.
pub(super) fn find(context: &Context, versions: &Versions) -> Result<Vec<LeftBehind>, Missing> {
    let candidates = versions.declarations.iter().filter(|it| is_packaged(it));
    if candidates.clone().count() < 2 {
        return Ok(Vec::new());
    }
    let repository = context.repository()?;
    let base = changes::base(&repository.history)?;
    let (Some(base), Some(previous), Some(head)) =
        (base, &repository.history.previous, &repository.head)
    else {
        return Ok(Vec::new());
    };
    let project = context.checkout().project();
    let before = context.repo().revision(base, project)?;
    let now = context.repo().revision(&head.commit, project)?;
    let released = previous.version.normal.as_str();
    let packages: Vec<Package> = candidates
        .filter_map(|declaration| {
            let text = context
                .checkout()
                .tracked_text(&declaration.path, MAX_MANIFEST);
            is_published(declaration, &text.ok()?).then_some(Package {
                declaration,
                version: declaration.version.as_ref()?,
                shared: version_at(&before, declaration).map(|version| version == released),
            })
        })
        .collect();
    let has_moved = |version: &VersionFact| version.normal != released;
    let had_it = |package: &Package| package.shared == Some(true);
    let left_it = |package: &Package| had_it(package) && has_moved(package.version);
    let moved = packages.iter().any(left_it);
    if !moved && !versions.declared.as_ref().is_some_and(has_moved) {
        return Ok(Vec::new());
    }
    let together = packages.iter().all(|package| package.shared != Some(false));
    let behind = packages
        .iter()
        .filter(|package| had_it(package) && !has_moved(package.version));
    let behind = behind.map(|Package { declaration, .. }| LeftBehind {
        path: declaration.path.clone(),
        line: declaration.line,
        key: declaration.key.clone(),
        package: declaration.package.clone(),
        text: declaration.text.clone(),
        since: previous.tag.clone(),
        together,
        changed: has_changed(&declaration.path, &before, &now),
    });
    Ok(behind.collect())
}

fn is_packaged(declaration: &Declaration) -> bool {
    declaration.package.is_some()
        && matches!(declaration.kind.as_str(), "Cargo.toml" | "package.json")
}

fn is_published(declaration: &Declaration, text: &str) -> bool {
    match declaration.kind.as_str() {
        "package.json" => package_json::read(text).is_ok_and(|package| !package.private),
        _ => cargo_toml::read(text).is_ok_and(|cargo| {
            let package = cargo.package;
            package.is_some_and(|package| package.publishable.unwrap_or(true))
        }),
    }
}

/// The version that the same manifest declared, in its normal form.
fn version_at(before: &Revision, declaration: &Declaration) -> Option<String> {
    let text = before.read_text(&declaration.path, MAX_MANIFEST).ok()??;
    let declared = match declaration.kind.as_str() {
        "package.json" => literal(package_json::read(&text).ok()?.version?),
        _ => {
            let package = cargo_toml::read(&text).ok()?.package?;
            literal(package.version?).or_else(|| {
                let root = before.read_text(WORKSPACE, MAX_MANIFEST).ok()??;
                literal(cargo_toml::read(&root).ok()?.workspace?.version?)
            })
        }
    };
    Some(super::version_fact(&declared?)?.normal)
}

fn literal(place: VersionPlace) -> Option<String> {
    match place.source {
        VersionSource::Literal(text) => Some(text),
        VersionSource::Dynamic { .. } | VersionSource::Undetermined(_) => None,
    }
}

/// Whether anything in the package's folder is not as it was.
fn has_changed(manifest: &str, before: &Revision, now: &Revision) -> bool {
    let folder = manifest.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_inside = |path: &str| {
        let rest = path.strip_prefix(folder);
        folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let files = |revision: &Revision| -> Vec<_> {
        let all = revision.files().iter();
        all.filter(|file| is_inside(&file.path)).cloned().collect()
    };
    files(before) != files(now)
}
