//! `setup.py`: what its `setup(…)` call declares in literals, read without running it.

use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Operator, Stmt};

use super::range::Dialect;
use super::{Item, Manifest, Topic, Unread, normalised};
use crate::formats::place::Malformed;
use crate::formats::python_syntax::{PythonSyntax, last_name, text};

/// How many names are followed from one to the next.
const MAX_NAMES: usize = 16;

/// Reads a `setup.py`. One without a call of `setup` yields an empty manifest.
///
/// # Errors
/// [`Malformed`] if it is no Python.
pub fn read(source: &str) -> Result<Manifest, Malformed> {
    let syntax = PythonSyntax::parse(source)?;
    let mut script = Script::default();
    for statement in &syntax.module().body {
        script.visit_stmt(statement);
    }
    let mut manifest = Manifest::default();
    let Some(call) = script.call else {
        return Ok(manifest);
    };
    for keyword in &call.arguments.keywords {
        let line = syntax.line(&keyword.value);
        match keyword.arg.as_deref() {
            Some(name) => {
                let reader = Reader {
                    script: &script,
                    syntax: &syntax,
                };
                reader.keyword(&mut manifest, name, &keyword.value);
            }
            None => manifest.unread.push(Unread {
                topic: None,
                reason: "`setup()` is given keywords by `**`".to_owned(),
                deferred: true,
                line,
            }),
        }
    }
    Ok(manifest)
}

/// What is assigned where, and the call.
#[derive(Default)]
struct Script<'a> {
    assigned: BTreeMap<&'a str, &'a Expr>,
    /// Names that are assigned twice, or changed in place.
    changed: BTreeSet<&'a str>,
    call: Option<&'a ExprCall>,
}

/// Methods that change a list or dictionary in place.
const CHANGING: &[&str] = &[
    "append",
    "extend",
    "insert",
    "update",
    "setdefault",
    "pop",
    "remove",
];

impl<'a> Visitor<'a> for Script<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.assign(target, &assign.value);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assign(&assign.target, value);
                }
            }
            Stmt::AugAssign(assign) => {
                self.changed.insert(root_name(&assign.target));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression {
            if last_name(&call.func) == "setup" && self.call.is_none() {
                self.call = Some(call);
            }
            if let Expr::Attribute(method) = &*call.func
                && CHANGING.contains(&method.attr.as_str())
            {
                self.changed.insert(root_name(&method.value));
            }
        }
        walk_expr(self, expression);
    }
}

impl<'a> Script<'a> {
    fn assign(&mut self, target: &'a Expr, value: &'a Expr) {
        let name = root_name(target);
        let plain = matches!(target, Expr::Name(_));
        if !plain || self.assigned.insert(name, value).is_some() {
            self.changed.insert(name);
        }
    }
}

/// The name that `name[…]` and `name.x` begin with; empty if there is none.
fn root_name(expression: &Expr) -> &str {
    match expression {
        Expr::Name(name) => name.id.as_str(),
        Expr::Subscript(subscript) => last_name(&subscript.value),
        Expr::Attribute(attribute) => last_name(&attribute.value),
        _ => "",
    }
}

struct Reader<'r, 'a> {
    script: &'r Script<'a>,
    syntax: &'r PythonSyntax,
}

impl<'a> Reader<'_, 'a> {
    fn keyword(&self, manifest: &mut Manifest, name: &str, value: &'a Expr) {
        let topic = match name {
            "name" => {
                manifest.name = text(self.value(value)).map(str::to_owned);
                return;
            }
            "python_requires" => Topic::Runtime,
            "install_requires" => Topic::Dependency,
            "extras_require" => Topic::Extra,
            "entry_points" => Topic::EntryPoint,
            "classifiers" => Topic::Classifier,
            _ => return,
        };
        let line = self.syntax.line(value);
        let value = self.value(value);
        let read = match topic {
            Topic::Runtime => self.runtime(manifest, value),
            Topic::Dependency => self.requirements(manifest, value),
            Topic::Extra => self.extras(manifest, value),
            Topic::EntryPoint => self.entry_points(manifest, value),
            _ => self.classifiers(manifest, value),
        };
        // What could be read of it still counts: it is there.
        if read.is_none() {
            let reason = format!("`setup({name}=…)` is computed, and setup.py is not run");
            manifest.note(topic, line, reason.clone());
            if topic == Topic::EntryPoint {
                manifest.note(Topic::Command, line, reason);
            }
        }
    }

    /// What a name stands for, if it is assigned once and never changed; else the expression.
    fn value(&self, expression: &'a Expr) -> &'a Expr {
        let mut value = expression;
        for _ in 0..MAX_NAMES {
            let Expr::Name(name) = value else { break };
            match self.script.assigned.get(name.id.as_str()) {
                Some(next) if !self.script.changed.contains(name.id.as_str()) => value = next,
                _ => break,
            }
        }
        value
    }

    fn runtime(&self, manifest: &mut Manifest, value: &'a Expr) -> Option<()> {
        let line = self.syntax.line(value);
        manifest
            .items
            .push(Item::runtime("python", text(value)?, Dialect::Pep440, line));
        Some(())
    }

    fn requirements(&self, manifest: &mut Manifest, value: &'a Expr) -> Option<()> {
        for (line, requirement) in self.texts(value)? {
            manifest.require(requirement, line);
        }
        Some(())
    }

    fn classifiers(&self, manifest: &mut Manifest, value: &'a Expr) -> Option<()> {
        for (line, classifier) in self.texts(value)? {
            manifest.classifier(classifier, line);
        }
        Some(())
    }

    fn extras(&self, manifest: &mut Manifest, value: &'a Expr) -> Option<()> {
        let mut complete = Some(());
        for (key, _) in entries(value)? {
            match key.and_then(|key| Some((text(key)?, self.syntax.line(key)))) {
                // `":python_version < '3'"` is no extra, but a condition of dependencies.
                Some((name, line)) => match name.split(':').next() {
                    Some("") | None => {}
                    Some(name) => {
                        let item = Item::named(Topic::Extra, normalised(name), line);
                        manifest.items.push(item);
                    }
                },
                None => complete = None,
            }
        }
        complete
    }

    fn entry_points(&self, manifest: &mut Manifest, value: &'a Expr) -> Option<()> {
        if let Some(ini) = text(value) {
            for option in crate::formats::setup_cfg::options(ini) {
                manifest.entry_point(option.section, option.key, self.syntax.line(value));
            }
            return Some(());
        }
        let mut complete = Some(());
        for (group, points) in entries(value)? {
            let points = self.value(points);
            let single = text(points).map(|text| vec![(self.syntax.line(points), text)]);
            match (group.and_then(text), self.texts(points).or(single)) {
                (Some(group), Some(points)) => {
                    for (line, point) in points {
                        let name = point.split('=').next().unwrap_or_default().trim();
                        manifest.entry_point(group, name, line);
                    }
                }
                _ => complete = None,
            }
        }
        complete
    }

    /// The texts of a list, tuple or sum of them; `None` if any of it is computed.
    fn texts(&self, value: &'a Expr) -> Option<Vec<(u64, &'a str)>> {
        let elements = match value {
            Expr::List(list) => list.elts.iter(),
            Expr::Tuple(tuple) => tuple.elts.iter(),
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                let mut left = self.texts(self.value(&sum.left))?;
                left.extend(self.texts(self.value(&sum.right))?);
                return Some(left);
            }
            _ => return None,
        };
        elements
            .map(|element| {
                let value = self.value(element);
                Some((self.syntax.line(value), text(value)?))
            })
            .collect()
    }
}

/// The keys and values of a dictionary, or of `dict(key=value)`. A key is `None` where another
/// dictionary is unpacked.
fn entries(value: &Expr) -> Option<Vec<(Option<&Expr>, &Expr)>> {
    match value {
        Expr::Dict(dict) => Some(
            dict.items
                .iter()
                .map(|item| (item.key.as_ref(), &item.value))
                .collect(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shown;
    use super::*;

    #[test]
    fn literals_and_names_of_them_are_read() {
        let text = r#"
from setuptools import setup
requires = [
    "a>=1,<2",
    "b",
]
about = {}
setup(
    name="demo",
    python_requires=">=3.7",
    install_requires=requires + ["c; x"],
    extras_require={
        "Socks": ["s"],
        ":sys_platform == 'win32'": ["w"],
    },
    entry_points={"console_scripts": ["demo = demo:main"], "plug": "one=demo:one"},
    classifiers=["Programming Language :: Python :: 3.7"],
)
"#;
        let manifest = read(text).unwrap();
        assert_eq!(manifest.name.as_deref(), Some("demo"));
        assert_eq!(
            shown(&manifest),
            [
                "10: Runtime python >=3.7",
                "4: Dependency a >=1,<2",
                "5: Dependency b",
                "11: Dependency c if x",
                "13: Extra socks",
                "16: Command demo",
                "16: EntryPoint plug:one",
                "17: Classifier 3.7",
            ]
        );
        assert_eq!(manifest.unread, []);
        let ini = read("setup(entry_points='''\n[console_scripts]\ndemo=a:b\n''')").unwrap();
        assert_eq!(shown(&ini), ["1: Command demo"]);
    }

    #[test]
    fn what_is_computed_is_said() {
        let unread = |text: &str| -> Vec<(Option<Topic>, u64)> {
            let unread = read(text).unwrap().unread;
            unread.iter().map(|one| (one.topic, one.line)).collect()
        };
        for (text, topic) in [
            (
                "x = []\nx.append('a')\nsetup(install_requires=x)",
                Topic::Dependency,
            ),
            ("x = {}\nx['a'] = []\nsetup(extras_require=x)", Topic::Extra),
            (
                "x = 'a'\nx += 'b'\nsetup(python_requires=x)",
                Topic::Runtime,
            ),
            ("\n\nsetup(extras_require={'a': [], **more})", Topic::Extra),
            (
                "\n\nsetup(install_requires=read('requirements.txt'))",
                Topic::Dependency,
            ),
            ("\n\nsetup(classifiers=[c for c in x])", Topic::Classifier),
        ] {
            assert_eq!(unread(text), [(Some(topic), 3)], "{text}");
        }
        assert_eq!(unread("setup(**kwargs)"), [(None, 1)]);
        assert_eq!(
            unread("setup(entry_points=points())"),
            [(Some(Topic::EntryPoint), 1), (Some(Topic::Command), 1)]
        );
        assert_eq!(read("print('no call')").unwrap(), Manifest::default());
        assert!(read("a = b\nb = a\nsetup(name=a)").is_ok());
        assert!(read("print 'python 2'").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(setup|extras_require|install_requires|x|=|\\(|\\)|\\[|\\]|\\{|\\}|'|,|:|\\+|[ \\n.a-z]){0,60}") {
            let _ = read(&text);
        }
    }
}
