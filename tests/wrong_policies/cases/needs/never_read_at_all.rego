# METADATA
# title: Never read at all
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.never_read_at_all

deny contains {"subject": "demo", "message": "it is so"} if {
    input.release.type == "patch"
}

# error 8:13 never read
