# METADATA
# title: Evidence is text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.evidence_is_text

deny contains {"subject": "demo", "message": "it is so", "evidence": "a.md"} if not input.facts.worktree.clean
#             ^ `evidence`
