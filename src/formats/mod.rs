//! Foreign formats: one file each, bytes in, typed value out, no I/O.

pub mod api_extractor;
pub mod api_extractor_json;
pub mod api_extractor_run;
pub mod cargo_toml;
pub mod changelog;
pub mod citation;
pub mod command_line;
pub mod commit_message;
pub mod coverage;
pub mod dates;
pub mod declared;
pub mod dockerfile;
pub mod github_actions;
pub mod gitlab_ci;
pub mod griffe;
pub mod groovy;
pub mod image_name;
pub mod jenkinsfile;
pub mod junit;
pub mod makefile;
pub mod package_json;
pub mod place;
pub mod pyproject;
pub mod python_attribute;
pub mod python_module;
pub mod python_packages;
pub mod python_source;
pub mod python_syntax;
pub mod report;
pub mod security_policy;
pub mod semver_checks;
pub mod setup_cfg;
pub mod setup_py;
pub mod shell;
pub mod terminal;
pub mod three_valued;
pub mod toml_text;
pub mod version_file;
pub mod version_pattern;
pub mod version_source;
pub mod xml;
pub mod yaml_tree;

#[cfg(test)]
mod recognition;
