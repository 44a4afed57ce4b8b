//! Armour: RFC 9580, section 6.
//!
//! A checksum that is there is checked, though RFC 9580 would have it ignored: a revocation that was
//! damaged would not verify, and so revoke nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::trust::Refusal;

/// How armour begins and ends.
pub(super) const BEGIN: &str = "-----BEGIN PGP ";
pub(super) const END: &str = "-----END PGP ";

/// How the lines of both end.
const DASHES: &str = "-----";

/// The armoured block that a text begins with, and what follows it.
pub(super) fn first_block<'a>(
    text: &'a str,
    what: &'static str,
) -> Result<(&'a str, &'a str), Refusal> {
    let cut_off = || Refusal::malformed(what, "its armour has no end");
    let end = text.find(END).ok_or_else(cut_off)? + END.len();
    let after = text.get(end..).unwrap_or_default();
    let closing = after.find(DASHES).ok_or_else(cut_off)?;
    Ok(text.split_at(end + closing + DASHES.len()))
}

/// The bytes in a block of armour, which has to be of this kind, such as `SIGNATURE`.
pub(super) fn decode(block: &str, kind: &str, what: &'static str) -> Result<Vec<u8>, Refusal> {
    let damaged = |reason: &str| Refusal::malformed(what, format!("its armour {reason}"));
    let mut lines = block.lines().map(str::trim_end);
    let named = |line: Option<&str>, begin: &str| {
        let line = line.and_then(|line| line.strip_prefix(begin));
        line.and_then(|line| line.strip_suffix(DASHES))
            .map(str::to_owned)
    };
    let found = named(lines.next(), BEGIN).ok_or_else(|| damaged("does not say what it holds"))?;
    if found != kind {
        return Err(damaged(&format!("holds a {found}, and a {kind} is needed")));
    }
    if named(lines.next_back(), END).as_ref() != Some(&found) {
        return Err(damaged("does not end as it begins"));
    }
    // Comments and the like, up to an empty line.
    let head = lines.by_ref().take_while(|line| !line.is_empty());
    if head.into_iter().any(|line| !line.contains(':')) {
        return Err(damaged("has no empty line before its base64"));
    }
    let (mut base64, mut checksum) = (String::new(), None);
    for line in lines.filter(|line| !line.is_empty()) {
        match line.strip_prefix('=') {
            Some(sum) if checksum.is_none() => checksum = Some(sum),
            None if checksum.is_none() => base64.push_str(line),
            _ => return Err(damaged("goes on after its checksum")),
        }
    }
    let bytes = STANDARD.decode(base64);
    let bytes = bytes.map_err(|error| damaged(&format!("is not base64: {error}")))?;
    let sum = STANDARD.encode(crc24(&bytes));
    match checksum {
        Some(found) if found != sum => Err(damaged("is damaged: its checksum is another")),
        _ => Ok(bytes),
    }
}

/// RFC 9580, section 6.1.1.
fn crc24(bytes: &[u8]) -> [u8; 3] {
    let mut crc: u32 = 0x00B7_04CE;
    for byte in bytes {
        crc ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x0100_0000 != 0 {
                crc ^= 0x0186_4CFB;
            }
        }
    }
    let [_, high, middle, low] = crc.to_be_bytes();
    [high, middle, low]
}
