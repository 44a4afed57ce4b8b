//! Proposals of `[[record]]`: how the tools that were found are run so that relcheck can read what
//! they report.

use super::{Finding, Texts, lines};

/// Where a report is written that is no output: below the folder that git ignores for relcheck's
/// sake, so that no new file lies about.
const FOLDER: &str = ".relcheck";

/// A command that is worth to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    /// The command, program first.
    pub command: Vec<String>,
    /// The files that it writes.
    pub files: Vec<String>,
    /// What shows that the project uses the tool.
    pub place: String,
}

/// What has Cargo take all crates of a workspace, with all of their code: by itself it takes the one in the
/// folder alone, with its default features.
const WHOLE: [&str; 2] = ["--workspace", "--all-features"];

/// How a scanner is run: `{src}` stands for the folder of the sources, `{file}` for its report.
const SCANNERS: &[(&str, &[&str], Option<&str>)] = &[
    ("bandit", &["bandit", "-r", "{src}", "-f", "json"], None),
    ("detect-secrets", &["detect-secrets", "scan"], None),
    (
        "gitleaks",
        &[
            "gitleaks",
            "git",
            "--report-format",
            "json",
            "--report-path",
            "{file}",
        ],
        Some("gitleaks.json"),
    ),
    (
        "gosec",
        &["gosec", "-fmt", "sarif", "-out", "{file}", "./..."],
        Some("gosec.sarif"),
    ),
    ("mypy", &["mypy", "--output", "json", "{src}"], None),
    ("ruff", &["ruff", "check", "--output-format", "json"], None),
    ("safety", &["safety", "check", "--output", "json"], None),
    (
        "semgrep",
        &["semgrep", "scan", "--json", "--output", "{file}"],
        Some("semgrep.json"),
    ),
    (
        "trivy",
        &["trivy", "fs", "--format", "json", "--output", "{file}", "."],
        Some("trivy.json"),
    ),
    ("zizmor", &["zizmor", "--format", "sarif", "."], None),
];

/// The commands for what was found: tests first, then scanners by name.
pub(super) fn proposals(
    texts: &dyn Texts,
    ci: &[(String, String)],
    scanners: &[Finding],
) -> Vec<Proposal> {
    let src = source_folder(texts);
    let nextest = nextest(texts);
    let documented = doc_tests(texts, nextest.as_ref());
    let tests = [
        pytest(texts, ci),
        nextest,
        documented,
        llvm_cov(ci),
        go(texts),
    ];
    let mut proposals: Vec<Proposal> = tests.into_iter().flatten().collect();
    for finding in scanners {
        let known = SCANNERS.iter().find(|(name, _, _)| *name == finding.name);
        proposals.extend(known.map(|(_, command, report)| {
            let file = report.map(|name| format!("{FOLDER}/{name}"));
            let word = |word: &&str| match *word {
                "{src}" => src.to_owned(),
                "{file}" => file.clone().unwrap_or_default(),
                word => word.to_owned(),
            };
            Proposal {
                command: command.iter().map(word).collect(),
                files: file.iter().cloned().collect(),
                place: finding.place.clone(),
            }
        }));
    }
    proposals
}

fn words(command: &[&str]) -> Vec<String> {
    command.iter().map(|word| (*word).to_owned()).collect()
}

/// `src` where there is Python in it, else the project's folder.
fn source_folder(texts: &dyn Texts) -> &'static str {
    let is_source = |path: &String| path.starts_with("src/") && path.ends_with(".py");
    match texts.tracked().iter().any(is_source) {
        true => "src",
        false => ".",
    }
}

/// pytest, with coverage where the project has its plug-in for that.
fn pytest(texts: &dyn Texts, ci: &[(String, String)]) -> Option<Proposal> {
    let configured = ["pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"];
    let texts: Vec<(String, String)> = configured
        .iter()
        .filter_map(|path| Some(((*path).to_owned(), texts.text(path)?)))
        .chain(ci.iter().cloned())
        .collect();
    let place = first(&texts, "pytest")?;
    let junit = format!("{FOLDER}/junit.xml");
    let mut command = vec!["pytest".to_owned(), format!("--junitxml={junit}")];
    let mut files = vec![junit];
    if first(&texts, "pytest-cov")
        .or_else(|| first(&texts, "--cov"))
        .is_some()
    {
        let coverage = format!("{FOLDER}/coverage.json");
        command.push("--cov".to_owned());
        command.push(format!("--cov-report=json:{coverage}"));
        files.push(coverage);
    }
    Some(Proposal {
        command,
        files,
        place,
    })
}

/// cargo-nextest, by the first profile that writes a JUnit report.
fn nextest(texts: &dyn Texts) -> Option<Proposal> {
    let path = ".config/nextest.toml";
    let text = texts.text(path)?;
    let parsed: toml::Table = text.parse().ok()?;
    let profiles = parsed.get("profile")?.as_table()?;
    let (profile, junit) = profiles.iter().find_map(|(name, profile)| {
        let path = profile.get("junit")?.get("path")?.as_str()?;
        Some((name, path))
    })?;
    Some(Proposal {
        command: [
            &words(&["cargo", "nextest", "run", "--profile", profile])[..],
            &words(&WHOLE),
        ]
        .concat(),
        files: vec![format!("target/nextest/{profile}/{junit}")],
        place: path.to_owned(),
    })
}

/// The tests in the documentation of libraries, which cargo-nextest does not run.
fn doc_tests(texts: &dyn Texts, nextest: Option<&Proposal>) -> Option<Proposal> {
    let is_library = |path: &&String| *path == "src/lib.rs" || path.ends_with("/src/lib.rs");
    let library = texts.tracked().iter().find(is_library)?;
    nextest.map(|_| Proposal {
        command: [&words(&["cargo", "test", "--doc"])[..], &words(&WHOLE)].concat(),
        files: Vec::new(),
        place: library.clone(),
    })
}

fn llvm_cov(ci: &[(String, String)]) -> Option<Proposal> {
    let place = first(ci, "cargo llvm-cov").or_else(|| first(ci, "cargo-llvm-cov"))?;
    let file = format!("{FOLDER}/coverage.json");
    Some(Proposal {
        command: [
            &words(&["cargo", "llvm-cov"])[..],
            &words(&WHOLE),
            &words(&["--json", "--output-path", &file]),
        ]
        .concat(),
        files: vec![file],
        place,
    })
}

fn go(texts: &dyn Texts) -> Option<Proposal> {
    texts.text("go.mod")?;
    let file = format!("{FOLDER}/cover.out");
    let profile = format!("-coverprofile={file}");
    Some(Proposal {
        command: words(&["go", "test", &profile, "./..."]),
        files: vec![file],
        place: "go.mod".to_owned(),
    })
}

/// The first line that has these words, by file and number.
fn first(texts: &[(String, String)], words: &str) -> Option<String> {
    texts.iter().find_map(|(path, text)| {
        let (number, _) = lines(text).find(|(_, line)| line.contains(words))?;
        Some(format!("{path}:{number}"))
    })
}
