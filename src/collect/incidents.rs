//! What went wrong with what was released: records in git, below `incidents/`.

use super::{Collector, Context};
use crate::facts::{IncidentRecord, Incidents, Missing, UnreadIncident};
pub(super) use crate::formats::incident::MAX_BYTES;
use crate::formats::incident::{self, Incident};
use crate::repo::Checkout;

/// The folder of the records, in the project's.
const FOLDER: &str = "incidents/";

/// The most records that are read.
const MAX_RECORDS: usize = 10_000;

/// The incident records of the project.
pub(super) struct IncidentsCollector;

impl Collector for IncidentsCollector {
    type Facts = Incidents;

    const NAME: &'static str = "incidents";
    const PURPOSE: &'static str =
        "What went wrong with what was released: the incident records of the project.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let (incidents, unread) = read_all(context.checkout())?;
        let mut facts = Incidents {
            records: incidents.into_iter().map(shown).collect(),
            unread,
        };
        facts.records.sort();
        facts.unread.sort();
        Ok(facts)
    }
}

/// Incidents, each with its path from the project's folder.
type Read = Vec<(String, Incident)>;

/// The records of a checkout, and those that cannot be read.
///
/// # Errors
/// [`Missing`] if its files cannot be listed, or if there are more than 10,000 records.
pub(super) fn read_all(checkout: &Checkout) -> Result<(Read, Vec<UnreadIncident>), Missing> {
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for (path, name) in each(checkout.tracked()?.iter().map(String::as_str))? {
        match record(checkout, path, name) {
            Ok(incident) => read.push((path.to_owned(), incident)),
            Err(reason) => unread.push(UnreadIncident {
                path: path.to_owned(),
                reason,
            }),
        }
    }
    Ok((read, unread))
}

/// The records among some paths from the project's folder, each with its name, without `.toml`.
///
/// # Errors
/// [`Missing`] if there are more than 10,000.
pub(super) fn each<'p>(
    paths: impl Iterator<Item = &'p str>,
) -> Result<Vec<(&'p str, &'p str)>, Missing> {
    let named = paths.filter_map(|path| Some((path, name(path)?)));
    let named: Vec<_> = named.take(MAX_RECORDS + 1).collect();
    match named.len() > MAX_RECORDS {
        true => Err(Missing::because(format!(
            "there are more than {MAX_RECORDS} records below `{FOLDER}`"
        ))),
        false => Ok(named),
    }
}

/// The name of a record, without its folder and `.toml`.
fn name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(FOLDER)?.strip_suffix(".toml")?;
    (!name.contains('/')).then_some(name)
}

fn record(checkout: &Checkout, path: &str, name: &str) -> Result<Incident, String> {
    let text = checkout
        .read_text(path, MAX_BYTES)
        .map_err(|missing| missing.reason)?;
    let text = text.ok_or_else(|| "it is tracked by git, but not on disk".to_owned())?;
    incident::parse(name, &text)
}

fn shown((path, incident): (String, Incident)) -> IncidentRecord {
    let (vector, score) = match incident.cvss {
        Some(rated) => (Some(rated.vector), Some(rated.tenths)),
        None => (None, None),
    };
    IncidentRecord {
        path,
        id: incident.id,
        title: incident.title,
        cause: incident.cause.name().to_owned(),
        release: incident.release,
        vector,
        score,
        components: incident.components,
        discovered: incident.discovered,
        assessed: incident.assessed,
        late: incident.late,
    }
}
