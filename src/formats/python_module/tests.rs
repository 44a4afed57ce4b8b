use super::*;

fn module(text: &str) -> Module {
    read(text.as_bytes(), false).unwrap()
}

fn function(module: &Module, name: &str) -> Function {
    match &module.members.get(name).unwrap().kind {
        Kind::Function(function) => function.clone(),
        other => panic!("{other:?}"),
    }
}

fn class(module: &Module, name: &str) -> Class {
    match &module.members.get(name).unwrap().kind {
        Kind::Class(class) => class.clone(),
        other => panic!("{other:?}"),
    }
}

fn refused(text: &[u8]) -> String {
    read(text, false).unwrap_err().reason
}

#[test]
fn parameters_have_kinds_and_normalised_defaults() {
    let module =
        module("def f(a, /, b: int = 1, *args, c='x', d=[1,\n  2,], **kwargs) -> int: ...\n");
    let function = function(&module, "f");
    let shown: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| {
            let default = parameter.default.as_ref().map(|value| value.text.as_str());
            format!(
                "{} {:?} {}",
                parameter.name,
                parameter.kind,
                default.unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "a PositionalOnly -",
            "b PositionalOrKeyword 1",
            "args VarPositional -",
            "c KeywordOnly \"x\"",
            "d KeywordOnly [1, 2]",
            "kwargs VarKeyword -"
        ]
    );
    assert!(function.returns);
}

#[test]
fn double_underscores_make_parameters_positional_only() {
    let module = module("class C:\n    def f(__self, __a, b, __c): ...\n");
    let class = class(&module, "C");
    let Kind::Function(function) = &class.members["f"].kind else {
        panic!()
    };
    let kinds: Vec<ParameterKind> = function.parameters.iter().map(|p| p.kind).collect();
    use ParameterKind::{PositionalOnly, PositionalOrKeyword};
    assert_eq!(
        kinds,
        [
            PositionalOnly,
            PositionalOnly,
            PositionalOrKeyword,
            PositionalOrKeyword
        ]
    );
}

#[test]
fn overloads_belong_to_their_implementation_and_stand_alone_in_stubs() {
    let text =
        "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str, *, b=1) -> str: ...\n";
    let alone = function(&module(text), "f");
    assert_eq!(alone.overloads, ["(a)", "(a, *, b=...)"]);
    let both = function(&module(&format!("{text}def f(a, b=1): ...\n")), "f");
    assert_eq!((both.parameters.len(), both.overloads.len()), (2, 2));
}

#[test]
fn deprecation_marks_speak_of_the_whole_or_of_some_uses() {
    let of = |text: &str| {
        let found = function(&module(text), "f");
        let uses: Vec<(u64, String)> = found
            .warnings
            .into_iter()
            .map(|warning| (warning.line, warning.text))
            .collect();
        (found.deprecated, uses)
    };
    assert_eq!(
        of("@typing_extensions.deprecated('x')\ndef f(): ...\n"),
        (Some(1), vec![])
    );
    assert_eq!(
        of("def f():\n    warnings.warn('x', DeprecationWarning, stacklevel=2)\n"),
        (Some(2), vec![])
    );
    assert_eq!(
        of(
            "def f(a=None):\n    if a:\n        warnings.warn('x', category=PendingDeprecationWarning)\n"
        ),
        (None, vec![(3, "\"x\"".to_owned())])
    );
    assert_eq!(
        of(
            "def f(a=None):\n    text = 'x'\n    if a:\n        warnings.warn(text, FutureWarning)\n"
        ),
        (None, vec![(4, "\"x\"".to_owned())])
    );
    assert_eq!(
        of("def f():\n    \"\"\"Does.\n\n    .. deprecated:: 2\n    \"\"\"\n"),
        (Some(4), vec![])
    );
    assert_eq!(
        of("def f(hash):\n    \"\"\"Does.\n\n    .. deprecated:: 24.1.0 *hash* is no more\n    \"\"\"\n").0,
        None
    );
    assert_eq!(
        of("def f():\n    def g():\n        warnings.warn('x', DeprecationWarning)\n"),
        (None, vec![])
    );
    assert_eq!(
        of("def f():\n    warnings.warn('x', RuntimeWarning)\n"),
        (None, vec![])
    );
}

#[test]
fn classes_have_members_fields_and_instance_attributes() {
    let module = module(
        "@dataclass(frozen=True)\nclass C(Base, Generic[T], metaclass=Meta):\n    x: int\n    y: ClassVar[int] = 1\n    z: 'list[int]' = field(default_factory=list)\n    def __init__(self):\n        if x:\n            self.made = 1\n        other.no = 2\n    @property\n    def p(self): ...\n    @p.setter\n    def p(self, value): ...\n    @property\n    def q(self): ...\n",
    );
    let class = class(&module, "C");
    let bases: Vec<&str> = class.bases.iter().map(|base| base.text.as_str()).collect();
    assert_eq!(bases, ["Base", "Generic"]);
    assert!(class.metaclass);
    let names: Vec<&str> = class.members.keys().map(String::as_str).collect();
    assert_eq!(names, ["__init__", "made", "p", "q", "x", "y", "z"]);
    let fields: Vec<(&str, Option<&str>)> = class
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.annotation.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [
            ("x", Some("int")),
            ("y", Some("ClassVar")),
            ("z", Some("list"))
        ]
    );
    let read_only = |name: &str| match &class.members[name].kind {
        Kind::Attribute(attribute) => attribute.read_only,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (read_only("p"), read_only("q"), read_only("x")),
        (false, true, false)
    );
}

#[test]
fn named_tuples_are_classes_however_they_are_made() {
    let module =
        module("P = namedtuple('P', 'x, y', defaults=[1])\nQ = NamedTuple('Q', [('a', int)])\n");
    let fields = |name: &str| -> Vec<(String, Option<String>)> {
        class(&module, name)
            .fields
            .into_iter()
            .map(|field| (field.name, field.value.map(|value| value.text)))
            .collect()
    };
    assert_eq!(
        fields("P"),
        [
            ("x".to_owned(), None),
            ("y".to_owned(), Some("1".to_owned()))
        ]
    );
    assert_eq!(fields("Q"), [("a".to_owned(), None)]);
}

#[test]
fn a_class_that_calls_hand_through_stays_what_it_is() {
    let text = "class C:\n    def m(self): ...\n";
    let kept = module(&format!("{text}C = with_eq(with_repr(C, attrs=[]))\n"));
    assert!(class(&kept, "C").members.contains_key("m"));
    let other = module(&format!("{text}C = with_eq(D)\n"));
    assert!(matches!(other.members["C"].kind, Kind::Attribute(_)));
}

#[test]
fn exports_are_lists_that_may_be_joined() {
    let of = |text: &str| module(text).exports;
    let name = |name: &str| Export::Name(name.to_owned());
    let joined = Exports::Listed(vec![name("a"), Export::AllOf("core".to_owned()), name("b")]);
    assert_eq!(of("__all__ = ['a'] + core.__all__ + ['b']\n"), joined);
    assert_eq!(
        of("__all__ = ['a']\n__all__ += core.__all__\n__all__.append('b')\n"),
        joined
    );
    assert_eq!(
        of("__all__ = ('a', *core.__all__)\n__all__.extend(['b'])\n"),
        joined
    );
    assert_eq!(of("x = 1\n"), Exports::Absent);
    assert_eq!(
        of("\n__all__ = [n for n in dir()]\n"),
        Exports::Unclear { line: 2 }
    );
    assert_eq!(
        of("__all__ = ['a']\n__all__.remove('a')\n"),
        Exports::Unclear { line: 2 }
    );
}

#[test]
fn of_several_cases_that_of_the_newest_python_counts() {
    let module = module(
        "if TYPE_CHECKING:\n    from a import T\nelse:\n    T = None\nif sys.version_info < (3, 11):\n    import old as x\nelse:\n    import new as x\ntry:\n    from fast import f\nexcept ImportError:\n    def f(): ...\n",
    );
    let import = |name: &str| match &module.members[name].kind {
        Kind::Import(import) => import.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(import("T"), Import::From { module, .. } if module == "a"));
    assert!(!module.members["T"].typing_only);
    assert!(matches!(import("x"), Import::Module { module, .. } if module == "new"));
    assert!(matches!(import("f"), Import::From { module, .. } if module == "fast"));
    assert!(module.members["f"].conditional);
}

#[test]
fn names_made_at_run_time_are_noted() {
    let of = |text: &str| {
        module(text)
            .dynamic
            .map(|dynamic| (dynamic.how, dynamic.names, dynamic.warns))
    };
    assert_eq!(
        of(
            "def __getattr__(name):\n    if name in {'A', 'B'}:\n        warnings.warn('x', DeprecationWarning)\n    raise AttributeError(name)\n"
        ),
        Some(("__getattr__", vec!["A".to_owned(), "B".to_owned()], true))
    );
    assert_eq!(
        of("globals()['x'] = 1\n"),
        Some(("globals()", vec![], false))
    );
    assert_eq!(
        of("globals().update(x=1)\n").map(|found| found.0),
        Some("globals()")
    );
    assert_eq!(
        of("sys.modules[__name__] = Lazy()\n").map(|found| found.0),
        Some("sys.modules")
    );
    assert_eq!(of("def f():\n    globals()['x'] = 1\n"), None);
}

#[test]
fn what_is_no_python_is_refused_with_its_line() {
    let error = read(b"x = 1\ny = (\n", false).unwrap_err();
    assert!(error.reason.starts_with("is no Python"), "{error:?}");
    assert!(error.line.is_some());
    assert!(refused(b"print 'x'\n").starts_with("is no Python"));
    assert_eq!(
        refused(b"x = '\xff'\n"),
        "is in an encoding that is not understood here"
    );
    assert!(read(b"# -*- coding: latin-1 -*-\nx = '\xff'\n", false).is_ok());
    assert!(refused(&vec![b'#'; (2 << 20) + 1]).starts_with("is too large"));
}

#[test]
fn hostile_nesting_is_refused_and_harmless() {
    let deep = 100_000;
    for text in [
        "(".repeat(deep),
        format!("x = {}1{}", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}1", "not ".repeat(deep)),
        format!("x = {}1", "-".repeat(deep)),
        format!("x = a{}", ".b".repeat(deep)),
        format!("x = a{}", "()".repeat(deep)),
        format!("x = 1{}", " + 1".repeat(deep)),
        format!("x = 1{}", "**1".repeat(deep)),
        format!("x = {}1", "lambda: ".repeat(deep)),
        format!("x = {}1", "lambda a, b: ".repeat(deep)),
        format!("x = {}1", "lambda a={}, b=[]: ".repeat(deep)),
        format!("x = {}1", "1 if 1 else ".repeat(deep)),
        format!("x = {}1", "await ".repeat(deep)),
        format!("{}x = 1", "async ".repeat(deep)),
        format!("x = {}", "f'{".repeat(deep)),
        format!("{}pass", "if x: ".repeat(deep)),
        format!("x = {}1{}", "{1: ".repeat(deep), "}".repeat(deep)),
    ] {
        let reason = refused(text.as_bytes());
        assert!(
            reason.starts_with("is nested too deeply") || reason.starts_with("is no Python"),
            "{reason}"
        );
    }
    let mut indented = String::new();
    for level in 0..deep.min(1500) {
        indented += &format!("{}if x:\n", " ".repeat(level));
    }
    assert!(refused(indented.as_bytes()).starts_with("is nested too deeply"));
}

#[test]
fn what_is_long_but_not_deep_is_read() {
    let list = format!("x = [{}]\n", "(1, -2, a.b), ".repeat(20_000));
    assert!(read(list.as_bytes(), false).is_ok());
    let table = format!("x = {{{}}}\n", "'k': lambda a, b: a + b, ".repeat(5_000));
    assert!(read(table.as_bytes(), false).is_ok());
    let chain = format!("x = a{}\n", ".b()".repeat(200));
    assert!(read(chain.as_bytes(), false).is_ok());
    let elifs = format!("if a:\n    x = 1\n{}", "elif b:\n    x = 1\n".repeat(5_000));
    assert!(read(elifs.as_bytes(), false).is_ok());
}
