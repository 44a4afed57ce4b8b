//! Reading the modules of two commits: each content once, parsed side by side.

use std::collections::{BTreeSet, HashMap};
use std::panic::catch_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::api::python::Content;
use crate::api::python::layout::{Configuration, ModuleFile, modules};
use crate::facts::Missing;
use crate::formats::python_module::Unreadable;
use crate::formats::{python_module, python_packages, setup_cfg};
use crate::repo::{Repo, Revision, RevisionFile};

/// The most files of Python packages that are read of one commit.
pub const MAX_FILES: usize = 20_000;

/// The most bytes of them that are read of both commits: 256 MiB.
pub const MAX_TOTAL_BYTES: usize = 256 << 20;

/// The largest `pyproject.toml` or `setup.cfg` that is read: 1 MiB.
const MAX_CONFIGURATION: u64 = 1 << 20;

/// How many read files may wait to be parsed.
const WAITING: usize = 16;

/// One commit, and which of its files are modules.
pub(super) struct Side {
    revision: Revision,
    files: Vec<ModuleFile>,
}

/// The packages and modules at the top of a commit.
pub(super) fn packages(repo: &Repo, project: &str, commit: &str) -> Result<Vec<String>, Missing> {
    Ok(Side::open(repo, project, commit)?.packages())
}

impl Side {
    pub fn open(repo: &Repo, project: &str, commit: &str) -> Result<Self, Missing> {
        let revision = repo.revision(commit, project)?;
        let configuration = configuration(&revision)?;
        let paths = revision.files().iter().map(|file| file.path.as_str());
        let files = modules(paths, &configuration);
        if files.len() > MAX_FILES {
            return Err(Missing::because(format!(
                "commit {commit} has {} Python modules, more than the {MAX_FILES} that are compared",
                files.len()
            )));
        }
        Ok(Side { revision, files })
    }

    pub fn packages(&self) -> Vec<String> {
        let tops: BTreeSet<&str> = self
            .files
            .iter()
            .map(|file| file.name.split('.').next().unwrap_or(&file.name))
            .collect();
        tops.into_iter().map(str::to_owned).collect()
    }

    fn git_file(&self, file: &ModuleFile) -> Option<&RevisionFile> {
        self.revision.file(&file.path)
    }

    /// Whether all modules are the same, to the byte: then there is nothing to compare.
    pub fn is_same_as(&self, other: &Side) -> bool {
        self.files == other.files
            && self
                .files
                .iter()
                .all(|file| match (self.git_file(file), other.git_file(file)) {
                    (Some(own), Some(theirs)) => own.has_content_of(theirs),
                    _ => false,
                })
    }
}

fn configuration(revision: &Revision) -> Result<Configuration, Missing> {
    let mut found = Configuration::default();
    if let Some(text) = revision.read_text("pyproject.toml", MAX_CONFIGURATION)? {
        found.pyproject = python_packages::read(&text).map_err(|error| {
            let commit = revision.commit();
            Missing::because(format!(
                "`pyproject.toml` of commit {commit} is no TOML: {error}"
            ))
        })?;
    }
    if let Some(text) = revision.read_text("setup.cfg", MAX_CONFIGURATION)? {
        let cfg = setup_cfg::read(&text);
        found.setup_cfg = cfg.source_folders;
        found.pyproject.name = found.pyproject.name.or(cfg.name);
    }
    let has_setup = revision.file("setup.py").is_some() || found.pyproject.name.is_some();
    found.pyproject.project |= has_setup;
    Ok(found)
}

/// A file that is to be parsed.
struct Job {
    index: usize,
    bytes: Vec<u8>,
    stub: bool,
}

type Parsed = (usize, Content);

/// The modules of a commit, with what they hold.
pub(super) type Modules = Vec<(ModuleFile, Content)>;

/// The modules of both commits. Those with the same content at the same path share it.
pub(super) fn read(old: Side, new: Side) -> Result<(Modules, Modules), Missing> {
    let by_path: HashMap<&str, usize> = old
        .files
        .iter()
        .enumerate()
        .map(|(index, file)| (file.path.as_str(), index))
        .collect();
    // Where the content of each module of HEAD comes from: one of the previous release's, or its own.
    let shared: Vec<Option<usize>> = new
        .files
        .iter()
        .map(|file| {
            let index = *by_path.get(file.path.as_str())?;
            let before = old.files.get(index).and_then(|file| old.git_file(file))?;
            new.git_file(file)?.has_content_of(before).then_some(index)
        })
        .collect();
    let first = old.files.iter().map(|file| (&old, file));
    let fresh = new
        .files
        .iter()
        .zip(&shared)
        .filter(|(_, shared)| shared.is_none());
    let jobs: Vec<(&Side, &ModuleFile)> =
        first.chain(fresh.map(|(file, _)| (&new, file))).collect();
    let mut contents = parse_all(&jobs)?;
    let own = contents.split_off(old.files.len());
    let mut own = own.into_iter();
    let next: Vec<Option<Content>> = shared
        .iter()
        .map(|shared| match shared {
            Some(index) => contents.get(*index).cloned(),
            None => own.next(),
        })
        .collect();
    let after = new.files.into_iter().zip(next);
    Ok((
        old.files.into_iter().zip(contents).collect(),
        after
            .filter_map(|(file, content)| Some((file, content?)))
            .collect(),
    ))
}

/// Reads and parses files, in their order.
fn parse_all(files: &[(&Side, &ModuleFile)]) -> Result<Vec<Content>, Missing> {
    let workers = thread::available_parallelism().map_or(1, |count| count.get().min(8));
    let (send, receive) = sync_channel::<Job>(WAITING);
    let receive = Mutex::new(receive);
    let (done, results) = channel::<Parsed>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let done = done.clone();
            let receive = &receive;
            scope.spawn(move || work(receive, &done));
        }
        feed(files, send, &done)
    })?;
    drop(done);
    let mut contents: Vec<Option<Content>> = vec![None; files.len()];
    for (index, content) in results {
        if let Some(place) = contents.get_mut(index) {
            *place = Some(content);
        }
    }
    contents
        .into_iter()
        .collect::<Option<Vec<Content>>>()
        .ok_or_else(|| {
            Missing::because("a Python module could not be parsed; this is a bug in relcheck")
        })
}

fn work(receive: &Mutex<Receiver<Job>>, done: &Sender<Parsed>) {
    loop {
        let next = receive
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else { return };
        let read = catch_unwind(|| python_module::read(&job.bytes, job.stub));
        let content = read.unwrap_or_else(|_| {
            Err(unreadable(
                "cannot be parsed: the parser crashed, which is a bug in it".to_owned(),
            ))
        });
        let content = Arc::new(content);
        if done.send((job.index, content)).is_err() {
            return;
        }
    }
}

fn unreadable(reason: String) -> Unreadable {
    Unreadable { reason, line: None }
}

/// Reads the files for the workers. One that is too large is a module that is not known; one that
/// is not here, as in a partial clone, leaves nothing to compare.
fn feed(
    files: &[(&Side, &ModuleFile)],
    send: SyncSender<Job>,
    done: &Sender<Parsed>,
) -> Result<(), Missing> {
    let mut total = 0;
    for (index, (side, file)) in files.iter().enumerate() {
        let Some(git_file) = side.git_file(file) else {
            continue;
        };
        let bytes = match side.revision.read(git_file, python_module::MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(missing) if missing.fix.is_none() => {
                let reason = format!("could not be read: {}", missing.reason);
                if done
                    .send((index, Arc::new(Err(unreadable(reason)))))
                    .is_err()
                {
                    break;
                }
                continue;
            }
            Err(missing) => return Err(missing),
        };
        total += bytes.len();
        if total > MAX_TOTAL_BYTES {
            return Err(Missing::because(format!(
                "the Python modules are larger than the {MAX_TOTAL_BYTES} bytes that are compared"
            )));
        }
        let job = Job {
            index,
            bytes,
            stub: file.stub,
        };
        if send.send(job).is_err() {
            break;
        }
    }
    Ok(())
}
