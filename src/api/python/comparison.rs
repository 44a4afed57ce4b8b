//! Comparing two revisions.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::ancestors::Lineage;
use super::changes::{Found, Place, an, called};
use super::lookup::{Object, Target, View};
use super::project::{Entry, Project};
use super::surface::{Public, Surface};
use super::{functions, kinds};
use crate::facts::{ApiChange, ApiGap, ApiRevision};
use crate::formats::python_module::{Attribute, Exports, Kind};

/// What changed for users.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The packages and modules at the top, of both revisions, sorted.
    pub packages: Vec<String>,
    /// The changes, sorted by symbol, then by kind. Their kinds are those of [`super::KINDS`].
    pub changes: Vec<ApiChange>,
    /// What could not be compared, sorted by symbol.
    pub gaps: Vec<ApiGap>,
}

/// Compares the public interface of two revisions.
#[must_use]
pub fn compare(old: &Project, new: &Project) -> Comparison {
    let packages: BTreeSet<&str> = old.packages().chain(new.packages()).collect();
    let mut comparer = Comparer::new(old, new);
    comparer.run();
    let Found {
        mut changes,
        mut gaps,
    } = comparer.found;
    changes.sort_by(|one, other| {
        (&one.symbol, &one.kind, &one.message, one).cmp(&(
            &other.symbol,
            &other.kind,
            &other.message,
            other,
        ))
    });
    changes.dedup();
    gaps.sort_by(|one, other| (&one.symbol, one).cmp(&(&other.symbol, other)));
    gaps.dedup();
    Comparison {
        packages: packages.into_iter().map(str::to_owned).collect(),
        changes,
        gaps,
    }
}

/// One revision, with what was worked out of it.
pub(super) struct Side<'p> {
    pub view: View<'p>,
    pub lineage: Lineage<'p>,
    pub surface: Surface<'p>,
    /// The public names of each object that has any, the shortest first.
    pub paths: HashMap<usize, Vec<String>>,
    /// The public names that end in a name, the shortest first.
    pub by_last: HashMap<String, Vec<String>>,
}

impl<'p> Side<'p> {
    fn of(project: &'p Project) -> Self {
        let view = View::new(project);
        let surface = Surface::of(&view);
        let mut paths: HashMap<usize, Vec<String>> = HashMap::new();
        let mut by_last: HashMap<String, Vec<String>> = HashMap::new();
        for (path, public) in surface.shortest_first() {
            if let Target::Object(object) = &public.target {
                paths.entry(object.id()).or_default().push(path.clone());
                let last = path.rsplit('.').next().unwrap_or(path).to_owned();
                by_last.entry(last).or_default().push(path.clone());
            }
        }
        Side {
            view,
            lineage: Lineage::default(),
            surface,
            paths,
            by_last,
        }
    }
}

pub(super) struct Comparer<'p> {
    pub old: Side<'p>,
    pub new: Side<'p>,
    pub found: Found,
    /// The pairs that were compared already, under another name.
    seen: HashSet<(usize, usize)>,
}

impl Side<'_> {
    /// The shortest public name of an object; `None` if it has none.
    pub fn path_of(&self, id: usize) -> Option<&String> {
        self.paths.get(&id)?.first()
    }
}

impl<'p> Comparer<'p> {
    fn new(old: &'p Project, new: &'p Project) -> Self {
        Comparer {
            old: Side::of(old),
            new: Side::of(new),
            found: Found::default(),
            seen: HashSet::new(),
        }
    }

    fn run(&mut self) {
        self.modules();
        let names: Vec<(String, &'p Entry, Target<'p>)> = self
            .old
            .surface
            .shortest_first()
            .into_iter()
            .map(|(path, Public { entry, target })| (path.clone(), *entry, target.clone()))
            .collect();
        let mut gone = Vec::new();
        for (path, entry, target) in names {
            let module = self.module_of(&path, entry);
            if self.new.view.project.get(&module).is_none() {
                continue;
            }
            match self.new.view.path(&module, &path) {
                Some(now) => {
                    self.unexported(&path, &now);
                    self.pair(&path, &target, &now);
                }
                None => gone.push((path, entry, target)),
            }
        }
        let moved = self.removals(gone);
        self.additions(&moved);
    }

    /// The module whose public name this is: that of `entry`, unless it is private.
    fn module_of(&self, path: &str, entry: &Entry) -> String {
        if path
            .strip_prefix(entry.name.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
        {
            return entry.name.clone();
        }
        let mut module = path;
        while let Some((parent, _)) = module.rsplit_once('.') {
            module = parent;
            if self.old.view.project.get(module).is_some() {
                break;
            }
        }
        module.to_owned()
    }

    /// Compares what a name led to with what it leads to now.
    pub fn pair(&mut self, path: &str, old: &Target<'p>, new: &Target<'p>) {
        match (old, new) {
            (Target::Object(old), Target::Object(new)) => self.objects(path, old, new),
            (Target::Object(old), Target::Module(module)) => {
                let place = Place::of(module, None, ApiRevision::Head);
                let message = format!("is a module now, no {}", called(&old.member.kind));
                self.found.change(kinds::KIND_CHANGED, path, message, place);
            }
            (Target::Module(_), Target::Object(new)) => {
                let message = format!("is {} now, no module", an(&new.member.kind));
                self.found
                    .change(kinds::KIND_CHANGED, path, message, Place::head(new));
            }
            (Target::Object(_) | Target::Outside(_), Target::Made(entry, dynamic))
                if dynamic.warns =>
            {
                let place = Place::of(entry, Some(dynamic.line), ApiRevision::Head);
                let message =
                    "is made by `__getattr__` now, which warns that something is deprecated";
                self.found.change(kinds::DEPRECATED, path, message, place);
            }
            (Target::Outside(before), Target::Outside(after)) if before == after => {}
            (_, Target::Lost(reason)) => self.gap(path, reason),
            (Target::Lost(reason), _) => self.gap(path, &format!("before, it {reason}")),
            (Target::Made(..), _) | (_, Target::Made(..)) => {}
            (Target::Module(_), Target::Module(_)) => {}
            (_, Target::Outside(after)) => {
                self.gap(
                    path,
                    &format!("comes from `{after}` now, which is no part of the project"),
                );
            }
            (Target::Outside(before), _) => {
                self.gap(
                    path,
                    &format!("came from `{before}`, which is no part of the project"),
                );
            }
        }
    }

    fn gap(&mut self, path: &str, reason: &str) {
        let mut module = path;
        while let Some((parent, _)) = module.rsplit_once('.') {
            module = parent;
            if let Some(entry) = self.new.view.project.get(module) {
                self.found.gap(path, reason, entry, None);
                return;
            }
        }
    }

    fn objects(&mut self, path: &str, old: &Object<'p>, new: &Object<'p>) {
        // A public object is told of under its shortest name.
        let path = self
            .new
            .path_of(new.id())
            .map_or(path, String::as_str)
            .to_owned();
        if !self.is_new_pair(old.id(), new.id()) {
            return;
        }
        match (&old.member.kind, &new.member.kind) {
            (Kind::Function(before), Kind::Function(after)) => {
                functions::compare(&mut self.found, &path, (before, old), (after, new));
            }
            (Kind::Class(_), Kind::Class(_)) => self.classes(&path, old, new),
            (Kind::Attribute(before), Kind::Attribute(after)) => {
                self.attributes(&path, before, after, new);
            }
            (Kind::Import(_), _) | (_, Kind::Import(_)) => {}
            (before, after) => {
                let doubt = match (before, after) {
                    (Kind::Function(_), Kind::Class(_)) => Some("a class can be called, too"),
                    (_, Kind::Attribute(attribute)) if !attribute.property => {
                        Some("what an attribute holds may be called as well")
                    }
                    _ => None,
                };
                let place = Place::head(new).doubting(doubt.map(str::to_owned));
                let message = format!("is {} now, no {}", an(after), called(before));
                self.found
                    .change(kinds::KIND_CHANGED, &path, message, place);
            }
        }
    }

    fn attributes(&mut self, path: &str, old: &Attribute, new: &Attribute, place: &Object<'_>) {
        if new.read_only && !old.read_only {
            let message = "is a property now that cannot be set";
            self.found
                .change(kinds::READ_ONLY, path, message, Place::head(place));
        }
        if let (None, Some(line)) = (old.deprecated, new.deprecated) {
            let place = Place::head(place).at(line);
            self.found
                .change(kinds::DEPRECATED, path, "is deprecated", place);
        }
    }

    /// Whether two objects were not compared yet; they count as compared then.
    pub fn is_new_pair(&mut self, old: usize, new: usize) -> bool {
        self.seen.insert((old, new))
    }

    /// Whether two classes stand for each other in the two revisions.
    pub fn is_pair(&self, old: &Object<'_>, new: &Object<'_>) -> bool {
        self.seen.contains(&(old.id(), new.id()))
            || match (self.old.path_of(old.id()), self.new.path_of(new.id())) {
                (Some(before), Some(after)) => before == after,
                _ => false,
            }
    }

    /// Whether an object of the previous release had a public name.
    pub fn was_public(&self, object: &Object<'_>) -> bool {
        self.old.paths.contains_key(&object.id())
    }

    /// Whether an object of HEAD has a public name.
    pub fn is_public_now(&self, object: &Object<'_>) -> bool {
        self.new.paths.contains_key(&object.id())
    }

    /// The public name of a class of HEAD.
    pub fn head_path(&self, entry: &Entry, name: &str) -> Option<&String> {
        let mut parts = name.split('.');
        let first = parts.next()?;
        let mut member = entry.module()?.members.get(first)?;
        let mut path = self.new.path_of(std::ptr::from_ref(member).addr());
        for part in parts {
            let Kind::Class(class) = &member.kind else {
                return None;
            };
            member = class.members.get(part)?;
            path = self.new.path_of(std::ptr::from_ref(member).addr());
        }
        path
    }

    /// What is said of whole modules: they could not be read, list what is not understood, or make
    /// names at run time.
    fn modules(&mut self) {
        let (old, new) = (self.old.view.project, self.new.view.project);
        for entry in old.entries() {
            let counterpart = new.get(&entry.name);
            if counterpart.is_some_and(|new| new.same_as(entry)) {
                continue;
            }
            self.module_gaps(entry, "before, it ");
            if let Some(now) = counterpart {
                self.dynamic_gap(entry, now);
                self.star_gap(entry, now);
            }
        }
        for entry in new.entries() {
            if old.get(&entry.name).is_none_or(|old| !old.same_as(entry)) {
                self.module_gaps(entry, "");
            }
        }
    }

    fn module_gaps(&mut self, entry: &Entry, prefix: &str) {
        match entry.content.as_deref() {
            Some(Err(unreadable)) => {
                let reason = format!("{prefix}{}", unreadable.reason);
                self.found.gap(&entry.name, reason, entry, unreadable.line);
            }
            Some(Ok(module)) => {
                if let Exports::Unclear { line } = module.exports {
                    let reason = format!("{prefix}is made in a way that is not understood");
                    let symbol = format!("{}.__all__", entry.name);
                    self.found.gap(symbol, reason, entry, Some(line));
                }
            }
            None => {}
        }
    }

    fn dynamic_gap(&mut self, old: &Entry, new: &Entry) {
        let of = |entry: &'p Entry| entry.module().and_then(|module| module.dynamic.as_ref());
        let (old, new) = (
            self.old.view.project.get(&old.name),
            self.new.view.project.get(&new.name),
        );
        let (Some(old), Some(new)) = (old, new) else {
            return;
        };
        let Some(before) = of(old) else { return };
        if of(new).is_some_and(|after| after.text == before.text) {
            return;
        }
        let symbol = format!("{}.{}", new.name, before.how);
        let reason = "makes names at run time, and that code has changed";
        let line = of(new).map(|after| after.line);
        self.found.gap(symbol, reason, new, line);
    }

    /// A star from another project that is gone took names with it that nobody knows.
    fn star_gap(&mut self, old: &Entry, new: &Entry) {
        let (Some(before), Some(after)) = (old.module(), new.module()) else {
            return;
        };
        for star in &before.stars {
            let outside = View::absolute(old, &star.module)
                .is_some_and(|module| !self.old.view.project.owns(&module));
            if outside && !after.stars.iter().any(|kept| kept.module == star.module) {
                let symbol = format!("{}.*", new.name);
                let reason = format!("no longer has all names of `{}`", star.module);
                self.found.gap(symbol, reason, new, None);
            }
        }
    }
}
