//! Sample notices: an announcement, an exposure, one that was taken back, and a draft.

use chrono::{Duration, Utc};
use diesel::{Connection as _, prelude::*};

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    db::{Connection, schema::enterprises},
    error::{Error, Result},
    i18n::Language,
    notices::{
        Notice,
        draft::{ANNOUNCEMENT, Draft, EXPOSURE},
    },
};

/// Days since the first was published.
const BEGUN: i64 = 12;

struct Office<'a> {
    app: &'a App,
    writer: Viewer,
    second: Viewer,
}

pub(super) fn create(app: &App) -> Result<()> {
    app.clock.set(Utc::now() - Duration::days(BEGUN));
    let mut connection = app.db.target().connect()?;
    connection.transaction(|connection| {
        let city = &app.jurisdiction.profile().dispatcher;
        let people = Account::list(connection)?.into_iter().filter_map(Viewer::of_account);
        let mut heads = people
            .filter(|it| it.role == Role::Supervisor && it.bureau == *city)
            .collect::<Vec<_>>();
        let (Some(second), Some(writer)) = (heads.pop(), heads.pop()) else {
            return Err(Error::NotFound);
        };
        let office = Office { app, writer, second };
        office.publish(connection, "hours", ANNOUNCEMENT, &[])?;
        let wrong = office.publish(connection, "wrong", ANNOUNCEMENT, &[])?;
        office.take_back(connection, wrong)?;
        app.clock.advance(Duration::days(BEGUN / 2));
        let plant = enterprises::table
            .filter(enterprises::merged_into.is_null())
            .order(enterprises::id)
            .select(enterprises::number)
            .first::<String>(connection)?;
        office.publish(connection, "exposure", EXPOSURE, std::slice::from_ref(&plant))?;
        office.draft(connection, "draft", ANNOUNCEMENT, &[]).map(drop)
    })
}

impl Office<'_> {
    fn word(&self, key: &str) -> String {
        self.app.pages.messages.text(Language::Chinese, key).into_owned()
    }

    fn draft(
        &self,
        connection: &mut Connection,
        name: &str,
        kind: &'static str,
        plants: &[String],
    ) -> Result<i64> {
        let exposes = kind == EXPOSURE;
        let draft = Draft {
            kind,
            title: self.word(&format!("demo-notice-{name}")),
            text: self.word(&format!("demo-notice-{name}-text")),
            legal_basis: if exposes { self.word("demo-notice-basis") } else { String::new() },
            shown_until: None,
            plants: plants.to_vec(),
            case: None,
            supervision: None,
        };
        Notice::make(connection, self.app, &self.writer, &draft, None)
    }

    fn publish(
        &self,
        connection: &mut Connection,
        name: &str,
        kind: &'static str,
        plants: &[String],
    ) -> Result<i64> {
        let id = self.draft(connection, name, kind, plants)?;
        let notice = Notice::open(connection, &self.second, id)?;
        notice.publish(connection, self.app, &self.second)?;
        Ok(id)
    }

    fn take_back(&self, connection: &mut Connection, id: i64) -> Result<()> {
        let reason = self.word("demo-notice-reason");
        let notice = Notice::open(connection, &self.writer, id)?;
        notice.propose_withdrawal(connection, self.app, &self.writer, &reason)?;
        let notice = Notice::open(connection, &self.second, id)?;
        notice.withdraw(connection, self.app, &self.second)
    }
}
