//! The work list as its template takes it.

use serde_json::{Value, json};

use crate::{
    accounts::{Role, Staff, Viewer},
    cases::{State, due},
    desk::list::{Filter, List, Row},
    web::{Fields, form, paging::Paging},
};

/// The context of `desk/index`.
pub fn page(
    staff: &Staff,
    viewer: &Viewer,
    query: &Fields,
    filter: &Filter,
    paging: Paging,
    mut list: List,
) -> Value {
    let pagination = paging.cut("/desk", query, &mut list.rows);
    let kept: Vec<Value> = query
        .pairs()
        .iter()
        .filter(|(name, value)| name != "q" && name != "page" && !value.is_empty())
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    json!({
        "scope": text(staff, &scope(viewer)),
        "query": filter.words,
        "search_action": "/desk",
        "kept": kept,
        "filters": filters(staff, viewer, filter, &list),
        "rows": list.rows.iter().map(|row| line(staff, row)).collect::<Vec<_>>(),
        "total": total(filter, &list),
        "pagination": pagination,
        "keys": [
            { "keys": "j", "label_key": "desk-keys-down" },
            { "keys": "k", "label_key": "desk-keys-up" },
            { "keys": "Enter", "label_key": "desk-keys-open" },
            { "keys": "/", "label_key": "desk-keys-search" },
            { "keys": "?", "label_key": "desk-keys-help" },
        ],
    })
}

fn scope(viewer: &Viewer) -> String {
    let whole = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
    if whole { "desk-scope-city".to_owned() } else { "desk-scope-bureau".to_owned() }
}

fn text(staff: &Staff, key: &str) -> String {
    staff.app.pages.messages.text(staff.language, key).into_owned()
}

/// A bureau's short name in Chinese, its full name in English.
pub fn bureau_name(staff: &Staff, code: &str) -> String {
    let Some(bureau) = staff.app.jurisdiction.bureau(code) else { return code.to_owned() };
    match staff.language {
        crate::i18n::Language::Chinese if !bureau.short.is_empty() => bureau.short.clone(),
        language => bureau.names.in_language(language.tag()).to_owned(),
    }
}

/// The main categories in words.
pub fn kinds(staff: &Staff, kinds: &str) -> String {
    let main = kinds.split(' ').filter(|kind| !kind.is_empty() && !kind.contains('_'));
    let names: Vec<String> = main.map(|kind| text(staff, &format!("kind-{kind}"))).collect();
    names.join(&text(staff, "desk-list-separator"))
}

fn line(staff: &Staff, row: &Row) -> Value {
    let today = staff.app.clock.today();
    let start = row.accepted_on.unwrap_or(row.day);
    let chip = due::chip(start, row.due_on, row.ended_on, today);
    let county = row.county.as_deref().and_then(|code| staff.app.jurisdiction.county(code));
    json!({
        "number": row.number,
        "href": format!("/cases/{}", row.number),
        "preview": format!("/desk/preview/{}", row.number),
        "title": row.summary,
        "unit": row.plant,
        "county": county.map(|county| county.names.in_language(staff.language.tag())),
        "place": row.place,
        "category": kinds(staff, &row.kinds),
        "state": row.state,
        "owner": bureau_name(staff, &row.bureau),
        "due": row.due_on,
        "status": chip.status,
        "days": chip.days,
        "urgent": row.urgent,
        "closed_plant": row.closed_plant,
    })
}

/// How many matters the filter has, from the counts that are there anyway; unknown for words.
fn total(filter: &Filter, list: &List) -> i64 {
    let sum = |wanted: fn(State) -> bool| {
        list.states.iter().filter(|(state, _)| wanted(*state)).map(|(_, count)| count).sum()
    };
    if !filter.words.is_empty() || (filter.bureau.is_some() && filter.state.is_some()) {
        return list.rows.len() as i64;
    }
    match (&filter.bureau, filter.state) {
        (Some(code), _) => {
            list.bureaus.iter().find(|(known, _)| known == code).map_or(0, |(_, count)| *count)
        }
        (None, Some(state)) => {
            list.states.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count)
        }
        (None, None) if filter.late => list.late,
        (None, None) if filter.ended => sum(State::is_ended),
        (None, None) => sum(|state| !state.is_ended()),
    }
}

fn filters(staff: &Staff, viewer: &Viewer, filter: &Filter, list: &List) -> Value {
    let open: i64 =
        list.states.iter().filter(|(state, _)| !state.is_ended()).map(|(_, count)| count).sum();
    let ended: i64 =
        list.states.iter().filter(|(state, _)| state.is_ended()).map(|(_, count)| count).sum();
    let bureau = filter.bureau.as_deref();
    let link = |label: String, count: i64, pairs: &[(&str, &str)], current: bool| {
        let mut all: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        if let Some(bureau) = bureau.filter(|_| !pairs.iter().any(|(name, _)| *name == "bureau")) {
            all.push(("bureau".to_owned(), bureau.to_owned()));
        }
        let href = format!("/desk?{}", form::encode(&all.into()));
        json!({ "label": label, "count": count, "href": href, "current": current })
    };
    let plain = filter.state.is_none() && !filter.late && !filter.ended;
    let mut by_state = vec![
        link(text(staff, "desk-open-ones"), open, &[], plain),
        link(text(staff, "desk-late"), list.late, &[("late", "1")], filter.late),
    ];
    by_state.extend(list.states.iter().map(|(state, count)| {
        let name = text(staff, &format!("state-{state}"));
        link(name, *count, &[("state", state.name())], filter.state == Some(*state))
    }));
    by_state.push(link(text(staff, "desk-ended"), ended, &[("state", "ended")], filter.ended));
    let mut groups = vec![json!({ "label": text(staff, "desk-by-state"), "items": by_state })];
    if matches!(viewer.role, Role::Dispatcher | Role::Supervisor) {
        let mut items =
            vec![link(text(staff, "desk-all-bureaus"), open, &[("bureau", "")], bureau.is_none())];
        items.extend(list.bureaus.iter().map(|(code, count)| {
            let current = bureau == Some(code.as_str());
            link(bureau_name(staff, code), *count, &[("bureau", code)], current)
        }));
        groups.push(json!({ "label": text(staff, "desk-by-bureau"), "items": items }));
    }
    groups.into()
}
