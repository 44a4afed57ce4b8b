//! The language inside of GitLab CI's configuration: when a pipeline and its jobs run, and how files
//! and templates are put together.
//!
//! <https://docs.gitlab.com/ci/yaml/>

pub mod condition;
pub mod filter;
pub mod merge;
pub mod pipeline;
pub mod rules;
pub mod variables;
