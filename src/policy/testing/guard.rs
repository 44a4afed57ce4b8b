//! Refuses tests of what cannot happen.
//!
//! Three functions are put into the policies that tests run with, and only into those:
//!
//! - `relcheck.replaced` stands around every value that a test puts into `input` or the parameters:
//!   it has to be one that a collector yields, or that the configuration could set;
//! - `relcheck.judged` stands in every set that a rule yields, so it sees the input that the rule
//!   sees, whichever way that came about: it is whole, and holds each fact that the rule needs;
//! - `relcheck.is_case` runs one case of a parametrised test at a time.
//!
//! What they refuse they also keep, so that a test fails even if the engine went on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;
use regorus::{Engine, Value};
use serde_json::Value as Json;

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::parameters::{Parameter, ParameterValue, Parameters};
use super::super::reference::{Reference, RuleReferences};
use super::super::set::PolicySet;
use super::InputCheck;
use super::rewrite::{Insertion, end_of};
use super::table::IS_CASE;
use crate::nearest::suggestion;

const REPLACED: &str = "relcheck.replaced";
pub(super) const JUDGED: &str = "relcheck.judged";

/// How many values are remembered to be in order.
const MAX_ACCEPTED: usize = 100;

/// A `with` of a test.
pub(super) struct Site {
    /// Its place, without a message.
    place: LoadError,
    /// What it replaces: `input.facts.worktree`.
    target: Vec<String>,
}

/// What the functions know; one for all engines of a run.
#[derive(Clone)]
pub(super) struct Guard(Arc<Shared>);

struct Shared {
    check: InputCheck,
    needs: BTreeMap<String, Vec<String>>,
    parameters: Parameters,
    sites: Vec<Site>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The names of the case that is run; none to run them all.
    chosen: Vec<Value>,
    refusals: Vec<LoadError>,
    /// What was found to be in order, by its place and its JSON.
    accepted: BTreeSet<(String, String)>,
}

/// What is put into the text of a test for its `with` modifiers; the sites are numbered as they are
/// added to `sites`. One that cannot be checked is an error.
pub(super) fn around_replacements(
    module: &ParsedModule,
    rules: &[RuleReferences],
    sites: &mut Vec<Site>,
    errors: &mut Vec<LoadError>,
) -> Vec<Insertion> {
    let mut insertions = Vec::new();
    for with in rules.iter().flat_map(|rule| &rule.replacements) {
        let place = module.error(with.line, with.column, "");
        match with.target.as_ref().map(target) {
            Some(Target::Other) => {}
            Some(Target::Checked(target)) => {
                insertions.extend(around(module, with.range, sites.len()).into_iter().flatten());
                sites.push(Site { place, target });
            }
            Some(Target::TooMuch) | None => errors.push(LoadError {
                message: "what this replaces cannot be checked: name `input`, a part of it, `data.relcheck.params`, or what is below".to_owned(),
                ..place
            }),
        }
    }
    insertions
}

enum Target {
    Checked(Vec<String>),
    TooMuch,
    /// A function, a library, something of the test's own.
    Other,
}

fn target(reference: &Reference) -> Target {
    let path: Vec<&str> = reference.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["data"] | ["data", "relcheck"] => Target::TooMuch,
        ["input", ..] | ["data", "relcheck", "params", ..] if reference.open => Target::TooMuch,
        ["input", ..] | ["data", "relcheck", "params", ..] => {
            Target::Checked(reference.path.clone())
        }
        _ => Target::Other,
    }
}

/// The engine takes an undefined value for no value at all and goes on, so it is passed as a list.
fn around(module: &ParsedModule, range: (u32, u32), site: usize) -> Option<[Insertion; 2]> {
    let text = &module.file.text;
    let (start, end) = (range.0, end_of(text, range.1));
    let between = text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
    let before = between.find("as")?;
    // Between a target and its `as` there is white space only, or a comment.
    let after = start.checked_add(u32::try_from(before + "as".len()).ok()?)?;
    Some([
        Insertion {
            at: after,
            text: format!(" {REPLACED}({site}, [relcheck_value | relcheck_value :="),
        },
        Insertion {
            at: end,
            text: "])".to_owned(),
        },
    ])
}

impl Guard {
    pub(super) fn new(set: &PolicySet, check: InputCheck, sites: Vec<Site>) -> Self {
        let needs = set
            .rules()
            .iter()
            .map(|rule| (rule.id.clone(), rule.needs.clone()));
        Guard(Arc::new(Shared {
            check,
            needs: needs.collect(),
            parameters: set.parameters.clone(),
            sites,
            state: Mutex::default(),
        }))
    }

    /// Makes the functions known to an engine.
    pub(super) fn add(&self, engine: &mut Engine) -> anyhow::Result<()> {
        type Function = fn(&Shared, &[Value]) -> Result<Value, LoadError>;
        let functions: [(&str, u8, Function); 3] = [
            (REPLACED, 2, Shared::replaced),
            (JUDGED, 3, Shared::judged),
            (IS_CASE, 1, Shared::is_case),
        ];
        for (name, arguments, run) in functions {
            let shared = Arc::clone(&self.0);
            let function = move |arguments: Vec<Value>| {
                run(&shared, &arguments).map_err(|refusal| {
                    let error = anyhow!("{}", refusal.message);
                    shared.with_state(|state| state.refusals.push(refusal));
                    error
                })
            };
            engine.add_extension(name.to_owned(), arguments, Box::new(function))?;
        }
        Ok(())
    }

    /// Runs the case of these names from now on; with none, all cases.
    pub(super) fn choose(&self, names: &[Value]) {
        self.0.with_state(|state| state.chosen = names.to_vec());
    }

    /// The first thing that was refused since this was asked last.
    pub(super) fn refusal(&self) -> Option<LoadError> {
        let refusals = self
            .0
            .with_state(|state| std::mem::take(&mut state.refusals));
        refusals.into_iter().next()
    }
}

impl Shared {
    fn with_state<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_case(&self, arguments: &[Value]) -> Result<Value, LoadError> {
        let names = arguments.first().and_then(|names| names.as_array().ok());
        let names = names.map(|names| names.to_vec()).unwrap_or_default();
        let chosen = self.with_state(|state| state.chosen.clone());
        let agree = chosen.iter().zip(&names).all(|(one, other)| one == other);
        Ok(Value::from(agree))
    }

    fn replaced(&self, arguments: &[Value]) -> Result<Value, LoadError> {
        let site = arguments
            .first()
            .and_then(|index| index.as_u64().ok())
            .and_then(|index| self.sites.get(usize::try_from(index).ok()?));
        let Some(site) = site else {
            return Err(LoadError::of_file("", "there is no such `with`"));
        };
        let refused = |message: String| LoadError {
            message,
            ..site.place.clone()
        };
        let value = only(arguments.get(1)).ok_or_else(|| {
            refused(format!(
                "what `{}` is replaced by has no value, or several",
                site.target.join(".")
            ))
        })?;
        self.check(&site.target, value).map_err(refused)?;
        Ok(value.clone())
    }

    fn judged(&self, arguments: &[Value]) -> Result<Value, LoadError> {
        let refused = |message: String| LoadError::of_file("", message);
        let id = match arguments.first() {
            Some(Value::String(id)) => id.as_ref(),
            _ => "",
        };
        let input = only(arguments.get(1)).ok_or_else(|| {
            refused(format!(
                "`{id}` is judged without an input: write `with input as …`"
            ))
        })?;
        self.check(&["input".to_owned()], input).map_err(refused)?;
        let mut needs = self.needs.get(id).into_iter().flatten();
        let facts = &input["facts"];
        if let Some(fact) = needs.find(|need| facts[need.as_str()] == Value::Undefined) {
            return Err(refused(format!(
                "`{id}` needs the fact `{fact}`, and this input has none: the rule would be unknown before it is judged"
            )));
        }
        if self.parameters.of(id).is_some() {
            let given = only(arguments.get(2)).cloned();
            let given = given.unwrap_or_else(Value::new_object);
            let target = ["data", "relcheck", "params"]
                .into_iter()
                .chain(id.split('.'));
            let target: Vec<String> = target.map(str::to_owned).collect();
            self.check(&target, &given).map_err(refused)?;
        }
        Ok(Value::from(true))
    }

    /// Checks what stands at a place in `input` or the parameters, once for each value: most tests
    /// of a rule are given the same.
    fn check(&self, target: &[String], value: &Value) -> Result<(), String> {
        plain("", value)?;
        let text = value.to_json_str().map_err(|error| format!("{error:#}"))?;
        let key = (target.join("."), text);
        if self.with_state(|state| state.accepted.contains(&key)) {
            return Ok(());
        }
        let json = serde_json::from_str(&key.1).map_err(|error| error.to_string())?;
        let path: Vec<&str> = target.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["input", part @ ..] => (self.check)(part, &json)?,
            ["data", "relcheck", "params", part @ ..] => self.parameters(part, &json)?,
            _ => {}
        }
        self.with_state(|state| {
            if state.accepted.len() >= MAX_ACCEPTED {
                state.accepted.clear();
            }
            state.accepted.insert(key);
        });
        Ok(())
    }

    /// Checks what is put at a path below `data.relcheck.params`.
    fn parameters(&self, path: &[&str], value: &Json) -> Result<(), String> {
        let shown = || format!("data.relcheck.params.{}", path.join("."));
        match path {
            [] | [_] => {
                let object = value
                    .as_object()
                    .ok_or_else(|| format!("`{}` is no object", shown().trim_end_matches('.')))?;
                object.iter().try_for_each(|(name, value)| {
                    let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                    self.parameters(&path, value)
                })
            }
            [area, rule] => {
                let declared = self.declared(&format!("{area}.{rule}"))?;
                let object = value
                    .as_object()
                    .ok_or_else(|| format!("`{}` is no object", shown()))?;
                if let Some(lost) = declared.keys().find(|name| !object.contains_key(*name)) {
                    return Err(format!(
                        "`{}.{lost}` is missing: it is always there",
                        shown()
                    ));
                }
                object
                    .iter()
                    .try_for_each(|(name, value)| self.parameters(&[area, rule, name], value))
            }
            [area, rule, name] => {
                let declared = self.declared(&format!("{area}.{rule}"))?;
                let parameter = declared.get(*name).ok_or_else(|| {
                    let near = suggestion(name, declared.keys().map(String::as_str));
                    format!("there is no parameter `{}`{near}", shown())
                })?;
                let value = ParameterValue::from_json(value);
                value
                    .and_then(|value| parameter.accepts(&value))
                    .map_err(|problem| format!("`{}` {problem}", shown()))
            }
            _ => Err(format!("there is no parameter `{}`", shown())),
        }
    }

    fn declared(&self, id: &str) -> Result<&BTreeMap<String, Parameter>, String> {
        self.parameters.of(id).ok_or_else(|| {
            let near = suggestion(id, self.parameters.0.keys().map(String::as_str));
            format!("`data.relcheck.params.{id}`: no rule `{id}` has parameters{near}")
        })
    }
}

/// The one value in a list.
fn only(list: Option<&Value>) -> Option<&Value> {
    match list?.as_array().ok()?.as_slice() {
        [value] => Some(value),
        _ => None,
    }
}

/// Whether JSON can hold a value: it knows neither sets nor keys that are no texts.
fn plain(path: &str, value: &Value) -> Result<(), String> {
    let place = || match path.strip_prefix('.').unwrap_or(path) {
        "" => "the value".to_owned(),
        path => format!("`{path}`"),
    };
    match value {
        Value::Set(_) => Err(format!(
            "{} is a set, and no fact or parameter holds one: write a list",
            place()
        )),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| plain(&format!("{path}[{index}]"), item)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, field)| match key {
            Value::String(key) => plain(&format!("{path}.{key}"), field),
            _ => Err(format!("{} has the key {key}, which is no text", place())),
        }),
        _ => Ok(()),
    }
}
