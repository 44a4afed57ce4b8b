//! The baselines of detect-secrets (`detect-secrets scan > .secrets.baseline`), of the versions
//! 0.12 to 1.5.
//!
//! A baseline is kept and amended, not made anew: its `generated_at` says when somebody last wrote
//! it, and nothing of when the sources were last scanned. So [`Scan::generated_at`] is `None`, and a
//! baseline is to be held against the files as they are. It lists secrets only, never the files that
//! were read.
//!
//! A secret without the key `is_secret` was never audited. `is_secret: true` is one that somebody
//! confirmed, and `false` one that somebody ruled out: that one is [`Scan::suppressed`].

use serde::Deserialize;

use super::ScanFormat;
use super::kept;
use super::model::{Scan, ScanFinding, SecretState};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a baseline.
#[must_use]
pub fn is_detect_secrets(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("plugins_used")
        && (outline.has("plugins_used[].name") || outline.has_any(&["results", "version"]))
}

#[derive(Deserialize)]
struct Baseline<'a> {
    #[serde(borrow)]
    version: Text<'a>,
    #[serde(borrow)]
    plugins_used: Vec<Plugin<'a>>,
    #[serde(default, borrow)]
    filters_used: Vec<Filter<'a>>,
    /// Of the versions before 1.0.
    #[serde(default, borrow)]
    exclude: Option<Exclude<'a>>,
    #[serde(borrow, deserialize_with = "report::unique_keys")]
    results: Vec<(Text<'a>, Vec<Secret<'a>>)>,
}

#[derive(Deserialize)]
struct Plugin<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
struct Filter<'a> {
    #[serde(borrow)]
    path: Text<'a>,
    /// The regular expressions of the filters that have some.
    #[serde(default, borrow)]
    pattern: Option<Patterns<'a>>,
    /// The word list of the filter that has one.
    #[serde(default, borrow)]
    file_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Patterns<'a> {
    One(#[serde(borrow)] Text<'a>),
    Many(#[serde(borrow)] Vec<Text<'a>>),
}

#[derive(Deserialize)]
struct Exclude<'a> {
    #[serde(default, borrow)]
    files: Option<Text<'a>>,
    #[serde(default, borrow)]
    lines: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Secret<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default, borrow)]
    filename: Option<Text<'a>>,
    #[serde(borrow)]
    hashed_secret: Text<'a>,
    #[serde(default)]
    is_secret: Option<bool>,
    #[serde(default)]
    is_verified: Option<bool>,
    /// `--slim` leaves it out.
    #[serde(default)]
    line_number: Option<u32>,
}

/// Reads a baseline.
///
/// # Errors
/// It is not whole, is no baseline, was made without any plugin, or has a file's secrets under
/// another file.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let baseline: Baseline<'_> = report::json(report::text(bytes)?)?;
    if baseline.plugins_used.is_empty() {
        return Err(Flaw::unreadable(
            "it was made without any plugin, so nothing was looked for",
        ));
    }
    let mut scan = Scan::new(ScanFormat::DetectSecrets);
    scan.tool_version = Some(kept::line(&baseline.version));
    let mut checks: Vec<String> = baseline
        .plugins_used
        .iter()
        .map(|it| kept::line(&it.name))
        .collect();
    checks.sort_unstable();
    scan.checks = Some(checks);
    for filter in &baseline.filters_used {
        exclude(filter, &mut scan);
    }
    if let Some(exclude) = &baseline.exclude {
        for (what, pattern) in [("files", &exclude.files), ("lines", &exclude.lines)] {
            if let Some(pattern) = pattern {
                let text = format!("{what}: {pattern}");
                scan.excluded.push(kept::line(&text));
                if what == "files" && !pattern.is_empty() {
                    scan.excluded_files.push((**pattern).to_owned());
                }
            }
        }
    }
    for (file, secrets) in &baseline.results {
        for secret in secrets {
            take(file, secret, &mut scan)?;
        }
    }
    Ok(scan.sorted())
}

/// Names the filters that somebody configured: those with patterns or words of their own.
fn exclude(filter: &Filter<'_>, scan: &mut Scan) {
    let name = filter.path.rsplit('.').next().unwrap_or(&filter.path);
    let mut patterns: Vec<&str> = match &filter.pattern {
        Some(Patterns::One(pattern)) => vec![pattern],
        Some(Patterns::Many(patterns)) => patterns.iter().map(|it| &**it).collect(),
        None => Vec::new(),
    };
    if name == "should_exclude_file" {
        let files = patterns.iter().map(|&pattern| pattern.to_owned());
        scan.excluded_files.extend(files);
    }
    patterns.extend(filter.file_name.as_deref());
    let named = patterns
        .iter()
        .map(|what| kept::line(&format!("{name}: {what}")));
    scan.excluded.extend(named);
}

fn take(file: &str, secret: &Secret<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    if let Some(filename) = secret.filename.as_deref()
        && filename != file
    {
        return Err(Flaw::unreadable(format!(
            "it lists a secret of `{}` under `{}`",
            kept::line(filename),
            kept::line(file)
        )));
    }
    let state = match secret.is_secret {
        None => SecretState::Unaudited,
        Some(true) => SecretState::Confirmed,
        Some(false) => SecretState::FalsePositive,
    };
    let verified = if secret.is_verified == Some(true) {
        ", verified to be in use"
    } else {
        ""
    };
    let finding = ScanFinding {
        path: kept::path(file)?,
        line: kept::line_number(secret.line_number),
        rule: kept::line(&secret.kind),
        message: kept::line(&format!("{}{verified}", secret.kind)),
        secret: Some(state),
        fingerprint: Some(kept::line(&secret.hashed_secret)),
        ..ScanFinding::default()
    };
    if state == SecretState::FalsePositive {
        scan.suppress(finding, "audited: no secret".to_owned())
    } else {
        scan.find(finding)
    }
}
