//! Which files of a commit hold benchmarks, or set them up.
//!
//! It is told by names and by the words that frameworks go by. What a script does by itself is not seen:
//! that none is found shows something only where others are found at another commit.

use super::super::Context;
use super::super::foreign::is_vendored;
use crate::facts::{BenchmarkSources, Missing};
use crate::repo::{Revision, RevisionFile};

/// The most files of a commit that are named.
const MAX_NAMED: usize = 10;

/// The most files of a commit that are read.
const MAX_READ: usize = 10_000;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 1024 * 1024;

const FOLDERS: &[&str] = &["asv_bench", "bench", "benches", "benchmark", "benchmarks"];

/// How the names of files begin or end, without what follows the last dot.
const BEGINNINGS: &[&str] = &["bench_", "benchmark_", "benchmarks_", "test_bench"];
const ENDINGS: &[&str] = &[
    ".bench",
    "_bench",
    "_bench_test",
    "_benchmark",
    "_benchmarks",
    "Benchmark",
    "Benchmarks",
];

/// Whole names, in the same way.
const NAMES: &[&str] = &["asv.conf", "bench", "benchmark", "benchmarks"];

/// What files that end so have in them where they hold benchmarks.
const WORDS: &[(&str, &[&str])] = &[
    ("Cargo.toml", &["[[bench]]", "criterion", "divan", "iai"]),
    ("_test.go", &["func Benchmark", "*testing.B"]),
    ("pyproject.toml", &["pytest-benchmark", "asv", "codspeed"]),
    ("setup.py", &["pytest-benchmark"]),
    ("setup.cfg", &["pytest-benchmark"]),
    ("tox.ini", &["pytest-benchmark"]),
    ("Pipfile", &["pytest-benchmark"]),
    ("requirements.in", &["pytest-benchmark"]),
    ("requirements.txt", &["pytest-benchmark"]),
    ("requirements-dev.txt", &["pytest-benchmark"]),
    ("requirements/dev.txt", &["pytest-benchmark"]),
    ("requirements/test.txt", &["pytest-benchmark"]),
    ("requirements/tests.txt", &["pytest-benchmark"]),
    ("package.json", &["bench"]),
    ("pom.xml", &["jmh", "benchmark"]),
    (".gradle", &["jmh", "benchmark"]),
    (".gradle.kts", &["jmh", "benchmark"]),
    (".csproj", &["BenchmarkDotNet"]),
    ("CMakeLists.txt", &["benchmark"]),
    ("Makefile", &["bench", "hyperfine"]),
    ("justfile", &["bench", "hyperfine"]),
];

/// Folders whose workflows may run benchmarks.
const WORKFLOWS: &[&str] = &[".github/workflows/", ".gitlab/", ".circleci/"];

/// What a workflow has in it that does.
const RUNS: &[&str] = &["bench", "hyperfine"];

/// The benchmarks of HEAD, and those of this commit.
///
/// # Errors
/// [`Missing`] if one of the trees cannot be read, or has too many files to look at.
pub(super) fn read(context: &Context, previous: &str) -> Result<BenchmarkSources, Missing> {
    let head = context.repository()?.head.as_ref();
    let head = head.ok_or_else(|| Missing::because("there is no commit"))?;
    let project = context.checkout().project();
    let now = context.repo().revision(&head.commit, project)?;
    let before = context.repo().revision(previous, project)?;
    let at_head = of_revision(&now, None)?;
    // What was read at HEAD for nothing says nothing there either.
    let read = at_head.is_empty().then_some(&now);
    Ok(BenchmarkSources {
        previous: of_revision(&before, read)?,
        head: at_head,
    })
}

/// The benchmarks by their names, or, where there are none, by what stands in files. Those that are in
/// `read` as they are were looked into already.
fn of_revision(revision: &Revision, read: Option<&Revision>) -> Result<Vec<String>, Missing> {
    let own = || {
        let files = revision.files().iter();
        files.filter(|file| !is_vendored(&file.path))
    };
    let named = own().filter(|file| is_named(&file.path));
    let named: Vec<String> = named.take(MAX_NAMED).map(|it| it.path.clone()).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let is_known = |file: &RevisionFile| {
        let same = read.and_then(|read| read.file(&file.path));
        same.is_some_and(|same| same.has_content_of(file))
    };
    let mut found = Vec::new();
    let mut unread = MAX_READ;
    for file in own().filter(|file| !is_known(file)) {
        if found.len() < MAX_NAMED && has_words(revision, file, &mut unread)? {
            found.push(file.path.clone());
        }
    }
    Ok(found)
}

fn is_named(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folders.split('/').any(|it| FOLDERS.contains(&it)) {
        return true;
    }
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    // A document that is called so holds none.
    let is_code = !["md", "rst", "txt"].contains(&extension);
    is_code
        && (NAMES.contains(&stem)
            || BEGINNINGS.iter().any(|it| stem.starts_with(it))
            || ENDINGS.iter().any(|it| stem.ends_with(it)))
}

/// The words of which one makes it a file that holds or runs benchmarks; none for one that is not read.
fn words_of(path: &str) -> Vec<&'static str> {
    let is_workflow =
        WORKFLOWS.iter().any(|folder| path.starts_with(folder)) || path == ".gitlab-ci.yml";
    let endings = WORDS.iter().filter(|(ending, _)| path.ends_with(ending));
    let words = endings.flat_map(|(_, words)| *words);
    let runs = RUNS.iter().filter(|_| is_workflow);
    words.chain(runs).copied().collect()
}

fn has_words(
    revision: &Revision,
    file: &RevisionFile,
    unread: &mut usize,
) -> Result<bool, Missing> {
    let known = words_of(&file.path);
    if known.is_empty() {
        return Ok(false);
    }
    *unread = unread
        .checked_sub(1)
        .ok_or_else(|| Missing::because(format!("more than {MAX_READ} files would be read")))?;
    // One that is too large to be read is no code that somebody wrote.
    let Ok(bytes) = revision.read(file, MAX_FILE) else {
        return Ok(false);
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(known.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn benchmarks_are_known_by_their_names() {
        for path in [
            "benches/a.rs",
            "core/benches/deep/b.rs",
            "tests/test_bench_io.py",
            "src/sum.bench.ts",
            "io_bench_test.go",
            "asv.conf.json",
            "bench.py",
            "src/SortBenchmark.java",
        ] {
            assert!(is_named(path), "{path}");
        }
        for path in [
            "src/lib.rs",
            "docs/benchmarks.md",
            "workbench.py",
            "tests/test_a.py",
        ] {
            assert!(!is_named(path), "{path}");
        }
    }
}
