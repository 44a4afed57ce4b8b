use super::*;
use crate::facts::Step;
use crate::formats::yaml_tree;
use crate::repo::Checkout;
use crate::repo::testing::Sandbox;
use std::sync::Arc;

/// The steps of a workflow in a repository with some more files.
fn steps(workflow: &str, files: &[(&str, &str)]) -> Vec<Step> {
    let sandbox = Sandbox::new();
    let path = ".github/workflows/w.yml";
    for (path, text) in files.iter().chain(&[(path, workflow)]) {
        let path = sandbox.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    sandbox.git(&["add", "."]);
    let repo = Arc::new(crate::repo::Repo::open(sandbox.path()).unwrap());
    let checkout = Checkout::new(repo, String::new());
    let tracked = checkout.tracked().unwrap();
    let mut reader = Reader::new(&checkout, tracked, "v1.2.3");
    let root = yaml_tree::read(workflow).unwrap().unwrap();
    let file = github::read(&mut reader, path, &root).unwrap();
    file.jobs.into_iter().flat_map(|job| job.steps).collect()
}

fn job(steps: &str) -> String {
    format!("on: push\njobs:\n  a:\n    steps:\n{steps}")
}

fn places(steps: &[Step]) -> Vec<String> {
    let calls = steps.iter().flat_map(|step| &step.calls);
    calls
        .map(|call| format!("{}:{} {}", call.path, call.line, call.text))
        .collect()
}

#[test]
fn each_call_knows_its_place() {
    let text = job(
        "      - run: |\n          echo x\n          pytest \\\n            -q\n      - run: ruff && mypy\n",
    );
    assert_eq!(
        places(&steps(&text, &[])),
        [
            ".github/workflows/w.yml:7 pytest -q",
            ".github/workflows/w.yml:9 ruff",
            ".github/workflows/w.yml:9 mypy",
        ]
    );
}

#[test]
fn scripts_of_package_json_and_makefiles_are_followed() {
    let package = "{\n \"scripts\": {\n  \"test\": \"vitest run && make check\"\n }\n}";
    let found = steps(
        &job("      - run: npm test\n"),
        &[
            ("package.json", package),
            ("Makefile", "check:\n\tsh ci/check.sh\n"),
            ("ci/check.sh", "pytest\n"),
        ],
    );
    assert_eq!(
        places(&found)[1..],
        [
            "package.json:3 vitest run",
            "package.json:3 make check",
            "Makefile:2 sh ci/check.sh",
            "ci/check.sh:1 pytest"
        ]
    );
}

#[test]
fn several_scripts_of_package_json_are_followed() {
    let package = "{\n \"scripts\": {\n  \"test\": \"run-s lint 'test:* -- -x'\",\n  \"lint\": \"eslint .\",\n  \"test:unit\": \"nyc mocha\",\n  \"dead\": \"run-p gone\"\n }\n}";
    let text = job(
        "      - run: npm test\n      - run: npm run dead\n      - run: npm run test:unit -- --dry-run\n",
    );
    let found = steps(&text, &[("package.json", package)]);
    let scripts: Vec<_> = found[0]
        .calls
        .iter()
        .map(|it| it.scripts.join(" "))
        .collect();
    assert_eq!(scripts, ["", "", "test lint", "test test:unit"]);
    let tests = found[0].calls.last().unwrap();
    assert!(tests.names.contains(&"mocha".to_owned()), "{tests:?}");
    let dry = found[2].calls.last().unwrap();
    assert_eq!(dry.options, ["--dry-run"]);
    let dead = found[1].calls.last().unwrap();
    assert_eq!(
        dead.hidden.as_deref(),
        Some("`package.json` has no script `gone`")
    );
}

#[test]
fn circles_of_scripts_end() {
    let found = steps(&job("      - run: sh a.sh\n"), &[("a.sh", "sh a.sh\n")]);
    let last = found[0].calls.last().unwrap();
    assert!(
        last.hidden.as_deref().unwrap().contains("too deep"),
        "{last:?}"
    );
}

#[test]
fn what_a_needed_job_skips_is_skipped() {
    let text = "on: push\njobs:\n  a:\n    if: github.ref_type == 'branch'\n    steps: [{run: x}]\n  b:\n    needs: a\n    steps: [{run: y}]\n  c:\n    needs: [b]\n    if: always()\n    steps: [{run: z}]\n";
    let never: Vec<Vec<String>> = steps(text, &[])
        .into_iter()
        .map(|step| step.never)
        .collect();
    assert_eq!(
        never,
        [vec!["release", "tag"], vec!["release", "tag"], vec![]]
    );
}

#[test]
fn secrets_of_the_workflow_and_the_job_reach_each_step() {
    let text = "on: push\nenv: {A: '${{ secrets.ONE }}'}\njobs:\n  a:\n    env: {B: '${{ secrets.TWO }}'}\n    steps:\n      - run: x\n      - uses: a/b@v1\n        with: {token: '${{ secrets.THREE }}'}\n  b:\n    uses: x/y/.github/workflows/z.yml@main\n    secrets: inherit\n";
    let found: Vec<Vec<String>> = steps(text, &[])
        .into_iter()
        .map(|step| step.secrets)
        .collect();
    assert_eq!(found[0], ["ONE", "TWO"]);
    assert_eq!(found[1], ["ONE", "THREE", "TWO"]);
    assert_eq!(found[2], ["*", "ONE"]);
}

#[test]
fn a_named_bash_fails_with_any_command_of_a_pipe() {
    let text = job(
        "      - run: pytest | tee x\n      - run: pytest | tee x\n        shell: bash\n      - run: print()\n        shell: python\n",
    );
    let found = steps(&text, &[]);
    assert!(found[0].calls[0].ignored.is_some());
    assert!(found[1].calls[0].ignored.is_none());
    assert!(found[2].calls[0].hidden.is_some());
}

#[test]
fn goreleaser_does_what_its_configuration_says() {
    let found = steps(
        &job("      - uses: goreleaser/goreleaser-action@v6\n"),
        &[(
            ".goreleaser.yaml",
            "version: 2\nsigns:\n  - cmd: cosign\ndockers_v2: []\n",
        )],
    );
    let names: Vec<&str> = found[0]
        .calls
        .iter()
        .map(|call| call.names[0].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "goreleaser/goreleaser-action",
            "goreleaser version",
            "goreleaser signs",
            "goreleaser dockers_v2"
        ]
    );
}

proptest::proptest! {
    #[test]
    fn a_mutated_workflow_is_read_or_refused(cut in 0_usize..400, letter in "[:\\[\\]{}&*!|>'\"#\n -]") {
        let text = job("      - name: x\n        if: ${{ github.ref == 'a' }}\n        run: |\n          pytest | tee x\n      - uses: a/b@v1\n        with: {push: true, outputs: 'a=b,c'}\n    needs: [a]\n");
        let cut = cut.min(text.len());
        let (before, after) = text.split_at(cut);
        if let Ok(Some(root)) = yaml_tree::read(&format!("{before}{letter}{after}")) {
            let sandbox = sandbox();
            let checkout = Checkout::new(Arc::clone(sandbox), String::new());
            let mut reader = Reader::new(&checkout, &[], "v1.2.3");
            let _ = github::read(&mut reader, "w.yml", &root);
        }
    }
}

/// One empty repository for all cases.
fn sandbox() -> &'static Arc<crate::repo::Repo> {
    static REPO: std::sync::OnceLock<Arc<crate::repo::Repo>> = std::sync::OnceLock::new();
    REPO.get_or_init(|| {
        let sandbox = Sandbox::new();
        let repo = Arc::new(crate::repo::Repo::open(sandbox.path()).unwrap());
        drop(sandbox);
        repo
    })
}

/// The pipeline of a repository with these files.
fn pipeline(files: &[(&str, &str)]) -> (crate::facts::WorkflowFile, Vec<String>) {
    let (checkout, _sandbox) = checkout(files);
    let tracked = checkout.tracked().unwrap();
    let mut reader = Reader::new(&checkout, tracked, "v1.2.3");
    let file = gitlab::read(&mut reader).unwrap();
    let unread = reader.into_unread();
    let shown = unread
        .iter()
        .map(|it| format!("{}:{} {}", it.path, it.line, it.reason));
    (file, shown.collect())
}

fn checkout(files: &[(&str, &str)]) -> (Checkout, Sandbox) {
    let sandbox = Sandbox::new();
    for (path, text) in files {
        let path = sandbox.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    sandbox.git(&["add", "."]);
    let repo = Arc::new(crate::repo::Repo::open(sandbox.path()).unwrap());
    (Checkout::new(repo, String::new()), sandbox)
}

/// Each call of a file with its job, and with `never` for a tag and `ignored`.
fn shown(file: &crate::facts::WorkflowFile) -> Vec<String> {
    let mut found = Vec::new();
    for job in &file.jobs {
        for step in &job.steps {
            for call in &step.calls {
                let skipped = step.never.contains(&"tag".to_owned());
                let ignored = call.ignored.is_some() || step.ignored.is_some();
                found.push(format!(
                    "{}: {}:{} {}{}{}{}",
                    job.id,
                    call.path,
                    call.line,
                    call.text,
                    if skipped { " [not for tags]" } else { "" },
                    if ignored { " [ignored]" } else { "" },
                    call.hidden
                        .as_deref()
                        .map(|it| format!(" [{it}]"))
                        .unwrap_or_default(),
                ));
            }
        }
    }
    found
}

#[test]
fn templates_references_and_includes_are_put_together() {
    let root = "include:\n  - local: /ci/*.yml\n.base:\n  before_script: [pip install tox]\n.py:\n  extends: .base\n  script: [pytest]\n  after_script: [mypy]\ntest:\n  extends: .py\n  script:\n    - !reference [.lib, script]\n    - |\n      ruff check\n      tox\n";
    let lib = ".lib:\n  script:\n    - bandit -r src\ndefault:\n  before_script:\n    - make all\n";
    let (file, unread) = pipeline(&[
        (".gitlab-ci.yml", root),
        ("ci/lib.yml", lib),
        ("ci/sub/other.yml", "broken: ["),
    ]);
    assert_eq!(unread, Vec::<String>::new());
    assert_eq!(
        shown(&file),
        [
            "test: .gitlab-ci.yml:4 pip install tox",
            "test: ci/lib.yml:3 bandit -r src",
            "test: .gitlab-ci.yml:14 ruff check",
            "test: .gitlab-ci.yml:15 tox",
            "test: .gitlab-ci.yml:8 mypy [ignored]",
        ]
    );
}

#[test]
fn what_a_job_inherits_can_be_switched_off() {
    let text = "default: {before_script: [make deps], image: 'a:1'}\nafter_script: [make clean]\na:\n  script: [x]\nb:\n  script: [x]\n  inherit: {default: false}\nc:\n  script: [x]\n  inherit: {default: [image]}\n";
    let (file, _) = pipeline(&[(".gitlab-ci.yml", text)]);
    let of = |id: &str| {
        let job = file.jobs.iter().find(|job| job.id == id).unwrap();
        job.steps.iter().map(|step| step.calls.len()).sum::<usize>()
    };
    assert_eq!((of("a"), of("b"), of("c")), (3, 1, 1));
    assert_eq!(file.imports.len(), 1);
}

#[test]
fn what_is_from_elsewhere_is_unread_and_named_with_its_pin() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let text = format!(
        "variables: {{PY: '3.12'}}\ninclude:\n  - template: SAST.gitlab-ci.yml\n  - remote: https://a.example/x.yml\n  - project: a/b\n    ref: {commit}\n    file: /x.yml\n  - component: a.example/a/b@1.0\n  - local: none.yml\njob:\n  image: python:$PY\n  services: [{{name: '$DB'}}]\n  extends: .elsewhere\n  script: [x]\n"
    );
    let (file, unread) = pipeline(&[(".gitlab-ci.yml", &text)]);
    let imports: Vec<String> = file
        .imports
        .iter()
        .map(|it| format!("{} {} {:?}", it.line, it.text, it.pin))
        .collect();
    assert_eq!(
        imports,
        [
            "4 https://a.example/x.yml None".to_owned(),
            format!("5 a/b@{commit} Digest"),
            "8 a.example/a/b@1.0 Ref".to_owned(),
            "11 python:3.12 Ref".to_owned(),
            "12 $DB Unknown".to_owned(),
        ]
    );
    assert_eq!(unread.len(), 6, "{unread:?}");
    assert!(
        unread
            .iter()
            .any(|it| it.contains("`.elsewhere`, which `job` extends"))
    );
    assert!(
        unread
            .iter()
            .any(|it| it.contains("`none.yml` is not in the repository"))
    );
}

#[test]
fn jobs_know_whether_a_tag_starts_them() {
    let text = "workflow: {rules: [{if: $CI_COMMIT_TAG}, {if: $CI_COMMIT_BRANCH}]}\na:\n  script: [aa]\n  rules: [{if: $CI_COMMIT_TAG}]\nb:\n  script: [bb]\n  only: [main]\nc:\n  script: [cc]\n  when: manual\nd:\n  script: ['set +e', dd, ee]\n";
    let (file, _) = pipeline(&[(".gitlab-ci.yml", text)]);
    assert_eq!(
        shown(&file),
        [
            "a: .gitlab-ci.yml:3 aa",
            "b: .gitlab-ci.yml:6 bb [not for tags]",
            "c: .gitlab-ci.yml:9 cc [ignored]",
            "d: .gitlab-ci.yml:12 dd [ignored]",
            "d: .gitlab-ci.yml:12 ee [ignored]",
        ]
    );
    let events: Vec<(&str, Option<bool>)> = file
        .triggers
        .iter()
        .map(|it| (it.event.as_str(), it.on_release_tag))
        .collect();
    assert_eq!(
        events,
        [
            ("push", Some(true)),
            ("schedule", Some(false)),
            ("workflow_dispatch", Some(false))
        ]
    );
    assert_eq!(file.triggers[0].tags, ["$CI_COMMIT_TAG"]);
    let branches = "workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\na: {script: [x]}\n";
    let (file, _) = pipeline(&[(".gitlab-ci.yml", branches)]);
    assert_eq!(file.triggers[0].on_release_tag, Some(false));
    let open = "workflow: {rules: [{if: $DEPLOY}]}\na: {script: [x]}\n";
    let (file, _) = pipeline(&[(".gitlab-ci.yml", open)]);
    assert_eq!(file.triggers[0].on_release_tag, None);
}

#[test]
fn child_pipelines_are_followed_and_others_are_not() {
    let root = "one:\n  trigger: {include: child.yml, strategy: depend}\ntwo:\n  trigger: {include: [{local: child.yml}]}\nthree:\n  trigger: group/project\nfour:\n  trigger: {include: [{artifact: x.yml, job: make}]}\n";
    let child = "inner:\n  script: [pytest]\n  rules: [{if: $CI_PIPELINE_SOURCE == 'parent_pipeline'}]\nagain:\n  trigger: {include: child.yml, strategy: depend}\n";
    let (file, _) = pipeline(&[(".gitlab-ci.yml", root), ("child.yml", child)]);
    let found = shown(&file);
    assert_eq!(found[0], "one: child.yml:2 pytest");
    assert!(
        found
            .iter()
            .any(|it| it.starts_with("one: child.yml:5 trigger [`child.yml` is started too deep"))
    );
    assert!(found.contains(&"two: child.yml:2 pytest [ignored]".to_owned()));
    assert!(
        found
            .iter()
            .any(|it| it.contains("the pipeline of `group/project`"))
    );
    assert!(
        found
            .iter()
            .any(|it| it.contains("a job writes the pipeline"))
    );
}

#[test]
fn circles_and_depths_of_a_pipeline_end() {
    let mut text = "include: .gitlab-ci.yml\na: {extends: b}\nb: {extends: a, script: [x]}\nc: {script: [!reference [c, script]]}\n".to_owned();
    for level in 0..40 {
        text.push_str(&format!(".d{level}: {{extends: .d{}}}\n", level + 1));
    }
    text.push_str("d: {extends: .d0, script: [x]}\n");
    let (file, unread) = pipeline(&[(".gitlab-ci.yml", &text)]);
    assert_eq!(file.jobs.len(), 4);
    assert!(
        unread.iter().any(|it| it.contains("is included too deep")),
        "{unread:?}"
    );
    assert!(
        unread.iter().any(|it| it.contains("is extended too deep")),
        "{unread:?}"
    );
    assert!(
        unread
            .iter()
            .any(|it| it.contains("`!reference [c, script]`")),
        "{unread:?}"
    );
}

#[test]
fn references_that_multiply_are_given_up() {
    let mut text = ".r0: {script: [x, x, x, x, x, x, x, x, x, x]}\n".to_owned();
    for level in 1..9 {
        let line = format!("!reference [.r{}, script], ", level - 1).repeat(10);
        text.push_str(&format!(".r{level}: {{script: [{line}]}}\n"));
    }
    text.push_str("a: {script: [!reference [.r8, script]]}\n");
    let (_, unread) = pipeline(&[(".gitlab-ci.yml", &text)]);
    assert!(
        unread
            .iter()
            .any(|it| it.contains("too many to be followed")),
        "{unread:?}"
    );
}

/// A Jenkinsfile.
fn jenkinsfile(text: &str) -> (crate::facts::WorkflowFile, Vec<String>) {
    let (checkout, _sandbox) = checkout(&[("Jenkinsfile", text)]);
    let tracked = checkout.tracked().unwrap();
    let mut reader = Reader::new(&checkout, tracked, "v1.2.3");
    let file = jenkins::read(&mut reader, "Jenkinsfile").unwrap();
    let unread = reader.into_unread();
    (file, unread.into_iter().map(|it| it.reason).collect())
}

#[test]
fn declarative_stages_are_read() {
    let (file, unread) = jenkinsfile(
        "@Library('shared@v1') _\npipeline {\n  agent { docker { image 'maven:3.9' } }\n  environment { TOKEN = credentials('pypi') }\n  triggers { cron('@daily') }\n  stages {\n    stage('Test') {\n      parallel {\n        stage('Unit') { steps { sh 'pytest' } }\n        stage('Lint') { steps { catchError(buildResult: 'SUCCESS') { sh 'ruff check' } } }\n      }\n    }\n    stage('Release') {\n      when { buildingTag() }\n      steps {\n        sh '''\n          python -m build\n          twine upload dist/*\n        '''\n      }\n    }\n    stage('Main') { when { branch 'main' }\n steps { sh 'make' } }\n    stage('Matrix') { matrix { axes { axis { name 'A'; values 'x' } }\n stages { stage('In') { steps { sh \"tox -e ${A}\" } } } } }\n  }\n  post { failure { sh 'notify' }\n always { junit '*.xml' } }\n}\n",
    );
    assert_eq!(unread, Vec::<String>::new());
    assert_eq!(
        shown(&file),
        [
            "pipeline: Jenkinsfile:27 notify [not for tags]",
            "Unit: Jenkinsfile:9 pytest",
            "Lint: Jenkinsfile:10 ruff check [ignored]",
            "Release: Jenkinsfile:17 python -m build",
            "Release: Jenkinsfile:18 twine upload dist/*",
            "Main: Jenkinsfile:23 make [not for tags] [there is no Makefile for `make`]",
            "In: Jenkinsfile:25 tox -e ${A}",
        ]
    );
    assert_eq!(file.triggers[0].on_release_tag, Some(true));
    assert_eq!(file.triggers[0].tags, ["buildingTag()"]);
    assert_eq!(file.triggers[1].event, "schedule");
    let imports: Vec<&str> = file.imports.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(imports, ["shared@v1", "maven:3.9"]);
    assert_eq!(file.jobs.last().unwrap().steps[0].secrets, ["pypi"]);
}

#[test]
fn scripts_are_read_as_far_as_they_are_written_out() {
    let (file, _) = jenkinsfile(
        "def image = 'x'\ndef test(int n) {\n  sh \"pytest -n ${n}\"\n}\nnode {\n  stage('Test') {\n    checkout scm\n    test(4)\n    if (env.BRANCH_NAME == 'main') { sh 'deploy' } else { sh 'other' }\n    try { sh 'flaky' } catch (e) { echo 'no' }\n    try { sh 'sure' } catch (e) { throw e }\n    def out = sh(script: 'count', returnStatus: true)\n    sh command\n    load 'x.groovy'\n    buildPlugin(jdk: 21)\n    infra.publish()\n    bat 'first\\nlast'\n    docker.build('a').push()\n    builds['a'] = { sh 'inside' }\n    recordIssues(tools: [java(), pyLint()])\n    int count = 0\n  }\n}\n",
    );
    let found = shown(&file);
    assert_eq!(
        found,
        [
            "Test: Jenkinsfile:3 pytest -n ${n}",
            "Test: Jenkinsfile:9 deploy [not for tags]",
            "Test: Jenkinsfile:9 other",
            "Test: Jenkinsfile:10 flaky [ignored]",
            "Test: Jenkinsfile:11 sure",
            "Test: Jenkinsfile:12 count [ignored]",
            "Test: Jenkinsfile:13 sh(command) [what `sh` runs is put together by the program]",
            "Test: Jenkinsfile:14 load('x.groovy') [what the loaded file does is not read]",
            "Test: Jenkinsfile:15 buildPlugin(jdk: 21) [the step `buildPlugin` is not known: it may be a library's]",
            "Test: Jenkinsfile:16 infra.publish() [what `infra.publish` does is not in the file: it may be a library's]",
            "Test: Jenkinsfile:17 first [ignored]",
            "Test: Jenkinsfile:17 last",
            "Test: Jenkinsfile:18 docker.build('a')",
            "Test: Jenkinsfile:18 docker.push()",
            "Test: Jenkinsfile:19 inside",
        ]
    );
    assert_eq!(file.triggers[0].on_release_tag, None);
}

#[test]
fn circles_and_depths_of_a_jenkinsfile_end() {
    let (file, _) = jenkinsfile("def a() { b() }\ndef b() { a() }\nnode { a() }\n");
    assert!(shown(&file)[0].contains("too deep to be followed"));
    let deep = format!("node {{ x{} }}", "(f".repeat(20_000));
    let (_, unread) = jenkinsfile(&deep);
    assert!(
        unread.iter().any(|it| it.contains("too deep")),
        "{unread:?}"
    );
    let long = format!("node {{ x{} }}", ".f()".repeat(20_000));
    let (file, _) = jenkinsfile(&long);
    assert!(!file.jobs.is_empty());
    let mut wide = "def f0() { sh 'x' }\n".to_owned();
    for level in 1..9 {
        wide.push_str(&format!(
            "def f{level}() {{ {} }}\n",
            format!("f{}(); ", level - 1).repeat(10)
        ));
    }
    wide.push_str("node { f8() }\n");
    let (_, unread) = jenkinsfile(&wide);
    assert!(
        unread.iter().any(|it| it.contains("too many steps")),
        "{unread:?}"
    );
}

proptest::proptest! {
    #[test]
    fn any_jenkinsfile_is_read(text in "(pipeline|stage|node|sh|when|if|try|catch|def|f|else|steps|docker|buildingTag|@Library|'a'|\"b \\$\\{c\\}\"|'''x\ny'''|\\{|\\}|\\(|\\)|\\[|\\]|\\.|,|:|=|->|\n| |;){0,60}") {
        let checkout = Checkout::new(Arc::clone(sandbox()), String::new());
        let mut reader = Reader::new(&checkout, &[], "v1.2.3");
        let program = crate::formats::groovy::read(&text);
        let _ = jenkins::walked(&mut reader, &program.statements);
    }
}

proptest::proptest! {
    // Each case is a repository.
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    #[test]
    fn a_mutated_pipeline_is_read_or_refused(cut in 0_usize..400, letter in "[:\\[\\]{}&*!|>'\"#\n -]") {
        let text = "include: [{template: x}]\ndefault: {image: a}\n.a: {script: [x], rules: [{if: $CI_COMMIT_TAG}]}\nb:\n  extends: [.a]\n  script:\n    - !reference [.a, script]\n    - |\n      pytest\n  only: {refs: [tags]}\nc:\n  trigger: {include: [{local: x.yml}]}\n";
        let cut = cut.min(text.len());
        let (before, after) = text.split_at(cut);
        let (checkout, _sandbox) = checkout(&[(".gitlab-ci.yml", &format!("{before}{letter}{after}"))]);
        let tracked = checkout.tracked().unwrap();
        let mut reader = Reader::new(&checkout, tracked, "v1.2.3");
        let _ = gitlab::read(&mut reader);
    }
}
