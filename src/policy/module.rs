//! One policy file: text to syntax tree, with its package and what that stands for.

use regorus::Source;
use regorus::unstable::{Expr, Module, Parser, Ref};

use super::columns;
use super::conftest;
use super::error::{LoadError, from_engine};
use super::identifier::{Role, package_of_path, role};
use super::nesting;
use super::source::PolicyFile;

/// A file that parses and whose package is allowed where it stands.
pub(super) struct ParsedModule {
    pub(super) file: PolicyFile,
    pub(super) builtin: bool,
    pub(super) package: String,
    pub(super) role: Role,
    pub(super) line: u64,
    pub(super) syntax: Module,
    /// How many tokens the text has.
    pub(super) tokens: u64,
}

impl ParsedModule {
    pub(super) fn error(&self, line: u32, column: u32, message: impl Into<String>) -> LoadError {
        let error = LoadError::new(&self.file.path, line.into(), column.into(), message);
        columns::mended(&self.file.text, error)
    }
}

/// # Errors
/// The first thing that is wrong with the text or its package.
pub(super) fn parse(file: &PolicyFile, builtin: bool) -> Result<ParsedModule, LoadError> {
    let mended = |error| columns::mended(&file.text, error);
    let ((syntax, tokens), older) = match parse_text(file, true) {
        Ok(parsed) => (parsed, None),
        Err(error) if builtin => return Err(mended(error)),
        Err(error) => (
            conftest::older_syntax(file, &error).map_err(mended)?,
            Some(error),
        ),
    };
    let span = &syntax.package.span;
    let refused =
        |message: String| LoadError::new(&file.path, span.line.into(), span.col.into(), message);
    let mut parts = Vec::new();
    path_of(&syntax.package.refr, &mut parts)
        .ok_or_else(|| refused("a package is a list of names with dots between".to_owned()))?;
    let role = role(&parts, builtin).map_err(refused)?;
    let package = parts.join(".");
    // What is written for relcheck is written as Rego is now.
    if let Some(error) = older.filter(|_| role != Role::Conftest) {
        return Err(error);
    }
    if builtin {
        check_path(file, &package).map_err(refused)?;
    }
    if role != Role::Conftest && (role == Role::Test) != file.is_test() {
        return Err(refused(format!(
            "tests are in files `…_test.rego` with packages `…_test`, and only they are: `{package}` does not fit this file's name"
        )));
    }
    let line = span.line.into();
    let file = PolicyFile {
        is_rego_v0: !syntax.rego_v1,
        ..file.clone()
    };
    Ok(ParsedModule {
        file,
        builtin,
        package,
        role,
        line,
        syntax,
        tokens,
    })
}

/// The syntax tree of a text, as Rego is written now or, for `false`, as it was before 1.0, and the
/// number of its tokens.
pub(super) fn parse_text(file: &PolicyFile, is_v1: bool) -> Result<(Module, u64), LoadError> {
    let failed = |error: anyhow::Error| from_engine(&file.path, &error);
    let source = Source::from_contents(file.path.clone(), file.text.to_string()).map_err(failed)?;
    let tokens = nesting::check(&file.path, &source)?;
    let mut parser = Parser::new(&source).map_err(failed)?;
    if is_v1 {
        parser.enable_rego_v1().map_err(failed)?;
    }
    let module = parser.parse().map_err(failed)?;
    if module.target.is_some() {
        return Err(LoadError::of_file(
            &file.path,
            "`__target__` is not supported",
        ));
    }
    Ok((module, tokens))
}

fn check_path(file: &PolicyFile, package: &str) -> Result<(), String> {
    match package_of_path(&file.path) {
        Some(expected) if expected == package => Ok(()),
        Some(expected) => Err(format!(
            "the path says that the package is `{expected}`, not `{package}`"
        )),
        None => Err(
            "a policy's path is `policies/<area>/<rule>/<rule>.rego` or `policies/lib/<name>.rego`"
                .to_owned(),
        ),
    }
}

fn path_of(expr: &Ref<Expr>, parts: &mut Vec<String>) -> Option<()> {
    match expr.as_ref() {
        Expr::Var { span, .. } => parts.push(span.text().to_owned()),
        Expr::RefDot { refr, field, .. } => {
            path_of(refr, parts)?;
            parts.push(field.0.text().to_owned());
        }
        _ => return None,
    }
    Some(())
}
