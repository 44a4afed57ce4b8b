//! Which of the version tags are this project's: decided from their prefixes alone.

use std::collections::{BTreeMap, BTreeSet};

use super::tag_name::word;
use crate::facts::TagPatternSource;

/// Words that stand before a version without naming a package.
const GENERIC_WORDS: [&str; 6] = ["release", "rel", "version", "ver", "r", "stable"];

/// Words of builds that are no releases, whatever their tags look like.
const BUILD_WORDS: [&str; 3] = ["nightly", "snapshot", "canary"];

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
    /// Those of others, sorted.
    pub foreign: Vec<String>,
    /// Who says so.
    pub source: TagPatternSource,
    /// Whether there are tags of several packages and nothing tells which are this project's.
    pub ambiguous: bool,
    /// Whether the project's own tags are known by its name or the configuration, or no other
    /// package has any. Otherwise that none of them is on this history proves nothing.
    pub certain: bool,
}

/// Decides which of the prefixes found before versions are this project's.
pub(super) fn choose(prefixes: &BTreeSet<String>, identity: &Identity) -> Ownership {
    if !identity.configured.is_empty() {
        let own: BTreeSet<String> = identity.configured.iter().cloned().collect();
        return Ownership {
            foreign: prefixes.difference(&own).cloned().collect(),
            own: own.into_iter().collect(),
            source: TagPatternSource::Config,
            ambiguous: false,
            certain: true,
        };
    }
    let mut families: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for prefix in prefixes {
        let family = families.entry(word(prefix)).or_default();
        family.insert(prefix.clone());
    }
    match detect(&families, identity) {
        Detected::Named(word) => detected(prefixes, own_prefixes(&families, &[word]), true),
        Detected::Words(words) => {
            let certain = families
                .keys()
                .all(|word| words.contains(word) || !is_package(word));
            detected(prefixes, own_prefixes(&families, &words), certain)
        }
        Detected::Ambiguous => Ownership {
            ambiguous: true,
            ..detected(prefixes, BTreeSet::new(), false)
        },
        Detected::Nothing => Ownership {
            own: vec!["v".to_owned()],
            foreign: prefixes.iter().cloned().collect(),
            source: TagPatternSource::Default,
            ambiguous: false,
            certain: true,
        },
    }
}

/// Whether tags with this word are those of a package with a name.
fn is_package(word: &str) -> bool {
    !word.is_empty() && !GENERIC_WORDS.contains(&word) && !BUILD_WORDS.contains(&word)
}

enum Detected {
    Named(String),
    Words(Vec<String>),
    Ambiguous,
    Nothing,
}

fn own_prefixes(
    families: &BTreeMap<String, BTreeSet<String>>,
    words: &[String],
) -> BTreeSet<String> {
    words
        .iter()
        .filter_map(|word| families.get(word))
        .flatten()
        .cloned()
        .collect()
}

fn detected(prefixes: &BTreeSet<String>, own: BTreeSet<String>, certain: bool) -> Ownership {
    Ownership {
        foreign: prefixes.difference(&own).cloned().collect(),
        own: own.into_iter().collect(),
        source: TagPatternSource::Detected,
        ambiguous: false,
        certain,
    }
}

fn detect(families: &BTreeMap<String, BTreeSet<String>>, identity: &Identity) -> Detected {
    let has = |word: &str| families.contains_key(word);
    let generic: Vec<String> = GENERIC_WORDS
        .iter()
        .filter(|word| has(word))
        .map(|word| (*word).to_owned())
        .collect();
    let named: Vec<&str> = families
        .keys()
        .map(String::as_str)
        .filter(|word| is_package(word))
        .collect();

    match named_after(families, identity).as_slice() {
        [] => {}
        [one] => return Detected::Named(one.clone()),
        _ => return Detected::Ambiguous,
    }
    // A package in a folder shares the repository with others: tags that name another package, or
    // none while others are named, say nothing about it.
    if !identity.path.is_empty() && (!named.is_empty() || identity.partial) {
        return Detected::Ambiguous;
    }
    if has("") {
        return Detected::Words(vec![String::new()]);
    }
    if !generic.is_empty() {
        return Detected::Words(generic);
    }
    match named.as_slice() {
        [] => Detected::Nothing,
        [one] if !identity.partial => Detected::Words(vec![(*one).to_owned()]),
        _ => Detected::Ambiguous,
    }
}

/// The families that bear the project's name: by the surest name that any bears.
fn named_after(families: &BTreeMap<String, BTreeSet<String>>, identity: &Identity) -> Vec<String> {
    let full: BTreeSet<String> = names(identity);
    let exact: Vec<String> = families
        .keys()
        .filter(|word| full.contains(*word))
        .cloned()
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let short: BTreeSet<String> = full.iter().map(|name| last_part(name)).collect();
    families
        .keys()
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

    fn own(prefixes: &[&str], identity: &Identity) -> Option<Vec<String>> {
        let prefixes = prefixes.iter().map(|it| (*it).to_owned()).collect();
        let ownership = choose(&prefixes, identity);
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
    fn the_projects_name_wins_over_bare_tags() {
        let prefixes = ["v", "tokio-", "tokio-util-"];
        assert_eq!(own(&prefixes, &named("tokio")), list(&["tokio-"]));
        assert_eq!(own(&prefixes, &named("other")), list(&["v"]));
        let cloned = Identity {
            repository: Some("tokio"),
            ..Identity::default()
        };
        assert_eq!(own(&prefixes, &cloned), list(&["tokio-"]));
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
    fn bare_tags_come_before_generic_words_and_those_before_packages() {
        let nobody = Identity::default();
        assert_eq!(own(&["v", "release-", "a-"], &nobody), list(&["v"]));
        assert_eq!(own(&["Release-", "a-"], &nobody), list(&["Release-"]));
        assert_eq!(own(&["a-"], &nobody), list(&["a-"]));
    }

    #[test]
    fn several_packages_none_of_them_ours_is_ambiguous() {
        let ownership = choose(
            &["a-v", "b-v"].map(str::to_owned).into(),
            &Identity::default(),
        );
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
        let ownership = choose(&["v", "tokio-"].map(str::to_owned).into(), &identity);
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
    fn beside_other_packages_only_a_name_is_certain() {
        let prefixes = ["v", "a-"].map(str::to_owned).into();
        assert!(!choose(&prefixes, &Identity::default()).certain);
        assert!(choose(&prefixes, &named("a")).certain);
        let alone = ["v", "release-", "nightly-"].map(str::to_owned).into();
        assert!(choose(&alone, &Identity::default()).certain);
    }

    #[test]
    fn nothing_at_all_and_builds_alone_give_the_default() {
        for prefixes in [&[][..], &["nightly-"][..]] {
            let prefixes = prefixes.iter().map(|it: &&str| (*it).to_owned()).collect();
            let ownership = choose(&prefixes, &Identity::default());
            assert_eq!(ownership.own, ["v"]);
            assert_eq!(ownership.source, TagPatternSource::Default);
        }
    }
}
