//! The day of the release in `CITATION.cff`, which goes with the version there.

use super::declared::in_line;
use super::edit::Purpose;
use super::plan::{Left, Refusal, Request};
use super::planned::{Moved, Planned};
use crate::formats::citation::{DATE_RELEASED, date_released};

/// The kind of the declarations in that file.
const KIND: &str = "CITATION.cff";

/// Dates each citation file whose version moves, if it has a date.
pub(super) fn plan(
    planned: &mut Planned<'_>,
    request: &Request<'_>,
    moved: &[Moved],
) -> Result<(), Refusal> {
    for file in moved.iter().filter(|moved| moved.kind == KIND) {
        let Some(text) = planned.text(&file.path)? else {
            continue;
        };
        let Some((line, old)) = date_released(&text) else {
            continue;
        };
        match in_line(&text, line, DATE_RELEASED, &old) {
            Some(range) => {
                let new = request.date.to_string();
                planned.replace(&file.path, range, new, Purpose::Declaration);
            }
            None => planned.leave(Left {
                path: file.path.clone(),
                line,
                text: format!("{DATE_RELEASED}: {old}"),
                reason: "the date is not found in its line".to_owned(),
            }),
        }
    }
    Ok(())
}
