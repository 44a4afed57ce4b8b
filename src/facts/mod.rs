//! The typed contract that policies see. Nothing in here reads anything.
//!
//! One file a fact. Every type serialises each of its fields: an absent thing is an explicit
//! `null` or an empty list that a policy can test. All numbers are integers.

mod advisory_drafts;
mod api;
mod api_docs;
mod api_reports;
mod benchmarks;
mod break_glass;
mod candidate_tag;
mod changelog;
mod changes;
mod checks;
mod coverage;
mod dependencies;
mod diffs;
mod document;
mod documented;
mod documents;
mod evidence;
mod head_tags;
mod incidents;
mod interface;
mod issues;
mod licenses;
mod lines;
mod main_line;
mod merge_back;
mod people;
mod platforms;
mod python_api;
mod recordings;
mod references;
mod release_notes;
mod repository;
mod reviews;
mod sbom;
mod scans;
mod security_policy;
mod sign_offs;
mod tests;
mod tooling;
mod trust_root;
mod typescript_api;
mod updates;
mod version;
mod versions;
mod vulnerabilities;
mod waivers;
mod workflow;
mod worktree;

pub use advisory_drafts::{
    AdvisedBound, AdvisedProduct, AdvisedRange, AdvisoryDraft, AdvisoryDrafts, AdvisoryReport,
    NamedVulnerability, UnreadDraft,
};
pub use api::{ApiChange, ApiGap, ApiRevision, ApiWeight};
pub use api_docs::{ApiDocKind, ApiDocSource, ApiDocs, ChangedSymbol, UnlistedName};
pub use api_reports::{ApiBase, ApiReport, ApiReports};
pub use benchmarks::{
    BenchmarkReport, BenchmarkSources, Benchmarks, ComparedBenchmark, EarlierBenchmarks,
    EarlierPlace, SpeedChange,
};
pub use break_glass::{BreakGlass, BreakGlassRecord};
pub use candidate_tag::{CandidateTag, HoldingBranch, RemoteTag};
pub use changelog::{Changelog, ChangelogEntry, ChangelogFile, EntryGroup, OtherSection, Section};
pub use changes::{Change, Changes, Commit, Person, Trailer};
pub use checks::{
    Check, CheckKind, Checks, ChecksSource, CiAccess, OwnJob, RequiredBy, RequiredCheck,
};
pub use coverage::{Coverage, CoverageReport, CoverageTotal, NewCode, NewCodeFile, UnmappedPath};
pub use dependencies::{
    Dependencies, Dependency, DependencyOrigin, DependencyScope, DependencySource,
    RemovedDependency, UnlockedManifest,
};
pub use diffs::{ChangedFile, CommitDiff, Diffs, FileStatus, LineRange, TouchedPath};
pub use document::{
    Candidate, Clock, Document, Fact, Input, Missing, PreviousRelease, Project, ProjectKind,
    Release, SCHEMA, Subject, Tool,
};
pub use documented::{Documented, NotableCommit, SourcePlace, TouchedDocument};
pub use documents::{Documents, GuideVersion, MigrationGuide};
pub use evidence::{Binding, Evidence, ReportStatus};
pub use head_tags::{HeadTag, HeadTags, TagObject, TagSignature};
pub use incidents::{IncidentRecord, Incidents, UnreadIncident};
pub use interface::{Interface, InterfaceKind, InterfaceSource};
pub use issues::{Issue, IssueSource, IssueState, IssueStates, Issues};
pub use licenses::{
    IncompleteSource, LicenseContradiction, LicenseDocument, LicenseGroup, LicenseInventory,
    LicensePlace, LicenseReport, LicensedPackage, Licenses, NewLicense, ProjectLicense,
    UnknownLicense,
};
pub use lines::{
    LineBranch, LineRelease, Lines, MajorLine, ReleaseLine, SupportKind, SupportWindow,
};
pub use main_line::{Arrival, MainFork, MainLine, MergedCommit};
pub use merge_back::{MergeBack, PatchState, ReleasedPatch};
pub use people::{ListedPerson, ListedTeam, People, TrustAnchor, Writer, WrittenCommit};
pub use platforms::{KeptFile, Platform, Platforms};
pub use python_api::PythonApi;
pub use recordings::{DueCommand, Recordings};
pub use references::{
    DocumentKind, Reference, ReferenceFile, ReferenceForm, ReferenceTarget, References,
    UnreadDocument,
};
pub use release_notes::{Announced, NotesSection, ReleaseNotes, UnnamedChange};
pub use repository::{
    Branch, BranchKind, BranchSource, CiClaim, CiEnvironment, CurrentBranch, ForkPoint, Head,
    History, HotfixBase, Repository, Tag, TagKind, TagPattern, TagPatternSource,
};
pub use reviews::{
    RefusedReview, ReviewApproval, ReviewClaim, ReviewKind, ReviewSource, ReviewedFiles, Reviews,
};
pub use sbom::{
    SbomComparison, SbomGap, SbomMissing, SbomOtherVersion, SbomOtherVersions, SbomPackage,
    SbomPartialSource, SbomReport, SbomSubject, Sboms,
};
pub use scans::{
    Confidence, InlineSuppression, ScanFinding, ScanOption, ScanReport, ScanSettings, Scans,
    SecretState, Severity, SuppressedFinding, UnlistedFindings, UnreadRun, Unscanned,
};
pub use security_policy::{LinePromise, Promise, PromisedSupport, SecurityPolicy, UnreadPromise};
pub use sign_offs::{RefusedSignOff, SignOff, SignOffs, SignedDocument};
pub use tests::{FailedRun, SelectedTests, TestFailure, TestReport, Tests, UnseenRun};
pub use tooling::{Channel, Tooling};
pub use trust_root::{AnchorTag, PeopleChange, ReadAs, TreeDifference, TrustChange, TrustRoot};
pub use typescript_api::{
    TypescriptApi, TypescriptChanges, TypescriptCheck, TypescriptReleaseTag, TypescriptReport,
    TypescriptUnreported,
};
pub use updates::{AskedEcosystem, BehindPackage, UpdateReport, UpdateStep, Updates};
pub use version::VersionFact;
pub use versions::{
    CONFIGURED, Declaration, DeclarationRole, DynamicVersion, LeftBehind, LockedVersion,
    UndeterminedVersion, UnmetRequirement, Versions,
};
pub use vulnerabilities::{
    AdvisoryDatabase, AskedDatabase, DatabaseLayout, EcosystemCover, ExploitList, ExploitListKind,
    ExploitPrediction, InventoryGap, KnownExploit, UnclearAdvisory, UnversionedPackage,
    VexStatement, VexStatus, Vulnerabilities, Vulnerability, VulnerabilityReport,
};
pub use waivers::{WaiverEntry, Waivers};
pub use workflow::{
    ActionUse, Call, Expression, Import, ImportKind, Job, Permissions, Pin, Step, Trigger, Unread,
    Workflow, WorkflowFile,
};
pub use worktree::{WorktreeChange, WorktreeFacts, WorktreeStatus};
