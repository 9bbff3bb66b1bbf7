//! Lead and assistants (`R7`): departments and bureaus are asked for a part, answer it, or are no
//! longer asked.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work};
use crate::{
    db::{Connection, schema::referrals},
    error::{Error, Result},
};

impl Work<'_> {
    /// A bureau that the matter is about never learns of it, not even to assist (`R3`).
    pub(super) fn ask_bureau(
        &self,
        connection: &mut Connection,
        bureau: &str,
        request: &str,
        due_on: Option<NaiveDate>,
    ) -> Result<Change> {
        if self.case.is_kept_from(bureau) {
            return Err(Error::field("assistant", "assign-conflict"));
        }
        if self.case.bureau == bureau {
            return Err(Error::field("assistant", "assist-lead"));
        }
        if self.facts.open_parts().any(|part| part.department == bureau) {
            return Err(Error::field("assistant", "assist-asked"));
        }
        self.ask(connection, bureau, request, due_on)
    }

    pub(super) fn ask(
        &self,
        connection: &mut Connection,
        whom: &str,
        request: &str,
        due_on: Option<NaiveDate>,
    ) -> Result<Change> {
        if self.case.is_kept_from(whom) {
            return Err(Error::field("department", "assign-conflict"));
        }
        diesel::insert_into(referrals::table)
            .values((
                referrals::case_id.eq(self.case.id),
                referrals::department.eq(whom),
                referrals::request.eq(request),
                referrals::by_account.eq(self.by.account()?),
                referrals::at.eq(self.now),
                referrals::due_on.eq(due_on),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "bureau": whom })))
    }

    /// Answers all that this department or bureau was asked about the matter.
    pub(super) fn reply(&self, connection: &mut Connection, text: &str) -> Result<Change> {
        let viewer = self.by.staff()?;
        let waiting = referrals::table
            .filter(referrals::case_id.eq(self.case.id))
            .filter(referrals::department.eq(&viewer.bureau))
            .filter(referrals::taken_back_at.is_null())
            .filter(referrals::replied_at.is_null());
        diesel::update(waiting)
            .set((
                referrals::reply.eq(Some(text)),
                referrals::replied_by.eq(Some(viewer.account)),
                referrals::replied_at.eq(Some(self.now)),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "bureau": viewer.bureau })))
    }

    pub(super) fn take_back(
        &self,
        connection: &mut Connection,
        part: i64,
        reason: &str,
    ) -> Result<Change> {
        let asked = self.facts.open_parts().find(|open| open.id == part);
        let asked = asked.ok_or_else(|| Error::field("part", "field-part-missing"))?;
        self.no_longer(connection, part, reason)?;
        Ok(Change::stating(json!({ "bureau": asked.department })))
    }

    /// What a bureau was asked falls away when it leads itself.
    pub(super) fn drop_parts_of(
        &self,
        connection: &mut Connection,
        bureau: &str,
        reason: &str,
    ) -> Result<()> {
        let open = self.facts.open_parts().filter(|part| part.department == bureau);
        for part in open {
            self.no_longer(connection, part.id, reason)?;
        }
        Ok(())
    }

    fn no_longer(&self, connection: &mut Connection, part: i64, reason: &str) -> Result<()> {
        diesel::update(referrals::table.find(part))
            .set((
                referrals::taken_back_at.eq(Some(self.now)),
                referrals::taken_back_by.eq(Some(self.by.account()?)),
                referrals::taken_back_reason.eq(Some(reason)),
            ))
            .execute(connection)?;
        Ok(())
    }
}
