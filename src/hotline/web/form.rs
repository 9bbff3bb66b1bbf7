//! The clerk's form as its template wants it.

use serde_json::{Value, json};

use crate::{
    accounts::{Staff, session},
    error::FieldError,
    hotline::{
        call::{self, CHANNELS, REPORTERS},
        known::Known,
    },
    jurisdiction::BureauKind,
    reports::category::{CATEGORIES, INDUSTRIES},
    web::Fields,
};

/// The whole page: what was typed, what is wrong with it, what is known of it.
pub fn page(staff: &Staff, fields: &Fields, errors: &[FieldError], known: &Known) -> Value {
    let state = staff.form(fields, errors);
    let key = fields.given("submission").map_or_else(session::new_token, str::to_owned);
    json!({
        "form": state.form,
        "error": state.error,
        "errors": state.errors,
        "submission": key,
        "channels": named(staff, "channel", &CHANNELS),
        "reporters": named(staff, "reporter", &REPORTERS),
        "industries": named(staff, "industry", INDUSTRIES),
        "kinds": kinds(staff, fields),
        "counties": counties(staff),
        "known": self::known(staff, known, fields.text("join")),
        "most_representatives": call::MOST_REPRESENTATIVES,
        "keys": [{ "keys": "Ctrl Enter", "label_key": "hotline-send" }],
    })
}

/// What is known; `join` is the matter chosen so far.
pub fn known(staff: &Staff, known: &Known, join: &str) -> Value {
    let tag = staff.language.tag();
    let route = known.route.as_ref().map(|route| {
        json!({
            "target": route.target.in_language(tag),
            "reason": route.reason,
            "alternatives": route.alternatives.as_ref().map(|names| names.in_language(tag)),
            "unsure": route.unsure,
            "outside": route.outside,
        })
    });
    let is_offered = known.matters.iter().any(|matter| matter.number == join);
    let matters: Vec<Value> = known
        .matters
        .iter()
        .map(|matter| json!({ "matter": matter, "checked": matter.number == join }))
        .collect();
    json!({
        "asked": known.asked,
        "calls": known.calls,
        "plant": known.plant,
        "route": route,
        "matters": matters,
        // A matter that was chosen and is no longer near stays in sight.
        "chosen": (!is_offered && !join.is_empty()).then_some(join),
    })
}

/// Names as choices, by their message keys `{noun}-{name}`.
fn named(staff: &Staff, noun: &str, names: &[&str]) -> Vec<Value> {
    let item =
        |name: &&str| json!({ "value": name, "label": staff.text(&format!("{noun}-{name}")) });
    names.iter().map(item).collect()
}

/// The main categories, each with the digit that ticks it, and their sub-types (`I5`).
fn kinds(staff: &Staff, fields: &Fields) -> Vec<Value> {
    let chosen = fields.all("kind");
    let item = |name: &str| {
        let label = staff.text(&format!("kind-{name}"));
        json!({ "value": name, "label": label, "checked": chosen.contains(&name) })
    };
    let kind = |(at, category): (usize, &crate::reports::category::Category)| {
        let subtypes: Vec<Value> = category.subtypes.iter().map(|name| item(name)).collect();
        let is_open = category.subtypes.iter().any(|name| chosen.contains(name));
        let mut kind = item(category.name);
        kind["checked"] = json!(is_open || chosen.contains(&category.name));
        kind["key"] = json!((at + 1).to_string());
        kind["subtypes"] = json!(subtypes);
        kind
    };
    CATEGORIES.iter().enumerate().map(kind).collect()
}

/// Counties by their own names, then the zone and the city's units.
fn counties(staff: &Staff) -> Vec<Value> {
    let (all, tag) = (&staff.app.jurisdiction, staff.language.tag());
    let label = |bureau: &crate::jurisdiction::Bureau| {
        let county = all.county(&bureau.code).filter(|_| bureau.kind == BureauKind::County);
        county.map_or(&bureau.names, |county| &county.names).in_language(tag).to_owned()
    };
    call::counties(all)
        .map(|bureau| json!({ "value": bureau.code, "label": label(bureau) }))
        .collect()
}
