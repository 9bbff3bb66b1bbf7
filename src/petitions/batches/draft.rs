//! A batch that was uploaded and not yet entered, kept sealed (`F2`, `S1`).

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Gathered, LeftOut, Row};
use crate::{
    accounts::{Viewer, session},
    app::App,
    db::{Connection, schema::petition_drafts},
    error::{Error, Result},
    petitions::access::ENTERERS,
};

/// What a draft holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The batch's number, as far as it is known.
    pub batch: String,
    /// What the file was called.
    pub file: String,
    /// Its rows, corrected so far.
    pub rows: Vec<Row>,
    /// Rows that are no petition.
    pub left_out: Vec<LeftOut>,
    /// The names of sheets that were not read.
    #[serde(default)]
    pub unread: Vec<String>,
}

/// A draft with its place in the database.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is asked for by.
    pub token: String,
    /// Counts its changes.
    pub version: i64,
    /// What it holds.
    pub draft: Draft,
}

/// A draft in a list: token, and when it was sent.
pub type Waiting = (String, NaiveDateTime);

impl Draft {
    /// Of a file of that name.
    pub fn of(file: &str, gathered: Gathered) -> Self {
        let batch = gathered.batch.clone().unwrap_or_default();
        let file = file.chars().take(120).collect();
        let Gathered { rows, left_out, unread, .. } = gathered;
        Self { batch, file, rows, left_out, unread }
    }

    fn sealed(&self, app: &App, token: &str) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(app.vault.seal(&context(token), &plain)?)
    }

    /// Keeps it, and returns what it is asked for by.
    pub fn keep(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<String> {
        let token = session::new_token();
        diesel::insert_into(petition_drafts::table)
            .values((
                petition_drafts::token.eq(&token),
                petition_drafts::bureau.eq(&by.bureau),
                petition_drafts::sealed.eq(self.sealed(app, &token)?),
                petition_drafts::entered_by.eq(by.account),
                petition_drafts::at.eq(app.clock.now()),
            ))
            .execute(connection)?;
        Ok(token)
    }
}

fn context(token: &str) -> String {
    format!("petition_draft {token}")
}

/// Those of the viewer's bureau, the newest first.
pub fn waiting(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Waiting>> {
    petition_drafts::table
        .filter(petition_drafts::bureau.eq(&viewer.bureau))
        .order(petition_drafts::id.desc())
        .select((petition_drafts::token, petition_drafts::at))
        .load(connection)
}

impl Kept {
    /// The draft of that token. Only those who enter petitions in the bureau that sent it see it: it
    /// may be about the others (`R3`).
    pub fn open(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        token: &str,
    ) -> Result<Self> {
        viewer.only(&ENTERERS)?;
        let (version, sealed): (i64, Vec<u8>) = petition_drafts::table
            .filter(petition_drafts::token.eq(token))
            .filter(petition_drafts::bureau.eq(&viewer.bureau))
            .select((petition_drafts::version, petition_drafts::sealed))
            .first(connection)?;
        let plain = app.vault.unseal(&context(token), &sealed)?;
        let draft =
            serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Self { token: token.to_owned(), version, draft })
    }

    /// Keeps what it now holds.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else changed it meanwhile.
    pub fn save(&mut self, connection: &mut Connection, app: &App) -> Result<()> {
        let this = petition_drafts::table
            .filter(petition_drafts::token.eq(&self.token))
            .filter(petition_drafts::version.eq(self.version));
        let changed = diesel::update(this)
            .set((
                petition_drafts::sealed.eq(self.draft.sealed(app, &self.token)?),
                petition_drafts::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        if changed == 0 {
            return Err(Error::changed());
        }
        self.version += 1;
        Ok(())
    }

    /// Drops it: it was entered, or is not wanted.
    pub fn drop_it(&self, connection: &mut Connection) -> QueryResult<()> {
        let this = petition_drafts::table.filter(petition_drafts::token.eq(&self.token));
        diesel::delete(this).execute(connection).map(drop)
    }
}

/// Drops those sent before `then`.
pub fn drop_older(connection: &mut Connection, then: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(petition_drafts::table.filter(petition_drafts::at.lt(then))).execute(connection)
}
