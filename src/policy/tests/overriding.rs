use serde_json::{Value, json};

use super::*;
use crate::policy::ParameterValue;
use crate::release::Stage;

const DATA: &str = "# thresholds
params:
  files.odd:
    strategy:
      about: Where releases are cut from.
      value: release-branches
      one_of: [trunk, release-branches]
      stricter: up
    max:
      about: The most.
      value: 10
      stricter: down
    strict:
      about: Whether to be strict.
      value: true
    paths:
      about: Where to look.
      value: [src, lib]
      stricter: up
stages:
  pre-release: [files.odd]
";

fn with(data: &str) -> Sources {
    let mut sources = sources(vec![rule("files.odd", PLAIN)]);
    sources.data.text = data.into();
    sources
}

fn changed(name: &str, value: Value) -> Result<Vec<String>, String> {
    let mut sources = with(DATA);
    sources
        .overrides
        .entry("files.odd".to_owned())
        .or_default()
        .insert(name.to_owned(), value);
    PolicySet::load(sources, FACTS)
        .map(|set| set.weakenings().to_vec())
        .map_err(|errors| errors.to_string())
}

fn refused(data: &str) -> String {
    PolicySet::load(with(data), FACTS)
        .unwrap_err()
        .to_string()
        .replace("policies/data.yaml:", "")
}

#[test]
fn parameters_have_defaults() {
    let set = PolicySet::load(with(DATA), FACTS).unwrap();
    let parameters = set.params("files.odd");
    assert_eq!(parameters["max"].value, ParameterValue::Integer(10));
    assert_eq!(parameters["max"].about, "The most.");
    assert_eq!(parameters["paths"].value.to_string(), "[src, lib]");
    assert!(set.params("files.none").is_empty());
    assert!(set.weakenings().is_empty());
    assert_eq!(set.stage_requirements(Stage::PreRelease), ["files.odd"]);
    assert!(set.stage_requirements(Stage::Publish).is_empty());
}

#[test]
fn a_change_is_a_weakening_unless_it_is_stricter() {
    let nothing = Ok(Vec::new());
    assert_eq!(
        changed("strategy", json!("trunk")),
        Ok(vec![
            "`files.odd.strategy` is `trunk` (default `release-branches`)".to_owned()
        ])
    );
    assert_eq!(changed("strategy", json!("release-branches")), nothing);
    assert_eq!(changed("max", json!(9)), nothing);
    assert_eq!(
        changed("max", json!(11)),
        Ok(vec!["`files.odd.max` is `11` (default `10`)".to_owned()])
    );
    assert_eq!(
        changed("strict", json!(false)),
        Ok(vec![
            "`files.odd.strict` is `false` (default `true`)".to_owned()
        ])
    );
    assert_eq!(changed("paths", json!(["lib", "src", "x"])), nothing);
    assert_eq!(
        changed("paths", json!(["src"])),
        Ok(vec![
            "`files.odd.paths` is `[src]` (default `[src, lib]`)".to_owned()
        ])
    );
}

#[test]
fn a_changed_value_reaches_parameters_and_digest() {
    let mut sources = with(DATA);
    let before = PolicySet::load(sources.clone(), FACTS).unwrap();
    sources
        .overrides
        .entry("files.odd".to_owned())
        .or_default()
        .insert("max".to_owned(), json!(3));
    let after = PolicySet::load(sources, FACTS).unwrap();
    assert_eq!(
        after.params("files.odd")["max"].value,
        ParameterValue::Integer(3)
    );
    assert_eq!(
        after.params("files.odd")["max"].default,
        ParameterValue::Integer(10)
    );
    assert_ne!(before.digest(), after.digest());
}

#[test]
fn a_change_names_something_and_has_its_type() {
    assert_eq!(
        changed("mox", json!(1)),
        Err("the configuration sets `files.odd.mox`, but the rule has no such parameter; did you mean `max`?".to_owned())
    );
    assert_eq!(
        changed("max", json!("9")),
        Err("the configuration's `files.odd.max` is a whole number, not a text".to_owned())
    );
    assert_eq!(
        changed("max", json!(1.5)),
        Err("the configuration's `files.odd.max` must be a text, a whole number, `true` or `false`, or a list of texts".to_owned())
    );
    assert_eq!(
        changed("strategy", json!("trunc")),
        Err("the configuration's `files.odd.strategy` cannot be `trunc`; did you mean `trunk`? (one of: trunk, release-branches)".to_owned())
    );
    let mut sources = with(DATA);
    sources
        .overrides
        .entry("files.od".to_owned())
        .or_default()
        .insert("max".to_owned(), json!(1));
    assert_eq!(
        PolicySet::load(sources, FACTS).unwrap_err().to_string(),
        "the configuration sets `files.od.max`, but there is no rule `files.od`; did you mean `files.odd`?"
    );
}

#[test]
fn data_is_exact() {
    assert_eq!(
        refused("parms: {}\n"),
        "1:1: there is no key `parms` here; did you mean `params`? (known: params, stages, uncovered)"
    );
    assert_eq!(
        refused("params:\n  files.od:\n    max: {about: x, value: 1}\n"),
        "2:3: there is no rule `files.od`; did you mean `files.odd`?"
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    Max: {about: x, value: 1}\n"),
        "3:5: `Max` is no name for a parameter: use lower-case letters, digits and `_`"
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    max: {about: x, value: 1.5}\n"),
        "3:28: the value must be a text, a whole number, `true` or `false`, or a list of texts"
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    max: {about: \"\", value: 1}\n"),
        "3:18: `about` is empty"
    );
    assert!(
        refused("params:\n  files.odd:\n    max: {value: 1}\n")
            .ends_with("the key `about` is missing")
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    max: {about: x, value: a, one_of: [b]}\n"),
        "3:28: the value cannot be `a` (one of: b)"
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    max: {about: x, value: a, stricter: up}\n"),
        "3:28: texts have no order: `stricter` needs `one_of` here"
    );
    assert_eq!(
        refused("params:\n  files.odd:\n    max: {about: x, value: 1, stricter: more}\n"),
        "3:41: `stricter` is `up` or `down`, not `more`"
    );
    assert_eq!(
        refused("stages:\n  publsh: []\n"),
        "2:3: there is no stage `publsh`; did you mean `publish`?"
    );
    assert_eq!(
        refused("stages:\n  publish: [files.odd]\n"),
        "2:13: the rule `files.odd` is not judged at the stage publish"
    );
    assert_eq!(
        refused("stages:\n  pre-release: [files.od]\n"),
        "2:17: there is no rule `files.od`; did you mean `files.odd`?"
    );
}

#[test]
fn a_project_cannot_reach_built_in_parameters_through_its_data() {
    let mut sources = with(DATA);
    sources.user = vec![user_rule("own.odd", PLAIN)];
    let file = |id: &str| {
        let text = format!("params:\n  {id}:\n    max: {{about: x, value: 1}}\n");
        vec![PolicyFile::new("own/data.yaml", text)]
    };
    sources.user_data = file("files.odd");
    assert_eq!(
        PolicySet::load(sources.clone(), FACTS)
            .unwrap_err()
            .to_string(),
        "own/data.yaml:2:3: `files.odd` is a built-in rule: the configuration changes its parameters"
    );
    sources.user_data = file("own.odd");
    let set = PolicySet::load(sources, FACTS).unwrap();
    assert_eq!(
        set.params("own.odd")["max"].value,
        ParameterValue::Integer(1)
    );
}
