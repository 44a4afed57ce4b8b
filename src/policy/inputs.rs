//! The inputs of rules, as the engine takes them.

use std::sync::Arc;

use regorus::Value;

use super::evaluate::Inquiry;

/// The input that was read last, since the next request most likely shares it.
#[derive(Default)]
pub(super) struct Inputs {
    last: Option<(Arc<str>, Result<Value, String>)>,
}

impl Inputs {
    pub(super) fn of(&mut self, inquiry: &Inquiry) -> Result<Value, String> {
        let shared = match &self.last {
            Some((text, value)) if Arc::ptr_eq(text, &inquiry.input) => value.clone(),
            _ => {
                let value = read(&inquiry.input);
                self.last = Some((Arc::clone(&inquiry.input), value.clone()));
                value
            }
        };
        let mut value = shared?;
        if let Some(release) = &inquiry.release {
            let release = read(release)?;
            value
                .as_object_mut()
                .map_err(|error| format!("the input is no object: {error:#}"))?
                .insert(Value::from("release"), release);
        }
        Ok(value)
    }
}

fn read(json: &str) -> Result<Value, String> {
    Value::from_json_str(json).map_err(|error| format!("the input cannot be read: {error:#}"))
}
