//! The METADATA block of a rule, in OPA's own annotation form.

mod block;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::{Location, Spanned};

use super::error::LoadError;
use super::identifier::is_id;
use super::rule::{Origin, Rule};
use super::source::PolicyFile;
use super::yaml;
use crate::nearest::suggestion;
use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;
use block::Block;

/// What a rule is before its metadata is read.
pub(super) struct Identity<'a> {
    pub(super) id: &'a str,
    pub(super) package: &'a str,
    pub(super) origin: Origin,
    /// The line of the `package` statement, or `None` to look for it.
    pub(super) line: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotation {
    scope: Option<Spanned<String>>,
    title: Spanned<String>,
    description: Spanned<String>,
    custom: Spanned<Custom>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Custom {
    stages: Spanned<Vec<Spanned<String>>>,
    types: Option<Spanned<Vec<Spanned<String>>>>,
    level: Spanned<String>,
    needs: Vec<Spanned<String>>,
    fix: Spanned<String>,
    source: Spanned<Listed>,
    #[serde(default)]
    controls: BTreeMap<String, Vec<String>>,
    effective_on: Option<Spanned<String>>,
    #[serde(default)]
    depends_on: Vec<Spanned<String>>,
    #[serde(default)]
    decides_type: bool,
}

/// One text, or a list of them, each with its place.
struct Listed(Vec<(String, Option<Location>)>);

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Listed;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Listed, E> {
        Ok(Listed(vec![(text.to_owned(), None)]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Listed, A::Error> {
        let mut listed = Vec::new();
        while let Some(item) = items.next_element::<Spanned<String>>()? {
            listed.push((item.value, Some(item.referenced)));
        }
        Ok(Listed(listed))
    }
}

/// A rule, and where its metadata says what.
pub(super) struct Described {
    pub(super) rule: Rule,
    pub(super) places: Places,
}

/// Places in the metadata of a rule, as problems that still lack their message.
pub(super) struct Places {
    pub(super) source: BTreeMap<String, LoadError>,
    pub(super) needs: BTreeMap<String, LoadError>,
    pub(super) depends_on: BTreeMap<String, LoadError>,
}

/// Reads the block above the `package` statement.
///
/// # Errors
/// Everything that is wrong with it, each at its line.
pub(super) fn read(
    file: &PolicyFile,
    identity: &Identity,
    facts: &[&str],
) -> Result<Described, Vec<LoadError>> {
    let block = Block::find(file, identity.line).map_err(|error| vec![error])?;
    let annotation: Annotation =
        yaml::read(&block.yaml).map_err(|error| vec![block.yaml_error(&error)])?;
    let mut checked = Checked {
        block: &block,
        errors: Vec::new(),
    };
    let places = checked.places(&annotation.custom.value);
    let rule = checked.rule(annotation, identity, facts);
    if checked.errors.is_empty() {
        Ok(Described { rule, places })
    } else {
        Err(checked.errors)
    }
}

struct Checked<'a> {
    block: &'a Block<'a>,
    errors: Vec<LoadError>,
}

impl Checked<'_> {
    fn places(&self, custom: &Custom) -> Places {
        let each = |listed: &[Spanned<String>]| {
            let place = |text: &Spanned<String>| self.block.at(text.referenced, "");
            listed
                .iter()
                .map(|text| (text.value.clone(), place(text)))
                .collect()
        };
        Places {
            source: custom
                .source
                .value
                .0
                .iter()
                .map(|(text, place)| {
                    let place = place.unwrap_or(custom.source.referenced);
                    (text.trim().to_owned(), self.block.at(place, ""))
                })
                .collect(),
            needs: each(&custom.needs),
            depends_on: each(&custom.depends_on),
        }
    }

    fn rule(&mut self, annotation: Annotation, identity: &Identity, facts: &[&str]) -> Rule {
        let custom = annotation.custom.value;
        if let Some(scope) = annotation.scope.filter(|scope| scope.value != "package") {
            self.refuse(
                scope.referenced,
                "a rule's metadata has the scope `package`",
            );
        }
        let stages = self.stages(&custom.stages);
        let types = self.types(custom.types, &stages, custom.stages.referenced);
        self.fix_says_more(&annotation.title.value, &custom.fix);
        Rule {
            id: identity.id.to_owned(),
            package: identity.package.to_owned(),
            title: self.text("title", annotation.title),
            description: self.text("description", annotation.description),
            types,
            stages,
            level: self.level(&custom.level),
            needs: self.needs(&custom.needs, facts),
            fix: self.text("fix", custom.fix),
            source: self.sources(custom.source),
            controls: custom.controls,
            effective_on: custom.effective_on.and_then(|day| self.day(&day)),
            depends_on: self.depends_on(&custom.depends_on),
            decides_type: custom.decides_type,
            origin: identity.origin,
            file: self.block.file.path.clone(),
            line: self.block.package,
            refused: None,
        }
    }

    fn refuse(&mut self, place: Location, message: impl Into<String>) {
        self.errors.push(self.block.at(place, message));
    }

    fn text(&mut self, key: &str, text: Spanned<String>) -> String {
        let trimmed = text.value.trim();
        if trimmed.is_empty() {
            self.refuse(text.referenced, format!("`{key}` is empty"));
        }
        trimmed.to_owned()
    }

    fn sources(&mut self, listed: Spanned<Listed>) -> Vec<String> {
        let whole = listed.referenced;
        if listed.value.0.is_empty() {
            self.refuse(whole, "`source` is empty");
        }
        let mut sources: Vec<String> = Vec::new();
        for (text, place) in listed.value.0 {
            let place = place.unwrap_or(whole);
            let text = text.trim();
            if text.is_empty() {
                self.refuse(place, "`source` is empty");
            } else if sources.iter().any(|other| other == text) {
                self.refuse(place, format!("`{text}` is listed twice"));
            }
            sources.push(text.to_owned());
        }
        sources
    }

    /// Advice that only says the title again is none.
    fn fix_says_more(&mut self, title: &str, fix: &Spanned<String>) {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.collect::<String>().to_lowercase()
        };
        if !fix.value.trim().is_empty() && plain(title).contains(&plain(&fix.value)) {
            self.refuse(
                fix.referenced,
                "`fix` only says the title again: write what to do",
            );
        }
    }

    fn stages(&mut self, listed: &Spanned<Vec<Spanned<String>>>) -> Vec<Stage> {
        if listed.value.is_empty() {
            self.refuse(
                listed.referenced,
                "`stages` is empty, so the rule would never be judged",
            );
        }
        self.all("stage", &listed.value, &Stage::ALL, Stage::name)
    }

    fn types(
        &mut self,
        listed: Option<Spanned<Vec<Spanned<String>>>>,
        stages: &[Stage],
        place: Location,
    ) -> Vec<ReleaseType> {
        let typed = stages.iter().any(|stage| stage.has_types());
        let Some(listed) = listed else {
            if typed {
                self.refuse(
                    place,
                    "the key `types` is missing: only a rule of the stage `process` alone has none",
                );
            }
            return Vec::new();
        };
        if typed && listed.value.is_empty() {
            self.refuse(
                listed.referenced,
                "`types` is empty, so the rule would apply to no release",
            );
        }
        if !typed && !stages.is_empty() && !listed.value.is_empty() {
            self.refuse(
                listed.referenced,
                "a rule of the stage `process` alone has no `types`",
            );
        }
        self.all(
            "release type",
            &listed.value,
            &ReleaseType::ALL,
            ReleaseType::name,
        )
    }

    /// The listed values in their own order, each once.
    fn all<T: Copy + PartialEq>(
        &mut self,
        what: &str,
        listed: &[Spanned<String>],
        known: &[T],
        name: fn(T) -> &'static str,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for text in listed {
            match known.iter().find(|value| name(**value) == text.value) {
                Some(value) if found.contains(value) => {
                    self.refuse(text.referenced, format!("`{}` is listed twice", text.value));
                }
                Some(value) => found.push(*value),
                None => self.unknown(what, text, known.iter().map(|value| name(*value)).collect()),
            }
        }
        known
            .iter()
            .copied()
            .filter(|value| found.contains(value))
            .collect()
    }

    fn unknown(&mut self, what: &str, text: &Spanned<String>, known: Vec<&str>) {
        let near = suggestion(&text.value, known.iter().copied());
        let message = format!(
            "there is no {what} `{}`{near} (known: {})",
            text.value,
            known.join(", ")
        );
        self.refuse(text.referenced, message);
    }

    fn level(&mut self, text: &Spanned<String>) -> Level {
        match text.value.as_str() {
            "deny" => Level::Deny,
            "warn" => Level::Warn,
            _ => {
                self.unknown("level", text, vec!["deny", "warn"]);
                Level::Deny
            }
        }
    }

    fn needs(&mut self, listed: &[Spanned<String>], facts: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for text in listed {
            if !facts.contains(&text.value.as_str()) {
                self.unknown("fact", text, facts.to_vec());
            } else if names.contains(&text.value) {
                self.refuse(text.referenced, format!("`{}` is listed twice", text.value));
            }
            names.push(text.value.clone());
        }
        names.sort();
        names
    }

    fn depends_on(&mut self, listed: &[Spanned<String>]) -> Vec<String> {
        for text in listed {
            if !is_id(&text.value) {
                let message = format!("`{}` is not a rule's id, `<area>.<rule>`", text.value);
                self.refuse(text.referenced, message);
            }
        }
        listed.iter().map(|text| text.value.clone()).collect()
    }

    fn day(&mut self, text: &Spanned<String>) -> Option<Date> {
        let day = text.value.parse().ok();
        if day.is_none() {
            let message = format!("`{}` is not a day of the form YYYY-MM-DD", text.value);
            self.refuse(text.referenced, message);
        }
        day
    }
}
