package relcheck.lib.sign_offs

import data.relcheck.lib.candidate
import data.relcheck.lib.text

# What a sign-off over the known vulnerabilities calls them.
findings := "relcheck:findings"

# Those of a kind that were given over a document, which is still as it was, for whatever commit.
over_documents(facts, kind) := [sign_off |
	some sign_off in facts.given
	sign_off.what == kind
	count(documents(sign_off)) > 0
	candidate.is_for(sign_off)
]

documents(sign_off) := {document.path |
	some document in sign_off.documents
	document.path != findings
}

# Those of a kind that were given over what is known of vulnerabilities.
over_findings(facts, kind) := [sign_off |
	some sign_off in facts.given
	sign_off.what == kind
	some document in sign_off.documents
	document.path == findings
]

# Findings about those of a kind that do not count, and those that were taken out of their note.
problems(facts, kind) := refused(facts, kind) | gone(facts, kind)

refused(facts, kind) := {finding |
	some one in facts.refused
	one.what == kind
	one.who != null
	finding := {
		"subject": one.place,
		"message": sprintf("a sign-off by %s does not count: %s", [text.cut(one.who, 80), one.reason]),
		"level": "warn",
	}
}

gone(facts, kind) := {finding |
	some one in facts.gone
	one.what == kind
	one.who != null
	finding := {
		"subject": one.place,
		"message": sprintf("a sign-off by %s was taken out of the note that held it", [text.cut(one.who, 80)]),
		"fix": "put it back: merge an earlier state of refs/notes/relcheck with `git notes --ref=relcheck merge -s cat_sort_uniq`",
	}
}

# Why nothing is known of sign-offs.
absent(facts, kind) := {{"reason": "the sign-offs are not in this clone, or there are none", "fix": fetched(facts, kind)}} if not facts.notes

else := set()

# There is nothing to be fetched before somebody has signed.
fetched(facts, kind) := sprintf("`%s`; where nobody has signed yet, that fails: `relcheck sign-off %s`, with a key as docs/sign-offs.md tells", [facts.fix, kind])

shown(sign_off) := sprintf("`%s` by %s", [sign_off.what, sign_off.person])
