use super::options::{SELECTING, VARIABLES};
use super::*;
use crate::evidence::TESTS;
use crate::evidence::record::tests::record;

fn by(command: &str) -> Option<String> {
    of(command, &[]).map(|it| it.by)
}

fn of(command: &str, environment: &[&str]) -> Option<Selected> {
    let mut record = record();
    record.kind = Some(TESTS.to_owned());
    record.environment = environment.iter().map(|it| (*it).to_owned()).collect();
    record.command = match command.strip_prefix("sh: ") {
        Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
        None => command.split(' ').map(str::to_owned).collect(),
    };
    selected(&record, "/none/work")
}

#[test]
fn the_list_is_sorted() {
    assert!(SELECTING.is_sorted_by_key(|it| it.tool));
    let known = |tool: &str| SELECTING.iter().any(|it| it.tool == tool);
    assert!(VARIABLES.iter().all(|(_, tool)| known(tool)));
}

#[test]
fn what_selects_tests_is_named_with_the_command_that_does_not() {
    let found = of("uv run pytest -q -k test_a --junitxml=a.xml", &[]).unwrap();
    assert_eq!(found.by, "-k test_a");
    assert_eq!(found.without, "pytest -q --junitxml=a.xml");
    for (command, expected) in [
        ("pytest -ktest_a", "-ktest_a"),
        ("coverage run -m pytest -m slow", "-m slow"),
        ("python -m pytest --deselect=a::b", "--deselect=a::b"),
        ("pytest --ignore tests/slow", "--ignore tests/slow"),
        ("pytest tests/test_a.py::test_b", "tests/test_a.py::test_b"),
        ("pytest --lf", "--lf"),
        ("pytest --sw", "--sw"),
        ("sh: cd a && pytest -k x", "-k x"),
        ("go test -run TestA ./...", "-run TestA"),
        ("go test -short ./...", "-short"),
        (
            "gotestsum --junitfile a.xml -- -skip=TestB ./...",
            "-skip=TestB",
        ),
        ("npx jest -t opens", "-t opens"),
        ("npx jest --onlyChanged", "--onlyChanged"),
        ("vitest run --changed", "--changed"),
        ("vitest run --shard=1/3", "--shard=1/3"),
        ("npm test -- --shard=1/3", "--shard=1/3"),
        ("cargo nextest run -E test(a)", "-E test(a)"),
        (
            "cargo nextest run --partition count:1/2",
            "--partition count:1/2",
        ),
        ("cargo nextest run --profile ci opens", "opens"),
        ("cargo test --lib", "--lib"),
        ("cargo +nightly test -p demo opens", "opens"),
        ("cargo test -- --skip slow", "--skip slow"),
        ("mvn -B -Dtest=ATest verify", "-Dtest=ATest"),
        ("mvn -pl core verify", "-pl core"),
        ("./gradlew test --tests A", "--tests A"),
        ("gradle build test -x integrationTest", "-x integrationTest"),
        ("bundle exec rspec --tag ~slow", "--tag ~slow"),
        ("vendor/bin/phpunit --filter=A", "--filter=A"),
        ("ctest -R a", "-R a"),
        ("ctest -LE slow", "-LE slow"),
        ("node --test --test-name-pattern=a", "--test-name-pattern=a"),
        ("dotnet test --filter A", "--filter A"),
        ("sh: PYTEST_ADDOPTS='-k a' pytest", "PYTEST_ADDOPTS=-k a"),
        ("sh: GOFLAGS=-short gotestsum", "GOFLAGS=-short"),
    ] {
        assert_eq!(by(command).as_deref(), Some(expected), "{command}");
    }
    let mut own = record();
    own.command = ["env", "PYTEST_ADDOPTS=-k a", "pytest"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(selected(&own, "/none").unwrap().by, "PYTEST_ADDOPTS=-k a");
    let around = of("pytest -q", &["PYTEST_ADDOPTS=-q -k test_a"]).unwrap();
    assert_eq!(around.by, "PYTEST_ADDOPTS=-q -k test_a");
    assert!(selects("PYTEST_ADDOPTS", "-k a") && !selects("PYTEST_ADDOPTS", "-q --color=yes"));
    assert!(selects("NODE_OPTIONS", "--test-only") && !selects("NODE_OPTIONS", "--no-warnings"));
    assert!(!selects("PATH", "-k a"));
}

#[test]
fn what_selects_nothing_is_fine() {
    for command in [
        "pytest -q tests",
        "pytest tests/test_a.py",
        "pytest -p no:cacheprovider -n auto --maxfail=1 -x --ff",
        "pytest --ignore=.venv --ignore node_modules",
        "sh: pytest -m slow --junitxml=a.xml && pytest -m 'not slow' --junitxml=b.xml",
        "python -m pytest",
        "go test -run . ./...",
        "go test ./pkg/...",
        "npx jest --config jest.config.js --coverage",
        "vitest run --reporter=junit --outputFile=a.xml",
        "cargo nextest run --profile ci --workspace --features a,b -j 2",
        "cargo +stable test --offline --all-features -- --test-threads 1 --nocapture",
        "mvn -B -Dmaven.test.failure.ignore=false verify",
        "./gradlew test -x javadoc",
        "ctest --test-dir build --output-junit a.xml",
        "vendor/bin/phpunit --log-junit a.xml",
        "bundle exec rspec --format RspecJunitFormatter --out a.xml",
        "node --test --test-reporter=junit --test-reporter-destination=a.xml",
        "dotnet test --logger junit -f net8.0",
        "npm test",
        "make test",
        "cargo test --lib --bins --tests",
    ] {
        assert_eq!(by(command), None, "{command}");
    }
}
