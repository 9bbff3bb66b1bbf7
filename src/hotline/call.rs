//! What the clerk typed, read into a report: a call, a letter or a visit (`I1`–`I7`).

use chrono::NaiveDate;

use crate::{
    error::FieldError,
    i18n::Language,
    jurisdiction::{Bureau, BureauKind, Jurisdiction},
    message::Message,
    reports::{Identity, NewReport, category, identity},
    web::Fields,
};

/// What a clerk can enter, the first by default (`I1`).
pub const CHANNELS: [&str; 3] = ["telephone", "letter", "visit"];
/// How a reporter can sign, the first by default (`I3`).
pub const REPORTERS: [&str; 3] = ["anonymous", "named", "confidential"];
/// The most representatives of a joint petition (`I7`).
pub const MOST_REPRESENTATIVES: usize = 5;
/// The most people that a joint petition can say it has.
const MOST_HEADS: i32 = 100_000;
/// The most characters of what is told, and of one line.
const MOST_TEXT: usize = 5000;
const MOST_LINE: usize = 200;
const MOST_NAME: usize = 60;

/// A call, letter or visit that was checked and can be filed.
#[derive(Clone, Debug)]
pub struct Call {
    /// The report of it.
    pub report: NewReport,
    /// When the letter was written or the visit made.
    pub dated_on: Option<NaiveDate>,
}

/// Whether `key` can be the key of a form of ours.
pub fn is_submission(key: &str) -> bool {
    (20..=80).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The bureaus that a clerk can choose as the place: counties, the zone, the city's units (`R2`).
pub fn counties(jurisdiction: &Jurisdiction) -> impl Iterator<Item = &Bureau> {
    let is_place = |kind| matches!(kind, BureauKind::County | BureauKind::Zone | BureauKind::Units);
    jurisdiction.bureaus().iter().filter(move |bureau| is_place(bureau.kind))
}

/// Reads the form of a call entered on `today`; all errors at once.
pub fn read(
    fields: &Fields,
    jurisdiction: &Jurisdiction,
    today: NaiveDate,
) -> Result<Call, Vec<FieldError>> {
    let mut errors = Vec::new();
    let channel = one_of(fields, "channel", &CHANNELS, &mut errors);
    let identity = reporter(fields, channel, &mut errors);
    let reporter_kind = one_of(fields, "reporter", &REPORTERS, &mut errors);
    check_signature(&identity, reporter_kind, &mut errors);
    let dated_on = dated_on(fields, channel, today, &mut errors);
    let text = fields.optional("text", MOST_TEXT, &mut errors);
    if text.is_empty() {
        errors.push(FieldError::new("text", "hotline-text-missing"));
    }
    let address = fields.optional("address", MOST_LINE, &mut errors);
    let county = county(fields, jurisdiction, &mut errors);
    let join = fields.given("join").map(str::to_owned);
    if address.is_empty() && county.is_none() && join.is_none() {
        errors.push(FieldError::new("address", "hotline-place-missing"));
    }
    let report = NewReport {
        submission: fields.text("submission").to_owned(),
        channel,
        text,
        address,
        point: None,
        county,
        plant: fields.optional("unit", MOST_LINE, &mut errors),
        kinds: category::normalized(&fields.all("kind")),
        industry: industry(fields),
        urgent: fields.ticked("urgent"),
        reporter_kind,
        head_count: head_count(fields, channel, &identity, &mut errors),
        identity,
        // The language of the clerk's screen says nothing about the caller's.
        language: Language::default(),
        join,
    };
    if errors.is_empty() { Ok(Call { report, dated_on }) } else { Err(errors) }
}

/// The chosen one of `names`, the first when nothing was sent.
fn one_of(
    fields: &Fields,
    field: &str,
    names: &[&'static str],
    errors: &mut Vec<FieldError>,
) -> &'static str {
    let first = names.first().copied().unwrap_or_default();
    let Some(given) = fields.given(field) else { return first };
    names.iter().copied().find(|name| *name == given).unwrap_or_else(|| {
        errors.push(FieldError::new(field, "hotline-choose"));
        first
    })
}

/// Who reports; nothing of it ever comes from the clerk's account (`I2`).
fn reporter(fields: &Fields, channel: &str, errors: &mut Vec<FieldError>) -> Identity {
    let phone = fields.text("phone");
    let digits = identity::phone(phone).unwrap_or_default();
    if !phone.is_empty() && digits.is_empty() {
        errors.push(FieldError::new("phone", "hotline-phone-wrong"));
    }
    let mail = fields.optional("mail", MOST_LINE, errors);
    if !mail.is_empty() && mail.parse::<lettre::Address>().is_err() {
        errors.push(FieldError::new("mail", "hotline-mail-wrong"));
    }
    let by_paper = channel != "telephone";
    let postal =
        if by_paper { fields.optional("postal", MOST_LINE, errors) } else { String::new() };
    let representatives = if by_paper { representatives(fields, errors) } else { Vec::new() };
    let name = fields.optional("name", MOST_NAME, errors);
    Identity { name, phone: digits, mail, address: postal, representatives }
}

/// One name a line, or with a comma between; at most five (`I7`).
fn representatives(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<String> {
    const BETWEEN: [char; 7] = ['\n', ',', ';', '\u{3001}', '\u{ff0c}', '\u{ff1b}', '\r'];
    let typed = fields.optional("representatives", MOST_LINE * 2, errors);
    let names = typed.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.len() > MOST_REPRESENTATIVES {
        let message = Message::new("hotline-representatives-many")
            .with("most", MOST_REPRESENTATIVES)
            .with("count", names.len());
        errors.push(FieldError { field: "representatives".to_owned(), message });
    }
    names
}

/// Who signs can be told the outcome; who does not sign leaves no name (`I3`).
fn check_signature(identity: &Identity, kind: &str, errors: &mut Vec<FieldError>) {
    let is_named = !identity.name.is_empty() || !identity.representatives.is_empty();
    let can_be_told =
        [&identity.phone, &identity.mail, &identity.address].iter().any(|way| !way.is_empty());
    if kind == "anonymous" {
        if is_named {
            errors.push(FieldError::new("reporter", "hotline-anonymous-name"));
        }
        return;
    }
    if kind == "named" && !is_named {
        errors.push(FieldError::new("name", "hotline-name-missing"));
    }
    let is_wrong = errors.iter().any(|error| error.field == "phone" || error.field == "mail");
    if !can_be_told && !is_wrong {
        errors.push(FieldError::new("phone", "hotline-contact-missing"));
    }
}

/// A letter says when it was written; a visit is of today unless it says otherwise.
fn dated_on(
    fields: &Fields,
    channel: &str,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    if channel == "telephone" {
        return None;
    }
    let key = match fields.given("dated_on") {
        None if channel == "visit" => return Some(today),
        None => "hotline-date-missing",
        Some(typed) => match typed.parse::<NaiveDate>() {
            Ok(date) if date <= today => return Some(date),
            Ok(_) => "field-date-future",
            Err(_) => "field-date-wrong",
        },
    };
    errors.push(FieldError::new("dated_on", key));
    None
}

fn county(
    fields: &Fields,
    jurisdiction: &Jurisdiction,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let given = fields.given("county")?;
    let known = counties(jurisdiction).find(|bureau| bureau.code == given);
    if known.is_none() {
        errors.push(FieldError::new("county", "hotline-choose"));
    }
    known.map(|bureau| bureau.code.clone())
}

fn industry(fields: &Fields) -> Option<String> {
    let given = fields.given("industry")?;
    category::INDUSTRIES.contains(&given).then(|| given.to_owned())
}

/// How many people stand behind it: at least those who are named.
fn head_count(
    fields: &Fields,
    channel: &str,
    identity: &Identity,
    errors: &mut Vec<FieldError>,
) -> i32 {
    let fewest = i32::try_from(identity.representatives.len()).unwrap_or(1).max(1);
    let Some(typed) = fields.given("head_count").filter(|_| channel != "telephone") else {
        return fewest;
    };
    match typed.parse::<i32>() {
        Ok(count) if (fewest..=MOST_HEADS).contains(&count) => count,
        _ => {
            let message = Message::new("hotline-heads-wrong").with("fewest", fewest);
            errors.push(FieldError { field: "head_count".to_owned(), message });
            fewest
        }
    }
}
