//! Writing planned files: all of them or none.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::plan::FileChange;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file is not what it was when the change was planned.
    #[error("`{0}` has changed in the meantime: try again")]
    Changed(String),
    /// A file cannot be written. What was written before it is as it was.
    #[error("`{path}` cannot be written, so nothing was: {error}")]
    Failed {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// A file cannot be written, and what was written before it could not be put back.
    #[error(
        "`{path}` cannot be written ({error}), and `{stuck}` is changed already: git restore '{stuck}'"
    )]
    Stuck {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
        /// The file that is changed.
        stuck: String,
    },
}

/// A file that lies ready beside the one whose place it takes.
struct Prepared<'c> {
    change: &'c FileChange,
    target: PathBuf,
    file: NamedTempFile,
}

/// Writes the changed files below `root`. Each is written under another name first, all of them
/// before the first takes its place; if one cannot, those that have are put back.
///
/// # Errors
/// [`WriteError`], after which every file is as it was unless it says otherwise.
pub fn write(root: &Path, changes: &[FileChange]) -> Result<(), WriteError> {
    let prepared: Vec<Prepared<'_>> = changes
        .iter()
        .map(|change| prepare(root, change))
        .collect::<Result<_, _>>()?;
    let mut done: Vec<(&FileChange, PathBuf)> = Vec::new();
    for Prepared {
        change,
        target,
        file,
    } in prepared
    {
        let placed = match change.before {
            Some(_) => file.persist(&target).map_err(|error| error.error),
            None => file.persist_noclobber(&target).map_err(|error| error.error),
        };
        if let Err(error) = placed {
            return Err(put_back(done, change, error));
        }
        done.push((change, target));
    }
    Ok(())
}

fn prepare<'c>(root: &Path, change: &'c FileChange) -> Result<Prepared<'c>, WriteError> {
    let failed = |error: io::Error| WriteError::Failed {
        path: change.path.clone(),
        error,
    };
    let mut target = root.join(&change.path);
    let mut permissions = None;
    if let Some(before) = &change.before {
        // A link stays one: what it leads to is replaced.
        target = target.canonicalize().map_err(failed)?;
        if fs::read(&target).map_err(failed)? != before.as_bytes() {
            return Err(WriteError::Changed(change.path.clone()));
        }
        permissions = Some(fs::metadata(&target).map_err(failed)?.permissions());
    }
    let folder = target.parent().unwrap_or(root);
    let mut file = temporary(folder, permissions.as_ref()).map_err(failed)?;
    file.write_all(change.after.as_bytes()).map_err(failed)?;
    if let Some(permissions) = permissions {
        file.as_file()
            .set_permissions(permissions)
            .map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    Ok(Prepared {
        change,
        target,
        file,
    })
}

/// A temporary file; one for a new file may be read by others, as far as the user's mask lets them.
fn temporary(folder: &Path, permissions: Option<&Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".relcheck-");
    #[cfg(unix)]
    if permissions.is_none() {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = permissions;
    builder.tempfile_in(folder)
}

/// Undoes what is done. Returns the error that made it necessary.
fn put_back(
    done: Vec<(&FileChange, PathBuf)>,
    failed: &FileChange,
    error: io::Error,
) -> WriteError {
    for (change, target) in done.into_iter().rev() {
        let restored = match &change.before {
            None => fs::remove_file(&target),
            Some(before) => restore(&target, before),
        };
        if restored.is_err() {
            return WriteError::Stuck {
                path: failed.path.clone(),
                error,
                stuck: change.path.clone(),
            };
        }
    }
    WriteError::Failed {
        path: failed.path.clone(),
        error,
    }
}

fn restore(target: &Path, before: &str) -> io::Result<()> {
    let permissions = fs::metadata(target)?.permissions();
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = temporary(folder, Some(&permissions))?;
    file.write_all(before.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: &str) -> FileChange {
        FileChange {
            path: path.to_owned(),
            before: before.map(str::to_owned),
            after: after.to_owned(),
            edits: Vec::new(),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_replaced_and_made() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        let changes = [change("a", Some("old"), "new"), change("b", None, "made")];
        write(folder.path(), &changes).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "new");
        assert_eq!(fs::read_to_string(folder.path().join("b")).unwrap(), "made");
        assert_eq!(names(folder.path()), ["a", "b"]);
    }

    #[test]
    fn if_one_cannot_take_its_place_the_others_are_put_back() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        fs::write(folder.path().join("c"), "there").unwrap();
        let changes = [
            change("a", Some("old"), "new"),
            change("b", None, "made"),
            change("c", None, "never"),
        ];
        let error = write(folder.path(), &changes).unwrap_err();
        assert!(matches!(error, WriteError::Failed { .. }), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old");
        assert_eq!(
            fs::read_to_string(folder.path().join("c")).unwrap(),
            "there"
        );
        assert_eq!(names(folder.path()), ["a", "c"]);
    }

    #[test]
    fn what_has_changed_in_the_meantime_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "other").unwrap();
        let error = write(folder.path(), &[change("a", Some("old"), "new")]).unwrap_err();
        assert!(matches!(error, WriteError::Changed(_)), "{error}");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[cfg(unix)]
    #[test]
    fn modes_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, Permissions::from_mode(0o755)).unwrap();
        symlink("real", folder.path().join("link")).unwrap();
        write(folder.path(), &[change("link", Some("old"), "new")]).unwrap();
        assert!(folder.path().join("link").is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(
            fs::metadata(&real).unwrap().permissions().mode() & 0o777,
            0o755
        );
    }
}
