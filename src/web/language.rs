//! The language switch.

use actix_web::HttpResponse;

use super::{
    Submission, Visit,
    visit::{LANGUAGE_COOKIE, see_other},
};
use crate::{error::Result, i18n::Language};

const YEAR: i64 = 365 * 24 * 3600;

/// `POST /language`: remembers the language and goes back to where the reader was.
pub async fn choose(visit: Visit, form: Submission) -> Result<HttpResponse> {
    let language: Language = form.fields.text("to").parse().unwrap_or_default();
    let mut response = see_other(local_path(form.fields.text("back")));
    let cookie = visit.cookie(LANGUAGE_COOKIE, language.tag().to_owned(), YEAR);
    response
        .add_cookie(&cookie)
        .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
    Ok(response)
}

/// A path on this site; the home page when `path` would lead elsewhere.
pub fn local_path(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t', '\0']);
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert_eq!(local_path("/track?number=1"), "/track?number=1");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "", "x"] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
