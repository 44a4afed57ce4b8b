//! What members of a workspace of Cargo ask for by a name that the workspace explains:
//! <https://doc.rust-lang.org/cargo/reference/workspaces.html#the-dependencies-table>.

use std::collections::HashMap;

use super::files::{folder_of, joined};
use super::manifests::Manifest;
use crate::formats::lock::asked::Lent;

/// What a workspace lends, by the name that its members write.
type Lends = HashMap<String, Lent>;

/// Has manifests ask for what their workspace says of a name. Without that workspace it is not known what
/// they ask for.
pub(super) fn inherit(manifests: &mut [Manifest]) {
    let roots: HashMap<String, Lends> = manifests.iter().filter_map(lends).collect();
    if roots.is_empty() {
        return;
    }
    for manifest in manifests {
        let Some(lends) = root_of(manifest, &roots) else {
            continue;
        };
        let Ok(read) = &mut manifest.read else {
            continue;
        };
        read.asked.retain_mut(|asked| {
            let lent = lends.get(&asked.name).filter(|_| asked.is_inherited);
            let Some(lent) = lent else { return true };
            // In a folder beside lies what is the project's own.
            let Some((name, requirement)) = &lent.package else {
                return false;
            };
            asked.name.clone_from(name);
            asked.requirement.clone_from(requirement);
            asked.is_conditional = false;
            true
        });
    }
}

fn lends(manifest: &Manifest) -> Option<(String, Lends)> {
    let lends = manifest.read.as_ref().ok()?.lends.as_ref()?;
    let by_name = lends.iter().map(|it| (it.alias.clone(), it.clone()));
    Some((folder_of(&manifest.path).to_owned(), by_name.collect()))
}

/// What the workspace of a manifest lends: of the folder that it names, else of the nearest one around it.
fn root_of<'r>(manifest: &Manifest, roots: &'r HashMap<String, Lends>) -> Option<&'r Lends> {
    let folder = folder_of(&manifest.path);
    let read = manifest.read.as_ref().ok()?;
    if let Some(named) = &read.workspace {
        return roots.get(&joined(folder, named)?);
    }
    let mut around = folder;
    loop {
        if let Some(lends) = roots.get(around) {
            return Some(lends);
        }
        if around.is_empty() {
            return None;
        }
        around = around.rsplit_once('/').map_or("", |(it, _)| it);
    }
}
