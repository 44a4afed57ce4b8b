//! Names that are gone: removed, moved, or no longer public.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Place, an, called};
use super::comparison::Comparer;
use super::kinds;
use super::lookup::{Object, Target};
use super::project::Entry;
use crate::facts::ApiRevision;
use crate::formats::python_module::Dynamic;

/// A public name of the previous release that leads nowhere now.
type Gone<'p> = (String, &'p Entry, Target<'p>);

impl<'p> Comparer<'p> {
    /// A name that is still there, but no longer public.
    pub(super) fn unexported(&mut self, path: &str, now: &Target<'p>) {
        if self.new.surface.names.contains_key(path) {
            return;
        }
        let place = match now {
            Target::Object(object) => Place::head(object),
            Target::Made(entry, dynamic) => Place::of(entry, Some(dynamic.line), ApiRevision::Head),
            // A module is public by its own name; what cannot be told is a gap.
            Target::Module(_) | Target::Lost(_) | Target::Outside(_) => return,
        };
        let place = place.doubting(Some("it can still be imported by its name".to_owned()));
        self.found
            .change(kinds::UNEXPORTED, path, "is no longer public", place);
    }

    /// Tells of modules and names that are gone. Returns the new names that moved objects have.
    pub(super) fn removals(&mut self, gone: Vec<Gone<'p>>) -> BTreeSet<String> {
        self.removed_modules();
        let mut by_object: BTreeMap<(usize, String), Vec<Gone<'p>>> = BTreeMap::new();
        let mut order = Vec::new();
        for (path, entry, target) in gone {
            let key = match &target {
                Target::Object(object) => (object.id(), String::new()),
                _ => (0, path.clone()),
            };
            let names = by_object.entry(key.clone()).or_default();
            if names.is_empty() {
                order.push(key);
            }
            names.push((path, entry, target));
        }
        let mut moved = BTreeSet::new();
        for key in order {
            let names = by_object.remove(&key).unwrap_or_default();
            if let Some((path, entry, target)) = names.first() {
                let others: Vec<&str> = names
                    .iter()
                    .skip(1)
                    .map(|(path, ..)| path.as_str())
                    .collect();
                self.removed(path, &others, entry, target, &mut moved);
            }
        }
        moved
    }

    fn removed_modules(&mut self) {
        let modules: Vec<&'p Entry> = self.old.surface.modules.values().copied().collect();
        for entry in modules {
            let name = entry.name.as_str();
            let parent = name.rsplit_once('.').map(|(parent, _)| parent);
            let told = parent.is_some_and(|parent| {
                self.old.view.project.get(parent).is_some()
                    && self.new.view.project.get(parent).is_none()
            });
            if told || self.new.view.project.get(name).is_some() {
                continue;
            }
            let now = parent.and_then(|parent| self.new.view.path(parent, name));
            match now {
                Some(Target::Lost(reason)) => {
                    let line = None;
                    self.found.gap(name, reason, entry, line);
                }
                Some(Target::Object(object)) => {
                    let message = format!("is {} now, no module", an(&object.member.kind));
                    let place = Place::head(&object);
                    self.found.change(kinds::KIND_CHANGED, name, message, place);
                }
                Some(_) => {}
                None => {
                    let doubt = parent.and_then(|parent| self.dynamic_doubt(parent));
                    let place = Place::of(entry, None, ApiRevision::Previous).doubting(doubt);
                    self.found
                        .change(kinds::REMOVED, name, "was removed", place);
                }
            }
        }
    }

    fn removed(
        &mut self,
        path: &str,
        others: &[&str],
        entry: &'p Entry,
        target: &Target<'p>,
        moved: &mut BTreeSet<String>,
    ) {
        let module = path.rsplit_once('.').map_or(path, |(module, _)| module);
        let doubt = self.dynamic_doubt(module);
        let place = match target {
            Target::Object(object) => Place::previous(object),
            Target::Made(entry, Dynamic { line, .. }) => {
                Place::of(entry, Some(*line), ApiRevision::Previous)
            }
            _ => Place::of(entry, None, ApiRevision::Previous),
        };
        let place = place.doubting(doubt);
        let also = match others {
            [] => String::new(),
            others => format!(", also as `{}`", others.join("`, `")),
        };
        if let Target::Object(object) = target {
            if let Some(kept) = self.kept_elsewhere(object, path) {
                let message = format!("is no longer there{also}; it is still `{kept}`");
                self.found.change(kinds::MOVED, path, message, place);
                return;
            }
            if let Some((new_path, now)) = self.moved_to(object) {
                let message = format!("was moved to `{new_path}`{also}");
                self.found.change(kinds::MOVED, path, message, place);
                moved.insert(new_path.clone());
                self.pair(&new_path, target, &Target::Object(now));
                return;
            }
        }
        self.found
            .change(kinds::REMOVED, path, format!("was removed{also}"), place);
    }

    /// Another public name of the previous release under which the object still is.
    fn kept_elsewhere(&self, object: &Object<'p>, path: &str) -> Option<String> {
        let mut names = self.old.paths.get(&object.id())?.iter();
        names
            .find(|name| *name != path && self.new.surface.names.contains_key(*name))
            .cloned()
    }

    /// The one new public name of an object of the same name and kind.
    fn moved_to(&self, object: &Object<'p>) -> Option<(String, Object<'p>)> {
        let mut candidates: Vec<(String, Object<'p>)> = Vec::new();
        for path in self.new.by_last.get(&object.name)? {
            let Some(Target::Object(now)) = self
                .new
                .surface
                .names
                .get(path)
                .map(|public| &public.target)
            else {
                continue;
            };
            let fits = now.name == object.name
                && called(&now.member.kind) == called(&object.member.kind)
                && called(&now.member.kind) != "attribute"
                && !self.old.surface.names.contains_key(path);
            if fits && !candidates.iter().any(|(_, known)| known.id() == now.id()) {
                candidates.push((path.clone(), now.clone()));
            }
        }
        match candidates.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// Why a name may be there all the same.
    fn dynamic_doubt(&self, module: &str) -> Option<String> {
        let entry = self.new.view.project.get(module)?;
        let dynamic = entry.module()?.dynamic.as_ref()?;
        Some(format!(
            "`{module}` makes names with `{}` at run time",
            dynamic.how
        ))
    }
}
