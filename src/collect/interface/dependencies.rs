//! Compares what a package requires of others.

use std::collections::BTreeMap;

use super::compare::{Pair, change};
use super::packages::{Ecosystem, Package};
use crate::facts::{ApiGap, ApiRevision, Interface, InterfaceKind};
use crate::formats::declared::range::Range;
use crate::formats::declared::{Item, Topic};

type Placed<'p> = (&'p str, &'p Item);

/// Compares the dependencies and the peer dependencies.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Interface) {
    for topic in [Topic::Dependency, Topic::Peer] {
        let (old, new) = (grouped(pair.previous, topic), grouped(pair.head, topic));
        for (name, head) in &new {
            if pair.siblings.contains(&(pair.head.ecosystem, *name)) {
                continue;
            }
            match old.get(name) {
                Some(previous) => matched(pair, previous, head, found),
                None => added(pair, topic, head, found),
            }
        }
        for (name, previous) in &old {
            let sibling = pair.siblings.contains(&(pair.head.ecosystem, *name));
            if !sibling && !new.contains_key(name) && topic == Topic::Dependency {
                removed(pair, previous, found);
            }
        }
    }
}

fn grouped(package: &Package, topic: Topic) -> BTreeMap<&str, Vec<Placed<'_>>> {
    let mut groups: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for (path, item) in &package.items {
        if item.topic == topic {
            let group = groups.entry(item.name.as_str()).or_default();
            group.push((path.as_str(), item));
        }
    }
    groups
}

/// Compares the requirements of one name: the only ones, or those under the same condition.
fn matched(pair: &Pair<'_>, previous: &[Placed<'_>], head: &[Placed<'_>], found: &mut Interface) {
    if let ([(_, old)], [(path, new)]) = (previous, head) {
        return requirement(pair, old, path, new, found);
    }
    for (path, new) in head {
        let mut same = previous
            .iter()
            .filter(|(_, old)| old.condition == new.condition);
        match (same.next(), same.next()) {
            (Some((_, old)), None) => requirement(pair, old, path, new, found),
            _ => found.gaps.push(ApiGap {
                symbol: new.name.clone(),
                reason: "it is required under other conditions than before".to_owned(),
                path: Some((*path).to_owned()),
                line: Some(new.line),
            }),
        }
    }
}

fn requirement(pair: &Pair<'_>, old: &Item, path: &str, new: &Item, found: &mut Interface) {
    if old.text == new.text && old.dialect == new.dialect {
        if old.optional && !new.optional {
            found.changes.extend(addition(pair, path, new));
        }
        return;
    }
    let (before, after) = (range(old), range(new));
    let (Some(before), Some(after)) = (before, after) else {
        found.gaps.push(ApiGap {
            symbol: new.name.clone(),
            reason: format!("`{}` cannot be compared with `{}`", new.text, old.text),
            path: Some(path.to_owned()),
            line: Some(new.line),
        });
        return;
    };
    let is_peer = new.topic == Topic::Peer;
    let raised = after.begins_above(&before);
    let limited = after.ends_below(&before);
    let kind = match (is_peer, raised, limited) {
        (true, true, _) | (true, _, true) => InterfaceKind::PeerRaised,
        (false, true, _)
            if pair.head.ecosystem == Ecosystem::Cargo && after.is_incompatible_above(&before) =>
        {
            InterfaceKind::DependencyMajor
        }
        (false, true, _) => InterfaceKind::DependencyRaised,
        (false, false, true) => InterfaceKind::DependencyLimited,
        (_, false, false) => return,
    };
    let message = format!(
        "is now required as {}, before {}{}",
        shown(new),
        shown(old),
        pair.owner()
    );
    let mut noted = change(
        kind,
        &new.name,
        message,
        (path, new.line),
        ApiRevision::Head,
    );
    if kind == InterfaceKind::DependencyMajor {
        noted.doubt = Some("it breaks users where public items show its types".to_owned());
    } else if new.optional {
        noted.doubt = Some("the dependency is optional".to_owned());
    }
    found.changes.push(noted);
}

/// The range of a requirement; `None` if it is not one that can be compared.
fn range(item: &Item) -> Option<Range> {
    // Cargo and npm ask for a text; where there is none, a path or a repository supplies it.
    if item.text.is_empty()
        && item.topic == Topic::Dependency
        && item.dialect == crate::formats::declared::range::Dialect::Cargo
    {
        return None;
    }
    Range::read(&item.text, item.dialect)
}

fn shown(item: &Item) -> String {
    match item.text.as_str() {
        "" => "any version".to_owned(),
        text => format!("`{text}`"),
    }
}

fn added(pair: &Pair<'_>, topic: Topic, head: &[Placed<'_>], found: &mut Interface) {
    if !Pair::is_known(pair.previous, topic) {
        return;
    }
    let required = head.iter().find(|(_, item)| !item.optional);
    found
        .changes
        .extend(required.and_then(|(path, item)| addition(pair, path, item)));
}

fn addition(pair: &Pair<'_>, path: &str, item: &Item) -> Option<crate::facts::ApiChange> {
    let (kind, what) = match item.topic {
        Topic::Peer => (InterfaceKind::PeerAdded, "peer dependency"),
        _ => (InterfaceKind::DependencyAdded, "dependency"),
    };
    let message = format!("is a new {what}: {}{}", shown(item), pair.owner());
    (!item.optional).then(|| {
        change(
            kind,
            &item.name,
            message,
            (path, item.line),
            ApiRevision::Head,
        )
    })
}

fn removed(pair: &Pair<'_>, previous: &[Placed<'_>], found: &mut Interface) {
    if !Pair::is_known(pair.head, Topic::Dependency) {
        return;
    }
    let required = previous.iter().find(|(_, item)| !item.optional);
    if let Some((path, item)) = required {
        let message = format!("is no longer required{}", pair.owner());
        let place = (*path, item.line);
        let kind = InterfaceKind::DependencyRemoved;
        let gone = change(kind, &item.name, message, place, ApiRevision::Previous);
        found.changes.push(gone);
    }
}
