//! The rules of rulesets that hold for a branch: `gh api repos/O/R/rules/branches/B`.
//!
//! <https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch>. A list of nothing is not
//! recognised: it could be anything's.

use serde::Deserialize;

use super::model::{CiExport, RequiredContext};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// The type of the rule that requires checks.
const REQUIRED: &str = "required_status_checks";

pub(super) fn is_branch_rules(head: &str) -> bool {
    Outline::of(head).has_all(&["[].type", "[].ruleset_id"])
}

#[derive(Deserialize)]
struct Rule<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default, borrow)]
    parameters: Option<Parameters<'a>>,
}

#[derive(Deserialize)]
struct Parameters<'a> {
    #[serde(default, borrow)]
    required_status_checks: Option<List<Check<'a>, MAX_ENTRIES>>,
}

#[derive(Deserialize)]
struct Check<'a> {
    #[serde(borrow)]
    context: Text<'a>,
    #[serde(default)]
    integration_id: Option<u64>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::BranchRules);
    for rule in pages::objects::<Rule<'_>>(text)? {
        if &*rule.kind != REQUIRED {
            continue;
        }
        let checks = rule.parameters.and_then(|it| it.required_status_checks);
        let Some(checks) = checks else {
            return Err(Flaw::unreadable(
                "its rule `required_status_checks` does not say which",
            ));
        };
        for check in checks.iter() {
            export.require(RequiredContext {
                name: kept::name(&check.context)?,
                app: check.integration_id,
            })?;
        }
    }
    Ok(export)
}
