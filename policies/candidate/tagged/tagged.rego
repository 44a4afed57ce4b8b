# METADATA
# title: The release candidate is tagged
# description: HEAD has an annotated tag vX.Y.Z-rc.N of the version, N follows the candidates before it without a gap, the release branch has the commit, and the remote has the tag. That last one is known from the CI system, or from tags that were fetched to a place of their own; relcheck asks no remote itself.
# custom:
#   stages: [candidate]
#   types: [minor, major]
#   level: deny
#   needs: [candidate_tag, repository]
#   fix: "Tag the candidate on its release branch and push the tag: `git tag -a vX.Y.Z-rc.N -m \"Release candidate vX.Y.Z-rc.N\" && git push origin vX.Y.Z-rc.N`"
#   source:
#     - Release Branch Strategy / Branch Lifecycle / Try
#     - Release Candidate Process / RC Creation / Put an annotated tag
#     - Release Candidate Process / RC Creation / Push the tag
package relcheck.policy.candidate.tagged

import data.relcheck.lib.branch
import data.relcheck.lib.candidate
import data.relcheck.lib.pushed
import data.relcheck.lib.shell
import data.relcheck.lib.version

strategy := data.relcheck.params.candidate.tagged.strategy

repository := input.facts.repository

line := version.line(candidate.version)

core := candidate.version.core

candidates := [{"name": tag.name, "number": number, "tag": tag} |
	some tag in repository.tags
	tag.kind == "pre-release"
	tag.version != null
	tag.version.core == core
	number := version.candidate_number(tag.version)
]

on_head := [entry |
	repository.head != null
	some entry in candidates
	entry.tag.commit == repository.head.commit
]

names_on_head := {entry.name | some entry in on_head}

numbers := {entry.number | some entry in candidates}

next := max(numbers | {0}) + 1

# Written as the candidates are that there are: `-RC2` after `-RC1`.
name(number) := sprintf("%s%d", [stem, number])

stem := stems[0] if count(stems) > 0

else := sprintf("%s%s-rc.", [repository.tag_pattern.current, core])

stems := [start |
	some entry in candidates
	start := trim_right(entry.name, "0123456789")
	entry.name == sprintf("%s%d", [start, entry.number])
]

make(tag) := sprintf("git tag -a %s -m %s", [shell.quote(tag), shell.quote(sprintf("Release candidate %s", [tag]))])

# The numbers that have none before them, though they should.
after_gap := {number |
	some entry in on_head
	some number in numbers
	number <= entry.number
	number > 1
	not number - 1 in numbers
}

wanted := repository.main if strategy == "trunk"

else := branch.named(repository.branches, "release", line, sprintf("release/v%s.x", [line]))

has_line_branch if count(branch.names(repository.branches, "release", line)) > 0

has_line_branch if {
	strategy == "trunk"
	repository.main != null
}

is_held if {
	some holding in input.facts.candidate_tag.branches
	holding.name == wanted
}

is_held if {
	strategy == "release-branches"
	some holding in input.facts.candidate_tag.branches
	holding.kind == "release"
	holding.line == line
}

deny contains {
	"subject": core,
	"message": sprintf("HEAD has no tag of a release candidate of %s", [core]),
	"fix": make(name(next)),
} if {
	count(on_head) == 0
}

deny contains {
	"subject": entry.name,
	"message": sprintf("the tag `%s` is not annotated", [entry.name]),
	"fix": sprintf("%s --force", [make(entry.name)]),
} if {
	some entry in on_head
	not entry.tag.annotated
}

deny contains {
	"subject": name(number),
	"message": sprintf("there is no `%s` before `%s`", [name(number - 1), name(number)]),
	"fix": sprintf("git fetch --tags, or number the candidate anew: %s", [make(name(number - 1))]),
} if {
	not repository.shallow
	some number in after_gap
}

deny contains {
	"subject": entry.name,
	"message": sprintf("`%s` does not have the commit of `%s`", [wanted, entry.name]),
	"fix": sprintf("tag a commit of `%s`: git switch %s", [wanted, shell.quote(wanted)]),
} if {
	some entry in on_head
	wanted != null
	has_line_branch
	not is_held
	input.facts.candidate_tag.complete
}

deny contains {
	"subject": entry.name,
	"message": sprintf("`%s` is on `%s`, and the line %s has no release branch", [entry.name, repository.branch.name, line]),
	"fix": branch.switch_to(repository.branches, "release", line, [wanted]),
} if {
	some entry in on_head
	wanted != null
	not has_line_branch
	repository.branch.name != null
}

deny contains finding if some finding in pushed.moved(input.facts.candidate_tag.remote_tags, names_on_head)

deny contains finding if some finding in pushed.moved_since(repository.ci, names_on_head)

unknown contains reason if some reason in candidate.unknown

unknown contains {
	"reason": "the clone is shallow: candidates before this one may be missing here",
	"fix": "git fetch --unshallow --tags",
} if {
	repository.shallow
	count(after_gap) > 0
}

unknown contains {
	"reason": sprintf("the clone does not tell whether a branch of the line %s has HEAD's commit", [line]),
	"fix": fix_of_branches,
} if {
	count(on_head) > 0
	not is_held
	is_branch_unclear
}

# All branches, also of a clone that was made of one.
fetch := sprintf("git fetch%s origin '+refs/heads/*:refs/remotes/origin/*'", [deeper])

deeper := " --unshallow" if repository.shallow

else := ""

fix_of_branches := sprintf("%s; if there is none: %s", [fetch, branch.switch_to(repository.branches, "release", line, [wanted])]) if {
	strategy == "release-branches"
	wanted != null
	not has_line_branch
}

else := fetch

is_branch_unclear if {
	has_line_branch
	not input.facts.candidate_tag.complete
}

is_branch_unclear if {
	not has_line_branch
	is_null(repository.branch.name)
}

is_branch_unclear if wanted == null

unknown contains reason if some reason in pushed.unclear(repository.ci, input.facts.candidate_tag.remote_tags, names_on_head)
