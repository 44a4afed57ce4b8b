//! Packets: what bytes, armoured or not, consist of.
//!
//! Only what a signature or a public key may hold is read, each packet with a length that is said
//! beforehand. Anything else is an error with its place: a packet that is skipped may be the one
//! that revokes a key.

use pgp::packet::{PacketHeader, PublicKey, PublicSubkey, Signature, UserId};
use pgp::types::{PacketLength, Tag};

use super::armor::{BEGIN, END, decode, first_block};
use super::{MAX_KEYRING, WHAT};
use crate::trust::Refusal;

/// One packet.
pub(super) struct Piece {
    pub header: PacketHeader,
    /// With its header.
    pub bytes: Vec<u8>,
    /// Where its content begins.
    content: usize,
    /// Such as `packet 3 (byte 120)`.
    pub place: String,
}

impl Piece {
    fn content(&self) -> &[u8] {
        self.bytes.get(self.content..).unwrap_or_default()
    }

    /// Reads the content, all of it.
    fn read<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(PacketHeader, &mut &[u8]) -> pgp::errors::Result<T>,
    ) -> Result<T, Refusal> {
        let mut content = self.content();
        let part = read(self.header, &mut content);
        let refuse = |reason| Refusal::malformed(what, format!("{}: {reason}", self.place));
        match part {
            Ok(part) if content.is_empty() => Ok(part),
            Ok(_) => Err(refuse(format!("{} bytes are left over", content.len()))),
            Err(error) => Err(refuse(error.to_string())),
        }
    }

    pub(super) fn signature(&self, what: &'static str) -> Result<Signature, Refusal> {
        self.read(what, |header, content| {
            Signature::try_from_reader(header, content)
        })
    }

    pub(super) fn public_key(&self, what: &'static str) -> Result<PublicKey, Refusal> {
        self.read(what, |header, content| {
            PublicKey::try_from_reader(header, content)
        })
    }

    pub(super) fn subkey(&self, what: &'static str) -> Result<PublicSubkey, Refusal> {
        self.read(what, |header, content| {
            PublicSubkey::try_from_reader(header, content)
        })
    }

    pub(super) fn user_id(&self, what: &'static str) -> Result<UserId, Refusal> {
        self.read(what, |header, content| {
            UserId::try_from_reader(header, content)
        })
    }
}

/// The packets of a signature, all of which have to be signatures.
pub(super) fn of_signature(bytes: &[u8]) -> Result<Vec<Piece>, Refusal> {
    let text = std::str::from_utf8(bytes).ok().map(str::trim);
    let pieces = match text.filter(|text| text.starts_with(BEGIN)) {
        None => cut(bytes, WHAT, "")?,
        Some(text) => {
            let (block, rest) = first_block(text, WHAT)?;
            if !rest.trim().is_empty() {
                return Err(Refusal::malformed(WHAT, "there is text after its armour"));
            }
            cut(&decode(block, "SIGNATURE", WHAT)?, WHAT, "")?
        }
    };
    let other = pieces
        .iter()
        .find(|piece| piece.header.tag() != Tag::Signature);
    match other {
        None => Ok(pieces),
        Some(piece) => {
            let reason = format!(
                "{} is no signature, but {:?}",
                piece.place,
                piece.header.tag()
            );
            Err(Refusal::malformed(WHAT, reason))
        }
    }
}

/// The packets of public keys: binary, or any number of armoured blocks with any text around them.
pub(super) fn of_keyring(bytes: &[u8], what: &'static str) -> Result<Vec<Piece>, Refusal> {
    Refusal::bytes(what, bytes.len(), MAX_KEYRING)?;
    let Some(mut rest) = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.contains(BEGIN))
    else {
        return cut(bytes, what, "");
    };
    let mut pieces = Vec::new();
    let mut number = 0;
    while let Some(start) = rest.find(BEGIN) {
        number += 1;
        let (block, after) = first_block(rest.get(start..).unwrap_or_default(), what)?;
        let binary = decode(block, "PUBLIC KEY BLOCK", what)?;
        pieces.extend(cut(&binary, what, &format!("block {number}, "))?);
        rest = after;
    }
    if rest.contains(END) {
        return Err(Refusal::malformed(
            what,
            "there is an end of armour without its beginning",
        ));
    }
    Ok(pieces)
}

/// Cuts bytes into packets. `block` is put before places.
fn cut(bytes: &[u8], what: &'static str, block: &str) -> Result<Vec<Piece>, Refusal> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let begins = bytes.len() - rest.len();
        let place = format!("{block}packet {} (byte {begins})", pieces.len() + 1);
        let refuse = |reason: String| Refusal::malformed(what, format!("{place}: {reason}"));
        let mut after = rest;
        let header = PacketHeader::try_from_reader(&mut after)
            .map_err(|error| refuse(format!("it is no packet: {error}")))?;
        let content = rest.len() - after.len();
        let PacketLength::Fixed(length) = header.packet_length() else {
            return Err(refuse("it does not say its length".to_owned()));
        };
        let whole = content.checked_add(length as usize);
        let Some((piece, next)) = whole.and_then(|whole| rest.split_at_checked(whole)) else {
            return Err(refuse("it is cut off".to_owned()));
        };
        rest = next;
        pieces.push(Piece {
            header,
            bytes: piece.to_vec(),
            content,
            place,
        });
    }
    Ok(pieces)
}
