//! One case: its files, and the sources that they make together with the built-in policies.

use std::fs;
use std::path::Path;

use relcheck::policy::{PolicyFile, Sources};

use super::marks::{self, Expected};
use super::{libraries, schema, stem};

/// The parameters that a case may read, whatever it is called: one of each type.
const PARAMETERS: &str = "
    max: {about: The most., value: 20}
    label: {about: A word., value: release}
    strict: {about: Whether all of it counts., value: true}
    patterns: {about: Globs., value: [docs/**, '*.md']}
    mode: {about: How., value: loose, one_of: [loose, strict]}
";

/// The package of the cases that are built-in rules.
const BUILTIN: &str = "package relcheck.policy.demo.";

/// A policy, what belongs to it, and what is to be reported.
pub struct Case {
    /// The topic and the name, `fields/direct`.
    pub name: String,
    /// The policy first.
    pub files: Vec<PolicyFile>,
    /// In the order of the files and lines.
    pub expected: Vec<Expected>,
}

impl Case {
    pub(super) fn read<'a>(path: &'a Path, further: impl Iterator<Item = &'a Path>) -> Self {
        let topic = stem(path.parent().unwrap());
        let main = stem(path);
        let is_builtin = read(path).contains(BUILTIN);
        let shown = |path: &Path| match stem(path).strip_prefix(main) {
            Some(rest) if is_builtin => {
                let rest = rest.replace('.', "_");
                format!("policies/demo/{main}/{main}{rest}.rego")
            }
            _ => format!("{topic}/{}.rego", stem(path).replace('.', "_")),
        };
        let own: Vec<PolicyFile> = [path]
            .into_iter()
            .chain(further)
            .map(|path| PolicyFile::new(shown(path), read(path)))
            .collect();
        let expected = own.iter().flat_map(marks::of).collect();
        let mut files = own;
        if files
            .iter()
            .any(|file| file.text.contains("data.policy.lib."))
        {
            files.extend(
                libraries()
                    .iter()
                    .map(|path| PolicyFile::new(format!("lib/{}.rego", stem(path)), read(path))),
            );
        }
        Case {
            name: format!("{topic}/{main}"),
            files,
            expected,
        }
    }

    /// The rule's id.
    pub fn id(&self) -> String {
        format!("demo.{}", self.name.rsplit('/').next().unwrap())
    }

    /// Whether the mistake is in a test, which `relcheck policy test` alone reads.
    pub fn is_about_its_test(&self) -> bool {
        self.name.starts_with("tests/")
    }

    /// Whether the case stands for a built-in rule.
    pub fn is_builtin(&self) -> bool {
        self.files[0].text.contains(BUILTIN)
    }

    /// Whether the policy reads parameters of its own.
    pub fn has_parameters(&self) -> bool {
        let path = format!("data.relcheck.params.{}", self.id());
        self.files[0].text.contains(&path)
    }

    /// The parameters as a `data.yaml` holds them.
    pub fn parameters(&self) -> String {
        format!("params:\n  {}:{PARAMETERS}", self.id())
    }

    /// The case beside the built-in policies.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources {
            schema: schema(),
            ..Sources::embedded()
        };
        if self.is_builtin() {
            sources.check_builtin = true;
            let is_own = |file: &PolicyFile| file.path.starts_with("lib/");
            let (own, builtin): (Vec<_>, Vec<_>) = self.files.iter().cloned().partition(is_own);
            sources.user = own;
            sources.builtin.extend(builtin);
            let listed = format!("{}\n{}", sources.manifest.text, self.id());
            let mut ids: Vec<&str> = listed.lines().filter(|line| !line.is_empty()).collect();
            ids.sort_unstable();
            sources.manifest.text = ids.join("\n").into();
            return sources;
        }
        sources.user.extend(self.files.iter().cloned());
        if self.has_parameters() {
            let data = PolicyFile::new("data.yaml", self.parameters());
            sources.user_data.push(data);
        }
        sources
    }
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .replace("\r\n", "\n")
}
