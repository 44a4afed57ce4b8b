//! Where the list of a project's maintainers comes from.

use crate::config::PeopleConfig;

/// What lists the maintainers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// The configuration's `[[maintainers]]`.
    Configuration,
    /// A MAINTAINERS file of this path.
    File(String),
    /// Nothing does.
    #[default]
    None,
}

impl Source {
    pub(super) fn of(config: &PeopleConfig, file: Option<&str>) -> Self {
        match file {
            _ if !config.maintainers.is_empty() => Source::Configuration,
            Some(path) => Source::File(path.to_owned()),
            None => Source::None,
        }
    }
}
