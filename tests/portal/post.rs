//! Mail: through a real server on this machine, into a folder, or not yet.

use std::{fs, ops::Deref};

use chrono::TimeDelta;
use preau::platform::{
    error::Error,
    mail::{Mail, Mailer, Trouble},
    outbox::{self, Queued, State},
};
use rocket::local::asynchronous::Client;
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    browser::plain,
    mailbox::{Mailbox, SENDER, read},
    world::{World, at, until},
};

/// A portal whose mail goes to a server that may be there or not.
struct Town {
    world: World,
    mailbox: Mailbox,
}

impl Town {
    fn new() -> Self {
        let mailbox = Mailbox::new();
        Self { world: mailbox.world(), mailbox }
    }
}

impl Deref for Town {
    type Target = Mailbox;

    fn deref(&self) -> &Mailbox {
        &self.mailbox
    }
}

fn queued(world: &World) -> Vec<Queued> {
    let mails = world.parts.store.read(outbox::mails).expect("the outbox");
    mails.into_iter().map(|(_, queued)| queued).collect()
}

fn to(address: &str) -> Mail {
    Mail {
        to: address.into(),
        from_name: "Valpréau, « l’été »".into(),
        subject: "Été : œufs à 3,30 €, et un objet trop long pour une seule ligne de l’en-tête".into(),
        text: ".\n..\n.Un point d’abord\n\nPar ici : ça va\n.\n".into(),
        html: format!("<p>\n.\n</p><p>{}</p>", "une très longue ligne ".repeat(100)),
        secret: false,
        ..Mail::default()
    }
}

fn queue(world: &World, address: &'static str) {
    world.change(move |w| Ok(outbox::queue(w, to(address), "00ff", at("2026-11-24 08:00"))?));
}

/// Lucie books a day; a confirmation is queued.
fn book(world: &World) {
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 2e service");
    lucie.press("Valider").sees("C’est enregistré");
}

#[track_caller]
fn is_whole(arrived: &Value, queued: &Queued) {
    let mail = &queued.mail;
    let parts = serde_json::json!([["text/plain", mail.text], ["text/html", mail.html]]);
    assert_eq!(arrived["parts"], parts);
    assert_eq!((&arrived["type"], &arrived["defects"]), (&"multipart/alternative".into(), &0.into()));
    let known = [&mail.subject, &mail.to, &mail.from_name, SENDER];
    assert_eq!(["Subject", "To", "name", "sender"].map(|name| arrived[name].as_str().expect("words")), known);
    assert_eq!(arrived["Message-ID"], format!("<{}@valpreau.example>", queued.id));
}

#[test]
fn a_confirmation_arrives_whole_and_once() {
    let town = Town::new();
    let _server = town.server();
    book(&town.world);
    assert_eq!((town.world.deliver(), town.world.deliver()), (1, 0));
    let (arrived, queued) = (town.arrived(), queued(&town.world));
    assert_eq!((arrived.len(), queued.len()), (1, 1));
    is_whole(&arrived[0], &queued[0]);
    assert_eq!(queued[0].state, State::Sent { at: at("2026-11-24 08:00") });
    let words = ["name", "X-MailFrom", "X-RcptTo"].map(|name| arrived[0][name].as_str().expect("words"));
    assert_eq!(words, ["Valpréau", SENDER, "lucie.alain@famille.example"]);
    let text = arrived[0]["parts"][0][1].as_str().expect("a text");
    assert!(plain(text).contains("- Théo, Cantine 2e service : jeudi 3 décembre"), "{text}");
    assert!(text.contains("http://localhost:8000/reservations"), "{text}");
}

#[test]
fn dots_accents_and_long_lines_arrive_as_they_were_written() {
    let town = Town::new();
    let _server = town.server();
    queue(&town.world, "lucie.alain@famille.example");
    assert_eq!(town.world.deliver(), 1);
    is_whole(&town.arrived()[0], &queued(&town.world)[0]);
}

#[test]
fn a_server_that_is_down_is_tried_later_and_gets_the_mail_once() {
    let town = Town::new();
    book(&town.world);
    assert_eq!(town.world.deliver(), 0);
    let queued = &queued(&town.world)[0];
    let State::Waiting { tries: 1, due, why: Some(why) } = &queued.state else { panic!("{queued:?}") };
    assert_eq!((*due, why.trouble), (at("2026-11-24 08:01"), Trouble::Unreachable), "{why:?}");
    let _server = town.server();
    town.world.set("2026-11-24 08:00:59");
    assert_eq!((town.world.deliver(), town.arrived().len()), (0, 0), "not before it is due");
    town.world.set("2026-11-24 08:01");
    assert_eq!((town.world.deliver(), town.world.deliver()), (1, 0));
    assert_eq!(town.arrived().len(), 1);
    is_whole(&town.arrived()[0], queued);
}

#[test]
fn the_wait_grows_until_the_mail_is_given_up() {
    let town = Town::new();
    queue(&town.world, "lucie.alain@famille.example");
    let (mut before, mut tries) = (TimeDelta::zero(), 0);
    loop {
        tries += 1;
        assert_eq!(town.world.deliver(), 0);
        let State::Waiting { tries: told, due, .. } = queued(&town.world)[0].state else {
            break;
        };
        let wait = due - town.world.parts.clock.now();
        let doubled = (before * 2).clamp(TimeDelta::minutes(1), TimeDelta::hours(8));
        assert_eq!((told, wait), (tries, doubled));
        before = wait;
        town.world.parts.clock.set(due);
    }
    let State::Failed { why } = &queued(&town.world)[0].state else { panic!("{:?}", queued(&town.world)) };
    assert!(!why.said.is_empty());
    let hours = (town.world.parts.clock.now() - at("2026-11-24 08:00")).num_hours();
    assert!((36..=60).contains(&hours), "given up after about two days, not {hours} hours and {tries} tries");
    town.world.set("2026-12-24 08:00");
    let _server = town.server();
    assert_eq!((town.world.deliver(), town.arrived().len()), (0, 0), "given up is given up");
}

#[test]
fn an_address_that_is_refused_fails_at_once_and_holds_nobody_up() {
    let town = Town::new();
    let _server = town.server();
    queue(&town.world, "refuse@famille.example");
    queue(&town.world, "lucie.alain@famille.example");
    assert_eq!(town.world.deliver(), 1);
    let State::Failed { why } = &queued(&town.world)[0].state else { panic!("{:?}", queued(&town.world)) };
    assert!(why.said.contains("550") && why.said.contains("no such person"), "{why:?}");
    assert_eq!(why.trouble, Trouble::Address);
    town.world.set("2026-12-24 08:00");
    assert_eq!(town.world.deliver(), 0);
    let asked = fs::read_to_string(town.folder.path().join("mails.log")).expect("the log");
    assert_eq!(asked, "refuse@famille.example\nlucie.alain@famille.example\n", "each was tried once");
    is_whole(&town.arrived()[0], &queued(&town.world)[1]);
}

#[test]
fn a_server_that_forgets_what_it_took_can_tell_that_it_is_the_same_mail() {
    let town = Town::new();
    let _server = town.server();
    queue(&town.world, "forget@famille.example");
    assert_eq!(town.world.deliver(), 0);
    town.world.set("2026-11-24 08:01");
    assert_eq!(town.world.deliver(), 1);
    let arrived = town.arrived();
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0]["Message-ID"], arrived[1]["Message-ID"]);
}

#[test]
fn a_server_that_went_away_and_came_back_is_found_again() {
    let town = Town::new();
    let server = town.server();
    queue(&town.world, "lucie.alain@famille.example");
    assert_eq!(town.world.deliver(), 1);
    drop(server);
    let _server = town.server();
    queue(&town.world, "paul.alain@famille.example");
    // The connection that was kept is dead: that may cost a try, not the mail.
    until("the second mail leaves", || {
        town.world.parts.clock.set(town.world.parts.clock.now() + TimeDelta::minutes(5));
        (town.world.deliver() == 1).then_some(())
    });
    assert_eq!(town.arrived().len(), 2);
}

#[test]
fn a_write_that_fails_leaves_no_mail() {
    let world = World::new();
    let failed = world.parts.store.write("test", |w| {
        outbox::queue(w, to("lucie.alain@famille.example"), "00ff", at("2026-11-24 08:00"))?;
        Err::<(), Error>(Error::Broken("after the mail".into()))
    });
    assert!(world.runtime.block_on(failed).is_err());
    assert_eq!((queued(&world).len(), world.deliver()), (0, 0));
    book(&world);
    assert_eq!((queued(&world).len(), world.mails().len()), (1, 1));
}

#[test]
fn the_portal_delivers_by_itself() {
    let world = World::new();
    queue(&world, "lucie.alain@famille.example");
    let portal = preau::portal(world.parts.clone(), crate::world::figment());
    let _under_way = world.runtime.block_on(Client::untracked(portal)).expect("a portal");
    until("the mail leaves", || matches!(queued(&world)[0].state, State::Sent { .. }).then_some(()));
}

/// Clears from the first mail to the last. Gives how many turns that took.
fn clear(world: &World) -> usize {
    let (mut from, mut turns) = (0, 0);
    loop {
        from = world.runtime.block_on(outbox::clear(&world.parts, from)).expect("the outbox");
        turns += 1;
        if from == 0 {
            return turns;
        }
    }
}

/// How many mails there are, and whether the queue agrees with them.
#[track_caller]
fn kept(world: &World) -> usize {
    assert_eq!(world.parts.store.read(outbox::check).expect("the outbox"), Vec::<String>::new());
    queued(world).len()
}

#[test]
fn what_was_sent_is_kept_a_month_and_what_was_given_up_a_year() {
    let town = Town::new();
    let world = &town.world;
    let server = town.server();
    queue(world, "refuse@famille.example");
    queue(world, "lucie.alain@famille.example");
    assert_eq!(world.deliver(), 1);
    drop(server);
    world.set("2026-12-24 08:00");
    queue(world, "paul.alain@famille.example");
    assert_eq!((clear(world), kept(world)), (1, 3), "thirty days to the minute");
    world.set("2026-12-24 08:00:01");
    assert_eq!((clear(world), kept(world)), (1, 2), "the one that was sent has gone");
    world.set("2027-11-24 08:00");
    assert_eq!((clear(world), kept(world)), (1, 2));
    world.set("2027-11-24 08:00:01");
    assert_eq!((clear(world), kept(world)), (1, 1), "the one that was given up has gone");
    assert!(matches!(queued(world)[0].state, State::Waiting { .. }), "what waits is never cleared");
}

#[test]
fn many_mails_are_cleared_a_few_at_a_time() {
    let world = World::new();
    for _ in 0..120 {
        queue(&world, "lucie.alain@famille.example");
    }
    while world.deliver() > 0 {}
    world.set("2027-01-24 08:00");
    let next = world.runtime.block_on(outbox::clear(&world.parts, 0)).expect("the outbox");
    assert_eq!((next, kept(&world)), (51, 70));
    assert_eq!((clear(&world), kept(&world)), (2, 0));
    queue(&world, "lucie.alain@famille.example");
    assert_eq!((world.deliver(), kept(&world)), (1, 1), "it goes on");
}

#[test]
fn the_portal_clears_by_itself() {
    let world = World::new();
    queue(&world, "lucie.alain@famille.example");
    assert_eq!(world.deliver(), 1);
    world.set("2027-01-24 08:00");
    let portal = preau::portal(world.parts.clone(), crate::world::figment());
    let _under_way = world.runtime.block_on(Client::untracked(portal)).expect("a portal");
    until("the mail is cleared", || queued(&world).is_empty().then_some(()));
}

#[test]
fn a_folder_gets_one_file_for_each_mail() {
    let folder = TempDir::new().expect("a folder");
    let world = World::mailing(|| Mailer::Folder(folder.path().to_owned()));
    book(&world);
    queue(&world, "paul.alain@famille.example");
    assert_eq!((world.deliver(), world.deliver()), (2, 0));
    let mut files = fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file").path());
    assert!(files.all(|path| path.extension().is_some_and(|ending| ending == "eml")));
    let mut addresses: Vec<_> = read(folder.path()).iter().map(|mail| mail["To"].clone()).collect();
    addresses.sort_by_key(|address| address.to_string());
    assert_eq!(addresses, ["lucie.alain@famille.example", "paul.alain@famille.example"]);
}

#[test]
fn a_server_that_says_nothing_holds_the_outbox_up_for_seconds_only() {
    let mute = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("smtp://{}", mute.local_addr().expect("an address"));
    let world = World::mailing(|| Mailer::smtp(&address, SENDER).expect("an address"));
    queue(&world, "lucie.alain@famille.example");
    let began = std::time::Instant::now();
    assert_eq!(world.deliver(), 0);
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    let State::Waiting { why: Some(why), .. } = &queued(&world)[0].state else { panic!() };
    assert_eq!(why.trouble, Trouble::Slow, "{why:?}");
}
