//! The waivers of the project, and who stands behind them.

use super::{Collector, Context};
use crate::facts::{Missing, ReadAs, WaiverEntry, Waivers};
use crate::people::Roster;
use crate::waivers::{FILE_NAME, Waiver};

/// The waivers of the project, and who stands behind them.
pub(super) struct WaiversCollector;

impl Collector for WaiversCollector {
    type Facts = Waivers;

    const NAME: &'static str = "waivers";
    const PURPOSE: &'static str = "The waivers of the project, and who stands behind them.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let options = context.options();
        let mut places = options.configured.iter();
        let path = places.find(|it| it.read_as == ReadAs::Waivers);
        let mut facts = Waivers {
            path: path.map_or_else(|| FILE_NAME.to_owned(), |it| it.path.clone()),
            listed: true,
            entries: Vec::new(),
        };
        // Where nothing is waived, nobody has to be known.
        if options.waivers.is_empty() {
            return Ok(facts);
        }
        let now = jiff::Timestamp::from_second(options.now)
            .map_err(|error| Missing::because(format!("the time is out of range: {error}")))?;
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let roster = &context.trust()?.roster;
        facts.listed = roster.people().next().is_some();
        let waivers = options.waivers.iter();
        facts.entries = waivers.map(|it| entry(it, today, roster)).collect();
        Ok(facts)
    }
}

fn entry(waiver: &Waiver, today: jiff::civil::Date, roster: &Roster) -> WaiverEntry {
    let person = |written: &str| {
        let id = roster.called(written)?;
        roster.person(id).map(|person| person.name.clone())
    };
    WaiverEntry {
        line: waiver.line,
        rule: waiver.rule.clone(),
        subject: waiver.subject.clone(),
        ticket: waiver.ticket.clone(),
        expires: waiver.expires.to_string(),
        days_left: i64::from(waiver.days_left(today)),
        over_broad: waiver.is_over_broad(),
        void: waiver.void(today),
        owner: waiver.owner.clone(),
        approver: waiver.approver.clone(),
        owner_person: person(&waiver.owner),
        approver_person: person(&waiver.approver),
    }
}
