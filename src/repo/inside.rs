//! Paths that are written from a folder.

/// The path from the root that one means which is written from a folder, with `/` between its parts:
/// without `.`, `..` and empty parts, and empty for the root itself. `None` if it leads out of the root,
/// or starts with `/`.
#[must_use]
pub fn inside(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_of_the_root() {
        for (folder, path, expected) in [
            ("a/b", "../c.txt", Some("a/c.txt")),
            ("", "./c.txt", Some("c.txt")),
            ("", "policies/", Some("policies")),
            ("a/b", "../../p", Some("p")),
            ("a", "..", Some("")),
            ("", ".", Some("")),
            ("a", "../../c.txt", None),
            ("a", "/etc/passwd", None),
        ] {
            assert_eq!(inside(folder, path).as_deref(), expected, "{folder} {path}");
        }
    }
}
