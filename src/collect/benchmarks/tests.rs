use super::*;

fn benchmark(name: &str, values: &[i64]) -> Benchmark {
    Benchmark {
        name: name.to_owned(),
        unit: "ps".to_owned(),
        is_time: true,
        better: Direction::Smaller,
        samples: values.len() as u64,
        median: values.get(values.len() / 2).copied(),
        values: values.to_vec(),
        ..Benchmark::default()
    }
}

fn report(results: Vec<Benchmark>) -> Read {
    Read {
        format: BenchmarkFormat::Custom,
        tool_version: None,
        generated_at: None,
        commit: None,
        dirty: None,
        machine: None,
        results,
    }
}

fn facts(before: &[Benchmark], now: &[Benchmark]) -> Benchmarks {
    let (before, now) = (report(before.to_vec()), report(now.to_vec()));
    let of = |read| best([(None, read)].into_iter());
    compared(&of(&before), &of(&now))
}

#[test]
fn what_only_one_run_has_is_named() {
    let facts = facts(
        &[benchmark("kept", &[7; 10]), benchmark("old", &[7; 10])],
        &[benchmark("kept", &[8; 10]), benchmark("fresh", &[7; 10])],
    );
    assert_eq!(facts.vanished, ["old"]);
    assert_eq!(facts.new, ["fresh"]);
    let [kept] = facts.compared.as_slice() else {
        panic!("{:?}", facts.compared);
    };
    assert_eq!(
        (kept.before, kept.now, kept.samples),
        (Some(7), Some(8), 10)
    );
    assert_eq!(kept.smaller.and_then(|it| it.middle), Some(142_858));
    assert_eq!(kept.bigger, None);
}

#[test]
fn nothing_vanished_or_is_new_where_one_side_is_not_known() {
    let some = [benchmark("a", &[7; 10])];
    assert_eq!(facts(&some, &[]), Benchmarks::default());
    assert_eq!(facts(&[], &some), Benchmarks::default());
}

#[test]
fn the_fastest_of_several_runs_counts() {
    let (old, new) = (
        report(vec![benchmark("a", &[1]), benchmark("b", &[3])]),
        report(vec![benchmark("a", &[2]), benchmark("b", &[2])]),
    );
    let all = best([(Some(9), &new), (Some(5), &old)].into_iter());
    let values: Vec<_> = all.values().map(|it| it.values.as_slice()).collect();
    assert_eq!(values, [&[1], &[2]]);
}

#[test]
fn the_latest_of_several_runs_counts_where_nothing_says_which_is_better() {
    let score = |value| Benchmark {
        better: Direction::Unknown,
        ..benchmark("a", &[value])
    };
    let (old, new) = (report(vec![score(1)]), report(vec![score(2)]));
    let all = best([(Some(9), &new), (Some(5), &old)].into_iter());
    let values: Vec<_> = all.values().map(|it| it.values.as_slice()).collect();
    assert_eq!(values, [&[2]]);
}

#[test]
fn what_says_nothing_of_its_direction_is_compared_both_ways() {
    let score = |value| Benchmark {
        unit: "points".to_owned(),
        is_time: false,
        better: Direction::Unknown,
        ..benchmark("score", &[value; 10])
    };
    let facts = facts(&[score(100)], &[score(200)]);
    let middle = |change: Option<SpeedChange>| change.and_then(|it| it.middle);
    let [score] = facts.compared.as_slice() else {
        panic!("{:?}", facts.compared);
    };
    assert_eq!(middle(score.smaller), Some(1_000_000));
    assert_eq!(middle(score.bigger), Some(-500_000));
}

#[test]
fn what_changed_its_unit_is_not_compared() {
    let bytes = Benchmark {
        unit: "B/op".to_owned(),
        is_time: false,
        ..benchmark("a", &[7; 10])
    };
    let facts = facts(&[benchmark("a", &[7; 10])], &[bytes]);
    let [compared] = facts.compared.as_slice() else {
        panic!("{:?}", facts.compared);
    };
    assert_eq!(
        compared.reason.as_deref(),
        Some("its unit was `ps` and is `B/op`")
    );
    assert_eq!((compared.smaller, compared.bigger), (None, None));
}
