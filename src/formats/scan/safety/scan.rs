//! The object of `safety scan --output json` 3.x, schema 3.0. It names no severities at all.

use serde::Deserialize;

use super::super::kept;
use super::super::model::{Scan, Unscanned};
use super::super::packages::ScanPackage;
use super::super::{MAX_PATHS, ScanFormat};
use super::about;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    meta: Meta<'a>,
    #[serde(borrow)]
    scan_results: Results<'a>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    telemetry: Telemetry<'a>,
    #[serde(borrow)]
    schema_version: Text<'a>,
}

#[derive(Deserialize)]
struct Telemetry<'a> {
    #[serde(borrow)]
    safety_version: Text<'a>,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow)]
    files: Vec<File<'a>>,
    #[serde(borrow)]
    projects: Vec<Project<'a>>,
}

#[derive(Deserialize)]
struct Project<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    /// `safety system-scan` only says where it sent the results.
    #[serde(default, borrow)]
    files: Option<Vec<File<'a>>>,
    #[serde(default, borrow)]
    policy: Option<Policy<'a>>,
}

#[derive(Deserialize)]
struct Policy<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    location: Text<'a>,
    #[serde(borrow)]
    results: FileResults<'a>,
}

#[derive(Deserialize)]
struct FileResults<'a> {
    #[serde(borrow)]
    dependencies: Vec<Dependency<'a>>,
}

#[derive(Deserialize)]
struct Dependency<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    specifications: Vec<Specification<'a>>,
}

#[derive(Deserialize)]
struct Specification<'a> {
    /// The requirement as it is written: `django==2.2`.
    #[serde(borrow)]
    raw: Text<'a>,
    #[serde(borrow)]
    vulnerabilities: Vulnerabilities<'a>,
}

#[derive(Deserialize)]
struct Vulnerabilities<'a> {
    #[serde(borrow)]
    known_vulnerabilities: Vec<Vulnerability<'a>>,
}

#[derive(Deserialize)]
struct Vulnerability<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    vulnerable_spec: Text<'a>,
    #[serde(default, borrow)]
    ignored: Option<Ignored<'a>>,
}

#[derive(Deserialize)]
struct Ignored<'a> {
    #[serde(borrow)]
    code: Text<'a>,
    #[serde(default, borrow)]
    reason: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<Scan, Flaw> {
    let report: Report<'_> = report::json(text)?;
    if &*report.meta.schema_version != "3.0" {
        return Err(Flaw::unreadable(format!(
            "it is of the schema {}, and relcheck reads 3.0",
            kept::line(&report.meta.schema_version)
        )));
    }
    let mut scan = Scan::new(ScanFormat::Safety);
    scan.tool_version = Some(kept::line(&report.meta.telemetry.safety_version));
    scan.scanned = Some(Vec::new());
    scan.packages = Some(Vec::new());
    for file in &report.scan_results.files {
        read_file(file, &mut scan)?;
    }
    for project in &report.scan_results.projects {
        if let Some(policy) = &project.policy {
            let text = format!("what the policy {} says", policy.id);
            scan.excluded.push(kept::line(&text));
        }
        match &project.files {
            Some(files) => files
                .iter()
                .try_for_each(|file| read_file(file, &mut scan))?,
            None => {
                let reason = format!("the results of the project {} are not in it", project.id);
                scan.miss(None, &reason)?;
            }
        }
    }
    Ok(scan)
}

fn read_file(file: &File<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    let path = kept::path(&file.location)?;
    for dependency in &file.results.dependencies {
        for specification in &dependency.specifications {
            read_specification(dependency, specification, path.as_deref(), scan)?;
        }
    }
    let scanned = scan.scanned.get_or_insert_default();
    kept::limit(scanned.len(), MAX_PATHS, "files")?;
    scanned.extend(path);
    Ok(())
}

fn read_specification(
    dependency: &Dependency<'_>,
    specification: &Specification<'_>,
    path: Option<&str>,
    scan: &mut Scan,
) -> Result<(), Flaw> {
    let name = kept::name(&dependency.name)?;
    let package = match specification.raw.split_once("==") {
        Some((_, version)) => kept::package(name, version.trim())?,
        None => {
            kept::limit(scan.unscanned.len(), MAX_PATHS, "packages")?;
            scan.unscanned.push(Unscanned {
                path: path.map(str::to_owned),
                package: Some(name.to_owned()),
                reason: "its version is not pinned".to_owned(),
            });
            kept::name(&specification.raw)?.to_owned()
        }
    };
    for vulnerability in &specification.vulnerabilities.known_vulnerabilities {
        let advisory = format!("affects {}", vulnerability.vulnerable_spec);
        let mut finding = about(package.clone(), &vulnerability.id, &advisory);
        finding.path = path.map(str::to_owned);
        match &vulnerability.ignored {
            None => scan.find(finding)?,
            Some(ignored) => {
                let reason = ignored.reason.as_deref().unwrap_or_default();
                let why = format!("{}: {reason}", ignored.code);
                scan.suppress(finding, kept::line(why.trim_end_matches(": ")))?;
            }
        }
    }
    let packages = scan.packages.get_or_insert_default();
    kept::limit(packages.len(), MAX_PATHS, "packages")?;
    packages.push(ScanPackage::of_pypi(package));
    Ok(())
}
