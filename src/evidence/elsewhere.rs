//! Whether a recorded command looked at another checkout than its own: what it says is of that one.

use super::steps::{Step, steps};
use super::{API_DIFF, API_REPORT, BENCHMARK, Record, tool_of};

/// What compares one state with another may be run in both.
const OF_SEVERAL: [&str; 3] = [API_DIFF, API_REPORT, BENCHMARK];

/// Why a record is none of this checkout, whose folder is `root`, by the folder that its command plainly
/// went to: a clause. `None` where it stayed, or where that cannot be told.
#[must_use]
pub fn elsewhere(record: &Record, kind: &str, root: &str) -> Option<String> {
    if OF_SEVERAL.contains(&kind) {
        return None;
    }
    let steps = steps(record, root);
    let is_of_kind = |step: &&Step| tool_of(&step.words).is_some_and(|it| it.kinds.contains(&kind));
    let known: Vec<&Step> = steps.iter().filter(is_of_kind).collect();
    let due = match known.is_empty() {
        true => steps.iter().collect(),
        false => known,
    };
    let folder = due.into_iter().find_map(|step| step.outside.as_deref())?;
    Some(format!(
        "its command goes to `{folder}`, which is not in this checkout: record it in the checkout that it is to speak of"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;
    use crate::evidence::{SCAN, TESTS, VULNERABILITIES};

    fn why(kind: &str, text: &str) -> Option<String> {
        let mut record = record();
        record.command = ["sh", "-c", text].map(str::to_owned).to_vec();
        elsewhere(&record, kind, "/none/work")
    }

    #[test]
    fn only_what_wrote_the_report_counts() {
        let reason = why(VULNERABILITIES, "cd ../other && npm audit --json").unwrap();
        assert!(reason.starts_with("its command goes to `../other`, which is not"));
        assert_eq!(why(VULNERABILITIES, "(cd ../x && make); npm audit"), None);
        assert!(why(TESTS, "cd ../previous && mocha --reporter xunit").is_some());
        assert!(why(TESTS, "cd ../previous && ./run.sh").is_some());
        assert_eq!(why(BENCHMARK, "cd ../previous && pytest"), None);
        assert_eq!(why(TESTS, "cd packages/a && pytest"), None);
        for command in [
            "pip-audit -f json -r ../other/requirements.txt",
            "uvx pip-audit -r ../other/requirements.txt",
            "python -m pip_audit ../other",
            "cd a/b && pip-audit -r ../../../x.txt",
            "npx eslint -f json ../other",
            "zizmor --format=sarif ../other",
        ] {
            assert!(why(SCAN, command).is_some(), "{command}");
        }
        assert_eq!(why(SCAN, "cd a && pip-audit -r ../requirements.txt"), None);
        assert_eq!(why(SCAN, "eslint -f json src ../other"), None);
    }
}
