//! What coverage.py, nyc, c8, gcov, LLVM and Go measured earlier: their reports are made of such data, whose ever
//! it is.
//!
//! Only what lies in the command's folder is seen, and what `COVERAGE_FILE`, `--data-file` or `--temp-dir`
//! names; not what a project's configuration (`data_file`, `.nycrc`) puts elsewhere. The data of compiled
//! programs is seen anywhere below the folder.

mod istanbul;
mod native;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::run::text;

/// How the files of data are named: `.coverage`, and `.coverage.host.1.x` of one process each.
const NAME: &str = ".coverage";

/// The most that are looked at.
const MAX_FILES: usize = 1_000;

/// What names the file of data, in the words of a command.
const NAMING: [&str; 2] = ["COVERAGE_FILE=", "--data-file="];

/// What a command says that adds to data instead of writing it anew.
const ADDS: [&str; 3] = ["-a", "--append", "--cov-append"];

/// The data that there is before a command runs.
pub(super) struct Leftovers {
    dir: PathBuf,
    /// From the folder, each with what it was.
    files: Vec<(String, Option<State>)>,
}

#[derive(PartialEq, Eq)]
struct State {
    size: u64,
    modified: Option<SystemTime>,
    /// Where the file system has it.
    created: Option<SystemTime>,
}

impl State {
    /// Whether it is the same file still, whatever was added to it.
    fn is_same_file(&self, now: &State) -> bool {
        self.created.is_some() && self.created == now.created
    }
}

impl Leftovers {
    pub(super) fn before(dir: &Path, command: &[OsString]) -> Self {
        let named = std::env::var("COVERAGE_FILE").ok();
        let command = text(command).join(" ");
        let words = words(&command);
        let told = words.filter_map(|word| NAMING.iter().find_map(|name| word.strip_prefix(name)));
        let named = named.into_iter().chain(told.map(str::to_owned));
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let of_data = |name: &String| {
            let rest = name.strip_prefix(NAME);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let of_nyc = istanbul::data(dir, &command);
        let names = names.filter(of_data).take(MAX_FILES);
        let compiled = native::data(dir, &command);
        let mut names: Vec<String> = names.chain(named).chain(of_nyc).chain(compiled).collect();
        names.sort();
        names.dedup();
        let files = names.into_iter().filter_map(|name| {
            let state = state(&dir.join(&name))?;
            Some((name, Some(state)))
        });
        Leftovers {
            dir: dir.to_owned(),
            files: files.collect(),
        }
    }

    /// The data that the command has used or may have used: what is as it was, what it has added to,
    /// and what it has put together with other data, which takes it away.
    pub(super) fn used(&self, command: &[OsString]) -> Vec<String> {
        let command = text(command).join(" ");
        let adds = words(&command).any(|word| ADDS.contains(&word));
        let combines = command.contains("combine");
        let used = self
            .files
            .iter()
            .filter(|(name, before)| match state(&self.dir.join(name)) {
                None => combines && !native::is_data(name),
                Some(now) if native::adds(name) => {
                    let is_same = before.as_ref().is_some_and(|it| it.is_same_file(&now));
                    is_same || Some(now) == *before
                }
                now if native::is_data(name) => now == *before,
                now => adds || now == *before,
            });
        used.map(|(name, _)| name.clone()).collect()
    }
}

/// The words of a command, and of what it has a shell do.
fn words(command: &str) -> impl Iterator<Item = &str> {
    command.split(|c: char| c.is_whitespace() || "\"';&|()".contains(c))
}

/// `None` if there is no such file.
fn state(path: &Path) -> Option<State> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(State {
        size: metadata.len(),
        modified: metadata.modified().ok(),
        created: metadata.created().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(command: &[&str], act: impl Fn(&Path)) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [".coverage", ".coverage.host.1", ".coveragerc", "x.coverage"] {
            fs::write(path(name), "old").unwrap();
        }
        fs::create_dir(path(".coverage.d")).unwrap();
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let leftovers = Leftovers::before(folder.path(), &command);
        act(folder.path());
        leftovers.used(&command)
    }

    #[test]
    fn data_that_is_as_it_was_is_left_over() {
        assert_eq!(
            used(&["coverage", "json"], |_| {}),
            [".coverage", ".coverage.host.1"]
        );
    }

    #[test]
    fn data_of_nyc_and_c8_that_is_still_there_is_left_over() {
        let left = |command: &str, clean: bool| {
            let folder = tempfile::tempdir().unwrap();
            let all = [
                "nyc/a.json",
                ".nyc_output/b.json",
                "coverage/tmp/c.json",
                "out/tmp/d.json",
            ];
            for name in all {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "{}").unwrap();
            }
            let scripts = r#"{"scripts": {"cover": "nyc --no-clean mocha"}}"#;
            fs::write(folder.path().join("package.json"), scripts).unwrap();
            let command: Vec<OsString> = command.split(' ').map(OsString::from).collect();
            let leftovers = Leftovers::before(folder.path(), &command);
            if clean {
                all.iter()
                    .for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
            }
            leftovers.used(&command).join(" ")
        };
        assert_eq!(
            left("npx nyc --no-clean mocha", false),
            ".nyc_output/b.json"
        );
        assert_eq!(left("npx nyc mocha", true), "");
        assert_eq!(
            left("nyc report --temp-dir=nyc", false),
            ".nyc_output/b.json nyc/a.json"
        );
        assert_eq!(
            left("node_modules/.bin/c8 report -o out", false),
            "coverage/tmp/c.json out/tmp/d.json"
        );
        assert_eq!(left("npm run cover", false), ".nyc_output/b.json");
        assert_eq!(left("npx jest --coverage", false), "");
    }

    #[test]
    fn data_of_compiled_programs_is_left_over_until_it_is_removed() {
        let left = |command: &str, act: &dyn Fn(&Path)| {
            let folder = tempfile::tempdir().unwrap();
            let all = [
                "build/demo.gcda",
                "covdata/covcounters.1",
                "covdata/covmeta.1",
                "node_modules/x.gcda",
                "target/d.profdata",
                "target/llvm-cov-target/a.profraw",
            ];
            for name in all {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "old").unwrap();
            }
            let command: Vec<OsString> = command.split(' ').map(OsString::from).collect();
            let leftovers = Leftovers::before(folder.path(), &command);
            act(folder.path());
            leftovers.used(&command).join(" ")
        };
        let native = "build/demo.gcda target/d.profdata target/llvm-cov-target/a.profraw";
        let all = native.replace(" target/d", " covdata/covcounters.1 target/d");
        assert_eq!(left("make cov", &|_| {}), all);
        assert_eq!(left("go test ./...", &|_| {}), native);
        assert_eq!(
            left("cargo llvm-cov --lcov", &|_| {}),
            "build/demo.gcda covdata/covcounters.1 target/llvm-cov-target/a.profraw"
        );
        let anew = |folder: &Path| {
            for name in ["build/demo.gcda", "covdata/covcounters.1"] {
                fs::remove_file(folder.join(name)).unwrap();
            }
            fs::write(folder.join("target/d.profdata"), "newer").unwrap();
            fs::remove_dir_all(folder.join("target/llvm-cov-target")).unwrap();
        };
        assert_eq!(left("make cov", &anew), "");
        let add = |folder: &Path| {
            anew(folder);
            fs::write(folder.join("covdata/covcounters.2"), "new").unwrap();
        };
        assert_eq!(left("go tool covdata textfmt -i=covdata", &add), "");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_gcov_has_added_to_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.gcda");
        fs::write(&path, "old").unwrap();
        let has_times = fs::metadata(&path).unwrap().created().is_ok();
        let command = [OsString::from("make")];
        let leftovers = Leftovers::before(folder.path(), &command);
        fs::write(&path, "longer").unwrap();
        assert_eq!(!leftovers.used(&command).is_empty(), has_times);
    }

    #[test]
    fn data_that_is_written_anew_is_not() {
        let anew = |folder: &Path| {
            fs::write(folder.join(".coverage"), "newer").unwrap();
            fs::remove_file(folder.join(".coverage.host.1")).unwrap();
        };
        assert_eq!(used(&["pytest", "--cov"], anew), [""; 0]);
        let both = [".coverage"];
        assert_eq!(used(&["pytest", "--cov-append"], anew), both);
        assert_eq!(used(&["sh", "-c", "coverage run -a -m pytest"], anew), both);
        assert_eq!(used(&["pytest", "-k", "x-a"], anew), [""; 0]);
        let elsewhere = "COVERAGE_FILE=x.coverage coverage json";
        let named = used(&["sh", "-c", elsewhere], anew);
        assert_eq!(named, ["x.coverage"]);
        assert_eq!(
            used(&["coverage", "json", "--data-file=x.coverage"], anew),
            named
        );
        let combined = used(&["sh", "-c", "coverage combine; coverage json"], anew);
        assert_eq!(combined, [".coverage.host.1"]);
    }
}
