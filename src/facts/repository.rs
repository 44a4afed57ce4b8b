//! What the git repository itself says: HEAD, branches, tags, the previous release.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PreviousRelease, VersionFact};

/// The state of the repository and its refs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// The commit that is checked out; `null` in a repository without any commit.
    pub head: Option<Head>,
    /// The branch that HEAD is on, as far as it can be told.
    pub branch: CurrentBranch,
    /// What the CI system says of this run; `null` outside of CI.
    pub ci: Option<CiEnvironment>,
    /// Whether the clone is shallow: part of the history is not here.
    pub shallow: bool,
    /// How this project's release tags are told from others.
    pub tag_pattern: TagPattern,
    /// Every tag, sorted by name.
    #[schemars(extend("x-large" = true))]
    pub tags: Vec<Tag>,
    /// The name of the main branch without remote (`main`), or `null` if none was found.
    pub main: Option<String>,
    /// The main, release and hotfix branches, local and remote ones, sorted by name and remote.
    #[schemars(extend("x-large" = true))]
    pub branches: Vec<Branch>,
    /// What is known of the release before this one.
    pub history: History,
    /// Where the hotfix branch that HEAD is on starts; `null` if HEAD is on no hotfix branch.
    pub hotfix: Option<HotfixBase>,
}

/// The commit that is checked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The full object id, in hexadecimal.
    pub commit: String,
    /// The full object id of its tree.
    pub tree: String,
    /// The committer's time, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: i64,
    /// The names of the project's own version tags that point at this commit, sorted.
    pub tags: Vec<String>,
}

/// The branch that is being judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentBranch {
    /// The name without `refs/heads/`; `null` where HEAD is detached and nothing else tells.
    pub name: Option<String>,
    /// Where the name comes from.
    pub source: BranchSource,
    /// Whether HEAD is detached, as CI systems often leave it.
    pub detached: bool,
    /// What the name says: `main`, `release`, `hotfix`, or `null` for any other branch.
    pub kind: Option<BranchKind>,
    /// The X.Y of a release branch (`1.2`) or the X.Y.Z of a hotfix branch (`1.2.3`).
    pub line: Option<String>,
    /// Why the name is `null` or was not believed, for a person to read.
    pub note: Option<String>,
}

/// Where the name of the current branch comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BranchSource {
    /// HEAD is a symbolic ref to it.
    Head,
    /// The CI system's variables name it, and a ref confirms it.
    Ci,
    /// The CI system's variables name it, and there is no ref to hold it against.
    Claimed,
    /// Nothing names it.
    None,
}

/// What a branch is for, by its name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum BranchKind {
    /// The line of development.
    Main,
    /// `release/vX.Y.x`.
    Release,
    /// `hotfix/vX.Y.Z`.
    Hotfix,
}

/// What the CI system's environment variables say, held against the refs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiEnvironment {
    /// The system: `github`, `gitlab`, `jenkins`, `circleci` or `azure`.
    pub system: String,
    /// The branch that the run is for.
    pub branch: Option<CiClaim>,
    /// The tag that the run is for.
    pub tag: Option<CiClaim>,
    /// The branch that a pull or merge request would be merged into.
    pub base: Option<CiClaim>,
    /// The commit that the run is for.
    pub commit: Option<CiClaim>,
}

/// One statement of the CI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiClaim {
    /// What is claimed: a branch, tag or commit.
    pub value: String,
    /// The environment variable that claims it.
    pub variable: String,
    /// Whether the refs agree; `null` where there is no ref to hold it against.
    pub confirmed: Option<bool>,
    /// What the refs say, for a person to read.
    pub detail: String,
}

/// How this project's release tags are told from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagPattern {
    /// What stands before the version in a release tag: `["", "v"]`, `["pkg-v"]`. Sorted. Empty
    /// where there are several packages' tags and nothing tells which are this project's.
    pub prefixes: Vec<String>,
    /// The prefix that a new tag takes: that of the newest release, or `v`.
    pub current: String,
    /// Who says so.
    pub source: TagPatternSource,
    /// Prefixes of version tags that were taken to be other packages', sorted.
    pub foreign: Vec<String>,
}

/// Who says which tags are this project's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TagPatternSource {
    /// The configuration.
    Config,
    /// The tags that there are.
    Detected,
    /// There is no version tag: `v` is assumed.
    Default,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The name without `refs/tags/`.
    pub name: String,
    /// What kind of tag it is.
    pub kind: TagKind,
    /// The version that it names, if it is one of this project's.
    pub version: Option<VersionFact>,
    /// The commit that it points at in the end; `null` where that is no commit, or not here.
    pub commit: Option<String>,
    /// Whether it is a tag object of its own, not a lightweight ref.
    pub annotated: bool,
    /// Whether the tag object carries a signature. It is not verified here, and not looked for in
    /// tags without a version.
    pub signed: bool,
    /// Who made it: `Name <email>`; `null` for a lightweight tag or one without a version.
    pub tagger: Option<String>,
    /// When it was made, in seconds since 1970 (UTC); `null` for a lightweight tag or one without a
    /// version.
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: Option<i64>,
}

/// What a tag stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TagKind {
    /// A final release of this project.
    Final,
    /// A pre-release of this project: an rc, a beta.
    PreRelease,
    /// Anything else: a floating tag, another package's, no version at all.
    Other,
}

/// A main, release or hotfix branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The name without remote: `release/v1.2.x`.
    pub name: String,
    /// The remote that it was fetched from; `null` for a local branch.
    pub remote: Option<String>,
    /// What the name says it is for.
    pub kind: BranchKind,
    /// The X.Y of a release branch (`1.2`) or the X.Y.Z of a hotfix branch (`1.2.3`).
    pub line: Option<String>,
    /// The commit at its tip.
    pub commit: String,
    /// Where it left the main branch: the newest commit that both have. `null` for main itself,
    /// where there is no main branch or nothing in common, where the clone is too shallow or too
    /// damaged to tell, and past the 200 branches of the highest lines; the current branch's is
    /// always worked out.
    pub fork_point: Option<ForkPoint>,
}

/// Where a branch left the main branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForkPoint {
    /// The newest commit that both have.
    pub commit: String,
    /// Whether that commit is on main's own first-parent line.
    pub on_main_line: bool,
}

/// What is known of the release before this one.
///
/// `previous` is the highest final version among this project's tags that are reachable from HEAD.
/// A tag on HEAD itself that names the version being judged is not its own predecessor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The previous release; `null` if there is none, and always where `complete` is `false`.
    pub previous: Option<PreviousRelease>,
    /// Whether the answer can be relied on: `false` where the clone lacks the depth or the tags
    /// that would tell. `previous: null` with `complete: true` is a first release.
    pub complete: bool,
    /// Why it is not complete.
    pub reason: Option<String>,
    /// The command that completes it.
    pub fix: Option<String>,
    /// The version that the configuration names as the project's very first release, which is then
    /// no matter of steps; `null` if it names none, or if there is a previous release.
    pub first_release: Option<VersionFact>,
    /// Final release tags of a higher version than `previous` that are not on this history, sorted
    /// by version.
    pub higher_elsewhere: Vec<String>,
}

/// Where the current hotfix branch starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HotfixBase {
    /// The version that the branch's name promises.
    pub version: VersionFact,
    /// The release that it repairs: the highest final one below that version on the same X.Y line,
    /// on this history or not; `null` if there is none.
    pub repairs: Option<PreviousRelease>,
    /// Whether that release's tag is an ancestor of HEAD; `null` where it repairs none or the
    /// history is too shallow to tell.
    pub contains_repaired: Option<bool>,
    /// How many commits after the repaired release HEAD has that are on main's or a release branch's
    /// own first-parent line: anything but 0 means that it starts from somewhere else, or that a
    /// merge brought them. 0 unless `contains_repaired` is `true`, and where the clone has no such
    /// branch.
    pub shared_commits: u64,
    /// The branches that it shares those commits with, sorted.
    pub shared_with: Vec<String>,
}
