//! How many of the project's packages a report tells of.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::packages::{Packages, Used};
use crate::formats::audit::{Looked, LookedUp};
use crate::release::Ecosystem;

/// How much of an ecosystem a report tells of.
pub(super) enum Coverage {
    Whole,
    /// The packages of some lock files, and all of those.
    Part(Part),
    Partial(String),
    /// It is of another ecosystem.
    None,
}

/// The packages that a report tells of.
pub(super) struct Part {
    /// Their places in the list.
    pub told: Vec<usize>,
    /// Why these are not all, as a clause.
    pub reason: String,
}

/// Whether a report, whose tool looked at these places, tells of all packages of an ecosystem.
pub(super) fn coverage(
    looked_up: &LookedUp,
    places: &BTreeSet<String>,
    ecosystem: Ecosystem,
    packages: &Packages,
) -> Coverage {
    match looked_up {
        LookedUp::Counted(one, _) if *one != ecosystem => Coverage::None,
        LookedUp::Counted(_, looked) => counted(*looked, places, ecosystem, packages),
        LookedUp::Unsaid => {
            Coverage::Partial("does not say which packages it looked up".to_owned())
        }
        LookedUp::Listed(list) => listed(list, ecosystem, packages),
    }
}

/// A count alone does not tell which packages were counted: it is of the lock file that the tool read.
fn counted(
    looked: u64,
    places: &BTreeSet<String>,
    ecosystem: Ecosystem,
    packages: &Packages,
) -> Coverage {
    let files: BTreeSet<&str> = packages
        .of(ecosystem)
        .flat_map(|(_, used)| used.named_by.iter().map(String::as_str))
        .collect();
    let mut places = places.iter();
    let read = match (places.next(), places.next()) {
        (None, _) => files,
        (Some(place), None) => read_in(place, ecosystem, &files),
        (Some(one), Some(other)) => {
            return Coverage::Partial(format!(
                "looked up {looked} packages, and its command looks at {} and at {}, so that it is not known of which: record each by itself",
                folder(one),
                folder(other)
            ));
        }
    };
    let is_told = |used: &Used| used.named_by.iter().any(|it| read.contains(it.as_str()));
    let (told, missed): (Vec<_>, Vec<_>) =
        packages.of(ecosystem).partition(|(_, used)| is_told(used));
    if looked < told.len() as u64 {
        return Coverage::Partial(format!(
            "looked up {looked} packages, and the lock files have {}",
            told.len()
        ));
    }
    let Some((_, first)) = missed.first() else {
        return Coverage::Whole;
    };
    let reason = elsewhere(&read, first, missed.len());
    match told.is_empty() {
        true => Coverage::Partial(reason),
        false => Coverage::Part(Part {
            told: told.into_iter().map(|(place, _)| place).collect(),
            reason,
        }),
    }
}

/// The lock files that a tool reads which was run in a folder, or was told a file.
fn read_in<'f>(place: &str, ecosystem: Ecosystem, files: &BTreeSet<&'f str>) -> BTreeSet<&'f str> {
    let is_of = |file: &str, folder: &str| {
        file == folder || file.rsplit_once('/').map_or("", |(it, _)| it) == folder
    };
    let mut folder = place;
    loop {
        let read = files.iter().filter(|file| is_of(file, folder));
        let read: BTreeSet<&str> = read.copied().collect();
        // npm looks for the project above of a folder that has none; cargo-audit does not.
        if !read.is_empty() || folder.is_empty() || ecosystem != Ecosystem::Npm {
            return read;
        }
        folder = folder.rsplit_once('/').map_or("", |(it, _)| it);
    }
}

fn folder(place: &str) -> String {
    match place {
        "" => "the root".to_owned(),
        place => format!("`{place}`"),
    }
}

/// Why packages are missing that other lock files name.
fn elsewhere(read: &BTreeSet<&str>, first: &Used, count: usize) -> String {
    let read: Vec<String> = read.iter().map(|it| format!("`{it}`")).collect();
    let what = match read.as_slice() {
        [] => "looked up another lock file than the project's".to_owned(),
        read => format!("looked up {} alone", read.join(" and ")),
    };
    let more = match count {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let file = first.path.as_deref().unwrap_or("another file");
    let folder = match file.rsplit_once('/') {
        Some((folder, _)) => format!("`{folder}`"),
        None => "the root of the project".to_owned(),
    };
    format!(
        "{what}, and not `{} {}`{more} of `{file}`: record the same in {folder} as well",
        first.package.name, first.version
    )
}

fn listed(list: &[Looked], ecosystem: Ecosystem, packages: &Packages) -> Coverage {
    let of_it = list
        .iter()
        .filter(|it| it.ecosystem.is_none_or(|it| it == ecosystem));
    let looked: HashSet<(Cow<str>, &str)> = of_it
        .map(|it| (ecosystem.key(&it.name), it.version.as_str()))
        .collect();
    let used = packages.of(ecosystem).map(|(_, used)| used);
    let mut missed =
        used.filter(|it| !looked.contains(&(ecosystem.key(&it.package.name), it.version.as_str())));
    let Some(first) = missed.next() else {
        return Coverage::Whole;
    };
    let first = format!("`{} {}`", first.package.name, first.version);
    Coverage::Partial(match missed.count() {
        0 => format!("does not list {first}"),
        more => format!("does not list {first} and {more} more"),
    })
}
