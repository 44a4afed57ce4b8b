//! Bills held against packages.

use super::compare::compare;
use crate::facts::{Dependency, DependencyOrigin, DependencyScope, SbomComparison};
use crate::formats::sbom::{Sbom, SbomComponent, SbomFormat};
use crate::release::{Ecosystem, Package};

fn wanted(ecosystem: Ecosystem, name: &str, version: Option<&str>) -> Dependency {
    let package = Package::new(ecosystem, name, version);
    Dependency {
        ecosystem,
        name: package.name.clone(),
        version: version.map(str::to_owned),
        purl: package.purl(),
        requirement: None,
        is_direct: None,
        scope: DependencyScope::Runtime,
        origin: DependencyOrigin::Registry,
        has_digest: false,
        condition: None,
        path: "lock".to_owned(),
        line: Some(1),
        is_new: None,
        previous_versions: Vec::new(),
    }
}

fn pypi(name: &str, version: &str) -> Dependency {
    wanted(Ecosystem::Pypi, name, Some(version))
}

fn bill(purls: &[&str]) -> Sbom {
    let mut sbom = Sbom::new(SbomFormat::CycloneDxJson, "1.6");
    for purl in purls {
        sbom.components.push(SbomComponent {
            name: (*purl).into(),
            purl: Some((*purl).into()),
            package: Package::of_purl(purl),
            ..SbomComponent::default()
        });
    }
    sbom
}

/// Missing, other versions, extra: by name.
fn told(comparison: &SbomComparison) -> (Vec<String>, Vec<String>, &[String]) {
    let missing = comparison.missing.iter().flat_map(|it| &it.first);
    let missing = missing.map(|it| format!("{} {}", it.name, it.version.as_deref().unwrap_or("*")));
    let others = comparison.other_versions.iter().flat_map(|it| &it.first);
    let others = others.map(|it| {
        let version = it.wanted.version.as_deref().unwrap_or("*");
        format!("{} {version} {}", it.wanted.name, it.found.join(","))
    });
    (missing.collect(), others.collect(), &comparison.extra)
}

#[test]
fn what_is_there_in_any_spelling_is_there() {
    let packages = [pypi("Zope.Interface", "1.0rc1"), pypi("six", "1.16.0")];
    let sbom = bill(&["pkg:pypi/zope-interface@1.0.0-rc.1", "pkg:pypi/SIX@1.16"]);
    let comparison = compare(&[&sbom], &packages);
    assert_eq!((comparison.expected, comparison.matched), (2, 2));
    assert_eq!(told(&comparison), (Vec::new(), Vec::new(), &[][..]));
}

#[test]
fn case_says_nothing_where_package_urls_are_in_lower_case() {
    let packages = [
        wanted(Ecosystem::Go, "github.com/BurntSushi/toml", Some("v1.3.2")),
        wanted(Ecosystem::Npm, "JSONStream", Some("1.3.5")),
    ];
    for sbom in [
        bill(&[
            "pkg:golang/github.com/BurntSushi/toml@v1.3.2",
            "pkg:npm/JSONStream@1.3.5",
        ]),
        bill(&[
            "pkg:golang/github.com/burntsushi/toml@1.3.2",
            "pkg:npm/jsonstream@1.3.5",
        ]),
    ] {
        let comparison = compare(&[&sbom], &packages);
        assert_eq!((comparison.expected, comparison.matched), (2, 2));
    }
    let none = compare(&[&bill(&[])], &packages);
    assert_eq!(
        told(&none).0,
        ["github.com/BurntSushi/toml v1.3.2", "JSONStream 1.3.5"]
    );
}

#[test]
fn what_is_missing_differs_or_is_more_is_told_apart() {
    let packages = [pypi("a", "1.0"), pypi("b", "2.0")];
    let sbom = bill(&[
        "pkg:pypi/b@2.1",
        "pkg:pypi/c@3",
        "pkg:npm/a@1.0",
        "pkg:deb/debian/a@1",
    ]);
    let comparison = compare(&[&sbom], &packages);
    let (missing, others, extra) = told(&comparison);
    assert_eq!(missing, ["a 1.0"]);
    assert_eq!(others, ["b 2.0 2.1"]);
    assert_eq!(extra, ["pkg:npm/a@1.0", "pkg:pypi/c@3"]);
    assert_eq!(
        (
            comparison.matched,
            comparison.extra_count,
            comparison.others
        ),
        (0, 2, 1)
    );
}

#[test]
fn of_several_versions_each_is_asked_for() {
    let npm = |version| wanted(Ecosystem::Npm, "ms", Some(version));
    let packages = [npm("2.0.0"), npm("2.1.2")];
    let sbom = bill(&["pkg:npm/ms@2.1.2"]);
    let comparison = compare(&[&sbom], &packages);
    assert_eq!(told(&comparison).0, ["ms 2.0.0"]);
    let both = compare(&[&sbom, &bill(&["pkg:npm/ms@2.0.0"])], &packages);
    assert_eq!((both.expected, both.matched), (2, 2));
}

#[test]
fn bills_of_one_project_are_taken_together() {
    let packages = [
        pypi("a", "1.0"),
        wanted(Ecosystem::Npm, "@b/c", Some("2.0.0")),
    ];
    let (one, other) = (bill(&["pkg:pypi/a@1.0"]), bill(&["pkg:npm/%40b/c@2.0.0"]));
    assert_eq!(compare(&[&one, &other], &packages).matched, 2);
    assert_eq!(told(&compare(&[&one], &packages)).0, ["@b/c 2.0.0"]);
}

#[test]
fn a_version_that_no_source_fixes_is_any() {
    let packages = [
        wanted(Ecosystem::Pypi, "a", None),
        wanted(Ecosystem::Pypi, "b", None),
    ];
    let sbom = bill(&["pkg:pypi/a@9"]);
    assert_eq!(told(&compare(&[&sbom], &packages)).0, ["b *"]);
    // Where another source fixes it, that one counts.
    let fixed = [wanted(Ecosystem::Pypi, "a", None), pypi("a", "8")];
    assert_eq!(told(&compare(&[&sbom], &fixed)).1, ["a 8 9"]);
}

#[test]
fn components_without_an_address_count_by_their_names() {
    let mut sbom = bill(&[]);
    sbom.components.push(SbomComponent {
        name: "Requests".into(),
        version: Some("2.0".into()),
        ..SbomComponent::default()
    });
    let comparison = compare(&[&sbom], &[pypi("requests", "2.0")]);
    assert_eq!((comparison.matched, comparison.others), (1, 1));
    let other = compare(&[&sbom], &[pypi("requests", "2.1")]);
    assert_eq!(told(&other).1, ["requests 2.1 2.0"]);
}

#[test]
fn groups_are_by_the_most_that_a_package_is_needed_for() {
    let mut development = pypi("a", "1");
    development.scope = DependencyScope::Development;
    let mut conditional = pypi("b", "1");
    conditional.condition = Some("sys_platform == 'win32'".to_owned());
    let packages = [development.clone(), pypi("a", "1"), conditional.clone()];
    let comparison = compare(&[&bill(&[])], &packages);
    let groups: Vec<_> = comparison
        .missing
        .iter()
        .map(|it| (it.scope, it.conditional, it.count))
        .collect();
    assert_eq!(
        groups,
        [
            (DependencyScope::Runtime, false, 1),
            (DependencyScope::Runtime, true, 1)
        ]
    );
    let only = [development];
    let comparison = compare(&[&bill(&[])], &only);
    assert_eq!(comparison.missing[0].scope, DependencyScope::Development);
}

#[test]
fn many_are_counted_and_the_first_are_named() {
    let packages: Vec<Dependency> = (0..1000)
        .map(|at| pypi(&format!("p{at:04}"), "1"))
        .collect();
    let purls: Vec<String> = (0..1000).map(|at| format!("pkg:pypi/x{at:04}@1")).collect();
    let purls: Vec<&str> = purls.iter().map(String::as_str).collect();
    let comparison = compare(&[&bill(&purls)], &packages);
    assert_eq!(comparison.missing[0].count, 1000);
    assert_eq!(comparison.missing[0].first.len(), 50);
    assert_eq!(comparison.missing[0].first[49].name, "p0049");
    assert_eq!((comparison.extra_count, comparison.extra.len()), (1000, 50));
    assert_eq!(comparison.extra[49], "pkg:pypi/x0049@1");
}
