//! Facts of real checkouts: what `relcheck collect` writes for git histories of all kinds.

use serde_json::{Value, json};

use crate::harness::{ADA, GRACE, History};

/// The facts of a checkout, by a name for it.
pub struct Recorded {
    /// What kind of history it is.
    pub name: &'static str,
    /// The document that `relcheck collect` wrote.
    pub document: Value,
}

impl Recorded {
    fn of(name: &'static str, history: &History) -> Self {
        let run = history.relcheck().args(&["collect"]).run();
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        Recorded {
            name,
            document: run.json(),
        }
    }

    /// What policies see as `input`, for each release type.
    pub fn inputs(&self) -> Vec<(String, Value)> {
        let subject = &self.document["subject"];
        let candidates = subject["candidates"].as_array().unwrap().iter();
        candidates
            .map(|candidate| {
                let input = json!({
                    "release": {
                        "type": candidate["type"],
                        "stage": subject["stage"],
                        "version": candidate["version"],
                        "previous": subject["previous"],
                    },
                    "project": self.document["project"],
                    "clock": self.document["clock"],
                    "facts": self.known(),
                });
                (candidate["type"].as_str().unwrap().to_owned(), input)
            })
            .collect()
    }

    /// The facts that are known, by name.
    pub fn known(&self) -> Value {
        let facts = self.document["facts"].as_object().unwrap().iter();
        facts
            .filter_map(|(name, fact)| Some((name.clone(), fact.get("value")?.clone())))
            .collect::<serde_json::Map<String, Value>>()
            .into()
    }
}

/// A kind of history, and what makes one.
type Maker = (&'static str, fn() -> History);

/// Checkouts that each make other rules speak.
pub fn all() -> Vec<Recorded> {
    let makers: [Maker; 14] = [
        ("ready", History::ready),
        ("maintained", maintained),
        ("first release", first_release),
        ("feature in a patch", feature_in_a_patch),
        ("breaking changes", breaking_changes),
        ("dirty tree", dirty_tree),
        ("hotfix branch", hotfix_branch),
        ("tagged already", tagged_already),
        ("changelog in disorder", changelog_in_disorder),
        ("versions apart", versions_apart),
        ("release candidate", release_candidate),
        ("old line", old_line),
        ("tagged release", tagged_release),
        ("tagged otherwise", tagged_otherwise),
    ];
    makers
        .into_iter()
        .map(|(name, make)| Recorded::of(name, &make()))
        .collect()
}

fn first_release() -> History {
    let history = History::empty();
    history.declare("0.1.0");
    history.commit("feat: everything");
    history
}

/// A project with maintainers, one of whom approved the candidate, with a waiver that nobody else
/// agreed to, and a release that owes something.
fn maintained() -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("src/auth/login.py", "x = 1\n");
    history.write(
        "waivers.toml",
        "[[waiver]]\nrule = \"branch.clean_tree\"\nsubject = \"*\"\nreason = \"later\"\nowner = \"Ada\"\n\
         approver = \"Ada\"\nticket = \"REL-1\"\nexpires = \"2026-02-20\"\nversions = \"*\"\n",
    );
    history.write(
        "incidents/2026-03.toml",
        "id = \"2026-03\"\ntitle = \"It is down\"\ncause = \"service-disruption\"\nrelease = \"1.2.3\"\n\
         discovered = 2026-01-01T10:00:00Z\n[break_glass]\nrules = [\"quality.performance\"]\nfollow_up = \"REL-7\"\n",
    );
    history.commit("fix: login");
    history.approve(ADA);
    history
}

fn feature_in_a_patch() -> History {
    let history = History::released("1.2.3");
    history.write("a.py", "x = 1\n");
    history.commit("fix(core): do not crash\n\nRefs: #12");
    history.commit("feat: export `all` as CSV (#34)");
    history.commit("just words");
    history.declare("1.2.4");
    history.commit("deprecate: the old way\n\nDeprecated: yes");
    history
}

fn breaking_changes() -> History {
    let history = History::released("1.2.3");
    history.commit("feat!: drop the old API");
    history.commit("fix: something\n\nBREAKING CHANGE: the default is another one");
    history.declare("2.0.0");
    history.write(
        "CHANGELOG.md",
        "# Changelog\n\n## [Unreleased]\n\n### Removed\n\n- The old API.\n\n### Deprecated and removed\n\n- More.\n\n## [1.2.3] - 2026-01-01\n\n- First.\n",
    );
    history.commit("chore: bump version to 2.0.0");
    issues(
        &history,
        &[
            (5, "CLOSED", "community-review", "2.0.0"),
            (6, "OPEN", "objection", "v2.0.0"),
        ],
    );
    history
}

/// Exports these issues for HEAD: number, state, label and milestone of each.
fn issues(history: &History, issues: &[(u64, &str, &str, &str)]) {
    let issue = |(number, state, label, milestone): &(u64, &str, &str, &str)| {
        json!({
            "number": number,
            "title": format!("Issue {number}"),
            "url": format!("https://github.com/o/r/issues/{number}"),
            "state": state,
            "stateReason": "",
            "labels": [{"name": label}],
            "milestone": {"title": milestone},
            "createdAt": "2026-01-20T00:00:00Z",
            "closedAt": (*state == "CLOSED").then_some("2026-01-30T00:00:00Z"),
        })
    };
    let export = Value::from(issues.iter().map(issue).collect::<Vec<Value>>());
    let command = "gh issue list --state all --limit 500 --json number";
    history.answer(command, "gh", export.to_string().as_bytes(), "issues");
}

fn dirty_tree() -> History {
    let history = History::ready();
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.5\"\n",
    );
    history.write("new file.py", "x = 1\n");
    history.write("dist/demo.whl", "x");
    history.write("staged.py", "y = 1\n");
    history.git(&["add", "staged.py"]);
    history
}

fn hotfix_branch() -> History {
    let history = History::released("1.2.3");
    history.commit("feat: on main");
    history.branch("hotfix/v1.2.4", "main");
    history.declare("1.2.4").changelog("1.2.4", "2026-02-01");
    history.commit("fix: a hole");
    history
}

fn tagged_already() -> History {
    let history = History::ready();
    history.switch("main");
    history.commit("fix: elsewhere");
    history.tag("v1.2.4");
    history.switch("release/v1.2.x");
    history
}

fn changelog_in_disorder() -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.2.x", "main");
    history.declare("1.2.4").write(
        "CHANGELOG.md",
        "# Changelog\n\n## [1.2.4] - 2026-03-09\n\n## [1.2.4] [YANKED]\n\n- Gone.\n\n## [1.2.3] - 2026-01-01\n\n- First.\n",
    );
    history.commit("docs: write the changelog");
    history
}

fn versions_apart() -> History {
    let history = History::released("1.2.3");
    history.declare("1.3.0").write(
        "package.json",
        "{\"name\": \"demo\", \"version\": \"1.2.9\"}\n",
    );
    history.write("VERSION", "1.3.0.dev0\n");
    history.commit("feat: both worlds");
    history
}

fn release_candidate() -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.3.x", "main");
    history.write(
        "relcheck.toml",
        "[[platforms]]\nname = \"linux\"\nchecks = [\"test (ubuntu*\", \"nightly\"]\n\
         [[platforms]]\nname = \"windows\"\nreports = [\"passing-*.xml\", \"passing/junit.xml\"]\n",
    );
    history.declare("1.3.0rc1").changelog("1.3.0", "2026-02-01");
    history.commit("feat: something");
    history.tag("v1.3.0-rc.2");
    history.commit("fix: something else");
    history.evidence("passing/junit.xml", "tests");
    history.green();
    issues(
        &history,
        &[
            (7, "CLOSED", "feedback", "1.3.0"),
            (8, "OPEN", "feedback", "1.3.0"),
            (9, "OPEN", "blocker", "1.3.0-rc.2"),
        ],
    );
    history
}

/// A patch of the first of five majors, which nobody supports any more.
fn old_line() -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.2.x", "main");
    history.switch("main");
    for major in 2..6 {
        let version = format!("{major}.0.0");
        history.declare(&version).commit("feat!: start over");
        history.tag(&format!("v{version}"));
    }
    history.switch("release/v1.2.x");
    history.declare("1.2.4").changelog("1.2.4", "2026-01-30");
    history.commit("fix: something old");
    history
}

/// A release whose tag a maintainer has signed.
fn tagged_release() -> History {
    let history = History::ready();
    history.signed_tag("v1.2.4", ADA);
    history
}

/// A release with a lightweight tag, and with one of another name that nobody has signed.
fn tagged_otherwise() -> History {
    let history = History::ready();
    history.git(&["tag", "v1.2.4"]);
    history.git(&["tag", "--annotate", "--message", "1.2.4", "1.2.4"]);
    history
}
