//! Embeds the built-in policies: every file below `policies/`, by its path, into the program. And
//! has the program linked to a fixed place where that saves half of its start-up.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=policies");
    link_to_a_fixed_place();

    let mut paths = Vec::new();
    collect(&root, "policies", &mut paths)?;
    paths.sort();
    fs::write(out.join("policies.rs"), table(&root, &paths)?)
}

/// The tables of the libraries hold some 60,000 pointers. In a program that may be loaded anywhere,
/// each is worked out at every start, and the pages that hold them are copied: half of the time that
/// a start takes. Stack, heap and libraries stay at random places.
fn link_to_a_fixed_place() {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    let is_static = target("FEATURE")
        .split(',')
        .any(|name| name == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Adds the `.rego` files below `folder`, a path with `/` relative to `root`.
fn collect(root: &Path, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(root, &path, paths)?;
        } else if kind.is_file() && wanted(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

fn wanted(path: &str) -> bool {
    let others = ["manifest.txt", "data.yaml", "read_ahead.json"];
    let is_other = |name: &str| others.contains(&name);
    path.ends_with(".rego") || path.strip_prefix("policies/").is_some_and(is_other)
}

/// The files with the digests of their texts, so that no run has to work those out. What is written
/// is the very text that was digested.
fn table(root: &Path, paths: &[String]) -> io::Result<String> {
    let mut code = String::from("static FILES: &[Embedded] = &[\n");
    for path in paths {
        let text = fs::read_to_string(root.join(path))?;
        let sha256 = Sha256::digest(text.as_bytes());
        let _ = writeln!(
            code,
            "    Embedded {{ path: {path:?}, text: {text:?}, sha256: \"{sha256:x}\" }},"
        );
    }
    code.push_str("];\n");
    Ok(code)
}
