//! What went wrong with what was released: records in git, below `incidents/`.

use super::{Collector, Context};
use crate::facts::{IncidentRecord, Incidents, Missing, UnreadIncident};
use crate::formats::incident::{self, Incident, MAX_BYTES};
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
        let checkout = context.checkout();
        let mut facts = Incidents::default();
        let paths = checkout.tracked()?.iter();
        let names = paths.filter_map(|path| Some((path, name(path)?)));
        for (number, (path, name)) in names.enumerate() {
            if number == MAX_RECORDS {
                return Err(Missing::because(format!(
                    "there are more than {MAX_RECORDS} records below `{FOLDER}`"
                )));
            }
            match record(checkout, path, name) {
                Ok(incident) => facts.records.push(shown(path, incident)),
                Err(reason) => facts.unread.push(UnreadIncident {
                    path: path.clone(),
                    reason,
                }),
            }
        }
        facts.records.sort();
        facts.unread.sort();
        Ok(facts)
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

fn shown(path: &str, incident: Incident) -> IncidentRecord {
    let (vector, score) = match incident.cvss {
        Some(rated) => (Some(rated.vector), Some(rated.tenths)),
        None => (None, None),
    };
    IncidentRecord {
        path: path.to_owned(),
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
