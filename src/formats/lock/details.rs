//! What a bill of materials tells of packages and nothing else here needs: the digests of the files by
//! which they are distributed, and whether a lock file says all that they need.
//!
//! It is read for itself, and only where it is asked for. What a file has as a digest of something else
//! than what is distributed is left out: of a tree (`go.sum`), of an archive that the tool makes itself
//! (`yarn.lock` since yarn 2).

mod digest;
pub(super) mod tables;
#[cfg(test)]
mod tests;

pub use digest::{Algorithm, Digest};

/// What a lock file tells besides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// How much it says of what packages need.
    pub edges: Edges,
    /// The files of packages, in its order.
    pub artefacts: Vec<Artefact>,
    /// The names of packages of which something stands in the place of a digest that is none.
    pub wrong: Vec<String>,
}

/// How much a lock file says of what packages need: of [`super::Locked::needs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edges {
    /// All of it.
    All,
    /// Some of it: there may be more.
    Some,
    /// Nothing.
    #[default]
    None,
}

/// A file by which a package is distributed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Artefact {
    /// The name of the package, as in [`super::Locked::name`].
    pub name: String,
    /// Its version; `None` where none is fixed.
    pub version: Option<String>,
    /// The name of the file; `None` where that is not said.
    pub file: Option<String>,
    /// Its address; `None` where that is not said, or is more than a plain address of the web.
    pub url: Option<String>,
    /// Its digests, one of each algorithm.
    pub digests: Vec<Digest>,
}

impl Details {
    pub(super) fn of(edges: Edges) -> Self {
        Details {
            edges,
            ..Details::default()
        }
    }

    /// Adds a file with one digest, `sha256:…`, by its name or address.
    pub(super) fn add(
        &mut self,
        (name, version): (&str, Option<&str>),
        place: Option<&str>,
        digest: &str,
    ) {
        match Digest::prefixed(digest) {
            Ok(Some(digest)) => self.push((name, version), place, vec![digest]),
            Ok(None) => {}
            Err(()) => self.wrong.push(name.to_owned()),
        }
    }

    /// The same with what subresource integrity says: `sha512-…`.
    pub(super) fn add_integrity(&mut self, package: (&str, Option<&str>), integrity: &str) {
        match Digest::of_integrity(integrity) {
            Ok(digests) => self.push(package, None, digests),
            Err(()) => self.wrong.push(package.0.to_owned()),
        }
    }

    /// Adds a file with its digests, if it has any.
    pub(super) fn push(
        &mut self,
        (name, version): (&str, Option<&str>),
        place: Option<&str>,
        digests: Vec<Digest>,
    ) {
        if digests.is_empty() {
            return;
        }
        let file = place.map(file_name).filter(|file| !file.is_empty());
        self.artefacts.push(Artefact {
            name: name.to_owned(),
            version: version.map(str::to_owned),
            file: file.map(str::to_owned),
            url: place.filter(|place| is_plain(place)).map(str::to_owned),
            digests,
        });
    }
}

/// The last part of an address or path.
fn file_name(place: &str) -> &str {
    let path = place.split(['?', '#']).next().unwrap_or(place);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether an address has nothing in it that may be secret: a user, a password, a token.
fn is_plain(address: &str) -> bool {
    let rest = address.strip_prefix("https://");
    let rest = rest.or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"@?#\"<>\\^`{|}".contains(&byte);
        rest.len() <= super::MAX_TEXT && rest.bytes().all(is_plain)
    })
}
