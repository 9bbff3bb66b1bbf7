//! The work list as its template takes it.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::{beside_page, view};
use crate::{
    accounts::{Role, Staff, Viewer},
    cases::{
        due,
        undo::{self, Offer},
    },
    db::Connection,
    desk::{
        bulk, claims,
        list::{self, Filter, Holder, List, MOST_COUNTED, Row},
        saved::{self, Tab},
        walk,
    },
    error::Result,
    message::Message,
    web::{
        Fields, form,
        paging::{self, More, Places},
    },
};

/// Who has a desk.
pub const DESK_ROLES: [Role; 5] =
    [Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor, Role::Province];

/// All that the page shows, read in one hop.
struct Shown {
    query: Fields,
    filter: Filter,
    paging: Places,
    list: List,
    tabs: Vec<Tab>,
    offer: Option<Offer>,
}

/// `GET /desk`; without a query, what the viewer's day begins with.
pub async fn show(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let asked = Fields::parse(request.query_string().as_bytes())?;
    let said = view::said(&asked);
    let app = staff.app.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        viewer.only(&DESK_ROLES)?;
        let (today, now) = (app.clock.today(), app.clock.now());
        let mut query = asked;
        if query.pairs().is_empty()
            && let Some(start) = saved::start_of(connection, viewer)?
        {
            query = Fields::parse(start.query.as_bytes())?;
        }
        let (filter, paging) = (Filter::of(&query), Places::of(&query));
        Ok(Shown {
            list: list::read(connection, viewer, &filter, &paging, today)?,
            tabs: saved::tabs(connection, viewer, today)?,
            offer: undo::offered(connection, viewer.account, now)?,
            query,
            filter,
            paging,
        })
    };
    let (viewer, shown) = staff.read(read).await?;
    let list = walk::list_of(&shown.query);
    let mut page = page(&staff, &viewer, &list, shown);
    page["notice"] = json!(view::notice(&staff, said));
    let mut response = staff.show(&viewer, "desk/index", page)?;
    view::remember_list(&staff, &mut response, list)?;
    Ok(response)
}

/// The context of `desk/index`.
fn page(staff: &Staff, viewer: &Viewer, address: &str, shown: Shown) -> Value {
    let Shown { query, filter, paging: places, list, tabs, offer } = shown;
    let place = |row: Option<&Row>| row.and_then(Row::place).map(|place| place.to_string());
    let ends = (place(list.rows.first()), place(list.rows.last()));
    let pagination = places.links("/desk", &query, list.more, ends);
    let kept: Vec<Value> = query
        .pairs()
        .iter()
        .filter(|(name, value)| {
            name != "q" && !paging::OWN.contains(&name.as_str()) && !value.is_empty()
        })
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let acts: Vec<Value> = bulk::offered(&staff.app, viewer)
        .iter()
        .map(|act| json!({ "value": act, "label": staff.text(&format!("act-{act}")) }))
        .collect();
    json!({
        "scope": staff.text(&scope(viewer)),
        "query": filter.words,
        "search_action": "/desk",
        "kept": kept,
        "filters": filters(staff, viewer, &filter, &list),
        "tabs": tabs.iter().map(|it| tab(it, address)).collect::<Vec<_>>(),
        "save": format!("/desk/filters?{}", form::encode(&vec![("list".to_owned(), address.to_owned())].into())),
        "takes": claims::holds(viewer.role),
        "acts": acts,
        "undo": beside_page::undo(staff, offer.as_ref()),
        "rows": list.rows.iter().map(|row| line(staff, &list, row)).collect::<Vec<_>>(),
        "total": total(staff, &filter, &list),
        "pagination": pagination,
        "keys": KEYS.map(|(keys, label)| json!({ "keys": keys, "label_key": label })),
    })
}

/// The keys of the list, with what they do.
const KEYS: [(&str, &str); 9] = [
    ("j", "desk-keys-down"),
    ("k", "desk-keys-up"),
    ("Enter", "desk-keys-open"),
    ("o", "desk-keys-open"),
    ("x", "desk-keys-choose"),
    ("t", "desk-keys-take"),
    ("b", "desk-keys-bulk"),
    ("/", "desk-keys-search"),
    ("?", "desk-keys-help"),
];

fn tab(tab: &Tab, address: &str) -> Value {
    json!({
        "label": tab.saved.name,
        "href": format!("/desk?{}", tab.saved.query),
        "count": tab.count,
        "more": tab.count >= MOST_COUNTED,
        "shared": tab.saved.shared,
        "current": tab.saved.query == address,
    })
}

fn scope(viewer: &Viewer) -> String {
    let whole = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
    if whole { "desk-scope-city".to_owned() } else { "desk-scope-bureau".to_owned() }
}

/// The main categories in words.
pub fn kinds(staff: &Staff, kinds: &str) -> String {
    let main = kinds.split(' ').filter(|kind| !kind.is_empty() && !kind.contains('_'));
    let names: Vec<String> = main.map(|kind| staff.text(&format!("kind-{kind}"))).collect();
    names.join(&staff.text("desk-list-separator"))
}

fn line(staff: &Staff, list: &List, row: &Row) -> Value {
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
        "owner": staff.short_name(&row.bureau),
        "due": row.due_on,
        "status": chip.status,
        "days": chip.days,
        "urgent": row.urgent,
        "holder": row.claimed_by.and_then(|id| list.holders.get(&id)),
        "closed_plant": row.closed_plant,
        "demanded": list.pressing.contains(&row.id),
    })
}

/// What a list's query asks for in words.
pub fn words(staff: &Staff, query: &str) -> String {
    let filter = Filter::of(&Fields::parse(query.as_bytes()).unwrap_or_default());
    let state = filter.state.map(|state| staff.text(&format!("state-{state}")));
    let ended = filter.ended.then(|| staff.text("desk-ended"));
    let due = filter.due.map(|due| staff.text(&format!("desk-{}", due.name())));
    let holder = match filter.holder {
        Holder::Anybody => None,
        Holder::Me => Some(staff.text("desk-mine")),
        Holder::Nobody => Some(staff.text("desk-unclaimed")),
    };
    let of_open = state.is_none() && ended.is_none() && due.is_none() && holder.is_none();
    let open = of_open.then(|| staff.text("desk-open-ones"));
    let bureau = filter.bureau.as_deref().map(|code| staff.short_name(code).to_owned());
    let typed = (!filter.words.is_empty())
        .then(|| staff.say(&Message::new("filters-typed").with("words", &filter.words)));
    let all = [open, state, ended, due, holder, bureau, typed];
    all.into_iter().flatten().collect::<Vec<_>>().join(&staff.text("desk-list-separator"))
}

/// How many matters the filter has in words: by the counts that are there anyway, else by the page
/// when it is the only one or the first; on later pages it was said before.
fn total(staff: &Staff, filter: &Filter, list: &List) -> Option<String> {
    let say = |key: &str, count: i64| staff.say(&Message::new(key).with("count", count));
    match (list.counts.of(filter), list.more) {
        (Some(count), _) => Some(say("desk-total", count)),
        (None, More { before: false, after: false }) => {
            Some(say("desk-total", list.rows.len() as i64))
        }
        (None, More { before: false, after: true }) => {
            Some(say("desk-total-more", paging::PER_PAGE))
        }
        (None, More { before: true, .. }) => None,
    }
}

fn filters(staff: &Staff, viewer: &Viewer, filter: &Filter, list: &List) -> Value {
    let (open, ended) = (list.counts.open(), list.counts.ended());
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
    let anybody = filter.holder == Holder::Anybody;
    let plain = filter.state.is_none() && filter.due.is_none() && !filter.ended && anybody;
    let mut by_state = vec![link(staff.text("desk-open-ones"), open, &[("state", "open")], plain)];
    by_state.extend(list.counts.due.iter().map(|(due, count)| {
        let name = staff.text(&format!("desk-{}", due.name()));
        link(name, *count, &[("due", due.name())], filter.due == Some(*due))
    }));
    if claims::holds(viewer.role) {
        let (me, nobody) = (filter.holder == Holder::Me, filter.holder == Holder::Nobody);
        let mine = link(staff.text("desk-mine"), list.mine, &[("holder", "me")], me);
        by_state.insert(0, mine);
        let href = "/desk?holder=nobody";
        by_state.insert(
            1,
            json!({ "label": staff.text("desk-unclaimed"), "href": href,
                                   "current": nobody, "uncounted": true }),
        );
    }
    by_state.extend(list.counts.states.iter().map(|(state, count)| {
        let name = staff.text(&format!("state-{state}"));
        link(name, *count, &[("state", state.name())], filter.state == Some(*state))
    }));
    by_state.push(link(staff.text("desk-ended"), ended, &[("state", "ended")], filter.ended));
    let mut groups = vec![json!({ "label": staff.text("desk-by-state"), "items": by_state })];
    if matches!(viewer.role, Role::Dispatcher | Role::Supervisor) {
        let mut items =
            vec![link(staff.text("desk-all-bureaus"), open, &[("bureau", "")], bureau.is_none())];
        items.extend(list.counts.bureaus.iter().map(|(code, count)| {
            let current = bureau == Some(code.as_str());
            link(staff.short_name(code).to_owned(), *count, &[("bureau", code)], current)
        }));
        groups.push(json!({ "label": staff.text("desk-by-bureau"), "items": items }));
    }
    groups.into()
}
