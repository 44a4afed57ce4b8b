//! What the two processes say to each other.
//!
//! On standard input: one line of JSON with the [`Header`], then the [`Job`] in JSON up to the end.
//! On standard output: one [`Line`] of JSON after the other. Both are the same program, so the form
//! is free to change with it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::policy::evaluate::{Asked, Inquiry, Judged, Work};
use crate::policy::limits::MAX_TIME;
use crate::policy::source::PolicyFile;

/// The longest header, in bytes.
pub(super) const MAX_HEADER: u64 = 4_096;

/// The longest line of an answer, in bytes. What a rule may say is far less.
pub(super) const MAX_LINE: usize = 32 << 20;

/// The most bytes of answers that one process may give.
pub(super) const MAX_OUTPUT: usize = 128 << 20;

/// The limits under which the process puts itself before it reads anything else.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Header {
    /// The memory in bytes, from the moment on at which this is read.
    pub(super) memory: u64,
    /// The processor time in seconds.
    pub(super) seconds: u64,
    /// The stack in bytes.
    pub(super) stack: u64,
}

/// All that is to be evaluated.
#[derive(Serialize, Deserialize)]
pub(super) struct Job {
    data: String,
    libraries: Vec<PolicyFile>,
    rules: Vec<Asked>,
    inputs: Vec<String>,
    requests: Vec<JobRequest>,
    time: Duration,
    limit: Duration,
    most: Duration,
}

#[derive(Serialize, Deserialize)]
struct JobRequest {
    input: usize,
    release: Option<String>,
    rules: Vec<Option<usize>>,
}

/// One line of an answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Line {
    /// The policies are ready to be asked.
    Ready,
    /// What the next rule says.
    Says(Result<Judged, String>),
}

impl Job {
    /// The part of the work that the places (request, place in its list of rules) name, which are in
    /// order.
    pub(super) fn of(work: &Work, places: &[(usize, usize)], time: Duration) -> Self {
        let mut inputs: Vec<&Arc<str>> = Vec::new();
        let mut requests = Vec::new();
        for (number, inquiry) in work.requests.iter().enumerate() {
            let rules: Vec<Option<usize>> = places
                .iter()
                .filter(|(request, _)| *request == number)
                .map(|(_, place)| inquiry.rules.get(*place).copied().flatten())
                .collect();
            if rules.is_empty() {
                continue;
            }
            let known = inputs
                .iter()
                .position(|input| Arc::ptr_eq(input, &inquiry.input));
            requests.push(JobRequest {
                input: known.unwrap_or_else(|| {
                    inputs.push(&inquiry.input);
                    inputs.len() - 1
                }),
                release: inquiry.release.clone(),
                rules,
            });
        }
        Job {
            data: work.data.clone(),
            libraries: work.libraries.clone(),
            rules: work.rules.clone(),
            inputs: inputs.iter().map(|input| input.to_string()).collect(),
            requests,
            time,
            limit: work.limit,
            most: work.most,
        }
    }

    /// The memory in bytes that the inputs and the texts of the policies take once they are read.
    ///
    /// In the engine's form, JSON grows by up to this factor: measured on facts of real projects it
    /// is 8 to 12.
    pub(super) fn memory(&self) -> u64 {
        const GROWTH: u64 = 24;
        let inputs: usize = self.inputs.iter().map(String::len).sum();
        let texts = self.libraries.iter().map(|file| file.text.len());
        let texts: usize = texts.chain(self.rules.iter().map(Asked::size)).sum();
        let size = u64::try_from(inputs + texts).unwrap_or(u64::MAX);
        size.saturating_mul(GROWTH)
    }

    /// Leaves out the rules that nobody asks.
    pub(super) fn trimmed(mut self) -> Self {
        let asked = |requests: &[JobRequest], rule: usize| {
            requests
                .iter()
                .any(|request| request.rules.contains(&Some(rule)))
        };
        let kept: Vec<usize> = (0..self.rules.len())
            .filter(|rule| asked(&self.requests, *rule))
            .collect();
        for rule in self.requests.iter_mut().flat_map(|each| &mut each.rules) {
            *rule = rule.and_then(|rule| kept.binary_search(&rule).ok());
        }
        let mut number = 0..;
        self.rules.retain(|_| {
            number
                .next()
                .is_some_and(|rule| kept.binary_search(&rule).is_ok())
        });
        self
    }

    pub(super) fn into_work(self) -> Work {
        let inputs: Vec<Arc<str>> = self.inputs.into_iter().map(Arc::from).collect();
        let nothing: Arc<str> = Arc::from("");
        let requests = self.requests.into_iter().map(|request| Inquiry {
            input: inputs.get(request.input).unwrap_or(&nothing).clone(),
            release: request.release,
            rules: request.rules,
        });
        Work {
            data: self.data,
            libraries: self.libraries,
            rules: self.rules,
            requests: requests.collect(),
            deadline: Instant::now() + self.time.min(MAX_TIME),
            limit: self.limit,
            most: self.most,
        }
    }
}
