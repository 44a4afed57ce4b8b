//! Reports that a command wrote and that were not kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::find::{loose, start};
use super::runners::runs_tests;
use super::{FOLDER, Record};
use crate::formats::known;

/// By how much the clock of a file system may be behind.
const BEHIND: Duration = Duration::from_millis(20);

/// The reports that a command wrote and that were not kept: where reports are looked for, or where its
/// words name a file. Sorted paths from `dir`, in which it ran, or whole ones. It was started at `since`,
/// which the record has in whole seconds only; `project` is the project's folder.
#[must_use]
pub fn unkept(record: &Record, since: SystemTime, dir: &Path, project: &Path) -> Vec<PathBuf> {
    let files = record.outputs.iter().filter_map(|it| it.source.as_deref());
    let kept: BTreeSet<PathBuf> = files.filter_map(|path| whole(&dir.join(path))).collect();
    let lies_there = loose(project).map(|path| project.join(path));
    let is_named = record.command.iter().flat_map(|word| paths_in(word));
    let found = lies_there.chain(is_named.map(|path| dir.join(path)));
    let found: BTreeSet<PathBuf> = found
        .filter(|path| is_written_since(path, since))
        .filter_map(|path| whole(&path))
        .filter(|path| !kept.contains(path) && is_report(path))
        .collect();
    let dir = whole(dir).unwrap_or_default();
    let from_dir = |path: PathBuf| path.strip_prefix(&dir).map(Path::to_owned).unwrap_or(path);
    found.into_iter().map(from_dir).collect()
}

/// Whether the command runs tests, and nothing that was kept is a report of any kind.
#[must_use]
pub fn keeps_no_report(record: &Record, project: &Path) -> bool {
    let kept = |name: &String| project.join(FOLDER).join(name);
    record.kind.is_none()
        && runs_tests(&record.command)
        && !record.outputs.iter().any(|it| is_report(&kept(&it.name)))
}

/// The paths that a word of a command may name: `cov.out`, `-coverprofile=cov.out`, `xml:coverage.xml`.
fn paths_in(word: &str) -> impl Iterator<Item = &str> {
    let value = word.split_once('=').map(|(_, value)| value);
    let after = word.rsplit_once(':').map(|(_, path)| path);
    [Some(word), value, after].into_iter().flatten()
}

fn is_written_since(path: &Path, since: SystemTime) -> bool {
    let metadata = path.symlink_metadata().ok().filter(fs::Metadata::is_file);
    let modified = metadata.and_then(|it| it.modified().ok());
    modified.is_some_and(|modified| modified + BEHIND >= since)
}

fn is_report(path: &Path) -> bool {
    start(path).is_some_and(|(_, head)| known::is_known(&head))
}

fn whole(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;

    fn run_of(command: &[&str], kind: Option<&str>) -> Record {
        Record {
            command: command.iter().map(|it| (*it).to_owned()).collect(),
            kind: kind.map(str::to_owned),
            ..record()
        }
    }

    #[test]
    fn tests_without_a_report_are_told_of() {
        let project = tempfile::tempdir().unwrap();
        let folder = project.path().join(FOLDER);
        fs::create_dir_all(&folder).unwrap();
        let keeps_none = |text: &str, command: &[&str], kind| {
            fs::write(folder.join("a.stdout"), text).unwrap();
            keeps_no_report(&run_of(command, kind), project.path())
        };
        assert!(keeps_none("3 passed\n", &["pytest", "-q"], None));
        assert!(keeps_none("", &["cargo", "test"], None));
        assert!(!keeps_none("<testsuites/>", &["npm", "test"], None));
        assert!(!keeps_none("3 passed\n", &["pytest"], Some("tests")));
        assert!(!keeps_none("", &["griffe", "check"], None));
    }

    #[test]
    fn the_words_of_a_command_name_files() {
        let paths: Vec<_> = paths_in("--cov-report=xml:out/coverage.xml").collect();
        assert!(paths.contains(&"out/coverage.xml"), "{paths:?}");
        assert!(paths_in("-coverprofile=cov.out").any(|path| path == "cov.out"));
        assert!(paths_in("cov.out").any(|path| path == "cov.out"));
    }
}
