//! What a `pnpm-lock.yaml` holds of what its packages ask for.

use serde_json::Value;

use super::harness::History;

/// A project whose package `app` asks for another one by a name that the catalogue gives it.
fn history(lock: &str) -> History {
    let history = History::empty();
    history
        .declare("1.2.3")
        .changelog("1.2.3", "2026-01-01")
        .write("package.json", r#"{"name": "demo", "version": "1.2.3"}"#)
        .write(
            "app/package.json",
            r#"{"name": "app", "devDependencies": {"@types/pnpm__byline": "catalog:"}}"#,
        )
        .write("other/package.json", r#"{"name": "other"}"#)
        .write("pnpm-lock.yaml", lock)
        .commit("chore: first release");
    history
}

fn problem(lock: &str) -> Value {
    let fact = history(lock).relcheck().fact("dependencies")["value"].clone();
    let sources = fact["sources"].as_array().unwrap();
    let source = sources.iter().find(|it| it["path"] == "pnpm-lock.yaml");
    source.unwrap()["problem"].clone()
}

const NINE: &str = "lockfileVersion: '9.0'
importers:
  .: {}
  app:
    devDependencies:
      '@types/pnpm__byline':
        specifier: 'catalog:'
        version: '@types/byline@4.2.36'
packages:
  '@types/byline@4.2.36':
    resolution: {integrity: sha512-x}
snapshots:
  '@types/byline@4.2.36': {}
";

const SIX: &str = "lockfileVersion: '6.0'
importers:
  .: {}
  app:
    devDependencies:
      '@types/pnpm__byline':
        specifier: npm:@types/byline@^4.2.36
        version: /@types/byline@4.2.36
packages:
  /@types/byline@4.2.36:
    resolution: {integrity: sha512-x}
    dev: true
";

const FIVE: &str = "lockfileVersion: 5.4
importers:
  .:
    specifiers: {}
  app:
    specifiers:
      '@types/pnpm__byline': npm:@types/byline@^4.2.36
    devDependencies:
      '@types/pnpm__byline': /@types/byline/4.2.36
packages:
  /@types/byline/4.2.36:
    resolution: {integrity: sha512-x}
    dev: true
";

#[test]
fn a_name_that_the_lock_file_itself_leads_on_is_held() {
    for lock in [NINE, SIX, FIVE] {
        assert_eq!(problem(lock), Value::Null, "{lock}");
    }
}

#[test]
fn a_name_that_only_another_package_gives_is_not_held() {
    for lock in [NINE, SIX, FIVE] {
        let other = lock.replace("  app:", "  app: {}\n  other:");
        let problem = problem(&other);
        assert_eq!(
            problem, "does not hold `@types/pnpm__byline`, which `app/package.json` asks for",
            "{other}"
        );
    }
}

#[test]
fn a_name_that_leads_to_nothing_is_a_file_that_is_not_whole() {
    for lock in [NINE, SIX, FIVE] {
        let (before, _) = lock.split_once("packages:").unwrap();
        let problem = problem(before).to_string();
        assert!(
            problem.contains("`@types/pnpm__byline`")
                && problem.contains("is needed, but not held"),
            "{problem}"
        );
    }
}
