//! The version in a Maven project's `pom.xml` (POM 4.0.0, "Maven Coordinates" and "Inheritance").

use super::place::{LineIndex, Malformed};
use super::report::Flaw;
use super::version_source::{VersionPlace, VersionSource};
use super::xml::{Document, Node};

/// The most bytes of a value that are read.
const MAX_VALUE: usize = 1_000;

/// What a `pom.xml` says of its project.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pom {
    /// `artifactId`; `None` if there is none.
    pub name: Option<String>,
    /// The project's own version, or that of the parent, from which it inherits; `None` if it has
    /// neither.
    pub version: Option<VersionPlace>,
}

/// A value, and where its element begins.
#[derive(Debug, Clone, Default)]
struct Value {
    text: String,
    offset: usize,
}

/// The values that are needed.
#[derive(Default)]
struct Values {
    name: Option<Value>,
    own: Option<Value>,
    parent: Option<Value>,
    properties: Vec<(String, Value)>,
}

/// Reads a `pom.xml`.
///
/// # Errors
/// [`Malformed`] if it is no XML, or not that of a project.
pub fn read(text: &str) -> Result<Pom, Malformed> {
    let values = values(text).map_err(|flaw| Malformed::new(1, &flaw.reason))?;
    let lines = LineIndex::new(text);
    let version = match (&values.own, &values.parent) {
        (Some(own), _) => Some(place("project.version", own, &values, &lines)),
        (None, Some(parent)) => Some(place("project.parent.version", parent, &values, &lines)),
        (None, None) => None,
    };
    Ok(Pom {
        name: values.name.map(|name| name.text),
        version,
    })
}

/// The place of a version. One that is `${revision}`, say, stands in that property.
fn place(key: &str, value: &Value, values: &Values, lines: &LineIndex) -> VersionPlace {
    let property = value
        .text
        .strip_prefix("${")
        .and_then(|it| it.strip_suffix('}'));
    let property = property.and_then(|name| {
        let mut properties = values.properties.iter();
        properties.find(|(known, _)| known == name)
    });
    let (key, value) = match property {
        Some((name, value)) => (format!("project.properties.{name}"), value),
        None => (key.to_owned(), value),
    };
    let source = match value.text.contains("${") {
        true => {
            VersionSource::Undetermined(format!("the version is put together: `{}`", value.text))
        }
        false => VersionSource::Literal(value.text.clone()),
    };
    VersionPlace {
        key,
        line: lines.line(value.offset),
        source,
    }
}

fn values(text: &str) -> Result<Values, Flaw> {
    let mut document = Document::new(text)?;
    let mut values = Values::default();
    let mut way: Vec<String> = Vec::new();
    let mut value = Value::default();
    while let Some(node) = document.read()? {
        match node {
            Node::Open(element) => {
                let name = String::from_utf8_lossy(element.name()).into_owned();
                if way.is_empty() && name != "project" {
                    return Err(element.flaw("the root is not `project`"));
                }
                way.push(name);
                value.text.clear();
                value.offset = element.offset();
            }
            Node::Text(piece) => piece.push_to(&mut value.text, MAX_VALUE),
            Node::Close => {
                values.take(&way, &value);
                value.text.clear();
                way.pop();
            }
        }
    }
    Ok(values)
}

impl Values {
    fn take(&mut self, way: &[String], value: &Value) {
        let way: Vec<&str> = way.iter().map(String::as_str).collect();
        let value = || Value {
            text: value.text.trim().to_owned(),
            offset: value.offset,
        };
        match way.as_slice() {
            ["project", "artifactId"] => self.name = Some(value()),
            ["project", "version"] => self.own = Some(value()),
            ["project", "parent", "version"] => self.parent = Some(value()),
            ["project", "properties", name] => self.properties.push(((*name).to_owned(), value())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(inside: &str) -> Option<(String, u64, VersionSource)> {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n{inside}\n</project>\n"
        );
        let place = read(&text).unwrap().version?;
        Some((place.key, place.line, place.source))
    }

    fn literal(key: &str, line: u64, text: &str) -> Option<(String, u64, VersionSource)> {
        Some((
            key.to_owned(),
            line,
            VersionSource::Literal(text.to_owned()),
        ))
    }

    const PARENT: &str = "<parent><artifactId>p</artifactId>\n<version>104</version></parent>";
    const DEPENDENCY: &str =
        "<dependencies><dependency><version>9</version></dependency></dependencies>";

    #[test]
    fn the_projects_own_version_comes_before_its_parents() {
        let own = format!(
            "{PARENT}\n<artifactId>a</artifactId>\n<version>1.2.3-SNAPSHOT</version>\n{DEPENDENCY}"
        );
        assert_eq!(
            version(&own),
            literal("project.version", 6, "1.2.3-SNAPSHOT")
        );
        let inherited = format!("{PARENT}\n<artifactId>a</artifactId>\n{DEPENDENCY}");
        assert_eq!(
            version(&inherited),
            literal("project.parent.version", 4, "104")
        );
        assert_eq!(version(DEPENDENCY), None);
        let text = format!("<project>{PARENT}<artifactId>a</artifactId></project>");
        assert_eq!(read(&text).unwrap().name.as_deref(), Some("a"));
    }

    #[test]
    fn a_property_has_the_version_or_it_is_put_together() {
        let properties =
            "<properties>\n<revision>1.2.3</revision>\n<change>-x</change></properties>";
        let one = format!("<version>${{revision}}</version>\n{properties}");
        assert_eq!(
            version(&one),
            literal("project.properties.revision", 5, "1.2.3")
        );
        for other in ["${revision}${change}", "${sha}"] {
            let two = format!("<version>{other}</version>\n{properties}");
            let reason = format!("the version is put together: `{other}`");
            let expected = (
                "project.version".to_owned(),
                3,
                VersionSource::Undetermined(reason),
            );
            assert_eq!(version(&two), Some(expected));
        }
    }

    #[test]
    fn what_is_no_pom_is_refused() {
        for text in [
            "",
            "<a/>",
            "<project>",
            "<project><version>1</project>",
            "{}",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
