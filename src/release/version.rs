//! Release versions: SemVer 2.0.0, and the PEP 440 spellings that mean the same.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use pep440_rs::PrereleaseKind;
use semver::Prerelease;

/// The longest text that is read as a version. Longer input is refused, so that a hostile file
/// cannot make the parsers work on megabytes.
const MAX_LENGTH: usize = 128;

/// A version of three numbers with an optional epoch, pre-release and post-release.
///
/// Two spellings of one version are equal: `1.2.0rc1` (PEP 440), `1.2.0-rc.1` (SemVer) and
/// `v1.2-rc1` all normalise to `1.2.0-rc.1`. Build metadata and local versions (`+…`) are kept in
/// the text but take no part in comparison, as in SemVer §10. Ordering follows SemVer §11, with a
/// post-release above the release that it follows and a later epoch above everything (PEP 440).
#[derive(Debug, Clone)]
pub struct Version {
    epoch: u64,
    core: [u64; 3],
    pre: Prerelease,
    post: Option<u64>,
    development: bool,
    text: String,
}

/// The text is not a version that relcheck can order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a version of the form X.Y.Z, with a pre-release at most (SemVer or PEP 440)"
)]
pub struct ParseVersionError {
    text: String,
}

impl Version {
    /// A final release of the three numbers.
    #[must_use]
    pub fn new(major: u64, minor: u64, patch: u64) -> Self {
        Version {
            epoch: 0,
            core: [major, minor, patch],
            pre: Prerelease::EMPTY,
            post: None,
            development: false,
            text: format!("{major}.{minor}.{patch}"),
        }
    }

    /// The epoch of `1!2.0` (PEP 440), in which numbers begin anew; 0 where none is written.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The same version in another epoch.
    #[must_use]
    pub fn in_epoch(mut self, epoch: u64) -> Self {
        if self.epoch != epoch {
            let bare = self.text.trim_start_matches(['v', 'V']);
            let bare = bare.split_once('!').map_or(bare, |(_, rest)| rest);
            self.text = match epoch {
                0 => bare.to_owned(),
                _ => format!("{epoch}!{bare}"),
            };
            self.epoch = epoch;
        }
        self
    }

    /// The X of `X.Y.Z`.
    #[must_use]
    pub fn major(&self) -> u64 {
        self.core[0]
    }

    /// The Y of `X.Y.Z`.
    #[must_use]
    pub fn minor(&self) -> u64 {
        self.core[1]
    }

    /// The Z of `X.Y.Z`.
    #[must_use]
    pub fn patch(&self) -> u64 {
        self.core[2]
    }

    /// The three numbers, which pre-releases share with their final release.
    #[must_use]
    pub fn core(&self) -> [u64; 3] {
        self.core
    }

    /// The pre-release part in SemVer's spelling (`rc.1`), or `None` for a final release.
    #[must_use]
    pub fn pre(&self) -> Option<&str> {
        (!self.pre.is_empty()).then(|| self.pre.as_str())
    }

    /// The number of a post-release (`1.2.3.post1`), if it is one.
    #[must_use]
    pub fn post(&self) -> Option<u64> {
        self.post
    }

    /// Whether this is a final release: no pre-release and no development marker.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.pre.is_empty()
    }

    /// Whether this marks work in progress (`.dev0`, `-SNAPSHOT`) rather than something that is
    /// ever released under this name.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// The final release that this version leads up to: itself without pre- and post-release.
    #[must_use]
    pub fn release(&self) -> Version {
        Version::new(self.core[0], self.core[1], self.core[2]).in_epoch(self.epoch)
    }

    /// Whether both lead up to the same final release.
    #[must_use]
    pub fn leads_to_same(&self, other: &Version) -> bool {
        (self.epoch, self.core) == (other.epoch, other.core)
    }

    /// The version as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    fn from_semver(parsed: &semver::Version, text: &str) -> Self {
        Version {
            epoch: 0,
            core: [parsed.major, parsed.minor, parsed.patch],
            pre: parsed.pre.clone(),
            post: None,
            development: is_development_marker(parsed.pre.as_str()),
            text: text.to_owned(),
        }
    }

    fn from_pep440(parsed: &pep440_rs::Version, text: &str) -> Option<Self> {
        if parsed.release().len() > 3 {
            return None;
        }
        let part = |index: usize| parsed.release().get(index).copied().unwrap_or(0);
        Some(Version {
            epoch: parsed.epoch(),
            core: [part(0), part(1), part(2)],
            pre: Prerelease::new(&pep440_pre(parsed)).ok()?,
            post: parsed.post(),
            development: parsed.dev().is_some(),
            text: text.to_owned(),
        })
    }
}

/// PEP 440's pre-release and development segments as SemVer identifiers: `a1` is `alpha.1`.
fn pep440_pre(version: &pep440_rs::Version) -> String {
    let mut identifiers = Vec::new();
    if let Some(pre) = version.pre() {
        let kind = match pre.kind {
            PrereleaseKind::Alpha => "alpha",
            PrereleaseKind::Beta => "beta",
            PrereleaseKind::Rc => "rc",
        };
        identifiers.push(format!("{kind}.{}", pre.number));
    }
    if let Some(dev) = version.dev() {
        identifiers.push(format!("dev.{dev}"));
    }
    identifiers.join(".")
}

fn is_development_marker(pre: &str) -> bool {
    pre.split('.').any(|identifier| {
        let word = identifier.trim_end_matches(|c: char| c.is_ascii_digit());
        word.eq_ignore_ascii_case("dev") || word.eq_ignore_ascii_case("snapshot")
    })
}

/// `rc1` and `rc-1` mean `rc.1`: SemVer orders `rc10` below `rc9`, which nobody means.
fn split_trailing_number(pre: &Prerelease) -> Prerelease {
    let split = pre
        .as_str()
        .split('.')
        .map(|identifier| {
            let word = identifier.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = &identifier[word.len()..];
            let word = word.trim_end_matches('-');
            let known = [
                "alpha", "beta", "rc", "pre", "preview", "dev", "a", "b", "c",
            ];
            if number.is_empty() || !known.contains(&word.to_ascii_lowercase().as_str()) {
                return identifier.to_owned();
            }
            let digits = number.trim_start_matches('0');
            format!("{word}.{}", if digits.is_empty() { "0" } else { digits })
        })
        .collect::<Vec<_>>()
        .join(".");
    Prerelease::new(&split).unwrap_or_else(|_| pre.clone())
}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Reads SemVer first, then PEP 440; a leading `v` is allowed. Two numbers (`1.2`) are read as
    /// `1.2.0`; a single number and a fourth number are refused.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseVersionError {
            text: text.chars().take(MAX_LENGTH).collect(),
        };
        let trimmed = text.trim();
        let bare = trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed);
        let starts_with_digit = bare.starts_with(|c: char| c.is_ascii_digit());
        if bare.len() > MAX_LENGTH || !starts_with_digit || !bare.contains('.') {
            return Err(refused());
        }
        if let Ok(mut parsed) = semver::Version::parse(bare) {
            parsed.pre = split_trailing_number(&parsed.pre);
            return Ok(Version::from_semver(&parsed, trimmed));
        }
        pep440_rs::Version::from_str(bare)
            .ok()
            .and_then(|parsed| Version::from_pep440(&parsed, trimmed))
            .ok_or_else(refused)
    }
}

impl fmt::Display for Version {
    /// The normal form: `X.Y.Z`, `X.Y.Z-pre` or `X.Y.Z.postN`, after `N!` in an epoch, without build
    /// metadata.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.core;
        let mut text = match self.epoch {
            0 => format!("{major}.{minor}.{patch}"),
            epoch => format!("{epoch}!{major}.{minor}.{patch}"),
        };
        if let Some(pre) = self.pre() {
            text.push('-');
            text.push_str(pre);
        }
        if let Some(post) = self.post {
            text.push_str(&format!(".post{post}"));
        }
        f.pad(&text)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |version: &Self| (version.epoch, version.core);
        key(self)
            .cmp(&key(other))
            .then_with(|| (&self.pre, self.post).cmp(&(&other.pre, other.post)))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests;
