# METADATA
# title: Library by variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.library_by_variable

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    some name in ["text"]
    data.relcheck.lib[name].x == 1
#   ^ cannot be read here
}
