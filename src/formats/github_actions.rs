//! The languages inside of GitHub Actions workflows: filters of refs, conditions, action references.
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax>

pub mod condition;
pub mod expression;
pub mod filter;
