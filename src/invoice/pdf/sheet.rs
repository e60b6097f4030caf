//! Sheets of A4 on which text is laid out from the top down. Nothing is drawn here: what stands where, and what it is.

use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};
use unicode_normalization::UnicodeNormalization;

/// A4, in points.
pub const WIDTH: f32 = 595.28;
/// A4, in points.
pub const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 48.0;
/// Where the address begins, for the window of an envelope.
const ASIDE: f32 = 312.0;
/// Where each column of the lines begins, and whether it ends at its right edge; the last is that edge.
const COLUMNS: [(f32, bool); 6] =
    [(48.0, false), (138.0, false), (262.0, false), (374.0, true), (422.0, true), (488.0, true)];

/// The two weights of the typeface.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/public-sans.ttf"),
    include_bytes!("../../../assets/fonts/public-sans-bold.ttf"),
];

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Ordinary.
    Plain,
    /// What counts.
    Strong,
    /// What must be said.
    Small,
    /// The title.
    Title,
}

impl Style {
    /// Which of [`FONTS`].
    pub fn font(self) -> usize {
        usize::from(matches!(self, Style::Strong | Style::Title))
    }

    /// In points.
    pub fn size(self) -> f32 {
        match self {
            Style::Title => 16.0,
            Style::Small => 8.5,
            Style::Plain | Style::Strong => 9.5,
        }
    }
}

/// A line of text where it stands.
pub struct Text {
    /// From the left.
    pub x: f32,
    /// Its foot, from the top.
    pub y: f32,
    /// How it is set.
    pub style: Style,
    /// The words; a space ends a line that goes on.
    pub words: String,
    /// Which leaf of the structure it is; none: it is said elsewhere.
    pub leaf: Option<usize>,
}

/// A page.
#[derive(Default)]
pub struct Page {
    /// Its texts.
    pub texts: Vec<Text>,
    /// Thin lines, by their height.
    pub rules: Vec<f32>,
}

/// What a part of the document is, with its leaves.
pub enum Part {
    /// A paragraph.
    Words(Vec<usize>),
    /// The title.
    Title(String, Vec<usize>),
    /// The lines: cells of the head, then of each row.
    Table(Vec<Vec<usize>>, Vec<Vec<Vec<usize>>>),
}

/// The sheets.
pub struct Sheets {
    /// The pages.
    pub pages: Vec<Page>,
    /// The structure.
    pub parts: Vec<Part>,
    /// How many leaves there are.
    pub leaves: usize,
    y: f32,
    heads: Option<Vec<String>>,
}

impl Sheets {
    /// One, empty.
    pub fn new() -> Self {
        Self { pages: vec![Page::default()], parts: Vec::new(), leaves: 0, y: MARGIN, heads: None }
    }

    /// Leaves some height empty.
    pub fn space(&mut self, height: f32) {
        self.y += height;
    }

    /// A paragraph, over the whole width.
    pub fn paragraph(&mut self, words: &str, style: Style) {
        let leaves = self.block(words, style, MARGIN);
        self.parts.push(Part::Words(leaves));
    }

    /// A line of the address.
    pub fn aside(&mut self, words: &str) {
        let leaves = self.block(words, Style::Plain, ASIDE);
        self.parts.push(Part::Words(leaves));
    }

    /// The title.
    pub fn title(&mut self, words: &str) {
        let leaves = self.block(words, Style::Title, MARGIN);
        self.parts.push(Part::Title(words.into(), leaves));
    }

    /// The lines. Where they go on over a page, their heads are shown again and not said again.
    pub fn table<const N: usize>(&mut self, heads: &[&str; N], rows: &[[String; N]]) {
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        let head = self.row(&heads, Style::Strong, true);
        self.heads = Some(heads);
        let body = rows.iter().map(|row| self.row(row, Style::Plain, true)).collect();
        self.heads = None;
        self.parts.push(Part::Table(head, body));
    }

    fn block(&mut self, words: &str, style: Style, x: f32) -> Vec<usize> {
        let lines = wrap(words, style, WIDTH - MARGIN - x);
        lines
            .into_iter()
            .map(|line| {
                self.make_room(style.size() * 1.4);
                self.y += style.size() * 1.4;
                self.text(x, self.y, style, line, true).unwrap_or_default()
            })
            .collect()
    }

    /// A row; gives the leaves of each of its cells.
    fn row(&mut self, cells: &[String], style: Style, said: bool) -> Vec<Vec<usize>> {
        let ends = COLUMNS.iter().skip(1).map(|(x, _)| *x).chain([WIDTH - MARGIN]);
        let widths: Vec<f32> = COLUMNS.iter().zip(ends).map(|((x, _), end)| end - x - 8.0).collect();
        let cells: Vec<Vec<String>> =
            cells.iter().zip(&widths).map(|(cell, width)| wrap(cell, style, *width)).collect();
        let step = style.size() * 1.35;
        let height = cells.iter().map(Vec::len).max().unwrap_or(1) as f32 * step + 6.0;
        self.make_room(height);
        let top = self.y;
        self.y += height;
        let mut leaves = Vec::new();
        for ((lines, (x, right)), width) in cells.into_iter().zip(COLUMNS).zip(&widths) {
            let mut of_cell = Vec::new();
            for (n, line) in lines.into_iter().enumerate() {
                let x = if right { x + width - measure(line.trim_end(), style) } else { x };
                of_cell.extend(self.text(x, top + step * (n as f32 + 1.0), style, line, said));
            }
            leaves.push(of_cell);
        }
        let y = self.y;
        self.page().rules.push(y);
        leaves
    }

    fn text(&mut self, x: f32, y: f32, style: Style, words: String, said: bool) -> Option<usize> {
        let leaf = said.then_some(self.leaves);
        self.leaves += usize::from(said);
        self.page().texts.push(Text { x, y, style, words, leaf });
        leaf
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn make_room(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN {
            self.pages.push(Page::default());
            self.y = MARGIN;
            if let Some(heads) = self.heads.take() {
                self.row(&heads, Style::Strong, false);
                self.heads = Some(heads);
            }
        }
    }
}

/// The glyph of a letter and its width, in parts of the size.
pub fn glyph(letter: char, font: usize) -> Option<(u32, f32)> {
    let font = FontRef::new(FONTS.get(font)?).ok()?;
    let glyph = font.charmap().map(letter)?;
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    Some((glyph.to_u32(), metrics.advance_width(glyph)? / units))
}

/// Only letters that the typeface has: of another, what is under its accents, or a question mark.
fn legible(words: &str) -> String {
    let has = |letter: &char| glyph(*letter, 0).is_some();
    let legible = |letter: char| match letter {
        letter if letter.is_whitespace() && letter != '\u{a0}' => ' ',
        letter if has(&letter) => letter,
        letter => letter.nfd().next().filter(has).unwrap_or('?'),
    };
    words.nfc().map(legible).collect()
}

/// How wide a text is, in points.
fn measure(words: &str, style: Style) -> f32 {
    words
        .chars()
        .filter_map(|letter| glyph(letter, style.font()))
        .map(|(_, width)| width * style.size())
        .sum()
}

/// The lines of a text of some width; a word that is wider stands alone, whole. Spaces that do not break do not.
fn wrap(words: &str, style: Style, width: f32) -> Vec<String> {
    let words = legible(words);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if !line.is_empty() && measure(&longer, style) > width {
            lines.push(format!("{line} "));
            line = word.to_owned();
        } else {
            line = longer;
        }
    }
    lines.push(if line.is_empty() { "–".into() } else { line });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_wrapped_at_its_spaces_and_nothing_of_it_is_lost() {
        let words = "Le maire, à l’école de Valpréau\u{a0}: 12 345,67\u{a0}€ dus pour la cantine et la garderie du soir";
        let lines = wrap(words, Style::Plain, 120.0);
        assert!(lines.len() > 2, "{lines:?}");
        assert!(lines.iter().all(|line| measure(line.trim_end(), Style::Plain) <= 120.0), "{lines:?}");
        assert_eq!(lines.concat(), words);
        assert_eq!(legible("Ǧülay\tŁ 漢"), "Gülay Ł ?");
    }
}
