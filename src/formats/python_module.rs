//! Python source as the model of one module: what it defines, imports and exports, without running
//! it.
//!
//! Of code that runs in one case or another, the case of the newest Python and of a successful
//! import counts; see [`Member::conditional`]. What only running it would tell is said in the model:
//! [`Exports::Unclear`], [`Module::dynamic`].

mod body;
mod classes;
mod conditions;
mod dynamic;
mod exports;
mod functions;
mod made_class;
mod model;
mod nesting;
mod source;
mod statements;
mod warnings;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use model::{
    Argument, Attribute, Call, Class, Decorator, Dynamic, Export, Exports, Field, Function, Import,
    Kind, Member, Members, Module, Name, Parameter, ParameterKind, Receiver, Star, Value, Warning,
};

pub use statements::statements;

use ruff_python_ast::PySourceType;

use source::Source;

/// The largest module that is read, in bytes: 2 MiB.
pub const MAX_BYTES: u64 = 2 << 20;

/// Why a module could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The reason, as a clause.
    pub reason: String,
    /// The line that shows it, starting at 1; `None` where it is none in particular.
    pub line: Option<u64>,
}

impl Unreadable {
    fn because(reason: impl Into<String>, line: Option<u64>) -> Self {
        Unreadable {
            reason: reason.into(),
            line,
        }
    }
}

/// Reads a module, or a stub (`.pyi`). Any bytes may be given.
///
/// # Errors
/// [`Unreadable`] if it is larger than [`MAX_BYTES`], in an encoding that is not known here, nested
/// more deeply than Python itself allows (see `nesting.rs`), or no Python of the newest version.
pub fn read(bytes: &[u8], stub: bool) -> Result<Module, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Unreadable::because(
            format!(
                "is too large to read: {} bytes, at most {MAX_BYTES} are read",
                bytes.len()
            ),
            None,
        ));
    }
    let text = source::decode(bytes)?;
    nesting::check(&text)?;
    let kind = if stub {
        PySourceType::Stub
    } else {
        PySourceType::Python
    };
    let parsed = ruff_python_parser::parse_unchecked_source(&text, kind);
    let source = Source::new(&text, parsed.tokens());
    if let Some(error) = parsed.errors().first() {
        return Err(Unreadable::because(
            format!("is no Python that is understood here: {}", error.error),
            Some(source.line(error.location.start())),
        ));
    }
    Ok(body::module(&source, &parsed.syntax().body))
}
