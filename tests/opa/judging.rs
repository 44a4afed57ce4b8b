//! The built-in policies over recorded facts: OPA and relcheck yield the same.

use std::collections::{BTreeMap, BTreeSet};

use relcheck::policy::{PolicyFile, PolicySet, Request, Rule, Sources};
use serde_json::{Map, Value, json};

use crate::checking::{add_data, written};
use crate::recorded::{self, Recorded};
use crate::table;
use crate::tool::{EXTENSIONS, Opa};

/// What a rule yields, in the same form from both.
type Yield = BTreeSet<String>;

/// The parameters as both see them: `data.relcheck.params`.
fn parameters(set: &PolicySet) -> Value {
    let mut areas: Map<String, Value> = Map::new();
    for rule in set.rules() {
        let (area, name) = rule.id.split_once('.').unwrap();
        let values: Map<String, Value> = set
            .params(&rule.id)
            .into_iter()
            .map(|(name, parameter)| {
                let value = serde_json::to_value(&parameter.value).unwrap();
                (name.to_owned(), value)
            })
            .collect();
        if !values.is_empty() {
            areas.entry(area).or_insert_with(|| json!({}))[name] = values.into();
        }
    }
    json!({"relcheck": {"params": areas}})
}

/// The name of a function of relcheck's own that a text calls.
fn own_function(text: &str) -> Option<&'static str> {
    let names = EXTENSIONS.iter().map(|(name, ..)| *name);
    names.into_iter().find(|name| text.contains(name))
}

/// The files that OPA can evaluate, and why it cannot evaluate the others.
fn evaluable(files: Vec<PolicyFile>) -> (Vec<PolicyFile>, Vec<String>) {
    let mut left_out = BTreeSet::new();
    loop {
        let known = left_out.len();
        for file in &files {
            let calls = own_function(&file.text).map(str::to_owned);
            let uses = || {
                let mut gone = left_out.iter().filter_map(|path: &String| {
                    let name = path.strip_prefix("policies/lib/")?.strip_suffix(".rego")?;
                    Some(format!("data.relcheck.lib.{name}"))
                });
                gone.find(|library| file.text.contains(library.as_str()))
            };
            if calls.or_else(uses).is_some() {
                left_out.insert(file.path.clone());
            }
        }
        if left_out.len() == known {
            break;
        }
    }
    let rest = files
        .into_iter()
        .filter(|file| !left_out.contains(&file.path));
    (rest.collect(), left_out.into_iter().collect())
}

/// A finding or reason without what is absent, its fields sorted.
fn compact(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let sorted: BTreeMap<&String, Value> =
                fields.map(|(name, value)| (name, compact(value))).collect();
            json!(sorted)
        }
        other => other.clone(),
    }
}

/// What OPA yields for a rule.
fn by_opa(all: &Value, rule: &Rule) -> Yield {
    let (area, name) = rule.id.split_once('.').unwrap();
    let module = &all[area][name];
    let elements = |set: &str| module[set].as_array().cloned().unwrap_or_default();
    let deny = elements("deny").into_iter().map(|mut finding| {
        let fields = finding.as_object_mut().unwrap();
        fields.entry("level").or_insert_with(|| json!("deny"));
        format!("deny {}", compact(&finding))
    });
    let skipped = elements("not_applicable")
        .into_iter()
        .map(|reason| format!("not_applicable {reason}"));
    let unknown = elements("unknown").into_iter().map(|reason| {
        let reason = match reason {
            Value::String(text) => json!({"reason": text}),
            other => other,
        };
        format!("unknown {}", compact(&reason))
    });
    let due = module.get("due").map(|due| format!("due {due}"));
    deny.chain(skipped).chain(unknown).chain(due).collect()
}

/// What relcheck yields for rules, in their order.
fn by_relcheck(set: &PolicySet, input: &Value, rules: &[&Rule]) -> Vec<Yield> {
    let request = Request {
        input: input.to_string().into(),
        release: None,
        rules: rules.iter().map(|rule| rule.id.as_str()).collect(),
    };
    let judgements = set.evaluate(&[request]).remove(0).into_iter();
    judgements
        .map(|judgement| {
            let judged = judgement
                .result
                .unwrap_or_else(|error| panic!("{}: {error}", judgement.rule));
            let deny = judged.deny.iter().map(|finding| {
                format!("deny {}", compact(&serde_json::to_value(finding).unwrap()))
            });
            let skipped = judged
                .not_applicable
                .iter()
                .map(|reason| format!("not_applicable {}", json!(reason)));
            let unknown = judged.unknown.iter().map(|missing| {
                format!(
                    "unknown {}",
                    compact(&serde_json::to_value(missing).unwrap())
                )
            });
            let due = judged.due.map(|due| format!("due {due}"));
            deny.chain(skipped).chain(unknown).chain(due).collect()
        })
        .collect()
}

/// The rules whose facts are all known: the others are not evaluated.
fn judged<'a>(set: &'a PolicySet, recorded: &Recorded, left_out: &[String]) -> Vec<&'a Rule> {
    let known = recorded.known();
    let rules = set.rules().iter();
    rules
        .filter(|rule| rule.needs.iter().all(|need| known.get(need).is_some()))
        .filter(|rule| !left_out.contains(&rule.file))
        .collect()
}

#[test]
fn opa_and_relcheck_judge_recorded_facts_alike() {
    let Some(opa) = Opa::find("that OPA judges recorded facts as relcheck does") else {
        return;
    };
    let sources = Sources::embedded();
    let files = sources.builtin.iter().filter(|file| !file.is_test());
    let (files, left_out) = evaluable(files.cloned().collect());
    if !left_out.is_empty() {
        println!("not compared, since OPA lacks a function that they call: {left_out:?}");
    }
    let set = PolicySet::load(sources, &table::fact_names()).unwrap();
    let folder = written(&files);
    add_data(folder.path(), &parameters(&set));

    let mut differences = Vec::new();
    let mut spoke: BTreeSet<&str> = BTreeSet::new();
    let mut compared = 0;
    for recorded in recorded::all() {
        let rules = judged(&set, &recorded, &left_out);
        for (kind, input) in recorded.inputs() {
            let all = opa.evaluate(folder.path(), &input, "data.relcheck.policy");
            for (rule, ours) in rules.iter().zip(by_relcheck(&set, &input, &rules)) {
                let theirs = by_opa(&all, rule);
                compared += 1;
                if !ours.is_empty() {
                    spoke.insert(&rule.id);
                }
                if ours != theirs {
                    differences.push(format!(
                        "{}, {kind}, {}:\n  relcheck only: {:#?}\n  OPA only: {:#?}",
                        recorded.name,
                        rule.id,
                        ours.difference(&theirs),
                        theirs.difference(&ours)
                    ));
                }
            }
        }
    }
    println!(
        "{compared} judgements of {} rules compared",
        set.rules().len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // Two empty sets are always alike: what is compared has to say something.
    let silent: Vec<&str> = set
        .rules()
        .iter()
        .filter(|rule| !left_out.contains(&rule.file))
        .map(|rule| rule.id.as_str())
        .filter(|id| !spoke.contains(id))
        .collect();
    assert!(silent.is_empty(), "nothing to compare of {silent:?}");
}
