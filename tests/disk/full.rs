//! The program on a file system that is full.

use std::sync::Arc;

use preau::{
    demo::{self, PASSWORD, People},
    platform::{
        Parts, clock::Clock, config::Config, mail::Mailer, password::Passwords, random::Random, store::Store,
    },
    tables,
    town::{Span, calendar::monday},
};
use tempfile::TempDir;

use crate::{
    script::runtime,
    shell::{Shell, namespace},
};

const LUCIE: &str = "adresse=lucie.alain%40famille.example&mot-de-passe=";

#[test]
fn the_portal_refuses_in_words_reads_on_and_goes_on() {
    let Some(namespace) = namespace() else {
        return println!("skipped: no mount here");
    };
    let lines = "cp town.redb disk/preau.redb; exec \"$PREAU\" serve";
    let mut shell = Shell::start(namespace, folder(), lines);
    shell.ready();
    let (status, head, _) = shell.request("POST /connexion", "", &format!("{LUCIE}{PASSWORD}"));
    assert_eq!(status, 303, "{head}");
    let mut given = head.split("set-cookie: ").skip(1).filter_map(|rest| rest.split(';').next());
    let cookie = given.find(|pair| pair.starts_with("preau=")).expect("a cookie");
    let day = chrono::Utc::now().date_naive() + chrono::Days::new(28);
    let week = format!("/reservations/{}", monday(day));
    let shows = || shell.request(&format!("GET {week}"), cookie, "");
    let sends = |number: u32, boxes: &str| {
        let line = format!("POST {week}/valider");
        shell.request(&line, cookie, &format!("n={number:032x}&{boxes}"))
    };
    let (_, _, page) = shows();
    let boxes = first_box(&page);

    shell.fill();
    for number in 0..5 {
        let (status, _, words) = sends(number, &boxes);
        assert_eq!(status, 507, "{words}");
        assert!(words.contains("rien n’a été enregistré"), "{words}");
        let (status, _, again) = shows();
        assert_eq!((status, again.len()), (200, page.len()), "nothing is booked");
    }
    let (status, _, words) = shell.request("POST /connexion", "", &format!("{LUCIE}{PASSWORD}"));
    assert_eq!(status, 507, "{words}");
    shell.empty();
    let (status, _, words) = sends(0, &boxes);
    assert_eq!(status, 303, "{words}");
    let (status, _, booked) = shows();
    assert_eq!(status, 200);
    assert!(boxes.is_empty() || first_box(&booked) != boxes, "it is booked");
}

/// The first box that can be ticked, as the form sends it; nothing in holidays.
fn first_box(page: &str) -> String {
    let of = |tag: &str| {
        let value = |name: &str| Some(tag.split(name).nth(1)?.split('"').next()?.to_owned());
        let sent = format!("{}={}", value("name=\"")?, value("value=\"")?);
        let free = !tag.contains(" checked") && !tag.contains(" disabled");
        free.then_some(sent)
    };
    let tags = page.split("type=\"checkbox\"").skip(1);
    tags.filter_map(|rest| of(rest.split('>').next()?)).next().unwrap_or_default()
}

/// A folder with the fixture town in it.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("town.redb");
    let clock = Clock::real();
    let parts = Arc::new(Parts {
        store: Store::open(&file, &tables(), clock.clone()).expect("a store"),
        clock,
        random: Random::seeded(7),
        mailer: Arc::new(Mailer::Memory(Default::default())),
        passwords: Passwords::start(),
        config: Config::read(&Config::figment()).expect("the defaults"),
    });
    let filled = demo::fill(&parts, People::Named, Some(Span::Week));
    runtime().block_on(filled).expect("the fixture town");
    folder
}

/// On a full disk the first `import` is refused in words, and works once there is room: what it had begun is
/// not taken for data.
#[test]
fn a_town_begins_on_a_disk_that_was_full() {
    let Some(namespace) = namespace() else {
        return println!("skipped: no mount here");
    };
    let import = concat!("\"$PREAU\" import ", env!("CARGO_MANIFEST_DIR"), "/fixtures/town.toml");
    let fill = "dd if=/dev/zero of=disk/filler bs=64k 2>/dev/null || true";
    let lines = format!("{fill}; if {import}; then exit 9; fi; rm disk/filler; {import}; \"$PREAU\" check");
    let mut shell = Shell::start(namespace, TempDir::new().expect("a folder"), &lines);
    let (well, err) = shell.end();
    assert!(well, "{err}");
    assert!(err.starts_with("Le disque est plein"), "{err}");
}

/// A backup onto a disk that fills, of closed data and of a portal that serves: it says so, and leaves what
/// was there and nothing else.
#[test]
fn a_backup_onto_a_full_disk_says_so_and_leaves_nothing() {
    let Some(namespace) = namespace() else {
        return println!("skipped: no mount here");
    };
    let backup = "\"$PREAU\" backup disk/town.preau";
    let refused = format!("if {backup}; then exit 9; fi; test \"$(ls -A disk)\" = \"$left\"");
    let fill = "dd if=/dev/zero of=disk/filler bs=64k 2>/dev/null || true";
    let lines = format!(
        "export PREAU_DATA=data; mkdir data; cp town.redb data/preau.redb
         {fill}; left=filler; {refused}
         truncate -s -16k disk/filler; {refused}
         \"$PREAU\" serve & serve=$!
         while ! test -S data/preau.sock; do sleep 0.05; done
         {refused}
         rm disk/filler; {backup}; cp disk/town.preau kept
         {fill}; left=$(ls -A disk); {refused}; cmp kept disk/town.preau
         kill -TERM $serve; wait $serve"
    );
    let mut shell = Shell::start(namespace, folder(), &lines);
    let (well, err) = shell.end();
    assert!(well, "{err}");
    let words = "Le disque de la sauvegarde est plein\u{a0}: disk/town.preau n’a pas été écrite";
    // Rocket ends its last words with an empty line.
    let said: Vec<_> = err.lines().filter(|line| !line.is_empty()).collect();
    assert!(said.len() == 4 && said.iter().all(|line| line.starts_with(words)), "{err}");
}
