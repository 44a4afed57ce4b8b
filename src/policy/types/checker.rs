//! The state of one check over all modules, and how problems are kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use regorus::unstable::{Expr, Ref};
use serde_json::Value;

use super::chain::At;
use super::definitions::{Definitions, Key};
use super::env::Env;
use super::guards::{Guarding, Names};
use super::kind::Type;
use super::{Found, schema};
use crate::policy::conftest;
use crate::policy::error::LoadError;
use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::parameters::Parameters;

/// How many expressions are looked at, those of functions once for each kind of arguments.
const MAX_WORK: usize = 4_000_000;

/// How many rules and functions may need each other in a row; the graph refuses longer chains.
pub(super) const MAX_CHAIN: usize = 64;

/// A place in one of the modules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) module: usize,
    pub(super) at: At,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    pub(super) place: Place,
    pub(super) message: String,
    /// Where the same is wrong inside of a function of another module, and why.
    pub(super) inside: Option<(Place, String)>,
}

/// What is known of a function for one list of argument types.
pub(super) struct Applied {
    pub(super) of: Type,
    pub(super) problems: Vec<Problem>,
}

/// A comparison in a function, which may never hold in one call and hold in another.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) message: String,
    /// Whether it can hold in some call.
    pub(super) met: bool,
}

pub(super) struct Checker<'a> {
    pub(super) definitions: Rc<Definitions<'a>>,
    pub(super) guarding: Guarding<'a>,
    pub(super) input: Type,
    /// The paths of collections that may be large.
    pub(super) large: BTreeSet<String>,
    /// The names of fields that hold a time in seconds.
    pub(super) seconds: BTreeSet<String>,
    pub(super) parameters: BTreeMap<String, BTreeMap<String, Type>>,
    /// The problems of what is being looked at now.
    pub(super) problems: Vec<Problem>,
    /// The problems of rules that are done.
    pub(super) reported: BTreeSet<Problem>,
    pub(super) rules: BTreeMap<Key, Type>,
    pub(super) functions: HashMap<(Key, Vec<Type>), Rc<Applied>>,
    /// The module that is being looked at now.
    pub(super) module: usize,
    pub(super) depth: usize,
    pub(super) work: usize,
    /// What functions compare, in their heads and bodies, where it was not equal in a call.
    pub(super) choices: BTreeMap<Place, Choice>,
    /// Whether a function is looked at for the arguments of one call.
    pub(super) is_applying: bool,
    /// Whether the condition that is being looked at can never hold.
    pub(super) is_dead: bool,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        modules: &'a [ParsedModule],
        input: &Value,
        parameters: &Parameters,
    ) -> Checker<'a> {
        let definitions = Rc::new(Definitions::of(modules.iter().collect()));
        let parameters = parameters.0.iter().map(|(rule, parameters)| {
            let types = parameters.iter().map(|(name, parameter)| {
                let of = schema::of_parameter(&parameter.default, &parameter.one_of);
                (name.clone(), of)
            });
            (rule.clone(), types.collect())
        });
        Checker {
            guarding: Guarding::new(Rc::clone(&definitions)),
            definitions,
            input: schema::of_schema(input),
            large: schema::large_collections(input),
            seconds: schema::fields_in_seconds(input),
            parameters: parameters.collect(),
            problems: Vec::new(),
            reported: BTreeSet::new(),
            rules: BTreeMap::new(),
            functions: HashMap::new(),
            module: 0,
            depth: 0,
            work: 0,
            choices: BTreeMap::new(),
            is_applying: false,
            is_dead: false,
        }
    }

    pub(super) fn check(mut self) -> Found {
        let definitions = Rc::clone(&self.definitions);
        for (key, definition) in definitions.all() {
            if let Some(arity) = definition.arity {
                let unknown = vec![Type::Open; arity];
                let applied = self.apply(&key, &unknown);
                self.reported.extend(applied.problems.iter().cloned());
            } else {
                self.rule(&key);
            }
        }
        self.unused_choices();
        let modules = 0..definitions.modules.len();
        let warnings = modules.flat_map(|module| self.loops(module)).collect();
        Found {
            errors: self.errors(),
            warnings,
        }
    }

    /// A definition that no call can reach is one that somebody counts on, most likely.
    fn unused_choices(&mut self) {
        for (place, choice) in std::mem::take(&mut self.choices) {
            // A library waits for calls that are still to be written.
            if self.is_judged_by(place.module) && !choice.met {
                self.reported.insert(Problem {
                    place,
                    message: choice.message,
                    inside: None,
                });
            }
        }
    }

    /// Whether something is judged by a module, or by others of its package.
    fn is_judged_by(&self, module: usize) -> bool {
        let Some(module) = self.definitions.modules.get(module) else {
            return false;
        };
        match module.role {
            Role::Rule(_) => true,
            Role::Conftest => {
                let mut defined = self.definitions.all();
                defined.any(|((package, name), _)| {
                    package == module.package && conftest::is_asked_for(&name)
                })
            }
            Role::Library(_) | Role::Test => false,
        }
    }

    fn errors(self) -> Vec<LoadError> {
        // What a function does wrong by itself is said there, not at each of its calls.
        let known: BTreeSet<(Place, String)> = self
            .reported
            .iter()
            .filter(|problem| problem.inside.is_none())
            .map(|problem| (problem.place.clone(), problem.message.clone()))
            .collect();
        let is_new = |problem: &&Problem| {
            let inside = problem.inside.as_ref();
            inside.is_none_or(|origin| !known.contains(origin))
        };
        let mut errors: Vec<LoadError> = self
            .reported
            .iter()
            .filter(is_new)
            .filter_map(|problem| {
                let module = self.definitions.modules.get(problem.place.module)?;
                let At { line, column } = problem.place.at;
                Some(module.error(line, column, problem.message.clone()))
            })
            .collect();
        if self.work > MAX_WORK {
            let message = format!(
                "the policies are too large to follow: more than {MAX_WORK} expressions, those of functions counted for each kind of arguments"
            );
            errors.push(LoadError::of_file("", message));
        }
        errors
    }

    pub(super) fn report(&mut self, at: At, message: impl Into<String>) {
        self.problems.push(Problem {
            place: Place {
                module: self.module,
                at,
            },
            message: message.into(),
            inside: None,
        });
    }

    pub(super) fn report_expr(&mut self, expr: &Ref<Expr>, message: impl Into<String>) {
        self.report(At::start(expr), message);
    }

    /// Notes a comparison in a function: in this call it can hold, or not.
    pub(super) fn choose(&mut self, at: At, met: bool, message: impl FnOnce() -> String) {
        let place = Place {
            module: self.module,
            at,
        };
        let choice = self.choices.entry(place).or_insert_with(|| Choice {
            message: message(),
            met,
        });
        choice.met |= met;
    }

    /// Whether there is work left to do; once there is not, nothing more is followed.
    pub(super) fn has_work_left(&mut self) -> bool {
        self.work += 1;
        self.work <= MAX_WORK
    }

    /// The other names that the variables of a place have for paths.
    pub(super) fn names(&self, env: &Env) -> Names {
        env.variables
            .iter()
            .map(|(name, variable)| {
                let path = variable.path.clone();
                (name.clone(), path.unwrap_or_else(|| format!("${name}")))
            })
            .collect()
    }
}
