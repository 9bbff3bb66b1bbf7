//! The forms of the acts that a person may do now: which fields, with what in them.
//!
//! Which acts there are, and what each must state, is the lifecycle's; here is how it is asked.

use serde_json::{Value, json};

use super::dossier::Dossier;
use crate::{
    app::App,
    cases::{
        Act,
        lifecycle::Rule,
        publication,
        statement::{DECLINE_REASONS, MEASURES, VERDICTS, is_assignable},
    },
    i18n::Language,
    jurisdiction::BureauKind,
    web::visit::FormState,
};

/// How a field is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Line,
    Text,
    Date,
    Bureau,
    Department,
    DeclineReason,
    Verdict,
    Measure,
    Confirmation,
}

/// The fields of each act, in the order asked.
const fn asks(act: Act) -> &'static [(&'static str, Ask)] {
    match act {
        Act::Assign => &[("bureau", Ask::Bureau), ("reason", Ask::Text)],
        Act::ProposeDecline => &[("reason", Ask::DeclineReason), ("explanation", Ask::Text)],
        Act::Return => &[("reason", Ask::Text)],
        Act::Inspect => {
            &[("inspected_on", Ask::Date), ("officers", Ask::Line), ("findings", Ask::Text)]
        }
        Act::Find => &[("verdict", Ask::Verdict), ("finding", Ask::Text)],
        Act::Measure => &[
            ("kind", Ask::Measure),
            ("taken_on", Ask::Date),
            ("document", Ask::Line),
            ("amount", Ask::Line),
            ("measure_due_on", Ask::Date),
            ("detail", Ask::Text),
        ],
        Act::Refer => &[("department", Ask::Department), ("request", Ask::Text)],
        Act::Reply => &[("reply", Ask::Text)],
        Act::ProposeConclusion => {
            &[("internal_text", Ask::Text), ("public_text", Ask::Text), ("answer", Ask::Text)]
        }
        Act::SendBack => &[("note", Ask::Text)],
        Act::Publish => &[("public_text", Ask::Text), ("checked", Ask::Confirmation)],
        Act::Merge => &[("into", Ask::Line)],
        Act::Accept | Act::Approve | Act::Withdraw => &[],
    }
}

/// Acts that end or hand away a matter: their button says so by its colour.
const GRAVE: [Act; 3] = [Act::ProposeDecline, Act::Return, Act::Merge];

/// What was sent and refused: the act with its form.
pub struct Refused {
    /// The act.
    pub act: Act,
    /// What was typed, and what is wrong with it.
    pub state: FormState,
}

/// The forms of all acts offered, as `cases/show` takes them.
pub fn offered(
    app: &App,
    language: Language,
    dossier: &Dossier,
    refused: Option<&Refused>,
) -> Vec<Value> {
    let asker = Asker { app, language, dossier };
    let mut first = refused.is_none();
    dossier
        .acts
        .iter()
        .map(|rule| {
            let mine = refused.filter(|refused| refused.act == rule.act);
            let grave = GRAVE.contains(&rule.act);
            let open = mine.is_some() || (first && !grave);
            first = first && grave;
            asker.form(rule, mine.map(|refused| &refused.state), grave, open)
        })
        .collect()
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

    fn form(&self, rule: &Rule, state: Option<&FormState>, grave: bool, open: bool) -> Value {
        let act = rule.act;
        let mut fields: Vec<Value> = asks(act)
            .iter()
            .map(|(name, ask)| self.field(act, name, *ask, rule.states.contains(name), state))
            .collect();
        let version = self.dossier.case.version;
        fields.push(json!({ "kind": "hidden", "name": "version", "value": version,
                            "id": format!("{act}-version") }));
        json!({
            "label": self.text(&format!("act-{act}")),
            "note": self.text(&format!("act-note-{act}")),
            "action": format!("/cases/{}/{}", self.dossier.case.number, act.resource()),
            "grave": grave,
            "primary": open,
            "fields": fields,
        })
    }

    fn field(
        &self,
        act: Act,
        name: &str,
        ask: Ask,
        required: bool,
        state: Option<&FormState>,
    ) -> Value {
        let typed = state.and_then(|state| state.form.get(name).cloned());
        let value = typed.unwrap_or_else(|| self.prefilled(act, name));
        let hint_key = format!("field-hint-{name}");
        let messages = &self.app.pages.messages;
        let hint = match (act, name) {
            (Act::Publish, "public_text") => self.marks(&value),
            _ if messages.has(self.language, &hint_key) => Some(self.text(&hint_key)),
            _ => None,
        };
        let mut field = json!({
            "name": name,
            "id": format!("{act}-{name}"),
            "label": self.text(&format!("field-{name}")),
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
            Ask::Bureau => ("select", Some(self.bureaus(is_assignable))),
            Ask::Department => {
                ("select", Some(self.bureaus(|kind| kind == BureauKind::Department)))
            }
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

    /// What is known already: today, or the texts of a proposal that was sent back.
    fn prefilled(&self, act: Act, name: &str) -> String {
        let today = || self.app.clock.today().to_string();
        let last = self.dossier.proposals.iter().rev().find(|it| it.kind == "conclusion");
        match (act, name) {
            (Act::Inspect, "inspected_on") | (Act::Measure, "taken_on") => today(),
            (Act::ProposeConclusion, "internal_text") => {
                last.map(|it| it.internal_text.clone()).unwrap_or_default()
            }
            (Act::ProposeConclusion, "public_text") | (Act::Publish, "public_text") => {
                last.map(|it| it.public_text.clone()).unwrap_or_default()
            }
            (Act::ProposeConclusion, "answer") => {
                last.map(|it| it.answer.clone()).unwrap_or_default()
            }
            (Act::Assign, "bureau") => self.guessed().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The first other bureau that the router thought of, when it is one to assign to.
    fn guessed(&self) -> Option<String> {
        let first = self.dossier.case.alternatives();
        let code = first.get(0)?.get("code")?.as_str()?;
        let bureau = self.app.jurisdiction.bureau(code)?;
        is_assignable(bureau.kind).then(|| code.to_owned())
    }

    /// What in the text may point to a person (`S2`).
    fn marks(&self, text: &str) -> Option<String> {
        let marks = publication::pointed_out(text);
        if marks.is_empty() {
            return Some(self.text("publish-nothing-marked"));
        }
        let shown = marks
            .iter()
            .map(|mark| format!("{}: {}", self.text(&format!("mark-{}", mark.kind)), mark.text));
        let list = shown.collect::<Vec<_>>().join("; ");
        Some(format!("{} {list}", self.text("publish-marked")))
    }
}
