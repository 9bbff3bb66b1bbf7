//! A letter as PDF: laid out by parley, written by krilla, in the font that the binary carries. Text is
//! only ever text to them: nothing in it can be an instruction. Measures as in GB/T 9704.
//!
//! The font is read where it lies in the binary, and only while a PDF is made. A character that it does
//! not have is printed as 〓, and a note below names it, so that nobody takes it for another.

mod lay;

use std::sync::LazyLock;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Binary},
};
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap};

use self::lay::{Align, Paper, Style};
use super::{Letter, Sheet};
use crate::{
    app::App,
    db::{Connection, schema::letter_files},
    error::{Error, Result},
    message::Message,
};

/// Noto Serif SC, cut down to the ideographs of modern Chinese (see NOTICE).
static FONT: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Letters.ttf");
/// 得: what printers set for a character that they do not have.
const GETA: char = '\u{3013}';

/// The characters that the font has.
static KNOWN: LazyLock<Option<Charmap<'static>>> =
    LazyLock::new(|| FontRef::new(FONT).ok().map(|font| font.charmap()));

/// The PDF of a letter: the one that is kept, else made and kept now. Takes a while; not for a thread
/// that answers requests.
pub fn of(app: &App, letter: &Letter) -> Result<Vec<u8>> {
    let id = letter.id;
    if let Some(kept) = app.db.read_now(|connection| kept(connection, id))? {
        return Ok(kept);
    }
    let pdf = made(app, &Sheet::of(app, letter)?)?;
    let made = pdf.clone();
    app.db.write_now(move |connection| {
        // Somebody else may have made it meanwhile.
        sql_query(
            "INSERT INTO letter_files (letter_id, pdf) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind::<BigInt, _>(id)
        .bind::<Binary, _>(&made)
        .execute(connection)?;
        Ok::<_, Error>(())
    })?;
    Ok(pdf)
}

fn kept(connection: &mut Connection, letter: i64) -> Result<Option<Vec<u8>>> {
    let row = letter_files::table.find(letter).select(letter_files::pdf);
    Ok(row.first(connection).optional()?)
}

/// Typesets a sheet.
pub fn made(app: &App, sheet: &Sheet) -> Result<Vec<u8>> {
    let mut lacking = Vec::new();
    let mut fit = |text: &str| fitted(text, &mut lacking);
    let (office, number, title) = (fit(&sheet.office), fit(&sheet.number), fit(&sheet.title));
    let salutation = fit(&sheet.salutation);
    let paragraphs: Vec<String> = sheet.paragraphs.iter().map(|it| fit(it)).collect();
    let (date, seal) = (fit(&sheet.date), fit(&sheet.seal));

    let mut paper = Paper::new(FONT).ok_or_else(|| Error::Internal("the font".to_owned()))?;
    paper.line(&office, Style::HEAD, Align::Middle);
    paper.gap(14.0);
    paper.line(&number, Style::TEXT, Align::Middle);
    paper.rule();
    paper.line(&title, Style::TITLE, Align::Middle);
    paper.gap(14.0);
    paper.line(&salutation, Style::TEXT, Align::Start);
    for paragraph in &paragraphs {
        paper.line(paragraph, Style::TEXT, Align::Indented);
    }
    // Office, date and seal stay together.
    paper.gap(28.0);
    paper.need(4.0 * Style::TEXT.height);
    paper.line(&office, Style::TEXT, Align::End);
    paper.line(&date, Style::TEXT, Align::End);
    paper.line(&seal, Style::NOTE, Align::End);
    if let Some(note) = note(app, sheet, &lacking) {
        paper.gap(14.0);
        paper.line(&note, Style::NOTE, Align::Start);
    }
    paper
        .finish(&format!("{} {}", sheet.number, sheet.title), sheet.lang.tag())
        .map_err(|error| Error::Internal(format!("a PDF cannot be written: {error}")))
}

/// Says which characters are missing, in the order in which 〓 stands for them.
fn note(app: &App, sheet: &Sheet, lacking: &[char]) -> Option<String> {
    if lacking.is_empty() {
        return None;
    }
    let names: Vec<String> = lacking.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let message = Message::new("letters-lacking").with("characters", names.join(", "));
    Some(app.pages.messages.say(sheet.lang, &message))
}

/// The text with what the font has not replaced; those are added to `lacking`.
fn fitted(text: &str, lacking: &mut Vec<char>) -> String {
    let has = |c: char| KNOWN.as_ref().is_none_or(|map| map.map(c).is_some());
    let mut fitted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => fitted.push(' '),
            c if c.is_control() || is_unseen(c) => {}
            c if has(c) => fitted.push(c),
            c => {
                lacking.push(c);
                fitted.push(GETA);
            }
        }
    }
    fitted
}

/// Characters that show nothing of their own: joiners, marks of direction, variation selectors.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_are_there_and_missing_ones_are_named() {
        let mut lacking = Vec::new();
        let rare = "堃喆镕垚龑䶮㛃𬭚𬬭“”（）〔〕—…";
        assert_eq!(fitted(rare, &mut lacking), rare);
        assert_eq!(fitted("甲\u{30EDE}乙\u{1F600}\u{202e}\u{0}", &mut lacking), "甲〓乙〓");
        assert_eq!(lacking, ['\u{30EDE}', '\u{1F600}']);
    }
}
