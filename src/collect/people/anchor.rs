//! The revision whose lists count: the previous release's, so that no change can vote for itself.

use super::owners::{self, Owners};
use crate::collect::Context;
use crate::collect::changes::base;
use crate::config::{MAX_BYTES, PeopleConfig, policy_paths};
use crate::facts::{Missing, TrustAnchor};
use crate::forge::{Access, Forge};
use crate::formats::code_owners;
use crate::formats::maintainers::{self, Maintainer};
use crate::formats::review::ReviewForge;
use crate::people::{Roster, Source};
use crate::repo::{Mailmap, Revision, inside};
use crate::signoff::Keys;
use crate::trust::Refusal;

/// The largest file of keys that is read, in bytes.
pub(in crate::collect) const MAX_KEYS: u64 = 4 << 20;

/// The largest `.mailmap` or MAINTAINERS file that is read, in bytes.
const MAX_TEXT: u64 = 1 << 20;

/// The largest CODEOWNERS file that is read, in bytes.
pub(super) const MAX_OWNERS_FILE: u64 = code_owners::MAX_BYTES;

/// The files that may list maintainers, in the project's folder or else at the root.
pub(in crate::collect) const MAINTAINERS: &[&str] = &[
    "MAINTAINERS",
    "MAINTAINERS.md",
    "MAINTAINERS.txt",
    "MAINTAINERS.rst",
    ".github/MAINTAINERS.md",
    "docs/MAINTAINERS.md",
];

/// Who counts, and by which keys.
pub(in crate::collect) struct Trust {
    pub(in crate::collect) anchor: TrustAnchor,
    pub(in crate::collect) roster: Roster,
    pub(in crate::collect) keys: Keys,
    /// Why a CODEOWNERS file that is there lists nobody, where nothing else does.
    pub(in crate::collect) unused: Option<String>,
    /// The configuration file that was read, from the root of the repository.
    pub(in crate::collect) configuration: Option<String>,
    /// The files from which keys are read, where they are there.
    pub(in crate::collect) key_files: [String; 2],
    /// The file that takes keys away.
    pub(in crate::collect) revoked_keys: String,
    /// The folders with the project's own policies, from the root of the repository.
    pub(in crate::collect) policies: Vec<String>,
}

/// Reads the lists that count: those of the previous release; the candidate's own where there is
/// none, or where that one lists nobody.
///
/// # Errors
/// [`Missing`] if the previous release cannot be told, or if a list cannot be read.
pub(in crate::collect) fn read(context: &Context) -> Result<Trust, Missing> {
    let repository = context.repository()?;
    let history = &repository.history;
    let own = |reason: String| {
        let head = repository.head.as_ref();
        let none = || Missing::because("there is no commit yet");
        let commit = head.ok_or_else(none)?.commit.clone();
        of(context, None, commit, Some(reason))
    };
    base(history)?;
    let Some(previous) = &history.previous else {
        return own("this is the first release".to_owned());
    };
    let trust = of(
        context,
        Some(previous.tag.clone()),
        previous.commit.clone(),
        None,
    )?;
    if *trust.roster.source() == Source::None {
        return own(format!("`{}` lists no maintainers", previous.tag));
    }
    with_later_revocations(context, trust)
}

/// A key that was revoked since the previous release counts no longer: that takes nobody's consent.
fn with_later_revocations(context: &Context, mut trust: Trust) -> Result<Trust, Missing> {
    let head = context.repository()?.head.as_ref();
    let Some(head) = head.filter(|head| head.commit != trust.anchor.commit) else {
        return Ok(trust);
    };
    let files = Files {
        revision: context.repo().revision(&head.commit, "")?,
        shown: "HEAD".to_owned(),
        project: &context.options().project,
    };
    let configuration = files.configuration(context.options().configuration.as_deref());
    let config = files.people(configuration.as_deref())?;
    let folder = configuration.as_deref().map_or(files.project, parent);
    files.add_revoked(&mut trust.keys, &config, folder)?;
    if let Some((bytes, _)) = files.of_keys(folder, config.trust.keyring())? {
        let added = trust.keys.add_later_keyring(&bytes);
        added.map_err(|error| files.refused(&error))?;
    }
    Ok(trust)
}

/// What the tree of a release, or of the candidate (without a tag), lists, be it what counts or not.
///
/// # Errors
/// [`Missing`] if a list cannot be read.
pub(in crate::collect) fn lists_of(
    context: &Context,
    tag: Option<String>,
    commit: &str,
) -> Result<Trust, Missing> {
    of(context, tag, commit.to_owned(), None)
}

/// The candidate's own `.mailmap`.
pub(super) fn own_mailmap(context: &Context) -> Result<Mailmap, Missing> {
    let head = context.repository()?.head.as_ref();
    match head {
        Some(head) => mailmap(&context.repo().revision(&head.commit, "")?),
        None => Ok(Mailmap::default()),
    }
}

fn of(
    context: &Context,
    tag: Option<String>,
    commit: String,
    own: Option<String>,
) -> Result<Trust, Missing> {
    let files = Files {
        revision: context.repo().revision(&commit, "")?,
        shown: tag.clone().unwrap_or_else(|| "HEAD".to_owned()),
        project: &context.options().project,
    };
    let configuration = files.configuration(context.options().configuration.as_deref());
    let config = files.people(configuration.as_deref())?;
    let folder = configuration.as_deref().map_or(files.project, parent);
    let (listed, unused) = match files.maintainers()? {
        None if config.maintainers.is_empty() => {
            match owners::read(&files.revision, &config, forge(context))? {
                Owners::Listed(path, listed) => (Some((path, listed)), None),
                Owners::Unused(reason) => (None, Some(reason)),
                Owners::Nobody => (None, None),
            }
        }
        listed => (listed, None),
    };
    let path = |(path, _): (&str, bool)| joined(folder, path);
    let roster = Roster::new(&config, listed, mailmap(&files.revision)?);
    Ok(Trust {
        keys: files.keys(&config, folder)?,
        key_files: [
            path(config.trust.allowed_signers()),
            path(config.trust.keyring()),
        ],
        revoked_keys: path(config.trust.revoked_keys()),
        policies: files.policies(configuration.as_deref())?,
        anchor: TrustAnchor { tag, commit, own },
        roster,
        unused,
        configuration,
    })
}

/// The forge that the project is on, as the environment or the remote says.
fn forge(context: &Context) -> Option<ReviewForge> {
    let remote = context.repo().remote_address("origin");
    let environment = &context.options().environment;
    let project = Access::find(environment, remote.as_deref(), true).project;
    project.map(|it| match it.forge {
        Forge::Github => ReviewForge::Github,
        Forge::Gitlab => ReviewForge::Gitlab,
    })
}

fn mailmap(revision: &Revision) -> Result<Mailmap, Missing> {
    let path = ".mailmap";
    let text = revision.read_text(path, MAX_TEXT)?.unwrap_or_default();
    Mailmap::parse(&text).map_err(|error| {
        let commit = revision.commit();
        Missing::because(format!("`{path}` of commit {commit}: {error}"))
    })
}

pub(in crate::collect) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub(in crate::collect) fn joined(folder: &str, path: &str) -> String {
    match folder {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

/// The files of the revision that counts.
struct Files<'a> {
    revision: Revision,
    /// What messages call it.
    shown: String,
    project: &'a str,
}

impl Files<'_> {
    fn has(&self, path: &str) -> bool {
        self.revision.file(path).is_some()
    }

    /// The configuration file: the one that is used now, else the project's, else the root's.
    fn configuration(&self, used: Option<&str>) -> Option<String> {
        let usual = crate::config::FILE_NAME;
        let places = used
            .map(str::to_owned)
            .into_iter()
            .chain([joined(self.project, usual), usual.to_owned()]);
        let mut places = places.filter(|path| self.has(path));
        places.next()
    }

    fn people(&self, configuration: Option<&str>) -> Result<PeopleConfig, Missing> {
        let Some(path) = configuration else {
            return Ok(PeopleConfig::default());
        };
        let text = self
            .revision
            .read_text(path, MAX_BYTES)?
            .unwrap_or_default();
        PeopleConfig::read(path, &text)
            .map_err(|error| Missing::because(format!("of `{}`: {error}", self.shown)))
    }

    /// The folders of policies that the configuration names; those outside of the repository are left
    /// out.
    fn policies(&self, configuration: Option<&str>) -> Result<Vec<String>, Missing> {
        let Some(path) = configuration else {
            return Ok(Vec::new());
        };
        let text = self
            .revision
            .read_text(path, MAX_BYTES)?
            .unwrap_or_default();
        let named = policy_paths(path, &text)
            .map_err(|error| Missing::because(format!("of `{}`: {error}", self.shown)))?;
        let folder = parent(path);
        Ok(named.iter().filter_map(|it| inside(folder, it)).collect())
    }

    /// The first file that lists maintainers.
    fn maintainers(&self) -> Result<Option<(String, Vec<Maintainer>)>, Missing> {
        let places = MAINTAINERS
            .iter()
            .map(|name| joined(self.project, name))
            .chain(MAINTAINERS.iter().map(|name| (*name).to_owned()));
        for path in places.filter(|path| self.has(path)) {
            let text = self
                .revision
                .read_text(&path, MAX_TEXT)?
                .unwrap_or_default();
            let listed = maintainers::parse(&text).map_err(|error| {
                Missing::because(format!("`{path}` of `{}`: {error}", self.shown))
            })?;
            if !listed.is_empty() {
                return Ok(Some((path, listed)));
            }
        }
        Ok(None)
    }

    /// A file of keys with its path: one that the configuration names has to be there.
    fn of_keys(
        &self,
        folder: &str,
        (path, named): (&str, bool),
    ) -> Result<Option<(Vec<u8>, String)>, Missing> {
        let path = joined(folder, path);
        match self.revision.file(&path) {
            Some(file) => Ok(Some((self.revision.read(file, MAX_KEYS)?, path))),
            None if named => Err(Missing::because(format!(
                "the configuration of `{}` names `{path}`, which is not in it",
                self.shown
            ))),
            None => Ok(None),
        }
    }

    fn refused(&self, error: &Refusal) -> Missing {
        Missing::because(format!("the keys of `{}`: {error}", self.shown))
    }

    /// The keys of people.
    fn keys(&self, config: &PeopleConfig, folder: &str) -> Result<Keys, Missing> {
        let mut keys = Keys::default();
        let trust = &config.trust;
        if let Some((bytes, path)) = self.of_keys(folder, trust.allowed_signers())? {
            let added = keys.add_allowed_signers(&bytes, &path);
            added.map_err(|error| self.refused(&error))?;
        }
        if let Some((bytes, path)) = self.of_keys(folder, trust.keyring())? {
            let added = keys.add_keyring(&bytes, &path);
            added.map_err(|error| self.refused(&error))?;
        }
        self.add_revoked(&mut keys, config, folder)?;
        Ok(keys)
    }

    fn add_revoked(
        &self,
        keys: &mut Keys,
        config: &PeopleConfig,
        folder: &str,
    ) -> Result<(), Missing> {
        if let Some((bytes, path)) = self.of_keys(folder, config.trust.revoked_keys())? {
            let added = keys.add_revoked(&bytes, &path);
            added.map_err(|error| self.refused(&error))?;
        }
        Ok(())
    }
}
