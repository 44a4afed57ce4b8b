//! Who has approved what on a forge, and in signed commits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CiAccess, Evidence, ReportStatus};

/// Who has approved what on a forge, and in signed commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// Whether anything here says who approved: a forge's answer that was recorded for HEAD, or that it gave
    /// now. Where not, there may be reviews that nobody recorded.
    pub known: bool,
    /// The command that records them.
    pub fix: String,
    /// The approvals that count, each person's latest; sorted.
    pub given: Vec<ReviewApproval>,
    /// What does not count, each with the reason, sorted by place; at most 1,000.
    pub refused: Vec<RefusedReview>,
    /// Trailers that nobody's signature stands behind, in the order of the history; at most 1,000.
    pub claims: Vec<ReviewClaim>,
    /// Every answer of a forge, whatever it is worth, sorted by path.
    pub sources: Vec<ReviewSource>,
    /// Whether the forge was asked now, and why not.
    pub access: CiAccess,
}

/// An approval that counts for the commits that it covers, and for the candidate where `files` says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewApproval {
    /// The name of the person on the lists.
    pub person: String,
    /// Whether they are a maintainer.
    pub maintainer: bool,
    /// The teams that they are in, sorted.
    pub teams: Vec<String>,
    /// How it was given.
    pub kind: ReviewKind,
    /// Where it was given: `#12`, `!12`, `the commit 1234567890`.
    pub place: String,
    /// The number of the pull or merge request; `null` for a trailer.
    pub request: Option<u64>,
    /// The commit that was approved: the last one of the request, or the one with the trailer.
    pub commit: String,
    /// Whether the files of that commit are those of the candidate.
    pub files: ReviewedFiles,
    /// The commits since the previous release that it was given for, by full object id, sorted.
    pub covers: Vec<String>,
    /// When it was given, in seconds since 1970 (UTC); `null` if the forge does not say.
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: Option<i64>,
    /// The files that say so, sorted; empty for a trailer.
    pub sources: Vec<String>,
    /// The fingerprint of the key that signed; `null` for a review, which the forge vouches for.
    pub key: Option<String>,
}

/// How an approval was given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewKind {
    /// A review on a forge.
    Review,
    /// A trailer of a commit that the same person signed.
    Trailer,
}

/// Whether an approval was given for the files of the candidate.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewedFiles {
    /// For exactly these.
    Candidate,
    /// For others: it counts for its commits alone.
    Other,
    /// The approved commit is not in this clone, and no answer names its tree.
    Unknown,
}

/// A review or an answer of a forge that does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedReview {
    /// Where it stands: `#12`, or a file.
    pub place: String,
    /// The number of the pull or merge request; `null` if it is not of one.
    pub request: Option<u64>,
    /// The login of who gave it; `null` if it is not of one person.
    pub who: Option<String>,
    /// Why it does not count, as a clause.
    pub reason: String,
}

/// A trailer that says that somebody approved, and that they did not sign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewClaim {
    /// The full object id of the commit.
    pub commit: String,
    /// The key as it was written: `Reviewed-by`.
    pub key: String,
    /// Who it names.
    pub who: String,
    /// Why it does not count, as a clause.
    pub reason: String,
}

/// An answer of a forge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSource {
    /// The file, the tool, and which commit it speaks of. Only what was recorded on HEAD is used.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// The format: `gh-pull-requests`, `reviews`; `null` if it is not understood.
    pub format: Option<String>,
    /// The numbers of the requests that it speaks of, sorted; those that it names.
    pub requests: Vec<u64>,
}
