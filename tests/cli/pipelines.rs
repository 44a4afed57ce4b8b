//! GitLab CI and Jenkins: what their files do, and what stays open because they do not say it.

use super::harness::{History, Run};

const STAGES: &str = "pipeline.stages";
const HARDENED: &str = "pipeline.hardened";

const GITLAB: &str = "stages: [test, release]
.release:
  stage: release
  rules:
    - if: $CI_COMMIT_TAG =~ /^v/
test:
  stage: test
  image: python:3.13
  script:
    - pytest
scan:
  stage: test
  script: [bandit -r src]
build:
  extends: .release
  script:
    - |
      python -m build
      gpg --detach-sign --armor dist/*.whl
      twine upload dist/*
publish:
  extends: .release
  script: [echo released]
  release:
    tag_name: $CI_COMMIT_TAG
";

const JENKINS: &str = "pipeline {
  agent any
  stages {
    stage('Test') {
      steps {
        sh 'pytest'
        sh 'bandit -r src'
      }
    }
    stage('Release') {
      when { buildingTag() }
      steps {
        sh '''
          python -m build
          gpg --detach-sign --armor dist/*.whl
          twine upload dist/*
          gh release create \"$TAG_NAME\" dist/*
        '''
      }
    }
  }
}
";

fn with(path: &str, text: &str) -> History {
    let history = History::released("1.2.3");
    history.write(path, text);
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

fn instead(path: &str, text: &str, command: &str, other: &str) -> (String, String) {
    assert!(text.contains(command), "{command}");
    stages(&with(path, &text.replace(command, other)))
}

fn gitlab(command: &str, other: &str) -> (String, String) {
    instead(".gitlab-ci.yml", GITLAB, command, other)
}

fn jenkins(command: &str, other: &str) -> (String, String) {
    instead("Jenkinsfile", JENKINS, command, other)
}

fn hardened(history: &History) -> (String, String) {
    let run: Run = history
        .relcheck()
        .check(&["--stage", "process", "--rule", HARDENED]);
    let report = run.json();
    let outcome = &report["outcomes"][0];
    (
        outcome["status"].as_str().unwrap().to_owned(),
        outcome.to_string(),
    )
}

#[test]
fn a_pipeline_with_every_stage_passes() {
    let (status, text) = stages(&with(".gitlab-ci.yml", GITLAB));
    assert_eq!(status, "pass", "{text}");
    let (status, text) = stages(&with("Jenkinsfile", JENKINS));
    assert_eq!(status, "pass", "{text}");
}

#[test]
fn a_stage_that_gitlab_does_not_run_for_the_tag_is_missing() {
    for (command, other, expected) in [
        ("[bandit -r src]", "[echo]", "scans for security flaws"),
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  allow_failure: true",
            "it has `allow_failure: true`",
        ),
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  when: manual",
            "it waits to be started by hand",
        ),
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  only: [main]",
            "scans for security flaws",
        ),
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  rules: [{if: $CI_PIPELINE_SOURCE == 'merge_request_event'}]",
            "scans for security flaws",
        ),
        (
            "script: [bandit -r src]",
            "script: [echo]\n  after_script: [bandit -r src]",
            "what fails in `after_script` fails nothing",
        ),
        (
            "    - pytest",
            "    - set +e\n    - pytest",
            "its failure is ignored after `set +e`",
        ),
        (
            "release:\n    tag_name: $CI_COMMIT_TAG",
            "tags: [x]",
            "makes a release at the forge",
        ),
    ] {
        let (status, text) = gitlab(command, other);
        assert_eq!(status, "fail", "{other}: {text}");
        assert!(text.contains(expected), "{other}: {text}");
    }
}

#[test]
fn a_stage_of_gitlab_counts_however_it_is_written() {
    for (command, other) in [
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  when: manual\n  allow_failure: false",
        ),
        (
            "script: [bandit -r src]",
            "script: [!reference [.scan, script]]\n.scan:\n  script: [bandit -r src]",
        ),
        (
            "script: [bandit -r src]",
            "script: [echo]\n  before_script: &scan [bandit -r src]",
        ),
        (
            "script: [bandit -r src]",
            "script: [bandit -r src]\n  only: [tags]",
        ),
    ] {
        let (status, text) = gitlab(command, other);
        assert_eq!(status, "pass", "{other}: {text}");
    }
}

#[test]
fn files_that_a_pipeline_includes_are_followed() {
    let scan = "scan:\n  stage: test\n  script: [bandit -r src]\n";
    let root = GITLAB.replace(scan, "include: ci/scan.yml\n");
    assert_eq!(stages(&with(".gitlab-ci.yml", &root)).0, "unknown");
    let history = with(".gitlab-ci.yml", &root);
    history.write("ci/scan.yml", scan);
    history.commit("ci: scan");
    let (status, text) = stages(&history);
    assert_eq!(status, "pass", "{text}");
    let child = GITLAB.replace(
        scan,
        "scan:\n  trigger: {include: ci/scan.yml, strategy: depend}\n",
    );
    history.write(".gitlab-ci.yml", child);
    history.commit("ci: a child pipeline");
    let (status, text) = stages(&history);
    assert_eq!(status, "pass", "{text}");
}

#[test]
fn what_gitlab_takes_from_elsewhere_leaves_it_open() {
    let scan = "scan:\n  stage: test\n  script: [bandit -r src]\n";
    for (other, expected) in [
        (
            "include: [{template: Jobs/SAST.gitlab-ci.yml}]\n",
            "GitLab's template `Jobs/SAST.gitlab-ci.yml`",
        ),
        (
            "include: [{project: a/b, file: x.yml}]\n",
            "the include `a/b`",
        ),
        (
            "include: ['https://a.example/x.yml']\n",
            "https://a.example/x.yml",
        ),
        ("scan: {trigger: a/b}\n", "the pipeline of `a/b`"),
        ("scan: {extends: .nowhere, script: [x]}\n", "`.nowhere`"),
    ] {
        let (status, text) = gitlab(scan, other);
        assert_eq!(status, "unknown", "{other}: {text}");
        assert!(text.contains(expected), "{other}: {text}");
    }
    let (status, text) = stages(&with(".gitlab-ci.yml", "a: [\n"));
    assert_eq!(status, "unknown");
    assert!(text.contains("is not YAML"), "{text}");
}

#[test]
fn a_pipeline_that_no_tag_starts_fails() {
    let branches = "workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\n";
    let (status, text) = stages(&with(".gitlab-ci.yml", &format!("{branches}{GITLAB}")));
    assert_eq!(status, "fail", "{text}");
    assert!(
        text.contains("no workflow is started by a tag like `v1.2.3`"),
        "{text}"
    );
    let open = "workflow: {rules: [{if: $RELEASE}]}\n";
    let (status, text) = stages(&with(".gitlab-ci.yml", &format!("{open}{GITLAB}")));
    assert_eq!(status, "unknown", "{text}");
    assert!(text.contains("is not said in the file"), "{text}");
}

#[test]
fn a_stage_that_jenkins_does_not_run_for_the_tag_is_missing() {
    for (command, other, expected) in [
        (
            "sh 'bandit -r src'",
            "echo 'bandit -r src'",
            "scans for security flaws",
        ),
        (
            "sh 'bandit -r src'",
            "// sh 'bandit -r src'",
            "scans for security flaws",
        ),
        (
            "sh 'bandit -r src'",
            "script { if (env.CHANGE_ID) { sh 'bandit -r src' } }",
            "scans for security flaws",
        ),
        (
            "sh 'bandit -r src'",
            "sh script: 'bandit -r src', returnStatus: true",
            "its exit status is only handed back",
        ),
        (
            "sh 'bandit -r src'",
            "catchError(buildResult: 'SUCCESS') { sh 'bandit -r src' }",
            "its failure does not fail the build",
        ),
        (
            "sh 'bandit -r src'",
            "script { try { sh 'bandit -r src' } catch (e) { echo 'x' } }",
            "its failure is caught",
        ),
        (
            "sh 'bandit -r src'",
            "sh '''#!/bin/bash\nbandit -r src\necho'''",
            "its failure is ignored after `set +e`",
        ),
    ] {
        let (status, text) = jenkins(command, other);
        assert_eq!(status, "fail", "{other}: {text}");
        assert!(text.contains(expected), "{other}: {text}");
    }
}

#[test]
fn what_a_program_decides_in_jenkins_leaves_it_open() {
    for (other, expected) in [
        (
            "script { load 'scan.groovy' }",
            "what the loaded file does is not read",
        ),
        ("scanAll()", "the step `scanAll` is not known"),
        ("build job: 'scan'", "what another job of Jenkins does"),
        ("sh command", "put together by the program"),
        (
            "sh \"${scanner} -r src\"",
            "which program `${scanner}` is cannot be told",
        ),
    ] {
        let (status, text) = jenkins("sh 'bandit -r src'", other);
        assert_eq!(status, "unknown", "{other}: {text}");
        assert!(text.contains(expected), "{other}: {text}");
        assert!(text.contains("Jenkinsfile:7"), "{other}: {text}");
    }
}

#[test]
fn functions_of_a_jenkinsfile_are_followed() {
    let text = format!("def scan() {{\n  sh 'bandit -r src'\n}}\n{JENKINS}");
    let (status, text) = instead(
        "Jenkinsfile",
        &text,
        "        sh 'bandit -r src'",
        "        scan()",
    );
    assert_eq!(status, "pass", "{text}");
}

#[test]
fn a_jenkinsfile_that_does_not_speak_of_tags_leaves_it_open() {
    let (status, text) = jenkins("      when { buildingTag() }\n", "");
    assert_eq!(status, "unknown");
    assert!(
        text.contains("whether a tag like `v1.2.3` starts `Jenkinsfile` is not said in the file"),
        "{text}"
    );
    let (status, text) = jenkins("when { buildingTag() }", "when { branch 'main' }");
    assert_eq!(status, "fail", "{text}");
    let (status, text) = jenkins("when { buildingTag() }", "when { tag '2.*' }");
    assert_eq!(status, "fail", "{text}");
    let (status, _) = jenkins("when { buildingTag() }", "when { tag 'v*' }");
    assert_eq!(status, "pass");
}

#[test]
fn what_is_not_pinned_is_named_and_settings_stay_unknown() {
    let history = with(".gitlab-ci.yml", GITLAB);
    let (status, text) = hardened(&history);
    assert_eq!(status, "unknown", "{text}");
    assert!(
        text.contains("`.gitlab-ci.yml:8` takes the image `python:3.13`"),
        "{text}"
    );
    assert!(
        text.contains("in the settings of GitLab, which are not read"),
        "{text}"
    );
    let history = with(
        "Jenkinsfile",
        "@Library('shared@main') _\nnode { sh \"echo ${env.CHANGE_TITLE}\" }\n",
    );
    let (status, text) = hardened(&history);
    assert_eq!(status, "unknown", "{text}");
    assert!(
        text.contains("`Jenkinsfile:1` takes the library `shared@main`"),
        "{text}"
    );
    assert!(
        text.contains("`Jenkinsfile:2` puts `${env.change_title}` into a script"),
        "{text}"
    );
    assert!(
        text.contains("in the settings of Jenkins, which are not read"),
        "{text}"
    );
}
