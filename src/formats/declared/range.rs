//! Version ranges of Python, Cargo, npm and poetry, as the numbers that they admit.
//!
//! Only the release numbers count: pre-releases, post-releases and build metadata are left aside,
//! since no floor that users care about lies between a release candidate and its release.

use std::cmp::Ordering;
use std::str::FromStr;

use pep440_rs::{Operator, VersionSpecifiers};

/// The longest text that is read as a range.
const MAX_LENGTH: usize = 1024;

/// Whose notation a range is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PEP 440, § Version specifiers.
    Pep440,
    /// The Cargo Book, § Specifying Dependencies: a bare version is a caret requirement.
    Cargo,
    /// node-semver, § Ranges: a bare version is exact, `||` separates alternatives.
    Npm,
    /// Poetry, § Dependency specification: PEP 440 with `^`, `~` and `||`.
    Poetry,
}

/// The versions that a range admits: those of any of its intervals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    intervals: Vec<Interval>,
}

/// What has to hold at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Interval {
    lower: Option<Bound>,
    upper: Option<Bound>,
    /// Prefixes that are left out: `!=3.0.*`.
    excluded: Vec<Vec<u64>>,
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    version: Vec<u64>,
    inclusive: bool,
}

impl Range {
    /// Reads a range; `None` if it is not one of that notation, as a path, a tag or an address.
    #[must_use]
    pub fn read(text: &str, dialect: Dialect) -> Option<Range> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let intervals = match dialect {
            Dialect::Pep440 => vec![pep440(text)?],
            Dialect::Cargo => vec![interval(text, dialect)?],
            Dialect::Npm | Dialect::Poetry => text
                .split('|')
                .filter(|part| !part.is_empty() || text.is_empty())
                .map(|part| interval(part, dialect))
                .collect::<Option<_>>()?,
        };
        Some(Range { intervals })
    }

    /// Whether a version with these numbers in front is admitted: `[3, 8]` stands for all of 3.8.
    #[must_use]
    pub fn touches(&self, prefix: &[u64]) -> bool {
        let end = next(prefix);
        self.intervals.iter().any(|interval| {
            let starts = interval
                .lower
                .as_ref()
                .is_none_or(|lower| compare(&lower.version, &end) == Ordering::Less);
            let ends =
                interval
                    .upper
                    .as_ref()
                    .is_none_or(|upper| match compare(&upper.version, prefix) {
                        Ordering::Greater => true,
                        Ordering::Equal => upper.inclusive,
                        Ordering::Less => false,
                    });
            let excluded = interval.excluded.iter();
            starts && ends && !excluded.clone().any(|out| prefix.starts_with(out))
        })
    }

    /// Whether it begins at a higher version than the other, or begins where the other does not.
    #[must_use]
    pub fn begins_above(&self, other: &Range) -> bool {
        match (self.lower(), other.lower()) {
            (None, _) => false,
            (Some(bound), None) => bound.version.iter().any(|number| *number > 0),
            (Some(bound), Some(old)) => match compare(&bound.version, &old.version) {
                Ordering::Greater => true,
                Ordering::Equal => old.inclusive && !bound.inclusive,
                Ordering::Less => false,
            },
        }
    }

    /// Whether it ends at a lower version than the other, or ends where the other does not.
    #[must_use]
    pub fn ends_below(&self, other: &Range) -> bool {
        match (self.upper(), other.upper()) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(bound), Some(old)) => match compare(&bound.version, &old.version) {
                Ordering::Less => true,
                Ordering::Equal => old.inclusive && !bound.inclusive,
                Ordering::Greater => false,
            },
        }
    }

    /// Whether everything that it admits is incompatible, as Cargo sees it, with the lowest version
    /// that the other admits, and the two share no version.
    #[must_use]
    pub fn is_incompatible_above(&self, other: &Range) -> bool {
        let (Some(lower), Some(floor), Some(upper)) = (self.lower(), other.lower(), other.upper())
        else {
            return false;
        };
        let shares = match compare(&lower.version, &upper.version) {
            Ordering::Greater => false,
            Ordering::Equal => lower.inclusive && upper.inclusive,
            Ordering::Less => true,
        };
        let mut series = Interval::default();
        caret(&mut series, &floor.version);
        let beyond = series
            .upper
            .is_none_or(|end| compare(&lower.version, &end.version).is_ge());
        !shares && beyond
    }

    /// The lowest end; `None` if there is none.
    fn lower(&self) -> Option<&Bound> {
        let lowers: Option<Vec<&Bound>> = self
            .intervals
            .iter()
            .map(|one| one.lower.as_ref())
            .collect();
        lowers?
            .into_iter()
            .min_by(|a, b| compare(&a.version, &b.version).then(b.inclusive.cmp(&a.inclusive)))
    }

    /// The highest end; `None` if there is none.
    fn upper(&self) -> Option<&Bound> {
        let uppers: Option<Vec<&Bound>> = self
            .intervals
            .iter()
            .map(|one| one.upper.as_ref())
            .collect();
        uppers?
            .into_iter()
            .max_by(|a, b| compare(&a.version, &b.version).then(a.inclusive.cmp(&b.inclusive)))
    }
}

impl Interval {
    fn from(&mut self, version: Vec<u64>, inclusive: bool) {
        let bound = Bound { version, inclusive };
        let higher =
            self.lower
                .as_ref()
                .is_none_or(|old| match compare(&bound.version, &old.version) {
                    Ordering::Greater => true,
                    Ordering::Equal => !inclusive,
                    Ordering::Less => false,
                });
        if higher {
            self.lower = Some(bound);
        }
    }

    fn until(&mut self, version: Vec<u64>, inclusive: bool) {
        let bound = Bound { version, inclusive };
        let lower =
            self.upper
                .as_ref()
                .is_none_or(|old| match compare(&bound.version, &old.version) {
                    Ordering::Less => true,
                    Ordering::Equal => !inclusive,
                    Ordering::Greater => false,
                });
        if lower {
            self.upper = Some(bound);
        }
    }

    /// All versions that begin with these numbers.
    fn within(&mut self, prefix: &[u64]) {
        self.from(prefix.to_vec(), true);
        self.until(next(prefix), false);
    }
}

/// Compares release numbers; missing ones are zero.
fn compare(left: &[u64], right: &[u64]) -> Ordering {
    let length = left.len().max(right.len());
    let number = |numbers: &[u64], index: usize| numbers.get(index).copied().unwrap_or(0);
    (0..length)
        .map(|index| number(left, index).cmp(&number(right, index)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The first version behind all that begin with these numbers.
fn next(prefix: &[u64]) -> Vec<u64> {
    let mut end = prefix.to_vec();
    match end.last_mut() {
        Some(last) => *last = last.saturating_add(1),
        None => end.push(u64::MAX),
    }
    end
}

fn pep440(text: &str) -> Option<Interval> {
    let specifiers = VersionSpecifiers::from_str(text).ok()?;
    let mut interval = Interval::default();
    for specifier in specifiers.iter() {
        let numbers = specifier.version().release().to_vec();
        match specifier.operator() {
            Operator::Equal | Operator::ExactEqual => {
                interval.from(numbers.clone(), true);
                interval.until(numbers, true);
            }
            Operator::EqualStar => interval.within(&numbers),
            Operator::NotEqualStar => interval.excluded.push(numbers),
            Operator::NotEqual => {}
            Operator::TildeEqual => {
                let series = numbers.split_last().map_or(&[][..], |(_, series)| series);
                interval.until(next(series), false);
                interval.from(numbers, true);
            }
            Operator::LessThan => interval.until(numbers, false),
            Operator::LessThanEqual => interval.until(numbers, true),
            Operator::GreaterThan => interval.from(numbers, false),
            Operator::GreaterThanEqual => interval.from(numbers, true),
        }
    }
    Some(interval)
}

/// Operators, the longer ones first.
const OPERATORS: &[&str] = &["~>", "~=", ">=", "<=", "==", "!=", "^", "~", ">", "<", "="];

/// Reads what has to hold at once: comparators between commas or white space.
fn interval(text: &str, dialect: Dialect) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut rest = text.trim();
    let mut hyphen = false;
    while !rest.is_empty() {
        let operator = OPERATORS
            .iter()
            .find(|operator| rest.starts_with(**operator));
        let after = operator.map_or(rest, |operator| rest.get(operator.len()..).unwrap_or(""));
        let after = after.trim_start();
        let end = after
            .find(|c: char| c == ',' || c.is_whitespace() || "<>=!^~".contains(c))
            .unwrap_or(after.len());
        let (version, tail) = after.split_at_checked(end)?;
        let numbers = Partial::read(version)?;
        let tail = tail.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        let opens_hyphen = dialect == Dialect::Npm && tail.starts_with("- ");
        match (operator.copied().unwrap_or(""), hyphen, opens_hyphen) {
            ("", false, true) => interval.from(numbers.parts.clone(), true),
            ("", true, false) => apply(&mut interval, "<=", &numbers, dialect),
            (operator, false, false) => apply(&mut interval, operator, &numbers, dialect),
            _ => return None,
        }
        rest = if opens_hyphen {
            tail.get(2..)?.trim_start()
        } else {
            tail
        };
        if opens_hyphen && rest.is_empty() {
            return None;
        }
        hyphen = opens_hyphen;
    }
    Some(interval)
}

fn apply(interval: &mut Interval, operator: &str, version: &Partial, dialect: Dialect) {
    let parts = version.parts.as_slice();
    if parts.is_empty() {
        // `*`, `x`, `>=*`: anything. `<*` would be nothing; nobody writes it.
        return;
    }
    // In SemVer's dialects `1.2` stands for all of 1.2.x; in poetry's it is 1.2.0.
    let series = version.wildcard || (dialect != Dialect::Poetry && parts.len() < 3);
    match operator {
        "^" => caret(interval, parts),
        "" if dialect == Dialect::Cargo && !version.wildcard => caret(interval, parts),
        "~=" => {
            let series = parts.split_last().map_or(&[][..], |(_, series)| series);
            interval.until(next(series), false);
            interval.from(parts.to_vec(), true);
        }
        "~" | "~>" => {
            interval.until(next(parts.get(..2).unwrap_or(parts)), false);
            interval.from(parts.to_vec(), true);
        }
        ">" if series => interval.from(next(parts), true),
        ">" => interval.from(parts.to_vec(), false),
        ">=" => interval.from(parts.to_vec(), true),
        "<" => interval.until(parts.to_vec(), false),
        "<=" if series => interval.until(next(parts), false),
        "<=" => interval.until(parts.to_vec(), true),
        "!=" if version.wildcard => interval.excluded.push(parts.to_vec()),
        "!=" => {}
        _ if series => interval.within(parts),
        _ => {
            interval.from(parts.to_vec(), true);
            interval.until(parts.to_vec(), true);
        }
    }
}

/// `^`: the leftmost number that is not zero stays.
fn caret(interval: &mut Interval, parts: &[u64]) {
    let kept = parts.iter().position(|number| *number != 0);
    let kept = kept.unwrap_or(parts.len().saturating_sub(1));
    interval.until(next(parts.get(..=kept).unwrap_or(parts)), false);
    interval.from(parts.to_vec(), true);
}

/// A version of which the last numbers may be missing.
struct Partial {
    parts: Vec<u64>,
    /// Whether it ends in `x` or `*`.
    wildcard: bool,
}

impl Partial {
    fn read(text: &str) -> Option<Partial> {
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let release = text.split(['-', '+']).next().unwrap_or(text);
        let mut partial = Partial {
            parts: Vec::new(),
            wildcard: false,
        };
        for part in release.split('.') {
            if matches!(part, "x" | "X" | "*") {
                partial.wildcard = true;
                return Some(partial);
            }
            let digits = part
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(part.len());
            let (number, pre) = part.split_at_checked(digits)?;
            if number.is_empty() && !partial.parts.is_empty() && is_pre_release(pre) {
                return Some(partial);
            }
            partial.parts.push(number.parse().ok()?);
            if !pre.is_empty() {
                return is_pre_release(pre).then_some(partial);
            }
        }
        Some(partial)
    }
}

/// Whether this may follow the numbers of a PEP 440 release: `rc1`, `dev0`.
fn is_pre_release(text: &str) -> bool {
    ["a", "b", "c", "rc", "dev", "post"]
        .iter()
        .any(|mark| text.starts_with(mark))
}

#[cfg(test)]
mod tests;
