//! Package URLs (purl-spec), written and read.
//!
//! Most are so plain that nothing in them has to be encoded, decoded or changed. Those are put
//! together and taken apart here, since an inventory has ten thousands of them; all others are the
//! library's. A test holds the two against each other.

use std::str::FromStr;

use packageurl::PackageUrl;

use super::{Ecosystem, Package};

/// The package URL of a package: `pkg:pypi/requests@2.32.3`, `pkg:npm/%40types/node@20.1.0`.
pub(super) fn write(package: &Package) -> String {
    plainly_written(package).unwrap_or_else(|| by_library(package))
}

/// The package that a package URL names; `None` if it is none, or of an ecosystem that is not known
/// here.
pub(super) fn read(text: &str) -> Option<Package> {
    plainly_read(text).or_else(|| read_by_library(text))
}

fn plainly_written(package: &Package) -> Option<String> {
    let (ecosystem, name) = (package.ecosystem, package.name.as_str());
    let version = package.version.as_deref();
    if !is_plain_name(ecosystem, name) || !version.is_none_or(is_plain_version) {
        return None;
    }
    let parts = ["pkg:", ecosystem.purl_type(), "/", name];
    Some(match version {
        Some(version) => [&parts[..], &["@", version]].concat().concat(),
        None => parts.concat(),
    })
}

fn plainly_read(text: &str) -> Option<Package> {
    let (kind, rest) = text.strip_prefix("pkg:")?.split_once('/')?;
    let known = |one: &Ecosystem| one.purl_type() == kind;
    let ecosystem = Ecosystem::ALL.into_iter().find(known)?;
    let (name, version) = match rest.split_once('@') {
        Some((name, version)) => (name, Some(version)),
        None => (rest, None),
    };
    let is_plain = is_plain_name(ecosystem, name) && version.is_none_or(is_plain_version);
    is_plain.then(|| Package::new(ecosystem, name, version))
}

/// Whether a name stands in a package URL as it is.
fn is_plain_name(ecosystem: Ecosystem, name: &str) -> bool {
    let is_plain = |byte: u8| {
        matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')
            || (byte == b'_' && ecosystem != Ecosystem::Pypi)
    };
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_plain) && !is_dots(part);
    match ecosystem {
        Ecosystem::Cargo | Ecosystem::Pypi => is_part(name),
        Ecosystem::Go | Ecosystem::Npm => name.split('/').all(is_part),
    }
}

fn is_dots(part: &str) -> bool {
    part == "." || part == ".."
}

fn is_plain_version(version: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !version.is_empty() && version.bytes().all(is_plain)
}

fn by_library(package: &Package) -> String {
    let kind = package.ecosystem.purl_type();
    let (namespace, name) = match package.name.rsplit_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, package.name.as_str()),
    };
    let written = PackageUrl::new(kind, name).and_then(|mut purl| {
        if let Some(namespace) = namespace {
            purl.with_namespace(namespace)?;
        }
        if let Some(version) = &package.version {
            purl.with_version(version.as_str())?;
        }
        Ok(purl.to_string())
    });
    written.unwrap_or_else(|_| format!("pkg:{kind}/{}", package.name))
}

fn read_by_library(text: &str) -> Option<Package> {
    let purl = PackageUrl::from_str(text).ok()?;
    let ecosystem = Ecosystem::of_purl_type(purl.ty())?;
    let name = match purl.namespace() {
        Some(namespace) => format!("{namespace}/{}", purl.name()),
        None => purl.name().to_owned(),
    };
    Some(Package::new(ecosystem, &name, purl.version()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ecosystem() -> impl Strategy<Value = Ecosystem> {
        proptest::sample::select(Ecosystem::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn what_is_plain_is_written_as_the_library_does(
            ecosystem in ecosystem(),
            name in "[a-zA-Z0-9@%_.~/-]{1,12}",
            version in proptest::option::of("[a-zA-Z0-9+!_.~@-]{0,8}"),
        ) {
            let package = Package::new(ecosystem, &name, version.as_deref());
            prop_assert_eq!(write(&package), by_library(&package));
        }

        #[test]
        fn what_is_plain_is_read_as_the_library_does(
            kind in "(cargo|golang|npm|pypi|PyPI|deb)",
            rest in "[a-zA-Z0-9@%#?=_.~/-]{1,16}",
        ) {
            let text = format!("pkg:{kind}/{rest}");
            prop_assert_eq!(read(&text), read_by_library(&text));
        }

        #[test]
        fn plain_names_with_versions_are_read_as_the_library_does(
            kind in "(cargo|golang|npm|pypi)",
            name in "[a-z0-9./-]{1,8}",
            version in "[a-zA-Z0-9._-]{1,6}",
        ) {
            let text = format!("pkg:{kind}/{name}@{version}");
            prop_assert_eq!(read(&text), read_by_library(&text));
        }
    }

    #[test]
    fn what_most_inventories_have_is_plain() {
        for text in [
            "pkg:pypi/requests@2.32.3",
            "pkg:npm/left-pad@1.3.0",
            "pkg:golang/github.com/pkg/errors@v0.9.1",
            "pkg:cargo/serde@1.0.228",
        ] {
            let package = plainly_read(text);
            assert!(package.is_some(), "{text}");
            assert_eq!(
                package.as_ref().and_then(plainly_written).as_deref(),
                Some(text)
            );
        }
    }
}
