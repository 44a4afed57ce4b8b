//! Why a signature, a key or a file of keys is not accepted.

use std::fmt;

use jiff::Timestamp;

/// Why something is not accepted. `Display` is one plain sentence that names the reason.
///
/// Callers match on the variants; their names and fields are stable, the sentences may change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    // -- reading -----------------------------------------------------------------------------
    /// The bytes are not in the form that they should be in.
    #[error("the {what} cannot be read: {reason}")]
    Malformed {
        /// What was being read, such as `SSH signature`.
        what: &'static str,
        /// What is wrong, and where.
        reason: String,
    },
    /// The input is larger than relcheck reads.
    #[error("the {what} is too large: {size} {unit}, at most {limit} are read")]
    TooLarge {
        /// What was being read.
        what: &'static str,
        /// The size found, in `unit`.
        size: usize,
        /// The most that is read, in `unit`.
        limit: usize,
        /// `bytes`, `lines`, `signatures` …
        unit: &'static str,
    },
    /// A line of a text file that is not understood.
    #[error("{file}:{line}: {reason}")]
    Line {
        /// The file's name, as the caller gave it.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A version of a format that relcheck does not know.
    #[error("the {what} is of version {found}, and only {accepted} can be read")]
    Version {
        /// What was being read.
        what: &'static str,
        /// The version that was found.
        found: String,
        /// The versions that are read.
        accepted: &'static str,
    },

    // -- algorithms --------------------------------------------------------------------------
    /// An algorithm of keys or signatures that is not accepted.
    #[error("the {what} uses the algorithm {algorithm}, which is not accepted")]
    Algorithm {
        /// What uses it.
        what: &'static str,
        /// The algorithm's name.
        algorithm: String,
    },
    /// A hash that is too weak, or unknown.
    #[error(
        "the {what} uses the hash {hash}, which is not accepted: SHA-256 or stronger is needed"
    )]
    Hash {
        /// What uses it.
        what: &'static str,
        /// The hash's name.
        hash: String,
    },
    /// An RSA key that is too short, or longer than can be verified.
    #[error("the RSA key has {bits} bits: {least} to {most} bits are accepted")]
    RsaSize {
        /// The bits of its modulus.
        bits: usize,
        /// The fewest bits that are accepted.
        least: usize,
        /// The most bits that can be verified.
        most: usize,
    },

    // -- one signature -----------------------------------------------------------------------
    /// The signature is not one of this key over this message.
    #[error(
        "the {what} does not match: the message or the signature was changed, or another key made it"
    )]
    Mismatch {
        /// Which signature, such as `SSH signature`.
        what: &'static str,
    },
    /// An SSH signature that was made for something else.
    #[error("the signature was made in the namespace `{found}`, and `{wanted}` is needed")]
    OtherNamespace {
        /// The namespace of the signature.
        found: String,
        /// The namespace that the caller asked for.
        wanted: String,
    },
    /// A security key signed without anyone touching it.
    #[error("the security key signed without a touch: the signature says that no user was present")]
    NoUserPresence,
    /// A certificate demands that the security key verified its user, and it did not.
    #[error(
        "the certificate demands a verified user (`verify-required`), and the signature has none"
    )]
    NoUserVerification,

    // -- who may sign ------------------------------------------------------------------------
    /// A key that nobody listed.
    #[error("the key {key} is not known: {place} does not list it")]
    UnknownKey {
        /// The key's fingerprint.
        key: String,
        /// The file or keyring that was looked into.
        place: String,
    },
    /// A key that is listed for other namespaces only.
    #[error("the key {key} is known, but not for the namespace `{namespace}` ({place})")]
    NotForNamespace {
        /// The key's fingerprint.
        key: String,
        /// The namespace that the caller asked for.
        namespace: String,
        /// File and line that list it.
        place: String,
    },
    /// Something was used before it is valid.
    #[error("the {what} {name} is not yet valid at {}: valid {window}", Moment(*.at))]
    NotYetValid {
        /// `key`, `certificate`, `signature`.
        what: &'static str,
        /// Fingerprint or name.
        name: String,
        /// The time that counts, in seconds since 1970.
        at: i64,
        /// When it is valid.
        window: Window,
    },
    /// Something was used after it was valid.
    #[error("the {what} {name} is no longer valid at {}: valid {window}", Moment(*.at))]
    NoLongerValid {
        /// `key`, `certificate`, `signature`.
        what: &'static str,
        /// Fingerprint or name.
        name: String,
        /// The time that counts, in seconds since 1970.
        at: i64,
        /// When it is valid.
        window: Window,
    },
    /// A key that was revoked.
    #[error("the key {key} was revoked: {reason}")]
    Revoked {
        /// The key's fingerprint.
        key: String,
        /// By what, or why.
        reason: String,
    },

    // -- SSH certificates --------------------------------------------------------------------
    /// A certificate of an authority that nobody listed.
    #[error(
        "the certificate `{certificate}` is by the authority {authority}, which {place} does not list"
    )]
    UnknownAuthority {
        /// The certificate's key id.
        certificate: String,
        /// The authority's fingerprint.
        authority: String,
        /// The file that was looked into.
        place: String,
    },
    /// A certificate whose principals are none of those that its authority is trusted for.
    #[error(
        "the certificate `{certificate}` names {principals}, and its authority is not trusted for that ({place})"
    )]
    PrincipalNotInCertificate {
        /// The certificate's key id.
        certificate: String,
        /// The certificate's principals, or `nobody`.
        principals: String,
        /// File and line of the authority.
        place: String,
    },
    /// A certificate of a host, where one of a person is needed.
    #[error("the certificate `{certificate}` is one of a host, not of a person")]
    HostCertificate {
        /// The certificate's key id.
        certificate: String,
    },
    /// A certificate with a restriction that cannot be kept here.
    #[error(
        "the certificate `{certificate}` has the critical option `{option}`, which relcheck cannot honour"
    )]
    CriticalOption {
        /// The certificate's key id.
        certificate: String,
        /// The option's name.
        option: String,
    },

    // -- OpenPGP -----------------------------------------------------------------------------
    /// A signature that is not one over a document.
    #[error("the OpenPGP signature is of the type {found}, not one over a document")]
    SignatureType {
        /// The type that was found.
        found: String,
    },
    /// Something marked critical that relcheck does not know.
    #[error("the {what} has {part}, which is critical and not known")]
    UnknownCritical {
        /// Where it stands.
        what: &'static str,
        /// The subpacket or notation.
        part: String,
    },
    /// A key that may not sign documents.
    #[error("the key {key} may not sign: {reason}")]
    NotForSigning {
        /// The key's fingerprint.
        key: String,
        /// What is missing.
        reason: String,
    },
    /// A key without a valid signature by which its owner vouches for it.
    #[error("the key {key} is not bound to its owner: {reason}")]
    NotBound {
        /// The key's fingerprint.
        key: String,
        /// What is missing, or wrong with the ones that there are.
        reason: String,
    },
    /// A signature that says it was made before its key was.
    #[error("the key {key} was made at {}, after the time of the signature, {}", Moment(*.created), Moment(*.at))]
    BeforeKey {
        /// The key's fingerprint.
        key: String,
        /// When the key was made, in seconds since 1970.
        created: i64,
        /// The signature's own time, in seconds since 1970.
        at: i64,
    },
}

impl Refusal {
    /// A refusal to read `what`.
    pub(super) fn malformed(what: &'static str, reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        Self::Malformed { what, reason }
    }

    /// Refuses more than `limit` bytes.
    pub(super) fn bytes(what: &'static str, size: usize, limit: usize) -> Result<(), Self> {
        Self::count(what, size, limit, "bytes")
    }

    /// Refuses more than `limit` of `unit`.
    pub(super) fn count(
        what: &'static str,
        size: usize,
        limit: usize,
        unit: &'static str,
    ) -> Result<(), Self> {
        if size <= limit {
            return Ok(());
        }
        Err(Self::TooLarge {
            what,
            size,
            limit,
            unit,
        })
    }
}

/// When something is valid, in seconds since 1970; `None` is without a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// The first second.
    pub from: Option<i64>,
    /// The end; whether it belongs to the window depends on the format, see where it is made.
    pub until: Option<i64>,
}

impl fmt::Display for Window {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (None, None) => formatter.write_str("always"),
            (Some(from), None) => write!(formatter, "from {}", Moment(from)),
            (None, Some(until)) => write!(formatter, "until {}", Moment(until)),
            (Some(from), Some(until)) => {
                write!(formatter, "from {} until {}", Moment(from), Moment(until))
            }
        }
    }
}

/// A time in seconds since 1970, shown as RFC 3339 where the calendar reaches that far.
struct Moment(i64);

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(time) => write!(formatter, "{time}"),
            Err(_) => write!(formatter, "second {}", self.0),
        }
    }
}
