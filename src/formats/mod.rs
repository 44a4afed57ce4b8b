//! Foreign formats: one file each, bytes in, typed value out, no I/O.

pub mod cargo_toml;
pub mod changelog;
pub mod command_line;
pub mod commit_message;
pub mod dates;
pub mod declared;
pub mod dockerfile;
pub mod github_actions;
pub mod griffe;
pub mod makefile;
pub mod package_json;
pub mod place;
pub mod pyproject;
pub mod python_attribute;
pub mod python_source;
pub mod python_syntax;
pub mod semver_checks;
pub mod setup_cfg;
pub mod setup_py;
pub mod shell;
pub mod terminal;
pub mod toml_text;
pub mod version_file;
pub mod version_pattern;
pub mod version_source;
pub mod yaml_tree;
