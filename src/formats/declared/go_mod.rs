//! `go.mod`: the module's path and the version of Go that it asks for (Go Modules Reference,
//! § go.mod files).

use super::range::Dialect;
use super::{Item, Manifest};

/// Reads a `go.mod`. Lines that say nothing about the interface are passed over.
#[must_use]
pub fn read(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("module"), Some(path), None) => {
                manifest.name = Some(path.trim_matches('"').to_owned());
            }
            (Some("go"), Some(version), None) => {
                let version = format!(">={version}");
                manifest.items.push(Item::runtime(
                    "go",
                    &version,
                    Dialect::Poetry,
                    index as u64 + 1,
                ));
            }
            _ => {}
        }
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::super::Topic;
    use super::*;

    #[test]
    fn the_module_and_its_go_version_are_read() {
        let text = "// go 1.1\nmodule example.org/demo/v2 // here\n\ngo 1.21rc1\ntoolchain go1.22.0\nrequire (\n\tgo.example.org/x v1.0.0\n)\n";
        let manifest = read(text);
        assert_eq!(manifest.name.as_deref(), Some("example.org/demo/v2"));
        let found: Vec<_> = manifest
            .items
            .iter()
            .map(|item| {
                (
                    item.topic,
                    item.name.as_str(),
                    item.text.as_str(),
                    item.line,
                )
            })
            .collect();
        assert_eq!(found, [(Topic::Runtime, "go", ">=1.21rc1", 4)]);
    }
}
