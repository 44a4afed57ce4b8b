//! What tools that compare the public interface with the previous release have reported.

use super::{Collector, Context};
use crate::facts::{ApiReports, Missing};

/// The reports of griffe, cargo-semver-checks and API Extractor.
pub(super) struct ApiReportsCollector;

impl Collector for ApiReportsCollector {
    type Facts = ApiReports;

    const NAME: &'static str = "api_reports";
    const PURPOSE: &'static str =
        "What tools that compare the public interface with the previous release have reported.";

    fn collect(_: &Context) -> Result<Self::Facts, Missing> {
        Err(Missing::because("no report of such a tool is read yet"))
    }
}
