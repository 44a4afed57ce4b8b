//! Collectors: evidence in, typed facts out. One file a collector; this file lists them all.

mod context;
mod input;
mod registry;

mod advisory_drafts;
mod api_docs;
mod api_reports;
mod benchmarks;
mod break_glass;
mod candidate_tag;
mod changelog;
mod changes;
mod checks;
mod coverage;
mod coverage_paths;
mod dependencies;
mod diffs;
mod documented;
mod documents;
mod first_release;
mod foreign;
mod head_tags;
mod incidents;
mod interface;
mod issues;
mod licenses;
mod lines;
mod main_line;
mod manifests;
mod merge_back;
mod own_package;
mod own_place;
mod people;
mod platforms;
pub mod python_api;
mod recordings;
mod references;
mod release_notes;
mod reports;
mod repository;
mod reviews;
mod runs;
mod sbom;
mod scans;
mod security_policy;
mod sign_offs;
mod tag_signature;
mod tests_run;
mod tooling;
mod trust_root;
mod typescript_api;
mod updates;
mod versions;
mod vulnerabilities;
mod waivers;
mod workflow;
mod worktree;

pub use context::{
    AdvisoryPlace, ConfiguredCommand, ConfiguredPath, Context, Options, VersionPattern,
};
pub use dependencies::{DistributedFile, Particular, Particulars, particulars};
pub use input::check_input;
pub use licenses::{SureLicenses, sure_licenses};
pub use people::trust_anchor;
pub use references::called;
pub use registry::{Collector, Entry, collect, evidence, find, input_schema, validate};
pub use sign_offs::{SignOffVerdict, check_sign_off, sign_off_lines, verify_sign_offs};

use registry::entry;

/// Every collector, in the order in which `relcheck collect` shows them. A new one is a line here.
pub const COLLECTORS: &[Entry] = &[
    entry::<repository::RepositoryCollector>(),
    entry::<worktree::WorktreeCollector>(),
    entry::<changes::ChangesCollector>(),
    entry::<diffs::DiffsCollector>(),
    entry::<versions::VersionsCollector>(),
    entry::<changelog::ChangelogCollector>(),
    entry::<interface::InterfaceCollector>(),
    entry::<workflow::WorkflowCollector>(),
    entry::<tooling::ToolingCollector>(),
    entry::<dependencies::DependenciesCollector>(),
    entry::<updates::UpdatesCollector>(),
    entry::<lines::LinesCollector>(),
    entry::<main_line::MainLineCollector>(),
    entry::<candidate_tag::CandidateTagCollector>(),
    entry::<head_tags::HeadTagsCollector>(),
    entry::<platforms::PlatformsCollector>(),
    entry::<merge_back::MergeBackCollector>(),
    entry::<references::ReferencesCollector>(),
    entry::<api_reports::ApiReportsCollector>(),
    entry::<python_api::PythonApiCollector>(),
    entry::<typescript_api::TypescriptApiCollector>(),
    entry::<documents::DocumentsCollector>(),
    entry::<release_notes::ReleaseNotesCollector>(),
    entry::<documented::DocumentedCollector>(),
    entry::<api_docs::ApiDocsCollector>(),
    entry::<security_policy::SecurityPolicyCollector>(),
    entry::<recordings::RecordingsCollector>(),
    entry::<tests_run::TestsCollector>(),
    entry::<coverage::CoverageCollector>(),
    entry::<scans::ScansCollector>(),
    entry::<sbom::SbomCollector>(),
    entry::<benchmarks::BenchmarksCollector>(),
    entry::<checks::ChecksCollector>(),
    entry::<vulnerabilities::VulnerabilitiesCollector>(),
    entry::<licenses::LicensesCollector>(),
    entry::<advisory_drafts::AdvisoryDraftsCollector>(),
    entry::<people::PeopleCollector>(),
    entry::<sign_offs::SignOffsCollector>(),
    entry::<incidents::IncidentsCollector>(),
    entry::<break_glass::BreakGlassCollector>(),
    entry::<reviews::ReviewsCollector>(),
    entry::<issues::IssuesCollector>(),
    entry::<trust_root::TrustRootCollector>(),
    entry::<waivers::WaiversCollector>(),
];
