//! Files in which package managers that are not read declare dependencies: that they are there is
//! said, so that nobody takes their packages for none.

use super::files::is_beside;

/// How many of them are named.
const MAX_NAMED: usize = 100;

/// The names of such files.
const NAMES: [&str; 28] = [
    "Gemfile",
    "Gemfile.lock",
    "Package.swift",
    "Podfile",
    "build.gradle",
    "build.gradle.kts",
    "build.sbt",
    "bun.lock",
    "bun.lockb",
    "composer.json",
    "composer.lock",
    "conanfile.py",
    "conanfile.txt",
    "cpanfile",
    "deno.lock",
    "deps.edn",
    "environment.yaml",
    "environment.yml",
    "mix.exs",
    "packages.config",
    "pixi.lock",
    "pom.xml",
    "project.clj",
    "pubspec.yaml",
    "rebar.config",
    "shard.yml",
    "stack.yaml",
    "vcpkg.json",
];

/// What the names of others end in.
const ENDINGS: [&str; 5] = [".cabal", ".csproj", ".fsproj", ".gemspec", ".vbproj"];

/// Those of the tracked files, in their order.
pub(super) fn named(paths: &[&str]) -> Vec<String> {
    let is_one = |path: &&&str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_named = NAMES.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending));
        is_named && !is_beside(path)
    };
    let found = paths.iter().filter(is_one).take(MAX_NAMED);
    found.map(|path| (*path).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_package_managers_read_is_named() {
        let paths = [
            "Gemfile.lock",
            "README.md",
            "a.gemspec",
            "pom.xml",
            "src/App/App.csproj",
            "tests/fixtures/pom.xml",
        ];
        assert_eq!(
            named(&paths),
            ["Gemfile.lock", "a.gemspec", "pom.xml", "src/App/App.csproj"]
        );
    }
}
