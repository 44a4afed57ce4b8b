//! OpenVEX documents: whether vulnerabilities affect a product
//! (<https://github.com/openvex/spec>, namespace `https://openvex.dev/ns/v0.2.0`; that of the versions
//! before is read, too).

use serde::Deserialize;

use super::json_head::Outline;
use super::report::{Flaw, json, text};
use crate::facts::VexStatus;

/// The most statements, products and subcomponents of a document, each.
pub const MAX_STATEMENTS: usize = 100_000;

/// What one document states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVex {
    /// Who states it.
    pub author: String,
    /// Its statements, in its order.
    pub statements: Vec<Statement>,
}

/// What is stated of one vulnerability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The names of the vulnerability.
    pub vulnerabilities: Vec<String>,
    /// What it is about: package URLs, or other identifiers. Empty for everything.
    pub products: Vec<Product>,
    /// How it affects them.
    pub status: VexStatus,
    /// Why it does not, as the specification's word for it.
    pub justification: Option<String>,
    /// The same in prose.
    pub note: Option<String>,
    /// When it was said, in seconds since 1970.
    pub time: Option<i64>,
}

/// A product, and which of its parts is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// All of its identifiers.
    pub ids: Vec<String>,
    /// All identifiers of its parts; empty for the product itself.
    pub parts: Vec<String>,
}

/// Whether a text that starts like this is such a document.
#[must_use]
pub fn is_openvex(head: &str) -> bool {
    Outline::of(head).has("@context") && head.contains("openvex.dev/ns")
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "@context")]
    context: String,
    author: String,
    timestamp: Option<String>,
    statements: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    vulnerability: Vulnerability,
    #[serde(default)]
    products: Option<Vec<Component>>,
    #[serde(default)]
    subcomponents: Option<Vec<Component>>,
    status: String,
    justification: Option<String>,
    impact_statement: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Vulnerability {
    Name(String),
    Named {
        name: String,
        #[serde(default)]
        aliases: Option<Vec<String>>,
    },
}

/// Versions before 0.2.0 write the identifier alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Component {
    Id(String),
    Component(Box<Full>),
}

#[derive(Deserialize)]
struct Full {
    #[serde(rename = "@id")]
    id: Option<String>,
    identifiers: Option<Identifiers>,
    #[serde(default)]
    subcomponents: Option<Vec<Component>>,
}

#[derive(Deserialize)]
struct Identifiers {
    purl: Option<String>,
}

/// Reads a document.
///
/// # Errors
/// A [`Flaw`] if it is none, or has a status or justification that the specification does not have.
pub fn read(bytes: &[u8]) -> Result<OpenVex, Flaw> {
    let document: Document = json(text(bytes)?)?;
    if !document.context.contains("openvex.dev/ns") {
        return Err(Flaw::unreadable("its `@context` is not OpenVEX's"));
    }
    if document.statements.len() > MAX_STATEMENTS {
        return Err(Flaw::unreadable(format!(
            "it has more than {MAX_STATEMENTS} statements"
        )));
    }
    let time = document.timestamp.as_deref().and_then(moment);
    let statements = document.statements.into_iter();
    let statements = statements.map(|it| statement(it, time));
    Ok(OpenVex {
        author: document.author,
        statements: statements.collect::<Result<_, _>>()?,
    })
}

fn statement(written: Written, time: Option<i64>) -> Result<Statement, Flaw> {
    let vulnerabilities = match written.vulnerability {
        Vulnerability::Name(name) => vec![name],
        Vulnerability::Named { name, aliases } => std::iter::once(name)
            .chain(aliases.unwrap_or_default())
            .collect(),
    };
    let beside = ids(written.subcomponents.unwrap_or_default());
    let products = written.products.unwrap_or_default().into_iter();
    let own = written.last_updated.or(written.timestamp);
    Ok(Statement {
        vulnerabilities,
        products: products.map(|it| product(it, &beside)).collect(),
        status: status(&written.status)?,
        justification: written.justification.map(justification).transpose()?,
        note: written.impact_statement,
        time: own.as_deref().and_then(moment).or(time),
    })
}

fn product(component: Component, beside: &[String]) -> Product {
    match component {
        Component::Id(id) => Product {
            ids: vec![id],
            parts: beside.to_vec(),
        },
        Component::Component(full) => {
            let mut parts = ids(full.subcomponents.unwrap_or_default());
            parts.extend_from_slice(beside);
            let purl = full.identifiers.and_then(|it| it.purl);
            Product {
                ids: full.id.into_iter().chain(purl).collect(),
                parts,
            }
        }
    }
}

fn ids(components: Vec<Component>) -> Vec<String> {
    let products = components.into_iter().map(|it| product(it, &[]));
    products.flat_map(|it| it.ids).collect()
}

fn status(word: &str) -> Result<VexStatus, Flaw> {
    match word {
        "affected" => Ok(VexStatus::Affected),
        "fixed" => Ok(VexStatus::Fixed),
        "not_affected" => Ok(VexStatus::NotAffected),
        "under_investigation" => Ok(VexStatus::UnderInvestigation),
        other => Err(Flaw::unreadable(format!(
            "`{other}` is no status of OpenVEX"
        ))),
    }
}

fn justification(word: String) -> Result<String, Flaw> {
    const WORDS: [&str; 5] = [
        "component_not_present",
        "inline_mitigations_already_exist",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_not_present",
    ];
    match WORDS.contains(&word.as_str()) {
        true => Ok(word),
        false => Err(Flaw::unreadable(format!(
            "`{word}` is no justification of OpenVEX"
        ))),
    }
}

fn moment(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(moment.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(statement: &str) -> String {
        format!(
            r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "x", "author": "me", "timestamp": "1970-01-01T00:01:00Z", "version": 1, "statements": [{statement}]}}"#
        )
    }

    fn one(statement: &str) -> Result<Statement, Flaw> {
        let read = read(document(statement).as_bytes())?;
        Ok(read.statements.into_iter().next().expect("a statement"))
    }

    #[test]
    fn products_and_their_parts_are_read() {
        let statement = one(
            r#"{"vulnerability": {"name": "CVE-1", "aliases": ["GHSA-1"]},
                "products": [{"@id": "pkg:pypi/demo@1.0", "identifiers": {"purl": "pkg:pypi/demo@1.0"}, "subcomponents": [{"@id": "pkg:pypi/django@2.2"}]}],
                "status": "not_affected", "justification": "vulnerable_code_not_present", "timestamp": "1970-01-01T00:02:00Z"}"#,
        )
        .unwrap();
        assert_eq!(statement.vulnerabilities, ["CVE-1", "GHSA-1"]);
        assert_eq!(statement.products[0].parts, ["pkg:pypi/django@2.2"]);
        assert_eq!(statement.time, Some(120));
        assert_eq!(statement.status, VexStatus::NotAffected);
    }

    #[test]
    fn earlier_versions_write_names_alone() {
        let statement = one(
            r#"{"vulnerability": "CVE-1", "products": ["pkg:pypi/demo"], "subcomponents": ["pkg:pypi/django"], "status": "under_investigation"}"#,
        )
        .unwrap();
        assert_eq!(statement.products[0].ids, ["pkg:pypi/demo"]);
        assert_eq!(statement.products[0].parts, ["pkg:pypi/django"]);
        assert_eq!(statement.time, Some(60));
    }

    #[test]
    fn what_the_specification_does_not_have_is_refused() {
        for statement in [
            r#"{"vulnerability": "CVE-1", "status": "harmless"}"#,
            r#"{"vulnerability": "CVE-1", "status": "not_affected", "justification": "because"}"#,
            r#"{"status": "fixed"}"#,
            r#"{"vulnerability": "CVE-1", "status": "fixed", "status": "affected"}"#,
        ] {
            assert!(one(statement).is_err(), "{statement}");
        }
        for text in [
            "",
            "{}",
            r#"{"@context": "https://example.org", "author": "me", "statements": []}"#,
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        let whole = document(r#"{"vulnerability": "CVE-1", "status": "fixed"}"#);
        for end in 0..whole.len() {
            assert!(read(&whole.as_bytes()[..end]).is_err());
        }
    }

    #[test]
    fn documents_are_known_by_their_context() {
        assert!(is_openvex(&document("")));
        assert!(!is_openvex(
            r#"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}"#
        ));
    }
}
