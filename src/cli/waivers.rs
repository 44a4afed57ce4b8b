//! `relcheck waivers`: the project's waivers, all or those that somebody should look at.

use std::fmt::Write as _;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use super::args::{CheckArguments, Common, JudgeArguments};
use super::check;
use super::output;
use super::session::clock;
use super::workspace::Workspace;
use crate::render::plain;
use crate::report::ExitCode;
use crate::waivers::Waiver;

/// How many days before it expires a waiver is expiring, unless somebody says.
const SOON: &str = "14";

#[derive(Debug, Args)]
pub(super) struct WaiversArguments {
    /// What to do with them
    #[arg(value_enum, default_value = "list", hide_default_value = true)]
    pub action: Action,
    /// Only those that expire within so many days [default: 14], or have expired
    #[arg(
        long,
        value_name = "DAYS",
        num_args = 0..=1,
        default_missing_value = SOON,
        env = "RELCHECK_EXPIRING"
    )]
    pub expiring: Option<u16>,
    /// Only those that cover nothing: judges as `check` does, for all types
    #[arg(long, env = "RELCHECK_UNUSED", value_parser = FalseyValueParser::new())]
    pub unused: bool,
    /// Only those whose subject is nothing but wildcards
    #[arg(long, env = "RELCHECK_OVER_BROAD", value_parser = FalseyValueParser::new())]
    pub over_broad: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Action {
    /// List them
    List,
}

/// A waiver as it is listed.
#[derive(Serialize)]
struct Listed {
    line: u64,
    rule: String,
    subject: String,
    ticket: String,
    reason: String,
    owner: String,
    approver: String,
    expires: String,
    days_left: i32,
    versions: String,
    over_broad: bool,
    /// Why it does not count; `null` if it does.
    void: Option<String>,
    /// How many findings it covers; `null` where nothing was judged.
    used: Option<u64>,
}

/// Lists the waivers for which everything holds that is asked.
pub(super) fn run(common: &Common, own: &WaiversArguments) -> anyhow::Result<ExitCode> {
    let Action::List = own.action;
    let clock = clock(common.now)?;
    let today = clock
        .day()
        .ok_or_else(|| anyhow::anyhow!("the time is out of range"))?;
    let mut listed = match own.unused {
        true => judged(common, today)?,
        false => {
            let waivers = Workspace::open_or_default(common)?.waivers()?;
            waivers.iter().map(|it| of(it, today)).collect()
        }
    };
    listed.retain(|waiver| {
        own.expiring
            .is_none_or(|days| waiver.days_left <= i32::from(days))
            && (!own.unused || waiver.used == Some(0))
            && (!own.over_broad || waiver.over_broad)
    });
    output::listing(
        common,
        |_| text(&listed),
        || {
            let all = serde_json::json!({ "waivers": listed });
            Ok(serde_json::to_string_pretty(&all)? + "\n")
        },
    )?;
    Ok(ExitCode::Go)
}

/// All of them, with how many findings each covers.
fn judged(common: &Common, today: Date) -> anyhow::Result<Vec<Listed>> {
    let arguments = CheckArguments {
        judge: JudgeArguments::default(),
        ..CheckArguments::default()
    };
    let report = check::judged(common, &arguments)?;
    let waivers = Workspace::open(common)?.waivers()?;
    // The report has them in the order of the file.
    let uses = report.waivers.into_iter();
    Ok(waivers
        .iter()
        .zip(uses)
        .map(|(waiver, of_report)| Listed {
            used: Some(of_report.used),
            void: of_report.void,
            ..of(waiver, today)
        })
        .collect())
}

fn of(waiver: &Waiver, today: Date) -> Listed {
    let shown = waiver.to_use(0, today);
    Listed {
        line: waiver.line,
        rule: shown.rule,
        subject: shown.subject,
        ticket: shown.ticket,
        reason: shown.reason,
        owner: shown.owner,
        approver: shown.approver,
        expires: shown.expires,
        days_left: waiver.days_left(today),
        versions: shown.versions,
        over_broad: shown.over_broad,
        void: shown.void,
        used: None,
    }
}

fn text(waivers: &[Listed]) -> String {
    let mut text = String::new();
    for waiver in waivers {
        let _ = writeln!(
            text,
            "{}  {} for `{}`, versions {}, until {} ({})",
            plain(&waiver.ticket),
            plain(&waiver.rule),
            plain(&waiver.subject),
            waiver.versions,
            waiver.expires,
            days(waiver.days_left)
        );
        let _ = writeln!(
            text,
            "    {}\n    asked for by {}, agreed to by {} (waivers.toml:{})",
            plain(&waiver.reason),
            plain(&waiver.owner),
            plain(&waiver.approver),
            waiver.line
        );
        if let Some(reason) = &waiver.void {
            let _ = writeln!(text, "    does not count: {}", plain(reason));
        }
        if waiver.over_broad {
            text.push_str("    covers whatever the rule finds\n");
        }
        if waiver.used == Some(0) {
            text.push_str("    covers nothing\n");
        }
    }
    if text.is_empty() {
        text.push_str("There is no such waiver.\n");
    }
    text
}

fn days(left: i32) -> String {
    match left {
        0 => "its last day".to_owned(),
        1 => "1 day left".to_owned(),
        left if left < 0 => "expired".to_owned(),
        left => format!("{left} days left"),
    }
}
