//! The rules of a tool, which of them a result is about (SARIF 2.1.0, §3.27.5 to §3.27.7, §3.52.4),
//! and what an invocation made of their levels (§3.20.5).

use std::collections::HashMap;

use super::super::kept;
use super::super::model::ScanSeverity;
use super::log::{Component, ComponentReference, Override, RawResult, Rule, RuleReference, Run};
use crate::formats::report::Flaw;

/// The rules of a tool's driver and of its extensions.
pub(super) struct Rules<'t, 'a> {
    components: Vec<&'t Component<'a>>,
    by_id: HashMap<&'t str, &'t Rule<'a>>,
    /// The worst level that any invocation gave to the rule of this id.
    levels: HashMap<&'t str, &'t str>,
}

/// A rule that was found.
#[derive(Clone, Copy)]
pub(super) struct Found<'t> {
    pub rule: &'t Rule<'t>,
    /// The level that an invocation gave to it, in the place of its own.
    pub level: Option<&'t str>,
}

impl<'t, 'a> Rules<'t, 'a> {
    /// All rules of the tool. Of two with one id the driver's is meant, then the first extension's.
    ///
    /// # Errors
    /// An override points at a rule or a component that is not there.
    pub(super) fn of(run: &'t Run<'a>) -> Result<Self, Flaw> {
        let extensions = run.tool.extensions.as_deref().unwrap_or_default();
        let components: Vec<_> = std::iter::once(&run.tool.driver)
            .chain(extensions)
            .collect();
        let mut by_id = HashMap::new();
        for rule in components.iter().flat_map(|component| rules_of(component)) {
            by_id.entry(&*rule.id).or_insert(rule);
        }
        let mut rules = Rules {
            components,
            by_id,
            levels: HashMap::new(),
        };
        let invocations = run.invocations.iter().flat_map(|list| list.iter());
        for one in invocations.filter_map(|it| it.rule_configuration_overrides.as_ref()) {
            for one in one.iter() {
                rules.override_with(one)?;
            }
        }
        Ok(rules)
    }

    /// Which invocation a result is of is not followed, so the worst level counts.
    fn override_with(&mut self, one: &'t Override<'a>) -> Result<(), Flaw> {
        let configuration = one.configuration.as_ref();
        let level = configuration.and_then(|it| it.level.as_deref());
        let (Some(level), Some(descriptor)) = (level, &one.descriptor) else {
            return Ok(());
        };
        let id = descriptor.id.as_deref().unwrap_or_default();
        if let Some(rule) = self.referred(Some(descriptor), None, id)? {
            let worst = self.levels.entry(&rule.id).or_insert(level);
            *worst = worse(worst, level);
        }
        Ok(())
    }

    /// The rule of a result; `None` where the log does not describe it. Where number and name lead to
    /// two rules, the name counts: a number that is off takes any rule's level and score for its own.
    ///
    /// # Errors
    /// The result points at a rule or a component that is not there.
    pub(super) fn of_result(&self, result: &RawResult<'_>) -> Result<Option<Found<'_>>, Flaw> {
        let rule = self.referred(result.rule.as_deref(), result.rule_index, written(result))?;
        Ok(rule.map(|rule| Found {
            rule,
            level: self.levels.get(&*rule.id).copied(),
        }))
    }

    fn referred(
        &self,
        reference: Option<&RuleReference<'_>>,
        index: Option<i64>,
        id: &str,
    ) -> Result<Option<&'t Rule<'a>>, Flaw> {
        let component = self.component(reference.and_then(|rule| rule.tool_component.as_ref()))?;
        let index = reference.and_then(|rule| rule.index).or(index);
        let named = self.by_id(id);
        let Some(index) = index.filter(|&index| index != -1) else {
            return Ok(named);
        };
        let rules = rules_of(component);
        let rule = usize::try_from(index).ok().and_then(|at| rules.get(at));
        match rule {
            None => Err(missing("rule", index, rules.len())),
            Some(rule) if id.is_empty() || is_named(rule, id) => Ok(Some(rule)),
            Some(rule) => Ok(named.or(Some(rule))),
        }
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

/// The worse of two levels.
pub(super) fn worse<'l>(one: &'l str, other: &'l str) -> &'l str {
    std::cmp::min_by_key(one, other, |level| ScanSeverity::of_level(level))
}

/// Whether an id is that of a rule, or begins with it (§3.27.5).
fn is_named(rule: &Rule<'_>, id: &str) -> bool {
    let rest = id.strip_prefix(&*rule.id);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
