//! New public names.

use std::collections::{BTreeSet, HashSet};

use super::changes::{Place, called};
use super::comparison::Comparer;
use super::kinds;
use super::lookup::Target;
use super::project::Entry;
use crate::facts::ApiRevision;

impl<'p> Comparer<'p> {
    /// Tells of new modules and names, each object once; `moved` are those that are told of already.
    pub(super) fn additions(&mut self, moved: &BTreeSet<String>) {
        let modules: Vec<&'p Entry> = self.new.surface.modules.values().copied().collect();
        for entry in modules {
            let name = entry.name.as_str();
            let parent = name.rsplit_once('.').map(|(parent, _)| parent);
            let told = parent.is_some_and(|parent| self.old.view.project.get(parent).is_none());
            if !told && self.old.view.project.get(name).is_none() {
                let file = self.new.view.project.file_of(entry);
                let place = Place::of(file, Some(1), ApiRevision::Head);
                self.found
                    .change(kinds::ADDED, name, "is a new module", place);
            }
        }
        self.added_names(moved);
    }

    fn added_names(&mut self, moved: &BTreeSet<String>) {
        let mut told: HashSet<usize> = HashSet::new();
        let mut added = Vec::new();
        for (path, public) in self.new.surface.shortest_first() {
            let is_known = self.old.surface.names.contains_key(path) || moved.contains(path);
            let module = path
                .rsplit_once('.')
                .map_or(path.as_str(), |(module, _)| module);
            let in_new_module = self.old.view.project.get(module).is_none();
            let (what, place) = match &public.target {
                Target::Object(object) => {
                    if is_known {
                        told.insert(object.id());
                        continue;
                    }
                    if in_new_module || !told.insert(object.id()) {
                        continue;
                    }
                    (called(&object.member.kind), Place::head(object))
                }
                // What another project made is new here, too.
                Target::Outside(_) | Target::Made(..) if !is_known && !in_new_module => {
                    ("name", Place::of(public.entry, None, ApiRevision::Head))
                }
                _ => continue,
            };
            added.push((path.clone(), what, place));
        }
        for (path, what, place) in added {
            let module = path
                .rsplit_once('.')
                .map_or(path.as_str(), |(module, _)| module);
            let message = match self.old.view.path(module, &path) {
                Some(Target::Lost(_)) => continue,
                Some(_) => "is public now".to_owned(),
                None => format!("is a new {what}"),
            };
            self.found.change(kinds::ADDED, &path, message, place);
        }
    }
}
