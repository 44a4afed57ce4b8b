//! `relcheck sbom`: a bill of materials, from what the lock files and installed packages say.

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::args::{Common, SubjectArguments};
use super::output;
use super::session::{Collection, clock, failed};
use super::workspace::Workspace;
use crate::collect::{SureLicenses, particulars, sure_licenses};
use crate::facts::{Dependencies, Versions};
use crate::release::{Ecosystem, Version};
use crate::report::ExitCode;
use crate::sbom::{self, Bill, BillVersion};

/// The formats, the default first.
pub(super) const FORMATS: [&str; 2] = ["cyclonedx", "cyclonedx-xml"];

#[derive(Debug, Args)]
pub(super) struct SbomArguments {
    /// The version of CycloneDX
    #[arg(
        long,
        value_name = "VERSION",
        env = "RELCHECK_SPEC_VERSION",
        default_value = "1.6"
    )]
    pub spec_version: SpecVersion,
    /// The version of the project [default: the one that it declares]
    #[arg(long, value_name = "X.Y.Z", env = "RELCHECK_RELEASE")]
    pub release: Option<Version>,
    /// List what only development needs, too
    #[arg(long, env = "RELCHECK_DEVELOPMENT", value_parser = clap::builder::FalseyValueParser::new(), action = clap::ArgAction::SetTrue)]
    pub development: bool,
}

/// A version of CycloneDX that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SpecVersion {
    #[value(name = "1.3")]
    V1_3,
    #[value(name = "1.4")]
    V1_4,
    #[value(name = "1.5")]
    V1_5,
    #[value(name = "1.6")]
    V1_6,
    #[value(name = "1.7")]
    V1_7,
}

impl SpecVersion {
    fn written(self) -> BillVersion {
        match self {
            SpecVersion::V1_3 => BillVersion::V1_3,
            SpecVersion::V1_4 => BillVersion::V1_4,
            SpecVersion::V1_5 => BillVersion::V1_5,
            SpecVersion::V1_6 => BillVersion::V1_6,
            SpecVersion::V1_7 => BillVersion::V1_7,
        }
    }
}

pub(super) fn run(common: &Common, own: &SbomArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open(common)?;
    let subject = SubjectArguments {
        release: own.release.clone(),
        ..SubjectArguments::default()
    };
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &subject,
    };
    let context = collection.context()?;
    let versions = context.versions().map_err(|missing| failed(&missing))?;
    let dependencies = context.dependencies().map_err(|missing| failed(&missing))?;
    let project = collection.project(Some(versions), &context);
    let declared = versions.declared.as_ref().map(|it| it.text.clone());
    let released = own.release.as_ref().map(|it| it.text().to_owned());
    let Some(version) = released.or(declared) else {
        bail!(
            "no file declares a version; name the one that `relcheck check` judges: relcheck sbom --release X.Y.Z"
        );
    };
    let particulars = particulars(&context).map_err(|missing| failed(&missing))?;
    let (licenses, unlicensed) = match sure_licenses(&context) {
        Ok(licenses) => (licenses, None),
        Err(missing) => (
            SureLicenses::new(),
            Some(format!("no licences are in the SBOM: {}", missing.reason)),
        ),
    };
    let doubts = doubts(dependencies).into_iter();
    for line in doubts.chain(particulars.doubts.clone()).chain(unlicensed) {
        output::remark(common, &line);
    }
    let bill = Bill {
        name: &project.name,
        version: &version,
        ecosystem: ecosystem(versions, &project.name),
        kind: project.kind,
        packages: &dependencies.packages,
        particulars: &particulars,
        licenses: &licenses,
        is_whole: is_whole(dependencies),
        development: own.development,
        now: clock(common.now)?.seconds,
    };
    write(common, &bill, own.spec_version.written())?;
    Ok(ExitCode::Go)
}

/// JSON to standard output, unless outputs were asked for.
fn write(common: &Common, bill: &Bill, version: BillVersion) -> anyhow::Result<()> {
    if common.output.is_empty() {
        let text = sbom::json(bill, version)?;
        return output::write(common, None, |_| text);
    }
    let json = || sbom::json(bill, version);
    let xml = || sbom::xml(bill, version);
    output::each(
        common,
        |_| String::new(),
        &[(FORMATS[0], &json), (FORMATS[1], &xml)],
    )
}

/// Whether the sources name all that the project asks for. Where there is none, nothing tells.
fn is_whole(dependencies: &Dependencies) -> bool {
    let sources = &dependencies.sources;
    !sources.is_empty()
        && sources.iter().all(|it| it.is_complete)
        && dependencies.unlocked.is_empty()
        && dependencies.others.is_empty()
}

/// What is not known, so that it may be missing in the bill.
fn doubts(dependencies: &Dependencies) -> Vec<String> {
    let unlocked = dependencies.unlocked.iter().filter(|it| it.declared > 0);
    let unlocked = unlocked.map(|it| {
        format!(
            "no lock file says which versions `{}` asks for: they are not in the SBOM",
            it.path
        )
    });
    let partial = dependencies.sources.iter().filter_map(|it| {
        let problem = it.problem.as_ref()?;
        Some(format!("`{}` {problem}", it.path))
    });
    unlocked.chain(partial).collect()
}

/// Where the project is published, by the manifest that names it.
fn ecosystem(versions: &Versions, name: &str) -> Option<Ecosystem> {
    let own = versions.name.as_deref() == Some(name);
    let kinds = versions.declarations.iter().map(|it| it.kind.as_str());
    let mut found = kinds.filter_map(|kind| match kind {
        "pyproject.toml" | "setup.cfg" | "setup.py" => Some(Ecosystem::Pypi),
        "Cargo.toml" => Some(Ecosystem::Cargo),
        "package.json" => Some(Ecosystem::Npm),
        _ => None,
    });
    let first = found.next().filter(|_| own)?;
    found.all(|other| other == first).then_some(first)
}
