//! Calls of the engine's functions.

use regorus::unstable::{Expr, Ref};

use super::chain::{At, Chain, literal_text, source_text};
use super::checker::Checker;
use super::describe::{describe, kinds};
use super::env::Env;
use super::kind::{Kinds, OBJECT, Type};
use super::lookup::Found;
use super::signatures::{self, Signature, Yield};
use crate::nearest::suggestion;

/// The functions that take a time, which to them is in nanoseconds.
const NANOSECONDS: [&str; 6] = [
    "time.add_date",
    "time.clock",
    "time.date",
    "time.diff",
    "time.format",
    "time.weekday",
];

impl Checker<'_> {
    pub(super) fn builtin_call(
        &mut self,
        expr: &Ref<Expr>,
        fcn: &Ref<Expr>,
        params: &[Ref<Expr>],
        env: &mut Env,
    ) -> Type {
        let name = Chain::of(fcn).dotted();
        let signature = name.as_deref().and_then(signatures::find);
        let Some(signature) = signature else {
            if name.as_deref() == Some("print") {
                self.report_expr(expr, "`print` yields no value: let it stand by itself");
            }
            // That there is no such function is said elsewhere; `print` takes anything.
            params
                .iter()
                .for_each(|param| drop(self.expression(param, env)));
            return Type::Open;
        };
        let arity = signature.arguments.len();
        let (inputs, output) = self.arguments(expr, signature.name, arity, params);
        let types: Vec<Type> = inputs
            .iter()
            .map(|param| self.expression(param, env))
            .collect();
        if inputs.len() != arity {
            return Type::Open;
        }
        for ((input, of), argument) in inputs.iter().zip(&types).zip(signature.arguments) {
            if self.argument(signature, input, of, argument.kinds) && !of.is_free() {
                self.items(signature, input, of, argument.items);
            }
        }
        if let ("sprintf", [format, _], [_, given]) = (signature.name, inputs, types.as_slice()) {
            self.format(format, given);
        }
        if NANOSECONDS.contains(&signature.name) {
            inputs
                .iter()
                .for_each(|input| self.nanoseconds(signature.name, input, env));
        }
        let of = self.yielded(signature, inputs, &types);
        if let Some(output) = output {
            self.pattern(output, &of, None, env);
            return Type::Boolean;
        }
        of
    }

    /// Reports an argument that may be of another kind; `false` if it did.
    fn argument(
        &mut self,
        signature: &Signature,
        input: &Ref<Expr>,
        of: &Type,
        wanted: Kinds,
    ) -> bool {
        if of.is_free() || of.is_never() || of.kinds() & !wanted == 0 {
            return true;
        }
        let text = source_text(input);
        let message = if of.kinds() & wanted != 0 && of.may_be_null() {
            format!(
                "`{text}` may be null, which `{}` does not take: rule that out first, as in `{text} != null`",
                signature.name
            )
        } else {
            format!(
                "`{}` takes {}, and `{text}` is {}",
                signature.name,
                kinds(wanted),
                describe(of)
            )
        };
        self.report_expr(input, message);
        false
    }

    /// Reports a time of the facts, which is in seconds, where nanoseconds are wanted. It would pass
    /// for a second or two after midnight of a Thursday in 1970.
    fn nanoseconds(&mut self, function: &str, input: &Ref<Expr>, env: &mut Env) {
        let time = match input.as_ref() {
            Expr::Array { items, .. } => items.first().unwrap_or(input),
            _ => input,
        };
        let path = self.path(time, env);
        let field = path.as_deref().and_then(|path| path.rsplit_once('.'));
        if field.is_some_and(|(_, field)| self.seconds.contains(field)) {
            let text = source_text(time);
            let message = format!(
                "`{function}` takes nanoseconds, and `{text}` is in seconds: write `{text} * 1000000000`"
            );
            self.report_expr(time, message);
        }
    }

    fn items(&mut self, signature: &Signature, input: &Ref<Expr>, of: &Type, wanted: Kinds) {
        let items = of.items();
        if items.is_free() || items.is_never() || items.kinds() & !wanted == 0 {
            return;
        }
        let message = format!(
            "`{}` takes {} of {} each, and `{}` holds {}",
            signature.name,
            describe(of),
            kinds(wanted),
            source_text(input),
            describe(&items)
        );
        self.report_expr(input, message);
    }

    fn yielded(&mut self, signature: &Signature, inputs: &[Ref<Expr>], types: &[Type]) -> Type {
        if let (Yield::Got, [_, key, _], [object, _, default]) = (signature.yields, inputs, types) {
            return self.got(key, object, default);
        }
        signature.yields.of(types)
    }

    /// `object.get` with a key that the object never has would always yield the default. A key may
    /// be a list: the way to a value further in.
    fn got(&mut self, key: &Ref<Expr>, object: &Type, default: &Type) -> Type {
        let steps: Vec<&Ref<Expr>> = match key.as_ref() {
            Expr::Array { items, .. } => items.iter().collect(),
            _ => vec![key],
        };
        let mut of = object.clone();
        for step in steps {
            let Some(name) = literal_text(step) else {
                of = of.items();
                continue;
            };
            of = match self.field(&of.only(OBJECT), &name) {
                Found::Type(of) => of,
                Found::Untyped => Type::Unknown,
                Found::Missing(known) => {
                    let near = suggestion(&name, known.iter().map(String::as_str));
                    self.report(
                        At::start(step),
                        format!("there is no field `{name}`{near}: this always yields the default"),
                    );
                    return default.clone();
                }
            };
        }
        Type::union([of, default.clone()])
    }
}
