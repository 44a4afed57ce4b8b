# METADATA
# title: Package twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.package_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

package policy.demo.more
# error 17:1 `package`
