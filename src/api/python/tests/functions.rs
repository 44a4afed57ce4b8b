use super::changes;

fn signature(old: &str, new: &str) -> Vec<String> {
    changes(
        &format!("def f({old}): ...\n"),
        &format!("def f({new}): ...\n"),
    )
}

#[test]
fn a_new_parameter_with_a_private_name_adds_nothing_unless_it_is_required() {
    assert_eq!(
        changes("def f(a): ...\n", "def f(a, *, _seen=None): ...\n"),
        [""; 0]
    );
    assert_eq!(
        changes("def f(a): ...\n", "def f(a, _seen): ...\n"),
        ["parameter-added-required demo.f cannot be called without its new parameter `_seen`"]
    );
}

#[test]
fn parameters_that_are_gone_or_called_otherwise_break_callers() {
    assert_eq!(
        signature("a, b", "a"),
        ["parameter-removed demo.f lost its parameter `b`"]
    );
    assert_eq!(
        signature("a, b", "a, c"),
        ["parameter-renamed demo.f calls its parameter `b` `c` now"]
    );
    assert_eq!(signature("a, /", "b, /"), [""; 0]);
    assert_eq!(signature("*args, **kw", "*rest, **more"), [""; 0]);
    assert_eq!(
        signature("a, *, b", "a, **kw"),
        ["parameter-added demo.f has a new parameter `**kw`"]
    );
    assert_eq!(
        signature("a, **kw", "a"),
        ["parameter-removed demo.f lost its parameter `**kw`"]
    );
}

#[test]
fn order_and_ways_of_passing_count() {
    assert_eq!(
        signature("a, b", "b, a"),
        ["parameter-moved demo.f takes its parameters `a`, `b` at other positions"]
    );
    assert_eq!(
        signature("a, b", "a, *, b"),
        ["parameter-kind-changed demo.f takes its parameter `b` by name only"]
    );
    assert_eq!(
        signature("a, b", "a, b, /"),
        [
            "parameter-kind-changed demo.f takes its parameter `a` by position only",
            "parameter-kind-changed demo.f takes its parameter `b` by position only"
        ]
    );
    assert_eq!(signature("*, a", "a"), [""; 0]);
    assert_eq!(signature("a, /", "a"), [""; 0]);
}

#[test]
fn defaults_and_required_parameters_count() {
    assert_eq!(
        signature("a=1", "a"),
        ["parameter-required demo.f cannot be called without its parameter `a` any more"]
    );
    assert_eq!(
        signature("a", "a=1"),
        ["parameter-optional demo.f can be called without its parameter `a` now"]
    );
    assert_eq!(
        signature("a=1", "a=2"),
        [
            "parameter-default-changed demo.f has another default for its parameter `a`: `2` instead of `1`"
        ]
    );
    assert_eq!(signature("a='x'", "a=\"x\""), [""; 0]);
    assert_eq!(
        signature("a=None", "a=UNSET"),
        [
            "? parameter-default-changed demo.f has another default for its parameter `a`: `UNSET` instead of `None`"
        ]
    );
    assert_eq!(
        signature("a", "a, b"),
        ["parameter-added-required demo.f cannot be called without its new parameter `b`"]
    );
    assert_eq!(
        signature("a", "a, b=1"),
        ["parameter-added demo.f has a new parameter `b`"]
    );
}

#[test]
fn methods_are_compared_without_their_receiver() {
    let of = |decorator: &str, parameters: &str| {
        format!("class C:\n    {decorator}\n    def m({parameters}): ...\n")
    };
    assert_eq!(changes(&of("", "self, a"), &of("", "this, a")), [""; 0]);
    assert_eq!(
        changes(&of("@classmethod", "cls, a"), &of("@staticmethod", "a")),
        [""; 0]
    );
    assert_eq!(
        changes(&of("@staticmethod", "a"), &of("", "self, a")),
        ["receiver-changed demo.C.m is no static method any more: the class cannot call it"]
    );
}

#[test]
fn what_else_a_function_promises_counts() {
    assert_eq!(
        changes("def f(): ...\n", "async def f(): ...\n"),
        ["async-changed demo.f is a coroutine function now"]
    );
    assert_eq!(
        changes("def f() -> int: ...\n", "def f(): ...\n"),
        ["? return-type-removed demo.f no longer says what it returns"]
    );
    let overloads = |shapes: &[&str]| {
        let each = shapes
            .iter()
            .map(|shape| format!("@overload\ndef f({shape}): ...\n"));
        format!("{}def f(*args): ...\n", each.collect::<String>())
    };
    assert_eq!(
        changes(&overloads(&["a", "a, b"]), &overloads(&["a"])),
        ["? overload-removed demo.f can no longer be called as `(a, b)`, by its overloads"]
    );
    assert_eq!(
        changes(&overloads(&["a", "a, b"]), &overloads(&[])),
        [""; 0]
    );
}

#[test]
fn marks_of_deprecation_are_told_when_they_are_new() {
    let plain = "def f(a=None):\n    pass\n";
    let whole = "def f(a=None):\n    warnings.warn('x', DeprecationWarning)\n";
    let some = "def f(a=None):\n    if a:\n        warnings.warn('x', DeprecationWarning)\n";
    assert_eq!(changes(plain, whole), ["deprecated demo.f is deprecated"]);
    assert_eq!(
        changes(plain, some),
        ["use-deprecated demo.f warns that some uses of it are deprecated: \"x\""]
    );
    let warning = |text: &str| {
        format!(
            "def f(a=None):\n    text = {text}\n    if a:\n        warnings.warn(text, FutureWarning)\n"
        )
    };
    assert_eq!(
        changes(&warning("'x'"), &warning("'y'")),
        ["use-deprecated demo.f warns that some uses of it are deprecated: \"y\""]
    );
    assert_eq!(
        changes(plain, &warning("TEXT")),
        ["use-deprecated demo.f warns that some uses of it are deprecated"]
    );
    assert_eq!(changes(whole, whole), [""; 0]);
    assert_eq!(changes(some, some), [""; 0]);
    assert_eq!(
        changes("class C: ...\n", "@deprecated('x')\nclass C: ...\n"),
        ["deprecated demo.C is deprecated"]
    );
}
