//! Every kind of change that comparing two reports of API Extractor yields.

use crate::facts::ApiWeight;

/// What kinds of change are told apart. This is the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    Removed,
    Renamed,
    KindChanged,
    TagLowered,
    OriginChanged,
    BaseRemoved,
    BaseAdded,
    TypeParameterRemoved,
    TypeParameterAddedRequired,
    TypeParameterChanged,
    ParameterRemoved,
    ParameterRequired,
    ParameterAddedRequired,
    ParameterTypeChanged,
    ParameterKindChanged,
    ReturnTypeChanged,
    OverloadRemoved,
    TypeChanged,
    ValueChanged,
    ReadOnly,
    MemberOptional,
    MemberRequired,
    MemberAddedRequired,
    MemberProtected,
    BecameAbstract,
    ConstructorClosed,
    Deprecated,
    UseDeprecated,
    Added,
    TagRaised,
    Loosened,
    TypeParameterAdded,
    ParameterAdded,
    ParameterOptional,
    ParameterWidened,
    TypeNarrowed,
    OverloadAdded,
}

use ApiWeight::{Adding, Breaking, Deprecating};

impl ChangeKind {
    /// Each kind with the word in `kind` of [`crate::facts::ApiChange`], its weight, and what it says.
    pub const ALL: &'static [(Self, &'static str, ApiWeight, &'static str)] = &[
        (
            Self::Removed,
            "removed",
            Breaking,
            "an export or a member is gone",
        ),
        (
            Self::Renamed,
            "renamed",
            Breaking,
            "an export is gone, and another is all that it was but for the name",
        ),
        (
            Self::KindChanged,
            "kind-changed",
            Breaking,
            "a class, interface, function, type, variable, enum or namespace is another of these now",
        ),
        (
            Self::TagLowered,
            "tag-lowered",
            Breaking,
            "the release tag promises less: `@public` became `@beta`",
        ),
        (
            Self::OriginChanged,
            "origin-changed",
            Breaking,
            "a name that is passed on comes from another module",
        ),
        (
            Self::BaseRemoved,
            "base-removed",
            Breaking,
            "a class or interface no longer extends or implements another",
        ),
        (
            Self::BaseAdded,
            "base-added",
            Breaking,
            "an interface extends another, whose members users may have to give",
        ),
        (
            Self::TypeParameterRemoved,
            "type-parameter-removed",
            Breaking,
            "a type parameter is gone",
        ),
        (
            Self::TypeParameterAddedRequired,
            "type-parameter-added-required",
            Breaking,
            "there is a new type parameter without a default",
        ),
        (
            Self::TypeParameterChanged,
            "type-parameter-changed",
            Breaking,
            "what a type parameter may be, or is by default, has changed",
        ),
        (
            Self::ParameterRemoved,
            "parameter-removed",
            Breaking,
            "a parameter is gone",
        ),
        (
            Self::ParameterRequired,
            "parameter-required",
            Breaking,
            "a parameter can no longer be left out",
        ),
        (
            Self::ParameterAddedRequired,
            "parameter-added-required",
            Breaking,
            "there is a new parameter that cannot be left out",
        ),
        (
            Self::ParameterTypeChanged,
            "parameter-type-changed",
            Breaking,
            "a parameter takes another type, and not only more",
        ),
        (
            Self::ParameterKindChanged,
            "parameter-kind-changed",
            Breaking,
            "a parameter no longer takes all arguments that follow, or takes them now",
        ),
        (
            Self::ReturnTypeChanged,
            "return-type-changed",
            Breaking,
            "a function returns another type, and not only less",
        ),
        (
            Self::OverloadRemoved,
            "overload-removed",
            Breaking,
            "a function can no longer be called in one of the ways that it could be",
        ),
        (
            Self::TypeChanged,
            "type-changed",
            Breaking,
            "a property, variable or type is of another type",
        ),
        (
            Self::ValueChanged,
            "value-changed",
            Breaking,
            "a member of an enum has another value",
        ),
        (
            Self::ReadOnly,
            "read-only",
            Breaking,
            "a property or variable can no longer be set",
        ),
        (
            Self::MemberOptional,
            "member-optional",
            Breaking,
            "a property may be missing now",
        ),
        (
            Self::MemberRequired,
            "member-required",
            Breaking,
            "a property may no longer be left out",
        ),
        (
            Self::MemberAddedRequired,
            "member-added-required",
            Breaking,
            "there is a new member that cannot be left out: of an interface, or abstract",
        ),
        (
            Self::MemberProtected,
            "member-protected",
            Breaking,
            "a member can be used by subclasses only",
        ),
        (
            Self::BecameAbstract,
            "became-abstract",
            Breaking,
            "a class or a member is abstract now",
        ),
        (
            Self::ConstructorClosed,
            "constructor-closed",
            Breaking,
            "users can no longer make an object of a class",
        ),
        (
            Self::Deprecated,
            "deprecated",
            Deprecating,
            "an export or a member is marked as deprecated",
        ),
        (
            Self::UseDeprecated,
            "use-deprecated",
            Deprecating,
            "some ways to call a function are marked as deprecated",
        ),
        (
            Self::Added,
            "added",
            Adding,
            "there is a new export or member",
        ),
        (
            Self::TagRaised,
            "tag-raised",
            Adding,
            "the release tag promises more: `@beta` became `@public`",
        ),
        (
            Self::Loosened,
            "loosened",
            Adding,
            "a limit is gone: a property can be set, a member is no longer protected, a class no longer abstract",
        ),
        (
            Self::TypeParameterAdded,
            "type-parameter-added",
            Adding,
            "there is a new type parameter with a default",
        ),
        (
            Self::ParameterAdded,
            "parameter-added",
            Adding,
            "there is a new parameter that may be left out",
        ),
        (
            Self::ParameterOptional,
            "parameter-optional",
            Adding,
            "a parameter may be left out now",
        ),
        (
            Self::ParameterWidened,
            "parameter-widened",
            Adding,
            "a parameter takes more types",
        ),
        (
            Self::TypeNarrowed,
            "type-narrowed",
            Adding,
            "what is returned or can be read is of fewer types",
        ),
        (
            Self::OverloadAdded,
            "overload-added",
            Adding,
            "a function can be called in another way, too",
        ),
    ];

    fn row(self) -> Option<&'static (Self, &'static str, ApiWeight, &'static str)> {
        Self::ALL.iter().find(|(kind, ..)| *kind == self)
    }

    /// The word in `kind` of [`crate::facts::ApiChange`].
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().map_or("changed", |(_, word, ..)| word)
    }

    /// What such a change weighs.
    #[must_use]
    pub fn weight(self) -> ApiWeight {
        self.row().map_or(Breaking, |(_, _, weight, _)| *weight)
    }
}
