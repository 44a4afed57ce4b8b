//! `relcheck sign-off`: vouch for something about a commit, by a signature in git's notes.

mod show;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, Subcommand};
use sha2::{Digest as _, Sha256};

use super::args::{Common, SubjectArguments};
use super::git::Git;
use super::output;
use super::session::{Collection, clock, failed, typed};
use super::workspace::Workspace;
use crate::collect::{self, Context, SignOffVerdict};
use crate::facts::SignOffs;
use crate::nearest::suggestion;
use crate::policy::{ParameterValue, PolicySet, hex};
use crate::report::ExitCode;
use crate::signoff::sign::Key;
use crate::signoff::{self, Claim, Decision, Document, FINDINGS, REFERENCE, SignerName};

/// The parameters of rules that name the sign-offs that they read.
const PARAMETERS: [&str; 2] = ["sign_off", "sign_offs"];

/// The largest document that a sign-off is given over, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct SignOffArguments {
    /// What you vouch for: approval, manual-testing …; without it, the kinds are listed
    pub what: Option<String>,
    /// The version that you vouch for [default: none in particular]
    #[arg(long = "for-version", visible_alias = "version", value_name = "X.Y.Z")]
    pub version: Option<crate::release::Version>,
    /// What you want to add, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Where there is more to read
    #[arg(long, value_name = "URL")]
    pub link: Option<String>,
    /// A document of the commit that you vouch for: once it changes, the sign-off is void (repeatable)
    #[arg(long, value_name = "FILE")]
    pub evidence: Vec<PathBuf>,
    /// Vouch for the known vulnerabilities of the dependencies, as they are found now: once others are
    /// found, the sign-off is void
    #[arg(long)]
    pub findings: bool,
    /// The key: the file of an SSH key, or the fingerprint of an OpenPGP key [default: the one that
    /// git signs with]
    #[arg(long, value_name = "KEY", env = "RELCHECK_KEY")]
    pub key: Option<String>,
    /// Take back what you have vouched for
    #[arg(long)]
    pub withdraw: bool,
    #[command(subcommand)]
    pub command: Option<SignOffCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum SignOffCommand {
    /// List the sign-offs that speak of HEAD, those that count and those that do not
    List,
    /// Verify the sign-offs that speak of HEAD; exit code 1 if one does not count, 3 if there are none; those on other commits, for other files, are listed only
    Verify(VerifyArguments),
    /// Write each sign-off on HEAD as files that ssh-keygen and gpg verify
    Export(ExportArguments),
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// Verify every sign-off that there is, on whatever commit
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The folder to write to
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

pub(super) fn run(common: &Common, own: &SignOffArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open(common)?;
    let subject = SubjectArguments::default();
    let context = Collection {
        common,
        workspace: &workspace,
        subject: &subject,
    }
    .context()?;
    match &own.command {
        None => give(common, own, &workspace, &context),
        Some(SignOffCommand::List) => list(common, &context).map(|_| ExitCode::Go),
        Some(SignOffCommand::Verify(VerifyArguments { all: false })) => {
            let facts = list(common, &context)?;
            // What somebody said of other files says nothing of HEAD's.
            let all_count = facts.refused.iter().all(|it| it.other_files) && facts.gone.is_empty();
            Ok(match (all_count, facts.given.is_empty()) {
                (false, _) => ExitCode::NoGo,
                (true, true) => ExitCode::Unknown,
                (true, false) => ExitCode::Go,
            })
        }
        Some(SignOffCommand::Verify(VerifyArguments { all: true })) => verify_all(common, &context),
        Some(SignOffCommand::Export(export)) => show::export(&context, &export.folder),
    }
}

fn list(common: &Common, context: &Context) -> anyhow::Result<SignOffs> {
    let facts = collect::collect(context, |name| name == "sign_offs");
    if let Some(crate::facts::Fact::Unknown(missing)) = facts.get("sign_offs") {
        return Err(failed(missing));
    }
    let facts: SignOffs = typed(&facts, "sign_offs")?.context("there is no fact `sign_offs`")?;
    output::listing(
        common,
        |style| show::list(&facts, style),
        || Ok(serde_json::to_string_pretty(&facts)? + "\n"),
    )?;
    Ok(facts)
}

fn verify_all(common: &Common, context: &Context) -> anyhow::Result<ExitCode> {
    let verdicts = collect::verify_sign_offs(context).map_err(|missing| failed(&missing))?;
    output::listing(
        common,
        |style| show::verdicts(&verdicts, style),
        || Ok(serde_json::to_string_pretty(&show::json(&verdicts))? + "\n"),
    )?;
    let refused = verdicts.iter().any(|verdict| verdict.result.is_err());
    Ok(match (refused, verdicts.is_empty()) {
        (true, _) => ExitCode::NoGo,
        (false, true) => ExitCode::Unknown,
        (false, false) => ExitCode::Go,
    })
}

/// The kinds of sign-offs that rules read.
fn kinds(policies: &PolicySet) -> BTreeSet<String> {
    let rules = policies.rules().iter();
    let values = rules.flat_map(|rule| {
        let parameters = policies.params(&rule.id).into_iter();
        parameters
            .filter(|(name, _)| PARAMETERS.contains(name))
            .map(|(_, parameter)| parameter.value.clone())
            .collect::<Vec<_>>()
    });
    values
        .flat_map(|value| match value {
            ParameterValue::Text(text) => vec![text],
            ParameterValue::List(texts) => texts,
            ParameterValue::Boolean(_) | ParameterValue::Integer(_) => Vec::new(),
        })
        .collect()
}

fn give(
    common: &Common,
    own: &SignOffArguments,
    workspace: &Workspace,
    context: &Context,
) -> anyhow::Result<ExitCode> {
    let kinds = kinds(&workspace.policies(common)?);
    let listed = kinds.iter().cloned().collect::<Vec<_>>().join(", ");
    let Some(what) = &own.what else {
        bail!("say what you vouch for: relcheck sign-off WHAT, with one of {listed}");
    };
    if !kinds.contains(what) {
        let near = suggestion(what, kinds.iter().map(String::as_str));
        bail!("no rule reads a sign-off `{what}`{near} (there are: {listed})");
    }
    let git = Git::new(context.repo().root());
    let claim = claim(common, own, what, context, &git)?;
    let key = Key::choose(own.key.as_deref(), &git.signing()?)?;
    let (line, signed) = signoff::seal(&claim, |message| key.sign(message))?;
    let verdict = collect::check_sign_off(context, &claim, &signed);
    let verdict = verdict.map_err(|missing| failed(&missing))?;
    let by = verdict.map_err(|reason| {
        anyhow!(
            "this sign-off would not count, and is not written: {reason}; the lists of people and keys that count are those of {}",
            anchor(context)
        )
    })?;
    git.append_note(REFERENCE, &claim.commit, &line)?;
    let done = show::done(&claim, &by);
    output::write(common, None, |_| done)?;
    Ok(ExitCode::Go)
}

fn anchor(context: &Context) -> String {
    match collect::trust_anchor(context) {
        Ok(anchor) => match anchor.tag {
            Some(tag) => format!("`{tag}`"),
            None => "HEAD".to_owned(),
        },
        Err(_) => "the previous release".to_owned(),
    }
}

fn claim(
    common: &Common,
    own: &SignOffArguments,
    what: &str,
    context: &Context,
    git: &Git,
) -> anyhow::Result<Claim> {
    let repository = context.repository().map_err(|missing| failed(&missing))?;
    let head = repository.head.as_ref().context("there is no commit yet")?;
    for (name, text) in [("--note", &own.note), ("--link", &own.link)] {
        if text
            .as_ref()
            .is_some_and(|text| text.len() > signoff::MAX_TEXT)
        {
            bail!("{name} is longer than {} bytes", signoff::MAX_TEXT);
        }
    }
    let documents: anyhow::Result<Vec<Document>> = own
        .evidence
        .iter()
        .map(|path| document(context, &head.commit, path))
        .collect();
    let mut documents = documents?;
    if own.findings {
        documents.push(findings(context)?);
    }
    documents.sort();
    documents.dedup();
    Ok(Claim {
        what: what.to_owned(),
        decision: match own.withdraw {
            true => Decision::Withdrawn,
            false => Decision::Given,
        },
        project: context.project_name().map_err(|missing| failed(&missing))?,
        version: own.version.as_ref().map(ToString::to_string),
        commit: head.commit.clone(),
        tree: head.tree.clone(),
        documents,
        signer: signer(git)?,
        time: clock(common.now)?.seconds,
        note: own.note.clone(),
        link: own.link.clone(),
    })
}

fn signer(git: &Git) -> anyhow::Result<SignerName> {
    let get = |key: &str| {
        let value = git.config(key)?;
        value.ok_or_else(|| anyhow!("git does not know who you are: git config {key} …"))
    };
    Ok(SignerName {
        name: get("user.name")?,
        email: get("user.email")?,
    })
}

/// What is known of vulnerabilities in the dependencies.
fn findings(context: &Context) -> anyhow::Result<Document> {
    let facts = context
        .vulnerabilities()
        .map_err(|missing| failed(&missing))?;
    let digest = facts.digest.clone();
    let sha256 = digest.context(
        "no vulnerability was found that could be vouched for; name the databases with --advisories",
    )?;
    Ok(Document {
        path: FINDINGS.to_owned(),
        sha256,
    })
}

/// A file as the commit has it: what is on disk only, nobody else could check.
fn document(context: &Context, commit: &str, path: &Path) -> anyhow::Result<Document> {
    let shown = path.display();
    let root = context.repo().root();
    let real = context.options().dir.join(path);
    let real = real
        .canonicalize()
        .with_context(|| format!("the document `{shown}`"))?;
    let inside = real
        .strip_prefix(root)
        .map_err(|_| anyhow!("the document `{shown}` is no part of the repository"))?;
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    let inside = parts.join("/");
    let read = || {
        let revision = context.repo().revision(commit, "")?;
        match revision.file(&inside) {
            Some(file) => revision.read(file, MAX_DOCUMENT).map(Some),
            None => Ok(None),
        }
    };
    let committed = read().map_err(|missing| failed(&missing))?;
    let committed = committed.ok_or_else(|| {
        anyhow!("the document `{inside}` is not in the commit that is checked out: commit it first, so that others can check it")
    })?;
    let on_disk = std::fs::read(&real).with_context(|| format!("the document `{shown}`"))?;
    // With `core.autocrlf`, what is checked out has other ends of lines.
    let unix = |bytes: &[u8]| {
        bytes
            .iter()
            .copied()
            .filter(|byte| *byte != b'\r')
            .collect::<Vec<_>>()
    };
    if unix(&on_disk) != unix(&committed) {
        bail!(
            "the document `{inside}` is changed on disk: commit that first, so that others can check it"
        );
    }
    Ok(Document {
        path: inside,
        sha256: hex(&Sha256::digest(&committed)),
    })
}

/// What was found out about one sign-off.
type Verdict = SignOffVerdict;
