//! DSSE envelopes, version 1.0: a payload with its type and signatures over both.
//!
//! <https://github.com/secure-systems-lab/dsse>, `protocol.md` and `envelope.md`. Signatures here are
//! raw SSHSIG blobs or raw OpenPGP signature packets over [`Envelope::pae`], so `ssh-keygen -Y
//! verify` and `gpg --verify` confirm them on those bytes.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde::{Deserialize, Serialize};

use super::object::Object;
use super::{Refusal, openpgp, ssh};

/// The longest envelope that is read, in bytes.
pub const MAX_ENVELOPE: usize = 1024 * 1024;

/// The most signatures of an envelope.
pub const MAX_SIGNATURES: usize = 100;

/// The payload type of in-toto statements.
pub const IN_TOTO: &str = "application/vnd.in-toto+json";

/// What an envelope is called in refusals.
const WHAT: &str = "DSSE envelope";

/// `envelope.md` allows both alphabets, and does not speak of padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const ANY_STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const ANY_URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// A payload with its signatures, none of which is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What the payload is, such as [`IN_TOTO`]. It is signed with the payload.
    pub payload_type: String,
    /// The bytes that were signed.
    pub payload: Vec<u8>,
    /// The signatures, at least one in an envelope that was read.
    pub signatures: Vec<EnvelopeSignature>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeSignature {
    /// A hint at the key. It is not signed, and nothing may be decided by it.
    pub keyid: Option<String>,
    /// A raw SSHSIG blob or a raw OpenPGP signature packet.
    pub sig: Vec<u8>,
}

/// A signature of an envelope by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnySignature {
    /// SSHSIG.
    Ssh(ssh::Signature),
    /// OpenPGP.
    OpenPgp(openpgp::Signature),
}

/// The form in JSON. Serde refuses fields that are missing or given twice; fields that are not known
/// are ignored, as `envelope.md` demands: nothing reads them.
#[derive(Serialize, Deserialize)]
struct Json {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<Object<JsonSignature>>,
}

#[derive(Serialize, Deserialize)]
struct JsonSignature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyid: Option<String>,
    sig: String,
}

impl Envelope {
    /// Reads an envelope.
    ///
    /// # Errors
    /// What is not an envelope in JSON with base64 (standard or URL-safe, padded or not) in
    /// `payload` and `sig`, one without signatures, or one beyond [`MAX_ENVELOPE`] or
    /// [`MAX_SIGNATURES`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, bytes.len(), MAX_ENVELOPE)?;
        let Object(json): Object<Json> =
            serde_json::from_slice(bytes).map_err(|error| Refusal::malformed(WHAT, error))?;
        if json.signatures.is_empty() {
            return Err(Refusal::malformed(WHAT, "it has no signatures"));
        }
        Refusal::count(WHAT, json.signatures.len(), MAX_SIGNATURES, "signatures")?;
        let payload = decode(&json.payload, "payload")?;
        let signatures = json.signatures.into_iter().map(|Object(signature)| {
            let sig = decode(&signature.sig, "sig")?;
            // An empty one is the same as none.
            let keyid = signature.keyid.filter(|keyid| !keyid.is_empty());
            Ok(EnvelopeSignature { keyid, sig })
        });
        Ok(Self {
            payload_type: json.payload_type,
            payload,
            signatures: signatures.collect::<Result<_, Refusal>>()?,
        })
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn pae(&self) -> Vec<u8> {
        pae(&self.payload_type, &self.payload)
    }

    /// The envelope as one line of JSON without spaces and without a line end, the same bytes for
    /// the same envelope.
    ///
    /// # Errors
    /// None that is known: texts and lists can always be written.
    pub fn to_line(&self) -> Result<String, Refusal> {
        let signatures = self.signatures.iter().map(JsonSignature::from);
        let json = Json {
            payload: STANDARD.encode(&self.payload),
            payload_type: self.payload_type.clone(),
            signatures: signatures.map(Object).collect(),
        };
        serde_json::to_string(&json).map_err(|error| Refusal::malformed(WHAT, error))
    }
}

impl From<&EnvelopeSignature> for JsonSignature {
    fn from(signature: &EnvelopeSignature) -> Self {
        Self {
            keyid: signature.keyid.clone(),
            sig: STANDARD.encode(&signature.sig),
        }
    }
}

impl EnvelopeSignature {
    /// Reads the signature: SSHSIG where it begins so, else OpenPGP.
    ///
    /// # Errors
    /// As [`ssh::Signature::parse`] and [`openpgp::Signature::parse`]; armour is refused, since
    /// `sig` is base64 already.
    pub fn read(&self) -> Result<AnySignature, Refusal> {
        if self.sig.starts_with(ssh::MAGIC) {
            return ssh::Signature::parse(&self.sig).map(AnySignature::Ssh);
        }
        if self.sig.starts_with(b"-----") {
            let reason = "the `sig` of a signature holds armour, and has to be the raw signature";
            return Err(Refusal::malformed(WHAT, reason));
        }
        openpgp::Signature::parse(&self.sig).map(AnySignature::OpenPgp)
    }
}

/// The pre-authentication encoding: `protocol.md`, "Signature Definition".
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let (kind, length) = (payload_type.len(), payload.len());
    let mut bytes = format!("DSSEv1 {kind} {payload_type} {length} ").into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

fn decode(base64: &str, field: &str) -> Result<Vec<u8>, Refusal> {
    let url_safe = base64.contains(['-', '_']);
    let engine = if url_safe { ANY_URL_SAFE } else { ANY_STANDARD };
    let reason = |error| format!("its `{field}` is not base64: {error}");
    engine
        .decode(base64)
        .map_err(|error| Refusal::malformed(WHAT, reason(error)))
}

#[cfg(test)]
mod tests;
