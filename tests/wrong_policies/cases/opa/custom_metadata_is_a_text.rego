# METADATA
# title: Custom metadata is a text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.custom_metadata_is_a_text

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# METADATA
# custom: text
limit := 3 if input.facts.worktree.clean

# error 18:11 custom
