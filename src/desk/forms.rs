//! The forms of the acts that a person may do now: which fields, with what in them.
//!
//! Which acts there are, and what each must state, is the lifecycle's; here is how it is asked.

mod asks;

use serde_json::{Value, json};

use super::dossier::Dossier;
use crate::{
    app::App,
    cases::{
        Act, Proposed, Track,
        act::Group,
        lifecycle::Rule,
        measure::MEASURES,
        open::summary,
        publication,
        records::{Part, Promise},
        reviews::{OUTCOMES, WAYS},
        statement::{DECLINE_REASONS, VERDICTS, is_assignable},
    },
    i18n::Language,
    jurisdiction::BureauKind,
    message::Message,
    reports::{Report, picture},
    web::{form, visit::FormState},
};

pub use asks::{Ask, asks};

/// Acts that end or hand away a matter: their button says so by its colour.
const GRAVE: [Act; 4] = [Act::ProposeDecline, Act::Return, Act::Transfer, Act::Merge];

/// What was sent and refused: the act with its form.
pub struct Refused {
    /// The act.
    pub act: Act,
    /// What was typed, and what is wrong with it.
    pub state: FormState,
}

/// The forms of all acts offered, in their groups, as `cases/show` takes them.
pub fn offered(
    app: &App,
    language: Language,
    dossier: &Dossier,
    refused: Option<&Refused>,
) -> Vec<Value> {
    let asker = Asker { app, language, dossier };
    let mut first = refused.is_none();
    let mut groups = Vec::new();
    for group in Group::ALL {
        let mine = dossier.acts.iter().filter(|rule| rule.act.group() == group);
        let is_folded = group == Group::More;
        let mut unfold = false;
        let acts: Vec<Value> = mine
            .map(|rule| {
                let sent = refused.filter(|refused| refused.act == rule.act);
                let grave = GRAVE.contains(&rule.act);
                let open = sent.is_some() || (first && !grave && !is_folded);
                first = first && !open;
                unfold = unfold || sent.is_some();
                asker.form(rule, sent.map(|refused| &refused.state), grave, open)
            })
            .collect();
        if !acts.is_empty() {
            let label = asker.text(&format!("acts-{}", group.name()));
            groups.push(json!({
                "label": label, "folded": is_folded, "open": unfold, "acts": acts,
            }));
        }
    }
    groups
}

/// The form of one act with what was typed, when it is still offered.
pub fn again(app: &App, language: Language, dossier: &Dossier, refused: &Refused) -> Option<Value> {
    let rule = dossier.acts.iter().find(|rule| rule.act == refused.act)?;
    let grave = GRAVE.contains(&rule.act);
    Some(Asker { app, language, dossier }.form(rule, Some(&refused.state), grave, true))
}

/// What was typed into the form of an act that is no longer offered, in words, to be copied.
pub fn typed(app: &App, language: Language, dossier: &Dossier, refused: &Refused) -> Vec<Value> {
    let asker = Asker { app, language, dossier };
    asks(refused.act)
        .into_iter()
        .filter_map(|(name, ask)| asker.typed(refused, name, ask))
        .collect()
}

/// The message key of a field's name; fields that repeat are numbered.
pub fn label_key(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    format!("field-{plain}")
}

/// How many pictures there may be, how large, and who sees them.
fn pictures_hint() -> Message {
    Message::new("field-hint-photos")
        .with("max", form::MOST_FILES)
        .with("mb", form::MOST_FILE / 1024 / 1024)
}

struct Asker<'a> {
    app: &'a App,
    language: Language,
    dossier: &'a Dossier,
}

impl Asker<'_> {
    fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    fn say(&self, message: &Message) -> String {
        self.app.pages.messages.say(self.language, message)
    }

    fn form(&self, rule: &Rule, state: Option<&FormState>, grave: bool, open: bool) -> Value {
        let act = rule.act;
        let mut fields: Vec<Value> = asks(act)
            .iter()
            .filter(|(_, ask)| self.is_asked(act, *ask))
            .map(|(name, ask)| self.field(act, name, *ask, rule.states.contains(name), state))
            .collect();
        let hidden = |name: &str, value: Value| {
            let id = format!("{act}-{name}");
            json!({ "kind": "hidden", "name": name, "value": value, "id": id })
        };
        fields.push(hidden("version", self.dossier.case.version.into()));
        if act == Act::Publish {
            let shown = publication::shown(&self.value(act, "public_text", state));
            fields.push(hidden(publication::SHOWN, shown.into()));
            fields.push(hidden(publication::TOLD, self.told_of_reporter(state).into()));
        }
        // The same act may have another name where it means something else.
        let own = |prefix: &str| {
            let key = format!("{prefix}-{act}-{}", self.dossier.facts.state);
            let is_known = self.app.pages.messages.has(self.language, &key);
            self.text(&if is_known { key } else { format!("{prefix}-{act}") })
        };
        json!({
            "label": own("act"),
            "note": own("act-note"),
            "action": format!("/cases/{}/{}", self.dossier.case.number, act.resource()),
            "grave": grave,
            "primary": open,
            "multipart": asks(act).iter().any(|(_, ask)| *ask == Ask::Pictures),
            "fields": fields,
        })
    }

    /// A field as it was typed or chosen; nothing when it was left empty.
    fn typed(&self, refused: &Refused, name: &str, ask: Ask) -> Option<Value> {
        let value = refused.state.form.get(name).filter(|value| !value.trim().is_empty())?;
        let (_, items) = self.kind(refused.act, ask);
        let chosen = items.as_ref().and_then(Value::as_array).and_then(|items| {
            let item = items.iter().find(|item| item["value"] == value.as_str())?;
            item["label"].as_str().map(str::to_owned)
        });
        let value = chosen.unwrap_or_else(|| value.clone());
        Some(json!({ "label": self.text(&label_key(name)), "value": value }))
    }

    /// The track is chosen once; a report or a plant where there are several.
    fn is_asked(&self, act: Act, ask: Ask) -> bool {
        match ask {
            Ask::Track => self.dossier.case.accepted_on.is_none(),
            Ask::Report => self.dossier.reports.len() > 1,
            Ask::Plant => self.dossier.plants.len() > 1,
            _ => act != Act::Withdraw,
        }
    }

    /// What was typed, or what is known already.
    fn value(&self, act: Act, name: &str, state: Option<&FormState>) -> String {
        let typed = state.and_then(|state| state.form.get(name).cloned());
        typed.unwrap_or_else(|| self.prefilled(act, name))
    }

    /// Which text this page says, or an earlier one said, to hold something of the reporter's (`S1`).
    fn told_of_reporter(&self, state: Option<&FormState>) -> String {
        let Some(state) = state else { return String::new() };
        let sent = |name: &str| state.form.get(name).cloned().unwrap_or_default();
        match self.names_reporter(state) {
            true => publication::told_of(&sent("public_text")),
            false => sent(publication::TOLD),
        }
    }

    /// Whether this page says that the text holds something of the reporter's.
    fn names_reporter(&self, state: &FormState) -> bool {
        state.error.get("public_text") == Some(&self.text("publish-names-reporter"))
    }

    fn field(
        &self,
        act: Act,
        name: &str,
        ask: Ask,
        required: bool,
        state: Option<&FormState>,
    ) -> Value {
        let mut value = self.value(act, name, state);
        // It is to be read once more.
        if (act, name) == (Act::Publish, "checked")
            && state.is_some_and(|state| self.names_reporter(state))
        {
            value.clear();
        }
        let hint_key = label_key(name).replacen("field-", "field-hint-", 1);
        let messages = &self.app.pages.messages;
        let hint = match (act, name) {
            (Act::Publish, "public_text") => Some(self.marks(&value)),
            (_, "photos") => Some(self.say(&pictures_hint())),
            _ if messages.has(self.language, &hint_key) => Some(self.text(&hint_key)),
            _ => None,
        };
        let mut field = json!({
            "name": name,
            "id": format!("{act}-{name}"),
            "label": self.text(&label_key(name)),
            "hint": hint,
            "value": value,
            "error": state.and_then(|state| state.error.get(name)),
            "optional": !required && ask != Ask::Confirmation,
            "rows": 4,
        });
        let (kind, items) = self.kind(act, ask);
        field["kind"] = kind.into();
        if ask == Ask::Date {
            field["type"] = "date".into();
            field["size"] = "s".into();
        }
        if ask == Ask::Pictures {
            field["multiple"] = true.into();
            field["accept"] = picture::READABLE.into();
        }
        if kind == "select" {
            field["empty"] = self.text("desk-choose").into();
        }
        if let Some(items) = items {
            field["items"] = items;
        }
        field
    }

    fn kind(&self, act: Act, ask: Ask) -> (&'static str, Option<Value>) {
        match ask {
            Ask::Line | Ask::Date => ("input", None),
            Ask::Text => ("textarea", None),
            Ask::Pictures => ("file", None),
            Ask::Bureau => ("select", Some(self.bureaus(is_assignable))),
            Ask::Department => {
                ("select", Some(self.bureaus(|kind| kind == BureauKind::Department)))
            }
            Ask::Track => {
                ("radios", Some(self.named("matter-track", &Track::ALL.map(Track::name))))
            }
            Ask::Part => ("select", Some(self.parts())),
            Ask::Promise => ("select", Some(self.promises())),
            Ask::Report => ("select", Some(self.reports())),
            Ask::Plant => ("select", Some(self.plants())),
            Ask::Way => ("radios", Some(self.named("channel", &WAYS))),
            Ask::Outcome => ("radios", Some(self.named("outcome", &OUTCOMES))),
            Ask::DeclineReason => ("select", Some(self.named("decline_reason", &DECLINE_REASONS))),
            Ask::Verdict => ("radios", Some(self.named("verdict", &VERDICTS))),
            Ask::Measure => ("select", Some(self.named("measure", &MEASURES))),
            Ask::Confirmation => {
                let label = self.text(&format!("field-confirm-{act}"));
                ("checkboxes", Some(json!([{ "value": "yes", "label": label }])))
            }
        }
    }

    fn named(&self, noun: &str, names: &[&str]) -> Value {
        let item =
            |name: &&str| json!({ "value": name, "label": self.text(&format!("{noun}-{name}")) });
        names.iter().map(item).collect()
    }

    /// Bureaus to choose from, without those that the report is about (`R3`).
    fn bureaus(&self, fits: fn(BureauKind) -> bool) -> Value {
        let hidden = &self.dossier.case.hidden_from;
        let bureaus = self.app.jurisdiction.bureaus().iter();
        bureaus
            .filter(|bureau| fits(bureau.kind) && !hidden.split(' ').any(|it| it == bureau.code))
            .map(|bureau| {
                let name = bureau.names.in_language(self.language.tag());
                json!({ "value": bureau.code, "label": name })
            })
            .collect()
    }

    /// What others were asked and have not answered (`R7`).
    fn parts(&self) -> Value {
        let name = |code: &str| {
            let bureau = self.app.jurisdiction.bureau(code);
            bureau.map_or_else(
                || code.to_owned(),
                |bureau| bureau.names.in_language(self.language.tag()).to_owned(),
            )
        };
        let part = |part: &Part| {
            let label = format!("{} · {}", name(&part.department), summary(&part.request));
            json!({ "value": part.id.to_string(), "label": label })
        };
        self.dossier.facts.open_parts().map(part).collect()
    }

    /// What was promised and is not done (`C3`).
    fn promises(&self) -> Value {
        let promise = |promise: &Promise| {
            let by = self.app.pages.messages.date(self.language, promise.due_on);
            let label = format!("{} · {by}", summary(&promise.text));
            json!({ "value": promise.id.to_string(), "label": label })
        };
        self.dossier.facts.open_promises().map(promise).collect()
    }

    /// The plants that it is about (`C5`).
    fn plants(&self) -> Value {
        let plants = self.dossier.plants.iter();
        plants.map(|it| json!({ "value": it.id.to_string(), "label": it.name })).collect()
    }

    fn reports(&self) -> Value {
        let report = |report: &Report| {
            let label = match self.dossier.sight.report {
                true => format!("{} · {}", report.number, summary(&report.text)),
                // The clerk has the number from the reporter, and need not see more (S1).
                false => report.number.clone(),
            };
            json!({ "value": report.number, "label": label })
        };
        let open = self.dossier.reports.iter().filter(|report| report.withdrawn_at.is_none());
        open.map(report).collect()
    }

    /// What is known already: today, or the texts of a proposal that was sent back.
    fn prefilled(&self, act: Act, name: &str) -> String {
        let today = || self.app.clock.today().to_string();
        let facts = &self.dossier.facts;
        match (act, name) {
            (Act::Inspect, "inspected_on") | (Act::Measure, "taken_on") => today(),
            (Act::Fulfil, "done_on") => today(),
            (Act::AskReexamination | Act::AskReview, "asked_on") => today(),
            (Act::Hear, "hearing_from" | "hearing_until") => today(),
            (Act::ProposeDecision, "outcome" | "review_decision") => self.sent_back(name),
            (Act::Fulfil, "promise") => {
                facts.open_promises().next().map(|it| it.id.to_string()).unwrap_or_default()
            }
            (Act::Accept, "track") => Track::default().name().to_owned(),
            (Act::Publish, "public_text") => {
                facts.approved().map(|it| it.public_text.clone()).unwrap_or_default()
            }
            (Act::ProposeExtension, "days") => facts
                .extendable(self.app, &self.dossier.case)
                .map(|(_, most)| most.to_string())
                .unwrap_or_default(),
            (Act::ProposeConclusion, _) => self.drafted(Proposed::Conclusion, name),
            (Act::ProposePartial, name) if name.starts_with("promise") => self.promised(name),
            (Act::ProposePartial, _) => self.drafted(Proposed::Partial, name),
            (Act::Assign, "bureau") => self.guessed().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The texts of the last proposal of the same kind: it was sent back.
    fn drafted(&self, kind: Proposed, name: &str) -> String {
        let last = self.dossier.facts.proposals.iter().rev().find(|it| it.is(kind));
        let text = last.and_then(|it| match name {
            "internal_text" => Some(&it.internal_text),
            "public_text" => Some(&it.public_text),
            "answer" => Some(&it.answer),
            _ => None,
        });
        text.cloned().unwrap_or_default()
    }

    /// A promise of the last proposal in part that was sent back, by its place from 1, or its date.
    fn promised(&self, name: &str) -> String {
        let place = name.trim_start_matches("promise");
        let (place, is_date) = match place.strip_suffix("_due") {
            Some(place) => (place, true),
            None => (place, false),
        };
        let before = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
        let promise = before.and_then(|before| self.dossier.facts.drafted.get(before));
        let said = promise.map(|it| if is_date { it.due_on.to_string() } else { it.text.clone() });
        said.unwrap_or_default()
    }

    /// The draft of a review's decision that was sent back.
    fn sent_back(&self, name: &str) -> String {
        let last = self.dossier.facts.reviews.drafts.last();
        let text = last.map(|it| if name == "outcome" { &it.outcome } else { &it.decision });
        text.cloned().unwrap_or_default()
    }

    /// The first other bureau that the router thought of, when it is one to assign to.
    fn guessed(&self) -> Option<String> {
        let first = self.dossier.case.alternatives();
        let code = first.get(0)?.get("code")?.as_str()?;
        let bureau = self.app.jurisdiction.bureau(code)?;
        is_assignable(bureau.kind).then(|| code.to_owned())
    }

    /// What in the text may point to a person (`S2`).
    fn marks(&self, text: &str) -> String {
        let messages = &self.app.pages.messages;
        let said = publication::said(messages, self.language, "publish-marked", text);
        said.unwrap_or_else(|| self.text("publish-nothing-marked"))
    }
}
