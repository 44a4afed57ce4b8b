//! The fact `interface` of Rust crates: which are published and how they are imported.

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
