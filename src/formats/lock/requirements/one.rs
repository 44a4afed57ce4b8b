//! One requirement: a name with versions, or where something comes from.

use std::str::FromStr;

use pep508_rs::VerbatimUrl;

use super::lines::Line;
use crate::formats::lock::model::{
    Locked, MAX_TEXT, Origin, OwnPackage, flaw, folder as folder_as_kept, kept, line as line_of,
};
use crate::formats::report::Flaw;

/// The longest version, in bytes, that needs no closer look: none of its numbers has more digits than
/// the parser takes.
const MAX_PLAIN_VERSION: usize = 18;

/// What a line asks for.
pub(super) enum Required {
    /// A folder, which holds a package of the project.
    Own(OwnPackage),
    /// A package of others.
    Other(Locked),
}

/// Reads a line that is no option.
pub(super) fn read(text: &str, line: &Line<'_>) -> Result<Required, Flaw> {
    match pinned(text, line) {
        Some(package) => Ok(Required::Other(package)),
        None => read_any(text, line),
    }
}

/// The most frequent form by far, `name==1.2.3`, which says nothing but that.
fn pinned(text: &str, line: &Line<'_>) -> Option<Locked> {
    let (name, version) = text.split_once("==")?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_version = version.split('.').all(is_number) && version.len() <= MAX_PLAIN_VERSION;
    let is_it = is_plain_name(name) && is_version && name.len() <= MAX_TEXT;
    is_it.then(|| Locked {
        name: name.to_owned(),
        version: Some(version.to_owned()),
        direct: direct(&line.comments),
        line: line_of(line.number),
        ..Locked::default()
    })
}

fn read_any(text: &str, line: &Line<'_>) -> Result<Required, Flaw> {
    let at = line.number;
    let (text, has_digest) = without_options(text);
    let (asked, condition) = match split_marker(text) {
        Some((asked, marker)) => (asked.trim(), Some(kept(marker.trim(), "marker", at)?)),
        None => (text.trim(), None),
    };
    if asked.len() > MAX_TEXT {
        return Err(flaw(
            at,
            format!("a requirement of more than {MAX_TEXT} bytes"),
        ));
    }
    let place = Locked {
        has_digest,
        condition,
        direct: direct(&line.comments),
        line: line_of(at),
        ..Locked::default()
    };
    if let Some(folder) = folder(asked) {
        return Ok(Required::Own(OwnPackage {
            folder: Some(folder),
            line: line_of(at),
            ..OwnPackage::default()
        }));
    }
    if let Some((name, from)) = asked.split_once('@').filter(|(name, _)| is_name(name)) {
        let name = name.split('[').next().unwrap_or(name).trim();
        return address(from.trim(), Some(name), place, at).map(Required::Other);
    }
    if is_address(asked) {
        return address(asked, None, place, at).map(Required::Other);
    }
    named(asked, text, place, at).map(Required::Other)
}

/// A requirement without the options behind it, and whether a digest is among those.
fn without_options(text: &str) -> (&str, bool) {
    let at = text.match_indices("--").map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.ends_with(char::is_whitespace)
    });
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((asked, options)) => (asked.trim_end(), options.contains("--hash")),
        None => (text, text.contains("#sha256=") || text.contains("#sha512=")),
    }
}

/// The digests behind a requirement, `--hash=sha256:…`, and in its address, `#sha256=…`.
pub(super) fn digests(text: &str) -> Vec<String> {
    let behind = text.split("--hash").skip(1).filter_map(|rest| {
        let value = rest.trim_start().trim_start_matches('=');
        value.split_whitespace().next()
    });
    let mut found: Vec<String> = behind
        .map(|word| word.trim_matches(['"', '\'']).to_owned())
        .collect();
    let words = text.split_whitespace();
    let fragments = words
        .filter_map(|word| word.split_once('#'))
        .map(|(_, rest)| rest);
    found.extend(
        fragments
            .flat_map(|fragment| fragment.split('&'))
            .filter_map(|part| part.split_once('='))
            .filter(|(name, _)| ["md5", "sha1", "sha256", "sha384", "sha512"].contains(name))
            .map(|(name, hex)| format!("{name}:{hex}")),
    );
    found
}

/// A marker is behind `;`, before which an address has to be followed by white space (PEP 508).
fn split_marker(text: &str) -> Option<(&str, &str)> {
    if is_address(text) || text.split_once('@').is_some_and(|(name, _)| is_name(name)) {
        return text.split_once(" ;").or_else(|| text.split_once("; "));
    }
    text.split_once(';')
}

fn is_name(text: &str) -> bool {
    is_plain_name(text.split('[').next().unwrap_or(text).trim())
}

/// A name of a package or an extra (PEP 508, § Names). The parser would panic at one that ends in a
/// separator.
fn is_plain_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    is_end(bytes.first()) && is_end(bytes.last()) && name.bytes().all(is_part)
}

fn is_address(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    let is_scheme = text.len() > scheme.len()
        && scheme.len() > 1
        && scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'));
    is_scheme || archive(text).is_some() && text.contains('/')
}

/// The folder that a line names; `None` if it names none.
fn folder(text: &str) -> Option<String> {
    let text = text.split('[').next().unwrap_or(text).trim();
    let text = text
        .strip_prefix("file:")
        .filter(|_| archive(text).is_none())
        .unwrap_or(text);
    let is_folder = text == "."
        || text == ".."
        || text.starts_with("./")
        || text.starts_with("../")
        || text.starts_with('/');
    let is_folder = is_folder && archive(text).is_none();
    is_folder.then(|| folder_as_kept(text))
}

/// The name of the file that an address ends in, without what says that it is an archive.
fn archive(address: &str) -> Option<&str> {
    let path = address.split(['#', '?']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or(path);
    [".whl", ".tar.gz", ".zip", ".tar.bz2", ".tgz"]
        .iter()
        .find_map(|ending| file.strip_suffix(ending))
}

fn address(from: &str, name: Option<&str>, place: Locked, at: u64) -> Result<Locked, Flaw> {
    let egg = from
        .split_once("#")
        .map(|(_, fragment)| fragment)
        .into_iter();
    let egg = egg
        .flat_map(|fragment| fragment.split('&'))
        .find_map(|part| part.strip_prefix("egg="));
    let egg = egg.map(|egg| egg.split('[').next().unwrap_or(egg));
    let wheel = from
        .contains(".whl")
        .then(|| archive(from))
        .flatten()
        .and_then(wheel);
    let name = name.or(egg).or(wheel.map(|(name, _)| name));
    let Some(name) = name else {
        return Err(flaw(
            at,
            "an address without the name of what it leads to: add `#egg=NAME`",
        ));
    };
    let scheme = from.split(':').next().unwrap_or_default();
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: wheel.map(|(_, version)| version.to_owned()),
        requirement: Some(format!("@ {}", kept(from, "address", at)?)),
        origin: match scheme {
            "git" | "hg" | "svn" | "bzr" => Origin::Git,
            _ if scheme.contains('+') => Origin::Git,
            "http" | "https" | "ftp" => Origin::Url,
            _ => Origin::Path,
        },
        ..place
    })
}

/// Name and version in the name of a wheel (PEP 427, § File name convention).
fn wheel(stem: &str) -> Option<(&str, &str)> {
    let mut parts = stem.split('-');
    let found = (parts.next()?, parts.next()?);
    (parts.count() >= 3).then_some(found)
}

fn named(asked: &str, text: &str, place: Locked, at: u64) -> Result<Locked, Flaw> {
    let refused = || {
        let shown: String = asked.chars().take(60).collect();
        flaw(at, format!("`{shown}` is no requirement of PEP 508"))
    };
    let end = asked
        .find(['[', '(', '<', '>', '=', '!', '~', ' ', '\t'])
        .unwrap_or(asked.len());
    let (name, rest) = asked.split_at_checked(end).ok_or_else(refused)?;
    if !is_name(name) {
        return Err(refused());
    }
    let rest = rest.trim_start();
    let specifier = match rest.strip_prefix('[') {
        Some(extras) => {
            let (extras, rest) = extras.split_once(']').ok_or_else(refused)?;
            let mut extras = extras.split(',').map(str::trim);
            if !extras.all(|extra| extra.is_empty() || is_plain_name(extra)) {
                return Err(refused());
            }
            rest.trim()
        }
        None => rest.trim(),
    };
    let specifier = match specifier.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').ok_or_else(refused)?.trim(),
        None => specifier,
    };
    // `===` takes any text (PEP 440, § Arbitrary equality), which the parser does not.
    let arbitrary = specifier.strip_prefix("===").map(str::trim);
    match arbitrary {
        Some(version) if version.is_empty() || version.contains([',', ' ']) => {
            return Err(refused());
        }
        Some(_) => {}
        None => {
            if pep508_rs::Requirement::<VerbatimUrl>::from_str(text).is_err() {
                return Err(refused());
            }
        }
    }
    let version = arbitrary.or_else(|| exact(specifier));
    let is_all = version.is_some() && !specifier.contains(',');
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: version.map(str::to_owned),
        requirement: (!is_all && !specifier.is_empty()).then(|| specifier.to_owned()),
        ..place
    })
}

/// The version that a list of specifiers fixes.
fn exact(specifier: &str) -> Option<&str> {
    specifier.split(',').find_map(|part| {
        let version = part.trim().strip_prefix("==")?.trim();
        (!version.ends_with(".*")).then_some(version)
    })
}

/// What the comments of pip-compile and uv say of who asks for it: `# via -r requirements.in`.
fn direct(comments: &[&str]) -> Option<bool> {
    let start = comments
        .iter()
        .position(|comment| *comment == "via" || comment.starts_with("via "))?;
    let mut asking = comments
        .get(start..)
        .unwrap_or_default()
        .iter()
        .map(|comment| comment.strip_prefix("via").unwrap_or(comment))
        .flat_map(|comment| comment.split(','))
        .map(str::trim);
    Some(asking.any(|who| {
        who.starts_with("-r ") || who.starts_with("--requirement") || who.ends_with(')')
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_pinned_plainly_is_read_as_all_else(
            text in "[a-zA-Z0-9._-]{1,6}==[0-9.]{1,20}(rc1)?",
        ) {
            let line = Line { text: text.as_str().into(), number: 3, comments: vec!["via x"] };
            if let Some(package) = pinned(&text, &line) {
                match read_any(&text, &line) {
                    Ok(Required::Other(other)) => prop_assert_eq!(package, other),
                    _ => prop_assert!(false, "{} is refused elsewhere", text),
                }
            }
        }
    }

    #[test]
    fn names_that_end_in_a_separator_are_refused() {
        for text in [
            "a-",
            "a-;a",
            "a.==1",
            "a[b-]",
            "a[b_]==1",
            "a[b,c.]; x",
            "-a",
        ] {
            let line = Line {
                text: text.into(),
                number: 1,
                comments: Vec::new(),
            };
            assert!(read(text, &line).is_err(), "{text}");
        }
    }

    #[test]
    fn most_lines_are_pinned_plainly() {
        let text = "zope.interface==5.4.0";
        let line = Line {
            text: text.into(),
            number: 1,
            comments: Vec::new(),
        };
        assert!(pinned(text, &line).is_some());
    }
}
