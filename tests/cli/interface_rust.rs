//! The fact `interface` of Rust crates: which are published, how they are imported, what they deprecate.

use super::interface::compared;

const ROOT: &str = "[workspace]\nmembers = ['core', 'duo']\n";
const CORE: &str = "[package]\nname = 'duo-core'\n";
const DUO: &str = "[package]\nname = 'duo'\n";

/// What changed from two crates without anything else to the same with other manifests.
fn of_crates(core: Option<&str>, duo: &str) -> Vec<String> {
    let before = [
        ("Cargo.toml", ROOT),
        ("core/Cargo.toml", CORE),
        ("core/src/lib.rs", ""),
        ("duo/Cargo.toml", DUO),
        ("duo/src/lib.rs", ""),
    ];
    let mut after = vec![
        ("Cargo.toml", ROOT),
        ("duo/Cargo.toml", duo),
        ("duo/src/lib.rs", ""),
    ];
    if let Some(core) = core {
        after.extend([("core/Cargo.toml", core), ("core/src/lib.rs", "")]);
    }
    compared(&before, &after)
}

#[test]
fn a_crate_that_declares_nothing_else_is_missed_all_the_same() {
    let gone = "breaking package-removed: duo-core is no longer published from here (previous core/Cargo.toml:1)";
    assert_eq!(of_crates(Some(CORE), DUO), [""; 0]);
    assert_eq!(of_crates(None, DUO), [gone]);
    assert_eq!(
        of_crates(Some("[package]\nname = 'duo-core'\npublish = false\n"), DUO),
        [gone]
    );
    assert_eq!(
        of_crates(Some("[package]\nname = 'duo-kernel'\n"), DUO),
        [
            "breaking package-renamed: duo-core is now published as `duo-kernel` (head core/Cargo.toml:1)"
        ]
    );
}

#[test]
fn a_library_that_is_imported_by_another_name_breaks_users() {
    let named = |name: &str| format!("{CORE}[lib]\nname = '{name}'\n");
    assert_eq!(
        of_crates(Some(&named("kernel")), DUO),
        [
            "breaking library-renamed: duo_core is now imported as `kernel` (`duo-core`) (head core/Cargo.toml:1)"
        ]
    );
    assert_eq!(of_crates(Some(&named("duo_core")), DUO), [""; 0]);
}

#[test]
fn a_project_that_is_no_longer_published_may_break_users() {
    let found = compared(
        &[("Cargo.toml", DUO), ("src/lib.rs", "")],
        &[
            ("Cargo.toml", "[package]\nname = 'duo'\npublish = false\n"),
            ("src/lib.rs", ""),
        ],
    );
    assert_eq!(
        found,
        [
            "breaking package-removed: duo is no longer published from here (head Cargo.toml:1) [it may never have been published]"
        ]
    );
}

#[test]
fn a_newly_deprecated_item_is_seen_in_the_sources_of_a_library() {
    let mark = "#[deprecated(note = \"use `b`\")]\n";
    let found = |before: &str, after: &str| {
        compared(
            &[
                ("Cargo.toml", DUO),
                ("src/lib.rs", before),
                ("tests/a.rs", ""),
            ],
            &[
                ("Cargo.toml", DUO),
                ("src/lib.rs", after),
                ("tests/a.rs", &format!("{mark}pub fn c() {{}}\n")),
            ],
        )
    };
    let marked = format!("\n{mark}pub fn a() {{}}\n");
    assert_eq!(
        found("pub fn a() {}\n", &marked),
        ["deprecating item-deprecated: a is newly deprecated (head src/lib.rs:2)"]
    );
    assert_eq!(found(&marked, &format!("// moved\n{marked}")), [""; 0]);
    assert_eq!(
        found("fn a() {}\n", &format!("{mark}fn a() {{}}\n")),
        [
            "deprecating item-deprecated: a is newly deprecated (head src/lib.rs:1) [it is not public]"
        ]
    );
}
