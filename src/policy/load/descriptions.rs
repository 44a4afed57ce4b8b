//! What the metadata of rules says, against each other, the process and the files there are.

use std::collections::BTreeMap;

use super::Loading;
use crate::nearest::suggestion;
use crate::policy::error::LoadError;
use crate::policy::process::process_source;
use crate::policy::rule::{Origin, Rule};

impl Loading<'_> {
    pub(super) fn check_descriptions(&mut self, rules: &[Rule]) {
        self.check_dependencies(rules);
        self.check_circles(rules);
        if self.sources.check_builtin {
            let builtin = || rules.iter().filter(|rule| rule.origin == Origin::Builtin);
            builtin().for_each(|rule| self.check_source(rule));
            builtin().for_each(|rule| self.check_tested(rule));
        }
    }

    fn check_dependencies(&mut self, rules: &[Rule]) {
        let known = |id: &str| self.broken.contains(id) || rules.iter().any(|rule| rule.id == id);
        let mut found = Vec::new();
        for rule in rules {
            for id in &rule.depends_on {
                let message = if *id == rule.id {
                    "`depends_on` names the rule itself".to_owned()
                } else if known(id) {
                    continue;
                } else {
                    let near = suggestion(id, rules.iter().map(|rule| rule.id.as_str()));
                    format!("`depends_on` names `{id}`, but there is no such rule{near}")
                };
                found.push((rule, id, message));
            }
        }
        for (rule, id, message) in found {
            self.refuse_dependency(rule, id, message);
        }
    }

    /// Rules that are folded under each other would hide each other in a report.
    fn check_circles(&mut self, rules: &[Rule]) {
        let next: BTreeMap<&str, &Vec<String>> = rules
            .iter()
            .map(|rule| (rule.id.as_str(), &rule.depends_on))
            .collect();
        for rule in rules {
            for first in rule.depends_on.iter().filter(|id| **id != rule.id) {
                let path = path_back(&next, first, &rule.id);
                // Once for all rules of the circle.
                if let Some(path) = path.filter(|path| path.iter().all(|id| **id >= *rule.id)) {
                    let circle = path.join("` on `");
                    let message =
                        format!("`depends_on` goes in a circle: `{}` on `{circle}`", rule.id);
                    self.refuse_dependency(rule, first, message);
                }
            }
        }
    }

    fn refuse_dependency(&mut self, rule: &Rule, id: &str, message: String) {
        let places = self.places.get(&rule.id);
        let place = places.and_then(|places| places.depends_on.get(id));
        let place = place.cloned();
        let place = place.unwrap_or_else(|| LoadError::new(&rule.file, rule.line, 1, ""));
        self.errors.push(LoadError { message, ..place });
    }

    /// A built-in rule stands for something in the process that relcheck tells.
    fn check_source(&mut self, rule: &Rule) {
        for source in &rule.source {
            let Err(message) = process_source(source) else {
                continue;
            };
            let places = self.places.get(&rule.id);
            let place = places.and_then(|places| places.source.get(source)).cloned();
            let place = place.unwrap_or_else(|| LoadError::new(&rule.file, rule.line, 1, ""));
            self.errors.push(LoadError { message, ..place });
        }
    }

    fn check_tested(&mut self, rule: &Rule) {
        let tests = rule.file.replace(".rego", "_test.rego");
        if !self.sources.builtin.iter().any(|file| file.path == tests) {
            let message = format!("the rule has no test beside it: there is no {tests}");
            self.errors
                .push(LoadError::new(&rule.file, rule.line, 1, message));
        }
    }
}

/// The rules on the way from one to another that it needs, if there is a way.
fn path_back<'a>(
    next: &BTreeMap<&'a str, &'a Vec<String>>,
    from: &'a str,
    to: &str,
) -> Option<Vec<&'a str>> {
    let mut seen = vec![from];
    let mut waiting = vec![vec![from]];
    while let Some(path) = waiting.pop() {
        let last = path.last().copied()?;
        if last == to {
            return Some(path);
        }
        for id in next.get(last).into_iter().flat_map(|ids| ids.iter()) {
            if id == to || !seen.contains(&id.as_str()) {
                seen.push(id);
                let mut longer = path.clone();
                longer.push(id);
                waiting.push(longer);
            }
        }
    }
    None
}
