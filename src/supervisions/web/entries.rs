//! What was done, in words: the timeline, and decisions on objections.

use serde::Deserialize as _;
use serde_json::{Value, json};

use super::shown::Shown;
use crate::{
    message::Message,
    supervisions::{attempt, records::Records},
    timeline::Event,
};

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
                "public" | "system" | attempt::DATABASE => {
                    self.text(&format!("supervisions-by-{}", event.actor))
                }
                code => self.app.jurisdiction.bureau_name(code, self.language.tag()).to_owned(),
            };
            let by = person.map_or(bureau.clone(), |person| format!("{bureau} {person}"));
            json!({
                "title": self.say(&self.entry(event)),
                "at": event.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
                "by": by,
                "text": self.reason(event),
                "late": matches!(event.act.as_str(), "escalate" | attempt::ACT),
                "internal": event.audience == "staff",
            })
        };
        json!(events.iter().rev().map(one).collect::<Vec<_>>())
    }

    /// An entry of the public in one sentence.
    pub fn said(&self, event: &Event) -> String {
        self.say(&self.entry(event))
    }

    /// Why what was tried failed (`L4`).
    fn reason(&self, event: &Event) -> Option<String> {
        let detail = event.detail();
        if let Some(text) = detail["reason"].as_str() {
            return Some(text.to_owned());
        }
        let reason = Message::deserialize(&detail["reason"]);
        reason.ok().map(|reason| self.say(&reason))
    }

    /// An entry in words, with the dates that it states.
    fn entry(&self, event: &Event) -> Message {
        let detail = event.detail();
        let decided = |name: &str| detail[name].as_bool();
        let act = match (decided("upheld"), decided("accepted"), decided("shown")) {
            (Some(true), ..) => "uphold_objection",
            (Some(false), ..) => "reject_objection",
            (_, Some(true), _) => "accept_evidence",
            (_, Some(false), _) => "reject_evidence",
            (.., Some(true)) => "show_picture",
            (.., Some(false)) => "hide_picture",
            _ => event.act.as_str(),
        };
        let mut message = Message::new(format!("supervisions-did-{act}"));
        for name in ["due", "until", "from", "on"] {
            let date = detail[name].as_str().and_then(|date| date.parse().ok());
            if let Some(date) = date {
                message = message.with(name, self.date(date));
            }
        }
        if let Some(position) = detail["position"].as_i64() {
            message = message.with("position", position);
        }
        for name in ["number", "name", "now"] {
            if let Some(text) = detail[name].as_str() {
                message = message.with(name, text);
            }
        }
        if let Some(tried) = detail["tried"].as_str() {
            message = message.with("tried", self.text(&format!("supervisions-tried-{tried}")));
        }
        for (name, noun) in [("plant_state", "enterprise-state"), ("matter_state", "state")] {
            if let Some(state) = detail[name].as_str() {
                message = message.with(name, self.text(&format!("{noun}-{state}")));
            }
        }
        message
    }
}
