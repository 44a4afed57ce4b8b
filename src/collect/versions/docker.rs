//! The version labels of the project's images.

use super::gather::{Found, Gather};
use crate::facts::DeclarationRole;
use crate::formats::dockerfile::{self, LabelValue};

/// Notes the version labels of the Dockerfiles at the project's root and in `docker/`.
pub(super) fn read(gather: &mut Gather<'_>) {
    let paths: Vec<String> = gather
        .tracked()
        .iter()
        .filter(|path| is_dockerfile(path))
        .cloned()
        .collect();
    for path in paths {
        let Some(text) = gather.read(&path) else {
            continue;
        };
        for label in dockerfile::read(&text) {
            let (path, line) = (path.as_str(), label.line);
            match &label.value {
                LabelValue::Literal(version) => {
                    let role = DeclarationRole::Project;
                    gather.declare(
                        Found {
                            path,
                            line,
                            kind: "docker-label",
                            key: &label.key,
                            role,
                            package: None,
                        },
                        version,
                    );
                }
                LabelValue::Argument(name) => {
                    gather.dynamic(path, line, "build-argument", name, false)
                }
                LabelValue::Undefined(name) => {
                    let reason = format!(
                        "the label `{}` takes its value from `{name}`, which the file does not define",
                        label.key
                    );
                    gather.undetermined(path, line, reason);
                }
            }
        }
    }
}

fn is_dockerfile(path: &str) -> bool {
    let name = match path.split_once('/') {
        Some(("docker", name)) => name,
        Some(_) => return false,
        None => path,
    };
    let lowered = name.to_ascii_lowercase();
    let named = |base: &str| {
        lowered == base
            || lowered
                .strip_prefix(base)
                .is_some_and(|rest| rest.starts_with('.'))
    };
    !name.contains('/')
        && !lowered.ends_with(".dockerignore")
        && (named("dockerfile") || named("containerfile") || lowered.ends_with(".dockerfile"))
}
