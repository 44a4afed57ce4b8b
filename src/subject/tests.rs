use super::*;
use crate::facts::{
    BranchSource, CONFIGURED, Commit, CurrentBranch, Declaration, DeclarationRole, DynamicVersion,
    Head, History, Person, PreviousRelease, Tag, TagPattern, TagPatternSource,
};

fn fact(text: &str) -> VersionFact {
    VersionFact::from(&text.parse::<Version>().unwrap())
}

/// A repository on `main` whose previous release is `previous`.
fn repository(previous: Option<&str>) -> Repository {
    Repository {
        head: Some(Head {
            commit: "c0".into(),
            tree: "t0".into(),
            time: 0,
            tags: vec![],
        }),
        branch: CurrentBranch {
            name: Some("main".into()),
            source: BranchSource::Head,
            detached: false,
            kind: Some(BranchKind::Main),
            line: None,
            note: None,
        },
        ci: None,
        shallow: false,
        tag_pattern: TagPattern {
            prefixes: vec!["v".into()],
            current: "v".into(),
            source: TagPatternSource::Detected,
            foreign: vec![],
        },
        tags: vec![],
        main: Some("main".into()),
        branches: vec![],
        history: History {
            previous: previous.map(|version| PreviousRelease {
                tag: format!("v{version}"),
                version: fact(version),
                commit: "p0".into(),
                time: 0,
            }),
            complete: true,
            reason: None,
            fix: None,
            first_release: None,
            higher_elsewhere: vec![],
        },
        hotfix: None,
    }
}

fn hidden() -> Repository {
    let mut repository = repository(None);
    repository.shallow = true;
    repository.history.complete = false;
    repository.history.reason = Some("the clone is shallow".into());
    repository.history.fix = Some("git fetch --unshallow --tags".into());
    repository
}

fn tagged(mut repository: Repository, name: &str) -> Repository {
    let version = fact(name);
    repository.tags.push(Tag {
        name: name.into(),
        kind: if version.pre.is_some() {
            TagKind::PreRelease
        } else {
            TagKind::Final
        },
        version: Some(version),
        commit: Some("c0".into()),
        annotated: true,
        signed: false,
        tagger: None,
        time: None,
    });
    repository
}

fn declares(version: &str) -> Versions {
    Versions {
        name: None,
        declared: Some(fact(version)),
        declarations: vec![Declaration {
            path: "Cargo.toml".into(),
            line: 3,
            kind: "Cargo.toml".into(),
            key: "package.version".into(),
            role: DeclarationRole::Project,
            package: None,
            text: version.into(),
            version: Some(fact(version)),
        }],
        locked: vec![],
        left_behind: vec![],
        left_behind_unknown: None,
        unmet: vec![],
        dynamic: vec![],
        undetermined: vec![],
    }
}

fn changed(kind: &str, breaking: bool, reverted: bool) -> Changes {
    let person = Person {
        name: String::new(),
        email: String::new(),
        time: 0,
    };
    let change = Change {
        kind: kind.into(),
        scope: None,
        breaking,
        description: String::new(),
        breaking_note: None,
    };
    let commit = Commit {
        id: "c0".into(),
        subject: String::new(),
        author: person.clone(),
        committer: person,
        merge: false,
        first_parent: true,
        signed: false,
        pull_request: None,
        changes: vec![change],
        breaking,
        breaking_notes: vec![],
        trailers: vec![],
        reverts: vec![],
        reverted_by: reverted.then(|| "c1".into()),
        reverted_in_part_by: None,
    };
    Changes {
        since: None,
        commits: vec![commit],
    }
}

struct Case {
    repository: Repository,
    versions: Option<Versions>,
    changes: Option<Changes>,
    asked: Asked,
}

impl Case {
    fn of(repository: Repository) -> Self {
        Case {
            repository,
            versions: None,
            changes: None,
            asked: Asked::default(),
        }
    }

    fn declaring(mut self, version: &str) -> Self {
        self.versions = Some(declares(version));
        self
    }

    fn changing(mut self, changes: Changes) -> Self {
        self.changes = Some(changes);
        self
    }

    fn releasing(mut self, version: &str) -> Self {
        self.asked.release = Some(version.parse().unwrap());
        self
    }

    fn plan(&self) -> Result<Subject, Missing> {
        let known = Known {
            repository: &self.repository,
            versions: self.versions.as_ref(),
            changes: self.changes.as_ref(),
        };
        plan(&self.asked, known)
    }

    fn kind(&self) -> ReleaseType {
        self.plan().unwrap().release_type
    }

    fn versions(&self) -> Vec<String> {
        self.plan()
            .unwrap()
            .candidates
            .into_iter()
            .map(|candidate| candidate.version.normal)
            .collect()
    }
}

#[test]
fn each_type_is_one_step_from_the_previous_release() {
    let case = Case::of(repository(Some("1.2.3")));
    assert_eq!(case.versions(), ["1.2.4", "1.3.0", "2.0.0", "1.2.4"]);
    let first = Case::of(repository(None));
    assert_eq!(first.versions(), ["0.0.1", "0.1.0", "1.0.0", "0.0.1"]);
}

#[test]
fn a_declared_pre_release_of_the_same_step_is_the_candidate() {
    let case = Case::of(repository(Some("1.2.3"))).declaring("1.3.0rc2");
    assert_eq!(case.versions(), ["1.2.4", "1.3.0-rc.2", "2.0.0", "1.2.4"]);
}

#[test]
fn a_development_version_stands_for_the_release_that_it_leads_to() {
    let case = Case::of(repository(Some("1.2.3"))).declaring("1.3.0.dev4");
    assert_eq!(case.versions(), ["1.2.4", "1.3.0", "2.0.0", "1.2.4"]);
    assert_eq!(case.kind(), ReleaseType::Minor);
}

#[test]
fn a_requested_version_is_judged_for_every_type() {
    let case = Case::of(repository(Some("1.2.3")))
        .declaring("1.2.4")
        .releasing("1.4.0");
    assert_eq!(case.versions(), ["1.4.0"; 4]);
    assert_eq!(
        case.kind(),
        ReleaseType::Minor,
        "{}",
        case.plan().unwrap().type_reason
    );
}

#[test]
fn the_type_is_that_of_the_declared_step() {
    for (declared, kind) in [
        ("1.2.4", ReleaseType::Patch),
        ("1.3.0", ReleaseType::Minor),
        ("2.0.0", ReleaseType::Major),
        ("1.2.9", ReleaseType::Patch),
        ("1.5.1", ReleaseType::Minor),
        ("4.0.0", ReleaseType::Major),
    ] {
        let case = Case::of(repository(Some("1.2.3"))).declaring(declared);
        assert_eq!(case.kind(), kind, "{declared}");
    }
}

#[test]
fn a_hotfix_branch_says_more_than_the_version() {
    let mut repository = repository(Some("1.2.3"));
    repository.branch.name = Some("hotfix/v1.2.4".into());
    repository.branch.kind = Some(BranchKind::Hotfix);
    assert_eq!(
        Case::of(repository).declaring("1.3.0").kind(),
        ReleaseType::Hotfix
    );
}

#[test]
fn without_a_new_version_the_changes_say_the_type() {
    let kind = |changes| {
        Case::of(repository(Some("1.2.3")))
            .declaring("1.2.3")
            .changing(changes)
            .kind()
    };
    assert_eq!(kind(changed("fix", false, false)), ReleaseType::Patch);
    assert_eq!(kind(changed("feat", false, false)), ReleaseType::Minor);
    assert_eq!(kind(changed("fix", true, false)), ReleaseType::Major);
    assert_eq!(
        kind(changed("feat", true, true)),
        ReleaseType::Patch,
        "reverted"
    );
}

#[test]
fn tags_on_head_say_the_stage_and_the_version() {
    let plain = Case::of(repository(Some("1.2.3"))).plan().unwrap();
    assert_eq!(plain.stage, Stage::PreRelease);

    let candidate = Case::of(tagged(repository(Some("1.2.3")), "v1.3.0-rc.2"));
    assert_eq!(candidate.plan().unwrap().stage, Stage::Candidate);
    assert_eq!(candidate.versions()[1], "1.3.0-rc.2");

    let both = Case::of(tagged(
        tagged(repository(Some("1.2.3")), "v1.3.0-rc.2"),
        "v1.3.0",
    ));
    assert_eq!(both.plan().unwrap().stage, Stage::Publish);
    assert_eq!(both.versions()[1], "1.3.0");
}

#[test]
fn a_stage_that_is_asked_for_does_not_hide_the_derived_one() {
    let mut case = Case::of(tagged(repository(Some("1.2.3")), "v1.3.0"));
    case.asked.stage = Some(Stage::PreRelease);
    let subject = case.plan().unwrap();
    assert_eq!(
        (subject.stage, subject.derived_stage),
        (Stage::PreRelease, Stage::Publish)
    );
}

#[test]
fn a_hidden_history_judges_what_is_declared() {
    let case = Case::of(hidden()).declaring("1.3.0");
    assert_eq!(case.versions(), ["1.3.0"; 4]);
    assert_eq!(case.kind(), ReleaseType::Minor);
}

#[test]
fn without_history_and_declaration_no_version_can_be_derived() {
    let error = Case::of(hidden()).plan().unwrap_err();
    insta::assert_snapshot!(error.reason, @"no version can be derived: the previous release is not known (the clone is shallow), and no file declares a version");
    insta::assert_snapshot!(error.fix.unwrap(), @"git fetch --unshallow --tags, or name the version with --release X.Y.Z");
    assert_eq!(
        Case::of(hidden()).releasing("1.0.0").versions(),
        ["1.0.0"; 4]
    );
}

#[test]
fn a_shallow_clone_and_an_unconfirmed_branch_are_weakenings() {
    let mut repository = repository(Some("1.2.3"));
    repository.shallow = true;
    repository.branch.source = BranchSource::Claimed;
    assert_eq!(Case::of(repository).plan().unwrap().weakenings.len(), 2);
}

#[test]
fn a_configured_first_release_is_the_candidate_of_its_type() {
    let mut repository = repository(None);
    repository.history.first_release = Some(fact("0.5.0"));
    let case = Case::of(repository).declaring("0.5.0");
    assert_eq!(case.versions(), ["0.0.1", "0.5.0", "1.0.0", "0.0.1"]);
    assert_eq!(case.kind(), ReleaseType::Minor);
    assert_eq!(case.plan().unwrap().weakenings.len(), 1);
}

#[test]
fn higher_releases_elsewhere_are_a_weakening() {
    let mut repository = repository(Some("1.2.3"));
    repository.history.higher_elsewhere = vec!["v1.9.0".into(), "v2.0.0".into()];
    let weakenings = Case::of(repository).plan().unwrap().weakenings;
    insta::assert_snapshot!(weakenings.join("\n"), @"`v2.0.0` and 1 more are higher releases than `v1.2.3`, but not on this history");
}

#[test]
fn one_higher_release_elsewhere_reads_as_one() {
    let mut repository = repository(Some("1.2.3"));
    repository.history.higher_elsewhere = vec!["v2.0.0".into()];
    let weakenings = Case::of(repository).plan().unwrap().weakenings;
    insta::assert_snapshot!(weakenings.join("\n"), @"`v2.0.0` is a higher release than `v1.2.3`, but not on this history");
}

#[test]
fn before_any_release_the_reason_says_so() {
    let reason = |case: Case| case.plan().unwrap().type_reason;
    let feature = || changed("feat", false, false);
    let first = reason(Case::of(repository(None)).changing(feature()));
    insta::assert_snapshot!(first, @"1 `feat` so far, and nothing was released before");
    let mut two = feature();
    two.commits.extend(feature().commits);
    let since = reason(Case::of(repository(Some("1.2.3"))).changing(two));
    insta::assert_snapshot!(since, @"2 `feat`s since `v1.2.3`");
    let declared = reason(Case::of(repository(Some("1.2.3"))).declaring("1.3.0"));
    insta::assert_snapshot!(declared, @"`Cargo.toml` declares 1.3.0; the previous release is `v1.2.3`");
}

#[test]
fn places_that_the_configuration_says_to_follow_others_are_a_weakening() {
    let mut case = Case::of(repository(Some("1.2.3"))).declaring("1.2.4");
    let place = |path: &str, provider: &str| DynamicVersion {
        path: path.into(),
        line: 1,
        provider: provider.into(),
        target: "the other places".into(),
        from_tag: false,
    };
    let versions = case.versions.as_mut().unwrap();
    versions.dynamic = vec![place("a.py", "attr")];
    assert!(case.plan().unwrap().weakenings.is_empty());
    let versions = case.versions.as_mut().unwrap();
    let configured = ["meson.build", "setup.py", "setup.py"].map(|path| place(path, CONFIGURED));
    versions.dynamic.extend(configured);
    assert_eq!(
        case.plan().unwrap().weakenings,
        [
            "the configuration says where the version in `meson.build`, `setup.py` comes from: it was not compared"
        ]
    );
}

#[test]
fn plain_tags_that_the_configuration_leaves_out_are_a_weakening() {
    let mut repository = repository(Some("1.2.3"));
    repository.tag_pattern.foreign = vec!["other-v".into(), "v".into()];
    assert!(
        Case::of(repository.clone())
            .plan()
            .unwrap()
            .weakenings
            .is_empty()
    );
    repository.tag_pattern.source = TagPatternSource::Config;
    let weakenings = Case::of(repository).plan().unwrap().weakenings;
    assert_eq!(
        weakenings,
        ["the configured `tag_prefix` leaves out the tags `vX.Y.Z`"]
    );
}

#[test]
fn a_tag_on_head_that_is_no_legal_step_is_judged_as_what_it_is() {
    let case = Case::of(tagged(repository(Some("25.4.0")), "v26.1.0"));
    assert_eq!(case.kind(), ReleaseType::Major);
    assert_eq!(case.versions(), ["25.4.1", "25.5.0", "26.1.0", "25.4.1"]);
}
