//! What the YAML of the built-in policies says, read ahead.
//!
//! Most of the time that it takes to load policies goes into their metadata and `data.yaml`, which
//! say the same in every run. `policies/read_ahead.json` holds what they say, as a test writes it,
//! each file's part with the SHA-256 of the text that it was read from. Another text is read itself,
//! so that what is out of date costs time and never decides anything.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::LoadError;
use super::parameters::{DataFile, Named, Parameter, ParameterValue, Stricter};
use super::rule::Rule;
use super::source::PolicyFile;
use crate::release::Stage;

/// What was read ahead, of any number of files.
#[derive(Default)]
pub(super) struct ReadAhead {
    text: &'static str,
    files: OnceCell<BTreeMap<&'static str, Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(borrow)]
    sha256: &'static str,
    #[serde(borrow)]
    says: &'static RawValue,
}

impl ReadAhead {
    /// From the text of `read_ahead.json`, which is only looked at once something is asked for. A
    /// text that cannot be read is one that says nothing.
    pub(super) fn new(text: &'static str) -> Self {
        ReadAhead {
            text,
            files: OnceCell::new(),
        }
    }

    /// The rule that this file's metadata describes; `None` if that has to be read.
    pub(super) fn rule(&self, file: &PolicyFile, facts: &[&str]) -> Option<Rule> {
        let rule: Rule = self.says(file)?;
        let known = rule.needs.iter().all(|need| facts.contains(&need.as_str()));
        known.then_some(rule)
    }

    /// What this `data.yaml` says; `None` if it has to be read.
    pub(super) fn data(&self, file: &PolicyFile) -> Option<DataFile> {
        let says: Data = self.says(file)?;
        Some(says.of_file(&file.path))
    }

    fn says<T: Deserialize<'static>>(&self, file: &PolicyFile) -> Option<T> {
        let files = self
            .files
            .get_or_init(|| serde_json::from_str(self.text).unwrap_or_default());
        let entry = files.get(file.path.as_str())?;
        if entry.sha256 != file.text.sha256() {
            return None;
        }
        serde_json::from_str(entry.says.get()).ok()
    }
}

/// A [`DataFile`] in writing.
#[derive(Serialize, Deserialize)]
struct Data {
    params: BTreeMap<String, RuleParameters>,
    stages: BTreeMap<Stage, Vec<(String, Place)>>,
    uncovered: Vec<String>,
}

/// A line and a column.
type Place = (u64, u64);

#[derive(Serialize, Deserialize)]
struct RuleParameters {
    at: Place,
    parameters: BTreeMap<String, Written>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    about: String,
    value: ParameterValue,
    one_of: Vec<ParameterValue>,
    stricter: Option<Stricter>,
}

impl Data {
    fn of_file(self, path: &str) -> DataFile {
        let place = |(line, column): Place| LoadError::new(path, line, column, "");
        let mut data = DataFile::default();
        for (id, rule) in self.params {
            let parameters = rule.parameters.into_iter();
            let parameters = parameters.map(|(name, written)| (name, written.into()));
            data.places.insert(id.clone(), place(rule.at));
            data.parameters.0.insert(id, parameters.collect());
        }
        for (stage, ids) in self.stages {
            let named = ids.into_iter().map(|(id, at)| Named {
                id,
                place: place(at),
            });
            data.stages.insert(stage, named.collect());
        }
        data.uncovered = self.uncovered;
        data
    }
}

impl From<Written> for Parameter {
    fn from(written: Written) -> Self {
        Parameter {
            about: written.about,
            default: written.value.clone(),
            value: written.value,
            one_of: written.one_of,
            stricter: written.stricter,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::{env, fs};

    use super::*;
    use crate::collect::COLLECTORS;
    use crate::policy::identifier::package_of_path;
    use crate::policy::metadata::{self, Identity};
    use crate::policy::{Origin, Sources, parameters};

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/read_ahead.json");

    fn facts() -> Vec<&'static str> {
        COLLECTORS.iter().map(|entry| entry.name).collect()
    }

    /// The rule of a file, or `None` for a file of another kind.
    fn rule(file: &PolicyFile) -> Option<Rule> {
        let package = package_of_path(&file.path)?;
        let id = package.strip_prefix("relcheck.policy.")?;
        let identity = Identity {
            id,
            package: &package,
            origin: Origin::Builtin,
            line: None,
        };
        let described = metadata::read(file, &identity, &facts());
        Some(described.unwrap_or_else(|errors| panic!("{errors:?}")).rule)
    }

    fn data(file: &PolicyFile) -> DataFile {
        parameters::read(file).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn written(data: &DataFile) -> Data {
        let place = |error: &LoadError| (error.line, error.column);
        Data {
            params: data
                .parameters
                .0
                .iter()
                .map(|(id, parameters)| {
                    let parameters = parameters.iter().map(|(name, parameter)| {
                        let written = Written {
                            about: parameter.about.clone(),
                            value: parameter.default.clone(),
                            one_of: parameter.one_of.clone(),
                            stricter: parameter.stricter,
                        };
                        (name.clone(), written)
                    });
                    let at = data.places.get(id).map(place).unwrap();
                    let parameters = parameters.collect();
                    (id.clone(), RuleParameters { at, parameters })
                })
                .collect(),
            stages: data
                .stages
                .iter()
                .map(|(stage, ids)| {
                    let ids = ids
                        .iter()
                        .map(|named| (named.id.clone(), place(&named.place)));
                    (*stage, ids.collect())
                })
                .collect(),
            uncovered: data.uncovered.clone(),
        }
    }

    fn in_force() -> String {
        let sources = Sources::embedded();
        let mut lines = Vec::new();
        let mut add = |file: &PolicyFile, says: String| {
            lines.push(format!(
                "{:?}: {{\"sha256\": {:?}, \"says\": {says}}}",
                file.path,
                file.text.sha256()
            ));
        };
        for file in sources.builtin.iter().filter(|file| !file.is_test()) {
            if let Some(rule) = rule(file) {
                add(file, serde_json::to_string(&rule).unwrap());
            }
        }
        let says = serde_json::to_string(&written(&data(&sources.data))).unwrap();
        add(&sources.data, says);
        let mut text = String::from("{\n");
        write!(text, "{}\n}}\n", lines.join(",\n")).unwrap();
        text
    }

    #[test]
    fn what_was_read_ahead_is_what_the_policies_say() {
        let now = in_force();
        if env::var_os("RELCHECK_UPDATE").is_some() {
            fs::write(PATH, now).unwrap();
            return;
        }
        let written = fs::read_to_string(PATH).unwrap_or_default();
        assert!(
            written == now,
            "policies/read_ahead.json is out of date: RELCHECK_UPDATE=1 cargo test read_ahead writes it"
        );
    }

    #[test]
    fn it_yields_what_reading_does() {
        let sources = Sources::embedded();
        let ahead = ReadAhead::new(Box::leak(in_force().into_boxed_str()));
        let mut rules = 0;
        for file in sources.builtin.iter().filter(|file| !file.is_test()) {
            let Some(read) = rule(file) else { continue };
            assert_eq!(ahead.rule(file, &facts()), Some(read));
            assert_eq!(ahead.rule(file, &["nothing"]), None, "{}", file.path);
            rules += 1;
        }
        assert!(rules > 20);
        let (ahead, read) = (ahead.data(&sources.data).unwrap(), data(&sources.data));
        assert_eq!(ahead.parameters, read.parameters);
        assert_eq!(ahead.places, read.places);
        assert_eq!(ahead.uncovered, read.uncovered);
        assert_eq!(format!("{:?}", ahead.stages), format!("{:?}", read.stages));
    }

    #[test]
    fn another_text_or_none_says_nothing() {
        let sources = Sources::embedded();
        let ahead = ReadAhead::new(Box::leak(in_force().into_boxed_str()));
        let mut changed = sources.data.clone();
        changed.text = format!("{}\n", changed.text.as_str()).into();
        assert!(ahead.data(&changed).is_none());
        for text in ["", "{", "[]", "{\"policies/data.yaml\": {}}"] {
            assert!(ReadAhead::new(text).data(&sources.data).is_none(), "{text}");
        }
    }
}
