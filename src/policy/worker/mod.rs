//! The project's own rules are not trusted: they are evaluated in a process of their own.
//!
//! relcheck starts itself anew with the one argument [`WORKER`] and nothing of its environment,
//! writes the policies and the inputs to it, and reads answers. The process locks itself down before
//! it reads any policy ([`sandbox`]): limits to memory and processor time, no network, no files, as
//! far as the system can enforce that. The wall clock is enforced from outside.
//!
//! Answers come in a known order, so that whatever ends the process is the doing of the rule whose
//! answer is the next: that rule is in `error`, and a new process goes on with the others. The
//! built-in rules stay in this process; without a rule of the project's own none is started.

mod child;
#[cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod glibc;
mod memory;
mod parent;
mod process;
mod protocol;
mod sandbox;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::thread;

pub use child::work;
pub use memory::BoundedMemory;

use super::evaluate::{self, Judgement, Request};
use super::limits::Limits;
use super::rule::Origin;
use super::set::PolicySet;

/// The argument with which the program is started to evaluate policies.
pub const WORKER: &str = "policy-worker";

/// The same as [`evaluate::run`], with the project's own rules in a process of their own.
pub(super) fn run(
    set: &PolicySet,
    program: &Path,
    requests: &[Request],
    limits: &Limits,
) -> Vec<Vec<Judgement>> {
    let is_own = |id: &str| {
        set.rule(id)
            .is_some_and(|rule| rule.origin == Origin::User && rule.refused.is_none())
    };
    let own = only(requests, &is_own);
    if own.iter().all(|request| request.rules.is_empty()) {
        return evaluate::run(set, requests, limits);
    }
    let trusted = only(requests, &|id| !is_own(id));
    let (own, trusted) = thread::scope(|scope| {
        let own = scope.spawn(|| parent::run(set, program, &own, limits));
        let trusted = evaluate::run(set, &trusted, limits);
        (own.join().unwrap_or_default(), trusted)
    });
    merged(requests, &is_own, own, trusted)
}

/// The requests with those of their rules that are wanted.
fn only<'a>(requests: &[Request<'a>], wanted: &dyn Fn(&str) -> bool) -> Vec<Request<'a>> {
    requests
        .iter()
        .map(|request| Request {
            rules: request
                .rules
                .iter()
                .copied()
                .filter(|id| wanted(id))
                .collect(),
            ..request.clone()
        })
        .collect()
}

/// The judgements in the order of the requests' own rules.
fn merged(
    requests: &[Request],
    is_own: &dyn Fn(&str) -> bool,
    own: Vec<Vec<Judgement>>,
    trusted: Vec<Vec<Judgement>>,
) -> Vec<Vec<Judgement>> {
    let mut own = own.into_iter();
    let mut trusted = trusted.into_iter();
    requests
        .iter()
        .map(|request| {
            let mut own = own.next().unwrap_or_default().into_iter();
            let mut trusted = trusted.next().unwrap_or_default().into_iter();
            let next = |id: &&str| {
                let judgement = if is_own(id) {
                    own.next()
                } else {
                    trusted.next()
                };
                judgement.unwrap_or_else(|| Judgement {
                    rule: (*id).to_owned(),
                    result: Err("it was not evaluated; this is a bug in relcheck".to_owned()),
                })
            };
            request.rules.iter().map(next).collect()
        })
        .collect()
}
