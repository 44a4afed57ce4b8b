//! Which files the paths of a Go profile mean: each is that of a package, so of a module.

use crate::collect::Context;
use crate::facts::Missing;
use crate::formats::declared::go_mod;

/// The largest `go.mod` that is read: 1 MiB.
const MAX_GO_MOD: u64 = 1 << 20;

/// The modules of the project: the path of each, with its folder from the project's, longest first.
pub(super) struct GoModules(Vec<(String, String)>);

impl GoModules {
    /// # Errors
    /// [`Missing`] if a tracked `go.mod` cannot be read.
    pub(super) fn of(context: &Context) -> Result<Self, Missing> {
        let checkout = context.checkout();
        let mut modules = Vec::new();
        for path in checkout.tracked()? {
            let Some(folder) = folder_of_go_mod(path) else {
                continue;
            };
            let text = checkout.tracked_text(path, MAX_GO_MOD)?;
            modules.extend(
                go_mod::read(&text)
                    .name
                    .map(|name| (name, folder.to_owned())),
            );
        }
        modules.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Ok(GoModules(modules))
    }

    /// The path from the project's folder of a file that a profile names; `None` if it is of a module
    /// that is not the project's. A path that is none of a package stays as it is, and so do all where
    /// the project has no module.
    pub(super) fn local(&self, path: &str) -> Option<String> {
        let is_file = path.starts_with(['/', '.', '_']) || path.contains([':', '\\']);
        let is_made_up = path.starts_with("command-line-arguments/");
        if self.0.is_empty() || is_file || is_made_up {
            return Some(path.to_owned());
        }
        self.0.iter().find_map(|(module, folder)| {
            let inner = path.strip_prefix(module.as_str())?.strip_prefix('/')?;
            Some(match folder.as_str() {
                "" => inner.to_owned(),
                folder => format!("{folder}/{inner}"),
            })
        })
    }
}

/// The folder of a `go.mod`; `None` for any other file.
fn folder_of_go_mod(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        None => (path == "go.mod").then_some(""),
        Some((folder, name)) => (name == "go.mod").then_some(folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_below_the_folder_of_its_module() {
        let modules = [("a.org/demo/sub", "sub"), ("a.org/demo", "")];
        let modules = modules.map(|(name, folder)| (name.to_owned(), folder.to_owned()));
        let modules = GoModules(modules.into());
        let local = |path: &str| modules.local(path);
        assert_eq!(local("a.org/demo/x/y.go").as_deref(), Some("x/y.go"));
        assert_eq!(local("a.org/demo/sub/y.go").as_deref(), Some("sub/y.go"));
        assert_eq!(local("a.org/demonstration/x/y.go"), None);
        assert_eq!(local("b.org/lib/x/y.go"), None);
        assert_eq!(local("fmt/print.go"), None);
        for as_it_is in [
            "/work/x/y.go",
            "./y.go",
            "C:\\x\\y.go",
            "command-line-arguments/y.go",
        ] {
            assert_eq!(local(as_it_is).as_deref(), Some(as_it_is));
        }
        let none = GoModules(Vec::new());
        assert_eq!(
            none.local("b.org/lib/y.go").as_deref(),
            Some("b.org/lib/y.go")
        );
    }

    #[test]
    fn a_go_mod_is_known_by_its_name() {
        assert_eq!(folder_of_go_mod("go.mod"), Some(""));
        assert_eq!(folder_of_go_mod("tools/x/go.mod"), Some("tools/x"));
        assert_eq!(folder_of_go_mod("cargo.mod"), None);
        assert_eq!(folder_of_go_mod("a/cargo.mod"), None);
    }
}
