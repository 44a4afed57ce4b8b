//! What a report of API Extractor declares.

/// One report, or as much of it as was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The package that the heading names; `None` if it names none.
    pub package: Option<String>,
    /// What the report declares, in its order, whether it is exported or not.
    pub declarations: Vec<Declaration>,
    /// What names are bound to elsewhere in the report.
    pub exports: Vec<Export>,
    /// What comes from other modules.
    pub imports: Vec<Import>,
    /// What was not understood. Where there is any, the report is not complete.
    pub flaws: Vec<Flaw>,
}

/// A part of a report that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// The line, starting at 1.
    pub line: u64,
    /// Why, as a clause.
    pub reason: String,
}

impl Flaw {
    pub(super) fn new(line: u64, reason: impl Into<String>) -> Self {
        Flaw {
            line,
            reason: reason.into(),
        }
    }
}

/// `export { local as name }`, `export * from "module"`, `export default local`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What users call it: `default` for a default export, `*` for all of a module.
    pub name: String,
    /// What the report calls it.
    pub local: String,
    /// The module that it comes from; `None` for what the report declares or imports.
    pub module: Option<String>,
    /// The line, starting at 1.
    pub line: u64,
}

/// `import { original as local } from "module"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What the report calls it.
    pub local: String,
    /// What the module calls it: `default`, and `*` for all of it.
    pub original: String,
    /// The module.
    pub module: String,
    /// The line, starting at 1.
    pub line: u64,
}

/// How far a declaration is promised to users, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseTag {
    /// `@internal`: for the project's own packages.
    Internal,
    /// `@alpha`: not to be used yet.
    Alpha,
    /// `@beta`: may change.
    Beta,
    /// `@public`, also where there is no tag.
    Public,
}

impl ReleaseTag {
    /// The word of the tag, without `@`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ReleaseTag::Internal => "internal",
            ReleaseTag::Alpha => "alpha",
            ReleaseTag::Beta => "beta",
            ReleaseTag::Public => "public",
        }
    }
}

/// What kind of thing is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `class X`
    Class,
    /// `interface X`
    Interface,
    /// `function x`
    Function,
    /// `const x`, `let x`
    Variable,
    /// `type X =`
    TypeAlias,
    /// `enum X`
    Enum,
    /// `namespace X`
    Namespace,
    /// A property of a class, an interface or an object type.
    Property,
    /// A method.
    Method,
    /// `get x(): T`
    Getter,
    /// `set x(value: T)`
    Setter,
    /// `constructor(…)`
    Constructor,
    /// `(…): T` in an interface.
    Call,
    /// `new (…): T` in an interface.
    Construct,
    /// `[key: K]: T`
    Index,
    /// A member of an enum.
    EnumMember,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name in the report: `x`, `"x-y"`, `[Symbol.iterator]`; a word in parentheses for what
    /// has no name: `(constructor)`, `(call)`, `(new)`, `(index)`.
    pub name: String,
    /// The line, starting at 1.
    pub line: u64,
    /// Its own release tag; `None` where it has that of what it is in.
    pub release: Option<ReleaseTag>,
    /// Whether it is marked as `@deprecated`.
    pub deprecated: bool,
    /// Whether `export` stands before it.
    pub exported: bool,
    /// The words before it.
    pub modifiers: Modifiers,
    /// `<T, U>`
    pub type_parameters: Vec<TypeParameter>,
    /// Of a function, method, constructor, call or index signature.
    pub parameters: Vec<Parameter>,
    /// The type of a property or variable, what a function returns, what an alias stands for, or
    /// the value of a member of an enum; `None` where none is said.
    pub value: Option<Type>,
    /// What a class or interface extends, each on one line.
    pub extends: Vec<String>,
    /// What a class implements, each on one line.
    pub implements: Vec<String>,
    /// Of a class, interface, enum or namespace.
    pub members: Vec<Declaration>,
    /// What a namespace exports under names.
    pub exports: Vec<Export>,
}

/// The words before a declaration, and the `?` behind its name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// `static`
    pub is_static: bool,
    /// `readonly`
    pub is_readonly: bool,
    /// `abstract`
    pub is_abstract: bool,
    /// `protected`
    pub is_protected: bool,
    /// `private`: its type is not shown.
    pub is_private: bool,
    /// `?`
    pub is_optional: bool,
}

/// A type parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeParameter {
    /// Its name.
    pub name: String,
    /// What it `extends`, on one line.
    pub constraint: Option<String>,
    /// Its default, on one line.
    pub default: Option<String>,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, or the pattern that takes it apart.
    pub name: String,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// Whether it takes all that follow: `...rest`.
    pub is_rest: bool,
    /// Its type; `None` where none is said.
    pub value: Option<Type>,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// The parts of the union, sorted, each on one line; one part if it is no union.
    pub union: Vec<String>,
    /// The type as it is written, on one line.
    pub text: String,
    /// The members, if it is an object type; else empty.
    pub members: Vec<Declaration>,
}
