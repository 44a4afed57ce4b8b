//! Which versions the security policy promises fixes to.

use std::collections::BTreeMap;

use super::{Collector, Context};
use crate::facts::{
    LinePromise, Missing, Promise, PromisedSupport, Repository, SecurityPolicy, TagKind,
    UnreadPromise,
};
use crate::formats::security_policy::{self, Policy, Row, Support};
use crate::repo::Checkout;

/// The largest security policy that is read, in bytes.
const MAX_POLICY: u64 = 1024 * 1024;

/// The folders in which GitHub looks for one, in its order.
const FOLDERS: &[&str] = &[".github/", "", "docs/"];

/// The names that it may have, in lower case.
const NAMES: &[&str] = &[
    "security.md",
    "security.markdown",
    "security.rst",
    "security.adoc",
    "security.txt",
    "security",
];

/// Which versions the security policy promises fixes to.
pub(super) struct SecurityPolicyCollector;

impl Collector for SecurityPolicyCollector {
    type Facts = SecurityPolicy;

    const NAME: &'static str = "security_policy";
    const PURPOSE: &'static str = "Which versions the security policy promises fixes to.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let checkout = context.checkout();
        let Some(path) = find(checkout)? else {
            return Ok(SecurityPolicy::default());
        };
        let text = checkout.tracked_text(&path, MAX_POLICY)?;
        let policy = security_policy::read(&text);
        Ok(SecurityPolicy {
            path: Some(path),
            lines: lines(&policy, context.repository()?),
            promises: policy.rows.iter().map(promise).collect(),
            unread: policy
                .unread
                .into_iter()
                .map(|remark| UnreadPromise {
                    line: remark.line,
                    text: remark.text,
                    reason: remark.reason.to_owned(),
                })
                .collect(),
        })
    }
}

fn find(checkout: &Checkout) -> Result<Option<String>, Missing> {
    let tracked = checkout.tracked()?;
    Ok(FOLDERS.iter().find_map(|folder| {
        let start = tracked.partition_point(|path| path.as_str() < *folder);
        let within = tracked.get(start..).unwrap_or_default().iter();
        within
            .take_while(|path| path.starts_with(folder))
            .find(|path| {
                let name = path.get(folder.len()..).unwrap_or_default();
                NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
            })
            .cloned()
    }))
}

fn promise(row: &Row) -> Promise {
    Promise {
        line: row.line,
        text: row.text.clone(),
        support: support(row.support),
    }
}

fn support(support: Support) -> PromisedSupport {
    match support {
        Support::Full => PromisedSupport::Full,
        Support::Security => PromisedSupport::Security,
        Support::None => PromisedSupport::None,
    }
}

/// What the latest final release of each X.Y is promised, the highest line first.
fn lines(policy: &Policy, repository: &Repository) -> Vec<LinePromise> {
    let mut latest: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    for tag in repository
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::Final)
    {
        let Some(version) = &tag.version else {
            continue;
        };
        let patch = latest.entry((version.major, version.minor)).or_default();
        *patch = version.patch.max(*patch);
    }
    let Some((&(major, minor), &patch)) = latest.last_key_value() else {
        return Vec::new();
    };
    let highest = [major, minor, patch];
    let mut above: Option<u64> = None;
    let in_order = latest.into_iter().rev();
    in_order
        .map(|((major, minor), patch)| {
            let row = said_of(&policy.rows, [major, minor, patch], highest);
            let line = LinePromise {
                major,
                minor,
                highest: above != Some(major),
                support: row.map(|row| support(row.support)),
                line: row.map(|row| row.line),
                text: row.map(|row| row.text.clone()),
            };
            above = Some(major);
            line
        })
        .collect()
}

/// The row that speaks of a version: one that names it, else one about all others. Rows that say
/// different things of it say nothing that can be relied on.
fn said_of(rows: &[Row], version: [u64; 3], highest: [u64; 3]) -> Option<&Row> {
    let mut naming = rows
        .iter()
        .filter(|row| row.versions.name(version, highest));
    match naming.next() {
        None => rows.iter().find(|row| row.versions.others),
        Some(first) => naming
            .all(|row| row.support == first.support)
            .then_some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Options;
    use crate::repo::testing::Sandbox;

    fn collected(git: &Sandbox, files: &[(&str, &str)]) -> SecurityPolicy {
        for (path, text) in files {
            let path = git.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        git.git(&["add", "."]);
        let options = Options {
            dir: git.path().to_owned(),
            ..Options::default()
        };
        SecurityPolicyCollector::collect(&Context::open(options).unwrap()).unwrap()
    }

    const TABLE: &str = "| Version | Supported |\n|---|---|\n| 2.x | yes |\n| 1.1 | security |\n| 1.1.0 - 1.1.9 | no |\n| other | no |\n";

    fn released() -> Sandbox {
        let git = Sandbox::new();
        for tag in [
            "v0.9.0",
            "v1.1.0",
            "v1.2.0",
            "v2.0.0",
            "v2.0.1",
            "v3.0.0-rc.1",
        ] {
            git.release(tag);
        }
        git
    }

    #[test]
    fn each_line_is_promised_what_the_table_says_of_its_latest_release() {
        let policy = collected(&released(), &[("SECURITY.md", TABLE)]);
        let said: Vec<_> = policy
            .lines
            .iter()
            .map(|it| (it.major, it.minor, it.highest, it.support, it.line))
            .collect();
        assert_eq!(
            said,
            [
                (2, 0, true, Some(PromisedSupport::Full), Some(3)),
                (1, 2, true, Some(PromisedSupport::None), Some(6)),
                (1, 1, false, None, None),
                (0, 9, true, Some(PromisedSupport::None), Some(6)),
            ],
            "what is said twice of 1.1 is not relied on"
        );
        assert_eq!(policy.promises.len(), 4);
    }

    #[test]
    fn the_file_that_github_shows_counts() {
        let git = released();
        let policy = collected(
            &git,
            &[("docs/security.md", ""), ("src/security.md", TABLE)],
        );
        assert_eq!(policy.path.as_deref(), Some("docs/security.md"));
        let policy = collected(&git, &[("SECURITY.rst", "")]);
        assert_eq!(policy.path.as_deref(), Some("SECURITY.rst"));
        let policy = collected(&git, &[(".github/SECURITY.md", TABLE)]);
        assert_eq!(policy.path.as_deref(), Some(".github/SECURITY.md"));
    }

    #[test]
    fn without_a_file_or_a_release_nothing_is_promised() {
        assert_eq!(collected(&released(), &[]), SecurityPolicy::default());
        let git = Sandbox::new();
        git.commit("one");
        let policy = collected(&git, &[("SECURITY.md", TABLE)]);
        assert_eq!((policy.lines.len(), policy.promises.len()), (0, 4));
    }
}
