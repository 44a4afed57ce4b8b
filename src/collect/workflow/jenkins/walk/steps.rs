//! The steps that calls are.

use super::reading::Call;
use super::{Scope, Walk};
use crate::collect::workflow::calls::{Source, calls, cut, stand_in};
use crate::collect::workflow::jenkins::script;
use crate::facts::{Expression, Step};
use crate::formats::jenkinsfile::shown;

impl<'p> Walk<'_, '_, 'p> {
    pub(super) fn hidden(&mut self, call: &Call<'p>, scope: &Scope, reason: &str) {
        let name = format!("jenkins {}", call.name);
        self.stands(call, scope, &name, Some(reason.to_owned()));
    }

    pub(super) fn stands(
        &mut self,
        call: &Call<'p>,
        scope: &Scope,
        name: &str,
        hidden: Option<String>,
    ) {
        let mut step = self.blank(call.line, scope);
        let given = shown(call.given);
        let receiver = call.receiver.map(|root| format!("{root}."));
        let text = format!("{}{}({given})", receiver.unwrap_or_default(), call.name);
        step.calls = vec![stand_in(self.path, call.line, &text, name, hidden)];
        self.push(step, scope);
    }

    fn push(&mut self, step: Step, scope: &Scope) {
        self.steps += 1;
        if let Some(job) = self.found.jobs.get_mut(scope.job) {
            job.steps.push(step);
        }
    }

    fn blank(&self, line: u64, scope: &Scope) -> Step {
        let stage = self.found.jobs.get(scope.job).filter(|_| scope.job > 0);
        let mut secrets = scope.secrets.clone();
        secrets.sort_unstable();
        secrets.dedup();
        let mut never = vec!["release".to_owned()];
        if scope.never {
            never.push("tag".to_owned());
        }
        Step {
            path: self.path.to_owned(),
            line,
            name: stage.map(|job| job.id.clone()),
            uses: None,
            calls: Vec::new(),
            ignored: scope.ignored.clone(),
            never,
            secrets,
            expressions: Vec::new(),
            checkout: None,
        }
    }

    /// A step that hands a text to a shell.
    pub(super) fn run(&mut self, call: &Call<'p>, scope: &Scope) {
        let Some(script) = script::of(call.given, &self.constants) else {
            let reason = format!("what `{}` runs is put together by the program", call.name);
            return self.hidden(call, scope, &reason);
        };
        let shell = match script::shell(call.name, &script.text) {
            Ok(shell) => shell,
            Err(reason) => return self.hidden(call, scope, &reason),
        };
        let mut step = self.blank(call.line, scope);
        if script.status {
            step.ignored.get_or_insert_with(|| {
                "its exit status is only handed back (`returnStatus`)".to_owned()
            });
        }
        let source = Source {
            path: self.path,
            line: script.line,
            literal: script.literal,
            text: &script.text,
            shell,
            folder: &scope.folder,
            ignored: None,
        };
        step.calls = calls(self.reader, source);
        step.expressions = script
            .expressions
            .iter()
            .map(|text| Expression {
                text: cut(&text.to_ascii_lowercase()),
                line: script.line,
            })
            .collect();
        step.expressions.sort();
        step.expressions.dedup();
        self.push(step, scope);
    }
}
