//! A random sample of concluded petitions, checked again by the office above (`F3`): with all that is
//! needed to draw it again, a result for each, and another handling for one that fails.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{
    access::{Scope, strangers},
    track::Dossier,
};
use crate::{
    accounts::{Role, Viewer, session},
    app::App,
    cases::{State, draw, statement::Statement, work},
    db::{
        Connection,
        schema::{case_reports, cases, petitions, spot_check_items, spot_checks},
    },
    error::{Error, FieldError, Result},
    i18n::Language,
    message::Message,
    web::Fields,
};

/// The most petitions of one sample.
const MOST: usize = 200;
/// The most characters of a seed.
const SEED: usize = 80;
/// The most characters of a remark.
const NOTE: usize = 2_000;

/// A draw as it is on record.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = spot_checks)]
#[allow(missing_docs)]
pub struct SpotCheck {
    pub id: i64,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub seed: String,
    pub wanted: i32,
    pub population: String,
    pub population_size: i32,
    pub digest: String,
    pub drawn_by: i64,
    pub at: NaiveDateTime,
}

/// A petition that was drawn.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = spot_check_items)]
#[allow(missing_docs)]
pub struct Item {
    pub id: i64,
    pub check_id: i64,
    pub place: i32,
    pub petition_id: i64,
    pub passed: Option<bool>,
    pub note: String,
    pub checked_by: Option<i64>,
    pub checked_at: Option<NaiveDateTime>,
}

/// What is asked for.
struct Asked {
    first: NaiveDate,
    last: NaiveDate,
    wanted: usize,
    seed: String,
}

impl Asked {
    fn read(fields: &Fields) -> Result<Self> {
        let mut errors: Vec<FieldError> = Vec::new();
        let (first, last) = (fields.day("first", &mut errors), fields.day("last", &mut errors));
        if first.is_some() && last.is_some() && last < first {
            errors.push(FieldError::new("last", "petitions-check-order"));
        }
        let wanted =
            fields.text("wanted").parse().ok().filter(|wanted| (1..=MOST).contains(wanted));
        if wanted.is_none() {
            errors.push(FieldError::new("wanted", "petitions-check-wanted-wrong"));
        }
        let seed = fields.optional("seed", SEED, &mut errors);
        let seed = if seed.is_empty() { session::new_token() } else { seed };
        match (first, last, wanted) {
            (Some(first), Some(last), Some(wanted)) if errors.is_empty() => {
                Ok(Self { first, last, wanted, seed })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl SpotCheck {
    /// The numbers that it was drawn from.
    pub fn population(&self) -> Vec<&str> {
        self.population.split_whitespace().collect()
    }

    /// What the same seed draws now, from what was drawn from then.
    pub fn drawn_again(&self) -> Vec<&str> {
        let numbers = self.population().into_iter().map(|number| (number, number));
        draw::drawn(&self.seed, usize::try_from(self.wanted).unwrap_or(0), numbers)
    }

    /// Whether the population on record is the one that was drawn from.
    pub fn is_whole(&self) -> bool {
        draw::digest(&self.population()) == self.digest
    }

    /// All, the newest first.
    pub fn list(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Self>> {
        viewer.only(&[Role::Province])?;
        let all = spot_checks::table.order(spot_checks::id.desc()).limit(60);
        Ok(all.select(Self::as_select()).load(connection)?)
    }

    /// One with its petitions: each with its number, in the order in which they were drawn.
    pub fn open(
        connection: &mut Connection,
        viewer: &Viewer,
        id: i64,
    ) -> Result<(Self, Vec<(Item, String)>)> {
        viewer.only(&[Role::Province])?;
        let check = spot_checks::table.find(id).select(Self::as_select()).first(connection)?;
        let items = spot_check_items::table
            .inner_join(petitions::table.on(petitions::id.eq(spot_check_items::petition_id)))
            .filter(spot_check_items::check_id.eq(id))
            .order(spot_check_items::place)
            .select((Item::as_select(), petitions::number))
            .load(connection)?;
        Ok((check, items))
    }

    /// Draws, and returns the row.
    pub fn draw(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        fields: &Fields,
    ) -> Result<i64> {
        by.only(&[Role::Province])?;
        let asked = Asked::read(fields)?;
        let candidates = candidates(connection, by, asked.first, asked.last)?;
        if candidates.is_empty() {
            return Err(Error::field("first", "petitions-check-none"));
        }
        let numbers: Vec<&str> = candidates.iter().map(|(_, number)| number.as_str()).collect();
        let many = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let id: i64 = diesel::insert_into(spot_checks::table)
            .values((
                spot_checks::first_day.eq(asked.first),
                spot_checks::last_day.eq(asked.last),
                spot_checks::seed.eq(&asked.seed),
                spot_checks::wanted.eq(many(asked.wanted)),
                spot_checks::population.eq(numbers.join(" ")),
                spot_checks::population_size.eq(many(numbers.len())),
                spot_checks::digest.eq(draw::digest(&numbers)),
                spot_checks::drawn_by.eq(by.account),
                spot_checks::at.eq(app.clock.now()),
            ))
            .returning(spot_checks::id)
            .get_result(connection)?;
        let pairs = candidates.iter().map(|(row, number)| (*row, number));
        for (place, petition) in draw::drawn(&asked.seed, asked.wanted, pairs).iter().enumerate() {
            diesel::insert_into(spot_check_items::table)
                .values((
                    spot_check_items::check_id.eq(id),
                    spot_check_items::place.eq(many(place + 1)),
                    spot_check_items::petition_id.eq(*petition),
                ))
                .execute(connection)?;
        }
        Ok(id)
    }

    /// Puts the result of one petition on record; one that fails is handled again.
    pub fn record(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (check, item): (i64, i64),
        fields: &Fields,
    ) -> Result<()> {
        let (_, items) = Self::open(connection, by, check)?;
        let found = items.iter().find(|(known, _)| known.id == item);
        let (item, number) = found.ok_or(Error::NotFound)?;
        let passed = match fields.text("result") {
            "pass" => true,
            "fail" => false,
            _ => return Err(Error::NotFound),
        };
        let mut errors = Vec::new();
        let note = match passed {
            true => fields.optional("check_note", NOTE, &mut errors),
            false => fields.required("check_note", NOTE, &mut errors),
        };
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let open = spot_check_items::table.find(item.id).filter(spot_check_items::passed.is_null());
        let recorded = diesel::update(open)
            .set((
                spot_check_items::passed.eq(Some(passed)),
                spot_check_items::note.eq(&note),
                spot_check_items::checked_by.eq(Some(by.account)),
                spot_check_items::checked_at.eq(Some(app.clock.now())),
            ))
            .execute(connection)?;
        if recorded == 0 {
            return Err(Error::Conflict(Message::new("petitions-check-already")));
        }
        if !passed {
            let case = Dossier::open(connection, app, by, number)?.case;
            let reason = Message::new("petitions-check-rehandle").with("note", note);
            let reason = app.pages.messages.say(Language::Chinese, &reason);
            let statement = Statement::Rehandle { reason };
            work::act(connection, app, work::By::Staff(by), &case, None, &statement)?;
        }
        Ok(())
    }
}

/// Petitions whose matter was concluded in that time, by number: those that the viewer sees (`R3`).
fn candidates(
    connection: &mut Connection,
    viewer: &Viewer,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(i64, String)>> {
    let scope = Scope::of(viewer)?;
    Ok(petitions::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.eq(State::Concluded.name()))
        .filter(cases::ended_on.ge(first).and(cases::ended_on.le(last)))
        .filter(cases::hidden_from.not_like(scope.hidden))
        .filter(petitions::entered_by.ne_all(strangers(connection, viewer)?))
        .select((petitions::id, petitions::number))
        .distinct()
        .order(petitions::number)
        .load(connection)?)
}
