//! What documents of the project state of vulnerabilities (VEX): OpenVEX, CycloneDX, and
//! CSAF.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::super::Context;
use super::super::foreign::is_not_meant;
use super::super::manifests;
use super::bills::Bills;
use super::csaf;
use super::cyclonedx_vex;
use super::merge::one_line;
use super::target::Target;
use crate::facts::{InventoryGap, Missing, VexStatement, VexStatus, Vulnerability};
use crate::formats::csaf_vex::{self, CsafVex};
use crate::formats::openvex::{self, OpenVex, Product};
use crate::formats::report::Flaw;
use crate::formats::sbom::{self, Sbom, SbomFormat};
use crate::release::{Ecosystem, Package};
use crate::signoff::SKEW;

/// The largest document that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// How much of a file is looked at to recognise it.
const HEAD_BYTES: usize = 16 << 10;

/// The documents of the project.
#[derive(Default)]
pub(super) struct Documents {
    /// Those in OpenVEX, each with its path.
    openvex: Vec<(String, OpenVex)>,
    /// Those in CycloneDX, which may be bills of materials that state nothing.
    cyclonedx: Vec<(String, Sbom)>,
    /// Those in CSAF, each with its path.
    csaf: Vec<(String, CsafVex)>,
    /// Those that cannot be read.
    unread: Vec<InventoryGap>,
}

/// All statements, by the name of the vulnerability.
pub(super) struct Statements {
    by_name: HashMap<String, Vec<Stated>>,
    /// Documents that cannot be read, or have a statement that cannot be taken for one.
    unread: Vec<InventoryGap>,
}

/// What the project calls itself.
#[derive(Default)]
pub(super) struct Project {
    /// Its name; empty where none is declared.
    name: String,
    /// The version that it declares, in each spelling.
    versions: Vec<String>,
    /// The registries that its manifests are for; empty where it has none that is known.
    ecosystems: BTreeSet<Ecosystem>,
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
            ecosystems: manifests::ecosystems(context.checkout()),
        }
    }
}

impl Project {
    /// Whether a component is this project, in a version that it declares.
    fn is_target(&self, target: &Target, status: VexStatus) -> bool {
        let package = target.package.as_ref();
        let mut names = package.map(|it| &it.name).into_iter().chain(&target.names);
        let ecosystem = package.map(|it| it.ecosystem);
        !self.name.is_empty()
            && self.may_be_of(status, ecosystem)
            && names.any(|name| self.is_name(name))
            && self
                .versions
                .iter()
                .any(|it| target.holds_for(status, ecosystem, it))
    }

    /// Whether it may be in a registry. What excuses the project has to be of one of its own.
    fn may_be_of(&self, status: VexStatus, ecosystem: Option<Ecosystem>) -> bool {
        let is_own = |ecosystem: &Ecosystem| self.ecosystems.contains(ecosystem);
        !excuses(status)
            || self.ecosystems.is_empty()
            || ecosystem.is_none_or(|ecosystem| is_own(&ecosystem))
    }

    fn is_name(&self, name: &str) -> bool {
        name == self.name || name.ends_with(&format!("/{}", self.name))
    }
}

/// A statement with where it stands.
#[derive(Clone)]
struct Stated {
    status: VexStatus,
    justification: Option<String>,
    note: Option<String>,
    /// In seconds since 1970.
    time: Option<i64>,
    about: About,
    author: String,
    path: String,
}

impl Stated {
    /// Whether it excuses, and says that it was made later than now: with a date ahead it would go
    /// before whatever is said until then. One that admits something counts at any time.
    fn excuses_later_than(&self, now: i64) -> bool {
        let latest = now.saturating_add(SKEW);
        excuses(self.status) && self.time.is_some_and(|time| time > latest)
    }
}

fn excuses(status: VexStatus) -> bool {
    matches!(status, VexStatus::Fixed | VexStatus::NotAffected)
}

fn too_early(stated: &Stated, id: &str) -> InventoryGap {
    let time = stated
        .time
        .and_then(|time| Timestamp::from_second(time).ok());
    let time = time.map_or_else(String::new, |time| format!(" ({time})"));
    InventoryGap {
        path: stated.path.clone(),
        reason: format!("what excuses `{id}` is dated in the future{time}"),
    }
}

/// What a statement is about.
#[derive(Clone)]
enum About {
    /// Products, and which parts of them (OpenVEX).
    Products(Vec<Product>),
    /// Components (CycloneDX), or products (CSAF).
    Targets(Vec<Target>),
}

impl Documents {
    /// Reads the tracked documents: `*.openvex.json`, `*.vex.json`, `*.cdx.json`, `*.cdx.xml`, and those in
    /// folders `vex` and `.vex`.
    pub fn read(context: &Context) -> Result<Self, Missing> {
        let mut documents = Documents::default();
        let checkout = context.checkout();
        for path in checkout.tracked()?.iter().filter(|path| is_named_so(path)) {
            match checkout.read(path, MAX_BYTES) {
                Ok(Some(content)) => documents.take(path, &content),
                Ok(None) => {}
                Err(missing) => documents.unread(path, missing.reason),
            }
        }
        Ok(documents)
    }

    fn take(&mut self, path: &str, content: &[u8]) {
        let head = content
            .get(..HEAD_BYTES.min(content.len()))
            .unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let cyclonedx = sbom::recognise(&head).filter(|it| is_cyclonedx(*it));
        let read = match cyclonedx {
            _ if openvex::is_openvex(&head) => openvex::read(content).map(|document| {
                self.openvex.push((path.to_owned(), document));
            }),
            Some(format) => format.read(content).map(|document| {
                self.cyclonedx.push((path.to_owned(), document));
            }),
            None if csaf_vex::is_csaf(&head) => self.take_csaf(path, content),
            None if !says_that_it_is_one(path) => Ok(()),
            None => Err(Flaw::unreadable(
                "it is neither an OpenVEX document nor one in CycloneDX or CSAF",
            )),
        };
        if let Err(flaw) = read {
            self.unread(path, flaw.reason);
        }
    }

    /// An advisory in CSAF is no VEX, and may lie beside it.
    fn take_csaf(&mut self, path: &str, content: &[u8]) -> Result<(), Flaw> {
        match csaf_vex::read(content)? {
            Some(document) => self.csaf.push((path.to_owned(), document)),
            None if !says_that_it_is_one(path) => {}
            None => {
                return Err(Flaw::unreadable(
                    "it is in CSAF, and its category is not `csaf_vex`",
                ));
            }
        }
        Ok(())
    }

    fn unread(&mut self, path: &str, reason: String) {
        self.unread.push(InventoryGap {
            path: path.to_owned(),
            reason,
        });
    }

    /// Those in CycloneDX, in the order in which they are read.
    pub fn bills(&self) -> impl Iterator<Item = &Sbom> {
        self.cyclonedx.iter().map(|(_, sbom)| sbom)
    }

    /// What the documents state. Among the bills, theirs come after so many others.
    pub fn stated(&self, bills: &Bills, before: usize) -> Statements {
        let mut statements = Statements {
            by_name: HashMap::new(),
            unread: self.unread.clone(),
        };
        for (path, document) in &self.openvex {
            statements.openvex(path, document);
        }
        for (place, (path, sbom)) in self.cyclonedx.iter().enumerate() {
            statements.cyclonedx(path, sbom, before + place, bills);
        }
        for (path, document) in &self.csaf {
            statements.csaf(path, document);
        }
        statements
    }
}

fn is_cyclonedx(format: SbomFormat) -> bool {
    matches!(format, SbomFormat::CycloneDxJson | SbomFormat::CycloneDxXml)
}

impl Statements {
    fn openvex(&mut self, path: &str, document: &OpenVex) {
        for statement in &document.statements {
            let stated = Stated {
                status: statement.status,
                justification: statement.justification.clone(),
                note: statement.note.clone(),
                time: statement.time,
                about: About::Products(statement.products.clone()),
                author: document.author.clone(),
                path: path.to_owned(),
            };
            self.add(&statement.vulnerabilities, &stated);
        }
    }

    fn cyclonedx(&mut self, path: &str, sbom: &Sbom, place: usize, bills: &Bills) {
        let (statements, problems) = cyclonedx_vex::statements(sbom, place, bills);
        for statement in statements {
            let stated = Stated {
                status: statement.status,
                justification: statement.justification,
                note: statement.note,
                time: statement.time,
                about: About::Targets(statement.targets),
                author: sbom.authors.first().cloned().unwrap_or_default(),
                path: path.to_owned(),
            };
            self.add(&statement.names, &stated);
        }
        let problems = problems.into_iter().map(|reason| InventoryGap {
            path: path.to_owned(),
            reason,
        });
        self.unread.extend(problems);
    }

    fn csaf(&mut self, path: &str, document: &CsafVex) {
        for statement in &document.statements {
            let targets = statement.products.iter().map(csaf::target);
            let stated = Stated {
                status: statement.status,
                justification: statement.justification.clone(),
                note: statement.note.clone(),
                time: document.time,
                about: About::Targets(targets.collect()),
                author: document.author.clone(),
                path: path.to_owned(),
            };
            self.add(&statement.vulnerabilities, &stated);
        }
    }

    fn add(&mut self, names: &[String], stated: &Stated) {
        for name in names {
            let of_it = self.by_name.entry(name.clone()).or_default();
            of_it.push(stated.clone());
        }
    }

    /// Adds to a vulnerability what is stated of it, the latest first. Of two that were said at one
    /// time, the one that admits more goes first. What excuses from a time on that is yet to come
    /// excuses nothing now, and joins the unread.
    pub fn add_to(&mut self, one: &mut Vulnerability, project: &Project, now: i64) {
        let names = std::iter::once(&one.id).chain(&one.aliases);
        let stated = names.filter_map(|name| self.by_name.get(name)).flatten();
        let stated = stated.filter(|it| it.about.is(it.status, one, project));
        let (early, stated): (Vec<&Stated>, Vec<&Stated>) =
            stated.partition(|it| it.excuses_later_than(now));
        self.unread
            .extend(early.into_iter().map(|it| too_early(it, &one.id)));
        let mut statements: Vec<VexStatement> = stated.into_iter().map(fact).collect();
        statements.sort_by(|one, other| {
            let latest = other.time.cmp(&one.time);
            latest
                .then(one.status.cmp(&other.status))
                .then(one.path.cmp(&other.path))
        });
        statements.dedup();
        one.statements = statements;
    }

    /// What cannot be read, or does not count yet: sorted, each once.
    pub fn into_unread(mut self) -> Vec<InventoryGap> {
        self.unread.sort();
        self.unread.dedup();
        self.unread
    }
}

/// Whether a file is looked into, by its path from the project's folder.
pub(in crate::collect) fn is_named_so(path: &str) -> bool {
    let in_folder = path.starts_with("vex/")
        || path.starts_with(".vex/")
        || path.contains("/vex/")
        || path.contains("/.vex/");
    let is_text = path.ends_with(".json") || path.ends_with(".xml");
    !is_not_meant(path) && (says_that_it_is_one(path) || (in_folder && is_text))
}

/// Whether the name leaves no doubt.
fn says_that_it_is_one(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["openvex.json", "vex.json", "vex.xml", "cdx.json", "cdx.xml"]
        .iter()
        .any(|ending| name == *ending || name.ends_with(&format!(".{ending}")))
}

impl About {
    /// Whether it is this package, or this project with this package as its part.
    fn is(&self, status: VexStatus, one: &Vulnerability, project: &Project) -> bool {
        match self {
            About::Products(products) => {
                let mut products = products.iter();
                products.any(|it| is_product(it, status, one, project))
            }
            About::Targets(targets) => targets.iter().any(|it| match &it.whole {
                None => is_target(it, status, one) || project.is_target(it, status),
                Some(whole) => is_target(it, status, one) && project.is_target(whole, status),
            }),
        }
    }
}

fn is_product(
    product: &Product,
    status: VexStatus,
    one: &Vulnerability,
    project: &Project,
) -> bool {
    let is_it = |id: &String| is_package(id, status, one);
    let is_project = |id: &String| is_project(id, status, project);
    // What is stated of a part of the package excuses no more than that part.
    let is_whole = product.parts.is_empty() || !excuses(status);
    (product.ids.iter().any(is_it) && (is_whole || has_part(product, status, one)))
        || (product.ids.iter().any(is_project) && has_part(product, status, one))
}

/// Whether a package URL is of some form of a package only: a file of it, that of another place, or a
/// folder inside. What is stated of one excuses no other.
fn is_of_a_form(purl: &str) -> bool {
    purl.contains(['?', '#'])
}

fn is_target(target: &Target, status: VexStatus, one: &Vulnerability) -> bool {
    target.package.as_ref().is_some_and(|package| {
        package.ecosystem == one.ecosystem
            && package.ecosystem.key(&package.name) == one.ecosystem.key(&one.name)
            && target.holds_for(status, Some(one.ecosystem), &one.version)
    })
}

/// A product without parts is meant as a whole.
fn has_part(product: &Product, status: VexStatus, one: &Vulnerability) -> bool {
    product.parts.is_empty() || product.parts.iter().any(|id| is_package(id, status, one))
}

/// Without a version, an identifier names all versions.
fn is_package(id: &str, status: VexStatus, one: &Vulnerability) -> bool {
    Package::of_purl(id).is_some_and(|package| {
        !(excuses(status) && is_of_a_form(id))
            && package.ecosystem == one.ecosystem
            && package.ecosystem.key(&package.name) == one.ecosystem.key(&one.name)
            && package.version.is_none_or(|version| version == one.version)
    })
}

/// What is stated of one version of the project says nothing of another.
fn is_project(id: &str, status: VexStatus, project: &Project) -> bool {
    let package = Package::of_purl(id);
    if excuses(status) && id.starts_with("pkg:") && is_of_a_form(id) {
        return false;
    }
    if !project.may_be_of(status, package.as_ref().map(|it| it.ecosystem)) {
        return false;
    }
    let name = package.as_ref().map_or(id, |package| &package.name);
    let version = package.as_ref().and_then(|it| it.version.as_ref());
    let is_of_version = version.is_none_or(|version| project.versions.contains(version));
    !project.name.is_empty() && project.is_name(name) && is_of_version
}

fn fact(stated: &Stated) -> VexStatement {
    VexStatement {
        status: stated.status,
        justification: stated.justification.clone(),
        note: stated
            .note
            .as_deref()
            .map(one_line)
            .filter(|it| !it.is_empty()),
        author: Some(stated.author.clone()).filter(|it| !it.is_empty()),
        time: stated.time,
        path: stated.path.clone(),
    }
}
