//! The versions that build files declare in a call or an assignment: of Autoconf, CMake, Elixir's Mix,
//! Gradle, Meson, MSBuild, Dart's Pub and RubyGems.
//!
//! They are programs, and none is run. What is written down as such counts; where a version stands that
//! only running would tell, that is said.

use std::ops::Range;

use regex::Regex;

use super::place::LineIndex;
use super::version_source::{VersionPlace, VersionSource};

/// A kind of build file.
#[derive(Debug, Clone, Copy)]
pub struct BuildFile {
    /// What it is called.
    pub kind: &'static str,
    /// The key or name that holds the version.
    pub key: &'static str,
    is_one: fn(&str) -> bool,
    /// Where in a text the version stands, quotes and all.
    find: fn(&str) -> Option<Range<usize>>,
}

/// Every kind of build file.
pub const BUILD_FILES: [BuildFile; 10] = [
    BuildFile {
        kind: "build.gradle",
        key: "version",
        is_one: |path| ["build.gradle", "build.gradle.kts"].contains(&path),
        find: |text| {
            matched(
                text,
                r#"(?m)^version[ \t]*=?[ \t]*(?P<version>"[^"\n]*"|'[^'\n]*')"#,
            )
        },
    },
    BuildFile {
        kind: "gradle.properties",
        key: "version",
        is_one: |path| path == "gradle.properties",
        find: |text| {
            let pattern = r"(?m)^[ \t]*(?:version|VERSION_NAME)[ \t]*[=:][ \t]*(?P<version>\S+)";
            matched(text, pattern)
        },
    },
    BuildFile {
        kind: "gemspec",
        key: "version",
        is_one: |path| path.ends_with(".gemspec") && !path.contains('/'),
        find: |text| {
            let pattern = r"(?m)^[ \t]*\w+\.version[ \t]*=[ \t]*(?P<version>[^#\n]*[^#\s])";
            matched(text, pattern)
        },
    },
    BuildFile {
        kind: "version.rb",
        key: "VERSION",
        is_one: |path| path.starts_with("lib/") && path.ends_with("/version.rb"),
        find: |text| {
            let pattern = r#"(?m)^[ \t]*VERSION[ \t]*=[ \t]*(?P<version>"[^"\n]*"|'[^'\n]*')"#;
            matched(text, pattern)
        },
    },
    BuildFile {
        kind: "mix.exs",
        key: "version",
        is_one: |path| path == "mix.exs",
        find: |text| {
            let pattern = r#"(?m)^[ \t]*(?:@version[ \t]+|version:[ \t]*)(?P<version>"[^"\n]*")"#;
            matched(text, pattern)
        },
    },
    BuildFile {
        kind: "pubspec.yaml",
        key: "version",
        is_one: |path| path == "pubspec.yaml",
        find: |text| matched(text, r"(?m)^version:[ \t]*(?P<version>[^#\s]+)"),
    },
    BuildFile {
        kind: "msbuild",
        key: "Version",
        is_one: |path| {
            let projects = [".csproj", ".fsproj", ".vbproj"];
            let is_project = projects.iter().any(|it| path.ends_with(it));
            path == "Directory.Build.props" || (is_project && !path.contains('/'))
        },
        find: |text| matched(text, r"<(?:Version|VersionPrefix)>(?P<version>[^<]*)</"),
    },
    BuildFile {
        kind: "meson.build",
        key: "project(version)",
        is_one: |path| path == "meson.build",
        find: |text| {
            argument(
                text,
                "project",
                r"(?:^|[^\w])version[ \t]*:[ \t]*(?P<version>'[^'\n]*'|[^,]*[^,\s])",
            )
        },
    },
    BuildFile {
        kind: "CMakeLists.txt",
        key: "project(VERSION)",
        is_one: |path| path == "CMakeLists.txt",
        find: |text| argument(text, "project", r"\sVERSION\s+(?P<version>[^\s]+)"),
    },
    BuildFile {
        kind: "configure.ac",
        key: "AC_INIT",
        is_one: |path| ["configure.ac", "configure.in"].contains(&path),
        find: |text| argument(text, "AC_INIT", r"^[^,]*,\s*(?P<version>[^,]*[^,\s])"),
    },
];

impl BuildFile {
    /// Whether a path from the project's folder is that of such a file.
    #[must_use]
    pub fn is_one(&self, path: &str) -> bool {
        (self.is_one)(path)
    }

    /// The place of the version in a text; `None` if it declares none.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<VersionPlace> {
        let range = (self.find)(text)?;
        let written = text.get(range.clone())?;
        let bare = written.trim_matches(['"', '\'']);
        // Autoconf quotes with brackets.
        let bare = bare
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .unwrap_or(bare);
        let is_plain = |char: char| char.is_ascii_alphanumeric() || ".-+_!~".contains(char);
        let is_literal = bare.starts_with(|char: char| char.is_ascii_digit() || char == 'v')
            && bare.chars().all(is_plain);
        let source = match is_literal {
            true => VersionSource::Literal(bare.to_owned()),
            false => {
                let shown: String = written.chars().take(80).collect();
                let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
                VersionSource::Undetermined(format!("the version is computed: `{shown}`"))
            }
        };
        Some(VersionPlace {
            key: self.key.to_owned(),
            line: LineIndex::new(text).line(range.start),
            source,
        })
    }
}

/// Where the pattern's group `version` matches first.
fn matched(text: &str, pattern: &str) -> Option<Range<usize>> {
    let captures = Regex::new(pattern).ok()?.captures(text)?;
    captures.name("version").map(|version| version.range())
}

/// The same among the arguments of the first call of a function, whatever its case.
fn argument(text: &str, function: &str, pattern: &str) -> Option<Range<usize>> {
    let call = Regex::new(&format!(r"(?im)^[ \t]*{function}[ \t]*\("))
        .ok()?
        .find(text)?;
    let arguments = arguments(text.get(call.end()..)?)?;
    let found = matched(arguments, pattern)?;
    Some(call.end() + found.start..call.end() + found.end)
}

/// A text up to the parenthesis that closes it. Those in texts and comments count for nothing.
fn arguments(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut in_comment = false;
    for (at, char) in text.char_indices() {
        match (char, quote) {
            ('\n', _) => in_comment = false,
            _ if in_comment => {}
            (_, Some(open)) if char == open => quote = None,
            (_, Some(_)) => {}
            ('#', None) => in_comment = true,
            ('"' | '\'', None) => quote = Some(char),
            ('(', None) => depth += 1,
            (')', None) if depth == 0 => return text.get(..at),
            (')', None) => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(path: &str) -> Option<&'static BuildFile> {
        BUILD_FILES.iter().find(|kind| kind.is_one(path))
    }

    fn read(path: &str, text: &str) -> Option<(u64, String)> {
        let place = kind_of(path).unwrap().read(text)?;
        Some((
            place.line,
            match place.source {
                VersionSource::Literal(text) => text,
                VersionSource::Undetermined(reason) => reason,
                VersionSource::Dynamic { .. } => unreachable!("it is never told"),
            },
        ))
    }

    #[test]
    fn versions_are_read_where_build_files_declare_them() {
        for (path, text, line, version) in [
            (
                "build.gradle",
                "plugins {\n  id 'a' version '9'\n}\nversion = '1.2.3'\n",
                4,
                "1.2.3",
            ),
            (
                "build.gradle.kts",
                "version = \"1.2.3-SNAPSHOT\"",
                1,
                "1.2.3-SNAPSHOT",
            ),
            ("gradle.properties", "a=1\nVERSION_NAME=1.2.3\n", 2, "1.2.3"),
            (
                "a.gemspec",
                "Gem::Specification.new do |s|\n  s.version = \"1.2.3\" # x\n",
                2,
                "1.2.3",
            ),
            (
                "lib/a/version.rb",
                "module A\n  VERSION = \"1.2.3\"\nend\n",
                2,
                "1.2.3",
            ),
            (
                "mix.exs",
                "  def project do\n    [version: \"1\"]\n    version: \"1.2.3\",\n",
                3,
                "1.2.3",
            ),
            ("mix.exs", "  @version \"1.2.3\"\n", 1, "1.2.3"),
            (
                "pubspec.yaml",
                "name: a\nversion: 1.2.3+4 # x\n",
                2,
                "1.2.3+4",
            ),
            (
                "A.csproj",
                "<Project>\n<Version>1.2.3</Version>",
                2,
                "1.2.3",
            ),
            (
                "meson.build",
                "project('a',\n  meson_version: '>= 1.3',\n  version: '1.2.3', # (\n)\n",
                3,
                "1.2.3",
            ),
            (
                "CMakeLists.txt",
                "cmake_minimum_required(VERSION 3.5)\nPROJECT (a LANGUAGES C VERSION \"1.2.3\" )\n",
                2,
                "1.2.3",
            ),
            (
                "CMakeLists.txt",
                "project(a\n  VERSION 1.2.3\n  LANGUAGES C)\n",
                2,
                "1.2.3",
            ),
            (
                "configure.ac",
                "AC_PREREQ(2.57)\nAC_INIT([a], [1.2.3-dev], [b@c])\n",
                2,
                "1.2.3-dev",
            ),
            ("configure.in", "AC_INIT(a, 1.2.3)\n", 1, "1.2.3"),
        ] {
            let found = read(path, text);
            assert_eq!(found, Some((line, version.to_owned())), "{path}: {text}");
        }
    }

    #[test]
    fn what_only_running_would_tell_is_said() {
        for (path, text, shown) in [
            ("a.gemspec", "  s.version = A::VERSION\n", "A::VERSION"),
            ("build.gradle", "version = \"${base}-x\"\n", "\"${base}-x\""),
            (
                "meson.build",
                "project('a', version: run_command('v', check: true).stdout())",
                "run_command('v'",
            ),
            (
                "CMakeLists.txt",
                "project(a VERSION ${A_VERSION})",
                "${A_VERSION}",
            ),
            (
                "configure.ac",
                "AC_INIT([a], m4_esyscmd([./v]), [b])",
                "m4_esyscmd([./v])",
            ),
            ("A.csproj", "<Version>$(Base)</Version>", "$(Base)"),
        ] {
            let reason = format!("the version is computed: `{shown}`");
            assert_eq!(read(path, text), Some((1, reason)), "{path}");
        }
    }

    #[test]
    fn what_declares_no_version_is_none() {
        for (path, text) in [
            ("build.gradle", "plugins {\n  id 'a' version '9'\n}\n"),
            (
                "meson.build",
                "project('a', 'c')\ndependency('b', version: '>=1')\n",
            ),
            (
                "CMakeLists.txt",
                "cmake_minimum_required(VERSION 3.5)\nproject(a C)\nset(VERSION 1)",
            ),
            ("CMakeLists.txt", "# project(a VERSION 1.2.3\n"),
            ("configure.ac", "AC_INIT\n"),
            ("configure.ac", "AC_INIT([a])"),
            ("A.csproj", "<PackageReference Version=\"1\"/>"),
            ("meson.build", "project('a', version: '1"),
        ] {
            assert_eq!(read(path, text), None, "{path}: {text}");
        }
        for path in [
            "sub/CMakeLists.txt",
            "sub/a.gemspec",
            "version.rb",
            "src/A.csproj",
            "pom.xml",
        ] {
            assert!(kind_of(path).is_none(), "{path}");
        }
    }
}
