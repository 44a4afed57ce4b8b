//! The tags, and which of them are this project's releases.

use std::collections::{BTreeMap, BTreeSet};

use gix::ObjectId;

use super::refs::TagRef;
use super::tag_name::{self, VersionedName};
use super::tag_object::{self, Peeled};
use super::tag_pattern::{self, Identity, Ownership};
use crate::facts::{Tag, TagKind, TagPattern, VersionFact};
use crate::release::Version;

/// All tags with the pattern by which the project's own were told.
pub(super) struct Tags {
    /// Sorted by name.
    pub all: Vec<KnownTag>,
    /// The pattern.
    pub pattern: TagPattern,
    /// Whether nothing tells which packages' tags are the project's.
    pub ambiguous: bool,
    /// Whether the configuration tells the project's tags, or there are no others.
    pub certain: bool,
    /// The prefixes that bear the project's name, or that the configuration names.
    pub named: BTreeSet<String>,
}

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct KnownTag {
    /// The name without `refs/tags/`.
    pub name: String,
    /// What kind of tag it is.
    pub kind: TagKind,
    /// What stands before the version; empty for what is no release of this project.
    pub prefix: String,
    /// The version, if it is one of this project's.
    pub version: Option<Version>,
    /// What it leads to.
    pub peeled: Peeled,
}

impl KnownTag {
    /// The same as policies see it.
    pub(super) fn fact(&self) -> Tag {
        Tag {
            name: self.name.clone(),
            kind: self.kind,
            version: self.version.as_ref().map(VersionFact::from),
            commit: self.peeled.commit.map(|id| id.to_string()),
            annotated: self.peeled.annotated,
            signed: self.peeled.signed,
            tagger: self.peeled.tagger.clone(),
            time: self.peeled.time,
        }
    }

    /// The version of a final release of this project.
    pub(super) fn released(&self) -> Option<&Version> {
        self.version
            .as_ref()
            .filter(|_| self.kind == TagKind::Final)
    }
}

/// Tells the project's tags from others and reads what they lead to.
pub(super) fn read(repo: &gix::Repository, refs: &[TagRef], identity: &Identity) -> Tags {
    let split: Vec<Option<VersionedName>> =
        refs.iter().map(|tag| tag_name::split(&tag.name)).collect();
    let ownership = tag_pattern::choose(&highest(&split), identity);
    let mut all: Vec<KnownTag> = refs
        .iter()
        .zip(split)
        .map(|(tag, split)| {
            let peeled = match split {
                Some(_) => tag_object::read(repo, tag),
                None => tag_object::glance(repo, tag),
            };
            classify(tag, split, peeled, &ownership)
        })
        .collect();
    demote_floating(&mut all);
    Tags {
        pattern: pattern(&ownership, &all),
        ambiguous: ownership.ambiguous,
        certain: ownership.certain,
        named: ownership.named,
        all,
    }
}

/// The highest version behind each prefix.
fn highest(names: &[Option<VersionedName>]) -> BTreeMap<String, Version> {
    let mut highest: BTreeMap<String, Version> = BTreeMap::new();
    for VersionedName { prefix, version } in names.iter().flatten() {
        match highest.get_mut(prefix) {
            Some(known) if *known >= *version => {}
            Some(known) => *known = version.clone(),
            None => {
                highest.insert(prefix.clone(), version.clone());
            }
        }
    }
    highest
}

fn classify(
    tag: &TagRef,
    split: Option<VersionedName>,
    peeled: Peeled,
    ownership: &Ownership,
) -> KnownTag {
    // A configured prefix may be one that the search would not find: `py3.` in `py3.1.0.0`.
    let own = split
        .filter(|name| ownership.own.contains(&name.prefix))
        .or_else(|| {
            let longest_first = ownership.own.iter().rev();
            longest_first.into_iter().find_map(|prefix| {
                let version = tag_name::version_after(&tag.name, prefix)?;
                let prefix = prefix.clone();
                Some(VersionedName { prefix, version })
            })
        });
    let (prefix, version) = match own {
        Some(VersionedName { prefix, version }) => (prefix, Some(version)),
        None => (String::new(), None),
    };
    let kind = match &version {
        None => TagKind::Other,
        Some(version) if version.is_final() => TagKind::Final,
        Some(_) => TagKind::PreRelease,
    };
    KnownTag {
        name: tag.name.clone(),
        kind,
        prefix,
        version,
        peeled,
    }
}

/// `v1.2` beside `v1.2.0`, or at the commit of some `v1.2.N`, is a tag that moves on with the line.
fn demote_floating(tags: &mut [KnownTag]) {
    let mut lines: BTreeMap<[u64; 3], Vec<(u64, Option<ObjectId>)>> = BTreeMap::new();
    for tag in tags.iter() {
        if let Some(version) = tag.released().filter(|it| !tag_name::has_two_numbers(it)) {
            let [major, minor, patch] = version.core();
            let line = lines.entry([version.epoch(), major, minor]).or_default();
            line.push((patch, tag.peeled.commit));
        }
    }
    for tag in tags {
        let Some(version) = tag.released().filter(|it| tag_name::has_two_numbers(it)) else {
            continue;
        };
        let line = lines.get(&[version.epoch(), version.major(), version.minor()]);
        let floats = line.into_iter().flatten().any(|(patch, commit)| {
            *patch == 0 || (commit.is_some() && *commit == tag.peeled.commit)
        });
        if floats {
            tag.kind = TagKind::Other;
            tag.version = None;
            tag.prefix.clear();
        }
    }
}

fn pattern(ownership: &Ownership, tags: &[KnownTag]) -> TagPattern {
    let newest = tags
        .iter()
        .filter_map(|tag| Some((tag.released()?, tag)))
        .max_by_key(|(version, tag)| (*version, tag.peeled.annotated, &tag.name));
    let current = newest.map(|(_, tag)| tag.prefix.clone());
    let configured = || {
        let only = ownership.own.first().filter(|_| ownership.own.len() == 1);
        only.cloned().unwrap_or_else(|| "v".to_owned())
    };
    TagPattern {
        prefixes: ownership.own.clone(),
        current: current.unwrap_or_else(configured),
        source: ownership.source,
        foreign: ownership.foreign.clone(),
    }
}
