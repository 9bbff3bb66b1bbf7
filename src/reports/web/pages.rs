//! What the pages of a report show: the form, and the review before it is sent.

use serde::Serialize;
use serde_json::{Value, json};

use super::pictures;
use crate::{
    error::FieldError,
    jurisdiction::{BureauKind, Names},
    message::Message,
    reports::{
        NewReport,
        category::{CATEGORIES, INDUSTRIES},
        form::{CARRIED, REPORTER_KINDS, ticked},
        pending::Pending,
        support::Offer,
    },
    routing::{Decision, decide},
    web::{
        Fields, Visit,
        form::{MOST_FILE, MOST_FILES},
        visit::FormState,
    },
};

/// The form, empty or with what was typed.
#[derive(Serialize)]
pub struct FormPage {
    #[serde(flatten)]
    state: FormState,
    submission: String,
    categories: Vec<Value>,
    industries: Vec<Value>,
    counties: Vec<Value>,
    identities: Vec<Value>,
    map: Value,
    kept: Vec<Value>,
    max_photos: usize,
    max_photo_mb: usize,
}

/// The form with the key `key`.
pub fn form(
    visit: &Visit,
    fields: &Fields,
    key: &str,
    errors: &[FieldError],
    waiting: &[Pending],
) -> FormPage {
    let mut state = visit.form(fields, errors);
    state.form.entry("identity".to_owned()).or_insert_with(|| REPORTER_KINDS[0].to_owned());
    let industries = INDUSTRIES.iter().map(|name| choice(visit, "industry", name));
    FormPage {
        state,
        submission: key.to_owned(),
        categories: categories(visit, &ticked(fields)),
        industries: industries.collect(),
        counties: counties(visit),
        identities: REPORTER_KINDS.iter().map(|kind| reporter_kind(visit, kind)).collect(),
        map: map(visit),
        kept: waiting.iter().map(|picture| shown(visit, picture)).collect(),
        max_photos: MOST_FILES,
        max_photo_mb: MOST_FILE / 1024 / 1024,
    }
}

fn choice(visit: &Visit, noun: &str, name: &str) -> Value {
    json!({ "value": name, "label": visit.text(&format!("{noun}-{name}")) })
}

fn reporter_kind(visit: &Visit, kind: &str) -> Value {
    let label = visit.text(&format!("reporter-{kind}"));
    json!({ "value": kind, "label": label, "hint": visit.text(&format!("reporter-{kind}-hint")) })
}

fn categories(visit: &Visit, ticked: &[&str]) -> Vec<Value> {
    let item = |name: &&str| {
        let label = visit.text(&format!("kind-{name}"));
        json!({ "value": name, "label": label, "checked": ticked.contains(name) })
    };
    let category = |category: &crate::reports::category::Category| {
        let mut entry = item(&category.name);
        entry["items"] = category.subtypes.iter().map(item).collect();
        entry
    };
    CATEGORIES.iter().map(category).collect()
}

/// The counties and the development zone, as they can be chosen by hand (`R1`, `R2`).
fn counties(visit: &Visit) -> Vec<Value> {
    let all = &visit.app.jurisdiction;
    let can_be_chosen = |kind| matches!(kind, BureauKind::County | BureauKind::Zone);
    let bureaus = all.bureaus().iter().filter(|bureau| can_be_chosen(bureau.kind));
    let named = bureaus.map(|bureau| (bureau.code.as_str(), place_name(visit, &bureau.code)));
    named.map(|(code, name)| json!({ "value": code, "label": name })).collect()
}

/// The name of a county, or of the bureau where it is no county.
pub fn place_name(visit: &Visit, code: &str) -> String {
    match visit.app.jurisdiction.county(code) {
        Some(county) => county.names.in_language(visit.language.tag()).to_owned(),
        None => visit.full_name(code).to_owned(),
    }
}

fn map(visit: &Visit) -> Value {
    let profile = visit.app.jurisdiction.profile();
    let note = profile.texts.get("map_note").map(|note| note.in_language(visit.language.tag()));
    json!({
        "geojson": "/api/v1/boundaries",
        "route_url": "/api/v1/route",
        "tiles": visit.app.config.web.map_tiles,
        "unsure_code": profile.dispatcher,
        "note": note,
    })
}

fn shown(visit: &Visit, picture: &Pending) -> Value {
    json!({ "id": picture.id, "name": picture.name, "href": pictures::pending_href(visit, picture) })
}

/// Everything typed, where it goes and why (`R5`), and what carries it on.
pub fn review(visit: &Visit, fields: &Fields, new: &NewReport, waiting: &[Pending]) -> Value {
    let say = |noun: &str, name: &str| visit.text(&format!("{noun}-{name}"));
    let kinds: Vec<String> = new.kinds.iter().map(|kind| say("kind", kind)).collect();
    let photos: Vec<Value> = waiting.iter().map(|picture| shown(visit, picture)).collect();
    let decision = decide(&visit.app.jurisdiction, &new.place());
    json!({
        "hidden": hidden(fields, &new.submission),
        "supports": new.join.is_some(),
        "report": {
            "text": new.text,
            "unit": new.plant,
            "categories": kinds.join(&visit.text("common-map-separator")),
            "industry": new.industry.as_deref().map(|name| say("industry", name)),
            "urgent": new.urgent,
            "photo_count": photos.len(),
            "photos": photos,
            "address": new.address,
            "county": new.county.as_deref().map(|code| place_name(visit, code)),
            "point": new.point.map(|at| format!("{:.5}, {:.5}", at.latitude(), at.longitude())),
            "identity": say("reporter", new.reporter_kind),
            "is_known": new.reporter_kind != REPORTER_KINDS[0],
            "name": new.identity.name,
            "phone": new.identity.phone,
            "email": new.identity.mail,
            "head_count": (new.head_count > 1).then_some(new.head_count),
            "representatives": new.identity.representatives.join("\n"),
        },
        "route": route(visit, &decision),
    })
}

/// The question whether it is one of these, with everything typed to be sent on.
pub fn alike(visit: &Visit, fields: &Fields, new: &NewReport, offered: &[Offer]) -> Value {
    json!({ "hidden": hidden(fields, &new.submission), "offers": offers(visit, offered) })
}

/// Offers in words (`S1`): kind, place, day and state, and nothing that anybody wrote.
pub fn offers(visit: &Visit, offered: &[Offer]) -> Vec<Value> {
    let line = |offer: &Offer| {
        let kinds = offer.kinds.iter().map(|kind| visit.text(&format!("kind-{kind}")));
        let kinds: Vec<String> = kinds.collect();
        let county = offer.county.as_deref().map(|code| place_name(visit, code));
        let within = offer.within.map(|metres| {
            let message = Message::new("reports-same-within").with("metres", metres);
            visit.say(&message)
        });
        let place: Vec<String> =
            [county, offer.place.clone(), within].into_iter().flatten().collect();
        json!({
            "token": offer.token,
            "kinds": kinds.join(&visit.text("common-map-separator")),
            "place": place.join(" "),
            "day": offer.day,
            "state": offer.state,
        })
    };
    offered.iter().map(line).collect()
}

/// The typed fields, to be sent again; the key with them also when it was made here.
fn hidden(fields: &Fields, key: &str) -> Vec<Value> {
    let typed = fields.pairs().iter().filter(|(name, value)| {
        CARRIED.contains(&name.as_str()) && name != "submission" && !value.is_empty()
    });
    let typed = typed.map(|(name, value)| json!({ "name": name, "value": value }));
    typed.chain([json!({ "name": "submission", "value": key })]).collect()
}

fn route(visit: &Visit, decision: &Decision) -> Value {
    let profile = visit.app.jurisdiction.profile();
    let separator = &profile.separator;
    let others = Names::join(decision.alternatives.iter().map(|target| &target.names), separator);
    let tag = visit.language.tag();
    let target = decision.target.names.in_language(tag);
    json!({
        "target": target,
        "outside": decision.outside,
        "unsure": decision.target.code.as_ref() == Some(&profile.dispatcher) && !decision.certain,
        "reason": visit.say(&decision.reason),
        "alternatives": others.in_language(tag),
    })
}
