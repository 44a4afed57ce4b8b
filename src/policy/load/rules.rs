//! The rules of a set, with what their metadata says.

use std::collections::{BTreeMap, BTreeSet};

use super::{Loading, Rules, id_of};
use crate::policy::metadata::{self, Described, Identity};
use crate::policy::module::ParsedModule;
use crate::policy::rule::{Origin, Rule};
use crate::policy::source::PolicyFile;

impl Loading<'_> {
    pub(super) fn rules(&mut self, modules: &[ParsedModule], replaced: &BTreeSet<String>) -> Rules {
        let mut rules = Vec::new();
        let mut files = BTreeMap::new();
        let embedded = self.embedded();
        for (id, file) in embedded.iter().filter(|(id, _)| !replaced.contains(id)) {
            let identity = Identity {
                id,
                package: &format!("relcheck.policy.{id}"),
                origin: Origin::Builtin,
                line: None,
            };
            self.check_package_line(file, identity.package);
            self.rule(file, &identity, &mut rules);
            files.insert(id.clone(), (*file).clone());
        }
        for module in modules {
            let Some(id) = id_of(module) else { continue };
            if module.builtin && replaced.contains(id) {
                continue;
            }
            let origin = if module.builtin {
                Origin::Builtin
            } else {
                Origin::User
            };
            let identity = Identity {
                id,
                package: &module.package,
                origin,
                line: Some(module.line),
            };
            self.rule(&module.file, &identity, &mut rules);
            files.insert(id.to_owned(), module.file.clone());
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        (rules, files)
    }

    fn rule(&mut self, file: &PolicyFile, identity: &Identity, rules: &mut Vec<Rule>) {
        if identity.origin == Origin::Builtin
            && let Some(rule) = self.ahead.rule(file, self.facts)
        {
            rules.push(rule);
            return;
        }
        match metadata::read(file, identity, self.facts) {
            Ok(Described { rule, places }) => {
                self.places.insert(rule.id.clone(), places);
                rules.push(rule);
            }
            Err(errors) => {
                if identity.origin == Origin::User {
                    self.broken.insert(identity.id.to_owned());
                }
                self.errors.extend(errors);
            }
        }
    }
}
