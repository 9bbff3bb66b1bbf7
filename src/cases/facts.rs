//! What is known of a matter to say what may be done with it now: read once, asked by the page that
//! offers acts and by the act itself.

use chrono::NaiveDate;
use diesel::{dsl::exists, prelude::*};

use super::{
    Act, Case, Proposed, State, due,
    lifecycle::{self, Doer, Rule, Standing},
    merged,
    records::{Extension, Part, Promise, Proposal},
    reviews::{Reviews, Round},
};
use crate::{
    app::App,
    db::{
        Connection,
        schema::{case_reports, cases, directions, reports},
    },
    deadlines::{Deadline, Extension as More, PolicyId, deadline},
    error::{Error, Result},
    message::Message,
};

/// After so many returns the city assigns without return (`R6`).
const MOST_RETURNS: i32 = 2;

/// A matter with all that decides on its acts.
pub struct Facts {
    /// Where it stands.
    pub state: State,
    /// All that was ever proposed, oldest first.
    pub proposals: Vec<Proposal>,
    /// What departments and assisting bureaus were asked (`R7`).
    pub parts: Vec<Part>,
    /// The promises that bind (`C3`).
    pub promises: Vec<Promise>,
    /// What the last proposal in part promises that was sent back: it binds nobody (`C3`).
    pub drafted: Vec<Promise>,
    /// Whether the answer in part that was approved last was sent back since: it holds no longer
    /// (`C7`, `F3`).
    pub sent_back: bool,
    /// Extensions asked for (`T2`).
    pub extensions: Vec<Extension>,
    /// All clocks.
    pub clocks: Vec<Deadline>,
    /// Whether the province forwarded it, or a report behind it (`F3`).
    pub forwarded: bool,
    /// Reviews of the answers to a grievance (`T4`).
    pub reviews: Reviews,
    asked: Vec<String>,
    dispatcher: String,
    elsewhere: bool,
    told: bool,
}

impl Facts {
    /// Reads them.
    pub fn of(connection: &mut Connection, app: &App, case: &Case) -> Result<Self> {
        let parts = Part::of_case(connection, case.id)?;
        let proposals = Proposal::of_case(connection, case.id)?;
        let promised = match proposals.iter().any(|it| it.is(Proposed::Partial)) {
            true => Promise::of_case(connection, case.id)?,
            false => Vec::new(),
        };
        let open = parts.iter().filter(|part| part.is_open());
        let took_accepted = merged::into(connection, case.id)?.iter().any(|(_, on)| on.is_some());
        Ok(Self {
            state: case.state()?,
            asked: open.map(|part| part.department.clone()).collect(),
            parts,
            sent_back: is_sent_back(connection, case, &proposals)?,
            drafted: Promise::sent_back(&promised, &proposals),
            promises: Promise::binding(promised, &proposals),
            proposals,
            extensions: Extension::of_case(connection, case.id)?,
            clocks: deadline::of_case(connection, case.id)?,
            forwarded: is_forwarded(connection, case)?,
            reviews: Reviews::of_case(connection, case)?,
            dispatcher: app.jurisdiction.profile().dispatcher.clone(),
            elsewhere: goes_on_elsewhere(connection, case)?,
            told: case.accepted_on.is_some() || took_accepted,
        })
    }

    /// The proposal that waits for a decision.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.proposals.iter().rev().find(|proposal| proposal.decided_by.is_none())
    }

    /// What was approved last.
    pub fn approved(&self) -> Option<&Proposal> {
        Proposal::last_approved(&self.proposals)
    }

    /// The extension that waits for a decision, while there is a clock to extend.
    pub fn extension(&self) -> Option<&Extension> {
        let waits = |it: &&Extension| it.decided_by.is_none() && !self.extended_by(it).is_empty();
        self.extensions.iter().rev().find(waits)
    }

    /// The running clocks that an extension gives more time: that which it is asked for, and others of
    /// the same limit that had none yet: one that came along with a merged matter, or stays when that
    /// leaves (`I8`).
    pub fn extended_by(&self, asked: &Extension) -> Vec<&Deadline> {
        let of = self.clocks.iter().find(|it| it.id == asked.deadline_id);
        let of = of.filter(|it| it.stopped_on.is_none() || it.came_with.is_some());
        let Some(of) = of else { return Vec::new() };
        let runs = self.clocks.iter().filter(|it| it.stopped_on.is_none());
        let same = runs.filter(|it| it.policy == of.policy);
        same.filter(|it| it.id == of.id || it.extended_days.is_none()).collect()
    }

    /// The parts that nobody has answered yet.
    pub fn open_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.is_open())
    }

    /// The promises that are not kept yet.
    pub fn open_promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.done_at.is_none())
    }

    /// What the lifecycle needs to know.
    pub fn standing<'a>(&'a self, case: &'a Case) -> Standing<'a> {
        Standing {
            state: self.state,
            bureau: &case.bureau,
            dispatcher: &self.dispatcher,
            proposer: self.proposal().map(|proposal| proposal.proposed_by),
            asker: self.extension().map(|extension| extension.proposed_by),
            asked: &self.asked,
            forwarded: self.forwarded,
            reviewer: self.reviews.open().map(|review| review.unit.as_str()),
            drafter: self.reviews.draft().map(|draft| draft.proposed_by),
            elsewhere: self.elsewhere,
        }
    }

    /// The acts that `doer` may do now, in the order of the table.
    pub fn offered(&self, app: &App, doer: Doer<'_>, case: &Case) -> Vec<&'static Rule> {
        let mut rules = lifecycle::offered(doer, &self.standing(case));
        rules.retain(|rule| self.allow(app, case, rule.act).is_ok());
        rules
    }

    /// Whether what the table allows fits this matter, too.
    ///
    /// # Errors
    /// [`Error::Conflict`] says why not.
    pub fn allow(&self, app: &App, case: &Case, act: Act) -> Result<()> {
        let refused = match act {
            Act::Return => return returns_left(app, case, app.clock.today()),
            // Whoever was told that it is accepted is not told the contrary later (T1).
            Act::ProposeDecline if self.told => "decline-after-acceptance",
            Act::Publish if !self.is_publishable(case) => "publish-already",
            Act::TakeBack if self.asked.is_empty() => "take_back-nothing",
            Act::Fulfil if self.open_promises().next().is_none() => "fulfil-nothing",
            // Nobody would keep them there (C3).
            Act::Merge if self.open_promises().next().is_some() => "merge-promises",
            Act::AskReexamination | Act::AskReview => return self.may_ask(app, case, act),
            Act::DirectToReview if case.is_grievance() => "review-grievance-already",
            Act::ProposeDecision if self.reviews.draft().is_some() => "decision-waits",
            Act::ApproveDecision | Act::SendBackDecision if self.reviews.draft().is_none() => {
                "decision-none"
            }
            Act::ProposeExtension if self.extension().is_some() => "extension-waits",
            Act::ProposeExtension if self.is_late(app, case) => "extension-late",
            Act::ProposeExtension if self.extendable(app, case).is_none() => "extension-none",
            _ => return Ok(()),
        };
        Err(Error::Conflict(Message::new(refused)))
    }

    /// Whether this round is the one that can be asked for; whether in time, shows with the day of
    /// the request (`T4`).
    fn may_ask(&self, app: &App, case: &Case, act: Act) -> Result<()> {
        let offer = self.reviews.open_to_reporter(app, case, self.approved())?;
        match (offer.round, act) {
            (Round::Reexamination, Act::AskReexamination) | (Round::Review, Act::AskReview) => {
                Ok(())
            }
            _ => Err(Error::Conflict(Message::new("review-other-round"))),
        }
    }

    /// A text was published once for each answer, so that a later answer has its own.
    fn is_publishable(&self, case: &Case) -> bool {
        let answered = self.approved().and_then(|it| it.decided_at);
        case.published_at.is_none_or(|published| answered.is_some_and(|at| at > published))
    }

    /// The running clocks that know an extension, with it.
    fn limits(&self, app: &App, case: &Case) -> Vec<(&Deadline, More)> {
        let runs = self.clocks.iter().filter(|clock| clock.stopped_on.is_none());
        let limits = runs.filter_map(|clock| {
            let id = clock.policy.parse::<PolicyId>().ok()?;
            Some((clock, due::policy(&app.jurisdiction, id, case).ok()?.extension?))
        });
        limits.collect()
    }

    /// Whether all that could be extended is over.
    fn is_late(&self, app: &App, case: &Case) -> bool {
        let (today, limits) = (app.clock.today(), self.limits(app, case));
        !limits.is_empty() && limits.iter().all(|(clock, _)| clock.due_on < today)
    }

    /// The clock that can be given more time, the first of them to end, and the most days it can be
    /// given (`T2`).
    ///
    /// Nobody asks for time that is over: what is late stays late.
    pub fn extendable(&self, app: &App, case: &Case) -> Option<(&Deadline, i32)> {
        let today = app.clock.today();
        let limits = self.limits(app, case).into_iter();
        let in_time = limits.filter(|(clock, _)| clock.due_on >= today);
        let (clock, more) = in_time.min_by_key(|(clock, _)| clock.due_on)?;
        let given = self.extensions.iter().filter(|it| it.deadline_id == clock.id);
        let given = given.filter(|it| it.approved == Some(true)).count();
        // What came along may have had more time where it comes from.
        let given = given.max(usize::from(clock.extended_days.is_some()));
        (given < usize::from(more.times)).then(|| (clock, i32::from(more.limit.count)))
    }
}

/// Whether the answer in part that was approved last was sent back since.
pub(super) fn is_sent_back(
    connection: &mut Connection,
    case: &Case,
    proposals: &[Proposal],
) -> QueryResult<bool> {
    let approved = Proposal::last_approved(proposals);
    let in_part = approved.filter(|proposal| proposal.is(Proposed::Partial));
    let Some(decided_at) = in_part.and_then(|proposal| proposal.decided_at) else {
        return Ok(false);
    };
    let since = directions::table
        .filter(directions::case_id.eq(case.id))
        .filter(directions::act.eq(Act::Rehandle.name()))
        .filter(directions::at.ge(decided_at));
    diesel::select(exists(since)).get_result(connection)
}

/// Whether it goes on in a matter that another bureau has, also through others (`I8`).
fn goes_on_elsewhere(connection: &mut Connection, case: &Case) -> QueryResult<bool> {
    let mut next = case.merged_into;
    while let Some(target) = next {
        let (bureau, on): (String, Option<i64>) = cases::table
            .find(target)
            .select((cases::bureau, cases::merged_into))
            .first(connection)?;
        if bureau != case.bureau {
            return Ok(true);
        }
        next = on;
    }
    Ok(false)
}

fn is_forwarded(connection: &mut Connection, case: &Case) -> QueryResult<bool> {
    if case.channel == "province" {
        return Ok(true);
    }
    let behind = case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case.id))
        .filter(reports::channel.eq("province"));
    diesel::select(exists(behind)).get_result(connection)
}

/// Whether the bureau may still return the matter: twice at most, within 5 working days (`R6`).
fn returns_left(app: &App, case: &Case, today: NaiveDate) -> Result<()> {
    if case.returns >= MOST_RETURNS {
        return Err(Error::Conflict(Message::new("return-twice")));
    }
    // What is about the city itself came from above it and cannot go back there (R3).
    if case.is_kept_from(&app.jurisdiction.profile().dispatcher) {
        return Err(Error::Conflict(Message::new("assign-conflict")));
    }
    let assigned = case.assigned_on.unwrap_or(case.day);
    let last = due::reckoned(&app.jurisdiction, PolicyId::Objection, case, assigned)?.due;
    if today > last {
        return Err(Error::Conflict(Message::new("return-late")));
    }
    Ok(())
}
