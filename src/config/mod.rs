//! `relcheck.toml`: how a project wants to be read and judged. Unknown keys are errors.

mod diagnose;
mod people;
mod platforms;
mod record;
mod schema;
mod support;
mod time_limit;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

pub use diagnose::{ConfigError, toml_error};
pub use people::{PeopleConfig, PersonConfig, TrustConfig};
pub use platforms::PlatformConfig;
pub use record::RecordConfig;
pub(crate) use record::unknown_kind;
pub use schema::{
    BenchmarksConfig, Config, PolicyConfig, ProjectConfig, RuleConfig, SupportConfig, SupportLine,
    VersionConfig, VersionFile,
};
pub use time_limit::TimeLimit;

/// The name of the configuration file, in the project's folder.
pub const FILE_NAME: &str = "relcheck.toml";

/// The largest configuration file that is read, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// A configuration with the file that it came from.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The settings; the defaults where there is no file.
    pub config: Config,
    /// The file, as it is shown to people; `None` where there is none.
    pub file: Option<String>,
}

/// Reads the configuration: `explicit` if it is given, else the project's own file, else the one at
/// the root of the checkout, else the defaults.
///
/// # Errors
/// [`ConfigError`] if an explicitly named file is missing, or if a file cannot be read or is not a
/// valid configuration; it names the line and, for an unknown key, the nearest known one.
pub fn load(root: &Path, project: &str, explicit: Option<&Path>) -> Result<Loaded, ConfigError> {
    let candidates: Vec<PathBuf> = match explicit {
        Some(path) => vec![path.to_owned()],
        None => vec![root.join(project).join(FILE_NAME), root.join(FILE_NAME)],
    };
    let found = candidates
        .iter()
        .find(|path| path.symlink_metadata().is_ok());
    let Some(path) = found else {
        return match explicit {
            Some(path) => Err(ConfigError::unreadable(path, "there is no such file")),
            None => Ok(Loaded::default()),
        };
    };
    if explicit.is_none() {
        inside(root, path)?;
    }
    let text = read_bounded(path)?;
    let shown = path
        .strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string();
    let config = parse(&shown, &text)?;
    Ok(Loaded {
        config,
        file: Some(shown),
    })
}

/// Refuses a file of the checkout that is a symbolic link to somewhere else: what is there is no
/// part of the candidate, and nobody sees it change.
///
/// # Errors
/// [`ConfigError`] if the file is outside of `root`, which has no symbolic link in it, or missing.
pub fn inside(root: &Path, path: &Path) -> Result<(), ConfigError> {
    let real = path
        .canonicalize()
        .map_err(|error| ConfigError::unreadable(path, &error))?;
    if real.starts_with(root) {
        return Ok(());
    }
    let reason = "it is a symbolic link out of the checkout";
    Err(ConfigError::unreadable(path, reason))
}

/// Parses the text of a configuration file that is shown to people as `shown`.
///
/// # Errors
/// [`ConfigError`] with line and column.
pub fn parse(shown: &str, text: &str) -> Result<Config, ConfigError> {
    let config: Config = toml::from_str(text).map_err(|error| toml_error(shown, text, &error))?;
    config.support.check(shown, text)?;
    record::check(&config.record, shown, text)?;
    platforms::check(&config.platforms, shown, text)?;
    config.people().check(shown, text)?;
    if config.version.contradicts_itself() {
        let message = "`calendar` is for the scheme `calver`: leave out one of them";
        let place = support::nth(text, "calendar", 0);
        return Err(ConfigError::at(shown, text, place, message.to_owned()));
    }
    Ok(config)
}

/// The folders with policies that the text of a configuration file names, and nothing else of it: a file
/// of an earlier release may have keys that are no longer known.
///
/// # Errors
/// [`ConfigError`] with line and column, where this part is not in order.
pub fn policy_paths(shown: &str, text: &str) -> Result<Vec<String>, ConfigError> {
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Policy {
        paths: Vec<String>,
    }
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Part {
        policy: Policy,
    }
    let part: Part = toml::from_str(text).map_err(|error| toml_error(shown, text, &error))?;
    Ok(part.policy.paths)
}

/// Reads a regular file of at most [`MAX_BYTES`].
///
/// # Errors
/// [`ConfigError`] if it is anything else, larger, or not UTF-8.
pub fn read_bounded(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |reason: &dyn std::fmt::Display| ConfigError::unreadable(path, reason);
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(unreadable(&"it is not a regular file"));
    }
    if metadata.len() > MAX_BYTES {
        let reason = format!(
            "it has {} bytes, at most {MAX_BYTES} are read",
            metadata.len()
        );
        return Err(unreadable(&reason));
    }
    fs::read_to_string(path).map_err(|error| unreadable(&error))
}

impl Config {
    /// Who may say yes, and by which keys.
    #[must_use]
    pub fn people(&self) -> PeopleConfig {
        PeopleConfig {
            maintainers: self.maintainers.clone(),
            people: self.people.clone(),
            teams: self.teams.clone(),
            trust: self.trust.clone(),
        }
    }

    /// The configured values of rules' parameters, by rule id.
    #[must_use]
    pub fn params(&self) -> BTreeMap<String, BTreeMap<String, serde_json::Value>> {
        let mut params = self.support.params();
        for (id, rule) in self.rule_settings() {
            if !rule.params.is_empty() {
                params.entry(id).or_default().extend(rule.params.clone());
            }
        }
        params
    }

    /// Every rule that the configuration says something about, with what it says.
    pub fn rule_settings(&self) -> impl Iterator<Item = (String, &RuleConfig)> {
        self.rules.iter().flat_map(|(area, rules)| {
            rules
                .iter()
                .map(move |(name, settings)| (format!("{area}.{name}"), settings))
        })
    }

    /// The built-in rules that the project replaces by its own.
    #[must_use]
    pub fn replaced(&self) -> BTreeSet<String> {
        self.policy.replace.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests;
