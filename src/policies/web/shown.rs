//! The pages as their templates take them.

use chrono::Datelike as _;
use serde_json::{Value, json};

use crate::{
    accounts::Staff,
    deadlines::policy::{Policy, Scope},
    jurisdiction::{Years, calendar::stored::Import},
    message::Message,
    policies::recompute::Move,
};

/// The context of `policies/index`.
pub fn index(
    staff: &Staff,
    imports: &[Import],
    names: &[(i64, String)],
    notice: Option<&str>,
    faults: &[Message],
) -> Value {
    let (app, today) = (&staff.app, staff.app.clock.today());
    let calendar = app.jurisdiction.calendar();
    let rows = app.jurisdiction.policies().all().iter().map(|policy| row(staff, policy));
    let years = calendar.years().map(|year| {
        let (off, worked) = calendar.counts(year);
        let import = imports.iter().find(|import| import.year == year);
        let by = import
            .and_then(|import| import.by)
            .and_then(|by| names.iter().find(|(id, _)| *id == by))
            .map(|(_, name)| name);
        json!({
            "year": year.to_string(),
            "off": off,
            "worked": worked,
            "at": import.map(|import| import.at),
            "by": by,
        })
    });
    let unknown =
        [today.year(), today.year() + 1].into_iter().filter(|year| !calendar.knows(*year));
    let notice = notice.map(|key| json!({ "kind": "done", "text": staff.text(key) }));
    let errors = faults.iter().map(|fault| json!({ "field": "file", "message": staff.say(fault) }));
    json!({
        "notice": notice,
        "rows": rows.collect::<Vec<_>>(),
        "years": years.collect::<Vec<_>>(),
        "unknown": unknown.map(|year| year.to_string()).collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
    })
}

fn row(staff: &Staff, policy: &Policy) -> Value {
    let today = staff.app.clock.today();
    let scope = match &policy.scope {
        Scope::All => None,
        Scope::Channel(channel) => Some(format!("channel-{channel}")),
        Scope::Track(track) => Some(format!("policies-track-{track}")),
    };
    let scope = scope.map(|key| staff.text(&key));
    json!({
        "id": policy.id,
        "rule": policy.rule,
        "scope": scope,
        "count": policy.limit.count,
        "unit": policy.limit.unit,
        "start": policy.start,
        "extension": policy.extension.map(|extension| json!({
            "count": extension.limit.count,
            "unit": extension.limit.unit,
            "times": extension.times,
        })),
        "source": policy.source.in_language(staff.language.tag()),
        "from": policy.valid_from,
        "to": policy.valid_to,
        "holds": policy.holds(today),
        "verified": policy.verified,
    })
}

/// The context of `policies/preview`.
pub fn preview(staff: &Staff, text: &str, years: &Years, count: usize, listed: &[Move]) -> Value {
    let calendar = staff.app.jurisdiction.calendar();
    let moves = listed.iter().map(|one| {
        let policy = format!("policy-{}", one.policy);
        json!({
            "number": one.number,
            "policy": staff.text(&policy),
            "from": one.from,
            "to": one.to,
        })
    });
    json!({
        "days": text,
        "years": super::years(years),
        "same": calendar.agrees(years),
        "count": count,
        "moves": moves.collect::<Vec<_>>(),
        "more": count.saturating_sub(listed.len()),
    })
}
