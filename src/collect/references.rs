//! The versions that the project's documentation names.

pub(super) mod documents;
mod find;
mod forms;
mod lines;
mod names;
mod numbers;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use super::{Collector, Context};
use crate::facts::{
    Declaration, DeclarationRole, Missing, ReferenceFile, References, UnreadDocument, Versions,
};
use crate::formats::cargo_toml;
use crate::formats::changelog::Markup;
use crate::repo::Checkout;
use documents::Document;
use lines::Title;
use names::Names;

/// The largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 4 * 1024 * 1024;

/// The most bytes of documents that are read: 256 MiB.
const MAX_BYTES: u64 = 256 << 20;

/// The most references that are listed.
const MAX_REFERENCES: usize = 50_000;

/// The largest manifest in which the address of the repository is looked for, in bytes.
const MAX_MANIFEST: u64 = 1024 * 1024;

/// The files at the root that may say where the project is hosted.
const MANIFESTS: &[&str] = &[
    "pyproject.toml",
    "Cargo.toml",
    "package.json",
    "setup.cfg",
    "setup.py",
    "go.mod",
];

/// The versions that the project's documentation names.
pub(super) struct ReferencesCollector;

impl Collector for ReferencesCollector {
    type Facts = References;

    const NAME: &'static str = "references";
    const PURPOSE: &'static str = "The versions that the project's documentation names.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let names = project_names(context)?;
        let mut gathered = Gathered::default();
        for path in context.checkout().tracked()? {
            if let Some(document) = documents::document(path) {
                gathered.add(context.checkout(), path, document, &names)?;
            }
        }
        Ok(References {
            names: names.sorted(),
            repositories: names.repositories(),
            read: gathered.read,
            files: gathered.files,
            unread: gathered.unread,
        })
    }
}

#[derive(Debug, Default)]
struct Gathered {
    files: Vec<ReferenceFile>,
    unread: Vec<UnreadDocument>,
    read: u64,
    bytes: u64,
    references: usize,
}

impl Gathered {
    fn add(
        &mut self,
        checkout: &Checkout,
        path: &str,
        document: Document,
        names: &Names,
    ) -> Result<(), Missing> {
        let text = match checkout.tracked_text(path, MAX_DOCUMENT) {
            Ok(text) => text,
            Err(missing) => {
                self.unread.push(UnreadDocument {
                    path: path.to_owned(),
                    reason: missing.reason,
                });
                return Ok(());
            }
        };
        self.read += 1;
        self.bytes += text.len() as u64;
        let markup = Markup::of_path(path);
        let title = match documents::is_about_now(path) {
            true => Title::Names,
            false => Title::Counts,
        };
        let references = find::references(&text, markup, names, title, MAX_REFERENCES);
        self.references += references.len();
        if self.references > MAX_REFERENCES || self.bytes > MAX_BYTES {
            return Err(Missing::because(format!(
                "the documentation is too large: at most {} MiB and {MAX_REFERENCES} versions in it are read",
                MAX_BYTES >> 20
            )));
        }
        if !references.is_empty() {
            self.files.push(ReferenceFile {
                path: path.to_owned(),
                kind: document.kind,
                central: document.central,
                references,
            });
        }
        Ok(())
    }
}

/// The names of the project: as configured, and as its manifests give them; and where it is hosted.
/// Of the members of a workspace those names are the project's whose versions are.
fn project_names(context: &Context) -> Result<Names, Missing> {
    let versions = context.versions()?;
    let mut names = Names::default();
    let declared = versions
        .declarations
        .iter()
        .filter(|declaration| declaration.role == DeclarationRole::Project)
        .filter_map(|declaration| declaration.package.as_deref());
    let is_crate = |declaration: &Declaration| {
        declaration.role == DeclarationRole::Project && declaration.kind == "Cargo.toml"
    };
    if versions.declarations.iter().any(is_crate) {
        names.set_crate();
    }
    let members = members(context, versions);
    let is_named = versions.name.is_some() || !members.is_empty();
    let declared = declared.chain(members.iter().map(String::as_str));
    let configured = context.options().name.as_deref();
    for name in declared.chain(versions.name.as_deref()).chain(configured) {
        names.add(name);
        if let Some((_, name)) = name.rsplit_once('/').filter(|_| !name.starts_with('@')) {
            names.add(name);
        }
    }
    let remote = context.repo().remote_address("origin");
    if let Some(address) = &remote {
        names.add_repository(address);
    }
    for path in MANIFESTS {
        let Ok(Some(text)) = context.checkout().read_text(path, MAX_MANIFEST) else {
            continue;
        };
        for address in hosting_addresses(&text) {
            names.add_repository(address);
        }
    }
    for repository in names.repositories() {
        // A configured name alone may be that of a folder.
        if !is_named && let Some((_, name)) = repository.rsplit_once('/') {
            names.add(name);
        }
    }
    Ok(names)
}

/// What the project is called where no manifest at its root has a name: as its repository or its folder,
/// where one of its crates is called so; as its only crate; else as its repository. `None` where nothing
/// of it is known.
#[must_use]
pub fn called(context: &Context, folder: &str) -> Option<String> {
    let members = members(context, context.versions().ok()?);
    let repositories = project_names(context).ok()?.repositories();
    let mut hosted = repositories.iter().filter_map(|it| it.rsplit_once('/'));
    let hosted = hosted.next().map(|(_, name)| name.to_owned());
    let is_member = |name: &str| members.iter().any(|it| it == name);
    match (&hosted, members.as_slice()) {
        (Some(name), _) if is_member(name) => hosted,
        (_, [only]) => Some(only.clone()),
        _ if is_member(folder) => Some(folder.to_owned()),
        _ => hosted,
    }
}

/// The names of the crates of a workspace that are published in the project's own version.
fn members(context: &Context, versions: &Versions) -> Vec<String> {
    let inheriting = versions.dynamic.iter();
    let inheriting = inheriting.filter(|it| it.provider == "workspace");
    let declaring = versions.declarations.iter().filter(|it| {
        let own = it.version.as_ref().map(|own| &own.normal);
        own.is_some() && own == versions.declared.as_ref().map(|declared| &declared.normal)
    });
    let paths = inheriting.map(|it| it.path.as_str());
    let paths: BTreeSet<&str> = paths.chain(declaring.map(|it| it.path.as_str())).collect();
    let crates = paths.into_iter().filter(|it| it.ends_with("Cargo.toml"));
    let named = crates.filter_map(|path| {
        let text = context.checkout().read_text(path, MAX_MANIFEST).ok()??;
        let package = cargo_toml::read(&text).ok()?.package?;
        package.name.filter(|_| package.publishable != Some(false))
    });
    named.collect()
}

/// The addresses that a manifest gives for its own source: in lines whose key says so.
fn hosting_addresses(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| {
        let line = line
            .trim_start()
            .trim_start_matches(['"', '\''])
            .to_ascii_lowercase();
        let keys = [
            "repository",
            "source",
            "homepage",
            "home",
            "url",
            "code",
            "github",
            "module ",
        ];
        keys.iter().any(|key| line.starts_with(key))
    })
}
