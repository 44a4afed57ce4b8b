//! Databases of advisories: which layout one has, and what it says of the project's packages.
//!
//! Where advisories are sorted by package, only those of packages that are used are opened.

use std::collections::BTreeSet;
use std::path::Path;

use rustsec::Advisory;
use sha2::{Digest, Sha256};

use super::claim::Claim;
use super::packages::{Packages, Used};
use super::store::{Entry, Store};
use crate::facts::{AdvisoryDatabase, DatabaseLayout, UnclearAdvisory};
use crate::formats::osv::{self, Effect, Record};
use crate::formats::report::Flaw;
use crate::release::Ecosystem;

/// The most problems of one database that are listed; of the others there is the number.
const MAX_PROBLEMS: usize = 10;

/// What a database says.
pub(super) struct Said {
    pub fact: AdvisoryDatabase,
    /// By the place of the package in the list.
    pub claims: Vec<(usize, Claim)>,
    pub unclear: Vec<UnclearAdvisory>,
}

/// Reads a database. What is wrong with it is in the fact.
pub(super) fn read(path: &Path, shown: &str, packages: &Packages, now: i64) -> Said {
    let mut reading = Reading::new(shown, packages, now);
    if let Err(problem) = reading.all(path) {
        reading.fact.problems.insert(0, problem);
    }
    reading.finished()
}

/// What is of interest of a record in a database that is in no order.
struct Outline {
    ecosystems: BTreeSet<Ecosystem>,
    /// The record, if it is about a package that is used.
    record: Option<Record>,
}

struct Reading<'a> {
    packages: &'a Packages,
    fact: AdvisoryDatabase,
    claims: Vec<(usize, Claim)>,
    unclear: Vec<UnclearAdvisory>,
    digest: Sha256,
    /// The newest change of what was read, in seconds since 1970.
    newest: Option<i64>,
    broken: usize,
    /// In seconds since 1970.
    now: i64,
}

impl<'a> Reading<'a> {
    fn new(shown: &str, packages: &'a Packages, now: i64) -> Self {
        Reading {
            packages,
            fact: AdvisoryDatabase {
                path: shown.to_owned(),
                layout: None,
                ecosystems: Vec::new(),
                commit: None,
                sha256: None,
                as_of: None,
                read: 0,
                withdrawn: 0,
                problems: Vec::new(),
            },
            claims: Vec::new(),
            unclear: Vec::new(),
            digest: Sha256::new(),
            newest: None,
            broken: 0,
            now,
        }
    }

    fn all(&mut self, path: &Path) -> Result<(), String> {
        let store = Store::open(path)?;
        let commit = store.commit();
        let root = store.root()?;
        let folder = |name: &str| root.iter().find(|it| it.is_folder && it.name == name);
        if let Some(crates) = folder("crates") {
            self.rustsec(&store, crates)?;
        } else if let Some(vulns) = folder("vulns") {
            self.pypa(&store, vulns)?;
        } else {
            self.osv(&store)?;
        }
        match commit {
            Some((commit, time)) => {
                self.fact.commit = Some(commit);
                self.fact.as_of = Some(time);
            }
            None => self.fact.as_of = self.newest,
        }
        Ok(())
    }

    fn rustsec(&mut self, store: &Store, crates: &Entry) -> Result<(), String> {
        let folders = store.entries(crates)?;
        if folders
            .iter()
            .any(|it| !it.is_folder && it.name.ends_with(".json"))
        {
            // RustSec's export in OSV's form has them side by side.
            return self.osv(store);
        }
        self.is(DatabaseLayout::Rustsec, [Ecosystem::Cargo]);
        self.require(has_file(store, &folders, "RUSTSEC-")?)?;
        for (file, used) in self.of_packages(store, folders, Ecosystem::Cargo, ".md") {
            match self.content(store, &file).and_then(|it| advisory(&it)) {
                Ok((text, advisory)) => self.take_rustsec(&advisory, &text, &used),
                Err(reason) => self.broken(&file.name, &reason),
            }
        }
        Ok(())
    }

    fn take_rustsec(&mut self, advisory: &Advisory, text: &str, used: &[usize]) {
        self.fact.read += 1;
        self.seen(&format!("{}T00:00:00Z", advisory.metadata.date.as_str()));
        if advisory.withdrawn() {
            self.fact.withdrawn += 1;
            return;
        }
        for (index, one) in self.used(used) {
            match semver::Version::parse(&one.version) {
                Ok(version) if advisory.versions.is_vulnerable(&version) => {
                    let claim = Claim::of_rustsec(advisory, text, &version, &self.fact.path);
                    self.claims.push((index, claim));
                }
                Ok(_) => {}
                Err(_) => self.unclear(
                    one,
                    advisory.id().as_str(),
                    format!("`{}` is no version of {}", one.version, Ecosystem::Cargo),
                ),
            }
        }
    }

    fn pypa(&mut self, store: &Store, vulns: &Entry) -> Result<(), String> {
        let folders = store.entries(vulns)?;
        self.is(DatabaseLayout::Pypa, [Ecosystem::Pypi]);
        self.require(has_file(store, &folders, "PYSEC-")?)?;
        for (file, _) in self.of_packages(store, folders, Ecosystem::Pypi, ".yaml") {
            let content = self.content(store, &file);
            let record = content.and_then(|it| osv::read_yaml(&it).map_err(reason));
            match record {
                Ok(record) => self.take_osv(&record),
                Err(reason) => self.broken(&file.name, &reason),
            }
        }
        Ok(())
    }

    /// The files of the folders that are called like a package that is used, in order, each with
    /// the places of that package.
    fn of_packages(
        &mut self,
        store: &Store,
        folders: Vec<Entry>,
        ecosystem: Ecosystem,
        ending: &str,
    ) -> Vec<(Entry, Vec<usize>)> {
        let mut files = Vec::new();
        for folder in folders.into_iter().filter(|it| it.is_folder) {
            let used = self.packages.named(Some(ecosystem), &folder.name);
            if used.is_empty() {
                continue;
            }
            match store.entries(&folder) {
                Ok(entries) => files.extend(entries.into_iter().map(|it| (it, used.clone()))),
                Err(reason) => self.broken(&folder.name, &reason),
            }
        }
        files.retain(|(file, _)| !file.is_folder && file.name.ends_with(ending));
        files.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        files
    }

    /// Records in no order: of each, the names of its packages are read, and those of packages that
    /// are used are read whole.
    fn osv(&mut self, store: &Store) -> Result<(), String> {
        self.is(DatabaseLayout::Osv, []);
        let mut ecosystems = BTreeSet::new();
        let mut records = 0_u64;
        for file in store.files(&[".json", ".yaml", ".yml"])? {
            match self.outline(store, &file) {
                Ok(Some(outline)) => {
                    records += 1;
                    ecosystems.extend(outline.ecosystems);
                    if let Some(record) = outline.record {
                        self.take_osv(&record);
                    }
                }
                Ok(None) => {}
                Err(reason) => self.broken(&file.name, &reason),
            }
        }
        self.fact.ecosystems = ecosystems.into_iter().collect();
        self.require(records > 0)
    }

    /// What a file says, as far as it is of interest; `None` for one that is no record.
    fn outline(&mut self, store: &Store, file: &Entry) -> Result<Option<Outline>, String> {
        let content = store.read(file)?;
        if !file.name.ends_with(".json") {
            let Some(record) = osv::read_if_record(&content).map_err(reason)? else {
                return Ok(None);
            };
            let named = record.affected.iter().filter_map(|it| it.package.as_ref());
            let named = named.map(|it| (it.ecosystem.as_str(), it.name.as_str()));
            let (ecosystems, is_used) = self.look_up(named);
            if is_used {
                self.digest.update(&content);
            }
            return Ok(Some(Outline {
                ecosystems,
                record: is_used.then_some(record),
            }));
        }
        let Some(named) = osv::names_of(&content).map_err(reason)? else {
            return Ok(None);
        };
        let (ecosystems, is_used) = self.look_up(named.iter().map(|(one, name)| (&**one, &**name)));
        let mut record = None;
        if is_used {
            self.digest.update(&content);
            record = Some(osv::read_json(&content).map_err(reason)?);
        }
        Ok(Some(Outline { ecosystems, record }))
    }

    /// The ecosystems of some packages, and whether one of these is used.
    fn look_up<'n>(
        &self,
        named: impl Iterator<Item = (&'n str, &'n str)>,
    ) -> (BTreeSet<Ecosystem>, bool) {
        let mut ecosystems = BTreeSet::new();
        let mut is_used = false;
        for (ecosystem, name) in named {
            if let Some(ecosystem) = Ecosystem::of_osv_name(ecosystem) {
                ecosystems.insert(ecosystem);
                is_used |= !self.packages.named(Some(ecosystem), name).is_empty();
            }
        }
        (ecosystems, is_used)
    }

    fn take_osv(&mut self, record: &Record) {
        self.take_matches(record);
        self.count(record);
    }

    fn count(&mut self, record: &Record) {
        self.fact.read += 1;
        self.seen(&record.modified);
        if record.is_withdrawn(self.now) {
            self.fact.withdrawn += 1;
        }
    }

    fn take_matches(&mut self, record: &Record) {
        if record.is_withdrawn(self.now) {
            return;
        }
        let packages = record.affected.iter().filter_map(|it| it.package.as_ref());
        let named: BTreeSet<(Ecosystem, String)> = packages
            .filter_map(|it| {
                let ecosystem = Ecosystem::of_osv_name(&it.ecosystem)?;
                Some((ecosystem, ecosystem.key(&it.name).into_owned()))
            })
            .collect();
        for (ecosystem, name) in named {
            let used = self.packages.named(Some(ecosystem), &name);
            for (index, one) in self.used(&used) {
                match osv::effect(record, &one.package, &one.version) {
                    Effect::Affected { fixed, only_public } => {
                        let claim = Claim::of_osv(record, fixed, only_public, &self.fact.path);
                        self.claims.push((index, claim));
                    }
                    Effect::Unaffected => {}
                    Effect::Unclear(reason) => self.unclear(one, &record.id, reason),
                }
            }
        }
    }

    fn used(&self, places: &[usize]) -> Vec<(usize, &'a Used)> {
        let packages = self.packages;
        let used = places
            .iter()
            .filter_map(|&it| Some((it, packages.used.get(it)?)));
        used.collect()
    }

    fn content(&mut self, store: &Store, file: &Entry) -> Result<Vec<u8>, String> {
        let content = store.read(file)?;
        self.digest.update(&content);
        Ok(content)
    }

    fn is(&mut self, layout: DatabaseLayout, ecosystems: impl IntoIterator<Item = Ecosystem>) {
        self.fact.layout = Some(layout);
        self.fact.ecosystems = ecosystems.into_iter().collect();
    }

    fn require(&self, has_advisories: bool) -> Result<(), String> {
        match has_advisories {
            true => Ok(()),
            false => Err(
                "it holds no advisories: name the folder of RustSec's or PyPA's database, or one with OSV records"
                    .to_owned(),
            ),
        }
    }

    fn seen(&mut self, modified: &str) {
        let time: Option<jiff::Timestamp> = modified.parse().ok();
        self.newest = self.newest.max(time.map(jiff::Timestamp::as_second));
    }

    fn unclear(&mut self, used: &Used, id: &str, reason: String) {
        self.unclear.push(UnclearAdvisory {
            purl: used.package.purl(),
            id: id.to_owned(),
            reason,
        });
    }

    fn broken(&mut self, name: &str, reason: &str) {
        self.broken += 1;
        if self.broken <= MAX_PROBLEMS {
            self.fact
                .problems
                .push(format!("`{name}` cannot be read: {reason}"));
        }
    }

    fn finished(mut self) -> Said {
        if self.broken > MAX_PROBLEMS {
            let more = self.broken - MAX_PROBLEMS;
            self.fact
                .problems
                .push(format!("{more} more files cannot be read"));
        }
        if self.fact.commit.is_none() && self.fact.layout.is_some() {
            self.fact.sha256 = Some(format!("{:x}", self.digest.finalize()));
        }
        Said {
            fact: self.fact,
            claims: self.claims,
            unclear: self.unclear,
        }
    }
}

/// Whether any of the folders has a file whose name starts so: a folder `crates` is in many a Rust
/// project, and none of them is a database.
fn has_file(store: &Store, folders: &[Entry], start: &str) -> Result<bool, String> {
    for folder in folders.iter().filter(|it| it.is_folder) {
        let files = store.entries(folder)?;
        if files
            .iter()
            .any(|it| !it.is_folder && it.name.starts_with(start))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An advisory of RustSec, with its text.
fn advisory(content: &[u8]) -> Result<(String, Advisory), String> {
    let text = crate::formats::report::text(content).map_err(reason)?;
    let advisory = text.parse().map_err(|error: rustsec::Error| {
        let shown = error.to_string();
        let first = shown.lines().next().unwrap_or_default();
        format!("it is no advisory of RustSec: {first}")
    })?;
    Ok((text.to_owned(), advisory))
}

fn reason(flaw: Flaw) -> String {
    flaw.reason
}
