//! What lock files and installed packages say of licences. What lies on disk untracked counts where its
//! name and version are those of a package that a lock file names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::Context;
use super::matched::Matched;
use super::place;
use crate::facts::{Dependencies, LicensePlace, Missing};
use crate::formats::license::{MAX_METADATA, is_package_lock, metadata, npm_package, package_lock};
use crate::release::Ecosystem;
use crate::repo::Checkout;

/// The largest lock file, and the largest `package.json` of a package.
const MAX_LOCK: u64 = 64 << 20;
const MAX_PACKAGE: u64 = 1 << 20;

/// The most folders that are listed below one `node_modules`, and how deep they may lie in each other.
const MAX_FOLDERS: usize = 200_000;
const MAX_DEPTH: usize = 24;

/// Reads them, and returns where they are.
pub(super) fn read(
    context: &Context,
    dependencies: &Dependencies,
    matched: &mut Matched,
) -> Result<Vec<LicensePlace>, Missing> {
    let checkout = context.checkout();
    let root = context.repo().root().join(checkout.project());
    let mut places = Vec::new();
    for source in &dependencies.sources {
        let name = source.path.rsplit('/').next().unwrap_or(&source.path);
        if matches!(name, "package-lock.json" | "npm-shrinkwrap.json") {
            places.extend(lock(checkout, &source.path, matched));
        }
    }
    if matched.has(Ecosystem::Pypi) {
        for folder in site_packages(&root, dependencies) {
            places.extend(python(checkout, &root, &folder, matched));
        }
    }
    if matched.lacks(Ecosystem::Npm) {
        let npm = dependencies
            .sources
            .iter()
            .filter(|it| it.ecosystem == Ecosystem::Npm);
        let folders: BTreeSet<String> = npm
            .map(|source| match source.path.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/node_modules"),
                None => "node_modules".to_owned(),
            })
            .collect();
        for folder in folders.into_iter().filter(|it| is_folder(&root.join(it))) {
            let mut modules = Modules {
                checkout,
                root: &root,
                matched,
                found: 0,
                left: MAX_FOLDERS,
            };
            modules.read(&folder, 0);
            let problem =
                (modules.left == 0).then(|| format!("it has more than {MAX_FOLDERS} folders"));
            let found = modules.found;
            places.push(place(&folder, found, problem));
        }
    }
    Ok(places)
}

/// A `package-lock.json` of the versions 2 and 3, into which npm copies the licences. `None` for the
/// others: they have none.
fn lock(checkout: &Checkout, path: &str, matched: &mut Matched) -> Option<LicensePlace> {
    let refused = |reason: String| Some(place(path, 0, Some(reason)));
    let bytes = match checkout.read(path, MAX_LOCK) {
        Ok(bytes) => bytes?,
        Err(missing) => return refused(missing.reason),
    };
    let head = bytes.get(..bytes.len().min(16 << 10)).unwrap_or_default();
    if !is_package_lock(&String::from_utf8_lossy(head)) {
        return None;
    }
    let packages = match package_lock(&bytes) {
        Ok(packages) => packages,
        Err(flaw) => return refused(flaw.reason),
    };
    let mut found = 0;
    for package in packages {
        let key = (Ecosystem::Npm, package.name.as_str());
        let stated = [package.license];
        found += u64::from(matched.say(key, &package.version, path, &stated));
    }
    Some(place(path, found, None))
}

/// Folders of installed Python packages: of the virtual environments in the project's folder, and
/// those that the inventory names.
fn site_packages(root: &Path, dependencies: &Dependencies) -> BTreeSet<String> {
    let named = dependencies
        .sources
        .iter()
        .filter(|it| it.format == "dist-info");
    let mut folders: BTreeSet<String> = named.map(|it| it.path.clone()).collect();
    for environment in listed(root) {
        if !root.join(&environment).join("pyvenv.cfg").is_file() {
            continue;
        }
        let windows = format!("{environment}/Lib/site-packages");
        let lib = format!("{environment}/lib");
        let unix = listed(&root.join(&lib)).into_iter();
        let unix = unix
            .filter(|name| name.starts_with("python"))
            .map(|name| format!("{lib}/{name}/site-packages"));
        folders.extend(unix.chain([windows]).filter(|it| is_folder(&root.join(it))));
    }
    folders
}

/// The packages in a folder of installed ones; only those that are asked for are opened.
fn python(
    checkout: &Checkout,
    root: &Path,
    folder: &str,
    matched: &mut Matched,
) -> Option<LicensePlace> {
    let mut found = 0;
    let mut problem = None;
    for entry in listed(&root.join(folder)) {
        let Some(name) = entry.strip_suffix(".dist-info") else {
            continue;
        };
        let Some(key) = name.rsplit_once('-') else {
            continue;
        };
        if matched.find((Ecosystem::Pypi, key.0), key.1).is_none() {
            continue;
        }
        let path = format!("{folder}/{entry}/METADATA");
        let read = match checkout.read(&path, MAX_METADATA * 64) {
            Ok(Some(mut bytes)) => {
                header(&mut bytes);
                metadata(&bytes).map_err(|flaw| format!("`{path}`: {}", flaw.reason))
            }
            Ok(None) => Err(format!("`{path}` is not there")),
            Err(missing) => Err(missing.reason),
        };
        match read {
            // The folder's name is not the package's own word.
            Ok(read) => {
                let key = (Ecosystem::Pypi, read.name.as_str());
                found += u64::from(matched.say(key, &read.version, &path, &read.stated));
            }
            Err(reason) => problem = problem.or(Some(reason)),
        }
    }
    Some(place(folder, found, problem))
}

/// Cuts off the description, which follows the header after an empty line.
fn header(bytes: &mut Vec<u8>) {
    let end = memchr::memmem::find(bytes, b"\n\n").or(memchr::memmem::find(bytes, b"\n\r\n"));
    if let Some(end) = end {
        bytes.truncate(end + 1);
    }
}

/// A walk through a `node_modules`.
struct Modules<'a> {
    checkout: &'a Checkout,
    root: &'a Path,
    matched: &'a mut Matched,
    found: u64,
    left: usize,
}

impl Modules<'_> {
    fn read(&mut self, folder: &str, depth: usize) {
        if depth > MAX_DEPTH {
            self.left = 0;
        }
        for name in listed(&self.root.join(folder)) {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let path = format!("{folder}/{name}");
            match name.as_str() {
                ".pnpm" => {
                    for kept in listed(&self.root.join(&path)) {
                        self.nested(&format!("{path}/{kept}"), depth);
                    }
                }
                _ if name.starts_with('@') => self.read(&path, depth + 1),
                _ if name.starts_with('.') => {}
                _ => {
                    self.package(&path);
                    self.nested(&path, depth);
                }
            }
        }
    }

    fn nested(&mut self, path: &str, depth: usize) {
        let nested = format!("{path}/node_modules");
        if is_folder(&self.root.join(&nested)) {
            self.read(&nested, depth + 1);
        }
    }

    fn package(&mut self, folder: &str) {
        let path = format!("{folder}/package.json");
        let Ok(Some(bytes)) = self.checkout.read(&path, MAX_PACKAGE) else {
            return;
        };
        let Ok(package) = npm_package(&bytes) else {
            return;
        };
        let (Some(name), Some(version)) = (&package.name, &package.version) else {
            return;
        };
        let key = (Ecosystem::Npm, name.as_str());
        let is_known = self
            .matched
            .find(key, version)
            .is_none_or(|it| it.is_known());
        if !is_known {
            let stated: Vec<_> = package.license.into_iter().collect();
            self.matched.say(key, version, &path, &stated);
            self.found += 1;
        }
    }
}

/// The names of the folders in a folder, sorted; symbolic links are none. Empty if it cannot be listed.
fn listed(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let folders = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<String> = folders
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    names
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_dir())
}
