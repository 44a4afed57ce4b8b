//! What npm's packages say: `package.json` of an installed one, and `package-lock.json`, into which npm
//! copies it.

use serde::Deserialize;

use super::reading::{Reading, read};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw, unique_keys};

/// What a `package.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NpmPackage {
    /// The name, with its scope; `None` if it has none.
    pub name: Option<String>,
    /// The version; `None` if it has none.
    pub version: Option<String>,
    /// The licence as it is written, and what that means; `None` if it says nothing of it.
    pub license: Option<(String, Reading)>,
}

/// A package that a `package-lock.json` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPackage {
    pub name: String,
    pub version: String,
    /// The licence as it is written, and what that means.
    pub license: (String, Reading),
}

/// A licence in any of the forms that npm has had.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written<'a> {
    #[serde(borrow)]
    Name(Text<'a>),
    #[serde(borrow)]
    Typed(Typed<'a>),
    #[serde(borrow)]
    Several(Vec<One<'a>>),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum One<'a> {
    #[serde(borrow)]
    Name(Text<'a>),
    #[serde(borrow)]
    Typed(Typed<'a>),
    Other(serde::de::IgnoredAny),
}

/// `{"type": "MIT", "url": "…"}`; some write `name` for `type`.
#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(borrow, alias = "name")]
    r#type: Text<'a>,
}

#[derive(Deserialize)]
struct Package<'a> {
    #[serde(default, borrow)]
    name: Option<Text<'a>>,
    #[serde(default, borrow)]
    version: Option<Text<'a>>,
    #[serde(default, borrow)]
    license: Option<Written<'a>>,
    #[serde(default, borrow)]
    licenses: Option<Written<'a>>,
}

#[derive(Deserialize)]
struct Lock<'a> {
    #[serde(default, borrow, deserialize_with = "unique_keys")]
    packages: Vec<(String, Package<'a>)>,
}

/// Reads a `package.json`.
///
/// # Errors
/// It is not JSON, or not an object with texts where those belong.
pub fn npm_package(bytes: &[u8]) -> Result<NpmPackage, Flaw> {
    let package: Package<'_> = report::json(object(bytes)?)?;
    Ok(NpmPackage {
        name: package.name.as_deref().map(str::to_owned),
        version: package.version.as_deref().map(str::to_owned),
        license: license(&package),
    })
}

/// Whether a text that starts like this is a `package-lock.json` that has licences: of version 2 or 3.
#[must_use]
pub fn is_package_lock(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["lockfileVersion", "packages"])
}

/// The packages of a `package-lock.json` whose licence it says.
///
/// # Errors
/// It is not JSON, or not what npm writes.
pub fn package_lock(bytes: &[u8]) -> Result<Vec<LockedPackage>, Flaw> {
    let lock: Lock<'_> = report::json(object(bytes)?)?;
    let mut locked = Vec::new();
    for (path, package) in &lock.packages {
        let Some((_, at)) = path.rsplit_once("node_modules/") else {
            continue;
        };
        let (Some(version), Some(license)) = (&package.version, license(package)) else {
            continue;
        };
        let name = package.name.as_deref().unwrap_or(at);
        locked.push(LockedPackage {
            name: name.to_owned(),
            version: version.to_string(),
            license,
        });
    }
    Ok(locked)
}

/// A text that is an object: a list without anything would pass for one.
fn object(bytes: &[u8]) -> Result<&str, Flaw> {
    let text = report::text(bytes)?;
    match text.trim_ascii_start().starts_with('{') {
        true => Ok(text),
        false => Err(Flaw::unreadable("it is no JSON object")),
    }
}

/// `license`, else the older `licenses`.
fn license(package: &Package<'_>) -> Option<(String, Reading)> {
    let written = package.license.as_ref().or(package.licenses.as_ref())?;
    Some(match written {
        Written::Name(name) | Written::Typed(Typed { r#type: name }) => {
            (name.to_string(), read(name))
        }
        Written::Several(several) => several_of(several),
        Written::Other(_) => (
            String::new(),
            Reading::Unknown("its `license` is neither a text nor a list".to_owned()),
        ),
    })
}

/// A list: a choice, says npm's documentation today, but those who wrote one may have meant that all
/// of them apply.
pub(super) fn listed<'a>(names: impl Iterator<Item = Option<&'a str>>) -> (String, Reading) {
    let names: Option<Vec<&str>> = names.collect();
    let Some(names) = names.filter(|names| !names.is_empty()) else {
        let why = "its list of licences has nothing that names one";
        return (String::new(), Reading::Unknown(why.to_owned()));
    };
    let text = names.join("; ");
    let reading = read(&text);
    (text, reading)
}

fn several_of(several: &[One<'_>]) -> (String, Reading) {
    listed(several.iter().map(|one| match one {
        One::Name(name) | One::Typed(Typed { r#type: name }) => Some(&**name),
        One::Other(_) => None,
    }))
}
