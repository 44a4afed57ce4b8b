//! Asks one rule for all that it says.

use std::time::Instant;

use regorus::Value;

use super::asked;
use super::contract::{DUE, SETS};
use super::engine::{self, Failure};
use super::engines::Taken;
use super::evaluate::Judged;
use super::findings;
use super::source::PolicyFile;

/// A rule that is being asked.
pub(super) struct Judging<'a> {
    /// Its engine holds the input.
    pub(super) taken: Taken,
    pub(super) package: &'a str,
    pub(super) file: &'a PolicyFile,
    pub(super) deadline: Instant,
}

impl Judging<'_> {
    /// What it says, asked at once; `None` if the engine fails at that, and it has to be asked one by one:
    /// another engine, for this one is of no use any more.
    pub(super) fn at_once(&mut self) -> Option<Result<Judged, Failure>> {
        let value = match self.ask(asked::NAME) {
            Ok(value) => value,
            Err(Failure::OutOfTime) => return Some(Err(Failure::OutOfTime)),
            Err(Failure::Message(_)) => return None,
        };
        let mut said = asked::said(&value, &self.taken.names)?;
        Some(judged(self.file, |name| Ok(said.remove(name))))
    }

    /// What it says, one name after the other.
    pub(super) fn one_by_one(&mut self) -> Result<Judged, Failure> {
        let file = self.file;
        judged(file, |name| match self.taken.names.contains(&name) {
            true => self.ask(name).map(Some),
            false => Ok(None),
        })
    }

    /// The value of a name in the rule's module.
    fn ask(&mut self, name: &str) -> Result<Value, Failure> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let path = format!("{}.{name}", self.package);
        engine::evaluate(&mut self.taken.engine, &path, left)
    }
}

/// Puts together what a rule says: `value` tells what stands under a name, `None` if its module does not
/// speak of it at all.
fn judged(
    file: &PolicyFile,
    mut value: impl FnMut(&'static str) -> Result<Option<Value>, Failure>,
) -> Result<Judged, Failure> {
    let placed = |message| Failure::Message(format!("{}: {message}", file.path));
    let [deny, not_applicable, unknown, looked_at] = SETS;
    let reasons = |value: Option<Value>, name| match value {
        None => Ok(Vec::new()),
        Some(value) => findings::reasons(&value, name).map_err(placed),
    };
    let found = value(deny)?.unwrap_or(Value::Undefined);
    let deny = findings::findings(&found).map_err(placed)?;
    let not_applicable = reasons(value(not_applicable)?, not_applicable)?;
    let unknown = match value(unknown)? {
        None => Vec::new(),
        Some(value) => findings::unknowns(&value, unknown).map_err(placed)?,
    };
    let looked_at = reasons(value(looked_at)?, looked_at)?;
    let due = match value(DUE)? {
        None => None,
        Some(value) => findings::due(&value).map_err(placed)?,
    };
    Ok(Judged {
        deny,
        not_applicable,
        unknown,
        looked_at,
        due,
    })
}
