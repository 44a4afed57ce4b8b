//! How sign-offs are shown, and written for other programs.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use serde_json::json;

use super::super::session::failed;
use super::Verdict;
use crate::collect::{Context, sign_off_lines};
use crate::facts::{SignOff, SignOffs};
use crate::render::Style;
use crate::report::ExitCode;
use crate::signoff::{self, Claim, REFERENCE};
use crate::trust::ssh;

/// Brings the sign-offs of others together with this clone's, none of which is lost.
const MERGE: &str = "git fetch origin +refs/notes/relcheck:refs/notes/remotes/origin/relcheck \
    && git notes --ref=relcheck merge -s cat_sort_uniq refs/notes/remotes/origin/relcheck";

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}

fn subject(claim: &Claim) -> String {
    let version = claim.version.as_ref().map(|version| format!(" {version}"));
    let commit = claim.commit.get(..10).unwrap_or(&claim.commit);
    format!(
        "{}{} at {commit}",
        claim.project,
        version.unwrap_or_default()
    )
}

/// What is said once a sign-off is written.
pub(super) fn done(claim: &Claim, by: &SignOff) -> String {
    let verb = match claim.decision {
        signoff::Decision::Given => "signed",
        signoff::Decision::Withdrawn => "withdrawn",
    };
    let mut text = format!(
        "{verb}: {} of {}, by {} with the key {}\n",
        claim.what,
        subject(claim),
        by.person,
        by.key
    );
    for document in &claim.documents {
        let _ = writeln!(
            text,
            "  over {}, SHA-256 {}",
            document.path, document.sha256
        );
    }
    let _ = writeln!(
        text,
        "  it is in {REFERENCE}; others see it after: git push origin {REFERENCE}\n  \
         if that is rejected, somebody has signed before: {MERGE} && git push origin {REFERENCE}"
    );
    text
}

/// The sign-offs that speak of HEAD.
pub(super) fn list(facts: &SignOffs, _: Style) -> String {
    let mut text = String::new();
    if !facts.notes {
        let _ = writeln!(
            text,
            "There are no sign-offs in this clone.\n  fix: {}",
            facts.fix
        );
        return text;
    }
    for sign_off in &facts.given {
        let version = sign_off
            .version
            .as_ref()
            .map(|version| format!(" of {version}"));
        let _ = writeln!(
            text,
            "counts   {}{} by {}, {}, key {}",
            sign_off.what,
            version.unwrap_or_default(),
            sign_off.person,
            time(sign_off.time),
            sign_off.key
        );
        for document in &sign_off.documents {
            let _ = writeln!(text, "         over {}", document.path);
        }
        for more in [&sign_off.note, &sign_off.link].into_iter().flatten() {
            let _ = writeln!(text, "         {}", plain(more));
        }
    }
    for refused in facts.refused.iter().chain(&facts.gone) {
        let what = refused.what.as_deref().unwrap_or("sign-off");
        let who = refused
            .who
            .as_ref()
            .map(|who| format!(" by {}", plain(who)));
        let _ = writeln!(
            text,
            "{}  {what}{}: {}\n         {}",
            if refused.other_files {
                "older  "
            } else {
                "refused"
            },
            who.unwrap_or_default(),
            refused.reason,
            refused.place
        );
    }
    if text.is_empty() {
        text.push_str("No sign-off speaks of HEAD.\n");
    }
    text
}

/// A text of a stranger, without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// All sign-offs, those that do not count one by one.
pub(super) fn verdicts(verdicts: &[Verdict], _: Style) -> String {
    let mut text = String::new();
    let counted = verdicts.iter().filter(|it| it.result.is_ok()).count();
    for verdict in verdicts {
        if let Err(reason) = &verdict.result {
            let _ = writeln!(
                text,
                "refused  {}\n         {}",
                plain(reason),
                verdict.place
            );
        }
    }
    let _ = writeln!(
        text,
        "{counted} verified, {} refused",
        verdicts.len() - counted
    );
    text
}

/// The same for programs.
pub(super) fn json(verdicts: &[Verdict]) -> serde_json::Value {
    let each = verdicts.iter().map(|verdict| match &verdict.result {
        Ok(person) => json!({"place": verdict.place, "person": person, "refused": null}),
        Err(reason) => json!({"place": verdict.place, "person": null, "refused": reason}),
    });
    json!({"sign_offs": each.collect::<Vec<_>>()})
}

/// Writes what was signed and the signature of each sign-off on HEAD: `1.signed`, and `1.sig` for
/// `ssh-keygen -Y verify` or `gpg --verify`.
pub(super) fn export(context: &Context, dir: &Path) -> anyhow::Result<ExitCode> {
    let repository = context.repository().map_err(|missing| failed(&missing))?;
    let head = repository.head.as_ref().context("there is no commit yet")?;
    let note = sign_off_lines(context, &head.commit).map_err(|missing| failed(&missing))?;
    let Some(note) = note else {
        bail!(
            "there is no sign-off on HEAD in this clone\n  fix: git fetch origin {REFERENCE}:{REFERENCE}"
        );
    };
    fs::create_dir_all(dir).with_context(|| format!("the folder `{}`", dir.display()))?;
    for (number, entry) in signoff::read(&note).into_iter().enumerate() {
        let (claim, signed) = match entry.content {
            Ok(content) => content,
            Err(reason) => bail!("line {} of the note is no sign-off: {reason}", entry.line),
        };
        let path = |end: &str| dir.join(format!("{}.{end}", number + 1));
        let signature = match ssh::Signature::parse(&signed.signature) {
            Ok(signature) => signature.to_armored().into_bytes(),
            Err(_) => signed.signature,
        };
        write(&path("signed"), &signed.message)?;
        write(&path("sig"), &signature)?;
        println_to_stdout(&format!(
            "{}: {} of {}, by {} <{}>",
            path("signed").display(),
            claim.what,
            subject(&claim),
            plain(&claim.signer.name),
            plain(&claim.signer.email)
        ));
    }
    Ok(ExitCode::Go)
}

fn println_to_stdout(line: &str) {
    anstream::println!("{line}");
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("the file has no folder")?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut file, content)?;
    file.persist(path)
        .with_context(|| format!("the file `{}`", path.display()))?;
    Ok(())
}
