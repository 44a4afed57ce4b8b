//! The modules of one revision.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::ModuleFile;
use super::stubs;
use crate::formats::python_module::{Module, Unreadable};

/// What a file holds. Files with the same content share it.
pub type Content = Arc<Result<Module, Unreadable>>;

/// The modules of a project at one revision, by dotted name.
#[derive(Debug, Default)]
pub struct Project {
    modules: BTreeMap<String, Entry>,
}

/// One module.
#[derive(Debug)]
pub(super) struct Entry {
    pub name: String,
    /// The file, from the project's folder; empty for a folder without `__init__.py`.
    pub path: String,
    /// Whether it holds further modules.
    pub package: bool,
    /// `None` for a folder without `__init__.py`.
    pub content: Option<Content>,
}

impl Entry {
    /// The module, if it could be read.
    pub fn module(&self) -> Option<&Module> {
        self.content.as_ref()?.as_ref().as_ref().ok()
    }

    /// Whether it has the same content as another one, to the byte.
    pub fn same_as(&self, other: &Entry) -> bool {
        match (&self.content, &other.content) {
            (None, None) => true,
            (Some(own), Some(theirs)) => Arc::ptr_eq(own, theirs),
            _ => false,
        }
    }
}

impl Project {
    /// The project that these files make. A stub beside a module is merged with it; see `stubs.rs`.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (ModuleFile, Content)>) -> Self {
        let mut project = Project::default();
        let mut stubs = Vec::new();
        for (file, content) in files {
            if file.stub {
                stubs.push((file, content));
            } else {
                project.add(file, content);
            }
        }
        for (file, content) in stubs {
            project.add_stub(file, content);
        }
        project.add_folders();
        project
    }

    fn add(&mut self, file: ModuleFile, content: Content) {
        let entry = Entry {
            name: file.name.clone(),
            path: file.path,
            package: file.package,
            content: Some(content),
        };
        // `a/__init__.py` hides `a.py` beside the folder, as it does for Python.
        match self.modules.get(&file.name) {
            Some(known) if known.package && !entry.package => {}
            _ => {
                self.modules.insert(file.name, entry);
            }
        }
    }

    fn add_stub(&mut self, file: ModuleFile, content: Content) {
        let Some(known) = self.modules.get_mut(&file.name) else {
            return self.add(file, content);
        };
        let merged = match (known.module(), content.as_ref()) {
            (Some(module), Ok(stub)) => Arc::new(Ok(stubs::merge(module, stub))),
            (None, Ok(_)) | (Some(_), Err(_)) | (None, Err(_)) => content,
        };
        known.content = Some(merged);
    }

    /// Folders without `__init__.py` are packages too (PEP 420).
    fn add_folders(&mut self) {
        let names: Vec<String> = self.modules.keys().cloned().collect();
        for name in names {
            let mut rest = name.as_str();
            while let Some((parent, _)) = rest.rsplit_once('.') {
                self.modules
                    .entry(parent.to_owned())
                    .or_insert_with(|| Entry {
                        name: parent.to_owned(),
                        path: String::new(),
                        package: true,
                        content: None,
                    })
                    .package = true;
                rest = parent;
            }
        }
    }

    /// The packages and modules at the top, sorted.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.modules
            .keys()
            .map(String::as_str)
            .filter(|name| !name.contains('.'))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Entry> {
        self.modules.get(name)
    }

    /// What shows a module: its file, or, for a folder without `__init__.py`, the first one in it.
    pub(super) fn file_of<'e>(&'e self, entry: &'e Entry) -> &'e Entry {
        if !entry.path.is_empty() {
            return entry;
        }
        let folder = format!("{}.", entry.name);
        let below = self.modules.range(folder.clone()..);
        below
            .take_while(|(name, _)| name.starts_with(&folder))
            .map(|(_, module)| module)
            .find(|module| !module.path.is_empty())
            .unwrap_or(entry)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.modules.values()
    }

    /// Whether a module's name starts in this project.
    pub(super) fn owns(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.modules.contains_key(top)
    }
}
