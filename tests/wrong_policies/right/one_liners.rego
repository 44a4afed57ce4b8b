# METADATA
# title: As short as it gets
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.one_liners

deny contains {"subject": "tree", "message": "is dirty"} if not input.facts.worktree.clean

deny contains {"subject": c.path, "message": "x"} if some c in input.facts.worktree.changes

deny contains {"subject": p, "message": "y"} if { some p; p = input.facts.worktree.changes[_].path; p != "" }
