//! Lists that are whole, and that are not.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;

const FIRST: &[u8] = include_bytes!("../../../fixtures/exploited/epss.csv");
const PACKED: &[u8] = include_bytes!("../../../fixtures/exploited/epss.csv.gz");

fn wanted(names: &[&str]) -> HashSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

fn of(text: &str) -> Epss {
    read(text.as_bytes(), &wanted(&["CVE-2026-1001"])).expect("a list")
}

const HEAD: &str = "#model_version:v1,score_date:2026-02-10T00:00:00+0000\ncve,epss,percentile\n";

#[test]
fn the_list_is_read_plain_and_packed() {
    let names = wanted(&["CVE-1999-0016", "CVE-2026-33697", "CVE-2000-0001"]);
    let list = read(FIRST, &names).unwrap();
    assert_eq!(list.model.as_deref(), Some("v2026.06.15"));
    assert_eq!(list.computed, Some(1_790_683_222));
    assert_eq!(list.rows, 8);
    assert_eq!(list.problems, Vec::<String>::new());
    let found: Vec<_> = list
        .found
        .iter()
        .map(|it| (it.cve.as_str(), it.probability))
        .collect();
    assert_eq!(found, [("CVE-1999-0016", 95_739), ("CVE-2026-33697", 71)]);
    let same = unpacked(PACKED.to_vec()).unwrap();
    assert_eq!(same, FIRST);
    assert_eq!(unpacked(FIRST.to_vec()).unwrap(), FIRST);
    assert_eq!(read(&same, &names).unwrap(), list);
}

#[test]
fn probabilities_are_read_by_their_digits() {
    for (text, expected) in [
        ("0", Some(0)),
        ("0.0", Some(0)),
        ("0e-99", Some(0)),
        ("1", Some(100_000)),
        ("1.00000", Some(100_000)),
        ("1e0", Some(100_000)),
        ("10e-1", Some(100_000)),
        ("0.97565", Some(97_565)),
        ("0.975650000", Some(97_565)),
        ("0.975650001", Some(97_566)),
        ("0.00001", Some(1)),
        ("0.000001", Some(1)),
        ("7e-05", Some(7)),
        ("7.1E-05", Some(8)),
        ("1e-400", Some(1)),
        ("9.7565e-01", Some(97_565)),
        ("0.5", Some(50_000)),
        ("00.5", Some(50_000)),
        ("1.000000001", None),
        ("1.1", None),
        ("2", None),
        ("1e1", None),
        ("1e999", None),
        ("1e99999", None),
        ("-0.1", None),
        ("-0", None),
        ("+0.1", None),
        ("NaN", None),
        ("inf", None),
        ("", None),
        (".5", None),
        ("5.", None),
        ("0,5", None),
        ("0.5.1", None),
        ("0x1", None),
        ("1e", None),
        ("1e+-1", None),
        (" 0.5", None),
    ] {
        assert_eq!(probability(text), expected, "{text}");
    }
    assert_eq!(probability(&format!("0.{}", "1".repeat(100))), None);
}

#[test]
fn what_is_not_whole_is_said() {
    let sound = of(&format!("{HEAD}CVE-2026-1001,0.5,0.9\n"));
    assert_eq!(sound.problems, Vec::<String>::new());
    assert_eq!(sound.computed, Some(1_770_681_600));
    for (rows, problem) in [
        ("", "it lists nothing"),
        ("CVE-2026-1001,0.5,0.9", "its last line is cut off"),
        ("CVE-2026-1001,0.5\n", "line 3 has not three fields"),
        ("CVE-2026-1001,0.5,0.9,1\n", "line 3 has not three fields"),
        ("\n", "line 3 has not three fields"),
        ("CVE-2026-1001,1.5,0.9\n", "line 3: `1.5` is no probability"),
        ("CVE-2026-1001,NaN,0.9\n", "line 3: `NaN` is no probability"),
        ("GHSA-1,0.5,0.9\n", "line 3: `GHSA-1` is no CVE identifier"),
        (
            "CVE-2026-1001,0.5,0.9\nCVE-2026-1001,0.1,0.2\n",
            "line 4 has `CVE-2026-1001` a second time",
        ),
    ] {
        let list = of(&format!("{HEAD}{rows}"));
        assert!(
            list.problems.iter().any(|it| it == problem),
            "{rows}: {:?}",
            list.problems
        );
    }
}

#[test]
fn the_first_line_says_of_which_day_it_is() {
    let day = |line: &str| {
        of(&format!(
            "{line}cve,epss,percentile\nCVE-2026-1001,0.5,0.9\n"
        ))
        .computed
    };
    assert_eq!(
        day("#model_version:v1,score_date:2026-02-10\n"),
        Some(1_770_681_600)
    );
    assert_eq!(
        day("# score_date:2026-02-10T00:00:00Z\r\n"),
        Some(1_770_681_600)
    );
    assert_eq!(
        day("#model_version:v1,score_date:2026-02-10T00:00:00\n"),
        None
    );
    assert_eq!(day("#model_version:v1,score_date:today\n"), None);
    assert_eq!(day("#model_version:v1\n"), None);
    assert_eq!(day(""), None);
}

#[test]
fn what_is_no_list_is_refused() {
    let refused = |bytes: &[u8]| read(bytes, &HashSet::new()).is_err();
    for text in [
        "",
        "{}",
        "cve,epss\nCVE-2026-1001,0.5\n",
        "#a\n#b\ncve,epss,percentile\n",
    ] {
        assert!(refused(text.as_bytes()), "{text}");
    }
    assert!(refused(b"\xef\xbb\xbfcve,epss,percentile\n"));
    for end in 2..PACKED.len() {
        assert!(unpacked(PACKED[..end].to_vec()).is_err(), "{end}");
    }
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..=MAX_BYTES >> 20 {
        bomb.write_all(&[b'0'; 1 << 20]).unwrap();
    }
    let flaw = unpacked(bomb.finish().unwrap()).unwrap_err();
    assert_eq!(flaw.reason, "it has more than 64 MiB when it is unpacked");
    let mut damaged = PACKED.to_vec();
    let last = damaged.len() - 6;
    damaged[last] ^= 1;
    assert!(unpacked(damaged).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(rows in "\\PC{0,80}", number in "[-+0-9.eE]{0,20}") {
        let _ = read(rows.as_bytes(), &HashSet::new());
        let _ = read(format!("{HEAD}{rows}\n").as_bytes(), &HashSet::new());
        let _ = unpacked(rows.into_bytes());
        prop_assert!(probability(&number).is_none_or(|it| it <= CERTAIN));
    }

    #[test]
    fn a_probability_is_the_number_rounded_up(number in 0_u64..=1_000_000_000) {
        let text = format!("{}.{:09}", number / 1_000_000_000, number % 1_000_000_000);
        let expected = u32::try_from(number.div_ceil(10_000)).unwrap();
        prop_assert_eq!(probability(&text), Some(expected));
        let scientific = format!("{number}e-09");
        prop_assert_eq!(probability(&scientific), Some(expected));
    }
}
