//! Where griffe is not followed, and why.

use crate::finding::Finding;

/// Findings of griffe that relcheck does not share, and why.
struct Judged {
    package: &'static str,
    new: &'static str,
    /// The beginning of griffe's title.
    title: &'static str,
    kind: &'static str,
    reason: &'static str,
}

/// Why relcheck does not share a finding of griffe; `None` if nobody has judged it.
pub fn of_griffe(package: &str, new: &str, finding: &Finding) -> Option<&'static str> {
    let case = JUDGED.iter().find(|case| {
        case.package == package
            && case.new == new
            && finding.title.starts_with(case.title)
            && case.kind == finding.kind
    })?;
    Some(case.reason)
}

/// Why griffe does not share a change of relcheck's; `None` if nobody has judged it.
pub fn of_relcheck(package: &str, new: &str, symbol: &str, kind: &str) -> Option<&'static str> {
    let (.., reason) = OWN
        .iter()
        .find(|case| (case.0, case.1, case.2, case.3) == (package, new, symbol, kind))?;
    Some(reason)
}

/// Breaking changes that only relcheck finds, all of them true: the package, its new release, the
/// symbol, the kind, and why griffe says nothing.
const OWN: &[(&str, &str, &str, &str, &str)] = &[
    (
        "click",
        "8.2.0",
        "click.Group",
        "base-removed",
        "`MultiCommand` went and `Command` came: griffe compares how many bases there are",
    ),
    (
        "click",
        "8.2.0",
        "click.CommandCollection",
        "base-removed",
        "`MultiCommand` went and `Group` came: griffe compares how many bases there are",
    ),
    (
        "click",
        "8.2.0",
        "click.Context.protected_args",
        "read-only",
        "the attribute could be set; griffe takes attributes and properties for the same",
    ),
];

const MADE: &str =
    "`__getattr__` makes the name, with a deprecation warning: relcheck says `deprecated`";
const POSITIONAL: &str =
    "the parameter was called `__x`, so it is positional-only: its name is nobody's";
const VARIADIC: &str = "`**attrs` is `**kwargs` now: any name can be passed as before";
const BASE: &str = "a base class lost it, which relcheck tells of once";

const fn click(title: &'static str, kind: &'static str, reason: &'static str) -> Judged {
    Judged {
        package: "click",
        new: "8.2.0",
        title,
        kind,
        reason,
    }
}

const JUDGED: &[Judged] = &[
    click("__version__", "Public object was removed", MADE),
    click("BaseCommand", "Public object was removed", MADE),
    click("MultiCommand", "Public object was removed", MADE),
    click("split_opt", "Public object was removed", MADE),
    click("normalize_opt", "Public object was removed", MADE),
    click("split_arg_string", "Public object was removed", MADE),
    click("Option", "Public object was removed", MADE),
    click("Argument", "Public object was removed", MADE),
    click("ParsingState", "Public object was removed", MADE),
    click("OptionParser", "Public object was removed", MADE),
    click(
        "Context.invoke(",
        "Parameter was added as required",
        POSITIONAL,
    ),
    click(
        "Context.forward(",
        "Parameter was added as required",
        POSITIONAL,
    ),
    click("Group.__init__(attrs)", "Parameter was removed", VARIADIC),
    click(
        "CommandCollection.__init__(attrs)",
        "Parameter was removed",
        VARIADIC,
    ),
    Judged {
        package: "attrs",
        new: "24.1.0",
        title: "define",
        kind: "Return types are incompatible",
        reason: "its stub moved from `attr` to `attrs`; griffe loads one package only",
    },
    Judged {
        package: "attrs",
        new: "24.1.0",
        title: "field",
        kind: "Return types are incompatible",
        reason: "its stub moved from `attr` to `attrs`; griffe loads one package only",
    },
    Judged {
        package: "attrs",
        new: "26.1.0",
        title: "Frozen",
        kind: "Public object was removed",
        reason: BASE,
    },
];
