//! What CI runs: the stages of the release workflow, how hardened it is, and which tools are set up.

use super::harness::{History, RELEASE_WORKFLOW, Run};

const STAGES: &str = "pipeline.stages";
const HARDENED: &str = "pipeline.hardened";
const TOOLS: &str = "tooling.configured";

fn with_workflow(text: &str) -> History {
    let history = History::released("1.2.3");
    history.write(".github/workflows/release.yml", text);
    history.declare("1.2.4").commit("fix: something");
    history
}

fn stages(history: &History) -> (String, String) {
    let run = history.relcheck().check(&["--rule", STAGES]);
    (
        run.status(STAGES, "patch"),
        run.findings(STAGES, "patch").join("\n") + &run.reason(STAGES, "patch"),
    )
}

/// The release workflow with one command in place of another.
fn instead(command: &str, other: &str) -> History {
    assert!(RELEASE_WORKFLOW.contains(command));
    with_workflow(&RELEASE_WORKFLOW.replace(command, other))
}

/// A run at the stage `process`, which has no release types.
fn process(history: &History, rule: &str) -> Run {
    history
        .relcheck()
        .check(&["--stage", "process", "--rule", rule])
}

fn outcome(run: &Run, rule: &str) -> (String, String) {
    let report = run.json();
    let outcomes = report["outcomes"].as_array().unwrap();
    let outcome = outcomes
        .iter()
        .find(|outcome| outcome["rule"] == rule)
        .unwrap();
    assert!(outcome["type"].is_null(), "{outcome}");
    let mut texts: Vec<String> = vec![outcome["reason"].as_str().unwrap_or_default().to_owned()];
    let findings = outcome["findings"].as_array().unwrap();
    texts.extend(
        findings
            .iter()
            .map(|it| it["message"].as_str().unwrap().to_owned()),
    );
    (
        outcome["status"].as_str().unwrap().to_owned(),
        texts.join("\n"),
    )
}

#[test]
fn a_workflow_with_every_stage_passes() {
    let (status, text) = stages(&with_workflow(RELEASE_WORKFLOW));
    assert_eq!(status, "pass", "{text}");
}

#[test]
fn what_only_looks_like_a_stage_does_not_count() {
    for (command, other, expected) in [
        (
            "twine upload dist/*",
            "echo \"twine upload dist/*\"",
            "uploads to PyPI",
        ),
        (
            "twine upload dist/*",
            "'true # twine upload dist/*'",
            "uploads to PyPI",
        ),
        (
            "twine upload dist/*",
            "twine upload -r testpypi dist/*",
            "it is a rehearsal",
        ),
        (
            "python -m pytest",
            "python -m pytest || true",
            "ignored by what follows",
        ),
        ("python -m pytest", "pytest | tee log", "lost in a pipe"),
        ("python -m pytest", "tox run -e lint", "it is a rehearsal"),
        (
            "bandit -r src",
            "bandit -r src --exit-zero",
            "it is a rehearsal",
        ),
        (
            "run: bandit -r src",
            "uses: aquasecurity/trivy-action@v1\n        with: {exit-code: '0'}",
            "it is a rehearsal",
        ),
        (
            "run: python -m pytest",
            "run: pytest\n        continue-on-error: true",
            "`continue-on-error: true`",
        ),
        (
            "run: bandit -r src",
            "run: bandit -r src\n        if: false",
            "scans for security flaws",
        ),
        (
            "run: bandit -r src",
            "run: bandit -r src\n        if: github.event_name == 'pull_request'",
            "scans for security flaws",
        ),
        (
            "run: gpg --detach-sign --armor dist/*.whl",
            "run: echo signed",
            "the step called `Artifact Signing` at `.github/workflows/release.yml:16`",
        ),
    ] {
        let (status, text) = stages(&instead(command, other));
        assert_eq!(status, "fail", "{other}: {text}");
        assert!(text.contains(expected), "{other}: {text}");
    }
}

#[test]
fn the_same_work_under_another_wrapper_counts() {
    for (command, other) in [
        ("python -m pytest", "uv run --group test pytest -x"),
        ("python -m pytest", "tox -e py,lint"),
        (
            "python -m pytest",
            "|\n          set -o pipefail\n          A=1 poetry run pytest 2>&1 | tee log",
        ),
        (
            "run: twine upload dist/*",
            "uses: pypa/gh-action-pypi-publish@v1",
        ),
        (
            "twine upload dist/*",
            "if true; then python3 -m twine upload dist/*; fi",
        ),
    ] {
        let (status, text) = stages(&instead(command, other));
        assert_eq!(status, "pass", "{other}: {text}");
    }
}

#[test]
fn files_of_the_repository_are_followed() {
    let history = instead("python -m pytest", "make test");
    history.write(
        "Makefile",
        "test: lint\n\tpython -m pytest\nlint:\n\truff check\n",
    );
    history.commit("ci: test");
    assert_eq!(stages(&history).0, "pass");

    let history = instead("twine upload dist/*", "./scripts/release.sh");
    history.write(
        "scripts/release.sh",
        "#!/bin/sh\nset -e\ntwine upload dist/*\n",
    );
    history.commit("ci: release");
    assert_eq!(stages(&history).0, "pass");

    let history = instead("run: bandit -r src", "uses: ./.github/actions/scan");
    let action =
        "runs:\n  using: composite\n  steps:\n    - run: bandit -r src\n      shell: bash\n";
    history.write(".github/actions/scan/action.yml", action);
    history.commit("ci: scan");
    assert_eq!(stages(&history).0, "pass");
}

#[test]
fn a_reusable_workflow_of_the_repository_is_followed() {
    let called = "on: workflow_call\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: bandit -r src\n";
    let job = "jobs:\n  scan:\n    uses: ./.github/workflows/scan.yml\n";
    let history = with_workflow(
        &RELEASE_WORKFLOW
            .replace("jobs:\n", job)
            .replace("bandit -r src", "echo"),
    );
    history.write(".github/workflows/scan.yml", called);
    history.commit("ci: scan");
    let (status, text) = stages(&history);
    assert_eq!(status, "pass", "{text}");
}

#[test]
fn what_cannot_be_read_is_unknown_and_named() {
    for (command, other, expected) in [
        (
            "run: bandit -r src",
            "uses: acme/all@v1",
            "what `acme/all@v1` does is not known",
        ),
        (
            "bandit -r src",
            "python scripts/scan.py",
            "what the program `scripts/scan.py` does cannot be read",
        ),
        (
            "bandit -r src",
            "./missing/../scan.sh || just scan",
            "what `just scan` runs is in a file",
        ),
        (
            "run: bandit -r src",
            "uses: ./.github/actions/none",
            "there is no action in `.github/actions/none`",
        ),
    ] {
        let history = instead(command, other);
        let run = history.relcheck().check(&["--rule", STAGES]);
        let reason = run.reason(STAGES, "patch");
        assert_eq!(
            run.status(STAGES, "patch"),
            "unknown",
            "{other}: {}",
            run.stdout
        );
        assert!(reason.contains(expected), "{reason}");
        assert!(
            reason.contains(".github/workflows/release.yml:13"),
            "{reason}"
        );
        assert_eq!(run.code, 3);
    }
}

#[test]
fn workflows_that_use_each_other_end() {
    let round = "on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n";
    let history = with_workflow(
        "on: {push: {tags: ['v*']}}\njobs:\n  a:\n    uses: ./.github/workflows/a.yml\n",
    );
    history.write(".github/workflows/a.yml", round);
    history.write(".github/workflows/b.yml", round.replace("b.yml", "a.yml"));
    history.commit("ci: round");
    let (status, text) = stages(&history);
    assert_eq!(status, "unknown");
    assert!(text.contains("uses itself"), "{text}");
}

#[test]
fn a_broken_workflow_is_named_and_never_left_out() {
    for (text, expected) in [
        (
            "on: push\non: pull_request\n",
            "the key `on` is there twice",
        ),
        ("on: [\n", "is not YAML"),
        ("name: x\n", "has no `jobs`"),
        ("", "is empty"),
    ] {
        let history = History::released("1.2.3");
        history.write(".github/workflows/release.yml", text);
        history.declare("1.2.4").commit("fix: something");
        let (status, reason) = stages(&history);
        assert_eq!(status, "unknown", "{text}");
        assert!(reason.contains(expected), "{reason}");
    }
}

#[test]
fn the_tag_must_start_it() {
    for (on, status) in [
        ("on: push\n", "pass"),
        ("on: {release: {types: [published]}}\n", "pass"),
        ("on: {push: {branches: [main]}}\n", "fail"),
        ("on: {push: {tags: ['release-*']}}\n", "fail"),
        ("on: {push: {tags: ['v*', '!v1.*']}}\n", "fail"),
        ("on: workflow_dispatch\n", "fail"),
    ] {
        let text = RELEASE_WORKFLOW.replace("on:\n  push:\n    tags: ['v*']\n", on);
        let (found, text) = stages(&with_workflow(&text));
        assert_eq!(found, status, "{on}: {text}");
    }
}

#[test]
fn the_tags_of_the_project_are_what_counts() {
    let history = History::empty();
    history.declare("1.2.3").commit("chore: first");
    history.tag("demo-1.2.3");
    let text = RELEASE_WORKFLOW.replace("'v*'", "'demo-*'");
    history.write(".github/workflows/release.yml", text);
    history.declare("1.2.4").commit("fix: something");
    assert_eq!(stages(&history).0, "pass");
}

#[test]
fn no_workflow_at_all_fails_and_systems_that_are_not_read_are_unknown() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    assert_eq!(stages(&history).0, "fail");
    history.write(".travis.yml", "script: x\n");
    history.commit("ci: Travis");
    let (status, text) = stages(&history);
    assert_eq!(status, "unknown");
    assert!(
        text.contains("relcheck does not read what Travis CI runs"),
        "{text}"
    );
}

#[test]
fn the_process_is_judged_once_and_without_a_version() {
    let history = History::empty();
    history.write("a.txt", "a");
    history.write(".github/workflows/release.yml", RELEASE_WORKFLOW);
    history.commit("chore: first");
    let run = history.relcheck().check(&["--stage", "process"]);
    let report = run.json();
    assert_eq!(report["verdicts"].as_array().unwrap().len(), 1);
    assert_eq!(report["verdicts"][0]["type"], "process");
    assert_eq!(report["verdicts"][0]["decision"], "go", "{}", run.stdout);
    assert_eq!(report["stage"], "process");
    assert_eq!(run.code, 0);
    let run = with_workflow("on: push\njobs:\n  a:\n    steps: []\n")
        .relcheck()
        .check(&["--stage", "process"]);
    assert_eq!(run.json()["verdicts"][0]["decision"], "no-go");
    assert_eq!(run.code, 1);
}

#[test]
fn saved_facts_of_the_process_are_judged_the_same() {
    let history = with_workflow(RELEASE_WORKFLOW);
    let facts = history
        .relcheck()
        .args(&["collect", "--stage", "process"])
        .run();
    assert_eq!(facts.code, 0, "{}", facts.stderr);
    let path = history.beside("facts.json");
    std::fs::write(&path, &facts.stdout).unwrap();
    let run = history
        .relcheck()
        .args(&["eval", path.to_str().unwrap(), "-o", "json"])
        .run();
    assert_eq!(
        run.json()["verdicts"][0]["decision"],
        "go",
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn what_strangers_can_reach_is_named_with_its_line() {
    let history = with_workflow(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    permissions: {contents: write}\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n      - env:\n          T: ${{ secrets.TOKEN }}\n        run: |\n          make\n          echo ${{ github.event.pull_request.title }}\n",
    );
    let (status, text) = outcome(&process(&history, HARDENED), HARDENED);
    assert_eq!(status, "warn");
    for expected in [
        "release.yml:7` uses `actions/checkout@v4`, which is not pinned by digest",
        "release.yml:7` checks out `${{ github.event.pull_request.head.sha }}`",
        "release.yml:10` holds the secret `TOKEN`",
        "release.yml:14` puts `${{ github.event.pull_request.title }}` into a script",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_hardened_workflow_passes() {
    let (status, text) = outcome(
        &process(&with_workflow(RELEASE_WORKFLOW), HARDENED),
        HARDENED,
    );
    assert_eq!(status, "pass", "{text}");
    let none = History::released("1.2.3");
    assert_eq!(
        outcome(&process(&none, HARDENED), HARDENED).0,
        "not-applicable"
    );
}

#[test]
fn rights_that_are_not_needed_are_named() {
    let text = RELEASE_WORKFLOW
        .replace("permissions: {}\n", "")
        .replace("    runs-on", "    permissions: write-all\n    runs-on");
    let (_, text) = outcome(&process(&with_workflow(&text), HARDENED), HARDENED);
    assert!(
        text.contains("release.yml:7` gives every permission"),
        "{text}"
    );
}

#[test]
fn tools_are_told_by_workflows_files_and_dependencies() {
    let history = with_workflow(RELEASE_WORKFLOW);
    let (status, text) = outcome(&process(&history, TOOLS), TOOLS);
    assert_eq!(status, "warn");
    assert_eq!(
        text,
        "\nthere is no error tracking\nthere is no monitoring of performance"
    );
    history.write(
        "requirements.txt",
        "Sentry_SDK[flask]==2\nprometheus-client\n",
    );
    history.commit("feat: monitoring");
    assert_eq!(outcome(&process(&history, TOOLS), TOOLS).0, "pass");
}
