//! What the numbers of the project's versions say: as configured, else as the tags look.

use crate::facts::Repository;
use crate::release::{Scheme, has_full_year};

/// The scheme, and what to say of it where it is no more than a guess.
///
/// Only a full year is guessed from: a short one with a month looks like any other two counts.
pub(super) fn scheme(
    configured: Option<Scheme>,
    repository: &Repository,
) -> (Scheme, Option<String>) {
    if let Some(scheme) = configured {
        return (scheme, None);
    }
    let previous = repository.history.previous.as_ref();
    let dated = previous.filter(|previous| {
        let version = previous.version.to_version();
        version.is_some_and(|version| has_full_year(&version))
    });
    match dated {
        Some(previous) => {
            let guess = format!(
                "that versions follow the calendar is a guess from `{}`: set `scheme` below `[version]` in relcheck.toml to `\"calver\"` or `\"semver\"`",
                previous.tag
            );
            (Scheme::Calver, Some(guess))
        }
        None => (Scheme::default(), None),
    }
}
