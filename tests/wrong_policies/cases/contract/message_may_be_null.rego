# METADATA
# title: Message may be null
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.message_may_be_null

deny contains {"subject": "demo", "message": input.facts.repository.branch.note} if input.facts.repository.shallow
#             ^ `message`
