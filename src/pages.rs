//! Pages from templates: the handlebars registry, its helpers, and the static files.
//!
//! Templates hold no words of their own: `{{t "key"}}` speaks the page's language. The root of
//! every page is a [`Frame`]; what one page shows is under `page`.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use fluent_bundle::FluentArgs;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, ScopedJson, StringOutput,
};
use rust_embed::RustEmbed;
use serde::{Deserialize as _, Serialize};
use serde_json::{Map, Value};

use crate::{
    i18n::{Language, Messages},
    message::Message,
};

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "*.hbs"]
struct Templates;

/// Style sheets, scripts and pictures, inside the binary.
#[derive(RustEmbed)]
#[folder = "static/"]
#[exclude = "scss/*"]
#[exclude = "*.sh"]
pub struct Assets;

/// What every page has around it.
#[derive(Serialize)]
pub struct Frame<'a, P> {
    /// The language of the page.
    pub lang: Language,
    /// The path asked for, so that the language switch comes back to it.
    pub path: &'a str,
    /// The portal's own name and office, by language.
    pub portal: &'a Portal,
    /// Who is logged in.
    pub viewer: Option<&'a Value>,
    /// The menu: links with their labels.
    pub nav: Vec<Link>,
    /// What the page itself shows.
    pub page: P,
}

/// A link of a menu.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Where to.
    pub href: &'static str,
    /// What it says.
    pub label: String,
    /// Whether it is the page shown.
    pub current: bool,
}

/// The portal's name and office in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Portal {
    /// The name of the portal.
    pub name: String,
    /// The authority that runs it.
    pub office: String,
    /// The telephone number of its hotline.
    pub hotline: String,
    /// Tile server for maps, if one is set.
    pub tiles: String,
    /// Whether this is the demonstration with invented cases.
    pub demo: bool,
}

/// The registry, built once.
pub struct Pages {
    handlebars: Handlebars<'static>,
    /// Messages in both languages.
    pub messages: Arc<Messages>,
}

impl Pages {
    /// Compiles all templates.
    ///
    /// # Errors
    /// The template or message file that is wrong, and where.
    pub fn embedded(zone: Tz) -> Result<Self, String> {
        let messages = Arc::new(Messages::embedded()?);
        let mut handlebars = Handlebars::new();
        // Texts keep their own lines: a template's indentation must not enter a text area.
        handlebars.set_prevent_indent(true);
        handlebars
            .register_embed_templates_with_extension::<Templates>(".hbs")
            .map_err(|error| error.to_string())?;
        register(&mut handlebars, &messages, zone);
        Ok(Self { handlebars, messages })
    }

    /// Renders `template` (its path without `.hbs`).
    pub fn render<P: Serialize>(
        &self,
        template: &str,
        frame: &Frame<'_, P>,
    ) -> Result<String, RenderError> {
        self.handlebars.render(template, frame)
    }

    /// Renders a template that is no page, such as a mail; `lang` in `context` is its language.
    pub fn render_alone(
        &self,
        template: &str,
        context: &Value,
    ) -> Result<String, crate::error::Error> {
        self.handlebars
            .render(template, context)
            .map_err(|error| crate::error::Error::Internal(format!("{template}: {error}")))
    }
}

/// `{{#layout "layouts/public" title=…}}…{{/layout}}`: a page in its layout. The page reads the frame where
/// it lies; as a partial's block it would have a copy of it, and copy again whatever it names.
struct Layout;

impl Layout {
    /// What a layout knows of the frame, beside the values it is called with.
    const FRAME: [&str; 5] = ["lang", "path", "portal", "viewer", "nav"];
    /// What it knows of the page.
    const PAGE: [&str; 4] = ["notice", "errors", "feed", "late_words"];

    fn known(from: Option<&Value>, names: &[&str]) -> Map<String, Value> {
        let known = names.iter().filter_map(|name| Some(((*name).to_owned(), from?.get(name)?)));
        known.map(|(name, value)| (name, value.clone())).collect()
    }
}

impl HelperDef for Layout {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        rendering: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let layout = helper.param(0).and_then(|param| param.value().as_str());
        let layout = layout.ok_or(RenderErrorReason::ParamNotFoundForIndex("layout", 0))?;
        let mut content = StringOutput::new();
        if let Some(page) = helper.template() {
            page.render(registry, context, rendering, &mut content)?;
        }
        let frame = context.data();
        let mut root = Self::known(Some(frame), &Self::FRAME);
        root.insert("page".to_owned(), Self::known(frame.get("page"), &Self::PAGE).into());
        root.insert("content".to_owned(), content.into_string()?.into());
        for (name, value) in helper.hash() {
            root.insert((*name).to_owned(), value.value().clone());
        }
        let page = registry.render_with_context(layout, &Context::from(Value::Object(root)))?;
        Ok(out.write(&page)?)
    }
}

/// Values of one helper call, as template authors write them.
struct Call<'a, 'rc> {
    helper: &'a Helper<'rc>,
    language: Language,
    messages: &'a Messages,
    zone: Tz,
}

type Compute = fn(&Call<'_, '_>) -> Option<Value>;

/// A helper that computes one value; the registry escapes it.
struct Value1 {
    messages: Arc<Messages>,
    zone: Tz,
    compute: Compute,
}

impl HelperDef for Value1 {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let language = match context.data().get("lang").and_then(Value::as_str) {
            Some("en") => Language::English,
            _ => Language::Chinese,
        };
        let call = Call { helper, language, messages: &self.messages, zone: self.zone };
        let value =
            (self.compute)(&call).ok_or(RenderErrorReason::ParamNotFoundForIndex("value", 0))?;
        Ok(ScopedJson::Derived(value))
    }
}

fn register(handlebars: &mut Handlebars<'static>, messages: &Arc<Messages>, zone: Tz) {
    let helpers: [(&str, Compute); 12] = [
        ("t", say_key),
        ("say", say_message),
        ("date", |call| call.day(Messages::date)),
        ("deadline", |call| call.day(Messages::deadline)),
        ("datetime", datetime),
        ("number", |call| Some(grouped(call.param(0)?.as_i64()?).into())),
        ("yuan", |call| Some(in_wan(call.param(0)?.as_i64()?).into())),
        ("concat", |call| Some(call.concat().into())),
        ("asset", |call| Some(asset_url(call.param(0)?.as_str()?).into())),
        ("includes", includes),
        ("paragraphs", paragraphs),
        ("add", |call| Some((call.param(0)?.as_i64()? + call.param(1)?.as_i64()?).into())),
    ];
    for (name, compute) in helpers {
        let helper = Value1 { messages: messages.clone(), zone, compute };
        handlebars.register_helper(name, Box::new(helper));
    }
    handlebars.register_helper("layout", Box::new(Layout));
}

impl Call<'_, '_> {
    fn param(&self, index: usize) -> Option<&Value> {
        self.helper.param(index).map(|param| param.value())
    }

    /// Nothing, or a null, shows as nothing. A moment (in UTC) shows as its day here.
    fn day(&self, show: fn(&Messages, Language, NaiveDate) -> String) -> Option<Value> {
        let Some(text) = self.param(0)?.as_str() else { return Some(Value::from("")) };
        let date = match text.parse::<NaiveDateTime>() {
            Ok(at) => at.and_utc().with_timezone(&self.zone).date_naive(),
            Err(_) => text.get(..10)?.parse().ok()?,
        };
        Some(show(self.messages, self.language, date).into())
    }

    fn concat(&self) -> String {
        self.helper.params().iter().map(|param| param.render()).collect()
    }
}

fn say_key(call: &Call<'_, '_>) -> Option<Value> {
    let mut args = FluentArgs::new();
    for (name, value) in call.helper.hash() {
        match value.value() {
            Value::Number(number) => args.set(*name, number.as_f64()?),
            other => args.set(*name, other.as_str().map_or_else(|| value.render(), str::to_owned)),
        }
    }
    let key = call.param(0)?.as_str()?;
    Some(call.messages.format(call.language, key, Some(&args)).into_owned().into())
}

fn say_message(call: &Call<'_, '_>) -> Option<Value> {
    let message = call.param(0)?;
    if message.is_null() {
        return Some("".into());
    }
    let message = Message::deserialize(message).ok()?;
    Some(call.messages.say(call.language, &message).into())
}

fn datetime(call: &Call<'_, '_>) -> Option<Value> {
    let Some(text) = call.param(0)?.as_str() else { return Some("".into()) };
    let at: NaiveDateTime = text.parse().ok()?;
    let local = at.and_utc().with_timezone(&call.zone).naive_local();
    Some(call.messages.datetime(call.language, local).into())
}

fn includes(call: &Call<'_, '_>) -> Option<Value> {
    let wanted = call.param(1)?;
    Some(call.param(0)?.as_array().is_some_and(|list| list.contains(wanted)).into())
}

fn paragraphs(call: &Call<'_, '_>) -> Option<Value> {
    let lines = call.param(0)?.as_str()?.lines().map(str::trim).filter(|line| !line.is_empty());
    Some(lines.map(Value::from).collect::<Vec<_>>().into())
}

/// Thousands apart: 1,764,300.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text as it stands in a page.
pub fn escaped(text: &str) -> String {
    handlebars::html_escape(text)
}

/// Money is kept in fen 分 and shown in 10,000 yuan 万元 (`C5`), without needless zeros.
pub fn in_wan(fen: i64) -> String {
    let (whole, rest) = (fen.unsigned_abs() / 1_000_000, fen.unsigned_abs() % 1_000_000);
    let sign = if fen < 0 { "-" } else { "" };
    let whole = grouped(i64::try_from(whole).unwrap_or(i64::MAX));
    let text = format!("{sign}{whole}.{rest:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The address of a static file, which changes when its bytes do, so that it can be kept for good.
fn asset_url(path: &str) -> String {
    match Assets::get(path) {
        Some(file) => {
            let hash = file.metadata.sha256_hash();
            format!("/static/{path}?v={}", data_encoding::HEXLOWER.encode(&hash[..6]))
        }
        None => {
            tracing::error!(path, "a static file is missing");
            format!("/static/{path}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_numbers_read_as_the_office_writes_them() {
        assert_eq!(grouped(1_764_300), "1,764,300");
        assert_eq!(grouped(-12), "-12");
        assert_eq!(in_wan(176_430_000), "176.43");
        assert_eq!(in_wan(500_000), "0.5");
        assert_eq!(in_wan(-500_000), "-0.5", "taken back");
        assert_eq!(in_wan(1_000_000), "1");
    }

    #[test]
    fn all_templates_compile() -> Result<(), String> {
        Pages::embedded(chrono_tz::Asia::Shanghai).map(drop)
    }
}
