//! What scanners found.

mod baselines;
mod doubts;
mod places;
mod reach;
mod settings;
mod unread;
mod untracked;

use std::collections::{BTreeMap, BTreeSet};

use super::coverage::source::{may_be_script, script_language};
use super::own_package::OwnPackage;
use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::{Record, SCAN, Source, Tool};
use crate::facts::{
    Confidence, Evidence, InlineSuppression, Missing, ScanFinding, ScanOption, ScanReport,
    ScanSettings, Scans, SecretState, Severity, SuppressedFinding, UnlistedFindings, Unscanned,
};
use crate::formats::report::Flaw;
use crate::formats::scan::called::{Call, calls};
use crate::formats::scan::{self, Scan, ScanFormat};
use baselines::Baselines;
use doubts::Doubted;
use places::{Made, Places};
use reach::Reach;
use settings::{settings, untracked as untracked_settings};
use untracked::{reads_tracked, set_aside};

/// The reports of scanners.
pub(super) struct ScansCollector;

impl Collector for ScansCollector {
    type Facts = Scans;

    const NAME: &'static str = "scans";
    const PURPOSE: &'static str = "What scanners found, and what they did not read.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let mut reports = KIND.reports(context)?;
        reports.retain(|report| !report.is_of_earlier());
        let tracked = context.checkout().tracked()?;
        let is_python = |path: &&String| is_python(context, path);
        let python: Vec<String> = tracked.iter().filter(is_python).cloned().collect();
        let root = context.root();
        let project = Project {
            python: &python,
            reach: Reach {
                root: &root,
                project: context.checkout().project(),
                tracked,
            },
            records: records(context)?,
            own: OwnPackage::of(context),
            context,
        };
        let baselines = Baselines::of(&reports);
        let unread = unread::runs_without_report(context, &reports)?;
        let reports = reports
            .into_iter()
            .map(|report| project.report(report, &baselines));
        Ok(Scans {
            reports: reports.collect(),
            unread,
            python_files: python,
        })
    }
}

const KIND: Kind<Scan> = Kind {
    name: SCAN,
    recognise: |head| scan::recognise(head).map(ScanFormat::name),
    read: |head, bytes| match scan::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is not a report of a known scanner")),
    },
    read_of,
    parts: None,
    unread: |_| None,
    told: |scan| Told {
        tool: Some(scan.tool.clone()),
        tool_version: scan.tool_version.clone(),
        generated_at: scan.generated_at,
        found: !scan.findings.is_empty()
            || !scan.suppressed.is_empty()
            || !scan.unlisted.is_empty(),
    },
};

/// The tools whose report of nothing could be any tool's.
fn read_of(tool: &Tool, record: &Record, bytes: &[u8]) -> Option<Result<Scan, Flaw>> {
    let format = match tool.name {
        "gitleaks" => ScanFormat::Gitleaks,
        "ruff" => ScanFormat::Ruff,
        // It has nothing to say where it finds nothing.
        "mypy" if bytes.trim_ascii().is_empty() && record.exit_status == Some(0) => {
            return Some(Ok(Scan::clean(ScanFormat::Mypy)));
        }
        "mypy" => ScanFormat::Mypy,
        _ => return None,
    };
    let is_list = bytes.trim_ascii_start().starts_with(b"[");
    (is_list || tool.name == "mypy").then(|| format.read(bytes))
}

/// The largest script whose first line is read, in bytes.
const MAX_SCRIPT: u64 = 1 << 20;

/// Whether a tracked file is of Python: by its ending, or by the first line of a script.
fn is_python(context: &Context, path: &str) -> bool {
    let is_script = || {
        let text = context.checkout().tracked_text(path, MAX_SCRIPT);
        text.is_ok_and(|text| script_language(&text) == Some("python"))
    };
    path.ends_with(".py") || path.ends_with(".pyw") || (may_be_script(path) && is_script())
}

/// What reports speak of.
struct Project<'a> {
    /// The tracked files of Python, sorted.
    python: &'a [String],
    reach: Reach<'a>,
    /// By the path of a recorded output the record of its command.
    records: BTreeMap<&'a str, &'a Record>,
    own: OwnPackage,
    context: &'a Context,
}

fn records(context: &Context) -> Result<BTreeMap<&str, &Record>, Missing> {
    let items = context.evidence()?.items.iter();
    let records = items.filter_map(|item| match &item.source {
        Source::Recorded { record, .. } => Some((item.path.as_str(), record.as_ref())),
        _ => None,
    });
    Ok(records.collect())
}

impl<'a> Project<'a> {
    fn report(&self, mut report: Report<Scan>, baselines: &Baselines) -> ScanReport {
        let mut scan = report.value.take();
        let seen = Seen::of(self, scan.as_ref(), report.evidence.path.as_str());
        if let Some(scan) = scan.as_mut() {
            baselines.set_aside(scan, |path| seen.path(path));
            seen.set_aside(scan);
        }
        seen.fact(report, scan)
    }
}

/// A report, with what is known of how it was made.
struct Seen<'p, 'a> {
    project: &'p Project<'a>,
    record: Option<&'a Record>,
    calls: Vec<Call>,
    places: Places<'a>,
}

impl<'p, 'a> Seen<'p, 'a> {
    fn of(project: &'p Project<'a>, scan: Option<&Scan>, path: &str) -> Self {
        let record = project.records.get(path).copied();
        let calls = match (scan, record) {
            (Some(scan), Some(record)) => calls(scan.format, &record.command),
            _ => Vec::new(),
        };
        let dir = record.map_or(project.reach.project, |it| it.dir.as_str());
        let made = Made {
            folders: match calls.is_empty() {
                // Some tools name what they read from the root, wherever they are run.
                true => [dir, "", project.reach.project]
                    .map(|it| project.reach.folder(None, it))
                    .to_vec(),
                false => calls
                    .iter()
                    .map(|call| project.reach.folder(Some(call), dir))
                    .collect(),
            },
            root: record.and_then(|it| it.root.as_deref()),
            shown: !calls.is_empty(),
            asked: calls
                .iter()
                .flat_map(|call| call.paths.iter().map(String::as_str))
                .collect(),
        };
        let paths = scan.map_or_else(Vec::new, all_paths);
        let places = Places::of(project.reach, &made, &paths);
        Seen {
            project,
            record,
            calls,
            places,
        }
    }

    /// Takes out what was found in files of the checkout that git does not track.
    fn set_aside(&self, scan: &mut Scan) {
        let Some(record) = self.record else { return };
        let reach = &self.project.reach;
        let folder = match self.calls.as_slice() {
            [] => reach.folder(None, &record.dir),
            [call] => reach.folder(Some(call), &record.dir),
            // Which of them found it is not known.
            _ => None,
        };
        let is_tracked = |path: &str| self.places.file(path).is_some();
        if let Some(folder) = folder
            && reads_tracked(scan, is_tracked)
        {
            set_aside(scan, |path| {
                !is_tracked(path) && reach.is_untracked(&folder, path)
            });
        }
    }

    fn fact(&self, report: Report<Scan>, scan: Option<Scan>) -> ScanReport {
        let scan = scan.as_ref();
        let list = |read: &dyn Fn(&Scan) -> Vec<ScanFinding>| scan.map(read).unwrap_or_default();
        ScanReport {
            findings: list(&|scan| scan.findings.iter().map(|it| self.finding(it)).collect()),
            suppressed: scan.map_or_else(Vec::new, |scan| self.suppressed(scan)),
            inline: scan.map_or_else(Vec::new, |scan| self.inline(scan)),
            unlisted: scan.map_or_else(Vec::new, unlisted),
            unscanned: scan.map_or_else(Vec::new, |scan| self.unscanned(scan)),
            scanned: scan.and_then(|scan| Some(scan.scanned.as_ref()?.len() as u64)),
            left_out: scan.and_then(|scan| match scan.format {
                ScanFormat::DetectSecrets => {
                    let dir = &self.record?.dir;
                    let reach = &self.project.reach;
                    reach.left_out(&self.calls, dir, &scan.excluded_files)
                }
                _ => self.left_out(scan),
            }),
            packages: scan.and_then(|scan| Some(scan.packages.as_ref()?.len() as u64)),
            excluded: scan.map(|scan| scan.excluded.clone()).unwrap_or_default(),
            checks: scan.and_then(|scan| scan.checks.clone()),
            settings: self.settings(scan, &report.evidence.tool),
            options: options(&self.calls),
            doubts: scan.map_or_else(Vec::new, |scan| self.doubts(scan, &report.evidence.tool)),
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
        }
    }

    fn doubts(&self, scan: &Scan, tool: &str) -> Vec<String> {
        let doubted = Doubted {
            context: self.project.context,
            scan,
            tool,
            record: self.record,
            places: &self.places,
        };
        doubted.doubts()
    }

    /// What files tell the tool.
    fn settings(&self, scan: Option<&Scan>, tool: &str) -> Vec<ScanSettings> {
        let reach = &self.project.reach;
        let mut all = untracked_settings(reach, tool, self.record);
        if scan.is_some_and(|scan| scan.format == ScanFormat::Bandit) {
            let dir = self.record.map_or("", |it| it.dir.as_str());
            all.extend(settings(self.project.context, reach, &self.calls, dir));
        }
        all.sort_unstable();
        all
    }

    /// The tracked file of this path, if there is one.
    fn path(&self, path: &str) -> String {
        self.places.file(path).unwrap_or(path).to_owned()
    }

    fn finding(&self, found: &scan::ScanFinding) -> ScanFinding {
        ScanFinding {
            path: found.path.as_deref().map(|path| self.path(path)),
            line: found.line.map(u64::from),
            rule: found.rule.clone(),
            package: found.package.clone(),
            message: found.message.clone(),
            severity: severity(found.severity),
            confidence: confidence(found.confidence),
            score: found.score.map(u64::from),
            aliases: found.aliases.clone(),
            secret: found.secret.map(secret),
            fingerprint: found.fingerprint.clone(),
        }
    }

    fn suppressed(&self, scan: &Scan) -> Vec<SuppressedFinding> {
        let suppressed = scan.suppressed.iter().map(|it| SuppressedFinding {
            finding: self.finding(&it.finding),
            why: it.why.clone(),
        });
        suppressed.collect()
    }

    fn inline(&self, scan: &Scan) -> Vec<InlineSuppression> {
        let inline = scan.inline.iter().map(|it| InlineSuppression {
            path: self.path(&it.path),
            kind: it.kind.to_owned(),
            count: it.count,
        });
        inline.collect()
    }

    fn unscanned(&self, scan: &Scan) -> Vec<Unscanned> {
        let is_own = |package: Option<&str>, reason: &str| {
            scan.format == ScanFormat::PipAudit
                && package.is_some_and(|it| self.project.own.is(it, reason))
        };
        let unscanned = scan.unscanned.iter();
        let unscanned = unscanned.filter(|it| !is_own(it.package.as_deref(), &it.reason));
        let unscanned = unscanned.map(|it| Unscanned {
            path: it.path.as_deref().map(|path| self.path(path)),
            package: it.package.clone(),
            reason: it.reason.clone(),
        });
        unscanned.collect()
    }

    /// What bandit is there for and did not read.
    fn left_out(&self, scan: &Scan) -> Option<Vec<String>> {
        let scanned = scan
            .scanned
            .as_ref()
            .filter(|_| scan.format == ScanFormat::Bandit)?;
        let scanned: BTreeSet<&str> = scanned
            .iter()
            .filter_map(|path| self.places.file(path))
            .collect();
        let python = self.project.python.iter();
        let left = python.filter(|path| !scanned.contains(path.as_str()));
        Some(left.cloned().collect())
    }
}

/// All paths that a report names.
fn all_paths(scan: &Scan) -> Vec<&str> {
    let quiet = scan.suppressed.iter().map(|it| &it.finding);
    let found = scan.findings.iter().chain(quiet);
    let found = found.filter_map(|it| it.path.as_deref());
    let inline = scan.inline.iter().map(|it| it.path.as_str());
    let unscanned = scan.unscanned.iter().filter_map(|it| it.path.as_deref());
    let scanned = scan.scanned.iter().flatten().map(String::as_str);
    let all = scanned.chain(found).chain(inline).chain(unscanned);
    let all: BTreeSet<&str> = all.collect();
    all.into_iter().collect()
}

fn options(calls: &[Call]) -> Vec<ScanOption> {
    let options = calls.iter().flat_map(|call| call.options.clone());
    options
        .map(|(name, value)| ScanOption { name, value })
        .collect()
}

fn unlisted(scan: &Scan) -> Vec<UnlistedFindings> {
    let unlisted = scan.unlisted.iter().map(|it| UnlistedFindings {
        severity: severity(it.severity),
        count: it.count,
    });
    unlisted.collect()
}

fn severity(severity: scan::ScanSeverity) -> Severity {
    match severity {
        scan::ScanSeverity::Critical => Severity::Critical,
        scan::ScanSeverity::High => Severity::High,
        scan::ScanSeverity::Medium => Severity::Medium,
        scan::ScanSeverity::Low => Severity::Low,
        scan::ScanSeverity::Info => Severity::Info,
        scan::ScanSeverity::Unknown => Severity::Unknown,
    }
}

fn confidence(confidence: scan::ScanConfidence) -> Confidence {
    match confidence {
        scan::ScanConfidence::High => Confidence::High,
        scan::ScanConfidence::Medium => Confidence::Medium,
        scan::ScanConfidence::Low => Confidence::Low,
        scan::ScanConfidence::Unknown => Confidence::Unknown,
    }
}

fn secret(state: scan::SecretState) -> SecretState {
    match state {
        scan::SecretState::Unaudited => SecretState::Unaudited,
        scan::SecretState::Confirmed => SecretState::Confirmed,
        scan::SecretState::FalsePositive => SecretState::FalsePositive,
    }
}
