//! Baselines of detect-secrets that git tracks: the digests in them look like secrets to the next scan.

use std::collections::{BTreeMap, BTreeSet};

use gix::hash::{Kind, hasher};

use crate::collect::reports::Report;
use crate::facts::Binding;
use crate::formats::scan::{Scan, ScanFormat, Suppressed};

const WHY: &str = "a digest that the baseline itself holds";

/// By the path of each baseline the digests of the digests in it, as a scan of it reports them.
pub(super) struct Baselines(BTreeMap<String, BTreeSet<String>>);

impl Baselines {
    pub fn of(reports: &[Report<Scan>]) -> Self {
        let tracked = reports
            .iter()
            .filter(|report| report.is_whole() && report.evidence.binding == Binding::Tracked);
        let baselines = tracked.filter_map(|report| {
            let scan = report.value.as_ref()?;
            let is_baseline = scan.format == ScanFormat::DetectSecrets;
            is_baseline.then(|| (report.evidence.path.clone(), own_digests(scan)))
        });
        Baselines(baselines.collect())
    }

    /// Lists as suppressed what a scan found in a baseline, and what is a digest of that very
    /// baseline. Anything else in there may be a secret like any other. `tracked` names the tracked
    /// file of a report's path.
    pub fn set_aside(&self, scan: &mut Scan, tracked: impl Fn(&str) -> String) {
        if self.0.is_empty() || scan.format != ScanFormat::DetectSecrets {
            return;
        }
        let is_own = |path: Option<&str>, digest: Option<&str>| {
            let (Some(path), Some(digest)) = (path, digest) else {
                return false;
            };
            let own = self.0.get(&tracked(path));
            own.is_some_and(|own| own.contains(digest))
        };
        let (own, others) = std::mem::take(&mut scan.findings)
            .into_iter()
            .partition(|it| is_own(it.path.as_deref(), it.fingerprint.as_deref()));
        scan.findings = others;
        let own: Vec<_> = own;
        scan.suppressed
            .extend(own.into_iter().map(|finding| Suppressed {
                finding,
                why: WHY.to_owned(),
            }));
        scan.suppressed.sort_unstable();
    }
}

fn own_digests(scan: &Scan) -> BTreeSet<String> {
    let quiet = scan.suppressed.iter().map(|it| &it.finding);
    let all = scan.findings.iter().chain(quiet);
    let digests = all.filter_map(|it| it.fingerprint.as_deref());
    digests.filter_map(digest).collect()
}

/// The digest that detect-secrets makes of a text: SHA-1, in hexadecimal.
fn digest(text: &str) -> Option<String> {
    let mut hasher = hasher(Kind::Sha1);
    hasher.update(text.as_bytes());
    Some(hasher.try_finalize().ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scan::{ScanFinding, SecretState};

    const DIGEST: &str = "fc8c5eb194806e31a213f073131e73b0012a0fb5";
    const OF_DIGEST: &str = "3194cb8a8b1c3f040ace77594ae9bbbb794f2dc6";

    fn found(path: &str, fingerprint: &str) -> ScanFinding {
        ScanFinding {
            path: Some(path.to_owned()),
            fingerprint: Some(fingerprint.to_owned()),
            secret: Some(SecretState::Unaudited),
            ..ScanFinding::default()
        }
    }

    #[test]
    fn a_digest_of_a_digest_is_what_detect_secrets_writes() {
        assert_eq!(digest(DIGEST).as_deref(), Some(OF_DIGEST));
    }

    #[test]
    fn only_digests_of_the_very_baseline_are_set_aside() {
        let own = [OF_DIGEST.to_owned()].into();
        let baselines = Baselines([("base.json".to_owned(), own)].into());
        let mut scan = Scan::clean(ScanFormat::DetectSecrets);
        scan.findings = vec![
            found("base.json", OF_DIGEST),
            found("base.json", DIGEST),
            found("other.json", OF_DIGEST),
        ];
        baselines.set_aside(&mut scan, str::to_owned);
        assert_eq!(
            scan.findings,
            [found("base.json", DIGEST), found("other.json", OF_DIGEST)]
        );
        assert_eq!(scan.suppressed.len(), 1);
        assert_eq!(scan.suppressed[0].why, WHY);
    }
}
