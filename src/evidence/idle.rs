//! Recorded commands that list tests instead of running them.

use super::runners::runs_tests;
use super::steps::{Step, steps};
use super::{COVERAGE, Record, TESTS};
use crate::formats::shell::named;

/// What has a runner of tests run none, by the program or its sub-command.
const IDLE: &[(&str, &[&str])] = &[
    ("cargo nextest list", &[""]),
    ("cargo nextest run", &["--no-run"]),
    ("cargo test", &["--list", "--no-run"]),
    ("ctest", &["-N", "--show-only"]),
    ("dotnet test", &["--list-tests", "-t"]),
    ("go test", &["-c", "-list", "--list", "-n"]),
    ("gotestsum", &["-list", "--list"]),
    ("jest", &["--listTests", "--showConfig"]),
    ("mocha", &["--dry-run"]),
    (
        "mvn",
        &["-DskipTests", "-DskipTests=true", "-Dmaven.test.skip=true"],
    ),
    ("phpunit", &["--list-tests", "--list-tests-xml"]),
    ("playwright test", &["--list"]),
    (
        "pytest",
        &["--co", "--collect-only", "--setup-only", "--setup-plan"],
    ),
    ("rspec", &["--dry-run"]),
    ("vitest list", &[""]),
];

/// Why a recorded command ran no test, as a clause; `None` where it may have run some.
#[must_use]
pub fn ran_nothing(record: &Record, kind: &str, root: &str) -> Option<String> {
    if ![TESTS, COVERAGE].contains(&kind) {
        return None;
    }
    let steps = steps(record, root);
    let runners = steps.iter().filter_map(runner);
    let idle: Option<Vec<&str>> = runners.collect();
    let first = idle?.first().copied()?.to_owned();
    Some(format!(
        "its command has `{first}`, with which no test is run"
    ))
}

/// The commands of a record that run tests, and not only list them.
pub(super) fn runners(record: &Record, root: &str) -> Vec<Step> {
    let steps = steps(record, root).into_iter();
    let runs = |step: &Step| runs_tests(&step.words) && !matches!(runner(step), Some(Some(_)));
    steps.filter(runs).collect()
}

/// The word that has a runner run nothing: `Some(None)` of one that runs tests, `None` of what is none.
fn runner(step: &Step) -> Option<Option<&str>> {
    let named = named(&step.words);
    let names = &named.first()?.names;
    let mut known = IDLE
        .iter()
        .filter(|(tool, _)| names.iter().any(|name| name == tool));
    let runs = super::tool_of(&step.words).is_some_and(|it| it.kinds.contains(&TESTS));
    let idle = known.clone().find_map(|(tool, options)| match options {
        [""] => tool.rsplit(' ').next(),
        options => {
            let words = step.words.iter().map(String::as_str);
            let mut words = words.filter(|word| {
                let name = word.split_once('=').map_or(*word, |(name, _)| name);
                options.contains(word) || options.contains(&name)
            });
            words.next()
        }
    });
    (runs || known.next().is_some()).then_some(idle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;

    fn why(command: &str) -> Option<String> {
        let mut record = record();
        record.command = match command.strip_prefix("sh: ") {
            Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
            None => command.split(' ').map(str::to_owned).collect(),
        };
        ran_nothing(&record, TESTS, "/none/work")
    }

    #[test]
    fn a_command_that_only_lists_tests_runs_none() {
        for (command, word) in [
            ("npx mocha --dry-run --reporter xunit", "--dry-run"),
            ("npx nyc --reporter=lcovonly mocha --dry-run", "--dry-run"),
            ("jest --listTests", "--listTests"),
            ("vitest list --json", "list"),
            ("python -m pytest --collect-only -q", "--collect-only"),
            ("cargo nextest list", "list"),
            ("go test -list . ./...", "-list"),
            ("mvn -B -DskipTests verify", "-DskipTests"),
        ] {
            let reason = why(command).unwrap_or_default();
            assert!(
                reason.contains(&format!("has `{word}`")),
                "{command}: {reason}"
            );
        }
    }

    #[test]
    fn what_may_run_tests_is_fine() {
        for command in [
            "npx mocha --reporter xunit",
            "pytest --junitxml=a.xml",
            "sh: pytest --collect-only -q; pytest --junitxml=a.xml",
            "sh: cargo nextest list && cargo nextest run",
            "mvn -B verify",
            "make list",
            "vitest run --coverage",
            "go test -coverprofile=c.out ./...",
        ] {
            assert_eq!(why(command), None, "{command}");
        }
    }
}
