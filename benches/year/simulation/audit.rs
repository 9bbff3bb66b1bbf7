//! Compares the portal's database with the books.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::count_star, prelude::*};
use minsheng::{
    app::App,
    db::{
        Connection,
        schema::{alerts, cases, deadlines, duty_warnings, jobs, mails, reports, warnings},
    },
    error::Error,
    message::Message,
    timeline,
};

use super::{
    Outcome,
    book::{Book, Reporter},
    warned::{Alert, Warning},
};

/// The most faults that are kept in words.
const MOST: usize = 40;

impl Book {
    pub fn fault(&mut self, what: String) {
        if self.warned.faults.len() < MOST {
            eprintln!("fault: {what}");
        }
        self.warned.faults.push(what);
    }

    /// Warnings told at `now`: each was due. With `all`, each that was due was told.
    pub fn compare_warnings(&mut self, app: &App, now: NaiveDateTime, all: bool) -> Outcome<()> {
        let after = (self.warned.last_warning, self.warned.last_duty);
        let (rows, beside) = app.db.read_now(|c| {
            Ok::<_, Error>((warnings_after(c, after.0)?, duties_after(c, after.1)?))
        })?;
        let last = |rows: &[Told], after| rows.iter().map(|(row, ..)| *row).fold(after, i64::max);
        self.warned.last_warning = last(&rows, after.0);
        self.warned.last_duty = last(&beside, after.1);
        let mut due = self.due_now(now);
        for (_, at, key) in rows.into_iter().chain(beside) {
            match due.remove(&key).filter(|_| at == now) {
                Some(place) => self.note_told(&key, place, now),
                None => self.fault(format!("told at {at}, not due at {now}: {key:?}")),
            }
        }
        if all {
            for (key, (matter, ..)) in due {
                let story = self.matters[matter].story.join("; ");
                self.fault(format!("not told at {now}: {key:?} ({story})"));
            }
        }
        self.compare_alerts(app)
    }

    fn compare_alerts(&mut self, app: &App) -> Outcome<()> {
        let after = self.warned.last_alert;
        let rows = app.db.read_now(|c| alerts_after(c, after))?;
        for (row, number, policy, bureau, role) in rows {
            self.warned.last_alert = self.warned.last_alert.max(row);
            let policy = policy.map(|policy| known(&policy));
            let alert: Alert = (number, policy, bureau, known(&role));
            *self.warned.expected.entry(alert).or_default() -= 1;
        }
        for (alert, left) in std::mem::take(&mut self.warned.expected) {
            if left != 0 {
                let what = if left > 0 { "missing" } else { "too many" };
                self.fault(format!("alerts {what}: {left} of {alert:?}"));
            }
        }
        Ok(())
    }

    /// Nothing disappears (`I10`): every matter is where the books have it, and those that are open
    /// have an owner and a date.
    pub fn compare_matters(&mut self, app: &App, today: NaiveDate) -> Outcome<()> {
        type Open = (i64, String, String, Option<NaiveDate>);
        let (open, counts, received) = app.db.read_now(|c| {
            let open: Vec<Open> = cases::table
                .filter(cases::ended_at.is_null())
                .select((cases::id, cases::state, cases::bureau, cases::due_on))
                .load(c)?;
            let counts: Vec<(String, i64)> =
                cases::table.group_by(cases::state).select((cases::state, count_star())).load(c)?;
            let received: i64 = reports::table.count().get_result(c)?;
            Ok::<_, Error>((open, counts, received))
        })?;
        if open.len() != self.open.len() {
            let (found, wanted) = (open.len(), self.open.len());
            self.fault(format!("{today}: {found} open matters, {wanted} in the books"));
        }
        for (id, state, bureau, due) in open {
            let matter = self.by_id.get(&id).map(|at| &self.matters[*at]);
            let fits = matter.is_some_and(|it| {
                it.state.name() == state && it.bureau == bureau && due.is_some() && it.due() == due
            });
            if !fits || bureau.is_empty() {
                let wanted = matter.map(|it| (it.state, it.bureau.clone(), it.due(), &it.story));
                let what = format!("{today}: {id} is {state} at {bureau} due {due:?}: {wanted:?}");
                self.fault(what);
            }
        }
        for (state, found) in counts {
            let wanted = self.matters.iter().filter(|it| it.state.name() == state).count() as i64;
            if found != wanted {
                self.fault(format!("{today}: {found} {state}, {wanted} in the books"));
            }
        }
        if received != self.reports.len() as i64 {
            self.fault(format!("{today}: {received} reports, {} were sent", self.reports.len()));
        }
        Ok(())
    }

    /// At the end: no job waits that is due, no mail is left, the timeline was not tampered with.
    pub fn compare_end(&mut self, app: &App) -> Outcome<()> {
        let now = app.clock.now();
        let (waiting, unsent, given_up, stored, broken) = app.db.read_now(|c| {
            let due = jobs::table.filter(jobs::done_at.is_null()).filter(jobs::run_at.le(now));
            let waiting: Vec<(String, Option<String>)> =
                due.select((jobs::name, jobs::last_error)).load(c)?;
            let open = mails::table.filter(mails::sent_at.is_null());
            let unsent: Vec<i64> =
                open.filter(mails::failed_at.is_null()).select(mails::id).load(c)?;
            let keys = unsent.iter().map(|id| format!("mail {id}"));
            let kept = jobs::table.filter(jobs::done_at.is_null());
            let kept: i64 = kept.filter(jobs::dedup_key.eq_any(keys)).count().get_result(c)?;
            let unsent = (unsent.len(), kept);
            let failed = mails::table.filter(mails::failed_at.is_not_null());
            let given_up: i64 = failed.count().get_result(c)?;
            let stored: i64 = mails::table.count().get_result(c)?;
            let broken = timeline::verify(c, &app.vault)?;
            Ok::<_, Error>((waiting, unsent, given_up, stored, broken))
        })?;
        if !waiting.is_empty() || unsent.0 > 0 {
            let (first, due) = (waiting.first().cloned(), waiting.len());
            let (mails, kept) = unsent;
            self.fault(format!("{due} jobs wait ({first:?}), {mails} mails, {kept} with a job"));
        }
        if given_up as u64 != self.post.given_up {
            self.fault(format!("{given_up} mails given up, not {}", self.post.given_up));
        }
        if stored as u64 != self.post.wanted + self.post.given_up {
            self.fault(format!("{stored} mails stored, {} wanted", self.post.wanted));
        }
        if let Some(event) = broken {
            self.fault(format!("the timeline does not fit at {event:?}"));
        }
        for difference in self.post.differences(self) {
            self.fault(difference);
        }
        for untold in self.untold() {
            self.fault(untold);
        }
        Ok(())
    }

    /// Whoever left an address was told whether the report is accepted (`T1`).
    fn untold(&self) -> Vec<String> {
        let waits = |it: &&Reporter| it.mail.is_some() && !it.told && !it.withdrawn;
        let accepted = |it: &&Reporter| {
            it.matters.iter().any(|at| self.matters[self.goes_on_in(*at)].accepted)
        };
        let untold = self.reports.iter().filter(waits).filter(accepted);
        untold
            .map(|reporter| {
                let stories: Vec<_> =
                    reporter.matters.iter().map(|at| self.matters[*at].story.join("; ")).collect();
                format!("{} was never told that it is accepted ({stories:?})", reporter.number)
            })
            .collect()
    }
}

/// A row, when it was written, and what it says.
type Told = (i64, NaiveDateTime, Warning);

fn warnings_after(c: &mut Connection, after: i64) -> Result<Vec<Told>, Error> {
    type Row = (i64, NaiveDateTime, i64, String, NaiveDate, NaiveDate, String, i32);
    let rows: Vec<Row> = warnings::table
        .inner_join(deadlines::table.on(deadlines::id.eq(warnings::deadline_id)))
        .filter(warnings::id.gt(after))
        .select((
            warnings::id,
            warnings::at,
            deadlines::case_id,
            deadlines::policy,
            deadlines::started_on,
            warnings::due_on,
            warnings::kind,
            warnings::step,
        ))
        .load(c)?;
    let split = |(id, at, case, policy, started, due, kind, step): Row| {
        (id, at, (case, policy, started, due, kind, step))
    };
    Ok(rows.into_iter().map(split).collect())
}

/// Of what is owed beside the clocks of a matter, which has no row that says when it began.
fn duties_after(c: &mut Connection, after: i64) -> Result<Vec<Told>, Error> {
    type Row = (i64, NaiveDateTime, i64, String, NaiveDate, String, i32);
    let rows: Vec<Row> = duty_warnings::table
        .filter(duty_warnings::id.gt(after))
        .select((
            duty_warnings::id,
            duty_warnings::at,
            duty_warnings::case_id,
            duty_warnings::policy,
            duty_warnings::due_on,
            duty_warnings::kind,
            duty_warnings::step,
        ))
        .load(c)?;
    let split = |(id, at, case, policy, due, kind, step): Row| {
        (id, at, (case, policy, due, due, kind, step))
    };
    Ok(rows.into_iter().map(split).collect())
}

type Raised = (i64, String, Option<String>, String, String);

fn alerts_after(c: &mut Connection, after: i64) -> Result<Vec<Raised>, Error> {
    let kinds = ["deadline", "escalation", "urgent"];
    type Row = (i64, String, Option<String>, Option<String>);
    let rows: Vec<Row> = alerts::table
        .filter(alerts::id.gt(after))
        .filter(alerts::kind.eq_any(kinds))
        .select((alerts::id, alerts::message, alerts::bureau, alerts::role))
        .load(c)?;
    let split = |(id, message, bureau, role): Row| {
        let said: Message = serde_json::from_str(&message).unwrap_or_else(|_| Message::new(""));
        let (number, policy) = (said.args.get("number").cloned(), said.args.get("policy").cloned());
        let (bureau, role) = (bureau.unwrap_or_default(), role.unwrap_or_default());
        (id, number.unwrap_or_default(), policy, bureau, role)
    };
    Ok(rows.into_iter().map(split).collect())
}

/// The name as the books have it.
fn known(name: &str) -> &'static str {
    const NAMES: [&str; 17] = [
        "acceptance",
        "forwarding",
        "forwarded",
        "conclusion",
        "rehandling",
        "rehandling_decision",
        "promise",
        "reexamination",
        "review",
        "urgent_answer",
        "urgent_site",
        "chief",
        "officer",
        "dispatcher",
        "supervisor",
        "province",
        "administrator",
    ];
    NAMES.into_iter().find(|known| *known == name).unwrap_or("unknown")
}
