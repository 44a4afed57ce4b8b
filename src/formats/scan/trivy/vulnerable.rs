//! What trivy says of packages: where they come from, and how severe what is wrong with them is.

use super::super::kept;
use super::super::packages::{Registry, ScanRating};
use super::wire::{Identifier, Scores, Target};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::release::{Ecosystem, Package};

/// Where a package comes from: by its package URL, else by the kind of what it was found in.
pub(super) fn registry(identifier: Option<&Identifier<'_>>, target: &Target<'_>) -> Registry {
    let purl = identifier.and_then(|it| it.purl.as_deref());
    if let Some(purl) = purl.filter(|purl| !purl.is_empty()) {
        return match Package::of_purl(purl) {
            Some(package) => Registry::Known(package.ecosystem),
            None => Registry::Other(kept::line(purl_type(purl))),
        };
    }
    let kind = target.kind.as_deref().filter(|kind| !kind.is_empty());
    match (target.class.as_deref(), kind) {
        (Some("os-pkgs"), kind) => Registry::Other(kept::line(kind.unwrap_or("os-pkgs"))),
        (_, Some(kind)) => match ecosystem(kind) {
            Some(ecosystem) => Registry::Known(ecosystem),
            None => Registry::Other(kept::line(kind)),
        },
        (_, None) => Registry::Unsaid,
    }
}

/// `deb` of `pkg:deb/debian/curl@7`; the whole text where it is no package URL.
fn purl_type(purl: &str) -> &str {
    let rest = purl.strip_prefix("pkg:");
    let kind = rest.and_then(|rest| rest.split('/').find(|part| !part.is_empty()));
    kind.unwrap_or(purl)
}

/// The ecosystem of trivy's kind of a file (`pkg/fanal/types/const.go`, `LangType`); `None` for one
/// of a registry that is not known here.
fn ecosystem(kind: &str) -> Option<Ecosystem> {
    Some(match kind {
        "cargo" | "rustbinary" => Ecosystem::Cargo,
        "gomod" | "gobinary" => Ecosystem::Go,
        "bun" | "javascript" | "node-pkg" | "npm" | "pnpm" | "yarn" => Ecosystem::Npm,
        "pip" | "pipenv" | "poetry" | "pylock" | "python-pkg" | "uv" => Ecosystem::Pypi,
        _ => return None,
    })
}

/// The highest score of the newest version of CVSS that anybody gave.
pub(super) fn score(cvss: &[(Text<'_>, Scores<'_>)]) -> Result<Option<u16>, Flaw> {
    let mut best: [Option<u16>; 3] = [None; 3];
    for (_, scores) in cvss {
        let written = [scores.v40, scores.v3, scores.v2];
        for (best, score) in best.iter_mut().zip(written) {
            // What nobody has scored has 0.
            if let Some(score) = score.filter(|score| *score != 0.0) {
                *best = (*best).max(Some(kept::tenths(score)?));
            }
        }
    }
    Ok(best.into_iter().flatten().next())
}

/// Everything that anybody gave, each vector with its score.
pub(super) fn ratings(cvss: &[(Text<'_>, Scores<'_>)]) -> Result<Vec<ScanRating>, Flaw> {
    let mut ratings = Vec::new();
    for (_, scores) in cvss {
        for (vector, score) in [
            (&scores.v40_vector, scores.v40),
            (&scores.v3_vector, scores.v3),
            (&scores.v2_vector, scores.v2),
        ] {
            let vector = vector.as_deref().filter(|vector| !vector.is_empty());
            let score = score.filter(|score| vector.is_some() || *score != 0.0);
            if vector.is_some() || score.is_some() {
                ratings.push(ScanRating {
                    vector: vector.map(kept::line),
                    score: score.map(kept::tenths).transpose()?,
                });
            }
        }
    }
    Ok(ratings)
}

/// The versions of `3.1.0, 2.6.9`.
pub(super) fn fixed(versions: Option<&str>) -> Vec<String> {
    let versions = versions.unwrap_or_default().split(',').map(str::trim);
    let versions = versions.filter(|version| !version.is_empty());
    versions.map(kept::line).collect()
}
