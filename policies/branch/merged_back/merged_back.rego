# METADATA
# title: The release is merged back into the main branch
# description: The main branch has the release's commit, or makes each of its changes, by patch-id. Lines older than the newest one are left out.
# custom:
#   stages: [post-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [merge_back]
#   fix: "Merge the release: `git switch main && git merge --no-ff vX.Y.Z`"
#   source: Release Branch Strategy / Branch Lifecycle / Release
package relcheck.policy.branch.merged_back

import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.shell
import data.relcheck.lib.text

fact := input.facts.merge_back

days := data.relcheck.params.branch.merged_back.days

release := fact.release if {
	fact.release != null
	fact.release.version.core == candidate.version.core
}

due := fact.tagged + (days * 86400) if fact.tagged != null

not_applicable contains sprintf("the release at hand is `%s`, not %s", [fact.release.tag, candidate.version.core]) if {
	fact.release != null
	fact.release.version.core != candidate.version.core
}

not_applicable contains sprintf("`%s` is of an older line than `%s`", [release.tag, fact.newer_line]) if {
	fact.newer_line != null
	fact.contained != true
}

deny contains {
	"subject": commit.short(patch.commit),
	"message": sprintf("%s of `%s` is not on `%s`", [text.quoted(patch.subject), release.tag, fact.main]),
	"fix": sprintf("git switch %s && git merge --no-ff %s", [shell.quote(fact.main), shell.quote(release.tag)]),
	"evidence": {"commit": patch.commit},
} if {
	fact.main != null
	some patch in fact.patches
	patch.state == "missing"
}

unknown contains reason if some reason in candidate.unknown

unknown contains {
	"reason": "HEAD has no tag of a final release",
	"fix": "git switch --detach vX.Y.Z, or relcheck check --stage post-release --release X.Y.Z",
} if {
	fact.release == null
}

unknown contains {
	"reason": "no main branch was found",
	"fix": "git fetch origin, or name it with `main_branch` below `[project]` in relcheck.toml",
} if {
	fact.release != null
	is_null(fact.main)
}
