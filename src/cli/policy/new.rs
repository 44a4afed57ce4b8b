//! `relcheck policy new AREA.RULE`: the two files of a new rule.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::super::args::Common;
use super::super::output;
use super::super::workspace::{Workspace, fact_names};
use crate::nearest::suggestion;
use crate::policy::{NewRule, PolicySet, Sources};
use crate::release::{ReleaseType, Stage};
use crate::render::plain;
use crate::report::ExitCode;
use crate::verdict::Level;

/// The folder for rules where none is configured.
const FOLDER: &str = "policies";

#[derive(Debug, Args)]
pub(in super::super) struct Arguments {
    /// The rule's id, `<area>.<rule>`: `team.release_note`
    #[arg(value_name = "AREA.RULE")]
    id: String,
    /// The folder for it [default: the first of the configuration's, else `policies`]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// What holds when the rule passes, in a few words
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Whether it blocks a release: deny, warn
    #[arg(long, value_name = "LEVEL", default_value = "deny", value_parser = level)]
    level: Level,
    /// The facts that it reads: `relcheck collect` shows them
    #[arg(
        long,
        value_name = "FACT",
        value_delimiter = ',',
        default_value = "versions"
    )]
    needs: Vec<String>,
    /// The types of releases that it judges [default: all]
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = release_type)]
    types: Vec<ReleaseType>,
    /// The stages at which it is judged
    #[arg(
        long = "stage",
        value_name = "STAGE",
        value_delimiter = ',',
        default_value = "pre-release",
        value_parser = stage
    )]
    stages: Vec<Stage>,
}

fn level(text: &str) -> Result<Level, String> {
    one_of(text, &[Level::Deny, Level::Warn], Level::name)
}

fn release_type(text: &str) -> Result<ReleaseType, String> {
    one_of(text, &ReleaseType::ALL, ReleaseType::name)
}

fn stage(text: &str) -> Result<Stage, String> {
    one_of(text, &Stage::ALL, Stage::name)
}

fn one_of<T: Copy>(text: &str, known: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = known.iter().copied().find(|value| name(*value) == text);
    found.ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|value| name(*value)).collect();
        let near = suggestion(text, names.iter().copied());
        format!("it is one of {}{near}", names.join(", "))
    })
}

pub(in super::super) fn run(common: &Common, own: &Arguments) -> anyhow::Result<ExitCode> {
    let builtin = PolicySet::load(Sources::embedded(), &fact_names())?;
    let rule = NewRule {
        id: &own.id,
        title: own.title.as_deref(),
        level: own.level,
        needs: needs(own),
        types: own.types.clone(),
        stages: own.stages.clone(),
    };
    let files = rule
        .files(&fact_names(), builtin.rules())
        .map_err(anyhow::Error::msg)?;
    let folder = Folder::find(common, own)?;
    let paths = files
        .iter()
        .map(|file| (folder.path.join(&file.path), &file.text));
    let paths: Vec<_> = paths.collect();
    if let Some((there, _)) = paths
        .iter()
        .find(|(path, _)| path.symlink_metadata().is_ok())
    {
        bail!(
            "`{}` is there already, and is not overwritten",
            there.display()
        );
    }
    for (path, text) in &paths {
        output::write_new(path, text)?;
    }
    let shown: Vec<String> = paths.iter().map(|(path, _)| shown(path)).collect();
    output::write(common, None, |_| folder.next_steps(&own.id, &shown))?;
    Ok(ExitCode::Go)
}

/// The facts that are named; `--needs ""` names none.
fn needs(own: &Arguments) -> Vec<&str> {
    let named = own.needs.iter().map(|need| need.trim());
    named.filter(|need| !need.is_empty()).collect()
}

/// Where the rule goes.
struct Folder {
    path: PathBuf,
    /// Whether the configuration names it, so that no command has to.
    configured: bool,
}

impl Folder {
    fn find(common: &Common, own: &Arguments) -> anyhow::Result<Self> {
        let workspace = Workspace::open_or_default(common)?;
        let configured = workspace.config().policy.paths.iter();
        let configured: Vec<PathBuf> = configured.map(|path| workspace.base.join(path)).collect();
        let path = match (&own.folder, configured.first()) {
            (Some(dir), _) => dir.clone(),
            (None, Some(first)) => first.clone(),
            (None, None) => workspace.base.join(FOLDER),
        };
        let real = |path: &Path| path.canonicalize().ok();
        let is_configured = configured
            .iter()
            .any(|one| *one == path || real(one).is_some_and(|one| Some(one) == real(&path)));
        Ok(Folder {
            path,
            configured: is_configured,
        })
    }

    fn next_steps(&self, id: &str, files: &[String]) -> String {
        let folder = shown(&self.path);
        let with_folder = if self.configured {
            String::new()
        } else {
            format!(" -p {folder}")
        };
        let mut text: String = files.iter().map(|file| format!("wrote {file}\n")).collect();
        text.push_str(&format!(
            "\nUntil it is written, the rule holds for no release, and its tests fail. Next:\n\n    \
             1. write the logic, then the tests: each TODO in the two files\n    \
             2. relcheck policy test {folder} --run {id}\n    \
             3. relcheck check{with_folder} --rule {id}\n"
        ));
        if !self.configured {
            text.push_str(&format!(
                "\nFor every check from then on, name the folder in relcheck.toml:\n\n    \
                 [policy]\n    paths = [\"{folder}\"]\n"
            ));
        }
        text
    }
}

/// A path from where the user is, if it lies below.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let below = here.ok().and_then(|here| {
        let below = path.strip_prefix(here).ok()?;
        Some(below.to_owned())
    });
    let path = below.unwrap_or_else(|| path.to_owned());
    let parts = path.iter().map(|part| part.to_string_lossy());
    let joined = parts.collect::<Vec<_>>().join("/").replace("//", "/");
    plain(&joined).into_owned()
}
