//! The types of rules and functions: of a rule once, of a function once for each kind of arguments.

use std::rc::Rc;

use regorus::unstable::{Expr, Ref, Rule, RuleBody, RuleHead};

use super::chain::{At, Chain, Step, source_text};
use super::checker::{Applied, Checker, MAX_CHAIN};
use super::definitions::{Definition, Key};
use super::env::Env;
use super::kind::Type;
use crate::policy::reference::head_name;

impl Checker<'_> {
    /// The type of a rule's value.
    pub(super) fn rule(&mut self, key: &Key) -> Type {
        if let Some(known) = self.rules.get(key) {
            return known.clone();
        }
        let definitions = Rc::clone(&self.definitions);
        let Some(definition) = definitions.get(key).filter(|_| self.depth < MAX_CHAIN) else {
            return Type::Open;
        };
        // Should it need itself, which the graph refuses, it is anything.
        self.rules.insert(key.clone(), Type::Open);
        let (of, problems) = self.apart(definition, |checker| checker.values(definition, None));
        self.reported.extend(problems);
        self.rules.insert(key.clone(), of.clone());
        of
    }

    /// What a function yields for arguments of these types.
    pub(super) fn apply(&mut self, key: &Key, arguments: &[Type]) -> Rc<Applied> {
        let call = (key.clone(), arguments.to_vec());
        if let Some(known) = self.functions.get(&call) {
            return Rc::clone(known);
        }
        let open = Rc::new(Applied {
            of: Type::Open,
            problems: Vec::new(),
        });
        let definitions = Rc::clone(&self.definitions);
        let Some(definition) = definitions.get(key).filter(|_| self.depth < MAX_CHAIN) else {
            return open;
        };
        self.functions.insert(call.clone(), open);
        let is_applying = !arguments.iter().all(Type::is_free);
        let (of, problems) = self.apart(definition, |checker| {
            checker.is_applying = is_applying;
            checker.values(definition, Some(arguments))
        });
        let applied = Rc::new(Applied { of, problems });
        self.functions.insert(call, Rc::clone(&applied));
        applied
    }

    /// Looks at a definition in its own module, with its own problems.
    fn apart<T>(
        &mut self,
        definition: &Definition,
        look: impl FnOnce(&mut Self) -> T,
    ) -> (T, Vec<super::checker::Problem>) {
        let outer = std::mem::take(&mut self.problems);
        let module = std::mem::replace(&mut self.module, definition.module);
        let was_applying = std::mem::replace(&mut self.is_applying, false);
        let was_dead = std::mem::replace(&mut self.is_dead, false);
        self.depth += 1;
        let found = look(self);
        self.depth -= 1;
        self.module = module;
        self.is_applying = was_applying;
        self.is_dead = was_dead;
        (found, std::mem::replace(&mut self.problems, outer))
    }

    fn values(&mut self, definition: &Definition, arguments: Option<&[Type]>) -> Type {
        let mut values = Vec::new();
        for written in &definition.rules {
            self.module = written.module;
            match written.rule.as_ref() {
                Rule::Default { value, .. } => {
                    values.push(self.expression(value, &mut Env::default()));
                }
                Rule::Spec { head, bodies, .. } => {
                    let mut env = Env::default();
                    if !self.takes(head, arguments, &mut env) {
                        continue;
                    }
                    values.push(self.bodies(head, bodies, &env));
                }
            }
        }
        Type::union(values)
    }

    /// Binds the arguments of one definition; `false` if it is none for arguments of these types.
    fn takes(&mut self, head: &RuleHead, arguments: Option<&[Type]>, env: &mut Env) -> bool {
        let RuleHead::Func { args, .. } = head else {
            return true;
        };
        args.iter().enumerate().all(|(place, pattern)| {
            let given = arguments.and_then(|arguments| arguments.get(place));
            let given = given.cloned().unwrap_or(Type::Open);
            match pattern.as_ref() {
                Expr::Var { .. } | Expr::Array { .. } | Expr::Object { .. } => {
                    // A pattern of another form is another definition's to match.
                    let before = self.problems.len();
                    self.pattern(pattern, &given, None, env);
                    let fits = self.problems.len() == before;
                    self.problems.truncate(before);
                    fits
                }
                _ => {
                    let wanted = self.expression(pattern, env);
                    let fits = wanted.overlaps(&given);
                    if !given.is_free() && !given.is_never() {
                        self.choose(At::start(pattern), fits, || {
                            let text = source_text(pattern);
                            format!("`{text}` is never equal to what the function is called with")
                        });
                    }
                    fits
                }
            }
        })
    }

    fn bodies(&mut self, head: &RuleHead, bodies: &[RuleBody], env: &Env) -> Type {
        if bodies.is_empty() {
            return self.head(head, None, &mut env.clone());
        }
        let mut env = env.clone();
        let mut values = Vec::new();
        for body in bodies {
            let mut inner = env.clone();
            self.query(&body.query, &mut inner);
            let value = match &body.assign {
                Some(assign) => Some(&assign.value),
                None if body.is_else => None,
                None => own_value(head),
            };
            let of = self.head(head, value, &mut inner);
            if !inner.is_dead {
                values.push(of);
            }
            // What comes after `else` knows that this did not hold.
            let names = self.names(&env);
            let failed = self.guarding.of_failure(self.module, &body.query, &names);
            env.guard(&failed);
        }
        Type::union(values)
    }

    /// The type of what a head stands for, with the value of one of its bodies.
    fn head(&mut self, head: &RuleHead, value: Option<&Ref<Expr>>, env: &mut Env) -> Type {
        let (refr, inner) = match head {
            RuleHead::Set { refr, key, .. } => {
                let item = key.as_ref().map(|key| {
                    let of = self.expression(key, env);
                    self.checked_result(&head_name(refr), key, &of);
                    of
                });
                (refr, Type::set(item.unwrap_or(Type::Open)))
            }
            RuleHead::Func { .. } => return self.value(value.or_else(|| own_value(head)), env),
            RuleHead::Compr { refr, .. } => {
                let value = value.or_else(|| own_value(head));
                let of = self.value(value, env);
                if let Some(value) = value {
                    self.checked_result(&head_name(refr), value, &of);
                }
                (refr, of)
            }
        };
        let chain = Chain::of(refr);
        let mut of = inner;
        for step in chain.steps.iter().rev() {
            of = match step {
                Step::Field { name, .. } => Type::object([(name.clone(), of)].into()),
                Step::Index(index) => Type::map(self.expression(index, env), of),
            };
        }
        of
    }

    /// A head without a value is `true`.
    fn value(&mut self, value: Option<&Ref<Expr>>, env: &mut Env) -> Type {
        value.map_or(Type::Boolean, |value| self.expression(value, env))
    }
}

/// The value that a head gives itself.
fn own_value(head: &RuleHead) -> Option<&Ref<Expr>> {
    match head {
        RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
            assign.as_ref().map(|assign| &assign.value)
        }
        RuleHead::Set { .. } => None,
    }
}
