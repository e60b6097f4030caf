//! A bill that is issued never changes, whatever follows.

use std::collections::BTreeSet;

use preau::{
    activity,
    attendance::State,
    family::{self, ChildId, FamilyId, GuardianId, Known},
    invoice::{Invoice, OfficeId, number::Number, store},
    platform::{money::Cents, store::journal},
    tariff::{self, TariffId, quotient::Quotient, rule::Rule},
    town,
};

use super::{again, bills, call, december, is_sound, issue, payment, submit};
use crate::world::World;

const ACCOUNT: &str = "/mairie/familles/1/compte";

/// Bills and credit notes are written once, and so are their documents: the journal knows of no other write.
#[track_caller]
pub fn were_written_once(world: &World) {
    let entries = world.parts.store.read(|r| journal::entries(r, 1, usize::MAX)).expect("the journal");
    let changes = entries.iter().flat_map(|(_, entry)| &entry.changes);
    let kept =
        changes.filter(|change| ["invoices-1", "invoice-documents-1"].contains(&change.table.as_str()));
    let mut written = BTreeSet::new();
    for change in kept {
        assert!(change.before.is_none() && change.after.is_some(), "{change:?}");
        assert!(written.insert((&change.table, &change.key)), "{change:?}");
    }
    assert!(!written.is_empty(), "there are bills");
}

/// A bill, and the bytes of its document.
fn kept(world: &World, number: &Number) -> (Invoice, Vec<u8>) {
    let read = world.parts.store.read(|r| {
        Ok::<_, preau::platform::error::Error>((store::invoice(r, number)?, store::document(r, number)?))
    });
    let (bill, document) = read.expect("a read");
    (bill.expect("a bill"), document.expect("a document"))
}

fn everything_is_called_otherwise(world: &World) {
    world.change(|w| {
        let id = FamilyId(1);
        let mut family = family::store::family(w, id)?.expect("ALAIN");
        family.name = "AUTRE".into();
        let mut address = family.address.on("2026-12-01".parse().unwrap()).expect("an address").value.clone();
        address.street = "1 rue Neuve".into();
        family.address.set("2026-09-01".parse().unwrap(), address);
        family::store::set_family(w, id, &family)?;
        let mut lucie = family::store::guardian(w, id, GuardianId(2))?.expect("Lucie");
        lucie.last_name = "DUPONT".into();
        family::store::set_guardian(w, id, GuardianId(2), &lucie)?;
        let mut child = family::store::child_of(w, ChildId(1))?.expect("Théo");
        child.first_name = "Tom".into();
        family::store::set_child(w, ChildId(1), &child)?;
        let mut services = activity::store::services(w)?.list.clone();
        services.iter_mut().for_each(|service| service.name = "Autre".into());
        activity::store::set_services(w, &services)?;
        let mut office = store::office(w, OfficeId(1))?.expect("an office");
        (office.name, office.issuer, office.days) = ("Autre régie".into(), "Une autre".into(), 60);
        store::set_office(w, OfficeId(1), &office)?;
        let mut identity = town::store::town(w)?.identity.clone();
        (identity.name, identity.contact.address) = ("Autreville".into(), "2 place Neuve".into());
        Ok(town::store::set_identity(w, &identity)?)
    });
}

/// Each canteen meal, those of December too, costs so many cents.
fn meals_cost(world: &World, cents: i64) {
    world.change(move |w| {
        let mut canteen = tariff::store::tariffs(w)?.0[&TariffId(1)].clone();
        let mut version =
            canteen.versions.on("2026-12-01".parse().unwrap()).expect("a version").value.clone();
        let rule = Rule::Flat { resident: Cents(cents), other: None };
        version.cases.iter_mut().for_each(|case| case.rule = rule.clone());
        canteen.versions.set("2025-09-01".parse().unwrap(), version);
        Ok(tariff::store::set_tariff(w, &canteen)?)
    });
}

#[test]
fn an_issued_bill_is_the_same_to_the_byte_through_everything_that_follows() {
    let world = december();
    issue(&world, "2026-12");
    let number = bills(&world, 1)[0].number;
    let (bill, document) = kept(&world, &number);
    let address = format!("/factures/{number}");
    let lines = |world: &World| world.sign_in("lucie.alain").get(&address).page.at("table").expect("lines");
    let shown = lines(&world);
    let pay = |world: &World, amount: &str, means: &str, form: &str| {
        let body = payment(amount, means, &[("formulaire", form), ("facture", &number.to_string())]);
        world.agent("marc.petit").post(ACCOUNT, &body).sees("Le paiement est enregistré");
    };
    type Act<'a> = (&'a str, Box<dyn Fn(&World) + 'a>);
    let acts: [Act; 11] = [
        ("a part is paid", Box::new(|world| pay(world, "2,00", "cash", "a"))),
        ("a cheque pays the rest", Box::new(|world| pay(world, "14,20", "cheque", "b"))),
        (
            "the cheque comes back",
            Box::new(|world| {
                let receipt = format!("{ACCOUNT}/recus/R2027-1-000002/rejeter");
                world.agent("marc.petit").post(&receipt, "").sees("Le rejet est enregistré");
            }),
        ),
        ("everything is called otherwise", Box::new(everything_is_called_otherwise)),
        (
            "a day is excused: a credit note",
            Box::new(|world| {
                call(world, 1, 3, "2026-12-10", State::Strike);
                again(world, 1);
            }),
        ),
        (
            "the quotient changes, that of the past too",
            Box::new(|world| {
                world.change(|w| {
                    let mut family = family::store::family(w, FamilyId(1))?.expect("ALAIN");
                    let low = Known::of(Some(Quotient::euros(10)));
                    family.quotient.set("2025-09-01".parse().unwrap(), low);
                    Ok(family::store::set_family(w, FamilyId(1), &family)?)
                });
                again(world, 1);
            }),
        ),
        (
            "prices change, those of the past too: a correction",
            Box::new(|world| {
                meals_cost(world, 700);
                again(world, 1);
            }),
        ),
        (
            "the correction is cancelled",
            Box::new(|world| {
                let last = bills(world, 1).pop().expect("a correction").number;
                let mut marc = world.agent("marc.petit");
                submit(marc.get(&format!("/mairie/factures/{last}")), "Émettre l’avoir")
                    .sees("Avoir A2027-1");
            }),
        ),
        ("the month is billed again, to all", Box::new(|world| drop(issue(world, "2026-12")))),
        (
            "years go by, and the portal is busy",
            Box::new(|world| {
                world.set("2028-02-01 09:00");
                world.runtime.block_on(preau::invoice::job::run(&world.parts)).expect("bills");
            }),
        ),
        (
            "the child and the family leave",
            Box::new(|world| {
                world.change(|w| {
                    let mut child = family::store::child_of(w, ChildId(1))?.expect("a child");
                    child.archived = "2027-01-04".parse().ok();
                    family::store::set_child(w, ChildId(1), &child)?;
                    let mut family = family::store::family(w, FamilyId(1))?.expect("a family");
                    family.archived = "2028-03-01".parse().ok();
                    Ok(family::store::set_family(w, FamilyId(1), &family)?)
                });
            }),
        ),
    ];
    for (what, act) in &acts {
        act(&world);
        assert!(kept(&world, &number) == (bill.clone(), document.clone()), "{what}");
        if *what != "the child and the family leave" {
            assert_eq!(lines(&world), shown, "{what}");
        }
    }
    let totals: Vec<i64> = bills(&world, 1).iter().map(|bill| bill.total.0).collect();
    assert_eq!(totals, [1620, -540, -260, 580, -580, 580], "what was wrong is mended beside it");
    were_written_once(&world);
    is_sound(&world);
}
