//! A set of policies that is known to be in order, and what there is to ask of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::conftest;
use super::error::{LoadError, LoadErrors};
use super::evaluate::{self, Judgement, Request};
use super::limits::Limits;
use super::load;
use super::parameters::{Parameter, Parameters};
use super::refused::Tolerance;
use super::rule::{Origin, Rule};
use super::source::{PolicyFile, Sources};
use super::text::hex;
use super::worker;
use crate::release::Stage;

/// Rules with their metadata and parameters, ready to judge.
#[derive(Debug)]
pub struct PolicySet {
    /// Sorted by id.
    pub(super) rules: Vec<Rule>,
    /// The file of each rule, by id.
    pub(super) rule_files: BTreeMap<String, PolicyFile>,
    /// Those that are built in.
    pub(super) libraries: Vec<PolicyFile>,
    /// Those of the project.
    pub(super) own_libraries: Vec<PolicyFile>,
    /// Those of the project that belong to refused rules alone: nothing is evaluated with them.
    pub(super) set_aside: Vec<PolicyFile>,
    pub(super) data_files: Vec<PolicyFile>,
    pub(super) parameters: Parameters,
    pub(super) weakenings: Vec<String>,
    pub(super) stages: BTreeMap<Stage, Vec<String>>,
    pub(super) uncovered: Vec<String>,
    pub(super) warnings: Vec<LoadError>,
    /// The program that evaluates the project's own rules.
    pub(super) worker: Option<PathBuf>,
}

impl PolicySet {
    /// Reads and checks policies. `known_facts` are the names that `needs` may hold.
    ///
    /// # Errors
    /// Everything that is wrong, each with file and line. A set of no rules is wrong too.
    pub fn load(sources: Sources, known_facts: &[&str]) -> Result<PolicySet, LoadErrors> {
        load::load(sources, known_facts, Tolerance::Nothing)
    }

    /// The same, but what is wrong with the file of one of the project's own rules refuses that rule
    /// alone: see [`Rule::refused`].
    ///
    /// # Errors
    /// What is wrong with anything that rules share, or with how they go together.
    pub fn load_with_refused(
        sources: Sources,
        known_facts: &[&str],
    ) -> Result<PolicySet, LoadErrors> {
        load::load(sources, known_facts, Tolerance::OwnRules)
    }

    /// All rules, sorted by id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of this id, or `None`.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules
            .binary_search_by(|rule| rule.id.as_str().cmp(id))
            .ok()
            .and_then(|index| self.rules.get(index))
    }

    /// The text of a rule's file, or `None` if there is no such rule.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        self.rule_files.get(id).map(|file| file.text.as_str())
    }

    /// The parameters of a rule by name; empty if it has none.
    #[must_use]
    pub fn params(&self, rule: &str) -> BTreeMap<&str, &Parameter> {
        let parameters = self.parameters.of(rule);
        parameters
            .into_iter()
            .flatten()
            .map(|(name, parameter)| (name.as_str(), parameter))
            .collect()
    }

    /// What the configuration makes weaker: replaced rules and changed parameters, sorted.
    #[must_use]
    pub fn weakenings(&self) -> &[String] {
        &self.weakenings
    }

    /// The rules that a stage cannot do without, sorted by id.
    #[must_use]
    pub fn stage_requirements(&self, stage: Stage) -> &[String] {
        self.stages.get(&stage).map_or(&[], Vec::as_slice)
    }

    /// What is worth a look in the text of the project's own policies, and no mistake: sorted by
    /// file and line.
    #[must_use]
    pub fn warnings(&self) -> &[LoadError] {
        &self.warnings
    }

    /// Parts of the process that no rule checks yet, as `data.yaml` lists them.
    #[must_use]
    pub fn uncovered(&self) -> &[String] {
        &self.uncovered
    }

    /// The files that decisions are made with, tests left out, by path, each with its SHA-256 in
    /// lower-case hexadecimal.
    #[must_use]
    pub fn files(&self) -> Vec<(&str, String)> {
        let all = self
            .rule_files
            .values()
            .filter(|file| !conftest::is_wrapper(file))
            .chain(&self.libraries)
            .chain(&self.own_libraries)
            .chain(&self.set_aside)
            .chain(&self.data_files);
        let mut files: Vec<_> = all
            .map(|file| (file.path.as_str(), file.text.sha256().into_owned()))
            .collect();
        files.sort();
        // A refused rule of several files is named by one of them.
        files.dedup();
        files
    }

    /// The SHA-256 over [`PolicySet::files`] and the parameters of this run, in lower-case
    /// hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        self.digest_over(&self.files())
    }

    /// The same, for who has asked for [`PolicySet::files`] already.
    pub(crate) fn digest_over(&self, files: &[(&str, String)]) -> String {
        let mut hash = Sha256::new();
        for (path, digest) in files {
            // A path holds no NUL, so no two lists of files read the same.
            hash.update(format!("{path}\0{digest}\n"));
        }
        hash.update(self.data_document());
        hex(&hash.finalize())
    }

    /// Has rules judge inputs, within the default [`Limits`].
    ///
    /// One inner list for each request, in the order of its rules.
    #[must_use]
    pub fn evaluate(&self, requests: &[Request]) -> Vec<Vec<Judgement>> {
        self.evaluate_within(requests, &Limits::default())
    }

    /// The same within other limits.
    #[must_use]
    pub fn evaluate_within(&self, requests: &[Request], limits: &Limits) -> Vec<Vec<Judgement>> {
        match &self.worker {
            Some(program) => worker::run(self, program, requests, limits),
            None => evaluate::run(self, requests, limits),
        }
    }

    /// Has the project's own rules evaluated in a process of their own from now on, so that nothing
    /// that they do harms this one: a program that calls [`work`](super::work) when it is started
    /// with the one argument [`WORKER`](super::WORKER). Without one, they run in this process, within
    /// a time but without a limit to their memory.
    pub fn isolate(&mut self, program: PathBuf) {
        self.worker = Some(program);
    }

    /// Whether there is a rule of the project's own to evaluate.
    #[must_use]
    pub fn has_own_rules(&self) -> bool {
        let own = |rule: &Rule| rule.origin == Origin::User && rule.refused.is_none();
        self.rules.iter().any(own)
    }

    /// What a rule is evaluated from; `None` if there is no such rule, or none that can be.
    pub(super) fn source_of(&self, id: &str) -> Option<(&Rule, &PolicyFile)> {
        let rule = self.rule(id).filter(|rule| rule.refused.is_none())?;
        Some((rule, self.rule_files.get(id)?))
    }

    pub(super) fn libraries(&self) -> &[PolicyFile] {
        &self.libraries
    }

    pub(super) fn own_libraries(&self) -> &[PolicyFile] {
        &self.own_libraries
    }

    pub(super) fn data_document(&self) -> String {
        self.parameters.document()
    }
}
