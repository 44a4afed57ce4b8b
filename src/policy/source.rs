//! Where policies come from: the program itself, and the project's own folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::embedded;
use super::error::{LoadError, LoadErrors};
use super::overrides::Overrides;
use super::text::PolicyText;

/// The largest policy file that is read, in bytes. The engine's own limit is the same.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The most files that one folder of policies may hold.
const MAX_FILES: usize = 2_000;

/// The most files and folders of any kind that are looked at for policies: `-p /` is a slip.
const MAX_ENTRIES: usize = 100_000;

/// How deep a folder of policies may nest.
const MAX_FOLDER_DEPTH: usize = 16;

/// The name of the file with the parameters of the rules beside it.
const DATA: &str = "data.yaml";

/// One file, by the name under which messages speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFile {
    /// The path, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: PolicyText,
    /// Whether it is written as Rego was before 1.0: only what a Conftest user brings may be.
    pub(super) is_rego_v0: bool,
}

impl PolicyFile {
    /// A file of this path and text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<PolicyText>) -> Self {
        PolicyFile {
            path: path.into(),
            text: text.into(),
            is_rego_v0: false,
        }
    }

    /// Whether the name says that this file holds tests.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.path.ends_with("_test.rego")
    }
}

/// Everything that a set of policies is made from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The built-in `.rego` files: rules, libraries and tests.
    pub builtin: Vec<PolicyFile>,
    /// The list of built-in rules.
    pub manifest: PolicyFile,
    /// The parameters of the built-in rules.
    pub data: PolicyFile,
    /// What the YAML of the built-in files says, read ahead; empty if it is to be read.
    pub read_ahead: &'static str,
    /// The project's own `.rego` files.
    pub user: Vec<PolicyFile>,
    /// The parameters of the project's own rules: one file for each folder that has one.
    pub user_data: Vec<PolicyFile>,
    /// The built-in rules that the project's configuration names as replaced by its own.
    pub replaced: BTreeSet<String>,
    /// The parameters that the project's configuration changes.
    pub overrides: Overrides,
    /// Whether the text of the built-in rules is checked as the project's own is.
    ///
    /// That costs a quarter of a millisecond a rule. The tests of relcheck do it for the embedded
    /// rules, so that a run need not.
    pub check_builtin: bool,
    /// The JSON Schema of `input`, which every reference is followed through. Without one, `null`,
    /// references are checked by name only.
    pub schema: serde_json::Value,
}

impl Sources {
    /// The policies that are part of the program, and nothing else.
    #[must_use]
    pub fn embedded() -> Self {
        Sources {
            builtin: embedded::files(),
            manifest: embedded::manifest(),
            data: embedded::thresholds(),
            read_ahead: embedded::read_ahead(),
            ..Sources::default()
        }
    }

    /// Adds a folder of the project's own policies, read with [`read_folder`].
    ///
    /// # Errors
    /// Those of [`read_folder`].
    pub fn add_folder(&mut self, folder: &Path, shown_as: &str) -> Result<(), LoadErrors> {
        let (files, data) = read_folder(folder, shown_as)?;
        self.user.extend(files);
        self.user_data.extend(data);
        Ok(())
    }
}

impl Default for PolicyFile {
    fn default() -> Self {
        PolicyFile::new("", "")
    }
}

/// Reads a folder of policies and all below it: the `.rego` files sorted by path, and its
/// `data.yaml` if it has one. Messages call the folder `shown_as`.
///
/// # Errors
/// What keeps the folder from being read as a whole: it is missing or holds no policy, a file is
/// too large, not UTF-8 or a symbolic link, there are too many.
pub fn read_folder(
    folder: &Path,
    shown_as: &str,
) -> Result<(Vec<PolicyFile>, Option<PolicyFile>), LoadErrors> {
    let mut files = Vec::new();
    let mut data = None;
    let mut errors = Vec::new();
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .max_depth(MAX_FOLDER_DEPTH)
        .into_iter();
    for (seen, entry) in walk.enumerate() {
        if seen == MAX_ENTRIES {
            let message =
                format!("holds more than {MAX_ENTRIES} files: it is no folder of policies");
            errors.push(LoadError::of_file(shown_as, message));
            break;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(LoadError::of_file(
                    shown_as,
                    format!("cannot be read: {error}"),
                ));
                continue;
            }
        };
        let path = shown_path(folder, entry.path(), shown_as);
        let is_data = entry.depth() == 1 && entry.file_name() == DATA;
        let is_rego = entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rego");
        if entry.depth() > 0 && entry.path_is_symlink() {
            let message = "is a symbolic link, which is not followed: put the file itself here";
            errors.push(LoadError::of_file(&path, message));
        } else if entry.depth() == MAX_FOLDER_DEPTH && entry.file_type().is_dir() {
            let message = format!(
                "lies deeper than {MAX_FOLDER_DEPTH} folders, where no policy is looked for"
            );
            errors.push(LoadError::of_file(&path, message));
        } else if (is_data || is_rego)
            && !entry.file_type().is_file()
            && !entry.file_type().is_dir()
        {
            let message = "is neither a file nor a folder";
            errors.push(LoadError::of_file(&path, message));
        } else if entry.file_type().is_file() && (is_data || is_rego) {
            match read_file(entry.path(), &path) {
                Ok(file) if is_data => data = Some(file),
                Ok(file) => files.push(file),
                Err(error) => errors.push(error),
            }
        }
        if files.len() > MAX_FILES {
            let message = format!("holds more than {MAX_FILES} policy files");
            errors.push(LoadError::of_file(shown_as, message));
            break;
        }
    }
    if files.is_empty() && errors.is_empty() {
        errors.push(LoadError::of_file(
            shown_as,
            "holds no policy (no `.rego` file)",
        ));
    }
    LoadErrors::check(errors)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, data))
}

fn shown_path(folder: &Path, path: &Path, shown_as: &str) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts = below.iter().map(|part| part.to_string_lossy().into_owned());
    let shown = shown_as.trim_end_matches('/').to_owned();
    [shown]
        .into_iter()
        .chain(parts)
        .collect::<Vec<_>>()
        .join("/")
}

fn read_file(path: &Path, shown: &str) -> Result<PolicyFile, LoadError> {
    let unreadable =
        |error: std::io::Error| LoadError::of_file(shown, format!("cannot be read: {error}"));
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        let message = format!("is {size} bytes long; a policy file has {MAX_FILE_BYTES} at most");
        return Err(LoadError::of_file(shown, message));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(PolicyFile::new(shown, text)),
        Err(error) => {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let lines = valid
                .unwrap_or_default()
                .iter()
                .filter(|byte| **byte == b'\n');
            let line = lines.count() as u64 + 1;
            Err(LoadError::new(shown, line, 0, "is not UTF-8 text"))
        }
    }
}
