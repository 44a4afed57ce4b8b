//! What forges answered: as it was recorded, and, where nothing was, as they answer now.

use std::collections::HashSet;

use crate::collect::Context;
use crate::collect::reports::{Kind, Told};
use crate::evidence::REVIEWS;
use crate::facts::{Binding, CiAccess, Evidence, Missing, ReportStatus};
use crate::forge::{Access, ReviewQuestion, Topic, ask_reviews};
use crate::formats::report::Flaw;
use crate::formats::review::{self, ReviewExport, ReviewFormat};

/// One answer.
pub(super) struct Source {
    pub evidence: Evidence,
    pub status: ReportStatus,
    /// Why it is not complete, as a clause.
    pub reason: Option<String>,
    /// What it says, as far as it is understood.
    pub export: Option<ReviewExport>,
}

impl Source {
    /// Whether it speaks of HEAD, and is whole.
    pub fn counts(&self) -> bool {
        let is_bound = [Binding::Recorded, Binding::Fetched].contains(&self.evidence.binding);
        is_bound && self.status == ReportStatus::Complete
    }

    /// What it says, where it counts.
    pub fn said(&self) -> Option<&ReviewExport> {
        self.export.as_ref().filter(|_| self.counts())
    }
}

/// The answers that lie there, save for those of the previous release; where none of them counts, those that
/// the forge gives now. Sorted by path. And whether it was asked.
pub(super) fn all(context: &Context) -> Result<(Vec<Source>, CiAccess), Missing> {
    let mut sources = recorded(context)?;
    let remote = context.repo().remote_address("origin");
    let options = context.options();
    let forge = Access::find(&options.environment, remote.as_deref(), options.offline);
    let (answers, access) = match obstacle(context, &forge, &sources)? {
        Some(reason) => {
            let export = Topic::Reviews.export(forge.project.as_ref().map(|it| it.forge));
            (Vec::new(), forge.unanswered(reason, export))
        }
        None => asked(context, &forge)?,
    };
    sources.extend(answers);
    sources.sort_by(|one, other| one.evidence.path.cmp(&other.evidence.path));
    Ok((sources, access))
}

/// Why there is no use in asking, whatever the token may read.
fn obstacle(
    context: &Context,
    forge: &Access,
    recorded: &[Source],
) -> Result<Option<String>, Missing> {
    if recorded.iter().any(Source::counts) {
        return Ok(Some("answers were recorded for HEAD".to_owned()));
    }
    let Some(project) = &forge.project else {
        return Ok(None);
    };
    let name = project.forge.name();
    let mut people = context.trust()?.roster.people();
    let has_login = people.any(|(_, person)| person.logins.contains_key(name));
    Ok((!has_login).then(|| {
        format!(
            "nobody on the lists that count has a login on {} (`logins = {{ {name} = \"…\" }}`)",
            project.forge.title()
        )
    }))
}

fn asked(context: &Context, forge: &Access) -> Result<(Vec<Source>, CiAccess), Missing> {
    let head = context.repository()?.head.as_ref();
    let head = head.ok_or_else(|| Missing::because("there is no commit yet"))?;
    let commits: HashSet<String> = context.commits()?.iter().map(|it| it.id()).collect();
    let question = ReviewQuestion {
        head: &head.commit,
        commits: &commits,
        now: context.options().now,
    };
    let (answers, access) = ask_reviews(forge, question);
    let sources = answers.into_iter().map(|answer| Source {
        evidence: answer.evidence,
        status: ReportStatus::Complete,
        reason: None,
        export: Some(answer.export),
    });
    Ok((sources.collect(), access))
}

fn recorded(context: &Context) -> Result<Vec<Source>, Missing> {
    let reports = KIND.of_this_release(context)?.into_iter();
    let sources = reports
        .map(|report| Source {
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
            export: report.value,
        })
        .collect();
    Ok(sources)
}

const KIND: Kind<ReviewExport> = Kind {
    name: REVIEWS,
    recognise: |head| review::recognise(head).map(ReviewFormat::tool),
    read: |head, bytes| match review::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it says nothing of reviews on a forge")),
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
