//! The worked example of `docs/conftest.md` is what the program prints.
//!
//! `RELCHECK_UPDATE=1 cargo test --test cli conftest::page` writes it anew.

use std::fs;

use super::super::harness::{History, Run};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/conftest.md");

/// The page, with the outputs that it should show put in.
struct Page {
    shown: String,
    current: String,
}

impl Page {
    fn read() -> Self {
        let shown = fs::read_to_string(PAGE).unwrap().replace("\r\n", "\n");
        let current = shown.clone();
        Page { shown, current }
    }

    /// The block of Rego below a marker.
    fn code(&self, marker: &str) -> String {
        let start = format!("<!-- {marker} -->\n\n```rego\n");
        let (_, after) = self.shown.split_once(&start).expect("the marker");
        let (code, _) = after.split_once("```\n").expect("the end of the block");
        code.to_owned()
    }

    /// Puts an output below a marker, in place of the one that is there.
    fn put(&mut self, marker: &str, output: &str) {
        let marker = format!("<!-- {marker} -->\n");
        let (before, after) = self.current.split_once(&marker).expect("the marker");
        let rest = match after.strip_prefix("\n```text\n") {
            Some(block) => block.split_once("\n```\n").expect("the end of the block").1,
            None => after,
        };
        let output = output.trim_end();
        self.current = format!("{before}{marker}\n```text\n{output}\n```\n{rest}");
    }

    fn assert_current(self) {
        if std::env::var_os("RELCHECK_UPDATE").is_some() {
            fs::write(PAGE, self.current).unwrap();
            return;
        }
        assert!(
            self.shown == self.current,
            "docs/conftest.md is out of date: RELCHECK_UPDATE=1 cargo test --test cli conftest::page\n{}",
            self.current
        );
    }
}

#[test]
fn the_worked_example_is_current() {
    let mut page = Page::read();
    let history = History::released("1.2.3");
    history.commit("fix: do not crash on empty files");
    history.write("policy/commits.rego", page.code("example before"));
    history.write("policy/lib/subjects.rego", page.code("example library"));
    history.write("policy/lib/subjects_test.rego", page.code("example tests"));
    history.write("policy/commits_test.rego", page.code("example document"));
    history.declare("1.2.4").commit("wip: try another way");
    let run = |code: i32, arguments: &[&str]| -> Run {
        let run = history.relcheck().args(arguments).run();
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        run
    };

    page.put(
        "example refused",
        &run(2, &["policy", "check", "policy"]).stderr,
    );
    history.write("policy/commits.rego", page.code("example after"));
    page.put(
        "example untested",
        &run(1, &["policy", "test", "policy"]).stdout,
    );
    history.write("policy/commits_test.rego", page.code("example facts"));
    history.commit("chore: judge commits with relcheck");
    page.put(
        "example checked",
        &run(0, &["policy", "check", "policy"]).stdout,
    );
    page.put(
        "example tested",
        &run(0, &["policy", "test", "policy", "-v"]).stdout,
    );
    let check = ["check", "-p", "policy", "--rule", "conftest.main"];
    page.put("example judged", &run(1, &check).stdout);
    history.branch("experiments", "main");
    page.put("example exempted", &run(0, &check).stdout);
    page.assert_current();
}
