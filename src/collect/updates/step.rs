//! How far one version is from another.

use std::str::FromStr;

use crate::facts::UpdateStep;
use crate::release::Ecosystem;

/// How far it is from one version to another.
pub(super) fn between(ecosystem: Ecosystem, from: &str, to: &str) -> UpdateStep {
    match ecosystem {
        Ecosystem::Pypi => python(from, to),
        Ecosystem::Go => semantic(from.trim_start_matches('v'), to.trim_start_matches('v')),
        Ecosystem::Cargo | Ecosystem::Npm => semantic(from, to),
    }
    .unwrap_or(UpdateStep::Unknown)
}

/// By PEP 440: the numbers of the release, missing ones being 0.
fn python(from: &str, to: &str) -> Option<UpdateStep> {
    let from = pep440_rs::Version::from_str(from).ok()?;
    let to = pep440_rs::Version::from_str(to).ok()?;
    if to <= from {
        return Some(UpdateStep::None);
    }
    if to.epoch() != from.epoch() {
        return Some(UpdateStep::Major);
    }
    let numbers = |version: &pep440_rs::Version| {
        let mut numbers = [0; 3];
        for (place, number) in numbers.iter_mut().zip(version.release()) {
            *place = *number;
        }
        numbers
    };
    Some(grown(numbers(&from), numbers(&to)))
}

fn semantic(from: &str, to: &str) -> Option<UpdateStep> {
    let from = semver::Version::parse(from).ok()?;
    let to = semver::Version::parse(to).ok()?;
    if to <= from {
        return Some(UpdateStep::None);
    }
    Some(grown(
        [from.major, from.minor, from.patch],
        [to.major, to.minor, to.patch],
    ))
}

/// Which number grew first, of versions of which the second is newer.
fn grown(from: [u64; 3], to: [u64; 3]) -> UpdateStep {
    let [major, minor, patch] = from;
    let [to_major, to_minor, to_patch] = to;
    match (major == to_major, minor == to_minor, patch == to_patch) {
        (false, ..) => UpdateStep::Major,
        (true, false, _) if major == 0 => UpdateStep::ZeroMinor,
        (true, false, _) => UpdateStep::Minor,
        (true, true, false) if (major, minor) == (0, 0) => UpdateStep::ZeroMinor,
        (true, true, _) => UpdateStep::Patch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_that_grew_tells() {
        use UpdateStep::{Major, Minor, None, Patch, Unknown, ZeroMinor};
        for (ecosystem, from, to, step) in [
            (Ecosystem::Pypi, "1.2.3", "1.2.4", Patch),
            (Ecosystem::Pypi, "1.2", "1.2.0.post1", Patch),
            (Ecosystem::Pypi, "1.2", "1.3", Minor),
            (Ecosystem::Pypi, "0.2", "0.3", ZeroMinor),
            (Ecosystem::Pypi, "2024.1", "2025.1", Major),
            (Ecosystem::Pypi, "5.0", "1!1.0", Major),
            (Ecosystem::Pypi, "1.0", "1.0.0", None),
            (Ecosystem::Pypi, "1.1", "1.0", None),
            (Ecosystem::Pypi, "soon", "1.0", Unknown),
            (Ecosystem::Npm, "1.2.3", "1.2.4", Patch),
            (Ecosystem::Cargo, "0.0.3", "0.0.4", ZeroMinor),
            (Ecosystem::Cargo, "1.0.0-rc.1", "1.0.0", Patch),
            (Ecosystem::Go, "v1.2.3", "v1.3.0", Minor),
            (Ecosystem::Npm, "1.2", "1.3.0", Unknown),
        ] {
            assert_eq!(between(ecosystem, from, to), step, "{from} {to}");
        }
    }
}
