use super::between;
use crate::facts::ApiWeight;
use crate::repo::Repo;
use crate::repo::testing::Sandbox;

/// A repository with two commits of a package; returns their ids.
fn two(write: impl Fn(&dyn Fn(&str, &str), usize)) -> (Sandbox, Repo, [String; 2]) {
    let sandbox = Sandbox::new();
    let ids = [0, 1].map(|step| {
        let put = |path: &str, text: &str| {
            let path = sandbox.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(&put, step);
        sandbox.git(&["add", "--all"]);
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "step"]);
        sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned()
    });
    let repo = Repo::open(sandbox.path()).unwrap();
    (sandbox, repo, ids)
}

#[test]
fn two_commits_are_compared_as_git_has_them() {
    let (sandbox, repo, [old, new]) = two(|put, step| {
        put("pyproject.toml", "[project]\nname = 'demo'\n");
        put("demo/__init__.py", "from ._a import f as f\n");
        put("demo/_a.py", ["def f(x): ...\n", "def f(): ...\n"][step]);
        put(
            "tests/__init__.py",
            ["def f(x): ...\n", "def f(): ...\n"][step],
        );
    });
    std::fs::write(sandbox.path().join("demo/_a.py"), "").unwrap();
    let comparison = between(&repo, "", &old, &new).unwrap();
    assert_eq!(comparison.packages, ["demo"]);
    let symbols: Vec<&str> = comparison
        .changes
        .iter()
        .map(|c| c.symbol.as_str())
        .collect();
    assert_eq!(symbols, ["demo.f"]);
    assert_eq!(comparison.changes[0].weight, ApiWeight::Breaking);
    assert_eq!(comparison.changes[0].path.as_deref(), Some("demo/_a.py"));
    let same = between(&repo, "", &new, &new).unwrap();
    assert_eq!((same.changes, same.gaps), (vec![], vec![]));
}

#[test]
fn a_package_that_moves_to_src_is_the_same_package() {
    let (_sandbox, repo, [old, new]) = two(|put, step| {
        put("setup.py", "");
        put(
            ["demo/__init__.py", "src/demo/__init__.py"][step],
            "def f(): ...\n",
        );
    });
    let comparison = between(&repo, "", &old, &new).unwrap();
    assert_eq!(comparison.changes, []);
}

#[test]
fn a_module_that_is_too_large_is_a_gap() {
    let (_sandbox, repo, [old, new]) = two(|put, step| {
        put("setup.py", "");
        put("demo/__init__.py", "");
        let large = format!("#{}\n", " ".repeat(3 << 20));
        put("demo/big.py", [large.as_str(), "def f(): ...\n"][step]);
    });
    let comparison = between(&repo, "", &old, &new).unwrap();
    assert_eq!(comparison.gaps.len(), 1, "{:?}", comparison.gaps);
    assert!(
        comparison.gaps[0].reason.contains("too large"),
        "{:?}",
        comparison.gaps
    );
}

#[test]
fn without_python_there_are_no_packages() {
    let (_sandbox, repo, [old, new]) = two(|put, step| put("a.txt", ["1", "2"][step]));
    let comparison = between(&repo, "", &old, &new).unwrap();
    assert_eq!(comparison.packages, [""; 0]);
}
