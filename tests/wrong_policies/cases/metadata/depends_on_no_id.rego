# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   depends_on: [clean_tree]
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.depends_on_no_id

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:18 `clean_tree`
