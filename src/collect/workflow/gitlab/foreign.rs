//! What a pipeline takes from elsewhere: files of other projects, and images.

use crate::collect::workflow::calls::cut;
use crate::collect::workflow::pin::pin;
use crate::facts::{Import, ImportKind, Pin};
use crate::formats::image_name::{of_image, of_version};
use crate::formats::yaml_tree::{Node, Value};

/// The path of an `include` from the same repository.
pub(super) fn local(item: &Node) -> Option<&str> {
    match &item.value {
        Value::Scalar(_) => item.text().filter(|text| !is_address(text)),
        _ => item.text_of("local"),
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// An `include` from elsewhere with the reason why it is not read. GitLab's own templates are part of
/// GitLab, and are no import.
pub(super) fn include(path: &str, item: &Node) -> (Option<Import>, String) {
    let text = |key: &str| item.text_of(key);
    let (shown, pin) = if let Some(address) = item.text().or(text("remote")) {
        let pin = match text("integrity") {
            Some(_) => Pin::Digest,
            None => Pin::None,
        };
        (address.to_owned(), pin)
    } else if let Some(project) = text("project") {
        let pin = text("ref").map_or(Pin::None, |version| pin(of_version(version)));
        let version = text("ref").map(|version| format!("@{version}"));
        (format!("{project}{}", version.unwrap_or_default()), pin)
    } else if let Some(component) = text("component") {
        let pin = match component.rsplit_once('@') {
            Some((_, version)) => pin(of_version(version)),
            None => Pin::None,
        };
        (component.to_owned(), pin)
    } else if let Some(template) = text("template") {
        let reason = format!("what GitLab's template `{template}` does is not in the repository");
        return (None, reason);
    } else {
        return (None, "what this `include` names is not known".to_owned());
    };
    let reason = format!(
        "what the include `{}` does is not in the repository",
        cut(&shown)
    );
    let import = Import {
        path: path.to_owned(),
        line: item.line,
        kind: ImportKind::File,
        text: cut(&shown),
        pin,
    };
    (Some(import), reason)
}

/// An image that a job runs in or beside.
pub(super) fn image(path: &str, line: u64, name: &str) -> Import {
    Import {
        path: path.to_owned(),
        line,
        kind: ImportKind::Image,
        text: cut(name),
        pin: pin(of_image(name)),
    }
}
