//! Sign-offs: a named person vouches for something about one commit, by a signature.
//!
//! A sign-off is an in-toto Statement v1 in a DSSE v1.0 envelope, one line of JSON in the git note on
//! the commit below `refs/notes/relcheck`. The signature is an SSHSIG in the namespace `relcheck`, or a
//! detached OpenPGP signature, over DSSE's pre-authentication encoding: `ssh-keygen -Y verify` and `gpg
//! --verify` check it, too. Lines of several notes can be put one after the other: nothing is lost.

mod claim;
mod keys;
mod note;
mod person;
pub mod sign;

pub use claim::{Claim, Decision, Document, MAX_TEXT, PREDICATE, SignerName, is_what};
pub use keys::{Keys, ListedKey, Signed, Times};
pub use note::{Entry, MAX_ENTRIES, MAX_NOTE, read, seal};
pub use person::{Moment, Refused, Verified, verify};

/// The reference that holds the notes with sign-offs.
pub const REFERENCE: &str = "refs/notes/relcheck";

/// Where copies of remotes' notes are: what stands before and after the remote's name. A copy of its own can
/// be fetched with everything else, forced and pruned, and never takes a sign-off away that was not pushed.
pub const COPIES: (&str, &str) = ("refs/notes/remotes/", "/relcheck");

/// The namespace of SSH signatures.
pub const NAMESPACE: &str = "relcheck";

/// What a sign-off over the known vulnerabilities calls them, in the place of a document's path: no path
/// has a colon in it on every system.
pub const FINDINGS: &str = "relcheck:findings";

/// The namespace in which git makes the SSH signatures of commits.
pub const GIT_NAMESPACE: &str = "git";

/// How far the clocks of those who sign may be off, in seconds.
pub const SKEW: i64 = 3_600;

#[cfg(test)]
mod tests;
