//! What a result says of itself: its level, its score, its words, and whether it is suppressed.

use super::super::kept;
use super::super::model::{ScanFinding, ScanSeverity};
use super::log::{Decimal, RawResult, RuleProperties};
use super::rules::{Found, worse};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// The level of a result (§3.27.10). What an invocation makes of its rule's level does not soften it.
pub(super) fn of_result<'l>(result: &'l RawResult<'_>, rule: Option<Found<'l>>) -> &'l str {
    if let Some(level) = result.level.as_deref() {
        return level;
    }
    let configured = rule.and_then(|found| found.rule.default_configuration.as_ref());
    let level = configured
        .and_then(|configured| configured.level.as_deref())
        .unwrap_or("warning");
    match rule.and_then(|found| found.level) {
        Some(overridden) => worse(overridden, level),
        None => level,
    }
}

/// Reads `security-severity`, which is a decimal between 0 and 10. A word in its place makes the
/// severity unknown. So does 0, which trivy and grype write where nobody has said how severe it is:
/// only a level that is at least a warning, or none at all, says more.
pub(super) fn score(
    properties: &RuleProperties<'_>,
    finding: &mut ScanFinding,
) -> Result<(), Flaw> {
    let score = match &properties.security_severity {
        None => return Ok(()),
        Some(Decimal::Number(score)) => *score,
        Some(Decimal::Text(text)) => match text.trim().parse() {
            Ok(score) => score,
            Err(_) => {
                finding.severity = ScanSeverity::Unknown;
                finding.severity_text = Some(kept::line(text));
                return Ok(());
            }
        },
    };
    match (kept::tenths(score)?, finding.severity) {
        (0, ScanSeverity::Low) => finding.severity = ScanSeverity::Unknown,
        (0, _) => {}
        (tenths, _) => {
            finding.score = Some(tenths);
            finding.severity = ScanSeverity::of_score(tenths);
        }
    }
    Ok(())
}

/// The words of a result (§3.27.11): its own, else those that its rule keeps for it, else the
/// rule's description.
pub(super) fn message<'l>(result: &'l RawResult<'_>, rule: Option<Found<'l>>) -> &'l str {
    let own = result.message.as_ref();
    let words = own.and_then(|own| own.text.as_deref().or(own.markdown.as_deref()));
    if let Some(words) = words {
        return words;
    }
    let id = own.and_then(|own| own.id.as_deref());
    let rule = rule.map(|found| found.rule);
    let kept = rule.and_then(|rule| {
        let mut strings = rule.message_strings.iter();
        strings.find(|(key, _)| Some(&**key) == id)
    });
    kept.and_then(|(_, message)| message.text.as_deref())
        .or_else(|| rule.and_then(|rule| rule.short_description.as_ref()?.text.as_deref()))
        .or(id)
        .unwrap_or_default()
}

/// Why a result is suppressed (§3.27.23, §3.35); `None` if it is not.
pub(super) fn suppression(result: &RawResult<'_>) -> Option<String> {
    let suppressions = result.suppressions.as_deref()?;
    let first = suppressions.first()?;
    let holds = suppressions
        .iter()
        .all(|one| matches!(one.status.as_deref(), None | Some("accepted")));
    if !holds {
        return None;
    }
    let justification = suppressions
        .iter()
        .find_map(|one| one.justification.as_deref());
    let kind = &first.kind;
    Some(match justification {
        Some(why) => kept::line(&format!("{kind}: {why}")),
        None => kept::line(kind),
    })
}

/// What the tool knows the result again by (§3.27.16, §3.27.17): the first by name that is not
/// empty.
pub(super) fn fingerprint(result: &RawResult<'_>) -> Option<String> {
    [&result.fingerprints, &result.partial_fingerprints]
        .into_iter()
        .find_map(|prints| {
            let read = prints.iter().filter_map(|(name, value)| {
                let value: Text<'_> = serde_json::from_str(value.get()).ok()?;
                Some((name, value))
            });
            let filled = read.filter(|(_, value)| {
                // semgrep writes this in place of one.
                !value.is_empty() && &**value != "requires login"
            });
            let (_, value) = filled.min_by(|(a, _), (b, _)| a.cmp(b))?;
            Some(kept::line(&value))
        })
}
