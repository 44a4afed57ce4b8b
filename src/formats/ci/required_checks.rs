//! The checks that a branch's protection requires:
//! `gh api repos/O/R/branches/B/protection/required_status_checks`, all of the protection, or the
//! branch itself (`gh api repos/O/R/branches/B`), which whoever may read the repository may read.
//!
//! <https://docs.github.com/en/rest/branches/branch-protection#get-status-checks-protection>.
//! `contexts` has the names, `checks` the same ones, each with the app that has to report it: `-1` or
//! `null` for any.

use serde::Deserialize;

use super::asked::branch_in;
use super::model::{CiExport, RequiredContext};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_required_checks(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["strict", "contexts"])
        || outline.has_all(&[
            "required_status_checks.strict",
            "required_status_checks.contexts",
        ])
        || outline.has_all(&["protected", "protection.required_status_checks"])
}

#[derive(Deserialize)]
struct Page<'a> {
    /// The branch, where the export is that of the branch itself.
    #[serde(default, borrow)]
    name: Option<Text<'a>>,
    /// The address of the protection, in which the branch is named.
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default, borrow)]
    contexts: Option<List<Text<'a>, MAX_ENTRIES>>,
    #[serde(default, borrow)]
    checks: Option<List<Check<'a>, MAX_ENTRIES>>,
    #[serde(default, borrow)]
    required_status_checks: Option<Protection<'a>>,
    /// What the branch itself says of its protection.
    #[serde(default)]
    protected: Option<bool>,
    #[serde(default, borrow)]
    protection: Option<Within<'a>>,
}

#[derive(Deserialize)]
struct Within<'a> {
    #[serde(default, borrow)]
    required_status_checks: Option<Protection<'a>>,
}

#[derive(Deserialize)]
struct Protection<'a> {
    #[serde(borrow)]
    contexts: List<Text<'a>, MAX_ENTRIES>,
    #[serde(default, borrow)]
    checks: Option<List<Check<'a>, MAX_ENTRIES>>,
}

#[derive(Deserialize)]
struct Check<'a> {
    #[serde(borrow)]
    context: Text<'a>,
    #[serde(default)]
    app_id: Option<i64>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::RequiredChecks);
    for page in pages::objects::<Page<'_>>(text)? {
        export.of_branch(branch(&page)?)?;
        let within = page.protection.and_then(|it| it.required_status_checks);
        let protection = page.required_status_checks.or(within);
        let (contexts, checks) = match (page.contexts, protection) {
            (Some(contexts), None) => (contexts, page.checks),
            (None, Some(within)) => (within.contexts, within.checks),
            (None, None) if page.protected == Some(false) => continue,
            _ => {
                return Err(Flaw::unreadable(
                    "it has no `contexts`, so that it names no required checks",
                ));
            }
        };
        let checks = checks.unwrap_or_default();
        for check in checks.iter() {
            export.require(RequiredContext {
                name: kept::name(&check.context)?,
                app: check.app_id.and_then(|id| u64::try_from(id).ok()),
            })?;
        }
        for context in contexts.iter() {
            let name = kept::name(context)?;
            if !export.required.iter().any(|it| it.name == name) {
                export.require(RequiredContext { name, app: None })?;
            }
        }
    }
    Ok(export)
}

/// The branch that a page is about.
fn branch(page: &Page<'_>) -> Result<Option<String>, Flaw> {
    match (&page.name, &page.url) {
        (Some(name), _) if page.protected.is_some() => kept::name(name).map(Some),
        (_, Some(address)) => branch_in(address).map(|name| kept::name(&name)).transpose(),
        _ => Ok(None),
    }
}
