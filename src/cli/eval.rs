//! `relcheck eval FACTS`: judge saved facts, by the same code that `check` runs.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::{Common, EvalArguments};
use super::output;
use super::session::clock;
use super::workspace::Workspace;
use crate::collect::validate;
use crate::facts::{Document, SCHEMA};
use crate::judge::judge;
use crate::report::ExitCode;
use crate::subject::verify;

/// The largest facts document that is read, in bytes.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

pub(super) fn run(common: &Common, own: &EvalArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open_or_default(common)?;
    let mut settings = workspace.settings(common, &own.judge)?;
    let policies = workspace.policies(common)?;
    let mut document = read(&own.facts)?;
    let weakening = verify(&document)
        .map_err(anyhow::Error::msg)
        .with_context(|| format!("`{}` is not valid", own.facts.display()))?;
    settings.weakenings.extend(weakening);
    if common.now.is_some() {
        document.clock = clock(common.now)?;
    }
    if let Some(kind) = own.judge.release_type.chosen() {
        document.subject.release_type = kind;
        document.subject.type_reason = "asked for with --type".to_owned();
    }
    let report = judge(&document, &policies, &settings)?;
    output::report(&report, common)?;
    Ok(report.exit_code())
}

fn read(path: &Path) -> anyhow::Result<Document> {
    let shown = path.display();
    let text = read_text(path).with_context(|| format!("the facts `{shown}` cannot be read"))?;
    let document: Document = serde_json::from_str(&text).with_context(|| {
        format!("`{shown}` is no facts document; `relcheck collect -o json={shown}` writes one")
    })?;
    if document.schema != SCHEMA {
        bail!(
            "`{shown}` has the format `{}`; this program reads `{SCHEMA}`",
            document.schema
        );
    }
    validate(&document.facts)
        .map_err(anyhow::Error::msg)
        .with_context(|| format!("`{shown}` is not valid"))?;
    Ok(document)
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        if !path.metadata()?.is_file() {
            bail!("it is not a regular file");
        }
        Box::new(File::open(path)?)
    };
    source.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        bail!("it has more than {MAX_BYTES} bytes");
    }
    Ok(text)
}
