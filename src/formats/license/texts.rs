//! The texts of common licences, told by a few of their sentences. That is advice: whoever writes a
//! licence of their own takes sentences of others.

use super::reading::Reading;

/// Sentences of a licence, in lower case with single blanks; all of them must be there.
struct Known {
    has: &'static [&'static str],
    lacks: &'static [&'static str],
    /// What it is then, or may be.
    is: &'static [&'static str],
    /// The most characters that such a text has, so that nothing hides behind it.
    most: usize,
}

const COMMON: usize = 2_400;
const WHOLE: usize = 60_000;

const KNOWN: &[Known] = &[
    Known {
        has: &[
            "permission is hereby granted, free of charge, to any person obtaining a copy",
            "the above copyright notice and this permission notice",
        ],
        lacks: &["neither the name", "except as contained in this notice"],
        is: &["MIT"],
        most: COMMON,
    },
    Known {
        has: &[
            "redistributions of source code must retain",
            "redistributions in binary form must reproduce",
            "all advertising materials mentioning",
        ],
        lacks: &[],
        is: &["BSD-4-Clause"],
        most: COMMON,
    },
    Known {
        has: &[
            "redistributions of source code must retain",
            "redistributions in binary form must reproduce",
            "endorse or promote products",
        ],
        lacks: &[
            "all advertising materials mentioning",
            "no express or implied licenses to any party's patent",
        ],
        is: &["BSD-3-Clause"],
        most: COMMON,
    },
    Known {
        has: &[
            "redistributions of source code must retain",
            "redistributions in binary form must reproduce",
        ],
        lacks: &[
            "all advertising materials mentioning",
            "endorse or promote products",
        ],
        is: &["BSD-2-Clause"],
        most: COMMON,
    },
    Known {
        has: &[
            "permission to use, copy, modify, and",
            "provided that the above copyright notice and this permission notice appear in all copies",
        ],
        lacks: &["in supporting documentation"],
        is: &["ISC"],
        most: COMMON,
    },
    Known {
        has: &["apache license", "version 2.0, january 2004"],
        lacks: &[],
        is: &["Apache-2.0"],
        most: 14_000,
    },
    Known {
        has: &["mozilla public license", "version 2.0", "covered software"],
        lacks: &[],
        is: &["MPL-2.0", "MPL-2.0-no-copyleft-exception"],
        most: 20_000,
    },
    Known {
        has: &["gnu affero general public license version 3"],
        lacks: &[],
        is: &["AGPL-3.0-only", "AGPL-3.0-or-later"],
        most: WHOLE,
    },
    Known {
        has: &["gnu lesser general public license version 3"],
        lacks: &["gnu affero"],
        is: &["LGPL-3.0-only", "LGPL-3.0-or-later"],
        most: WHOLE,
    },
    Known {
        has: &["gnu lesser general public license version 2.1"],
        lacks: &[],
        is: &["LGPL-2.1-only", "LGPL-2.1-or-later"],
        most: WHOLE,
    },
    Known {
        has: &[
            "gnu general public license version 3",
            "terms and conditions",
        ],
        lacks: &[
            "gnu affero general public license version 3, 19",
            "gnu lesser general public license version",
        ],
        is: &["GPL-3.0-only", "GPL-3.0-or-later"],
        most: WHOLE,
    },
    Known {
        has: &[
            "gnu general public license version 2",
            "terms and conditions",
        ],
        lacks: &["gnu lesser general public license version"],
        is: &["GPL-2.0-only", "GPL-2.0-or-later"],
        most: WHOLE,
    },
    Known {
        has: &["this is free and unencumbered software released into the public domain"],
        lacks: &[],
        is: &["Unlicense"],
        most: COMMON,
    },
];

/// Words of conditions that are added to other licences to forbid what those allow.
const RESTRICTING: [&str; 5] = [
    "commons clause",
    "non-commercial",
    "noncommercial",
    "right to sell",
    "shall be used for good",
];

/// Reads the text of a licence.
pub(super) fn read(text: &str) -> Reading {
    let plain = text
        .split_whitespace()
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ");
    let restricting = RESTRICTING.iter().find(|words| plain.contains(**words));
    if let Some(words) = restricting {
        return Reading::unknown(format!(
            "it is the text of a licence that holds the words `{words}`"
        ));
    }
    let found: Vec<&Known> = KNOWN.iter().filter(|known| known.is_in(&plain)).collect();
    match found.as_slice() {
        [] => Reading::unknown("it is a text of a licence that relcheck does not know"),
        [known] if plain.chars().count() > known.most => Reading::unknown(format!(
            "it is a text that holds more than the licence {}",
            known.is.join(" or ")
        )),
        [known] => Reading::Guess {
            groups: vec![known.is.iter().map(|it| (*it).to_owned()).collect()],
            why: "it is told by a few sentences of a text".to_owned(),
        },
        _ => Reading::unknown("it is a text that holds several licences"),
    }
}

impl Known {
    fn is_in(&self, plain: &str) -> bool {
        self.has.iter().all(|words| plain.contains(words))
            && !self.lacks.iter().any(|words| plain.contains(words))
    }
}
