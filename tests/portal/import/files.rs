//! Whole files, as a secretary sends them.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use preau::{
    account,
    family::{Subject, field::Field, import::run::run, store},
    platform::{mail::Mailer, store::journal},
    tariff::quotient::Quotient,
};

use super::{
    PEOPLE, PUPILS, child, count, done, field, guardians, import, is_whole, known, last, press, send,
    waiting, western,
};
use crate::{browser::form, world::World};

#[test]
fn the_two_files_of_a_school_come_in_and_nothing_is_stored_before_it_is_confirmed() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let (before, (families, children)) = (last(&world), count(&world));
    let address = send(&mut odile, &western(PUPILS));
    odile
        .sees("Élèves (ONDE), 5 lignes")
        .sees("Rien n’est encore enregistré.")
        .sees("Lignes nouvelles : 5")
        .sees("Nouvel enfant : Zoé QUÉMENER")
        .sees("Nouvelle famille L’HÉRITIER")
        .sees("INE")
        .sees_no("0000000001A");
    assert_eq!((last(&world), count(&world)), (before, (families, children)));
    press(&mut odile, &address, "importer").sees("Lignes faites : 0 sur 5");
    assert_eq!(last(&world), before, "it is done beside the requests");
    done(&world);
    odile.get(&address).sees("L’import est terminé").sees("4 familles créées").sees("5 enfants créés");
    assert_eq!(count(&world), (families + 4, children + 5));
    let (zoe, family) = child(&world, "Zoé");
    assert_eq!(child(&world, "Tom").1, family, "brother and sister");
    assert_eq!(field(&world, Subject::Child(family, zoe), Field::Class), "7");
    assert_eq!(field(&world, Subject::Child(family, zoe), Field::Sex), "f");

    let report = import(&world, PEOPLE.as_bytes());
    assert!(
        report.contains("3 responsables créés") && report.contains("3 lignes laissées de côté"),
        "{report}"
    );
    let names: Vec<String> = guardians(&world, family).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Katell", "Yann"]);
    let katell = Subject::Guardian(family, guardians(&world, family)[0].0);
    for (of, value) in [
        (Field::Title, "mrs"),
        (Field::LastName, "QUÉMENER"),
        (Field::Mail, "katell.quemener@famille.example"),
        (Field::HomePhone, "02 40 00 00 01"),
        (Field::Billing, "yes"),
    ] {
        assert_eq!(field(&world, katell, of), value);
    }
    let home = world.parts.store.read(|r| store::family(r, family)).unwrap().expect("a family");
    let address = home.address.on("2026-11-24".parse().unwrap()).expect("an address").value.clone();
    assert!(address.resident && address.street == "12 rue de l'Église", "{address:?}");
    let (_, elsewhere) = child(&world, "Ousmane");
    let home = world.parts.store.read(|r| store::family(r, elsewhere)).unwrap().expect("a family");
    assert!(!home.address.on("2026-11-24".parse().unwrap()).expect("an address").value.resident);
    is_whole(&world);

    // A mail in a file is nobody's account, and nobody is written to.
    let account = world.parts.store.read(|r| account::store::account(r, "katell.quemener@famille.example"));
    assert!(account.unwrap().is_none() && world.mails().is_empty());
    let guardian = world.parts.store.read(|r| store::guardian(r, family, guardians(&world, family)[0].0));
    assert!(!guardian.unwrap().expect("Katell").access);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let world = World::new();
    let plain = "Nom de la famille;Nom du responsable 1;Prénom du responsable 1;Courriel du responsable 1;Adresse;Code postal;Commune;Quotient familial;Nom de l’enfant;Prénom de l’enfant;Date de naissance de l’enfant;Classe\n\
        GUÉRIN;GUÉRIN;Rose;rose@famille.example;5 place du Port;44999;Valpréau;1 250,50;GUÉRIN;Line;02/06/2019;CE1\n\
        GUÉRIN;GUÉRIN;Rose;rose@famille.example;5 place du Port;44999;Valpréau;;GUÉRIN;Marc;02/06/2020;CP A\n";
    for file in [PUPILS, PEOPLE, plain] {
        import(&world, &western(file));
        let before = last(&world);
        let report = import(&world, file.as_bytes());
        assert_eq!(last(&world), before, "{report}");
        assert!(report.contains("0 famille créée") && report.contains("0 ligne a mis à jour"), "{report}");
    }
    let (_, family) = child(&world, "Line");
    assert_eq!((child(&world, "Marc").1, guardians(&world, family).len()), (family, 1));
    let home = world.parts.store.read(|r| store::family(r, family)).unwrap().expect("a family");
    let known = home.quotient.on("2026-11-24".parse().unwrap()).expect("a quotient").value;
    assert_eq!(known.quotient, "1250.50".parse::<Quotient>().ok());
    is_whole(&world);
}

#[test]
fn a_file_that_cannot_be_used_is_told_why_and_leaves_nothing() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let before = last(&world);
    let without = PUPILS.replacen("Date naissance", "Naissance le", 1);
    let open =
        PUPILS.replacen("12, rue", "\"12, rue", 1) + &"A;;B;01/01/2019;F;;;;;;;;;;;;;;;;;\n".repeat(30);
    for (bytes, words) in [
        (b"PK\x03\x04\x14\x00 a workbook".to_vec(), "un classeur (Excel ou LibreOffice)"),
        (b"".to_vec(), "Ce fichier est vide."),
        (b"\x00\x01\x02\x03".to_vec(), "n’est pas un fichier texte"),
        (b"Produit;Prix\nPain;1,20\n".to_vec(), "On y lit : Produit, Prix."),
        (western(&without), "il manque la colonne « Date naissance »"),
        (without.into_bytes(), "n’ont pas été reconnues : Naissance le"),
        (PUPILS.lines().next().unwrap().into(), "n’a que la ligne des titres"),
        (open.into_bytes(), "Ligne 3 : un guillemet ouvert"),
    ] {
        odile.upload("/mairie/import", "fichier.csv", &bytes);
        assert_eq!(odile.page.status.code, 422, "{words}");
        odile.sees("Il y a un problème").sees(words);
    }
    odile.post("/mairie/import", "").sees("Choisissez un fichier.");
    odile.upload("/mairie/import", "fichier.csv", &vec![b'a'; (20 << 20) + 1]);
    assert_eq!(odile.page.status.code, 413);
    odile.sees("Ce fichier dépasse 20 Mo.");
    assert_eq!((last(&world), waiting(&world)), (before, 0));
}

#[test]
fn fifty_thousand_lines_are_shown_by_pages() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let (before, there) = (last(&world), count(&world));
    let mut file = PUPILS.lines().next().unwrap().to_owned() + "\n";
    let letters = |mut number: usize| -> String {
        let letter = |_| {
            let letter = char::from(b'a' + (number % 26) as u8);
            number /= 26;
            letter
        };
        (0..4).map(letter).collect()
    };
    for number in 0..50_000 {
        let born = chrono::NaiveDate::default() + chrono::TimeDelta::days(17_000 + number as i64 % 3_600);
        let (name, street) = (letters(number * 7), number % 300);
        file += &format!(
            "{name};;É{};{};M;;{street} rue Neuve;44999;Valpréau;;;;;;;;CP A;;;;;\n",
            letters(number),
            born.format("%d/%m/%Y")
        );
    }
    let address = send(&mut odile, file.as_bytes());
    odile.sees("50000 lignes").sees("Page 1 sur 250").sees("Lignes nouvelles : 50000");
    press(&mut odile, &address, "abandonner").sees("L’import est abandonné. Rien n’a été enregistré.");
    assert_eq!((last(&world), count(&world), waiting(&world)), (before, there, 0));
    odile.upload("/mairie/import", "fichier.csv", (file + "A;;B;01/01/2019;F;;;;;;;;;;;;;;;;;\n").as_bytes());
    odile.sees("plus de 50 000 lignes");
}

#[test]
fn what_changed_since_the_preview_is_seen() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let addresses = [send(&mut odile, PUPILS.as_bytes()), send(&mut odile, PUPILS.as_bytes())];
    // Both showed everybody as new.
    for address in &addresses {
        press(&mut odile, address, "importer");
    }
    let (families, children) = count(&world);
    done(&world);
    assert_eq!(count(&world), (families + 4, children + 5));
    let reports = addresses.map(|address| odile.get(&address).page.text());
    assert!(reports.iter().any(|report| report.contains("5 lignes sans changement")), "{reports:?}");
    is_whole(&world);
}

#[test]
fn a_full_disk_stops_an_import_which_goes_on_by_itself() {
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let world = World::on_disk_with(free.clone());
    let mut odile = world.agent("odile");
    let address = send(&mut odile, PUPILS.as_bytes());
    press(&mut odile, &address, "importer");
    let there = count(&world);
    free.store(0, Ordering::SeqCst);
    assert!(world.runtime.block_on(run(&world.parts)).is_err());
    assert_eq!(count(&world), there);
    odile.get(&address).sees("Lignes faites : 0 sur 5");
    free.store(u64::MAX, Ordering::SeqCst);
    done(&world);
    odile.get(&address).sees("5 enfants créés");
}

/// A file of so many pupils, one a family.
fn many(lines: usize) -> String {
    let mut file = PUPILS.lines().next().unwrap().to_owned() + "\n";
    for number in 0..lines {
        let name: String = [number / 676, number / 26 % 26, number % 26]
            .map(|letter| char::from(b'a' + letter as u8))
            .iter()
            .collect();
        file +=
            &format!("Zz{name};;Pp{name};03/04/2019;M;;{number} rue Neuve;44999;Valpréau;;;;;;;;CP A;;;;;\n");
    }
    file
}

#[test]
fn an_import_of_several_batches_that_is_cut_short_goes_on_and_does_everything_once() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let there = count(&world);
    let address = send(&mut odile, many(700).as_bytes());
    press(&mut odile, &address, "importer").sees("Lignes faites : 0 sur 700");
    drop(odile);
    // The program ends between two batches: what runs it is dropped while a later batch is awaited.
    let began = last(&world);
    world.runtime.block_on(async {
        let mut work = Box::pin(run(&world.parts));
        std::future::poll_fn(|context| {
            let ended = work.as_mut().poll(context);
            assert!(ended.is_pending(), "it was not cut short: {ended:?}");
            let written = world.parts.store.read(journal::last).expect("the journal");
            if written > began { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    });
    let world = world.restarted(|| Mailer::Memory(Mutex::default()));
    // A batch that was handed over is done all the same; this one comes after it.
    world.change(|_| Ok(()));
    let done_so_far = count(&world).1 - there.1;
    assert!((300..700).contains(&done_so_far), "{done_so_far} of 700");
    assert_eq!(done_so_far % 300, 0, "whole batches");
    let mut odile = world.agent("odile");
    odile.get(&address).sees(&format!("Lignes faites : {done_so_far} sur 700"));
    done(&world);
    odile.get(&address).sees("L’import est terminé").sees("700 familles créées").sees("700 enfants créés");
    assert_eq!(count(&world), (there.0 + 700, there.1 + 700));
    let known = known(&world);
    let mut names: Vec<_> = known
        .children()
        .map(|(_, pupil)| pupil.sheet.get(Field::FirstName).to_owned())
        .filter(|name| name.starts_with("Pp"))
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 700, "each once");
    is_whole(&world);
    let (before, report) = (last(&world), import(&world, many(700).as_bytes()));
    assert!(report.contains("700 lignes sans changement"), "{report}");
    assert_eq!(last(&world), before);
}

#[test]
fn a_file_that_waits_is_gone_after_a_day() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let address = send(&mut odile, PUPILS.as_bytes());
    odile.get("/mairie/import").sees("fichier.csv").sees("à vérifier");
    world.set("2026-11-25 07:59");
    done(&world);
    assert_eq!(waiting(&world), 1);
    world.set("2026-11-25 08:01");
    done(&world);
    assert_eq!(waiting(&world), 0);
    let mut odile = world.agent("odile");
    assert_eq!(odile.raw_get(&address).status.code, 404);
}

#[test]
fn the_template_is_a_file_that_comes_in() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let page = odile.raw_get("/mairie/import/modele.csv");
    assert!(page.headers["content-disposition"].starts_with("attachment"), "{:?}", page.headers);
    assert!(page.html.starts_with('\u{feff}') && page.html.ends_with("\r\n"));
    let columns = page.html.trim().matches(';').count() + 1;
    let mut cells = vec![""; columns];
    for (name, value) in [
        ("Nom de la famille", "GUÉRIN"),
        ("Nom du responsable 1", "GUÉRIN"),
        ("Prénom du responsable 1", "Rose"),
        ("Nom du responsable 2", "ROUX"),
        ("Prénom du responsable 2", "Jean"),
        ("Numéro d’allocataire", "1234567"),
        ("Nom de l’enfant", "GUÉRIN"),
        ("Prénom de l’enfant", "Line"),
        ("Date de naissance de l’enfant", "02/06/2019"),
        ("Sexe de l’enfant", "F"),
        ("École", "Jules-Ferry"),
        ("Classe", "CE1"),
    ] {
        let at = page.html.trim().trim_start_matches('\u{feff}').split(';').position(|known| known == name);
        cells[at.unwrap_or_else(|| panic!("no column {name}"))] = value;
    }
    import(&world, format!("{}{}\r\n", page.html, cells.join(";")).as_bytes());
    let (line, family) = child(&world, "Line");
    let about = Subject::Child(family, line);
    assert_eq!(
        (field(&world, about, Field::Class), field(&world, about, Field::Sex)),
        ("7".into(), "f".into())
    );
    assert_eq!(field(&world, Subject::Household(family), Field::Allowance), "1234567");
    assert_eq!(guardians(&world, family).len(), 2);
    odile.upload("/mairie/import", "fichier.csv", page.html.as_bytes()).sees("n’a que la ligne des titres");
}

#[test]
fn no_more_than_ten_files_wait() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for _ in 0..10 {
        send(&mut odile, PUPILS.as_bytes());
    }
    odile.upload("/mairie/import", "fichier.csv", PUPILS.as_bytes()).sees("Dix fichiers attendent déjà.");
    assert_eq!((odile.page.status.code, waiting(&world)), (422, 10));
}

#[test]
fn what_a_file_is_called_is_text_and_what_is_sent_is_checked() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.upload("/mairie/import", "C:\\Users\\odile\\<b>élèves.csv", PUPILS.as_bytes());
    odile.sees("Import de <b>élèves.csv").sees_no("Users").sees_no("<b>");
    let address = odile.address.clone();
    for body in [form(&[("geste", "tout")]), form(&[("geste", "garder"), ("nom", "x"), ("classe", "999")])] {
        odile.post(&address, &body);
        assert_eq!(odile.page.status.code, 422);
    }
    assert_eq!(odile.raw_get(&format!("{address}?voir=%3Cb%3E&page=0")).status.code, 200);
}
