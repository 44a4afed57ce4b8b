//! Calls of functions: a policy's own, a library's, or the engine's.

use std::rc::Rc;

use regorus::unstable::{Expr, Ref, Rule};

use super::chain::{At, Chain, Step, source_text};
use super::checker::{Checker, Place, Problem};
use super::definitions::{Key, Meaning, Written};
use super::describe::describe;
use super::env::Env;
use super::kind::Type;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        expr: &Ref<Expr>,
        fcn: &Ref<Expr>,
        params: &[Ref<Expr>],
        env: &mut Env,
    ) -> Type {
        match self.function(fcn) {
            Some(key) => self.own_call(expr, &key, params, env),
            None => self.builtin_call(expr, fcn, params, env),
        }
    }

    /// The policy's own or a library's function that an expression names. A variable cannot be
    /// called, so none hides it.
    fn function(&self, fcn: &Ref<Expr>) -> Option<Key> {
        let chain = Chain::of(fcn);
        let Meaning::Path(mut path) = self.definitions.meaning(self.module, chain.root_name()?)
        else {
            return None;
        };
        for step in &chain.steps {
            let Step::Field { name, .. } = step else {
                return None;
            };
            path.push(name.clone());
        }
        let (key, length) = self.definitions.find(&path)?;
        (length == path.len()).then_some(key)
    }

    /// Whether an expression names a function.
    pub(super) fn names_function(&self, expr: &Ref<Expr>) -> bool {
        let key = self.function(expr);
        let definition =
            key.and_then(|key| self.definitions.get(&key).and_then(|known| known.arity));
        definition.is_some()
    }

    fn own_call(
        &mut self,
        expr: &Ref<Expr>,
        key: &Key,
        params: &[Ref<Expr>],
        env: &mut Env,
    ) -> Type {
        let definitions = Rc::clone(&self.definitions);
        let Some(definition) = definitions.get(key) else {
            return Type::Open;
        };
        let Some(arity) = definition.arity else {
            // Of a name of its own module, that is said elsewhere.
            if definition.module != self.module {
                self.report_expr(expr, format!("`{}` is no function", key.1));
            }
            return Type::Open;
        };
        let (inputs, output) = self.arguments(expr, &key.1, arity, params);
        let types: Vec<Type> = inputs
            .iter()
            .map(|param| self.expression(param, env))
            .collect();
        if inputs.len() != arity {
            return Type::Open;
        }
        let applied = self.apply(key, &types);
        if definition.module == self.module {
            self.problems.extend(applied.problems.iter().cloned());
        } else {
            // One thing that is wrong inside is enough to say that a call does not fit.
            let first = applied.problems.iter().min();
            let seen = first.map(|problem| self.seen_from_outside(expr, key, problem));
            self.problems.extend(seen);
        }
        if applied.of.is_never() && !types.iter().any(Type::is_never) {
            self.never_yields(expr, key, inputs, &types);
        }
        if let Some(output) = output {
            self.pattern(output, &applied.of, None, env);
            return Type::Boolean;
        }
        applied.of.clone()
    }

    /// The arguments, and where the result goes if that is given as one more.
    pub(super) fn arguments<'p>(
        &mut self,
        expr: &Ref<Expr>,
        name: &str,
        arity: usize,
        params: &'p [Ref<Expr>],
    ) -> (&'p [Ref<Expr>], Option<&'p Ref<Expr>>) {
        match params.split_at_checked(arity) {
            Some((inputs, [])) => (inputs, None),
            Some((inputs, [output])) => (inputs, Some(output)),
            _ => {
                let message = format!(
                    "`{name}` takes {arity} argument{}, not {}",
                    if arity == 1 { "" } else { "s" },
                    params.len()
                );
                self.report_expr(expr, message);
                (params, None)
            }
        }
    }

    /// A problem inside of a library's function, as its caller sees it.
    fn seen_from_outside(&self, expr: &Ref<Expr>, key: &Key, problem: &Problem) -> Problem {
        let inside = problem
            .inside
            .clone()
            .unwrap_or_else(|| (problem.place.clone(), problem.message.clone()));
        let file = self.definitions.modules.get(inside.0.module);
        let file = file.map_or("", |module| module.file.path.as_str());
        Problem {
            place: Place {
                module: self.module,
                at: At::start(expr),
            },
            message: format!(
                "`{}` does not fit `{}`: {} ({file}:{})",
                source_text(expr),
                key.1,
                inside.1,
                inside.0.at.line
            ),
            inside: Some(inside),
        }
    }

    /// No definition of a function is for these arguments: the call is undefined, whatever comes.
    fn never_yields(&mut self, expr: &Ref<Expr>, key: &Key, inputs: &[Ref<Expr>], types: &[Type]) {
        // What its definitions want is not said again at each of them.
        let definitions = Rc::clone(&self.definitions);
        let written = definitions.get(key).map(|known| &known.rules);
        for Written { module, rule } in written.into_iter().flatten() {
            let lines = lines(rule);
            let own = self
                .choices
                .iter_mut()
                .filter(|(place, _)| place.module == *module && lines.contains(&place.at.line));
            own.for_each(|(_, choice)| choice.met = true);
        }
        let given: Vec<String> = inputs
            .iter()
            .zip(types)
            .map(|(input, of)| match super::describe::texts(of) {
                Some(texts) => format!(
                    "`{}` ({})",
                    source_text(input),
                    super::describe::listed(&texts)
                ),
                None => format!("`{}` ({})", source_text(input), describe(of)),
            })
            .collect();
        let message = format!(
            "no definition of `{}` takes {}: it is always undefined",
            key.1,
            given.join(", ")
        );
        self.report_expr(expr, message);
    }
}

/// The lines of a rule.
fn lines(rule: &Ref<Rule>) -> std::ops::RangeInclusive<u32> {
    let span = rule.span();
    let more = span.text().lines().count().saturating_sub(1);
    span.line
        ..=span
            .line
            .saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
}
