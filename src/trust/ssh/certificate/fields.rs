//! The fields of a certificate, in their order: `PROTOCOL.certkeys`, "New public key formats".

use super::super::wire::{Reader, put_string};
use super::{KIND_ENDS, WHAT};
use crate::trust::{Refusal, Window};

/// The most principals of a certificate: OpenSSH reads no more either.
const MAX_PRINCIPALS: usize = 256;

/// What an authority says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub serial: u64,
    pub is_of_a_user: bool,
    pub key_id: String,
    pub principals: Vec<String>,
    pub window: Window,
    /// The names alone: no option that has a value can be honoured.
    pub critical_options: Vec<String>,
}

/// Reads kind, nonce and key; the answer is the blob of the plain key.
pub(super) fn key(reader: &mut Reader<'_>) -> Result<Vec<u8>, Refusal> {
    let kind = reader.text("kind")?;
    let plain = kind.strip_suffix(KIND_ENDS).unwrap_or_default();
    let (plain, fields): (String, &[&str]) = match plain {
        "ssh-ed25519" => (plain.to_owned(), &["key"]),
        "ssh-rsa" => (plain.to_owned(), &["exponent", "modulus"]),
        "sk-ssh-ed25519" => (format!("{plain}@openssh.com"), &["key", "application"]),
        "sk-ecdsa-sha2-nistp256" => (
            format!("{plain}@openssh.com"),
            &["curve", "point", "application"],
        ),
        "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" => {
            (plain.to_owned(), &["curve", "point"])
        }
        _ => {
            return Err(Refusal::Algorithm {
                what: WHAT,
                algorithm: kind,
            });
        }
    };
    reader.string("nonce")?;
    let mut blob = Vec::new();
    put_string(&mut blob, plain.as_bytes());
    for field in fields {
        put_string(&mut blob, reader.string(field)?);
    }
    Ok(blob)
}

impl Fields {
    /// Reads what follows the key, up to the authority's key.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let serial = reader.long_number()?;
        let is_of_a_user = match reader.number()? {
            1 => true,
            2 => false,
            other => {
                let reason = format!("it is of the unknown type {other}");
                return Err(Refusal::malformed(WHAT, reason));
            }
        };
        let key_id = reader.text("key id")?;
        let principals = principals(reader.string("principals")?)?;
        let window = window(reader.long_number()?, reader.long_number()?);
        let critical_options = options(reader.string("critical options")?)?;
        // Extensions give rights on servers, and are to be ignored where they are not known.
        options(reader.string("extensions")?)?;
        reader.string("reserved field")?;
        Ok(Self {
            serial,
            is_of_a_user,
            key_id,
            principals,
            window,
            critical_options,
        })
    }
}

fn principals(list: &[u8]) -> Result<Vec<String>, Refusal> {
    let mut reader = Reader::new(list, WHAT);
    let mut principals = Vec::new();
    while !reader.rest().is_empty() {
        principals.push(reader.text("principal")?);
        let what = "list of a certificate's principals";
        Refusal::count(what, principals.len(), MAX_PRINCIPALS, "principals")?;
    }
    Ok(principals)
}

/// The names of options, in the order that the protocol demands, which rules out repeated ones.
fn options(list: &[u8]) -> Result<Vec<String>, Refusal> {
    let mut reader = Reader::new(list, WHAT);
    let mut names: Vec<String> = Vec::new();
    while !reader.rest().is_empty() {
        let name = reader.text("option")?;
        reader.string("value of an option")?;
        if names.last().is_some_and(|last| *last >= name) {
            let reason = format!("its option `{name}` is repeated, or out of order");
            return Err(Refusal::malformed(WHAT, reason));
        }
        names.push(name);
    }
    Ok(names)
}

/// The first second and the end; 0 is since ever, and all that no clock reaches is for ever.
fn window(after: u64, before: u64) -> Window {
    Window {
        from: (after != 0).then(|| i64::try_from(after).unwrap_or(i64::MAX)),
        until: i64::try_from(before).ok(),
    }
}
