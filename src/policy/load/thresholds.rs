//! The parameters of all rules, as `data.yaml` and the project's configuration set them.

use std::collections::BTreeSet;

use super::{Loading, Stages};
use crate::nearest::suggestion;
use crate::policy::error::LoadError;
use crate::policy::overrides;
use crate::policy::parameters::{self, DataFile, Parameters};
use crate::policy::rule::{Origin, Rule};
use crate::release::Stage;

impl Loading<'_> {
    pub(super) fn thresholds(
        &mut self,
        rules: &[Rule],
        replaced: &BTreeSet<String>,
    ) -> (Parameters, Stages) {
        let mut all = Parameters::default();
        let mut stages = Stages::new();
        let files = [(&self.sources.data, Origin::Builtin)].into_iter().chain(
            self.sources
                .user_data
                .iter()
                .map(|file| (file, Origin::User)),
        );
        for (file, origin) in files {
            let ahead = (origin == Origin::Builtin).then(|| self.ahead.data(file));
            let data = match ahead.flatten().map_or_else(|| parameters::read(file), Ok) {
                Ok(data) => data,
                Err(errors) => {
                    self.errors.extend(errors);
                    continue;
                }
            };
            self.check_data(&data, origin, rules, replaced);
            for (id, parameters) in data.parameters.0 {
                all.0.insert(id, parameters);
            }
            self.uncovered.extend(data.uncovered);
            for (stage, named) in data.stages {
                self.check_stage(stage, &named, rules);
                stages
                    .entry(stage)
                    .or_default()
                    .extend(named.into_iter().map(|named| named.id));
            }
        }
        for ids in stages.values_mut() {
            ids.sort();
            ids.dedup();
        }
        (all, stages)
    }

    fn check_data(
        &mut self,
        data: &DataFile,
        origin: Origin,
        rules: &[Rule],
        replaced: &BTreeSet<String>,
    ) {
        for id in data.parameters.0.keys() {
            let Some(place) = data.places.get(id) else {
                continue;
            };
            let rule = rules.iter().find(|rule| rule.id == *id);
            let message = match rule {
                None if self.broken.contains(id) => continue,
                None => {
                    let near = suggestion(id, rules.iter().map(|rule| rule.id.as_str()));
                    format!("there is no rule `{id}`{near}")
                }
                // What a replaced rule leaves behind gives way to what stands in for it.
                Some(rule) if rule.origin == origin || replaced.contains(id) => continue,
                Some(_) => {
                    format!("`{id}` is a built-in rule: the configuration changes its parameters")
                }
            };
            self.errors.push(LoadError {
                message,
                ..place.clone()
            });
        }
    }

    /// A requirement may name a rule that is still to be written: until it is there, the stage
    /// cannot be decided. One that is almost the name of a rule is a slip.
    fn check_stage(&mut self, stage: Stage, named: &[parameters::Named], rules: &[Rule]) {
        for named in named {
            let message = match rules.iter().find(|rule| rule.id == named.id) {
                Some(rule) if rule.stages.contains(&stage) => continue,
                None if self.broken.contains(&named.id) => continue,
                Some(_) => format!("the rule `{}` is not judged at the stage {stage}", named.id),
                None => match suggestion(&named.id, rules.iter().map(|rule| rule.id.as_str())) {
                    near if near.is_empty() => continue,
                    near => format!("there is no rule `{}`{near}", named.id),
                },
            };
            self.errors.push(LoadError {
                message,
                ..named.place.clone()
            });
        }
    }

    pub(super) fn overridden(
        &mut self,
        rules: &[Rule],
        mut parameters: Parameters,
    ) -> (Parameters, Vec<String>) {
        let ids = rules.iter().map(|rule| rule.id.as_str());
        let ids: Vec<&str> = ids.chain(self.broken.iter().map(String::as_str)).collect();
        let weakenings = overrides::apply(&self.sources.overrides, &ids, &mut parameters)
            .unwrap_or_else(|errors| {
                self.errors.extend(errors);
                Vec::new()
            });
        (parameters, weakenings)
    }
}
