//! Evidence that means harm: entities, nesting, size, links, pipes, and outputs that are gone. Each
//! ends in a refusal that is named, in as much memory as `docs/evidence.md` says.
//!
//! On Linux the system refuses the program more memory; elsewhere that is not tested.

use std::fs::{self, File};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::harness::{History, Run};

/// How long any run may take. It is no measure of speed: without an end there is no test.
const PATIENCE: Duration = Duration::from_secs(120);

/// The memory that any run may take, in MiB of addresses: what its threads reserve and the program
/// itself are the most of it.
const MEMORY: u64 = 1_024;

/// Two gigabytes, which take no room on disk.
const HUGE: u64 = 2 << 30;

/// A kind of evidence, a rule that reads it, and a report below `fixtures`.
struct Kind {
    name: &'static str,
    rule: &'static str,
    file: &'static str,
}

const KINDS: [Kind; 7] = [
    kind("tests", "quality.tests_pass", "passing/junit.xml"),
    kind(
        "coverage",
        "quality.coverage_new_code",
        "passing/coverage.json",
    ),
    kind(
        "coverage",
        "quality.coverage_new_code",
        "coverage/cobertura-coverage-py.xml",
    ),
    kind("scan", "quality.scan_bandit", "passing/bandit.json"),
    kind(
        "scan",
        "quality.scan_detect_secrets",
        "passing/detect-secrets.json",
    ),
    kind("benchmark", "quality.performance", "passing/benchmark.json"),
    kind("checks", "quality.ci_green", "passing/check-runs.json"),
];

const fn kind(name: &'static str, rule: &'static str, file: &'static str) -> Kind {
    Kind { name, rule, file }
}

impl Kind {
    fn report(&self) -> String {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        fs::read_to_string(fixtures.join(self.file)).unwrap()
    }

    /// Whether the rule has nothing against it.
    fn passes(&self) -> bool {
        self.file.starts_with("passing/")
    }

    /// The command that wrote it, in JSON: which scanner one was is known only by that where nothing is
    /// left of its report.
    fn command(&self, name: &str) -> String {
        match self.rule {
            "quality.scan_bandit" => "[\"bandit\",\"-r\",\".\"]".to_owned(),
            "quality.scan_detect_secrets" => "[\"detect-secrets\",\"scan\"]".to_owned(),
            _ => format!("[\"make\",\"{name}\"]"),
        }
    }

    /// What is said where there is none of it.
    fn absent(&self) -> &'static str {
        match self.name {
            "checks" => "what the CI system says of this commit is not known",
            _ => "there is no report of",
        }
    }

    fn is_xml(&self) -> bool {
        self.file.ends_with(".xml")
    }

    /// The name of the file as it is kept.
    fn kept(&self) -> String {
        self.file.replace('/', "-")
    }
}

const APP: &str = "\"\"\"Doors.\"\"\"\n\n\ndef shut(door):\n    \"\"\"Shut a door.\"\"\"\n    return {**door, \"open\": False}\n";

/// A candidate with the package that the fixtures speak of, all of which is new.
fn history() -> History {
    let history = History::released("1.2.3");
    history.write("app/__init__.py", APP).declare("1.2.4");
    history.commit("fix: shut the door");
    history
}

/// Keeps an output as `relcheck record` would have, and returns its path. Check runs prove nothing
/// without the commit statuses beside them.
fn keep(history: &History, name: &str, kind: &Kind, content: &[u8]) -> String {
    if kind.name == "checks" {
        history.evidence("passing/status.json", kind.name);
    }
    history.evidence_of(name, content, kind.name);
    let record = format!(".relcheck/evidence/{name}.record.json");
    let text = fs::read_to_string(history.path().join(&record)).unwrap();
    let made = format!("[\"make\",\"{name}\"]");
    assert!(text.contains(&made), "{text}");
    history.write(&record, text.replace(&made, &kind.command(name)));
    format!(".relcheck/evidence/{name}.file-1")
}

/// What is said of a rule, with an end, and within [`MEMORY`].
fn judged(history: &History, rule: &str) -> Run {
    let command = history.relcheck().within(MEMORY);
    let arguments = ["--rule", rule, "--type", "patch"].map(str::to_owned);
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        sender.send(command.check(&arguments))
    });
    receiver.recv_timeout(PATIENCE).expect("the run ends")
}

/// Asserts that the rule is unknown, for that reason.
fn refused(history: &History, kind: &Kind, what: &str, reason: &str) {
    let run = judged(history, kind.rule);
    let status = run.status(kind.rule, "patch");
    assert_eq!(status, "unknown", "{}, {what}: {}", kind.file, run.stdout);
    let said = run.reason(kind.rule, "patch");
    assert!(said.contains(reason), "{}, {what}: {said}", kind.file);
    assert_eq!(run.code, 3, "{}, {what}: {}", kind.file, run.stderr);
}

/// Asserts that the rule says the same as with the good report alone.
fn unmoved(history: &History, kind: &Kind, what: &str) {
    let plain = self::history();
    keep(&plain, &kind.kept(), kind, kind.report().as_bytes());
    let expected = judged(&plain, kind.rule).status(kind.rule, "patch");
    let run = judged(history, kind.rule);
    assert_eq!(
        run.status(kind.rule, "patch"),
        expected,
        "{}, {what}: {}",
        kind.file,
        run.stdout
    );
}

/// The report with a document type before its root, and a reference in an attribute and in a text.
fn with_entities(report: &str, entities: &str, reference: &str) -> String {
    let start = report
        .find("<testsuites")
        .or_else(|| report.find("<coverage"));
    let (before, root) = report.split_at(start.expect("a root"));
    let name = root
        .trim_start_matches('<')
        .split([' ', '>'])
        .next()
        .unwrap();
    let before = before.split("<!DOCTYPE").next().unwrap();
    let opened = root.find('>').unwrap() + 1;
    let (open, rest) = root.split_at(opened);
    format!("{before}<!DOCTYPE {name} [\n{entities}]>\n{open}{reference}{rest}")
}

#[test]
fn entities_are_never_expanded_nor_fetched() {
    let secret = "root:";
    let laughs: String = (1..60)
        .map(|n| {
            format!(
                "<!ENTITY l{n} \"{}\">\n",
                format!("&l{};", n - 1).repeat(10)
            )
        })
        .collect();
    let attacks = [
        (
            "an external entity",
            "<!ENTITY x SYSTEM \"file:///etc/passwd\">\n".to_owned(),
            "&x;".to_owned(),
        ),
        (
            "an endless file",
            "<!ENTITY x SYSTEM \"file:///dev/zero\">\n".to_owned(),
            "&x;".to_owned(),
        ),
        (
            "a parameter entity",
            "<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x.dtd\">\n%x;\n".to_owned(),
            String::new(),
        ),
        (
            "a billion laughs",
            format!("<!ENTITY l0 \"lol\">\n{laughs}"),
            "&l59;".to_owned(),
        ),
        (
            "a quadratic blow-up",
            format!("<!ENTITY x \"{}\">\n", "a".repeat(100_000)),
            "&x;".repeat(20_000),
        ),
        (
            "an entity that nothing declares",
            String::new(),
            "&x;".to_owned(),
        ),
    ];
    for kind in KINDS.iter().filter(|kind| kind.is_xml()) {
        for (what, entities, reference) in &attacks {
            let history = history();
            let report = with_entities(&kind.report(), entities, reference);
            keep(&history, &kind.kept(), kind, report.as_bytes());
            refused(&history, kind, what, "it ");
            let run = judged(&history, kind.rule);
            assert!(!run.stdout.contains(secret), "{what}: {}", run.stdout);
        }
    }
}

#[test]
fn an_external_definition_is_not_read() {
    for kind in KINDS.iter().filter(|kind| kind.is_xml()) {
        let history = history();
        let report = with_entities(&kind.report(), "", "");
        let report = report.replace(" [\n]>", " SYSTEM \"file:///dev/zero\">");
        assert!(report.contains("/dev/zero"), "{report}");
        keep(&history, &kind.kept(), kind, report.as_bytes());
        unmoved(&history, kind, "a definition elsewhere");
    }
}

#[test]
fn nesting_is_limited() {
    const DEPTH: usize = 100_000;
    for kind in &KINDS {
        let report = kind.report();
        let deep = if kind.is_xml() {
            let end = report.rfind("</").unwrap();
            let nested = "<properties>".repeat(DEPTH) + &"</properties>".repeat(DEPTH);
            format!("{}{nested}{}", &report[..end], &report[end..])
        } else {
            let nested = "[".repeat(DEPTH) + &"]".repeat(DEPTH);
            let objects = "{\"a\":".repeat(DEPTH) + "1" + &"}".repeat(DEPTH);
            let end = report.rfind('}').unwrap();
            let deep = format!(
                "{}, \"deep\": {nested}, \"deeper\": {objects}}}\n",
                report[..end].trim_end()
            );
            let history = history();
            let open = &report[..end];
            keep(
                &history,
                &kind.kept(),
                kind,
                format!("{open}, \"deep\": {nested}").as_bytes(),
            );
            refused(&history, kind, "100,000 levels, cut off", "");
            deep
        };
        let history = history();
        keep(&history, &kind.kept(), kind, deep.as_bytes());
        let reason = if kind.is_xml() {
            "elements are nested more than 64 deep"
        } else {
            "it is nested more than 127 levels deep"
        };
        refused(&history, kind, "100,000 levels", reason);
    }
}

#[test]
fn two_gigabytes_are_not_read() {
    for kind in &KINDS {
        let report = kind.report();
        let grow = |history: &History, path: &str| {
            let path = history.path().join(path);
            File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_len(HUGE)
                .unwrap();
        };
        let recorded = history();
        let path = keep(&recorded, &kind.kept(), kind, report.as_bytes());
        grow(&recorded, &path);
        refused(
            &recorded,
            kind,
            "2 GB, recorded",
            "is too large to read: 2147483648 bytes, at most 268435456 are read",
        );
        let loose = history();
        let path = format!("reports/{}", kind.kept());
        // By the start of a file it is known what it is.
        loose.write(&path, report.trim_end().to_owned() + &" ".repeat(20_000));
        grow(&loose, &path);
        refused(
            &loose,
            kind,
            "2 GB, loose",
            "is too large to read: 2147483648 bytes",
        );
        // Beside one that was recorded it does not count, as any that just lies there.
        keep(&loose, &kind.kept(), kind, report.as_bytes());
        unmoved(&loose, kind, "2 GB, loose, beside one that counts");
        // Nothing but zero bytes is a report of nothing.
        let zeros = history();
        keep(&zeros, &kind.kept(), kind, report.as_bytes());
        zeros.write("reports/zeros", "");
        grow(&zeros, "reports/zeros");
        unmoved(&zeros, kind, "2 GB of zero bytes");
    }
}

#[test]
fn an_output_that_is_gone_lets_no_rule_pass() {
    for kind in &KINDS {
        let alone = history();
        let path = keep(&alone, &kind.kept(), kind, kind.report().as_bytes());
        fs::remove_file(alone.path().join(&path)).unwrap();
        refused(
            &alone,
            kind,
            "gone",
            &format!("`{path}` does not count: it was recorded, and is gone"),
        );
        // What is still there may be the half that is well.
        if !kind.passes() {
            continue;
        }
        let beside = history();
        let path = keep(&beside, "other", kind, kind.report().as_bytes());
        fs::remove_file(beside.path().join(&path)).unwrap();
        keep(&beside, &kind.kept(), kind, kind.report().as_bytes());
        refused(
            &beside,
            kind,
            "gone beside one that counts",
            "it was recorded, and is gone",
        );
    }
}

#[test]
fn an_output_of_no_kind_that_is_gone_lets_no_rule_pass() {
    for kind in KINDS.iter().filter(|kind| kind.passes()) {
        let history = history();
        let path = keep(&history, "other", kind, kind.report().as_bytes());
        let record = history.path().join(".relcheck/evidence/other.record.json");
        let text = fs::read_to_string(&record).unwrap();
        let unnamed = text.replace(&format!("\"kind\":\"{}\"", kind.name), "\"kind\":null");
        assert_ne!(text, unnamed);
        fs::write(&record, unnamed).unwrap();
        fs::remove_file(history.path().join(path)).unwrap();
        keep(&history, &kind.kept(), kind, kind.report().as_bytes());
        refused(
            &history,
            kind,
            "gone, of no kind",
            "it was recorded, and is gone",
        );
    }
}

#[test]
fn what_an_unknown_scanner_wrote_and_is_gone_is_told_by_the_rule_for_others() {
    let history = history();
    history.evidence_of("other", b"{}", "scan");
    fs::remove_file(history.path().join(".relcheck/evidence/other.file-1")).unwrap();
    let other = kind("scan", "quality.scan_other", "passing/bandit.json");
    refused(&history, &other, "gone", "it was recorded, and is gone");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn link(history: &History, to: &str, from: &str) {
        let from = history.path().join(from);
        fs::create_dir_all(from.parent().unwrap()).unwrap();
        symlink(to, from).unwrap();
    }

    fn pipe(path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn links_and_pipes_that_lie_about_are_not_followed() {
        for kind in &KINDS {
            let history = history();
            keep(&history, &kind.kept(), kind, kind.report().as_bytes());
            link(&history, "b.xml", "reports/a.xml");
            link(&history, "a.xml", "reports/b.xml");
            link(&history, "..", "reports/loop");
            link(&history, ".", "build/self");
            link(&history, "/dev/zero", "reports/zero.xml");
            link(&history, "/etc/passwd", "reports/passwd.json");
            link(&history, "/", "dist");
            pipe(&history.path().join("reports/pipe.json"));
            pipe(&history.path().join(".relcheck/evidence/pipe.stdout"));
            unmoved(&history, kind, "links and pipes");
            let run = judged(&history, kind.rule);
            assert!(!run.stdout.contains("root:"), "{}", run.stdout);
        }
    }

    #[test]
    fn an_output_that_became_a_link_or_a_pipe_lets_no_rule_pass() {
        let reason = "it was recorded, and is no regular file now";
        for kind in &KINDS {
            let history = history();
            let path = keep(&history, &kind.kept(), kind, kind.report().as_bytes());
            let full = history.path().join(&path);
            let remove = || fs::remove_file(&full).unwrap();
            for target in [
                "/dev/zero",
                "/etc/passwd",
                "../../pyproject.toml",
                &format!("{}.file-1", kind.kept()),
            ] {
                remove();
                link(&history, target, &path);
                refused(&history, kind, target, reason);
            }
            remove();
            pipe(&full);
            refused(&history, kind, "a pipe", reason);
            remove();
            fs::create_dir(&full).unwrap();
            refused(&history, kind, "a folder", reason);
        }
    }

    #[test]
    fn a_folder_of_evidence_that_is_a_link_holds_none() {
        for kind in &KINDS {
            let history = history();
            keep(&history, &kind.kept(), kind, kind.report().as_bytes());
            let folder = history.path().join(".relcheck/evidence");
            fs::rename(&folder, history.beside("elsewhere")).unwrap();
            symlink(history.beside("elsewhere"), &folder).unwrap();
            refused(&history, kind, "a link", kind.absent());
        }
    }
}
