//! A round on its page: for the city the counties, their items and problems; for a county its own problems.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Path,
};
use serde_json::{Value, json};

use super::PATH;
use crate::{
    accounts::{Staff, Viewer, viewer},
    db::Connection,
    error::{Error, Result},
    reports::report::Attachment,
    rounds::{
        Act, Round,
        access::Sight,
        draw::Draw,
        item::Item,
        lifecycle::{self, Standing, State},
        problem::Problem,
        report,
    },
    timeline::{self, Audience, Event},
    web::{
        Fields,
        visit::{FormState, see_other},
    },
};

/// A form that was refused: the act, the row of what it was done to, what was typed, why.
struct Refused {
    act: Act,
    row: i64,
    state: FormState,
}

/// All that the page shows.
struct Dossier {
    round: Round,
    sight: Sight,
    items: Vec<Item>,
    draws: Vec<Draw>,
    problems: Vec<Problem>,
    events: Vec<Event>,
    names: Vec<(i64, String)>,
    photos: Vec<Attachment>,
}

impl Dossier {
    fn read(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Self> {
        let (round, sight) = Round::open(connection, viewer, number)?;
        let mut problems = Problem::of(connection, round.id)?;
        let mut items = Item::of(connection, round.id)?;
        let mut events = timeline::read(connection, round.subject(), Audience::Staff)?;
        if let Sight::Problems(bureau) = &sight {
            problems.retain(|problem| problem.bureau == *bureau);
            items.retain(|item| problems.iter().any(|problem| problem.item_id == item.id));
            events.retain(|event| event.act != "record" && event.detail()["bureau"] == **bureau);
        }
        let rows: Vec<i64> = items.iter().map(|item| item.id).collect();
        let photos = Attachment::of_subjects(connection, Item::NOUN, &rows)?;
        let draws = match sight {
            Sight::Whole => Draw::of(connection, round.id)?,
            Sight::Problems(_) => Vec::new(),
        };
        let actors = events.iter().filter_map(|event| event.actor_id);
        let names = match sight {
            Sight::Whole => viewer::names(connection, actors)?,
            Sight::Problems(_) => Vec::new(),
        };
        Ok(Self { round, sight, items, draws, problems, events, names, photos })
    }
}

/// `GET /rounds/{number}?bureau=`.
pub(super) async fn look(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, &number, StatusCode::OK, &query, None).await
}

/// `GET /rounds/{number}/photos/{photo}`: the copy without metadata, never the original (`S3`); for whoever
/// sees the item.
pub(super) async fn photo(staff: Staff, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let ((number, photo), app) = (path.into_inner(), staff.app.clone());
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let dossier = Dossier::read(connection, viewer, &number)?;
        let found = dossier.photos.iter().find(|it| it.id == photo).ok_or(Error::NotFound)?;
        Ok(app.storage.get(&found.copy_key)?)
    };
    let (_, bytes) = staff.read(read).await?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .body(bytes))
}

/// The id of a field: a page has the same form for many items and problems.
fn id_of(act: Act, row: i64, field: &str) -> String {
    match act {
        Act::GiveBack => format!("back-{row}"),
        Act::CarryOver => format!("carry-{row}"),
        Act::Open | Act::Close => field.to_owned(),
        _ => format!("{field}-{row}"),
    }
}

/// On to the page, or the page again with what was typed and what is wrong.
pub(super) async fn answer(
    staff: &Staff,
    number: &str,
    (act, row): (Act, i64),
    fields: &Fields,
    done: Result<()>,
) -> Result<HttpResponse> {
    let Err(error) = done else {
        let at = fields.given("at").and_then(|at| staff.app.jurisdiction.bureau(at));
        let bureau = at.map(|at| format!("&bureau={}", at.code)).unwrap_or_default();
        return Ok(see_other(&format!("{PATH}/{number}?done={}{bureau}", act.name())));
    };
    let (status, mut state) = staff.refused_form(fields, error)?;
    for said in &mut state.errors {
        let id = said["field"].as_str().map(|field| id_of(act, row, field));
        if let Some(id) = id {
            said["field"] = id.into();
        }
    }
    let query = Fields::from(vec![("bureau".to_owned(), fields.text("at").to_owned())]);
    page(staff, number, status, &query, Some(Refused { act, row, state })).await
}

async fn page(
    staff: &Staff,
    number: &str,
    status: StatusCode,
    query: &Fields,
    refused: Option<Refused>,
) -> Result<HttpResponse> {
    let of = number.to_owned();
    let read =
        move |connection: &mut Connection, viewer: &Viewer| Dossier::read(connection, viewer, &of);
    let (viewer, dossier) = staff.read(read).await?;
    let teller = Teller { staff, viewer: &viewer, dossier: &dossier, refused };
    let mut page = teller.page(query);
    let known = Act::ALL.into_iter().find(|act| act.name() == query.text("done"));
    page["notice"] = json!(known.map(|act| {
        json!({ "kind": "done", "text": staff.text(&format!("rounds-done-{}", act.name())) })
    }));
    staff.show_with(status, &viewer, "rounds/show", page)
}

struct Teller<'a> {
    staff: &'a Staff,
    viewer: &'a Viewer,
    dossier: &'a Dossier,
    refused: Option<Refused>,
}

impl Teller<'_> {
    fn page(&self, query: &Fields) -> Value {
        let Dossier { round, items, problems, sight, .. } = self.dossier;
        let whole = *sight == Sight::Whole;
        // Of many counties one is shown: the one that is asked for, else the first with something to do.
        let asked = items.iter().find(|item| item.bureau == query.text("bureau"));
        let waiting = items.iter().find(|item| item.in_order.is_none());
        let shown = asked.or(waiting).or(items.first()).map(|item| item.bureau.as_str());
        let shown = shown.unwrap_or_default();
        let is_shown = |bureau: &str| !whole || bureau == shown;
        let listed = items.iter().filter(|item| is_shown(&item.bureau));
        let theirs = problems.iter().filter(|problem| is_shown(&problem.bureau));
        json!({
            "number": round.number, "title": round.title, "from": round.from_on,
            "until": round.until_on, "closed": round.closed_at, "whole": whole,
            "lead": round.lead, "members": round.members,
            "seed": whole.then_some(&round.seed),
            "bureau": self.staff.place(shown),
            "bureaus": whole.then(|| self.bureaus(shown)),
            "items": whole.then(|| listed.map(|item| self.item(item)).collect::<Vec<_>>()),
            "draws": self.draws(shown),
            "problems": theirs.map(|problem| self.problem(problem)).collect::<Vec<_>>(),
            "report": round.report.as_ref().filter(|_| whole),
            "close": self.closing(),
            "unsettled": whole && round.closed_at.is_none() && !self.is_settled(),
            "errors": self.refused.as_ref().map(|it| it.state.errors.clone()).unwrap_or_default(),
            "typed": self.typed(),
            "events": self.dossier.events.iter().rev().map(|it| self.event(it)).collect::<Vec<_>>(),
        })
    }

    fn is_settled(&self) -> bool {
        let Dossier { round, items, problems, .. } = self.dossier;
        round.standing(items, problems).state == Some(State::Settled)
    }

    /// A line a county: looked at of all, problems, of them open and late.
    fn bureaus(&self, shown: &str) -> Vec<Value> {
        let Dossier { round, items, problems, .. } = self.dossier;
        let today = self.staff.app.clock.today();
        let mut codes: Vec<&str> = items.iter().map(|item| item.bureau.as_str()).collect();
        codes.dedup();
        let line = |code: &str| {
            let mine = items.iter().filter(|item| item.bureau == code);
            let found = mine.clone().filter(|item| item.in_order.is_some()).count();
            let theirs = problems.iter().filter(|problem| problem.bureau == code);
            json!({
                "name": self.staff.place(code), "current": code == shown,
                "href": format!("{PATH}/{}?bureau={code}", round.number),
                "found": found, "all": mine.count(), "problems": theirs.clone().count(),
                "open": theirs.clone().filter(|problem| problem.is_open()).count(),
                "late": theirs.filter(|problem| problem.is_late(today)).count(),
            })
        };
        codes.into_iter().map(line).collect()
    }

    fn draws(&self, shown: &str) -> Vec<Value> {
        let Dossier { round, items, draws, .. } = self.dossier;
        let draw = |draw: &Draw| {
            json!({
                "kind": format!("rounds-check-{}", draw.kind), "size": draw.population_size,
                "digest": draw.digest, "same": draw.is_same(round, items),
            })
        };
        draws.iter().filter(|draw| draw.bureau == shown).map(draw).collect()
    }

    /// The form of an act that the viewer may do now, with what was typed into it before.
    fn form(&self, act: Act, row: i64, at: &Standing<'_>, action: String) -> Option<Value> {
        let refused = self.refused.as_ref().filter(|it| it.act == act && it.row == row);
        lifecycle::may(self.viewer, act, at).then(|| {
            let mut form = refused.map(|it| it.state.form.clone()).unwrap_or_default();
            let today = self.staff.app.clock.today().to_string();
            form.entry("visited_on".to_owned()).or_insert(today);
            json!({
                "action": action, "open": refused.is_some(), "form": form,
                "error": refused.map(|it| it.state.error.clone()).unwrap_or_default(),
            })
        })
    }

    /// What was typed about something that somebody else has settled meanwhile: it is not lost.
    fn typed(&self) -> Option<String> {
        let refused = self.refused.as_ref()?;
        let Dossier { round, items, problems, .. } = self.dossier;
        let is_there = match refused.act {
            Act::Record => items.iter().any(|item| {
                let standing = item.standing(round);
                item.id == refused.row && lifecycle::may(self.viewer, Act::Record, &standing)
            }),
            Act::Close => self.closing().is_some_and(|form| !form.is_null()),
            act => problems.iter().any(|problem| {
                let standing = problem.standing(round);
                problem.id == refused.row && lifecycle::may(self.viewer, act, &standing)
            }),
        };
        let names =
            ["round_finding", "round_demand", "problem_answer", "problem_note", "round_report"];
        let typed = names.iter().filter_map(|name| refused.state.form.get(*name));
        let typed: Vec<&str> =
            typed.filter(|text| !is_there && !text.is_empty()).map(String::as_str).collect();
        (!typed.is_empty()).then(|| typed.join("\n"))
    }

    /// Where the matter, the supervised case or the revisit itself is: there it is chased or handled again.
    fn href(&self, item: &Item) -> Option<String> {
        item.check().map(|check| format!("/{}/{}", check.room(), item.number))
    }

    /// Pictures of what was found; what their files are called is for those who took them.
    fn photos(&self, item: i64) -> Vec<Value> {
        let whole = self.dossier.sight == Sight::Whole;
        let number = &self.dossier.round.number;
        let mine = self.dossier.photos.iter().filter(|it| it.subject_id == item);
        let photo = |it: &Attachment| {
            json!({
                "href": format!("{PATH}/{number}/photos/{}", it.id),
                "name": if whole { it.name.as_str() } else { "" },
                "width": it.width, "height": it.height,
            })
        };
        mine.map(photo).collect()
    }

    fn item(&self, item: &Item) -> Value {
        let round = &self.dossier.round;
        let action = format!("{PATH}/{}/items/{}", round.number, item.id);
        json!({
            "id": item.id, "at": item.bureau, "kind": format!("rounds-check-{}", item.kind),
            "number": item.number, "title": item.title, "href": self.href(item),
            "visited": item.visited_on, "officers": item.officers, "finding": item.finding,
            "found": item.in_order.is_some(), "in_order": item.in_order,
            "photos": self.photos(item.id),
            "record": self.form(Act::Record, item.id, &item.standing(round), action),
        })
    }

    fn problem(&self, problem: &Problem) -> Value {
        let Dossier { round, items, .. } = self.dossier;
        let item = items.iter().find(|item| item.id == problem.item_id);
        let standing = problem.standing(round);
        let form = |act: Act| {
            let (number, id, resource) = (&round.number, problem.id, act.resource());
            let action = format!("{PATH}/{number}/problems/{id}/{resource}");
            self.form(act, problem.id, &standing, action)
        };
        // A revisit or a listing is shown by what it is about.
        let number = item.map(|item| match item.kind.as_str() {
            "revisit" => item.title.clone(),
            _ => item.number.clone(),
        });
        json!({
            "id": problem.id, "at": problem.bureau, "version": problem.version, "number": number,
            "href": item.and_then(|item| self.href(item)),
            "is_case": item.is_some_and(|item| item.check().is_some_and(|it| it.room() == "cases")),
            "finding": item.and_then(|item| item.finding.as_ref()),
            "visited": item.and_then(|item| item.visited_on),
            "photos": item.filter(|_| self.dossier.sight != Sight::Whole).map(|it| self.photos(it.id)),
            "demand": problem.demand, "due": problem.due_on, "state": problem.state,
            "late": problem.is_late(self.staff.app.clock.today()),
            "answer": problem.answer, "answered": problem.answered_at, "note": problem.note,
            "give": form(Act::Answer), "accept": form(Act::Accept),
            "give_back": form(Act::GiveBack), "carry": form(Act::CarryOver),
        })
    }

    fn closing(&self) -> Option<Value> {
        let Dossier { round, items, problems, sight, .. } = self.dossier;
        if *sight != Sight::Whole {
            return None;
        }
        let standing = round.standing(items, problems);
        let action = format!("{PATH}/{}/closing", round.number);
        let mut form = self.form(Act::Close, 0, &standing, action)?;
        if form["form"]["round_report"].is_null() {
            let drafted = report::drafted(&self.staff.app, round, items, problems);
            form["form"]["round_report"] = drafted.into();
        }
        Some(form)
    }

    fn event(&self, event: &Event) -> Value {
        let name = self.dossier.names.iter().find(|(id, _)| Some(*id) == event.actor_id);
        let of = event.detail()["bureau"].as_str().map(|code| self.staff.place(code));
        json!({
            "act": self.staff.text(&format!("rounds-event-{}", event.act)),
            "at": event.at, "of": of,
            "who": name.map(|(_, name)| name), "bureau": self.staff.place(&event.actor),
        })
    }
}
