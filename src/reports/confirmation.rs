//! The receipt by mail: the number goes there, the code never does (`I4`).

use lettre::Address;

use super::Report;
use crate::{
    app::App,
    cases::{Case, due},
    deadlines::PolicyId,
    error::Result,
    i18n::Language,
    mail::{Kind, Outgoing},
    message::Message,
};

/// The receipt of `report`, whose matter is `case`. Who joins what was accepted before is told so here:
/// nobody will write that again (`T1`, `I8`).
pub fn receipt<'a>(
    app: &App,
    case: &Case,
    report: &Report,
    to: &'a Address,
) -> Result<Outgoing<'a>> {
    let language: Language = report.language.parse().unwrap_or_default();
    let by = due::reckoned(&app.jurisdiction, PolicyId::Acceptance, report.day, report.day)?.due;
    let (body, due) = match case.due_on.filter(|_| case.accepted_on.is_some()) {
        Some(due) => ("mail-receipt-body-accepted", due),
        None => ("mail-receipt-body", by),
    };
    let bureau = app.jurisdiction.bureau(&case.bureau);
    let bureau = bureau.map_or("", |bureau| bureau.names.in_language(language.tag()));
    let messages = &app.pages.messages;
    let say = |key: &str| {
        let message = Message::new(key)
            .with("number", &report.number)
            .with("bureau", bureau)
            .with("due", messages.deadline(language, due))
            .with("link", app.link("/track"));
        messages.say(language, &message)
    };
    Ok(Outgoing {
        key: format!("receipt {}", report.number),
        to,
        kind: Kind::Statutory,
        language,
        about: Some(case.subject()),
        subject: say("mail-receipt-subject"),
        body: say(body),
    })
}
