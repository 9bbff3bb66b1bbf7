//! What would become of each row: its errors, what is odd, and where it would go (`F2`, `R5`).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    Row,
    words::{date, flag, folded, kinds},
};
use crate::{
    error::FieldError,
    jurisdiction::Jurisdiction,
    message::Message,
    petitions::{NewPetition, petition},
    routing::{Certainty, Decision, Found, Place, RuleId, decide, read},
    web::Fields,
};

/// How offices mark what is of priority, behind its number.
const STARS: [char; 3] = ['*', '★', '☆'];
/// A number for the batch while none is given, so that each row is checked for itself.
const NO_BATCH: &str = "-";

/// A row, looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// As it was written.
    pub row: Row,
    /// Why it cannot be entered: by field.
    pub errors: Vec<FieldError>,
    /// What is odd about it, and stops nothing.
    pub warnings: Vec<Message>,
    /// It was entered before and stays as it is.
    pub known: bool,
    /// Where it would go.
    pub decision: Option<Decision>,
    /// The petition that it is.
    pub new: Option<NewPetition>,
}

impl Checked {
    /// Whether it keeps its batch from being entered.
    pub fn is_bad(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// Looks at all rows of a batch; `known` are numbers that were entered before.
pub fn check(
    rows: &[Row],
    batch: &str,
    known: &HashSet<String>,
    jurisdiction: &Jurisdiction,
    today: NaiveDate,
) -> Vec<Checked> {
    let mut earlier: HashMap<String, &Row> = HashMap::new();
    let mut all = Vec::new();
    for row in rows {
        let mut checked = one(row, batch, jurisdiction, today);
        if let Some(number) = checked.new.as_ref().map(|new| new.number.to_string()) {
            checked.known = known.contains(&number);
            checked.errors.extend(earlier.insert(number, row).map(twice));
        }
        all.push(checked);
    }
    all
}

/// That a row has the number of `earlier`.
fn twice(earlier: &Row) -> FieldError {
    let message = match earlier.sheet.as_str() {
        "" => Message::new("petitions-row-twice"),
        sheet => Message::new("petitions-row-twice-of").with("sheet", sheet),
    };
    FieldError { field: "number".to_owned(), message: message.with("line", earlier.line) }
}

/// The number that a row's cell means, however it is written.
pub fn number(row: &Row) -> String {
    folded(row.cell("number")).trim_end_matches(STARS).trim().to_owned()
}

fn one(row: &Row, batch: &str, jurisdiction: &Jurisdiction, today: NaiveDate) -> Checked {
    let mut warnings = Vec::new();
    let fields = fields(row, batch, jurisdiction, &mut warnings);
    let (new, errors) = match NewPetition::parse(&fields, today, jurisdiction) {
        Ok(new) => (Some(new), Vec::new()),
        Err(errors) => (None, errors.into_iter().map(named_for_rows).collect()),
    };
    let decision = new.as_ref().map(|new| decide(jurisdiction, &petition::report(new).place()));
    if let Some(new) = &new {
        warnings.extend(disagreement(new, jurisdiction));
    }
    if new.as_ref().is_some_and(|new| new.due_on.is_some_and(|due| due < today)) {
        warnings.push(Message::new("petitions-row-due-past"));
    }
    Checked { row: row.clone(), errors, warnings, known: false, decision, new }
}

/// The row as the form for one petition has it; what cannot be read is left as it is, and that
/// form's own errors say so.
fn fields(
    row: &Row,
    batch: &str,
    jurisdiction: &Jurisdiction,
    warnings: &mut Vec<Message>,
) -> Fields {
    let number = number(row);
    let starred = folded(row.cell("number")).ends_with(STARS);
    let (categories, unknown) = kinds(row.cell("kinds"));
    if !unknown.is_empty() {
        warnings.push(Message::new("petitions-row-kinds").with("said", unknown.join(" / ")));
    }
    let due_on = date(row.cell("due_on")).map(|date| date.to_string());
    let county = folded(row.cell("county"));
    let mut pairs = vec![
        ("batch", if batch.is_empty() { NO_BATCH.to_owned() } else { batch.to_owned() }),
        ("number", number),
        ("problem", row.cell("problem").to_owned()),
        ("county", self::county(&county, jurisdiction).unwrap_or(county)),
        ("address", row.cell("address").to_owned()),
        ("unit", row.cell("unit").to_owned()),
        ("due_on", due_on.unwrap_or_else(|| folded(row.cell("due_on")))),
    ];
    pairs.extend(categories.into_iter().map(|kind| ("category", kind.to_owned())));
    for name in ["priority", "report_back"] {
        let said = flag(row.cell(name));
        if said.is_none() {
            let message = Message::new("petitions-row-flag").with("said", row.cell(name));
            warnings.push(message);
        }
        if said == Some(true) || name == "priority" && starred {
            pairs.push((name, "yes".to_owned()));
        }
    }
    let owned = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
    owned.collect::<Vec<_>>().into()
}

/// The bureau that a cell names: by code or name, or by a name with the city's before it.
fn county(said: &str, jurisdiction: &Jurisdiction) -> Option<String> {
    if said.is_empty() {
        return Some(String::new());
    }
    let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(code) = jurisdiction.code_for(&plain) {
        return Some(code.to_owned());
    }
    let reading = read(jurisdiction, &plain, crate::routing::Kind::AddressAlone);
    match (reading.zone, reading.found) {
        (Some(Certainty::Sure), _) => jurisdiction.profile().zone.clone(),
        (_, Found::One { code, others, .. }) if others.is_empty() => Some(code),
        _ => None,
    }
}

/// The county is the province's word; that the place in words lies elsewhere is worth a look (`R1`).
fn disagreement(new: &NewPetition, jurisdiction: &Jurisdiction) -> Option<Message> {
    let lies_in = |code: &str| jurisdiction.bureau(code).and_then(|it| it.county.clone());
    let chosen = new.county.as_deref()?;
    let named = lies_in(chosen)?;
    let place = Place {
        address: new.address.clone(),
        text: new.text.clone(),
        reported_unit: String::new(),
        ..Place::default()
    };
    let other = decide(jurisdiction, &place);
    let by_words = matches!(
        other.rule,
        RuleId::Zone
            | RuleId::AddressCounty
            | RuleId::AddressTownship
            | RuleId::AddressPlace
            | RuleId::Text
    );
    let code =
        other.target.code.filter(|code| by_words && lies_in(code).as_ref() != Some(&named))?;
    let said = jurisdiction.place(&code, "zh-CN");
    let said_en = jurisdiction.place(&code, "en");
    Some(Message::new("petitions-row-elsewhere").with("said", said).with("said_en", said_en))
}

/// Errors that name a date's form say it as tables have it.
fn named_for_rows(mut error: FieldError) -> FieldError {
    if error.message.key == "field-date-wrong" {
        error.message.key = "petitions-row-date".to_owned();
    }
    error
}
