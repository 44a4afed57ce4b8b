//! The sources of API documentation, by the files that make or hold it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::references::documents::document;
use super::kept;
use crate::facts::{ApiDocKind, ApiDocSource, DocumentKind, Missing};
use crate::formats::toml_text::TomlText;
use crate::repo::Checkout;

/// The largest file that is read, in bytes.
pub(super) const MAX_FILE: u64 = 4 * 1024 * 1024;

/// The most documents that are read.
const MAX_DOCUMENTS: usize = 5_000;

/// Files by which Read the Docs builds the documentation of every tag.
const HOSTED: &[&str] = &[".readthedocs.yaml", ".readthedocs.yml"];

/// Files of which one makes a Python project.
const PYTHON: &[&str] = &["pyproject.toml", "setup.cfg", "setup.py"];

/// Folders and names of pages that describe an API.
const REFERENCES: &[&str] = &[
    "api",
    "apis",
    "api-docs",
    "api_docs",
    "api-reference",
    "api_reference",
    "apireference",
    "reference",
];

/// Configuration files of tools that read the code.
const CONFIGURATIONS: &[(&str, &str)] = &[
    ("typedoc.json", "typedoc"),
    ("typedoc.js", "typedoc"),
    ("typedoc.config.js", "typedoc"),
    ("typedoc.config.mjs", "typedoc"),
    ("doxyfile", "doxygen"),
    ("doxyfile.in", "doxygen"),
    ("doxygen.cfg", "doxygen"),
];

/// Configuration files that may name a tool that reads the code: `(file name, word, tool)`.
const MENTIONS: &[(&str, &str, &str)] = &[
    ("conf.py", "autoapi.extension", "sphinx"),
    ("conf.py", "sphinx.ext.apidoc", "sphinx"),
    ("conf.py", "sphinxcontrib.apidoc", "sphinx"),
    ("mkdocs.yml", "mkdocstrings", "mkdocstrings"),
    ("mkdocs.yaml", "mkdocstrings", "mkdocstrings"),
    ("package.json", "\"typedoc", "typedoc"),
    ("pom.xml", "maven-javadoc-plugin", "javadoc"),
    ("build.gradle", "javadoc", "javadoc"),
    ("build.gradle.kts", "javadoc", "javadoc"),
];

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub sources: Vec<ApiDocSource>,
    /// The pages that are written by hand.
    pub written: BTreeSet<String>,
    /// Whether the documentation lists one by one what it shows.
    pub lists: bool,
    /// Modules that it shows as a whole.
    pub whole: HashSet<String>,
    /// The pages of the documentation.
    pub pages: Vec<String>,
}

pub(super) fn find(checkout: &Checkout) -> Result<Found, Missing> {
    let tracked = checkout.tracked()?;
    let mut finder = Finder {
        hosted: HOSTED
            .iter()
            .find(|path| {
                tracked
                    .binary_search_by(|known| known.as_str().cmp(path))
                    .is_ok()
            })
            .map(|path| (*path).to_owned()),
        found: Found::default(),
        built: BTreeMap::new(),
    };
    for path in tracked {
        finder.look_at_configuration(checkout, path)?;
    }
    finder.rust(checkout, tracked)?;
    finder.go(tracked);
    let pages: Vec<&String> = tracked.iter().filter(|path| is_page(path)).collect();
    if pages.len() > MAX_DOCUMENTS {
        return Err(Missing::because(format!(
            "the API documentation is not looked for: there are more than {MAX_DOCUMENTS} pages of documentation"
        )));
    }
    for path in pages {
        finder.read_page(checkout, path)?;
    }
    Ok(finder.finish(tracked))
}

struct Finder {
    hosted: Option<String>,
    found: Found,
    /// What is built, one place for each tool: the first.
    built: BTreeMap<&'static str, ApiDocSource>,
}

fn is_page(path: &str) -> bool {
    document(path).is_some_and(|it| it.central && it.kind == DocumentKind::Documentation)
}

impl Finder {
    fn build(
        &mut self,
        tool: &'static str,
        path: &str,
        line: Option<u64>,
        builder: Option<String>,
    ) {
        self.built.entry(tool).or_insert_with(|| ApiDocSource {
            path: path.to_owned(),
            line,
            tool: tool.to_owned(),
            kind: ApiDocKind::Built,
            builder,
            late: Vec::new(),
            doubtful: Vec::new(),
            later_commits: 0,
        });
    }

    /// The tools whose configuration is near the root or in a folder for documentation.
    fn look_at_configuration(&mut self, checkout: &Checkout, path: &str) -> Result<(), Missing> {
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let is_near = folders.is_empty()
            || [
                "doc",
                "docs",
                "documentation",
                "doc/source",
                "docs/source",
                "docs/src",
                "website",
            ]
            .contains(&folders);
        if !is_near {
            return Ok(());
        }
        let lower = file.to_ascii_lowercase();
        if let Some((_, tool)) = CONFIGURATIONS.iter().find(|(known, _)| *known == lower) {
            let builder = self.hosted.clone().filter(|_| *tool == "doxygen");
            self.build(tool, path, None, builder);
        }
        for (known, word, tool) in MENTIONS.iter().filter(|(known, ..)| *known == lower) {
            let text = checkout.tracked_text(path, MAX_FILE)?;
            let line = (1..)
                .zip(text.lines())
                .find(|(_, line)| line.contains(word));
            let Some((line, _)) = line else { continue };
            let builder = match (*tool, *known) {
                ("javadoc", _) => Some(path.to_owned()),
                ("sphinx" | "mkdocstrings", _) => self.hosted.clone(),
                _ => None,
            };
            self.build(tool, path, Some(line), builder);
        }
        Ok(())
    }

    /// A published crate with a library: docs.rs builds the documentation of each release.
    fn rust(&mut self, checkout: &Checkout, tracked: &[String]) -> Result<(), Missing> {
        let manifests = tracked.iter().filter_map(|path| {
            let folder = path.strip_suffix("Cargo.toml")?;
            (folder.is_empty() || folder.ends_with('/')).then_some((path, folder))
        });
        for (path, folder) in manifests {
            let library = format!("{folder}src/lib.rs");
            let hidden = ["test", "fixture", "example", "bench", "fuzz", "vendor"];
            if hidden.iter().any(|word| folder.contains(word)) {
                continue;
            }
            let has_library = tracked.binary_search(&library).is_ok();
            if has_library && is_published(&checkout.tracked_text(path, MAX_FILE)?) {
                self.build("rustdoc", path, None, Some("docs.rs".to_owned()));
                break;
            }
        }
        Ok(())
    }

    /// A module with a package that others can import: pkg.go.dev shows each of its tags.
    fn go(&mut self, tracked: &[String]) {
        let is_library = |path: &String| {
            path.ends_with(".go")
                && !path.ends_with("_test.go")
                && !path.ends_with("main.go")
                && !path
                    .split('/')
                    .any(|part| ["cmd", "internal", "vendor", "testdata"].contains(&part))
        };
        if tracked
            .binary_search_by(|path| path.as_str().cmp("go.mod"))
            .is_ok()
            && tracked.iter().any(is_library)
        {
            self.build("godoc", "go.mod", None, Some("pkg.go.dev".to_owned()));
        }
    }

    fn read_page(&mut self, checkout: &Checkout, path: &str) -> Result<(), Missing> {
        let text = checkout.tracked_text(path, MAX_FILE)?;
        self.found.pages.push(path.to_owned());
        if is_reference(path) {
            self.found.written.insert(path.to_owned());
        }
        for (number, line) in (1..).zip(text.lines()) {
            if let Some((tool, target)) = directive(line.trim()) {
                self.found.lists |= tool != "doxygen";
                if let Some(module) = target {
                    self.found.whole.insert(module.to_owned());
                }
                self.build(tool, path, Some(number), self.hosted.clone());
            }
        }
        Ok(())
    }

    /// Pages count as written by hand only where no tool reads the code.
    fn finish(self, tracked: &[String]) -> Found {
        let mut found = self.found;
        found.sources = kept::find(tracked);
        let folders: Vec<String> = found
            .sources
            .iter()
            .map(|it| format!("{}/", it.path))
            .collect();
        let is_kept = |path: &str| {
            folders
                .iter()
                .any(|folder| path.starts_with(folder.as_str()))
        };
        found.written.retain(|path| !is_kept(path));
        let is_python = PYTHON.iter().any(|path| {
            tracked
                .binary_search_by(|known| known.as_str().cmp(path))
                .is_ok()
        });
        // What a language's own registry shows says nothing of a Python package beside it.
        let is_read = |tool: &&str| !(is_python && ["rustdoc", "godoc"].contains(tool));
        let by_hand = found.sources.is_empty() && !self.built.keys().any(is_read);
        if by_hand {
            found
                .sources
                .extend(found.written.first().map(|path| ApiDocSource {
                    path: path.clone(),
                    line: None,
                    tool: "hand".to_owned(),
                    kind: ApiDocKind::Written,
                    builder: None,
                    late: Vec::new(),
                    doubtful: Vec::new(),
                    later_commits: 0,
                }));
        } else {
            found.written.clear();
        }
        found.sources.extend(self.built.into_values());
        found.sources.sort();
        found
    }
}

/// One that cannot be parsed is taken for published.
fn is_published(manifest: &str) -> bool {
    let Ok(toml) = TomlText::parse(manifest) else {
        return true;
    };
    let publish = toml.get(&["package", "publish"]);
    toml.get(&["package"]).is_some()
        && publish.is_none_or(|found| {
            found.value().as_bool() != Some(false)
                && found.value().as_array().is_none_or(|list| !list.is_empty())
        })
}

/// Whether a page below a folder for documentation describes an API, by its name or folder.
fn is_reference(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let Some((folders, file)) = lower.rsplit_once('/') else {
        return false;
    };
    let stem = file.split('.').next().unwrap_or_default();
    REFERENCES.contains(&stem) || folders.split('/').any(|part| REFERENCES.contains(&part))
}

/// The tool that a line makes read the code, and the module if it shows all of one.
fn directive(line: &str) -> Option<(&'static str, Option<&str>)> {
    if let Some(target) = line.strip_prefix("::: ") {
        return Some(("mkdocstrings", Some(target.trim())));
    }
    let (name, target) = match line.strip_prefix(".. ") {
        Some(rest) => rest.split_once("::")?,
        None => line.strip_prefix("```{")?.split_once('}')?,
    };
    let target = target.trim();
    match name {
        "automodule" => Some(("sphinx", Some(target))),
        "autosummary" | "autopackagesummary" | "autoapi" => Some(("sphinx", None)),
        _ if name.starts_with("doxygen") && name != "doxygen" => Some(("doxygen", None)),
        _ => {
            let object = name.strip_prefix("auto")?;
            let known = [
                "class",
                "function",
                "method",
                "exception",
                "data",
                "attribute",
                "decorator",
                "property",
                "pydantic_model",
                "enum",
            ];
            known.contains(&object).then_some(("sphinx", None))
        }
    }
}
