//! Static files out of the binary, packed once, kept by browsers for good.

use std::{
    io::Write as _,
    sync::{LazyLock, OnceLock},
};

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use dashmap::DashMap;
use flate2::{Compression, write::GzEncoder};

use super::visit::header_text;
use crate::{
    error::{Error, Result},
    pages::Assets,
};

struct Packed {
    plain: web::Bytes,
    gzip: OnceLock<Option<web::Bytes>>,
    media_type: &'static str,
}

static READY: LazyLock<DashMap<String, &'static Packed>> = LazyLock::new(DashMap::new);

/// `GET /static/{path}`.
pub async fn show(request: HttpRequest, path: web::Path<String>) -> Result<HttpResponse> {
    let file = match READY.get(path.as_str()) {
        Some(file) => *file,
        None => load(&path)?,
    };
    let mut response = HttpResponse::Ok();
    response.content_type(file.media_type).insert_header((header::VARY, "accept-encoding"));
    // With its hash in the address a file never changes; without, it is asked for again.
    let keep = if request.query_string().starts_with("v=") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    response.insert_header((header::CACHE_CONTROL, keep));
    let gzip = header_text(&request, header::ACCEPT_ENCODING).contains("gzip");
    if let Some(packed) = gzip.then(|| file.packed()).flatten() {
        return Ok(response.insert_header((header::CONTENT_ENCODING, "gzip")).body(packed));
    }
    Ok(response.body(file.plain.clone()))
}

impl Packed {
    /// The packed copy, made when first asked for; nothing when packing gains nothing.
    fn packed(&self) -> Option<web::Bytes> {
        self.gzip
            .get_or_init(|| {
                let mut packer = GzEncoder::new(Vec::new(), Compression::best());
                packer.write_all(&self.plain).ok()?;
                let packed = packer.finish().ok()?;
                (packed.len() < self.plain.len()).then(|| packed.into())
            })
            .clone()
    }
}

/// The set of files is fixed in the binary, so what is kept here is bounded.
fn load(path: &str) -> Result<&'static Packed> {
    let file = Assets::get(path).ok_or(Error::NotFound)?;
    let packed = Packed {
        plain: web::Bytes::from(file.data.into_owned()),
        gzip: OnceLock::new(),
        media_type: media_type(path),
    };
    let packed: &'static Packed = Box::leak(Box::new(packed));
    READY.insert(path.to_owned(), packed);
    Ok(packed)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "geojson" => "application/geo+json",
        "json" | "webmanifest" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}
