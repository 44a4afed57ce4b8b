//! The text of the configuration.

use std::fmt::Write as _;

use super::channels::{channels, ci_files, platforms};
use super::people::people;
use super::record::proposals;
use super::scanners::scanners;
use super::{Finding, Texts};
use crate::facts::{
    BranchKind, Changelog, DeclarationRole, Repository, TagPatternSource, Versions,
};
use crate::render::plain;

/// The most declarations that are listed.
const MAX_DECLARATIONS: usize = 20;

/// What the text is written from.
pub struct Sources<'s> {
    /// The fact `repository`.
    pub repository: &'s Repository,
    /// The fact `versions`; `None` if it is not known.
    pub versions: Option<&'s Versions>,
    /// The fact `changelog`; `None` if it is not known.
    pub changelog: Option<&'s Changelog>,
    /// The name of the project's folder, which is its name where nothing else gives one.
    pub folder: &'s str,
    /// The name of its repository, or of one of its crates.
    pub called: Option<&'s str>,
    /// The project's files.
    pub texts: &'s dyn Texts,
}

/// The text of a `relcheck.toml` with what was found. It says what relcheck would find by itself,
/// so that it changes no decision.
#[must_use]
pub fn configuration(sources: &Sources<'_>) -> String {
    let mut text = String::from(
        "# How relcheck reads this project, as `relcheck init` found it. A line that is commented out\n\
         # says what relcheck finds by itself: take the `#` away to hold it fast.\n",
    );
    project(&mut text, sources);
    versions(&mut text, sources.versions);
    text.push_str(
        "\n# Rules of your own, and levels, thresholds and reasons to skip for those that there are:\n\
         # `relcheck rules` lists them, `relcheck policy new` starts one.\n\
         # [policy]\n# paths = [\"policies\"]\n#\n\
         # [rules.docs.changelog]\n# level = \"warn\"\n",
    );
    let ci = ci_files(sources.texts);
    let scanners = scanners(sources.texts, &ci);
    record(&mut text, sources, &ci, &scanners);
    supported(&mut text, &ci);
    unread(&mut text, sources, &ci, &scanners);
    text
}

/// What a command may look like where nothing was found, by the manifest that there is and the test
/// runner that it asks for; empty where neither tells.
fn example(texts: &dyn Texts) -> &'static str {
    let has = |path: &str| texts.text(path).is_some();
    if has("Cargo.toml") {
        // With `[profile.ci.junit]` and `path = "junit.xml"` in .config/nextest.toml.
        return "# [[record]]\n# command = [\"cargo\", \"nextest\", \"run\", \"--profile\", \"ci\"]\n# files = [\"target/nextest/ci/junit.xml\"]\n";
    }
    if let Some(package) = texts.text("package.json") {
        return of_package(&package);
    }
    if [
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "requirements.txt",
    ]
    .into_iter()
    .any(has)
    {
        return "# [[record]]\n# command = [\"pytest\", \"--junitxml=.relcheck/junit.xml\"]\n# files = [\".relcheck/junit.xml\"]\n";
    }
    ""
}

fn of_package(package: &str) -> &'static str {
    let asks_for = |name: &str| package.contains(&format!("\"{name}\":"));
    if asks_for("mocha") {
        return "# [[record]]\n# command = [\"npx\", \"mocha\", \"--reporter\", \"xunit\", \"--reporter-option\", \"output=.relcheck/junit.xml\"]\n# files = [\".relcheck/junit.xml\"]\n";
    }
    if asks_for("vitest") {
        return "# [[record]]\n# command = [\"npx\", \"vitest\", \"run\", \"--reporter=junit\", \"--outputFile=.relcheck/junit.xml\"]\n# files = [\".relcheck/junit.xml\"]\n";
    }
    if asks_for("jest") {
        // Of the package jest-junit.
        return "# [[record]]\n# command = [\"env\", \"JEST_JUNIT_OUTPUT_FILE=.relcheck/junit.xml\", \"npx\", \"jest\", \"--reporters=jest-junit\"]\n# files = [\".relcheck/junit.xml\"]\n";
    }
    if package.contains("node --test") {
        return "# [[record]]\n# command = [\"node\", \"--test\", \"--test-reporter=junit\", \"--test-reporter-destination=.relcheck/junit.xml\"]\n# files = [\".relcheck/junit.xml\"]\n";
    }
    ""
}

/// The commands whose outputs are evidence: proposals, for what a tool is told differs.
fn record(text: &mut String, sources: &Sources<'_>, ci: &[(String, String)], scanners: &[Finding]) {
    text.push_str(
        "\n# The commands whose reports are evidence. `relcheck record` runs those whose evidence is missing\n\
         # or stale, side by side: take the `#` away from those that are run as you run them.\n",
    );
    let proposals = proposals(sources.texts, ci, scanners);
    if proposals.is_empty() {
        match example(sources.texts) {
            "" => text.push_str("# What runs the tests here is not known.\n"),
            example => text.push_str(example),
        }
    }
    for (index, proposal) in proposals.iter().enumerate() {
        if index > 0 {
            text.push_str("#\n");
        }
        comment(text, &format!("[[record]]  # {}", proposal.place));
        comment(text, &format!("command = {}", array(&proposal.command)));
        if !proposal.files.is_empty() {
            comment(text, &format!("files = {}", array(&proposal.files)));
        }
    }
}

fn project(text: &mut String, sources: &Sources<'_>) {
    let repository = sources.repository;
    text.push_str("\n[project]\n");
    let named = sources
        .versions
        .and_then(|versions| versions.name.as_deref());
    match (named, sources.called) {
        (Some(name), _) => setting(text, false, "name", &quoted(name), "from the manifest"),
        (None, Some(name)) => setting(
            text,
            true,
            "name",
            &quoted(name),
            "of its repository or its crate: clones may be called otherwise",
        ),
        (None, None) => setting(
            text,
            true,
            "name",
            &quoted(sources.folder),
            "the folder's name: no manifest has one, and clones may be called otherwise",
        ),
    }
    let pattern = &repository.tag_pattern;
    let example = repository
        .tags
        .iter()
        .rev()
        .find(|tag| tag.version.is_some());
    let place = match (pattern.source, example) {
        (TagPatternSource::Default, _) | (_, None) => "no version tag is here".to_owned(),
        (_, Some(tag)) => format!("from the tags, such as {}", tag.name),
    };
    if pattern.prefixes.is_empty() {
        let known = pattern.foreign.iter().take(5).map(|prefix| quoted(prefix));
        let known: Vec<String> = known.collect();
        let place = format!(
            "tags of several packages: which are this one's? {}",
            known.join(", ")
        );
        setting(text, false, "tag_prefix", &quoted(&pattern.current), &place);
    } else {
        setting(text, false, "tag_prefix", &list(&pattern.prefixes), &place);
    }
    let main = repository.main.as_deref();
    let place = if main.is_some() {
        "from the branches"
    } else {
        "none was found"
    };
    setting(
        text,
        false,
        "main_branch",
        &quoted(main.unwrap_or("main")),
        place,
    );
    branches(
        text,
        repository,
        BranchKind::Release,
        "release_branch_prefix",
        "release/v",
    );
    branches(
        text,
        repository,
        BranchKind::Hotfix,
        "hotfix_branch_prefix",
        "hotfix/v",
    );
    let changelog = sources
        .changelog
        .and_then(|changelog| changelog.files.first());
    let (path, place) = match changelog {
        Some(file) => (file.path.as_str(), "by its name"),
        None => ("CHANGELOG.md", "none was found"),
    };
    setting(text, false, "changelog", &quoted(path), place);
    if repository.history.previous.is_none() && repository.history.complete {
        let declared = sources
            .versions
            .and_then(|versions| versions.declared.as_ref());
        let first = declared.map_or("1.0.0", |version| version.core.as_str());
        setting(
            text,
            false,
            "first_release",
            &quoted(first),
            "nothing was released yet: what the first one is called",
        );
    }
}

/// What stands before the numbers of the branches of a kind.
fn branches(text: &mut String, repository: &Repository, kind: BranchKind, key: &str, usual: &str) {
    let of_kind = || {
        repository
            .branches
            .iter()
            .filter(|branch| branch.kind == kind)
    };
    let mut prefixes: Vec<String> = of_kind()
        .filter_map(|branch| {
            let line = branch.line.as_deref()?;
            let at = branch.name.find(line)?;
            branch.name.get(..at).map(str::to_owned)
        })
        .collect();
    prefixes.sort();
    prefixes.dedup();
    match of_kind().next_back().filter(|_| !prefixes.is_empty()) {
        Some(branch) => {
            let place = format!("from the branches, such as {}", branch.name);
            setting(text, false, key, &list(&prefixes), &place);
        }
        None => setting(
            text,
            false,
            key,
            &quoted(usual),
            "there is no such branch yet",
        ),
    }
}

fn versions(text: &mut String, versions: Option<&Versions>) {
    text.push_str("\n# Where the version is declared, found without configuration:\n");
    let declarations = versions
        .map(|versions| versions.declarations.as_slice())
        .unwrap_or_default();
    let of_project: Vec<_> = declarations
        .iter()
        .filter(|declaration| declaration.role == DeclarationRole::Project)
        .collect();
    for declaration in of_project.iter().take(MAX_DECLARATIONS) {
        comment(
            text,
            &format!(
                "  {}:{}  {} = {}",
                declaration.path, declaration.line, declaration.key, declaration.text
            ),
        );
    }
    if of_project.len() > MAX_DECLARATIONS {
        comment(
            text,
            &format!("  and {} more", of_project.len() - MAX_DECLARATIONS),
        );
    }
    let dynamic = versions
        .map(|versions| versions.dynamic.as_slice())
        .unwrap_or_default();
    for place in dynamic.iter().take(MAX_DECLARATIONS) {
        comment(
            text,
            &format!(
                "  {}:{}  from {} ({})",
                place.path, place.line, place.target, place.provider
            ),
        );
    }
    let undetermined = versions
        .map(|versions| versions.undetermined.as_slice())
        .unwrap_or_default();
    for place in undetermined.iter().take(MAX_DECLARATIONS) {
        comment(
            text,
            &format!(
                "  {}:{}  not known: {}",
                place.path, place.line, place.reason
            ),
        );
    }
    if of_project.is_empty() && dynamic.is_empty() && undetermined.is_empty() {
        comment(text, "  nowhere");
    }
    text.push_str(
        "# Any other place is named by its file and a regular expression with the group `version`:\n\
         # [[version.files]]\n# path = \"src/version.h\"\n\
         # pattern = '^#define VERSION \"(?<version>[^\"]+)\"'\n",
    );
}

/// The platforms that CI files run on: which checks run the tests there is for a person to say.
fn supported(text: &mut String, ci: &[(String, String)]) {
    let found = platforms(ci);
    if found.is_empty() {
        return;
    }
    text.push_str(
        "\n# Where the whole suite has to pass before a candidate becomes a release. Take the `#` away, and\n\
         # name the checks that run it there, as the CI system shows them: \"test (ubuntu-*)\".\n",
    );
    for platform in found {
        let name = quoted(&platform.name);
        comment(text, &format!("[[platforms]]  # {}", platform.place));
        comment(text, &format!("name = {name}"));
        comment(text, "checks = []");
    }
}

/// What is worth to be known, but no key yet.
fn unread(text: &mut String, sources: &Sources<'_>, ci: &[(String, String)], scanners: &[Finding]) {
    text.push_str("\n# Found as well, but not read from here by this version of relcheck:\n");
    let people = people(sources.texts);
    if !people.is_empty() {
        text.push_str("#\n# maintainers:\n");
    }
    for person in people {
        let email = if person.email.is_empty() {
            String::new()
        } else {
            format!("<{}>", person.email)
        };
        let parts = [person.name, email, person.handle];
        let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        comment(text, &format!("  {}  ({})", named.join(" "), person.place));
    }
    findings(text, "scanners", scanners);
    findings(text, "channels", &channels(ci));
}

fn findings(text: &mut String, what: &str, found: &[Finding]) {
    if found.is_empty() {
        return;
    }
    let _ = writeln!(text, "#\n# {what}:");
    for finding in found {
        comment(text, &format!("  {}  ({})", finding.name, finding.place));
    }
}

fn setting(text: &mut String, active: bool, key: &str, value: &str, place: &str) {
    let mark = if active { "" } else { "# " };
    let _ = writeln!(text, "{mark}{key} = {value}  # {}", plain(place));
}

/// A line of comment: what it says comes from the project, and must not end it.
fn comment(text: &mut String, line: &str) {
    let _ = writeln!(text, "# {}", plain(line).trim_end());
}

fn quoted(value: &str) -> String {
    toml::Value::String(plain(value).into_owned()).to_string()
}

fn list(values: &[String]) -> String {
    match values {
        [only] => quoted(only),
        all => array(all),
    }
}

fn array(values: &[String]) -> String {
    let all: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("[{}]", all.join(", "))
}
