//! What a collector is, and how collectors are run, typed and checked without naming any of them.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::input::typed;
use super::{COLLECTORS, Context};
use crate::facts::{Evidence, Fact, Missing};

/// One source of facts.
pub trait Collector {
    /// The fact that it yields. Its JSON Schema is what policies are checked against.
    type Facts: Serialize + DeserializeOwned + JsonSchema;

    /// The name by which rules ask for it: `needs: [changes]`, `input.facts.changes`.
    const NAME: &'static str;

    /// What it yields, in one sentence.
    const PURPOSE: &'static str;

    /// Reads the evidence.
    ///
    /// # Errors
    /// Whatever keeps the fact from being known: every rule that needs it is then `unknown` with
    /// this reason. What is merely absent belongs into the fact itself.
    fn collect(context: &Context) -> Result<Self::Facts, Missing>;

    /// Whether it reads files of other tools: only then is [`Collector::evidence`] asked.
    const HAS_EVIDENCE: bool = false;

    /// The files of other tools that the fact was read from, each with how it is bound.
    fn evidence(_: &Self::Facts) -> Vec<Evidence> {
        Vec::new()
    }
}

/// A collector with its type erased, so that all of them fit into one list.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The collector's name.
    pub name: &'static str,
    /// What it yields, in one sentence.
    pub purpose: &'static str,
    run: fn(&Context) -> Fact,
    check: fn(&RawValue) -> Result<(), serde_json::Error>,
    check_value: fn(&str, &serde_json::Value) -> Result<(), String>,
    schema: fn(&mut SchemaGenerator) -> Schema,
    has_evidence: bool,
    evidence: fn(&RawValue) -> Vec<Evidence>,
}

pub(super) const fn entry<C: Collector>() -> Entry {
    Entry {
        name: C::NAME,
        purpose: C::PURPOSE,
        run: run::<C>,
        check: |raw| serde_json::from_str::<C::Facts>(raw.get()).map(drop),
        check_value: typed::<C::Facts>,
        schema: |generator| generator.subschema_for::<C::Facts>(),
        has_evidence: C::HAS_EVIDENCE,
        evidence: |raw| {
            let facts = serde_json::from_str::<C::Facts>(raw.get());
            facts.map_or_else(|_| Vec::new(), |facts| C::evidence(&facts))
        },
    }
}

impl Entry {
    /// Checks that the collector could yield this value; see [`super::check_input`].
    pub(super) fn check_value(&self, value: &serde_json::Value) -> Result<(), String> {
        (self.check_value)(&format!("input.facts.{}", self.name), value)
    }
}

fn run<C: Collector>(context: &Context) -> Fact {
    let value = C::collect(context).and_then(|facts| {
        serde_json::value::to_raw_value(&facts).map_err(|error| {
            Missing::because(format!("the fact `{}` cannot be written: {error}", C::NAME))
        })
    });
    match value {
        Ok(raw) => Fact::Value(raw),
        Err(missing) => Fact::Unknown(missing),
    }
}

/// The collector of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    COLLECTORS.iter().find(|entry| entry.name == name)
}

/// Runs the collectors for which `wanted` holds, side by side, and returns their facts by name.
///
/// There are no more threads than processors: most collectors take less time than a thread costs.
/// What one has begun to read and others need, those wait for, so no order can block.
///
/// A collector that panics yields an unknown fact: it takes nothing else down with it.
pub fn collect(context: &Context, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Fact> {
    let selected: Vec<_> = COLLECTORS
        .iter()
        .filter(|entry| wanted(entry.name))
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut facts = Vec::new();
        while let Some(entry) = selected.get(next.fetch_add(1, Ordering::Relaxed)) {
            facts.push((entry.name.to_owned(), guarded(entry, context)));
        }
        facts
    };
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    // This thread works too: its memory costs least, and one collector needs no other. On Windows a
    // program's first thread has a smaller stack than others.
    let others = processors.min(selected.len());
    let others = others.saturating_sub(usize::from(!cfg!(windows)));
    let facts: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let own = if cfg!(windows) { Vec::new() } else { work() };
        let joined = threads.into_iter().map(ScopedJoinHandle::join);
        std::iter::once(Ok(own)).chain(joined).collect()
    });
    let mut facts: BTreeMap<String, Fact> = facts.into_iter().flatten().flatten().collect();
    for entry in selected {
        let lost = || Fact::Unknown(crashed(entry));
        facts.entry(entry.name.to_owned()).or_insert_with(lost);
    }
    facts
}

fn guarded(entry: &Entry, context: &Context) -> Fact {
    catch_unwind(AssertUnwindSafe(|| (entry.run)(context)))
        .unwrap_or_else(|_| Fact::Unknown(crashed(entry)))
}

fn crashed(entry: &Entry) -> Missing {
    Missing::because(format!(
        "the collector `{}` crashed; this is a bug in relcheck",
        entry.name
    ))
}

/// The files of other tools that the facts for which `wanted` holds were read from, sorted.
#[must_use]
pub fn evidence(facts: &BTreeMap<String, Fact>, wanted: impl Fn(&str) -> bool) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = COLLECTORS
        .iter()
        .filter(|entry| entry.has_evidence && wanted(entry.name))
        .filter_map(|entry| match facts.get(entry.name)? {
            Fact::Value(raw) => Some((entry.evidence)(raw)),
            Fact::Unknown(_) => None,
        })
        .flatten()
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Checks that each known fact has the type that its collector yields, as saved facts must.
///
/// # Errors
/// A message that names the fact and the first thing that is wrong with it.
pub fn validate(facts: &BTreeMap<String, Fact>) -> Result<(), String> {
    for (name, fact) in facts {
        let entry = find(name).ok_or_else(|| format!("there is no fact `{name}`"))?;
        if let Fact::Value(raw) = fact {
            (entry.check)(raw)
                .map_err(|error| format!("the fact `{name}` is not of its type: {error}"))?;
        }
    }
    Ok(())
}

/// The JSON Schema (2020-12) of the document that policies see as `input`, all facts present.
#[must_use]
pub fn input_schema() -> Schema {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let release = generator.subschema_for::<crate::facts::Release>();
    let project = generator.subschema_for::<crate::facts::Project>();
    let clock = generator.subschema_for::<crate::facts::Clock>();
    let mut facts = serde_json::Map::new();
    for entry in COLLECTORS {
        facts.insert(
            entry.name.to_owned(),
            (entry.schema)(&mut generator).to_value(),
        );
    }
    let definitions = generator.take_definitions(true);
    schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "relcheck policy input",
        "description": "What a policy sees as `input`. A fact that a rule does not list in `needs` may be missing.",
        "type": "object",
        "required": ["release", "project", "clock", "facts"],
        "additionalProperties": false,
        "properties": {
            "release": release,
            "project": project,
            "clock": clock,
            "facts": {
                "type": "object",
                "additionalProperties": false,
                "properties": facts,
            },
        },
        "$defs": definitions,
    })
}
