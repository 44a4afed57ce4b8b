//! `setup.cfg`: setuptools' declarative configuration, in the INI form of Python's configparser.

use super::version_source::{Origin, VersionPlace, VersionSource};

/// What a `setup.cfg` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetupCfg {
    /// `[metadata] name`.
    pub name: Option<String>,
    /// Where it speaks of the version; `None` if it does not.
    pub version: Option<VersionPlace>,
    /// The folders of `[options] package_dir` and `[options.packages.find] where`.
    pub source_folders: Vec<String>,
}

/// Reads a `setup.cfg`. Lines that are no INI are passed over, as setuptools would refuse them.
#[must_use]
pub fn read(text: &str) -> SetupCfg {
    let mut cfg = SetupCfg::default();
    for option in options(text) {
        let value = option.value.trim();
        match (
            option.section,
            option.key.to_ascii_lowercase().replace('-', "_").as_str(),
        ) {
            ("metadata", "name") => cfg.name = Some(value.to_owned()),
            ("metadata", "version") => cfg.version = Some(version(&option, value)),
            ("versioneer", "vcs") if cfg.version.is_none() => {
                cfg.version = Some(place(
                    "versioneer",
                    option.line,
                    VersionSource::tag("versioneer"),
                ));
            }
            ("options", "package_dir") => {
                let folders = value.lines().filter_map(|line| line.split_once('='));
                cfg.source_folders
                    .extend(folders.map(|(_, folder)| folder.trim().to_owned()));
            }
            ("options.packages.find", "where") => cfg.source_folders.push(value.to_owned()),
            _ => {}
        }
    }
    cfg
}

fn place(key: &str, line: u64, source: VersionSource) -> VersionPlace {
    VersionPlace {
        key: key.to_owned(),
        line,
        source,
    }
}

fn version(option: &IniOption<'_>, value: &str) -> VersionPlace {
    let source = if let Some(attribute) = value.strip_prefix("attr:") {
        VersionSource::dynamic("attr", Origin::Attribute(attribute.trim().to_owned()))
    } else if let Some(files) = value.strip_prefix("file:") {
        let files = files
            .split(',')
            .map(|file| file.trim().to_owned())
            .collect();
        VersionSource::dynamic("file", Origin::Files(files))
    } else if value.is_empty() {
        VersionSource::Undetermined("`metadata.version` is empty".to_owned())
    } else {
        VersionSource::Literal(value.to_owned())
    };
    place("metadata.version", option.line, source)
}

/// One option of an INI file.
pub(super) struct IniOption<'t> {
    pub(super) section: &'t str,
    pub(super) key: &'t str,
    pub(super) line: u64,
    /// The value, its continuation lines joined by line breaks.
    pub(super) value: String,
}

/// The options of an INI file, in its order.
pub(super) fn options(text: &str) -> Vec<IniOption<'_>> {
    let mut section = "";
    let mut options: Vec<IniOption<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let continued = line.starts_with([' ', '\t']);
        if let (true, Some(last)) = (continued, options.last_mut()) {
            last.value.push('\n');
            last.value.push_str(trimmed);
        } else if let Some(name) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next())
        {
            section = name.trim();
        } else if let Some((key, value)) = trimmed.split_once(['=', ':']) {
            options.push(IniOption {
                section,
                key: key.trim(),
                line: index as u64 + 1,
                value: value.trim().to_owned(),
            });
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source(text: &str) -> Option<(u64, VersionSource)> {
        read(text).version.map(|place| (place.line, place.source))
    }

    #[test]
    fn a_version_is_literal_or_comes_from_an_attribute_or_a_file() {
        assert_eq!(
            source("[metadata]\r\n# the name\r\nname = demo\r\nversion = 1.2.3\r\n"),
            Some((4, VersionSource::Literal("1.2.3".to_owned())))
        );
        assert_eq!(
            source("[metadata]\nversion: attr: demo.__version__"),
            Some((
                2,
                VersionSource::dynamic("attr", Origin::Attribute("demo.__version__".to_owned()))
            ))
        );
        assert_eq!(
            source("[metadata]\nversion = file: VERSION"),
            Some((
                2,
                VersionSource::dynamic("file", Origin::Files(vec!["VERSION".to_owned()]))
            ))
        );
        assert_eq!(
            source("[versioneer]\nVCS = git"),
            Some((2, VersionSource::tag("versioneer")))
        );
    }

    #[test]
    fn other_sections_and_folders() {
        assert_eq!(source("[bumpversion]\nversion = 9.9.9"), None);
        let cfg =
            read("[metadata]\nname = demo\n[options]\npackage_dir =\n    = src\n    a = lib\n");
        assert_eq!(cfg.name.as_deref(), Some("demo"));
        assert_eq!(cfg.source_folders, ["src", "lib"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[\\PC\\n\\[\\]=:;# ]{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn a_version_reads_back(version in "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(rc[0-9])?", before in 0_u64..50) {
            let text = format!("{}[metadata]\nversion = {version}\n", "\n".repeat(usize::try_from(before).unwrap()));
            prop_assert_eq!(source(&text), Some((before + 2, VersionSource::Literal(version))));
        }
    }
}
