# The tree is clean.
package policy.demo.absent

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 2:1 METADATA
