//! What becomes of the problems: they refuse a rule of the project's own, or the whole set.

use std::collections::{BTreeMap, BTreeSet};

use super::{Loading, Rules, id_of};
use crate::policy::columns;
use crate::policy::engine;
use crate::policy::error::{LoadError, LoadErrors};
use crate::policy::module::ParsedModule;
use crate::policy::parameters::Parameters;
use crate::policy::refused::{
    Meant, Own, Tolerance, Unread, attribute, id_of_path, meant, stand_in,
};
use crate::policy::source::PolicyFile;

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

    /// The rules that can be judged, and a stand-in for each that is refused.
    pub(super) fn settle(
        &mut self,
        modules: &[ParsedModule],
        (mut rules, mut files): Rules,
        parameters: &Parameters,
        tolerance: Tolerance,
    ) -> Result<Rules, LoadErrors> {
        let own = match tolerance {
            Tolerance::Nothing => BTreeMap::new(),
            Tolerance::OwnRules => self.own_files(modules),
        };
        let (mut refused, mut shared) = attribute(std::mem::take(&mut self.errors), &own);
        shared.append(&mut self.shared);
        if shared.is_empty() {
            let accepted = |module: &&ParsedModule| !refused.contains_key(&module.file.path);
            let accepted: Vec<&ParsedModule> = modules.iter().filter(accepted).collect();
            let (more, others) = attribute(engine_problems(&accepted, parameters), &own);
            refused.extend(more);
            shared.extend(others);
        }
        if !shared.is_empty() {
            shared.extend(refused.into_values().flatten());
        } else {
            for (path, problems) in refused {
                let Some(own) = own.get(&path) else { continue };
                rules.retain(|rule| rule.id != own.id);
                rules.push(stand_in(own, problems));
                files.insert(own.id.clone(), own.file.clone());
            }
            rules.sort_by(|a, b| a.id.cmp(&b.id));
        }
        LoadErrors::check(shared)?;
        Ok((rules, files))
    }

    /// The project's own files that hold a rule or were meant to, by path.
    fn own_files(&self, modules: &[ParsedModule]) -> BTreeMap<String, Own> {
        let read = modules.iter().filter(|module| !module.builtin);
        let read = read.filter_map(|module| Some((id_of(module)?, &module.file, module.line)));
        let unread = self.unread.iter();
        let unread = unread.map(|unread| (unread.id.as_str(), unread.file, unread.line));
        read.chain(unread)
            .map(|(id, file, line)| {
                let own = Own {
                    id: id.to_owned(),
                    file: file.clone(),
                    line,
                };
                (file.path.clone(), own)
            })
            .collect()
    }
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
