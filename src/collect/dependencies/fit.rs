//! Whether a lock file holds a version that a manifest admits.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

use super::manifests::Manifest;
use crate::formats::declared::range::{Dialect, Range};
use crate::formats::lock::Lock;
use crate::formats::lock::asked::Asked;
use crate::release::Ecosystem;

/// Whether a version is chosen for the package whatever is asked for.
pub(super) fn is_overridden(lock: &Lock, manifest: &Manifest, name: &str) -> bool {
    let of_manifest = manifest.read.iter().flat_map(|read| &read.overridden);
    lock.overridden
        .iter()
        .chain(of_manifest)
        .any(|it| it == name)
}

/// The versions that are held, if none of them would do. Of ecosystems without a notation that is
/// read, and of what is no range, nothing is said.
pub(super) fn unfit(asked: &Asked, ecosystem: Ecosystem, held: &[&str]) -> Option<String> {
    if held.is_empty() || asked.is_conditional {
        return None;
    }
    let wanted = asked.requirement.as_deref()?;
    let fits = match ecosystem {
        Ecosystem::Pypi => {
            let wanted = VersionSpecifiers::from_str(wanted).ok()?;
            held.iter()
                .any(|held| Version::from_str(held).is_ok_and(|held| wanted.contains(&held)))
        }
        Ecosystem::Cargo => admits(wanted, Dialect::Cargo, held)?,
        Ecosystem::Npm => admits(wanted, Dialect::Npm, held)?,
        _ => return None,
    };
    (!fits).then(|| held.join(", "))
}

/// Whether the range admits one of the versions by its numbers; `None` if it is no range, as a path
/// or a tag, or if one of them is no version of three numbers.
fn admits(range: &str, dialect: Dialect, held: &[&str]) -> Option<bool> {
    let range = Range::read(range, dialect)?;
    let cores: Vec<[u64; 3]> = held
        .iter()
        .map(|held| {
            let version = semver::Version::parse(held).ok()?;
            Some([version.major, version.minor, version.patch])
        })
        .collect::<Option<_>>()?;
    Some(cores.iter().any(|core| range.touches(core)))
}
