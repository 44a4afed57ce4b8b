//! The program `opa`, and the functions that relcheck adds to its language.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The functions that only relcheck's engine has: what each takes, and returns.
pub const EXTENSIONS: [(&str, &[&str], &str); 4] = [
    ("relcheck.glob_match", &["string", "string"], "boolean"),
    ("relcheck.license_problem", &["string"], "string"),
    (
        "relcheck.license_refused",
        &["string", "any", "any", "any"],
        "array",
    ),
    ("relcheck.version_compare", &["string", "string"], "number"),
];

/// OPA, with a list of its functions that has relcheck's in it.
pub struct Opa {
    program: OsString,
    folder: TempDir,
}

impl Opa {
    /// OPA, or `None` and a message that says what is not tested without it.
    pub fn find(tested: &str) -> Option<Self> {
        let program = std::env::var_os("RELCHECK_OPA").unwrap_or_else(|| "opa".into());
        let is_there = Command::new(&program).arg("version").output().is_ok();
        if !is_there {
            assert!(
                std::env::var_os("RELCHECK_OPA").is_none(),
                "RELCHECK_OPA names no program"
            );
            println!("not tested: {tested} (there is no `opa`; RELCHECK_OPA may name it)");
            return None;
        }
        let folder = TempDir::new().unwrap();
        let opa = Opa { program, folder };
        fs::write(opa.capabilities(), opa.with_extensions().to_string()).unwrap();
        Some(opa)
    }

    fn capabilities(&self) -> std::path::PathBuf {
        self.folder.path().join("capabilities.json")
    }

    fn with_extensions(&self) -> Value {
        let output = self.run(Path::new("."), &["capabilities", "--current"]);
        let mut capabilities: Value = serde_json::from_slice(&output.stdout).unwrap();
        let builtins = capabilities["builtins"].as_array_mut().unwrap();
        builtins.extend(EXTENSIONS.map(|(name, arguments, result)| {
            let arguments: Vec<Value> = arguments.iter().map(|it| json!({"type": it})).collect();
            let result = match result {
                "array" => json!({"type": "array", "dynamic": {"type": "string"}}),
                other => json!({"type": other}),
            };
            json!({
                "name": name,
                "decl": {"type": "function", "args": arguments, "result": result},
            })
        }));
        capabilities
    }

    /// Runs it in a folder.
    pub fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command.current_dir(folder).args(arguments);
        command.output().expect("opa runs")
    }

    /// What `opa check --strict` says about the files of a folder, `input` typed by the published
    /// schema; `None` if it has nothing to say.
    pub fn refusal(&self, folder: &Path) -> Option<String> {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/input.schema.json");
        let arguments = [
            "check",
            "--strict",
            "--capabilities",
            self.capabilities().to_str().unwrap(),
            "--schema",
            schema.to_str().unwrap(),
            ".",
        ]
        .map(str::to_owned);
        let output = self.run(folder, &arguments.each_ref().map(String::as_str));
        let said =
            String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        (!output.status.success()).then(|| said.trim().to_owned())
    }

    /// The value of an expression over the policies and data of a folder and an input.
    pub fn evaluate(&self, folder: &Path, input: &Value, expression: &str) -> Value {
        let file = self.folder.path().join("input.json");
        fs::write(&file, input.to_string()).unwrap();
        let arguments = [
            "eval",
            "--strict-builtin-errors",
            "--format",
            "json",
            "--input",
            file.to_str().unwrap(),
            "--data",
            ".",
            expression,
        ];
        let output = self.run(folder, &arguments);
        assert!(
            output.status.success(),
            "opa eval: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        result["result"][0]["expressions"][0]["value"].clone()
    }
}
