//! The commands that a recorded one runs, in their order, each with the folder that it is run in.
//!
//! Nothing is expanded: where a folder is not written out, it is not known.

mod places;

use std::path::Path;

use super::Record;
use crate::formats::shell::{Lost, Shell, plain, read, script, wrapped};
use places::{FLAGS, PLACED, moving};

/// How deep commands may be nested: `env nice sh -c 'uv run pytest'`.
const MAX_DEPTH: usize = 8;

/// What stands for other words in a shell.
const EXPANDED: [char; 5] = ['*', '?', '[', '$', '`'];

/// What a shell itself does.
const OF_SHELLS: [&str; 20] = [
    ".", ":", "[", "break", "cd", "continue", "echo", "exit", "export", "false", "mkdir", "popd",
    "printf", "pushd", "pwd", "set", "source", "test", "true", "unset",
];

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its words, the program without its folder.
    pub words: Vec<String>,
    /// The folder outside of the checkout that it is run in, or that it takes the project of, as it is
    /// written; `None` where there is none, or where that cannot be told.
    pub outside: Option<String>,
    /// What keeps its failure out of the exit status that was recorded; `None` if that tells of it.
    pub lost: Option<Lost>,
    /// The parts of the folder that it is run in, or of the file or folder that it is told instead, from
    /// the checkout; `None` where that is outside, or cannot be told.
    pub place: Option<Vec<String>>,
}

/// The commands that a record's ran: those that run no others, without what a shell does itself. `root`
/// is the checkout.
pub(super) fn steps(record: &Record, root: &str) -> Vec<Step> {
    let start = parts(root).chain(parts(&record.dir));
    let mut walk = Walk {
        roots: std::iter::once(root)
            .chain(record.root.as_deref())
            .map(|it| parts(it).collect())
            .collect(),
        steps: Vec::new(),
        lost: None,
    };
    let mut folder = Folder {
        parts: Some(start.collect()),
        outside: None,
    };
    walk.walk(&record.command, &mut folder, 0);
    walk.steps
}

fn parts(path: &str) -> impl Iterator<Item = String> {
    let parts = path.split(['/', '\\']);
    parts.filter(|it| !it.is_empty()).map(str::to_owned)
}

/// A folder that a command is run in.
#[derive(Clone)]
struct Folder {
    /// Its parts from the root of the file system; `None` where it is not known.
    parts: Option<Vec<String>>,
    outside: Option<String>,
}

struct Walk {
    /// The checkout as it is called here, and where the command was recorded.
    roots: Vec<Vec<String>>,
    steps: Vec<Step>,
    /// Of the command that is being looked at.
    lost: Option<Lost>,
}

impl Walk {
    /// Takes a command, which may move the folder of those that follow.
    fn walk(&mut self, words: &[String], folder: &mut Folder, depth: usize) {
        let words = plain(words);
        let Some(program) = words.first().map(String::as_str) else {
            return;
        };
        if let "cd" | "pushd" = program {
            let to = words.iter().skip(1).find(|word| !word.starts_with('-'));
            *folder = match to {
                Some(to) => self.moved(folder, to),
                None => Folder {
                    parts: None,
                    outside: None,
                },
            };
        }
        if OF_SHELLS.contains(&program) || depth >= MAX_DEPTH {
            return;
        }
        if let Some(text) = script(&words) {
            return self.text(text, shell_of(&words, text), folder.clone(), depth);
        }
        // A script of the project may be called like what a shell does: `pdm run test`.
        let is_own = |inner: &Vec<String>| {
            inner
                .first()
                .is_some_and(|it| OF_SHELLS.contains(&it.as_str()))
        };
        let inner = wrapped(&words).filter(|inner| !is_own(inner));
        let own = words.len() - inner.as_ref().map_or(0, Vec::len).min(words.len());
        let own = words.get(..own).unwrap_or_default();
        let mut folder = folder.clone();
        for path in moving(own) {
            folder = self.moved(&folder, path);
        }
        match inner {
            Some(inner) => self.walk(&inner, &mut folder, depth + 1),
            None => {
                let outside = folder.outside.clone();
                let outside = outside.or_else(|| self.asked_outside(&words, &folder));
                let place = self.inside(&folder);
                self.steps.push(Step {
                    words,
                    outside,
                    place,
                    lost: self.lost,
                });
            }
        }
    }

    /// Takes a text for a shell: behind a subshell the folder is the one from before it.
    fn text(&mut self, text: &str, shell: Shell, folder: Folder, depth: usize) {
        let mut folders = vec![(0, folder)];
        let around = self.lost;
        for command in read(text, shell).commands {
            self.lost = around.or(command.lost);
            let within = [&[0], command.within.as_slice()].concat();
            let same = folders.iter().zip(&within);
            let same = same.take_while(|((one, _), other)| one == *other).count();
            folders.truncate(same);
            for number in within.iter().skip(same) {
                let Some((_, around)) = folders.last().cloned() else {
                    return;
                };
                folders.push((*number, around));
            }
            let Some((_, folder)) = folders.last_mut() else {
                return;
            };
            self.walk(&command.words, folder, depth + 1);
        }
        self.lost = around;
    }

    /// The folder that a path means which is written in another one.
    fn moved(&self, from: &Folder, path: &str) -> Folder {
        let below = ["$PWD/", "${PWD}/"]
            .iter()
            .find_map(|it| path.strip_prefix(it));
        let plain = below.unwrap_or(path);
        let unknown = plain.contains(EXPANDED) || plain.starts_with('~');
        let is_absolute = plain.starts_with('/') || plain.get(1..2) == Some(":");
        let start = match (is_absolute, below) {
            (true, None) => Some(Vec::new()),
            _ => from.parts.clone(),
        };
        let Some(mut found) = start.filter(|_| !unknown) else {
            return Folder {
                parts: None,
                outside: None,
            };
        };
        for part in parts(plain) {
            match part.as_str() {
                "." => {}
                ".." => drop(found.pop()),
                _ => found.push(part),
            }
        }
        Folder {
            outside: (!self.is_inside(&found)).then(|| path.to_owned()),
            parts: Some(found),
        }
    }

    /// The parts of a folder from the checkout.
    fn inside(&self, folder: &Folder) -> Option<Vec<String>> {
        let parts = folder.parts.as_ref()?;
        let below = |parts: &[String]| {
            let mut roots = self.roots.iter();
            roots.find_map(|root| Some(parts.strip_prefix(root.as_slice())?.to_vec()))
        };
        below(parts).or_else(|| below(&real(parts)?))
    }

    fn is_inside(&self, parts: &[String]) -> bool {
        let is_below = |parts: &[String]| self.roots.iter().any(|root| parts.starts_with(root));
        // The same folder may have another name.
        is_below(parts) || real(parts).is_some_and(|it| is_below(&it))
    }

    /// The first of the places that a runner of tests was told, where none of them is in the checkout.
    fn asked_outside(&self, words: &[String], folder: &Folder) -> Option<String> {
        let (program, rest) = words.split_first()?;
        let (_, does) = PLACED.iter().find(|(name, _)| name == program)?;
        // A script may lie anywhere.
        if program == "node" && !rest.iter().any(|word| word == "--test") {
            return None;
        }
        let is_place = |word: &str| word.starts_with("..") || word.starts_with('/');
        let plain = rest.iter().enumerate().filter(|(place, word)| {
            // What follows an option may be its value.
            let before = place.checked_sub(1).and_then(|it| rest.get(it));
            let may_take = |it: &String| {
                it.starts_with('-') && !it.contains('=') && !FLAGS.contains(&it.as_str())
            };
            !word.starts_with('-') && !before.is_some_and(may_take)
        });
        let plain = plain.map(|(_, word)| word.trim_end_matches("/..."));
        let mut plain = plain.filter(|it| !does.contains(it));
        let first = plain.next()?;
        let is_outside = |word: &str| is_place(word) && self.moved(folder, word).outside.is_some();
        (is_outside(first) && plain.all(is_outside)).then(|| first.to_owned())
    }
}

/// What the options before a text tell of the shell: `bash -eo pipefail -c text`.
fn shell_of(words: &[String], text: &str) -> Shell {
    let options = words.iter().take_while(|word| *word != text);
    let mut shell = Shell {
        errors_off: true,
        ..Shell::default()
    };
    for word in options.skip(1) {
        match word.as_str() {
            "pipefail" => shell.pipefail = true,
            "errexit" => shell.errors_off = false,
            word if word.starts_with('-') && !word.starts_with("--") && word.contains('e') => {
                shell.errors_off = false;
            }
            _ => {}
        }
    }
    shell
}

/// The folder itself, if there is one that is called so.
fn real(parts: &[String]) -> Option<Vec<String>> {
    let start = if cfg!(windows) { "" } else { "/" };
    let path = format!("{start}{}", parts.join("/"));
    let path = Path::new(&path).canonicalize().ok()?;
    Some(self::parts(&path.to_string_lossy()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;

    fn ran(dir: &str, command: &str) -> Vec<(String, Option<String>)> {
        let mut record = record();
        record.dir = dir.to_owned();
        record.root = Some("/ci/work".to_owned());
        record.command = match command.strip_prefix("sh: ") {
            Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
            None => command.split(' ').map(str::to_owned).collect(),
        };
        let steps = steps(&record, "/none/work").into_iter();
        steps.map(|it| (it.words.join(" "), it.outside)).collect()
    }

    fn outside(dir: &str, command: &str) -> Option<String> {
        ran(dir, command).into_iter().find_map(|it| it.1)
    }

    #[test]
    fn a_folder_outside_of_the_checkout_is_seen() {
        for (command, folder) in [
            ("sh: cd ../other && npm audit", "../other"),
            ("sh: cd a && cd ../../other && npm audit", "../../other"),
            ("sh: cd \"$PWD/../other\"; make", "$PWD/../other"),
            ("npm --prefix /tmp/other audit --json", "/tmp/other"),
            ("npm -C ../other test", "../other"),
            ("npm --prefix=../other test", "../other"),
            ("go test -C ../other ./...", "../other"),
            ("go test -C=../other ./...", "../other"),
            (
                "gotestsum --junitfile a.xml -- -C ../other ./...",
                "../other",
            ),
            (
                "cargo test --manifest-path ../x/Cargo.toml",
                "../x/Cargo.toml",
            ),
            ("cargo audit --file ../x/Cargo.lock", "../x/Cargo.lock"),
            ("make -C../other test", "../other"),
            ("mvn -B -f ../other/pom.xml verify", "../other/pom.xml"),
            ("pytest --rootdir ../x", "../x"),
            ("pytest -q ../x/tests", "../x/tests"),
            ("go test ../x/...", "../x"),
            ("mocha --exit ../x/a.js ../x/b.js", "../x/a.js"),
            ("env -C ../other npm audit", "../other"),
            ("npx jest -c ../x/jest.config.js", "../x/jest.config.js"),
            ("tox -c ../x/tox.ini", "../x/tox.ini"),
            ("nox -f ../x/noxfile.py", "../x/noxfile.py"),
            ("phpunit -c ../x/phpunit.xml", "../x/phpunit.xml"),
            ("dotnet test ../x/x.csproj", "../x/x.csproj"),
            ("pdm run -p ../x test", "../x"),
            ("just -f ../x/justfile test", "../x/justfile"),
            ("task -d ../x test", "../x"),
            ("node --test ../x/test", "../x/test"),
            ("deno test ../x", "../x"),
            ("bundle exec rspec ../x/spec", "../x/spec"),
            ("nx --cwd ../x test", "../x"),
            ("turbo --cwd ../x test", "../x"),
            ("ruff check --output-format json ../x", "../x"),
            ("semgrep scan --json ../x", "../x"),
            ("gitleaks detect --source ../x -f json -r -", "../x"),
            ("gitleaks dir ../x -f json -r -", "../x"),
            ("trivy fs -f json ../x", "../x"),
            ("mypy ../x", "../x"),
            ("uv run --directory ../other pytest", "../other"),
            ("nice sh -c cd\u{20}../x", ""),
        ] {
            let expected = Some(folder).filter(|it| !it.is_empty());
            assert_eq!(outside("", command).as_deref(), expected, "{command}");
        }
    }

    #[test]
    fn a_folder_in_the_checkout_is_fine_and_so_is_one_that_is_not_known() {
        for command in [
            "sh: cd packages/a && npm audit",
            "sh: cd ../../lib && cd .. && npm audit",
            "sh: (cd ../../../other && ls >/dev/null || true) ; cd .",
            "npm --prefix ../b audit",
            "npm --prefix /none/work audit",
            "npm --prefix /ci/work/packages audit",
            "npm test -- -C ../../../x",
            "sh: cd \"$DIR\" && npm audit",
            "sh: cd ~/x && npm audit",
            "pytest --junitxml ../../../out/a.xml tests",
            "pytest tests ../../../shared",
            "docker run -w /app image sh -c 'cd /app'",
            "mvn -f ../../pom.xml verify",
            "jest -t cd",
            "ctest --test-dir ../../../build",
            "trivy fs -f json -c ../../../trivy.yaml .",
            "ruff check --config ../../../ruff.toml src",
            "jest -c ../../jest.config.js",
            "node --test --import ../../../a.mjs test",
            "pdm run test",
            "node ../../../tools/run.mjs",
            "pip-audit -f json -r requirements.txt",
        ] {
            let found: Vec<_> = ran("packages/a", command)
                .into_iter()
                .filter(|(words, _)| !words.starts_with("ls"))
                .find_map(|it| it.1)
                .into_iter()
                .collect();
            assert_eq!(found, [""; 0], "{command}");
        }
    }

    #[test]
    fn behind_a_subshell_the_folder_is_as_before() {
        let steps = ran(
            "",
            "sh: (cd ../a && make; (cd ..; ls)) && npm test; (cd x; pwd; ls)",
        );
        let expected = [
            ("make", Some("../a")),
            ("ls", Some("..")),
            ("npm test", None),
            ("ls", None),
        ];
        let expected = expected.map(|(words, it)| (words.to_owned(), it.map(str::to_owned)));
        assert_eq!(steps, expected);
    }
}
