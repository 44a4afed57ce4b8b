# METADATA
# title: Metadata of a package at a rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.metadata_of_a_package_at_a_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# METADATA
# scope: package
limit := 3 if input.facts.worktree.clean

# error 18:10 package
