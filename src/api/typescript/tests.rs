//! Two small reports, and what changed from one to the other.

use proptest::prelude::*;

use super::{ChangeKind, compare};
use crate::facts::{ApiRevision, ApiWeight};
use crate::formats::api_extractor::read;

/// Each change on one line: its weight by a sign, its kind, symbol, message and doubt.
fn changes(old: &str, new: &str) -> Vec<String> {
    let report = |declarations: &str| {
        let report = read(&format!(
            "## API Report File for \"kit\"\n\n```ts\n{declarations}\n```\n"
        ));
        assert_eq!(report.flaws, [], "{declarations}");
        report
    };
    let (old, new) = (report(old), report(new));
    let (found, gaps) = compare(("old.api.md", &old), ("new.api.md", &new));
    assert_eq!(gaps, []);
    let mut lines: Vec<String> = found
        .iter()
        .map(|it| {
            let change = &it.change;
            let sign = match change.weight {
                ApiWeight::Breaking => '!',
                ApiWeight::Deprecating => '~',
                ApiWeight::Adding => '+',
                ApiWeight::Requiring => '^',
            };
            let doubt = change.doubt.as_ref().map(|it| format!(" unless {it}"));
            let tag = match it.tag.word() {
                "public" => String::new(),
                tag => format!("@{tag} "),
            };
            format!(
                "{sign} {tag}{}: {} {}{}",
                change.kind,
                change.symbol,
                change.message,
                doubt.unwrap_or_default()
            )
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_same_is_no_change() {
    let text = include_str!("../../../fixtures/api-extractor/old.api.md");
    let report = read(text);
    assert_eq!(compare(("a", &report), ("b", &report)).0, []);
    assert_eq!(
        changes(
            "export const a: 'x' | 'y';",
            "export const a: | \"y\"\n | \"x\";"
        ),
        [""; 0]
    );
}

#[test]
fn two_real_reports() {
    let old = read(include_str!("../../../fixtures/api-extractor/old.api.md"));
    let new = read(include_str!("../../../fixtures/api-extractor/new.api.md"));
    let (found, gaps) = compare(("etc/demo-kit.api.md", &old), ("etc/demo-kit.api.md", &new));
    assert_eq!(gaps, []);
    let mut lines: Vec<String> = found
        .iter()
        .map(|it| {
            let change = &it.change;
            let side = match change.revision {
                ApiRevision::Head => "head",
                ApiRevision::Previous => "previous",
            };
            let doubt = change.doubt.as_ref().map(|it| format!(" unless {it}"));
            format!(
                "{:?} {} {} {} {}{} ({side}:{})",
                change.weight,
                it.tag.word(),
                change.kind,
                change.symbol,
                change.message,
                doubt.unwrap_or_default(),
                change.line.unwrap_or_default()
            )
        })
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Adding public added Fresh was added (head:28)
    Adding public added Mode.Slower was added (head:89)
    Adding public added Options.label was added (head:117)
    Adding public parameter-added KitError.close has a new parameter `hard` that may be left out (head:55)
    Adding public parameter-widened KitError.send takes `string | URL | number` as its parameter `to`, not `string | URL` (head:62)
    Adding public tag-raised tryOpen is `@public` now, and was `@beta` (head:163)
    Breaking alpha removed limits.min was removed (previous:71)
    Breaking alpha type-changed limits.max is `string`, not `number` (head:75)
    Breaking internal type-changed KitError._secret is `number | string`, not `number` unless only those who read it notice (head:61)
    Breaking public member-added-required Base.stop was added, and subclasses have to implement it (head:16)
    Breaking public member-added-required Options.strict was added, and cannot be left out unless only those who implement it, or make one themselves, notice (head:127)
    Breaking public parameter-required KitError.constructor needs its parameter `depth` (head:53)
    Breaking public parameter-required open needs its parameter `options` (head:96)
    Breaking public read-only KitError.size can no longer be set (head:63)
    Breaking public removed KitError.post was removed (previous:53)
    Breaking public removed Mode.Slow was removed (previous:85)
    Breaking public removed gone was removed (previous:26)
    Breaking public renamed Old was removed; `Fresh` is all that it was (previous:89)
    Breaking public tag-lowered counter is `@beta` now, and was `@public` (head:20)
    Breaking public type-changed Level is `"low" | "high" | "top"`, not `"low" | "high"` unless only those who read it notice (head:71)
    Breaking public type-changed Options.retries is `number`, not `number | string` unless only those who set it notice (head:126)
    Breaking public value-changed Mode.Fast is `2` now, and was `1` unless only those who rely on the value itself notice (head:85)
    Deprecating public deprecated KitError.close is deprecated now (head:55)
    "#);
}

#[test]
fn exports_that_are_gone_new_or_called_otherwise() {
    assert_eq!(
        changes(
            "export const a: string;\nexport function f(x: A): B;",
            "export const b: string;\nexport function g(x: A): B;"
        ),
        [
            "! removed: a was removed",
            "! renamed: f was removed; `g` is all that it was",
            "+ added: b was added",
            "+ added: g was added",
        ]
    );
    // Which of two it is now cannot be told.
    assert_eq!(
        changes(
            "export function f(x: A): B;",
            "export function g(x: A): B;\nexport function h(x: A): B;"
        ),
        [
            "! removed: f was removed",
            "+ added: g was added",
            "+ added: h was added"
        ]
    );
}

#[test]
fn names_are_followed_through_export_lists_and_namespaces() {
    let old = "declare namespace ns {\n export { A_2 as A }\n}\nexport { ns }\nclass A_2 { a(): void; b(): void; }\nclass X { c(): void; }\nexport { X }\nexport { X as Y }\nexport default X;";
    let new = "declare namespace ns {\n export { A_3 as A }\n}\nexport { ns }\nclass A_3 { a(): void; }\nclass X { c(): void; }\nexport { X }";
    assert_eq!(
        changes(old, new),
        [
            "! removed: Y was removed",
            "! removed: default was removed",
            "! removed: ns.A.b was removed",
        ]
    );
}

#[test]
fn what_is_passed_on_from_other_modules() {
    assert_eq!(
        changes(
            "import { A } from 'm';\nimport { B } from 'm';\nexport { A }\nexport { B }\nexport * from 'n';",
            "import { A } from 'o';\nimport { B } from 'm';\nexport { A }\nexport { B }"
        ),
        [
            "! origin-changed: A comes from `A` of `o` now, and came from `A` of `m` unless both are the same",
            "! removed: * of n was removed",
        ]
    );
}

#[test]
fn what_is_not_exported_is_doubted() {
    assert_eq!(
        changes(
            "interface A { a?: string; b?: string; }",
            "interface A { a?: string; }"
        ),
        ["! removed: A.b was removed unless nobody uses it but through what is exported"]
    );
    assert_eq!(
        changes(
            "export interface A { a: string; }",
            "interface A { a: string; }"
        ),
        ["! removed: A is no longer exported"]
    );
}

#[test]
fn parameters() {
    let f = |old: &str, new: &str| {
        changes(
            &format!("export function f({old}): void;"),
            &format!("export function f({new}): void;"),
        )
    };
    assert_eq!(f("a: A", "b: A"), [""; 0]);
    assert_eq!(
        f("a: A", "a: A, b?: B"),
        ["+ parameter-added: f has a new parameter `b` that may be left out"]
    );
    assert_eq!(
        f("a: A", "a: A, b: B"),
        ["! parameter-added-required: f has a new parameter `b` that cannot be left out"]
    );
    assert_eq!(
        f("a: A, b: B", "a: A"),
        ["! parameter-removed: f lost its parameter `b`"]
    );
    assert_eq!(
        f("a?: A", "a: A"),
        ["! parameter-required: f needs its parameter `a`"]
    );
    assert_eq!(
        f("a: A", "a?: A"),
        ["+ parameter-optional: f no longer needs its parameter `a`"]
    );
    assert_eq!(f("a?: A", "a?: A | undefined"), [""; 0]);
    assert_eq!(
        f("a: A", "a: A | B"),
        ["+ parameter-widened: f takes `A | B` as its parameter `a`, not `A`"]
    );
    assert_eq!(
        f("a: A | B", "a: A"),
        ["! parameter-type-changed: f takes `A` as its parameter `a`, not `A | B`"]
    );
    assert_eq!(
        f("a: A", "...a: A[]"),
        ["! parameter-kind-changed: f takes all arguments from its parameter `a` on"]
    );
    assert_eq!(
        f("a: A_2", "a: A_3"),
        [
            "! parameter-type-changed: f takes `A_3` as its parameter `a`, not `A_2` unless only the number that API Extractor gives to a name differs"
        ]
    );
    assert_eq!(
        f("a: any", "a: B"),
        [
            "! parameter-type-changed: f takes `B` as its parameter `a`, not `any` unless `any` fits everything"
        ]
    );
}

#[test]
fn what_is_returned() {
    let f = |old: &str, new: &str| {
        changes(
            &format!("export function f(): {old};"),
            &format!("export function f(): {new};"),
        )
    };
    assert_eq!(
        f("A | B", "A"),
        ["+ type-narrowed: f returns `A`, not `A | B`"]
    );
    assert_eq!(
        f("A", "A | B"),
        ["! return-type-changed: f returns `A | B`, not `A`"]
    );
    assert_eq!(
        f("A", "Promise<A>"),
        ["! return-type-changed: f returns `Promise<A>`, not `A`"]
    );
}

#[test]
fn type_parameters_by_position() {
    assert_eq!(
        changes(
            "export class A<T> { a: T; b(c: T[]): Map<T, TT>; }",
            "export class A<U> { a: U; b(c: U[]): Map<U, TT>; }"
        ),
        [""; 0]
    );
    assert_eq!(
        changes(
            "export class A<T = X> { }",
            "export class A<T extends Y = X, U = Z, V> { }"
        ),
        [
            "! type-parameter-added-required: A has a new type parameter `V` without a default",
            "! type-parameter-changed: A needs `Y` as its type parameter `T`, where it was nothing",
            "+ type-parameter-added: A has a new type parameter `U`",
        ]
    );
}

#[test]
fn overloads() {
    let two = "export function f(a: A): void;\nexport function f(b: B): C;";
    assert_eq!(
        changes(
            two,
            "export function f(b: B): C;\nexport function f(a: A): void;"
        ),
        [""; 0]
    );
    assert_eq!(
        changes(two, "export function f(a: A): void;"),
        ["! overload-removed: f can no longer be called as `(b: B): C`"]
    );
    assert_eq!(
        changes("export function f(a: A): void;", two),
        ["+ overload-added: f can also be called as `(b: B): C`"]
    );
    assert_eq!(
        changes(
            two,
            "export function f(a: A): void;\nexport function f(b: B, c: D): C;"
        ),
        ["! parameter-added-required: f has a new parameter `c` that cannot be left out"]
    );
    // One that takes what both took.
    assert_eq!(
        changes(
            "export function f(a: A): void;\nexport function f(a: B): void;",
            "export function f(a: A | B): void;"
        ),
        [""; 0]
    );
}

#[test]
fn members_of_classes() {
    let class = |old: &str, new: &str| {
        changes(
            &format!("export class A {{ {old} }}"),
            &format!("export class A {{ {new} }}"),
        )
    };
    assert_eq!(class("", "a(): void;"), ["+ added: A.a was added"]);
    assert_eq!(class("a(): void;", ""), ["! removed: A.a was removed"]);
    assert_eq!(
        class("a: B;", "readonly a: B;"),
        ["! read-only: A.a can no longer be set"]
    );
    assert_eq!(class("a: B;", "get a(): B;\nset a(value: B);"), [""; 0]);
    assert_eq!(
        class("a: B;", "get a(): B;"),
        ["! read-only: A.a can no longer be set"]
    );
    assert_eq!(
        class("a?: B;", "a: B;"),
        ["+ loosened: A.a is always there now"]
    );
    assert_eq!(
        class("a: B;", "a?: B;"),
        ["! member-optional: A.a may be missing now"]
    );
    assert_eq!(
        class("a: B;", "protected a: B;"),
        ["! member-protected: A.a can be used by subclasses only"]
    );
    assert_eq!(
        class("a: B;", "static a: B;"),
        ["! removed: A.a was removed", "+ added: A.a was added"]
    );
    assert_eq!(
        class("", "abstract a(): void;"),
        ["! member-added-required: A.a was added, and subclasses have to implement it"]
    );
    assert_eq!(
        class("a: () => void;", "a(): void;"),
        [
            "! kind-changed: A.a is a method now, and was a property unless it can be called as before"
        ]
    );
    assert_eq!(class("private a: B;", "private a: C;"), [""; 0]);
}

#[test]
fn constructors() {
    let class = |old: &str, new: &str| {
        changes(
            &format!("export class A {{ {old} }}"),
            &format!("export class A {{ {new} }}"),
        )
    };
    assert_eq!(
        class("constructor(a: B);", "private constructor();"),
        [
            "! constructor-closed: A.constructor is private now: users can no longer make an object",
            "! parameter-removed: A.constructor lost its parameter `a`",
        ]
    );
    assert_eq!(
        class("", "constructor(a: B);"),
        ["! parameter-added-required: A.constructor needs arguments now"]
    );
    assert_eq!(
        class("", "constructor(a?: B);"),
        ["+ parameter-added: A.constructor takes arguments now"]
    );
    assert_eq!(
        class("constructor(a?: B);", ""),
        ["! parameter-removed: A.constructor no longer takes arguments of its own"]
    );
    assert_eq!(
        changes(
            "export class A extends Z { constructor(a: B); }",
            "export class A extends Z { }"
        ),
        [
            "! parameter-removed: A.constructor no longer takes arguments of its own unless the constructor of `Z` takes them"
        ]
    );
}

#[test]
fn members_of_interfaces_are_made_by_either_side() {
    let interface = |old: &str, new: &str| {
        changes(
            &format!("export interface A {{ {old} }}"),
            &format!("export interface A {{ {new} }}"),
        )
    };
    let implements = " unless only those who implement it, or make one themselves, notice";
    assert_eq!(interface("", "a?: B;"), ["+ added: A.a was added"]);
    assert_eq!(
        interface("", "a: B;"),
        [format!(
            "! member-added-required: A.a was added, and cannot be left out{implements}"
        )]
    );
    assert_eq!(
        interface("a: B;", "a?: B;"),
        ["! member-optional: A.a may be missing now unless only those who read it notice"]
    );
    assert_eq!(
        interface("a?: B;", "a: B;"),
        ["! member-required: A.a may no longer be left out unless only those who set it notice"]
    );
    assert_eq!(
        interface("a: B;", "a: C;"),
        ["! type-changed: A.a is `C`, not `B`"]
    );
    assert_eq!(
        interface("a: B;", "a: B | C;"),
        ["! type-changed: A.a is `B | C`, not `B` unless only those who read it notice"]
    );
    assert_eq!(
        interface("a(b: B): void;", "a(b: B | C): void;"),
        [format!(
            "! parameter-type-changed: A.a takes `B | C` as its parameter `b`, not `B`{implements}"
        )]
    );
    assert_eq!(
        interface("a: { b: 1; c?: 2; };", "a: { b: 1; };"),
        ["! removed: A.a.c was removed"]
    );
    assert_eq!(
        interface("(a: B): void;", ""),
        ["! removed: A() was removed"]
    );
    assert_eq!(
        interface("[key: string]: B;", ""),
        ["! removed: A[key: string] was removed"]
    );
}

#[test]
fn what_a_base_has_is_not_gone() {
    assert_eq!(
        changes(
            "export class Base { }\nexport class A extends Base { a(): void; b(): void; }",
            "export class Base { a(): void; }\nexport class A extends Base { }"
        ),
        ["! removed: A.b was removed", "+ added: Base.a was added"]
    );
    assert_eq!(
        changes(
            "export class A extends Other<T> { a(): void; }",
            "export class A extends Other<T> { }"
        ),
        ["! removed: A.a was removed unless its base `Other` has it"]
    );
    // What an error of the language has is known.
    assert_eq!(
        changes(
            "export class A extends Error { a(): void; message: string; }",
            "export class A extends Error { }"
        ),
        ["! removed: A.a was removed"]
    );
}

#[test]
fn bases() {
    assert_eq!(
        changes(
            "export class A extends B implements C { }",
            "export abstract class A extends D { }"
        ),
        [
            "! base-removed: A no longer extends `B`",
            "! base-removed: A no longer implements `C` unless all members of it are still there",
            "! became-abstract: A is abstract now: users can no longer make an object",
            "+ added: A now extends `D`",
        ]
    );
    assert_eq!(
        changes(
            "export interface A { }",
            "export interface A extends B<C>, D { }"
        ),
        [
            "! base-added: A now extends `B<C>` unless only those who implement it, or make one themselves, notice",
            "! base-added: A now extends `D` unless only those who implement it, or make one themselves, notice",
        ]
    );
}

#[test]
fn kinds() {
    assert_eq!(
        changes("export class A { }", "export interface A { }"),
        ["! kind-changed: A is an interface now, and was a class"]
    );
    assert_eq!(
        changes("export interface A { }", "export type A = { };"),
        ["! kind-changed: A is a type alias now, and was an interface unless the type is the same"]
    );
    assert_eq!(
        changes(
            "export const A: B;\nexport type A = C;",
            "export type A = C;"
        ),
        ["! kind-changed: A is no longer a variable"]
    );
    assert_eq!(
        changes(
            "export type A = C;",
            "export const A: B;\nexport type A = C;"
        ),
        ["+ added: A is also a variable now"]
    );
}

#[test]
fn enums_aliases_and_constants() {
    assert_eq!(
        changes(
            "export enum A { B = 1, C = 2 }",
            "export enum A { B = 3, D = 2 }"
        ),
        [
            "! removed: A.C was removed",
            "! value-changed: A.B is `3` now, and was `1` unless only those who rely on the value itself notice",
            "+ added: A.D was added",
        ]
    );
    assert_eq!(
        changes(
            "export type A = 'a' | 'b';",
            "export type A = 'a' | 'b' | 'c';"
        ),
        [
            "! type-changed: A is `\"a\" | \"b\" | \"c\"`, not `\"a\" | \"b\"` unless only those who read it notice"
        ]
    );
    assert_eq!(
        changes(
            "export const A: { readonly a: 1; };",
            "export const A: { readonly a: 1; readonly b: 2; };"
        ),
        ["+ added: A.b was added"]
    );
    assert_eq!(
        changes(
            "export const SDK_VERSION = \"1.2.3\";",
            "export const SDK_VERSION = \"1.3.0\";"
        ),
        [""; 0]
    );
}

#[test]
fn release_tags_and_deprecations() {
    assert_eq!(
        changes(
            "// @public\nexport class A {\n // @beta\n a(): void;\n}\n// @beta\nexport class B { a(): void; }",
            "// @beta\nexport class A {\n // @beta\n a(): void;\n}\n// @public\nexport class B { }"
        ),
        [
            "! @beta removed: B.a was removed",
            "! tag-lowered: A is `@beta` now, and was `@public`",
            "+ tag-raised: B is `@public` now, and was `@beta`",
        ]
    );
    assert_eq!(
        changes(
            "// @public\nexport class A {\n // @beta\n a(): void;\n}",
            "// @public\nexport class A {\n a(): void;\n}"
        ),
        ["+ tag-raised: A.a is `@public` now, and was `@beta`"]
    );
    assert_eq!(
        changes(
            "// @public\nexport class A {\n a(): void;\n b(): void;\n b(c: D): void;\n}",
            "// @public @deprecated\nexport class A {\n // @deprecated\n a(): void;\n b(): void;\n // @deprecated\n b(c: D): void;\n}"
        ),
        [
            "~ deprecated: A is deprecated now",
            "~ deprecated: A.a is deprecated now",
            "~ use-deprecated: A.b is deprecated now in some of its forms",
        ]
    );
    assert_eq!(
        changes("// @internal\nexport class _A { }", ""),
        ["! @internal removed: _A was removed"]
    );
}

#[test]
fn what_is_not_understood_is_a_gap_and_not_gone() {
    let whole = read(
        "## API Report File for \"kit\"\n```ts\nexport const a: A;\n// @public\nexport const b: A;\n```\n",
    );
    let broken = read(
        "## API Report File for \"kit\"\n```ts\nexport const a A;\n// @public\nexport const b: B;\n```\n",
    );
    let (found, gaps) = compare(("a.api.md", &whole), ("b.api.md", &broken));
    let kinds: Vec<&str> = found.iter().map(|it| it.change.symbol.as_str()).collect();
    assert_eq!(kinds, ["b"]);
    let [gap] = gaps.as_slice() else {
        panic!("{gaps:?}")
    };
    assert_eq!(gap.symbol, "kit");
    assert_eq!(gap.line, Some(3));
    assert!(
        gap.reason.starts_with("its API report is not understood: "),
        "{}",
        gap.reason
    );
    let (_, gaps) = compare(("b.api.md", &broken), ("a.api.md", &whole));
    assert!(
        gaps[0].reason.contains("at the previous release"),
        "{gaps:?}"
    );
}

#[test]
fn namespaces_that_lead_to_each_other_end() {
    let circle = "declare namespace a {\n export { b }\n}\ndeclare namespace b {\n export { a }\n}\nexport { a }";
    let report = read(&format!(
        "## API Report File for \"kit\"\n```ts\n{circle}\n```\n"
    ));
    let (_, gaps) = compare(("a", &report), ("b", &report));
    assert!(
        gaps.iter()
            .any(|it| it.reason.contains("lead to each other")),
        "{gaps:?}"
    );
}

#[test]
fn each_kind_has_a_word_of_its_own_and_is_told_of_in_the_documentation() {
    let document = include_str!("../../../docs/api-comparison.md");
    let mut words: Vec<&str> = Vec::new();
    for (kind, word, weight, says) in ChangeKind::ALL {
        let weight = format!("{weight:?}").to_lowercase();
        let row = format!("| `{word}` | {weight} | {says} |");
        assert!(document.contains(&row), "{row}");
        assert_eq!(kind.word(), *word);
        words.push(word);
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), ChangeKind::ALL.len());
}

proptest! {
    #[test]
    fn no_pair_is_too_strange(
        cut in 0..4_000_usize,
        start in 0..4_000_usize,
        length in 0..300_usize,
    ) {
        let text = include_str!("../../../fixtures/api-extractor/old.api.md");
        let mut other = text.to_owned();
        let end = start.saturating_add(length).min(other.len());
        if other.is_char_boundary(start.min(end)) && other.is_char_boundary(end) {
            other.replace_range(start.min(end)..end, "");
        }
        let (old, new) = (read(text.get(..cut).unwrap_or(text)), read(&other));
        let (_, gaps) = compare(("a", &old), ("b", &new));
        // What was not understood is said.
        prop_assert_eq!(gaps.is_empty(), old.flaws.is_empty() && new.flaws.is_empty());
    }
}
