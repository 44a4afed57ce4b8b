//! What a recorded command told a tool to leave out, where the report does not say so itself.

mod tools;

use super::Record;
use super::steps::{Step, steps};
use crate::formats::shell::named;
use tools::{NARROWING, Narrowing};

/// A variable by which a tool leaves something out.
struct Variable {
    tool: &'static str,
    /// In lower case.
    name: &'static str,
    /// The values that do; none where any does.
    values: &'static [&'static str],
    /// The option that it stands for, where its values are to be looked at like that one's.
    option: Option<&'static str>,
}

const fn variable(
    tool: &'static str,
    name: &'static str,
    values: &'static [&'static str],
) -> Variable {
    Variable {
        tool,
        name,
        values,
        option: None,
    }
}

/// What Go's programs take for true.
const TRUE: &[&str] = &["1", "t", "T", "true", "True", "TRUE"];

/// The variables, sorted by name.
const VARIABLES: &[Variable] = &[
    variable("grype", "grype_only_fixed", TRUE),
    variable("npm", "node_env", &["production"]),
    variable("npm", "npm_config_dev", &["false"]),
    variable("npm", "npm_config_global", &["true"]),
    variable("npm", "npm_config_location", &["global"]),
    variable("npm", "npm_config_omit", &[]),
    variable("npm", "npm_config_only", &[]),
    variable("npm", "npm_config_optional", &["false"]),
    variable("npm", "npm_config_production", &["true"]),
    variable("trivy", "trivy_ignore_policy", &[]),
    variable("trivy", "trivy_ignore_status", &[]),
    variable("trivy", "trivy_ignore_unfixed", TRUE),
    variable("trivy", "trivy_ignorefile", &[]),
    Variable {
        option: Some("--severity"),
        ..variable("trivy", "trivy_severity", &[])
    },
];

impl Variable {
    fn is_set(&self, value: &str) -> bool {
        match self.values {
            [] => !value.is_empty(),
            values => values.contains(&value),
        }
    }
}

/// Whether a variable of this name and value may have a tool leave something out.
#[must_use]
pub(super) fn narrows(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    VARIABLES
        .iter()
        .any(|it| it.name == name && it.is_set(value))
}

/// What a recorded command told the tools of a kind of report to leave out, as a clause that names the
/// same command without it; `None` where it shows nothing of the kind.
#[must_use]
pub fn narrowed(record: &Record, kind: &str, root: &str) -> Option<String> {
    steps(record, root).iter().find_map(|step| {
        let named = named(&step.words);
        let names = &named.first()?.names;
        let known = NARROWING
            .iter()
            .find(|it| it.kind == kind && names.iter().any(|name| is_called(name, it.tool)))?;
        if let Some(needed) = known.needs
            && !step.words.iter().any(|word| word == needed)
        {
            return Some(format!(
                "was recorded without `{needed}`, so that some are left out"
            ));
        }
        let by = known.first(step).or_else(|| known.variable(record, step))?;
        Some(format!(
            "was recorded with `{by}`, which leaves some out: record `{}` without it",
            known.whole(step)
        ))
    })
}

/// A module of Python is called like the tool, with `_`.
fn is_called(name: &str, tool: &str) -> bool {
    name.replace('_', "-") == tool
}

impl Narrowing {
    /// The first variable that is set for the tool, by the command or around it.
    fn variable(&self, record: &Record, step: &Step) -> Option<String> {
        let program = self.tool.split(' ').next()?;
        let includes = |word: &String| word.starts_with("--include");
        if program == "npm" && step.words.iter().any(includes) {
            return None;
        }
        let own = VARIABLES.iter().filter(|it| it.tool == program);
        let texts = record.command.iter().chain(&record.environment);
        let mut words = texts.flat_map(|text| text.split([' ', '\t', '\n', ';', '&', '(']));
        let found = words.find(|word| {
            let Some((name, value)) = word.split_once('=') else {
                return false;
            };
            let (name, value) = (name.to_ascii_lowercase(), value.trim_matches(['"', '\'']));
            own.clone()
                .any(|it| it.name == name && it.is_set(value) && !self.is_wide(it, value))
        });
        found.map(str::to_owned)
    }

    /// Whether the value of a variable leaves nothing out, as that of an option.
    fn is_wide(&self, variable: &Variable, value: &str) -> bool {
        let values: Vec<String> = value.split(',').map(str::to_ascii_lowercase).collect();
        variable
            .option
            .is_some_and(|option| self.is_all(option, &values))
    }
}

impl Narrowing {
    /// What is left out first, as it is written.
    fn first(&self, step: &Step) -> Option<String> {
        self.parted(step).1
    }

    /// The command without anything of it.
    fn whole(&self, step: &Step) -> String {
        self.parted(step).0.join(" ")
    }

    /// The words that leave nothing out, and the first that does.
    fn parted<'s>(&self, step: &'s Step) -> (Vec<&'s str>, Option<String>) {
        let (mut whole, mut first) = (Vec::new(), None);
        let mut words = step.words.iter().map(String::as_str).peekable();
        let mut plain = self.tool.split(' ').count();
        while let Some(word) = words.next() {
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word, None),
            };
            let mut shown = word.to_owned();
            if self.valued.contains(&name) {
                let value = inline.or_else(|| words.next()).unwrap_or_default();
                if inline.is_none() {
                    shown = format!("{name} {value}");
                }
                if !self.is_all(name, &all_values(step, name)) {
                    first.get_or_insert(shown);
                    continue;
                }
                whole.push(word);
                whole.extend(inline.is_none().then_some(value));
            } else if self.flags.contains(&word)
                || (self.flags.contains(&name) && inline.is_some_and(|it| TRUE.contains(&it)))
            {
                first.get_or_insert(shown);
            } else if word.starts_with('-') || plain > 0 {
                plain = plain.saturating_sub(usize::from(!word.starts_with('-')));
                whole.push(word);
            } else if self.names {
                first.get_or_insert(shown);
            } else {
                whole.push(word);
            }
        }
        (whole, first)
    }
}

/// All values of an option, which may be told several times, in lower case.
fn all_values(step: &Step, option: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut words = step.words.iter();
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some((name, value)) if name == option => value,
            None if word == option => words.next().map_or("", String::as_str),
            _ => continue,
        };
        values.extend(value.split(',').map(str::to_ascii_lowercase));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;
    use crate::evidence::{OUTDATED, SCAN, VULNERABILITIES};

    fn why(kind: &str, command: &str) -> Option<String> {
        let mut record = record();
        record.command = match command.strip_prefix("sh: ") {
            Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
            None => command.split(' ').map(str::to_owned).collect(),
        };
        narrowed(&record, kind, "/none/work")
    }

    #[test]
    fn what_leaves_packages_out_is_named_with_the_command_that_does_not() {
        assert_eq!(
            why(VULNERABILITIES, "npm audit --json --omit=dev").unwrap(),
            "was recorded with `--omit=dev`, which leaves some out: record `npm audit --json` without it"
        );
        for (kind, command, by) in [
            (VULNERABILITIES, "npm audit --omit dev --json", "--omit dev"),
            (VULNERABILITIES, "npm audit --production", "--production"),
            (VULNERABILITIES, "npm audit --prod", "--prod"),
            (VULNERABILITIES, "npm audit --only=prod", "--only=prod"),
            (
                VULNERABILITIES,
                "env NODE_ENV=production npm audit",
                "NODE_ENV=production",
            ),
            (
                VULNERABILITIES,
                "sh: npm_config_omit=dev npm audit",
                "npm_config_omit=dev",
            ),
            (
                VULNERABILITIES,
                "sh: export NODE_ENV=production; npm audit",
                "NODE_ENV=production",
            ),
            (
                VULNERABILITIES,
                "pip-audit -f json --ignore-vuln X",
                "--ignore-vuln X",
            ),
            (
                VULNERABILITIES,
                "python -m pip_audit --ignore-vuln=X",
                "--ignore-vuln=X",
            ),
            (
                VULNERABILITIES,
                "trivy fs --severity HIGH,CRITICAL .",
                "--severity HIGH,CRITICAL",
            ),
            (
                SCAN,
                "trivy fs --severity HIGH,CRITICAL -f json .",
                "--severity HIGH,CRITICAL",
            ),
            (
                SCAN,
                "trivy fs -s=CRITICAL --scanners secret .",
                "-s=CRITICAL",
            ),
            (
                SCAN,
                "semgrep scan --severity ERROR --json",
                "--severity ERROR",
            ),
            (
                SCAN,
                "sh: shellcheck -S error -f json a.sh | shellcheck-sarif",
                "-S error",
            ),
            (
                SCAN,
                "npx eslint --quiet -f @microsoft/eslint-formatter-sarif .",
                "--quiet",
            ),
            (
                SCAN,
                "zizmor --min-severity=high --format sarif .",
                "--min-severity=high",
            ),
            (
                SCAN,
                "gosec -severity high -fmt sarif ./...",
                "-severity high",
            ),
            (
                SCAN,
                "golangci-lint run --new-from-rev HEAD~1",
                "--new-from-rev HEAD~1",
            ),
            (SCAN, "brakeman -w3 -o x.sarif", "-w3"),
            (
                SCAN,
                "env TRIVY_SEVERITY=CRITICAL trivy fs .",
                "TRIVY_SEVERITY=CRITICAL",
            ),
            (
                VULNERABILITIES,
                "sh: TRIVY_IGNORE_UNFIXED=true trivy fs .",
                "TRIVY_IGNORE_UNFIXED=true",
            ),
            (SCAN, "trivy fs --ignore-unfixed=1 .", "--ignore-unfixed=1"),
            (
                SCAN,
                "env TRIVY_IGNORE_UNFIXED=1 trivy fs .",
                "TRIVY_IGNORE_UNFIXED=1",
            ),
            (OUTDATED, "npm outdated --json vary", "vary"),
            (OUTDATED, "npm outdated --json --omit=dev", "--omit=dev"),
            (OUTDATED, "pip list --outdated --exclude x", "--exclude x"),
        ] {
            let reason = why(kind, command).unwrap();
            assert!(
                reason.contains(&format!("with `{by}`")),
                "{command}: {reason}"
            );
        }
    }

    #[test]
    fn what_leaves_nothing_out_is_fine() {
        for (kind, command) in [
            (VULNERABILITIES, "npm audit --json --audit-level=critical"),
            (VULNERABILITIES, "npm audit --json --package-lock-only"),
            (SCAN, "trivy fs --severity MEDIUM,HIGH,CRITICAL -f json ."),
            (SCAN, "trivy fs -s HIGH -s CRITICAL -s MEDIUM ."),
            (SCAN, "semgrep --severity ERROR --severity WARNING --json"),
            (SCAN, "shellcheck --severity=warning -f json a.sh"),
            (SCAN, "gosec -severity medium -confidence low ./..."),
            (SCAN, "zizmor --min-severity low ."),
            (SCAN, "snyk code test --severity-threshold=low"),
            (SCAN, "brakeman -w 1 -o x.sarif"),
            (SCAN, "eslint -f json ."),
            (SCAN, "env TRIVY_SEVERITY=MEDIUM,HIGH,CRITICAL trivy fs ."),
            (SCAN, "env TRIVY_SEVERITY=CRITICAL grype ."),
            (VULNERABILITIES, "npm audit --json --production=false"),
            (VULNERABILITIES, "env NODE_ENV=test npm audit --json"),
            (VULNERABILITIES, "pip-audit -r requirements.txt -f json"),
            (
                VULNERABILITIES,
                "trivy fs -f json --scanners vuln --list-all-pkgs .",
            ),
            (VULNERABILITIES, "trivy image --pkg-types library app"),
            (
                VULNERABILITIES,
                "env NODE_ENV=production npm audit --json --include=dev",
            ),
            (OUTDATED, "npm outdated --json"),
            (OUTDATED, "npm outdated --long --json"),
            (OUTDATED, "pip list --outdated --format json"),
            (OUTDATED, "go list -u -m -json all"),
        ] {
            assert_eq!(why(kind, command), None, "{command}");
        }
    }

    #[test]
    fn what_is_set_around_the_command_counts() {
        let mut record = record();
        record.command = ["npm", "audit", "--json"].map(str::to_owned).to_vec();
        record.environment = vec!["NODE_ENV=production".to_owned()];
        let reason = narrowed(&record, VULNERABILITIES, "/none/work").unwrap();
        assert!(reason.contains("with `NODE_ENV=production`"), "{reason}");
        let some = why(OUTDATED, "go list -u -m -json golang.org/x/text").unwrap();
        assert!(some.contains("without `all`"), "{some}");
        assert!(narrows("NPM_CONFIG_OMIT", "dev") && !narrows("NPM_CONFIG_OMIT", ""));
    }
}
