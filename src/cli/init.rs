//! `relcheck init`: a first `relcheck.toml`, from what is found.

mod notes;

use anyhow::{Context as _, bail};
use clap::Args;
use clap::builder::FalseyValueParser;

use super::args::{Common, SubjectArguments};
use super::output;
use super::session::{Collection, failed};
use super::workspace::Workspace;
use crate::collect::called;
use crate::config;
use crate::init::{Sources, Texts, configuration};
use crate::repo::Checkout;
use crate::report::ExitCode;

/// The largest file that is looked into, in bytes.
const MAX_FILE: u64 = 1024 * 1024;

#[derive(Debug, Args, Default)]
pub(super) struct InitArguments {
    /// Write over a file that is there already
    #[arg(long, env = "RELCHECK_FORCE", value_parser = FalseyValueParser::new())]
    force: bool,
    /// Print the file, and write nothing
    #[arg(long, visible_alias = "stdout", env = "RELCHECK_DRY_RUN", value_parser = FalseyValueParser::new())]
    dry_run: bool,
    /// Write no file: only have this clone fetch the sign-offs of others, with everything else
    #[arg(long, env = "RELCHECK_CLONE_ONLY", conflicts_with_all = ["force", "dry_run"], value_parser = FalseyValueParser::new())]
    clone_only: bool,
}

impl Texts for Checkout {
    fn tracked(&self) -> &[String] {
        Checkout::tracked(self).unwrap_or_default()
    }

    fn text(&self, path: &str) -> Option<String> {
        self.read_text(path, MAX_FILE).ok().flatten()
    }
}

pub(super) fn run(common: &Common, own: &InitArguments) -> anyhow::Result<ExitCode> {
    if common.config.is_some() {
        bail!("--config names a configuration that is there already: init writes a new one");
    }
    let workspace = Workspace::open(common)?;
    let subject = SubjectArguments::default();
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &subject,
    };
    let context = collection.context()?;
    let repo = context.repo();
    if own.clone_only {
        let told = notes::fetch_with_everything_else(repo.root());
        let told = told.unwrap_or_else(|| "this clone has no remote: nothing to do\n".to_owned());
        output::write(common, None, |_| told)?;
        return Ok(ExitCode::Go);
    }
    let folder = repo.root().join(&workspace.project);
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let repository = context.repository().map_err(|missing| failed(&missing))?;
    let called = called(&context, name.as_deref().unwrap_or_default());
    let text = configuration(&Sources {
        repository,
        versions: context.versions().ok(),
        changelog: context.changelog().ok(),
        folder: name.as_deref().unwrap_or_default(),
        called: called.as_deref(),
        texts: context.checkout(),
    });
    config::parse(config::FILE_NAME, &text)
        .context("init wrote a file that cannot be read: this is a bug in relcheck")?;
    if own.dry_run {
        output::write(common, None, |_| text)?;
        return Ok(ExitCode::Go);
    }
    let path = folder.join(config::FILE_NAME);
    refuse_existing(own, &workspace, &path)?;
    if own.force {
        output::write(common, Some(&path), |_| text)?;
    } else {
        output::write_new(&path, &text)?;
    }
    let shown = match workspace.project.as_str() {
        "" => config::FILE_NAME.to_owned(),
        project => format!("{project}/{}", config::FILE_NAME),
    };
    let ignored = Texts::text(context.checkout(), ".gitignore").unwrap_or_default();
    let mut told = format!("wrote {shown}\n");
    if !ignored.contains(".relcheck") {
        told.push_str("hint: add `.relcheck/` to .gitignore, so that what relcheck leaves there is not committed\n");
    }
    told.extend(notes::fetch_with_everything_else(repo.root()));
    told.push_str(&format!("\nnext: git add '{shown}' && git commit -m \"chore: configure relcheck\" && relcheck check\n"));
    output::write(common, None, |_| told)?;
    Ok(ExitCode::Go)
}

/// A configuration that is there decides something: it is not replaced, nor put out of force by one
/// of the project's own, without being asked to.
fn refuse_existing(
    own: &InitArguments,
    workspace: &Workspace,
    path: &std::path::Path,
) -> anyhow::Result<()> {
    if own.force {
        return Ok(());
    }
    if path.symlink_metadata().is_ok() {
        bail!(
            "`{}` is there already\n  fix: compare it with relcheck init --dry-run, or write over it with --force",
            config::FILE_NAME
        );
    }
    if let Some(file) = &workspace.loaded.file {
        bail!(
            "`{file}` configures this project already, and a file of its own would replace it\n  fix: pass --force, and copy what is still to hold"
        );
    }
    Ok(())
}
