//! The files that a command is to write, by their names or by a pattern.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, bail};
use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

/// The most files that one pattern may match.
const MAX_MATCHED: usize = 1_000;

/// The most folder entries that are looked at for one pattern.
const MAX_ENTRIES: usize = 100_000;

/// What a command is to write: one file, or all that a pattern matches. `*` and `?` match within a
/// name, `**` matches folders.
pub(super) struct Wanted<'a> {
    asked: &'a Path,
    pattern: Option<GlobMatcher>,
    /// What there was before the command ran.
    before: BTreeMap<PathBuf, Stamp>,
}

/// When a file was changed, and how large it was then.
type Stamp = (SystemTime, u64);

impl<'a> Wanted<'a> {
    /// Looks at what there is in the folder before the command runs.
    ///
    /// # Errors
    /// The pattern is none, or matches too much.
    pub fn before(dir: &Path, asked: &'a Path) -> anyhow::Result<Self> {
        let pattern = pattern(asked)?.filter(|_| !dir.join(asked).exists());
        let mut wanted = Wanted {
            asked,
            pattern,
            before: BTreeMap::new(),
        };
        wanted.before = wanted.stamps(dir)?;
        Ok(wanted)
    }

    /// The files that the command wrote, from the folder, sorted: what it left as it was is another
    /// run's.
    ///
    /// # Errors
    /// There is none, or there are too many.
    pub fn written(&self, dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let after = self.stamps(dir)?.into_iter();
        let new = after.filter(|(path, stamp)| self.before.get(path) != Some(stamp));
        let written: Vec<PathBuf> = new.map(|(path, _)| path).collect();
        if written.is_empty() {
            let shown = self.asked.display();
            let what = match self.pattern {
                Some(_) => format!("anything that `{shown}` matches"),
                None => format!("`{shown}`"),
            };
            bail!("the command did not write {what}, so nothing was recorded");
        }
        Ok(written)
    }

    fn stamps(&self, dir: &Path) -> anyhow::Result<BTreeMap<PathBuf, Stamp>> {
        let paths = match &self.pattern {
            None => vec![self.asked.to_owned()],
            Some(pattern) => matches(dir, self.asked, pattern)?,
        };
        let stamps = paths.into_iter().filter_map(|path| {
            let metadata = dir.join(&path).metadata().ok()?;
            Some((path, (metadata.modified().ok()?, metadata.len())))
        });
        Ok(stamps.collect())
    }
}

/// Whether a file of this path, as a record has it, is what was asked for.
pub(super) fn is_what_was_asked(asked: &Path, source: &str) -> bool {
    let matched = || Some(pattern(asked).ok()??.is_match(slashed(source)));
    *asked.to_string_lossy() == *source || matched().unwrap_or_default()
}

/// The pattern that a path is; `None` if it is a plain one.
fn pattern(path: &Path) -> anyhow::Result<Option<GlobMatcher>> {
    let text = path.to_string_lossy();
    if !text.contains(['*', '?', '[']) {
        return Ok(None);
    }
    let glob = GlobBuilder::new(&slashed(&text))
        .literal_separator(true)
        .build()
        .with_context(|| format!("`{text}` is no pattern of files"))?;
    Ok(Some(glob.compile_matcher()))
}

fn slashed(path: &str) -> String {
    if cfg!(windows) {
        return path.replace('\\', "/");
    }
    path.to_owned()
}

/// The regular files that a pattern matches, from the folder. Symbolic links are not followed.
fn matches(dir: &Path, asked: &Path, pattern: &GlobMatcher) -> anyhow::Result<Vec<PathBuf>> {
    let start = plain_start(asked);
    let entries = WalkDir::new(dir.join(&start)).into_iter();
    let mut found = Vec::new();
    for (number, entry) in entries.enumerate() {
        let entry = match entry {
            Ok(entry) => entry,
            // Nothing is there, or not any more.
            Err(error) if is_gone(&error) => continue,
            Err(error) => return Err(error).context("what was written cannot be listed"),
        };
        if number >= MAX_ENTRIES {
            bail!(
                "`{}` looks into more than {MAX_ENTRIES} files and folders",
                asked.display()
            );
        }
        let path = entry.path().strip_prefix(dir).unwrap_or(entry.path());
        if entry.file_type().is_file() && pattern.is_match(slashed(&path.to_string_lossy())) {
            found.push(path.to_owned());
        }
        if found.len() > MAX_MATCHED {
            bail!(
                "`{}` matches more than {MAX_MATCHED} files",
                asked.display()
            );
        }
    }
    Ok(found)
}

fn is_gone(error: &walkdir::Error) -> bool {
    let kind = error.io_error().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::NotFound)
}

/// The folders that a pattern starts with, up to the first part that is not plain.
fn plain_start(asked: &Path) -> PathBuf {
    let is_plain = |part: &Component| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    asked.components().take_while(is_plain).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[&str]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "old").unwrap();
        }
        folder
    }

    fn written(folder: &TempDir, asked: &str, write: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
        let wanted = Wanted::before(folder.path(), Path::new(asked))?;
        for file in write {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "newer").unwrap();
        }
        wanted.written(folder.path())
    }

    #[test]
    fn what_a_pattern_matches_and_was_written_is_kept() {
        let folder = folder(&["out/a/new/x.json", "out/b/new/y.json", "out/b/base/y.json"]);
        let all = ["out/a/new/x.json", "out/c/new/z.json", "out/c/base/z.json"];
        let kept = written(&folder, "out/**/new/*.json", &all).unwrap();
        let expected = ["out/a/new/x.json", "out/c/new/z.json"].map(PathBuf::from);
        assert_eq!(kept, expected);
    }

    #[test]
    fn what_was_not_written_is_another_runs() {
        let folder = folder(&["out/a.json", "plain.json"]);
        for (asked, what) in [
            ("out/*.json", "anything that `out/*.json` matches"),
            ("plain.json", "`plain.json`"),
            ("none.json", "`none.json`"),
            ("none/*", "anything that `none/*` matches"),
        ] {
            let error = written(&folder, asked, &[]).unwrap_err().to_string();
            assert!(error.contains(what), "{asked}: {error}");
        }
    }

    #[test]
    fn a_file_whose_name_looks_like_a_pattern_is_that_file() {
        let folder = folder(&["a[1].json", "a1.json"]);
        let kept = written(&folder, "a[1].json", &["a[1].json", "a1.json"]).unwrap();
        assert_eq!(kept, [PathBuf::from("a[1].json")]);
    }

    #[test]
    fn patterns_that_are_none_or_match_too_much_are_refused() {
        let folder = folder(&[]);
        assert!(written(&folder, "out/[", &[]).is_err());
        let many: Vec<String> = (0..=MAX_MATCHED).map(|it| format!("out/{it}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let error = written(&folder, "out/*", &many).unwrap_err().to_string();
        assert_eq!(error, "`out/*` matches more than 1000 files");
    }

    #[test]
    fn a_record_names_what_was_asked_for() {
        let is = |asked: &str, source: &str| is_what_was_asked(Path::new(asked), source);
        assert!(is("a.json", "a.json"));
        assert!(is("out/**/*.json", "out/x/y/a.json"));
        assert!(is("a[1].json", "a[1].json"));
        assert!(!is("out/*.json", "out/x/a.json"));
        assert!(!is("a.json", "b.json"));
    }
}
