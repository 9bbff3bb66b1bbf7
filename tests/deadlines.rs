//! Deadlines by table (`T1`–`T9`).

use chrono::{Datelike, Days, NaiveDate};
use minsheng::deadlines::policy::{Limit, Policies, PolicyId, Unit};
use minsheng::deadlines::reckon::HourWarning;
use minsheng::deadlines::{Warning, explanation, reckon};
use minsheng::jurisdiction::DayOff;
use proptest::prelude::*;

use crate::jurisdiction::{assert_written, yuncheng};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn limit(count: u16, unit: Unit) -> Limit {
    Limit { count, unit }
}

fn due(start: &str, count: u16, unit: Unit) -> NaiveDate {
    reckon(day(start), &limit(count, unit), yuncheng().calendar()).due
}

#[test]
fn calendar_days() {
    for (start, count, wanted) in [
        ("2024-01-05", 15, "2024-01-22"), // 20 January is a Saturday
        ("2024-01-26", 15, "2024-02-18"), // 10 February: Spring Festival to the 17th, the 18th made up
        ("2024-02-03", 1, "2024-02-04"),  // a Sunday that is worked
        ("2024-09-16", 15, "2024-10-08"), // 1 October: National Day to the 7th
        ("2025-01-13", 15, "2025-02-05"), // 28 January: Spring Festival to 4 February
        ("2025-09-16", 15, "2025-10-09"), // 1 October: National Day to the 8th
        ("2025-09-26", 15, "2025-10-11"), // a Saturday that is worked
        ("2026-01-31", 15, "2026-02-24"), // 15 February: Spring Festival to the 23rd
        ("2026-02-13", 15, "2026-02-28"), // a Saturday that is worked
        ("2026-08-03", 60, "2026-10-08"), // 2 October: National Day to the 7th
        ("2026-08-24", 60, "2026-10-23"),
    ] {
        assert_eq!(due(start, count, Unit::Calendar), day(wanted), "{count} days from {start}");
    }
}

#[test]
fn working_days() {
    for (start, count, wanted) in [
        ("2024-01-05", 5, "2024-01-12"),
        ("2024-02-08", 5, "2024-02-21"), // 9, then the 18th made up, 19, 20, 21
        ("2024-09-27", 5, "2024-10-10"), // the 29th made up, 30, then 8, 9, 10
        ("2025-01-24", 5, "2025-02-07"), // the 26th made up, 27, then 5, 6, 7
        ("2025-09-26", 5, "2025-10-10"), // the 28th made up, 29, 30, then 9, 10
        ("2026-02-12", 5, "2026-02-26"), // 13, the 14th made up, then 24, 25, 26
        ("2026-09-30", 5, "2026-10-13"), // 8, 9, the 10th made up, 12, 13
    ] {
        assert_eq!(
            due(start, count, Unit::Working),
            day(wanted),
            "{count} working days from {start}"
        );
    }
}

/// Counts working days one by one, the slow and plain way.
fn walk(start: NaiveDate, count: u16) -> NaiveDate {
    let mut left = count;
    let mut date = start;
    while left > 0 {
        date = date.succ_opt().expect("a day");
        if yuncheng().calendar().day_off(date).is_none() {
            left -= 1;
        }
    }
    date
}

/// Every day of three years and five limits, against what another program reckoned over another
/// copy of the calendar.
#[test]
fn three_years_as_another_program_reckons_them() {
    let limits = [
        limit(15, Unit::Calendar),
        limit(30, Unit::Calendar),
        limit(60, Unit::Calendar),
        limit(5, Unit::Working),
        limit(1, Unit::Month),
    ];
    let mut compared = 0;
    let table = include_str!("deadlines/golden.tsv");
    for line in table.lines().filter(|line| !line.starts_with(['#', 's'])) {
        let mut fields = line.split('\t');
        let start = fields.next().expect("a start");
        for (limit, wanted) in limits.iter().zip(fields) {
            let reckoning = reckon(day(start), limit, yuncheng().calendar());
            if wanted == "-" {
                assert!(reckoning.due > day("2026-12-31"), "{start} {limit:?}");
                assert_eq!(reckoning.unknown_years, [2027], "{start} {limit:?}");
            } else {
                assert_eq!(reckoning.due, day(wanted), "{start} {limit:?}");
                assert!(reckoning.unknown_years.is_empty(), "{start} {limit:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn hours_run_by_day_and_by_night() {
    let start = day("2026-09-30").and_hms_opt(23, 30, 0).expect("a time");
    let two = reckon::after_hours(start, &limit(2, Unit::Hour));
    assert_eq!(two, day("2026-10-01").and_hms_opt(1, 30, 0).expect("a time"));
    // A holiday moves nothing.
    assert_eq!(due("2026-09-30", 24, Unit::Hour), day("2026-10-01"));
    let at = |minutes: i64| start + chrono::TimeDelta::minutes(minutes);
    for (minutes, wanted, next) in [
        (0, None, 80),
        (79, None, 80),
        (80, Some(HourWarning::TwoThirds), 120),
        (120, Some(HourWarning::HoursLate(0)), 180),
        (200, Some(HourWarning::HoursLate(1)), 240),
        (120 + 23 * 60, Some(HourWarning::HoursLate(23)), 120 + 24 * 60),
        // Then once a day.
        (120 + 30 * 60, Some(HourWarning::HoursLate(24)), 120 + 48 * 60),
    ] {
        assert_eq!(reckon::latest_hour_warning(start, two, at(minutes)), wanted, "{minutes}");
        assert_eq!(reckon::next_hour_warning(start, two, at(minutes)), at(next), "{minutes}");
    }
}

#[test]
fn months() {
    assert_eq!(due("2026-01-31", 1, Unit::Month), day("2026-02-28"));
    assert_eq!(due("2024-08-01", 6, Unit::Month), day("2025-02-05"));
}

#[test]
fn what_was_skipped_is_told() {
    let reckoning = reckon(day("2025-09-16"), &limit(15, Unit::Calendar), yuncheng().calendar());
    assert_eq!(reckoning.moved_from, Some(day("2025-10-01")));
    assert_eq!(reckoning.skipped.len(), 8);
    assert!(reckoning.skipped.iter().all(|skipped| matches!(skipped.why, DayOff::Holiday(_))));
    let keys: Vec<String> = explanation(&reckoning).into_iter().map(|line| line.key).collect();
    assert_eq!(keys.first().map(String::as_str), Some("deadlines-start"));
    assert_eq!(keys.last().map(String::as_str), Some("deadlines-due"));
    assert_eq!(keys.iter().filter(|key| *key == "deadlines-skipped-holiday").count(), 2);
    assert!(keys.iter().any(|key| key == "deadlines-moved"));
}

#[test]
fn explanations_are_written_in_both_languages() {
    for start in ["2024-02-01", "2025-09-16", "2026-05-28", "2026-12-28"] {
        for (count, unit) in
            [(15, Unit::Calendar), (5, Unit::Working), (1, Unit::Month), (3, Unit::Calendar)]
        {
            let reckoning = reckon(day(start), &limit(count, unit), yuncheng().calendar());
            for line in explanation(&reckoning) {
                assert_written("deadlines.ftl", &line);
            }
        }
    }
}

#[test]
fn an_unknown_year_is_a_warning() {
    let reckoning = reckon(day("2026-12-28"), &limit(5, Unit::Working), yuncheng().calendar());
    assert_eq!(reckoning.unknown_years, [2027]);
    assert_eq!(reckoning.due, day("2027-01-04"));
    let known = reckon(day("2026-11-02"), &limit(15, Unit::Calendar), yuncheng().calendar());
    assert!(known.unknown_years.is_empty());
}

#[test]
fn the_end_of_time_is_no_panic() {
    let reckoning = reckon(NaiveDate::MAX, &limit(u16::MAX, Unit::Calendar), yuncheng().calendar());
    assert_eq!(reckoning.due, NaiveDate::MAX);
}

#[test]
fn warnings() {
    let reckoning = reckon(day("2026-03-02"), &limit(60, Unit::Calendar), yuncheng().calendar());
    assert_eq!(reckoning.due, day("2026-05-06")); // 1 May: Labour Day to the 5th
    assert_eq!(reckoning.two_thirds(), day("2026-04-15"));
    assert_eq!(reckoning.three_days_before(), day("2026-05-03"));
    for (today, wanted) in [
        ("2026-04-14", None),
        ("2026-04-15", Some(Warning::TwoThirds)),
        ("2026-05-03", Some(Warning::ThreeDays)),
        ("2026-05-06", Some(Warning::LastDay)),
        ("2026-05-12", None),
        ("2026-05-13", Some(Warning::WeeksLate(1))),
        ("2026-05-20", Some(Warning::WeeksLate(2))),
    ] {
        assert_eq!(reckoning.warning(day(today)), wanted, "{today}");
    }
    assert_eq!(reckoning.days_left(day("2026-05-13")), -7);
}

#[test]
fn the_policy_of_the_day() {
    let policies = yuncheng().policies();
    let conclusion = policies.at(PolicyId::Conclusion, day("2026-11-23")).expect("T2");
    assert_eq!(conclusion.limit, limit(60, Unit::Calendar));
    assert_eq!(conclusion.extension.map(|extension| extension.limit.count), Some(30));
    let old = policies.at(PolicyId::Conclusion, day("2022-04-30")).expect("the old order");
    assert_ne!(old.source, conclusion.source);
    assert!(policies.at(PolicyId::Conclusion, day("1999-01-01")).is_none());
    let objection = policies.at(PolicyId::Objection, day("2026-11-23")).expect("R6");
    assert_eq!(objection.limit, limit(5, Unit::Working));
    assert_eq!(PolicyId::LiftingNotice.to_string(), "lifting_notice");
}

#[test]
fn a_wrong_policy_is_refused_with_its_line() {
    let entry = |id: &str, from: &str| {
        format!(
            "[[policy]]\nid = \"{id}\"\nrule = \"T1\"\nlimit = 1\nunit = \"calendar\"\nstart = \"received\"\nsource = {{ zh = \"甲\", en = \"a\" }}\nvalid_from = {from}\nverified = true\n"
        )
    };
    let twice = entry("acceptance", "2020-01-01") + &entry("acceptance", "2021-01-01");
    let error = Policies::parse(&twice).expect_err("refused");
    assert_eq!(error.line, Some(10));
    let error = Policies::parse(&entry("lunch", "2020-01-01")).expect_err("refused");
    assert_eq!(error.line, Some(2));
    assert!(Policies::parse(&entry("acceptance", "2020-01-01T10:00:00")).is_err());
}

/// Every mistake of a file is named at once, each at its line and column.
#[test]
fn all_mistakes_of_a_policy_file_are_named() {
    let shipped = include_str!("../static/jurisdictions/yuncheng/deadlines.toml");
    assert_eq!(
        Policies::check(shipped).map(|all| all.all().len()).ok(),
        Some(yuncheng().policies().all().len())
    );
    let said = |text: &str| -> Vec<String> {
        let mistakes = Policies::check(text).expect_err("refused");
        mistakes.iter().map(ToString::to_string).collect()
    };
    let wrong = "[[policy]]\nid = \"lunch\"\nrule = \"T1\"\nlimit = 0\nunit = \"moons\"\nstart = \"received\"\n\
                 valid_from = 2020-02-30\nverified = \"yes\"\ncolour = 1\n";
    let wrong = wrong.replace("2020-02-30", "2020-02-28T10:00:00");
    let found = said(&wrong);
    for (place, what) in [
        ("line 1, column 1", "source is missing"),
        ("line 2, column 6", "lunch"),
        ("line 4, column 9", "nothing"),
        ("line 5, column 8", "moons"),
        ("line 7, column 14", "not a day"),
        ("line 8, column 12", "neither true nor false"),
        ("line 9, column 1", "colour"),
    ] {
        let named = |line: &String| line.contains(place) && line.contains(what);
        assert!(found.iter().any(named), "{place} {what}: {found:#?}");
    }
    assert_eq!(found.len(), 7, "{found:#?}");
    for (old, new, wanted) in [
        ("valid_to = 2022-04-30", "valid_to = 2022-04-29", "a gap, nothing holds from 2022-04-30"),
        ("valid_to = 2022-04-30", "valid_to = 2022-06-30", "overlaps"),
        (
            "unit = \"working\"\nstart = \"assigned\"\nvalid_from = 2022-05-01",
            "unit = \"working\"\nstart = \"assigned\"\nvalid_from = 2022-05-01\nvalid_to = 2026-01-01",
            "nothing holds after 2026-01-01",
        ),
        ("id = \"objection\"", "id = \"acceptance\"\nchannel = \"pigeon\"", "pigeon"),
        ("id = \"objection\"", "id = \"acceptance\"\nchannel = \"web\"", "objection is missing"),
        (
            "id = \"objection\"",
            "id = \"objection\"\nchannel = \"web\"\ntrack = \"grievance\"",
            "not for both",
        ),
        (
            "extension = { limit = 30, unit = \"calendar\", times = 1 }",
            "extension = { limit = 1, unit = \"month\", times = 1 }",
            "a limit in days is extended by days",
        ),
        ("times = 1 }", "times = 1, reason = \"told\" }", "unknown field reason"),
        ("source.zh", "source.fr = \"loi\"\nsource.zh", "unknown field fr"),
    ] {
        let found = said(&shipped.replacen(old, new, 1));
        assert!(found.iter().any(|line| line.contains(wanted)), "{wanted}: {found:#?}");
    }
}

/// A channel's own limit, else the track's, else that of all; each by its dates.
#[test]
fn the_narrower_limit_applies() {
    let shipped = include_str!("../static/jurisdictions/yuncheng/deadlines.toml");
    let more = |scope: &str, limit: u16| {
        format!(
            "\n[[policy]]\nid = \"conclusion\"\n{scope}\nrule = \"T2\"\nlimit = {limit}\nunit = \"calendar\"\nstart = \"accepted\"\nsource = {{ zh = \"甲\", en = \"a\" }}\nvalid_from = 2026-01-01\nverified = true\n"
        )
    };
    let text = format!(
        "{shipped}{}{}",
        more("channel = \"province\"", 20),
        more("track = \"grievance\"", 40)
    );
    let policies = Policies::check(&text).expect("right");
    let count = |on: &str, channel: &str, track: &str| {
        let policy = policies.applying(PolicyId::Conclusion, day(on), channel, track);
        policy.expect("a limit").limit.count
    };
    assert_eq!(count("2026-08-15", "province", "grievance"), 20);
    assert_eq!(count("2026-08-15", "web", "grievance"), 40);
    assert_eq!(count("2026-08-15", "web", "violation"), 60);
    assert_eq!(count("2025-12-31", "province", "grievance"), 60, "it did not hold yet");
    assert_eq!(
        policies.at(PolicyId::Conclusion, day("2026-08-15")).map(|it| it.limit.count),
        Some(60)
    );
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..1090).prop_map(|days| day("2023-12-15") + Days::new(days))
}

fn any_limit() -> impl Strategy<Value = Limit> {
    (0u16..200, prop_oneof![Just(Unit::Calendar), Just(Unit::Working), Just(Unit::Month)])
        .prop_map(|(count, unit)| limit(if unit == Unit::Month { count % 13 } else { count }, unit))
}

proptest! {
    #[test]
    fn never_before_the_start(start in any_day(), limit in any_limit()) {
        let reckoning = reckon(start, &limit, yuncheng().calendar());
        prop_assert!(reckoning.due >= start);
        prop_assert!(reckoning.two_thirds() >= start && reckoning.two_thirds() <= reckoning.due);
    }

    #[test]
    fn later_starts_end_no_earlier(start in any_day(), more in 0u64..60, limit in any_limit()) {
        let calendar = yuncheng().calendar();
        prop_assert!(reckon(start, &limit, calendar).due <= reckon(start + Days::new(more), &limit, calendar).due);
    }

    #[test]
    fn more_time_ends_no_earlier(start in any_day(), limit in any_limit(), more in 0u16..40) {
        let calendar = yuncheng().calendar();
        let longer = Limit { count: limit.count + more, ..limit };
        prop_assert!(reckon(start, &limit, calendar).due <= reckon(start, &longer, calendar).due);
    }

    /// Nobody looked for a while: the latest step is told once, the next one is always ahead, and
    /// walking day by day tells each step on its own day.
    #[test]
    fn warnings_come_one_after_another(start in any_day(), limit in any_limit(), ahead in 0u64..300) {
        let due = reckon(start, &limit, yuncheng().calendar()).due;
        let today = start + Days::new(ahead);
        let next = reckon::next_warning(start, due, today);
        prop_assert!(next > today);
        prop_assert!(reckon::latest_warning(start, due, next).is_some_and(|(day, _)| day == next));
        let latest = reckon::latest_warning(start, due, today);
        prop_assert!(latest.is_none_or(|(day, _)| day <= today));
        prop_assert_eq!(reckon::latest_warning(start, due, next.pred_opt().unwrap_or(next)), latest);
        prop_assert_eq!(reckon::warning(start, due, next), reckon::latest_warning(start, due, next).map(|it| it.1));
    }

    #[test]
    fn never_ends_on_a_day_off(start in any_day(), limit in any_limit()) {
        let reckoning = reckon(start, &limit, yuncheng().calendar());
        prop_assert!(yuncheng().calendar().day_off(reckoning.due).is_none());
        let known = reckoning.unknown_years.is_empty();
        prop_assert_eq!(yuncheng().calendar().knows(reckoning.due.year()), known || reckoning.unknown_years.iter().all(|y| *y != reckoning.due.year()));
    }

    #[test]
    fn working_days_are_counted_one_by_one(start in any_day(), count in 1u16..120) {
        prop_assert_eq!(reckon(start, &limit(count, Unit::Working), yuncheng().calendar()).due, walk(start, count));
    }
}
