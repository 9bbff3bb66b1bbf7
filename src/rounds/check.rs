//! What a round checks, and which matters, supervised cases and revisits of a county are looked at: one table.
//! Nothing that is against a bureau is among them (`R3`).

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    cases::State,
    db::{
        Connection,
        schema::{cases, enterprises, revisits, supervision_bureaus, supervisions},
    },
    supervisions as listings,
};

/// A kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Whether matters received in the time were handled in time: a sample.
    OnTime,
    /// Concluded matters, looked at again on site: a sample.
    Recheck,
    /// All supervised cases that are on the list.
    Listing,
    /// All revisits of closed plants that wait.
    Revisit,
}

/// What can be looked at: row, number, and the plant or title.
pub type Candidate = (i64, String, String);

impl Check {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::OnTime, Self::Recheck, Self::Listing, Self::Revisit];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Recheck => "recheck",
            Self::Listing => "listing",
            Self::Revisit => "revisit",
        }
    }

    /// The check of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// Whether a sample is drawn; the others are looked at whole.
    pub const fn is_drawn(self) -> bool {
        matches!(self, Self::OnTime | Self::Recheck)
    }

    /// The room of what is looked at.
    pub const fn room(self) -> &'static str {
        match self {
            Self::OnTime | Self::Recheck => "cases",
            Self::Listing => "desk/supervisions",
            Self::Revisit => "revisits",
        }
    }

    /// All of a bureau that can be looked at, by number.
    pub fn candidates(
        self,
        connection: &mut Connection,
        bureau: &str,
        (from, until): (NaiveDate, NaiveDate),
    ) -> QueryResult<Vec<Candidate>> {
        let of_bureau = cases::table
            .filter(cases::bureau.eq(bureau))
            .filter(cases::hidden_from.eq(""))
            .order(cases::number)
            .select((cases::id, cases::number, cases::plant));
        match self {
            Self::OnTime => of_bureau
                .filter(cases::day.between(from, until))
                .filter(cases::state.ne(State::Merged.name()))
                .load(connection),
            Self::Recheck => of_bureau
                .filter(cases::ended_on.ge(from).and(cases::ended_on.le(until)))
                .filter(cases::state.eq(State::Concluded.name()))
                .load(connection),
            Self::Listing => supervisions::table
                .inner_join(
                    supervision_bureaus::table
                        .on(supervision_bureaus::supervision_id.eq(supervisions::id)),
                )
                .filter(supervision_bureaus::bureau.eq(bureau))
                .filter(supervisions::state.eq_any(listings::State::LIVING))
                .order(supervisions::number)
                .select((supervisions::id, supervisions::number, supervisions::title))
                .load(connection),
            Self::Revisit => {
                let waiting: Vec<(i64, String)> = revisits::table
                    .inner_join(enterprises::table.on(enterprises::id.eq(revisits::enterprise_id)))
                    .left_join(cases::table.on(revisits::case_id.eq(cases::id.nullable())))
                    .filter(revisits::bureau.eq(bureau))
                    .filter(revisits::done_on.is_null())
                    .filter(revisits::dropped_on.is_null())
                    .filter(revisits::due_on.le(until))
                    .filter(
                        cases::hidden_from
                            .nullable()
                            .is_null()
                            .or(cases::hidden_from.nullable().eq("").assume_not_null()),
                    )
                    .order((revisits::due_on, revisits::id))
                    .select((revisits::id, enterprises::name))
                    .load(connection)?;
                Ok(waiting.into_iter().map(|(id, name)| (id, id.to_string(), name)).collect())
            }
        }
    }
}
