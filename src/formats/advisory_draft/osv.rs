//! OSV records (<https://ossf.github.io/osv-schema/>, version 1.x), of a project about itself.

use super::range::Bound;
use super::{AdvisoryDraft, DraftForm, VersionRange};
use crate::formats::osv::{Event, RangeKind, Record, read_json as json, read_yaml as yaml};
use crate::formats::report::Flaw;

pub(super) fn read_json(bytes: &[u8]) -> Result<AdvisoryDraft, Flaw> {
    json(bytes).map(draft)
}

pub(super) fn read_yaml(bytes: &[u8]) -> Result<AdvisoryDraft, Flaw> {
    yaml(bytes).map(draft)
}

fn draft(record: Record) -> AdvisoryDraft {
    let mut draft = AdvisoryDraft::new(DraftForm::Osv);
    draft.ids = record.aliases;
    draft.ids.push(record.id);
    draft.summary = record.summary.or(record.details);
    draft.is_withdrawn = record.withdrawn.is_some();
    draft.references = record.references.into_iter().map(|it| it.url).collect();
    for affected in record.affected {
        let Some(package) = affected.package else {
            continue;
        };
        let product = draft.product(&package.name, Some(&package.ecosystem));
        product.versions.extend(affected.versions);
        for range in affected
            .ranges
            .iter()
            .filter(|it| it.kind != RangeKind::Git)
        {
            let mut open: Option<VersionRange> = None;
            for event in &range.events {
                match event {
                    Event::Introduced(version) => {
                        product.ranges.extend(open.take());
                        let from = (version != "0").then(|| bound(version, true));
                        open = Some(VersionRange { from, to: None });
                    }
                    Event::Fixed(version) => {
                        product.fixed.push(version.clone());
                        product.ranges.extend(closed(&mut open, version, false));
                    }
                    Event::LastAffected(version) => {
                        product.ranges.extend(closed(&mut open, version, true));
                    }
                    Event::Limit(version) if version == "*" => {}
                    Event::Limit(version) => {
                        product.ranges.extend(closed(&mut open, version, false));
                    }
                }
            }
            product.ranges.extend(open);
        }
    }
    draft
}

fn bound(version: &str, is_included: bool) -> Bound {
    Bound {
        version: version.to_owned(),
        is_included,
    }
}

/// The range that ends here; one that does not begin holds what is before.
fn closed(
    open: &mut Option<VersionRange>,
    version: &str,
    is_included: bool,
) -> Option<VersionRange> {
    let mut range = open.take().unwrap_or_default();
    range.to = Some(bound(version, is_included));
    Some(range)
}
