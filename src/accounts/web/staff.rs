//! A request by a member of staff: session and queries in one hop.

use std::ops::Deref;

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode};
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;
use serde_json::{Value, json};

use crate::accounts::Viewer;
use crate::{
    db::Connection,
    error::{Error, Result},
    pages::escaped,
    web::{Visit, typed},
};

/// Where a password that somebody else set is changed; the only page open until it is.
const PASSWORD_PAGE: &str = "/account/password";

/// Counts what a member of staff has not read, in the hop that every page makes anyway. Alerts stand
/// right of accounts, so the assembly brings the two together.
#[derive(Clone, Copy)]
pub struct Bell(pub fn(&mut Connection, &Viewer, NaiveDateTime) -> QueryResult<i64>);

/// A visit that carries a session; whether it is good shows in the database.
pub struct Staff {
    visit: Visit,
    bell: Option<Bell>,
    request: HttpRequest,
}

impl Deref for Staff {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequest for Staff {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let bell = request.app_data::<Bell>().copied();
        let request = request.clone();
        std::future::ready(Visit::of(&request).map(|visit| Self { visit, bell, request }))
    }
}

impl Staff {
    /// Looks up who asks, runs `queries`, and counts unread alerts, in one hop.
    pub async fn read<T, F>(&self, queries: F) -> Result<(Viewer, T)>
    where
        F: FnOnce(&mut Connection, &Viewer) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db.read(self.counted(queries)).await
    }

    /// Looks up who asks and makes `change`, in one transaction. Another page follows.
    pub async fn write<T, F>(&self, change: F) -> Result<T>
    where
        F: FnOnce(&mut Connection, &Viewer) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let who = self.who();
        let write = move |connection: &mut Connection| {
            let viewer = who(connection)?;
            change(connection, &viewer)
        };
        self.app.db.write(write).await
    }

    /// [`Staff::write`] where the answer is a page: unread alerts are counted in it, too.
    pub async fn write_and_show<T, F>(&self, change: F) -> Result<(Viewer, T)>
    where
        F: FnOnce(&mut Connection, &Viewer) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.app.db.write(self.counted(change)).await
    }

    /// `work` for whoever asks, with the count of the bell as it is after it.
    fn counted<T, F>(
        &self,
        work: F,
    ) -> impl FnOnce(&mut Connection) -> Result<(Viewer, T)> + Send + 'static
    where
        F: FnOnce(&mut Connection, &Viewer) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (who, bell, now) = (self.who(), self.bell, self.app.clock.now());
        move |connection: &mut Connection| {
            let mut viewer = who(connection)?;
            let done = work(connection, &viewer)?;
            viewer.unread = bell.map(|Bell(count)| count(connection, &viewer, now)).transpose()?;
            Ok((viewer, done))
        }
    }

    fn who(&self) -> impl FnOnce(&mut Connection) -> Result<Viewer> + Send + 'static {
        let (app, session) = (self.app.clone(), self.session.clone());
        let may_wait = self.uri.starts_with(PASSWORD_PAGE);
        move |connection| {
            let viewer = Viewer::of_session(connection, &app.clock, session.as_deref())?;
            if viewer.must_change && !may_wait {
                return Err(Error::PasswordChangeNeeded);
            }
            Ok(viewer)
        }
    }

    /// Renders a page for `viewer`.
    pub fn show(
        &self,
        viewer: &Viewer,
        template: &str,
        page: impl Serialize,
    ) -> Result<HttpResponse> {
        self.show_with(StatusCode::OK, viewer, template, page)
    }

    /// Renders a page for `viewer` with a status, such as that of a form with errors.
    pub fn show_with(
        &self,
        status: StatusCode,
        viewer: &Viewer,
        template: &str,
        page: impl Serialize,
    ) -> Result<HttpResponse> {
        let html = match status {
            StatusCode::CONFLICT => self.rendered_late(viewer, template, page)?,
            _ => self.rendered(viewer, template, page)?,
        };
        Ok(self.html(status, html))
    }

    fn rendered(&self, viewer: &Viewer, template: &str, page: impl Serialize) -> Result<String> {
        let menu: Vec<_> = viewer.role.menu().collect();
        self.render(template, Some(&self.described(viewer)), &menu, page)
    }

    /// A page that says that somebody else was first. Its form may be gone: what was written into it and
    /// is nowhere on the page is there to be copied.
    fn rendered_late(
        &self,
        viewer: &Viewer,
        template: &str,
        page: impl Serialize,
    ) -> Result<String> {
        let mut page =
            serde_json::to_value(page).map_err(|error| Error::Internal(error.to_string()))?;
        let html = self.rendered(viewer, template, &page)?;
        let shown = html.replace("\r\n", "\n");
        let mut words = typed::written(&self.request, self);
        words.retain(|line| {
            let text = line["value"].as_str().unwrap_or_default().trim();
            !shown.contains(&escaped(text).replace("\r\n", "\n"))
        });
        match page.as_object_mut().filter(|_| !words.is_empty()) {
            Some(fields) => drop(fields.insert("late_words".to_owned(), words.into())),
            None => return Ok(html),
        }
        self.rendered(viewer, template, &page)
    }

    /// Who is logged in, as the layout shows them.
    fn described(&self, viewer: &Viewer) -> Value {
        json!({
            "name": viewer.name,
            "role": viewer.role,
            "bureau": viewer.bureau,
            "bureau_name": self.full_name(&viewer.bureau),
            "unread": viewer.unread,
        })
    }
}
