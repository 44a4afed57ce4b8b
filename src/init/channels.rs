//! Where a project publishes and on which platforms it is tested, by what its CI files say.

use super::{Finding, Texts, lines, unique};

/// The most CI files that are looked at.
const MAX_FILES: usize = 200;

/// What a line says that publishes somewhere.
const CHANNELS: &[(&str, &[&str])] = &[
    (
        "pypi",
        &[
            "pypa/gh-action-pypi-publish",
            "twine upload",
            "uv publish",
            "poetry publish",
            "flit publish",
            "hatch publish",
            "pdm publish",
            "maturin publish",
            "maturin upload",
        ],
    ),
    (
        "crates.io",
        &["cargo publish", "cargo release", "cargo workspaces publish"],
    ),
    (
        "npm",
        &[
            "npm publish",
            "pnpm publish",
            "yarn publish",
            "lerna publish",
            "changeset publish",
            "changesets/action",
        ],
    ),
    (
        "docker",
        &[
            "docker push",
            "docker/build-push-action",
            "docker buildx build",
            "ko build",
            "podman push",
        ],
    ),
    (
        "github-release",
        &[
            "gh release create",
            "gh release upload",
            "softprops/action-gh-release",
            "actions/create-release",
            "ncipollo/release-action",
            "goreleaser/goreleaser-action",
            "goreleaser release",
        ],
    ),
    (
        "documentation",
        &[
            "mkdocs gh-deploy",
            "mike deploy",
            "actions/deploy-pages",
            "peaceiris/actions-gh-pages",
            "jamesives/github-pages-deploy-action",
        ],
    ),
    (
        "maven",
        &[
            "mvn deploy",
            "mvn -b deploy",
            "gradlew publish",
            "gradle publish",
        ],
    ),
    ("rubygems", &["gem push", "rubygems/release-gem"]),
    ("nuget", &["nuget push"]),
];

/// Where the images of CI systems run.
const PLATFORMS: &[(&str, &str)] = &[
    ("linux", "ubuntu-"),
    ("macos", "macos-"),
    ("windows", "windows-"),
];

/// Whether a file configures a CI system.
pub(super) fn is_ci(path: &str) -> bool {
    let yaml = path.ends_with(".yml") || path.ends_with(".yaml");
    matches!(
        path,
        ".gitlab-ci.yml"
            | ".travis.yml"
            | "azure-pipelines.yml"
            | ".circleci/config.yml"
            | "Jenkinsfile"
            | ".cirrus.yml"
    ) || yaml && (path.starts_with(".github/workflows/") || path.starts_with(".gitlab/ci/"))
}

/// The CI files with their texts.
pub(super) fn ci_files(texts: &dyn Texts) -> Vec<(String, String)> {
    let paths = texts.tracked().iter().filter(|path| is_ci(path));
    paths
        .take(MAX_FILES)
        .filter_map(|path| Some((path.clone(), texts.text(path)?)))
        .collect()
}

/// The channels that the CI files publish to, sorted.
pub(super) fn channels(files: &[(String, String)]) -> Vec<Finding> {
    find(files, |line| {
        let line = line.to_lowercase();
        let says = |needles: &[&str]| needles.iter().any(|needle| line.contains(needle));
        CHANNELS
            .iter()
            .filter(|(_, needles)| says(needles))
            .map(|(name, _)| *name)
            .collect()
    })
}

/// The platforms that the CI files run on, sorted.
pub(super) fn platforms(files: &[(String, String)]) -> Vec<Finding> {
    find(files, |line| {
        PLATFORMS
            .iter()
            .filter(|(_, image)| line.contains(image))
            .map(|(name, _)| *name)
            .collect()
    })
}

/// The first place of each name that a line stands for.
pub(super) fn find<'n>(
    files: &[(String, String)],
    names: impl Fn(&str) -> Vec<&'n str>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in files {
        for (number, line) in lines(text) {
            found.extend(names(line).into_iter().map(|name| Finding {
                name: name.to_owned(),
                place: format!("{path}:{number}"),
            }));
        }
    }
    unique(found)
}
