//! What only a bill of materials needs: what packages need, and the digests of their files.
//!
//! It is read when it is asked for; nothing that decides pays for it.

use std::collections::{BTreeMap, BTreeSet};

use super::files::Files;
use super::inventory::{Inventory, Source};
use super::{installed, manifests, own};
use crate::collect::Context;
use crate::facts::Missing;
use crate::formats::lock::details::{Artefact, Details, Digest, Edges};
use crate::formats::lock::{Locked, MAX_BYTES, Origin, dist_info};
use crate::release::{Ecosystem, Package};

/// What lock files and installed packages say besides the facts.
#[derive(Debug, Clone, Default)]
pub struct Particulars {
    /// By the package URL of the package.
    pub packages: BTreeMap<String, Particular>,
    /// What is left out, and why, each as a sentence without its full stop.
    pub doubts: Vec<String>,
}

/// What is said of one package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Particular {
    /// The package URLs of what it needs itself.
    pub needs: BTreeSet<String>,
    /// Whether that is all.
    pub is_whole: bool,
    /// The files by which it is distributed, sorted, each with the digests that are known.
    pub files: Vec<DistributedFile>,
}

/// A file by which a package is distributed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DistributedFile {
    /// Its name; `None` where that is not said.
    pub name: Option<String>,
    /// Its address; `None` where that is not said.
    pub url: Option<String>,
    /// Its digests, sorted, one of each algorithm; never empty.
    pub digests: Vec<Digest>,
}

/// Reads them.
///
/// # Errors
/// [`Missing`] as the collector `dependencies` says it.
pub fn particulars(context: &Context) -> Result<Particulars, Missing> {
    let checkout = context.checkout();
    let mut found = Inventory::read(checkout)?;
    let folder = context.repo().root().join(checkout.project());
    installed::add(&folder, &mut found);
    own::settle(checkout, &mut found)?;
    manifests::settle(&mut found);
    let mut all = Particulars::default();
    for (path, source) in &found.sources {
        let details = match details(checkout, path, source) {
            Ok(details) => details,
            Err(reason) => {
                all.doubts
                    .push(format!("of `{path}` no digests are read: {reason}"));
                Details::default()
            }
        };
        all.note_needs(source, details.edges);
        all.note_files(path, source.format.ecosystem, details);
    }
    all.settle();
    Ok(all)
}

fn details(files: &impl Files, path: &str, source: &Source) -> Result<Details, String> {
    if source.read.is_err() {
        return Ok(Details::default());
    }
    if source.format.name == dist_info::INSTALLED.name {
        // What an extra needs, nothing there tells from what nobody asked for.
        return Ok(Details {
            edges: Edges::Some,
            ..Details::default()
        });
    }
    let bytes = files.content(path, MAX_BYTES).map_err(|it| it.reason)?;
    let bytes = bytes.ok_or("it is not there")?;
    let read = source.format.details_of(&bytes);
    read.map_err(|flaw| flaw.reason)
}

impl Particulars {
    fn note_needs(&mut self, source: &Source, edges: Edges) {
        let Ok(lock) = &source.read else { return };
        let is_told = edges == Edges::All && lock.gaps.is_empty();
        let purl = |locked: &Locked| {
            let version = locked.version.as_deref();
            Package::new(source.format.ecosystem, &locked.name, version).purl()
        };
        let purls: Vec<String> = lock.packages.iter().map(purl).collect();
        for (locked, own) in lock.packages.iter().zip(&purls) {
            // What a folder needs, its own manifest tells.
            let is_whole = is_told && locked.origin != Origin::Path;
            let known = self.packages.entry(own.clone());
            let known = known
                .and_modify(|it| it.is_whole &= is_whole)
                .or_insert_with(|| Particular {
                    is_whole,
                    ..Particular::default()
                });
            let needs = locked
                .needs
                .iter()
                .filter_map(|place| purls.get(*place as usize));
            // A package with extras needs itself without them.
            known.needs.extend(needs.filter(|it| *it != own).cloned());
        }
    }

    fn note_files(&mut self, path: &str, ecosystem: Ecosystem, details: Details) {
        for name in details.wrong {
            self.doubts.push(format!(
                "`{path}` has something in the place of a digest of `{name}` that is none"
            ));
        }
        for artefact in details.artefacts {
            let Artefact { name, version, .. } = &artefact;
            let purl = Package::new(ecosystem, name, version.as_deref()).purl();
            // What the file has besides its packages, the project's own, is in no bill.
            if let Some(package) = self.packages.get_mut(&purl) {
                package.files.push(DistributedFile {
                    name: artefact.file,
                    url: artefact.url,
                    digests: artefact.digests,
                });
            }
        }
    }

    /// Brings together what several sources say of the files of a package.
    fn settle(&mut self) {
        for (purl, package) in &mut self.packages {
            let is_one_file = Package::of_purl(purl)
                .is_some_and(|it| matches!(it.ecosystem, Ecosystem::Cargo | Ecosystem::Npm));
            let files = std::mem::take(&mut package.files);
            if !is_one_file {
                package.files = distinct(files);
                continue;
            }
            match together(files) {
                Some(files) => package.files = files.into_iter().collect(),
                None => self.doubts.push(format!(
                    "of `{purl}` the lock files have different digests: it is without one"
                )),
            }
        }
        self.doubts.sort();
        self.doubts.dedup();
    }
}

/// The files, each once; one without a name is not told where one with a name has its digest.
fn distinct(mut files: Vec<DistributedFile>) -> Vec<DistributedFile> {
    let named: BTreeSet<Digest> = files
        .iter()
        .filter(|file| file.name.is_some())
        .flat_map(|file| file.digests.iter().cloned())
        .collect();
    files.retain(|file| file.name.is_some() || !file.digests.iter().any(|it| named.contains(it)));
    // The same file is told with its address by one tool and without it by another.
    files.sort_by(|one, other| {
        let key =
            |file: &DistributedFile| (file.name.clone(), file.digests.clone(), file.url.is_none());
        (key(one), &one.url).cmp(&(key(other), &other.url))
    });
    files.dedup_by(|one, other| (&one.name, &one.digests) == (&other.name, &other.digests));
    files
}

/// All digests as those of the one file that there is; `None` where they cannot be.
fn together(files: Vec<DistributedFile>) -> Option<Option<DistributedFile>> {
    let digests: BTreeSet<Digest> = files.into_iter().flat_map(|file| file.digests).collect();
    let algorithms: BTreeSet<_> = digests.iter().map(|it| it.algorithm).collect();
    if algorithms.len() != digests.len() {
        return None;
    }
    let digests: Vec<Digest> = digests.into_iter().collect();
    Some((!digests.is_empty()).then_some(DistributedFile {
        name: None,
        url: None,
        digests,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::lock::details::Algorithm::{self, Sha1, Sha256};

    fn digest(algorithm: Algorithm, letter: &str) -> Digest {
        Digest {
            algorithm,
            hex: letter.to_owned(),
        }
    }

    fn file(name: Option<&str>, url: Option<&str>, letter: &str) -> DistributedFile {
        DistributedFile {
            name: name.map(str::to_owned),
            url: url.map(str::to_owned),
            digests: vec![digest(Sha256, letter)],
        }
    }

    /// What becomes of these files of a package, and the doubts.
    fn settled(purl: &str, files: Vec<DistributedFile>) -> (Vec<DistributedFile>, Vec<String>) {
        let mut all = Particulars::default();
        let package = Particular {
            files,
            ..Particular::default()
        };
        all.packages.insert(purl.to_owned(), package);
        all.settle();
        (all.packages.remove(purl).unwrap().files, all.doubts)
    }

    #[test]
    fn the_same_file_of_several_sources_is_one() {
        let url = Some("https://example.org/a.whl");
        let (files, doubts) = settled(
            "pkg:pypi/a@1",
            vec![
                file(None, None, "b"),
                file(Some("a.whl"), None, "a"),
                file(None, None, "a"),
                file(Some("a.whl"), url, "a"),
                file(None, None, "b"),
            ],
        );
        assert_eq!(
            files,
            [file(None, None, "b"), file(Some("a.whl"), url, "a")]
        );
        assert_eq!(doubts, [""; 0]);
    }

    #[test]
    fn a_registry_with_one_file_for_each_version_has_one() {
        let sha1 = DistributedFile {
            digests: vec![digest(Sha1, "c")],
            ..file(None, None, "")
        };
        let (files, doubts) = settled(
            "pkg:npm/a@1",
            vec![file(None, None, "a"), sha1, file(None, None, "a")],
        );
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].digests, [digest(Sha1, "c"), digest(Sha256, "a")]);
        assert_eq!(doubts, [""; 0]);
        let (files, doubts) = settled(
            "pkg:cargo/a@1",
            vec![file(None, None, "a"), file(None, None, "b")],
        );
        assert_eq!(files, []);
        assert_eq!(
            doubts,
            ["of `pkg:cargo/a@1` the lock files have different digests: it is without one"]
        );
    }
}
