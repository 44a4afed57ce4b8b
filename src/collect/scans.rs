//! What scanners found.

mod baselines;
mod reach;
mod settings;
mod unread;
mod untracked;

use std::collections::{BTreeMap, BTreeSet};

use super::coverage_paths::CoveragePaths;
use super::own_package::OwnPackage;
use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::{Record, SCAN, Source, Tool};
use crate::facts::{
    Confidence, Evidence, InlineSuppression, Missing, ScanFinding, ScanOption, ScanReport, Scans,
    SecretState, Severity, SuppressedFinding, UnlistedFindings, Unscanned,
};
use crate::formats::report::Flaw;
use crate::formats::scan::called::{Call, call};
use crate::formats::scan::{self, Scan, ScanFormat};
use baselines::Baselines;
use reach::Reach;
use settings::settings;
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
        let is_python = |path: &&String| path.ends_with(".py");
        let python_files = tracked.iter().filter(is_python).count() as u64;
        let root = context.root();
        let paths = Paths {
            map: CoveragePaths::of(context)?,
            tracked,
            reach: Reach {
                root: &root,
                project: context.checkout().project(),
                tracked,
            },
            dirs: dirs(context)?,
            own: OwnPackage::of(context),
            context,
        };
        let baselines = Baselines::of(&reports);
        for report in &mut reports {
            let dir = paths.dirs.get(report.evidence.path.as_str()).copied();
            let Some(scan) = report.value.as_mut() else {
                continue;
            };
            baselines.set_aside(scan, |path| paths.path(path));
            let call = call(scan.format, &report.evidence.command);
            // Where its paths begin is known of a call that did not go elsewhere first.
            let dir = dir.filter(|_| call.is_none_or(|call| !call.moved));
            let is_tracked = |path: &str| paths.map.map(path, &[]).is_ok();
            if let Some(dir) = dir
                && reads_tracked(scan, is_tracked)
            {
                set_aside(scan, |path| paths.reach.is_untracked(dir, path));
            }
        }
        let unread = unread::runs_without_report(context, &reports)?;
        let reports = reports.into_iter().map(|report| paths.fact(report));
        Ok(Scans {
            reports: reports.collect(),
            unread,
            python_files,
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
        "mypy" if bytes.is_empty() && record.exit_status == Some(0) => {
            return Some(Ok(Scan::clean(ScanFormat::Mypy)));
        }
        "mypy" => ScanFormat::Mypy,
        _ => return None,
    };
    let is_list = bytes.trim_ascii_start().starts_with(b"[");
    (is_list || tool.name == "mypy").then(|| format.read(bytes))
}

/// The endings of the files that a tool is there for; empty if it is for no one language.
fn endings(format: ScanFormat) -> &'static [&'static str] {
    match format {
        ScanFormat::Bandit => &[".py"],
        _ => &[],
    }
}

/// The tracked files, as reports name them.
struct Paths<'a> {
    map: CoveragePaths<'a>,
    tracked: &'a [String],
    reach: Reach<'a>,
    /// By the path of a recorded output the folder that its command was run in.
    dirs: BTreeMap<&'a str, &'a str>,
    own: OwnPackage,
    context: &'a Context,
}

/// The folders of all records, from the checkout's root.
fn dirs(context: &Context) -> Result<BTreeMap<&str, &str>, Missing> {
    let items = context.evidence()?.items.iter();
    let dirs = items.filter_map(|item| match &item.source {
        Source::Recorded { record, .. } => Some((item.path.as_str(), record.dir.as_str())),
        _ => None,
    });
    Ok(dirs.collect())
}

impl Paths<'_> {
    fn fact(&self, report: Report<Scan>) -> ScanReport {
        let scan = report.value.as_ref();
        let call = scan.and_then(|scan| call(scan.format, &report.evidence.command));
        let dir = self.dirs.get(report.evidence.path.as_str()).copied();
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
                    let excluded = &scan.excluded_files;
                    self.reach.left_out(call.as_ref(), dir?, excluded)
                }
                _ => self.left_out(scan),
            }),
            packages: scan.and_then(|scan| Some(scan.packages.as_ref()?.len() as u64)),
            excluded: scan.map(|scan| scan.excluded.clone()).unwrap_or_default(),
            checks: scan.and_then(|scan| scan.checks.clone()),
            settings: match scan.map(|scan| scan.format) {
                Some(ScanFormat::Bandit) => settings(
                    self.context,
                    &self.reach,
                    call.as_ref(),
                    dir.unwrap_or_default(),
                ),
                _ => Vec::new(),
            },
            options: options(call),
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
        }
    }

    /// The tracked file of this path, if there is one.
    fn path(&self, path: &str) -> String {
        let found = self.map.map(path, &[]);
        found.map_or_else(|_| path.to_owned(), str::to_owned)
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
            scan.format == ScanFormat::PipAudit && package.is_some_and(|it| self.own.is(it, reason))
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

    /// What the tool is there for and did not read.
    fn left_out(&self, scan: &Scan) -> Option<Vec<String>> {
        let endings = endings(scan.format);
        let scanned = scan.scanned.as_ref().filter(|_| !endings.is_empty())?;
        let scanned: BTreeSet<&str> = scanned
            .iter()
            .filter_map(|path| self.map.map(path, &[]).ok())
            .collect();
        let tracked = self.tracked.iter().filter(|path| {
            let is_of_language = endings.iter().any(|ending| path.ends_with(ending));
            is_of_language && !scanned.contains(path.as_str())
        });
        Some(tracked.cloned().collect())
    }
}

fn options(call: Option<Call>) -> Vec<ScanOption> {
    let options = call.into_iter().flat_map(|call| call.options);
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
