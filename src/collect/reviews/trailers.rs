//! Trailers that say who approved a commit. They count where that person signed the commit: anybody can
//! write anybody's name.

use super::judge::Judge;
use super::{MAX_LISTED, short};
use crate::collect::people::mailbox;
use crate::facts::{Missing, ReviewApproval, ReviewClaim, ReviewKind, ReviewedFiles};
use crate::formats::commit_message;
use crate::people::Person;
use crate::repo::RawCommit;
use crate::signoff::{GIT_NAMESPACE, SKEW, Signed, Times, Verified};
use crate::trust::ssh;

/// The trailers that speak of an approval.
const KEYS: [&str; 2] = ["reviewed-by", "approved-by"];

/// How an armoured SSH signature begins.
const ARMOUR: &[u8] = b"-----BEGIN SSH SIGNATURE-----";

/// Reads the trailers of each commit since the previous release.
pub(super) fn read(judge: &mut Judge<'_, '_>) -> Result<(), Missing> {
    for commit in judge.context.commits()? {
        let message = commit_message::parse(&commit.message);
        let trailers = message.trailers.iter();
        let mut trailers = trailers
            .filter(|it| KEYS.iter().any(|key| it.key.eq_ignore_ascii_case(key)))
            .peekable();
        if trailers.peek().is_none() {
            continue;
        }
        let signer = signer(judge, commit)?;
        for trailer in trailers {
            let judged = signer.as_ref().map_err(Clone::clone);
            match judged.and_then(|signer| of(judge, &trailer.value, signer)) {
                Ok((person, key)) => {
                    judge.facts.known = true;
                    let approval = approval(judge, commit, person, key);
                    judge.facts.given.push(approval);
                }
                Err(reason) if judge.facts.claims.len() < MAX_LISTED => {
                    judge.facts.claims.push(ReviewClaim {
                        commit: commit.id(),
                        key: trailer.key.clone(),
                        who: trailer.value.chars().take(200).collect(),
                        reason,
                    });
                }
                Err(_) => {}
            }
        }
    }
    Ok(())
}

/// Who signed a commit, or why that is nobody who counts.
fn signer(judge: &Judge<'_, '_>, commit: &RawCommit) -> Result<Result<Verified, String>, Missing> {
    let repo = judge.context.repo();
    let Some(found) = repo.commit_signature(&commit.id())? else {
        return Ok(Err("the commit is not signed".to_owned()));
    };
    let signature = match found.signature.starts_with(ARMOUR) {
        false => found.signature,
        true => match ssh::Signature::parse(&found.signature) {
            Ok(signature) => signature.as_bytes().to_vec(),
            Err(refusal) => return Ok(Err(refusal.to_string())),
        },
    };
    let signed = Signed {
        message: found.payload,
        signature,
    };
    let now = judge.context.options().now;
    let at = commit.committer.time;
    if at > now.saturating_add(SKEW) {
        return Ok(Err(
            "the commit says that it was made in the future".to_owned()
        ));
    }
    // Whoever commits says when; a key that has expired since could be used with an earlier time.
    let parents = commit
        .parents()
        .filter_map(|parent| repo.commit_time(&parent));
    if parents
        .max()
        .is_some_and(|parent| at.saturating_add(SKEW) < parent)
    {
        return Ok(Err(
            "the commit says that it was made before its parent".to_owned()
        ));
    }
    let (keys, roster) = (&judge.trust.keys, &judge.trust.roster);
    let times = Times {
        given: at,
        until: at,
        now,
    };
    Ok(keys.owner(&signed, GIT_NAMESPACE, roster, times))
}

/// The person whom a trailer names, if it was they who signed.
fn of(judge: &Judge<'_, '_>, value: &str, signer: &Verified) -> Result<(Person, String), String> {
    let roster = &judge.trust.roster;
    let Some((name, email)) = mailbox(value) else {
        return Err("it names no address".to_owned());
    };
    let Some(named) = roster.by_email(&name, &email) else {
        return Err(format!(
            "nobody on the lists that count has the address `{email}`"
        ));
    };
    let person = roster.person(signer.person).cloned().unwrap_or_default();
    match named == signer.person {
        true => Ok((person, signer.key.clone())),
        false => Err(format!("the commit is signed by `{}`", person.name)),
    }
}

fn approval(
    judge: &Judge<'_, '_>,
    commit: &RawCommit,
    person: Person,
    key: String,
) -> ReviewApproval {
    let id = commit.id();
    ReviewApproval {
        person: person.name,
        maintainer: person.is_maintainer,
        teams: person.teams.into_iter().collect(),
        kind: ReviewKind::Trailer,
        place: format!("the commit {}", short(&id)),
        request: None,
        files: match commit.tree() == judge.head.tree {
            true => ReviewedFiles::Candidate,
            false => ReviewedFiles::Other,
        },
        covers: vec![id.clone()],
        commit: id,
        time: Some(commit.committer.time),
        sources: Vec::new(),
        key: Some(key),
    }
}
