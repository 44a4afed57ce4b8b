package relcheck.lib.licenses

# SPDX expressions against what is allowed, and what licences ask of what is distributed together with
# them.

# The terms for which an expression cannot be satisfied; none if it can be.
refused(expression, allowed, denied, exceptions) := relcheck.license_refused(expression, allowed, denied, exceptions)

# Why a text is no SPDX expression; empty if it is one.
problem(text) := relcheck.license_problem(text)

gpl := {
	"GPL-1.0-only",
	"GPL-1.0-or-later",
	"GPL-2.0-only",
	"GPL-2.0-or-later",
	"GPL-3.0-only",
	"GPL-3.0-or-later",
}

agpl := {"AGPL-1.0-only", "AGPL-1.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"}

lgpl := {
	"LGPL-2.0-only",
	"LGPL-2.0-or-later",
	"LGPL-2.1-only",
	"LGPL-2.1-or-later",
	"LGPL-3.0-only",
	"LGPL-3.0-or-later",
}

# Licences that have conditions which the GPL does not allow to be added, whatever its version, by the
# list of the Free Software Foundation.
unlike_gpl := {
	"Apache-1.0",
	"Apache-1.1",
	"BSD-4-Clause",
	"CC-BY-SA-3.0",
	"CDDL-1.0",
	"CDDL-1.1",
	"CPL-1.0",
	"EPL-1.0",
	"EPL-2.0",
	"IPL-1.0",
	"MPL-1.0",
	"MPL-1.1",
	"MPL-2.0-no-copyleft-exception",
	"MS-PL",
	"MS-RL",
	"OSL-3.0",
	"OpenSSL",
	"PHP-3.01",
	"SSPL-1.0",
}

# Exceptions that let what is linked with a work be under other licences.
linking_exceptions := {
	"Bootloader-exception",
	"Classpath-exception-2.0",
	"GCC-exception-2.0",
	"GCC-exception-3.1",
	"LLVM-exception",
	"Linux-syscall-note",
	"OpenJDK-assembly-exception-1.0",
	"Universal-FOSS-exception-1.0",
}

linking := {sprintf("%s WITH %s", [license, exception]) |
	some license in (((gpl | agpl) | lgpl) | {"Apache-2.0"})
	some exception in linking_exceptions
}

# What a project under a licence cannot, or not simply, be distributed with: the licences, how sure that
# is, and the reasoning.
conflicts := {
	"other": [
		{
			"licenses": gpl,
			"level": "deny",
			"why": "what is distributed together with it has to be under the GPL as a whole",
		},
		{
			"licenses": agpl,
			"level": "deny",
			"why": "what is distributed together with it, or used over a network, has to be under the AGPL as a whole",
		},
		{
			"licenses": lgpl,
			"level": "warn",
			"why": "it stays a library that users can replace with another version, so it must not be copied or linked in for good",
		},
	],
	"gpl-2.0-only": [
		{
			"licenses": {"Apache-2.0"},
			"level": "deny",
			"why": "its terms on patents are restrictions that the GPL-2.0 does not allow, and only the GPL-3.0 does",
		},
		{
			"licenses": {"AGPL-3.0-only", "AGPL-3.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"},
			"level": "deny",
			"why": "the whole would have to be under version 3, and the project allows version 2 only",
		},
		{
			"licenses": unlike_gpl,
			"level": "deny",
			"why": "it has conditions that the GPL does not allow to be added",
		},
	],
	"gpl-2.0-or-later": [
		{
			"licenses": {"AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"},
			"level": "warn",
			"why": "together with it the project can only be passed on under version 3 of the GPL or later",
		},
		{
			"licenses": unlike_gpl,
			"level": "deny",
			"why": "it has conditions that the GPL does not allow to be added",
		},
	],
	"gpl-3.0": [
		{
			"licenses": {"GPL-1.0-only", "GPL-2.0-only"},
			"level": "deny",
			"why": "the whole would have to be under its version of the GPL, and the project asks for version 3",
		},
		{
			"licenses": {"AGPL-3.0-only", "AGPL-3.0-or-later"},
			"level": "warn",
			"why": "both may be combined (section 13), and who uses the whole over a network can ask for its source",
		},
		{
			"licenses": unlike_gpl,
			"level": "deny",
			"why": "it has conditions that the GPL does not allow to be added",
		},
	],
	"agpl-3.0": [
		{
			"licenses": {"GPL-1.0-only", "GPL-2.0-only"},
			"level": "deny",
			"why": "the whole would have to be under its version of the GPL, and the project asks for the AGPL",
		},
		{
			"licenses": unlike_gpl,
			"level": "deny",
			"why": "it has conditions that the GPL does not allow to be added",
		},
	],
}

# How a project's own licence is treated in `conflicts`.
class(license) := "gpl-2.0-only" if license in {"GPL-1.0-only", "GPL-2.0-only"}

else := "gpl-2.0-or-later" if license in {"GPL-1.0-or-later", "GPL-2.0-or-later"}

else := "gpl-3.0" if license in {"GPL-3.0-only", "GPL-3.0-or-later"}

else := "agpl-3.0" if license in agpl

else := "other"

# The licences in an expression, without their exceptions.
named(expression) := {split(term, " WITH ")[0] |
	plain := replace(replace(expression, "(", ""), ")", "")
	some side in split(plain, " OR ")
	some term in split(side, " AND ")
}

# What of an expression does not go with a licence of the project: the terms, how sure, and why. What is
# under "either of two" goes with it where one does.
against(license, expression) := {{"terms": terms, "level": conflict.level, "why": conflict.why} |
	some conflict in conflicts[class(license)]
	terms := refused(expression, ["*"], conflict.licenses, linking)
	count(terms) > 0
}

# Whether what is under an expression asks something of what it is distributed with.
asks_of_the_whole(expression) if {
	some conflict in conflicts.other
	count(refused(expression, ["*"], conflict.licenses, linking)) > 0
}
