//! Which files decide.

use super::super::harness::{ADA, GRACE, History, Relcheck};
use super::{RULE, agree, check, loosen, released, released_with, shown, verdict, weakenings};

/// What the rule says of a file of the candidate that the previous release has not.
fn says_of(path: &str, text: &str) -> String {
    let history = released();
    history.write(path, text);
    history.commit("chore: something");
    let found = verdict(&history);
    assert!(found.starts_with("fail\n"), "{path}: {found}");
    found.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[test]
fn whatever_relcheck_reads_is_found() {
    let vex = "{\"@context\": \"https://openvex.dev/ns/v0.2.0\"}";
    let found: Vec<String> = [
        ("waivers.toml", ""),
        ("CODEOWNERS", "* @ada\n"),
        (".github/CODEOWNERS", "* @ada\n"),
        ("docs/CODEOWNERS", "* @ada\n"),
        (".gitlab/CODEOWNERS", "* @ada\n"),
        ("docs/MAINTAINERS.md", "- Eve <eve@example.org>\n"),
        ("vex/demo.json", vex),
        ("demo.openvex.json", vex),
        (".secrets.baseline", "{}\n"),
        (".bandit", "[bandit]\n"),
        ("src/.semgrepignore", "*\n"),
        (".gitleaks.toml", "\n"),
        (".trivyignore", "CVE-2026-1\n"),
        (".coveragerc", "[run]\nomit = src\n"),
        ("codecov.yml", "coverage:\n"),
        (".github/workflows/gate.yml", "run: relcheck check\n"),
        (".gitlab-ci.yml", "gate:\n  script: relcheck\n"),
        ("Jenkinsfile", "sh 'relcheck'\n"),
    ]
    .iter()
    .map(|(path, text)| says_of(path, text))
    .collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    waivers.toml: `waivers.toml` (waivers) is new since `v1.2.3`: no approval of 1
    CODEOWNERS: `CODEOWNERS` (owners of code) is new since `v1.2.3`: no approval of 1
    .github/CODEOWNERS: `.github/CODEOWNERS` (owners of code) is new since `v1.2.3`: no approval of 1
    docs/CODEOWNERS: `docs/CODEOWNERS` (owners of code) is new since `v1.2.3`: no approval of 1
    .gitlab/CODEOWNERS: `.gitlab/CODEOWNERS` (owners of code) is new since `v1.2.3`: no approval of 1
    docs/MAINTAINERS.md: `docs/MAINTAINERS.md` (list of maintainers) is new since `v1.2.3`: no approval of 2
    vex/demo.json: `vex/demo.json` (statements on vulnerabilities) is new since `v1.2.3`: no approval of 1
    demo.openvex.json: `demo.openvex.json` (statements on vulnerabilities) is new since `v1.2.3`: no approval of 1
    .secrets.baseline: `.secrets.baseline` (settings of a tool) is new since `v1.2.3`: no approval of 1
    .bandit: `.bandit` (settings of a tool) is new since `v1.2.3`: no approval of 1
    src/.semgrepignore: `src/.semgrepignore` (settings of a tool) is new since `v1.2.3`: no approval of 1
    .gitleaks.toml: `.gitleaks.toml` (settings of a tool) is new since `v1.2.3`: no approval of 1
    .trivyignore: `.trivyignore` (settings of a tool) is new since `v1.2.3`: no approval of 1
    .coveragerc: `.coveragerc` (settings of a tool) is new since `v1.2.3`: no approval of 1
    codecov.yml: `codecov.yml` (settings of a tool) is new since `v1.2.3`: no approval of 1
    .github/workflows/gate.yml: `.github/workflows/gate.yml` (workflow that runs relcheck) is new since `v1.2.3`: no approval of 1
    .gitlab-ci.yml: `.gitlab-ci.yml` (workflow that runs relcheck) is new since `v1.2.3`: no approval of 1
    Jenkinsfile: `Jenkinsfile` (workflow that runs relcheck) is new since `v1.2.3`: no approval of 1
    ");
}

#[test]
fn what_says_something_of_scanners_in_shared_files_is_found() {
    let history = released();
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.4\"\n[tool.bandit]\nskips = [\"B101\"]\n",
    );
    history.write("tox.ini", "[tox]\nenvlist = py\n");
    history.write("setup.cfg", "[coverage:run]\nomit = src\n");
    history.write("package.json", "not json");
    history.commit("chore: settings");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    package.json: `package.json` (settings of a tool) is new since `v1.2.3`: no approval of 1
    pyproject.toml: `pyproject.toml` (settings of a tool) was changed since `v1.2.3`: no approval of 1
    setup.cfg: `setup.cfg` (settings of a tool) is new since `v1.2.3`: no approval of 1
    ");
}

#[test]
fn what_is_gone_is_found() {
    let history = released_with(&[(".bandit", "x\n"), ("waivers.toml", "")]);
    history.git(&["rm", "--quiet", ".bandit", "waivers.toml"]);
    history.commit("chore: less");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    .bandit: `.bandit` (settings of a tool) is gone since `v1.2.3`: no approval of 1
    waivers.toml: `waivers.toml` (waivers) is gone since `v1.2.3`: no approval of 1
    ");
}

/// A configuration of Ada and Grace with folders of policies.
fn with_policies(folder: &str) -> String {
    let people = [ADA.maintainer(), GRACE.maintainer()].concat();
    format!("{people}[policy]\npaths = [\"{folder}\"]\n")
}

const NOTE: &str = "package policy.team.note\n\ndeny contains \"x\" if false\n";

#[test]
fn policies_are_those_of_either_configuration() {
    let config = with_policies("rules/");
    let history = released_with(&[
        ("relcheck.toml", &config),
        ("rules/note.rego", NOTE),
        ("rules/data.yaml", "# strict\n"),
    ]);
    history.write("rules/note.rego", format!("{NOTE}# looser\n"));
    history.write("rules/data.yaml", "# less so\n");
    history.write("rulesets/other.rego", NOTE);
    history.commit("chore: looser");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    rules/data.yaml: `rules/data.yaml` (policies) was changed since `v1.2.3`: no approval of 1
    rules/note.rego: `rules/note.rego` (policies) was changed since `v1.2.3`: no approval of 1
    ");
    // The folder is left out now, and what was in it is gone.
    history.people(&[ADA, GRACE]);
    history.git(&["rm", "--quiet", "-r", "rules"]);
    history.commit("chore: no rules");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    Ada: `Ada` has the team `security` now
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 2
    rules/data.yaml: `rules/data.yaml` (policies) is gone since `v1.2.3`: no approval of 1
    rules/note.rego: `rules/note.rego` (policies) is gone since `v1.2.3`: no approval of 1
    ");
}

#[test]
fn policies_that_are_named_on_the_command_line_are_found() {
    let history = released();
    history.write("more/note.rego", NOTE);
    history.commit("chore: more");
    assert_eq!(verdict(&history), "pass");
    let run = history.relcheck().check(&["--rule", RULE, "-p", "more"]);
    insta::assert_snapshot!(shown(&run), @r"
    fail
    more/note.rego: `more/note.rego` (policies) is new since `v1.2.3`: no approval of 1
    ");
}

#[test]
fn a_configuration_of_another_name_is_found() {
    let config = [ADA.maintainer(), GRACE.maintainer()].concat();
    let history = released_with(&[("ci/gate.toml", &config)]);
    history.write("ci/gate.toml", format!("{config}{}", super::LOOSER));
    history.write("ci/waivers.toml", "");
    history.commit("chore: looser");
    let arguments = ["--rule", RULE, "--config", "ci/gate.toml"];
    let run = history.relcheck().check(&arguments);
    insta::assert_snapshot!(shown(&run), @r"
    fail
    ci/gate.toml: `ci/gate.toml` (configuration) was changed since `v1.2.3`: no approval of 1
    ci/waivers.toml: `ci/waivers.toml` (waivers) is new since `v1.2.3`: no approval of 1
    v1.2.3: no maintainer has signed the tag `v1.2.3`, whose lists count: there is no file of allowed signers (`keys/allowed_signers`, or what `[trust]` names) that could list the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc: docs/sign-offs.md tells how to write one
    ");
}

#[test]
fn the_configuration_of_a_package_and_that_of_the_root_both_decide() {
    let history = released_with(&[("packages/core/pyproject.toml", "")]);
    history.write(
        "packages/core/relcheck.toml",
        "[project]\nname = \"core\"\n",
    );
    history.commit("chore: a configuration of its own");
    let run = history.relcheck().check(&[
        "--rule",
        RULE,
        "--project",
        "packages/core",
        "--release",
        "1.2.4",
    ]);
    insta::assert_snapshot!(shown(&run), @r"
    fail
    Ada: `Ada` has the address `ada@example.org` no longer
    Ada: `Ada` has the team `security` no longer
    Ada: `Ada` is no longer a maintainer
    Grace: `Grace` has the address `grace@example.org` no longer
    Grace: `Grace` is no longer a maintainer
    ada@example.org: `ada@example.org` has the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc no longer
    grace@example.org: `grace@example.org` has the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo no longer
    packages/core/relcheck.toml: `packages/core/relcheck.toml` (configuration) is new since `v1.2.3`: no approval of 2
    ");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_decides() {
    let history = released();
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    std::fs::remove_file(history.path().join("relcheck.toml")).unwrap();
    history.write("conf/real.toml", format!("{text}{}", super::LOOSER));
    std::os::unix::fs::symlink("conf/real.toml", history.path().join("relcheck.toml")).unwrap();
    history.commit("chore: a link");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    Ada: `Ada` has the address `ada@example.org` no longer
    Ada: `Ada` has the team `security` no longer
    Ada: `Ada` is no longer a maintainer
    Grace: `Grace` has the address `grace@example.org` no longer
    Grace: `Grace` is no longer a maintainer
    conf/real.toml: `conf/real.toml` (configuration) is new since `v1.2.3`: no approval of 2
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 2
    ");
}

#[test]
fn a_configuration_outside_of_the_repository_is_a_weakening() {
    let history = released();
    history.commit("fix: something");
    let outside = history.beside("outside.toml");
    std::fs::write(&outside, "").unwrap();
    let arguments = ["--rule", RULE, "--config", outside.to_str().unwrap()];
    let run = history.relcheck().check(&arguments);
    let found = weakenings(&run);
    assert!(
        found
            .iter()
            .any(|it| it.contains("is no part of the checkout")),
        "{found:?}"
    );
}

/// A policy that finds nothing.
const QUIET: &str = "package demo\n\ndeny contains msg if {\n\tmsg := input.facts.repository.head.commit\n\tfalse\n}\n";

#[test]
fn policies_that_no_commit_holds_are_a_weakening() {
    let history = released();
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    history.write(
        "relcheck.toml",
        format!("{text}[policy]\npaths = [\"team\"]\n"),
    );
    history.write("team/demo.rego", QUIET);
    let check = || weakenings(&history.relcheck().check(&["--rule", RULE]));
    let untracked = "`team` holds policies of this run, and git does not track it";
    assert!(check().iter().any(|it| it == untracked), "{:?}", check());
    history.commit("chore: policies");
    assert!(
        !check().iter().any(|it| it.contains("`team`")),
        "{:?}",
        check()
    );
}

#[test]
fn policies_in_a_submodule_change_with_it() {
    let library = History::released("0.1.0");
    library.write("pol/demo.rego", QUIET);
    library.commit("feat: policies");
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    let from = library.path().to_str().unwrap();
    history.git(&["submodule", "--quiet", "add", from, "sub"]);
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    history.write(
        "relcheck.toml",
        format!("{text}[policy]\npaths = [\"sub/pol\"]\n"),
    );
    history.commit("chore: first release");
    history.signed_tag("v1.2.3", ADA);
    history.sign_off("manual-testing", GRACE);
    let inside = history.path().join("sub");
    history.git_in(
        &inside,
        &[
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "fix: more",
        ],
    );
    history.commit("chore: newer policies");
    let run = history.relcheck().check(&["--rule", RULE]);
    assert!(
        !weakenings(&run).iter().any(|it| it.contains("sub/pol")),
        "{:?}",
        weakenings(&run)
    );
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    sub: `sub` (policies) was changed since `v1.2.3`: no approval of 1
    ");
}

#[test]
fn the_configuration_does_not_weaken_what_judges_it() {
    let history = released();
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    for weaker in [
        "[rules.approvals.trust_root]\nskip = \"no time\"\n",
        "[rules.approvals.trust_root]\nlevel = \"warn\"\n",
        "[rules.approvals.trust_root]\nparams.required = 0\n",
        "[policy]\nreplace = [\"approvals.trust_root\"]\n",
    ] {
        history.write("relcheck.toml", format!("{text}{weaker}"));
        history.commit("chore: no questions");
        let run = check(&history);
        assert_eq!(run.code, 2, "{weaker}: {}", run.stdout);
        assert!(
            run.stderr.contains("approvals.trust_root"),
            "{}",
            run.stderr
        );
    }
    let stricter = "[rules.approvals.trust_root]\nlevel = \"deny\"\nparams.required = 2\n";
    history.write("relcheck.toml", format!("{text}{stricter}"));
    history.commit("chore: more questions");
    assert_ne!(check(&history).code, 2);
}

#[test]
fn a_hundred_changes_are_listed_one_by_one() {
    let history = released();
    for number in 0..100 {
        history.write(&format!("vex/{number:03}.json"), "{}");
    }
    loosen(&history);
    history.commit("chore: a lot");
    agree(&history, GRACE);
    let found = verdict(&history);
    assert_eq!(found.lines().count(), 102, "{found}");
}

#[test]
fn a_clone_that_does_not_tell_the_previous_release_is_no_first_release() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    let clone = |name: &str, arguments: &[&str]| {
        let folder = history.beside(name);
        let url = format!("file://{}", history.path().display());
        let end = [url.as_str(), folder.to_str().unwrap()];
        let arguments = [&["clone", "--quiet"], arguments, &end].concat();
        history.git(&arguments);
        let arguments = [
            "fetch",
            "--quiet",
            "origin",
            "refs/notes/relcheck:refs/notes/relcheck",
        ];
        history.git_in(&folder, &arguments);
        Relcheck::in_folder(&folder).check(&[
            "--rule",
            RULE,
            "--type",
            "patch",
            "--release",
            "1.2.4",
        ])
    };
    let whole = clone("whole", &[]);
    assert_eq!(whole.status(RULE, "patch"), "fail", "{}", whole.stdout);
    let shallow = clone("shallow", &["--depth", "1"]);
    assert_eq!(
        shallow.status(RULE, "patch"),
        "unknown",
        "{}",
        shallow.stdout
    );
    assert_eq!(shallow.code, 3);
    let without = clone("without", &["--no-tags"]);
    assert_eq!(
        without.status(RULE, "patch"),
        "unknown",
        "{}",
        without.stdout
    );
    assert_eq!(without.code, 3);
    let reason = [shallow.reason(RULE, "patch"), without.reason(RULE, "patch")].join("\n");
    insta::assert_snapshot!(reason, @r"
    the clone is shallow and has no release tag within its depth
    there is no release tag, and the remote `origin` is configured not to fetch any (remote.origin.tagOpt = --no-tags)
    ");
}

#[test]
fn a_first_release_with_a_list_passes_and_the_report_says_so() {
    let history = History::empty();
    history.declare("0.1.0").changelog("0.1.0", "2026-01-01");
    history.people(&[ADA, GRACE]);
    history.commit("chore: first release");
    history.approve(ADA);
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor", "--release", "0.1.0"]);
    assert_eq!(run.status(RULE, "minor"), "warn", "{}", run.stdout);
    insta::assert_snapshot!(weakenings(&run).join("\n"), @"the candidate's own list says who and what decides: this is the first release");
}

#[test]
fn the_first_list_of_a_later_release_passes_and_the_report_says_so() {
    let history = History::released("1.2.3");
    history.people(&[ADA, GRACE]);
    history.commit("chore: maintainers");
    history.approve(ADA);
    let run = check(&history);
    insta::assert_snapshot!(shown(&run), @r"
    warn
    Ada: `Ada` has the address `ada@example.org` now
    Ada: `Ada` has the team `security` now
    Ada: `Ada` is a maintainer now
    Grace: `Grace` has the address `grace@example.org` now
    Grace: `Grace` is a maintainer now
    ada@example.org: `ada@example.org` has the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc now
    grace@example.org: `grace@example.org` has the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo now
    keys/allowed_signers: `keys/allowed_signers` (keys of people) is new since `v1.2.3`
    maintainers: no earlier list judges who and what decides: `v1.2.3` lists no maintainers
    relcheck.toml: `relcheck.toml` (configuration) is new since `v1.2.3`
    ");
    insta::assert_snapshot!(weakenings(&run).join("\n"), @"the candidate's own list says who and what decides: `v1.2.3` lists no maintainers");
}
