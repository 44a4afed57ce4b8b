//! What is particular to each tool's own format.

use super::*;

fn reason(format: BenchmarkFormat, text: &str) -> String {
    format.read(text.as_bytes()).unwrap_err().reason
}

#[test]
fn pytest_benchmark_names_commit_machine_and_moment() {
    let read = read("pytest-benchmark/data.json");
    assert_eq!(read.tool_version.as_deref(), Some("5.3.1"));
    // 2026-11-26T08:05:30.746434+00:00
    assert_eq!(read.generated_at, Some(1_795_680_330));
    assert_eq!(
        read.commit.as_deref(),
        Some("3f6365c281a1a2d2ab55826cb6847521810174e7")
    );
    assert_eq!(read.dirty, Some(false));
    assert_eq!(read.machine.as_deref(), Some("AMD EPYC, Linux x86_64"));
    let names: Vec<_> = read.results.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        ["test_speed.py::test_sort", "test_speed.py::test_sum"]
    );
    assert!(
        read.results
            .iter()
            .all(|one| one.values.len() as u64 == one.samples && one.unit == "ps")
    );
    let saved = super::read("pytest-benchmark/saved.json");
    assert!(saved.results.iter().all(|one| one.values.is_empty()));
    assert!(saved.results.iter().all(|one| one.q1 <= one.median));
}

#[test]
fn outside_of_a_checkout_pytest_benchmark_names_no_commit() {
    let text = include_str!("../../../../fixtures/benchmark/pytest-benchmark/data.json");
    let changed = text.replace("3f6365c281a1a2d2ab55826cb6847521810174e7", "unversioned");
    let read = pytest_benchmark::read(changed.as_bytes()).unwrap();
    assert_eq!((read.commit, read.dirty), (None, None));
    let naive = text.replace("+00:00\",\n    \"version\"", "\",\n    \"version\"");
    assert_ne!(naive, text);
    let read = pytest_benchmark::read(naive.as_bytes()).unwrap();
    assert_eq!(read.generated_at, None);
}

#[test]
fn pytest_benchmarks_statistics_are_held_against_its_samples() {
    let text = include_str!("../../../../fixtures/benchmark/pytest-benchmark/data.json");
    let rounds = text.find("\"rounds\": ").unwrap();
    let end = rounds + text[rounds..].find(',').unwrap();
    let changed = format!("{}\"rounds\": 7{}", &text[..rounds], &text[end..]);
    assert!(reason(BenchmarkFormat::PytestBenchmark, &changed).contains("7 rounds as stated"));
    let min = text.find("\"min\": ").unwrap();
    let end = min + text[min..].find(',').unwrap();
    for (number, told) in [
        ("1e-9", "among its samples"),
        ("-1", "no benchmark can have"),
    ] {
        let changed = format!("{}\"min\": {number}{}", &text[..min], &text[end..]);
        let reason = reason(BenchmarkFormat::PytestBenchmark, &changed);
        assert!(reason.contains(told), "{reason}");
    }
    for number in ["NaN", "Infinity", "1e999", "null"] {
        let changed = format!("{}\"min\": {number}{}", &text[..min], &text[end..]);
        assert!(
            pytest_benchmark::read(changed.as_bytes()).is_err(),
            "{number}"
        );
    }
    let twice = text.replace("test_sort", "test_sum");
    assert_eq!(
        reason(BenchmarkFormat::PytestBenchmark, &twice),
        "the benchmark `test_speed.py::test_sum` is there twice"
    );
}

#[test]
fn criterions_folder_says_what_its_lines_say() {
    let benchmark = include_bytes!("../../../../fixtures/benchmark/criterion/new/benchmark.json");
    let estimates = include_bytes!("../../../../fixtures/benchmark/criterion/new/estimates.json");
    let sample = include_bytes!("../../../../fixtures/benchmark/criterion/new/sample.json");
    assert!(criterion::is_benchmark(head(benchmark)) && !criterion::is_benchmark(head(sample)));
    assert!(criterion::is_estimates(head(estimates)) && !criterion::is_estimates(head(sample)));
    assert!(criterion::is_sample(head(sample)) && !criterion::is_sample(head(benchmark)));
    for bytes in [&benchmark[..], estimates, sample] {
        assert_eq!(recognise(head(bytes)), None);
        assert_eq!(scan::recognise(head(bytes)), None);
    }
    let result = criterion::read_folder(benchmark, estimates, sample).unwrap();
    assert_eq!(result.name, "by size/sum/100");
    assert_eq!((result.samples, result.values.len()), (10, 10));
    // 40.79344451473827 ns within 21.16446822718965 ns and 46.2586782751903 ns.
    assert_eq!(result.median, Some(40_793));
    assert_eq!((result.low, result.high), (Some(21_164), Some(46_259)));
    // 18497910 ns in 398328 iterations.
    assert_eq!(result.values[0], 46_439);
    let of_lines = read("criterion/lines.jsonl");
    assert!(of_lines.results.iter().any(|one| one.name == result.name));
    assert_eq!(
        criterion::of_folders(vec![result.clone()])
            .unwrap()
            .results
            .len(),
        1
    );
    assert!(criterion::of_folders(vec![result.clone(), result]).is_err());
    assert!(criterion::of_folders(Vec::new()).is_err());
    let flaw = criterion::read_folder(benchmark, estimates, &sample[..50]).unwrap_err();
    assert!(
        flaw.reason.starts_with("sample.json: it is cut off"),
        "{flaw}"
    );
}

#[test]
fn a_group_of_criterion_that_is_not_finished_is_cut_off() {
    let text = include_str!("../../../../fixtures/benchmark/criterion/lines.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    assert_eq!(
        reason(BenchmarkFormat::Criterion, &cut),
        "it is cut off: the group of `by size/sum/100` is not finished"
    );
    let lost = [lines[1], lines[0]].join("\n");
    assert!(reason(BenchmarkFormat::Criterion, &lost).contains("which was not measured"));
    let zero = text.replacen("\"iteration_count\":[", "\"iteration_count\":[0,", 1);
    assert!(criterion::read(zero.as_bytes()).is_err());
}

#[test]
fn lines_of_go_with_one_name_are_samples() {
    let read = read("go/count.txt");
    let one = read
        .results
        .iter()
        .find(|one| one.name.ends_with("BenchmarkSum-2"));
    let one = one.unwrap();
    assert_eq!(one.name, "example.com/demo.BenchmarkSum-2");
    assert_eq!(
        (one.samples, one.is_time, one.better),
        (3, true, Direction::Smaller)
    );
    let rate = read
        .results
        .iter()
        .find(|one| one.name.ends_with("n=10-2 MB/s"));
    let rate = rate.unwrap();
    assert_eq!(
        (rate.unit.as_str(), rate.better, rate.is_time),
        ("MB/s", Direction::Bigger, false)
    );
    assert_eq!(read.machine.as_deref(), Some("AMD EPYC, linux amd64"));
    let verbose = super::read("go/verbose.txt");
    assert_eq!(verbose.results.len(), 8, "names alone are no benchmarks");
    let units = super::read("go/units.txt");
    let score = units
        .results
        .iter()
        .find(|one| one.unit == "score")
        .unwrap();
    assert_eq!(
        (score.better, score.min),
        (Direction::Bigger, Some(3_000_000))
    );
}

#[test]
fn a_run_of_go_that_failed_is_a_crash() {
    for text in [
        include_str!("../../../../fixtures/benchmark/go/failed.txt"),
        include_str!("../../../../fixtures/benchmark/go/panic.txt"),
    ] {
        assert!(go::is_go(text));
        let flaw = go::read(text.as_bytes()).unwrap_err();
        assert_eq!(flaw.kind, FlawKind::Crashed);
    }
    let picked = "BenchmarkA-8 10 5 ns/op\nBenchmarkA-8 10 7 ns/op\n";
    assert_eq!(go::read(picked.as_bytes()).unwrap().results[0].samples, 2);
    assert!(go::read(b"BenchmarkA-8 10 5 ns/op").is_err());
    for odd in [
        "BenchmarkA-8 10 5\n",
        "BenchmarkA-8 10 -5 ns/op\n",
        "BenchmarkA-8 10 NaN ns/op\n",
        "BenchmarkA-8 10\n",
    ] {
        assert!(go::read(odd.as_bytes()).is_err(), "{odd}");
    }
    let two = "pkg: a\nBenchmarkA-8 10 5 ns/op\npkg: b\nBenchmarkB-8 10 5 ns/op\nPASS\n";
    assert_eq!(
        reason(BenchmarkFormat::Go, two),
        "it is cut off: the package `a` does not end with PASS"
    );
}

/// A benchmark that prints parts its name from its result, which then stands on a line of its own or
/// behind what was printed. Both are lost to what reads lines that begin with a name.
#[test]
fn a_result_of_go_without_its_name_is_refused() {
    let output = |between: &str| {
        format!(
            "pkg: a\nBenchmarkQuiet-8  10  5 ns/op\nBenchmarkLoud-8  {between}  10  7.5 ns/op  0 B/op\nPASS\n"
        )
    };
    assert_eq!(go::read(output("").as_bytes()).unwrap().results.len(), 3);
    for between in ["warming up\n", "warming up", "a: b\n", "up\na: b"] {
        let reason = reason(BenchmarkFormat::Go, &output(between));
        assert!(
            reason.contains("a result without the name of its benchmark"),
            "{between}: {reason}"
        );
    }
    let said = "BenchmarkA-8 10 5 ns/op\n    a_test.go:9: less than 7 ns/op\n";
    assert_eq!(go::read(said.as_bytes()).unwrap().results.len(), 1);
}

#[test]
fn hyperfine_2_writes_each_run_by_itself() {
    let read = read("hyperfine/2.0.0.json");
    let told: Vec<_> = read
        .results
        .iter()
        .map(|one| (one.name.as_str(), one.samples, one.failures))
        .collect();
    assert_eq!(
        told,
        [
            ("false (n=1)", 2, 2),
            ("false (n=2)", 2, 2),
            ("sleep 0.001", 2, 0),
            ("sleep 0.002", 2, 0),
        ]
    );
    let text = include_str!("../../../../fixtures/benchmark/hyperfine/2.0.0.json");
    let third = text.replace("\"schema_version\": 2", "\"schema_version\": 3");
    assert!(reason(BenchmarkFormat::Hyperfine, &third).contains("schema version 3"));
    let minutes = text.replacen("\"unit\": \"second\"", "\"unit\": \"minute\"", 1);
    assert!(reason(BenchmarkFormat::Hyperfine, &minutes).contains("not in seconds"));
    let other = text.replacen("\"value\": 0.", "\"value\": 9.", 1);
    assert!(hyperfine::read(other.as_bytes()).is_err());
}

#[test]
fn hyperfine_tells_commands_by_their_parameters_and_counts_failures() {
    let read = read("hyperfine/failures.json");
    let told: Vec<_> = read
        .results
        .iter()
        .map(|one| (one.name.as_str(), one.samples, one.failures))
        .collect();
    assert_eq!(told, [("false (n=1)", 3, 3), ("false (n=2)", 3, 3)]);
    let text = include_str!("../../../../fixtures/benchmark/hyperfine/failures.json");
    let same = text.replace("\"n\": \"2\"", "\"n\": \"1\"");
    assert!(reason(BenchmarkFormat::Hyperfine, &same).contains("is there twice"));
    let killed = text.replacen(
        "        1,\n        1,\n        1",
        "        null,\n        0,\n        0",
        1,
    );
    let read = hyperfine::read(killed.as_bytes()).unwrap();
    assert_eq!(read.results[0].failures, 1);
    let fewer = text.replacen("        1,\n        1,\n        1", "        1", 1);
    assert!(reason(BenchmarkFormat::Hyperfine, &fewer).contains("3 times and 1 exit codes"));
    let single = super::read("hyperfine/single.json");
    assert_eq!(
        (single.results[0].samples, single.results[0].stddev),
        (1, None)
    );
}

#[test]
fn a_custom_list_has_the_direction_of_its_units_or_of_who_knows_it() {
    let read = read("custom/demo.json");
    let of = |name: &str| read.results.iter().find(|one| one.name == name).unwrap();
    let parse = of("parse");
    assert_eq!(
        (parse.mean, parse.better),
        (Some(1_250_500), Direction::Smaller)
    );
    assert_eq!((parse.low, parse.high), (Some(1_238_500), Some(1_262_500)));
    let throughput = of("throughput");
    assert_eq!(throughput.better, Direction::Bigger);
    // 812.25 MB/s, 1.5 % less and more.
    assert_eq!(
        (throughput.low, throughput.high),
        (Some(800_066_250), Some(824_433_750))
    );
    assert!(
        read.results
            .iter()
            .any(|one| one.better == Direction::Unknown)
    );
    let bytes = include_bytes!("../../../../fixtures/benchmark/custom/demo.json");
    let read = custom::read_as(bytes, Direction::Bigger).unwrap();
    assert!(
        read.results
            .iter()
            .all(|one| one.better == Direction::Bigger)
    );
    for odd in [
        r#"[{"name": "a", "unit": "s", "value": -1}]"#,
        r#"[{"name": "a", "unit": "s", "value": 1e300}]"#,
        r#"[{"name": "a", "unit": "s", "value": "1"}]"#,
        r#"[{"name": "", "unit": "s", "value": 1}]"#,
        r#"[{"name": "a", "unit": "s", "value": 1, "value": 2}]"#,
        r#"[{"name": "a", "unit": "s", "value": 1}, {"name": "a", "unit": "s", "value": 2}]"#,
    ] {
        assert!(custom::read(odd.as_bytes()).is_err(), "{odd}");
    }
}
