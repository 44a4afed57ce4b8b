//! `pyproject.toml`: PEP 621's project table, and those of poetry and flit before it.

use super::range::Dialect;
use super::{Item, Manifest, Topic, Unread, normalised};
use crate::formats::place::Malformed;
use crate::formats::toml_text::{TomlText, TomlValue};

/// Reads a `pyproject.toml`. One that only configures tools yields an empty manifest.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn read(text: &str) -> Result<Manifest, Malformed> {
    let toml = TomlText::parse(text)?;
    let mut manifest = Manifest::default();
    if let Some(project) = toml.get(&["project"]) {
        read_project(&mut manifest, &project);
    }
    if let Some(poetry) = toml.get(&["tool", "poetry"]) {
        read_poetry(&mut manifest, &poetry);
    }
    if let Some(flit) = toml.get(&["tool", "flit", "metadata"]) {
        read_flit(&mut manifest, &flit);
    }
    if let Some(scripts) = toml.get(&["tool", "flit", "scripts"]) {
        read_names(&mut manifest, "console_scripts", &scripts);
    }
    if let Some(workspace) = toml.get(&["tool", "uv", "workspace"]) {
        let texts = |key: &str| workspace.get(key).map(|value| value.texts());
        let members = texts("members").unwrap_or_default().into_iter();
        let excluded = texts("exclude").unwrap_or_default().into_iter();
        manifest.members = members
            .map(str::to_owned)
            .chain(excluded.map(|glob| format!("!{glob}")))
            .collect();
    }
    Ok(manifest)
}

/// The fields of the project table that may be left to the build backend, and what they hold.
const DYNAMIC: &[(&str, &[Topic])] = &[
    ("requires-python", &[Topic::Runtime]),
    ("dependencies", &[Topic::Dependency]),
    ("optional-dependencies", &[Topic::Extra]),
    ("scripts", &[Topic::Command]),
    ("gui-scripts", &[Topic::Command]),
    ("entry-points", &[Topic::EntryPoint, Topic::Command]),
    ("classifiers", &[Topic::Classifier]),
];

fn read_project(manifest: &mut Manifest, project: &TomlValue<'_, '_>) {
    manifest.name = project.text("name").map(str::to_owned);
    read_python(manifest, project.get("requires-python"), Dialect::Pep440);
    for requirement in list(project, "dependencies") {
        manifest.require(
            requirement.value().as_str().unwrap_or(""),
            requirement.line(),
        );
    }
    read_extras(manifest, project.get("optional-dependencies"));
    for (key, group) in [
        ("scripts", "console_scripts"),
        ("gui-scripts", "gui_scripts"),
    ] {
        if let Some(table) = project.get(key) {
            read_names(manifest, group, &table);
        }
    }
    for (group, table) in project
        .get("entry-points")
        .iter()
        .flat_map(TomlValue::entries)
    {
        read_names(manifest, group, &table);
    }
    for classifier in list(project, "classifiers") {
        manifest.classifier(classifier.value().as_str().unwrap_or(""), classifier.line());
    }
    for dynamic in list(project, "dynamic") {
        let field = dynamic.value().as_str().unwrap_or_default();
        let topics = DYNAMIC.iter().find(|(name, _)| *name == field);
        for topic in topics.map_or(&[][..], |(_, topics)| topics) {
            manifest.unread.push(Unread {
                topic: Some(*topic),
                reason: format!("`project.{field}` is dynamic: the build backend supplies it"),
                deferred: true,
                line: dynamic.line(),
            });
        }
    }
}

fn read_poetry(manifest: &mut Manifest, poetry: &TomlValue<'_, '_>) {
    if manifest.name.is_none() {
        manifest.name = poetry.text("name").map(str::to_owned);
    }
    // Beside a project table, poetry's own only says where dependencies come from.
    let says = |topic| manifest.items.iter().any(|item| item.topic == topic);
    let (runtime, required) = (says(Topic::Runtime), says(Topic::Dependency));
    let dependencies = poetry.get("dependencies");
    for (name, value) in dependencies.iter().flat_map(TomlValue::entries) {
        match name {
            "python" if runtime => {}
            "python" => read_python(manifest, Some(value), Dialect::Poetry),
            _ if required => {}
            _ => read_poetry_dependency(manifest, name, &value),
        }
    }
    read_extras(manifest, poetry.get("extras"));
    if let Some(scripts) = poetry.get("scripts") {
        read_names(manifest, "console_scripts", &scripts);
    }
    for (group, table) in poetry.get("plugins").iter().flat_map(TomlValue::entries) {
        read_names(manifest, group, &table);
    }
    for classifier in list(poetry, "classifiers") {
        manifest.classifier(classifier.value().as_str().unwrap_or(""), classifier.line());
    }
}

/// One dependency in poetry's table: a text, a table, or a list of tables with markers.
fn read_poetry_dependency(manifest: &mut Manifest, name: &str, value: &TomlValue<'_, '_>) {
    let several: Vec<TomlValue<'_, '_>> = value.items().collect();
    let each = if several.is_empty() {
        vec![*value]
    } else {
        several
    };
    for value in each {
        let text = value.value().as_str().or_else(|| value.text("version"));
        let optional = value.get("optional").and_then(|on| on.value().as_bool());
        let condition: Vec<String> = ["markers", "python", "platform"]
            .iter()
            .filter_map(|key| value.text(key).map(|text| format!("{key} {text}")))
            .collect();
        manifest.items.push(Item {
            text: text.unwrap_or_default().trim().to_owned(),
            dialect: Dialect::Poetry,
            condition: condition.join(" "),
            optional: optional == Some(true),
            ..Item::named(Topic::Dependency, normalised(name), value.line())
        });
    }
}

fn read_flit(manifest: &mut Manifest, flit: &TomlValue<'_, '_>) {
    if manifest.name.is_none() {
        let name = flit.text("dist-name").or_else(|| flit.text("module"));
        manifest.name = name.map(str::to_owned);
    }
    read_python(manifest, flit.get("requires-python"), Dialect::Pep440);
    for requirement in list(flit, "requires") {
        manifest.require(
            requirement.value().as_str().unwrap_or(""),
            requirement.line(),
        );
    }
    read_extras(manifest, flit.get("requires-extra"));
    for classifier in list(flit, "classifiers") {
        manifest.classifier(classifier.value().as_str().unwrap_or(""), classifier.line());
    }
}

fn list<'d, 't>(table: &TomlValue<'d, 't>, key: &str) -> Vec<TomlValue<'d, 't>> {
    table.get(key).iter().flat_map(TomlValue::items).collect()
}

fn read_python(manifest: &mut Manifest, value: Option<TomlValue<'_, '_>>, dialect: Dialect) {
    let Some(value) = value else { return };
    match value.value().as_str().or_else(|| value.text("version")) {
        Some(text) => manifest
            .items
            .push(Item::runtime("python", text, dialect, value.line())),
        None => manifest.note(
            Topic::Runtime,
            value.line(),
            "the versions of Python are no text",
        ),
    }
}

fn read_extras(manifest: &mut Manifest, extras: Option<TomlValue<'_, '_>>) {
    for (name, value) in extras.iter().flat_map(TomlValue::entries) {
        manifest
            .items
            .push(Item::named(Topic::Extra, normalised(name), value.line()));
    }
}

fn read_names(manifest: &mut Manifest, group: &str, table: &TomlValue<'_, '_>) {
    for (name, value) in table.entries() {
        manifest.entry_point(group, name, value.line());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shown;
    use super::*;

    #[test]
    fn the_project_table_is_read() {
        let text = r#"[project]
name = "Demo_X"
requires-python = ">=3.8"
dependencies = [
  "A_b>=1,<2",
  "c; python_version < '3.11'",
  "not a requirement",
]
classifiers = ["Programming Language :: Python :: 3", "Programming Language :: Python :: 3.8", "Programming Language :: Python :: 3 :: Only"]
dynamic = ["version", "scripts"]
[project.optional-dependencies]
Socks_5 = ["x"]
[project.gui-scripts]
demo-ui = "demo:ui"
[project.entry-points."demo.plugins"]
one = "demo:one"
[project.entry-points.console_scripts]
demo = "demo:main"
"#;
        let manifest = read(text).unwrap();
        assert_eq!(manifest.name.as_deref(), Some("Demo_X"));
        assert_eq!(
            shown(&manifest),
            [
                "3: Runtime python >=3.8",
                "5: Dependency a-b >=1,<2",
                "6: Dependency c if python_version < '3.11'",
                "12: Extra socks-5",
                "14: Command demo-ui",
                "18: Command demo",
                "16: EntryPoint demo.plugins:one",
                "9: Classifier 3.8",
            ]
        );
        let unread: Vec<_> = manifest
            .unread
            .iter()
            .map(|one| (one.topic, one.line, one.deferred))
            .collect();
        assert_eq!(
            unread,
            [
                (Some(Topic::Dependency), 7, false),
                (Some(Topic::Command), 10, true)
            ]
        );
    }

    #[test]
    fn poetry_and_flit_are_read() {
        let text = r#"[tool.poetry]
name = "demo"
[tool.poetry.dependencies]
python = "^3.8"
a = "^1.2"
b = {version = ">=2", optional = true, markers = "x"}
c = [
  {version = "1", python = "<3.9"},
  {version = "2", python = ">=3.9"},
]
d = {git = "https://example.org/d"}
[tool.poetry.extras]
all = ["b"]
[tool.poetry.scripts]
demo = "demo:main"
[tool.poetry.plugins."demo.plugins"]
one = "demo:one"
"#;
        assert_eq!(
            shown(&read(text).unwrap()),
            [
                "5: Dependency a ^1.2",
                "6: Dependency b >=2 if markers x optional",
                "8: Dependency c 1 if python <3.9",
                "9: Dependency c 2 if python >=3.9",
                "11: Dependency d",
                "4: Runtime python ^3.8",
                "13: Extra all",
                "15: Command demo",
                "17: EntryPoint demo.plugins:one",
            ]
        );
        let both = "[project]\nrequires-python = '>=3.9'\ndependencies = ['a>=1']\n[tool.poetry.dependencies]\npython = '^3.9'\na = {source = 'x'}\n";
        assert_eq!(
            shown(&read(both).unwrap()),
            ["2: Runtime python >=3.9", "3: Dependency a >=1"]
        );
        let flit = "[tool.flit.metadata]\nmodule = 'demo'\nrequires-python = '>=3.6'\nrequires = ['a']\n[tool.flit.metadata.requires-extra]\ntest = []\n[tool.flit.scripts]\ndemo = 'demo:main'";
        let flit = read(flit).unwrap();
        assert_eq!(flit.name.as_deref(), Some("demo"));
        assert_eq!(
            shown(&flit),
            [
                "3: Runtime python >=3.6",
                "4: Dependency a",
                "6: Extra test",
                "8: Command demo"
            ]
        );
    }

    #[test]
    fn tools_alone_declare_nothing_and_malformed_text_is_refused() {
        assert_eq!(read("[tool.ruff]\nx = 1").unwrap(), Manifest::default());
        assert_eq!(read("[project]\nname = 'a\n").unwrap_err().line, 2);
        assert!(
            read("[project]\nname = 1\ndependencies = 1\nscripts = []\noptional-dependencies = ''")
                .is_ok()
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[project\\]|\\[tool.poetry.(dependencies|extras)\\]|dependencies|python|scripts|=|\"|'|\\[|\\]|\\{|\\}|>=3|[\\n .0-9a-z]){0,60}") {
            let _ = read(&text);
        }
    }
}
