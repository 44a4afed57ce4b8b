use proptest::prelude::*;

use super::*;

const OLD: &str = include_str!("../../../fixtures/api-extractor/old.api.md");
const PUBLIC: &str = include_str!("../../../fixtures/api-extractor/old.public.api.md");

/// A report with these declarations.
fn report(declarations: &str) -> Report {
    let text = format!(
        "## API Report File for \"kit\"\n\n> Do not edit.\n\n```ts\n\n{declarations}\n```\n"
    );
    read(&text)
}

/// The same, which has to be understood.
fn understood(declarations: &str) -> Report {
    let report = report(declarations);
    assert_eq!(report.flaws, []);
    report
}

fn one(declaration: &str) -> Declaration {
    understood(declaration).declarations.remove(0)
}

/// What a property of this type is: `a: TYPE`.
fn typed(text: &str) -> Type {
    one(&format!("export const a: {text};")).value.unwrap()
}

#[test]
fn a_real_report_is_understood_as_a_whole() {
    for text in [OLD, PUBLIC] {
        assert!(is_one(text));
        let report = read(text);
        assert_eq!(report.flaws, []);
        assert_eq!(report.package.as_deref(), Some("demo-kit"));
    }
    let report = read(OLD);
    let all = |kind: Kind| -> Vec<&str> {
        let of_kind = report.declarations.iter().filter(|it| it.kind == kind);
        of_kind.map(|it| it.name.as_str()).collect()
    };
    assert_eq!(
        all(Kind::Class),
        ["Base", "KitError", "KitError_2", "Shape"]
    );
    assert_eq!(all(Kind::Interface), ["Hidden", "Old", "Options"]);
    assert_eq!(all(Kind::Namespace), ["inner", "Tools"]);
    assert_eq!(
        all(Kind::Function),
        [
            "gone", "make", "one", "open_2", "open_2", "tryOpen", "untagged"
        ]
    );
    let exports: Vec<(&str, &str)> = report
        .exports
        .iter()
        .map(|it| (it.local.as_str(), it.name.as_str()))
        .collect();
    assert_eq!(
        exports,
        [
            ("inner", "inner"),
            ("make", "default"),
            ("open_2", "open"),
            ("Shape", "Form"),
            ("Shape", "Shape"),
        ]
    );
}

#[test]
fn lines_are_those_of_the_file() {
    let report = read(OLD);
    let of = |name: &str| {
        report
            .declarations
            .iter()
            .find(|it| it.name == name)
            .unwrap()
    };
    let line = |number: u64| {
        OLD.lines()
            .nth(usize::try_from(number).unwrap() - 1)
            .unwrap()
    };
    assert_eq!(
        line(of("KitError").line),
        "export class KitError extends Error {"
    );
    let members = &of("KitError").members;
    let close = members.iter().find(|it| it.name == "close").unwrap();
    assert_eq!(line(close.line), "    close(): void;");
}

#[test]
fn release_tags_and_deprecations_are_those_of_the_comment_before() {
    let report = read(OLD);
    let of = |name: &str| {
        report
            .declarations
            .iter()
            .find(|it| it.name == name)
            .unwrap()
    };
    assert_eq!(of("tryOpen").release, Some(ReleaseTag::Beta));
    assert_eq!(of("limits").release, Some(ReleaseTag::Alpha));
    // Its warning names `@alpha` and `@internal`.
    assert_eq!(of("untagged").release, Some(ReleaseTag::Public));
    assert!(of("Readable").deprecated);
    let members = &of("KitError").members;
    let member = |name: &str| members.iter().find(|it| it.name == name).unwrap();
    assert_eq!(member("_secret").release, Some(ReleaseTag::Internal));
    assert!(member("post").deprecated);
    assert_eq!(member("close").release, None);
    let warned = one("// Warning: (ae-x) it is not @beta\nexport const a: string;");
    assert_eq!(warned.release, None);
}

#[test]
fn modifiers_are_told_from_members_of_their_names() {
    let class = one(
        "class A { static readonly a: 1; protected abstract b?(): void; readonly: string; get: number; get c(): string; set c(value: string); static(): void; }",
    );
    let names: Vec<(&str, Kind)> = class
        .members
        .iter()
        .map(|it| (it.name.as_str(), it.kind))
        .collect();
    assert_eq!(
        names,
        [
            ("a", Kind::Property),
            ("b", Kind::Method),
            ("readonly", Kind::Property),
            ("get", Kind::Property),
            ("c", Kind::Getter),
            ("c", Kind::Setter),
            ("static", Kind::Method),
        ]
    );
    let [a, b, ..] = class.members.as_slice() else {
        unreachable!()
    };
    assert!(a.modifiers.is_static && a.modifiers.is_readonly);
    assert!(b.modifiers.is_protected && b.modifiers.is_abstract && b.modifiers.is_optional);
}

#[test]
fn parameters_and_type_parameters() {
    let it = one(
        "export function f<T extends A<B, C> = D, const U = T extends X ? 1 : 2>(a: string, { b, c }: { b: 1; c?: 2 }, d?: () => void, ...rest: T[]): asserts a is 'x';",
    );
    let names: Vec<&str> = it.parameters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "{ b, c }", "d", "rest"]);
    assert!(it.parameters[2].is_optional && it.parameters[3].is_rest);
    assert_eq!(it.type_parameters[0].constraint.as_deref(), Some("A<B, C>"));
    assert_eq!(it.type_parameters[0].default.as_deref(), Some("D"));
    assert_eq!(
        it.type_parameters[1].default.as_deref(),
        Some("T extends X ? 1 : 2")
    );
    assert_eq!(it.value.unwrap().text, "asserts a is \"x\"");
}

#[test]
fn a_union_is_its_parts_in_any_order() {
    assert_eq!(
        typed("| 'b' | A<C | D> | \"a\"").union,
        ["\"a\"", "\"b\"", "A<C | D>"]
    );
    assert_eq!(
        typed("'a' | 'b'").union,
        typed("\n  | \"b\"\n  | \"a\"").union
    );
    // `|` belongs to what the function returns, or to a branch.
    assert_eq!(typed("() => A | B").union, ["() => A | B"]);
    assert_eq!(
        typed("A extends B ? C | D : E").union,
        ["A extends B ? C | D : E"]
    );
}

#[test]
fn types_are_spelled_the_same_however_they_are_laid_out() {
    let spelled = |text: &str| typed(text).text;
    assert_eq!(
        spelled("{\n    [key: string]: A;\n}"),
        spelled("{ [key: string]: A; }")
    );
    assert_eq!(spelled("Map < string,T >"), "Map<string, T>");
    assert_eq!(spelled("new (a?:string)=>X[]"), "new (a?: string) => X[]");
    assert_eq!(
        spelled("typeof x[keyof typeof x]"),
        "typeof x[keyof typeof x]"
    );
    assert_eq!(
        spelled("`a-${string & `b${C}`}-}`"),
        "`a-${string & `b${C}`}-}`"
    );
}

#[test]
fn object_types_are_read_with_their_members() {
    let names =
        |text: &str| -> Vec<String> { typed(text).members.into_iter().map(|it| it.name).collect() };
    assert_eq!(
        names("{ readonly a: 1; 'b-c'?: { d: 2; }; (e: 3): void; [f: string]: 4; }"),
        ["a", "\"b-c\"", "(call)", "[key: string]"]
    );
    assert_eq!(names("{ [P in K]?: A; }"), [""; 0]);
    assert_eq!(names("{ -readonly [P in K]: A; }"), [""; 0]);
    assert_eq!(names("{ a: 1; } & B"), [""; 0]);
}

#[test]
fn statements_without_declarations() {
    let report = understood(
        "import A, { type B as C, default as D } from 'm';\nimport * as E from \"n\";\nimport type F from 'o';\nimport 'p';\nimport G = require('q');\nexport * from 'r';\nexport * as H from 's';\nexport { I as J, type K } from 't';\nexport type { L };\nexport default M;\nexport = N;\nexport as namespace O;\n",
    );
    let imports: Vec<String> = report
        .imports
        .iter()
        .map(|it| format!("{}={}.{}", it.local, it.module, it.original))
        .collect();
    assert_eq!(
        imports,
        [
            "A=m.default",
            "C=m.B",
            "D=m.default",
            "E=n.*",
            "F=o.default",
            "G=q.default"
        ]
    );
    let exports: Vec<String> = report
        .exports
        .iter()
        .map(|it| {
            format!(
                "{}={}:{}",
                it.name,
                it.module.as_deref().unwrap_or_default(),
                it.local
            )
        })
        .collect();
    assert_eq!(
        exports,
        [
            "*=r:*",
            "H=s:*",
            "J=t:I",
            "K=t:K",
            "L=:L",
            "default=:M",
            "export==:N"
        ]
    );
}

#[test]
fn namespaces_as_api_extractor_writes_them() {
    // It drops `export` where it has a comment to add, and leaves `{}` of `export {}`.
    let it = one(
        "export namespace Tools {\n    const // (undocumented)\n    one = 1, two: string;\n    export type { A };\n    export namespace Far { /** q */\n        export function deep(): void;\n    }\n        {};\n}",
    );
    let names: Vec<(&str, bool)> = it
        .members
        .iter()
        .map(|it| (it.name.as_str(), it.exported))
        .collect();
    assert_eq!(names, [("one", true), ("two", true), ("Far", true)]);
    assert_eq!(it.exports[0].name, "A");
}

#[test]
fn what_is_not_understood_is_said_with_its_line_and_the_rest_is_read() {
    let report = report("// @public\nexport widget X;\n\n// @public\nexport const a: string;");
    let [flaw] = report.flaws.as_slice() else {
        panic!("{:?}", report.flaws)
    };
    assert_eq!(flaw.line, 8);
    assert_eq!(flaw.reason, "`widget` starts no declaration that is known");
    assert_eq!(report.declarations.len(), 1);
}

#[test]
fn what_is_no_whole_report_has_a_flaw() {
    let reason = |text: &str| {
        read(text)
            .flaws
            .first()
            .map(|it| it.reason.clone())
            .unwrap()
    };
    assert_eq!(reason(""), "no heading names its package");
    let heading = "## API Report File for \"kit\"\n";
    assert_eq!(reason(heading), "it has no block of declarations");
    let open = format!("{heading}```ts\nexport const a: string;\n");
    assert_eq!(reason(&open), "its block of declarations does not end");
    let marked = format!("{heading}```ts\n<<<<<<< HEAD\nexport const a: string;\n```\n");
    assert!(!read(&marked).flaws.is_empty());
    for broken in [
        "class A {",
        "class A { b: (c; }",
        "const a: `b",
        "const a: 'b\n';",
        "/* a",
        "function f(: void;",
        "type A = ;",
    ] {
        assert!(!self::report(broken).flaws.is_empty(), "{broken}");
    }
}

#[test]
fn nesting_does_not_overflow_the_stack() {
    let deep = |open: &str, close: &str| open.repeat(50_000) + "A" + &close.repeat(50_000);
    understood(&format!("export type X = {};", deep("(", ")")));
    understood(&format!("export type X = {};", deep("[", "]")));
    understood(&format!(
        "export type X = {};",
        "{ a: ".repeat(5_000) + "A" + &"; }".repeat(5_000)
    ));
    let report = report(&("namespace a { ".repeat(50_000) + &"}".repeat(50_000)));
    assert!(
        report
            .flaws
            .iter()
            .any(|it| it.reason.contains("deeper than 24"))
    );
    let _ = self::report(&format!("type X = {}", "`${".repeat(50_000)));
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,200}") {
        let _ = read(&text);
        let _ = report(&text);
    }

    #[test]
    fn no_order_of_words_is_too_strange(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "export", "class", "interface", "namespace", "function", "type", "const", "enum",
                "import", "from", "default", "as", "A", "b", "'c'", "`d${", "}`", "{", "}", "(", ")",
                "[", "]", "<", ">", ":", ";", ",", "?", "=", "=>", "...", "|", "*", "extends", "get",
                "static", "readonly", "new", "in", "// @beta\n", "/*", "*/", "\n",
            ]),
            0..60,
        )
    ) {
        let _ = report(&words.join(" "));
    }

    #[test]
    fn each_part_of_a_report_is_read_without_panic(start in 0..4_000_usize, length in 0..4_000_usize) {
        let part = OLD.get(start..start.saturating_add(length).min(OLD.len())).unwrap_or_default();
        let _ = report(part);
    }
}
