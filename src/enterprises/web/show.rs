//! The page of one plant, and what is done to it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::PATH;
use crate::{
    accounts::{Role, Staff},
    cases::{due, records::Measure},
    enterprises::{
        Enterprise, State, access,
        change::{Change, RESOURCES},
        dossier::{self, Dossier, Matter},
        keep, revisit,
    },
    error::{Error, Result},
    message::Message,
    reports::{Report, category::INDUSTRIES, report::Attachment},
    timeline::{Actor, Event},
    web::{
        Fields, Submission,
        paging::{Pages, Paging},
        visit::{FormState, see_other},
    },
};

/// A form that was sent and refused.
struct Refused {
    resource: String,
    state: FormState,
}

/// `GET /enterprises/{number}`.
pub async fn show(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, &number, &query, None, StatusCode::OK).await
}

/// The addresses of forms, when somebody opens them.
pub async fn back(path: Path<(String, String)>) -> Result<HttpResponse> {
    match RESOURCES.contains(&path.1.as_str()) {
        true => Ok(see_other(&format!("{PATH}/{}", path.0))),
        false => Err(Error::NotFound),
    }
}

/// `POST /enterprises/{number}/{resource}`: changes it, or shows the page again with what was typed.
pub async fn change(
    staff: Staff,
    path: Path<(String, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, resource) = path.into_inner();
    let fields = form.fields;
    let parsed = Change::parse(&resource, &fields, &staff.app).ok_or(Error::NotFound)?;
    let outcome = match parsed {
        Ok(change) => perform(&staff, &number, &fields, change).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    let (status, mut state) = match outcome {
        Ok(()) => return Ok(see_other(&format!("{PATH}/{number}?done={resource}"))),
        Err(error) => staff.refused_form(&fields, error)?,
    };
    if status == StatusCode::CONFLICT {
        state.errors.iter_mut().for_each(|said| said["field"] = "keep".into());
    }
    let refused = Refused { resource, state };
    page(&staff, &number, &Fields::default(), Some(refused), status).await
}

async fn perform(staff: &Staff, number: &str, fields: &Fields, change: Change) -> Result<()> {
    let (app, number) = (staff.app.clone(), number.to_owned());
    let version = fields.version();
    let done = staff.write(move |connection, viewer| {
        keep::change(connection, &app, viewer, &number, version, &change)
    });
    done.await.map(drop)
}

async fn page(
    staff: &Staff,
    number: &str,
    query: &Fields,
    refused: Option<Refused>,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (app, number, paging) = (staff.app.clone(), number.to_owned(), Paging::of(query));
    let (viewer, mut dossier) = staff
        .read(move |connection, viewer| dossier::read(connection, &app, viewer, &number, paging))
        .await?;
    let path = format!("{PATH}/{}", dossier.plant.number);
    let pages = paging.cut(&path, query, &mut dossier.matters);
    let teller = Teller { staff, dossier: &dossier };
    let mut page = teller.page(&pages, refused.as_ref());
    page["notice"] = json!(teller.done(query));
    staff.show_with(status, &viewer, "enterprises/show", page)
}

struct Teller<'a> {
    staff: &'a Staff,
    dossier: &'a Dossier,
}

impl Teller<'_> {
    fn done(&self, query: &Fields) -> Option<Value> {
        let done = query.given("done").filter(|done| RESOURCES.contains(done))?;
        Some(
            json!({ "kind": "done", "text": self.staff.text(&format!("enterprises-done-{done}")) }),
        )
    }

    fn page(&self, pages: &Pages, refused: Option<&Refused>) -> Value {
        let Dossier { plant, counts, viewer, .. } = self.dossier;
        let keeps = access::may_keep(viewer).is_ok();
        let desk = crate::accounts::Role::Clerk != viewer.role;
        json!({
            "plant": self.plant(),
            "counts": counts,
            "names": self.dossier.names.iter().filter(|it| **it != plant.name).collect::<Vec<_>>(),
            "merged": self.dossier.merged.iter().map(|it| self.merged(it)).collect::<Vec<_>>(),
            "matters": self.dossier.matters.iter().map(|it| self.matter(it)).collect::<Vec<_>>(),
            "revisits": self.revisits(),
            "listings": self.listings(),
            "events": self.dossier.events.iter().rev().map(|it| self.event(it)).collect::<Vec<_>>(),
            "supervisions": desk.then(|| format!("/desk/supervisions?plant={}", plant.number)),
            "figures": format!("/statistics?plant={}", plant.number),
            "pages": pages,
            "keep": keeps.then(|| self.forms(refused)),
            "errors": refused.map(|refused| &refused.state.errors),
        })
    }

    fn plant(&self) -> Value {
        let plant = &self.dossier.plant;
        let industry = plant.industry.as_ref().map(|it| self.staff.text(&format!("industry-{it}")));
        json!({
            "number": plant.number,
            "name": plant.name,
            "county": self.staff.place(&plant.county),
            "address": plant.address,
            "point": plant.lat.zip(plant.lon).map(|(lat, lon)| format!("{lat:.5}, {lon:.5}")),
            "industry": industry,
            "credit_code": plant.credit_code,
            "state": plant.state,
            "may_not_run": plant.state().is_ok_and(|state| state != State::Operating),
            "closed_on": plant.closed_on,
            "confirmed": plant.confirmed,
            "first": plant.first_seen,
            "last": plant.last_seen,
        })
    }

    fn merged(&self, plant: &Enterprise) -> Value {
        json!({ "number": plant.number, "name": plant.name })
    }

    fn matter(&self, matter: &Matter) -> Value {
        let case = &matter.case;
        let kinds = case.kinds().into_iter().filter(|kind| !kind.contains('_'));
        let kinds: Vec<String> =
            kinds.map(|kind| self.staff.text(&format!("kind-{kind}"))).collect();
        let heads: i32 = matter.reports.iter().map(|report| report.head_count).sum();
        let keeps = access::may_keep(&self.dossier.viewer).is_ok();
        json!({
            "number": case.number,
            "href": format!("/cases/{}", case.number),
            "ties": keeps.then(|| format!("{PATH}/matters/{}", case.number)),
            "day": case.day,
            "state": case.state,
            "urgent": case.urgent,
            "closed_plant": case.closed_plant,
            "kinds": kinds.join(&self.staff.text("desk-list-separator")),
            "owner": self.bureau(&case.bureau),
            "heads": (heads > 1).then_some(heads),
            "reports": matter.reports.iter().map(|it| self.report(matter, it)).collect::<Vec<_>>(),
            "inspections": matter.inspections.iter().map(|it| json!({
                "on": it.inspected_on,
                "officers": it.officers.replace('\n', &self.staff.text("desk-list-separator")),
                "findings": it.findings,
                "photos": Attachment::shown(&matter.photos, it.id),
            })).collect::<Vec<_>>(),
            "findings": matter.findings.iter().map(|it| json!({
                "verdict": self.staff.text(&format!("verdict-{}", it.verdict)),
                "text": it.text,
            })).collect::<Vec<_>>(),
            "measures": matter.measures.iter().map(|it| self.measure(matter, it)).collect::<Vec<_>>(),
            "parts": matter.parts.iter().map(|it| json!({
                "bureau": self.bureau(&it.department),
                "at": it.at,
                "request": it.request,
                "reply": it.reply,
                "replied_at": it.replied_at,
                "taken_back": it.taken_back_reason,
            })).collect::<Vec<_>>(),
        })
    }

    fn report(&self, matter: &Matter, report: &Report) -> Value {
        let added = matter.supplements.iter().filter(|it| it.report_id == report.id);
        json!({
            "number": report.number,
            "day": report.day,
            "channel": self.staff.text(&format!("channel-{}", report.channel)),
            "text": report.text,
            "withdrawn": report.withdrawn_at,
            "added": added.map(|it| json!({ "at": it.at, "text": it.text })).collect::<Vec<_>>(),
        })
    }

    fn measure(&self, matter: &Matter, measure: &Measure) -> Value {
        let checks = matter.checks.iter().filter(|it| it.measure_id == measure.id);
        let separator = self.staff.text("desk-list-separator");
        let money = measure.money().map(|money| self.staff.say(&money));
        let parts = [Some(measure.text.clone()), money, Some(measure.document.clone())];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        json!({
            "title": self.staff.text(&format!("measure-{}", measure.kind)),
            "on": measure.taken_on,
            "until": measure.due_on,
            "ended": measure.ended_on,
            "detail": parts.collect::<Vec<_>>().join(" · "),
            "looks": checks.map(|it| json!({
                "on": it.checked_on,
                "officers": it.officers.replace('\n', &separator),
                "met": it.met,
                "findings": it.findings,
            })).collect::<Vec<_>>(),
        })
    }

    fn revisits(&self) -> Vec<Value> {
        let separator = self.staff.text("desk-list-separator");
        let today = self.staff.app.clock.today();
        let each = self.dossier.revisits.iter().map(|it| {
            let chip = due::chip(it.closed_on, Some(it.due_on), it.done_on, today);
            let app = &self.staff.app;
            let steps = revisit::steps(&app.jurisdiction, it).unwrap_or_default();
            json!({
                "href": format!("/revisits/{}", it.id),
                "steps": self.staff.say_all(&steps),
                "round": self.staff.text(&format!("policy-{}", it.policy)),
                "due": it.due_on,
                "done": it.done_on,
                "running": it.running,
                "officers": it.officers.as_ref().map(|it| it.replace('\n', &separator)),
                "findings": it.findings,
                "status": chip.status,
                "days": chip.days,
                "mine": it.done_on.is_none() && revisit::may_record(&self.dossier.viewer, it),
            })
        });
        each.collect()
    }

    /// Supervised cases about the plant, as its timeline tells: the newest first (`L1`, `L6`).
    fn listings(&self) -> Vec<Value> {
        let said = |event: &Event, name: &str| event.detail()[name].as_str().map(str::to_owned);
        let of = |act: &'static str| self.dossier.events.iter().filter(move |it| it.act == act);
        let mut listings = Vec::new();
        for listed in of("listed") {
            let Some(number) = said(listed, "number") else { continue };
            let href = format!("/supervisions/{number}");
            // Two plants of one listing may be one by now.
            if listings.iter().any(|known: &Value| known["href"] == href) {
                continue;
            }
            let lifted = of("lifted").find(|it| said(it, "number").as_ref() == Some(&number));
            listings.push(json!({
                "number": number,
                "href": href,
                "title": said(listed, "name"),
                "listed": self.staff.app.clock.day(listed.at),
                "due": said(listed, "due"),
                "lifted": lifted.map(|it| self.staff.app.clock.day(it.at)),
            }));
        }
        listings.reverse();
        listings
    }

    fn bureau(&self, code: &str) -> &str {
        let bureau = self.staff.app.jurisdiction.bureau(code);
        bureau.map_or("", |bureau| bureau.names.in_language(self.staff.language.tag()))
    }

    fn event(&self, event: &Event) -> Value {
        let detail = event.detail();
        let stated = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let on = stated("on").parse().ok();
        let on = on.map(|on| self.staff.app.pages.messages.date(self.staff.language, on));
        let kind = stated("kind");
        let measure = match kind.as_str() {
            "" => String::new(),
            kind => self.staff.text(&format!("measure-{kind}")),
        };
        let act = match event.act.as_str() {
            "revisit" if detail["running"] == true => "revisit-running",
            act => act,
        };
        let message = Message::new(format!("enterprises-event-{act}"))
            .with("number", stated("number"))
            .with("name", stated("name"))
            .with("measure", measure)
            .with("on", on.unwrap_or_default());
        let who = event.actor_id.and_then(|id| self.dossier.actors.get(&id));
        let by = match who {
            Some(name) => format!("{} {name}", self.bureau(&event.actor)),
            None if event.actor == Actor::system().name => self.staff.text("actor-system"),
            None => self.bureau(&event.actor).to_owned(),
        };
        let title = self.staff.say(&message);
        json!({ "title": title, "at": event.at, "by": by, "text": self.stated(event) })
    }

    /// What an entry adds in words: what was corrected, from what to what.
    fn stated(&self, event: &Event) -> Option<String> {
        let detail = event.detail();
        if let Some(case) = detail["case"].as_str() {
            let seen = self.dossier.viewer.role != Role::Clerk;
            return seen.then(|| case.to_owned());
        }
        let changes = detail.as_object().filter(|_| event.act == "correct")?;
        let shown = changes.iter().map(|(name, change)| {
            let label = self.staff.text(&format!("enterprises-part-{name}"));
            let word = |value: &Value| match (name.as_str(), value.as_str().unwrap_or_default()) {
                (_, "") => self.staff.text("common-not-given"),
                ("state", state) => self.staff.text(&format!("enterprise-state-{state}")),
                ("industry", industry) => self.staff.text(&format!("industry-{industry}")),
                (_, value) => value.to_owned(),
            };
            match name.as_str() {
                "point" => label,
                _ => format!("{label} {} → {}", word(&change[0]), word(&change[1])),
            }
        });
        Some(shown.collect::<Vec<_>>().join(" · "))
    }

    /// The forms by which the register is kept.
    fn forms(&self, refused: Option<&Refused>) -> Value {
        let plant = &self.dossier.plant;
        let mine = |resource: &str| refused.filter(|it| it.resource == resource);
        let typed = |resource: &str, name: &str, known: Option<String>| match mine(resource) {
            Some(refused) => refused.state.form.get(name).cloned(),
            None => known,
        };
        let detail = |name: &str, known: Option<String>| typed("details", name, known);
        let states = State::ALL.map(|state| {
            let label = self.staff.text(&format!("enterprise-state-{state}"));
            json!({ "value": state.name(), "label": label })
        });
        let industries: Vec<Value> = INDUSTRIES
            .iter()
            .map(|it| json!({ "value": it, "label": self.staff.text(&format!("industry-{it}")) }))
            .collect();
        json!({
            "version": plant.version,
            "confirmed": plant.confirmed,
            "open": refused.map(|refused| &refused.resource),
            "form": {
                "plant_name": detail("plant_name", Some(plant.name.clone())),
                "address": detail("address", Some(plant.address.clone())),
                "lat": detail("lat", plant.lat.map(|it| it.to_string())),
                "lon": detail("lon", plant.lon.map(|it| it.to_string())),
                "industry": detail("industry", plant.industry.clone()),
                "credit_code": detail("credit_code", plant.credit_code.clone()),
                "plant_state": detail("plant_state", Some(plant.state.clone())),
                "closed_on": detail("closed_on", plant.closed_on.map(|it| it.to_string())),
                "into": typed("merger", "into", None),
            },
            "error": refused.map(|refused| &refused.state.error),
            "states": states,
            "industries": industries,
            "map": self.map(),
        })
    }

    fn map(&self) -> Value {
        let app = &self.staff.app;
        json!({
            "geojson": "/api/v1/boundaries",
            "route_url": "/api/v1/route",
            "tiles": app.config.web.map_tiles,
            "unsure_code": app.jurisdiction.profile().dispatcher,
        })
    }
}
