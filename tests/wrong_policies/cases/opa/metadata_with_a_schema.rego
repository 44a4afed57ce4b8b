# METADATA
# title: Metadata with a schema
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.metadata_with_a_schema

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# METADATA
# schemas:
#   - input: schema.nothing
limit := 3 if input.facts.worktree.clean

# error 18:3 schemas
