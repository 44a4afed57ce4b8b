//! The parts of a SARIF log that are read, as they are written (SARIF 2.1.0, §3.13 onwards).
//!
//! Everything borrows from the text, and what is not read is passed over.

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::super::MAX_PATHS;
use super::{MAX_RULES, MAX_RUNS};
use crate::formats::json_list::{First, List};
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// §3.13
#[derive(Deserialize)]
pub(super) struct Log<'a> {
    #[serde(borrow)]
    pub version: Text<'a>,
    #[serde(default, borrow)]
    pub runs: Option<List<Run<'a>, MAX_RUNS>>,
}

/// §3.14
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    #[serde(borrow)]
    pub tool: Tool<'a>,
    #[serde(default, borrow)]
    pub invocations: Option<List<Invocation<'a>, 1000>>,
    /// As text, since what it takes to read them, the rules, may come behind them.
    #[serde(default, borrow)]
    pub results: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub artifacts: Option<List<Artifact<'a>, MAX_PATHS>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub original_uri_base_ids: Vec<(Text<'a>, ArtifactLocation<'a>)>,
    #[serde(default)]
    external_property_file_references: Option<External>,
}

/// §3.15
#[derive(Deserialize)]
struct External {
    #[serde(default)]
    results: Option<First<IgnoredAny>>,
}

impl Run<'_> {
    /// Whether results are in files of their own (§3.15.3).
    pub(super) fn results_elsewhere(&self) -> bool {
        let external = self.external_property_file_references.as_ref();
        external
            .and_then(|external| external.results.as_ref())
            .is_some_and(|files| files.0.is_some())
    }
}

/// §3.18
#[derive(Deserialize)]
pub(super) struct Tool<'a> {
    #[serde(borrow)]
    pub driver: Component<'a>,
    #[serde(default, borrow)]
    pub extensions: Option<List<Component<'a>, 1000>>,
}

/// §3.19
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(default, borrow)]
    pub guid: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub version: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub semantic_version: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub rules: Option<List<Rule<'a>, MAX_RULES>>,
}

/// §3.49
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub default_configuration: Option<Configuration<'a>>,
    #[serde(default, borrow)]
    pub properties: Option<RuleProperties<'a>>,
    #[serde(default, borrow)]
    pub short_description: Option<MessageString<'a>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub message_strings: Vec<(Text<'a>, MessageString<'a>)>,
}

/// §3.50
#[derive(Deserialize)]
pub(super) struct Configuration<'a> {
    #[serde(default, borrow)]
    pub level: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct RuleProperties<'a> {
    #[serde(default, borrow, rename = "security-severity")]
    pub security_severity: Option<Decimal<'a>>,
    #[serde(default, borrow)]
    pub precision: Option<Text<'a>>,
}

/// A decimal, which some tools write as a string and some as a number.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Decimal<'a> {
    Number(f64),
    Text(#[serde(borrow)] Text<'a>),
}

/// §3.20
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    pub execution_successful: bool,
    #[serde(default, borrow)]
    pub exit_code_description: Option<Text<'a>>,
    #[serde(default)]
    pub exit_code: Option<i64>,
    #[serde(default, borrow)]
    pub exit_signal_name: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub process_start_failure_message: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub end_time_utc: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub tool_execution_notifications: Option<Notifications<'a>>,
    #[serde(default, borrow)]
    pub tool_configuration_notifications: Option<Notifications<'a>>,
    #[serde(default, borrow)]
    pub rule_configuration_overrides: Option<List<Override<'a>, MAX_RULES>>,
}

/// §3.51
#[derive(Deserialize)]
pub(super) struct Override<'a> {
    #[serde(default, borrow)]
    pub descriptor: Option<RuleReference<'a>>,
    #[serde(default, borrow)]
    pub configuration: Option<Configuration<'a>>,
}

pub(super) type Notifications<'a> = List<Notification<'a>, 100_000>;

/// §3.58
#[derive(Deserialize)]
pub(super) struct Notification<'a> {
    #[serde(default, borrow)]
    pub level: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub message: Option<Message<'a>>,
    #[serde(default, borrow)]
    pub locations: Option<First<Location<'a>>>,
}

/// §3.24
#[derive(Deserialize)]
pub(super) struct Artifact<'a> {
    #[serde(default, borrow)]
    pub location: Option<ArtifactLocation<'a>>,
    #[serde(default, borrow)]
    pub roles: Option<List<Text<'a>, 100>>,
}

/// §3.27
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawResult<'a> {
    #[serde(default, borrow)]
    pub rule_id: Option<Text<'a>>,
    #[serde(default)]
    pub rule_index: Option<i64>,
    #[serde(default, borrow)]
    pub rule: Option<Box<RuleReference<'a>>>,
    #[serde(default, borrow)]
    pub level: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub kind: Option<Text<'a>>,
    /// flawfinder leaves it out where a rule found nothing.
    #[serde(default, borrow)]
    pub message: Option<Message<'a>>,
    #[serde(default, borrow)]
    pub locations: Option<First<Location<'a>>>,
    #[serde(default, borrow)]
    pub suppressions: Option<List<Suppression<'a>, 1000>>,
    #[serde(default, borrow)]
    pub baseline_state: Option<Text<'a>>,
    /// Some tools write objects in the place of strings: those are passed over.
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub fingerprints: Vec<(Text<'a>, &'a RawValue)>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub partial_fingerprints: Vec<(Text<'a>, &'a RawValue)>,
    #[serde(default, borrow)]
    pub properties: Option<ResultProperties<'a>>,
}

#[derive(Deserialize)]
pub(super) struct ResultProperties<'a> {
    #[serde(default, borrow)]
    pub issue_confidence: Option<Text<'a>>,
}

/// §3.52
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleReference<'a> {
    #[serde(default, borrow)]
    pub id: Option<Text<'a>>,
    #[serde(default)]
    pub index: Option<i64>,
    #[serde(default, borrow)]
    pub tool_component: Option<ComponentReference<'a>>,
}

/// §3.54
#[derive(Deserialize)]
pub(super) struct ComponentReference<'a> {
    #[serde(default, borrow)]
    pub name: Option<Text<'a>>,
    #[serde(default)]
    pub index: Option<i64>,
    #[serde(default, borrow)]
    pub guid: Option<Text<'a>>,
}

/// §3.12
#[derive(Deserialize)]
pub(super) struct MessageString<'a> {
    #[serde(default, borrow)]
    pub text: Option<Text<'a>>,
}

/// §3.11
#[derive(Deserialize)]
pub(super) struct Message<'a> {
    #[serde(default, borrow)]
    pub text: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub markdown: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub id: Option<Text<'a>>,
}

/// §3.35
#[derive(Deserialize)]
pub(super) struct Suppression<'a> {
    #[serde(borrow)]
    pub kind: Text<'a>,
    #[serde(default, borrow)]
    pub status: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub justification: Option<Text<'a>>,
}

/// §3.28
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    #[serde(default, borrow)]
    pub physical_location: Option<PhysicalLocation<'a>>,
}

/// §3.29
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation<'a> {
    #[serde(default, borrow)]
    pub artifact_location: Option<ArtifactLocation<'a>>,
    #[serde(default)]
    pub region: Option<Region>,
}

/// §3.30
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    #[serde(default)]
    pub start_line: Option<u32>,
}

/// §3.4
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation<'a> {
    #[serde(default, borrow)]
    pub uri: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub uri_base_id: Option<Text<'a>>,
    #[serde(default)]
    pub index: Option<i64>,
}

/// Hands on each result of a list, so that they are never all there at once.
///
/// # Errors
/// The text is no list of results, there are too many, or whatever `take` says.
pub(super) fn each_result(
    text: &str,
    mut take: impl FnMut(&RawResult<'_>) -> Result<(), Flaw>,
) -> Result<(), Flaw> {
    struct Each<'s, F>(&'s mut F, &'s mut Option<Flaw>);

    impl<'de, F: FnMut(&RawResult<'_>) -> Result<(), Flaw>> Visitor<'de> for Each<'_, F> {
        type Value = ();

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a list of results")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
            while let Some(result) = list.next_element::<RawResult<'de>>()? {
                if let Err(flaw) = (self.0)(&result) {
                    *self.1 = Some(flaw);
                    return Err(A::Error::custom("a result is refused"));
                }
            }
            Ok(())
        }
    }

    let mut refused = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    match reader.deserialize_seq(Each(&mut take, &mut refused)) {
        Ok(()) => Ok(()),
        Err(error) => Err(refused.unwrap_or_else(|| {
            Flaw::unreadable(format!(
                "its `results` are not what such a report holds: {error}, counted from their start"
            ))
        })),
    }
}
