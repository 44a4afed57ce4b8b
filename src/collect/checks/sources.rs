//! What checks are read from: exports that were recorded, and what the CI system itself answers.

use crate::collect::Context;
use crate::collect::own_place::OwnPlace;
use crate::collect::reports::{Kind, Report, Told};
use crate::evidence::CHECKS;
use crate::facts::{Binding, CiAccess, Evidence, Missing, ReportStatus};
use crate::forge::{self, Access, Question};
use crate::formats::ci::{self, CiExport, CiFormat};
use crate::formats::report::Flaw;

/// One source.
pub(super) struct Source {
    pub evidence: Evidence,
    pub status: ReportStatus,
    /// Why it is not complete, as a clause.
    pub reason: Option<String>,
    /// What it says, as far as it is understood.
    pub export: Option<CiExport>,
    /// The workflow run or pipeline that was asked for, where it may have no jobs.
    pub run: Option<u64>,
}

impl Source {
    /// Whether it speaks of HEAD, and is whole.
    pub fn counts(&self) -> bool {
        let is_bound = [Binding::Recorded, Binding::Fetched].contains(&self.evidence.binding);
        is_bound && self.status == ReportStatus::Complete
    }

    /// Why what it requires is not what HEAD's branch requires, or may not be all of that, as a clause;
    /// `None` where it is, and where it requires nothing.
    pub fn requires_otherwise(&self, branch: Option<&str>) -> Option<String> {
        let export = self.export.as_ref().filter(|it| says_required(it))?;
        // What was asked for here was asked for HEAD's branch.
        if self.evidence.binding == Binding::Fetched {
            return None;
        }
        let Some(own) = branch else {
            return Some("the branch of HEAD is not known".to_owned());
        };
        let command = &self.evidence.command;
        let asked = || ci::branch_asked_for(command, own);
        match export.branch.clone().or_else(asked) {
            Some(branch) if branch == own => ci::narrowed(command),
            Some(branch) => Some(format!(
                "it is of the branch `{branch}`, and HEAD is on `{own}`"
            )),
            None => {
                Some("neither it nor the recorded command tells of which branch it is".to_owned())
            }
        }
    }

    /// Why there may be more on HEAD than it lists, as a clause.
    ///
    /// A list of nothing names no commit: only who asked for it knows which one it was.
    pub fn incomplete(&self, head: Option<&str>) -> Option<String> {
        let export = self.export.as_ref()?;
        if export.incomplete.is_some() {
            return export.incomplete.clone();
        }
        if says_required(export) {
            return None;
        }
        if let Some(narrowed) = ci::narrowed(&self.evidence.command) {
            return Some(narrowed);
        }
        let is_asked = self.evidence.binding == Binding::Fetched
            || head.is_some_and(|head| self.evidence.command.iter().any(|it| it.contains(head)));
        let is_of_head = export.entries.iter().any(|it| Some(&*it.commit) == head);
        (!is_asked && !is_of_head).then(|| match export.entries.first() {
            Some(entry) => format!(
                "it speaks of {}, and of nothing on HEAD",
                entry.commit.get(..12).unwrap_or(&entry.commit)
            ),
            None => "it lists nothing, and the recorded command does not name HEAD by its whole id"
                .to_owned(),
        })
    }
}

fn says_required(export: &CiExport) -> bool {
    matches!(
        export.format,
        CiFormat::RequiredChecks | CiFormat::BranchRules
    )
}

/// All sources, and whether the CI system itself was asked.
pub(super) fn all(
    context: &Context,
    head: Option<&str>,
) -> Result<(Vec<Source>, CiAccess), Missing> {
    let mut sources = exports(context)?;
    let repository = context.repository()?;
    let options = context.options();
    let remote = context.repo().remote_address("origin");
    let access = Access::find(&options.environment, remote.as_deref(), options.offline);
    let number = |name: &str| options.environment.get(name)?.trim().parse().ok();
    let is = |name: &str| options.environment.get(name).is_some_and(|it| it == "true");
    let own_run = match () {
        () if is("GITHUB_ACTIONS") => number("GITHUB_RUN_ID"),
        () if is("GITLAB_CI") => number("CI_PIPELINE_ID"),
        () => None,
    };
    let question = head.map(|head| Question {
        head,
        branch: repository.branch.name.as_deref(),
        own_run,
        now: options.now,
    });
    let (answers, access) = forge::ask(&access, question);
    sources.extend(answers.into_iter().map(|answer| Source {
        evidence: answer.evidence,
        status: ReportStatus::Complete,
        reason: None,
        export: Some(answer.export),
        run: answer.run,
    }));
    Ok((sources, access))
}

/// The exports that lie there, save for those of the previous release.
fn exports(context: &Context) -> Result<Vec<Source>, Missing> {
    let mut reports = KIND.of_this_release(context)?;
    let own = OwnPlace::of(context);
    for report in &mut reports {
        if let Some(other) = foreign(report, &own) {
            report.refuse(format!(
                "it is of `{other}`, and the remote `origin` names another project"
            ));
        }
    }
    Ok(reports
        .into_iter()
        .map(|report| Source {
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
            export: report.value,
            run: None,
        })
        .collect())
}

/// The other project that an export is of: by its command, else by the addresses of the own forge in it.
fn foreign(report: &Report<CiExport>, own: &OwnPlace) -> Option<String> {
    let asked = ci::project_asked_for(&report.evidence.command);
    let asked = asked.filter(|path| !own.has_path(path));
    asked.or_else(|| {
        let places = report.value.as_ref()?.places.iter();
        let mut there = places.filter(|place| own.is_host_of(place));
        there.find(|place| !own.is(place)).map(|it| it.path.clone())
    })
}

const KIND: Kind<CiExport> = Kind {
    name: CHECKS,
    recognise: |head| ci::recognise(head).map(CiFormat::tool),
    read: |head, bytes| match ci::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is no export of a known CI system")),
    },
    read_of: |_, _, _| None,
    parts: None,
    unread: |_| None,
    told: |export| Told {
        tool: Some(export.format.tool().to_owned()),
        tool_version: None,
        generated_at: None,
        found: false,
    },
};
