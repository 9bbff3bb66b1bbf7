//! What a publication is made of, and its first draft.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Table, as_json, bulletin, table};
use crate::{
    app::App,
    db::{Connection, schema::petition_batches},
    error::{Error, Result},
    message::Message,
    petitions::{Batch, access::Senders},
};

/// What it is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// The table of a batch, by its number.
    Batch(String),
    /// The table of what was received on a day.
    Day(NaiveDate),
    /// The table of another office, as it stands in a file.
    Other(Table),
    /// The bulletin of a day.
    Bulletin(NaiveDate),
}

/// What a draft is at first: its kind, batch, day, title and content.
pub(super) type Drafted = (&'static str, Option<i64>, Option<NaiveDate>, String, String);

impl Source {
    /// The field that says which office sent what it is made of; a batch is one office's.
    pub(super) fn office_field(&self) -> &'static str {
        match self {
            Self::Batch(_) => "of_batch",
            Self::Day(_) | Self::Other(_) => "day_office",
            Self::Bulletin(_) => "bulletin_office",
        }
    }

    /// Makes it of what `senders` sent.
    pub(super) fn drafted(
        &self,
        connection: &mut Connection,
        app: &App,
        senders: &Senders,
    ) -> Result<Drafted> {
        Ok(match self {
            Self::Batch(number) => {
                let batch: Batch = petition_batches::table
                    .filter(petition_batches::number.eq(number))
                    .select(Batch::as_select())
                    .first(connection)
                    .optional()?
                    .ok_or_else(|| Error::field("of_batch", "petitions-table-no-batch"))?;
                let table = table::of_batch(connection, app, batch.id, senders)?;
                let title = table::say(app, &table::title(&batch.given));
                ("table", Some(batch.id), None, title, as_json(&table)?)
            }
            Self::Day(day) => {
                let table = table::of_day(connection, app, *day, senders)?;
                let title = Message::new("petitions-table-title-day");
                let title = title.with("day", table::date(app, *day));
                ("table", None, Some(*day), table::say(app, &title), as_json(&table)?)
            }
            Self::Other(table) => {
                let fallback = table::say(app, &Message::new("petitions-table-title"));
                let title = Some(table.title.clone()).filter(|title| !title.is_empty());
                ("table", None, None, title.unwrap_or(fallback), as_json(table)?)
            }
            Self::Bulletin(day) => {
                let (title, text) = bulletin::drafted(connection, app, *day, senders)?;
                ("bulletin", None, Some(*day), title, as_json(&text)?)
            }
        })
    }
}
