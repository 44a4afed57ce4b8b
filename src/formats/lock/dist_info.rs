//! The `*.dist-info` folders of installed Python packages (PyPA's specification "Recording installed
//! projects").

use serde::Deserialize;

use super::Format;
use super::model::{MAX_TEXT, Origin};
use crate::formats::declared::requirement;
use crate::formats::report::{self, Flaw};
use crate::release::Ecosystem;

/// The most requirements of one package that are read.
const MAX_REQUIREMENTS: usize = 5_000;

/// A set of installed packages, which no file name tells.
pub const INSTALLED: Format = Format {
    name: "dist-info",
    ecosystem: Ecosystem::Pypi,
    is_named: |_, _| false,
    read: |_| Err(Flaw::unreadable("it is a set of folders")),
    details: |_| Err(Flaw::unreadable("it is a set of folders")),
};

/// What `METADATA` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The name as it is written.
    pub name: String,
    /// The version.
    pub version: String,
    /// The names that it requires, normalised; those of extras are left out.
    pub requires: Vec<Required>,
}

/// What an installed package requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// The name, normalised.
    pub name: String,
    /// Whether it is required under a condition only.
    pub is_conditional: bool,
}

/// Reads the head of a `METADATA` file; the text may be cut off in its description.
///
/// # Errors
/// A [`Flaw`] if it lacks the name or version, has one twice, or they are too long.
pub fn metadata(text: &str) -> Result<Metadata, Flaw> {
    let (mut name, mut version, mut requires) = (None, None, Vec::new());
    for (number, line) in (1_u64..).zip(text.lines()) {
        if line.trim().is_empty() {
            break;
        }
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let place = match key {
            "Name" => &mut name,
            "Version" => &mut version,
            "Requires-Dist" => {
                if let Some(read) =
                    requirement::read(value).filter(|read| !read.marker.contains("extra"))
                {
                    requires.push(Required {
                        is_conditional: !read.marker.is_empty(),
                        name: read.name,
                    });
                }
                if requires.len() > MAX_REQUIREMENTS {
                    return Err(super::model::flaw(number, "too many requirements"));
                }
                continue;
            }
            _ => continue,
        };
        if place.replace(value.to_owned()).is_some() || value.is_empty() || value.len() > MAX_TEXT {
            return Err(super::model::flaw(
                number,
                format!("`{key}` is there twice, empty or too long"),
            ));
        }
    }
    match (name, version) {
        (Some(name), Some(version)) => Ok(Metadata {
            name,
            version,
            requires,
        }),
        _ => Err(Flaw::unreadable("it has no name and version")),
    }
}

/// Where a package was installed from (PEP 610).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectUrl {
    /// A folder that stays where it is: the project's own.
    Editable,
    /// Somewhere else than a registry.
    From(Origin),
}

#[derive(Deserialize)]
struct Raw {
    dir_info: Option<Folder>,
    vcs_info: Option<serde::de::IgnoredAny>,
    url: String,
}

#[derive(Deserialize)]
struct Folder {
    #[serde(default)]
    editable: bool,
}

/// Reads a `direct_url.json`.
///
/// # Errors
/// A [`Flaw`] if it is none.
pub fn direct_url(text: &str) -> Result<DirectUrl, Flaw> {
    let raw: Raw = report::json(text)?;
    Ok(match (raw.dir_info, raw.vcs_info) {
        (Some(folder), _) if folder.editable => DirectUrl::Editable,
        (Some(_), _) => DirectUrl::From(Origin::Path),
        (_, Some(_)) => DirectUrl::From(Origin::Git),
        _ if raw.url.starts_with("file:") => DirectUrl::From(Origin::Path),
        _ => DirectUrl::From(Origin::Url),
    })
}
