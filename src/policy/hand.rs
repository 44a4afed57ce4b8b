//! What one thread judges with: engines of its own, and what it remembers.
//!
//! Where the input is large, several threads share the rules, each of which is one thread's for all
//! requests: what it says depends on nothing but the policies and the input, so not on who asks it.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use regorus::Value;

use super::conftest;
use super::engine::Failure;
use super::engines::Engines;
use super::evaluate::{Answer, Inquiry, Judged, Work, guarded};
use super::inputs::Inputs;
use super::judging::Judging;
use super::sight::Memory;
use super::worker::BoundedMemory;

/// The size of an input, in bytes, from which several threads judge: below, they would start for
/// next to nothing.
const MANY: usize = 128 << 10;

/// The most threads.
const MAX_HANDS: usize = 4;

/// One thread's part in some work.
pub(super) struct Hand<'a> {
    work: &'a Work,
    engines: Engines,
    memory: Memory,
    inputs: Inputs,
    /// Rules that took too long.
    slow: BTreeSet<usize>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(work: &'a Work) -> Self {
        let files: Vec<_> = work.rules.iter().map(|rule| &rule.file).collect();
        Hand {
            work,
            engines: Engines::prepare(&work.data, &work.libraries, &files),
            memory: Memory::new(&work.libraries, &files),
            inputs: Inputs::default(),
            slow: BTreeSet::new(),
        }
    }

    /// What a rule says of a request; `None` is a rule that is not there.
    pub(super) fn answer(
        &mut self,
        inquiry: &Inquiry,
        rule: Option<usize>,
    ) -> Result<Judged, String> {
        let input = self.inputs.of(inquiry)?;
        let rule = rule.ok_or("there is no such rule")?;
        let question = self.memory.question(&inquiry.input, rule, &input);
        let known = question.as_ref();
        if let Some(judged) = known.and_then(|asked| self.memory.recall(asked)) {
            return Ok(judged);
        }
        let judged = self.judge(rule, input)?;
        if let Some(question) = question {
            self.memory.keep(question, &judged);
        }
        Ok(judged)
    }

    fn judge(&mut self, rule: usize, input: Value) -> Result<Judged, String> {
        let asked = self.work.rules.get(rule).ok_or("there is no such rule")?;
        let taken = self.engines.take(rule)?;
        let now = Instant::now();
        let left = self.work.deadline.saturating_duration_since(now) / 2;
        let left = left.min(self.work.most);
        // A rule that took too long once will again; the others are to have their time.
        if left.is_zero() || self.slow.contains(&rule) {
            return Err(self.work.out_of_time());
        }
        let mut judging = Judging {
            taken,
            package: asked.package(),
            file: &asked.file,
            deadline: now + left,
        };
        judging.taken.engine.set_input(input.clone());
        let at_once = judging.taken.at_once;
        let said = at_once.then(|| guarded(|| Ok(judging.at_once())).ok().flatten());
        let result = match said.flatten() {
            Some(result) => result,
            None => {
                // What is wrong is told name by name, by an engine in which nothing has failed yet.
                if at_once {
                    judging.taken = self.engines.take(rule)?;
                    judging.taken.engine.set_input(input);
                }
                guarded(|| Ok(judging.one_by_one()))?
            }
        };
        match result {
            Ok(judged) => {
                self.engines.give_back(rule, judging.taken.engine);
                Ok(judged)
            }
            Err(Failure::Message(message)) => Err(conftest::told(&asked.file, message)),
            Err(Failure::OutOfTime) => {
                self.slow.insert(rule);
                Err(self.work.out_of_time())
            }
        }
    }

    /// Answers for one rule after the other, of those that are not taken yet.
    fn take_part(mut self, next: &AtomicUsize, answers: &Sender<Answer>) {
        loop {
            let rule = next.fetch_add(1, Ordering::Relaxed);
            if rule > self.work.rules.len() {
                return self.leave();
            }
            // Behind the last one are those that are not there.
            let rule = Some(rule).filter(|rule| *rule < self.work.rules.len());
            for (request, inquiry) in self.work.requests.iter().enumerate() {
                let places = inquiry.rules.iter().enumerate();
                for (place, _) in places.filter(|(_, asked)| **asked == rule) {
                    let result = self.answer(inquiry, rule);
                    // Nobody listens any more once time is up.
                    if answers.send((request, place, result)).is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// A process judges once, and then ends: to free all that the engines and the input hold, piece by
    /// piece, takes a fifteenth of the time of a small run.
    pub(super) fn leave(self) {
        std::mem::forget(self);
    }
}

impl Work {
    /// Answers in any order, by several threads where that is worth it. `stack` is each one's in bytes.
    ///
    /// Each prepares the policies and reads the input itself: to share them, the threads would count all
    /// the time who still uses what.
    pub(super) fn share(&self, answers: &Sender<Answer>, stack: usize) {
        let hands = self.hands();
        if hands == 1 {
            return self.run(answers.clone());
        }
        let next = &AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 1..hands {
                let thread = thread::Builder::new().name("policies".to_owned());
                // Where there is no thread, the others do its part.
                let _ = thread.stack_size(stack).spawn_scoped(scope, move || {
                    BoundedMemory::in_large_pages();
                    Hand::new(self).take_part(next, answers);
                });
            }
            Hand::new(self).take_part(next, answers);
        });
    }

    /// How many threads are worth it. All read the same input.
    fn hands(&self) -> usize {
        let Some((first, others)) = self.requests.split_first() else {
            return 1;
        };
        let is_shared = |other: &Inquiry| Arc::ptr_eq(&other.input, &first.input);
        if first.input.len() < MANY || !others.iter().all(is_shared) {
            return 1;
        }
        let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        processors.min(MAX_HANDS).min(self.rules.len().max(1))
    }
}
