//! How reporters worded what they told, to be compared with what is to be public: whoever checks a text
//! is shown what of it stands there, too (`S1`, `S2`).

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    accounts::Viewer,
    cases::{
        access,
        publication::{Mark, pointed_out, shared},
    },
    db::{
        Connection,
        schema::{case_reports, cases, reports, supplements},
    },
};

/// The most matters, reports and additions that one text is compared with: the newest.
const MOST: i64 = 2_000;

/// What was told, and what of it is public anyway.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    told: Vec<String>,
    public: Vec<String>,
}

impl Wording {
    /// Of those behind these matters, as far as `viewer` may see them (`R3`).
    pub fn behind(
        connection: &mut Connection,
        viewer: &Viewer,
        matters: &[i64],
    ) -> QueryResult<Self> {
        let seen: Vec<(i64, Option<String>, bool)> = cases::table
            .filter(cases::id.eq_any(matters))
            .filter(access::visible(viewer))
            .order(cases::id.desc())
            .limit(MOST)
            .select((cases::id, cases::public_text, cases::published_at.is_not_null()))
            .load(connection)?;
        let ids: Vec<i64> = seen.iter().map(|(id, ..)| *id).collect();
        let mut told: Vec<String> = case_reports::table
            .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
            .filter(case_reports::case_id.eq_any(&ids))
            .order(reports::id.desc())
            .limit(MOST)
            .select(reports::text)
            .load(connection)?;
        let added: Vec<String> = case_reports::table
            .inner_join(supplements::table.on(supplements::report_id.eq(case_reports::report_id)))
            .filter(case_reports::case_id.eq_any(&ids))
            .order(supplements::id.desc())
            .limit(MOST)
            .select(supplements::text)
            .load(connection)?;
        told.extend(added);
        let public = seen.into_iter().filter_map(|(_, text, is_public)| text.filter(|_| is_public));
        Ok(Self { told, public: public.collect() })
    }

    /// Of those who told us on these days.
    pub fn of_days(
        connection: &mut Connection,
        viewer: &Viewer,
        (from, until): (NaiveDate, NaiveDate),
    ) -> QueryResult<Self> {
        let matters: Vec<i64> = case_reports::table
            .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
            .filter(reports::day.between(from, until))
            .order((reports::day.desc(), reports::id.desc()))
            .limit(MOST)
            .select(case_reports::case_id)
            .load(connection)?;
        Self::behind(connection, viewer, &matters)
    }

    /// The same, with more that everybody knows: names of plants.
    #[must_use]
    pub fn knowing(mut self, public: impl IntoIterator<Item = String>) -> Self {
        self.public.extend(public);
        self
    }

    /// What of a text that is to be public may point to a person: by itself, or because a reporter
    /// worded it so. The one place that says it for what is not about one matter alone.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = pointed_out(text);
        marks.extend(shared(text, &self.told, &self.public));
        marks
    }
}
