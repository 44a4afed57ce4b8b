//! Parametrised tests: `test_x[name] if { some name, case in table; … }`.
//!
//! That is OPA's form of them. A case whose conditions do not hold is simply not in the object that
//! the rule defines, so the object does not tell which cases there should be. OPA notes each case
//! that it meets; but a condition that stands before the case has its name hides it, two cases of one
//! name hide each other, and a table that is empty passes. Here the names come first: each variable
//! in the head is bound by a `some … in …` of its own, they are the first statements of the body,
//! and nothing stands between them. So the names are known before anything is judged, each case is
//! run by itself, and one that yields nothing has failed.

use regorus::Value;
use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref, Rule as SyntaxRule, RuleHead};

use super::super::reference::RuleReferences;
use super::rewrite::Insertion;

/// The most cases that one test may have.
pub(super) const MAX_CASES: usize = 10_000;

/// What stands before the name of a test in those of the rules that yield its cases and results.
const CASES: &str = "relcheck_cases_of_";
const RESULTS: &str = "relcheck_results_of_";

/// The function that holds for the case that is being run.
pub(super) const IS_CASE: &str = "relcheck.is_case";

/// How the cases of a test are found.
pub(super) struct Table {
    /// How many names a case has.
    pub(super) depth: usize,
    /// What is put into the test so that it runs one case at a time.
    pub(super) insertions: Vec<Insertion>,
    /// Rules for the end of the file: the two that are named below.
    pub(super) rules: String,
    /// The rule that yields the names of all cases.
    pub(super) cases: String,
    /// The rule that yields what the test does. The engine knows no path of a head with two names.
    pub(super) results: String,
}

/// # Errors
/// How the test has to be written instead.
pub(super) fn read(
    package: &str,
    rule: &Ref<SyntaxRule>,
    keys: &[&Ref<Expr>],
    references: &RuleReferences,
) -> Result<Table, String> {
    let test = &references.name;
    let keys: Option<Vec<&str>> = keys.iter().map(|key| name_of(key)).collect();
    let keys = keys.ok_or_else(|| {
        format!("`{test}[…]`: the brackets hold a variable, the name of the case: `{test}[name] if {{…}}`")
    })?;
    let (query, has_value) =
        body(rule).ok_or_else(|| format!("`{test}[…]` needs one body, without `else`"))?;
    if !query.span.text().starts_with('{') {
        return Err(format!("`{test}[…]` needs a body in braces"));
    }
    let statements = query.stmts.get(..keys.len()).unwrap_or_default();
    for (index, key) in keys.iter().enumerate() {
        let named = statements.get(index).is_some_and(|stmt| binds(stmt, key));
        if !named {
            return Err(form(test, &keys));
        }
    }
    if !has_value && query.stmts.len() == keys.len() {
        return Err(format!("`{test}[…]` asks nothing of its cases"));
    }
    let replaces = |stmt: &LiteralStmt| {
        let (start, end) = (stmt.span.start, stmt.span.end);
        let inside = |with: u32| start <= with && with < end;
        references
            .replacements
            .iter()
            .any(|with| inside(with.range.0))
    };
    if statements.iter().any(replaces) {
        return Err(format!(
            "`{test}[…]`: a table of cases cannot depend on `with`"
        ));
    }
    Ok(table(package, test, &keys, statements))
}

fn table(package: &str, test: &str, keys: &[&str], statements: &[LiteralStmt]) -> Table {
    let (cases, results) = (format!("{CASES}{test}"), format!("{RESULTS}{test}"));
    let mut insertions = Vec::new();
    let mut rules = format!("{results} := data.{package}.{test}\n");
    let mut body = String::new();
    for (index, statement) in statements.iter().enumerate() {
        let names = keys.get(..=index).unwrap_or_default().join(", ");
        insertions.push(Insertion {
            at: statement.span.end,
            text: format!("; {IS_CASE}([{names}])"),
        });
        body.push_str(&format!("\t{}\n", statement.span.text()));
        rules.push_str(&format!("{cases} contains [{names}] if {{\n{body}}}\n"));
    }
    Table {
        depth: keys.len(),
        insertions,
        rules,
        cases,
        results,
    }
}

fn name_of(expr: &Ref<Expr>) -> Option<&str> {
    match expr.as_ref() {
        Expr::Var { span, .. } if span.text() != "_" => Some(span.text()),
        _ => None,
    }
}

/// The only body of a rule, and whether the head gives a value.
fn body(rule: &Ref<SyntaxRule>) -> Option<(&Query, bool)> {
    let SyntaxRule::Spec { head, bodies, .. } = rule.as_ref() else {
        return None;
    };
    let has_value = matches!(
        head,
        RuleHead::Compr {
            assign: Some(_),
            ..
        }
    );
    match bodies.as_slice() {
        [body] => Some((&body.query, has_value)),
        _ => None,
    }
}

/// `some key, … in …` or `some key in …`
fn binds(statement: &LiteralStmt, wanted: &str) -> bool {
    let Literal::SomeIn { key, value, .. } = &statement.literal else {
        return false;
    };
    statement.with_mods.is_empty() && name_of(key.as_ref().unwrap_or(value)) == Some(wanted)
}

fn form(test: &str, keys: &[&str]) -> String {
    let head: String = keys.iter().map(|key| format!("[{key}]")).collect();
    let first: Vec<String> = keys
        .iter()
        .map(|key| format!("`some {key}, … in …`"))
        .collect();
    format!(
        "`{test}{head}`: a case could vanish unseen, unless the body starts with {}",
        first.join(" and ")
    )
}

/// The names of a case as a report shows them: `[empty + filled]`.
pub(super) fn label(names: &[Value]) -> String {
    names
        .iter()
        .map(|name| match name {
            Value::String(text) => format!("[{text}]"),
            other => format!("[{other}]"),
        })
        .collect()
}

/// The cases among what the rule of the names yields, in order, each with the names that are known of
/// it: fewer than there should be where its own table is empty.
pub(super) fn cases(found: &Value, depth: usize) -> Vec<Vec<Value>> {
    let Value::Set(found) = found else {
        return Vec::new();
    };
    let all: Vec<Vec<Value>> = found
        .iter()
        .filter_map(|names| names.as_array().ok().map(|names| names.to_vec()))
        .collect();
    let is_whole = |names: &Vec<Value>| {
        let goes_on = |other: &Vec<Value>| other.len() > names.len() && other.starts_with(names);
        names.len() == depth || !all.iter().any(goes_on)
    };
    all.iter()
        .filter(|names| is_whole(names))
        .cloned()
        .collect()
}

/// What an object of results holds for a case; undefined if nothing.
pub(super) fn result(object: &Value, names: &[Value]) -> Value {
    let mut value = object.clone();
    for name in names {
        value = match value.as_object() {
            Ok(object) => object.get(name).cloned().unwrap_or(Value::Undefined),
            Err(_) => Value::Undefined,
        };
    }
    value
}
