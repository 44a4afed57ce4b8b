//! The words that the schemas allow, and since which version.

/// Types of components, and the version that brought each.
pub(super) const TYPES: [(&str, &str); 13] = [
    ("application", "1.2"),
    ("framework", "1.2"),
    ("library", "1.2"),
    ("container", "1.2"),
    ("operating-system", "1.2"),
    ("device", "1.2"),
    ("firmware", "1.2"),
    ("file", "1.2"),
    ("platform", "1.5"),
    ("device-driver", "1.5"),
    ("machine-learning-model", "1.5"),
    ("data", "1.5"),
    ("cryptographic-asset", "1.6"),
];

/// Whether a vulnerability affects a version.
pub(super) const AFFECTED: [&str; 3] = ["affected", "unaffected", "unknown"];

pub(super) const SCOPES: [&str; 3] = ["required", "optional", "excluded"];

pub(super) const ALGORITHMS: [(&str, &str); 14] = [
    ("MD5", "1.2"),
    ("SHA-1", "1.2"),
    ("SHA-256", "1.2"),
    ("SHA-384", "1.2"),
    ("SHA-512", "1.2"),
    ("SHA3-256", "1.2"),
    ("SHA3-384", "1.2"),
    ("SHA3-512", "1.2"),
    ("BLAKE2b-256", "1.2"),
    ("BLAKE2b-384", "1.2"),
    ("BLAKE2b-512", "1.2"),
    ("BLAKE3", "1.2"),
    ("Streebog-256", "1.7"),
    ("Streebog-512", "1.7"),
];

/// How many hexadecimal digits a digest has.
pub(super) const DIGEST_LENGTHS: [usize; 5] = [32, 40, 64, 96, 128];

pub(super) const PATCHES: [&str; 4] = ["unofficial", "monkey", "backport", "cherry-pick"];
pub(super) const ISSUES: [&str; 3] = ["defect", "enhancement", "security"];
pub(super) const FLOWS: [&str; 4] = ["inbound", "outbound", "bi-directional", "unknown"];
pub(super) const TLP: [&str; 5] = ["CLEAR", "GREEN", "AMBER", "AMBER_AND_STRICT", "RED"];
pub(super) const SEVERITIES: [&str; 7] = [
    "critical", "high", "medium", "low", "info", "none", "unknown",
];
pub(super) const METHODS: [&str; 7] = [
    "CVSSv2", "CVSSv3", "CVSSv31", "CVSSv4", "OWASP", "SSVC", "other",
];
pub(super) const STATES: [&str; 6] = [
    "resolved",
    "resolved_with_pedigree",
    "exploitable",
    "in_triage",
    "false_positive",
    "not_affected",
];
pub(super) const JUSTIFICATIONS: [&str; 9] = [
    "code_not_present",
    "code_not_reachable",
    "requires_configuration",
    "requires_dependency",
    "requires_environment",
    "protected_by_compiler",
    "protected_at_runtime",
    "protected_at_perimeter",
    "protected_by_mitigating_control",
];
pub(super) const RESPONSES: [&str; 5] = [
    "can_not_fix",
    "will_not_fix",
    "update",
    "rollback",
    "workaround_available",
];
