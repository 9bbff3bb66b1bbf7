//! A message as it travels: plain text and HTML of the same words, with the headers that mail
//! programs and servers look for.

use lettre::{
    Address, Message as Letter,
    message::{
        Attachment as Part, Mailbox, MultiPart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use serde_json::{Value, json};

use super::{
    outbox::{Attachment, Stored},
    unsubscribe_token,
};
use crate::{
    app::App,
    error::{Error, Result},
    i18n::Language,
};

/// Declares a header that lettre has no type for.
macro_rules! header {
    ($name:ident, $text:literal) => {
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header!(AutoSubmitted, "Auto-Submitted");
header!(ListUnsubscribe, "List-Unsubscribe");
header!(ListUnsubscribePost, "List-Unsubscribe-Post");

/// The message of row `id`. It always has the same Message-ID, so that a mail server can see a
/// second sending after a crash for what it is.
pub(super) fn letter(
    app: &App,
    id: i64,
    stored: &Stored,
    files: Vec<Attachment>,
) -> Result<Letter> {
    let address = app.vault.unseal(&stored.key, &stored.recipient)?;
    let address = String::from_utf8_lossy(&address);
    let to: Address = address.parse().map_err(|_| Error::Internal("a mail's address".into()))?;
    let from = app.config.mail.from.clone();
    let domain = from.email.domain().to_owned();
    let stamp = stored.created_at.and_utc().timestamp_micros();
    let mut builder = Letter::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .date(stored.created_at.and_utc().into())
        .message_id(Some(format!("<{id}.{stamp}@{domain}>")))
        .subject(stored.subject.clone())
        .header(AutoSubmitted("auto-generated".to_owned()));
    // RFC 8058: one click in the mail program is enough.
    let unsubscribe = stored
        .may_be_declined()
        .then(|| app.link(&format!("/unsubscribe/{}", unsubscribe_token(&app.vault, id))));
    if let Some(link) = &unsubscribe {
        builder = builder
            .header(ListUnsubscribe(format!("<{link}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let language: Language = stored.language.parse().unwrap_or_default();
    let text = plain(app, language, &stored.body, unsubscribe.as_deref());
    let html = html(app, language, stored, unsubscribe.as_deref())?;
    let mut whole = MultiPart::alternative_plain_html(text, html);
    if !files.is_empty() {
        whole = MultiPart::mixed().multipart(whole);
    }
    for file in files {
        whole = whole.singlepart(part(file)?);
    }
    builder.multipart(whole).map_err(|error| Error::Internal(error.to_string()))
}

fn part(file: Attachment) -> Result<lettre::message::SinglePart> {
    let media_type = ContentType::parse(&file.media_type);
    let media_type = media_type.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Part::new(file.name).body(file.bytes, media_type))
}

fn plain(app: &App, language: Language, body: &str, unsubscribe: Option<&str>) -> String {
    let portal = app.portal(language);
    let mut text = format!("{}\n\n-- \n{}\n{}\n", body.trim_end(), portal.office, portal.name);
    if let Some(link) = unsubscribe {
        let words = app.pages.messages.text(language, "mail-unsubscribe");
        text.push_str(&format!("\n{words} {link}\n"));
    }
    text
}

fn html(
    app: &App,
    language: Language,
    stored: &Stored,
    unsubscribe: Option<&str>,
) -> Result<String> {
    let context = json!({
        "lang": language,
        "portal": app.portal(language),
        "subject": stored.subject,
        "paragraphs": paragraphs(&stored.body),
        "unsubscribe": unsubscribe,
    });
    app.pages.render_alone("mail/message", &context)
}

/// The text's paragraphs as lines, lines as pieces of text and links.
fn paragraphs(body: &str) -> Vec<Vec<Vec<Value>>> {
    let whole = body.replace("\r\n", "\n");
    let blocks = whole.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| block.lines().map(pieces).collect()).collect()
}

/// A line cut at its web addresses.
fn pieces(line: &str) -> Vec<Value> {
    let mut rest = line;
    let mut pieces = Vec::new();
    while let Some(start) = ["https://", "http://"].iter().filter_map(|it| rest.find(it)).min() {
        let (before, link) = rest.split_at(start);
        let end = link.find(|it: char| !it.is_ascii_graphic() || "<>\"'".contains(it));
        let (link, after) = link.split_at(end.unwrap_or(link.len()));
        if !before.is_empty() {
            pieces.push(json!({ "text": before }));
        }
        pieces.push(json!({ "text": link, "href": link }));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(json!({ "text": rest }));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_chinese_goes_on() {
        let line = pieces("查看：https://a.example/track?n=1，谢谢");
        let shown: Vec<_> =
            line.iter().map(|it| (it["text"].as_str(), it["href"].as_str())).collect();
        let link = Some("https://a.example/track?n=1");
        assert_eq!(shown, [(Some("查看："), None), (link, link), (Some("，谢谢"), None)]);
        assert_eq!(paragraphs("a\nb\n\n\n\nc").len(), 2);
        assert_eq!(pieces("no <b>link</b>").len(), 1);
    }
}
