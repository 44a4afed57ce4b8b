//! What is known of a pipeline before it runs. <https://docs.gitlab.com/ci/variables/predefined_variables/>

/// What a pipeline is created for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The push of a tag.
    Tag,
    /// The push of a branch.
    Branch,
    /// A merge request.
    MergeRequest,
    /// A schedule.
    Schedule,
    /// A person who asks for it.
    Web,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Kind] = &[
        Kind::Tag,
        Kind::Branch,
        Kind::MergeRequest,
        Kind::Schedule,
        Kind::Web,
    ];

    /// `CI_PIPELINE_SOURCE`.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Kind::Tag | Kind::Branch => "push",
            Kind::MergeRequest => "merge_request_event",
            Kind::Schedule => "schedule",
            Kind::Web => "web",
        }
    }
}

/// A pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pipeline<'a> {
    /// What it is created for.
    pub kind: Kind,
    /// The tag, of a pipeline that has one.
    pub tag: &'a str,
    /// Whether a job of another pipeline created it (`trigger`).
    pub child: bool,
}

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Its text.
    Text(String),
    /// That it has one that is not empty.
    Present,
    /// That it is not there.
    Absent,
    /// Nothing.
    Nothing,
}

/// Variables that each pipeline has, with values that depend on the project or commit.
const PRESENT: &[&str] = &[
    "CI_API_V4_URL",
    "CI_COMMIT_AUTHOR",
    "CI_COMMIT_MESSAGE",
    "CI_COMMIT_REF_SLUG",
    "CI_COMMIT_SHA",
    "CI_COMMIT_SHORT_SHA",
    "CI_COMMIT_TIMESTAMP",
    "CI_COMMIT_TITLE",
    "CI_DEFAULT_BRANCH",
    "CI_PIPELINE_ID",
    "CI_PROJECT_ID",
    "CI_PROJECT_NAME",
    "CI_PROJECT_NAMESPACE",
    "CI_PROJECT_PATH",
    "CI_PROJECT_ROOT_NAMESPACE",
    "CI_PROJECT_TITLE",
    "CI_PROJECT_URL",
    "CI_PROJECT_VISIBILITY",
    "CI_SERVER_FQDN",
    "CI_SERVER_HOST",
    "CI_SERVER_URL",
    "CI_SERVER_VERSION",
];

impl Pipeline<'_> {
    /// What is known of a variable. The project's settings and whoever starts a pipeline may set any
    /// that GitLab does not, so that the file's own values are no more than defaults.
    #[must_use]
    pub fn variable(&self, name: &str) -> Known {
        let text = |text: &str| Known::Text(text.to_owned());
        let is_tag = self.kind == Kind::Tag;
        match name {
            "CI" | "GITLAB_CI" => text("true"),
            "CI_PIPELINE_SOURCE" if self.child => text("parent_pipeline"),
            "CI_PIPELINE_SOURCE" => text(self.kind.source()),
            "CI_COMMIT_TAG" | "CI_COMMIT_REF_NAME" if is_tag => text(self.tag),
            "CI_COMMIT_REF_NAME" => Known::Present,
            "CI_COMMIT_TAG" | "CI_COMMIT_TAG_MESSAGE" if !is_tag => self.only_by_hand(),
            "CI_COMMIT_TAG_MESSAGE" => Known::Nothing,
            "CI_COMMIT_BRANCH" | "CI_COMMIT_BEFORE_SHA" if is_tag => Known::Absent,
            "CI_COMMIT_BRANCH" if self.kind == Kind::MergeRequest => Known::Absent,
            "CI_COMMIT_BRANCH" if self.kind == Kind::Web => Known::Nothing,
            "CI_COMMIT_BRANCH" => Known::Present,
            "CI_OPEN_MERGE_REQUESTS" if is_tag => Known::Absent,
            "CI_MERGE_REQUEST_ID" | "CI_MERGE_REQUEST_IID" if self.kind == Kind::MergeRequest => {
                Known::Present
            }
            _ if name.starts_with("CI_MERGE_REQUEST_") && self.kind != Kind::MergeRequest => {
                Known::Absent
            }
            _ if name.starts_with("CI_EXTERNAL_PULL_REQUEST_") => Known::Absent,
            _ if PRESENT.contains(&name) => Known::Present,
            _ => Known::Nothing,
        }
    }

    /// A person may start a pipeline for a tag too.
    fn only_by_hand(&self) -> Known {
        if self.kind == Kind::Web {
            Known::Nothing
        } else {
            Known::Absent
        }
    }
}
