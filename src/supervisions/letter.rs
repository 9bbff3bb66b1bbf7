//! 解除挂牌通知: the numbered letter by which the city tells the counties that a case is lifted (`L4`,
//! `L6`). It is public, says what the public page says, and names nobody.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{Supervision, records::Records};
use crate::{
    app::App,
    db::{
        Connection, counters,
        schema::{supervision_letter_files, supervision_letters, supervision_liftings},
    },
    error::{Error, Result},
    i18n::Language,
    letters::{Sheet, pdf},
    message::Message,
};

/// The office's own language, in which its letters to bureaus are.
const LANGUAGE: Language = Language::Chinese;

/// A letter as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = supervision_letters)]
#[allow(missing_docs)]
pub struct Letter {
    pub id: i64,
    pub number: String,
    pub office: String,
    pub title: String,
    pub body: String,
    pub issued_on: NaiveDate,
}

/// Issues the letter of the lifting in hand, in the transaction that lifts: no number is lost, and
/// none is given twice.
pub fn issue(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    records: &Records,
    bureaus: &[String],
) -> Result<()> {
    let lifting = records.lifting(case);
    let lifting = lifting.ok_or_else(|| Error::Internal("no lifting is in hand".to_owned()))?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let messages = &app.pages.messages;
    let name = |code: &str| app.jurisdiction.bureau_name(code, LANGUAGE.tag()).to_owned();
    let date = |date: Option<NaiveDate>| {
        date.map(|date| messages.date(LANGUAGE, date)).unwrap_or_default()
    };
    let to: Vec<String> = bureaus.iter().map(|code| name(code)).collect();
    let separator = app.jurisdiction.profile().separator.in_language(LANGUAGE.tag());
    let body = Message::new("supervisions-letter-body")
        .with("bureaus", to.join(separator))
        .with("title", &case.title)
        .with("number", &case.number)
        .with("listed", date(case.listed_on))
        .with("count", records.requirements.len())
        .with("from", date(lifting.notice_from))
        .with("until", date(lifting.notice_until))
        .with("today", date(Some(today)));
    let mark = app.jurisdiction.bureau(&case.city).map_or(case.city.as_str(), |it| it.mark());
    let series =
        Message::new("supervisions-letter-series").with("mark", mark).with("year", today.year());
    let series = messages.say(LANGUAGE, &series);
    let serial = counters::next(connection, &format!("letters {series}"))?;
    let end = messages.text(LANGUAGE, "letters-series-end");
    let title = messages.text(LANGUAGE, "supervisions-letter-title").into_owned();
    diesel::insert_into(supervision_letters::table)
        .values((
            supervision_letters::lifting_id.eq(lifting.id),
            supervision_letters::number.eq(format!("{series}{serial}{end}")),
            supervision_letters::office.eq(name(&case.city)),
            supervision_letters::title.eq(title),
            supervision_letters::body.eq(messages.say(LANGUAGE, &body)),
            supervision_letters::issued_on.eq(today),
            supervision_letters::at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

impl Letter {
    /// The letter of a lifted case; cases lifted before letters were written have none.
    pub fn of(connection: &mut Connection, case: i64) -> QueryResult<Option<Self>> {
        let liftings = supervision_liftings::table
            .filter(supervision_liftings::supervision_id.eq(case))
            .select(supervision_liftings::id);
        supervision_letters::table
            .filter(supervision_letters::lifting_id.eq_any(liftings))
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// As it stands on paper.
    pub fn sheet(&self, app: &App) -> Sheet {
        let head = (self.office.clone(), self.number.clone(), self.title.clone());
        Sheet::new(app, LANGUAGE, head, &self.body, self.issued_on)
    }

    /// The PDF: the one that is kept, else made and kept now. Takes a while; not for a thread that
    /// answers requests.
    pub fn pdf(&self, app: &App) -> Result<Vec<u8>> {
        let id = self.id;
        if let Some(kept) = app.db.read_now(|connection| kept(connection, id))? {
            return Ok(kept);
        }
        let pdf = pdf::made(app, &self.sheet(app))?;
        let made = pdf.clone();
        app.db.write_now(move |connection| {
            if kept(connection, id)?.is_none() {
                let row = (
                    supervision_letter_files::letter_id.eq(id),
                    supervision_letter_files::pdf.eq(&made),
                );
                diesel::insert_into(supervision_letter_files::table)
                    .values(row)
                    .execute(connection)?;
            }
            Ok::<_, Error>(())
        })?;
        Ok(pdf)
    }
}

fn kept(connection: &mut Connection, letter: i64) -> Result<Option<Vec<u8>>> {
    let row = supervision_letter_files::table.find(letter).select(supervision_letter_files::pdf);
    Ok(row.first(connection).optional()?)
}
