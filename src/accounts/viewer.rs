//! Who looks: the account of a request, as the rules of other rooms see it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use super::{Account, Role, session};
use crate::{
    app::App,
    clock::Clock,
    db::Connection,
    error::{Error, Result},
    timeline::{self, Actor, Audience, Entry, Subject},
};

/// A member of staff who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The account's row.
    pub account: i64,
    /// The name to log in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What they are to the office.
    pub role: Role,
    /// Code of their bureau.
    pub bureau: String,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// How many alerts they have not read, where a page was read for them.
    pub unread: Option<i64>,
}

impl Viewer {
    /// The member of staff whose session `token` is.
    ///
    /// # Errors
    /// [`Error::LoginNeeded`] when the session is not, or no longer, good.
    pub fn of_session(
        connection: &mut Connection,
        clock: &Clock,
        token: Option<&str>,
    ) -> Result<Self> {
        let account = match token {
            Some(token) => session::account(connection, clock.now(), token)?,
            None => None,
        };
        account.and_then(Self::of_account).ok_or(Error::LoginNeeded)
    }

    /// The viewer an account makes; nothing when its role is unknown.
    pub fn of_account(account: Account) -> Option<Self> {
        let role = account.role()?;
        Some(Self {
            account: account.id,
            login: account.login,
            name: account.name,
            role,
            bureau: account.bureau,
            must_change: account.must_change,
            unread: None,
        })
    }

    /// Somebody of that role and bureau, for tests of rules.
    #[cfg(test)]
    pub fn of(account: i64, role: Role, bureau: &str) -> Self {
        Self {
            account,
            login: String::new(),
            name: String::new(),
            role,
            bureau: bureau.to_owned(),
            must_change: false,
            unread: None,
        }
    }

    /// As the timeline names them: the account for the office, the bureau for the public.
    pub fn actor(&self) -> Actor {
        Actor { account: Some(self.account), name: self.bureau.clone() }
    }

    /// Enters in the timeline of `subject` what they did.
    pub fn enter(
        &self,
        connection: &mut Connection,
        app: &App,
        subject: Subject,
        (act, audience): (&'static str, Audience),
        detail: Value,
    ) -> Result<()> {
        let entry = Entry { subject, act, actor: self.actor(), audience, detail };
        timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
        Ok(())
    }

    /// Refuses everybody but `roles`.
    pub fn only(&self, roles: &[Role]) -> Result<()> {
        if roles.contains(&self.role) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// Names of accounts by row, for timelines.
pub fn names(
    connection: &mut Connection,
    ids: impl IntoIterator<Item = i64>,
) -> QueryResult<Vec<(i64, String)>> {
    use crate::db::schema::accounts;
    let once: BTreeSet<i64> = ids.into_iter().collect();
    if once.is_empty() {
        return Ok(Vec::new());
    }
    accounts::table
        .filter(accounts::id.eq_any(once))
        .select((accounts::id, accounts::name))
        .load(connection)
}
