//! The names that a report exports, and what each leads to.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::api_extractor::{Declaration, Export, Flaw, Import, Kind, ReleaseTag, Report};

/// The most names that a report may export, those of namespaces under all their names included.
const MAX_NAMES: usize = 200_000;

/// How many namespaces may lead to each other.
const MAX_NAMESPACES: usize = 16;

/// What a report exports, by name: `open`, `tools.open`.
pub(super) struct Surface<'r> {
    pub names: BTreeMap<String, Name<'r>>,
    /// The report's declarations, by their name in it.
    pub declared: BTreeMap<&'r str, Vec<&'r Declaration>>,
    /// What comes from other modules, by the name in the report.
    pub imported: BTreeSet<&'r str>,
    pub flaw: Option<Flaw>,
}

/// What one name leads to.
pub(super) struct Name<'r> {
    /// What the report declares; empty for what comes from another module.
    pub declarations: Vec<&'r Declaration>,
    /// The module and the name there, for what comes from another module.
    pub origin: Option<(&'r str, &'r str)>,
    pub line: u64,
    pub tag: ReleaseTag,
    /// Whether it is not exported, and only used in what is.
    pub forgotten: bool,
}

/// A namespace whose names are still to be added.
struct Pending<'r> {
    prefix: String,
    declarations: Vec<&'r Declaration>,
    tag: ReleaseTag,
    forgotten: bool,
    depth: usize,
}

struct Reader<'r> {
    report: &'r Report,
    imports: BTreeMap<&'r str, &'r Import>,
    surface: Surface<'r>,
    pending: Vec<Pending<'r>>,
}

impl<'r> Surface<'r> {
    pub fn of(report: &'r Report) -> Self {
        let mut reader = Reader {
            report,
            imports: report
                .imports
                .iter()
                .map(|it| (it.local.as_str(), it))
                .collect(),
            surface: Surface {
                names: BTreeMap::new(),
                declared: by_name(&report.declarations),
                imported: report.imports.iter().map(|it| it.local.as_str()).collect(),
                flaw: None,
            },
            pending: Vec::new(),
        };
        reader.top();
        while let Some(next) = reader.pending.pop() {
            reader.namespace(&next);
        }
        reader.surface
    }
}

fn by_name(declarations: &[Declaration]) -> BTreeMap<&str, Vec<&Declaration>> {
    let mut found: BTreeMap<&str, Vec<&Declaration>> = BTreeMap::new();
    for one in declarations {
        found.entry(&one.name).or_default().push(one);
    }
    found
}

/// The tag that counts of several declarations of one name: the one that promises most.
fn tag_of(declarations: &[&Declaration], outer: ReleaseTag) -> ReleaseTag {
    let own = declarations.iter().filter_map(|it| it.release).max();
    own.unwrap_or(outer)
}

impl<'r> Reader<'r> {
    fn top(&mut self) {
        let report = self.report;
        for export in &report.exports {
            self.export("", export, None, ReleaseTag::Public, false, 0);
        }
        let aliased: Vec<&str> = aliased(report);
        let names: Vec<&'r str> = self.surface.declared.keys().copied().collect();
        for name in names {
            let declarations = self.surface.declared.get(name).cloned().unwrap_or_default();
            let exported = declarations.iter().any(|it| it.exported);
            let reached = aliased.binary_search(&name).is_ok();
            if exported || !reached {
                self.declared(
                    name.to_owned(),
                    declarations,
                    ReleaseTag::Public,
                    !exported,
                    0,
                );
            }
        }
    }

    fn declared(
        &mut self,
        symbol: String,
        declarations: Vec<&'r Declaration>,
        outer: ReleaseTag,
        forgotten: bool,
        depth: usize,
    ) {
        let tag = tag_of(&declarations, outer);
        let is_namespace = |it: &&Declaration| it.kind == Kind::Namespace;
        if declarations.iter().any(is_namespace) {
            self.pending.push(Pending {
                prefix: format!("{symbol}."),
                declarations: declarations
                    .iter()
                    .copied()
                    .filter(|it| is_namespace(it))
                    .collect(),
                tag,
                forgotten,
                depth: depth + 1,
            });
        }
        let line = declarations.first().map_or(1, |it| it.line);
        self.add(
            symbol,
            Name {
                declarations,
                origin: None,
                line,
                tag,
                forgotten,
            },
        );
    }

    fn add(&mut self, symbol: String, name: Name<'r>) {
        if self.surface.names.len() >= MAX_NAMES {
            let reason = format!("it exports more than {MAX_NAMES} names");
            self.surface.flaw.get_or_insert(Flaw {
                line: name.line,
                reason,
            });
            return;
        }
        match self.surface.names.get_mut(&symbol) {
            // A name that is exported and declared in other places, too, such as by `export *`.
            Some(known) if !known.declarations.is_empty() && !known.forgotten => {}
            Some(known) => *known = name,
            None => drop(self.surface.names.insert(symbol, name)),
        }
    }

    fn export(
        &mut self,
        prefix: &str,
        export: &'r Export,
        inner: Option<&BTreeMap<&'r str, Vec<&'r Declaration>>>,
        outer: ReleaseTag,
        forgotten: bool,
        depth: usize,
    ) {
        let symbol = match export.name.as_str() {
            "*" => format!(
                "{prefix}* of {}",
                export.module.as_deref().unwrap_or_default()
            ),
            name => format!("{prefix}{name}"),
        };
        let local = export.local.as_str();
        let known = inner.and_then(|inner| inner.get(local));
        let known = known.or_else(|| self.surface.declared.get(local));
        if let (None, Some(declarations)) = (&export.module, known) {
            let declarations = declarations.clone();
            return self.declared(symbol, declarations, outer, forgotten, depth);
        }
        let import = self.imports.get(local).copied();
        let origin = match (&export.module, import) {
            (Some(module), _) => Some((module.as_str(), local)),
            (None, Some(import)) => Some((import.module.as_str(), import.original.as_str())),
            // `export { X }` of what the report does not tell of.
            (None, None) => Some(("", local)),
        };
        self.add(
            symbol,
            Name {
                declarations: Vec::new(),
                origin,
                line: export.line,
                tag: outer,
                forgotten,
            },
        );
    }

    fn namespace(&mut self, pending: &Pending<'r>) {
        if pending.depth > MAX_NAMESPACES {
            let line = pending.declarations.first().map_or(1, |it| it.line);
            let reason = format!("more than {MAX_NAMESPACES} namespaces lead to each other");
            self.surface.flaw.get_or_insert(Flaw { line, reason });
            return;
        }
        let Pending {
            prefix,
            tag,
            forgotten,
            depth,
            ..
        } = pending;
        for one in &pending.declarations {
            let inner = by_name(&one.members);
            for export in &one.exports {
                self.export(prefix, export, Some(&inner), *tag, *forgotten, *depth);
            }
            for (name, declarations) in inner {
                self.declared(
                    format!("{prefix}{name}"),
                    declarations,
                    *tag,
                    *forgotten,
                    *depth,
                );
            }
        }
    }
}

/// The names of the report that some export binds, at the top or in a namespace; sorted.
fn aliased(report: &Report) -> Vec<&str> {
    let mut found: Vec<&str> = report.exports.iter().map(|it| it.local.as_str()).collect();
    let mut namespaces: Vec<&Declaration> = report.declarations.iter().collect();
    while let Some(one) = namespaces.pop() {
        found.extend(one.exports.iter().map(|it| it.local.as_str()));
        if one.kind == Kind::Namespace {
            namespaces.extend(&one.members);
        }
    }
    found.sort_unstable();
    found
}
