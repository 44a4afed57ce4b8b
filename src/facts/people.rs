//! Who may say yes to a release, by the lists of the release before it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The people whom the project lists, and who wrote what is to be released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Whose lists count.
    pub anchor: TrustAnchor,
    /// The file that lists the maintainers: `relcheck.toml`, `MAINTAINERS.md`,
    /// `.github/CODEOWNERS`; `null` if none does.
    pub source: Option<String>,
    /// Why a CODEOWNERS file that is there lists nobody, as a sentence; `null` where it does, where there
    /// is none, or where another file lists the maintainers.
    pub unused: Option<String>,
    /// Those who may approve a release, in the order of the list.
    pub maintainers: Vec<ListedPerson>,
    /// The teams by name, sorted.
    pub teams: Vec<ListedTeam>,
    /// The files that hold keys, sorted; empty if there are none: then no sign-off can be verified.
    pub keys: Vec<String>,
    /// Everybody who wrote, or is named as author of, a commit since the previous release, sorted by
    /// address and name.
    #[schemars(extend("x-large" = true))]
    pub writers: Vec<Writer>,
    /// Who wrote each commit since the previous release that is no merge, newest first.
    #[schemars(extend("x-large" = true))]
    pub written: Vec<WrittenCommit>,
    /// Who made each merge since the previous release, newest first.
    #[schemars(extend("x-large" = true))]
    pub merges: Vec<WrittenCommit>,
}

/// The revision whose lists of people and keys count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustAnchor {
    /// The tag of the previous release whose lists count; `null` where the candidate's own do.
    pub tag: Option<String>,
    /// The commit.
    pub commit: String,
    /// Why the candidate's own lists count, for a person to read; `null` where they do not.
    pub own: Option<String>,
}

/// A person on the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedPerson {
    /// The name, by which everything else speaks of them.
    pub name: String,
    /// The teams that they are in, sorted.
    pub teams: Vec<String>,
}

/// A team on the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedTeam {
    /// The name: `security`.
    pub name: String,
    /// The names of its members, in the order of the lists.
    pub members: Vec<String>,
}

/// Who wrote a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenCommit {
    /// The full object id.
    pub commit: String,
    /// The author, as `person` of `writers` has it.
    pub author: String,
    /// The author and those named by `Co-authored-by`, sorted.
    pub by: Vec<String>,
}

/// A name and an address that commits bear.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Writer {
    /// The address as it is written.
    pub email: String,
    /// The name as it is written.
    pub name: String,
    /// Who it is: the name on the lists, or else an address. Two of one person have the same, by the
    /// lists and by `.mailmap`.
    pub person: String,
    /// Whether `person` is a name on the lists.
    pub listed: bool,
}
