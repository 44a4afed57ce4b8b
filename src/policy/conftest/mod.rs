//! Conftest's policies, as they are: `deny`, `violation` and `warn` in any package.
//!
//! A project that has a folder of them need not rewrite it. Each package that holds such rules
//! becomes one rule of relcheck's, `conftest.<package>`, by a module written here that asks them all
//! and turns what they yield into findings; the user's own files are loaded as they are. What
//! Conftest passes over in silence is refused here, or an error: a misspelt rule, a rule that yields
//! no messages, a result without a text, an input that is not there.
//!
//! The words are those of Conftest's documentation and of its `policy/engine.go`.

mod files;
mod heads;
mod names;
mod owners;
mod packages;
mod references;
mod results;
mod syntax;
mod wrapper;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::error::LoadError;
use super::identifier::{Role, refusal};
use super::module::{self, ParsedModule};
use super::refused::Owners;
use super::rule::Rule;
use super::source::PolicyFile;
use packages::Packages;

pub(super) use heads::asked;
pub(super) use names::{id, is_asked_for};
pub(super) use references::{References, add_unsaid};
pub use results::is_exempted;
pub(super) use results::{FUNCTION, findings};
pub(super) use syntax::older as older_syntax;
pub(super) use wrapper::{is_wrapper, package_of, told};

/// One of a Conftest user's files that does not parse.
pub(super) struct Unread<'a> {
    pub(super) package: String,
    pub(super) file: &'a PolicyFile,
    /// The line of its `package` statement.
    pub(super) line: u64,
}

/// All modules, with a rule of relcheck's for each package of Conftest rules.
pub(super) struct Joined {
    pub(super) modules: Vec<ParsedModule>,
    /// What is wrong with the policies, apart from what they refer to: that is for [`References`].
    pub(super) errors: Vec<LoadError>,
    /// The rules that need each of the user's files, tests included.
    pub(super) owners: Owners,
}

/// Adds the rules that stand for the packages of Conftest rules; `user` holds the tests, too, `facts`
/// are those that there are, and `unread` are the files of such packages that do not parse.
pub(super) fn join(
    mut modules: Vec<ParsedModule>,
    user: &[PolicyFile],
    facts: &[&str],
    unread: &[Unread],
) -> Joined {
    let tests = tests(user);
    let mut errors: Vec<LoadError> = modules.iter().flat_map(heads::in_library).collect();
    let packages = Packages::of(&modules, unread);
    if packages.own_names().next().is_none() {
        errors.extend(only_tests(&tests));
        let owners = owners::of(&packages, unread, &tests);
        return Joined {
            modules,
            errors,
            owners,
        };
    }
    errors.extend(heads_and_files(&modules, &packages, &tests));
    let mut owners = owners::of(&packages, unread, &tests);
    let mut wrappers = Vec::new();
    let taken = modules.iter().filter_map(|module| match &module.role {
        Role::Rule(id) if !module.builtin => Some((id.clone(), module.package.as_str())),
        _ => None,
    });
    let mut taken: BTreeMap<String, &str> = taken.collect();
    for package in packages.with_rules() {
        let id = names::id(package);
        let Some(first) = packages.first_module(package) else {
            continue;
        };
        if let Some(other) = taken.insert(id.clone(), package) {
            let message = format!(
                "the packages `{other}` and `{package}` would both be the rule `{id}`: rename one"
            );
            errors.push(first.error(first.syntax.package.span.line, 1, message));
            continue;
        }
        let wrapper = wrapper::of(package, &id, &packages, facts);
        owners.insert(wrapper.path.clone(), vec![owners::own(&packages, package)]);
        match module::parse(&wrapper, false) {
            Ok(module) => wrappers.push(module),
            Err(error) => errors.push(error),
        }
    }
    modules.extend(wrappers);
    Joined {
        modules,
        errors,
        owners,
    }
}

/// What is wrong with how the policies are written, file by file and package by package.
fn heads_and_files(
    modules: &[ParsedModule],
    packages: &Packages,
    tests: &[ParsedModule],
) -> Vec<LoadError> {
    let own = packages.own_modules();
    let mut errors: Vec<LoadError> = own
        .flat_map(|module| heads::check(module, packages))
        .collect();
    errors.extend(modules.iter().filter_map(meant_for_relcheck));
    errors.extend(files::clashes(packages));
    errors.extend(files::below_others(packages, modules));
    // A slip that leaves a package without rules is told as the slip that it is.
    let has_slip = |error: &LoadError| errors.iter().any(|other| other.file == error.file);
    let mut unasked = packages.unasked(tests);
    unasked.retain(|error| !has_slip(error));
    errors.extend(unasked);
    errors.extend(tests.iter().flat_map(heads::in_tests));
    errors
}

/// Has the rules that stand for Conftest packages point at the first file of theirs.
pub(super) fn point_at_policies(rules: &mut [Rule], modules: &[ParsedModule]) {
    for rule in rules.iter_mut() {
        let Some(package) = wrapper::package_of_path(&rule.file) else {
            continue;
        };
        let own = |module: &&ParsedModule| module.package == package;
        if let Some(module) = modules.iter().find(own) {
            rule.file.clone_from(&module.file.path);
            rule.line = module.line;
        }
    }
}

/// What the engine would mix up between the files of the user's packages, tests among them.
pub(super) fn clashes(modules: Vec<&ParsedModule>) -> Vec<LoadError> {
    files::clashes(&Packages::of_all(modules, &[]))
}

/// Whether a package of tests tests this one: Conftest's users put them into the same, or beside it.
pub(super) fn is_test_of(tests: &str, package: &str) -> bool {
    tests.strip_suffix("_test").unwrap_or(tests) == package
}

/// A rule with relcheck's metadata in a package that is none of its own, or in one that is too much
/// its own: rules stand there for the user's packages.
fn meant_for_relcheck(module: &ParsedModule) -> Option<LoadError> {
    let line = usize::try_from(module.line).unwrap_or(0).saturating_sub(1);
    let above = module.file.text.lines().take(line);
    let keys = above.filter_map(|line| line.strip_prefix('#')?.trim().split_once(':'));
    let is_relcheck = keys
        .map(|(key, _)| key)
        .any(|key| key == "stages" || key == "needs");
    let mut parts = module.package.split('.');
    let is_taken = parts.next() == Some("policy") && parts.next() == Some("conftest");
    (module.role == Role::Conftest && (is_relcheck || is_taken)).then(|| {
        let span = &module.syntax.package.span;
        module.error(span.line, span.col, refusal(&module.package, false))
    })
}

/// The tests of a Conftest user's. What is wrong with their text is for a run of the tests to say.
fn tests(user: &[PolicyFile]) -> Vec<ParsedModule> {
    let tests = user.iter().filter(|file| file.is_test());
    tests
        .filter_map(|file| module::parse(file, false).ok())
        .filter(|module| module.role == Role::Conftest)
        .collect()
}

/// Tests without anything that they could test.
fn only_tests(tests: &[ParsedModule]) -> Vec<LoadError> {
    let first = tests.first().map(|module| {
        let message =
            "there are tests of Conftest policies, but no policies: nothing would be judged";
        LoadError::of_file(&module.file.path, message)
    });
    first.into_iter().collect()
}
