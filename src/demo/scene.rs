//! Drawn pictures for the samples: a plant under smoke, and the same place when the work is done.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::error::{Error, Result};

const SIZE: (u32, u32) = (960, 720);
const GROUND: u32 = 560;
/// Left, width and height of the halls and of the chimney.
const HALLS: [(u32, u32, u32); 3] = [(120, 260, 150), (400, 220, 200), (690, 60, 380)];

/// The place, before or after.
pub(super) fn drawn(after: bool) -> Result<Vec<u8>> {
    let picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| Rgb(colour(x, y, after)));
    let mut png = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(png.into_inner())
}

fn colour(x: u32, y: u32, after: bool) -> [u8; 3] {
    let within = |(left, width, height): &(u32, u32, u32)| {
        (*left..left + width).contains(&x) && (GROUND - height..GROUND).contains(&y)
    };
    let trees = after && y + 60 > GROUND && (x / 40).is_multiple_of(2) && x < 700;
    match () {
        () if y >= GROUND && after => [126, 158, 96],
        () if y >= GROUND => [112, 98, 84],
        () if trees => [58, 118, 70],
        () if HALLS.iter().any(within) => {
            if after {
                [178, 184, 188]
            } else {
                [120, 112, 106]
            }
        }
        () if !after && is_smoke(x, y) => [70, 66, 64],
        () => sky(y, after),
    }
}

fn sky(y: u32, after: bool) -> [u8; 3] {
    let shade = u8::try_from(y * 60 / GROUND).unwrap_or(60);
    match after {
        true => [150 + shade, 190 + shade.min(50), 235],
        false => [150 + shade / 2, 148 + shade / 2, 142 + shade / 2],
    }
}

/// A plume that widens as it drifts to the left.
fn is_smoke(x: u32, y: u32) -> bool {
    let (top, mouth) = (180_u32, 720_u32);
    let along = mouth.saturating_sub(x);
    let width = 24 + along / 5 + (x * 7 / 90 % 4) * 6;
    x <= mouth && y.abs_diff(top.saturating_sub(along / 6)) < width
}
