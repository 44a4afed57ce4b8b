//! What a rule may yield: findings, reasons, and the time from which a failure counts.
//!
//! The same is checked of every value at run time; here a slip is found before any rule runs.

use regorus::unstable::{Expr, Ref};

use super::checker::Checker;
use super::describe::{self, describe};
use super::kind::{NUMBER, OBJECT, TEXT, Type};
use super::lookup::Found;
use crate::nearest::suggestion;
use crate::policy::contract::{DUE, SETS};
use crate::policy::findings::{EVIDENCE_KEYS, KEYS, REASON_KEYS};
use crate::policy::identifier::Role;

impl Checker<'_> {
    /// Checks what a head adds to a set that relcheck asks for, or gives as the time.
    pub(super) fn checked_result(&mut self, name: &str, value: &Ref<Expr>, of: &Type) {
        let module = self.definitions.modules.get(self.module);
        if !module.is_some_and(|module| matches!(module.role, Role::Rule(_))) {
            return;
        }
        let [deny, not_applicable, unknown, looked_at] = SETS;
        if name == deny {
            self.finding(value, of);
        } else if name == not_applicable {
            self.expect(value, of, TEXT, "a reason is a text");
        } else if name == unknown {
            let form = "what is unknown is a text, or an object of `reason` and `fix`";
            self.expect(value, of, TEXT | OBJECT, form);
            self.keys(value, of, &REASON_KEYS, &["reason"]);
        } else if name == looked_at {
            self.expect(value, of, TEXT, "what was looked at is a text");
        } else if name == DUE {
            self.expect(value, of, NUMBER, "`due` is a number of seconds since 1970");
        }
    }

    fn finding(&mut self, value: &Ref<Expr>, of: &Type) {
        self.expect(
            value,
            of,
            OBJECT,
            "a finding is an object of `subject` and `message`",
        );
        self.keys(value, of, &KEYS, &["subject", "message"]);
        for member in of.clone().members() {
            if let Found::Type(evidence) = self.field(&member, "evidence") {
                self.keys(value, &evidence, &EVIDENCE_KEYS, &[]);
            }
            if let Found::Type(level) = self.field(&member, "level")
                && !level.overlaps(&Type::literal("warn"))
            {
                let message = "the `level` of a finding is `warn` or left out";
                self.report_expr(value, message);
            }
        }
    }

    fn expect(&mut self, value: &Ref<Expr>, of: &Type, kinds: u8, form: &str) {
        if of.is_free() || of.is_never() || of.kinds() & !kinds == 0 {
            return;
        }
        self.report_expr(value, format!("{form}, and this is {}", describe(of)));
    }

    /// Checks the keys of objects whose keys are known, and that the texts among them are texts.
    fn keys(&mut self, value: &Ref<Expr>, of: &Type, known: &[&str], required: &[&str]) {
        let mut problems = Vec::new();
        for member in of.clone().members() {
            let Type::Object(object) = &member else {
                continue;
            };
            for (key, held) in &object.fields {
                if !known.contains(&key.as_str()) {
                    let near = suggestion(key, known.iter().copied());
                    problems.push(format!(
                        "there is no key `{key}` here{near} (known: {})",
                        known.join(", ")
                    ));
                }
                let wanted = match key.as_str() {
                    "evidence" => OBJECT,
                    "line" => NUMBER,
                    _ => TEXT,
                };
                if !held.is_free() && held.kinds() & !wanted != 0 {
                    problems.push(format!(
                        "`{key}` is {} here, not {}",
                        describe(held),
                        describe::kinds(wanted)
                    ));
                }
            }
            // A misspelt key is said to be misspelt, not missing, too.
            let is_closed = object.rest.is_none()
                && object
                    .fields
                    .keys()
                    .all(|key| known.contains(&key.as_str()));
            let missing = required
                .iter()
                .find(|key| !object.fields.contains_key(**key));
            if let Some(missing) = missing.filter(|_| is_closed) {
                problems.push(format!("`{missing}` is missing here"));
            }
        }
        for problem in problems {
            self.report_expr(value, problem);
        }
    }
}
