//! `#[derive(Parser)]`, `Args` and `Subcommand` of clap, and structopt's before them (clap, § The
//! derive reference).

use super::super::{CommandLine, Word, WordKind};
use super::tokens::{Tree, split_at_commas};
use super::{long, short};

/// The derives that make a type a part of a command line.
const DERIVES: &[&str] = &["Parser", "Args", "Subcommand", "StructOpt", "Clap"];

/// The attributes that describe one.
const ATTRIBUTES: &[&str] = &["arg", "command", "clap", "structopt", "group"];

/// Notes what a struct or enum declares, if it derives any of it.
pub(super) fn read(
    line: &mut CommandLine,
    scope: &str,
    is_enum: bool,
    attributes: &[&[Tree]],
    body: &[Tree],
) {
    if !derives(attributes) {
        return;
    }
    let settings = Settings::of(attributes);
    let mut reader = Reader {
        line,
        scope,
        case: settings
            .value("rename_all")
            .map_or(Case::Kebab, Case::named),
    };
    for member in split_at_commas(body) {
        let (attributes, member) = attributed(member);
        let settings = Settings::of(&attributes);
        if is_enum {
            reader.variant(&settings, member);
        } else {
            reader.field(&settings, member, "");
        }
    }
}

fn derives(attributes: &[&[Tree]]) -> bool {
    attributes.iter().any(|attribute| {
        let [derive, list] = attribute else {
            return false;
        };
        let mut list = list.group('(').unwrap_or_default().iter();
        derive.word() == Some("derive")
            && list.any(|name| name.word().is_some_and(|name| DERIVES.contains(&name)))
    })
}

/// The attributes in front of a member, and the rest of it without its visibility.
fn attributed(member: &[Tree]) -> (Vec<&[Tree]>, &[Tree]) {
    let mut attributes = Vec::new();
    let mut rest = member;
    loop {
        rest = match rest {
            [hash, attribute, after @ ..] if hash.is('#') => {
                attributes.extend(attribute.group('['));
                after
            }
            [word, scope, after @ ..]
                if word.word() == Some("pub") && scope.group('(').is_some() =>
            {
                after
            }
            [word, after @ ..] if word.word() == Some("pub") => after,
            _ => return (attributes, rest),
        };
    }
}

/// What clap's attributes say: `long`, `long = "x"`, `hide(true)`.
struct Settings<'t> {
    entries: Vec<(&'t str, Option<&'t Tree>, u64)>,
}

impl<'t> Settings<'t> {
    fn of(attributes: &[&'t [Tree]]) -> Self {
        let mut entries = Vec::new();
        for attribute in attributes {
            let [name, list] = attribute else { continue };
            if !name.word().is_some_and(|name| ATTRIBUTES.contains(&name)) {
                continue;
            }
            for entry in split_at_commas(list.group('(').unwrap_or_default()) {
                let Some((first, rest)) = entry.split_first() else {
                    continue;
                };
                let value = match rest {
                    [] => None,
                    [equals, value] if equals.is('=') => Some(value),
                    [value] => value.group('(').and_then(<[Tree]>::first),
                    // An expression: what it yields is computed.
                    [other, ..] => Some(other),
                };
                entries.push((first.word().unwrap_or_default(), value, first.line));
            }
        }
        Settings { entries }
    }

    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, ..)| *name == key)
    }

    /// The text that a key is given; `None` if there is none or it is computed.
    fn value(&self, key: &str) -> Option<&'t str> {
        let entry = self.entries.iter().find(|(name, ..)| *name == key)?;
        entry.1?.text()
    }

    fn is_hidden(&self) -> bool {
        let mut hides = self.entries.iter();
        hides.any(|(name, value, _)| {
            matches!(*name, "hide" | "hidden")
                && value.is_none_or(|value| value.word() == Some("true"))
        })
    }
}

struct Reader<'r> {
    line: &'r mut CommandLine,
    scope: &'r str,
    case: Case,
}

impl Reader<'_> {
    /// A field: an option if its attributes give it a long or short name.
    fn field(&mut self, settings: &Settings<'_>, field: &[Tree], command: &str) {
        let Some(name) = field.first().and_then(Tree::word) else {
            return;
        };
        let hidden = settings.is_hidden();
        for (key, value, line) in &settings.entries {
            let found = match (*key, value) {
                ("long", None) => self.case.of_field(name).map(|name| long(&name)),
                ("long" | "visible_alias", Some(value)) => value.text().map(long),
                ("short", None) => name.trim_start_matches('_').get(..1).map(short),
                ("short" | "visible_short_alias", Some(value)) => value.text().map(short),
                _ => continue,
            };
            match found {
                Some(name) => self.note(WordKind::Option, command, name, hidden, *line),
                None => self.line.computed.push(*line),
            }
        }
    }

    /// A variant: a sub-command, with its own fields.
    fn variant(&mut self, settings: &Settings<'_>, variant: &[Tree]) {
        let Some((name, rest)) = variant.split_first() else {
            return;
        };
        if settings.has("flatten") || settings.has("external_subcommand") || settings.has("skip") {
            return;
        }
        let given = settings.value("name").map(str::to_owned);
        let command = match given {
            None if settings.has("name") => None,
            None => name.word().and_then(|name| self.case.of_variant(name)),
            given => given,
        };
        let Some(command) = command else {
            self.line.computed.push(name.line);
            return;
        };
        let hidden = settings.is_hidden();
        self.note(WordKind::Subcommand, "", command.clone(), hidden, name.line);
        if let Some(alias) = settings.value("visible_alias") {
            self.note(
                WordKind::Subcommand,
                "",
                alias.to_owned(),
                hidden,
                name.line,
            );
        }
        let fields = rest.first().and_then(|body| body.group('{'));
        for field in split_at_commas(fields.unwrap_or_default()) {
            let (attributes, field) = attributed(field);
            self.field(&Settings::of(&attributes), field, &command);
        }
    }

    fn note(&mut self, kind: WordKind, command: &str, name: String, hidden: bool, line: u64) {
        self.line.push(Word {
            kind,
            command: command.to_owned(),
            name,
            scope: self.scope.to_owned(),
            hidden,
            line,
        });
    }
}

/// How names of the source become names of the command line.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Kebab,
    Snake,
    Lower,
    /// One that is not known here.
    Other,
}

impl Case {
    pub(super) fn named(name: &str) -> Case {
        match name.to_lowercase().replace(['-', '_'], "").as_str() {
            "kebabcase" | "kebab" => Case::Kebab,
            "snakecase" | "snake" => Case::Snake,
            "lowercase" | "lower" => Case::Lower,
            _ => Case::Other,
        }
    }

    /// The name of a field in `snake_case`.
    fn of_field(self, name: &str) -> Option<String> {
        self.joined(
            name.split('_')
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase),
        )
    }

    /// The name of a variant in `UpperCamelCase`. A run of capitals is one word: `HTTPServer` is
    /// `http-server`.
    pub(super) fn of_variant(self, name: &str) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        let letters: Vec<char> = name.chars().collect();
        for (index, letter) in letters.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| letters.get(before));
            let after = letters.get(index + 1);
            let starts = match before {
                None => true,
                Some(before) if letter.is_uppercase() => {
                    !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
                }
                Some(_) => false,
            };
            match words.last_mut() {
                Some(word) if !starts => word.extend(letter.to_lowercase()),
                _ => words.push(letter.to_lowercase().collect()),
            }
        }
        self.joined(words.into_iter())
    }

    fn joined(self, words: impl Iterator<Item = String>) -> Option<String> {
        let words: Vec<String> = words.collect();
        match self {
            Case::Kebab => Some(words.join("-")),
            Case::Snake => Some(words.join("_")),
            Case::Lower => Some(words.concat()),
            Case::Other => None,
        }
    }
}
