//! Which tracked file a path in the report of a scanner is.
//!
//! That a file ends alike proves nothing: so does a copy of it in `build/`, in a virtual environment
//! or in another clone. A path is that of a tracked file if it leads there from where the tool ran, or
//! if all paths of the report lie in one other folder (a container's, a build machine's) as they lie in
//! the project.

use std::collections::BTreeMap;
use std::path::Path;

use super::reach::Reach;
use crate::collect::coverage_paths::{below, find, is_absolute, normal};

/// Folders that hold copies, as they may stand in a path.
const OF_COPIES: [&str; 9] = [
    "/.eggs/",
    "/.nox/",
    "/.tox/",
    "/.venv/",
    "/build/lib/",
    "/dist-packages/",
    "/node_modules/",
    "/site-packages/",
    "/venv/",
];

/// How many files are looked for in another folder of this machine.
const MAX_LOOKED_FOR: usize = 1_000;

/// Where a report was made, as far as it is known.
#[derive(Default)]
pub(super) struct Made<'a> {
    /// The folder of each call, from the checkout's root; `None` for one that is not known.
    pub folders: Vec<Option<String>>,
    /// The checkout where it was made, if the record has it.
    pub root: Option<&'a str>,
    /// Whether the command shows the call of the tool itself.
    pub shown: bool,
    /// What the tool was to look at.
    pub asked: Vec<&'a str>,
}

/// The tracked files, as one report names them.
pub(super) struct Places<'a> {
    reach: Reach<'a>,
    folders: Vec<String>,
    /// The checkout as it is called here, and where the report was made.
    roots: Vec<String>,
    /// What is the project's folder in absolute paths, and no folder of this machine.
    elsewhere: Option<String>,
    /// The folder in the project that relative paths begin at, by all of them.
    base: Option<String>,
}

impl<'a> Places<'a> {
    /// By all paths of a report.
    pub fn of(reach: Reach<'a>, made: &Made, paths: &[&str]) -> Self {
        let roots = std::iter::once(reach.root).chain(made.root);
        let mut places = Places {
            reach,
            folders: made.folders.iter().flatten().cloned().collect(),
            roots: roots.map(normal).collect(),
            elsewhere: None,
            base: None,
        };
        let paths: Vec<String> = paths.iter().map(|path| normal(path)).collect();
        let (absolute, relative): (Vec<&str>, Vec<&str>) = paths
            .iter()
            .map(String::as_str)
            .partition(|path| is_absolute(path));
        if !places.goes_out(made) {
            places.elsewhere = places.common(&absolute);
        }
        let is_certain = made.shown && made.folders.iter().all(Option::is_some);
        if !is_certain && !relative.iter().any(|path| places.file(path).is_some()) {
            places.base = places.folder_of_all(&relative);
        }
        places
    }

    /// The tracked file from the project's folder; `None` if the path is that of none.
    pub fn file(&self, path: &str) -> Option<&'a str> {
        let path = normal(path);
        if is_absolute(&path) {
            let inner = self.roots.iter().find_map(|root| below(&path, root));
            if let Some(inner) = inner {
                return self.in_checkout(inner);
            }
            let inner = below(&path, self.elsewhere.as_deref()?)?;
            return find(self.reach.tracked, inner);
        }
        let from = |folder: &String| self.in_checkout(&normal(&format!("{folder}/{path}")));
        self.folders.iter().find_map(from).or_else(|| {
            let base = self.base.as_deref()?;
            find(self.reach.tracked, &joined(base, &path))
        })
    }

    fn in_checkout(&self, path: &str) -> Option<&'a str> {
        let path = path.trim_start_matches('/');
        let inner = match self.reach.project {
            "" => path,
            project => below(path, project)?,
        };
        find(self.reach.tracked, inner)
    }

    /// Whether the call itself says that it looks at another folder of its machine.
    fn goes_out(&self, made: &Made) -> bool {
        let mut asked = made.asked.iter().map(|path| normal(path));
        asked.any(|path| {
            let is_inside = |root: &String| path == *root || below(&path, root).is_some();
            is_absolute(&path) && !self.roots.iter().any(is_inside)
        })
    }

    /// The folder in which all absolute paths that are not in the checkout lie as tracked files do.
    fn common(&self, absolute: &[&str]) -> Option<String> {
        let is_inside = |path: &str| self.roots.iter().any(|root| below(path, root).is_some());
        let paths: Vec<&str> = absolute
            .iter()
            .copied()
            .filter(|path| !is_inside(path))
            .collect();
        let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
        for path in &paths {
            for (at, _) in path.match_indices('/') {
                let (folder, file) = (path.get(..at)?, path.get(at + 1..)?);
                if !folder.is_empty() && find(self.reach.tracked, file).is_some() {
                    *folders.entry(folder).or_default() += 1;
                }
            }
        }
        // Of several the shortest: more of each path speaks for it.
        let best = folders
            .iter()
            .max_by_key(|(folder, count)| (**count, std::cmp::Reverse(folder.len())));
        let folder = *best?.0;
        let all = paths.iter().all(|path| below(path, folder).is_some());

        let slashed = format!("{folder}/");
        let is_copy = OF_COPIES.iter().any(|part| slashed.contains(part));
        (all && !is_copy && !self.is_of_this_machine(folder, &paths)).then(|| folder.to_owned())
    }

    /// Whether a folder that is not the checkout is here, with these files in it.
    fn is_of_this_machine(&self, folder: &str, paths: &[&str]) -> bool {
        let own = Path::new(self.reach.root).join(self.reach.project);
        let is_own = match (own.canonicalize(), Path::new(folder).canonicalize()) {
            (Ok(own), Ok(folder)) => own == folder,
            _ => false,
        };
        let mut paths = paths.iter().take(MAX_LOOKED_FOR);
        !is_own && paths.any(|path| Path::new(path).exists())
    }

    /// The one folder of the project below which all these paths are tracked.
    fn folder_of_all(&self, relative: &[&str]) -> Option<String> {
        let first = relative.iter().find(|path| path.contains('/'))?;
        let end = format!("/{first}");
        let tracked = self.reach.tracked.iter();
        let folders = tracked.filter_map(|file| match file == first {
            true => Some(""),
            false => file.strip_suffix(&end),
        });
        let has_all = |folder: &&str| {
            let mut paths = relative.iter();
            paths.all(|path| find(self.reach.tracked, &joined(folder, path)).is_some())
        };
        let mut folders = folders.filter(has_all);
        let only = folders.next()?;
        folders.next().is_none().then(|| only.to_owned())
    }
}

fn joined(folder: &str, path: &str) -> String {
    match folder {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACKED: [&str; 3] = ["setup.py", "src/demo/__init__.py", "src/demo/more.py"];

    /// The tracked file that each of these paths is.
    fn files(made: &Made, paths: &[&str]) -> Vec<Option<String>> {
        let tracked = TRACKED.map(str::to_owned);
        let reach = Reach {
            root: "/work",
            project: "",
            tracked: &tracked,
        };
        let places = Places::of(reach, made, paths);
        let files = paths.iter().map(|path| places.file(path));
        files.map(|file| file.map(str::to_owned)).collect()
    }

    fn are_tracked(made: &Made, paths: &[&str]) -> Vec<bool> {
        files(made, paths).iter().map(Option::is_some).collect()
    }

    fn run_in(folder: &str, shown: bool) -> Made<'static> {
        Made {
            folders: vec![Some(folder.to_owned())],
            shown,
            ..Made::default()
        }
    }

    #[test]
    fn a_path_leads_from_where_the_tool_ran() {
        let paths = [
            "./src/demo/more.py",
            "/work/setup.py",
            "build/lib/demo/more.py",
        ];
        let expected = [true, true, false];
        assert_eq!(are_tracked(&run_in("", true), &paths), expected);
        let paths = ["demo/more.py", "../setup.py", "/work/.venv/demo/more.py"];
        assert_eq!(are_tracked(&run_in("src", true), &paths), expected);
        // The call shows that it was not made in `src`.
        assert_eq!(are_tracked(&run_in("", true), &["demo/more.py"]), [false]);
    }

    #[test]
    fn of_a_call_that_is_not_shown_all_paths_have_to_lie_alike() {
        let paths = ["demo/more.py", "demo/__init__.py"];
        assert_eq!(are_tracked(&run_in("", false), &paths), [true, true]);
        let paths = ["demo/more.py", "demo/other.py"];
        assert_eq!(are_tracked(&run_in("", false), &paths), [false, false]);
        assert_eq!(are_tracked(&run_in("", false), &["more.py"]), [false]);
    }

    #[test]
    fn another_folder_is_the_project_where_all_paths_lie_alike() {
        let ci = ["/none/x/x/setup.py", "/none/x/x/src/demo/more.py"];
        assert_eq!(are_tracked(&run_in("", false), &ci), [true, true]);
        let mixed = ["/none/x/x/setup.py", "/none/y/src/demo/more.py"];
        assert_eq!(are_tracked(&run_in("", false), &mixed), [false, false]);
        let installed = ["/none/site-packages/src/demo/more.py"];
        assert_eq!(are_tracked(&run_in("", false), &installed), [false]);
        // The call goes there, and not in a container.
        let told = Made {
            asked: vec!["/none/x/x"],
            ..run_in("", true)
        };
        assert_eq!(are_tracked(&told, &ci), [false, false]);
        let recorded = Made {
            root: Some("/none/x/x"),
            ..told
        };
        assert_eq!(are_tracked(&recorded, &ci), [true, true]);
    }

    #[test]
    fn another_clone_on_this_machine_is_not_the_project() {
        let clone = tempfile::tempdir().unwrap();
        std::fs::write(clone.path().join("setup.py"), "").unwrap();
        let path = clone.path().join("setup.py");
        let path = path.to_string_lossy();
        assert_eq!(are_tracked(&run_in("", false), &[&path]), [false]);
    }
}
