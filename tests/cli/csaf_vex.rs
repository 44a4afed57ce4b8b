//! What documents in CSAF state of vulnerabilities (VEX), in `dependencies.vulnerabilities`.

use super::harness::{History, Run};
use super::vulnerable::{CRITICAL, NOW, RULE, asked, depending_on, pypa};

const PRODUCTS: &str = r#"{"branches": [{"category": "product_name", "name": "demo", "branches": [
    {"category": "product_version", "name": "1.2.4", "product": {"name": "demo 1.2.4", "product_id": "demo"}},
    {"category": "product_version", "name": "1.2.3", "product": {"name": "demo 1.2.3", "product_id": "old"}},
    {"category": "product_version_range", "name": "vers:semver/>=1.2.0|<2.0.0", "product": {"name": "demo 1.2", "product_id": "range"}},
    {"category": "product_version_range", "name": "vers:semver/<1.2.0", "product": {"name": "demo before 1.2", "product_id": "before"}},
    {"category": "product_version_range", "name": "<=1.2.4", "product": {"name": "demo up to 1.2.4", "product_id": "unclear"}},
    {"category": "architecture", "name": "arm64", "product": {"name": "demo for arm64", "product_id": "arm"}}]}],
    "full_product_names": [
        {"name": "left", "product_id": "left", "product_identification_helper": {"purl": "pkg:pypi/left@1.1.0"}},
        {"name": "left", "product_id": "any", "product_identification_helper": {"purl": "pkg:pypi/Left"}},
        {"name": "left", "product_id": "newer", "product_identification_helper": {"purl": "pkg:pypi/left@1.1.1"}},
        {"name": "left", "product_id": "npm", "product_identification_helper": {"purl": "pkg:npm/left@1.1.0"}},
        {"name": "other", "product_id": "other"}],
    "relationships": [
        {"category": "default_component_of", "product_reference": "left", "relates_to_product_reference": "demo", "full_product_name": {"name": "left of demo", "product_id": "left-of-demo"}},
        {"category": "default_component_of", "product_reference": "left", "relates_to_product_reference": "old", "full_product_name": {"name": "left of old", "product_id": "left-of-old"}},
        {"category": "default_component_of", "product_reference": "left", "relates_to_product_reference": "other", "full_product_name": {"name": "left of other", "product_id": "left-of-other"}},
        {"category": "installed_on", "product_reference": "demo", "relates_to_product_reference": "other", "full_product_name": {"name": "demo on other", "product_id": "demo-on-other"}}]}"#;

fn document(time: &str, vulnerability: &str) -> String {
    format!(
        r#"{{"document": {{"category": "csaf_vex", "csaf_version": "2.0", "title": "x", "publisher": {{"category": "vendor", "name": "Example", "namespace": "https://example.org"}},
        "tracking": {{"id": "1", "version": "1", "status": "final", "current_release_date": "{time}"}}}},
        "product_tree": {PRODUCTS}, "vulnerabilities": [{vulnerability}]}}"#
    )
}

fn not_affected(product: &str) -> String {
    format!(
        r#"{{"cve": "CVE-2026-1001", "product_status": {{"known_not_affected": ["{product}"]}}, "flags": [{{"label": "vulnerable_code_not_present", "product_ids": ["{product}"]}}]}}"#
    )
}

fn history() -> History {
    let history = depending_on("left==1.1.0\n");
    pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    history
}

fn judged(history: &History) -> Run {
    let relcheck = asked(history, NOW, &history.beside("pypa"));
    relcheck.check(&["--rule", RULE, "--type", "patch"])
}

const TIME: &str = "2026-02-10T00:00:00Z";

fn with(history: &History, path: &str, document: &str) -> Run {
    history
        .write(path, document)
        .commit("docs: state what does not affect us");
    judged(history)
}

#[test]
fn a_statement_excuses_the_products_that_it_names() {
    let history = history();
    for (product, status) in [
        ("left", "pass"),
        ("any", "pass"),
        ("newer", "fail"),
        ("npm", "fail"),
        ("demo", "pass"),
        ("old", "fail"),
        ("range", "pass"),
        ("before", "fail"),
        ("unclear", "fail"),
        ("arm", "fail"),
        ("other", "fail"),
        ("left-of-demo", "pass"),
        ("left-of-old", "fail"),
        ("left-of-other", "fail"),
        ("demo-on-other", "fail"),
    ] {
        let run = with(
            &history,
            "vex/1.json",
            &document(TIME, &not_affected(product)),
        );
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{product}: {}",
            run.stdout
        );
    }
    let run = with(
        &history,
        "vex/1.json",
        &document(TIME, &not_affected("left-of-demo")),
    );
    let looked_at = run.outcome(RULE, "patch")["looked_at"].to_string();
    assert!(
        looked_at.contains("not affected (vulnerable_code_not_present), says `vex/1.json`"),
        "{looked_at}"
    );
}

#[test]
fn only_what_is_fixed_or_not_affected_for_a_reason_is_excused() {
    let history = history();
    for (more, status) in [
        (
            r#""product_status": {"known_not_affected": ["demo"]}"#,
            "fail",
        ),
        (
            r#""product_status": {"known_not_affected": ["demo"]}, "threats": [{"category": "impact", "details": "It never turns.", "product_ids": ["demo"]}]"#,
            "pass",
        ),
        (
            r#""product_status": {"known_not_affected": ["demo"]}, "flags": [{"label": "component_not_present", "product_ids": ["old"]}]"#,
            "fail",
        ),
        (r#""product_status": {"fixed": ["demo"]}"#, "pass"),
        (r#""product_status": {"first_fixed": ["demo"]}"#, "pass"),
        (r#""product_status": {"recommended": ["demo"]}"#, "fail"),
        (
            r#""product_status": {"under_investigation": ["demo"]}"#,
            "fail",
        ),
        (r#""product_status": {"known_affected": ["demo"]}"#, "fail"),
    ] {
        let vulnerability = format!(r#"{{"cve": "CVE-2026-1001", {more}}}"#);
        let run = with(&history, "vex/1.json", &document(TIME, &vulnerability));
        assert_eq!(run.status(RULE, "patch"), status, "{more}: {}", run.stdout);
    }
    let by_id = r#"{"ids": [{"system_name": "PyPA", "text": "PYSEC-2026-1"}], "product_status": {"fixed": ["demo"]}}"#;
    let run = with(&history, "vex/1.json", &document(TIME, by_id));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn the_latest_document_decides_and_of_two_the_one_that_admits_more() {
    let affected =
        r#"{"cve": "CVE-2026-1001", "product_status": {"known_affected": ["left", "unclear"]}}"#;
    for (time, status) in [
        ("2026-02-09T00:00:00Z", "pass"),
        (TIME, "fail"),
        ("2026-02-10T00:00:01Z", "fail"),
    ] {
        let history = history();
        let excused = document(TIME, &not_affected("demo"));
        history.write("vex/1.json", excused);
        let run = with(&history, "vex/2.json", &document(time, affected));
        assert_eq!(run.status(RULE, "patch"), status, "{time}: {}", run.stdout);
    }
}

#[test]
fn a_document_that_cannot_be_read_excuses_nothing_and_is_a_warning() {
    let good = document(TIME, &not_affected("demo"));
    for (broken, reason) in [
        (
            good.replace("\"final\"", "\"draft\""),
            "its status is `draft`",
        ),
        (
            good.replace("\"2.0\"", "\"2.1\""),
            "its `csaf_version` is `2.1`",
        ),
        (
            good.replace("[\"demo\"]}, ", "[\"demo\"], \"fixed\": [\"demo\"]}, "),
            "it has several states of `demo`",
        ),
        (
            good.replace("[\"demo\"]}, ", "[\"gone\"]}, "),
            "names `gone`, which is not in its product tree",
        ),
        (good[..good.len() - 1].to_owned(), "it is cut off"),
    ] {
        let history = history();
        let run = with(&history, "vex/1.json", &broken);
        assert_eq!(
            run.status(RULE, "patch"),
            "fail",
            "{reason}: {}",
            run.stdout
        );
        let told = run.findings(RULE, "patch").join("\n");
        assert!(
            told.contains("`vex/1.json` states nothing") && told.contains(reason),
            "{told}"
        );
    }
    // An advisory may lie beside it; one that is called a VEX is none.
    let advisory = good.replace("csaf_vex", "csaf_security_advisory");
    for (path, is_told) in [("vex/1.json", false), ("demo.vex.json", true)] {
        let history = history();
        let run = with(&history, path, &advisory);
        assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
        let told = run.findings(RULE, "patch").join("\n");
        assert_eq!(
            told.contains("its category is not `csaf_vex`"),
            is_told,
            "{told}"
        );
    }
}
