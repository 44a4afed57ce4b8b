# METADATA
# title: The release branch is cut from the main branch
# description: The release branch starts from a commit of the main branch's own first-parent line, not from one that a merge brought there. One that was cut from a branch that nobody has merged cannot be told from one with commits of its own.
# custom:
#   stages: [pre-release]
#   types: [minor, major]
#   level: deny
#   needs: [main_line, repository]
#   fix: "Cut the branch from the main branch: `git switch -c release/vX.Y.x main`"
#   source:
#     - Release Branch Strategy / Branch Lifecycle / Prepare
#     - Release Candidate Process / RC Creation / Make the release branch
package relcheck.policy.branch.cut_from_main

import data.relcheck.lib.branch
import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.shell
import data.relcheck.lib.version

main := input.facts.main_line

repository := input.facts.repository

own := repository.branch.name if repository.branch.name != null

else := "HEAD"

# What a merge of this very release branch into main calls it.
names contains name if some name in branch.names(repository.branches, "release", version.line(candidate.version))

names contains own if repository.branch.name != null

is_merged_back(merged) if {
	some name in names
	contains(merged.subject, name)
}

not_applicable contains sprintf("HEAD is on `%s` itself", [main.branch]) if {
	main.fork != null
	main.fork.own_commits == 0
	repository.branch.name == main.branch
}

deny contains {
	"subject": own,
	"message": sprintf("`%s` has no commit in common with `%s`'s own line", [own, main.branch]),
	"fix": sprintf("git rebase %s", [shell.quote(main.branch)]),
} if {
	main.fork == null
}

deny contains {
	"subject": own,
	"message": sprintf("`%s` starts from commit %s, which is not on `%s`'s own line: %s merged it there", [
		own,
		commit.short(merged.commit),
		main.branch,
		commit.short(merged.by),
	]),
	"fix": sprintf("git rebase --onto %s %s", [commit.short(merged.by), commit.short(merged.commit)]),
	"evidence": {"commit": merged.commit},
} if {
	main.fork != null
	main.fork.merged != null
	merged := main.fork.merged
	not is_merged_back(merged)
}

unknown contains reason if some reason in candidate.unknown
