//! The lines of a git note that holds sign-offs.

use anyhow::Context as _;

use super::{Claim, Signed};
use crate::trust::dsse::{self, Envelope, EnvelopeSignature, IN_TOTO};

/// The largest note that is read, in bytes.
pub const MAX_NOTE: u64 = 16 << 20;

/// The most sign-offs that are read in one note.
pub const MAX_ENTRIES: usize = 10_000;

/// What the lines of a note say that git has left in it where two notes were merged by hand.
const CONFLICT: &[&str] = &["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// One sign-off of a note, not yet verified.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The line, starting at 1.
    pub line: usize,
    /// What it says, and by which signature.
    pub content: Result<(Claim, Signed), String>,
}

/// Every line of a note that is not empty. A line that is no sign-off is an entry, too, with the
/// reason: nothing is passed over.
#[must_use]
pub fn read(note: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (index, line) in note.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let content = match entries.len() < MAX_ENTRIES {
            true => entry(line),
            false => Err(format!(
                "the note holds more than {MAX_ENTRIES} sign-offs: no further one is read"
            )),
        };
        entries.push(Entry {
            line: index + 1,
            content,
        });
        if entries.len() > MAX_ENTRIES {
            break;
        }
    }
    entries
}

/// Signs a claim: the line that is kept in the note, with what was signed.
///
/// # Errors
/// Those of `sign`, or that what it returns is not believed.
pub fn seal(
    claim: &Claim,
    sign: impl FnOnce(&[u8]) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<(String, Signed)> {
    let payload = claim.to_json().map_err(anyhow::Error::msg)?;
    let message = dsse::pae(IN_TOTO, payload.as_bytes());
    let envelope = Envelope {
        payload_type: IN_TOTO.to_owned(),
        payload: payload.into_bytes(),
        signatures: vec![EnvelopeSignature {
            keyid: None,
            sig: sign(&message)?,
        }],
    };
    let line = envelope.to_line()?;
    let (read, signed) = entry(line.as_bytes())
        .map_err(anyhow::Error::msg)
        .context("what was written cannot be read; this is a bug in relcheck")?;
    anyhow::ensure!(
        read == *claim,
        "what was written is not read as it was meant; this is a bug in relcheck"
    );
    Ok((line, signed))
}

fn entry(line: &[u8]) -> Result<(Claim, Signed), String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?;
    if CONFLICT.iter().any(|mark| text.starts_with(mark)) {
        return Err(
            "the note holds the marks of a conflict between two notes: merge them with `git notes --ref=relcheck merge -s cat_sort_uniq`"
                .to_owned(),
        );
    }
    let envelope = Envelope::parse(line).map_err(|error| error.to_string())?;
    if envelope.payload_type != IN_TOTO {
        return Err(format!(
            "what is signed is of the type `{}`, not `{IN_TOTO}`",
            envelope.payload_type
        ));
    }
    let claim = Claim::parse(&envelope.payload)?;
    let message = envelope.pae();
    let mut signatures = envelope.signatures.into_iter();
    let (Some(signature), None) = (signatures.next(), signatures.next()) else {
        return Err("it does not have exactly one signature".to_owned());
    };
    let signed = Signed {
        message,
        signature: signature.sig,
    };
    Ok((claim, signed))
}
