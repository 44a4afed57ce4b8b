//! Which references in the documents are out of date: the rules of a check decide, over the facts as
//! a bump sees them, so that the two cannot disagree.

use std::collections::BTreeMap;

use serde_json::value::to_raw_value;

use crate::bump::{Judged, Left, Plan, Ruling};
use crate::cli::args::JudgeArguments;
use crate::cli::session::{Collection, clock, failed, typed};
use crate::collect::{Context, collect};
use crate::facts::{
    self, Candidate, Document, Fact, Missing, Reference, ReferenceTarget, References, Subject,
    VersionFact,
};
use crate::judge::{Settings, judge};
use crate::policy::PolicySet;
use crate::release::{ReleaseType, Stage, Version, type_of_step};
use crate::repo::Checkout;
use crate::verdict::{Finding, Level, Outcome, Status};

/// The rules that say which references have to name the version that is released.
const RULES: [&str; 2] = ["docs.readme_version", "version.docs_references"];

/// Judges references as a check of the version would.
pub(super) struct Judge<'a> {
    collection: &'a Collection<'a>,
    policies: PolicySet,
    settings: Settings,
    version: &'a Version,
}

/// What the rules say of a project's documents.
#[derive(Default)]
pub(super) struct Rulings {
    /// The documents with a reference in them.
    pub documents: Vec<Judged>,
    /// What the rules could not tell, each a sentence without its full stop.
    pub gaps: Vec<String>,
}

impl<'a> Judge<'a> {
    pub fn new(collection: &'a Collection<'a>, version: &'a Version) -> anyhow::Result<Self> {
        let workspace = collection.workspace;
        let configured = workspace.settings(collection.common, &JudgeArguments::default())?;
        Ok(Judge {
            collection,
            policies: workspace.policies(collection.common)?,
            settings: Settings {
                rules: RULES.map(str::to_owned).to_vec(),
                // How loud a project wants to hear of it says nothing of what is out of date.
                levels: BTreeMap::new(),
                ..configured
            },
            version,
        })
    }

    /// Judges the references that some files hold.
    pub fn rulings(&self, context: &Context) -> anyhow::Result<Rulings> {
        let mut facts = collect(context, |name| ["repository", "references"].contains(&name));
        let mut references: References = match typed(&facts, "references")? {
            Some(references) => references,
            None => return Ok(Rulings::unknown(facts.get("references"))),
        };
        let lines = number(&mut references);
        facts.insert(
            "references".to_owned(),
            Fact::Value(to_raw_value(&references)?),
        );
        let report = judge(
            &self.document(context, facts)?,
            &self.policies,
            &self.settings,
        )?;
        let mut rulings = Rulings {
            gaps: self.gaps(&references, &report.outcomes),
            documents: restored(references, &lines),
        };
        for outcome in &report.outcomes {
            let findings = outcome.findings.iter();
            let places = findings.filter_map(|finding| Some((place(finding)?, ruling(finding))));
            rulings.note(places.collect());
        }
        Ok(rulings)
    }

    /// What the rules could not tell, or were not asked.
    fn gaps(&self, references: &References, outcomes: &[Outcome]) -> Vec<String> {
        let unread = references.unread.iter();
        let unread = unread.map(|document| format!("a document was not read: {}", document.reason));
        let mut gaps: Vec<String> = unread.collect();
        let is_read = gaps.is_empty();
        gaps.extend(outcomes.iter().filter_map(|outcome| {
            let rule = &outcome.rule;
            if let Some(reason) = self.settings.skips.get(rule) {
                let off = "its references are left alone, since the configuration switches it off";
                return Some(format!("`{rule}`: {off}: {reason}"));
            }
            let reason = outcome.reason.as_deref().unwrap_or("no reason is given");
            match outcome.status {
                Status::Unknown if is_read => Some(format!("`{rule}` is unknown: {reason}")),
                Status::Error => Some(format!("`{rule}` cannot be evaluated: {reason}")),
                _ => None,
            }
        }));
        gaps
    }

    fn document(
        &self,
        context: &Context,
        facts: BTreeMap<String, Fact>,
    ) -> anyhow::Result<Document> {
        let repository = context.repository().map_err(|missing| failed(&missing))?;
        let previous = repository.history.previous.clone();
        let before = previous.as_ref().and_then(|it| it.version.to_version());
        let release_type =
            type_of_step(before.as_ref(), self.version).unwrap_or(ReleaseType::Patch);
        let config = self.collection.workspace.config();
        let candidate = Candidate {
            release_type,
            version: VersionFact::from(self.version),
        };
        Ok(Document {
            schema: facts::SCHEMA.to_owned(),
            tool: crate::tool(),
            clock: clock(self.collection.common.now)?,
            project: self.collection.project(context.versions().ok(), context),
            subject: Subject {
                stage: Stage::PreRelease,
                derived_stage: Stage::PreRelease,
                gave_way: false,
                scheme: config.version.scheme.unwrap_or_default(),
                calendar: None,
                release_type,
                type_reason: "relcheck bump names the version".to_owned(),
                previous,
                candidates: vec![candidate],
                weakenings: Vec::new(),
            },
            facts,
        })
    }
}

impl Rulings {
    fn unknown(fact: Option<&Fact>) -> Self {
        let reason = match fact {
            Some(Fact::Unknown(Missing { reason, .. })) => reason.as_str(),
            _ => "they were not collected",
        };
        Rulings {
            documents: Vec::new(),
            gaps: vec![format!(
                "the references in documents are not known: {reason}"
            )],
        }
    }

    /// Notes rulings by the number of the reference. Of two on one, the stricter counts.
    fn note(&mut self, rulings: BTreeMap<u64, Ruling>) {
        let all = self.documents.iter_mut().flat_map(|it| &mut it.references);
        for ((_, ruling), number) in all.zip(1_u64..) {
            if let Some(found) = rulings.get(&number) {
                *ruling = (*ruling).max(*found);
            }
        }
    }

    /// Whether a document names this version of the project.
    pub fn name(&self, version: &Version) -> bool {
        let mut all = self.documents.iter().flat_map(|it| &it.references);
        all.any(|(reference, _)| {
            let named = reference.version.as_ref().and_then(VersionFact::to_version);
            reference.target == ReferenceTarget::Project && named.as_ref() == Some(version)
        })
    }

    /// Adds what is refused after a bump, too, to what its plan leaves alone.
    pub fn add_to(self, plan: &mut Plan, checkout: &Checkout) {
        for document in self.documents {
            let path = checkout.real_path(&document.path).unwrap_or(document.path);
            let refused = document.references.into_iter();
            for (reference, _) in refused.filter(|(_, ruling)| *ruling == Ruling::Refused) {
                let is_known = |left: &Left| left.path == path && left.line == reference.line;
                if !plan.left.iter().any(is_known) {
                    plan.left.push(Left {
                        path: path.clone(),
                        line: reference.line,
                        text: reference.token,
                        reason: "a check refuses it all the same".to_owned(),
                    });
                }
            }
        }
        plan.left.sort();
        plan.notes.extend(self.gaps);
        plan.notes.dedup();
    }
}

/// Gives each reference a line of its own, so that what a rule says of a line is said of it alone.
/// Returns the real ones.
fn number(references: &mut References) -> Vec<u64> {
    let all = references
        .files
        .iter_mut()
        .flat_map(|it| &mut it.references);
    all.zip(1_u64..)
        .map(|(reference, number)| std::mem::replace(&mut reference.line, number))
        .collect()
}

/// The documents with the real lines, before anything is said of them.
fn restored(references: References, lines: &[u64]) -> Vec<Judged> {
    let mut lines = lines.iter().copied();
    let mut judged = |mut reference: Reference| {
        reference.line = lines.next().unwrap_or(reference.line);
        (reference, Ruling::Stays)
    };
    let files = references.files.into_iter();
    files
        .map(|file| Judged {
            path: file.path,
            references: file.references.into_iter().map(&mut judged).collect(),
        })
        .collect()
}

fn place(finding: &Finding) -> Option<u64> {
    finding.evidence.as_ref()?.line
}

fn ruling(finding: &Finding) -> Ruling {
    match finding.level {
        _ if finding.waived_by.is_some() => Ruling::Waived,
        Level::Deny => Ruling::Refused,
        Level::Warn => Ruling::Doubtful,
    }
}
