//! Which of the version tags are this project's: decided from their prefixes alone.

use std::collections::{BTreeMap, BTreeSet};

use super::tag_family::{Families, is_package};
use super::tag_name::word;
use crate::facts::TagPatternSource;
use crate::release::Version;

/// What is known of the project's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Identity<'a> {
    /// The prefixes that the configuration names; empty if it names none.
    pub configured: &'a [String],
    /// The configured name.
    pub name: Option<&'a str>,
    /// The name of the repository by the URL that it was cloned from.
    pub repository: Option<&'a str>,
    /// The project's folder inside the repository; empty for the root.
    pub path: &'a str,
    /// Whether tags may be missing, as in a shallow clone: then those that are here do not tell
    /// that there are no others.
    pub partial: bool,
}

/// Which prefixes are this project's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ownership {
    /// Its own, sorted; empty where it cannot be told.
    pub own: Vec<String>,
    /// Those of its own that bear the project's name, or that the configuration names.
    pub named: BTreeSet<String>,
    /// Those of others, sorted.
    pub foreign: Vec<String>,
    /// Who says so.
    pub source: TagPatternSource,
    /// Whether there are tags of several packages and nothing tells which are this project's.
    pub ambiguous: bool,
    /// Whether the configuration says so, or no other package has any tags. Otherwise that none of
    /// its own is on this history proves nothing.
    pub certain: bool,
}

/// Decides which of the prefixes found before versions, each with the highest of them, are this
/// project's.
pub(super) fn choose(prefixes: &BTreeMap<String, Version>, identity: &Identity) -> Ownership {
    let all: BTreeSet<String> = prefixes.keys().cloned().collect();
    if !identity.configured.is_empty() {
        let own: BTreeSet<String> = identity.configured.iter().cloned().collect();
        return Ownership {
            foreign: all.difference(&own).cloned().collect(),
            named: own.clone(),
            own: own.into_iter().collect(),
            source: TagPatternSource::Config,
            ambiguous: false,
            certain: true,
        };
    }
    let families = Families::of(prefixes);
    match detect(&families, identity) {
        Detected::Named(word) => {
            let own = joined(&families, &word, identity);
            let certain = families.are_all(&own);
            Ownership {
                named: families.prefixes(&[word]),
                ..detected(&all, families.prefixes(&own), certain)
            }
        }
        Detected::Nameless(word) => {
            let own = joined(&families, &word, identity);
            let certain = families.are_all(&own);
            detected(&all, families.prefixes(&own), certain)
        }
        Detected::Ambiguous => Ownership {
            ambiguous: true,
            ..detected(&all, BTreeSet::new(), false)
        },
        Detected::Nothing => Ownership {
            own: vec!["v".to_owned()],
            foreign: all.into_iter().collect(),
            named: BTreeSet::new(),
            source: TagPatternSource::Default,
            ambiguous: false,
            certain: true,
        },
    }
}

/// What belongs together at the root of a repository; a package in a folder has that word alone.
fn joined(families: &Families, word: &str, identity: &Identity) -> Vec<String> {
    match identity.path.is_empty() {
        true => families.joined(word),
        false => vec![word.to_owned()],
    }
}

enum Detected {
    /// Tags of this word bear the project's name.
    Named(String),
    /// Tags of this word are taken for want of a name.
    Nameless(String),
    Ambiguous,
    Nothing,
}

fn detected(all: &BTreeSet<String>, own: BTreeSet<String>, certain: bool) -> Ownership {
    Ownership {
        foreign: all.difference(&own).cloned().collect(),
        own: own.into_iter().collect(),
        named: BTreeSet::new(),
        source: TagPatternSource::Detected,
        ambiguous: false,
        certain,
    }
}

fn detect(families: &Families, identity: &Identity) -> Detected {
    let packages: Vec<&String> = families.words().filter(|word| is_package(word)).collect();
    match named_after(families, identity).as_slice() {
        [] => {}
        [one] => return Detected::Named(one.clone()),
        _ => return Detected::Ambiguous,
    }
    // A package in a folder shares the repository with others: tags that name another package, or
    // none while others are named, say nothing about it.
    if !identity.path.is_empty() && (!packages.is_empty() || identity.partial) {
        return Detected::Ambiguous;
    }
    if let Some(word) = families.nameless() {
        return Detected::Nameless(word);
    }
    match packages.as_slice() {
        [] => Detected::Nothing,
        [one] if !identity.partial => Detected::Nameless((*one).clone()),
        _ => Detected::Ambiguous,
    }
}

/// The families that bear the project's name: by the surest name that any bears.
fn named_after(families: &Families, identity: &Identity) -> Vec<String> {
    let full: BTreeSet<String> = names(identity);
    let exact: Vec<String> = families
        .words()
        .filter(|word| full.contains(*word))
        .cloned()
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let short: BTreeSet<String> = full.iter().map(|name| last_part(name)).collect();
    families
        .words()
        .filter(|word| !word.is_empty())
        .filter(|word| short.contains(*word) || scoped(word).is_some_and(|it| short.contains(&it)))
        .cloned()
        .collect()
}

fn names(identity: &Identity) -> BTreeSet<String> {
    let path = Some(identity.path).filter(|path| !path.is_empty());
    // The repository is named after its main project, not after a package in a folder of it.
    let repository = identity
        .repository
        .filter(|_| path.is_none() && identity.name.is_none());
    [identity.name, path, repository]
        .into_iter()
        .flatten()
        .map(word)
        .filter(|name| !name.is_empty())
        .collect()
}

fn last_part(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_owned()
}

/// The name of a scoped package without its scope: `pkg` of `@scope/pkg`.
fn scoped(word: &str) -> Option<String> {
    let (_, name) = word.strip_prefix('@')?.split_once('/')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These prefixes, each with a highest version of 1.0.0.
    fn ones(prefixes: &[&str]) -> BTreeMap<String, Version> {
        let ones = prefixes
            .iter()
            .map(|it| ((*it).to_owned(), Version::new(1, 0, 0)));
        ones.collect()
    }

    fn highest(prefixes: &[(&str, &str)]) -> BTreeMap<String, Version> {
        let each = prefixes
            .iter()
            .map(|(prefix, version)| ((*prefix).to_owned(), version.parse().unwrap()));
        each.collect()
    }

    fn own(prefixes: &[&str], identity: &Identity) -> Option<Vec<String>> {
        let ownership = choose(&ones(prefixes), identity);
        (!ownership.ambiguous).then_some(ownership.own)
    }

    fn named(name: &str) -> Identity<'_> {
        Identity {
            name: Some(name),
            ..Identity::default()
        }
    }

    fn folder(path: &str) -> Identity<'_> {
        Identity {
            path,
            ..Identity::default()
        }
    }

    fn list(prefixes: &[&str]) -> Option<Vec<String>> {
        Some(prefixes.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn with_and_without_v_are_one_family() {
        let nobody = Identity::default();
        assert_eq!(own(&["", "v"], &nobody), list(&["", "v"]));
        assert_eq!(own(&["pkg-", "pkg-v"], &nobody), list(&["pkg-", "pkg-v"]));
    }

    #[test]
    fn the_projects_name_tells_its_tags_from_other_packages() {
        let prefixes = ["v", "tokio-", "tokio-util-"];
        assert_eq!(own(&prefixes, &named("tokio")), list(&["tokio-", "v"]));
        assert_eq!(own(&prefixes, &named("other")), list(&["v"]));
        let cloned = Identity {
            repository: Some("tokio"),
            ..Identity::default()
        };
        assert_eq!(own(&prefixes, &cloned), list(&["tokio-", "v"]));
        assert_eq!(
            own(&["rel/cli-", "cli-", "rel/lib-"], &named("cli")),
            list(&["cli-", "rel/cli-"])
        );
    }

    #[test]
    fn tags_without_a_name_go_on_from_those_with_one_unless_their_numbers_are_of_another_kind() {
        let own = |prefixes: &[(&str, &str)], identity: &Identity| {
            choose(&highest(prefixes), identity).own
        };
        let app = named("app");
        for (bare, joined) in [
            ("0.3.0", true),
            ("1.13.1", true),
            ("2.0.0", true),
            ("3.0.0", false),
            ("20240131.0", false),
        ] {
            let prefixes = own(&[("app-", "1.3.7"), ("", bare)], &app);
            let expected: &[&str] = if joined { &["", "app-"] } else { &["app-"] };
            assert_eq!(prefixes, expected, "{bare}");
        }
        let nobody = Identity::default();
        assert_eq!(
            own(&[("V", "1.0.2"), ("R_", "2.8.3")], &nobody),
            ["R_", "V"]
        );
        assert_eq!(own(&[("v", "1.2.0"), ("release-", "17.0")], &nobody), ["v"]);
        let folder = Identity {
            name: Some("app"),
            path: "crates/app",
            ..Identity::default()
        };
        assert_eq!(own(&[("app-", "1.3.7"), ("v", "1.4.0")], &folder), ["app-"]);
    }

    #[test]
    fn names_match_whatever_their_spelling_and_scope() {
        assert_eq!(
            own(&["my-pkg@", "b@"], &named("My_Pkg")),
            list(&["my-pkg@"])
        );
        assert_eq!(
            own(&["@scope/cli@", "@scope/core@"], &named("cli")),
            list(&["@scope/cli@"])
        );
        assert_eq!(
            own(&["cli@", "core@"], &named("@scope/cli")),
            list(&["cli@"])
        );
        assert_eq!(own(&["@one/cli@", "@two/cli@"], &named("cli")), None);
    }

    #[test]
    fn a_folder_takes_its_own_tags_or_bare_ones_where_nothing_is_named() {
        assert_eq!(
            own(&["v", "core-v", "cli-v"], &folder("crates/core")),
            list(&["core-v"])
        );
        assert_eq!(
            own(&["sub/dir/v", "dir/v"], &folder("sub/dir")),
            list(&["sub/dir/v"])
        );
        assert_eq!(own(&["v"], &folder("crates/core")), list(&["v"]));
        assert_eq!(own(&["v", "cli-v"], &folder("crates/core")), None);
        assert_eq!(own(&["cli-v"], &folder("crates/core")), None);
    }

    #[test]
    fn tags_without_a_name_come_before_packages() {
        let nobody = Identity::default();
        assert_eq!(
            own(&["v", "release-", "a-"], &nobody),
            list(&["release-", "v"])
        );
        assert_eq!(own(&["v", "nightly-"], &nobody), list(&["v"]));
        assert_eq!(own(&["Release-", "a-"], &nobody), list(&["Release-"]));
        assert_eq!(own(&["a-"], &nobody), list(&["a-"]));
    }

    #[test]
    fn several_packages_none_of_them_ours_is_ambiguous() {
        let ownership = choose(&ones(&["a-v", "b-v"]), &Identity::default());
        assert!(ownership.ambiguous);
        assert_eq!(ownership.own, Vec::<String>::new());
        assert_eq!(ownership.foreign, ["a-v", "b-v"]);
    }

    #[test]
    fn the_configuration_is_not_overruled() {
        let configured = ["app-".to_owned()];
        let identity = Identity {
            configured: &configured,
            name: Some("tokio"),
            ..Identity::default()
        };
        let ownership = choose(&ones(&["v", "tokio-"]), &identity);
        assert_eq!(ownership.own, ["app-"]);
        assert_eq!(ownership.foreign, ["tokio-", "v"]);
        assert_eq!(ownership.source, TagPatternSource::Config);
    }

    #[test]
    fn where_tags_may_be_missing_the_only_package_is_not_taken() {
        let shallow = Identity {
            partial: true,
            ..Identity::default()
        };
        assert_eq!(own(&["a-"], &shallow), None);
        assert_eq!(own(&["v"], &shallow), list(&["v"]));
        assert_eq!(own(&[], &shallow), list(&["v"]));
        let folder = Identity {
            path: "crates/core",
            ..shallow.clone()
        };
        assert_eq!(own(&["v"], &folder), None);
        let named = Identity {
            name: Some("a"),
            ..shallow
        };
        assert_eq!(own(&["a-"], &named), list(&["a-"]));
    }

    #[test]
    fn beside_other_packages_nothing_is_certain_and_a_name_is_remembered() {
        let prefixes = ones(&["v", "a-"]);
        let nobody = choose(&prefixes, &Identity::default());
        assert!(!nobody.certain && nobody.named.is_empty());
        let alone = choose(&prefixes, &named("a"));
        assert!(alone.certain);
        assert_eq!(alone.named, BTreeSet::from(["a-".to_owned()]));
        assert!(!choose(&ones(&["v", "a-", "b-"]), &named("a")).certain);
        let builds = ones(&["v", "release-", "nightly-"]);
        assert!(choose(&builds, &Identity::default()).certain);
    }

    #[test]
    fn nothing_at_all_and_builds_alone_give_the_default() {
        for prefixes in [&[][..], &["nightly-"][..]] {
            let ownership = choose(&ones(prefixes), &Identity::default());
            assert_eq!(ownership.own, ["v"]);
            assert_eq!(ownership.source, TagPatternSource::Default);
        }
    }
}
