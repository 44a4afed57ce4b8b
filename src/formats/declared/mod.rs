//! What a manifest promises to users, whatever kind of manifest it is.
//!
//! Each reader turns one file into the same [`Manifest`], so that what moves from one kind of
//! manifest to another is not taken for gone.

pub mod cargo;
pub mod go_mod;
pub mod npm;
pub mod pyproject;
pub mod range;
pub mod requirement;
pub mod setup_cfg;
pub mod setup_py;

use range::Dialect;

/// What one manifest declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The name that the package is published under; `None` if it gives none.
    pub name: Option<String>,
    /// Whether it says that it is never published.
    pub private: bool,
    /// The library that a `Cargo.toml` describes, by the name that it gives it, if any; `None` where it
    /// describes none.
    pub library: Option<Option<String>>,
    /// What it declares, in the order of the file.
    pub items: Vec<Item>,
    /// The folders of a uv workspace's members, as globs; `!` before those that are none.
    pub members: Vec<String>,
    /// What it leaves to something that cannot be read.
    pub unread: Vec<Unread>,
}

/// What kind of thing is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The versions of a language or runtime that it runs on.
    Runtime,
    /// A version of Python that a trove classifier names: `3.8`.
    Classifier,
    /// An extra of a Python package.
    Extra,
    /// A feature of a Rust crate.
    Feature,
    /// A feature that is on by default.
    DefaultFeature,
    /// What can be imported from an npm package.
    Export,
    /// An entry point of a Python package that is no command.
    EntryPoint,
    /// An installed command.
    Command,
    /// A dependency of the published package.
    Dependency,
    /// A package that users have to install beside it.
    Peer,
}

/// One thing that is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What kind of thing it is.
    pub topic: Topic,
    /// Its name, normalised as its ecosystem does.
    pub name: String,
    /// The range of a runtime or dependency, as it is written; for an export, how it can be loaded
    /// (`import`, `require`, `import require`). Empty where there is none.
    pub text: String,
    /// Whose notation the range is.
    pub dialect: Dialect,
    /// When a dependency counts: an environment marker, a target. Empty for always.
    pub condition: String,
    /// Whether a dependency is only there if it is asked for.
    pub optional: bool,
    /// The line, starting at 1.
    pub line: u64,
}

impl Item {
    /// A thing without a range.
    #[must_use]
    pub fn named(topic: Topic, name: impl Into<String>, line: u64) -> Item {
        Item {
            topic,
            name: name.into(),
            text: String::new(),
            dialect: Dialect::Pep440,
            condition: String::new(),
            optional: false,
            line,
        }
    }

    /// The versions of a runtime.
    #[must_use]
    pub fn runtime(name: &str, text: &str, dialect: Dialect, line: u64) -> Item {
        Item {
            text: text.trim().to_owned(),
            dialect,
            ..Item::named(Topic::Runtime, name, line)
        }
    }
}

/// A topic of which the manifest does not say all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What is not known; `None` for everything.
    pub topic: Option<Topic>,
    /// Why, as a clause.
    pub reason: String,
    /// Whether another manifest of the same package may say it.
    pub deferred: bool,
    /// The line, starting at 1.
    pub line: u64,
}

impl Manifest {
    fn note(&mut self, topic: Topic, line: u64, reason: impl Into<String>) {
        self.unread.push(Unread {
            topic: Some(topic),
            reason: reason.into(),
            deferred: false,
            line,
        });
    }

    /// Notes a requirement of PEP 508.
    fn require(&mut self, text: &str, line: u64) {
        match requirement::read(text) {
            Some(found) => self.items.push(Item {
                text: found.specifier,
                condition: found.marker,
                ..Item::named(Topic::Dependency, found.name, line)
            }),
            None => self.note(
                Topic::Dependency,
                line,
                format!("`{}` is no requirement of PEP 508", shortened(text)),
            ),
        }
    }

    /// Notes an entry point: a command, or something that another program looks up.
    fn entry_point(&mut self, group: &str, name: &str, line: u64) {
        let item = match group {
            "console_scripts" | "gui_scripts" => Item::named(Topic::Command, name, line),
            _ => Item::named(Topic::EntryPoint, format!("{group}:{name}"), line),
        };
        self.items.push(item);
    }

    /// Notes the version that a trove classifier names, if it names one.
    fn classifier(&mut self, text: &str, line: u64) {
        let version = text
            .trim()
            .strip_prefix("Programming Language :: Python :: ");
        if let Some(version) = version.filter(|version| {
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            version
                .split_once('.')
                .is_some_and(|(major, minor)| digits(major) && digits(minor))
        }) {
            self.items
                .push(Item::named(Topic::Classifier, version, line));
        }
    }
}

/// The name of a Python package or extra, as PEP 503 and PEP 685 normalise it.
#[must_use]
pub fn normalised(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            _ => normal.extend(c.to_lowercase()),
        }
    }
    normal
}

/// A text, cut so that it fits into a message.
fn shortened(text: &str) -> String {
    const MAX: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// Every item as one text, for tests.
#[cfg(test)]
fn shown(manifest: &Manifest) -> Vec<String> {
    let items = manifest.items.iter().map(|item| {
        let condition = match item.condition.as_str() {
            "" => String::new(),
            condition => format!(" if {condition}"),
        };
        let optional = if item.optional { " optional" } else { "" };
        let text = format!("{:?} {} {}", item.topic, item.name, item.text);
        format!("{}: {}{condition}{optional}", item.line, text.trim_end())
    });
    items.collect()
}
