//! One run of the program.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The time that every run is judged at, unless a test says otherwise.
pub const NOW: &str = "2026-02-01T00:00:00Z";

/// A run that is being prepared.
pub struct Relcheck {
    command: Command,
}

/// A run that has ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// What it printed to standard output.
    pub stdout: String,
    /// What it printed to standard error.
    pub stderr: String,
}

impl Relcheck {
    /// The program in a folder, without the environment of whoever runs the tests.
    pub fn in_folder(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relcheck"));
        command.current_dir(folder).env_clear().stdin(Stdio::null());
        for name in ["PATH", "HOME", "SystemRoot", "TEMP", "TMP", "USERPROFILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("RELCHECK_NOW", NOW);
        Relcheck { command }
    }

    /// Adds arguments.
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Has the system refuse it more memory than that, in MiB, where it can: on Linux.
    pub fn within(self, memory: u64) -> Self {
        if !cfg!(target_os = "linux") {
            return self;
        }
        let mut command = Command::new("sh");
        command
            .args([
                "-c",
                &format!("ulimit -v {} && exec \"$@\"", memory * 1024),
                "sh",
            ])
            .arg(self.command.get_program())
            .args(self.command.get_args())
            .env_clear()
            .stdin(Stdio::null());
        for (name, value) in self.command.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        Relcheck { command }
    }

    /// Runs it.
    pub fn run(mut self) -> Run {
        let output = self.command.output().expect("relcheck runs");
        Run {
            code: output.status.code().expect("relcheck exits"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Runs `check` with these arguments and the JSON report.
    pub fn check(self, arguments: &[&str]) -> Run {
        self.args(&["check", "-o", "json"]).args(arguments).run()
    }

    /// Runs `collect` and returns the value of one fact.
    pub fn fact(self, name: &str) -> Value {
        let run = self.args(&["collect", "--fact", name]).run();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.json()["facts"][name].clone()
    }
}

impl Run {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("{error}\nstdout: {}\nstderr: {}", self.stdout, self.stderr)
        })
    }

    /// What a rule says about a release type.
    pub fn outcome(&self, rule: &str, release_type: &str) -> Value {
        let report = self.json();
        let outcomes = report["outcomes"].as_array().expect("outcomes");
        outcomes
            .iter()
            .find(|outcome| outcome["rule"] == rule && outcome["type"] == release_type)
            .unwrap_or_else(|| panic!("no outcome of {rule} for {release_type}"))
            .clone()
    }

    /// The status of a rule for a release type.
    pub fn status(&self, rule: &str, release_type: &str) -> String {
        self.outcome(rule, release_type)["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The messages of a rule's findings for a release type, each with its subject in front.
    pub fn findings(&self, rule: &str, release_type: &str) -> Vec<String> {
        let outcome = self.outcome(rule, release_type);
        let findings = outcome["findings"].as_array().expect("findings");
        findings
            .iter()
            .map(|finding| {
                format!(
                    "{}: {}",
                    text(&finding["subject"]),
                    text(&finding["message"])
                )
            })
            .collect()
    }

    /// The reason that a rule gives for a release type.
    pub fn reason(&self, rule: &str, release_type: &str) -> String {
        text(&self.outcome(rule, release_type)["reason"]).to_owned()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
