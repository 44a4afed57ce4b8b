//! The comment above a package that holds its METADATA.

use serde_saphyr::{Error, Location};

use crate::policy::error::LoadError;
use crate::policy::source::PolicyFile;
use crate::policy::yaml;

const HEADER: &str = "METADATA";

/// The YAML text of a block, and where it stands.
pub(super) struct Block<'a> {
    pub(super) file: &'a PolicyFile,
    pub(super) yaml: String,
    /// The line of the file on which the YAML's first line stands.
    first: u64,
    /// The line of the `package` statement.
    pub(super) package: u64,
}

impl<'a> Block<'a> {
    /// # Errors
    /// There is none.
    pub(super) fn find(file: &'a PolicyFile, package: Option<u64>) -> Result<Self, LoadError> {
        let lines: Vec<&str> = file.text.lines().collect();
        let package = package.unwrap_or_else(|| {
            let index = lines.iter().position(|line| line.starts_with("package "));
            index.map_or(0, |index| index as u64 + 1)
        });
        let above = usize::try_from(package).unwrap_or(0).saturating_sub(1);
        let above = lines.get(..above).unwrap_or_default();
        let start = above
            .iter()
            .rposition(|line| comment(line).is_some_and(|text| text.trim() == HEADER));
        let missing = || {
            LoadError::new(
                &file.path,
                package,
                1,
                "the rule has no METADATA block above its `package` line",
            )
        };
        let start = start.ok_or_else(missing)? + 1;
        let mut yaml = String::new();
        for line in above.get(start..).unwrap_or_default() {
            // The block ends where the comment does, which has to be at the package.
            let text = comment(line).ok_or_else(missing)?;
            yaml.push_str(text);
            yaml.push('\n');
        }
        Ok(Block {
            file,
            yaml,
            first: start as u64 + 1,
            package,
        })
    }

    /// A problem at a place of the YAML.
    pub(super) fn at(&self, place: Location, message: impl Into<String>) -> LoadError {
        if place.line() == 0 {
            return LoadError::new(&self.file.path, self.package, 1, message);
        }
        let line = self.first + place.line() - 1;
        // `# ` stands before each line of the YAML.
        LoadError::new(&self.file.path, line, place.column() + 2, message)
    }

    pub(super) fn yaml_error(&self, error: &Error) -> LoadError {
        let place = error.location().unwrap_or(Location::UNKNOWN);
        self.at(place, yaml::message(error))
    }
}

/// The text of a comment that starts its line, without `#` and one space.
fn comment(line: &str) -> Option<&str> {
    let text = line.strip_prefix('#')?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}
