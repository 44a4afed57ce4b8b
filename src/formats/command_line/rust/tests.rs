use proptest::prelude::*;

use super::super::shown;
use super::*;

fn words(text: &str) -> Vec<String> {
    shown(&read(text).unwrap().unwrap())
}

#[test]
fn derived_options_are_read() {
    let text = r#"
use clap::{Args, Parser, Subcommand};
/// The program.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// A path, and a comma.
    path: String,
    #[arg(long, short)]
    dry_run: bool,
    #[arg(short = 'C', long = "dir", value_name = "DIR", default_value = "a,b")]
    pub(crate) folder: HashMap<String, Vec<u8>>,
    #[arg(long, hide = true)]
    debug: bool,
    #[clap(long, visible_alias = "colour")]
    color: Option<String>,
    #[arg(long = NAME)]
    named: bool,
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}
#[derive(Subcommand)]
enum Command {
    /// Builds.
    BuildAll {
        #[arg(long)]
        fast: bool,
    },
    #[command(name = "rm", hide = true)]
    Remove(RemoveArgs),
    #[command(flatten)]
    More(More),
}
#[derive(Args)]
#[command(rename_all = "snake_case")]
struct RemoveArgs {
    #[arg(long)]
    all_files: bool,
}
struct Plain { #[arg(long)] x: bool }
#[cfg(test)]
mod tests { #[derive(Parser)] struct Test { #[arg(long)] test: bool } }
"#;
    assert_eq!(
        words(text),
        [
            "9: --dry-run",
            "9: -d",
            "11: -C",
            "11: --dir",
            "13: --debug hidden",
            "15: --color",
            "15: --colour",
            "27: command build-all",
            "28: build-all --fast",
            "32: command rm hidden",
            "39: --all_files",
        ]
    );
    assert_eq!(read(text).unwrap().unwrap().computed, [17]);
}

#[test]
fn built_options_are_read() {
    let text = r#"
use clap::{Arg, Command};
fn cli() -> Command {
    Command::new("demo")
        .arg(Arg::new("verbose").short('v').long("verbose").action(ArgAction::Count))
        .arg(clap::Arg::with_name("x").long("--xx").hidden(true))
        .arg(Arg::new("path"))
        .arg(Arg::new("computed").long(name))
        .subcommand(Command::new("build").about("x").arg(Arg::new("o").long("out")))
        .subcommand(clap::SubCommand::with_name("run"))
        .subcommand(test_command())
}
"#;
    assert_eq!(
        words(text),
        [
            "5: -v",
            "5: --verbose",
            "6: --xx hidden",
            "9: command build",
            "9: --out",
            "10: command run",
        ]
    );
    assert_eq!(read(text).unwrap().unwrap().computed, [8, 11]);
}

#[test]
fn names_are_split_into_words() {
    let case = derive::Case::named("kebab-case");
    for (name, expected) in [
        ("BuildAll", "build-all"),
        ("HTTPServer", "http-server"),
        ("X2y", "x2y"),
        ("", ""),
    ] {
        assert_eq!(case.of_variant(name).as_deref(), Some(expected));
    }
}

#[test]
fn deep_and_odd_text_is_survived() {
    let deep = format!("clap {}{}", "{".repeat(50_000), "}".repeat(50_000));
    assert!(read(&deep).is_err());
    assert!(read(&format!("clap {}", "(".repeat(50_000))).is_err());
    assert!(read("clap )").is_err() && read("clap \"x").is_err() && read("clap (]").is_err());
    assert_eq!(read("fn main() {}").unwrap(), None);
    let texts =
        "clap /* ( /* ( */ */ r#\"(\"# b\"(\" '(' b'(' '\\'' \"\\\"(\" 'a 1.0e3 r#type // (\n";
    assert_eq!(words(texts), [""; 0]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(clap|#\\[derive\\(Parser\\)\\]|#\\[arg\\(|long|short|=|\\)|\\]|struct X|enum Y|\\{|\\}|\\(|,|<|>|:|\"x\"|'c'|Arg::new|\\.|\\n| |x){0,60}") {
        let _ = read(&text);
    }
}
