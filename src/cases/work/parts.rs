//! Lead and assistants (`R7`): departments and bureaus are asked for a part, answer it, or are no
//! longer asked.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work};
use crate::{
    cases::Case,
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
        self.no_longer(connection, part, Some(reason))?;
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
            self.no_longer(connection, part.id, Some(reason))?;
        }
        Ok(())
    }

    /// What others were asked and have not answered is asked about `target`, in which the matter goes on,
    /// and so keeps an answer there waiting (`R7`); those who have that one themselves are no longer asked.
    /// Says whose parts these are.
    pub(super) fn take_parts_along(
        &self,
        connection: &mut Connection,
        target: &Case,
    ) -> Result<Vec<String>> {
        let mut asked = BTreeSet::new();
        for part in self.facts.open_parts() {
            // Whom that one is kept from never reads of it, by whichever way (R3).
            if target.is_kept_from(&part.department) {
                return Err(Error::field("into", "merge-conflict"));
            }
            if part.department == target.bureau {
                self.no_longer(connection, part.id, None)?;
            } else {
                asked.insert(part.department.clone());
            }
        }
        let open = || {
            referrals::table
                .filter(referrals::case_id.eq(self.case.id))
                .filter(referrals::taken_back_at.is_null())
                .filter(referrals::replied_at.is_null())
        };
        diesel::update(open().filter(referrals::came_with.is_null()))
            .set(referrals::came_with.eq(Some(self.case.id)))
            .execute(connection)?;
        diesel::update(open())
            .set((
                referrals::case_id.eq(target.id),
                referrals::look_at.eq(NaiveDateTime::default()),
            ))
            .execute(connection)?;
        Ok(asked.into_iter().collect())
    }

    /// What was asked about matters that are `leaving` the `joined` ones goes back with them, answered or
    /// not; says whose parts still wait.
    pub(super) fn take_parts_back(
        &self,
        connection: &mut Connection,
        joined: &[i64],
        leaving: &[i64],
    ) -> Result<Vec<String>> {
        let came = || {
            referrals::table
                .filter(referrals::case_id.eq_any(joined.to_vec()))
                .filter(referrals::came_with.is_not_null())
                .filter(referrals::came_with.assume_not_null().eq_any(leaving.to_vec()))
        };
        let waiting: Vec<String> = came()
            .filter(referrals::taken_back_at.is_null())
            .filter(referrals::replied_at.is_null())
            .select(referrals::department)
            .distinct()
            .load(connection)?;
        diesel::update(came())
            .set((
                referrals::case_id.eq(self.case.id),
                referrals::look_at.eq(NaiveDateTime::default()),
            ))
            .execute(connection)?;
        let own = referrals::table
            .filter(referrals::case_id.eq(self.case.id))
            .filter(referrals::came_with.eq(Some(self.case.id)));
        diesel::update(own).set(referrals::came_with.eq(None::<i64>)).execute(connection)?;
        Ok(waiting)
    }

    fn no_longer(
        &self,
        connection: &mut Connection,
        part: i64,
        reason: Option<&str>,
    ) -> Result<()> {
        diesel::update(referrals::table.find(part))
            .set((
                referrals::taken_back_at.eq(Some(self.now)),
                referrals::taken_back_by.eq(Some(self.by.account()?)),
                referrals::taken_back_reason.eq(reason),
            ))
            .execute(connection)?;
        Ok(())
    }
}
