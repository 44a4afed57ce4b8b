# METADATA
# title: Object with text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_with_text

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.version == "1.2.3"
#   ^ never equal
}
