//! Every argument of every subcommand. Each has an environment variable, `RELCHECK_…`.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::bump::BumpArguments;
use super::init::InitArguments;
use super::output::Destination;
use super::policy::PolicyNewArguments;
use super::record::RecordArguments;
use super::sbom::SbomArguments;
use super::sign_off::SignOffArguments;
use super::waivers::WaiversArguments;
use crate::policy::WORKER;
use crate::release::{ReleaseType, Stage, Version};

/// May this be released? Facts from a repository, judged by policies: GO or NO-GO for each release
/// type.
///
/// Without a subcommand, `relcheck` is `relcheck check`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  GO for what was asked
  1  NO-GO: a rule failed
  2  no decision can be relied on: wrong usage, configuration, policy or tool error
  3  NO-GO only because evidence is missing, stale or unreadable";

#[derive(Debug, Args)]
pub(super) struct Common {
    /// Run as if started in this folder
    #[arg(
        short = 'C',
        value_name = "DIR",
        global = true,
        env = "RELCHECK_DIR",
        default_value = "."
    )]
    pub dir: PathBuf,
    /// The project's folder inside of the repository, in a monorepo
    #[arg(long, value_name = "PATH", global = true, env = "RELCHECK_PROJECT")]
    pub project: Option<String>,
    /// Configuration file [default: relcheck.toml of the project, or at the root]
    #[arg(long, value_name = "FILE", global = true, env = "RELCHECK_CONFIG")]
    pub config: Option<PathBuf>,
    /// A folder with policies of your own (repeatable)
    #[arg(
        short,
        long,
        value_name = "DIR",
        global = true,
        env = "RELCHECK_POLICY"
    )]
    pub policy: Vec<PathBuf>,
    /// A database of advisories: a git clone of RustSec's or PyPA's, a folder or ZIP archive with OSV
    /// records (repeatable)
    #[arg(
        long,
        value_name = "PATH",
        global = true,
        env = "RELCHECK_ADVISORIES",
        value_delimiter = ','
    )]
    pub advisories: Vec<String>,
    /// CISA's catalogue of known exploited vulnerabilities, in JSON: what it lists stops a release
    #[arg(long, value_name = "FILE", global = true, env = "RELCHECK_KEV")]
    pub kev: Option<String>,
    /// FIRST's list of exploit predictions, a CSV file, plain or packed with gzip
    #[arg(long, value_name = "FILE", global = true, env = "RELCHECK_EPSS")]
    pub epss: Option<String>,
    /// Output format, to standard output or to a file (repeatable): text, json; `policy test` also
    /// has junit, `policy doc` writes markdown, `sbom` writes cyclonedx and cyclonedx-xml
    #[arg(
        short,
        long = "output",
        value_name = "FORMAT[=PATH]",
        global = true,
        env = "RELCHECK_OUTPUT",
        value_delimiter = ','
    )]
    pub output: Vec<Destination>,
    /// The time of the decision, in RFC 3339 [default: the system's]
    #[arg(long, value_name = "TIME", global = true, env = "RELCHECK_NOW")]
    pub now: Option<Timestamp>,
    /// Never use the network: what is not recorded of the CI system and of issues stays unknown
    #[arg(long, global = true, env = "RELCHECK_OFFLINE", value_parser = FalseyValueParser::new())]
    pub offline: bool,
    /// When to use colour
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        env = "RELCHECK_COLOR",
        default_value = "auto"
    )]
    pub color: Colour,
    /// Show the decision only
    #[arg(short, long, global = true, env = "RELCHECK_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
    /// Show what passes and what does not apply, too
    #[arg(short, long, global = true, env = "RELCHECK_VERBOSE", value_parser = FalseyValueParser::new(), conflicts_with = "quiet")]
    pub verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// If the output is a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Common {
    pub fn colour(&self) -> anstream::ColorChoice {
        match self.color {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Collect facts, judge them, and say GO or NO-GO
    Check(CheckArguments),
    /// Collect facts only, as JSON for `eval`
    Collect(CollectArguments),
    /// Judge facts that `collect` saved
    Eval(EvalArguments),
    /// Run a tool, and keep what it writes as evidence for the commit that is checked out
    Record(RecordArguments),
    /// Compare the public interface of the Python packages at two revisions
    Api(ApiArguments),
    /// List all rules
    Rules(RulesArguments),
    /// Show one rule: its text, thresholds, source, and the facts that it reads
    Explain(ExplainArguments),
    /// Name the smallest type that the next release can be, its version, and what asks for it
    ///
    /// Exit codes: 0 with a suggestion, and where nothing changed; 2 and 3 where none can be relied on.
    Suggest,
    /// Write the new version to every place that declares or names it, and date the changelog
    Bump(BumpArguments),
    /// Write a software bill of materials (CycloneDX), from the lock files and installed packages
    ///
    /// `relcheck record -- relcheck sbom` keeps it as evidence. The formats of `-o` are cyclonedx
    /// (JSON) and cyclonedx-xml.
    Sbom(SbomArguments),
    /// Vouch for a commit, such as by an approval, with the key that git signs with
    ///
    /// The sign-off is kept in git's notes, refs/notes/relcheck.
    SignOff(SignOffArguments),
    /// List the waivers: all, or those that expire, cover nothing or cover too much
    Waivers(WaiversArguments),
    /// Write a first relcheck.toml, from what is found
    Init(InitArguments),
    /// Work on policies
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Evaluate policies that are not trusted; relcheck starts this itself
    #[command(name = WORKER, hide = true)]
    PolicyWorker,
}

#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// Load policies and report everything that is wrong with them
    Check(PolicyCheckArguments),
    /// Run the tests of policies
    Test(PolicyTestArguments),
    /// Write the catalogue of all rules, as Markdown
    Doc(PolicyDocArguments),
    /// Write the two files of a new rule, so that only the logic is left to write
    New(PolicyNewArguments),
}

#[derive(Debug, Args, Default)]
pub(super) struct SubjectArguments {
    /// The stage that is judged [default: from the tags on HEAD]
    #[arg(
        long,
        env = "RELCHECK_STAGE",
        default_value = "auto",
        hide_default_value = true
    )]
    pub stage: StageChoice,
    /// The version that is to be released [default: one step of each type from the previous one]
    #[arg(long, value_name = "X.Y.Z", env = "RELCHECK_RELEASE")]
    pub release: Option<Version>,
}

#[derive(Debug, Args, Default)]
pub(super) struct JudgeArguments {
    /// The release type that the exit code speaks of [default: the candidate's own]
    #[arg(
        long = "type",
        value_name = "TYPE",
        env = "RELCHECK_TYPE",
        default_value = "auto",
        hide_default_value = true
    )]
    pub release_type: TypeChoice,
    /// Judge these rules only (repeatable); then nothing is a GO
    #[arg(long, value_name = "ID", env = "RELCHECK_RULE", value_delimiter = ',')]
    pub rule: Vec<String>,
    /// Exit with 0 after a decision, whatever it is
    #[arg(long, env = "RELCHECK_NO_FAIL", value_parser = FalseyValueParser::new(), action = ArgAction::SetTrue)]
    pub no_fail: bool,
}

#[derive(Debug, Args, Default)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub subject: SubjectArguments,
    #[command(flatten)]
    pub judge: JudgeArguments,
}

impl CheckArguments {
    /// The arguments of a plain `relcheck`: those that environment variables set.
    pub fn from_environment() -> anyhow::Result<Self> {
        #[derive(Parser)]
        struct Bare {
            #[command(flatten)]
            check: CheckArguments,
        }
        Ok(Bare::try_parse_from(["relcheck"])?.check)
    }
}

#[derive(Debug, Args)]
pub(super) struct CollectArguments {
    #[command(flatten)]
    pub subject: SubjectArguments,
    /// Only these facts (repeatable) [default: all]
    #[arg(
        long,
        value_name = "NAME",
        env = "RELCHECK_FACT",
        value_delimiter = ','
    )]
    pub fact: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// A file that `collect` wrote; `-` for standard input
    pub facts: PathBuf,
    #[command(flatten)]
    pub judge: JudgeArguments,
}

#[derive(Debug, Args)]
pub(super) struct ApiArguments {
    /// The revision that is compared with: a tag, a branch, a commit
    #[arg(long, value_name = "REV", env = "RELCHECK_API_FROM")]
    pub from: String,
    /// The revision that is judged
    #[arg(
        long,
        value_name = "REV",
        env = "RELCHECK_API_TO",
        default_value = "HEAD"
    )]
    pub to: String,
}

#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// Only the rules of this stage
    #[arg(
        long,
        env = "RELCHECK_STAGE",
        default_value = "auto",
        hide_default_value = true
    )]
    pub stage: StageChoice,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The rule's id: `version.bump_matches_type`
    pub rule: String,
}

#[derive(Debug, Args)]
pub(super) struct PolicyCheckArguments {
    /// Folders with policies [default: those of --policy and the configuration]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct PolicyTestArguments {
    /// Folders with policies and their tests [default: those of --policy and the configuration]
    pub paths: Vec<PathBuf>,
    /// Only tests whose `package.name` contains this text
    #[arg(long, value_name = "TEXT", env = "RELCHECK_RUN")]
    pub run: Option<String>,
    /// Fail unless at least this percentage of the rules' lines is covered
    #[arg(long, value_name = "PERCENT", env = "RELCHECK_MIN_COVERAGE", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
}

#[derive(Debug, Args)]
pub(super) struct PolicyDocArguments {
    /// Folders with policies [default: those of --policy and the configuration]
    pub paths: Vec<PathBuf>,
}

/// A stage, or the one that HEAD's tags suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum StageChoice {
    #[default]
    Auto,
    PreRelease,
    Candidate,
    Publish,
    PostRelease,
    Process,
}

impl StageChoice {
    pub fn chosen(self) -> Option<Stage> {
        match self {
            StageChoice::Auto => None,
            StageChoice::PreRelease => Some(Stage::PreRelease),
            StageChoice::Candidate => Some(Stage::Candidate),
            StageChoice::Publish => Some(Stage::Publish),
            StageChoice::PostRelease => Some(Stage::PostRelease),
            StageChoice::Process => Some(Stage::Process),
        }
    }
}

/// A release type, the candidate's own, or all of them: then the exit code is the candidate's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TypeChoice {
    #[default]
    Auto,
    Patch,
    Minor,
    Major,
    Hotfix,
    All,
}

impl TypeChoice {
    pub fn chosen(self) -> Option<ReleaseType> {
        match self {
            TypeChoice::Auto | TypeChoice::All => None,
            TypeChoice::Patch => Some(ReleaseType::Patch),
            TypeChoice::Minor => Some(ReleaseType::Minor),
            TypeChoice::Major => Some(ReleaseType::Major),
            TypeChoice::Hotfix => Some(ReleaseType::Hotfix),
        }
    }
}
