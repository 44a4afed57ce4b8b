//! What people have put their signature to.

mod notes;
#[cfg(test)]
mod tests;
mod verdicts;

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};

use notes::{NoteText, SignOffNotes};
pub use verdicts::{SignOffVerdict, verify_sign_offs};

use super::people::Trust;
use super::{Collector, Context};
use crate::facts::{Missing, RefusedSignOff, SignOff, SignOffs, SignedDocument};
use crate::policy::hex;
use crate::repo::Revision;
use crate::signoff::{self, Claim, Decision, Document, Entry, FINDINGS, Moment, REFERENCE, Signed};

/// The largest document that is looked at, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

/// How many digits of a commit's id are shown.
const SHOWN_ID: usize = 10;

/// What people have put their signature to.
pub(super) struct SignOffsCollector;

impl Collector for SignOffsCollector {
    type Facts = SignOffs;

    const NAME: &'static str = "sign_offs";
    const PURPOSE: &'static str =
        "What people have put their signature to: approvals, manual testing, reviews of documents.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let mut facts = SignOffs {
            notes: false,
            fix: format!("git fetch origin {REFERENCE}:{REFERENCE}"),
            given: Vec::new(),
            refused: Vec::new(),
            gone: Vec::new(),
        };
        let Some(notes) = SignOffNotes::open(context)? else {
            return Ok(facts);
        };
        facts.notes = true;
        let mut reading = Reading::new(context)?;
        notes.for_each(|note| reading.note(&note))?;
        facts.gone = reading.gone(&notes)?;
        facts.given = reading.standing();
        facts.refused = reading.refused;
        facts.refused.sort();
        Ok(facts)
    }
}

/// Whether a sign-off that is about to be written will count: the sign-off as the fact shows it, or the
/// reason why not.
///
/// # Errors
/// [`Missing`] if it cannot be told.
pub fn check_sign_off(
    context: &Context,
    claim: &Claim,
    signed: &Signed,
) -> Result<Result<SignOff, String>, Missing> {
    let mut reading = Reading::new(context)?;
    reading.claim(String::new(), claim.clone(), signed)?;
    let sign_off = reading.verified.pop().map(|(_, sign_off)| sign_off);
    let refused = reading.refused.pop().map(|refused| refused.reason);
    Ok(sign_off.ok_or_else(|| refused.unwrap_or_default()))
}

/// What stands in the notes on a commit, this clone's own and the remotes': sign-offs, one a line; `None` if
/// there is nothing.
///
/// # Errors
/// [`Missing`] if notes cannot be read.
pub fn sign_off_lines(context: &Context, commit: &str) -> Result<Option<Vec<u8>>, Missing> {
    let Some(notes) = SignOffNotes::open(context)? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    notes.for_each(|note| {
        if note.object == commit {
            found.extend_from_slice(&note.text);
            found.push(b'\n');
        }
        Ok(())
    })?;
    Ok((!found.trim_ascii().is_empty()).then_some(found))
}

/// What sign-offs are held against.
struct Reading<'c> {
    context: &'c Context,
    trust: &'c Trust,
    project: String,
    /// The candidate.
    head: crate::facts::Head,
    files: Revision,
    /// The time of each commit since the previous release, by its id.
    times: HashMap<String, i64>,
    now: i64,
    digests: BTreeMap<String, Option<String>>,
    verified: Vec<(Claim, SignOff)>,
    refused: Vec<RefusedSignOff>,
}

impl<'c> Reading<'c> {
    fn new(context: &'c Context) -> Result<Self, Missing> {
        let head = context.repository()?.head.clone();
        let head = head.ok_or_else(|| Missing::because("there is no commit yet"))?;
        let times = context.commits()?.iter();
        let times = times.map(|commit| (commit.id(), commit.committer.time));
        Ok(Reading {
            context,
            trust: context.trust()?,
            project: context.project_name()?,
            files: context.repo().revision(&head.commit, "")?,
            times: times.chain([(head.commit.clone(), head.time)]).collect(),
            now: context.options().now,
            head,
            digests: BTreeMap::new(),
            verified: Vec::new(),
            refused: Vec::new(),
        })
    }

    /// Reads the note on one commit.
    fn note(&mut self, note: &NoteText) -> Result<(), Missing> {
        for entry in signoff::read(&note.text) {
            self.entry(note, entry)?;
        }
        Ok(())
    }

    fn entry(&mut self, note: &NoteText, entry: Entry) -> Result<(), Missing> {
        let object = note.object.as_str();
        let place = place(note, entry.line);
        // What is older than the previous release was judged with that one.
        let is_known = self.times.contains_key(object);
        match entry.content {
            Ok((claim, signed)) => {
                if claim.commit != object && is_known {
                    let reason = format!("it was given for commit {}", short(&claim.commit));
                    self.refuse(place, Some(&claim), reason);
                } else if claim.commit == object && (is_known || self.may_count(&claim)) {
                    self.claim(place, claim, &signed)?;
                }
            }
            Err(reason) if is_known => self.refuse(place, None, reason),
            Err(_) => {}
        }
        Ok(())
    }

    /// Whether a claim on a commit that is not among the candidate's own can count: it is for the same
    /// files, or over documents.
    fn may_count(&self, claim: &Claim) -> bool {
        claim.tree == self.head.tree || !claim.documents.is_empty()
    }

    fn claim(&mut self, place: String, claim: Claim, signed: &Signed) -> Result<(), Missing> {
        let against = self.reason_against(&claim)?;
        let other_files = against.is_some()
            && claim.commit != self.head.commit
            && claim.tree != self.head.tree
            && claim.documents.is_empty();
        let judged = match against {
            Some(reason) => Err(reason),
            None => {
                let moment = Moment {
                    commit: self.time_of(&claim.commit),
                    candidate: self.head.time,
                    now: self.now,
                };
                let (keys, roster) = (&self.trust.keys, &self.trust.roster);
                signoff::verify(&claim, signed, keys, roster, moment)
            }
        };
        match judged {
            Err(reason) => {
                let refused = refusal(place, Some(&claim), reason);
                self.refused.push(RefusedSignOff {
                    other_files,
                    ..refused
                });
            }
            Ok(verified) => {
                let person = self.trust.roster.person(verified.person).cloned();
                let Some(person) = person else { return Ok(()) };
                let sign_off = SignOff {
                    what: claim.what.clone(),
                    person: person.name,
                    maintainer: person.is_maintainer,
                    teams: person.teams.into_iter().collect(),
                    commit: claim.commit.clone(),
                    candidate: claim.tree == self.head.tree,
                    version: claim.version.clone(),
                    documents: claim.documents.iter().map(shown).collect(),
                    time: claim.time,
                    key: verified.key,
                    note: claim.note.clone(),
                    link: claim.link.clone(),
                };
                self.verified.push((claim, sign_off));
            }
        }
        Ok(())
    }

    /// When a commit was made; `None` if it is not in this clone.
    fn time_of(&self, commit: &str) -> Option<i64> {
        let read = || self.context.repo().read_commit(commit).ok();
        let known = self.times.get(commit).copied();
        known.or_else(|| Some(read()?.committer.time))
    }

    /// Why a claim does not speak of the candidate, whoever made it.
    fn reason_against(&mut self, claim: &Claim) -> Result<Option<String>, Missing> {
        if claim.project != self.project {
            return Ok(Some(format!(
                "it is about the project `{}`, not `{}`",
                claim.project, self.project
            )));
        }
        for document in &claim.documents {
            if self.digest(&document.path)?.as_ref() != Some(&document.sha256) {
                let what = match document.path.as_str() {
                    FINDINGS => "the known vulnerabilities, which are others now".to_owned(),
                    path => format!("`{path}`, which has changed since"),
                };
                return Ok(Some(format!("it was given over {what}")));
            }
        }
        if claim.commit == self.head.commit && claim.tree != self.head.tree {
            return Ok(Some("it names another tree than its commit has".to_owned()));
        }
        let is_about_other_files = claim.tree != self.head.tree && claim.documents.is_empty();
        Ok(is_about_other_files.then(|| {
            format!(
                "it was given for commit {}, whose files are not those of the candidate",
                short(&claim.commit)
            )
        }))
    }

    /// The digest of a document of the candidate; `None` if it has none of this path.
    fn digest(&mut self, path: &str) -> Result<Option<String>, Missing> {
        if let Some(known) = self.digests.get(path) {
            return Ok(known.clone());
        }
        let digest = match self.files.file(path) {
            _ if path == FINDINGS => self.context.vulnerabilities()?.digest.clone(),
            Some(file) => Some(hex(&Sha256::digest(self.files.read(file, MAX_DOCUMENT)?))),
            None => None,
        };
        self.digests.insert(path.to_owned(), digest.clone());
        Ok(digest)
    }

    fn refuse(&mut self, place: String, claim: Option<&Claim>, reason: String) {
        self.refused.push(refusal(place, claim, reason));
    }

    /// What stood in the candidate's note and is gone.
    fn gone(&self, notes: &SignOffNotes) -> Result<Vec<RefusedSignOff>, Missing> {
        let head = &self.head.commit;
        let mut found: Vec<RefusedSignOff> = notes
            .gone(head)?
            .into_iter()
            .map(|line| {
                let entry = signoff::read(&line).into_iter().next();
                let claim = entry.and_then(|entry| entry.content.ok());
                let place = format!("the history of `{REFERENCE}`, note on {}", short(head));
                let reason = "the note was rewritten: a line that stood in it is gone";
                refusal(
                    place,
                    claim.as_ref().map(|(claim, _)| claim),
                    reason.to_owned(),
                )
            })
            .collect();
        found.sort();
        Ok(found)
    }

    /// What stands: of each person the latest of its kind, and none that they took back, or both gave and
    /// took back at the same time.
    fn standing(&mut self) -> Vec<SignOff> {
        let verified = std::mem::take(&mut self.verified);
        let (withdrawn, given): (Vec<_>, Vec<_>) = verified
            .into_iter()
            .partition(|(claim, _)| claim.decision == Decision::Withdrawn);
        let mut latest: BTreeMap<_, SignOff> = BTreeMap::new();
        let mut ended = Vec::new();
        for (claim, sign_off) in given {
            let taken_back = withdrawn
                .iter()
                .filter(|(later, by)| by.person == sign_off.person && takes_back(later, &claim))
                .map(|(later, _)| later.time)
                .max();
            let key = (
                sign_off.what.clone(),
                sign_off.person.clone(),
                sign_off.version.clone(),
                sign_off.documents.clone(),
                sign_off.candidate,
            );
            if let Some(time) = taken_back {
                ended.push((key, claim, time));
                continue;
            }
            let kept = latest.entry(key).or_insert_with(|| sign_off.clone());
            if kept.time < sign_off.time {
                *kept = sign_off;
            }
        }
        // What was said again later is said.
        ended.retain(|(key, ..)| !latest.contains_key(key));
        for (_, claim, time) in ended {
            let reason = match time == claim.time {
                true => "it is given and withdrawn at the same time",
                false => "it was withdrawn",
            };
            let place = format!("the note on {}", short(&claim.commit));
            self.refuse(place, Some(&claim), reason.to_owned());
        }
        latest.into_values().collect()
    }
}

/// Where a sign-off stands.
fn place(note: &NoteText, line: usize) -> String {
    format!(
        "the note on {}{}, line {line}",
        short(&note.object),
        note.within
    )
}

/// Whether a withdrawal is of this sign-off. One that names no version and no documents takes back all of
/// its kind.
fn takes_back(withdrawal: &Claim, claim: &Claim) -> bool {
    let version = withdrawal.version.is_none() || withdrawal.version == claim.version;
    let documents = withdrawal.documents.is_empty() || withdrawal.documents == claim.documents;
    let is_later = withdrawal.time >= claim.time;
    withdrawal.what == claim.what && version && documents && is_later
}

fn refusal(place: String, claim: Option<&Claim>, reason: String) -> RefusedSignOff {
    RefusedSignOff {
        place,
        what: claim.map(|claim| claim.what.clone()),
        who: claim.map(|claim| format!("{} <{}>", claim.signer.name, claim.signer.email)),
        reason,
        other_files: false,
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty())
}

fn shown(document: &Document) -> SignedDocument {
    SignedDocument {
        path: document.path.clone(),
        sha256: document.sha256.clone(),
    }
}

fn short(id: &str) -> &str {
    id.get(..SHOWN_ID).unwrap_or(id)
}
