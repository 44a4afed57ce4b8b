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
