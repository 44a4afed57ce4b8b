//! Keeping what a tool wrote: outputs first, the record last, each there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::record::SUFFIX;
use super::{FOLDER, MAX_BYTES, Output, Record, Stream};

/// How the name of a file starts that is still being written.
pub(super) const UNFINISHED: &str = ".recording-";

/// The record of a command that was run in a folder: the name of its file.
pub(super) fn record_name(command: &[String], dir: &str) -> String {
    format!("{}{SUFFIX}", stem(command, dir))
}

/// The place of one command's outputs and its record. A later run of the same command replaces
/// them.
pub(super) struct Store {
    folder: PathBuf,
    stem: String,
}

/// An output that is being kept, not yet under its own name.
pub(super) struct Keeping {
    file: NamedTempFile,
    digest: Sha256,
    size: u64,
    truncated: bool,
}

impl Store {
    /// Makes the folder, and removes what an earlier run of the same command left: from here on
    /// there is no record, until the new one is whole.
    pub(super) fn open(project: &Path, command: &[String], dir: &str) -> anyhow::Result<Self> {
        let folder = project.join(FOLDER);
        let cannot = || format!("`{}` cannot be written to", folder.display());
        fs::create_dir_all(&folder).with_context(cannot)?;
        let stem = stem(command, dir);
        let ours = [format!("{stem}."), format!("{UNFINISHED}{stem}-")];
        let record = format!("{stem}{SUFFIX}");
        remove(&folder.join(&record)).with_context(cannot)?;
        for entry in fs::read_dir(&folder).with_context(cannot)? {
            let name = entry.with_context(cannot)?.file_name();
            let name = name.to_string_lossy();
            if ours.iter().any(|start| name.starts_with(start)) {
                remove(&folder.join(name.as_ref())).with_context(cannot)?;
            }
        }
        Ok(Store { folder, stem })
    }

    pub(super) fn keep(&self) -> io::Result<Keeping> {
        let file = tempfile::Builder::new()
            .prefix(&format!("{UNFINISHED}{}-", self.stem))
            .tempfile_in(&self.folder)?;
        Ok(Keeping {
            file,
            digest: Sha256::new(),
            size: 0,
            truncated: false,
        })
    }

    /// Gives an output its name.
    pub(super) fn settle(
        &self,
        keeping: Keeping,
        stream: Stream,
        source: Option<&Path>,
        number: usize,
    ) -> anyhow::Result<Output> {
        let ending = match stream {
            Stream::Stdout => "stdout".to_owned(),
            Stream::Stderr => "stderr".to_owned(),
            Stream::File => format!("file-{number}"),
        };
        let name = format!("{}.{ending}", self.stem);
        let path = self.folder.join(&name);
        keeping.file.as_file().sync_all().ok();
        keeping
            .file
            .persist(&path)
            .with_context(|| format!("`{}` cannot be written", path.display()))?;
        Ok(Output {
            name,
            stream,
            source: source.map(|path| path.to_string_lossy().into_owned()),
            size: keeping.size,
            sha256: format!("{:x}", keeping.digest.finalize()),
            truncated: keeping.truncated,
        })
    }

    /// Writes the record: what makes the outputs count.
    pub(super) fn finish(&self, record: &Record) -> anyhow::Result<()> {
        let path = self.folder.join(format!("{}{SUFFIX}", self.stem));
        let cannot = || format!("`{}` cannot be written", path.display());
        let mut file = self.keep().with_context(cannot)?.file;
        serde_json::to_writer_pretty(&mut file, record).with_context(cannot)?;
        file.write_all(b"\n").with_context(cannot)?;
        file.persist(&path).with_context(cannot)?;
        Ok(())
    }
}

impl Keeping {
    /// Keeps these bytes, as far as there is room.
    pub(super) fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        let room = usize::try_from(MAX_BYTES.saturating_sub(self.size)).unwrap_or(usize::MAX);
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.truncated |= kept.len() < bytes.len();
        self.file.write_all(kept)?;
        self.digest.update(kept);
        self.size += kept.len() as u64;
        Ok(())
    }

    /// Keeps a file.
    pub(super) fn take_file(&mut self, mut file: File) -> io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(()),
                read => self.take(buffer.get(..read).unwrap_or_default())?,
            }
            if self.truncated {
                return Ok(());
            }
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The name of a command's files: its program, and a digest of the whole of it and of its folder.
fn stem(command: &[String], dir: &str) -> String {
    let program = command.first().map(String::as_str).unwrap_or_default();
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .map(|it| match it {
            it if it.is_ascii_alphanumeric() => it,
            _ => '-',
        })
        .take(40)
        .collect();
    // No argument holds a zero byte, and none is left out, so that no two commands are one.
    let digest = Sha256::digest(format!("{dir}\0{}", command.join("\0")));
    let digest = format!("{digest:x}");
    format!("{name}-{}", digest.get(..12).unwrap_or_default())
}
