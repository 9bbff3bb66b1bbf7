//! The "next" panel: a form for each act that this person may do now, and what still stands in the
//! way of the others.

use serde_json::{Value, json};

use super::shown::Shown;
use crate::{
    cases::publication::{self, pointed_out},
    error::Result,
    reports::picture,
    supervisions::{
        Act, Supervision,
        lifecycle::{self, Rule},
        proposal,
        records::{Evidence, Objection, Picture, Records, Requirement},
        statement::{CHECKED, MOMENTS},
    },
    web::visit::FormState,
};

/// The most characters of a text that names a choice.
const LABEL: usize = 60;

/// The form that was sent and is shown again.
pub struct Sent<'a> {
    /// Its act.
    pub act: Act,
    /// What was typed, and what is wrong with it.
    pub state: &'a FormState,
    /// Boxes that were ticked.
    pub unmet: Vec<&'a str>,
}

/// Builds the forms of one case.
pub struct Forms<'a> {
    /// Words.
    pub shown: Shown<'a>,
    /// The case.
    pub case: &'a Supervision,
    /// What is on record.
    pub records: &'a Records,
    /// The form that is shown again.
    pub sent: Option<Sent<'a>>,
}

impl Forms<'_> {
    /// The panel's forms, in the order of the table.
    pub fn all(&self, rules: &[&'static Rule]) -> Result<Value> {
        let mut forms = Vec::with_capacity(rules.len());
        for (index, rule) in rules.iter().enumerate() {
            let open = match &self.sent {
                Some(sent) => sent.act == rule.act,
                None => index == 0,
            };
            forms.push(self.form(rule.act, open)?);
        }
        Ok(json!(forms))
    }

    fn form(&self, act: Act, open: bool) -> Result<Value> {
        let name = act.name();
        let mut fields = vec![json!({
            "kind": "hidden", "name": "version", "id": format!("{name}-version"),
            "value": self.case.version,
        })];
        fields.extend(self.fields(act)?);
        Ok(json!({
            "label": self.shown.text(&format!("supervisions-act-{name}")),
            "note": self.note(act),
            "read": self.to_read(act).map(|text| self.marks(&text)),
            "action": format!("/supervisions/{}/{}", self.case.number, act.resource()),
            "primary": open,
            "grave": matches!(act, Act::Refuse | Act::SendBack | Act::RefuseExtension),
            "multipart": matches!(act, Act::GiveEvidence | Act::GivePictures),
            "fields": fields,
        }))
    }

    /// Beside an act: what is decided by it.
    fn note(&self, act: Act) -> Option<String> {
        match act {
            Act::ApproveExtension | Act::RefuseExtension => {
                let asked = self.records.asked_extension()?;
                Some(format!("{} · {}", self.shown.date(asked.until), asked.reason))
            }
            _ => None,
        }
    }

    /// The texts that become public by an act, or from which its own text is likely taken: whoever does
    /// it is told what in them may point to a person (`S2`).
    fn to_read(&self, act: Act) -> Option<String> {
        match act {
            Act::List => {
                let case = self.case;
                let mut texts = vec![&case.title, &case.plants, &case.facts, &case.basis];
                texts.extend([&case.responsible, &case.officer]);
                texts.extend(self.records.requirements.iter().map(|it| &it.text));
                Some(joined(texts))
            }
            Act::ApproveLifting => {
                let lifting = self.records.lifting(self.case)?;
                let verified =
                    self.records.verifications.iter().filter(|it| it.lifting_id == lifting.id);
                let findings = verified.map(|it| &it.findings);
                Some(joined([&lifting.statement].into_iter().chain(findings)))
            }
            _ => None,
        }
    }

    /// What in a text may point to a person, in words; that nothing was found when nothing does.
    fn marks(&self, text: &str) -> String {
        self.pointed_out(text).unwrap_or_else(|| self.shown.text("publish-nothing-marked"))
    }

    /// What in a text may point to a person, in words; nothing when nothing does.
    fn pointed_out(&self, text: &str) -> Option<String> {
        let messages = &self.shown.app.pages.messages;
        publication::said(messages, self.shown.language, "publish-marked", text)
    }

    fn fields(&self, act: Act) -> Result<Vec<Value>> {
        let date = |name, value: Value| {
            self.field(act, name, "input", json!({ "type": "date", "width": "10", "value": value }))
        };
        let long = |name| self.field(act, name, "textarea", json!({ "rows": 4 }));
        let today = self.shown.app.clock.today();
        Ok(match act {
            Act::List => {
                let usual = proposal::default_due(self.shown.app, today)?;
                let proposed = Some(self.case.due_on).filter(|due| *due > today);
                vec![date("listing_due_on", json!(proposed.unwrap_or(usual)))]
            }
            Act::Refuse => vec![long("refusal")],
            Act::NoteProgress => self.public(act, "progress"),
            Act::GiveEvidence => self.evidence(act),
            Act::JudgeEvidence => self.judgement(act),
            Act::GivePictures => vec![
                self.choice(act, "moment", &MOMENTS),
                self.files(act, "photos", picture::READABLE, false),
            ],
            Act::CheckPicture => vec![
                self.field(act, "picture", "radios", json!({ "items": self.unchecked() })),
                self.choice(act, "shown", &["yes", "no"]),
            ],
            Act::ProposeExtension => {
                let listed = self.case.listed_on.unwrap_or(today);
                vec![date("until", json!(proposal::latest_due(listed))), long("reason")]
            }
            Act::ApplyForLifting => vec![long("lifting_statement")],
            Act::Verify => vec![date("visited_on", json!(today)), long("findings")],
            Act::SendBack => vec![long("note"), self.unmet(act)],
            Act::ApproveLifting => self.public(act, "notice_text"),
            Act::DecideObjection => self.decision(act),
            Act::ApproveExtension | Act::RefuseExtension | Act::Lift | Act::Object => Vec::new(),
        })
    }

    /// What a county gives for a requirement.
    fn evidence(&self, act: Act) -> Vec<Value> {
        let requirements = json!({ "items": self.requirements(), "empty": self.shown.text("supervisions-choose") });
        vec![
            self.field(act, "requirement_id", "select", requirements),
            self.field(act, "evidence", "textarea", json!({ "rows": 4 })),
            self.field(act, "document", "input", json!({ "optional": true })),
            self.field(act, "figures", "textarea", json!({ "rows": 3, "optional": true })),
            self.files(act, "photos", picture::READABLE, true),
            self.files(act, "files", "application/pdf", true),
        ]
    }

    /// What the city says of it.
    fn judgement(&self, act: Act) -> Vec<Value> {
        let items = json!({ "items": self.unjudged(), "stack": true });
        vec![
            self.field(act, "evidence_id", "radios", items),
            self.choice(act, "judgement", &["accepted", "rejected"]),
            self.field(act, "judgement_note", "textarea", json!({ "rows": 3, "optional": true })),
        ]
    }

    /// What becomes of an objection to the lifting.
    fn decision(&self, act: Act) -> Vec<Value> {
        let items = json!({ "items": self.objections(), "stack": true });
        let mut fields = vec![
            self.field(act, "objection", "radios", items),
            self.choice(act, "decision", &["rejected", "upheld"]),
        ];
        fields.extend(self.public(act, "reason"));
        fields.push(self.unmet(act));
        fields
    }

    /// Several files of a kind.
    fn files(&self, act: Act, name: &str, accept: &str, optional: bool) -> Value {
        let more = json!({ "multiple": true, "accept": accept, "optional": optional });
        self.field(act, name, "file", more)
    }

    /// A text that is public at once; below one that may point to a person, a box that says that it is
    /// meant so (`S2`).
    fn public(&self, act: Act, name: &str) -> Vec<Value> {
        let mut fields = vec![self.field(act, name, "textarea", json!({ "rows": 4 }))];
        let sent = self.sent.as_ref().filter(|sent| sent.act == act);
        let typed = sent.and_then(|sent| sent.state.form.get(name));
        if typed.is_some_and(|text| !pointed_out(text).is_empty()) {
            let label = self.shown.text("supervisions-checked-yes");
            let items = json!([{ "value": "yes", "label": label }]);
            fields.push(self.field(act, CHECKED, "checkboxes", json!({ "items": items })));
        }
        fields
    }

    /// A choice between a few words (`supervisions-<name>-<value>`).
    fn choice(&self, act: Act, name: &str, values: &[&str]) -> Value {
        let item = |value: &&str| {
            let label = self.shown.text(&format!("supervisions-{name}-{value}"));
            json!({ "value": value, "label": label })
        };
        let items: Vec<Value> = values.iter().map(item).collect();
        self.field(act, name, "radios", json!({ "items": items }))
    }

    /// Pieces of evidence that wait for a word of the city.
    fn unjudged(&self) -> Vec<Value> {
        let item = |(requirement, evidence): (&Requirement, &Evidence)| {
            let text: String = evidence.text.chars().take(LABEL).collect();
            let label = format!("{}. {} · {text}", requirement.position, requirement.text);
            let figures = self.records.figures.iter().filter(|it| it.evidence_id == evidence.id);
            let texts = [&evidence.text, &evidence.document].into_iter();
            let public = joined(texts.chain(figures.map(|it| &it.substance)));
            let hint = self.marks(&public);
            json!({ "value": evidence.id.to_string(), "label": label, "hint": hint })
        };
        self.records.unjudged().map(item).collect()
    }

    /// Pictures that nobody has looked at yet, by the number beside them on the page.
    fn unchecked(&self) -> Vec<Value> {
        let waiting = self.records.pictures.iter().filter(|it| it.shown.is_none());
        let item = |picture: &Picture| {
            let moment = self.shown.text(&format!("supervisions-moment-{}", picture.moment));
            json!({ "value": picture.id.to_string(), "label": format!("{moment} {}", picture.id) })
        };
        waiting.map(item).collect()
    }

    /// A field with its label and hint, with what was typed and what is wrong with it.
    fn field(&self, act: Act, name: &str, kind: &str, mut field: Value) -> Value {
        let shown = &self.shown;
        field["kind"] = json!(kind);
        field["name"] = json!(name);
        field["label"] = json!(shown.text(&format!("supervisions-field-{name}")));
        let hint = format!("supervisions-hint-{name}");
        if shown.app.pages.messages.has(shown.language, &hint) {
            field["hint"] = json!(shown.text(&hint));
        }
        match self.sent.as_ref().filter(|sent| sent.act == act) {
            None => field["id"] = json!(format!("{}-{name}", act.name())),
            Some(sent) => {
                if let Some(value) = sent.state.form.get(name) {
                    field["value"] = json!(value);
                }
                field["error"] = json!(sent.state.error.get(name));
            }
        }
        field
    }

    fn unmet(&self, act: Act) -> Value {
        let ticked = self.sent.as_ref().filter(|sent| sent.act == act).map(|sent| &sent.unmet);
        let mut items = self.requirements();
        for item in &mut items {
            let value = item["value"].as_str().unwrap_or_default().to_owned();
            item["checked"] = json!(ticked.is_some_and(|it| it.contains(&value.as_str())));
        }
        let mut field = self.field(
            act,
            "unmet",
            "checkboxes",
            json!({ "items": items, "optional": true, "stack": true }),
        );
        if let Some(field) = field.as_object_mut() {
            field.remove("value");
        }
        field
    }

    fn requirements(&self) -> Vec<Value> {
        let item = |it: &Requirement| {
            let label = format!("{}. {}", it.position, it.text);
            json!({ "value": it.id.to_string(), "label": label })
        };
        self.records.requirements.iter().map(item).collect()
    }

    /// Objections to the lifting in hand that wait for a decision.
    fn objections(&self) -> Vec<Value> {
        let Some(lifting) = self.case.lifting_id else { return Vec::new() };
        let open = self.records.objections_to(lifting).filter(|it| it.upheld.is_none());
        let item = |it: &Objection| {
            let hint = self.pointed_out(&it.text);
            json!({ "value": it.id.to_string(), "label": it.text, "hint": hint })
        };
        open.map(item).collect()
    }

    /// Acts that would be this person's next, and why not yet.
    pub fn waiting(&self, standing: &[&'static Rule], offered: &[&'static Rule]) -> Value {
        let today = self.shown.app.clock.today();
        let is_next = |act| matches!(act, Act::ApplyForLifting | Act::ApproveLifting | Act::Lift);
        let held = standing.iter().filter(|rule| {
            is_next(rule.act) && !offered.iter().any(|offered| offered.act == rule.act)
        });
        let told = held.filter_map(|rule| {
            let why =
                crate::supervisions::work::obstacle(self.case, self.records, rule.act, today)?;
            let label = self.shown.text(&format!("supervisions-act-{}", rule.act));
            Some(json!({ "label": label, "reason": self.shown.say(&why) }))
        });
        json!(told.collect::<Vec<_>>())
    }
}

/// Texts one below the other.
fn joined<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    texts.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// The rules of the table for a state, whoever asks.
pub fn of_state(state: crate::supervisions::State) -> Vec<&'static Rule> {
    lifecycle::TABLE.iter().filter(|rule| rule.state == state).collect()
}
