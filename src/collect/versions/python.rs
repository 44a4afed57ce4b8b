//! Python's manifests: `pyproject.toml`, `setup.cfg`, `setup.py`.

use super::gather::Gather;
use super::resolve::{Speaker, resolve};
use super::{Declared, Manifest};
use crate::formats::version_source::VersionPlace;
use crate::formats::{pyproject, setup_cfg, setup_py};

const PYPROJECT: &str = "pyproject.toml";
const SETUP_CFG: &str = "setup.cfg";
const SETUP_PY: &str = "setup.py";

/// What one of the manifests says before anything is looked up.
#[derive(Default)]
struct Statement {
    path: &'static str,
    name: Option<String>,
    version: Option<VersionPlace>,
    source_folders: Vec<String>,
    /// Whether the file is there, but cannot be read.
    unreadable: bool,
}

/// Notes what the manifests at the project's root say. Empty if there is none.
pub(super) fn read(gather: &mut Gather<'_>) -> Vec<Manifest> {
    let statements = [
        read_pyproject(gather),
        read_setup_cfg(gather),
        read_setup_py(gather),
    ];
    let folders: Vec<String> = statements
        .iter()
        .flatten()
        .flat_map(|statement| statement.source_folders.clone())
        .collect();
    let mut manifests: Vec<Manifest> = Vec::new();
    let mut deferred: Option<&VersionPlace> = None;
    for statement in statements.iter().flatten() {
        let speaker = Speaker {
            path: statement.path,
            name: statement.name.as_deref(),
            source_folders: &folders,
        };
        let settled = manifests.iter().any(|manifest| manifest.version.is_some());
        // What `**` may hold cannot override what another manifest says: setuptools refuses it.
        let place = statement
            .version
            .as_ref()
            .filter(|place| !(settled && place.key == "**"));
        let version = match place {
            Some(place) => resolve(gather, &speaker, place),
            None => statement.unreadable.then_some(Declared::Unknown),
        };
        if version.is_none() && statement.path == PYPROJECT {
            deferred = place;
        }
        manifests.push(Manifest {
            name: statement.name.clone(),
            version,
        });
    }
    check_deferred(gather, deferred, &mut manifests);
    gather.source_folders = folders;
    manifests
}

/// A version that pyproject.toml leaves to setup.cfg or setup.py has to be there.
fn check_deferred(
    gather: &mut Gather<'_>,
    deferred: Option<&VersionPlace>,
    manifests: &mut Vec<Manifest>,
) {
    let to_setuptools =
        deferred.filter(|place| place.key == "project.dynamic" && !leads_to_cargo(place));
    let Some(place) = to_setuptools else { return };
    if manifests.iter().all(|manifest| manifest.version.is_none()) {
        let reason = "the version is dynamic, and neither setup.cfg nor setup.py says what it is";
        gather.undetermined(PYPROJECT, place.line, reason);
        manifests.push(Manifest {
            name: None,
            version: Some(Declared::Unknown),
        });
    }
}

fn leads_to_cargo(place: &VersionPlace) -> bool {
    use crate::formats::version_source::{Origin, VersionSource};
    matches!(
        &place.source,
        VersionSource::Dynamic {
            origin: Origin::Cargo(_),
            ..
        }
    )
}

fn read_pyproject(gather: &mut Gather<'_>) -> Option<Statement> {
    if !gather.has(PYPROJECT) {
        return None;
    }
    Some(match gather.parse(PYPROJECT, pyproject::read) {
        Some(read) => Statement {
            path: PYPROJECT,
            name: read.name,
            version: read.version,
            source_folders: read.source_folders,
            unreadable: false,
        },
        None => unreadable(PYPROJECT),
    })
}

fn read_setup_cfg(gather: &mut Gather<'_>) -> Option<Statement> {
    if !gather.has(SETUP_CFG) {
        return None;
    }
    Some(
        match gather.parse(SETUP_CFG, |text| Ok(setup_cfg::read(text))) {
            Some(read) => Statement {
                path: SETUP_CFG,
                name: read.name,
                version: read.version,
                source_folders: read.source_folders,
                unreadable: false,
            },
            None => unreadable(SETUP_CFG),
        },
    )
}

fn read_setup_py(gather: &mut Gather<'_>) -> Option<Statement> {
    if !gather.has(SETUP_PY) {
        return None;
    }
    Some(
        match gather.parse(SETUP_PY, |text| Ok(setup_py::read(text))) {
            Some(read) => Statement {
                path: SETUP_PY,
                name: read.name,
                version: read.version,
                source_folders: Vec::new(),
                unreadable: false,
            },
            None => unreadable(SETUP_PY),
        },
    )
}

fn unreadable(path: &'static str) -> Statement {
    Statement {
        path,
        unreadable: true,
        ..Statement::default()
    }
}
