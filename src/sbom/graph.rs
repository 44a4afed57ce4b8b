//! What needs what, and of what that is all.

use std::collections::BTreeMap;

use cyclonedx_bom::models::bom::BomReference;
use cyclonedx_bom::models::composition::{AggregateType, Composition, Compositions};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};

use super::Bill;
use super::parts::Part;

/// The graph of a bill, and for whose needs it is complete.
pub(super) fn graph(
    root: &str,
    parts: &BTreeMap<&str, Part>,
    bill: &Bill,
) -> (Dependencies, Compositions) {
    let direct = parts.values().filter(|part| part.is_direct != Some(false));
    let is_root_whole = bill.is_whole && parts.values().all(|part| part.is_direct.is_some());
    let mut nodes = vec![(
        is_root_whole,
        Dependency {
            dependency_ref: root.to_owned(),
            dependencies: direct.map(|part| part.purl.to_owned()).collect(),
        },
    )];
    nodes.extend(parts.values().map(|part| node(part, parts)));
    let compositions = [AggregateType::Complete, AggregateType::Incomplete]
        .into_iter()
        .filter_map(|aggregate| {
            let is_whole = aggregate == AggregateType::Complete;
            let of = nodes.iter().filter(|(whole, _)| *whole == is_whole);
            let references: Vec<_> = of
                .map(|(_, node)| BomReference::new(&node.dependency_ref))
                .collect();
            (!references.is_empty()).then_some(Composition {
                bom_ref: None,
                aggregate,
                assemblies: None,
                dependencies: Some(references),
                vulnerabilities: None,
                signature: None,
            })
        })
        .collect();
    let nodes = nodes.into_iter().map(|(_, node)| node).collect();
    (Dependencies(nodes), Compositions(compositions))
}

/// What one package needs, and whether that is all. What is not listed is not named.
fn node(part: &Part, parts: &BTreeMap<&str, Part>) -> (bool, Dependency) {
    let needs = part.particular.map(|it| &it.needs);
    let needs = || needs.into_iter().flatten();
    let listed = needs().filter(|purl| parts.contains_key(purl.as_str()));
    let node = Dependency {
        dependency_ref: part.purl.to_owned(),
        dependencies: listed.cloned().collect(),
    };
    let is_whole = part.particular.is_some_and(|it| it.is_whole);
    (is_whole && node.dependencies.len() == needs().count(), node)
}
