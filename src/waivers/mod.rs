//! Waivers: findings that somebody has agreed to accept, for a while, for some versions.
//!
//! A waiver covers findings only. What is unknown cannot be waived: nobody has seen it.

mod file;

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;
use semver::VersionReq;

pub use file::{FILE_NAME, parse};

use crate::report::WaiverUse;
use crate::verdict::{Finding, Level};

/// The longest time for which a waiver may be given, in days before its expiry.
pub const MAX_DAYS: i32 = 90;

/// The rules that nothing covers: they judge changes of the waivers themselves, so that a waiver could
/// let itself in, or what was promised in return for letting something through.
pub const NEVER: &[&str] = &[
    "approvals.break_glass",
    "approvals.trust_root",
    "approvals.waivers",
];

/// One entry of `waivers.toml`. All of it is mandatory.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// The rule whose findings it covers.
    pub rule: String,
    /// A glob over the subjects of the findings that it covers.
    pub subject: String,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who asked for it.
    pub owner: String,
    /// Who agreed to it: somebody else.
    pub approver: String,
    /// The ticket in which it was agreed.
    pub ticket: String,
    /// The last day on which it counts.
    pub expires: Date,
    /// The release versions for which it counts; pre-releases count as their final release.
    pub versions: VersionReq,
    matcher: GlobMatcher,
}

/// What a waiver is held against.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The day of the decision, in UTC.
    pub today: Date,
    /// The version that is judged; `None` at the stage `process`, where every version counts.
    pub version: Option<&'a semver::Version>,
}

impl Waiver {
    /// How many days are left until it expires; negative once it has.
    #[must_use]
    pub fn days_left(&self, today: Date) -> i32 {
        (self.expires - today).get_days()
    }

    /// Why the waiver does not count on this day, whatever it is used for; `None` if it does.
    #[must_use]
    pub fn void(&self, today: Date) -> Option<String> {
        let days_left = self.days_left(today);
        if NEVER.contains(&self.rule.as_str()) {
            return Some(format!(
                "no waiver covers `{}`, which judges what is let through",
                self.rule
            ));
        }
        if same_person(&self.owner, &self.approver) {
            return Some(format!("`{}` approved it for themselves", self.owner));
        }
        if days_left < 0 {
            return Some(format!("it expired on {}", self.expires));
        }
        (days_left > MAX_DAYS).then(|| {
            format!(
                "it expires on {}, more than {MAX_DAYS} days from now",
                self.expires
            )
        })
    }

    /// Whether the waiver covers this finding of this rule.
    #[must_use]
    pub fn covers(&self, rule: &str, finding: &Finding, moment: Moment<'_>) -> bool {
        self.rule == rule
            && finding.level == Level::Deny
            && self.void(moment.today).is_none()
            && moment
                .version
                .is_none_or(|version| self.versions.matches(version))
            // What is written as the finding is means it, also where a glob reads it in another way.
            && (self.subject == finding.subject || self.matcher.is_match(&finding.subject))
    }

    /// Whether the waiver names no subject in particular.
    #[must_use]
    pub fn is_over_broad(&self) -> bool {
        self.subject.chars().all(|c| matches!(c, '*' | '/' | '?'))
    }

    /// The waiver as the report shows it.
    #[must_use]
    pub fn to_use(&self, used: u64, today: Date) -> WaiverUse {
        WaiverUse {
            rule: self.rule.clone(),
            subject: self.subject.clone(),
            ticket: self.ticket.clone(),
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            approver: self.approver.clone(),
            expires: self.expires.to_string(),
            versions: self.versions.to_string(),
            over_broad: self.is_over_broad(),
            used,
            void: self.void(today),
        }
    }
}

/// Marks each finding that a waiver covers with the waiver's ticket, and returns how many findings
/// each waiver covered, in the order of the waivers.
pub fn apply(
    waivers: &[Waiver],
    rule: &str,
    findings: &mut [Finding],
    moment: Moment<'_>,
) -> Vec<u64> {
    let mut used = vec![0; waivers.len()];
    for finding in findings {
        let covering = waivers
            .iter()
            .zip(&mut used)
            .find(|(waiver, _)| waiver.covers(rule, finding, moment));
        if let Some((waiver, count)) = covering {
            finding.waived_by = Some(waiver.ticket.clone());
            *count += 1;
        }
    }
    used
}

/// Whether two names differ at most in case, in spaces, or in an `@` in front.
fn same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.trim_start_matches(|c: char| c == '@' || c.is_whitespace())
            .split_whitespace()
            .map(str::to_lowercase)
            .collect()
    };
    words(one) == words(other)
}

fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    GlobBuilder::new(pattern)
        .literal_separator(false)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
