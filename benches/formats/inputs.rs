//! The reports that are read: one line a format.

use std::io::{Result, Write};

use relcheck::formats::coverage::{self, CoverageFormat};
use relcheck::formats::junit;
use relcheck::formats::report::Flaw;
use relcheck::formats::scan::sarif;

/// A report to read.
pub struct Input {
    pub name: &'static str,
    /// How large it is to be, about.
    pub bytes: u64,
    /// Writes one of about that size.
    pub write: fn(&mut dyn Write, u64) -> Result<()>,
    /// Reads it; returns how many entries it has.
    pub read: fn(&[u8]) -> std::result::Result<usize, Flaw>,
}

const LARGE: u64 = 100_000_000;

/// All of them. A new one is a line here.
pub const INPUTS: &[Input] = &[
    Input {
        name: "cobertura",
        bytes: LARGE,
        write: cobertura,
        read: |bytes| lines(CoverageFormat::Cobertura, bytes),
    },
    Input {
        name: "coverage.py json",
        bytes: LARGE,
        write: coverage_py,
        read: |bytes| lines(CoverageFormat::CoveragePy, bytes),
    },
    Input {
        name: "lcov",
        bytes: LARGE,
        write: lcov,
        read: |bytes| lines(CoverageFormat::Lcov, bytes),
    },
    Input {
        name: "jacoco",
        bytes: LARGE,
        write: jacoco,
        read: |bytes| lines(CoverageFormat::Jacoco, bytes),
    },
    Input {
        name: "go profile",
        bytes: LARGE,
        write: go_profile,
        read: |bytes| lines(CoverageFormat::GoProfile, bytes),
    },
    Input {
        name: "llvm-cov json",
        bytes: LARGE,
        write: llvm,
        read: |bytes| lines(CoverageFormat::LlvmJson, bytes),
    },
    Input {
        name: "junit",
        bytes: LARGE,
        write: junit_xml,
        read: |bytes| junit::read(bytes).map(|report| report.cases.len()),
    },
    Input {
        name: "sarif",
        bytes: LARGE / 2,
        write: sarif,
        read: |bytes| sarif::read(bytes).map(|scan| scan.findings.len()),
    },
];

fn lines(format: CoverageFormat, bytes: &[u8]) -> std::result::Result<usize, Flaw> {
    let coverage = coverage::read(format, bytes)?;
    Ok(coverage.files.iter().map(|file| file.lines.len()).sum())
}

/// How many lines a file has, and which of them are executable: two of three.
const LINES: u64 = 600;

fn executable() -> impl Iterator<Item = u64> {
    (1..=LINES).filter(|line| !line.is_multiple_of(3))
}

/// One of seven lines did not run.
fn hits(line: u64) -> u64 {
    if line.is_multiple_of(7) {
        0
    } else {
        line % 100 + 1
    }
}

fn path(number: u64) -> String {
    format!(
        "src/package{}/part{}/module{number}.py",
        number % 100,
        number % 7
    )
}

/// Counts what goes through it.
struct Counted<'w> {
    inner: &'w mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.inner.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

/// Writes files until there are enough bytes; returns how many it wrote.
fn files(
    target: &mut dyn Write,
    bytes: u64,
    mut file: impl FnMut(&mut dyn Write, u64) -> Result<()>,
) -> Result<u64> {
    let mut counted = Counted {
        inner: target,
        bytes: 0,
    };
    let mut number = 0;
    while counted.bytes < bytes {
        file(&mut counted, number)?;
        number += 1;
    }
    Ok(number)
}

/// As coverage.py writes it.
fn cobertura(target: &mut dyn Write, bytes: u64) -> Result<()> {
    writeln!(
        target,
        "<?xml version=\"1.0\" ?>\n<coverage version=\"7.17.4\" timestamp=\"1795680606960\" \
         line-rate=\"0.8\" branch-rate=\"0.5\" complexity=\"0\">\n\t<sources>\n\
         \t\t<source>/work/demo</source>\n\t</sources>\n\t<packages>\n\
         \t\t<package name=\".\" line-rate=\"0.8\" branch-rate=\"0.5\" complexity=\"0\">\n\t\t\t<classes>"
    )?;
    files(target, bytes, |target, number| {
        let path = path(number);
        writeln!(
            target,
            "\t\t\t\t<class name=\"module{number}.py\" filename=\"{path}\" complexity=\"0\" \
             line-rate=\"0.8\" branch-rate=\"0.5\">\n\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>"
        )?;
        for line in executable() {
            let hits = u64::from(hits(line) > 0);
            let branch = if line.is_multiple_of(5) {
                " branch=\"true\" condition-coverage=\"50% (1/2)\" missing-branches=\"7\""
            } else {
                ""
            };
            let line = format!("<line number=\"{line}\" hits=\"{hits}\"{branch}/>");
            writeln!(target, "\t\t\t\t\t\t{line}")?;
        }
        writeln!(target, "\t\t\t\t\t</lines>\n\t\t\t\t</class>")
    })?;
    writeln!(
        target,
        "\t\t\t</classes>\n\t\t</package>\n\t</packages>\n</coverage>"
    )
}

/// As coverage.py writes it, which tells the lines a second and a third time by function and class.
fn coverage_py(target: &mut dyn Write, bytes: u64) -> Result<()> {
    write!(
        target,
        "{{\"meta\": {{\"format\": 3, \"version\": \"7.17.4\", \"timestamp\": \
         \"2026-11-26T08:10:06.967033\", \"branch_coverage\": false, \"show_contexts\": false}}, \
         \"files\": {{"
    )?;
    let list = |ran: bool| {
        let those: Vec<String> = executable()
            .filter(|line| (hits(*line) > 0) == ran)
            .map(|line| line.to_string())
            .collect();
        (those.len(), those.join(", "))
    };
    let (executed, missing) = (list(true), list(false));
    let summary = |files: usize| {
        let (covered, missed) = (executed.0 * files, missing.0 * files);
        format!(
            "{{\"covered_lines\": {covered}, \"num_statements\": {}, \"percent_covered\": \
             85.71428571428571, \"percent_covered_display\": \"86\", \"missing_lines\": {missed}, \
             \"excluded_lines\": 0}}",
            covered + missed
        )
    };
    let part = format!(
        "\"executed_lines\": [{}], \"summary\": {}, \"missing_lines\": [{}], \
         \"excluded_lines\": []",
        executed.1,
        summary(1),
        missing.1
    );
    let written = files(target, bytes, |target, number| {
        let comma = if number > 0 { ", " } else { "" };
        let path = path(number);
        write!(
            target,
            "{comma}\"{path}\": {{{part}, \"functions\": {{\"\": {{{part}}}}}, \"classes\": \
             {{\"\": {{{part}}}}}}}"
        )
    })?;
    write!(target, "}}, \"totals\": {}}}", summary(written as usize))
}

fn lcov(target: &mut dyn Write, bytes: u64) -> Result<()> {
    files(target, bytes, |target, number| {
        writeln!(target, "TN:\nSF:{}", path(number))?;
        for line in executable() {
            writeln!(target, "DA:{line},{}", hits(line))?;
        }
        let hit = executable().filter(|line| hits(*line) > 0).count();
        writeln!(
            target,
            "LF:{}\nLH:{hit}\nend_of_record",
            executable().count()
        )
    })?;
    Ok(())
}

fn jacoco(target: &mut dyn Write, bytes: u64) -> Result<()> {
    write!(
        target,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><!DOCTYPE report PUBLIC \
         \"-//JACOCO//DTD Report 1.1//EN\" \"report.dtd\"><report name=\"demo\">"
    )?;
    files(target, bytes, |target, number| {
        write!(
            target,
            "<package name=\"org/demo/part{number}\"><sourcefile name=\"Prices.java\">"
        )?;
        for line in executable() {
            let (missed, covered) = if hits(line) > 0 { (0, 4) } else { (4, 0) };
            write!(
                target,
                "<line nr=\"{line}\" mi=\"{missed}\" ci=\"{covered}\" mb=\"0\" cb=\"0\"/>"
            )?;
        }
        write!(target, "</sourcefile></package>")
    })?;
    write!(target, "</report>")
}

fn go_profile(target: &mut dyn Write, bytes: u64) -> Result<()> {
    writeln!(target, "mode: count")?;
    files(target, bytes, |target, number| {
        for line in executable() {
            let end = line + 1;
            let hits = hits(line);
            writeln!(
                target,
                "example.com/demo/part{}/file{number}.go:{line}.20,{end}.3 1 {hits}",
                number % 100
            )?;
        }
        Ok(())
    })?;
    Ok(())
}

fn llvm(target: &mut dyn Write, bytes: u64) -> Result<()> {
    write!(target, "{{\"data\":[{{\"files\":[")?;
    let count = format!("{{\"count\":{},\"covered\":1,\"percent\":1.0}}", LINES);
    let written = files(target, bytes, |target, number| {
        let comma = if number > 0 { "," } else { "" };
        write!(
            target,
            "{comma}{{\"branches\":[],\"expansions\":[],\"filename\":\"/work/demo/{}\",\"segments\":[",
            path(number)
        )?;
        for line in executable() {
            let comma = if line > 1 { "," } else { "" };
            let hits = hits(line);
            write!(
                target,
                "{comma}[{line},9,{hits},true,true,false],[{line},44,0,false,false,false]"
            )?;
        }
        write!(target, "],\"summary\":{{\"lines\":{count}}}}}")
    })?;
    write!(
        target,
        "],\"functions\":[],\"totals\":{{\"lines\":{{\"count\":{},\"covered\":{written}}}}}}}],\
         \"type\":\"llvm.coverage.json.export\",\"version\":\"3.1.0\"}}",
        written * LINES
    )
}

/// As pytest writes it, with one test of fifty that failed.
fn junit_xml(target: &mut dyn Write, bytes: u64) -> Result<()> {
    write!(
        target,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><testsuites name=\"pytest tests\">\
         <testsuite name=\"pytest\" timestamp=\"2026-11-26T08:06:53.687002+00:00\">"
    )?;
    files(target, bytes, |target, number| {
        for test in 0..100 {
            write!(
                target,
                "<testcase classname=\"tests.package{}.test_module{number}.TestGroup\" \
                 name=\"test_of_a_thing_that_matters[case{test}]\" time=\"0.001\"",
                number % 100
            )?;
            if test % 50 == 0 {
                let body = "    def test():\n&gt;       assert total([1]) == 2\n".repeat(20);
                write!(
                    target,
                    "><failure message=\"assert 1 == 2\">{body}</failure></testcase>"
                )?;
            } else {
                write!(target, " />")?;
            }
        }
        Ok(())
    })?;
    write!(target, "</testsuite></testsuites>")
}

/// A log of one run: a hundred rules, and a finding in each of many files.
fn sarif(target: &mut dyn Write, bytes: u64) -> Result<()> {
    write!(
        target,
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"generated","rules":["#
    )?;
    for rule in 0..100 {
        let comma = if rule == 0 { "" } else { "," };
        write!(
            target,
            r#"{comma}{{"id":"R{rule:03}","defaultConfiguration":{{"level":"warning"}},"properties":{{"security-severity":"{}.{}","precision":"high"}}}}"#,
            rule % 10,
            rule % 7
        )?;
    }
    write!(target, r#"]}}}},"results":["#)?;
    files(target, bytes, |target, number| {
        let comma = if number == 0 { "" } else { "," };
        let (rule, line) = (number % 100, number % 4000 + 1);
        let path = path(number);
        write!(
            target,
            r#"{comma}{{"ruleId":"R{rule:03}","ruleIndex":{rule},"message":{{"text":"The value of `variable_{number}` comes from a request and reaches a shell without being quoted first."}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"{path}","uriBaseId":"%SRCROOT%"}},"region":{{"startLine":{line},"startColumn":5,"endLine":{line},"endColumn":41,"snippet":{{"text":"    subprocess.call(variable_{number}, shell=True)\n"}}}}}}}}],"partialFingerprints":{{"primaryLocationLineHash":"{number:016x}:1"}}}}"#
        )
    })?;
    write!(target, "]}}]}}")
}
