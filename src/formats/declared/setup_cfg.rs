//! `setup.cfg`: setuptools' declarative configuration.

use super::range::Dialect;
use super::{Item, Manifest, Topic, normalised};
use crate::formats::setup_cfg::{IniOption, options};

/// Reads a `setup.cfg`. Lines that are no INI are passed over, as setuptools would refuse them.
#[must_use]
pub fn read(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    for option in options(text) {
        let key = option.key.to_ascii_lowercase().replace('-', "_");
        match (option.section, key.as_str()) {
            ("metadata", "name") => manifest.name = Some(option.value.trim().to_owned()),
            // pbr reads it in the section `metadata`.
            ("options", "python_requires")
            | ("metadata", "python_requires" | "requires_python") => {
                manifest.items.push(Item::runtime(
                    "python",
                    &option.value,
                    Dialect::Pep440,
                    option.line,
                ));
            }
            ("options", "install_requires") => requirements(&mut manifest, &option),
            ("options", "entry_points") => manifest.note(
                Topic::EntryPoint,
                option.line,
                "the entry points come from a file",
            ),
            ("options.extras_require", _) => manifest.items.push(Item::named(
                Topic::Extra,
                normalised(option.key),
                option.line,
            )),
            ("options.entry_points" | "entry_points", _) => entry_points(&mut manifest, &option),
            ("metadata", "classifiers" | "classifier") => {
                for (line, text) in lines(&option) {
                    manifest.classifier(text, line);
                }
            }
            _ => {}
        }
    }
    manifest
}

fn requirements(manifest: &mut Manifest, option: &IniOption<'_>) {
    if option.value.trim_start().starts_with("file:") {
        manifest.note(
            Topic::Dependency,
            option.line,
            "the requirements come from a file",
        );
        return;
    }
    for (line, text) in lines(option).flat_map(|(line, text)| {
        // A list on one line is separated by semicolons, unless one of them opens a marker.
        let split = !option.value.contains('\n') && !text.contains(" ;") && !text.contains("; ");
        let parts: Vec<&str> = if split {
            text.split(';').collect()
        } else {
            vec![text]
        };
        parts.into_iter().map(move |part| (line, part))
    }) {
        let text = text.split(" #").next().unwrap_or_default();
        if !text.trim().is_empty() {
            manifest.require(text, line);
        }
    }
}

fn entry_points(manifest: &mut Manifest, option: &IniOption<'_>) {
    for (line, text) in lines(option) {
        if let Some((name, _)) = text.split_once('=') {
            manifest.entry_point(option.key, name.trim(), line);
        }
    }
}

/// The lines of a value that are not empty. Comments and blank lines between them are not counted,
/// so that the line of a later one may be too low.
fn lines<'o>(option: &'o IniOption<'_>) -> impl Iterator<Item = (u64, &'o str)> {
    let numbered = (option.line..).zip(option.value.split('\n'));
    numbered.filter(|(_, text)| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shown;
    use super::*;

    #[test]
    fn what_setuptools_reads_is_read() {
        let text = "[metadata]
name = demo
classifiers =
    Programming Language :: Python :: 3.7
    Programming Language :: Python :: 3
[options]
python_requires = >=3.7
install_requires =
    a>=1
    b ; python_version<\"3\"
[options.extras_require]
Big_One = x
[options.entry_points]
console_scripts =
    demo = demo:main
demo.plugins =
    one=demo:one
";
        let manifest = read(text);
        assert_eq!(manifest.name.as_deref(), Some("demo"));
        assert_eq!(
            shown(&manifest),
            [
                "4: Classifier 3.7",
                "7: Runtime python >=3.7",
                "9: Dependency a >=1",
                "10: Dependency b if python_version<\"3\"",
                "12: Extra big-one",
                "15: Command demo",
                "17: EntryPoint demo.plugins:one",
            ]
        );
        let file = read("[options]\ninstall_requires = file: requirements.txt");
        assert_eq!(file.unread.len(), 1);
        let flat = read("[options]\ninstall_requires = a>=1;b\n");
        assert_eq!(shown(&flat), ["2: Dependency a >=1", "2: Dependency b"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "(\\[options\\]|\\[options.extras_require\\]|install_requires|=|:|;|\\n|  |[\\PC]){0,60}") {
            let _ = read(&text);
        }
    }
}
