//! The document of a bill, opened by other programs.

use std::{io::Write, process::Command};

use preau::invoice::Line;

use super::{bills, december, issue};
use crate::browser::plain;

/// What another program says of a document.
fn said(program: &str, arguments: &[&str], bytes: &[u8], after: &[&str]) -> String {
    String::from_utf8(given(program, arguments, bytes, after)).expect("text")
}

fn given(program: &str, arguments: &[&str], bytes: &[u8], after: &[&str]) -> Vec<u8> {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("a file");
    let done = Command::new(program).args(arguments).arg(file.path()).args(after).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// A document whose inside can be read, a letter for each byte.
fn opened(bytes: &[u8]) -> String {
    let open = given("qpdf", &["--qdf", "--object-streams=disable"], bytes, &["-"]);
    open.into_iter().map(char::from).collect()
}

fn words(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn other_programs_open_it_and_read_what_the_page_says() {
    let world = december();
    issue(&world, "2026-12");
    let mut lucie = world.sign_in("lucie.alain");
    let sent = lucie.raw_get("/factures/F2027-1-000001/facture.pdf");
    assert_eq!(sent.headers["content-type"], "application/pdf");
    assert!(sent.headers["content-disposition"].starts_with("inline"), "{:?}", sent.headers);
    let bytes = world.parts.store.read(|r| preau::invoice::store::document(r, &bills(&world, 1)[0].number));
    let bytes = bytes.expect("a read").expect("a document");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    said("qpdf", &["--check"], &bytes, &[]);
    let info = said("pdfinfo", &[], &bytes, &[]);
    for line in [
        "Tagged:          yes",
        "Title:           Facture F2027-1-000001, Valpréau",
        "Page size:       595.28 x 841.89 pts (A4)",
        "JavaScript:      no",
    ] {
        assert!(info.contains(line), "{line} in {info}");
    }
    let meta = said("pdfinfo", &["-meta"], &bytes, &[]);
    for claim in ["pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
        assert!(meta.contains(claim), "{claim} in {meta}");
    }
    let structure = said("pdfinfo", &["-struct-text"], &bytes, &[]);
    for part in ["H1", "Table", "TH", "TD", "\"Facture F2027-1-000001\""] {
        assert!(structure.contains(part), "{part} in {structure}");
    }
    // What stands on the page stands in the document.
    let text = words(&said("pdftotext", &["-layout"], &bytes, &["-"]));
    let flat = words(&said("pdftotext", &["-raw"], &bytes, &["-"]));
    lucie.get("/factures/F2027-1-000001");
    let invoice = &bills(&world, 1)[0];
    let rows = preau::invoice::view::lines::rows(invoice);
    let mut expected =
        vec![preau::invoice::view::bill::sum(invoice), preau::invoice::view::bill::title(invoice)];
    expected.extend(preau::invoice::view::bill::heads(invoice));
    expected.extend(preau::invoice::view::bill::debtor(invoice));
    expected.extend(preau::invoice::view::bill::mentions(invoice));
    for line in &expected {
        let line = words(line);
        assert!(flat.contains(&line), "« {line} » in {flat}");
        lucie.sees(&line);
    }
    for cell in rows.iter().flatten() {
        lucie.sees(&words(cell));
        for word in words(cell).split(' ') {
            assert!(text.contains(word), "« {word} » in {text}");
        }
    }
}

#[test]
fn the_same_bill_gives_the_same_bytes_and_what_is_kept_is_never_made_again() {
    let world = december();
    issue(&world, "2026-12");
    let bill = bills(&world, 1)[0].clone();
    let kept = world.parts.store.read(|r| preau::invoice::store::document(r, &bill.number)).unwrap().unwrap();
    assert_eq!(preau::invoice::pdf::document(&bill).unwrap(), kept);
    let number = bill.number;
    world.change(move |w| Ok(preau::invoice::store::set_document(w, &number, b"other")?));
    assert_eq!(
        world.parts.store.read(|r| preau::invoice::store::document(r, &number)).unwrap().unwrap(),
        kept
    );
}

/// What the program says that checks documents against PDF/UA-1; a fault, whatever it is called, is an error.
fn checked(bytes: &[u8]) -> (bool, String) {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/outloud-0.2.1/bin/outloud");
    let program = std::env::var("OUTLOUD").unwrap_or_else(|_| kept.into());
    let mut file = tempfile::NamedTempFile::with_suffix(".pdf").expect("a file");
    file.write_all(bytes).expect("a file");
    let arguments = ["--layer", "conformance", "--fail-on", "warning", "--no-info"];
    let done = Command::new(&program).args(arguments).arg(file.path()).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}; `tests/run` installs it"));
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn an_independent_program_finds_nothing_against_pdf_ua() {
    let world = december();
    issue(&world, "2026-12");
    let mut bill = bills(&world, 1)[0].clone();
    let short = preau::invoice::pdf::document(&bill).expect("a document");
    // Over several pages: a day on each line.
    let days = bill.lines[0].days[0].iter_days().take(90);
    bill.lines = days.map(|day| Line { days: vec![day], ..bill.lines[0].clone() }).collect();
    let long = preau::invoice::pdf::document(&bill).expect("a document");
    for bytes in [&short, &long] {
        let (fine, words) = checked(bytes);
        assert!(fine && words.contains("PASS"), "{words}");
        // What archives ask for: fonts that are in the document, each letter with its meaning, colours that are defined.
        let fonts = said("pdffonts", &[], bytes, &[]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let words: Vec<&str> = font.split_whitespace().rev().collect();
            assert_eq!(words[2..5], ["yes", "yes", "yes"], "embedded, a part, with its letters: {font}");
        }
        let open = opened(bytes);
        assert!(open.contains("/OutputIntents") && open.contains("/DestOutputProfile"));
        for never in ["/JavaScript", "/Encrypt", "/Launch", "/LZWDecode"] {
            assert!(!open.contains(never), "{never}");
        }
    }
    // Three planted faults are found: no language, not said to be tagged, a cell of heads that is none.
    let open = opened(&short);
    for (true_one, planted) in
        [("/Lang (", "/Lxng ("), ("/Marked true", "/Mxrked true"), ("/S /TH", "/S /TX")]
    {
        assert!(open.contains(true_one), "{true_one}");
        let bytes: Vec<u8> = open.replace(true_one, planted).chars().map(|letter| letter as u8).collect();
        let (fine, words) = checked(&bytes);
        assert!(!fine, "{planted}: {words}");
    }
}

#[test]
fn a_long_bill_goes_on_over_its_pages() {
    let world = december();
    issue(&world, "2026-12");
    let mut bill = bills(&world, 1)[0].clone();
    bill.lines = std::iter::repeat_n(bill.lines[0].clone(), 90).collect();
    bill.printed.debtors = vec!["Ǧülay ŁUKASIEWICZ 漢".into()];
    let bytes = preau::invoice::pdf::document(&bill).expect("a document");
    let info = said("pdfinfo", &[], &bytes, &[]);
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).expect("pages").trim().to_owned();
    assert!(pages.parse::<u32>().unwrap() >= 3, "{info}");
    // The heads are shown on each page, and said once.
    assert_eq!(said("pdftotext", &["-raw"], &bytes, &["-"]).matches("Quantité").count().to_string(), pages);
    assert_eq!(said("pdfinfo", &["-struct-text"], &bytes, &[]).matches("\"Quantité\"").count(), 1);
}
