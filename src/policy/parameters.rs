//! `data.yaml`: the thresholds of the rules, and which rules a stage cannot do without.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_saphyr::{Location, Spanned};

use super::error::LoadError;
use super::identifier::is_name;
use super::source::PolicyFile;
use super::yaml;
use crate::nearest::suggestion;
use crate::release::Stage;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number; there are no others.
    Integer(i64),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl ParameterValue {
    /// # Errors
    /// What a parameter must be, if this is something else.
    pub(super) fn from_json(value: &serde_json::Value) -> Result<Self, String> {
        use serde_json::Value;
        let refused =
            || "must be a text, a whole number, `true` or `false`, or a list of texts".to_owned();
        match value {
            Value::Bool(value) => Ok(ParameterValue::Boolean(*value)),
            Value::Number(number) => number
                .as_i64()
                .map(ParameterValue::Integer)
                .ok_or_else(refused),
            Value::String(text) => Ok(ParameterValue::Text(text.clone())),
            Value::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts
                    .collect::<Option<_>>()
                    .map(ParameterValue::List)
                    .ok_or_else(refused)
            }
            Value::Null | Value::Object(_) => Err(refused()),
        }
    }

    /// What kind of value it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            ParameterValue::Boolean(_) => "`true` or `false`",
            ParameterValue::Integer(_) => "a whole number",
            ParameterValue::Text(_) => "a text",
            ParameterValue::List(_) => "a list of texts",
        }
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParameterValue::Boolean(value) => write!(f, "{value}"),
            ParameterValue::Integer(value) => write!(f, "{value}"),
            ParameterValue::Text(text) => write!(f, "{text}"),
            ParameterValue::List(items) => write!(f, "[{}]", items.join(", ")),
        }
    }
}

/// In which direction a change makes a rule no weaker.
///
/// `Up` is a larger number, `true`, a list with more in it, or a text further back in `one_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stricter {
    Up,
    Down,
}

/// One threshold of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// What it is for, in a sentence.
    pub about: String,
    /// The value unless the project's configuration changes it.
    pub default: ParameterValue,
    /// The value in this run.
    pub value: ParameterValue,
    /// The only texts or numbers that are allowed; empty if all are.
    pub one_of: Vec<ParameterValue>,
    #[serde(skip)]
    pub(super) stricter: Option<Stricter>,
}

impl Parameter {
    /// # Errors
    /// What is wrong with the value: its type, or that it is none of the allowed ones.
    pub(super) fn accepts(&self, value: &ParameterValue) -> Result<(), String> {
        if std::mem::discriminant(value) != std::mem::discriminant(&self.default) {
            return Err(format!("is {}, not {}", self.default.kind(), value.kind()));
        }
        let items: Vec<ParameterValue> = match value {
            ParameterValue::List(items) => {
                items.iter().cloned().map(ParameterValue::Text).collect()
            }
            other => vec![other.clone()],
        };
        let known: Vec<String> = self.one_of.iter().map(ToString::to_string).collect();
        match items
            .iter()
            .find(|item| !known.is_empty() && !self.one_of.contains(item))
        {
            None => Ok(()),
            Some(item) => {
                let text = item.to_string();
                let near = suggestion(&text, known.iter().map(String::as_str));
                Err(format!(
                    "cannot be `{text}`{near} (one of: {})",
                    known.join(", ")
                ))
            }
        }
    }
}

/// The parameters of all rules, by rule and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters(pub(super) BTreeMap<String, BTreeMap<String, Parameter>>);

impl Parameters {
    pub(super) fn of(&self, rule: &str) -> Option<&BTreeMap<String, Parameter>> {
        self.0.get(rule)
    }

    /// What policies see as `data`, in JSON: below `relcheck.params` by area, rule and name.
    pub(super) fn document(&self) -> String {
        let mut areas: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, &ParameterValue>>> =
            BTreeMap::new();
        for (id, parameters) in &self.0 {
            let (area, rule) = id.split_once('.').unwrap_or((id, ""));
            let values = parameters
                .iter()
                .map(|(name, parameter)| (name.as_str(), &parameter.value));
            areas
                .entry(area)
                .or_default()
                .insert(rule, values.collect());
        }
        let relcheck = BTreeMap::from([("params", areas)]);
        // Maps of texts and of parameters can always be written.
        serde_json::to_string(&BTreeMap::from([("relcheck", relcheck)])).unwrap_or_default()
    }
}

/// What one `data.yaml` says.
#[derive(Debug, Default)]
pub(super) struct DataFile {
    pub(super) parameters: Parameters,
    /// Where each rule's parameters stand, for messages.
    pub(super) places: BTreeMap<String, LoadError>,
    pub(super) stages: BTreeMap<Stage, Vec<Named>>,
    pub(super) uncovered: Vec<String>,
}

/// The id of a rule where it is written.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) id: String,
    /// An error at its place, still without a message.
    pub(super) place: LoadError,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    params: BTreeMap<Key, BTreeMap<Key, WrittenParameter>>,
    #[serde(default)]
    stages: BTreeMap<Key, Vec<Spanned<String>>>,
    #[serde(default)]
    uncovered: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParameter {
    about: Spanned<String>,
    value: Spanned<serde_json::Value>,
    #[serde(default)]
    one_of: Vec<Spanned<serde_json::Value>>,
    stricter: Option<Spanned<String>>,
}

/// The key of a mapping, and where it stands.
#[derive(Deserialize)]
#[serde(transparent)]
struct Key(Spanned<String>);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.value == other.0.value
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.value.cmp(&other.0.value)
    }
}

/// Reads one `data.yaml`; an empty text is one without parameters.
///
/// # Errors
/// Everything that is wrong with it, each at its line.
pub(super) fn read(file: &PolicyFile) -> Result<DataFile, Vec<LoadError>> {
    let nothing = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if file.text.lines().all(nothing) {
        return Ok(DataFile::default());
    }
    let written: Written = yaml::read(&file.text).map_err(|error| {
        let place = error.location().unwrap_or(Location::UNKNOWN);
        vec![at(file, place, yaml::message(&error))]
    })?;
    let mut reading = Reading {
        file,
        errors: Vec::new(),
        data: DataFile::default(),
    };
    for (id, parameters) in written.params {
        reading.rule(id.0, parameters);
    }
    for (stage, ids) in written.stages {
        reading.stage(&stage.0, ids);
    }
    reading.data.uncovered = written.uncovered;
    if reading.errors.is_empty() {
        Ok(reading.data)
    } else {
        Err(reading.errors)
    }
}

fn at(file: &PolicyFile, place: Location, message: impl Into<String>) -> LoadError {
    LoadError::new(&file.path, place.line(), place.column(), message)
}

struct Reading<'a> {
    file: &'a PolicyFile,
    errors: Vec<LoadError>,
    data: DataFile,
}

impl Reading<'_> {
    fn refuse(&mut self, place: Location, message: impl Into<String>) {
        self.errors.push(at(self.file, place, message));
    }

    fn rule(&mut self, id: Spanned<String>, written: BTreeMap<Key, WrittenParameter>) {
        let place = at(self.file, id.referenced, "");
        let mut parameters = BTreeMap::new();
        for (Key(name), parameter) in written {
            if !is_name(&name.value) {
                let message = format!(
                    "`{}` is no name for a parameter: use lower-case letters, digits and `_`",
                    name.value
                );
                self.refuse(name.referenced, message);
            } else if let Some(parameter) = self.parameter(parameter) {
                parameters.insert(name.value, parameter);
            }
        }
        self.data.places.insert(id.value.clone(), place);
        self.data.parameters.0.insert(id.value, parameters);
    }

    fn parameter(&mut self, written: WrittenParameter) -> Option<Parameter> {
        let place = written.value.referenced;
        let default = self.value(&written.value)?;
        let one_of: Option<Vec<_>> = written
            .one_of
            .iter()
            .map(|value| self.value(value))
            .collect();
        let about = written.about.value.trim().to_owned();
        if about.is_empty() {
            self.refuse(written.about.referenced, "`about` is empty");
        }
        let parameter = Parameter {
            about,
            value: default.clone(),
            default,
            one_of: one_of?,
            stricter: written.stricter.and_then(|text| self.stricter(&text)),
        };
        if let Err(problem) = parameter.accepts(&parameter.default) {
            self.refuse(place, format!("the value {problem}"));
        }
        let ordered =
            !matches!(parameter.default, ParameterValue::Text(_)) || !parameter.one_of.is_empty();
        if parameter.stricter.is_some() && !ordered {
            self.refuse(place, "texts have no order: `stricter` needs `one_of` here");
        }
        Some(parameter)
    }

    fn value(&mut self, written: &Spanned<serde_json::Value>) -> Option<ParameterValue> {
        ParameterValue::from_json(&written.value)
            .map_err(|problem| self.refuse(written.referenced, format!("the value {problem}")))
            .ok()
    }

    fn stricter(&mut self, text: &Spanned<String>) -> Option<Stricter> {
        match text.value.as_str() {
            "up" => Some(Stricter::Up),
            "down" => Some(Stricter::Down),
            other => {
                let message = format!("`stricter` is `up` or `down`, not `{other}`");
                self.refuse(text.referenced, message);
                None
            }
        }
    }

    fn stage(&mut self, name: &Spanned<String>, ids: Vec<Spanned<String>>) {
        let known = Stage::ALL
            .into_iter()
            .find(|stage| stage.name() == name.value);
        let Some(stage) = known else {
            let near = suggestion(&name.value, Stage::ALL.map(Stage::name));
            return self.refuse(
                name.referenced,
                format!("there is no stage `{}`{near}", name.value),
            );
        };
        let named = ids.into_iter().map(|id| Named {
            place: at(self.file, id.referenced, ""),
            id: id.value,
        });
        let named = named.collect();
        self.data.stages.insert(stage, named);
    }
}
