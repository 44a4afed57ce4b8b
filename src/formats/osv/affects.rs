//! Whether a version is affected: the algorithm of the schema, §evaluation.

use std::cmp::Ordering;

use super::record::{Affected, Event, Range, RangeKind, Record};
use crate::release::{Ecosystem, Package, PackageVersion};

/// What a record says of one version of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It is affected.
    Affected {
        /// The later versions that are fixed, in order.
        fixed: Vec<String>,
        /// Whether only the version without its local part is: `1.0` of `1.0+cu118`. The schema's
        /// algorithm does not say that of the version itself.
        only_public: bool,
    },
    /// It is not.
    Unaffected,
    /// That cannot be told, as a clause that says why.
    Unclear(String),
}

/// What a record says of a package in a version.
#[must_use]
pub fn effect(record: &Record, package: &Package, version: &str) -> Effect {
    let mut unclear = None;
    let mut fixed = Vec::new();
    let (mut is_affected, mut is_exactly) = (false, false);
    for affected in record.affected.iter().filter(|it| is_about(it, package)) {
        match effect_of(affected, package.ecosystem, version) {
            Effect::Affected {
                fixed: later,
                only_public,
            } => {
                is_affected = true;
                is_exactly |= !only_public;
                fixed.extend(later);
            }
            Effect::Unclear(reason) => unclear = unclear.or(Some(reason)),
            Effect::Unaffected => {}
        }
    }
    match unclear {
        _ if is_affected => Effect::Affected {
            fixed: in_order(package.ecosystem, fixed),
            only_public: !is_exactly,
        },
        Some(reason) => Effect::Unclear(reason),
        None => Effect::Unaffected,
    }
}

fn is_about(affected: &Affected, package: &Package) -> bool {
    affected.package.as_ref().is_some_and(|it| {
        Ecosystem::of_osv_name(&it.ecosystem) == Some(package.ecosystem)
            && package.ecosystem.key(&it.name) == package.ecosystem.key(&package.name)
    })
}

fn effect_of(affected: &Affected, ecosystem: Ecosystem, version: &str) -> Effect {
    let parsed = PackageVersion::parse(ecosystem, version);
    let ranges = || {
        affected
            .ranges
            .iter()
            .filter(|it| it.kind != RangeKind::Git)
            // Where versions are listed, these say which.
            .filter(|it| affected.versions.is_empty() || it.events.iter().any(begins))
    };
    let fixes = || fixes(ranges(), ecosystem, parsed.as_ref());
    if is_listed(&affected.versions, ecosystem, version, parsed.as_ref()) {
        return Effect::Affected {
            fixed: fixes(),
            only_public: false,
        };
    }
    if ranges().next().is_none() && affected.versions.is_empty() {
        return Effect::Unclear("it names no versions".to_owned());
    }
    let Some(parsed) = &parsed else {
        return match ranges().next() {
            Some(_) => Effect::Unclear(format!("`{version}` is no version of {ecosystem}")),
            None => Effect::Unaffected,
        };
    };
    let public = parsed.public();
    for (one, only_public) in [(Some(parsed), false), (public.as_ref(), true)] {
        let Some(one) = one else { continue };
        let is_affected =
            if only_public && is_listed(&affected.versions, ecosystem, version, Some(one)) {
                Ok(true)
            } else {
                is_in(ranges(), ecosystem, one)
            };
        match is_affected {
            Ok(true) => {
                return Effect::Affected {
                    fixed: fixes(),
                    only_public,
                };
            }
            Ok(false) => {}
            Err(reason) => return Effect::Unclear(reason),
        }
    }
    Effect::Unaffected
}

/// Whether the version is in the list: as it is written, or as another spelling of the same.
fn is_listed(
    versions: &[String],
    ecosystem: Ecosystem,
    text: &str,
    parsed: Option<&PackageVersion>,
) -> bool {
    versions.iter().any(|it| it == text)
        || parsed.is_some_and(|parsed| {
            let others = versions.iter();
            let mut others = others.filter_map(|it| PackageVersion::parse(ecosystem, it));
            others.any(|it| it.precedence(parsed) == Ordering::Equal)
        })
}

/// Whether a version lies in one of the ranges.
fn is_in<'r>(
    ranges: impl Iterator<Item = &'r Range>,
    ecosystem: Ecosystem,
    version: &PackageVersion,
) -> Result<bool, String> {
    let mut problem = None;
    for range in ranges {
        match is_in_range(range, ecosystem, version) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(reason) => problem = problem.or(Some(reason)),
        }
    }
    problem.map_or(Ok(false), Err)
}

/// Goes through the events in the order of their versions; each turns the answer.
fn is_in_range(
    range: &Range,
    ecosystem: Ecosystem,
    version: &PackageVersion,
) -> Result<bool, String> {
    let mut events = Vec::with_capacity(range.events.len());
    let mut limits = Vec::new();
    for event in &range.events {
        let text = event.version();
        let at =
            match event {
                Event::Introduced(_) if text == "0" => None,
                Event::Limit(_) if text == "*" => {
                    limits.push(None);
                    continue;
                }
                _ => Some(PackageVersion::parse(ecosystem, text).ok_or_else(|| {
                    format!("it names `{text}`, which is no version of {ecosystem}")
                })?),
            };
        match event {
            Event::Limit(_) => limits.push(at),
            _ => events.push((at, event)),
        }
    }
    // The schema asks for one (§affected[].ranges[].events): without it, the range names no versions.
    if !range.events.iter().any(begins) {
        return Err("a range of it does not say where it begins".to_owned());
    }
    let is_before = |limit: &Option<PackageVersion>| {
        limit
            .as_ref()
            .is_none_or(|limit| version.precedence(limit) == Ordering::Less)
    };
    if !limits.is_empty() && !limits.iter().any(is_before) {
        return Ok(false);
    }
    // Of two at one version, the one that says "affected" is the last word.
    events.sort_by(|(one, event), (other, next)| {
        by_version(one.as_ref(), other.as_ref()).then(begins(event).cmp(&begins(next)))
    });
    Ok(events.iter().fold(false, |is_affected, (at, event)| {
        let order = by_version(Some(version), at.as_ref());
        match event {
            Event::Introduced(_) if order.is_ge() => true,
            Event::Fixed(_) if order.is_ge() => false,
            Event::LastAffected(_) if order.is_gt() => false,
            _ => is_affected,
        }
    }))
}

fn begins(event: &Event) -> bool {
    matches!(event, Event::Introduced(_))
}

/// `None` is before every version.
fn by_version(one: Option<&PackageVersion>, other: Option<&PackageVersion>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.precedence(other),
        _ => one.is_some().cmp(&other.is_some()),
    }
}

/// The fixed versions after this one; all of them where it is no version.
fn fixes<'r>(
    ranges: impl Iterator<Item = &'r Range>,
    ecosystem: Ecosystem,
    version: Option<&PackageVersion>,
) -> Vec<String> {
    let events = ranges.flat_map(|range| &range.events);
    let fixed = events.filter_map(|event| match event {
        Event::Fixed(fixed) => Some(fixed),
        _ => None,
    });
    let is_later = |fixed: &&String| {
        let parsed = PackageVersion::parse(ecosystem, fixed);
        match (parsed, version) {
            (Some(fixed), Some(version)) => fixed.precedence(version) == Ordering::Greater,
            _ => true,
        }
    };
    fixed.filter(is_later).cloned().collect()
}

/// Versions in order, each once.
fn in_order(ecosystem: Ecosystem, mut versions: Vec<String>) -> Vec<String> {
    versions.sort_unstable();
    versions.dedup();
    sort_versions(ecosystem, &mut versions);
    versions
}

/// Puts versions into the order of their ecosystem; what is no version goes first.
pub fn sort_versions(ecosystem: Ecosystem, versions: &mut [String]) {
    versions.sort_by_cached_key(|text| Key(PackageVersion::parse(ecosystem, text)));
}

struct Key(Option<PackageVersion>);

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        by_version(self.0.as_ref(), other.0.as_ref())
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}
