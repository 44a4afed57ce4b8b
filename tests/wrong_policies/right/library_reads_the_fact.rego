# METADATA
# title: The clone is whole
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.library_reads_the_fact

import data.policy.lib.depth

deny contains {"subject": "clone", "message": "is shallow"} if depth.is_cut_off
