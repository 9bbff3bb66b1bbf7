//! What time it is: now in UTC, today in the jurisdiction's time zone; fixed in tests.

use std::sync::{Arc, RwLock};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, Utc};
use chrono_tz::Tz;

/// The one source of time. Databases keep UTC cut to microseconds (both can store that); days are
/// those of the office's own time zone.
#[derive(Clone)]
pub struct Clock {
    zone: Tz,
    fixed: Option<Arc<RwLock<DateTime<Utc>>>>,
}

impl Clock {
    /// The machine's clock, with days of `zone`.
    pub fn system(zone: Tz) -> Self {
        Self { zone, fixed: None }
    }

    /// A clock that stands at `now` until it is moved: for tests and for making sample cases.
    pub fn fixed(zone: Tz, now: DateTime<Utc>) -> Self {
        Self { zone, fixed: Some(Arc::new(RwLock::new(now))) }
    }

    /// Now, in UTC, cut to microseconds.
    pub fn now(&self) -> NaiveDateTime {
        let now = match &self.fixed {
            Some(at) => *at.read().unwrap_or_else(|poisoned| poisoned.into_inner()),
            None => Utc::now(),
        };
        now.naive_utc().trunc_subsecs(6)
    }

    /// Today's date where the office is.
    pub fn today(&self) -> NaiveDate {
        self.day(self.now())
    }

    /// The office's date at the UTC time `at`.
    pub fn day(&self, at: NaiveDateTime) -> NaiveDate {
        self.local(at).date()
    }

    /// The office's wall-clock time at the UTC time `at`.
    pub fn local(&self, at: NaiveDateTime) -> NaiveDateTime {
        at.and_utc().with_timezone(&self.zone).naive_local()
    }

    /// The UTC time at which the office's wall clock shows `local`; the earlier one where it does so
    /// twice, and the same number of hours from noon where it never does.
    pub fn utc(&self, local: NaiveDateTime) -> NaiveDateTime {
        match local.and_local_timezone(self.zone).earliest() {
            Some(at) => at.naive_utc(),
            None => local - (self.local(local) - local),
        }
    }

    /// When the office's `day` begins, in UTC.
    pub fn begin_of(&self, day: NaiveDate) -> NaiveDateTime {
        self.utc(day.and_time(NaiveTime::MIN))
    }

    /// The office's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Moves a fixed clock; the machine's own clock stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Some(at) = &self.fixed {
            let mut at = at.write().unwrap_or_else(|poisoned| poisoned.into_inner());
            *at += by;
        }
    }

    /// Sets a fixed clock to `now`; the machine's own clock stays as it is.
    pub fn set(&self, now: DateTime<Utc>) {
        if let Some(at) = &self.fixed {
            *at.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = now;
        }
    }
}
