//! The engines that rules are asked in: prepared once, and used again as long as all goes well.
//!
//! An evaluation starts from nothing but the prepared policies, the parameters and the input, in
//! an engine that was used before as in a new one. What is saved is its working space, which grows
//! with the policies that it holds. An engine that failed is thrown away: the engine clears what
//! it does at the end of a loop or a call, which an error skips.

use std::borrow::Cow;

use regorus::Engine;

use super::asked;
use super::contract::{DUE, SETS};
use super::engine;
use super::error::LoadError;
use super::evaluate::guarded;
use super::source::PolicyFile;

/// Engines for a list of rules.
pub(super) struct Engines {
    /// Each holds one rule or more, and all libraries.
    prepared: Vec<Engine>,
    /// For each rule where it is asked, or why it cannot be.
    seats: Vec<Result<Seat, String>>,
    /// The engine that was used last, and which of the prepared ones it is a clone of.
    used: Option<(usize, Engine)>,
}

#[derive(Clone)]
struct Seat {
    engine: usize,
    names: Vec<&'static str>,
    /// Whether all names can be asked for at once.
    at_once: bool,
}

/// A rule to ask, in an engine that holds it.
pub(super) struct Taken {
    pub(super) engine: Engine,
    /// The names in its module that there is to ask for.
    pub(super) names: Vec<&'static str>,
    /// Whether all of them can be asked for at once, by [`asked::NAME`].
    pub(super) at_once: bool,
}

impl Engines {
    /// One engine for all rules where they get along, else one for each.
    pub(super) fn prepare(data: &str, libraries: &[PolicyFile], rules: &[&PolicyFile]) -> Self {
        let mut engines = Engines {
            prepared: Vec::new(),
            seats: Vec::new(),
            used: None,
        };
        let base = guarded(|| {
            let engine = engine::new(data).map_err(|error| format!("{error:#}"))?;
            with_files(engine, libraries.iter()).map_err(|error| error.to_string())
        });
        match base {
            Ok(base) if engines.add(&base, rules, true).is_ok() => {}
            Ok(base) if engines.add(&base, rules, false).is_ok() => {}
            Ok(base) => {
                for rule in rules {
                    if let Err(message) = engines.add(&base, &[*rule], false) {
                        engines.seats.push(Err(message));
                    }
                }
            }
            Err(message) => engines.seats = vec![Err(message); rules.len()],
        }
        engines
    }

    /// Adds an engine for some rules; none of them if one does not fit in. `at_once` has the modules
    /// say all that they say in one value, too.
    fn add(&mut self, base: &Engine, rules: &[&PolicyFile], at_once: bool) -> Result<(), String> {
        let place = self.prepared.len();
        let (engine, seats) = guarded(|| {
            let asked = rules.iter().map(|rule| match at_once {
                true => asked::names(rule),
                false => Vec::new(),
            });
            let asked: Vec<_> = asked.collect();
            let files = rules.iter().zip(&asked);
            let files = files.map(|(rule, names)| asked::with_all(rule, names));
            let files: Vec<Cow<PolicyFile>> = files.collect();
            let mut engine = with_files(base.clone(), files.iter().map(AsRef::as_ref))
                .map_err(|error| error.to_string())?;
            engine::prepare(&mut engine).map_err(|error| error.to_string())?;
            let modules = rules.iter().zip(&files).zip(&asked);
            let seats = modules.map(|((rule, module), asked)| {
                let names = spoken_of(&engine, rule)?;
                let says_all = matches!(module, Cow::Owned(_));
                Ok(Seat {
                    engine: place,
                    at_once: says_all && names == *asked,
                    names,
                })
            });
            let seats: Vec<_> = seats.collect();
            Ok((engine, seats))
        })?;
        self.prepared.push(engine);
        self.seats.extend(seats);
        Ok(())
    }

    /// An engine that holds the rule, and what there is to ask for.
    ///
    /// # Errors
    /// Why the rule cannot be asked.
    pub(super) fn take(&mut self, rule: usize) -> Result<Taken, String> {
        let unknown = || "there is no such rule".to_owned();
        let seat = self.seats.get(rule).ok_or_else(unknown)?.clone()?;
        let engine = match self.used.take() {
            Some((place, engine)) if place == seat.engine => engine,
            _ => self.prepared.get(seat.engine).ok_or_else(unknown)?.clone(),
        };
        Ok(Taken {
            engine,
            names: seat.names,
            at_once: seat.at_once,
        })
    }

    /// Keeps the engine in which the rule was asked for the next one. Only where nothing failed.
    pub(super) fn give_back(&mut self, rule: usize, engine: Engine) {
        if let Some(Ok(seat)) = self.seats.get(rule) {
            self.used = Some((seat.engine, engine));
        }
    }
}

fn with_files<'a>(
    mut engine: Engine,
    files: impl Iterator<Item = &'a PolicyFile>,
) -> Result<Engine, LoadError> {
    for file in files {
        engine::add(&mut engine, file)?;
    }
    Ok(engine)
}

/// Those of the names that relcheck asks for of which the rule's module speaks.
fn spoken_of(engine: &Engine, rule: &PolicyFile) -> Result<Vec<&'static str>, String> {
    let mut names = Vec::new();
    for name in SETS.into_iter().chain([DUE]) {
        let declared = engine.has_declared_rule_rooted_at(&rule.path, name);
        if declared.map_err(|error| format!("{error:#}"))? {
            names.push(name);
        }
    }
    Ok(names)
}
