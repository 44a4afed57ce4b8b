//! Every format against what real CI systems answered: which one it is, how much is in it, and what
//! happens to it when it is cut off or damaged.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;

/// A recorded answer, and what `fixtures/counts/ci.py` counts in it.
struct Fixture {
    name: &'static str,
    format: CiFormat,
    bytes: &'static [u8],
    /// What ran, by how it ended or is.
    states: &'static [(&'static str, usize)],
    /// The required checks.
    required: usize,
    /// Whether more may be there than is listed.
    incomplete: bool,
}

macro_rules! fixture {
    ($name:literal, $format:ident, $states:expr, $required:literal, $incomplete:literal) => {
        Fixture {
            name: $name,
            format: CiFormat::$format,
            bytes: include_bytes!(concat!("../../../fixtures/ci/", $name)),
            states: &$states,
            required: $required,
            incomplete: $incomplete,
        }
    };
}

const FIXTURES: [Fixture; 17] = [
    fixture!(
        "github/check-runs.json",
        CheckRuns,
        [("failure", 1), ("success", 3)],
        0,
        false
    ),
    fixture!(
        "github/check-runs-page.json",
        CheckRuns,
        [("success", 1)],
        0,
        false
    ),
    fixture!(
        "github/check-runs-paginate.json",
        CheckRuns,
        [("success", 8)],
        0,
        false
    ),
    fixture!(
        "github/check-runs-slurp.json",
        CheckRuns,
        [("success", 8)],
        0,
        false
    ),
    fixture!(
        "github/status.json",
        CombinedStatus,
        [("success", 6)],
        0,
        false
    ),
    fixture!(
        "github/workflow-runs-again.json",
        WorkflowRuns,
        [("success", 8)],
        0,
        false
    ),
    fixture!(
        "github/workflow-runs-running.json",
        WorkflowRuns,
        [("in_progress", 1)],
        0,
        false
    ),
    fixture!(
        "github/workflow-runs-waiting.json",
        WorkflowRuns,
        [("action_required", 4)],
        0,
        false
    ),
    fixture!("github/jobs.json", WorkflowJobs, [("success", 5)], 0, false),
    fixture!(
        "github/gh-run-list.json",
        GhRuns,
        [("action_required", 4)],
        0,
        true
    ),
    fixture!("github/gh-run-view.json", GhRuns, [("success", 6)], 0, true),
    fixture!(
        "github/required-status-checks.json",
        RequiredChecks,
        [],
        2,
        false
    ),
    fixture!("github/rules-none.json", BranchRules, [], 0, false),
    fixture!("github/rules-required.json", BranchRules, [], 2, false),
    fixture!(
        "gitlab/pipelines.json",
        GitlabPipelines,
        [("failed", 2), ("running", 1), ("success", 1)],
        0,
        false
    ),
    fixture!(
        "gitlab/pipeline.json",
        GitlabPipelines,
        [("success", 1)],
        0,
        true
    ),
    fixture!(
        "gitlab/jobs.json",
        GitlabJobs,
        [("canceled", 1), ("failed", 3)],
        0,
        false
    ),
];

const BRIDGES: &[u8] = include_bytes!("../../../fixtures/ci/gitlab/bridges.json");
const GH_PR_CHECKS: &[u8] = include_bytes!("../../../fixtures/ci/github/gh-pr-checks.json");

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn head(bytes: &[u8]) -> &str {
    text(bytes).get(..16 * 1024).unwrap_or(text(bytes))
}

fn read(name: &str) -> CiExport {
    let fixture = FIXTURES
        .iter()
        .find(|fixture| fixture.name == name)
        .unwrap();
    fixture.format.read(fixture.bytes).unwrap()
}

fn states(export: &CiExport) -> BTreeMap<&str, usize> {
    let mut states = BTreeMap::new();
    for entry in &export.entries {
        let state = entry.conclusion.as_deref().unwrap_or(&entry.status);
        *states.entry(state).or_default() += 1;
    }
    states
}

#[test]
fn each_answer_is_of_one_format_and_no_other() {
    let all = FIXTURES.iter().map(|it| (it.name, it.format, it.bytes));
    let others = [
        ("bridges", CiFormat::GitlabBridges, BRIDGES),
        ("gh pr checks", CiFormat::GhPrChecks, GH_PR_CHECKS),
    ];
    for (name, format, bytes) in all.chain(others) {
        let head = head(bytes);
        let found: Vec<_> = FORMATS
            .into_iter()
            .filter(|it| it.recognises(head))
            .collect();
        assert_eq!(found, [format], "{name}");
        assert_eq!(crate::formats::scan::recognise(head), None, "{name}");
        for at in (0..head.len()).step_by(7) {
            let Some(cut) = head.get(..at) else { continue };
            // What tells jobs that start pipelines from others may come last.
            let is_it = |it| it == format || (it, name) == (CiFormat::GitlabJobs, "bridges");
            assert!(recognise(cut).is_none_or(is_it), "{name} cut at {at}");
        }
    }
}

#[test]
fn what_no_ci_system_says_is_not_recognised() {
    for text in [
        "",
        "[]",
        "{}",
        "[[]]",
        "{\"total_count\": 3, \"workflows\": []}",
        "{\"message\": \"Not Found\", \"status\": \"404\"}",
        "{\"jobs\": []}",
        "[{\"name\": \"a\", \"status\": \"ok\"}]",
        "{\"sha\": \"a\", \"status\": \"x\", \"id\": 1}",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

#[test]
fn counts_are_those_taken_independently() {
    for fixture in &FIXTURES {
        let export = fixture.format.read(fixture.bytes);
        let export = export.unwrap_or_else(|flaw| panic!("{}: {flaw}", fixture.name));
        let expected = fixture.states.iter().copied().collect::<BTreeMap<_, _>>();
        assert_eq!(states(&export), expected, "{}", fixture.name);
        assert_eq!(export.required.len(), fixture.required, "{}", fixture.name);
        assert_eq!(
            export.incomplete.is_some(),
            fixture.incomplete,
            "{}",
            fixture.name
        );
    }
}

#[test]
fn the_script_still_counts_what_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for fixture in &FIXTURES {
        let output = Command::new("python3")
            .arg(root.join("counts/ci.py"))
            .arg(root.join("ci").join(fixture.name))
            .output();
        let Ok(output) = output else {
            println!("skipped: the counts of what CI systems say by python3, which is not there");
            return;
        };
        let expected = serde_json::json!({
            "states": fixture.states.iter().copied().collect::<BTreeMap<_, _>>(),
            "required": fixture.required,
        });
        let counted: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}: {output:?}", fixture.name));
        assert_eq!(counted, expected, "{}", fixture.name);
    }
}

#[test]
fn an_entry_names_its_commit_and_what_it_is_part_of() {
    let export = read("github/check-runs.json");
    assert_eq!(export.total, Some(4));
    let entry = &export.entries[2];
    assert_eq!(entry.name, "test (Python 3.6)");
    assert_eq!(entry.commit, "10a7135a04f71e6101f8b013aded8a662d08fd1f");
    assert_eq!(entry.conclusion.as_deref(), Some("failure"));
    assert_eq!(
        (entry.app, entry.suite),
        (Some(15_368), Some(1_110_219_217))
    );
    assert_eq!(entry.group, "github-actions");
    let job = &read("github/jobs.json").entries[1];
    assert_eq!(job.run, Some(3_881_497_935));
    assert_eq!(job.runner.as_deref(), Some("GitHub Actions 5"));
    let job = &read("gitlab/jobs.json").entries[0];
    assert_eq!((job.id, job.run, job.allow_failure), (92, Some(18), false));
    assert_eq!(job.group, "test");
}

#[test]
fn fewer_than_there_are_are_not_all_there_are() {
    let text = text(FIXTURES[2].bytes);
    let first = text.split_inclusive("]}").next().unwrap();
    let first = format!(
        "{first}{}",
        &text[first.len()..]
            .split_once("{\"total_count\"")
            .unwrap()
            .0
    );
    let export = CiFormat::CheckRuns.read(first.as_bytes()).unwrap();
    assert_eq!(
        export.incomplete.unwrap(),
        "it lists 2 of 8: export it with `--paginate`"
    );
    let more = text.replace("\"total_count\":8", "\"total_count\":7");
    let flaw = CiFormat::CheckRuns.read(more.as_bytes()).unwrap_err();
    assert_eq!(flaw.reason, "it says that there are 7, and lists 8");
    // The same page twice is the same thing twice.
    let twice = format!("{text}{text}");
    assert_eq!(
        CiFormat::CheckRuns
            .read(twice.as_bytes())
            .unwrap()
            .entries
            .len(),
        8
    );
}

#[test]
fn a_list_that_ends_where_a_page_would_may_go_on() {
    let pipeline = |id: usize| {
        format!(
            "{{\"id\":{id},\"sha\":\"{}\",\"ref\":\"main\",\"status\":\"success\"}}",
            "a".repeat(40)
        )
    };
    let list = |many: usize| {
        let all: Vec<String> = (1..=many).map(pipeline).collect();
        format!("[{}]", all.join(","))
    };
    let incomplete = |text: &str| {
        CiFormat::GitlabPipelines
            .read(text.as_bytes())
            .unwrap()
            .incomplete
    };
    assert!(incomplete(&list(20)).unwrap().contains("20 entries"));
    assert!(incomplete(&list(100)).is_some());
    assert_eq!(incomplete(&list(19)), None);
    assert_eq!(incomplete(&list(21)), None);
    assert!(incomplete(&format!("{}{}", list(3), list(20))).is_some());
    assert_eq!(incomplete(&format!("[{},{}]", list(20), list(3))), None);
}

#[test]
fn what_a_branch_requires_is_told_with_its_app() {
    let named = |export: CiExport| -> Vec<(String, Option<u64>)> {
        export
            .required
            .into_iter()
            .map(|it| (it.name, it.app))
            .collect()
    };
    assert_eq!(
        named(read("github/required-status-checks.json")),
        [
            ("continuous-integration/travis-ci".to_owned(), Some(123)),
            ("foo/bar".to_owned(), None)
        ]
    );
    assert_eq!(
        named(read("github/rules-required.json")),
        [
            ("check".to_owned(), Some(15_368)),
            ("validate".to_owned(), Some(15_368))
        ]
    );
    let whole = "{\"url\": \"x\", \"required_status_checks\": {\"strict\": true, \"contexts\": [\"a\"], \"checks\": [{\"context\": \"a\", \"app_id\": -1}]}}";
    assert!(CiFormat::RequiredChecks.recognises(whole));
    let read = CiFormat::RequiredChecks.read(whole.as_bytes()).unwrap();
    assert_eq!(named(read), [("a".to_owned(), None)]);
}

#[test]
fn what_starts_another_pipeline_is_a_job_of_its_own() {
    let export = CiFormat::GitlabBridges.read(BRIDGES).unwrap();
    let kinds: Vec<_> = export
        .entries
        .iter()
        .map(|it| (it.kind, &*it.status))
        .collect();
    assert_eq!(
        kinds,
        [
            (CiEntryKind::PipelineJob, "pending"),
            (CiEntryKind::Pipeline, "pending")
        ]
    );
}

#[test]
fn what_names_no_commit_never_counts() {
    let flaw = CiFormat::GhPrChecks.read(GH_PR_CHECKS).unwrap_err();
    assert!(
        flaw.reason.contains("does not say of which commit"),
        "{flaw}"
    );
    let list = text(FIXTURES[9].bytes).replace("\"headSha\"", "\"headShaX\"");
    let flaw = CiFormat::GhRuns.read(list.as_bytes()).unwrap_err();
    assert!(flaw.reason.contains("missing field `headSha`"), "{flaw}");
    let short =
        text(FIXTURES[0].bytes).replace("10a7135a04f71e6101f8b013aded8a662d08fd1f", "10a7135");
    assert!(CiFormat::CheckRuns.read(short.as_bytes()).is_err());
}

#[test]
fn states_that_are_not_known_stay_as_they_are() {
    let odd = text(FIXTURES[0].bytes).replace("\"success\"", "\"Sort_Of\"");
    let export = CiFormat::CheckRuns.read(odd.as_bytes()).unwrap();
    assert_eq!(export.entries[0].conclusion.as_deref(), Some("sort_of"));
    let empty = text(FIXTURES[0].bytes).replace("\"completed\"", "\"\"");
    assert!(CiFormat::CheckRuns.read(empty.as_bytes()).is_err());
}

#[test]
fn what_is_cut_off_is_refused_or_says_so() {
    for fixture in &FIXTURES {
        let whole = text(fixture.bytes).trim_end().len();
        for at in 0..whole {
            let Ok(export) = fixture.format.read(&fixture.bytes[..at]) else {
                continue;
            };
            // Between two answers that follow each other.
            assert!(export.incomplete.is_some(), "{} cut at {at}", fixture.name);
        }
    }
}

#[test]
fn texts_that_are_none_are_refused_by_every_format() {
    let utf16: Vec<u8> = "\u{feff}[]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let deep = "[".repeat(100_000);
    for format in FORMATS {
        for bytes in [
            &b""[..],
            b" \n",
            b"\xef\xbb\xbf[]",
            &utf16,
            b"[\xff]",
            b"[NaN]",
            b"null",
            b"gh: Not Found (HTTP 404)\n",
            deep.as_bytes(),
        ] {
            assert!(format.read(bytes).is_err(), "{}", format.name());
        }
    }
    for (key, twice) in [
        ("\"id\": ", "\"id\": 1, \"id\": "),
        ("\"name\": \"test", "\"name\": \"x\", \"name\": \"test"),
    ] {
        let doubled = text(FIXTURES[0].bytes).replacen(key, twice, 1);
        assert!(
            CiFormat::CheckRuns.read(doubled.as_bytes()).is_err(),
            "{key}"
        );
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = format.read(&bytes);
            let _ = format.recognises(&String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        which in 0..FIXTURES.len(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let fixture = &FIXTURES[which];
        let mut bytes = fixture.bytes.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = fixture.format.read(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        for format in FORMATS {
            let _ = format.read(&bytes);
            let _ = format.recognises(&String::from_utf8_lossy(&bytes));
        }
    }
}
