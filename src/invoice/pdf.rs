//! A bill as a document: PDF/A-3a, so that it is read in thirty years, and PDF/UA-1, so that it is read aloud. The same
//! bill always gives the same bytes.

mod sheet;

use chrono::Datelike;
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Stroke,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagTree,
    },
    text::{Font, GlyphId, KrillaGlyph},
};

use self::sheet::{FONTS, HEIGHT, Page, Part, Sheets, Style, Text, WIDTH, glyph};
use super::{
    Invoice,
    view::{bill, lines},
};

/// The document of a bill.
///
/// # Errors
/// What does not conform, as krilla names it: nothing that a page can show leads to it.
pub fn document(invoice: &Invoice) -> Result<Vec<u8>, String> {
    let conforms = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration: conforms, ..SerializeSettings::default() });
    let fonts: Option<Vec<Font>> = FONTS.iter().map(|bytes| Font::new((*bytes).into(), 0)).collect();
    let fonts = fonts.ok_or("a font cannot be read")?;
    let sheets = laid_out(invoice);
    let mut leaves: Vec<Option<Identifier>> = vec![None; sheets.leaves];
    for page in &sheets.pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("no size")?;
        let mut drawn = document.start_page_with(size);
        let mut surface = drawn.surface();
        draw(&mut surface, page, &fonts, &mut leaves);
        surface.finish();
        drawn.finish();
    }
    let mut outline = Outline::new();
    outline
        .push_child(OutlineNode::new(bill::title(invoice), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    document.set_metadata(metadata(invoice));
    document.set_tag_tree(structure(&sheets.parts, &leaves));
    document.finish().map_err(|error| format!("{}: {error:?}", invoice.number))
}

/// What stands where.
fn laid_out(invoice: &Invoice) -> Sheets {
    let printed = &invoice.printed;
    let mut sheets = Sheets::new();
    sheets.paragraph(&printed.town, Style::Strong);
    let siret = Some(&printed.office.siret).filter(|siret| !siret.is_empty());
    let own = [printed.office.name.clone(), printed.town_address.clone()];
    let own = own.into_iter().chain(siret.map(|siret| format!("SIRET {siret}")));
    for line in own.filter(|line| !line.is_empty()) {
        sheets.paragraph(&line, Style::Plain);
    }
    sheets.space(20.0);
    for line in bill::debtor(invoice) {
        sheets.aside(&line);
    }
    sheets.space(28.0);
    sheets.title(&bill::title(invoice));
    sheets.space(4.0);
    for line in bill::heads(invoice) {
        sheets.paragraph(&line, Style::Plain);
    }
    sheets.space(10.0);
    sheets.paragraph(&bill::period(invoice), Style::Strong);
    sheets.space(4.0);
    sheets.table(&lines::COLUMNS, &lines::rows(invoice));
    sheets.space(8.0);
    sheets.paragraph(&bill::sum(invoice), Style::Strong);
    sheets.space(10.0);
    for words in bill::mentions(invoice) {
        sheets.paragraph(&words, Style::Small);
        sheets.space(3.0);
    }
    sheets
}

fn draw(surface: &mut Surface, page: &Page, fonts: &[Font], leaves: &mut [Option<Identifier>]) {
    for text in &page.texts {
        match text.leaf {
            Some(leaf) => leaves[leaf] = Some(surface.start_tagged(ContentTag::Span(SpanTag::empty()))),
            None => drop(surface.start_tagged(artifact())),
        }
        write(surface, text, fonts);
        surface.end_tagged();
    }
    surface.start_tagged(artifact());
    surface.set_stroke(Some(Stroke { width: 0.5, ..Stroke::default() }));
    for y in &page.rules {
        let mut path = PathBuilder::new();
        path.move_to(48.0, *y);
        path.line_to(WIDTH - 48.0, *y);
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
    surface.set_stroke(None);
    surface.end_tagged();
}

/// What is seen and not said.
fn artifact() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other))
}

fn write(surface: &mut Surface, text: &Text, fonts: &[Font]) {
    let font = text.style.font();
    let glyphs: Vec<KrillaGlyph> = text
        .words
        .char_indices()
        .filter_map(|(at, letter)| {
            let (glyph, advance) = glyph(letter, font)?;
            let range = at..at + letter.len_utf8();
            Some(KrillaGlyph::new(GlyphId::new(glyph), advance, 0.0, 0.0, 0.0, range, None))
        })
        .collect();
    let start = Point::from_xy(text.x, text.y);
    surface.draw_glyphs(start, &glyphs, fonts[font].clone(), &text.words, text.style.size(), false);
}

fn structure(parts: &[Part], leaves: &[Option<Identifier>]) -> TagTree {
    let nodes = |own: &[usize]| -> Vec<Node> {
        own.iter().filter_map(|leaf| leaves.get(*leaf).cloned().flatten()).map(Node::Leaf).collect()
    };
    let row = |cells: &[Vec<usize>], head: bool| {
        let mut row = TagGroup::new(Tag::TR);
        for cell in cells {
            row.push(match head {
                true => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), nodes(cell)),
                false => TagGroup::with_children(Tag::TD, nodes(cell)),
            });
        }
        row
    };
    let mut tree = TagTree::new().with_lang(Some("fr".into()));
    for part in parts {
        tree.push(match part {
            Part::Words(own) => TagGroup::with_children(Tag::P, nodes(own)),
            Part::Title(title, own) => {
                TagGroup::with_children(Tag::Hn(std::num::NonZeroU16::MIN, Some(title.clone())), nodes(own))
            }
            Part::Table(heads, rows) => {
                let mut table = TagGroup::new(Tag::Table);
                table.push(TagGroup::with_children(Tag::THead, vec![row(heads, true).into()]));
                let mut body = TagGroup::new(Tag::TBody);
                for cells in rows {
                    body.push(row(cells, false));
                }
                table.push(body);
                table
            }
        });
    }
    tree
}

fn metadata(invoice: &Invoice) -> Metadata {
    let issued = DateTime::new(u16::try_from(invoice.issued.year()).unwrap_or(0))
        .month(invoice.issued.month() as u8)
        .day(invoice.issued.day() as u8);
    Metadata::new()
        .title(format!("{}, {}", bill::title(invoice), invoice.printed.town))
        .authors(vec![invoice.printed.town.clone()])
        .language("fr".into())
        .creation_date(issued)
        .document_id(invoice.number.to_string())
}
