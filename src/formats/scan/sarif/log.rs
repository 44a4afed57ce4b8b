//! The parts of a SARIF log that are read, as they are written (SARIF 2.1.0, §3.13 onwards).
//!
//! Everything borrows from the text, and what is not read is passed over.

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::super::model::MAX_FINDINGS;
use super::MAX_RUNS;
use crate::formats::json_text::Text;
use crate::formats::report;

/// §3.13
#[derive(Deserialize)]
pub(super) struct Log<'a> {
    #[serde(borrow)]
    pub version: Text<'a>,
    #[serde(default, borrow, deserialize_with = "runs")]
    pub runs: Option<Vec<Run<'a>>>,
}

/// §3.14
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    #[serde(borrow)]
    pub tool: Tool<'a>,
    #[serde(default, borrow)]
    pub invocations: Option<Vec<Invocation<'a>>>,
    #[serde(default, borrow, deserialize_with = "results")]
    pub results: Option<Vec<RawResult<'a>>>,
    #[serde(default, borrow)]
    pub artifacts: Option<Vec<Artifact<'a>>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub original_uri_base_ids: Vec<(Text<'a>, ArtifactLocation<'a>)>,
    #[serde(default)]
    external_property_file_references: Option<External>,
}

/// §3.15
#[derive(Deserialize)]
struct External {
    #[serde(default)]
    results: Option<Vec<IgnoredAny>>,
}

impl Run<'_> {
    /// Whether results are in files of their own (§3.15.3).
    pub(super) fn results_elsewhere(&self) -> bool {
        let external = self.external_property_file_references.as_ref();
        external
            .and_then(|external| external.results.as_ref())
            .is_some_and(|files| !files.is_empty())
    }
}

/// §3.18
#[derive(Deserialize)]
pub(super) struct Tool<'a> {
    #[serde(borrow)]
    pub driver: Component<'a>,
    #[serde(default, borrow)]
    pub extensions: Option<Vec<Component<'a>>>,
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
    pub rules: Option<Vec<Rule<'a>>>,
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
    pub short_description: Option<Message<'a>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub message_strings: Vec<(Text<'a>, Message<'a>)>,
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
    pub tool_execution_notifications: Option<Vec<Notification<'a>>>,
    #[serde(default, borrow)]
    pub tool_configuration_notifications: Option<Vec<Notification<'a>>>,
}

/// §3.58
#[derive(Deserialize)]
pub(super) struct Notification<'a> {
    #[serde(default, borrow)]
    pub level: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub message: Option<Message<'a>>,
    #[serde(default, borrow)]
    pub locations: Option<Vec<Location<'a>>>,
}

/// §3.24
#[derive(Deserialize)]
pub(super) struct Artifact<'a> {
    #[serde(default, borrow)]
    pub location: Option<ArtifactLocation<'a>>,
    #[serde(default, borrow)]
    pub roles: Option<Vec<Text<'a>>>,
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
    #[serde(borrow)]
    pub message: Message<'a>,
    #[serde(default, borrow, deserialize_with = "first")]
    pub locations: Vec<Location<'a>>,
    #[serde(default, borrow)]
    pub suppressions: Option<Vec<Suppression<'a>>>,
    #[serde(default, borrow)]
    pub baseline_state: Option<Text<'a>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub fingerprints: Vec<(Text<'a>, Text<'a>)>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    pub partial_fingerprints: Vec<(Text<'a>, Text<'a>)>,
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

/// §3.11, and §3.12 for what a rule says
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

/// A list with a limit, or `null`.
fn limited<'de, D, T>(deserializer: D, most: usize, what: &str) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Limited<'w, T>(usize, &'w str, std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Limited<'_, T> {
        type Value = Option<Vec<T>>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a list or null")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = list.next_element()? {
                if items.len() >= self.0 {
                    let (most, what) = (self.0, self.1);
                    return Err(A::Error::custom(format!("more than {most} {what}")));
                }
                items.push(item);
            }
            Ok(Some(items))
        }
    }

    deserializer.deserialize_any(Limited(most, what, std::marker::PhantomData))
}

fn runs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Run<'de>>>, D::Error> {
    limited(deserializer, MAX_RUNS, "runs")
}

fn results<'de, D>(deserializer: D) -> Result<Option<Vec<RawResult<'de>>>, D::Error>
where
    D: Deserializer<'de>,
{
    limited(deserializer, MAX_FINDINGS, "results")
}

/// Only the first place of a result is kept.
fn first<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Location<'de>>, D::Error> {
    struct First;

    impl<'de> Visitor<'de> for First {
        type Value = Vec<Location<'de>>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a list of locations or null")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let first = list.next_element()?;
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Vec::from_iter(first))
        }
    }

    deserializer.deserialize_any(First)
}
