//! Who signed what: the cryptography below sign-offs, approvals and signed commits.
//!
//! Pure functions of bytes. Nothing here reads a file, runs a program or asks the clock: keys,
//! messages and the time that counts are given by the caller, and the answer is a signer or a
//! [`Refusal`] that names the reason. What is accepted and what is refused is written down in
//! `docs/signatures.md`.
//!
//! A signature answers only "this key signed these bytes". When it was made is the signer's word
//! ([`openpgp::Verified::claimed_at`]), or not said at all ([`ssh`]): whoever needs a time has to
//! bind it by other means.

pub mod allowed_signers;
pub mod dsse;
#[cfg(test)]
mod made;
mod object;
pub mod openpgp;
mod patterns;
mod refusal;
pub mod ssh;
pub mod statement;

pub use refusal::{Refusal, Window};
