//! The stand-in's pages, where one chooses what happens.

use std::sync::Arc;

use maud::{DOCTYPE, Markup, html};
use rocket::{FromForm, Route, State, form::Form, get, http::Status, post, routes};
use strum::IntoEnumIterator;

use super::{
    Deed, StandIn,
    fault::{self, Fault},
    lock, openable,
};
use crate::{
    platform::error::{Answer, SeeOther},
    ui::french,
};

pub fn routes() -> Vec<Route> {
    routes![open, act, next, plan]
}

fn page(content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { "Essai de paiement, sans valeur" }
                link rel="icon" href="data:,";
                style { "body{font:1.1em/1.5 sans-serif;max-width:34em;margin:1em auto;padding:0 1em}button,select{font:inherit;min-height:44px;width:100%;margin:.2em 0}" }
            }
            body { main { h1 { "Essai de paiement, sans valeur" } (content) } }
        }
    }
}

fn refused(code: &str) -> (Status, Markup) {
    let words = match code {
        "P3" => "Cette opération a déjà servi.",
        "P4" => "Cette opération a plus de 15 minutes.",
        _ => "Cette opération n’existe pas.",
    };
    (Status::Ok, page(html! { p { (words) " (code " (code) ")" } }))
}

#[get("/tpa/paiementws.web?<idop>")]
fn open(stand_in: &State<Arc<StandIn>>, idop: &str) -> (Status, Markup) {
    let mut operations = lock(&stand_in.operations);
    let operation = match openable(operations.get_mut(idop), stand_in.clock.now()) {
        Ok(operation) => operation,
        Err(code) => return refused(code),
    };
    let field = |name: &str| operation.fields.get(name).map_or("", String::as_str);
    let amount = field("montant").parse().unwrap_or_default();
    let content = html! {
        p { "Cette page tient lieu de celle de PayFiP. Aucune somme n’est prélevée : choisissez ce qui arrive." }
        dl {
            dt { "Montant" } dd { (french::money(amount)) }
            dt { "Référence" } dd { (field("refdet")) }
            dt { "Objet" } dd { (field("objet")) }
            dt { "Confirmation à" } dd { (field("mel")) }
        }
        form method="post" action="/tpa/paiementws.web" {
            input type="hidden" name="idop" value=(idop);
            @for deed in Deed::iter() {
                button name="geste" value=(<&str>::from(deed)) { (words(deed)) }
            }
            h2 { "Une faute" }
            (faults())
            button name="geste" value="faute" { "Payer ; à la prochaine question, le service répond cette faute" }
        }
        p { a href="/tpa/essai" { "Faire échouer la prochaine demande du portail, quelle qu’elle soit" } }
    };
    (Status::Ok, page(content))
}

fn words(deed: Deed) -> &'static str {
    match deed {
        Deed::Card => "Payer par carte",
        Deed::Debit => "Payer par prélèvement",
        Deed::CardRefused => "Payer par carte : refusé par la banque",
        Deed::DebitRefused => "Payer par prélèvement : refusé",
        Deed::Abandoned => "Abandonner",
        Deed::Late => "Payer ; le résultat tarde",
        Deed::Twice => "Payer ; la notification arrive deux fois",
        Deed::Thrice => "Payer ; la notification arrive trois fois",
        Deed::Never => "Payer ; le résultat ne vient jamais",
        Deed::OtherAmount => "Payer ; le service répond un autre montant",
        Deed::OtherReference => "Payer ; le service répond une autre référence",
        Deed::OtherClient => "Payer ; le service répond un autre client",
        Deed::OtherMode => "Payer ; le service répond un résultat d’essai",
        Deed::Unknown => "Payer par un moyen inconnu du portail",
        Deed::Forgotten => "Fermer la page ; le service oublie l’opération",
    }
}

/// The faults that there are, to choose one.
fn faults() -> Markup {
    html! {
        label for="faute" { "Faute" }
        select #faute name="faute" {
            @for fault in fault::ALL { option value=(fault::key(fault)) { (fault::key(fault)) ", " (fault.2) } }
        }
    }
}

#[derive(FromForm)]
struct Chosen<'r> {
    idop: &'r str,
    geste: &'r str,
    faute: Option<&'r str>,
}

/// What is done; "faute": it is paid, and the fault that is chosen is answered once.
#[post("/tpa/paiementws.web", data = "<chosen>")]
fn act(stand_in: &State<Arc<StandIn>>, chosen: Form<Chosen<'_>>) -> Result<Answer, Status> {
    let (deed, fault) = match chosen.geste {
        "faute" => (Deed::Card, Some(chosen_fault(chosen.faute)?)),
        deed => (deed.parse().map_err(|_| Status::UnprocessableEntity)?, None),
    };
    Ok(match stand_in.act(chosen.idop, deed, fault) {
        Ok(back) => Answer::SeeOther(SeeOther(back)),
        Err(code) => Answer::Page(refused(code)),
    })
}

fn chosen_fault(key: Option<&str>) -> Result<Fault, Status> {
    key.and_then(fault::named).ok_or(Status::UnprocessableEntity)
}

/// Where the next answer is chosen, whatever the portal asks: that is how a payment does not even begin.
#[get("/tpa/essai?<prevu>")]
fn next(prevu: Option<&str>) -> Markup {
    page(html! {
        @if let Some(fault) = prevu.and_then(fault::named) {
            p role="status" { "La prochaine demande du portail recevra : " (fault::key(fault)) ", " (fault.2) "." }
        }
        p { "Cette page tient lieu du service PayFiP. Choisissez ce qu’il répondra à la prochaine demande du portail, par exemple quand un paiement commence." }
        form method="post" action="/tpa/essai" {
            (faults())
            button { "Répondre cette faute à la prochaine demande" }
        }
    })
}

#[derive(FromForm)]
struct Plan<'r> {
    faute: &'r str,
}

#[post("/tpa/essai", data = "<chosen>")]
fn plan(stand_in: &State<Arc<StandIn>>, chosen: Form<Plan<'_>>) -> Result<SeeOther, Status> {
    let fault = chosen_fault(Some(chosen.faute))?;
    stand_in.fail_next(fault);
    Ok(SeeOther(format!("/tpa/essai?prevu={}", fault::key(fault))))
}
