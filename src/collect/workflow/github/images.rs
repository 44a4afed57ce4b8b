//! The images that jobs run in and beside: `container` and `services`.

use crate::collect::workflow::calls::cut;
use crate::collect::workflow::pin::pin;
use crate::facts::{Import, ImportKind};
use crate::formats::image_name::of_image;
use crate::formats::yaml_tree::{Entry, Node};

/// The images of all jobs, sorted.
pub(super) fn of_jobs(path: &str, jobs: &[Entry]) -> Vec<Import> {
    let mut found: Vec<Import> = jobs
        .iter()
        .flat_map(|job| {
            let services = job.node.get("services").map(|node| node.entries());
            let services = services.unwrap_or_default().iter().map(|entry| &entry.node);
            job.node.get("container").into_iter().chain(services)
        })
        .filter_map(|node| image(path, node))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn image(path: &str, node: &Node) -> Option<Import> {
    let named = node.get("image").map_or(node, |node| node);
    let name = named.text()?;
    Some(Import {
        path: path.to_owned(),
        line: named.line,
        kind: ImportKind::Image,
        text: cut(name),
        pin: pin(of_image(name)),
    })
}
