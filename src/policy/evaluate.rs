//! Has the engine judge: in a thread of its own, within a time, each rule by itself.
//!
//! Every rule is evaluated alone, so a runtime error, a malformed finding or an endless loop is that
//! rule's own: after one, the next rule gets a new engine (see `engines`).

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::hand::Hand;
use super::limits::{Limits, MAX_TIME};
use super::rule::Origin;
use super::set::PolicySet;
use super::sight;
use super::source::PolicyFile;
use super::worker::BoundedMemory;
use crate::facts::Missing;
use crate::verdict::Finding;

/// How long the thread may take to notice that its time is up, inside of a built-in function.
const GRACE: Duration = Duration::from_secs(1);

/// One input and the rules that judge it.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The document that the rules see as `input`, in JSON. Requests that share it share the work
    /// of reading it.
    pub input: Arc<str>,
    /// What they see as `input.release`, in JSON, if `input` does not hold it already.
    pub release: Option<String>,
    /// The ids of the rules.
    pub rules: Vec<&'a str>,
}

/// What one rule said, or why it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The id of the rule.
    pub rule: String,
    /// What it said. `Err` holds a sentence, with the place in the policy where there is one: the
    /// rule has then neither passed nor failed.
    pub result: Result<Judged, String>,
}

/// What one rule said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What is wrong, sorted; empty if nothing is.
    pub deny: Vec<Finding>,
    /// Why the rule says nothing about this release, sorted.
    pub not_applicable: Vec<String>,
    /// What the rule would need to know, sorted, each with a step to take where there is one.
    pub unknown: Vec<Missing>,
    /// What the rule has looked at, sorted; empty where it does not say.
    pub looked_at: Vec<String>,
    /// The time from which a failure counts, in seconds since 1970; `None` for at once.
    pub due: Option<i64>,
}

/// A rule that is to be evaluated.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Asked {
    package: String,
    pub(super) file: PolicyFile,
}

impl Asked {
    pub(super) fn package(&self) -> &str {
        &self.package
    }

    /// The size of its text in bytes.
    pub(super) fn size(&self) -> usize {
        self.file.text.len()
    }
}

/// Everything that the thread works on. It owns all of it, since it may outlive its caller.
pub(super) struct Work {
    /// What policies see as `data`, in JSON.
    pub(super) data: String,
    pub(super) libraries: Vec<PolicyFile>,
    pub(super) rules: Vec<Asked>,
    pub(super) requests: Vec<Inquiry>,
    pub(super) deadline: Instant,
    /// The time for all of it.
    pub(super) limit: Duration,
    /// The time for one rule.
    pub(super) most: Duration,
}

/// A request that owns what it holds, with its rules as places in the list of all rules.
pub(super) struct Inquiry {
    pub(super) input: Arc<str>,
    pub(super) release: Option<String>,
    pub(super) rules: Vec<Option<usize>>,
}

/// The request, the place in its list of rules, and what that rule said.
pub(super) type Answer = (usize, usize, Result<Judged, String>);

/// Where answers go, in the order of the requests and of their rules.
pub(super) trait Answers {
    /// The policies are ready: from now on, whatever happens is the doing of the next rule.
    fn ready(&self) {}

    /// # Errors
    /// Nobody listens any more.
    fn send(&self, answer: Answer) -> Result<(), ()>;
}

impl Answers for Sender<Answer> {
    fn send(&self, answer: Answer) -> Result<(), ()> {
        Sender::send(self, answer).map_err(drop)
    }
}

/// One inner list for each request, in the order of its rules.
pub(super) fn run(set: &PolicySet, requests: &[Request], limits: &Limits) -> Vec<Vec<Judgement>> {
    let mut answers: Vec<Vec<Option<Result<Judged, String>>>> = requests
        .iter()
        .map(|request| vec![None; request.rules.len()])
        .collect();
    let (sender, receiver) = channel();
    let work = work(set, requests, limits);
    let deadline = work.deadline + GRACE;
    let stack = limits.stack;
    let thread = thread::Builder::new()
        .name("policies".to_owned())
        .stack_size(stack)
        .spawn(move || {
            BoundedMemory::in_large_pages();
            work.share(&sender, stack);
        });
    let silence = match thread {
        // The thread is not joined: where a built-in function hangs, it ends with the program.
        Ok(_) => receive(&receiver, deadline, limits.time, &mut answers),
        Err(error) => format!("the policies cannot be evaluated: no thread for them: {error}"),
    };
    requests
        .iter()
        .zip(answers)
        .map(|(request, answers)| {
            request
                .rules
                .iter()
                .zip(answers)
                .map(|(rule, answer)| Judgement {
                    rule: (*rule).to_owned(),
                    result: answer.unwrap_or_else(|| Err(silence.clone())),
                })
                .collect()
        })
        .collect()
}

/// Collects answers until all are there; returns what to say of those that never came.
fn receive(
    receiver: &Receiver<Answer>,
    deadline: Instant,
    limit: Duration,
    answers: &mut [Vec<Option<Result<Judged, String>>>],
) -> String {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok((request, place, result)) => {
                let slot = answers
                    .get_mut(request)
                    .and_then(|list| list.get_mut(place));
                if let Some(slot) = slot {
                    *slot = Some(result);
                }
            }
            Err(RecvTimeoutError::Timeout) => return out_of_time(limit),
            Err(RecvTimeoutError::Disconnected) => {
                return "the evaluation of the policies ended early; this is a bug in relcheck"
                    .to_owned();
            }
        }
    }
}

fn out_of_time(limit: Duration) -> String {
    format!(
        "it did not finish: all rules together have {} s, and one rule half of what is left",
        limit.as_secs_f64()
    )
}

/// Everything that is needed to evaluate some rules of a set.
pub(super) fn work(set: &PolicySet, requests: &[Request], limits: &Limits) -> Work {
    let ids: BTreeSet<&str> = requests
        .iter()
        .flat_map(|request| request.rules.iter().copied())
        .filter(|id| set.source_of(id).is_some())
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let rules = ids.iter().filter_map(|id| set.source_of(id));
    Work {
        data: set.data_document(),
        libraries: libraries(set, &ids),
        rules: rules
            .map(|(rule, file)| Asked {
                package: rule.package.clone(),
                file: file.clone(),
            })
            .collect(),
        requests: requests
            .iter()
            .map(|request| {
                let places = request.rules.iter().map(|id| ids.binary_search(id).ok());
                Inquiry {
                    input: Arc::clone(&request.input),
                    release: request.release.clone(),
                    rules: places.collect(),
                }
            })
            .collect(),
        deadline: Instant::now() + limits.time.min(MAX_TIME),
        limit: limits.time,
        most: MAX_TIME,
    }
}

/// The libraries that rules may refer to. What is built in refers to none of the project's, and only
/// to what it is seen to reach.
fn libraries(set: &PolicySet, ids: &[&str]) -> Vec<PolicyFile> {
    let own = |id: &&str| set.rule(id).is_some_and(|rule| rule.origin == Origin::User);
    if ids.iter().any(own) {
        let all = set.libraries().iter().chain(set.own_libraries());
        return all.cloned().collect();
    }
    let rules = ids.iter().filter_map(|id| set.source_of(id));
    let files: Vec<&PolicyFile> = rules.map(|(_, file)| file).collect();
    let reached = sight::reached(set.libraries(), &files);
    reached.into_iter().cloned().collect()
}

impl Work {
    /// Answers in the order of the requests and of their rules, in this thread.
    pub(super) fn run(&self, answers: impl Answers) {
        let mut hand = Hand::new(self);
        answers.ready();
        for (request, inquiry) in self.requests.iter().enumerate() {
            for (place, rule) in inquiry.rules.iter().enumerate() {
                let result = hand.answer(inquiry, *rule);
                // Nobody listens any more once time is up.
                if answers.send((request, place, result)).is_err() {
                    return;
                }
            }
        }
        drop(answers);
        hand.leave();
    }

    /// What to say of a rule that did not finish.
    pub(super) fn out_of_time(&self) -> String {
        if self.most < self.limit {
            return format!(
                "it did not finish: one rule of the project's own has {} s, and all of them together {} s",
                self.most.as_secs_f64(),
                self.limit.as_secs_f64()
            );
        }
        out_of_time(self.limit)
    }
}

/// Turns a panic of the engine into an error.
pub(super) fn guarded<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| Err("the policy engine crashed on this rule".to_owned()))
}
