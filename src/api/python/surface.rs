//! The public names of a revision, and what they lead to.

use std::collections::{BTreeMap, BTreeSet};

use super::lookup::{Target, View};
use super::project::Entry;
use crate::formats::python_module::{Import, Kind};

/// Names that Python gives every module, or that only say how it is to be read.
const NO_INTERFACE: &[&str] = &[
    "__all__",
    "__builtins__",
    "__dir__",
    "__doc__",
    "__file__",
    "__getattr__",
    "__name__",
    "__package__",
    "__path__",
    "__slots__",
    "__spec__",
];

/// The public names of one revision.
pub(super) struct Surface<'p> {
    /// The public modules, by name.
    pub modules: BTreeMap<&'p str, &'p Entry>,
    /// What is public in them, by dotted name.
    pub names: BTreeMap<String, Public<'p>>,
}

/// A public name.
pub(super) struct Public<'p> {
    /// The module that has it.
    pub entry: &'p Entry,
    pub target: Target<'p>,
}

impl<'p> Surface<'p> {
    pub fn of(view: &View<'p>) -> Self {
        let mut surface = Surface {
            modules: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for entry in view.project.entries() {
            if !is_public_module(entry) {
                continue;
            }
            surface.modules.insert(&entry.name, entry);
            for name in public_names(view, entry) {
                let Some(target) = view.find(entry, &name) else {
                    continue;
                };
                // A module is public by its own name.
                if matches!(&target, Target::Module(module) if view.project.get(&format!("{}.{name}", entry.name)).is_some_and(|own| std::ptr::eq(own, *module)))
                {
                    continue;
                }
                surface.add(view, entry, name, target);
            }
        }
        surface
    }

    fn add(&mut self, view: &View<'p>, entry: &'p Entry, name: String, target: Target<'p>) {
        let path = format!("{}.{name}", entry.name);
        if let Target::Module(module) = &target
            && !is_public_module(module)
        {
            // A private module under a public name shows what is in it.
            for inner in public_names(view, module) {
                if let Some(target) = view.find(module, &inner) {
                    let path = format!("{path}.{inner}");
                    self.names.insert(path, Public { entry, target });
                }
            }
        }
        self.names.insert(path, Public { entry, target });
    }

    /// The dotted names, the shortest first.
    pub fn shortest_first(&self) -> Vec<(&String, &Public<'p>)> {
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by_key(|(name, _)| (name.bytes().filter(|byte| *byte == b'.').count(), *name));
        names
    }
}

fn is_public_module(entry: &Entry) -> bool {
    !entry.name.split('.').any(|part| part.starts_with('_'))
}

/// Whether a member of a class is public.
pub(super) fn is_public_member(name: &str) -> bool {
    !name.starts_with('_') || is_special(name) && !NO_INTERFACE.contains(&name)
}

fn is_special(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

fn public_names<'p>(view: &View<'p>, entry: &'p Entry) -> BTreeSet<String> {
    if let Some(listed) = view.exported(entry) {
        return listed;
    }
    let Some(module) = entry.module() else {
        return BTreeSet::new();
    };
    let mut names = BTreeSet::new();
    for (name, member) in &module.members {
        let counts = is_public_member(name)
            && match &member.kind {
                Kind::Import(import) => !member.typing_only && is_reexport(view, entry, import),
                _ => true,
            };
        if counts {
            names.insert(name.clone());
        }
    }
    for star in &module.stars {
        let from = View::absolute(entry, &star.module);
        let Some(from) = from.and_then(|from| view.project.get(&from)) else {
            continue;
        };
        let listed = view.exported(from).is_some();
        for name in view.star_names(from).iter() {
            // Without `__all__`, a star brings what the module itself imports, too.
            let is_own = listed
                || !matches!(
                    view.find(from, name),
                    Some(Target::Outside(_) | Target::Module(_))
                );
            if is_own {
                names.insert(name.clone());
            }
        }
    }
    if let Some(dynamic) = &module.dynamic {
        let made = dynamic.names.iter().filter(|name| is_public_member(name));
        names.extend(made.cloned());
    }
    names
}

/// Whether an import makes a name public: one `as` itself, or one of the project's own things in a
/// package's `__init__.py`.
fn is_reexport(view: &View<'_>, entry: &Entry, import: &Import) -> bool {
    match import {
        Import::Module { redundant, .. } => *redundant,
        Import::From {
            module, redundant, ..
        } => {
            *redundant
                || entry.package
                    && View::absolute(entry, module)
                        .is_some_and(|module| view.project.owns(&module))
        }
    }
}
