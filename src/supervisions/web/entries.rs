//! What was done, in words: the timeline, and decisions on objections.

use serde_json::{Value, json};

use super::shown::Shown;
use crate::{message::Message, supervisions::records::Records, timeline::Event};

impl Shown<'_> {
    /// What was decided on objections, with the reasons (`L4`).
    pub fn decisions(&self, records: &Records) -> Value {
        let decided = records.objections.iter().filter(|objection| objection.upheld.is_some());
        let one = |objection: &crate::supervisions::records::Objection| {
            json!({
                "upheld": objection.upheld,
                "at": objection.decided_at,
                "reason": objection.reason,
            })
        };
        json!(decided.map(one).collect::<Vec<_>>())
    }

    /// Entries of the timeline; with `names` of accounts for the office, without for the public.
    pub fn events(&self, events: &[Event], names: Option<&[(i64, String)]>) -> Value {
        let one = |event: &Event| {
            let person = names.and_then(|names| {
                names.iter().find(|(id, _)| Some(*id) == event.actor_id).map(|(_, name)| name)
            });
            let bureau = match event.actor.as_str() {
                "public" | "system" => self.text(&format!("supervisions-by-{}", event.actor)),
                code => self.app.jurisdiction.bureau(code).map_or_else(
                    || code.to_owned(),
                    |bureau| bureau.names.in_language(self.language.tag()).to_owned(),
                ),
            };
            let by = person.map_or(bureau.clone(), |person| format!("{bureau} {person}"));
            json!({
                "title": self.say(&self.entry(event)),
                "at": event.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
                "by": by,
                "late": event.act == "escalate",
                "internal": event.audience == "staff",
            })
        };
        json!(events.iter().rev().map(one).collect::<Vec<_>>())
    }

    /// An entry in words, with the dates that it states.
    fn entry(&self, event: &Event) -> Message {
        let detail = event.detail();
        let upheld = detail["upheld"].as_bool();
        let mut message = Message::new(match upheld {
            Some(true) => "supervisions-did-uphold_objection".to_owned(),
            Some(false) => "supervisions-did-reject_objection".to_owned(),
            None => format!("supervisions-did-{}", event.act),
        });
        for name in ["due", "until", "from", "on"] {
            let date = detail[name].as_str().and_then(|date| date.parse().ok());
            if let Some(date) = date {
                message = message.with(name, self.date(date));
            }
        }
        if let Some(position) = detail["position"].as_i64() {
            message = message.with("position", position);
        }
        if let Some(number) = detail["number"].as_str() {
            message = message.with("number", number);
        }
        message
    }
}
