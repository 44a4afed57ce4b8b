//! From sources to a set of policies, or to everything that is wrong with them.

mod content;
mod descriptions;
mod libraries;
mod rules;
mod settle;
mod thresholds;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::conftest;
use super::error::{LoadError, LoadErrors};
use super::identifier::{Role, package_of_path};
use super::manifest;
use super::metadata::Places;
use super::module::{self, ParsedModule};
use super::read_ahead::ReadAhead;
use super::refused::{Owners, Tolerance, Unread};
use super::rule::Rule;
use super::set::PolicySet;
use super::source::{PolicyFile, Sources};
use crate::nearest::suggestion;
use crate::release::Stage;
use libraries::is_taken_as_is;

/// The most policy files that a set may be made from.
const MAX_FILES: usize = 2_000;

/// How many tokens a project's own policies may have, all together: one takes half a kilobyte.
const MAX_TOKENS: u64 = 1_000_000;

/// The stack on which a project's own policies are read, in bytes. What they nest is bounded, but not
/// so narrowly that every platform's main thread holds it.
const STACK: usize = 256 << 20;

pub(super) fn load(
    sources: Sources,
    known_facts: &[&str],
    tolerance: Tolerance,
) -> Result<PolicySet, LoadErrors> {
    if sources.user.is_empty() {
        return read(sources, known_facts, tolerance);
    }
    let outcome = thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read(sources, known_facts, tolerance))
            .map(thread::ScopedJoinHandle::join)
    });
    match outcome {
        Ok(Ok(loaded)) => loaded,
        Ok(Err(_)) => Err(LoadErrors::one(
            "reading the policies crashed; this is a bug in relcheck",
        )),
        Err(error) => Err(LoadErrors::one(format!(
            "no thread to read the policies: {error}"
        ))),
    }
}

fn read(
    sources: Sources,
    known_facts: &[&str],
    tolerance: Tolerance,
) -> Result<PolicySet, LoadErrors> {
    let mut loading = Loading::new(&sources, known_facts);
    loading.check_paths();
    loading.check_unread_libraries();
    let modules = loading.modules();
    let modules = loading.join_conftest(modules);
    let builtin_ids = loading.builtin_ids(&modules);
    loading.name_unread(&modules, &builtin_ids);
    loading
        .errors
        .extend(manifest::check(&sources.manifest, &builtin_ids));
    loading.check_packages(&modules);
    let replaced = loading.replaced(&modules, &builtin_ids);
    let (mut rules, rule_files) = loading.rules(&modules, &replaced);
    conftest::point_at_policies(&mut rules, &modules);
    let (parameters, stages) = loading.thresholds(&rules, &replaced);
    loading.check_descriptions(&rules);
    loading.check_modules(&modules, &rules, &parameters);
    if rules.is_empty() && loading.errors.is_empty() && loading.shared.is_empty() {
        let message = "there are no policies, so nothing could be decided";
        loading.errors.push(LoadError::of_file("", message));
    }
    let (parameters, overridden) = loading.overridden(&rules, parameters);
    let settled = loading.settle(&modules, (rules, rule_files), &parameters, tolerance)?;
    let (rules, rule_files) = settled.rules;
    let mut weakenings = overridden;
    weakenings.extend(replaced.iter().map(|id| {
        let file = rule_files.get(id).map_or("", |file| file.path.as_str());
        format!("the rule `{id}` is replaced by `{file}`")
    }));
    weakenings.sort();
    let data_files = [&sources.data].into_iter().chain(&sources.user_data);
    Ok(PolicySet {
        rules,
        rule_files,
        libraries: libraries::unread(&sources)
            .chain(libraries::read(&modules, true))
            .cloned()
            .collect(),
        own_libraries: libraries::read(&modules, false)
            .filter(|file| !settled.set_aside.contains(file))
            .cloned()
            .collect(),
        set_aside: settled.set_aside,
        data_files: data_files
            .filter(|file| !file.path.is_empty())
            .cloned()
            .collect(),
        parameters,
        weakenings,
        stages,
        uncovered: loading.uncovered,
        warnings: loading.warnings,
        worker: None,
    })
}

struct Loading<'a> {
    sources: &'a Sources,
    facts: &'a [&'a str],
    /// Problems that belong to the file that they name.
    errors: Vec<LoadError>,
    /// Problems that are nobody's own, though they may name a file.
    shared: Vec<LoadError>,
    /// The project's own files that do not parse and hold no library.
    unread: Vec<Unread<'a>>,
    /// The files of a Conftest user's that do not parse.
    unread_conftest: Vec<conftest::Unread<'a>>,
    /// The rules that need each file of a Conftest user's.
    conftest_owners: Owners,
    /// The ids of the project's own rules that are there, but not in order.
    broken: BTreeSet<String>,
    uncovered: Vec<String>,
    /// What is worth a look and no mistake.
    warnings: Vec<LoadError>,
    /// Where the metadata of each rule says what, by its id.
    places: BTreeMap<String, Places>,
    ahead: ReadAhead,
}

type Rules = (Vec<Rule>, BTreeMap<String, PolicyFile>);
type Stages = BTreeMap<Stage, Vec<String>>;

impl<'a> Loading<'a> {
    fn new(sources: &'a Sources, facts: &'a [&'a str]) -> Self {
        Loading {
            sources,
            facts,
            errors: Vec::new(),
            shared: Vec::new(),
            unread: Vec::new(),
            unread_conftest: Vec::new(),
            conftest_owners: Owners::new(),
            broken: BTreeSet::new(),
            uncovered: Vec::new(),
            warnings: Vec::new(),
            places: BTreeMap::new(),
            ahead: ReadAhead::new(if sources.check_builtin {
                ""
            } else {
                sources.read_ahead
            }),
        }
    }

    fn check_paths(&mut self) {
        let all = || self.sources.builtin.iter().chain(&self.sources.user);
        if all().count() > MAX_FILES {
            let message = format!("there are more than {MAX_FILES} policy files");
            self.errors.push(LoadError::of_file("", message));
        }
        let mut seen = BTreeSet::new();
        for file in all() {
            if !seen.insert(&file.path) {
                let message = "is given twice: no two policy files can have one path";
                self.shared.push(LoadError::of_file(&file.path, message));
            }
        }
        for file in &self.sources.builtin {
            if package_of_path(&file.path).is_none() {
                let message = "is in no place where a built-in policy is looked for";
                self.errors.push(LoadError::of_file(&file.path, message));
            }
        }
    }

    fn check_unread_libraries(&mut self) {
        let sources = self.sources;
        for file in libraries::unread(sources) {
            if let Some(package) = package_of_path(&file.path) {
                self.check_package_line(file, &package);
            }
        }
    }

    /// Every file that is read in full: the project's own ones, the built-in libraries that those
    /// may refer to, and all that is built in where it is to be checked.
    fn modules(&mut self) -> Vec<ParsedModule> {
        let mut modules = Vec::new();
        let full = |file: &&PolicyFile| !is_taken_as_is(self.sources, file);
        let builtin: Vec<_> = self.sources.builtin.iter().filter(full).collect();
        let files = builtin
            .into_iter()
            .map(|file| (file, true))
            .chain(self.sources.user.iter().map(|file| (file, false)));
        let mut tokens = 0;
        for (file, builtin) in files.filter(|(file, _)| !file.is_test()) {
            match module::parse(file, builtin) {
                Ok(module) if !builtin && tokens + module.tokens > MAX_TOKENS => {
                    let message = format!(
                        "the project's policies up to here have more than {MAX_TOKENS} words and signs"
                    );
                    self.shared.push(LoadError::of_file(&file.path, message));
                    break;
                }
                Ok(module) => {
                    tokens += if builtin { 0 } else { module.tokens };
                    modules.push(module);
                }
                Err(error) if builtin => self.errors.push(error),
                Err(error) => self.unreadable(file, error),
            }
        }
        modules
    }

    /// Adds a rule for each package of a Conftest user's.
    fn join_conftest(&mut self, modules: Vec<ParsedModule>) -> Vec<ParsedModule> {
        let joined = conftest::join(
            modules,
            &self.sources.user,
            self.facts,
            &self.unread_conftest,
        );
        self.errors.extend(joined.errors);
        let ids = joined.owners.values().flatten().map(|own| own.id.clone());
        self.broken.extend(ids);
        self.conftest_owners = joined.owners;
        joined.modules
    }

    /// The built-in rules that are not read in full, by id.
    fn embedded(&self) -> Vec<(String, &'a PolicyFile)> {
        let files = self.sources.builtin.iter();
        files
            .filter(|file| !file.is_test() && is_taken_as_is(self.sources, file))
            .filter_map(|file| {
                let package = package_of_path(&file.path)?;
                Some((package.strip_prefix("relcheck.policy.")?.to_owned(), file))
            })
            .collect()
    }

    /// What is not read in full has at least the package that its path promises.
    fn check_package_line(&mut self, file: &PolicyFile, package: &str) {
        let line = format!("package {package}");
        if !file.text.lines().any(|other| other.trim_end() == line) {
            let message = format!("holds no line `{line}`");
            self.errors.push(LoadError::of_file(&file.path, message));
        }
    }

    fn builtin_ids(&self, modules: &[ParsedModule]) -> BTreeSet<String> {
        let parsed = modules
            .iter()
            .filter(|module| module.builtin)
            .filter_map(id_of);
        let embedded = self.embedded().into_iter().map(|(id, _)| id);
        parsed.map(str::to_owned).chain(embedded).collect()
    }

    fn check_packages(&mut self, modules: &[ParsedModule]) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        // A package of Conftest's may have several files.
        for module in modules
            .iter()
            .filter(|module| module.role != Role::Conftest)
        {
            if let Some(first) = seen.insert(&module.package, &module.file.path) {
                let message = format!(
                    "the package `{}` is declared already, in {first}",
                    module.package
                );
                self.shared
                    .push(LoadError::new(&module.file.path, module.line, 1, message));
                seen.insert(&module.package, first);
            }
        }
    }

    /// The built-in rules that the project's own stand in for.
    fn replaced(
        &mut self,
        modules: &[ParsedModule],
        builtin: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        let read = modules.iter().filter(|module| !module.builtin);
        let read = read.filter_map(|module| Some((id_of(module)?, &module.file, module.line)));
        let unread = self.unread.iter();
        let unread = unread.map(|unread| (unread.id.as_str(), unread.file, unread.line));
        let own: Vec<(&str, &PolicyFile, u64)> = read.chain(unread).collect();
        let mut errors = Vec::new();
        for (id, file, line) in &own {
            if builtin.contains(*id) && !self.sources.replaced.contains(*id) {
                let message = format!(
                    "`{id}` is a built-in rule; to replace it, the configuration has to name it as replaced"
                );
                errors.push(LoadError::new(&file.path, *line, 1, message));
            }
        }
        for id in &self.sources.replaced {
            let message = if !builtin.contains(id) {
                let near = suggestion(id, builtin.iter().map(String::as_str));
                format!(
                    "the configuration replaces `{id}`, but there is no such built-in rule{near}"
                )
            } else if !own.iter().any(|(other, _, _)| other == id) {
                format!(
                    "the configuration replaces `{id}`, but no policy of the project is `policy.{id}`"
                )
            } else {
                continue;
            };
            errors.push(LoadError::of_file("", message));
        }
        self.shared.append(&mut errors);
        self.sources
            .replaced
            .iter()
            .filter(|id| builtin.contains(*id))
            .cloned()
            .collect()
    }
}

/// The id of the rule that a module holds; `None` if it holds none.
fn id_of(module: &ParsedModule) -> Option<&str> {
    match &module.role {
        Role::Rule(id) => Some(id),
        Role::Library(_) | Role::Test | Role::Conftest => None,
    }
}
