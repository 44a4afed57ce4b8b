//! What is added below rules under test, so that they see what they are judged on.

use regorus::unstable::{Rule, RuleHead};

use super::super::conftest;
use super::super::contract::{DUE, SETS};
use super::super::identifier::Role;
use super::super::module::ParsedModule;
use super::discover::defines;
use super::guard::JUDGED;

/// What is added below a rule, or below the rules that Conftest asks for.
pub(super) fn below_rules(module: &ParsedModule) -> String {
    match &module.role {
        Role::Rule(id) => below_rule(module, id),
        Role::Conftest => below_asked(module, &conftest::id(&module.package)),
        Role::Library(_) | Role::Test => String::new(),
    }
}

fn check(id: &str) -> String {
    format!(
        "{JUDGED}(\"{id}\", [relcheck_value | relcheck_value := input], [relcheck_value | relcheck_value := data.relcheck.params.{id}])"
    )
}

fn below_rule(module: &ParsedModule, id: &str) -> String {
    let check = check(id);
    let sets = SETS
        .into_iter()
        .filter(|set| defines(module, set))
        .map(|set| format!("\n{set} contains 0 if {{\n\t{check}\n\tfalse\n}}\n"));
    let due = defines(module, DUE).then(|| format!("\n{DUE} := 0 if {{\n\t{check}\n\tfalse\n}}\n"));
    sets.chain(due).collect()
}

/// The same in the syntax of the file.
fn below_asked(module: &ParsedModule, id: &str) -> String {
    let check = check(id);
    let is_v0 = module.file.is_rego_v0;
    conftest::asked(module)
        .into_iter()
        .map(|(name, rule)| {
            let head = match (is_set(rule), is_v0) {
                (true, true) => format!("{name}[0]"),
                (true, false) => format!("{name} contains 0 if"),
                (false, true) => format!("{name} = 0"),
                (false, false) => format!("{name} := 0 if"),
            };
            format!("\n{head} {{\n\t{check}\n\tfalse\n}}\n")
        })
        .collect()
}

fn is_set(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::Spec {
            head: RuleHead::Set { .. },
            ..
        }
    )
}
