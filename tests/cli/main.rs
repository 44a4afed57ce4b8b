//! The program, driven as a user drives it, over git histories that each test builds.
//!
//! Each test is filtered to the rules that it is about, so that a new rule disturbs none of them.

mod api_docs;
mod branches;
mod broken_input;
mod bump;
mod candidates;
mod changelog;
mod changelog_complete;
mod checkouts;
mod ci;
mod ci_api;
mod configuration;
mod conftest;
mod decisions;
mod dependencies;
mod docs_updated;
mod documents;
mod evidence_faults;
mod facts;
mod harness;
mod hostile;
mod hostile_evidence;
mod init;
mod interface;
mod migration_guides;
mod performance;
mod pipelines;
mod policies;
mod policy_new;
mod policy_tests;
mod python_api;
mod quality;
mod readme;
mod record;
mod record_configured;
mod record_ended;
mod references;
mod release_lines;
mod suggest;
mod suggest_schemes;
mod typescript_api;
mod version_rules;
mod versions;
mod vulnerabilities;
mod workflows;
