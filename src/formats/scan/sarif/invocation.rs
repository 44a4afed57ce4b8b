//! Whether a run came to its end, and what it says that it could not do (SARIF 2.1.0, §3.20, §3.58).

use super::super::kept;
use super::super::model::Scan;
use super::location::Places;
use super::log::{Invocation, Notification, Notifications, Run};
use crate::formats::report::Flaw;

/// Reads what the invocations of a run say. A run without any says nothing, and is taken for one
/// that came to its end.
pub(super) fn read(run: &Run<'_>, places: &Places<'_, '_>, scan: &mut Scan) -> Result<(), Flaw> {
    for invocation in run.invocations.iter().flat_map(|list| list.iter()) {
        if let Some(how) = failure(invocation) {
            return Err(Flaw::crashed(format!(
                "the run of {} says that it failed: {how}",
                scan.tool
            )));
        }
        let ended = invocation.end_time_utc.as_deref().and_then(kept::moment);
        scan.generated_at = scan.generated_at.max(ended);
        for notification in notifications(&invocation.tool_execution_notifications) {
            read_execution(notification, places, scan)?;
        }
        for notification in notifications(&invocation.tool_configuration_notifications) {
            if level(notification) == "error" {
                let path = place(notification, places)?;
                scan.miss(path, &format!("configuration: {}", words(notification)))?;
            }
        }
    }
    Ok(())
}

fn notifications<'n, 'a>(
    list: &'n Option<Notifications<'a>>,
) -> impl Iterator<Item = &'n Notification<'a>> {
    list.iter().flat_map(|list| list.iter())
}

fn failure(invocation: &Invocation<'_>) -> Option<String> {
    if let Some(message) = invocation.process_start_failure_message.as_deref() {
        return Some(kept::line(&format!("it did not start: {message}")));
    }
    if let Some(signal) = invocation.exit_signal_name.as_deref() {
        return Some(kept::line(&format!("it was ended by {signal}")));
    }
    if invocation.execution_successful {
        return None;
    }
    // ESLint tells of what failed among the notifications of its configuration.
    let told = notifications(&invocation.tool_execution_notifications)
        .chain(notifications(&invocation.tool_configuration_notifications))
        .find(|notification| level(notification) == "error")
        .map(|notification| words(notification).to_owned());
    let told = told.or_else(|| {
        let description = invocation.exit_code_description.as_deref();
        description.map(str::to_owned)
    });
    Some(match (told, invocation.exit_code) {
        (Some(told), _) => kept::line(&told),
        (None, Some(code)) => format!("it ended with {code}"),
        (None, None) => "its `executionSuccessful` is false".to_owned(),
    })
}

fn read_execution(
    notification: &Notification<'_>,
    places: &Places<'_, '_>,
    scan: &mut Scan,
) -> Result<(), Flaw> {
    let path = place(notification, places)?;
    match level(notification) {
        "none" | "note" => Ok(()),
        "error" if path.is_none() => Err(Flaw::crashed(kept::line(&format!(
            "the run of {} says that it met an error: {}",
            scan.tool,
            words(notification)
        )))),
        _ => scan.miss(path, words(notification)),
    }
}

/// §3.58.6: a warning, where it is not said.
fn level<'n>(notification: &'n Notification<'_>) -> &'n str {
    notification.level.as_deref().unwrap_or("warning")
}

fn words<'n>(notification: &'n Notification<'_>) -> &'n str {
    let message = notification.message.as_ref();
    let words = message.and_then(|message| {
        let text = message.text.as_deref().or(message.markdown.as_deref());
        text.or(message.id.as_deref())
    });
    words.unwrap_or("without a word")
}

fn place(notification: &Notification<'_>, places: &Places<'_, '_>) -> Result<Option<String>, Flaw> {
    let location = notification.locations.as_ref();
    match location.and_then(|list| list.0.as_ref()) {
        Some(location) => Ok(places.of_location(location)?.0),
        None => Ok(None),
    }
}
