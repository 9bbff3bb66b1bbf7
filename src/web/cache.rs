//! Public pages, rendered once per change and kept in memory, with an ETag and a packed copy.
//!
//! A kept page is good while this node has committed nothing since, and otherwise for the
//! freshness that the settings allow; on a database shared with other nodes no longer than
//! [`SHARED`]. So the work does not grow with the number of readers.

use std::{
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use dashmap::DashMap;
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use super::{Visit, visit::header_text};
use crate::{
    db::{Connection, Target},
    error::{Error, Result},
    i18n::Language,
};

/// How long a page is believed while other nodes may have changed something.
const SHARED: Duration = Duration::from_secs(3);
/// What a page is.
const HTML: &str = "text/html; charset=utf-8";
/// The most pages kept; when there are more, all are forgotten and made anew.
const MOST_PAGES: usize = 500;

/// The kept pages.
pub struct PageCache {
    pages: DashMap<(String, Language), Arc<Kept>>,
    freshness: Duration,
    longest: Duration,
}

struct Kept {
    generation: u64,
    since: Instant,
    media_type: &'static str,
    etag: HeaderValue,
    plain: Bytes,
    packed: Bytes,
}

impl PageCache {
    /// A changed page may be shown for `freshness` longer.
    pub fn new(freshness: Duration, target: &Target) -> Self {
        let longest = match target {
            Target::Sqlite(_) => Duration::from_secs(60),
            Target::Postgres(_) => SHARED.max(freshness),
        };
        Self { pages: DashMap::new(), freshness, longest }
    }

    fn fresh(&self, key: &(String, Language), generation: u64) -> Option<Arc<Kept>> {
        let kept = self.pages.get(key)?;
        let age = kept.since.elapsed();
        let is_fresh = kept.generation == generation && age < self.longest || age < self.freshness;
        is_fresh.then(|| kept.clone())
    }

    fn keep(&self, key: (String, Language), kept: &Arc<Kept>) {
        if self.pages.len() >= MOST_PAGES {
            self.pages.clear();
        }
        self.pages.insert(key, kept.clone());
    }
}

impl Visit {
    /// Answers with the kept page of this address and language, or makes it from `content`, which
    /// reads the database in one hop.
    pub async fn public_page<P, F>(
        &self,
        request: &HttpRequest,
        template: &'static str,
        content: F,
    ) -> Result<HttpResponse>
    where
        P: Serialize + Send + 'static,
        F: FnOnce(&mut Connection) -> Result<P> + Send + 'static,
    {
        self.public_document(request, template, HTML, content).await
    }

    /// [`Visit::public_page`] for something else than a page, such as a feed.
    pub async fn public_document<P, F>(
        &self,
        request: &HttpRequest,
        template: &'static str,
        media_type: &'static str,
        content: F,
    ) -> Result<HttpResponse>
    where
        P: Serialize + Send + 'static,
        F: FnOnce(&mut Connection) -> Result<P> + Send + 'static,
    {
        let key = (self.uri.clone(), self.language);
        let generation = self.app.db.generation();
        if let Some(kept) = self.app.page_cache.fresh(&key, generation) {
            return Ok(kept.answer(request));
        }
        let page = self.app.db.read(content).await?;
        let text = self.render_public(template, page)?;
        let kept = Arc::new(Kept::new(generation, media_type, text)?);
        self.app.page_cache.keep(key, &kept);
        Ok(kept.answer(request))
    }
}

impl Kept {
    fn new(generation: u64, media_type: &'static str, html: String) -> Result<Self> {
        let etag = format!("\"{}\"", &blake3::hash(html.as_bytes()).to_hex()[..20]);
        let etag =
            HeaderValue::from_str(&etag).map_err(|error| Error::Internal(error.to_string()))?;
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(html.as_bytes())?;
        let packed = packer.finish()?.into();
        let since = Instant::now();
        Ok(Self { generation, since, media_type, etag, plain: html.into(), packed })
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let known = header_text(request, header::IF_NONE_MATCH);
        let mut response = if !known.is_empty() && known.as_bytes() == self.etag.as_bytes() {
            HttpResponse::NotModified().finish()
        } else if header_text(request, header::ACCEPT_ENCODING).contains("gzip") {
            HttpResponse::Ok()
                .insert_header((header::CONTENT_ENCODING, "gzip"))
                .content_type(self.media_type)
                .body(self.packed.clone())
        } else {
            HttpResponse::Ok().content_type(self.media_type).body(self.plain.clone())
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let varies = HeaderValue::from_static("accept-language, accept-encoding, cookie");
        headers.insert(header::VARY, varies);
        response
    }
}
