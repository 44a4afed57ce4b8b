//! How fast the code is, and how fast it was at the previous release.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};

/// The reports of benchmarks, and what changed since the previous release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benchmarks {
    /// Every report that was found, whatever it is worth, sorted by path; those of the previous
    /// release are in `earlier`. Empty if there is none.
    pub reports: Vec<BenchmarkReport>,
    /// The runs that may be those of the previous release, the ones used first, then by path. Empty
    /// if none was found, and where nothing was released before.
    pub earlier: Vec<EarlierBenchmarks>,
    /// What was measured by both, sorted by name: by the reports that are `complete` and `recorded`,
    /// and by the earlier runs that are used. Of a benchmark that several reports of one commit have,
    /// the fastest run counts, since noise makes nothing faster; the latest one where nothing says
    /// which number is the better one.
    #[schemars(extend("x-large" = true))]
    pub compared: Vec<ComparedBenchmark>,
    /// The benchmarks of the previous release that are in none of the reports, sorted. Empty where
    /// there is no report that counts.
    #[schemars(extend("x-large" = true))]
    pub vanished: Vec<String>,
    /// The benchmarks that the previous release has not got, sorted. Empty where there is no earlier
    /// run that is used.
    #[schemars(extend("x-large" = true))]
    pub new: Vec<String>,
    /// Which files hold benchmarks, or set them up; `null` where earlier runs are used, where nothing was
    /// released before, and where that cannot be told.
    pub sources: Option<BenchmarkSources>,
}

/// The files that hold benchmarks, or set them up, as far as their names or the frameworks that they use
/// show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkSources {
    /// Those of HEAD from the project's folder, sorted, at most 10.
    pub head: Vec<String>,
    /// Those of the previous release.
    pub previous: Vec<String>,
}

/// One report of benchmarks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// How many benchmarks are in it.
    pub benchmarks: u64,
    /// The machine in a few words; `null` where the report does not say.
    pub machine: Option<String>,
    /// The commit that the report itself names; `null` where it names none.
    pub measured: Option<String>,
    /// Benchmarks some of whose runs ended with a failure, sorted: what they say is not the speed of
    /// what works.
    pub failed: Vec<String>,
}

/// A run that may be one of the previous release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierBenchmarks {
    /// Where it was found.
    pub place: EarlierPlace,
    /// The file from the project's folder, or the reference of the notes.
    pub path: String,
    /// The SHA-256 of its content, in hexadecimal; `null` where it could not be read.
    pub sha256: Option<String>,
    /// The commit that it speaks of, as the place or the report says it; `null` where neither does.
    pub commit: Option<String>,
    /// How many benchmarks are in it.
    pub benchmarks: u64,
    /// The machine in a few words; `null` where the report does not say.
    pub machine: Option<String>,
    /// Why it is not used, as a clause; `null` where it is.
    pub reason: Option<String>,
}

/// Where an earlier run was found. The first of these places that has a usable one is used, and where
/// one is configured no other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum EarlierPlace {
    /// The configuration names it.
    Configured,
    /// It was recorded for the previous release, and kept.
    Recorded,
    /// A git note on the commit of the previous release.
    Note,
    /// A file in git at HEAD that names the commit of the previous release.
    History,
}

/// One benchmark that was measured before and is measured now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparedBenchmark {
    /// The full name.
    pub name: String,
    /// `ps` (picoseconds) for every time, else the unit as the report writes it.
    pub unit: String,
    /// The median at the previous release, or what stands for it: picoseconds, or millionths of the
    /// unit; `null` where there is none.
    pub before: Option<i64>,
    /// The same now.
    pub now: Option<i64>,
    /// The smaller number of samples of the two.
    pub samples: u64,
    /// The change, if the smaller number is the better one; `null` where the greater one is.
    pub smaller: Option<SpeedChange>,
    /// The change, if the greater number is the better one; `null` where the smaller one is. Where
    /// neither the report nor the unit says which is, both are there.
    pub bigger: Option<SpeedChange>,
    /// Why it cannot be compared, as a clause; `null` where it can be. Then neither change is there.
    pub reason: Option<String>,
}

/// By how much the time that the same work takes changed, in millionths of the earlier one: 50000 is
/// 5 % slower, and a rate that falls by half takes 1000000 more. Each is rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeedChange {
    /// Of the medians, or of what stands for them; `null` where there is none.
    pub middle: Option<i64>,
    /// The least change that is possible with the uncertainty of both; `null` where nothing says how
    /// uncertain they are, as with fewer than six samples.
    pub least: Option<i64>,
    /// The greatest one; `null` together with `least`.
    pub most: Option<i64>,
    /// Of the samples that nothing disturbed: the fastest ones; `null` where one is not known.
    pub best: Option<i64>,
    /// The wider of the two interquartile ranges; `null` where neither is known.
    pub noise: Option<i64>,
}
