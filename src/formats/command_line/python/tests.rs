use proptest::prelude::*;

use super::super::shown;
use super::*;

fn words(text: &str) -> Vec<String> {
    shown(&read(text).unwrap().unwrap())
}

#[test]
fn argparse_is_read_with_its_sub_commands() {
    let text = r#"
import argparse
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--debug", help=argparse.SUPPRESS)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--color", action=argparse.BooleanOptionalAction)
    commands = parser.add_subparsers()
    build = commands.add_parser("build", aliases=["b"])
    build.add_argument("--out")
    options = build.add_argument_group("more")
    options.add_argument("--fast")
    commands.add_parser("run").add_argument("--port")
def other(build):
    build.add_argument("--other")
"#;
    assert_eq!(
        words(text),
        [
            "6: -v",
            "6: --verbose",
            "7: --debug hidden",
            "9: --color",
            "9: --no-color",
            "11: command build",
            "11: command b",
            "12: build --out",
            "14: build --fast",
            "15: run --port",
            "15: command run",
            "17: --other",
        ]
    );
}

#[test]
fn optparse_is_read_as_pip_writes_it() {
    let text = r#"
from optparse import Option, OptionParser, SUPPRESS_HELP
help_: Callable[..., Option] = partial(Option, "-h", "--help", dest="help")
def old():
    return Option("--old", help=SUPPRESS_HELP)
parser = OptionParser()
parser.add_option("--new")
parser.add_option(old())
"#;
    assert_eq!(
        words(text),
        ["3: -h", "3: --help", "5: --old hidden", "7: --new"]
    );
    assert_eq!(read(text).unwrap().unwrap().computed, [0; 0]);
}

#[test]
fn click_is_read() {
    let text = r#"
import click
@click.group()
@click.option("--shout/--no-shout", "-s", "loud")
@click.version_option()
def cli(loud): ...
@cli.command("up-load")
@click.option("--name", hidden=True)
def upload(name): ...
@cli.command
def show_all(): ...
@click.command()
@click.option("--alone")
def alone(alone): ...
extra = click.Option(["--listed"])
def shared(function):
    return click.option("--shared")(function)
"#;
    assert_eq!(
        words(text),
        [
            "4: --shout",
            "4: --no-shout",
            "4: -s",
            "5: --version",
            "7: command up-load",
            "8: up-load --name hidden",
            "10: command show-all",
            "13: --alone",
            "15: --listed",
            "17: --shared",
        ]
    );
}

#[test]
fn typer_names_options_after_parameters() {
    let text = r#"
import typer
app = typer.Typer()
@app.command()
def run_it(
    path: str,
    count: int = 1,
    dry_run: bool = False,
    name: Annotated[str, typer.Option("--title", "-t")] = "x",
    force: Annotated[bool, typer.Option(hidden=True)] = False,
    target: str = typer.Argument("x"),
    needed: str = typer.Option(...),
): ...
def plain(x=1): ...
"#;
    assert_eq!(
        words(text),
        [
            "4: command run-it",
            "7: run-it --count",
            "8: run-it --dry-run",
            "8: run-it --no-dry-run",
            "10: run-it --force hidden",
            "10: run-it --no-force hidden",
            "12: run-it --needed",
            "9: run-it --title",
            "9: run-it -t",
        ]
    );
}

#[test]
fn cleo_and_pytest_are_read() {
    let text = r#"
from cleo.helpers import option
class InstallCommand(Command):
    name = "install"
    options = [option("no-root", None, "text"), option("quiet", "q"), option("x", "Text.")]
    def handle(self): return self.option("asked")
"#;
    assert_eq!(
        words(text),
        [
            "5: install --no-root",
            "5: install --quiet",
            "5: install -q",
            "5: install --x",
        ]
    );
    let text = "def pytest_addoption(parser):\n    group = parser.getgroup('x')\n    group.addoption('--lf')\n";
    assert_eq!(words(text), ["3: --lf"]);
}

#[test]
fn what_is_computed_is_counted_and_what_is_none_is_passed_over() {
    let text = "import argparse\np = argparse.ArgumentParser()\np.add_argument(*names)\np.add_argument(f'--{x}')\ns.add_parser(name)\n";
    let line = read(text).unwrap().unwrap();
    assert_eq!((line.words, line.computed), (vec![], vec![3, 4, 5]));
    assert_eq!(words("options.add_argument('--headless')"), [""; 0]);
    assert_eq!(read("x = 1").unwrap(), None);
    assert!(read("add_argument(").is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(click|typer|add_argument|@|def f|\\(|\\)|\\[|\\]|'--x'|,|:|=|\\.|x|\\n|    |Option|bool){0,60}") {
        let _ = read(&text);
    }
}
