//! Lines on A4 paper: broken and aligned by parley, drawn by krilla, page after page.

use std::{borrow::Cow, ops::Range, sync::Arc};

use krilla::{
    Document,
    color::rgb,
    error::KrillaError,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, IndentOptions, Layout,
    LayoutContext, Line, LineHeight, OverflowWrap, PositionedLayoutItem, StyleProperty,
    TextWrapMode,
    fontique::{Blob, Collection, CollectionOptions, SourceCache},
};

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
const WIDTH: f32 = 210.0 * MM;
const HEIGHT: f32 = 297.0 * MM;
const TOP: f32 = 37.0 * MM;
const LEFT: f32 = 28.0 * MM;
const BOTTOM: f32 = HEIGHT - 35.0 * MM;
/// 156 mm: 28 characters.
const MEASURE: f32 = 156.0 * MM;

/// How a line looks.
#[derive(Clone, Copy)]
pub struct Style {
    size: f32,
    /// From line to line.
    pub height: f32,
    red: bool,
    /// What is added around each stroke to make it heavy.
    heavy: f32,
    /// Made smaller until it fits one line.
    shrinks: bool,
}

impl Style {
    /// 发文机关标志.
    pub const HEAD: Self = Self { size: 32.0, height: 42.0, red: true, heavy: 0.9, shrinks: true };
    /// 标题: 2号.
    pub const TITLE: Self =
        Self { size: 22.0, height: 36.0, red: false, heavy: 0.6, shrinks: false };
    /// 正文: 3号.
    pub const TEXT: Self =
        Self { size: 15.75, height: 28.0, red: false, heavy: 0.0, shrinks: false };
    /// What is said beside the text.
    pub const NOTE: Self =
        Self { size: 10.5, height: 18.0, red: false, heavy: 0.0, shrinks: false };

    fn color(self) -> rgb::Color {
        if self.red { rgb::Color::new(200, 16, 24) } else { rgb::Color::new(0, 0, 0) }
    }
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Start,
    /// At the left, the first line two characters in.
    Indented,
    /// In the middle.
    Middle,
    /// Two characters from the right.
    End,
}

/// A line that has its place.
struct Placed {
    page: usize,
    y: f32,
    text: Arc<str>,
    layout: Arc<Layout<()>>,
    index: usize,
    style: Style,
}

/// Paper that fills from the top.
pub struct Paper {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    font: Font,
    lines: Vec<Placed>,
    rules: Vec<(usize, f32)>,
    page: usize,
    y: f32,
}

impl Paper {
    /// Empty paper and the one font for all of it; nothing when that is none.
    pub fn new(font: &'static [u8]) -> Option<Self> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        collection.register_fonts(Blob::new(Arc::new(font)), None);
        Some(Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layouts: LayoutContext::new(),
            font: Font::new(font.into(), 0)?,
            lines: Vec::new(),
            rules: Vec::new(),
            page: 0,
            y: TOP,
        })
    }

    /// Leaves some room.
    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// A new page, when less than `height` is left of this one.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.page += 1;
            self.y = TOP;
        }
    }

    /// The red rule below the head.
    pub fn rule(&mut self) {
        self.rules.push((self.page, self.y + 6.0));
        self.gap(40.0);
    }

    /// A paragraph.
    pub fn line(&mut self, text: &str, style: Style, align: Align) {
        let mut style = style;
        let mut layout = self.laid(text, style, align);
        while style.shrinks && layout.len() > 1 && style.size > 12.0 {
            style.size -= 1.0;
            layout = self.laid(text, style, align);
        }
        let (text, layout): (Arc<str>, _) = (text.into(), Arc::new(layout));
        for index in 0..layout.len() {
            self.need(style.height);
            let (page, y) = (self.page, self.y);
            let (text, layout) = (text.clone(), layout.clone());
            self.lines.push(Placed { page, y, text, layout, index, style });
            self.y += style.height;
        }
    }

    fn laid(&mut self, text: &str, style: Style, align: Align) -> Layout<()> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        let family = FontFamily::Single(FontFamilyName::Named(Cow::Borrowed("Noto Serif SC")));
        builder.push_default(StyleProperty::FontFamily(family));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.height)));
        // What is longer than a line, such as a web address, goes on in the next.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        for number in numbers(text) {
            builder.push(StyleProperty::TextWrapMode(TextWrapMode::NoWrap), number);
        }
        let mut layout = builder.build(text);
        let (width, alignment) = match align {
            Align::Start | Align::Indented => (MEASURE, Alignment::Start),
            Align::Middle => (MEASURE, Alignment::Center),
            Align::End => (MEASURE - 2.0 * style.size, Alignment::End),
        };
        if align == Align::Indented {
            layout.set_text_indent(2.0 * style.size, IndentOptions::default());
        }
        layout.break_all_lines(Some(width));
        layout.align(alignment, AlignmentOptions::default());
        layout
    }

    /// The file.
    pub fn finish(mut self, title: &str, language: &str) -> Result<Vec<u8>, KrillaError> {
        let pages = self.page + 1;
        if pages > 1 {
            self.number_pages(pages);
        }
        let mut document = Document::new();
        for number in 0..pages {
            let Some(size) = PageSettings::from_wh(WIDTH, HEIGHT) else { continue };
            let mut page = document.start_page_with(size);
            let mut surface = page.surface();
            for (_, y) in self.rules.iter().filter(|(page, _)| *page == number) {
                draw_rule(&mut surface, *y);
            }
            for line in self.lines.iter().filter(|line| line.page == number) {
                line.draw(&mut surface, &self.font);
            }
            surface.finish();
            page.finish();
        }
        let metadata = Metadata::new().title(title.to_owned()).language(language.to_owned());
        document.set_metadata(metadata);
        document.finish()
    }

    fn number_pages(&mut self, pages: usize) {
        for page in 0..pages {
            let text = format!("— {} —", page + 1);
            let layout = Arc::new(self.laid(&text, Style::NOTE, Align::Middle));
            let (text, y) = (text.as_str().into(), BOTTOM + 20.0);
            self.lines.push(Placed { page, y, text, layout, index: 0, style: Style::NOTE });
        }
    }
}

/// The most signs of a number.
const LONGEST_NUMBER: usize = 32;

/// Where numbers such as `YC20261123-0001` stand, which are not broken at their hyphens.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
    let is_number = |word: &&str| {
        let has_digit = word.contains(|it: char| it.is_ascii_digit());
        word.len() <= LONGEST_NUMBER && word.contains('-') && has_digit
    };
    words.filter(is_number).map(|word| {
        let from = word.as_ptr() as usize - text.as_ptr() as usize;
        from..from + word.len()
    })
}

fn fill(color: rgb::Color) -> Fill {
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

fn draw_rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(LEFT, y);
    path.line_to(LEFT + MEASURE, y);
    let color = Style::HEAD.color();
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: color.into(), width: 1.6, ..Stroke::default() }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

impl Placed {
    fn draw(&self, surface: &mut Surface<'_>, font: &Font) {
        let Some(line) = self.layout.get(self.index) else { return };
        let metrics = line.metrics();
        let baseline = self.y + metrics.baseline - metrics.block_min_coord;
        let (size, color) = (self.style.size, self.style.color());
        surface.set_fill(Some(fill(color)));
        let heavy = Stroke { paint: color.into(), width: self.style.heavy, ..Stroke::default() };
        surface.set_stroke(Some(heavy).filter(|stroke| stroke.width > 0.0));
        let start = Point::from_xy(LEFT + start_of(&line), baseline);
        surface.draw_glyphs(start, &glyphs(&line, size), font.clone(), &self.text, size, false);
    }
}

/// Where the first glyph of a line stands, by alignment and indent.
fn start_of(line: &Line<'_, ()>) -> f32 {
    let runs = line.items().filter_map(|item| match item {
        PositionedLayoutItem::GlyphRun(run) => Some(run.offset()),
        PositionedLayoutItem::InlineBox(_) => None,
    });
    runs.fold(f32::MAX, f32::min).min(MEASURE)
}

fn glyphs(line: &Line<'_, ()>, size: f32) -> Vec<KrillaGlyph> {
    let mut glyphs: Vec<KrillaGlyph> = Vec::new();
    for run in line.runs() {
        for cluster in run.visual_clusters() {
            if cluster.is_ligature_continuation() {
                if let Some(glyph) = glyphs.last_mut() {
                    glyph.text_range.end = cluster.text_range().end;
                }
                continue;
            }
            glyphs.extend(cluster.glyphs().map(|glyph| {
                KrillaGlyph::new(
                    GlyphId::new(glyph.id),
                    glyph.advance / size,
                    glyph.x / size,
                    glyph.y / size,
                    0.0,
                    cluster.text_range(),
                    None,
                )
            }));
        }
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_in_one_piece() {
        let font = include_bytes!("../../../fonts/NotoSerifSC-Letters.ttf");
        let mut paper = Paper::new(font).expect("a font");
        for before in 0..56 {
            let text = format!("{}YC20261123-0001号举报", "字".repeat(before));
            let number = numbers(&text).next().expect("a number");
            assert_eq!(&text[number.clone()], "YC20261123-0001");
            let layout = paper.laid(&text, Style::TEXT, Align::Indented);
            for line in layout.lines() {
                let end = line.text_range().end;
                assert!(end <= number.start || end >= number.end, "after {before}");
            }
        }
        assert_eq!(numbers("A-B，2026").count(), 0);
    }

    #[test]
    fn nothing_leaves_the_paper() {
        let font = include_bytes!("../../../fonts/NotoSerifSC-Letters.ttf");
        let mut paper = Paper::new(font).expect("a font");
        let address = format!("详见https://example.com/{}", "a1-".repeat(120));
        for text in ["W".repeat(300), address, format!("见 {}", "9".repeat(200))] {
            let layout = paper.laid(&text, Style::TEXT, Align::Indented);
            assert!(layout.len() > 2, "{text}");
            for line in layout.lines() {
                assert!(line.metrics().advance <= MEASURE + 0.1, "{text}");
            }
        }
    }
}
