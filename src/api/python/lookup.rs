//! What a name leads to, through imports, re-exports and stars.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::project::{Entry, Project};
use crate::formats::python_module::{Dynamic, Exports, Import, Kind, Member, Module};

/// The longest way from a name to what it stands for.
const MAX_STEPS: usize = 64;

/// What a name leads to.
#[derive(Debug, Clone)]
pub(super) enum Target<'p> {
    /// A module of the project.
    Module(&'p Entry),
    /// A function, class or attribute of the project.
    Object(Object<'p>),
    /// A name that its module makes at run time.
    Made(&'p Entry, &'p Dynamic),
    /// Something of another project, by its dotted name.
    Outside(String),
    /// It cannot be told; the reason, as a clause.
    Lost(String),
}

/// A function, class or attribute of the project, at the place where it is defined.
#[derive(Debug, Clone)]
pub(super) struct Object<'p> {
    pub entry: &'p Entry,
    /// The name in that module: `Class.method`.
    pub name: String,
    pub member: &'p Member,
}

impl<'p> Object<'p> {
    /// What tells it from all others of the same revision.
    pub fn id(&self) -> usize {
        std::ptr::from_ref(self.member).addr()
    }

    /// A member of this class.
    pub fn child(&self, name: &str, member: &'p Member) -> Object<'p> {
        Object {
            entry: self.entry,
            name: format!("{}.{name}", self.name),
            member,
        }
    }
}

/// A project with what has been looked up in it.
pub(super) struct View<'p> {
    pub project: &'p Project,
    stars: RefCell<HashMap<&'p str, Rc<BTreeSet<String>>>>,
}

/// The modules and names on the way so far.
type Trail<'p> = Vec<(&'p str, String)>;

impl<'p> View<'p> {
    pub fn new(project: &'p Project) -> Self {
        View {
            project,
            stars: RefCell::new(HashMap::new()),
        }
    }

    /// What a name of a module leads to; `None` if the module does not have it.
    pub fn find(&self, entry: &'p Entry, name: &str) -> Option<Target<'p>> {
        self.step(entry, name, &mut Vec::new())
    }

    /// What a dotted name that stands in a module leads to.
    pub fn dotted(&self, entry: &'p Entry, name: &str) -> Target<'p> {
        self.follow(entry, name, &mut Vec::new())
    }

    /// What a dotted name leads to that starts with a package of this project; `None` if it leads
    /// nowhere. `module` is the module that it was found in, where that is still there.
    pub fn path(&self, module: &str, name: &str) -> Option<Target<'p>> {
        let inside = name.strip_prefix(module)?.strip_prefix('.')?;
        let entry = self.project.get(module)?;
        match inside.split_once('.') {
            None => self.find(entry, inside),
            Some((first, rest)) => match self.find(entry, first)? {
                Target::Module(inner) => self.find(inner, rest),
                other => Some(other),
            },
        }
    }

    /// A module by its absolute name.
    pub fn module(&self, name: &str) -> Target<'p> {
        match self.project.get(name) {
            Some(entry) => Target::Module(entry),
            None if self.project.owns(name) => Target::Lost(format!(
                "comes from `{name}`, of which there is no Python source here"
            )),
            None => Target::Outside(name.to_owned()),
        }
    }

    /// A module's name as another module writes it, made absolute; `None` if it leads out of the top.
    pub fn absolute(entry: &Entry, written: &str) -> Option<String> {
        let rest = written.trim_start_matches('.');
        let dots = written.len() - rest.len();
        if dots == 0 {
            return Some(written.to_owned());
        }
        let mut base = entry.name.as_str();
        let up = if entry.package { dots - 1 } else { dots };
        for _ in 0..up {
            base = base.rsplit_once('.')?.0;
        }
        Some(match rest {
            "" => base.to_owned(),
            rest => format!("{base}.{rest}"),
        })
    }

    fn step(&self, entry: &'p Entry, name: &str, trail: &mut Trail<'p>) -> Option<Target<'p>> {
        let known = trail.iter().any(|(at, of)| *at == entry.name && of == name);
        if known || trail.len() >= MAX_STEPS {
            return Some(Target::Lost("leads back to itself".to_owned()));
        }
        trail.push((&entry.name, name.to_owned()));
        let found = self.own(entry, name, trail);
        trail.pop();
        found.or_else(|| {
            let submodule = format!("{}.{name}", entry.name);
            self.project.get(&submodule).map(Target::Module)
        })
    }

    fn own(&self, entry: &'p Entry, name: &str, trail: &mut Trail<'p>) -> Option<Target<'p>> {
        let Some(module) = entry.module() else {
            // A folder has nothing of its own; of a file that cannot be read nothing is known.
            return entry.content.as_ref().map(|_| {
                Target::Lost(format!(
                    "comes from `{}`, which could not be read",
                    entry.name
                ))
            });
        };
        let member = module.members.get(name);
        if let Some(star) = self.star_that_brings(entry, module, member, name) {
            return self.step(star, name, trail);
        }
        match member {
            Some(member) => Some(self.of_member(entry, name, member, trail)),
            None => {
                let dynamic = module.dynamic.as_ref();
                let dynamic = dynamic.filter(|dynamic| dynamic.names.iter().any(|n| n == name));
                dynamic.map(|dynamic| Target::Made(entry, dynamic))
            }
        }
    }

    /// The last `from x import *` below the name's own definition that brings it, too.
    fn star_that_brings(
        &self,
        entry: &'p Entry,
        module: &'p Module,
        member: Option<&Member>,
        name: &str,
    ) -> Option<&'p Entry> {
        let below = member.map_or(0, |member| member.line);
        module
            .stars
            .iter()
            .rev()
            .filter(|star| star.line > below)
            .find_map(|star| {
                let from = View::absolute(entry, &star.module)?;
                let from = self.project.get(&from)?;
                self.star_names(from).contains(name).then_some(from)
            })
    }

    fn of_member(
        &self,
        entry: &'p Entry,
        name: &str,
        member: &'p Member,
        trail: &mut Trail<'p>,
    ) -> Target<'p> {
        let object = || {
            Target::Object(Object {
                entry,
                name: name.to_owned(),
                member,
            })
        };
        match &member.kind {
            Kind::Import(Import::Module { module, .. }) => self.module(module),
            Kind::Import(Import::From {
                module,
                name: imported,
                ..
            }) => match View::absolute(entry, module) {
                None => Target::Lost(format!("comes from `{module}`, above the top package")),
                // `from . import x` in a package, where `x` is a module of it.
                Some(module) if module == entry.name => {
                    self.module(&format!("{module}.{imported}"))
                }
                Some(module) => self.of_import(&module, imported, trail),
            },
            Kind::Attribute(attribute) => {
                // `alias = function` is that function.
                let named = attribute
                    .value
                    .as_ref()
                    .and_then(|value| value.name.as_deref());
                let aliased = named.filter(|named| *named != name);
                match aliased.map(|named| self.follow(entry, named, trail)) {
                    Some(Target::Object(other))
                        if matches!(other.member.kind, Kind::Function(_) | Kind::Class(_)) =>
                    {
                        Target::Object(other)
                    }
                    _ => object(),
                }
            }
            Kind::Function(_) | Kind::Class(_) => object(),
        }
    }

    fn of_import(&self, module: &str, name: &str, trail: &mut Trail<'p>) -> Target<'p> {
        match self.module(module) {
            Target::Module(entry) => self.step(entry, name, trail).unwrap_or_else(|| {
                let how = entry.module().and_then(|module| module.dynamic.as_ref());
                Target::Lost(match how {
                    Some(how) => {
                        format!("comes from `{module}`, which makes names with {}", how.how)
                    }
                    None => format!("comes from `{module}`, which does not define `{name}`"),
                })
            }),
            Target::Outside(path) => Target::Outside(format!("{path}.{name}")),
            other => other,
        }
    }

    fn follow(&self, entry: &'p Entry, name: &str, trail: &mut Trail<'p>) -> Target<'p> {
        let mut parts = name.split('.');
        let first = parts.next().unwrap_or(name);
        // A name that a module does not have is one of Python's own.
        let mut target = self
            .step(entry, first, trail)
            .unwrap_or_else(|| Target::Outside(format!("builtins.{first}")));
        for part in parts {
            target = match target {
                Target::Module(entry) => self.step(entry, part, trail).unwrap_or_else(|| {
                    Target::Lost(format!(
                        "comes from `{}`, which does not define `{part}`",
                        entry.name
                    ))
                }),
                Target::Object(object) => match &object.member.kind {
                    Kind::Class(class) => class.members.get(part).map_or_else(
                        || Target::Lost(format!("is not defined in the class `{}`", object.name)),
                        |member| Target::Object(object.child(part, member)),
                    ),
                    _ => Target::Lost(format!("belongs to `{}`, which is no class", object.name)),
                },
                Target::Outside(path) => Target::Outside(format!("{path}.{part}")),
                lost => lost,
            };
        }
        target
    }

    /// The names that `from <module> import *` brings.
    pub fn star_names(&self, entry: &'p Entry) -> Rc<BTreeSet<String>> {
        if let Some(known) = self.stars.borrow().get(entry.name.as_str()) {
            return Rc::clone(known);
        }
        // While it is worked out, a cycle back to it brings nothing.
        self.stars
            .borrow_mut()
            .insert(&entry.name, Rc::new(BTreeSet::new()));
        let names = Rc::new(self.names_for_star(entry));
        self.stars
            .borrow_mut()
            .insert(&entry.name, Rc::clone(&names));
        names
    }

    fn names_for_star(&self, entry: &'p Entry) -> BTreeSet<String> {
        let Some(module) = entry.module() else {
            return BTreeSet::new();
        };
        if let Some(listed) = self.exported(entry) {
            return listed;
        }
        let mut names: BTreeSet<String> = module
            .members
            .iter()
            .filter(|(name, member)| !name.starts_with('_') && !member.typing_only)
            .map(|(name, _)| name.clone())
            .collect();
        for star in &module.stars {
            let from = View::absolute(entry, &star.module);
            if let Some(from) = from.and_then(|from| self.project.get(&from)) {
                let brought = self.star_names(from);
                names.extend(
                    brought
                        .iter()
                        .filter(|name| !name.starts_with('_'))
                        .cloned(),
                );
            }
        }
        names
    }

    /// What a module's `__all__` lists; `None` if it has none that is understood.
    pub fn exported(&self, entry: &'p Entry) -> Option<BTreeSet<String>> {
        self.exported_of(entry, &mut Vec::new())
    }

    fn exported_of(&self, entry: &'p Entry, seen: &mut Vec<&'p str>) -> Option<BTreeSet<String>> {
        use crate::formats::python_module::Export;

        let Exports::Listed(entries) = &entry.module()?.exports else {
            return None;
        };
        if seen.contains(&entry.name.as_str()) || seen.len() >= MAX_STEPS {
            return Some(BTreeSet::new());
        }
        seen.push(&entry.name);
        let mut names = BTreeSet::new();
        for export in entries {
            match export {
                Export::Name(name) => {
                    names.insert(name.clone());
                }
                Export::AllOf(module) => match self.dotted(entry, module) {
                    Target::Module(other) => names.extend(self.exported_of(other, seen)?),
                    _ => return None,
                },
            }
        }
        seen.pop();
        Some(names)
    }
}
