//! The process that asks: whom it asks next, and what it makes of a process that died.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use super::process::{End, Heard, Process};
use super::protocol::{Header, Job, Line, MAX_OUTPUT};
use crate::policy::evaluate::{self, Judged, Judgement, Request, Work};
use crate::policy::limits::Limits;
use crate::policy::set::PolicySet;

/// How long the process may take to notice that a rule's time is up, inside of a built-in function.
const GRACE: Duration = Duration::from_millis(500);

/// A request and a place in its list of rules.
type Place = (usize, usize);

/// How the asking of some rules ended.
enum Outcome {
    /// All answered.
    Done,
    /// No process can be started.
    NoProcess(String),
    /// It ended before it asked any rule.
    Unready(Died),
    /// It ended at this place.
    At(Place, Died),
}

/// Why the process is no more.
enum Died {
    OutOfTime,
    TooMuch,
    By(End),
}

pub(super) fn run(
    set: &PolicySet,
    program: &Path,
    requests: &[Request],
    limits: &Limits,
) -> Vec<Vec<Judgement>> {
    let mut work = evaluate::work(set, requests, limits);
    work.most = limits.own_rule;
    let mut asking = Asking {
        program,
        limits,
        answers: work
            .requests
            .iter()
            .map(|inquiry| vec![None; inquiry.rules.len()])
            .collect(),
        work,
    };
    asking.ask_all();
    let silence = asking.work.out_of_time();
    requests
        .iter()
        .zip(asking.answers)
        .map(|(request, answers)| {
            let judged = request.rules.iter().zip(answers);
            judged
                .map(|(rule, answer)| Judgement {
                    rule: (*rule).to_owned(),
                    result: answer.unwrap_or_else(|| Err(silence.clone())),
                })
                .collect()
        })
        .collect()
}

struct Asking<'a> {
    program: &'a Path,
    limits: &'a Limits,
    work: Work,
    answers: Vec<Vec<Option<Result<Judged, String>>>>,
}

impl Asking<'_> {
    /// Asks until every rule has answered or time is up. Each process that dies takes a rule with
    /// it, or is followed by one for each rule: the number of processes is bounded.
    fn ask_all(&mut self) {
        let everything = self.open().collect();
        let mut waiting: Vec<Vec<Place>> = vec![everything];
        while let Some(mut places) = waiting.pop() {
            places.retain(|place| self.is_open(*place));
            if places.is_empty() || self.left().is_zero() {
                continue;
            }
            match self.ask(&places) {
                Outcome::Done => {}
                Outcome::NoProcess(problem) => return self.give_up(&problem),
                Outcome::At(place, died) => {
                    self.blame(place, &died);
                    waiting.push(places);
                }
                // It is not known who is to blame: each is asked alone.
                Outcome::Unready(died) => match self.by_rule(&places).as_mut_slice() {
                    [only] => {
                        if let Some(place) = only.first() {
                            self.blame(*place, &died);
                        }
                    }
                    each => waiting.extend(each.iter_mut().rev().map(std::mem::take)),
                },
            }
            self.drop_slow_rules();
        }
    }

    /// Starts a process for these places and takes down its answers.
    fn ask(&mut self, places: &[Place]) -> Outcome {
        let left = self.left();
        let job = Job::of(&self.work, places, left).trimmed();
        let header = Header {
            memory: self.limits.own_memory.saturating_add(job.memory()),
            seconds: left.as_secs().saturating_add(2),
            stack: u64::try_from(self.limits.stack).unwrap_or(u64::MAX),
        };
        let process = match Process::start(self.program, header, job) {
            Ok(process) => process,
            Err(error) => return Outcome::NoProcess(error.to_string()),
        };
        let mut next = places.iter().copied();
        let mut current = None;
        let mut deadline = self.work.deadline + GRACE;
        loop {
            let died = match process.next(deadline) {
                Heard::Line(Line::Ready) if current.is_none() => None,
                Heard::Line(Line::Says(result)) if current.is_some() => {
                    self.note(current, result);
                    None
                }
                Heard::Line(_) | Heard::TooMuch => Some(Died::TooMuch),
                Heard::Silence => Some(Died::OutOfTime),
                Heard::End => {
                    let end = process.wait();
                    return ended(current, Died::By(end));
                }
            };
            if let Some(died) = died {
                process.kill();
                return ended(current, died);
            }
            current = next.next();
            if current.is_none() {
                // All is said; there is nothing to wait for.
                process.kill();
                return Outcome::Done;
            }
            let own = self.limits.own_rule.min(self.left() / 2);
            deadline = Instant::now() + own + GRACE;
        }
    }

    fn note(&mut self, place: Option<Place>, result: Result<Judged, String>) {
        if let Some(slot) = place.and_then(|place| self.slot(place)) {
            *slot = Some(result);
        }
    }

    fn slot(&mut self, (request, place): Place) -> Option<&mut Option<Result<Judged, String>>> {
        self.answers.get_mut(request)?.get_mut(place)
    }

    fn is_open(&self, (request, place): Place) -> bool {
        let slot = self.answers.get(request).and_then(|list| list.get(place));
        slot.is_some_and(Option::is_none)
    }

    fn open(&self) -> impl Iterator<Item = Place> {
        self.answers.iter().enumerate().flat_map(|(request, list)| {
            let open = list.iter().enumerate().filter(|(_, slot)| slot.is_none());
            open.map(move |(place, _)| (request, place))
        })
    }

    fn left(&self) -> Duration {
        self.work.deadline.saturating_duration_since(Instant::now())
    }

    fn rule(&self, (request, place): Place) -> Option<usize> {
        let inquiry = self.work.requests.get(request)?;
        inquiry.rules.get(place).copied().flatten()
    }

    /// The places of each rule.
    fn by_rule(&self, places: &[Place]) -> Vec<Vec<Place>> {
        let rules: BTreeSet<Option<usize>> = places.iter().map(|each| self.rule(*each)).collect();
        let of = |rule: Option<usize>| {
            let places = places.iter().copied();
            places.filter(move |place| self.rule(*place) == rule)
        };
        rules.into_iter().map(|rule| of(rule).collect()).collect()
    }

    /// A rule that ended its process is not asked again.
    fn blame(&mut self, place: Place, died: &Died) {
        let rule = self.rule(place);
        let reason = self.reason(rule, died);
        self.settle(rule, &reason);
    }

    fn settle(&mut self, rule: Option<usize>, reason: &str) {
        let places: Vec<Place> = self
            .open()
            .filter(|each| self.rule(*each) == rule)
            .collect();
        for place in places {
            self.note(Some(place), Err(reason.to_owned()));
        }
    }

    /// Nor is one that once took too long.
    fn drop_slow_rules(&mut self) {
        let reason = self.work.out_of_time();
        let slow: BTreeSet<Option<usize>> = self
            .answers
            .iter()
            .enumerate()
            .flat_map(|(request, list)| list.iter().enumerate().map(move |each| (request, each)))
            .filter(|(_, (_, answer))| matches!(answer, Some(Err(other)) if *other == reason))
            .map(|(request, (place, _))| self.rule((request, place)))
            .collect();
        for rule in slow {
            self.settle(rule, &reason);
        }
    }

    fn give_up(&mut self, problem: &str) {
        let reason = format!("the process that evaluates it cannot be started: {problem}");
        let places: Vec<Place> = self.open().collect();
        for place in places {
            self.note(Some(place), Err(reason.clone()));
        }
    }

    /// What to say of a rule that ended its process.
    fn reason(&self, rule: Option<usize>, died: &Died) -> String {
        let package = rule.and_then(|rule| self.work.rules.get(rule));
        let package = package.map_or("it", |asked| asked.package());
        let what = match died {
            Died::OutOfTime => return self.work.out_of_time(),
            Died::TooMuch => format!("says more than {} MiB", MAX_OUTPUT >> 20),
            Died::By(end) => self.cause(end),
        };
        format!("`{package}` {what}")
    }

    /// The cause of a death, as far as the system and the last words tell.
    fn cause(&self, end: &End) -> String {
        let memory = self.limits.own_memory >> 20;
        if end.complaint.contains("memory allocation of") {
            return format!("ran out of memory: the project's own rules have {memory} MiB");
        }
        if end.complaint.contains("overflowed its stack") {
            return "overflowed the stack".to_owned();
        }
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            match end.status.and_then(|status| status.signal()) {
                Some(SIGXCPU) => return "used up its processor time".to_owned(),
                Some(SIGKILL) => {
                    return "was ended by the system, most likely for the memory that it took"
                        .to_owned();
                }
                _ => {}
            }
        }
        match end.status {
            Some(status) => format!("ended the process that evaluates it ({status})"),
            None => "ended the process that evaluates it".to_owned(),
        }
    }
}

#[cfg(unix)]
const SIGKILL: i32 = 9;
#[cfg(unix)]
const SIGXCPU: i32 = nix::libc::SIGXCPU;

fn ended(current: Option<Place>, died: Died) -> Outcome {
    match current {
        Some(place) => Outcome::At(place, died),
        None => Outcome::Unready(died),
    }
}
