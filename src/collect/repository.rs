//! The state of the repository: HEAD, branches, tags, the previous release.

use super::{Collector, Context, first_release};
use crate::facts::{Missing, Repository};
use crate::repo::Conventions;

/// The state of the repository: HEAD, branches, tags, the previous release.
pub(super) struct RepositoryCollector;

impl Collector for RepositoryCollector {
    type Facts = Repository;

    const NAME: &'static str = "repository";
    const PURPOSE: &'static str =
        "The state of the repository: HEAD, branches, tags, the previous release.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        context.repository().cloned()
    }
}

/// Reads the fact. Other collectors get it through [`Context::repository`].
pub(super) fn read(context: &Context) -> Result<Repository, Missing> {
    let options = context.options();
    // In a repository of several packages, a package's tags bear the name that its manifest gives it.
    let package = Some(context)
        .filter(|_| !options.project.is_empty())
        .and_then(|context| context.versions().ok()?.name.as_deref());
    let mut repository = context.repo().state(&Conventions {
        name: options.name.as_deref().or(package),
        project: &options.project,
        tag_prefixes: &options.tag_prefixes,
        main_branch: options.main_branch.as_deref(),
        release_branch_prefixes: &options.release_branch_prefixes,
        hotfix_branch_prefixes: &options.hotfix_branch_prefixes,
        release: options.release.as_ref(),
        environment: &options.environment,
    })?;
    first_release::settle(context, &mut repository);
    Ok(repository)
}

#[cfg(test)]
mod tests {
    use crate::collect::{Context, Options, collect, validate};
    use crate::facts::Fact;
    use crate::repo::testing::Sandbox;

    #[test]
    fn both_facts_are_collected_and_read_back() {
        let git = Sandbox::new();
        git.release("app-v1.0.0");
        git.release("lib-v2.0.0");
        git.write("new", "x");
        let options = Options {
            dir: git.path().to_owned(),
            name: Some("app".to_owned()),
            ..Options::default()
        };
        let context = Context::open(options).unwrap();
        let facts = collect(&context, |name| name == "repository" || name == "worktree");
        assert_eq!(facts.len(), 2);
        assert!(facts.values().all(|fact| matches!(fact, Fact::Value(_))));
        assert_eq!(validate(&facts), Ok(()));
        let history = &context.repository().unwrap().history;
        assert_eq!(history.previous.as_ref().unwrap().tag, "app-v1.0.0");
    }

    #[test]
    fn files_that_git_overlooks_make_the_working_tree_unknown() {
        let git = Sandbox::new();
        git.write("file", "x");
        git.git(&["add", "."]);
        git.commit("one");
        git.git(&["update-index", "--assume-unchanged", "file"]);
        let options = Options {
            dir: git.path().to_owned(),
            ..Options::default()
        };
        let context = Context::open(options).unwrap();
        let facts = collect(&context, |name| name == "worktree");
        assert!(matches!(facts.get("worktree"), Some(Fact::Unknown(_))));
    }

    #[test]
    fn a_package_in_a_folder_is_known_by_the_name_in_its_manifest() {
        let git = Sandbox::new();
        git.write(
            "backend/pyproject.toml",
            "[project]\nname = \"inner\"\nversion = \"2.0.1\"\n",
        );
        git.git(&["add", "."]);
        git.release("outer-v1.0.0");
        git.release("inner-v2.0.0");
        git.commit("more");
        let options = Options {
            dir: git.path().to_owned(),
            project: "backend".to_owned(),
            ..Options::default()
        };
        let context = Context::open(options).unwrap();
        let history = &context.repository().unwrap().history;
        assert_eq!(history.previous.as_ref().unwrap().tag, "inner-v2.0.0");
    }

    /// Why the previous release is not known of a candidate that reads the tags in its own way.
    fn reason(git: &Sandbox, change: &dyn Fn(&mut Options)) -> Option<String> {
        let mut options = Options {
            dir: git.path().to_owned(),
            first_release: "1.1.0".parse().ok(),
            ..Options::default()
        };
        change(&mut options);
        let context = Context::open(options).unwrap();
        context.repository().unwrap().history.reason.clone()
    }

    #[test]
    fn a_candidate_does_not_leave_out_a_release_that_was_judged() {
        let git = Sandbox::new();
        git.write("relcheck.toml", "[project]\nname = \"app\"\n");
        git.git(&["add", "."]);
        git.release("v1.0.0");
        git.write("file", "x");
        git.git(&["add", "."]);
        git.commit("two");
        let hiding = |options: &mut Options| options.tag_prefixes = vec!["app-".to_owned()];
        insta::assert_snapshot!(reason(&git, &hiding).unwrap(), @"`v1.0.0` is a release by the configuration that it has, and `tag_prefix` leaves it out now");
        // One above it that relcheck did not judge does not hide it.
        git.git(&["checkout", "--quiet", "--orphan", "other"]);
        git.git(&["rm", "--quiet", "--force", "-r", "."]);
        git.release("v3.0.0");
        git.git(&["checkout", "--quiet", "--force", "main"]);
        let still = reason(&git, &hiding).unwrap();
        assert!(still.starts_with("`v1.0.0` is"), "{still}");
        git.git(&["tag", "--delete", "v3.0.0"]);
        let both = |options: &mut Options| {
            options.tag_prefixes = vec!["app-".to_owned(), "v".to_owned()];
        };
        assert_eq!(reason(&git, &both), None);
        // A package that has a configuration of its own, and had none then, may begin.
        let package = |options: &mut Options| {
            options.tag_prefixes = vec!["app-".to_owned()];
            options.project = "app".to_owned();
        };
        git.write("app/relcheck.toml", "");
        assert_eq!(reason(&git, &package), None);
        git.git(&["checkout", "--quiet", "--orphan", "anew"]);
        git.commit("all");
        insta::assert_snapshot!(reason(&git, &|_| {}).unwrap(), @"`v1.0.0` was released, and is not on this history");
    }

    #[test]
    fn tags_without_a_configuration_of_relcheck_may_be_left_out() {
        let git = Sandbox::new();
        git.release("v1.0.0");
        git.write("file", "x");
        git.git(&["add", "."]);
        git.commit("two");
        let hiding = |options: &mut Options| options.tag_prefixes = vec!["app-".to_owned()];
        assert_eq!(reason(&git, &hiding), None);
    }

    #[test]
    fn where_none_of_its_own_tags_is_on_the_history_others_are_offered() {
        let git = Sandbox::new();
        git.release("app-parent-1.2.0");
        git.branch("old", "HEAD");
        git.switch("old");
        git.release("app-1.0.0");
        git.switch("main");
        git.write("CHANGELOG.md", "## 1.2.0 - 2024-01-31\n\n- a\n");
        git.git(&["add", "."]);
        git.commit("log");
        let options = Options {
            dir: git.path().to_owned(),
            name: Some("app".to_owned()),
            ..Options::default()
        };
        let context = Context::open(options).unwrap();
        let history = &context.repository().unwrap().history;
        insta::assert_snapshot!(history.reason.as_deref().unwrap(), @"no release tag `app-X.Y.Z` is on this history, and whether `app-parent-X.Y.Z` are this project's is not known");
        assert!(
            history
                .fix
                .as_deref()
                .unwrap()
                .contains("`tag_prefix = \"app-parent-\"`")
        );
    }
}
