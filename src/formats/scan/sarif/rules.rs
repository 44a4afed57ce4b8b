//! The rules of a tool, and which of them a result is about (SARIF 2.1.0, §3.27.5 to §3.27.7,
//! §3.52.4).

use std::collections::HashMap;

use super::super::kept;
use super::log::{Component, ComponentReference, RawResult, Rule, Tool};
use crate::formats::report::Flaw;

/// The rules of a tool's driver and of its extensions.
pub(super) struct Rules<'t, 'a> {
    components: Vec<&'t Component<'a>>,
    by_id: HashMap<&'t str, &'t Rule<'a>>,
}

/// A rule that was found.
#[derive(Clone, Copy)]
pub(super) struct Found<'t> {
    pub rule: &'t Rule<'t>,
}

impl<'t, 'a> Rules<'t, 'a> {
    /// All rules of the tool. Of two with one id the driver's is meant, then the first extension's.
    pub(super) fn of(tool: &'t Tool<'a>) -> Self {
        let extensions = tool.extensions.as_deref().unwrap_or_default();
        let components: Vec<_> = std::iter::once(&tool.driver).chain(extensions).collect();
        let mut by_id = HashMap::new();
        for rule in components.iter().flat_map(|component| rules_of(component)) {
            by_id.entry(&*rule.id).or_insert(rule);
        }
        Rules { components, by_id }
    }

    /// The rule of a result; `None` where the log does not describe it.
    ///
    /// # Errors
    /// The result points at a rule or a component that is not there.
    pub(super) fn of_result(&self, result: &RawResult<'_>) -> Result<Option<Found<'_>>, Flaw> {
        let reference = result.rule.as_deref();
        let component = self.component(reference.and_then(|rule| rule.tool_component.as_ref()))?;
        let index = reference.and_then(|rule| rule.index).or(result.rule_index);
        if let Some(index) = index.filter(|&index| index != -1) {
            let rules = rules_of(component);
            let rule = usize::try_from(index).ok().and_then(|at| rules.get(at));
            let Some(rule) = rule else {
                return Err(missing("rule", index, rules.len()));
            };
            return Ok(Some(Found { rule }));
        }
        Ok(self.by_id(written(result)).map(|rule| Found { rule }))
    }

    fn component(
        &self,
        reference: Option<&ComponentReference<'_>>,
    ) -> Result<&'t Component<'a>, Flaw> {
        let driver = self
            .components
            .first()
            .ok_or_else(|| missing("component", 0, 0))?;
        let Some(reference) = reference else {
            return Ok(driver);
        };
        let extensions = self.components.get(1..).unwrap_or_default();
        if let Some(index) = reference.index.filter(|&index| index != -1) {
            let found = usize::try_from(index)
                .ok()
                .and_then(|at| extensions.get(at));
            return found
                .copied()
                .ok_or_else(|| missing("extension", index, extensions.len()));
        }
        let named = self.components.iter().find(|component| {
            let by_guid = reference.guid.is_some() && reference.guid == component.guid;
            by_guid || reference.name.as_ref() == Some(&component.name)
        });
        Ok(named.unwrap_or(driver))
    }

    /// By its id, or by the beginning of a hierarchical one (§3.27.5).
    fn by_id(&self, id: &str) -> Option<&'t Rule<'a>> {
        let mut id = id;
        loop {
            if let Some(rule) = self.by_id.get(id) {
                return Some(rule);
            }
            id = id.rsplit_once('/')?.0;
        }
    }
}

fn rules_of<'t, 'a>(component: &'t Component<'a>) -> &'t [Rule<'a>] {
    component.rules.as_deref().unwrap_or_default()
}

/// The id that is written at the result; empty where none is.
fn written<'r>(result: &'r RawResult<'_>) -> &'r str {
    let reference = result.rule.as_deref().and_then(|rule| rule.id.as_deref());
    result.rule_id.as_deref().or(reference).unwrap_or_default()
}

/// The id of a result's rule: as it is written there, else that of the rule.
pub(super) fn id(result: &RawResult<'_>, rule: Option<Found<'_>>) -> String {
    match (written(result), rule) {
        ("", Some(found)) => kept::line(&found.rule.id),
        (written, _) => kept::line(written),
    }
}

fn missing(what: &str, index: i64, count: usize) -> Flaw {
    Flaw::unreadable(format!(
        "a result points at {what} {index}, and there are {count}, counted from 0"
    ))
}
