use super::changes;

#[test]
fn removed_and_new_objects_are_told() {
    assert_eq!(
        changes("def f(): ...\n", ""),
        ["removed demo.f was removed"]
    );
    assert_eq!(
        changes("", "def f(): ...\n"),
        ["added demo.f is a new function"]
    );
    assert_eq!(changes("X = 1\n", ""), ["removed demo.X was removed"]);
    assert_eq!(changes("def _f(): ...\n", ""), [""; 0]);
    assert_eq!(changes("import os\n", ""), [""; 0]);
    assert_eq!(changes("X = 1\n", "X = 2\n"), [""; 0]);
}

#[test]
fn objects_that_are_something_else_now_break_users() {
    assert_eq!(
        changes("def f(): ...\n", "class f: ...\n"),
        ["? kind-changed demo.f is a class now, no function"]
    );
    assert_eq!(
        changes("class f: ...\n", "def f(): ...\n"),
        ["kind-changed demo.f is a function now, no class"]
    );
    assert_eq!(
        changes("def f(): ...\n", "f = make()\n"),
        ["? kind-changed demo.f is an attribute now, no function"]
    );
    // An alias is what it names.
    assert_eq!(
        changes("def f(): ...\n", "def _g(): ...\nf = _g\n"),
        [""; 0]
    );
}

#[test]
fn exports_decide_what_is_public() {
    let code = "def f(): ...\ndef g(): ...\n";
    assert_eq!(
        changes(
            &format!("__all__ = ['f', 'g']\n{code}"),
            &format!("__all__ = ['f']\n{code}")
        ),
        ["? unexported demo.g is no longer public"]
    );
    assert_eq!(
        changes(
            &format!("__all__ = ['f']\n{code}"),
            &format!("__all__ = ['f', 'g']\n{code}")
        ),
        ["added demo.g is public now"]
    );
    assert_eq!(
        changes("__all__ = ['_f']\ndef _f(): ...\n", "__all__ = []\n"),
        ["removed demo._f was removed"]
    );
}

#[test]
fn members_of_classes_count_with_those_they_inherit() {
    let base = "class _Base:\n    def m(self): ...\n";
    assert_eq!(
        changes(
            "class C:\n    def m(self): ...\n    x = 1\n",
            "class C:\n    x = 1\n"
        ),
        ["removed demo.C.m was removed"]
    );
    assert_eq!(
        changes(
            "class C:\n    def m(self): ...\n",
            &format!("{base}class C(_Base): ...\n")
        ),
        [""; 0]
    );
    assert_eq!(
        changes(
            &format!("{base}class C(_Base): ...\n"),
            "class _Base: ...\nclass C(_Base): ...\n"
        ),
        ["removed demo.C.m was removed"]
    );
    assert_eq!(
        changes(
            "class C(Exception):\n    def m(self): ...\n",
            "class C(Exception): ...\n"
        ),
        ["? removed demo.C.m was removed"]
    );
    assert_eq!(
        changes("class C: ...\n", "class C:\n    def m(self): ...\n"),
        ["added demo.C.m is a new method"]
    );
    assert_eq!(
        changes("class C:\n    def __repr__(self): ...\n", "class C: ...\n"),
        ["? removed demo.C.__repr__ was removed"]
    );
}

#[test]
fn a_change_of_a_public_base_is_told_once() {
    let of = |parameters: &str| {
        format!("class Base:\n    def m({parameters}): ...\nclass A(Base): ...\nclass B(A): ...\n")
    };
    assert_eq!(
        changes(&of("self, x"), &of("self")),
        ["parameter-removed demo.Base.m lost its parameter `x`"]
    );
    assert_eq!(
        changes(
            &of("self"),
            "class Base: ...\nclass A(Base): ...\nclass B(A): ...\n"
        ),
        ["removed demo.Base.m was removed"]
    );
}

#[test]
fn bases_that_are_gone_are_told() {
    assert_eq!(
        changes(
            "class A: ...\nclass B(A): ...\n",
            "class A: ...\nclass B: ...\n"
        ),
        ["base-removed demo.B no longer inherits from `A`"]
    );
    // It still does, with a class between.
    assert_eq!(
        changes(
            "class A: ...\nclass B(A): ...\n",
            "class A: ...\nclass _M(A): ...\nclass B(_M): ...\n"
        ),
        [""; 0]
    );
    assert_eq!(
        changes("class B(ValueError): ...\n", "class B(TypeError): ...\n"),
        ["? base-removed demo.B no longer inherits from `ValueError`"]
    );
    assert_eq!(changes("class B(object): ...\n", "class B: ...\n"), [""; 0]);
}

#[test]
fn classes_are_called_with_what_their_initialiser_takes() {
    assert_eq!(
        changes(
            "class C:\n    def __init__(self, a): ...\n",
            "class C:\n    def __init__(self, a, b): ...\n"
        ),
        ["parameter-added-required demo.C.__init__ cannot be called without its new parameter `b`"]
    );
    assert_eq!(
        changes("class C:\n    def __init__(self): ...\n", "class C: ...\n"),
        [""; 0]
    );
    assert_eq!(
        changes(
            "class C:\n    def __init__(self, a): ...\n",
            "class C: ...\n"
        ),
        ["parameter-removed demo.C.__init__ lost its parameter `a`"]
    );
}

#[test]
fn initialisers_that_are_made_count_as_written_ones_do() {
    let data = |fields: &str| {
        format!("from dataclasses import dataclass, field, KW_ONLY\n@dataclass\nclass C:\n{fields}")
    };
    let written = "class C:\n    a: int\n    def __init__(self, a): ...\n";
    assert_eq!(changes(written, &data("    a: int\n")), [""; 0]);
    assert_eq!(
        changes(
            &data("    a: int\n    b: int = 1\n"),
            &data("    b: int = 1\n    a: int = 2\n")
        ),
        [
            "parameter-moved demo.C.__init__ takes its parameters `a`, `b` at other positions",
            "parameter-optional demo.C.__init__ can be called without its parameter `a` now"
        ]
    );
    assert_eq!(
        changes(&data("    a: int\n"), &data("    _: KW_ONLY\n    a: int\n")),
        ["parameter-kind-changed demo.C.__init__ takes its parameter `a` by name only"]
    );
    assert_eq!(
        changes(
            &data("    a: int\n"),
            &data(
                "    a: int\n    b: list = field(default_factory=list)\n    c: int = field(init=False)\n"
            )
        ),
        [
            "parameter-added demo.C.__init__ has a new parameter `b`",
            "added demo.C.b is a new attribute",
            "added demo.C.c is a new attribute"
        ]
    );
    let attrs = |fields: &str| format!("import attr\n@attr.s\nclass C:\n{fields}");
    assert_eq!(
        changes(
            &attrs("    _a = attr.ib()\n"),
            &attrs("    _a = attr.ib(default=1)\n")
        ),
        ["parameter-optional demo.C.__init__ can be called without its parameter `a` now"]
    );
    assert_eq!(
        changes(
            "from collections import namedtuple\nP = namedtuple('P', 'x y')\n",
            "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n"
        ),
        [
            "parameter-removed demo.P.__init__ lost its parameter `y`",
            "removed demo.P.y was removed"
        ]
    );
}

#[test]
fn properties_are_attributes_but_may_not_be_set() {
    assert_eq!(
        changes(
            "class C:\n    x = 1\n",
            "class C:\n    @property\n    def x(self): ...\n"
        ),
        ["read-only demo.C.x is a property now that cannot be set"]
    );
    assert_eq!(
        changes(
            "class C:\n    def x(self): ...\n",
            "class C:\n    @property\n    def x(self): ...\n"
        ),
        ["kind-changed demo.C.x is an attribute now, no function"]
    );
}

#[test]
fn what_is_defined_in_several_ways_is_doubtful() {
    let of = |parameters: &str| {
        format!("if FAST:\n    def f({parameters}): ...\nelse:\n    def f(x): ...\n")
    };
    assert_eq!(
        changes(&of("a, b"), &of("a")),
        ["? parameter-removed demo.f lost its parameter `b`"]
    );
}

#[test]
fn a_special_method_that_every_object_has_is_nothing_new() {
    for method in ["__repr__", "__eq__", "__hash__", "__del__"] {
        let new = format!("class C:\n    def {method}(self, *args): ...\n");
        assert_eq!(changes("class C: ...\n", &new), [""; 0], "{method}");
    }
    for method in ["__lt__", "__iter__", "__call__"] {
        let new = format!("class C:\n    def {method}(self, *args): ...\n");
        let expected = format!("added demo.C.{method} is a new method");
        assert_eq!(changes("class C: ...\n", &new), [expected], "{method}");
    }
}
