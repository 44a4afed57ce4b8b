//! What documents of the project state of vulnerabilities (VEX).

use std::collections::HashMap;

use super::super::Context;
use super::merge::one_line;
use crate::facts::{InventoryGap, Missing, VexStatement, Vulnerability};
use crate::formats::openvex::{self, Product, Statement};
use crate::release::Package;

/// The largest document that is read, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// How much of a file is looked at to recognise it.
const HEAD_BYTES: usize = 16 << 10;

/// All statements, by the name of the vulnerability.
pub(super) struct Statements {
    by_name: HashMap<String, Vec<Stated>>,
    /// Documents that cannot be read.
    pub unread: Vec<InventoryGap>,
}

/// What the project calls itself.
#[derive(Default)]
pub(super) struct Project {
    /// Its name; empty where none is declared.
    name: String,
    /// The version that it declares, in each spelling.
    versions: Vec<String>,
}

impl Project {
    /// As its files declare it.
    pub fn of(context: &Context) -> Self {
        let Ok(versions) = context.versions() else {
            return Project::default();
        };
        let declared = versions.declared.iter();
        Project {
            name: versions.name.clone().unwrap_or_default(),
            versions: declared
                .flat_map(|it| [it.text.clone(), it.normal.clone()])
                .collect(),
        }
    }
}

/// A statement with where it stands.
#[derive(Clone)]
struct Stated {
    statement: Statement,
    author: String,
    path: String,
}

impl Statements {
    /// Reads the tracked documents: `*.openvex.json`, `*.vex.json`, and those in folders `vex` and
    /// `.vex`.
    pub fn read(context: &Context) -> Result<Self, Missing> {
        let mut statements = Statements {
            by_name: HashMap::new(),
            unread: Vec::new(),
        };
        let checkout = context.checkout();
        for path in checkout.tracked()?.iter().filter(|path| is_named_so(path)) {
            let content = match checkout.read(path, MAX_BYTES) {
                Ok(Some(content)) => content,
                Ok(None) => continue,
                Err(missing) => {
                    statements.unread(path, missing.reason);
                    continue;
                }
            };
            statements.take(path, &content);
        }
        Ok(statements)
    }

    fn take(&mut self, path: &str, content: &[u8]) {
        let head = content
            .get(..HEAD_BYTES.min(content.len()))
            .unwrap_or_default();
        let is_one = openvex::is_openvex(&String::from_utf8_lossy(head));
        if !is_one && !says_that_it_is_one(path) {
            return;
        }
        match openvex::read(content) {
            Ok(document) => {
                for statement in document.statements {
                    for name in &statement.vulnerabilities {
                        self.by_name.entry(name.clone()).or_default().push(Stated {
                            statement: statement.clone(),
                            author: document.author.clone(),
                            path: path.to_owned(),
                        });
                    }
                }
            }
            Err(flaw) => self.unread(path, flaw.reason),
        }
    }

    fn unread(&mut self, path: &str, reason: String) {
        self.unread.push(InventoryGap {
            path: path.to_owned(),
            reason,
        });
    }

    /// Adds to a vulnerability what is stated of it, the latest first. Of two that were said at one
    /// time, the one that admits more goes first.
    pub fn add_to(&self, one: &mut Vulnerability, project: &Project) {
        let names = std::iter::once(&one.id).chain(&one.aliases);
        let stated = names.filter_map(|name| self.by_name.get(name)).flatten();
        let stated = stated.filter(|it| is_about(&it.statement, one, project));
        let mut statements: Vec<VexStatement> = stated.map(fact).collect();
        statements.sort_by(|one, other| {
            let latest = other.time.cmp(&one.time);
            latest
                .then(one.status.cmp(&other.status))
                .then(one.path.cmp(&other.path))
        });
        statements.dedup();
        one.statements = statements;
    }
}

fn is_named_so(path: &str) -> bool {
    let in_folder = path.starts_with("vex/")
        || path.starts_with(".vex/")
        || path.contains("/vex/")
        || path.contains("/.vex/");
    says_that_it_is_one(path) || (in_folder && path.ends_with(".json"))
}

/// Whether the name leaves no doubt.
fn says_that_it_is_one(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["openvex.json", "vex.json"]
        .iter()
        .any(|ending| name == *ending || name.ends_with(&format!(".{ending}")))
}

/// Whether a statement is about this package, or about this project with this package as its part.
fn is_about(statement: &Statement, one: &Vulnerability, project: &Project) -> bool {
    statement.products.iter().any(|product| {
        product.ids.iter().any(|id| is_package(id, one))
            || (product.ids.iter().any(|id| is_project(id, project)) && has_part(product, one))
    })
}

/// A product without parts is meant as a whole.
fn has_part(product: &Product, one: &Vulnerability) -> bool {
    product.parts.is_empty() || product.parts.iter().any(|id| is_package(id, one))
}

/// Without a version, an identifier names all versions.
fn is_package(id: &str, one: &Vulnerability) -> bool {
    Package::of_purl(id).is_some_and(|package| {
        package.ecosystem == one.ecosystem
            && package.ecosystem.key(&package.name) == one.ecosystem.key(&one.name)
            && package.version.is_none_or(|version| version == one.version)
    })
}

/// What is stated of one version of the project says nothing of another.
fn is_project(id: &str, project: &Project) -> bool {
    let package = Package::of_purl(id);
    let name = package.as_ref().map_or(id, |package| &package.name);
    let version = package.as_ref().and_then(|it| it.version.as_ref());
    let is_named = name == project.name || name.ends_with(&format!("/{}", project.name));
    let is_of_version = version.is_none_or(|version| project.versions.contains(version));
    !project.name.is_empty() && is_named && is_of_version
}

fn fact(stated: &Stated) -> VexStatement {
    VexStatement {
        status: stated.statement.status,
        justification: stated.statement.justification.clone(),
        note: stated
            .statement
            .note
            .as_deref()
            .map(one_line)
            .filter(|it| !it.is_empty()),
        author: Some(stated.author.clone()).filter(|it| !it.is_empty()),
        time: stated.statement.time,
        path: stated.path.clone(),
    }
}
