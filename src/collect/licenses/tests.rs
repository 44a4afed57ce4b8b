use super::grouped;
use super::matched::Matched;
use crate::facts::{Dependencies, Dependency, DependencyOrigin, DependencyScope, Licenses};
use crate::formats::license::read;
use crate::release::{Ecosystem, Package};

fn dependency(name: &str, version: Option<&str>, scope: DependencyScope) -> Dependency {
    let package = Package::new(Ecosystem::Pypi, name, version);
    Dependency {
        ecosystem: Ecosystem::Pypi,
        purl: package.purl(),
        name: package.name,
        version: package.version,
        requirement: None,
        is_direct: None,
        scope,
        origin: DependencyOrigin::Registry,
        has_digest: false,
        condition: None,
        path: "poetry.lock".to_owned(),
        line: Some(1),
        is_new: Some(name == "new"),
        previous_versions: Vec::new(),
    }
}

/// The fact of these packages, of which these texts are said.
fn facts(packages: Vec<Dependency>, said: &[(&str, &str, &str, &str)]) -> Licenses {
    let mut matched = Matched::of(&Dependencies {
        packages,
        ..Dependencies::default()
    });
    for (name, version, source, text) in said {
        let stated = [((*text).to_owned(), read(text))];
        matched.say((Ecosystem::Pypi, name), version, source, &stated);
    }
    grouped::facts(matched)
}

#[test]
fn packages_that_stand_alike_are_together() {
    use DependencyScope::{Development, Runtime};
    let packages = vec![
        dependency("one", Some("1"), Runtime),
        dependency("two", Some("1"), Runtime),
        dependency("new", Some("1"), Runtime),
        dependency("tool", Some("1"), Development),
    ];
    let said = [
        ("One", "1", "a", "MIT"),
        ("two", "1", "b", "MIT License"),
        ("new", "1", "a", "BSD"),
        ("tool", "1", "a", "MIT"),
        ("one", "2", "a", "GPL-3.0-only"),
        ("other", "1", "a", "GPL-3.0-only"),
    ];
    let facts = facts(packages, &said);
    let shown: Vec<String> = facts
        .groups
        .iter()
        .map(|group| {
            let names: Vec<&str> = group.packages.iter().map(|it| it.name.as_str()).collect();
            format!(
                "{} {:?} {} by {}: {}",
                group.expressions.join("|"),
                group.scope,
                group.texts.join("|"),
                group.sources.join("|"),
                names.join(" ")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "BSD-2-Clause|BSD-3-Clause Runtime BSD by a: new",
            "MIT Runtime MIT|MIT License by a|b: one two",
            "MIT Development MIT by a: tool",
        ]
    );
    assert!(facts.groups[0].guessed);
    assert_eq!(facts.inventory.packages, 4);
    let new: Vec<&str> = facts.new.iter().map(|it| it.license.as_str()).collect();
    assert_eq!(new, ["BSD-2-Clause or BSD-3-Clause"]);
}

#[test]
fn the_widest_scope_of_a_package_counts() {
    use DependencyScope::{Development, Runtime, Unknown};
    for (scopes, expected) in [
        ([Development, Runtime], Runtime),
        ([Runtime, Development], Runtime),
        ([Development, Unknown], Unknown),
    ] {
        let packages = scopes.map(|scope| dependency("one", Some("1"), scope));
        let facts = facts(packages.to_vec(), &[("one", "1", "a", "MIT")]);
        assert_eq!(facts.inventory.packages, 1);
        assert_eq!(facts.groups[0].scope, expected);
    }
}

#[test]
fn what_nobody_says_is_unknown_with_its_reason() {
    let scope = DependencyScope::Runtime;
    let packages = vec![
        dependency("silent", Some("1"), scope),
        dependency("unread", Some("1"), scope),
        dependency("unfixed", None, scope),
    ];
    let facts = facts(packages, &[("unread", "1", "a", "UNKNOWN")]);
    let reasons: Vec<&str> = facts.unknown.iter().map(|it| it.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "no report, SBOM, lock file or installed package tells its licence",
            "`poetry.lock` fixes no version of it",
            "by `a` `UNKNOWN` names no licence",
        ]
    );
    assert_eq!(facts.inventory.packages, 3);
}

#[test]
fn contradictions_are_named_and_count_whole() {
    let packages = vec![dependency("one", Some("1"), DependencyScope::Runtime)];
    let said = [
        ("one", "1", "a", "MIT"),
        ("one", "1", "b", "GPL-2.0"),
        ("one", "1", "c", "UNKNOWN"),
    ];
    let facts = facts(packages, &said);
    assert_eq!(facts.groups[0].expressions, ["GPL-2.0-only", "MIT"]);
    assert!(facts.groups[0].contradictory && !facts.groups[0].guessed);
    assert_eq!(facts.groups[0].deprecated, ["GPL-2.0 (now GPL-2.0-only)"]);
    assert_eq!(
        facts.contradictions[0].said,
        ["`GPL-2.0` in `b`", "`MIT` in `a`"]
    );
}
