//! Compares the packages of two commits, topic by topic.

use std::collections::{BTreeMap, BTreeSet};

use super::packages::{Ecosystem, Package, Packages};
use super::{dependencies, runtimes};
use crate::facts::{ApiChange, ApiGap, ApiRevision, Interface, InterfaceKind};
use crate::formats::declared::{Item, Topic};

/// Compares all packages: pairs of one name, then those left of one folder.
pub(super) fn packages(previous: &Packages, head: &Packages) -> Interface {
    let mut found = Interface {
        sources: previous.sources.union(&head.sources).cloned().collect(),
        gaps: [&previous.gaps[..], &head.gaps].concat(),
        ..Interface::default()
    };
    let siblings = names(previous).chain(names(head)).collect();
    let (pairs, gone, new) = paired(&previous.list, &head.list);
    for (previous, head) in pairs {
        let pair = Pair {
            previous,
            head,
            siblings: &siblings,
        };
        pair.compare(&mut found);
    }
    for (package, kind, revision) in gone
        .into_iter()
        .map(|one| (one, InterfaceKind::PackageRemoved, ApiRevision::Previous))
        .chain(
            new.into_iter()
                .map(|one| (one, InterfaceKind::PackageAdded, ApiRevision::Head)),
        )
    {
        found.changes.extend(presence(package, kind, revision));
    }
    found
}

fn names(packages: &Packages) -> impl Iterator<Item = (Ecosystem, &str)> {
    let list = packages.list.iter();
    list.filter_map(|package| Some((package.ecosystem, package.name.as_deref()?)))
}

type Pairs<'p> = (
    Vec<(&'p Package, &'p Package)>,
    Vec<&'p Package>,
    Vec<&'p Package>,
);

/// The packages of both sides that belong together, and those of either side that are alone.
fn paired<'p>(previous: &'p [Package], head: &'p [Package]) -> Pairs<'p> {
    let mut pairs = Vec::new();
    let mut gone: Vec<&Package> = previous.iter().collect();
    let mut new: Vec<&Package> = head.iter().collect();
    let by_name = |package: &'p Package| (package.ecosystem, package.name.as_deref());
    let by_folder = |package: &'p Package| (package.ecosystem, Some(package.folder.as_str()));
    for key in [
        &by_name as &dyn Fn(&'p Package) -> (Ecosystem, Option<&'p str>),
        &by_folder,
    ] {
        let mut index: BTreeMap<(Ecosystem, &str), &Package> = BTreeMap::new();
        for package in &new {
            if let (ecosystem, Some(name)) = key(package) {
                index.entry((ecosystem, name)).or_insert(package);
            }
        }
        gone.retain(|package| {
            let (ecosystem, Some(name)) = key(package) else {
                return true;
            };
            let Some(partner) = index.remove(&(ecosystem, name)) else {
                return true;
            };
            pairs.push((*package, partner));
            new.retain(|other| !std::ptr::eq(*other, partner));
            false
        });
    }
    (pairs, gone, new)
}

/// The change that a package is gone or new; `None` if it was never published.
fn presence(package: &Package, kind: InterfaceKind, revision: ApiRevision) -> Option<ApiChange> {
    let name = package.name.as_deref().filter(|_| !package.private)?;
    let message = match kind {
        InterfaceKind::PackageRemoved => "is no longer published from here",
        _ => "is a new package",
    };
    Some(change(kind, name, message, package.place(), revision))
}

/// A change that is certain.
pub(super) fn change(
    kind: InterfaceKind,
    symbol: &str,
    message: impl Into<String>,
    (path, line): (&str, u64),
    revision: ApiRevision,
) -> ApiChange {
    ApiChange {
        source: ApiChange::OWN.to_owned(),
        weight: kind.weight(),
        kind: kind.word().to_owned(),
        symbol: symbol.to_owned(),
        message: message.into(),
        path: Some(path.to_owned()),
        line: Some(line),
        revision,
        doubt: None,
    }
}

/// One package at both commits.
pub(super) struct Pair<'p> {
    pub previous: &'p Package,
    pub head: &'p Package,
    /// The names of all packages of the workspace, at either commit.
    pub siblings: &'p BTreeSet<(Ecosystem, &'p str)>,
}

/// The topics whose things have names and are there or not.
const NAMED: &[(Topic, InterfaceKind, InterfaceKind)] = &[
    (
        Topic::Extra,
        InterfaceKind::ExtraRemoved,
        InterfaceKind::ExtraAdded,
    ),
    (
        Topic::Feature,
        InterfaceKind::FeatureRemoved,
        InterfaceKind::FeatureAdded,
    ),
    (
        Topic::Export,
        InterfaceKind::ExportRemoved,
        InterfaceKind::ExportAdded,
    ),
    (
        Topic::EntryPoint,
        InterfaceKind::EntryPointRemoved,
        InterfaceKind::EntryPointAdded,
    ),
    (
        Topic::Command,
        InterfaceKind::CommandRemoved,
        InterfaceKind::CommandAdded,
    ),
];

impl<'p> Pair<'p> {
    fn compare(&self, found: &mut Interface) {
        self.name(found);
        self.published(found);
        self.gaps(found);
        runtimes::compare(self, found);
        for (topic, removed, added) in NAMED {
            self.presence(found, *topic, *removed, *added);
        }
        self.default_features(found);
        self.loaders(found);
        dependencies::compare(self, found);
    }

    /// What a message ends in, so that a reader knows which package of a workspace it is about.
    pub(super) fn owner(&self) -> String {
        match self.head.name.as_deref() {
            Some(name) if !self.head.folder.is_empty() => format!(" (`{name}`)"),
            _ => String::new(),
        }
    }

    /// The same for what is not named after its package.
    fn owner_of(&self, topic: Topic) -> String {
        match topic {
            Topic::Command | Topic::EntryPoint => self.owner(),
            _ => String::new(),
        }
    }

    /// The things of a topic, by name.
    pub(super) fn items(
        package: &'p Package,
        topic: Topic,
    ) -> BTreeMap<&'p str, (&'p str, &'p Item)> {
        let items = package.items.iter();
        items
            .filter(|(_, item)| item.topic == topic)
            .map(|(path, item)| (item.name.as_str(), (path.as_str(), item)))
            .collect()
    }

    /// Whether all of a topic is known.
    pub(super) fn is_known(package: &Package, topic: Topic) -> bool {
        let mut unread = package.unread.iter();
        !unread.any(|(_, unread)| unread.topic.is_none_or(|other| other == topic))
    }

    fn name(&self, found: &mut Interface) {
        let (Some(old), Some(new)) = (&self.previous.name, &self.head.name) else {
            return;
        };
        let renamed = (old != new).then(|| {
            let message = format!("is now published as `{new}`");
            (InterfaceKind::PackageRenamed, old, message)
        });
        let (before, now) = (&self.previous.library, &self.head.library);
        let imported = before.as_ref().zip(now.as_ref());
        let imported = imported.filter(|(before, now)| before != now);
        // What is renamed as a whole need not be said twice.
        let imported = imported.filter(|_| renamed.is_none()).map(|(before, now)| {
            let message = format!("is now imported as `{now}`{}", self.owner());
            (InterfaceKind::LibraryRenamed, before, message)
        });
        if self.previous.private || self.head.private {
            return;
        }
        for (kind, symbol, message) in renamed.into_iter().chain(imported) {
            let place = self.head.place();
            found
                .changes
                .push(change(kind, symbol, message, place, ApiRevision::Head));
        }
    }

    /// A project that was published, and says that it no longer is. Of a member of a workspace it is as if
    /// that were gone.
    fn published(&self, found: &mut Interface) {
        let Some(name) = self.head.name.as_deref() else {
            return;
        };
        if self.previous.private || !self.head.private {
            return;
        }
        let mut gone = change(
            InterfaceKind::PackageRemoved,
            name,
            "is no longer published from here",
            self.head.place(),
            ApiRevision::Head,
        );
        gone.doubt = Some("it may never have been published".to_owned());
        found.changes.push(gone);
    }

    /// What either side leaves open; what both do is said once. Classifiers only add to what is
    /// known otherwise.
    fn gaps(&self, found: &mut Interface) {
        for (package, when) in [(self.previous, " at the previous release"), (self.head, "")] {
            for (path, unread) in &package.unread {
                let is_said = when.is_empty() || !self.head.leaves_open(unread);
                if unread.topic == Some(Topic::Classifier) || !is_said {
                    continue;
                }
                found.gaps.push(ApiGap {
                    symbol: unread.topic.map_or("interface", topic_word).to_owned(),
                    reason: format!("{}{when}", unread.reason),
                    path: Some(path.clone()),
                    line: Some(unread.line),
                });
            }
        }
    }

    fn presence(
        &self,
        found: &mut Interface,
        topic: Topic,
        removed: InterfaceKind,
        added: InterfaceKind,
    ) {
        let old = Self::items(self.previous, topic);
        let new = Self::items(self.head, topic);
        if Self::is_known(self.head, topic) {
            for (name, (path, item)) in &old {
                if new.contains_key(name) || is_covered(name, topic, &new) {
                    continue;
                }
                let symbol = self.symbol(topic, name, self.previous);
                let place = (*path, item.line);
                let message = format!("was removed{}", self.owner_of(topic));
                let mut gone = change(removed, &symbol, message, place, ApiRevision::Previous);
                if topic == Topic::Export && self.head.exports.is_none() {
                    gone.doubt = Some("every file can be imported by its own path now".to_owned());
                }
                found.changes.push(gone);
            }
        }
        if Self::is_known(self.previous, topic) {
            for (name, (path, item)) in &new {
                if old.contains_key(name) || is_covered(name, topic, &old) {
                    continue;
                }
                let symbol = self.symbol(topic, name, self.head);
                let message = format!("was added{}", self.owner_of(topic));
                let place = (*path, item.line);
                found
                    .changes
                    .push(change(added, &symbol, message, place, ApiRevision::Head));
            }
        }
    }

    /// How users write it.
    fn symbol(&self, topic: Topic, name: &str, package: &Package) -> String {
        let own = package.name.as_deref().unwrap_or_default();
        match topic {
            Topic::Extra => format!("{own}[{name}]"),
            Topic::Feature | Topic::DefaultFeature => format!("{own}/{name}"),
            Topic::Export => match name.strip_prefix('.') {
                Some(path) => format!("{own}{path}"),
                None => format!("{own}/{name}"),
            },
            _ => name.to_owned(),
        }
    }

    /// Features that still are there, but no longer or newly by default.
    fn default_features(&self, found: &mut Interface) {
        let (old, new) = (
            Self::items(self.previous, Topic::DefaultFeature),
            Self::items(self.head, Topic::DefaultFeature),
        );
        let was = Self::items(self.previous, Topic::Feature);
        let is = Self::items(self.head, Topic::Feature);
        let unread = |package| !Self::is_known(package, Topic::Feature);
        if unread(self.previous) || unread(self.head) {
            return;
        }
        for (name, (path, item)) in &old {
            if !new.contains_key(name) && is.contains_key(name) {
                found.changes.push(change(
                    InterfaceKind::DefaultFeatureRemoved,
                    &self.symbol(Topic::Feature, name, self.previous),
                    "is no longer on by default",
                    (path, item.line),
                    ApiRevision::Previous,
                ));
            }
        }
        for (name, (path, item)) in &new {
            if !old.contains_key(name) && was.contains_key(name) {
                found.changes.push(change(
                    InterfaceKind::DefaultFeatureAdded,
                    &self.symbol(Topic::Feature, name, self.head),
                    "is now on by default",
                    (path, item.line),
                    ApiRevision::Head,
                ));
            }
        }
    }

    /// Exports that can no longer be loaded in a way that they could be.
    fn loaders(&self, found: &mut Interface) {
        let old = Self::items(self.previous, Topic::Export);
        let new = Self::items(self.head, Topic::Export);
        for (name, (path, item)) in &new {
            let Some((_, before)) = old.get(name) else {
                continue;
            };
            let symbol = self.symbol(Topic::Export, name, self.head);
            let kept: Vec<&str> = item.text.split(' ').collect();
            for loader in before.text.split(' ').filter(|one| !kept.contains(one)) {
                found.changes.push(change(
                    InterfaceKind::ExportRemoved,
                    &symbol,
                    format!("can no longer be loaded with `{loader}`"),
                    (path, item.line),
                    ApiRevision::Head,
                ));
            }
        }
        let (None, Some((path, line))) = (&self.previous.exports, &self.head.exports) else {
            return;
        };
        let symbol = format!("{}/*", self.head.name.as_deref().unwrap_or_default());
        let mut closed = change(
            InterfaceKind::ExportRemoved,
            &symbol,
            "can no longer be imported by the path of a file: `exports` says what can be",
            (path, *line),
            ApiRevision::Head,
        );
        closed.doubt = Some("only those who imported files by their path notice".to_owned());
        if Self::is_known(self.previous, Topic::Export) {
            found.changes.push(closed);
        }
    }
}

/// Whether a pattern of `exports` (`./sub/*`) stands for the path.
fn is_covered(name: &str, topic: Topic, others: &BTreeMap<&str, (&str, &Item)>) -> bool {
    topic == Topic::Export
        && others.keys().any(|pattern| {
            pattern.split_once('*').is_some_and(|(start, end)| {
                let rest = name.strip_prefix(start);
                rest.is_some_and(|rest| rest.len() > end.len() && rest.ends_with(end))
            })
        })
}

fn topic_word(topic: Topic) -> &'static str {
    match topic {
        Topic::Runtime => "runtime",
        Topic::Classifier => "classifiers",
        Topic::Extra => "extras",
        Topic::Feature => "features",
        Topic::DefaultFeature => "default features",
        Topic::Export => "exports",
        Topic::EntryPoint => "entry points",
        Topic::Command => "commands",
        Topic::Dependency => "dependencies",
        Topic::Peer => "peer dependencies",
    }
}
