//! Jobs with `!reference` and `extends` followed, and with the defaults that they inherit.
//! <https://docs.gitlab.com/ci/yaml/yaml_optimization/>

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::config::Config;
use crate::collect::workflow::reader::Reader;
use crate::formats::gitlab_ci::merge::over;
use crate::formats::gitlab_ci::variables::expanded;
use crate::formats::yaml_tree::{Entry, Node, Value};

/// How deep templates may extend each other; GitLab allows eleven.
const MAX_EXTENDS: usize = 11;

/// How deep references may stand in what is referred to; GitLab allows ten.
const MAX_REFERENCES: usize = 10;

/// The most values that are looked at to follow the references and templates of one pipeline.
const MAX_VALUES: usize = 400_000;

/// Keys that are no jobs.
const GLOBALS: &[&str] = &[
    "after_script",
    "before_script",
    "cache",
    "default",
    "image",
    "include",
    "services",
    "spec",
    "stages",
    "types",
    "variables",
    "workflow",
];

/// The jobs of a configuration.
pub(super) struct Resolver<'c> {
    pub config: &'c Config,
    by_key: HashMap<&'c str, &'c Rc<Node>>,
    done: HashMap<String, Rc<Node>>,
    /// Templates that are not here, each of which is named once.
    absent: HashSet<String>,
    left: usize,
}

impl<'c> Resolver<'c> {
    pub fn new(config: &'c Config) -> Self {
        let entries = config.entries().iter();
        Resolver {
            config,
            by_key: entries.map(|it| (it.key.as_str(), &it.node)).collect(),
            done: HashMap::new(),
            absent: HashSet::new(),
            left: MAX_VALUES,
        }
    }

    /// All jobs that are not hidden, in the order of the files.
    pub fn jobs(&mut self, reader: &mut Reader<'_>) -> Vec<Entry> {
        let mut found = Vec::new();
        for entry in self.config.entries() {
            let is_job = !entry.key.starts_with('.')
                && !GLOBALS.contains(&entry.key.as_str())
                && matches!(entry.node.value, Value::Map(_));
            if is_job && let Some(node) = self.job(reader, &entry.key, 0) {
                found.push(Entry {
                    node,
                    ..entry.clone()
                });
            }
        }
        if self.left == 0 {
            let reason = "its templates and references are too many to be followed".to_owned();
            reader.unread(super::FILE, 1, reason);
        }
        found
    }

    /// A job or template with what it extends; `None` if there is none of that name.
    fn job(&mut self, reader: &mut Reader<'_>, name: &str, depth: usize) -> Option<Rc<Node>> {
        if let Some(done) = self.done.get(name) {
            return Some(Rc::clone(done));
        }
        let own = self.by_key.get(name).copied()?;
        let own = self.referred(reader, own, 0);
        let bases = own.get("extends").map(|node| node.texts());
        let mut job: Option<Rc<Node>> = None;
        for base in bases.unwrap_or_default() {
            let line = own.entry("extends").map_or(own.line, |entry| entry.line);
            let path = self.config.path(&own);
            if depth >= MAX_EXTENDS {
                reader.unread(&path, line, format!("`{base}` is extended too deep"));
                continue;
            }
            let Some(below) = self.job(reader, &base, depth + 1) else {
                let reason = format!("`{base}`, which `{name}` extends, is not in the repository");
                if self.absent.insert(base) {
                    reader.unread(&path, line, reason);
                }
                continue;
            };
            self.spend(below.weight());
            job = Some(match job {
                Some(job) => over(&job, &below),
                None => below,
            });
        }
        let job = match job {
            Some(job) if self.left > 0 => over(&job, &own),
            _ => own,
        };
        self.spend(job.weight());
        self.done.insert(name.to_owned(), Rc::clone(&job));
        Some(job)
    }

    fn spend(&mut self, values: usize) {
        self.left = self.left.saturating_sub(values);
    }

    /// A value of the file's top level with its references followed.
    pub fn global(&mut self, key: &str) -> Option<Rc<Node>> {
        let node = self.by_key.get(key).copied()?;
        Some(self.followed(node, 0, &mut Vec::new()))
    }

    fn referred(&mut self, reader: &mut Reader<'_>, node: &Rc<Node>, depth: usize) -> Rc<Node> {
        let mut lost = Vec::new();
        let found = self.followed(node, depth, &mut lost);
        for (source, text) in lost {
            let path = self.config.path(&source);
            let reason = format!("`!reference [{text}]` leads to nothing in the repository");
            reader.unread(&path, source.line, reason);
        }
        found
    }

    /// A value with its references followed. Those that lead nowhere are put into `lost`.
    fn followed(
        &mut self,
        node: &Rc<Node>,
        depth: usize,
        lost: &mut Vec<(Rc<Node>, String)>,
    ) -> Rc<Node> {
        self.spend(1);
        if self.left == 0 {
            return Rc::clone(node);
        }
        if node.tag.as_deref() == Some("reference") {
            let keys = node.texts();
            return match self.target(&keys, 0) {
                Some(target) if depth < MAX_REFERENCES => self.followed(&target, depth + 1, lost),
                _ => {
                    lost.push((Rc::clone(node), keys.join(", ")));
                    Rc::new(Node::list_at(node, Vec::new()))
                }
            };
        }
        match &node.value {
            Value::Scalar(_) => Rc::clone(node),
            Value::List(items) => {
                let mut changed = Vec::new();
                for item in items {
                    let inner = self.followed(item, depth, lost);
                    match &inner.value {
                        Value::List(inside) if item.tag.as_deref() == Some("reference") => {
                            changed.extend(inside.iter().cloned());
                        }
                        _ => changed.push(inner),
                    }
                }
                let same = changed.len() == items.len()
                    && changed
                        .iter()
                        .zip(items)
                        .all(|(new, old)| Rc::ptr_eq(new, old));
                if same {
                    Rc::clone(node)
                } else {
                    Rc::new(Node::list_at(node, changed))
                }
            }
            Value::Map(entries) => {
                let changed: Vec<Entry> = entries
                    .iter()
                    .map(|entry| Entry {
                        node: self.followed(&entry.node, depth, lost),
                        ..entry.clone()
                    })
                    .collect();
                let same = changed
                    .iter()
                    .zip(entries)
                    .all(|(new, old)| Rc::ptr_eq(&new.node, &old.node));
                if same {
                    Rc::clone(node)
                } else {
                    Rc::new(Node::map_at(node, changed))
                }
            }
        }
    }

    /// What the keys of a reference lead to, also through what a job extends.
    fn target(&self, keys: &[String], depth: usize) -> Option<Rc<Node>> {
        let (first, rest) = keys.split_first()?;
        let job = self.by_key.get(first.as_str()).copied()?;
        let mut node = Rc::clone(job);
        let mut found = true;
        for key in rest {
            match node.get(key).cloned() {
                Some(inner) => node = inner,
                None => {
                    found = false;
                    break;
                }
            }
        }
        if found {
            return Some(node);
        }
        if depth >= MAX_EXTENDS {
            return None;
        }
        let bases = job.get("extends")?.texts();
        bases.iter().rev().find_map(|base| {
            let keys: Vec<String> = [base].into_iter().chain(rest).cloned().collect();
            self.target(&keys, depth + 1)
        })
    }

    /// A key of a job, or the default that it inherits.
    pub fn inherited(&mut self, job: &Node, key: &str) -> Option<Rc<Node>> {
        if let Some(own) = job.get(key) {
            return Some(Rc::clone(own));
        }
        if !inherits(job, "default", key) {
            return None;
        }
        let default = self.global("default");
        let node = default.and_then(|node| node.get(key).cloned());
        node.or_else(|| self.global(key))
    }

    /// A text with the variables of the file and the job replaced.
    pub fn expanded(&self, job: &Node, text: &str) -> String {
        let value = |name: &str| {
            let own = job.get("variables").and_then(|node| value_of(node, name));
            own.or_else(|| {
                let all = self.by_key.get("variables").copied()?;
                value_of(all, name).filter(|_| inherits(job, "variables", name))
            })
        };
        expanded(text, &value)
    }
}

fn inherits(job: &Node, what: &str, key: &str) -> bool {
    match job.get("inherit").and_then(|node| node.get(what)) {
        Some(node) if !node.items().is_empty() => node.texts().iter().any(|it| it == key),
        Some(node) => node.text() != Some("false"),
        None => true,
    }
}

fn value_of(variables: &Node, name: &str) -> Option<String> {
    let node = variables.get(name)?;
    let text = node.text().or_else(|| node.text_of("value"));
    text.map(str::to_owned)
}
