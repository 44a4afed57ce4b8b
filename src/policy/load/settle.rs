//! What becomes of the problems: they refuse a rule of the project's own, or the whole set.

use std::collections::{BTreeMap, BTreeSet};

use super::{Loading, Rules, id_of};
use crate::policy::columns;
use crate::policy::conftest;
use crate::policy::engine;
use crate::policy::error::{LoadError, LoadErrors};
use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::parameters::Parameters;
use crate::policy::refused::{
    Meant, Own, Owners, Tolerance, Unread, attribute, id_of_path, meant, stand_in,
};
use crate::policy::source::PolicyFile;

/// How often the engine is asked what is left without what it refused before. Only where it finds
/// fault with what several rules share does it take more than one time.
const MAX_ROUNDS: usize = 16;

/// What is left of the rules once those that are refused are taken out.
pub(super) struct Settled {
    /// The rules that can be judged, and a stand-in for each that is refused.
    pub(super) rules: Rules,
    /// The files of Conftest packages that only rules need that are refused.
    pub(super) set_aside: Vec<PolicyFile>,
}

impl<'a> Loading<'a> {
    /// Notes one of the project's own files that does not parse. Its problem is its own, wherever
    /// the engine says that it is.
    pub(super) fn unreadable(&mut self, file: &'a PolicyFile, error: LoadError) {
        let error = LoadError {
            file: file.path.clone(),
            ..error
        };
        let (id, line) = match meant(file) {
            // What a library would define is missed by others.
            Meant::Library => return self.shared.push(error),
            Meant::Rule(id, line) => (id, line),
            Meant::Conftest(package, line) => {
                self.errors.push(error);
                let unread = conftest::Unread {
                    package,
                    file,
                    line,
                };
                return self.unread_conftest.push(unread);
            }
            Meant::Unclear => (String::new(), 0),
        };
        self.errors.push(error);
        self.unread.push(Unread { id, file, line });
    }

    /// Gives every file that does not parse the id under which it is reported.
    pub(super) fn name_unread(&mut self, modules: &[ParsedModule], builtin: &BTreeSet<String>) {
        let read = modules.iter().filter(|module| !module.builtin);
        let mut taken: BTreeMap<String, &str> = read
            .filter_map(|module| Some((id_of(module)?.to_owned(), module.file.path.as_str())))
            .collect();
        for unread in self.unread.iter().filter(|unread| !unread.id.is_empty()) {
            if let Some(first) = taken.get(&unread.id) {
                let message = format!(
                    "the package `policy.{}` is declared already, in {first}",
                    unread.id
                );
                let error = LoadError::new(&unread.file.path, unread.line, 1, message);
                self.shared.push(error);
            } else {
                taken.insert(unread.id.clone(), &unread.file.path);
            }
        }
        // A file may still be what stands in for a built-in rule.
        let builtin = builtin.difference(&self.sources.replaced);
        let mut taken: BTreeSet<String> = taken.into_keys().chain(builtin.cloned()).collect();
        for unread in &mut self.unread {
            if unread.id.is_empty() {
                unread.id = id_of_path(&unread.file.path, &taken);
                taken.insert(unread.id.clone());
            }
            self.broken.insert(unread.id.clone());
        }
    }

    /// Takes out the rules that are refused.
    ///
    /// # Errors
    /// Everything that is wrong, where something is that rules share.
    pub(super) fn settle(
        &mut self,
        modules: &[ParsedModule],
        (mut rules, mut files): Rules,
        parameters: &Parameters,
        tolerance: Tolerance,
    ) -> Result<Settled, LoadErrors> {
        let owners = match tolerance {
            Tolerance::Nothing => Owners::new(),
            Tolerance::OwnRules => self.all_owners(modules),
        };
        let (mut refused, mut shared) = attribute(std::mem::take(&mut self.errors), &owners);
        shared.append(&mut self.shared);
        if shared.is_empty() {
            shared = refuse_by_engine(modules, &owners, parameters, &mut refused);
        }
        if !shared.is_empty() {
            shared.extend(std::mem::take(&mut refused).into_values().flatten());
        }
        LoadErrors::check(shared)?;
        let set_aside = modules
            .iter()
            .filter(|module| module.role == Role::Conftest)
            .filter(|module| !is_accepted(module, &owners, &refused))
            .map(|module| &module.file)
            .chain(self.unread_conftest.iter().map(|unread| unread.file))
            .cloned()
            .collect();
        let owners: BTreeMap<&str, &Own> = owners
            .values()
            .flatten()
            .map(|own| (own.id.as_str(), own))
            .collect();
        for (id, problems) in refused {
            let Some(own) = owners.get(id.as_str()) else {
                continue;
            };
            rules.retain(|rule| rule.id != id);
            rules.push(stand_in(own, problems));
            files.insert(id, own.file.clone());
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Settled {
            rules: (rules, files),
            set_aside,
        })
    }

    /// The project's own files that hold a rule or were meant to, or are needed by some.
    fn all_owners(&self, modules: &[ParsedModule]) -> Owners {
        let read = modules.iter().filter(|module| !module.builtin);
        let read = read.filter_map(|module| Some((id_of(module)?, &module.file, module.line)));
        let unread = self.unread.iter();
        let unread = unread.map(|unread| (unread.id.as_str(), unread.file, unread.line));
        let mut owners: Owners = read
            .chain(unread)
            .map(|(id, file, line)| {
                let own = Own {
                    id: id.to_owned(),
                    file: file.clone(),
                    line,
                };
                (file.path.clone(), vec![own])
            })
            .collect();
        // A module that stands for a package is none of its user's files.
        owners.extend(self.conftest_owners.clone());
        owners
    }
}

/// The problems of the rules that are refused, by their ids.
type Refused = BTreeMap<String, Vec<LoadError>>;

/// Whether a module is nobody's own, or some rule needs it that is not refused.
fn is_accepted(module: &ParsedModule, owners: &Owners, refused: &Refused) -> bool {
    let owners = owners.get(&module.file.path);
    owners.is_none_or(|rules| rules.iter().any(|own| !refused.contains_key(&own.id)))
}

/// Adds the rules that the engine finds fault with; what remains is no rule's own.
fn refuse_by_engine(
    modules: &[ParsedModule],
    owners: &Owners,
    parameters: &Parameters,
    refused: &mut Refused,
) -> Vec<LoadError> {
    for _ in 0..MAX_ROUNDS {
        let accepted = modules.iter();
        let accepted = accepted.filter(|module| is_accepted(module, owners, refused));
        let problems = engine_problems(&accepted.collect::<Vec<_>>(), parameters);
        if problems.is_empty() {
            return problems;
        }
        let (more, shared) = attribute(problems, owners);
        refused.extend(more);
        if !shared.is_empty() {
            return shared;
        }
    }
    let message = format!(
        "the engine found fault with {MAX_ROUNDS} policies, one after the other; `relcheck policy check` names what is wrong"
    );
    vec![LoadError::of_file("", message)]
}

/// Has the engine analyse what was read in full: it knows of names that nothing defines. Where that
/// fails for all modules together, each rule is tried by itself, to know whose fault it is.
fn engine_problems(modules: &[&ParsedModule], parameters: &Parameters) -> Vec<LoadError> {
    let (rules, libraries): (Vec<&ParsedModule>, Vec<&ParsedModule>) =
        modules.iter().partition(|module| id_of(module).is_some());
    if rules.is_empty() {
        return Vec::new();
    }
    let base = || -> Result<regorus::Engine, LoadError> {
        let mut engine = engine::new(&parameters.document())
            .map_err(|error| LoadError::of_file("", format!("{error:#}")))?;
        for library in &libraries {
            engine::add(&mut engine, &library.file)?;
        }
        Ok(engine)
    };
    let base = match base() {
        Ok(base) => base,
        Err(error) => return vec![error],
    };
    let prepared = |rules: &[&ParsedModule]| -> Result<(), LoadError> {
        let mut engine = base.clone();
        for rule in rules {
            engine::add(&mut engine, &rule.file)?;
        }
        engine::prepare(&mut engine)
    };
    let mended = |error: LoadError| {
        let module = modules.iter().find(|module| module.file.path == error.file);
        match module {
            Some(module) => columns::mended(&module.file.text, error),
            None => error,
        }
    };
    let prepared = |rules: &[&ParsedModule]| prepared(rules).map_err(mended);
    let Err(together) = prepared(&rules) else {
        return Vec::new();
    };
    if let Err(error) = prepared(&[]) {
        return vec![error];
    }
    let alone: Vec<LoadError> = rules
        .iter()
        .filter_map(|rule| {
            let error = prepared(&[rule]).err()?;
            Some(LoadError {
                file: rule.file.path.clone(),
                ..error
            })
        })
        .collect();
    if alone.is_empty() {
        return vec![together];
    }
    alone
}
