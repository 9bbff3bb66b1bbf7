//! Pictures that come with a report: the original is kept sealed as evidence, eyes see a copy that
//! was decoded and encoded anew, without metadata (`S3`).

use std::{
    io::Cursor,
    sync::{Mutex, PoisonError},
};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
};

use crate::{
    app::App,
    db::{Connection, schema::attachments},
    error::{Error, FieldError, Result},
    message::Message,
    web::{Upload, form},
};

/// Media types of pictures that can be read, as a file field takes them.
pub const READABLE: &str = "image/jpeg,image/png,image/webp";
/// The most pixels on one side that are decoded: an image that unpacks to more is a bomb.
const MOST_SIDE: u32 = 12_000;
/// The most memory that decoding one image may take, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The longer side of the copy, in pixels.
const COPY_SIDE: u32 = 1600;
/// Quality of the copy (1 to 100).
const COPY_QUALITY: u8 = 82;

/// A picture that was looked at and stored, waiting for its row.
#[derive(Clone, Debug)]
pub struct Stored {
    pub(super) name: String,
    pub(super) original_key: String,
    pub(super) copy_key: String,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) bytes: i64,
}

/// Held while a picture is unpacked: however many are sent at once, memory holds one.
static UNPACKING: Mutex<()> = Mutex::new(());

/// Decodes, copies and stores what was uploaded in `field`; blocking.
///
/// # Errors
/// At the field: too many, too large, not a picture, or one that unpacks to too much. Nothing is
/// kept then.
pub fn store_all(app: &App, field: &str, uploads: &[Upload]) -> Result<Vec<Stored>> {
    if uploads.len() > form::MOST_FILES {
        return Err(Error::Invalid(vec![too_many(field)]));
    }
    let (mut stored, mut errors) = (Vec::with_capacity(uploads.len()), Vec::new());
    for upload in uploads {
        match store_one(app, field, upload) {
            Ok(one) => stored.push(one),
            Err(Error::Invalid(wrong)) => errors.extend(wrong),
            Err(error) => {
                discard(app, &stored);
                return Err(error);
            }
        }
    }
    if errors.is_empty() {
        return Ok(stored);
    }
    discard(app, &stored);
    Err(Error::Invalid(errors))
}

/// [`store_all`] for one upload.
pub fn store_one(app: &App, field: &str, upload: &Upload) -> Result<Stored> {
    let unpacking = UNPACKING.lock().unwrap_or_else(PoisonError::into_inner);
    let picture = decode(upload).map_err(|key| {
        let message = Message::new(key)
            .with("name", short_name(&upload.name))
            .with("most", form::MOST_FILE / 1024 / 1024);
        Error::Invalid(vec![FieldError { field: field.to_owned(), message }])
    })?;
    let copied = copy(&picture)?;
    drop((picture, unpacking));
    store(app, upload, copied)
}

/// That there are more pictures than a report may have.
pub fn too_many(field: &str) -> FieldError {
    let message = Message::new("picture-too-many").with("most", form::MOST_FILES);
    FieldError { field: field.to_owned(), message }
}

/// Takes away pictures whose report was not stored.
pub fn discard(app: &App, pictures: &[Stored]) {
    for key in pictures.iter().flat_map(|picture| [&picture.original_key, &picture.copy_key]) {
        if let Err(error) = app.storage.remove(key) {
            tracing::warn!(%error, "a picture without a report stays on disk");
        }
    }
}

/// Gives the pictures to a row of `noun`, on the caller's connection.
pub fn attach(
    connection: &mut Connection,
    pictures: &[Stored],
    noun: &str,
    id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    for picture in pictures {
        diesel::insert_into(attachments::table)
            .values((
                attachments::subject.eq(noun),
                attachments::subject_id.eq(id),
                attachments::name.eq(&picture.name),
                attachments::original_key.eq(&picture.original_key),
                attachments::copy_key.eq(&picture.copy_key),
                attachments::width.eq(picture.width),
                attachments::height.eq(picture.height),
                attachments::bytes.eq(picture.bytes),
                attachments::at.eq(now),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The picture, upright; or the key of what is wrong with it.
fn decode(upload: &Upload) -> std::result::Result<DynamicImage, &'static str> {
    let bytes = upload.bytes.as_ref().ok_or("picture-too-large")?;
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| "picture-unreadable")?;
    let is_known =
        matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP));
    if !is_known {
        return Err("picture-unreadable");
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let wrong = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => "picture-bomb",
        _ => "picture-unreadable",
    };
    let mut decoder = reader.into_decoder().map_err(wrong)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > u64::from(MOST_SIDE) * 5_000 {
        return Err("picture-bomb");
    }
    let upright = decoder.orientation().map_err(wrong)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(wrong)?;
    picture.apply_orientation(upright);
    Ok(picture)
}

/// The copy for eyes: smaller, encoded anew.
struct Copied {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

fn copy(picture: &DynamicImage) -> Result<Copied> {
    let smaller = picture.width().max(picture.height()) > COPY_SIDE;
    let copy = smaller.then(|| picture.thumbnail(COPY_SIDE, COPY_SIDE).to_rgb8());
    let copy = copy.unwrap_or_else(|| picture.to_rgb8());
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, COPY_QUALITY)
        .encode_image(&copy)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Copied { bytes, width: copy.width(), height: copy.height() })
}

fn store(app: &App, upload: &Upload, copied: Copied) -> Result<Stored> {
    let original = upload.bytes.clone().unwrap_or_default();
    let original_key = app.storage.put(&app.vault.seal("original", &original)?)?;
    let copy_key = app.storage.put(&copied.bytes).inspect_err(|_| {
        // The report is refused; its first file must not stay behind.
        let _ = app.storage.remove(&original_key);
    })?;
    Ok(Stored {
        name: short_name(&upload.name),
        original_key,
        copy_key,
        width: i32::try_from(copied.width).unwrap_or(i32::MAX),
        height: i32::try_from(copied.height).unwrap_or(i32::MAX),
        bytes: i64::try_from(original.len()).unwrap_or(i64::MAX),
    })
}

/// The last part of a file's name, for people.
fn short_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}
