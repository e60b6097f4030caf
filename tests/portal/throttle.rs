//! Wrong passwords slow down, as those who sign in see it; nobody locks a parent out.

use preau::{
    account::{
        event::What,
        store,
        token::{Purpose, Token},
    },
    demo::PASSWORD,
};

use crate::{
    browser::{Browser, form},
    world::{World, at},
};

const LUCIE: &str = "lucie.alain@famille.example";

fn tries<'b, 'w>(visitor: &'b mut Browser<'w>, mail: &str, password: &str) -> &'b mut Browser<'w> {
    visitor.post("/connexion", &form(&[("adresse", mail), ("mot-de-passe", password)]))
}

fn from<'w>(world: &'w World, address: &str) -> Browser<'w> {
    let mut visitor = world.visitor();
    visitor.from = Some(address.parse().unwrap());
    visitor
}

#[test]
fn wrong_passwords_slow_an_account_down_and_the_page_says_how_long() {
    let world = World::new();
    let mut visitor = from(&world, "203.0.113.1");
    for _ in 0..3 {
        tries(&mut visitor, LUCIE, "faux").sees("ne sont pas les bons");
    }
    tries(&mut visitor, LUCIE, "faux").sees("Il y a eu trop d’essais : réessayez dans 21 secondes.");
    visitor.sees("Si vous avez oublié votre mot de passe, demandez-en un nouveau");
    assert_eq!(visitor.page.status.code, 429);
    assert!(visitor.page.html.contains(&format!("value=\"{LUCIE}\"")), "what was typed stays");
    // From anywhere, and even the right one.
    tries(&mut from(&world, "198.51.100.7"), LUCIE, PASSWORD).sees("réessayez dans 21 secondes");
    world.set("2026-11-24 08:00:21");
    tries(&mut visitor, LUCIE, "faux").sees("ne sont pas les bons");
    tries(&mut visitor, LUCIE, "faux").sees("réessayez dans 41 secondes");
    let told = || world.events().iter().filter(|event| event.what == What::SlowedDown).count();
    assert_eq!(told(), 1, "the journal is told when it begins, not of each failure");
    world.set("2026-11-24 08:02");
    tries(&mut visitor, LUCIE, PASSWORD).sees("Bonjour Lucie");
    let mut other = from(&world, "198.51.100.7");
    for _ in 0..3 {
        tries(&mut other, LUCIE, "faux").sees("ne sont pas les bons");
    }
}

#[test]
fn an_address_that_nobody_has_slows_down_alike() {
    let world = World::new();
    let answers = |mail: &str| {
        let mut visitor = from(&world, "203.0.113.1");
        let answers = (0..5).map(|_| {
            let body = form(&[("adresse", mail), ("mot-de-passe", "faux")]);
            let page = visitor.raw_post("/connexion", &body, &[("Sec-Fetch-Site", "same-origin")]);
            (page.status.code, page.html.replace(mail, ""))
        });
        answers.collect::<Vec<_>>()
    };
    assert_eq!(answers(LUCIE), answers("personne@famille.example"));
}

#[test]
fn an_account_has_25_tries_a_day_from_devices_it_does_not_know() {
    let world = World::new();
    let mut now = at("2026-11-24 08:00");
    let (mut made, end) = (0, now + chrono::TimeDelta::hours(24));
    let mut visitor = from(&world, "203.0.113.1");
    while now < end {
        world.parts.clock.set(now);
        tries(&mut visitor, LUCIE, "faux");
        made += usize::from(visitor.page.status.code == 422);
        now += chrono::TimeDelta::minutes(61);
    }
    assert!(made <= 25, "{made}");
    world.parts.clock.set(end);
    tries(&mut visitor, LUCIE, PASSWORD).sees("Bonjour Lucie");
}

#[test]
fn an_origin_slows_down_over_many_accounts_and_its_neighbours_do_not() {
    let world = World::new();
    let mut spray = from(&world, "203.0.113.1");
    for n in 0..30 {
        tries(&mut spray, &format!("x{n}@famille.example"), "faux").sees("ne sont pas les bons");
    }
    tries(&mut spray, LUCIE, PASSWORD).sees("réessayez dans 6 secondes");
    tries(&mut from(&world, "203.0.113.2"), LUCIE, PASSWORD).sees("Bonjour Lucie");
    // A parent who gets in does not wash the origin clean.
    world.set("2026-11-24 08:00:05");
    tries(&mut spray, "paul.alain@famille.example", PASSWORD).sees("Bonjour Paul");
    let mut again = from(&world, "203.0.113.1");
    tries(&mut again, "x0@famille.example", "faux").sees("ne sont pas les bons");
    tries(&mut again, "x1@famille.example", "faux").sees("trop d’essais");
}

#[test]
fn one_subscriber_of_ipv6_is_one_origin() {
    let world = World::new();
    for n in 0..30 {
        let mut one = from(&world, &format!("2001:db8:1:2::{n:x}"));
        tries(&mut one, &format!("x{n}@famille.example"), "faux").sees("ne sont pas les bons");
    }
    tries(&mut from(&world, "2001:db8:1:2::ffff"), LUCIE, PASSWORD).sees("trop d’essais");
    tries(&mut from(&world, "2001:db8:1:3::1"), LUCIE, PASSWORD).sees("Bonjour Lucie");
}

#[test]
fn nobody_locks_a_parent_out_of_a_device_that_is_known() {
    let world = World::new();
    let mut lucie = from(&world, "203.0.113.50");
    tries(&mut lucie, LUCIE, PASSWORD).post("/deconnexion", "");
    let mut stranger = from(&world, "198.51.100.7");
    for _ in 0..3 {
        tries(&mut stranger, LUCIE, "faux");
    }
    tries(&mut stranger, LUCIE, "faux").sees("trop d’essais");
    tries(&mut lucie, LUCIE, PASSWORD).sees("Bonjour Lucie");
    // Nor does the right one on a known device give the stranger more tries.
    tries(&mut stranger, LUCIE, PASSWORD).sees("trop d’essais");
    // A device that is known to one account is a stranger to another.
    lucie.post("/deconnexion", "");
    for _ in 0..3 {
        tries(&mut stranger, "paul.alain@famille.example", "faux");
    }
    tries(&mut lucie, "paul.alain@famille.example", PASSWORD).sees("trop d’essais");
}

#[test]
fn a_known_device_slows_down_by_itself_and_for_minutes_only() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.post("/deconnexion", "");
    for _ in 0..5 {
        tries(&mut lucie, LUCIE, "faux").sees("ne sont pas les bons");
    }
    tries(&mut lucie, LUCIE, PASSWORD).sees("réessayez dans 11 secondes");
    for minute in 1..9 {
        world.set(&format!("2026-11-24 08:{:02}", 6 * minute));
        tries(&mut lucie, LUCIE, "faux").sees("ne sont pas les bons");
    }
    world.set("2026-11-24 08:54");
    tries(&mut lucie, LUCIE, PASSWORD).sees("Bonjour Lucie");
}

#[test]
fn a_mailed_link_passes_whatever_strangers_try() {
    let world = World::new();
    let mut stranger = from(&world, "198.51.100.7");
    for _ in 0..4 {
        tries(&mut stranger, LUCIE, "faux");
    }
    stranger.sees("trop d’essais");
    let (secret, now) = ("0123456789abcdef0123456789abcdef", world.parts.clock.now());
    let key = store::keyed(&world.parts.config, store::Kind::Link, secret);
    world.change(move |w| {
        let (account, _) = store::account(w, LUCIE)?.expect("Lucie");
        let purpose = Purpose::Address { account, mail: "neuve@famille.example".into() };
        Ok(store::issue(w, &key, &Token { purpose, until: now + Token::MAILED }, now)?)
    });
    stranger.post(&format!("/compte/adresse/{secret}"), "").sees("Votre nouvelle adresse est enregistrée.");
}

#[test]
fn who_forwards_is_believed_only_when_the_configuration_says_so() {
    let spray = |world: &World| {
        let mut last = 0;
        for n in 0..31 {
            let mut visitor = from(world, "192.0.2.1");
            let body = form(&[("adresse", &format!("x{n}@famille.example")), ("mot-de-passe", "faux")]);
            let said = ["198.51.100.7", "198.51.100.8"][n % 2];
            let headers = [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-For", said)];
            last = visitor.raw_post("/connexion", &body, &headers).status.code;
        }
        last
    };
    assert_eq!(spray(&World::new()), 429, "one connection, whatever it says of itself");
    assert_eq!(spray(&World::behind(&["192.0.2.1"])), 422, "two visitors behind the town's own proxy");
}

#[test]
fn a_mailed_link_to_a_password_passes_whatever_strangers_tried() {
    let world = World::new();
    let mut stranger = from(&world, "203.0.113.9");
    for turn in 0..30 {
        world.set(&format!("2026-11-24 {:02}:{:02}", 8 + turn / 2, turn % 2 * 30));
        tries(&mut stranger, LUCIE, "faux");
    }
    let mut lucie = from(&world, "198.51.100.4");
    tries(&mut lucie, LUCIE, PASSWORD).sees("Il y a eu trop d’essais");
    lucie.post("/mot-de-passe", &form(&[("adresse", LUCIE)]));
    let mails = world.mails();
    let link = mails.last().unwrap().text.split_once("/mot-de-passe/").unwrap().1[..64].to_owned();
    let new = "Une-neuve-2026!";
    let chosen = form(&[("mot-de-passe", new), ("confirmation", new)]);
    lucie.post(&format!("/mot-de-passe/{link}"), &chosen).sees("Votre mot de passe est enregistré");
    // The stranger goes on; she is in all the same, from this device.
    for _ in 0..9 {
        tries(&mut stranger, LUCIE, "faux");
    }
    tries(&mut lucie, LUCIE, new).sees("Bonjour Lucie");
}

#[test]
fn a_device_is_known_only_while_the_password_is_the_one_that_it_gave() {
    let world = World::new();
    let mut old = from(&world, "203.0.113.1");
    tries(&mut old, LUCIE, PASSWORD).sees("Bonjour Lucie");
    old.post("/deconnexion", "");
    let mut lucie = from(&world, "198.51.100.4");
    lucie.post("/mot-de-passe", &form(&[("adresse", LUCIE)]));
    let mails = world.mails();
    let link = mails.last().unwrap().text.split_once("/mot-de-passe/").unwrap().1[..64].to_owned();
    let chosen = form(&[("mot-de-passe", "Une-neuve-2026!"), ("confirmation", "Une-neuve-2026!")]);
    lucie.post(&format!("/mot-de-passe/{link}"), &chosen);
    // As slow as a stranger: three tries, not five.
    for _ in 0..3 {
        tries(&mut old, LUCIE, PASSWORD).sees("ne sont pas les bons");
    }
    tries(&mut old, LUCIE, PASSWORD).sees("Il y a eu trop d’essais");
}

#[test]
fn too_many_tries_at_once_wait_a_moment() {
    let world = World::new();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries = (0..24).map(|_| {
            scope.spawn(|| {
                let mut visitor = from(&world, "203.0.113.1");
                tries(&mut visitor, LUCIE, "faux");
                visitor.page.status.code
            })
        });
        tries.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect()
    });
    let looked_at = statuses.iter().filter(|status| **status == 422).count();
    assert!((3..=13).contains(&looked_at), "{statuses:?}");
}
