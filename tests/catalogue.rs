//! The published catalogue of rules is what their metadata says.
//!
//! `RELCHECK_UPDATE=1 cargo test --test catalogue` writes it anew.

use std::fs;
use std::path::Path;

use relcheck::collect::COLLECTORS;
use relcheck::policy::{PolicySet, Sources};
use relcheck::render::{anchor, catalogue};

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name)
}

fn read(name: &str) -> String {
    let text = fs::read_to_string(docs(name)).unwrap_or_default();
    text.replace("\r\n", "\n")
}

#[test]
fn the_catalogue_is_current() {
    let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
    let policies = PolicySet::load(Sources::embedded(), &facts).unwrap();
    let text = catalogue(&policies, Some("release-process.md"));
    if std::env::var_os("RELCHECK_UPDATE").is_some() {
        fs::write(docs("policies.md"), &text).unwrap();
    }
    assert!(
        read("policies.md") == text,
        "docs/policies.md is out of date: run RELCHECK_UPDATE=1 cargo test --test catalogue"
    );
    for rule in policies.rules() {
        assert!(
            text.contains(&format!("\n### {}\n", rule.id)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn every_link_of_the_catalogue_leads_somewhere() {
    let headings = |name: &str| -> Vec<String> {
        let text = read(name);
        let lines = text.lines().filter(|line| line.starts_with('#'));
        lines
            .map(|line| anchor(line.trim_start_matches('#').trim()))
            .collect()
    };
    let (own, process) = (headings("policies.md"), headings("release-process.md"));
    let text = read("policies.md");
    let links: Vec<&str> = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(links.len() > 10, "{links:?}");
    for link in links {
        let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
        let known = match file {
            "" => &own,
            "release-process.md" => &process,
            other => panic!("{other}"),
        };
        assert!(known.iter().any(|heading| heading == anchor), "{link}");
    }
}
