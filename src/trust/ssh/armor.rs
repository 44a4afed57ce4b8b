//! The text form of signatures: base64 between two lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::WHAT;
use crate::trust::Refusal;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// The length of a line as `ssh-keygen` writes it.
const LINE: usize = 70;

/// The blob of an armoured signature. White space may surround it; anything else may not.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let not_one = || {
        let reason = format!("it begins neither with `SSHSIG` nor with `{BEGIN}`");
        Refusal::malformed(WHAT, reason)
    };
    let text = std::str::from_utf8(bytes).map_err(|_| not_one())?.trim();
    let rest = text.strip_prefix(BEGIN).ok_or_else(not_one)?;
    let Some((base64, after)) = rest.split_once(END) else {
        let reason = format!("the line `{END}` is missing");
        return Err(Refusal::malformed(WHAT, reason));
    };
    if !after.is_empty() {
        let reason = format!("there is text after `{END}`");
        return Err(Refusal::malformed(WHAT, reason));
    }
    let packed: String = base64.split_ascii_whitespace().collect();
    let reason = |error| format!("it is not base64 between its two lines: {error}");
    STANDARD
        .decode(packed)
        .map_err(|error| Refusal::malformed(WHAT, reason(error)))
}

/// A blob as `ssh-keygen -Y sign` writes it.
pub(super) fn encode(blob: &[u8]) -> String {
    let base64 = STANDARD.encode(blob);
    let mut text = format!("{BEGIN}\n");
    for (index, character) in base64.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n{END}\n"));
    text
}
