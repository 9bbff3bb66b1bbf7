//! Who asks, in which language, from where: read from the request's head, without the database.

use std::{
    collections::BTreeMap,
    future::{Ready, ready},
    net::IpAddr,
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::Fields;

use crate::{
    app::App,
    error::{Error, FieldError, Result},
    i18n::Language,
    message::Message,
    pages::{Frame, Link},
};

/// The cookie that remembers the language chosen by the switch.
pub const LANGUAGE_COOKIE: &str = "lang";
/// The cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "session";

/// The menu of the public pages: paths and message keys.
const PUBLIC_MENU: [(&str, &str); 7] = [
    ("/", "nav-home"),
    ("/reports/new", "nav-report"),
    ("/track", "nav-track"),
    ("/supervisions", "nav-listed"),
    ("/results", "nav-results"),
    ("/notices", "nav-notices"),
    ("/statistics", "nav-statistics"),
];

/// A form to be shown (again); put it flat into a page's context.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormState {
    /// What was typed, by field.
    pub form: BTreeMap<String, String>,
    /// Errors in order: `field`, `message`.
    pub errors: Vec<Value>,
    /// The first error's text, by field.
    pub error: BTreeMap<String, String>,
}

/// One request as the rooms see it.
#[derive(Clone)]
pub struct Visit {
    /// The long-lived parts.
    pub app: Arc<App>,
    /// The language to answer in.
    pub language: Language,
    /// Path and query.
    pub uri: String,
    /// The client's own address, behind trusted proxies.
    pub address: IpAddr,
    /// The session's token, if the request has one.
    pub session: Option<String>,
    /// What the browser calls itself.
    pub user_agent: String,
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Visit {
    /// Reads the head of `request`.
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let app = request
            .app_data::<Data<App>>()
            .ok_or_else(|| Error::Internal("the app is not set up".to_owned()))?;
        let uri = request.uri().path_and_query().map_or("/", |uri| uri.as_str()).to_owned();
        Ok(Self {
            language: language(request),
            uri,
            address: client_address(request, &app.config.web.trusted_proxies),
            session: cookie(request, SESSION_COOKIE).map(str::to_owned),
            user_agent: header_text(request, header::USER_AGENT).chars().take(200).collect(),
            app: app.clone().into_inner(),
        })
    }

    /// Renders a page for nobody in particular.
    pub fn page(&self, template: &str, page: impl Serialize) -> Result<HttpResponse> {
        self.page_with(StatusCode::OK, template, page)
    }

    /// Renders a page for nobody in particular with `status`; never kept by browsers or proxies.
    pub fn page_with(
        &self,
        status: StatusCode,
        template: &str,
        page: impl Serialize,
    ) -> Result<HttpResponse> {
        let html = self.render_public(template, page)?;
        Ok(self.html(status, html))
    }

    /// An answer that browsers and proxies do not keep.
    pub fn html(&self, status: StatusCode, html: String) -> HttpResponse {
        HttpResponse::build(status)
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("text/html; charset=utf-8")
            .body(html)
    }

    /// The HTML of a page for nobody in particular.
    pub fn render_public(&self, template: &str, page: impl Serialize) -> Result<String> {
        self.render(template, None, &PUBLIC_MENU, page)
    }

    /// The page's HTML, with a menu of paths and message keys.
    pub fn render(
        &self,
        template: &str,
        viewer: Option<&Value>,
        menu: &[(&'static str, &'static str)],
        page: impl Serialize,
    ) -> Result<String> {
        let portal = self.app.portal(self.language);
        let nav = menu.iter().map(|link| self.link(link)).collect();
        let frame = Frame { lang: self.language, path: &self.uri, portal, viewer, nav, page };
        self.app
            .pages
            .render(template, &frame)
            .map_err(|error| Error::Internal(format!("{template}: {error}")))
    }

    fn link(&self, (href, key): &(&'static str, &'static str)) -> Link {
        let path = self.uri.split('?').next().unwrap_or_default();
        let label = self.text(key);
        Link { href, label, current: path == *href }
    }

    /// The words of the message `key`, which takes no arguments, in the language to answer in.
    pub fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    /// What `message` says in the language to answer in.
    pub fn say(&self, message: &Message) -> String {
        self.app.pages.messages.say(self.language, message)
    }

    /// What each of `messages` says, by itself.
    pub fn say_all(&self, messages: &[Message]) -> Vec<String> {
        self.app.pages.messages.say_all(self.language, messages)
    }

    /// The full name of the bureau of that code in the language to answer in; the code itself where no
    /// bureau has it.
    pub fn full_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.app.jurisdiction.bureau_name(code, self.language.tag())
    }

    /// What dense lists call the bureau of that code; the code itself where no bureau has it.
    pub fn short_name<'a>(&'a self, code: &'a str) -> &'a str {
        let bureau = self.app.jurisdiction.bureau(code);
        bureau.map_or(code, |bureau| bureau.short_in(self.language.tag()))
    }

    /// What lists call the county or bureau of that code.
    pub fn place(&self, code: &str) -> &str {
        self.app.jurisdiction.place(code, self.language.tag())
    }

    /// The top of a list at `path`, as its template takes it: `filters` links to each of `all` under the
    /// words of `{key}-{name}`, `bureaus` are those that may be asked for, `which` and `bureau` what
    /// `query` asks for.
    pub fn top_of_list<'a, T: Copy + Default + PartialEq>(
        &self,
        path: &str,
        key: &str,
        query: &Fields,
        all: &[(T, &str)],
        bureaus: impl Iterator<Item = &'a str>,
    ) -> Value {
        let chosen = query.chosen("which", all);
        let filters = all.iter().map(|(it, name)| {
            json!({
                "label": self.text(&format!("{key}-{name}")),
                "href": query.choosing(path, ("which", *name), &["bureau"]),
                "current": *it == chosen,
            })
        });
        let bureaus = bureaus.map(|code| json!({ "value": code, "label": self.place(code) }));
        json!({
            "filters": filters.collect::<Vec<_>>(),
            "bureaus": bureaus.collect::<Vec<_>>(),
            "bureau": query.text("bureau"),
            "which": query.text("which"),
        })
    }

    /// A form as templates show it again: what was typed, the errors in order, and the text of the
    /// error at each field.
    pub fn form(&self, fields: &Fields, errors: &[FieldError]) -> FormState {
        let texts: Vec<(String, String)> =
            errors.iter().map(|it| (it.field.clone(), self.say(&it.message))).collect();
        let form = fields.values();
        FormState {
            form: form.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
            errors: texts
                .iter()
                .map(|(field, message)| json!({ "field": field, "message": message }))
                .collect(),
            error: texts.into_iter().rev().collect(),
        }
    }

    /// [`Self::form`] where it came too late: what was typed stays, beside what is now the case.
    fn late_form(&self, fields: &Fields, now: &Message) -> FormState {
        let error = json!({ "message": self.say(now) });
        FormState { errors: vec![error], ..self.form(fields, &[]) }
    }

    /// The form that was refused by `error`, to be shown again with that status: with the errors where
    /// fields are wrong, with what is now the case where it came too late.
    ///
    /// # Errors
    /// `error` itself where it is about neither: that has a page of its own.
    pub fn refused_form(&self, fields: &Fields, error: Error) -> Result<(StatusCode, FormState)> {
        let state = match &error {
            Error::Invalid(errors) => self.form(fields, errors),
            Error::Conflict(now) => self.late_form(fields, now),
            _ => return Err(error),
        };
        Ok((error.status(), state))
    }

    /// A cookie of ours: for this site only, out of reach of scripts.
    pub fn cookie(&self, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
        Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .secure(self.app.config.is_secure())
            .same_site(SameSite::Lax)
            .max_age(Duration::seconds(seconds))
            .finish()
    }
}

/// Sends the browser on to `place`.
pub fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// The language the switch remembers, else the browser's wish.
pub fn language(request: &HttpRequest) -> Language {
    cookie(request, LANGUAGE_COOKIE)
        .and_then(|tag| tag.parse().ok())
        .unwrap_or_else(|| Language::wished(header_text(request, header::ACCEPT_LANGUAGE)))
}

/// The text of a header; nothing when it is missing or not text.
pub fn header_text(request: &HttpRequest, name: header::HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The value of one cookie, read without parsing the others.
pub fn cookie<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(header::COOKIE);
    headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .filter(|value| !value.is_empty())
}

/// The address of the client: the peer's, unless the peer is a trusted proxy; then the last
/// address in X-Forwarded-For that is not one.
fn client_address(request: &HttpRequest, trusted: &[ipnet::IpNet]) -> IpAddr {
    let nobody = IpAddr::from([0, 0, 0, 0]);
    let peer = request.peer_addr().map_or(nobody, |peer| peer.ip().to_canonical());
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(&peer) {
        return peer;
    }
    let mut hops: Vec<IpAddr> = Vec::new();
    for value in request.headers().get_all(header::X_FORWARDED_FOR) {
        let value = value.to_str().unwrap_or_default();
        hops.extend(value.split(',').filter_map(|hop| hop.trim().parse::<IpAddr>().ok()));
    }
    hops.into_iter()
        .rev()
        .map(|hop| hop.to_canonical())
        .find(|hop| !is_trusted(hop))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(peer: &str, forwarded: &str) -> IpAddr {
        let request = TestRequest::default()
            .peer_addr(std::net::SocketAddr::new(peer.parse().unwrap_or([0, 0, 0, 0].into()), 1))
            .insert_header((header::X_FORWARDED_FOR, forwarded))
            .to_http_request();
        client_address(&request, &["10.0.0.0/8".parse().unwrap_or_default()])
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(asked("203.0.113.9", "198.51.100.1").to_string(), "203.0.113.9");
        assert_eq!(asked("10.0.0.1", "198.51.100.1").to_string(), "198.51.100.1");
        assert_eq!(
            asked("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.2.2.2").to_string(),
            "198.51.100.1"
        );
        assert_eq!(asked("10.0.0.1", "rubbish").to_string(), "10.0.0.1");
    }
}
