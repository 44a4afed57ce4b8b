//! Which tracked files a run of detect-secrets was not asked to read: its report lists secrets only,
//! so that the folder, the arguments and the filters tell.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use crate::formats::scan::called::Call;
use crate::repo::inside;

/// What stands for other words in a shell.
const EXPANDED: [char; 6] = ['*', '?', '[', '$', '~', '`'];

/// A project in its checkout.
#[derive(Clone, Copy)]
pub(super) struct Reach<'a> {
    /// The checkout, absolute and with `/`.
    pub root: &'a str,
    /// The project's folder in it; empty for the whole.
    pub project: &'a str,
    /// The tracked files, from the project's folder.
    pub tracked: &'a [String],
}

impl Reach<'_> {
    /// The tracked files that any of the calls left out; `None` if that cannot be told. `dir` is the
    /// folder of the run from the checkout's root, and `excluded` has the expressions for files in the
    /// report.
    pub fn left_out(&self, calls: &[Call], dir: &str, excluded: &[String]) -> Option<Vec<String>> {
        let excluded: Result<Vec<Regex>, _> = excluded.iter().map(|it| Regex::new(it)).collect();
        let excluded = excluded.ok()?;
        if calls.is_empty() {
            return self.left_by(None, dir, &excluded);
        }
        let mut left = BTreeSet::new();
        for call in calls {
            left.extend(self.left_by(Some(call), dir, &excluded)?);
        }
        Some(left.into_iter().collect())
    }

    /// The folder that a call was made in, from the checkout's root; `None` if it is not known, or not in
    /// the checkout.
    pub fn folder(&self, call: Option<&Call>, dir: &str) -> Option<String> {
        let mut folder = self.joined("", dir)?;
        for to in call.into_iter().flat_map(|call| &call.folders) {
            if to.contains(EXPANDED) {
                return None;
            }
            folder = self.joined(&folder, to)?;
        }
        Some(folder)
    }

    fn left_by(&self, call: Option<&Call>, dir: &str, excluded: &[Regex]) -> Option<Vec<String>> {
        let mut base = self.folder(call, dir)?;
        let mut asked = Vec::new();
        if let Some(call) = call {
            for root in call.values("--custom-root") {
                base = self.joined(&base, root)?;
            }
            for path in &call.paths {
                if path.contains(EXPANDED) {
                    return None;
                }
                asked.push(self.joined(&base, path)?);
            }
        }
        let is_read = |file: &str| {
            let path = [self.project, file].join("/");
            let path = path.trim_start_matches('/');
            let is_asked = asked.is_empty() || asked.iter().any(|it| below(path, it).is_some());
            let named = below(path, &base);
            let is_excluded = |name: &str| excluded.iter().any(|it| it.is_match(name));
            is_asked && named.is_some_and(|name| !is_excluded(name))
        };
        let left = self.tracked.iter().filter(|file| !is_read(file));
        Some(left.cloned().collect())
    }

    /// The tracked files of bandit's own settings.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &str> {
        let files = self.tracked.iter().map(String::as_str);
        files.filter(move |file| file.rsplit('/').next() == Some(name))
    }

    /// The same from the checkout's root; `None` if it is not in the checkout.
    pub fn in_checkout(&self, dir: &str, path: &str) -> Option<String> {
        self.joined(dir, path)
    }

    /// The path from the project's folder of one that was named in the folder `dir`; `None` if it
    /// is not in the project.
    pub fn in_project(&self, dir: &str, path: &str) -> Option<String> {
        let path = self.joined(dir, path)?;
        below(&path, self.project).map(str::to_owned)
    }

    /// Whether a path that was named in the folder `dir` is that of a file which is there, and which git
    /// does not track.
    pub fn is_untracked(&self, dir: &str, path: &str) -> bool {
        let Some(path) = self.in_project(dir, path) else {
            return false;
        };
        let file = Path::new(self.root).join(self.project).join(&path);
        // On some systems a file may be named in letters of another case.
        let is_tracked = |path: &str| self.tracked.iter().any(|it| it.eq_ignore_ascii_case(path));
        file.is_file() && !is_tracked(&path)
    }

    /// A path from the checkout's root; `None` if it leads out of it, or is not the path itself.
    fn joined(&self, base: &str, path: &str) -> Option<String> {
        let path = path.replace('\\', "/");
        match path.starts_with('/') {
            true => inside("", below(&path, self.root)?),
            false => inside(base, &path),
        }
    }
}

/// What follows a folder in a path.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scan::{ScanFormat, called::calls};

    fn left(project: &str, dir: &str, command: &str, excluded: &[&str]) -> Option<Vec<String>> {
        let tracked = ["app/a.py", "lock.json", "tests/b.py"].map(str::to_owned);
        let reach = Reach {
            root: "/work",
            project,
            tracked: &tracked,
        };
        let words: Vec<String> = match command.strip_prefix("sh: ") {
            Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
            None => command.split(' ').map(str::to_owned).collect(),
        };
        let calls = calls(ScanFormat::DetectSecrets, &words);
        let excluded: Vec<String> = excluded.iter().map(|&it| it.to_owned()).collect();
        reach.left_out(&calls, dir, &excluded)
    }

    #[test]
    fn the_folder_the_arguments_and_the_filters_leave_files_out() {
        let all = ["app/a.py", "lock.json", "tests/b.py"];
        for (dir, command, excluded, expected) in [
            ("", "detect-secrets scan", &[][..], &[][..]),
            ("", "make secrets", &[], &[]),
            ("", "detect-secrets scan .", &[], &[]),
            (
                "",
                "detect-secrets scan ./app/ /work/tests",
                &[],
                &all[1..2],
            ),
            ("", "detect-secrets scan ap", &[], &all),
            ("", "detect-secrets -C app scan", &[], &all[1..]),
            ("", "detect-secrets scan", &["^lock"], &all[1..2]),
            ("", "detect-secrets scan", &[".*"], &all),
            ("tests", "detect-secrets scan", &[], &all[..2]),
            ("tests", "detect-secrets scan ../app", &["^a"], &all),
            ("tests", "make secrets", &[], &all[..2]),
            ("", "sh: cd app && detect-secrets scan", &[], &all[1..]),
            (
                "",
                "sh: detect-secrets scan > x; detect-secrets scan app tests",
                &[],
                &all[1..2],
            ),
        ] {
            let left = left("", dir, command, excluded);
            let expected: Vec<String> = expected.iter().map(|&it| it.to_owned()).collect();
            assert_eq!(left, Some(expected), "{dir} {command} {excluded:?}");
        }
    }

    #[test]
    fn a_project_is_read_from_its_own_folder_or_from_above() {
        assert_eq!(left("lib", "", "detect-secrets scan", &[]), Some(vec![]));
        assert_eq!(left("lib", "lib", "detect-secrets scan", &[]), Some(vec![]));
        let other = left("lib", "other", "detect-secrets scan", &[]);
        assert_eq!(other.map(|it| it.len()), Some(3));
    }

    #[test]
    fn what_cannot_be_told_is_not_taken_for_read() {
        for (command, excluded) in [
            ("sh: cd $APP && detect-secrets scan", &[][..]),
            ("sh: detect-secrets scan; cd .. && detect-secrets scan", &[]),
            ("sh: detect-secrets scan $FILES", &[]),
            ("detect-secrets scan ../elsewhere", &[]),
            ("detect-secrets scan", &["(?=a)"]),
        ] {
            assert_eq!(left("", "", command, excluded), None, "{command}");
        }
    }

    #[test]
    fn an_untracked_file_is_there_and_is_none_that_git_tracks() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["src/a.py", ".venv/b.py", "Main.py"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let tracked = ["main.py", "src/a.py"].map(str::to_owned);
        let root = folder.path().to_string_lossy().replace('\\', "/");
        let reach = Reach {
            root: &root,
            project: "",
            tracked: &tracked,
        };
        assert!(reach.is_untracked("", "./.venv/b.py"));
        assert!(reach.is_untracked("src", "../.venv/b.py"));
        // What a scan in a folder names is there, and tracked.
        assert!(!reach.is_untracked("src", "./a.py"));
        // What is not there may be anywhere.
        assert!(!reach.is_untracked("", "./a.py"));
        assert!(!reach.is_untracked("", "Main.py"));
        assert!(!reach.is_untracked("", "/elsewhere/b.py"));
    }
}
