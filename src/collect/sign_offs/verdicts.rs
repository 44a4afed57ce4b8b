//! What became of every sign-off that there is.

use super::notes::SignOffNotes;
use super::{place, short};
use crate::collect::Context;
use crate::facts::Missing;
use crate::signoff::{self, Moment};

/// What became of one sign-off, whatever commit it is on.
#[derive(Debug, Clone)]
pub struct SignOffVerdict {
    /// Where it stands.
    pub place: String,
    /// The name of the person who gave it, or why it is not believed.
    pub result: Result<String, String>,
}

/// Verifies the signature of every sign-off that there is, by the lists that count now; sorted by
/// commit and line, those of this clone's own notes first.
///
/// # Errors
/// [`Missing`] if notes or lists cannot be read.
pub fn verify_sign_offs(context: &Context) -> Result<Vec<SignOffVerdict>, Missing> {
    let Some(notes) = SignOffNotes::open(context)? else {
        return Ok(Vec::new());
    };
    let trust = context.trust()?;
    let project = context.project_name()?;
    let made = context
        .repository()?
        .head
        .as_ref()
        .map_or(0, |head| head.time);
    let mut verdicts = Vec::new();
    notes.for_each(|note| {
        let object = note.object.as_str();
        let commit = context.repo().read_commit(object).ok();
        let moment = Moment {
            commit: commit.map(|commit| commit.committer.time),
            candidate: made,
            now: context.options().now,
        };
        for entry in signoff::read(&note.text) {
            let result = entry.content.and_then(|(claim, signed)| {
                if claim.commit != object {
                    return Err(format!("it was given for commit {}", short(&claim.commit)));
                }
                if claim.project != project {
                    return Err(format!("it is about the project `{}`", claim.project));
                }
                let by = signoff::verify(&claim, &signed, &trust.keys, &trust.roster, moment)?;
                let person = trust.roster.person(by.person);
                Ok(person.map(|person| person.name.clone()).unwrap_or_default())
            });
            verdicts.push(SignOffVerdict {
                place: place(&note, entry.line),
                result,
            });
        }
        Ok(())
    })?;
    Ok(verdicts)
}
