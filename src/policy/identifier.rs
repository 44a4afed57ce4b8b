//! Ids of rules, names of libraries, and the packages that stand for them.

/// What a file holds, told by its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A rule, by its id: `branch.clean_tree`.
    Rule(String),
    /// A library, by its name: `versions`.
    Library(String),
    /// Tests, of the package without its `_test`.
    Test,
    /// Something of a Conftest user's: policies, what they share, or their tests.
    Conftest,
}

/// Whether this is a name as areas, rules, libraries and parameters have it: `[a-z][a-z0-9_]*`.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a text has the form of a rule's id, `<area>.<rule>`.
pub(super) fn is_id(text: &str) -> bool {
    text.split('.').count() == 2 && text.split('.').all(is_name)
}

/// What a package stands for, below its root (`relcheck`, or nothing for a user's own).
///
/// # Errors
/// A sentence that tells what packages may look like.
pub(super) fn role(package: &[String], builtin: bool) -> Result<Role, String> {
    let refused = || refusal(&package.join("."), builtin);
    let parts: Vec<&str> = package.iter().map(String::as_str).collect();
    let role = match (builtin, parts.as_slice()) {
        (false, ["relcheck", ..]) => {
            return Err("the package `relcheck` belongs to the built-in policies; a project's own rules are `policy.<area>.<rule>`".to_owned());
        }
        (true, ["relcheck", "lib", name]) | (false, ["policy", "lib", name]) => {
            if !is_name(name) {
                return Err(refused());
            }
            Role::Library((*name).to_owned())
        }
        (true, ["relcheck", "policy", area, rule]) | (false, ["policy", area, rule]) => {
            if !is_name(area) || !is_name(rule) || *area == "lib" {
                return Err(refused());
            }
            Role::Rule(format!("{area}.{rule}"))
        }
        (false, _) => return Ok(Role::Conftest),
        (true, _) => return Err(refused()),
    };
    let is_test = parts.last().is_some_and(|name| name.ends_with("_test"));
    Ok(if is_test { Role::Test } else { role })
}

/// What packages look like that are relcheck's own, for one that does not.
pub(super) fn refusal(package: &str, builtin: bool) -> String {
    let (root, library) = if builtin {
        ("relcheck.", "")
    } else {
        ("", "policy.")
    };
    format!(
        "a package here is `{root}policy.<area>.<rule>` or `{root}{library}lib.<name>`, in lower-case letters, digits and `_`, not `{package}`"
    )
}

/// The package that a built-in file's path stands for, or `None` if it stands for none.
pub(super) fn package_of_path(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".rego")?.strip_prefix("policies/")?;
    match *stem.split('/').collect::<Vec<_>>().as_slice() {
        ["lib", name] => Some(format!("relcheck.lib.{name}")),
        [area, rule, file] if file.strip_suffix("_test").unwrap_or(file) == rule => {
            Some(format!("relcheck.policy.{area}.{file}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(package: &str, builtin: bool) -> Result<Role, String> {
        let parts: Vec<String> = package.split('.').map(str::to_owned).collect();
        role(&parts, builtin)
    }

    #[test]
    fn packages_say_what_a_file_is() {
        assert_eq!(
            role_of("relcheck.policy.branch.clean_tree", true),
            Ok(Role::Rule("branch.clean_tree".to_owned()))
        );
        assert_eq!(role_of("relcheck.policy.a.b_test", true), Ok(Role::Test));
        assert_eq!(
            role_of("relcheck.lib.versions", true),
            Ok(Role::Library("versions".to_owned()))
        );
        assert_eq!(
            role_of("policy.a.b", false),
            Ok(Role::Rule("a.b".to_owned()))
        );
        assert_eq!(
            role_of("policy.lib.names", false),
            Ok(Role::Library("names".to_owned()))
        );
        for (package, builtin) in [
            ("policy.a.b", true),
            ("relcheck.policy.a.b", false),
            ("relcheck.policy.a", true),
            ("relcheck.policy.A.b", true),
            ("relcheck.policy.lib.b", true),
            ("main", true),
            ("policy.Team.rule", false),
        ] {
            assert!(role_of(package, builtin).is_err(), "{package}");
        }
    }

    #[test]
    fn any_other_package_of_the_project_is_a_conftest_users() {
        for package in ["main", "lib.names", "policy", "policy.a.b.c", "main_test"] {
            assert_eq!(role_of(package, false), Ok(Role::Conftest), "{package}");
        }
    }

    #[test]
    fn paths_stand_for_packages() {
        assert_eq!(
            package_of_path("policies/branch/clean_tree/clean_tree.rego").as_deref(),
            Some("relcheck.policy.branch.clean_tree")
        );
        assert_eq!(
            package_of_path("policies/branch/clean_tree/clean_tree_test.rego").as_deref(),
            Some("relcheck.policy.branch.clean_tree_test")
        );
        assert_eq!(
            package_of_path("policies/lib/versions.rego").as_deref(),
            Some("relcheck.lib.versions")
        );
        assert_eq!(
            package_of_path("policies/branch/clean_tree/other.rego"),
            None
        );
        assert_eq!(package_of_path("policies/loose.rego"), None);
    }
}
