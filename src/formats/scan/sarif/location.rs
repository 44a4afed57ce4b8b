//! Where a result is: the artifacts of a run, and the bases of their URIs (SARIF 2.1.0, §3.4,
//! §3.14.14, §3.24).

use std::collections::HashMap;

use super::super::kept;
use super::log::{Artifact, ArtifactLocation, Location, Run};
use crate::formats::report::Flaw;

/// How many bases may lie on top of each other.
const MAX_BASES: usize = 16;
/// What tools call the root of the sources.
const ROOTS: [&str; 6] = [
    "%SRCROOT%",
    "SRCROOT",
    "ROOTPATH",
    "PROJECTROOT",
    "SOURCEROOT",
    "ROOT",
];

/// The artifacts of a run and the bases that their URIs may have.
pub(super) struct Places<'r, 'a> {
    artifacts: Option<&'r [Artifact<'a>]>,
    bases: HashMap<&'r str, &'r ArtifactLocation<'a>>,
    /// Whether there is at most one base with an absolute URI.
    single: bool,
}

impl<'r, 'a> Places<'r, 'a> {
    pub(super) fn of(run: &'r Run<'a>) -> Self {
        let bases: HashMap<_, _> = run
            .original_uri_base_ids
            .iter()
            .map(|(name, base)| (&**name, base))
            .collect();
        let absolute = bases
            .values()
            .filter(|base| base.uri.as_deref().is_some_and(is_absolute))
            .count();
        Places {
            artifacts: run.artifacts.as_deref(),
            bases,
            single: absolute <= 1,
        }
    }

    /// Path and line of a place; neither where it names no file.
    pub(super) fn of_location(
        &self,
        location: &Location<'_>,
    ) -> Result<(Option<String>, Option<u32>), Flaw> {
        let Some(physical) = &location.physical_location else {
            return Ok((None, None));
        };
        let path = match &physical.artifact_location {
            Some(artifact) => self.path(artifact)?,
            None => None,
        };
        let line = physical
            .region
            .as_ref()
            .and_then(|region| region.start_line);
        Ok((path, kept::line_number(line)))
    }

    /// The files that were scanned; `None` where the run lists no artifacts.
    pub(super) fn scope(&self) -> Result<Option<Vec<String>>, Flaw> {
        let Some(artifacts) = self.artifacts else {
            return Ok(None);
        };
        let is_target = |artifact: &Artifact<'_>| {
            let mut roles = artifact.roles.iter().flat_map(|roles| roles.iter());
            roles.any(|role| &**role == "analysisTarget")
        };
        let told = artifacts.iter().any(is_target);
        let mut paths = Vec::new();
        for artifact in artifacts {
            if (!told || is_target(artifact))
                && let Some(location) = &artifact.location
            {
                paths.extend(self.path(location)?);
            }
        }
        Ok(Some(paths))
    }

    /// The path of an artifact, which may be named by its number alone (§3.4.5).
    fn path(&self, location: &ArtifactLocation<'_>) -> Result<Option<String>, Flaw> {
        if location.uri.is_some() {
            return self.resolve(location);
        }
        let Some(index) = location.index.filter(|&index| index != -1) else {
            return Ok(None);
        };
        let artifacts = self.artifacts.unwrap_or_default();
        let artifact = usize::try_from(index).ok().and_then(|at| artifacts.get(at));
        let Some(artifact) = artifact else {
            return Err(Flaw::unreadable(format!(
                "a result points at artifact {index}, and there are {}, counted from 0",
                artifacts.len()
            )));
        };
        match &artifact.location {
            Some(location) => self.resolve(location),
            None => Ok(None),
        }
    }

    fn resolve(&self, location: &ArtifactLocation<'_>) -> Result<Option<String>, Flaw> {
        let Some(uri) = location.uri.as_deref() else {
            return Ok(None);
        };
        let mut uri = kept::name(uri)?.to_owned();
        let mut base = location.uri_base_id.as_deref();
        for _ in 0..MAX_BASES {
            let Some(found) = base.and_then(|name| self.bases.get(name)) else {
                return kept::path(&decoded(&uri));
            };
            let of_base = found.uri.as_deref().unwrap_or_default();
            let stays = self.single || base.is_some_and(|name| ROOTS.contains(&name));
            if is_absolute(&uri) || (is_absolute(of_base) && stays) {
                return kept::path(&decoded(&uri));
            }
            uri = joined(of_base, &uri);
            kept::name(&uri)?;
            base = found.uri_base_id.as_deref();
        }
        Err(Flaw::unreadable(format!(
            "its `originalUriBaseIds` lie on top of each other more than {MAX_BASES} deep"
        )))
    }
}

/// Whether a URI has a scheme, or is a path from the root.
fn is_absolute(uri: &str) -> bool {
    uri.starts_with('/')
        || uri
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.len() > 1 && !scheme.contains(['/', '.']))
}

fn joined(base: &str, uri: &str) -> String {
    if base.is_empty() || base.ends_with('/') {
        format!("{base}{uri}")
    } else {
        format!("{base}/{uri}")
    }
}

/// A URI as a path: without `file://`, and with its escapes resolved (RFC 3986, §2.1, RFC 8089).
/// Other URIs stay what they are.
fn decoded(uri: &str) -> String {
    let path = match uri.strip_prefix("file:") {
        None => uri,
        Some(rest) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            let rest = rest.strip_prefix("localhost").unwrap_or(rest);
            // `/C:/x` is a drive of Windows.
            match rest.as_bytes() {
                [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => {
                    rest.get(1..).unwrap_or(rest)
                }
                _ => rest,
            }
        }
    };
    unescaped(path).unwrap_or_else(|| path.to_owned())
}

/// `None` where there is no escape, one is broken, or what they make is not UTF-8.
fn unescaped(path: &str) -> Option<String> {
    memchr::memchr(b'%', path.as_bytes())?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_become_paths() {
        for (uri, path) in [
            ("src/a%20b.py", "src/a b.py"),
            ("file:///work/a.py", "/work/a.py"),
            ("file:///C:/work/a.py", "C:/work/a.py"),
            ("file:/work/a.py", "/work/a.py"),
            ("https://example.com/a%20b", "https://example.com/a b"),
            ("100%.py", "100%.py"),
            ("a%ffb", "a%ffb"),
        ] {
            assert_eq!(decoded(uri), path, "{uri}");
        }
    }

    #[test]
    fn only_schemes_and_roots_are_absolute() {
        for uri in ["file:///x", "/x", "https://x"] {
            assert!(is_absolute(uri), "{uri}");
        }
        for uri in ["x", "a/b:c", "C:/x", "a.b:c", ""] {
            assert!(!is_absolute(uri), "{uri}");
        }
    }
}
