//! The releases of real packages that are compared, and where griffe is not followed.

use crate::finding::Finding;

/// The folder of the clone, the package, and the two tags.
pub const RELEASES: &[(&str, &str, &str, &str)] = &[
    ("requests", "requests", "v2.31.0", "v2.32.0"),
    ("requests", "requests", "v2.32.5", "v2.33.0"),
    ("click", "click", "8.1.8", "8.2.0"),
    ("click", "click", "8.2.2", "8.3.0"),
    ("httpx", "httpx", "0.24.1", "0.25.0"),
    ("httpx", "httpx", "0.27.2", "0.28.0"),
    ("attrs", "attr", "23.2.0", "24.1.0"),
    ("attrs", "attr", "25.4.0", "26.1.0"),
    ("marshmallow", "marshmallow", "3.22.0", "3.23.0"),
    ("rich", "rich", "v14.2.0", "v14.3.0"),
];

/// Findings of griffe that relcheck does not share, and why.
pub struct Judged {
    pub package: &'static str,
    pub new: &'static str,
    /// The beginning of griffe's title.
    pub title: &'static str,
    pub kind: &'static str,
    pub reason: &'static str,
}

impl Judged {
    pub fn covers(&self, package: &str, new: &str, finding: &Finding) -> bool {
        self.package == package
            && self.new == new
            && finding.title.starts_with(self.title)
            && self.kind == finding.kind
    }
}

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

pub const JUDGED: &[Judged] = &[
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
