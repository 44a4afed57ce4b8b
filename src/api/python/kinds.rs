//! Every kind of change that comparing Python packages yields.

use crate::facts::ApiWeight;

/// The kinds, each with its weight and what it says. Of the changes that griffe 2 reports, the
/// value of an attribute is left out, as griffe has dropped it: a constant's value is no interface.
pub const KINDS: &[(&str, ApiWeight, &str)] = &[
    (REMOVED, ApiWeight::Breaking, "a public object is gone"),
    (
        MOVED,
        ApiWeight::Breaking,
        "a public object is gone from one place, and still there, or new, at another",
    ),
    (
        UNEXPORTED,
        ApiWeight::Breaking,
        "a name is still there, and no longer public: `__all__` lost it, or an import brings it now",
    ),
    (
        KIND_CHANGED,
        ApiWeight::Breaking,
        "a function, class, attribute or module is another of these now",
    ),
    (
        BASE_REMOVED,
        ApiWeight::Breaking,
        "a class lost a public base class",
    ),
    (
        PARAMETER_REMOVED,
        ApiWeight::Breaking,
        "a parameter is gone",
    ),
    (
        PARAMETER_RENAMED,
        ApiWeight::Breaking,
        "a parameter that could be passed by name has another name",
    ),
    (
        PARAMETER_MOVED,
        ApiWeight::Breaking,
        "parameters that are passed by position have other positions",
    ),
    (
        PARAMETER_REQUIRED,
        ApiWeight::Breaking,
        "a parameter lost its default",
    ),
    (
        PARAMETER_ADDED_REQUIRED,
        ApiWeight::Breaking,
        "there is a new parameter without a default",
    ),
    (
        PARAMETER_KIND_CHANGED,
        ApiWeight::Breaking,
        "a parameter can no longer be passed by name, or by position",
    ),
    (
        PARAMETER_DEFAULT_CHANGED,
        ApiWeight::Breaking,
        "a parameter has another default",
    ),
    (
        RETURN_TYPE_REMOVED,
        ApiWeight::Breaking,
        "a function no longer says what it returns",
    ),
    (
        OVERLOAD_REMOVED,
        ApiWeight::Breaking,
        "a function lost an overload",
    ),
    (
        RECEIVER_CHANGED,
        ApiWeight::Breaking,
        "a static or class method can no longer be called on the class",
    ),
    (
        ASYNC_CHANGED,
        ApiWeight::Breaking,
        "a function became a coroutine function, or is none any more",
    ),
    (
        READ_ONLY,
        ApiWeight::Breaking,
        "an attribute became a property that cannot be set",
    ),
    (
        DEPRECATED,
        ApiWeight::Deprecating,
        "an object is marked as deprecated",
    ),
    (
        USE_DEPRECATED,
        ApiWeight::Deprecating,
        "some uses of a function give a new deprecation warning",
    ),
    (ADDED, ApiWeight::Adding, "there is a new public object"),
    (
        PARAMETER_ADDED,
        ApiWeight::Adding,
        "there is a new parameter that may be left out",
    ),
    (
        PARAMETER_OPTIONAL,
        ApiWeight::Adding,
        "a parameter may be left out now",
    ),
];

pub(super) const REMOVED: &str = "removed";
pub(super) const MOVED: &str = "moved";
pub(super) const UNEXPORTED: &str = "unexported";
pub(super) const KIND_CHANGED: &str = "kind-changed";
pub(super) const BASE_REMOVED: &str = "base-removed";
pub(super) const PARAMETER_REMOVED: &str = "parameter-removed";
pub(super) const PARAMETER_RENAMED: &str = "parameter-renamed";
pub(super) const PARAMETER_MOVED: &str = "parameter-moved";
pub(super) const PARAMETER_REQUIRED: &str = "parameter-required";
pub(super) const PARAMETER_ADDED_REQUIRED: &str = "parameter-added-required";
pub(super) const PARAMETER_KIND_CHANGED: &str = "parameter-kind-changed";
pub(super) const PARAMETER_DEFAULT_CHANGED: &str = "parameter-default-changed";
pub(super) const RETURN_TYPE_REMOVED: &str = "return-type-removed";
pub(super) const OVERLOAD_REMOVED: &str = "overload-removed";
pub(super) const RECEIVER_CHANGED: &str = "receiver-changed";
pub(super) const ASYNC_CHANGED: &str = "async-changed";
pub(super) const READ_ONLY: &str = "read-only";
pub(super) const DEPRECATED: &str = "deprecated";
pub(super) const USE_DEPRECATED: &str = "use-deprecated";
pub(super) const ADDED: &str = "added";
pub(super) const PARAMETER_ADDED: &str = "parameter-added";
pub(super) const PARAMETER_OPTIONAL: &str = "parameter-optional";

/// The weight of a kind. One that is not in the list weighs most.
pub(super) fn weight(kind: &str) -> ApiWeight {
    KINDS
        .iter()
        .find(|(name, ..)| *name == kind)
        .map_or(ApiWeight::Breaking, |(_, weight, _)| *weight)
}
