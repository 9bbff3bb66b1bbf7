//! 按日计罚: how many days a look adds, pure.

use chrono::NaiveDate;

/// Days that a look on `on` adds when nothing was corrected: from the day after the order was served,
/// or after the last look that said so, to the day of this one. Nothing when that is no day at all.
pub fn days(ordered_on: NaiveDate, refused_on: Option<NaiveDate>, on: NaiveDate) -> Option<i32> {
    let counted = (on - refused_on.unwrap_or(ordered_on)).num_days();
    i32::try_from(counted).ok().filter(|days| *days > 0)
}

/// The sum of so many days, in fen 分.
pub fn sum(by_day_fen: i64, days: i32) -> i64 {
    by_day_fen.saturating_mul(i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn days_go_on_from_look_to_look_and_count_once() {
        let order = day("2026-11-01");
        assert_eq!(
            days(order, None, day("2026-11-21")),
            Some(20),
            "the day of the order is not one"
        );
        assert_eq!(days(order, Some(day("2026-11-21")), day("2026-12-11")), Some(20));
        assert_eq!(days(order, Some(day("2026-11-21")), day("2026-11-21")), None);
        assert_eq!(days(order, None, order), None);
        assert_eq!(sum(500_000, 20), 10_000_000);
    }
}
