use super::{between, gaps, shown};

#[test]
fn what_private_modules_define_is_told_under_its_public_name() {
    let init = ("demo/__init__.py", "from ._api import get, Thing\n");
    let of = |text| {
        between(
            &[
                init,
                (
                    "demo/_api.py",
                    "def get(a, b): ...\nclass Thing:\n    def m(self): ...\n",
                ),
            ],
            &[init, ("demo/_api.py", text)],
        )
    };
    let comparison = of("def get(a): ...\nclass Thing: ...\n");
    assert_eq!(
        shown(&comparison),
        [
            "removed demo.Thing.m was removed",
            "parameter-removed demo.get lost its parameter `b`"
        ]
    );
    assert_eq!(
        comparison.changes[1].path.as_deref(),
        Some("src/demo/_api.py")
    );
    assert_eq!(comparison.changes[1].line, Some(1));
    // The private module may go; what it held may not.
    let moved = between(
        &[
            init,
            ("demo/_api.py", "def get(a): ...\nclass Thing: ...\n"),
        ],
        &[
            ("demo/__init__.py", "from .new import get, Thing\n"),
            ("demo/new.py", "def get(a): ...\nclass Thing: ...\n"),
        ],
    );
    assert_eq!(shown(&moved), ["added demo.new is a new module"]);
}

#[test]
fn an_object_that_is_gone_is_told_once_and_followed_where_it_moved() {
    let old = [
        ("demo/__init__.py", "from .a import f as f\n"),
        ("demo/a.py", "def f(x): ...\ndef g(): ...\n"),
    ];
    assert_eq!(
        shown(&between(
            &old,
            &[("demo/__init__.py", ""), ("demo/a.py", "def g(): ...\n")]
        )),
        ["removed demo.f was removed, also as `demo.a.f`"]
    );
    let elsewhere = between(
        &old,
        &[
            ("demo/__init__.py", "from .a import f as f\n"),
            ("demo/a.py", "from .b import f\n"),
            ("demo/b.py", "def f(): ...\ndef g(): ...\n"),
        ],
    );
    assert_eq!(
        shown(&elsewhere),
        [
            "? unexported demo.a.f is no longer public",
            "moved demo.a.g was moved to `demo.b.g`",
            "added demo.b is a new module",
            "parameter-removed demo.f lost its parameter `x`"
        ]
    );
}

#[test]
fn stars_bring_what_the_module_exports() {
    let init = ("demo/__init__.py", "from ._core import *\n");
    let comparison = between(
        &[
            init,
            ("demo/_core.py", "import os\ndef f(): ...\ndef _g(): ...\n"),
        ],
        &[init, ("demo/_core.py", "def h(): ...\n")],
    );
    assert_eq!(
        shown(&comparison),
        [
            "removed demo.f was removed",
            "added demo.h is a new function"
        ]
    );
    let nested = between(
        &[
            init,
            (
                "demo/_core.py",
                "from ._more import *\n__all__ = _more.__all__ + ['x']\nfrom . import _more\nx = 1\n",
            ),
            ("demo/_more.py", "__all__ = ['y']\ny = 1\nz = 1\n"),
        ],
        &[
            init,
            (
                "demo/_core.py",
                "from ._more import *\n__all__ = ['x']\nx = 1\n",
            ),
            ("demo/_more.py", "__all__ = ['y']\ny = 1\n"),
        ],
    );
    assert_eq!(shown(&nested), ["removed demo.y was removed"]);
}

#[test]
fn bases_are_found_in_other_modules_and_folders_without_init() {
    let child = (
        "demo/child.py",
        "from demo.inner.base import Base\nclass Child(Base): ...\n",
    );
    let init = ("demo/__init__.py", "");
    let comparison = between(
        &[
            init,
            child,
            (
                "demo/inner/base.py",
                "class Base:\n    def m(self, a): ...\n",
            ),
        ],
        &[
            init,
            child,
            ("demo/inner/base.py", "class Base:\n    def m(self): ...\n"),
        ],
    );
    assert_eq!(
        shown(&comparison),
        ["parameter-removed demo.inner.base.Base.m lost its parameter `a`"]
    );
}

#[test]
fn cycles_end() {
    let files = [
        (
            "demo/__init__.py",
            "from .a import *\nfrom .a import x as x\n",
        ),
        (
            "demo/a.py",
            "from .b import *\nfrom .b import x\nclass A(B): ...\n",
        ),
        (
            "demo/b.py",
            "from .a import *\nfrom .a import x\nfrom .a import A\nclass B(A): ...\n",
        ),
    ];
    let mut changed = files;
    changed[1].1 = "from .b import *\nfrom .b import x\nclass A(B):\n    def m(self): ...\n";
    let comparison = between(&files, &changed);
    assert!(
        comparison.gaps.iter().any(|gap| gap.symbol == "demo.x"),
        "{:?}",
        comparison.gaps
    );
}

#[test]
fn names_made_at_run_time_leave_doubts_and_gaps() {
    let old = [(
        "demo/__init__.py",
        "def f(): ...\ndef g(): ...\n__version__ = '1'\n",
    )];
    let new = [(
        "demo/__init__.py",
        "def __getattr__(name):\n    if name == '__version__':\n        warnings.warn('x', DeprecationWarning)\n    return make(name)\ndef g(): ...\n",
    )];
    assert_eq!(
        shown(&between(&old, &new)),
        [
            "deprecated demo.__version__ is made by `__getattr__` now, which warns that something is deprecated",
            "? removed demo.f was removed"
        ]
    );
    let later = [(
        "demo/__init__.py",
        "def __getattr__(name):\n    return other(name)\ndef g(): ...\n",
    )];
    assert_eq!(
        gaps(&between(&new, &later)),
        ["demo.__getattr__ makes names at run time, and that code has changed"]
    );
}

#[test]
fn what_cannot_be_followed_is_a_gap() {
    let init = (
        "demo/__init__.py",
        "from ._speed import fast\n__all__ = ['fast']\n",
    );
    let comparison = between(&[init, ("demo/_speed.py", "def fast(a): ...\n")], &[init]);
    assert_eq!(
        gaps(&comparison),
        ["demo.fast comes from `demo._speed`, of which there is no Python source here"]
    );
    let broken = between(
        &[("demo/__init__.py", ""), ("demo/a.py", "def f(): ...\n")],
        &[("demo/__init__.py", ""), ("demo/a.py", "def f(:\n")],
    );
    assert_eq!(broken.gaps.len(), 2, "{:?}", broken.gaps);
    assert_eq!(broken.gaps[0].symbol, "demo.a");
    assert_eq!(broken.gaps[0].line, Some(1));
    assert_eq!(shown(&broken), [""; 0]);
    let computed = between(
        &[("demo/__init__.py", "__all__ = ['f']\ndef f(): ...\n")],
        &[("demo/__init__.py", "__all__ = make()\ndef f(): ...\n")],
    );
    assert_eq!(
        gaps(&computed),
        ["demo.__all__ is made in a way that is not understood"]
    );
    let outside = between(
        &[("demo/__init__.py", "from other import f as f\n")],
        &[("demo/__init__.py", "from another import f as f\n")],
    );
    assert_eq!(
        gaps(&outside),
        ["demo.f comes from `another.f` now, which is no part of the project"]
    );
}

#[test]
fn modules_come_and_go_as_a_whole() {
    let comparison = between(
        &[
            ("demo/__init__.py", ""),
            ("demo/sub/__init__.py", "def f(): ...\n"),
            ("demo/sub/x.py", ""),
        ],
        &[
            ("demo/__init__.py", ""),
            ("demo/neu/__init__.py", "def f(): ...\n"),
            ("demo/neu/x.py", ""),
        ],
    );
    assert_eq!(
        shown(&comparison),
        [
            "added demo.neu is a new module",
            "removed demo.sub was removed"
        ]
    );
    assert_eq!(comparison.packages, ["demo"]);
}

#[test]
fn stubs_are_merged_with_their_modules() {
    let source = ("demo/__init__.py", "def f(a, b=None): ...\n");
    let comparison = between(
        &[
            source,
            (
                "demo/__init__.pyi",
                "def f(a: int, b: int = ...) -> int: ...\nX: int\n",
            ),
        ],
        &[
            source,
            ("demo/__init__.pyi", "def f(a: int, b: int = ...): ...\n"),
        ],
    );
    assert_eq!(
        shown(&comparison),
        [
            "? removed demo.X was removed",
            "? return-type-removed demo.f no longer says what it returns"
        ]
    );
}

#[test]
fn a_new_folder_without_init_points_at_its_first_module() {
    let init = ("demo/__init__.py", "");
    let new = [
        init,
        ("demo/neu/_private.py", ""),
        ("demo/neu/app.py", "class App: ...\n"),
    ];
    let found = between(&[init], &new);
    assert_eq!(shown(&found), ["added demo.neu is a new module"]);
    let change = &found.changes[0];
    assert_eq!(
        (change.path.as_deref(), change.line),
        (Some("src/demo/neu/_private.py"), Some(1))
    );
}
