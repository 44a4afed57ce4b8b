//! Rego as it was before 1.0: `deny[msg] { … }`.

use regorus::unstable::{Module, Rule, RuleHead};

use crate::policy::error::LoadError;
use crate::policy::module::parse_text;
use crate::policy::source::PolicyFile;

/// What the parser says of text that was right before Rego 1.0.
const SIGNS: [&str; 4] = [
    "keyword is required",
    "rule must have a body or assignment",
    "input cannot be shadowed",
    "data cannot be shadowed",
];

/// The syntax tree of a text that does not parse as Rego 1.0, if it does as Rego was before, and the
/// number of its tokens.
///
/// # Errors
/// What is wrong with it: in the older syntax where the text is in that, else `error`.
pub(in crate::policy) fn older(
    file: &PolicyFile,
    error: &LoadError,
) -> Result<(Module, u64), LoadError> {
    if !SIGNS.iter().any(|sign| error.message.contains(sign)) {
        return Err(error.clone());
    }
    // Nobody mixes the two in one file: what has the newer words is meant to be Rego 1.0.
    let is_newer = [" contains ", "import rego.v1"]
        .iter()
        .any(|words| file.text.contains(words));
    match parse_text(file, false) {
        Ok((module, tokens)) if module.policy.iter().all(|rule| is_whole(rule)) => {
            Ok((module, tokens))
        }
        Err(older) if !is_newer => Err(LoadError {
            message: format!(
                "{} (read as Rego before 1.0, since this is no Rego 1.0: {}:{}: {}; `opa fmt --write --v0-v1` converts a file)",
                older.message, error.line, error.column, error.message
            ),
            ..older
        }),
        Ok(_) | Err(_) => Err(error.clone()),
    }
}

/// Whether a rule has all its parts. Without its keywords, `deny if {…}` is read as two rules of
/// which one has nothing but a name.
fn is_whole(rule: &Rule) -> bool {
    let Rule::Spec { head, bodies, .. } = rule else {
        return true;
    };
    let has_value = match head {
        RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => assign.is_some(),
        RuleHead::Set { key, .. } => key.is_some(),
    };
    has_value || !bodies.is_empty()
}
