//! One entry for what several say of one vulnerability of one package.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::claim::Claim;
use super::packages::Used;
use crate::facts::{KnownExploit, Vulnerability};
use crate::formats::cvss;

/// The longest summary or note, in characters; what is cut off is replaced by `…`.
const MAX_LINE: usize = 200;

/// How far a score may be from that of its vector, in tenths: tools round.
const MAX_ROUNDING: u16 = 1;

/// Puts together what belongs together: claims on one package that share a name, directly or
/// through others.
pub(super) fn merged(used: &[Used], claims: Vec<(usize, Claim)>) -> Vec<Vulnerability> {
    let mut of_packages: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    for (index, claim) in claims {
        of_packages.entry(index).or_default().push(claim);
    }
    let mut found = Vec::new();
    for (index, claims) in of_packages {
        let Some(used) = used.get(index) else {
            continue;
        };
        found.extend(groups(claims).into_iter().map(|group| one(used, &group)));
    }
    found.sort_by(|one, other| key(one).cmp(&key(other)));
    found
}

fn key(one: &Vulnerability) -> (&str, &str, &str) {
    (&one.purl, &one.version, &one.id)
}

/// The claims by vulnerability.
fn groups(claims: Vec<Claim>) -> Vec<Vec<Claim>> {
    let mut parents: Vec<usize> = (0..claims.len()).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, claim) in claims.iter().enumerate() {
        for name in claim.names() {
            let other = *first.entry(name).or_insert(index);
            let (one, other) = (root(&parents, index), root(&parents, other));
            if let Some(parent) = parents.get_mut(one.max(other)) {
                *parent = one.min(other);
            }
        }
    }
    let roots: Vec<usize> = (0..claims.len()).map(|it| root(&parents, it)).collect();
    let mut groups: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    for (claim, root) in claims.into_iter().zip(roots) {
        groups.entry(root).or_default().push(claim);
    }
    groups.into_values().collect()
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while let Some(&parent) = parents.get(at).filter(|&&parent| parent != at) {
        at = parent;
    }
    at
}

fn one(used: &Used, claims: &[Claim]) -> Vulnerability {
    let names: BTreeSet<&str> = claims.iter().flat_map(Claim::names).collect();
    let id = names.iter().copied().min_by_key(|name| (rank(name), *name));
    let id = id.unwrap_or_default().to_owned();
    let aliases = names.into_iter().filter(|name| **name != id);
    let rated = rated(claims);
    Vulnerability {
        aliases: aliases.map(str::to_owned).collect(),
        summary: claims
            .iter()
            .find_map(|it| it.summary.as_deref())
            .map(one_line),
        ecosystem: used.package.ecosystem,
        name: used.package.name.clone(),
        version: used.version.clone(),
        purl: used.package.purl(),
        is_direct: used.is_direct,
        scope: used.scope,
        path: used.path.clone(),
        line: used.line,
        score: rated.score,
        vector: rated.vector,
        severity: claims.iter().find_map(|it| it.severity.clone()),
        contradictions: rated.contradictions.into_iter().collect(),
        informational: informational(claims),
        fixed: fixed(used, claims),
        only_public: claims.iter().all(|it| it.only_public),
        said_by: {
            let by: BTreeSet<&String> = claims.iter().map(|it| &it.said_by).collect();
            by.into_iter().cloned().collect()
        },
        exploited: exploited(claims),
        predicted: Vec::new(),
        statements: Vec::new(),
        id,
    }
}

/// What reports have from a catalogue of exploited vulnerabilities, each with the report.
fn exploited(claims: &[Claim]) -> Vec<KnownExploit> {
    let exploited = claims.iter().flat_map(|claim| {
        claim.exploited.iter().map(|one| KnownExploit {
            cve: one.cve.clone(),
            added: one.added.clone(),
            in_ransomware: one.in_ransomware,
            path: claim.said_by.clone(),
        })
    });
    let exploited: BTreeSet<_> = exploited.collect();
    exploited.into_iter().collect()
}

/// The databases of single ecosystems first: their names are what other tools of these show.
fn rank(name: &str) -> usize {
    const ORDER: [&str; 6] = ["RUSTSEC-", "PYSEC-", "GO-", "GHSA-", "CVE-", "MAL-"];
    let place = ORDER.iter().position(|start| name.starts_with(start));
    place.unwrap_or(ORDER.len())
}

/// It is a vulnerability as soon as anyone says so.
fn informational(claims: &[Claim]) -> Option<String> {
    let words: Option<Vec<&String>> = claims.iter().map(|it| it.informational.as_ref()).collect();
    words?.first().map(|word| (*word).clone())
}

/// The versions that anyone names, in order.
fn fixed(used: &Used, claims: &[Claim]) -> Vec<String> {
    let mut fixed: Vec<String> = Vec::new();
    for version in claims.iter().flat_map(|it| &it.fixed) {
        if !fixed.contains(version) {
            fixed.push(version.clone());
        }
    }
    if claims.len() > 1 {
        crate::formats::osv::sort_versions(used.package.ecosystem, &mut fixed);
    }
    fixed
}

struct Rated {
    score: Option<u16>,
    vector: Option<String>,
    contradictions: BTreeSet<String>,
}

/// The highest score; what contradicts itself is said.
fn rated(claims: &[Claim]) -> Rated {
    let mut rated = Rated {
        score: None,
        vector: None,
        contradictions: BTreeSet::new(),
    };
    for claim in claims {
        let mut computed = None;
        for vector in &claim.vectors {
            match cvss::score(vector) {
                Ok(score) => {
                    computed = computed.max(Some(score.tenths));
                    if Some(score.tenths) > rated.score {
                        rated.score = Some(score.tenths);
                        rated.vector = Some(vector.clone());
                    }
                }
                Err(reason) => {
                    let said = format!(
                        "`{}` of {} is no vector: {reason}",
                        one_line(vector),
                        claim.said_by
                    );
                    rated.contradictions.insert(said);
                }
            }
        }
        let Some(score) = claim.score else { continue };
        if computed.is_some_and(|computed| computed.abs_diff(score) > MAX_ROUNDING) {
            let computed = computed.unwrap_or_default();
            rated.contradictions.insert(format!(
                "{} gives {}.{}, and its vector has {}.{}",
                claim.said_by,
                score / 10,
                score % 10,
                computed / 10,
                computed % 10
            ));
        }
        if Some(score) > rated.score {
            rated.score = Some(score);
            rated.vector = None;
        }
    }
    rated
}

/// A text as one line of at most [`MAX_LINE`] characters.
pub(super) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_LINE) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DependencyScope;
    use crate::release::{Ecosystem, Package};

    const BASE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    fn used() -> Vec<Used> {
        vec![Used {
            package: Package::new(Ecosystem::Pypi, "django", Some("2.2")),
            version: "2.2".into(),
            is_direct: Some(true),
            scope: DependencyScope::Runtime,
            path: Some("requirements.txt".into()),
            line: Some(3),
            named_by: Default::default(),
        }]
    }

    fn claim(id: &str, aliases: &[&str], by: &str) -> Claim {
        Claim {
            id: id.into(),
            aliases: aliases.iter().map(|it| (*it).into()).collect(),
            said_by: by.into(),
            ..Claim::default()
        }
    }

    fn merge(claims: Vec<Claim>) -> Vec<Vulnerability> {
        merged(&used(), claims.into_iter().map(|it| (0, it)).collect())
    }

    #[test]
    fn what_shares_a_name_is_one_also_through_others() {
        let found = merge(vec![
            claim("GHSA-1", &["CVE-1"], "a"),
            claim("PYSEC-2", &["CVE-2"], "b"),
            claim("SNYK-1", &["CVE-1", "PYSEC-1"], "c"),
            claim("PYSEC-1", &[], "b"),
        ]);
        let shown: Vec<_> = found
            .iter()
            .map(|it| (it.id.as_str(), it.aliases.len(), it.said_by.len()))
            .collect();
        assert_eq!(shown, [("PYSEC-1", 3, 3), ("PYSEC-2", 1, 1)]);
    }

    #[test]
    fn the_highest_score_counts_and_none_is_none() {
        let scored = |vectors: &[&str], score| Claim {
            vectors: vectors.iter().map(|it| (*it).into()).collect(),
            score,
            ..claim("CVE-1", &[], "a")
        };
        let found = merge(vec![
            scored(&["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"], None),
            scored(&[BASE], None),
        ]);
        assert_eq!(
            (found[0].score, found[0].vector.as_deref()),
            (Some(98), Some(BASE))
        );
        let found = merge(vec![claim("CVE-1", &[], "a")]);
        assert_eq!((found[0].score, found[0].vector.as_deref()), (None, None));
        let found = merge(vec![scored(&["high"], None)]);
        assert_eq!(found[0].score, None);
        assert_eq!(found[0].contradictions.len(), 1);
    }

    #[test]
    fn a_score_that_contradicts_its_vector_is_said() {
        let low = Claim {
            vectors: vec![BASE.into()],
            score: Some(31),
            ..claim("CVE-1", &[], "trivy.json")
        };
        let found = merge(vec![low.clone()]);
        assert_eq!(
            found[0].contradictions,
            ["trivy.json gives 3.1, and its vector has 9.8"]
        );
        assert_eq!(found[0].score, Some(98));
        let rounded = Claim {
            score: Some(97),
            ..low
        };
        assert!(merge(vec![rounded])[0].contradictions.is_empty());
    }

    #[test]
    fn one_who_calls_it_a_vulnerability_is_enough() {
        let notice = Claim {
            informational: Some("unmaintained".into()),
            ..claim("RUSTSEC-1", &[], "a")
        };
        assert_eq!(
            merge(vec![notice.clone()])[0].informational.as_deref(),
            Some("unmaintained")
        );
        let found = merge(vec![notice, claim("CVE-1", &["RUSTSEC-1"], "b")]);
        assert_eq!(found[0].informational, None);
    }

    #[test]
    fn fixed_versions_are_in_their_order() {
        let fixed = |versions: &[&str]| Claim {
            fixed: versions.iter().map(|it| (*it).into()).collect(),
            ..claim("CVE-1", &[], "a")
        };
        let found = merge(vec![fixed(&["2.2.10", "3.0"]), fixed(&["2.2.9", "3.0"])]);
        assert_eq!(found[0].fixed, ["2.2.9", "2.2.10", "3.0"]);
    }
}
