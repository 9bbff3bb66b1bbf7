//! Past its date a case stays listed, marked, and goes up one level (`L5`). Pure.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::State;

/// How a case stands to its due date, as chips show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// `ok`, `soon`, `late` or `done`.
    pub status: &'static str,
    /// Days left, or days late.
    pub days: i64,
}

/// The days before the due date from which it is soon.
const SOON: i64 = 30;

/// How a case in `state` stands on `today`.
pub fn due(state: State, due_on: NaiveDate, today: NaiveDate) -> Due {
    let left = due_on.signed_duration_since(today).num_days();
    let status = match (state.is_living(), left) {
        (false, _) => "done",
        (true, left) if left < 0 => "late",
        (true, left) if left <= SOON => "soon",
        _ => "ok",
    };
    Due { status, days: left.abs() }
}

impl Due {
    /// Whether it is past its date and still listed.
    pub fn is_overdue(self) -> bool {
        self.status == "late"
    }

    /// For templates.
    pub fn shown(self) -> Value {
        json!({ "status": self.status, "days": self.days, "overdue": self.is_overdue() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_case_is_late_from_the_day_after() {
        let day = |day| NaiveDate::from_ymd_opt(2027, 5, day).unwrap_or_default();
        assert_eq!(due(State::Listed, day(24), day(24)), Due { status: "soon", days: 0 });
        assert!(due(State::Notice, day(24), day(25)).is_overdue());
        assert!(!due(State::Lifted, day(24), day(25)).is_overdue());
    }
}
