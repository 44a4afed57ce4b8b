//! The versions in build files of other languages: Maven, Gradle, RubyGems, Mix, Pub, MSBuild, Meson,
//! CMake, Autoconf; and Composer's.

use super::gather::{Found, Gather};
use super::{Declared, Manifest};
use crate::facts::DeclarationRole;
use crate::formats::build_file::{BUILD_FILES, BuildFile};
use crate::formats::version_source::{VersionPlace, VersionSource};
use crate::formats::{citation, pom};

const POM: &str = "pom.xml";
const COMPOSER: &str = "composer.json";

/// The kind of file that a gemspec may take the version from.
const RUBY: &str = "version.rb";
const GEMSPEC: &str = "gemspec";

/// Notes the versions that the build files at the project's root declare.
pub(super) fn read(gather: &mut Gather<'_>) -> Vec<Manifest> {
    let mut manifests: Vec<Manifest> = read_pom(gather).into_iter().collect();
    manifests.extend(read_composer(gather));
    let has_gem = paths(gather, GEMSPEC).next().is_some();
    let ruby = has_gem.then(|| read_ruby(gather)).flatten();
    let has_ruby = ruby.is_some();
    manifests.extend(ruby);
    for kind in BUILD_FILES.iter().filter(|kind| kind.kind != RUBY) {
        let paths: Vec<String> = paths(gather, kind.kind).collect();
        for path in paths {
            let place = place(gather, kind, &path);
            // What a gemspec takes from a file of the library is known from there.
            let is_known = has_ruby && kind.kind == GEMSPEC;
            let place = place.filter(|it| !is_known || is_literal(it));
            manifests.extend(place.map(|place| note(gather, &path, kind.kind, &place, None)));
        }
    }
    manifests
}

fn read_pom(gather: &mut Gather<'_>) -> Option<Manifest> {
    if !gather.has(POM) {
        return None;
    }
    let Some(read) = gather.parse(POM, pom::read) else {
        return Some(Manifest {
            name: None,
            version: Some(Declared::Unknown),
        });
    };
    let place = read.version?;
    Some(note(gather, POM, POM, &place, read.name))
}

fn read_composer(gather: &mut Gather<'_>) -> Option<Manifest> {
    let places = gather.parse(COMPOSER, citation::read_json)?;
    let place = places.iter().find(|place| place.key == "version")?;
    Some(note(gather, COMPOSER, COMPOSER, place, None))
}

/// The library's own constant: the one that stands highest.
fn read_ruby(gather: &mut Gather<'_>) -> Option<Manifest> {
    let kind = BUILD_FILES.iter().find(|kind| kind.kind == RUBY)?;
    let mut paths: Vec<String> = paths(gather, RUBY).collect();
    paths.sort_by_key(|path| path.matches('/').count());
    paths.into_iter().find_map(|path| {
        let place = place(gather, kind, &path)?;
        Some(note(gather, &path, RUBY, &place, None))
    })
}

fn place(gather: &mut Gather<'_>, kind: &BuildFile, path: &str) -> Option<VersionPlace> {
    kind.read(&gather.read(path)?)
}

fn paths<'g>(gather: &Gather<'g>, kind: &'static str) -> impl Iterator<Item = String> + use<'g> {
    let kind = BUILD_FILES.iter().find(|it| it.kind == kind);
    let tracked = gather.tracked().iter();
    let those = tracked.filter(move |path| kind.is_some_and(|kind| kind.is_one(path)));
    those.cloned()
}

fn is_literal(place: &VersionPlace) -> bool {
    matches!(place.source, VersionSource::Literal(_))
}

fn note(
    gather: &mut Gather<'_>,
    path: &str,
    kind: &str,
    place: &VersionPlace,
    name: Option<String>,
) -> Manifest {
    let version = match &place.source {
        VersionSource::Literal(text) => {
            let found = Found {
                path,
                line: place.line,
                kind,
                key: &place.key,
                role: DeclarationRole::Project,
                package: name.as_deref(),
            };
            gather.declare(found, text);
            Declared::Text(text.clone())
        }
        VersionSource::Undetermined(reason) => {
            gather.undetermined(path, place.line, reason.as_str());
            Declared::Unknown
        }
        VersionSource::Dynamic { .. } => Declared::Unknown,
    };
    Manifest {
        name,
        version: Some(version),
    }
}
