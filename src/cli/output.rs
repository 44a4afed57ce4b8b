//! Where results go: standard output, or files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anstream::ColorChoice;
use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;

use super::args::Common;
use crate::nearest::suggestion;
use crate::render::{self, Format, Style, View};
use crate::report::Report;
use crate::verdict::Status;

/// `FORMAT[=PATH]`
#[derive(Debug, Clone)]
pub(super) struct Destination {
    pub format: String,
    pub path: Option<PathBuf>,
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = match text.split_once('=') {
            Some((_, "")) => return Err("the path after `=` is empty".to_owned()),
            Some((format, path)) => (format, Some(PathBuf::from(path))),
            None => (text, None),
        };
        Ok(Destination {
            format: format.to_owned(),
            path,
        })
    }
}

/// Checks that every output that was asked for has a format that there is here.
pub(super) fn check_formats(common: &Common, known: &[&str]) -> anyhow::Result<()> {
    let mut asked = common.output.iter().map(|output| output.format.as_str());
    let Some(format) = asked.find(|format| !known.contains(format)) else {
        return Ok(());
    };
    let near = suggestion(format, known.iter().copied());
    bail!(
        "there is no format `{format}` here{near} (known: {})",
        known.join(", ")
    );
}

/// Writes a report to everywhere that was asked for; as text to standard output by default.
pub(super) fn report(report: &Report, common: &Common) -> anyhow::Result<()> {
    let destinations = destinations(common)?;
    for destination in &destinations {
        let Some(Format { render, .. }) = render::find(&destination.format) else {
            continue;
        };
        write(common, destination.path.as_deref(), |colour| {
            render(report, view(common, colour))
        })?;
    }
    Ok(())
}

/// Writes something that is no report: `text` for people, `json` for programs.
pub(super) fn listing(
    common: &Common,
    text: impl Fn(Style) -> String,
    json: impl Fn() -> anyhow::Result<String>,
) -> anyhow::Result<()> {
    each(common, text, &[("json", &json)])
}

/// The formats for programs by name, each with what renders it.
pub(super) type Formats<'a> = [(&'a str, &'a dyn Fn() -> anyhow::Result<String>)];

/// Writes each output that was asked for: one of these formats, or else the text.
pub(super) fn each(
    common: &Common,
    text: impl Fn(Style) -> String,
    formats: &Formats,
) -> anyhow::Result<()> {
    for destination in destinations(common)? {
        let path = destination.path.as_deref();
        match formats.iter().find(|(name, _)| *name == destination.format) {
            Some((_, render)) => {
                let rendered = render()?;
                write(common, path, |_| rendered)?;
            }
            None => write(common, path, |colour| text(Style::new(colour)))?,
        }
    }
    Ok(())
}

fn destinations(common: &Common) -> anyhow::Result<Vec<Destination>> {
    let to_stdout = common
        .output
        .iter()
        .filter(|destination| destination.path.is_none())
        .count();
    if to_stdout > 1 {
        bail!("only one output can go to standard output; give the others a path: -o FORMAT=PATH");
    }
    let mut paths: Vec<&Path> = common
        .output
        .iter()
        .filter_map(|destination| destination.path.as_deref())
        .collect();
    paths.sort();
    let pairs = paths.iter().zip(paths.iter().skip(1));
    if let Some((twice, _)) = pairs.clone().find(|(one, next)| one == next) {
        bail!("two outputs would be written to `{}`", twice.display());
    }
    if common.output.is_empty() {
        return Ok(vec![Destination {
            format: "text".to_owned(),
            path: None,
        }]);
    }
    Ok(common.output.clone())
}

fn view(common: &Common, colour: bool) -> View {
    View {
        verbose: common.verbose,
        quiet: common.quiet,
        colour,
    }
}

/// Writes to a file, or to standard output if there is no path.
pub(super) fn write(
    common: &Common,
    path: Option<&Path>,
    content: impl FnOnce(bool) -> String,
) -> anyhow::Result<()> {
    match path {
        Some(path) => write_file(path, &content(false)),
        None => {
            let colour = wants_colour(common.colour(), &io::stdout());
            write_stdout(&content(colour))
        }
    }
}

fn wants_colour<S: anstream::stream::RawStream>(choice: ColorChoice, stream: &S) -> bool {
    match choice {
        ColorChoice::Auto => anstream::AutoStream::choice(stream) != ColorChoice::Never,
        other => other != ColorChoice::Never,
    }
}

/// A reader that goes away (`relcheck | head`) is no error.
fn write_stdout(content: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(content.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output cannot be written"),
    }
}

/// Writes a file under another name first, so that it is there whole or not at all. What is there
/// and no regular file, such as a pipe or `/dev/stderr`, is written to: it must not be replaced.
fn write_file(path: &Path, content: &str) -> anyhow::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let cannot = || format!("`{}` cannot be written", path.display());
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        let mut file = File::options()
            .write(true)
            .open(path)
            .with_context(cannot)?;
        file.write_all(content.as_bytes()).with_context(cannot)?;
        return file.flush().with_context(cannot);
    }
    let mut file = beside(folder).with_context(cannot)?;
    file.write_all(content.as_bytes()).with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(())
}

/// Writes a file that is not there yet, and the folders above it.
pub(super) fn write_new(path: &Path, content: &str) -> anyhow::Result<()> {
    let cannot = || format!("`{}` cannot be written", path.display());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(cannot)?;
    let mut file = beside(folder).with_context(cannot)?;
    file.write_all(content.as_bytes()).with_context(cannot)?;
    file.persist_noclobber(path).with_context(cannot)?;
    Ok(())
}

/// A temporary file that others may read, as far as the user's own mask lets them.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Prints an error with its causes to standard error.
pub(super) fn error(error: &anyhow::Error, choice: ColorChoice) {
    let style = Style::new(wants_colour(choice, &io::stderr()));
    let _ = writeln!(
        io::stderr().lock(),
        "{} {}",
        style.status(Status::Error, "error:"),
        render::plain_lines(&format!("{error:#}"))
    );
}

/// Prints a remark to standard error, unless only the decision is wanted.
pub(super) fn remark(common: &Common, text: &str) {
    if !common.quiet {
        let style = Style::new(wants_colour(common.colour(), &io::stderr()));
        let _ = writeln!(
            io::stderr().lock(),
            "{}",
            style.dim(&render::plain_lines(text))
        );
    }
}
