//! Commands that run tests, by what they are called.

use super::{BENCHMARK, COVERAGE, KINDS, TESTS, tool_of};
use crate::formats::shell::{Named, all_named, named};

/// Programs and sub-commands that run tests, whatever else they are told. A new one is a word here.
const RUNNERS: &[&str] = &[
    "ava",
    "bats",
    "bazel coverage",
    "bazel test",
    "behave",
    "bun test",
    "busted",
    "cabal test",
    "cargo insta test",
    "cargo llvm-cov",
    "cargo nextest",
    "cargo t",
    "cargo tarpaulin",
    "cargo test",
    "ctest",
    "cucumber",
    "cypress run",
    "dart test",
    "deno test",
    "dotnet test",
    "dotnet vstest",
    "flutter test",
    "ginkgo",
    "go test",
    "gotestsum",
    "hatch test",
    "jest",
    "karma start",
    "lein test",
    "meson test",
    "mix test",
    "mocha",
    "mvn deploy",
    "mvn install",
    "mvn integration-test",
    "mvn package",
    "mvn test",
    "mvn verify",
    "nose2",
    "paratest",
    "pest",
    "phpspec",
    "phpunit",
    "playwright test",
    "prove",
    "pytest",
    "robot",
    "rspec",
    "sbt test",
    "stack test",
    "swift test",
    "tape",
    "unittest",
    "vitest",
    "xmlrunner",
    "zope-testrunner",
];

/// Sub-commands of those that run nothing.
const NO_RUNS: &[&str] = &[
    "cargo llvm-cov clean",
    "cargo llvm-cov report",
    "cargo llvm-cov show-env",
    "cargo nextest archive",
    "cargo nextest list",
    "cargo nextest show-config",
    "vitest list",
];

/// Options with which any program runs nothing.
const ASKS: &[&str] = &["--help", "--version"];

/// Programs that run what a project's own file calls so: any of their words may be a task.
const TASKS: &[&str] = &[
    "gmake", "grunt", "gulp", "inv", "invoke", "just", "lage", "lerna", "mage", "make", "moon",
    "ninja", "nmake", "nx", "poe", "rake", "task", "turbo", "wireit",
];

/// The same where the task is the first word, or the one behind `run`.
const SCRIPTS: &[&str] = &[
    "bun", "composer", "hatch", "npm", "pdm", "pnpm", "rye", "yarn",
];

/// Words of a task's name that say that it runs tests.
const OF_TESTS: &[&str] = &[
    "cov",
    "cover",
    "coverage",
    "e2e",
    "integration",
    "itest",
    "itests",
    "jest",
    "mocha",
    "pytest",
    "spec",
    "specs",
    "test",
    "tests",
    "unit",
    "unittest",
    "unittests",
    "vitest",
];

/// The same of a program, whose name says less.
const OF_PROGRAMS: &[&str] = &["e2e", "specs", "test", "tests", "unittest", "unittests"];

/// Programs that run tests in environments of their own, each with the options that choose them.
const ENVIRONMENTS: &[(&str, &[&str])] = &[
    ("nox", &["-s", "-e", "--session", "--sessions"]),
    ("tox", &["-e", "--env"]),
];

/// What the outputs of a command are evidence of, as far as its words tell: sorted, and empty where they
/// tell nothing. `kind` is what was said of it, and `files` are those that it writes.
#[must_use]
pub fn kinds_of(command: &[String], kind: Option<&str>, files: &[String]) -> Vec<&'static str> {
    if let Some(kind) = kind {
        return KINDS.iter().filter(|it| **it == kind).copied().collect();
    }
    let says = |part: &str| command.iter().chain(files).any(|word| word.contains(part));
    let mut kinds = Vec::new();
    for step in all_named(command) {
        if is_runner(&step) {
            // Of one that may measure, too, its words say whether it does.
            kinds.push(TESTS);
            kinds.extend((says("cov") || says("jacoco")).then_some(COVERAGE));
            kinds.extend(says("bench").then_some(BENCHMARK));
        } else if let Some(tool) = tool_of(&step.words) {
            let others = tool.kinds.iter().filter(|_| !tool.kinds.contains(&TESTS));
            kinds.extend(others.copied());
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Whether a command, or one that it wraps, runs tests, as far as its words tell.
pub(super) fn runs_tests(words: &[String]) -> bool {
    named(words).iter().any(is_runner)
}

/// The same of one of the commands that a command is known by.
pub(super) fn is_runner(command: &Named) -> bool {
    let names = |list: &[&str]| {
        command
            .names
            .iter()
            .any(|name| list.contains(&name.as_str()))
    };
    let Some((program, rest)) = command.words.split_first() else {
        return false;
    };
    if names(NO_RUNS) || rest.iter().any(|word| ASKS.contains(&word.as_str())) {
        return false;
    }
    if program == "gradle" {
        return is_of_gradle(command);
    }
    names(RUNNERS)
        || is_of_node(program, rest)
        || is_environment(program, rest)
        || is_task(program, rest)
        || is_script(program)
        || is_of_django(program, rest)
}

/// Its tasks may be called anything; `-x test` leaves the usual one out.
fn is_of_gradle(command: &Named) -> bool {
    let options = command.options.iter();
    let excluded: Vec<&str> = options
        .filter_map(|it| {
            it.strip_prefix("-x ")
                .or(it.strip_prefix("--exclude-task "))
        })
        .map(|task| task.rsplit(':').next().unwrap_or(task))
        .collect();
    let tasks = command
        .names
        .iter()
        .filter_map(|it| it.strip_prefix("gradle "));
    let mut tasks = tasks.filter(|it| !it.contains(' ') && !excluded.contains(it));
    tasks.any(|task| match task {
        "build" | "check" => !excluded.contains(&"test"),
        task => tells_of(task, OF_TESTS),
    })
}

fn is_of_node(program: &str, rest: &[String]) -> bool {
    program == "node" && rest.iter().any(|word| word == "--test")
}

fn is_of_django(program: &str, rest: &[String]) -> bool {
    let manages = |word: &&String| word.ends_with("manage.py");
    let mut words = std::iter::once(program).chain(rest.iter().map(String::as_str));
    let is_managed = program.ends_with("manage.py") || rest.first().filter(manages).is_some();
    is_managed && words.any(|word| word == "test")
}

/// `tox -e lint` runs none, and `tox` and `tox -e py312` do.
fn is_environment(program: &str, rest: &[String]) -> bool {
    let Some((_, options)) = ENVIRONMENTS.iter().find(|(name, _)| *name == program) else {
        return false;
    };
    let mut chosen = Vec::new();
    let mut words = rest.iter().map(String::as_str).take_while(|it| *it != "--");
    while let Some(word) = words.next() {
        let inline = word
            .split_once('=')
            .filter(|(name, _)| options.contains(name));
        match inline {
            Some((_, value)) => chosen.push(value),
            None if options.contains(&word) => chosen.extend(words.next()),
            None => {}
        }
    }
    let runs = |name: &str| {
        let name = name.to_ascii_lowercase();
        name == "all" || name.starts_with("py") || tells_of(&name, OF_TESTS)
    };
    chosen.is_empty() || chosen.iter().flat_map(|it| it.split(',')).any(runs)
}

fn is_task(program: &str, rest: &[String]) -> bool {
    let plain = rest.iter().map(String::as_str);
    let mut plain = plain
        .take_while(|word| *word != "--")
        .filter(|word| !word.starts_with('-'));
    if TASKS.contains(&program) {
        // `check` of a Makefile is what `make check` of the GNU standards is.
        let is_check = |word: &str| word == "check" && program.ends_with("make");
        return plain
            .any(|word| !word.contains('=') && (is_check(word) || tells_of(word, OF_TESTS)));
    }
    if !SCRIPTS.contains(&program) {
        return false;
    }
    match plain.next() {
        Some("run" | "run-script") => plain.next().is_some_and(|word| tells_of(word, OF_TESTS)),
        Some("t" | "tst" | "it" | "install-test") => program == "npm",
        Some(word) => tells_of(word, OF_TESTS) && (program != "npm" || word == "test"),
        None => false,
    }
}

/// A script of the project: `run_tests.sh`.
fn is_script(program: &str) -> bool {
    let stem = program.split_once('.').map_or(program, |(stem, _)| stem);
    stem != "test" && tells_of(stem, OF_PROGRAMS)
}

/// Whether one of the parts of a name is one of these words: `test:unit`, `integrationTest`.
fn tells_of(name: &str, words: &[&str]) -> bool {
    let mut part = String::new();
    let mut parts = Vec::new();
    for letter in name.chars() {
        let begins = letter.is_ascii_uppercase() && part.ends_with(|it: char| it.is_lowercase());
        if begins || !letter.is_alphanumeric() {
            parts.push(std::mem::take(&mut part));
        }
        if letter.is_alphanumeric() {
            part.extend(letter.to_lowercase());
        }
    }
    parts.push(part);
    parts.iter().any(|part| words.contains(&part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(command: &str) -> bool {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        runs_tests(&words)
    }

    #[test]
    fn runners_of_tests_are_known_through_their_wrappers() {
        for command in [
            "pytest -q",
            "uv run pytest",
            "python -m unittest discover",
            "coverage run -m pytest",
            "cargo +nightly test --offline",
            "cargo nextest run",
            "npm test",
            "npm t",
            "npm run test:unit",
            "yarn coverage",
            "pnpm run e2e",
            "node --test",
            "make test",
            "make -C sub check",
            "tox",
            "tox -e py312,lint",
            "nox -s tests-3.12",
            "mvn -B verify",
            "./gradlew :core:test",
            "gradle integrationTest",
            "dotnet test x.sln",
            "ctest -V",
            "go test ./...",
            "vendor/bin/phpunit",
            "bundle exec rspec",
            "deno test",
            "bun test",
            "./run_tests.sh",
            "python manage.py test",
            "npx jest",
            "turbo run test",
            "composer test",
        ] {
            assert!(runs(command), "{command}");
        }
    }

    #[test]
    fn what_a_command_leaves_is_told_by_its_words() {
        let kinds = |command: &str, kind: Option<&str>| {
            let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            kinds_of(&words, kind, &[]).join(" ")
        };
        assert_eq!(kinds("pytest -q", None), "tests");
        assert_eq!(kinds("pytest --cov", None), "coverage tests");
        assert_eq!(kinds("pytest --benchmark-only", None), "benchmark tests");
        assert_eq!(kinds("pytest -q", Some("coverage")), "coverage");
        assert_eq!(kinds("make test", None), "tests");
        assert_eq!(kinds("coverage json", None), "coverage");
        assert_eq!(kinds("uvx bandit -r src", None), "scan");
        assert_eq!(kinds("pip-audit -f json", None), "scan vulnerabilities");
        assert_eq!(kinds("mvn dependency:tree", None), "");
        assert_eq!(kinds("make scan", None), "");
    }

    #[test]
    fn other_commands_run_none() {
        for command in [
            "bandit -r src",
            "cargo bench",
            "cargo build",
            "npm audit",
            "npm install test-lib",
            "npm run lint",
            "npm run check",
            "make lint",
            "make TEST=1 build",
            "tox -e lint",
            "nox -s docs",
            "mvn dependency:tree",
            "go vet ./...",
            "coverage json",
            "pytest --version",
            "cargo llvm-cov report --json",
            "vitest list",
            "node build.js",
            "test -f a",
            "gh run list",
            "gradle assemble -x test",
            "./gradlew build -x test",
        ] {
            assert!(!runs(command), "{command}");
        }
    }
}
