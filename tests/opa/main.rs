//! OPA as the judge: what its compiler refuses, relcheck refuses, and where both evaluate, they say
//! the same.
//!
//! Runs where `opa` is on the path or `RELCHECK_OPA` names it; elsewhere each test says what it did
//! not test.

#[path = "../cli/harness/mod.rs"]
#[allow(dead_code, unused_imports)]
mod harness;
#[path = "../wrong_policies/table/mod.rs"]
#[allow(dead_code, unused_imports)]
mod table;

mod checking;
mod judging;
mod recorded;
mod tool;
