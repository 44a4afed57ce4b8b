//! The packages that a commit publishes, whatever manifests declare them.

use std::collections::BTreeSet;

use super::super::foreign::is_foreign;
use super::members;
use crate::facts::{ApiGap, InterfaceSource};
use crate::formats::declared::{
    Item, Manifest, Topic, Unread, cargo, go_mod, normalised, npm, pyproject, setup_cfg, setup_py,
};
use crate::formats::place::Malformed;
use crate::formats::{cargo_toml, package_json};
use crate::repo::Revision;

/// The largest manifest that is read, in bytes. Real ones take kilobytes.
const MAX_MANIFEST: u64 = 4 * 1024 * 1024;

/// What kind of registry a package is published to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ecosystem {
    Python,
    Cargo,
    Npm,
    Go,
}

/// One package, at one commit.
#[derive(Debug)]
pub(super) struct Package {
    pub ecosystem: Ecosystem,
    /// The folder of its manifests; empty for the project's own.
    pub folder: String,
    pub name: Option<String>,
    /// Its first manifest.
    pub path: String,
    /// The name that code imports a Rust crate by; `None` if it has no library, or of other ecosystems.
    pub library: Option<String>,
    /// Whether it is never published.
    pub private: bool,
    pub items: Vec<(String, Item)>,
    pub unread: Vec<(String, Unread)>,
    /// The manifest, and the line at which it says what can be imported; `None` if all files can.
    pub exports: Option<(String, u64)>,
}

impl Package {
    /// Where a reader finds it: what it declares first, else its manifest.
    pub(super) fn place(&self) -> (&str, u64) {
        let first = self.items.first();
        first.map_or((&self.path, 1), |(path, item)| (path, item.line))
    }

    /// Whether the same is left open here.
    pub(super) fn leaves_open(&self, other: &Unread) -> bool {
        let mut unread = self.unread.iter();
        unread.any(|(_, unread)| (unread.topic, &unread.reason) == (other.topic, &other.reason))
    }
}

/// All packages of a commit.
#[derive(Debug, Default)]
pub(super) struct Packages {
    pub list: Vec<Package>,
    pub sources: BTreeSet<InterfaceSource>,
    pub gaps: Vec<ApiGap>,
}

impl Packages {
    /// The Rust crates that others can import.
    pub(in super::super) fn libraries(&self) -> impl Iterator<Item = &Package> {
        let list = self.list.iter();
        list.filter(|it| !it.private && it.library.is_some())
    }
}

/// Reads the project's own manifests and those of the published members of its workspaces.
pub(super) fn read(revision: &Revision) -> Packages {
    let mut reader = Reader {
        revision,
        found: Packages::default(),
    };
    reader.python();
    reader.cargo();
    reader.npm();
    reader.go();
    let mut found = reader.found;
    leave_private_out(&mut found.list);
    found
}

/// A package that is never published is nobody's interface, unless it is the project itself.
fn leave_private_out(packages: &mut Vec<Package>) {
    let public: BTreeSet<Ecosystem> = packages
        .iter()
        .filter(|package| !package.private)
        .map(|package| package.ecosystem)
        .collect();
    packages.retain(|package| {
        let is_project = package.folder.is_empty() && !public.contains(&package.ecosystem);
        !package.private || is_project
    });
}

struct Reader<'r> {
    revision: &'r Revision,
    found: Packages,
}

impl Reader<'_> {
    fn gap(&mut self, path: &str, line: u64, reason: String) {
        self.found.gaps.push(ApiGap {
            symbol: path.to_owned(),
            reason,
            path: Some(path.to_owned()),
            line: Some(line),
        });
    }

    /// The text of a file; `None` if there is none, or if it cannot be read: then that is noted.
    fn text(&mut self, path: &str) -> Option<String> {
        match self.revision.read_text(path, MAX_MANIFEST) {
            Ok(text) => text,
            Err(missing) => {
                self.gap(path, 1, missing.reason);
                None
            }
        }
    }

    /// Reads a manifest. One that cannot be read leaves everything about its package open.
    fn manifest(
        &mut self,
        path: &str,
        kind: &str,
        parse: impl FnOnce(&str) -> Result<Manifest, Malformed>,
    ) -> Option<Manifest> {
        self.revision.file(path)?;
        let unread = |line: u64, reason: String| Manifest {
            unread: vec![Unread {
                topic: None,
                reason,
                deferred: false,
                line,
            }],
            ..Manifest::default()
        };
        let manifest = match self.revision.read_text(path, MAX_MANIFEST) {
            Ok(text) => parse(&text?).unwrap_or_else(|error| {
                unread(
                    error.line,
                    format!("it cannot be parsed: {}", error.message),
                )
            }),
            Err(missing) => unread(1, missing.reason),
        };
        if manifest != Manifest::default() {
            self.found.sources.insert(InterfaceSource {
                path: path.to_owned(),
                kind: kind.to_owned(),
            });
        }
        Some(manifest)
    }

    fn members(&mut self, root: &str, globs: &[String], file: &str) -> Vec<String> {
        if globs.is_empty() {
            return Vec::new();
        }
        members::find(self.revision, globs, file).unwrap_or_else(|reason| {
            self.gap(root, 1, reason);
            Vec::new()
        })
    }

    fn python(&mut self) {
        let globs = self.python_package("");
        for path in self.members("pyproject.toml", &globs, "pyproject.toml") {
            let folder = path.trim_end_matches("/pyproject.toml");
            self.python_package(folder);
        }
    }

    /// Reads a Python package, and returns the globs of its workspace's members.
    fn python_package(&mut self, folder: &str) -> Vec<String> {
        let at = |file: &str| join(folder, file);
        let mut files = Vec::new();
        let path = at("pyproject.toml");
        files.extend(
            self.manifest(&path, "pyproject.toml", pyproject::read)
                .map(|manifest| (path, manifest)),
        );
        let path = at("setup.cfg");
        files.extend(
            self.manifest(&path, "setup.cfg", |text| Ok(setup_cfg::read(text)))
                .map(|manifest| (path, manifest)),
        );
        let path = at("setup.py");
        files.extend(
            self.manifest(&path, "setup.py", setup_py::read)
                .map(|manifest| (path, manifest)),
        );
        let globs = files
            .iter()
            .flat_map(|(_, manifest)| manifest.members.clone())
            .collect();
        files.retain(|(_, manifest)| {
            !manifest.items.is_empty() || !manifest.unread.is_empty() || manifest.name.is_some()
        });
        if !files.is_empty() {
            self.found.list.push(merged(folder, files));
        }
        globs
    }

    fn cargo(&mut self) {
        const ROOT: &str = "Cargo.toml";
        let Some(text) = self.text(ROOT) else { return };
        let workspace = cargo::Workspace::read(&text).unwrap_or_default();
        let globs = cargo_toml::read(&text).ok().and_then(|root| root.workspace);
        let globs: Vec<String> = globs.map_or_else(Vec::new, |workspace| {
            let excluded = workspace.exclude.iter().map(|glob| format!("!{glob}"));
            workspace.members.iter().cloned().chain(excluded).collect()
        });
        let mut paths = vec![ROOT.to_owned()];
        paths.extend(self.members(ROOT, &globs, ROOT));
        for path in paths {
            let parse = |text: &str| cargo::read(text, &workspace);
            if let Some(mut manifest) = self.manifest(&path, ROOT, parse) {
                let folder = folder_of(&path).to_owned();
                self.implied_binaries(&folder, &mut manifest);
                let library = self.library(&folder, &manifest);
                self.push(Ecosystem::Cargo, &path, manifest);
                if let Some(package) = self.found.list.last_mut() {
                    package.library = library;
                }
            }
        }
    }

    /// The name that code imports a crate by (The Cargo Book, § The name field); `None` without a library.
    fn library(&self, folder: &str, manifest: &Manifest) -> Option<String> {
        let has = || self.revision.file(&join(folder, "src/lib.rs")).is_some();
        let implied = || manifest.name.as_ref().map(|name| name.replace('-', "_"));
        let explicit = manifest.library.clone();
        explicit.map_or_else(|| implied().filter(|_| has()), |name| name.or_else(implied))
    }

    /// The programs that Cargo finds by itself (The Cargo Book, § Target auto-discovery), noted at
    /// the first line. Where others are named, `src/main.rs` is taken to be one of those.
    fn implied_binaries(&self, folder: &str, manifest: &mut Manifest) {
        let mut names: Vec<String> = Vec::new();
        let explicit = manifest
            .items
            .iter()
            .any(|item| item.topic == Topic::Command);
        if !explicit && self.revision.file(&join(folder, "src/main.rs")).is_some() {
            names.extend(manifest.name.clone());
        }
        let programs = join(folder, "src/bin/");
        let files = self.revision.files();
        let start = files.partition_point(|file| file.path < programs);
        for file in files.iter().skip(start) {
            let Some(rest) = file.path.strip_prefix(&programs) else {
                break;
            };
            let name = rest
                .strip_suffix("/main.rs")
                .or_else(|| rest.strip_suffix(".rs"))
                .filter(|name| !name.contains('/'));
            names.extend(name.map(str::to_owned));
        }
        let items = names
            .into_iter()
            .map(|name| Item::named(Topic::Command, name, 1));
        manifest.items.extend(items);
    }

    fn npm(&mut self) {
        const ROOT: &str = "package.json";
        let mut globs = Vec::new();
        if let Some(text) = self.text(ROOT)
            && let Ok(root) = package_json::read(&text)
        {
            globs.extend(root.workspaces);
        }
        if let Some(text) = self.text("lerna.json")
            && let Ok(lerna) = package_json::read_lerna(&text)
        {
            globs.extend(lerna.packages);
        }
        if let Some(text) = self.text("pnpm-workspace.yaml")
            && let Ok(folders) = package_json::read_pnpm_workspace(&text)
        {
            globs.extend(folders);
        }
        let mut paths = vec![ROOT.to_owned()];
        paths.extend(self.members(ROOT, &globs, ROOT));
        for path in paths.iter().filter(|path| !is_foreign(path)) {
            self.npm_package(path);
        }
    }

    fn npm_package(&mut self, path: &str) {
        let mut exports = None;
        let parse = |text: &str| {
            let npm = npm::read(text)?;
            exports = npm.exports;
            Ok(npm.manifest)
        };
        let Some(mut manifest) = self.manifest(path, "package.json", parse) else {
            return;
        };
        let index = join(folder_of(path), "index.js");
        let named = manifest
            .items
            .iter()
            .any(|item| item.topic == Topic::Export);
        if exports.is_none() && !named && self.revision.file(&index).is_some() {
            manifest.items.push(Item {
                text: "import require".to_owned(),
                ..Item::named(Topic::Export, ".", 1)
            });
        }
        self.push(Ecosystem::Npm, path, manifest);
        if let Some(package) = self.found.list.last_mut() {
            package.exports = exports.map(|line| (path.to_owned(), line));
        }
    }

    fn go(&mut self) {
        let parse = |text: &str| Ok(go_mod::read(text));
        if let Some(manifest) = self.manifest("go.mod", "go.mod", parse) {
            self.push(Ecosystem::Go, "go.mod", manifest);
        }
    }

    fn push(&mut self, ecosystem: Ecosystem, path: &str, manifest: Manifest) {
        let placed = |item| (path.to_owned(), item);
        self.found.list.push(Package {
            ecosystem,
            folder: folder_of(path).to_owned(),
            name: manifest.name,
            path: path.to_owned(),
            library: None,
            private: manifest.private,
            items: manifest.items.into_iter().map(placed).collect(),
            unread: manifest
                .unread
                .into_iter()
                .map(|unread| (path.to_owned(), unread))
                .collect(),
            exports: None,
        });
    }
}

/// One package of the manifests in a folder. Of each topic the first manifest that speaks of it
/// counts; what it leaves to the others is known if one of them says it.
fn merged(folder: &str, files: Vec<(String, Manifest)>) -> Package {
    let mut package = Package {
        ecosystem: Ecosystem::Python,
        folder: folder.to_owned(),
        name: files
            .iter()
            .find_map(|(_, manifest)| manifest.name.as_deref())
            .map(normalised),
        path: files
            .first()
            .map(|(path, _)| path.clone())
            .unwrap_or_default(),
        library: None,
        private: false,
        items: Vec::new(),
        unread: Vec::new(),
        exports: None,
    };
    let mut settled: BTreeSet<Topic> = BTreeSet::new();
    let mut deferred = Vec::new();
    for (path, manifest) in files {
        let topics: BTreeSet<Topic> = manifest
            .items
            .iter()
            .map(|item| item.topic)
            .filter(|topic| !settled.contains(topic))
            .collect();
        for item in manifest.items {
            if topics.contains(&item.topic) {
                package.items.push((path.clone(), item));
            }
        }
        for unread in manifest.unread {
            if unread.deferred {
                deferred.push((path.clone(), unread));
            } else if unread.topic.is_none_or(|topic| !settled.contains(&topic)) {
                package.unread.push((path.clone(), unread));
            }
        }
        settled.extend(topics);
    }
    deferred.retain(|(_, unread)| unread.topic.is_none_or(|topic| !settled.contains(&topic)));
    package.unread.extend(deferred);
    package
}

/// The folder of a path; empty for the project's root.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_owned()
    } else {
        format!("{folder}/{file}")
    }
}
