//! Jenkinsfiles, declarative and scripted, as far as they can be read without running them.
//! <https://www.jenkins.io/doc/book/pipeline/syntax/>
//!
//! Read: stages with their `when`, `sh`, `bat` and PowerShell steps whose text is written out, functions
//! and closures of the file where they are called. Said to be unread: steps of libraries, `load`, other
//! jobs, texts that a program puts together.

mod names;
mod script;
mod walk;

use super::reader::Reader;
use crate::facts::{Trigger, WorkflowFile};
use crate::formats::groovy;

/// Whether a file is a Jenkinsfile: at the root or in a folder below it, as `Jenkinsfile` or with a
/// suffix. Which ones Jenkins runs is in its own settings.
pub(super) fn is_file(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_named = match name.strip_prefix("Jenkinsfile") {
        Some(rest) => rest.is_empty() || rest.starts_with(['.', '-', '_']),
        None => name.ends_with(".jenkinsfile") || name.ends_with(".Jenkinsfile"),
    };
    is_named && !folder.contains('/') && !["test", "tests"].contains(&folder)
}

/// Reads one Jenkinsfile. What keeps a part of it from being read is noted with the reader.
pub(super) fn read(reader: &mut Reader<'_>, path: &str) -> Option<WorkflowFile> {
    let text = match reader.text(path) {
        Ok(text) => text,
        Err(reason) => {
            reader.unread(path, 1, reason);
            return None;
        }
    };
    let program = groovy::read(&text);
    if let Some(line) = program.unread {
        let reason = "the rest of it could not be read: a text or block that does not end, or too much of it";
        reader.unread(path, line, reason.to_owned());
    }
    let walked = walk::program(reader, path, &program.statements);
    if walked.jobs.is_empty() && program.unread.is_none() {
        reader.unread(path, 1, format!("`{path}` has no step that can be read"));
    }
    let mut imports = walked.imports;
    imports.sort();
    imports.dedup();
    Some(WorkflowFile {
        path: path.to_owned(),
        system: "jenkins".to_owned(),
        name: None,
        triggers: triggers(walked.tags, walked.triggers),
        permissions: None,
        jobs: walked.jobs,
        imports,
    })
}

/// The jobs of statements, for tests that have no file.
#[cfg(test)]
pub(super) fn walked(
    reader: &mut Reader<'_>,
    statements: &[groovy::Statement],
) -> Vec<crate::facts::Job> {
    walk::program(reader, "Jenkinsfile", statements).jobs
}

/// What starts it. That tags do is only known where it speaks of them: which refs are built is in the
/// settings of Jenkins.
fn triggers(mut tags: Vec<(String, u64)>, others: Vec<(String, u64)>) -> Vec<Trigger> {
    tags.sort();
    tags.dedup();
    let line = tags.iter().map(|(_, line)| *line).min();
    let trigger = |event: String, line: u64| Trigger {
        event,
        line,
        branches: Vec::new(),
        tags: Vec::new(),
        types: Vec::new(),
        workflows: Vec::new(),
        on_release_tag: Some(false),
    };
    let mut found = vec![Trigger {
        on_release_tag: line.map(|_| true),
        tags: tags.into_iter().map(|(text, _)| text).collect(),
        ..trigger("push".to_owned(), line.unwrap_or(1))
    }];
    found.extend(others.into_iter().map(|(event, line)| trigger(event, line)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_names() {
        for (path, expected) in [
            ("Jenkinsfile", true),
            ("Jenkinsfile.release", true),
            ("Jenkinsfile-PreCommit", true),
            (".jenkins/Jenkinsfile", true),
            ("ci/release.jenkinsfile", true),
            ("Jenkinsfiles", false),
            ("src/test/Jenkinsfile", false),
            ("tests/Jenkinsfile", false),
            ("jenkinsfile.bats", false),
        ] {
            assert_eq!(is_file(path), expected, "{path}");
        }
    }
}
