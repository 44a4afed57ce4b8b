//! What a module says.

use std::collections::BTreeMap;

/// One module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Module {
    /// What it defines and imports, by name.
    pub members: Members,
    /// Its `from x import *`, in their order.
    pub stars: Vec<Star>,
    /// Its `__all__`.
    pub exports: Exports,
    /// That it makes names at run time; `None` if it does not.
    pub dynamic: Option<Dynamic>,
}

/// The members of a module or class, by name.
pub type Members = BTreeMap<String, Member>;

/// What a name of a module or class stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The line of its definition, starting at 1.
    pub line: u64,
    /// Whether there are further definitions, for other cases: another branch, another version of
    /// Python, a failed import.
    pub conditional: bool,
    /// Whether it is there for type checkers only.
    pub typing_only: bool,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A function or method.
    Function(Function),
    /// A class.
    Class(Class),
    /// Anything else with a value: a constant, a property, an instance attribute, a type alias.
    Attribute(Attribute),
    /// Something of another module.
    Import(Import),
}

/// A function or method.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Function {
    /// All parameters, that of the receiver included.
    pub parameters: Vec<Parameter>,
    /// What a method is called on.
    pub receiver: Receiver,
    /// `async def`
    pub is_async: bool,
    /// Whether it says what it returns.
    pub returns: bool,
    /// How its `@overload`s are called, `(a, b=..., *, c)`, in their order.
    pub overloads: Vec<String>,
    /// The line of the mark that it is deprecated as a whole; `None` if it is not.
    pub deprecated: Option<u64>,
    /// The deprecation warnings that only some uses of it give.
    pub warnings: Vec<Warning>,
}

/// What a method gets as its first argument.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Receiver {
    /// It is no method.
    #[default]
    None,
    /// The instance.
    Instance,
    /// The class.
    Class,
    /// Nothing.
    Static,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name, without stars.
    pub name: String,
    /// How it is passed.
    pub kind: ParameterKind,
    /// The default; `None` if it must be given, or is variadic.
    pub default: Option<Value>,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// By position: before a `/`, or called `__x` (PEP 484).
    PositionalOnly,
    /// Either way.
    PositionalOrKeyword,
    /// `*args`
    VarPositional,
    /// By name: after a `*`.
    KeywordOnly,
    /// `**kwargs`
    VarKeyword,
}

/// A warning that something is deprecated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line.
    pub line: u64,
    /// What it says, as normalised text: where a variable holds it, what the function has assigned
    /// to that last, above the warning.
    pub text: String,
    /// Whether the text tells a reader something; `false` if it has no string in it, as the name
    /// of a constant has none, or has several lines.
    pub speaks: bool,
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its text, normalised: no comments and line breaks, one kind of quotes.
    pub text: String,
    /// The name, if it is one: `a.b.c`.
    pub name: Option<Name>,
    /// Whether it says all by itself: made of literals only.
    pub literal: bool,
}

/// A dotted name.
pub type Name = String;

/// A class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// The base classes, without what they are subscripted with. One that is no name has none in
    /// [`Value::name`].
    pub bases: Vec<Value>,
    /// Whether a metaclass is named.
    pub metaclass: bool,
    /// The decorators.
    pub decorators: Vec<Decorator>,
    /// Its members, with the attributes that `__init__` sets on `self`.
    pub members: Members,
    /// Its annotated and assigned names in their order, from which `__init__` may be made.
    pub fields: Vec<Field>,
    /// The line of the mark that it is deprecated; `None` if it is not.
    pub deprecated: Option<u64>,
}

/// A decorator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decorator {
    /// The name of what decorates; `None` if it is no name.
    pub name: Option<Name>,
    /// What it is called with.
    pub arguments: Vec<Argument>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// `None` if it is passed by position.
    pub name: Option<String>,
    /// What is passed.
    pub value: Value,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The name of what is called.
    pub name: Name,
    /// What it is called with.
    pub arguments: Vec<Argument>,
}

/// A name of a class body, as dataclasses and their like read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The head of its annotation: `ClassVar` of `ClassVar[int]`; empty if that is no name; `None`
    /// if it has no annotation.
    pub annotation: Option<Name>,
    /// Its value; `None` if it has none.
    pub value: Option<Value>,
    /// The value as a call; `None` if it is none.
    pub call: Option<Call>,
}

/// A member that is no function, class or import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribute {
    /// The value; `None` if there is none, or only running code would tell.
    pub value: Option<Value>,
    /// Whether it is a property.
    pub property: bool,
    /// Whether it is a property that cannot be set.
    pub read_only: bool,
    /// The line of the mark that it is deprecated; `None` if it is not.
    pub deprecated: Option<u64>,
}

/// An import of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    /// `import a.b as c`, and `import a.b`, which imports `a`.
    Module {
        /// The module's name.
        module: Name,
        /// `import a as a`: it is public (PEP 484).
        redundant: bool,
    },
    /// `from a import b`
    From {
        /// The module's name, with leading dots if it is relative.
        module: Name,
        /// The name in that module.
        name: String,
        /// `from a import b as b`: it is public (PEP 484).
        redundant: bool,
    },
}

/// `from x import *`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Star {
    /// The module's name, with leading dots if it is relative.
    pub module: Name,
    /// The line.
    pub line: u64,
}

/// `__all__`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Exports {
    /// There is none.
    #[default]
    Absent,
    /// What it lists.
    Listed(Vec<Export>),
    /// It is made in a way that is not understood.
    Unclear {
        /// The line.
        line: u64,
    },
}

/// An entry of `__all__`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// A name.
    Name(String),
    /// All entries of the `__all__` of another module, by the name that it has here.
    AllOf(Name),
}

/// Names that a module makes at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dynamic {
    /// The line.
    pub line: u64,
    /// How, as users of Python say it: `__getattr__`, `globals()`.
    pub how: &'static str,
    /// The code, as normalised text.
    pub text: String,
    /// The names that `__getattr__` compares with: they are there.
    pub names: Vec<String>,
    /// Whether it warns that something is deprecated.
    pub warns: bool,
}
