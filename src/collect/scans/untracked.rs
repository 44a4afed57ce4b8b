//! Files in the checkout that git does not track: a virtual environment, say, into which `bandit -r .`
//! looks, too. What is found there is not found in what is released.

use crate::formats::scan::{Scan, ScanFormat, Suppressed};

const WHY: &str = "git does not track the file";

/// Whether a scan says which files it read, and tracked ones are among them.
pub(super) fn reads_tracked(scan: &Scan, is_tracked: impl Fn(&str) -> bool) -> bool {
    let scanned = scan
        .scanned
        .as_ref()
        .filter(|_| scan.format == ScanFormat::Bandit);
    scanned.is_some_and(|scanned| scanned.iter().any(|path| is_tracked(path)))
}

/// Lists as suppressed what was found in untracked files; that they were not read, or have
/// suppressions of their own, says nothing.
pub(super) fn set_aside(scan: &mut Scan, is_untracked: impl Fn(&str) -> bool) {
    let is_untracked = |path: Option<&str>| path.is_some_and(&is_untracked);
    let (untracked, findings): (Vec<_>, Vec<_>) = std::mem::take(&mut scan.findings)
        .into_iter()
        .partition(|it| is_untracked(it.path.as_deref()));
    scan.findings = findings;
    scan.suppressed
        .extend(untracked.into_iter().map(|finding| Suppressed {
            finding,
            why: WHY.to_owned(),
        }));
    scan.suppressed.sort_unstable();
    scan.inline.retain(|it| !is_untracked(Some(&it.path)));
    scan.unscanned
        .retain(|it| !is_untracked(it.path.as_deref()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::scan::{Inline, ScanFinding, Unscanned};

    fn found(path: Option<&str>) -> ScanFinding {
        ScanFinding {
            path: path.map(str::to_owned),
            ..ScanFinding::default()
        }
    }

    #[test]
    fn what_is_found_in_untracked_files_is_set_aside() {
        let mut scan = Scan::clean(ScanFormat::Bandit);
        scan.findings = vec![found(None), found(Some("a.py")), found(Some(".venv/b.py"))];
        for path in ["a.py", ".venv/b.py"] {
            scan.inline.push(Inline {
                path: path.to_owned(),
                kind: "nosec",
                count: 1,
            });
            scan.unscanned.push(Unscanned {
                path: Some(path.to_owned()),
                package: None,
                reason: "syntax error".to_owned(),
            });
        }
        set_aside(&mut scan, |path| path.starts_with(".venv/"));
        assert_eq!(scan.findings, [found(None), found(Some("a.py"))]);
        assert_eq!(scan.suppressed.len(), 1);
        assert_eq!((scan.inline.len(), scan.unscanned.len()), (1, 1));
    }

    #[test]
    fn a_scan_of_nothing_that_is_tracked_shows_nothing() {
        let mut scan = Scan::clean(ScanFormat::Bandit);
        assert!(!reads_tracked(&scan, |_| true));
        scan.scanned = Some(vec!["a.py".to_owned()]);
        assert!(reads_tracked(&scan, |path| path == "a.py"));
        assert!(!reads_tracked(&scan, |_| false));
    }
}
