//! The stand-in's service: the three questions of the contract, judged as the real one judges them.

use std::{collections::BTreeMap, sync::Arc};

use chrono_tz::Europe::Paris;
use quick_xml::escape::escape;
use rocket::{
    Route, State, get,
    http::{ContentType, Status},
    post, routes,
};
use roxmltree::{Document, Node};

use super::{
    CLIENTS, Deed, Operation, StandIn,
    fault::{self, Fault},
    lock,
};
use crate::payment::fault::Kind;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const NAMESPACE: &str = "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";
const WSDL: &str = include_str!("../../../fixtures/payfip/PaiementSecuriseService.wsdl");
const SCHEMAS: [&str; 3] = [
    include_str!("../../../fixtures/payfip/PaiementSecuriseService_schema1.xsd"),
    include_str!("../../../fixtures/payfip/PaiementSecuriseService_schema2.xsd"),
    include_str!("../../../fixtures/payfip/PaiementSecuriseService_schema3.xsd"),
];

pub fn routes() -> Vec<Route> {
    routes![contract, schema, service]
}

#[get("/tpa/services/securite?wsdl")]
fn contract() -> (ContentType, &'static str) {
    (ContentType::XML, WSDL)
}

#[get("/tpa/services/<name>")]
fn schema(name: &str) -> Option<(ContentType, &'static str)> {
    let number = name.strip_prefix("PaiementSecuriseService_schema")?.strip_suffix(".xsd")?;
    let schema = SCHEMAS.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some((ContentType::XML, schema))
}

type Fields = BTreeMap<String, String>;

#[post("/tpa/services/securite", data = "<message>")]
fn service(stand_in: &State<Arc<StandIn>>, message: String) -> (Status, (ContentType, String)) {
    lock(&stand_in.received).push(message.clone());
    let planned = lock(&stand_in.next).take();
    let answer = match planned {
        Some(fault) => Err(fault),
        None => answer(stand_in, &message),
    };
    let (status, text) = match answer {
        Ok((operation, fields)) => {
            let inside = elements(&fields);
            let name = format!("{operation}Response");
            (
                Status::Ok,
                format!("<ns2:{name} xmlns:ns2=\"{NAMESPACE}\"><return>{inside}</return></ns2:{name}>"),
            )
        }
        Err(fault) => (Status::InternalServerError, told(fault)),
    };
    let text = format!("<S:Envelope xmlns:S=\"{SOAP}\"><S:Body>{text}</S:Body></S:Envelope>");
    lock(&stand_in.sent).push(text.clone());
    (status, (ContentType::new("text", "xml"), text))
}

fn told((kind, code, words): Fault) -> String {
    let name = Kind::ALL.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name);
    let words = escape(words);
    format!(
        "<S:Fault><faultcode>S:Server</faultcode>\
         <faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.{name}</faultstring>\
         <detail><ns1:{name} xmlns:ns1=\"{NAMESPACE}\"><code>{code}</code><descriptif>{words}</descriptif>\
         <libelle>{words}</libelle><severite>2</severite></ns1:{name}></detail></S:Fault>"
    )
}

fn elements(fields: &[(&'static str, String)]) -> String {
    fields.iter().map(|(name, value)| format!("<{name}>{}</{name}>", escape(value.as_str()))).collect()
}

type Answer = (&'static str, Vec<(&'static str, String)>);

fn answer(stand_in: &StandIn, message: &str) -> Result<Answer, Fault> {
    let protocol = (Kind::Protocol, "", "Message incompris");
    let document = Document::parse(message).map_err(|_| protocol)?;
    let wrapper = document
        .root_element()
        .children()
        .find(|node| node.has_tag_name((SOAP, "Body")))
        .and_then(|body| body.children().find(Node::is_element))
        .filter(|wrapper| wrapper.tag_name().namespace() == Some(NAMESPACE))
        .ok_or(protocol)?;
    let asked = wrapper.children().find(|node| node.has_tag_name("arg0")).ok_or(protocol)?;
    let field = |node: Node| (node.tag_name().name().to_owned(), node.text().unwrap_or_default().to_owned());
    let fields: Fields = asked.children().filter(Node::is_element).map(field).collect();
    match wrapper.tag_name().name() {
        "recupererDetailClient" => client(&fields),
        "creerPaiementSecurise" => create(stand_in, fields),
        "recupererDetailPaiementSecurise" => result(stand_in, &fields),
        _ => Err(protocol),
    }
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", String::as_str)
}

fn refuse<T>(code: &'static str) -> Result<T, Fault> {
    Err(fault::named(code).unwrap_or((Kind::Functional, code, "")))
}

fn known(number: &str) -> Result<[&'static str; 3], Fault> {
    if number.len() != 6 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return refuse("T1");
    }
    match CLIENTS.into_iter().find(|(known, ..)| *known == number) {
        None => refuse("T2"),
        Some((.., false)) => refuse("T4"),
        Some((_, labels, true)) => Ok(labels),
    }
}

fn client(fields: &Fields) -> Result<Answer, Fault> {
    let number = text(fields, "numCli");
    let [first, second, third] = known(number)?.map(String::from);
    let fields = vec![
        ("libelleN1", first),
        ("libelleN2", second),
        ("libelleN3", third),
        ("numcli", number.to_owned()),
    ];
    Ok(("recupererDetailClient", fields))
}

fn create(stand_in: &StandIn, fields: Fields) -> Result<Answer, Fault> {
    let field = |name: &str| text(&fields, name);
    known(field("numcli"))?;
    let mail = field("mel");
    if mail.is_empty() {
        return refuse("A1");
    }
    if !(6..=80).contains(&mail.len()) || !mail.contains('@') {
        return refuse("A2");
    }
    let reference = field("refdet");
    if !(6..=30).contains(&reference.len()) || !reference.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return refuse("R3");
    }
    if !["T", "X", "W"].contains(&field("saisie")) {
        return refuse("S1");
    }
    match field("montant").parse::<u64>() {
        Err(_) => return refuse("M1"),
        Ok(0..100) => return refuse("M3"),
        Ok(10_000_000..) => return refuse("M5"),
        Ok(_) => {}
    }
    let address = |name| field(name).starts_with("http") && field(name).len() <= 250;
    if !address("urlnotif") {
        return refuse("N1");
    }
    if !address("urlredirect") {
        return refuse("D1");
    }
    let token = stand_in.random.token();
    let cut = [&token[..8], &token[8..12], &token[12..16], &token[16..20], &token[20..]];
    let (id, created) = (cut.join("-"), stand_in.clock.now());
    let operation = Operation { fields, created, done: None, asked: 0, fault: None };
    lock(&stand_in.operations).insert(id.clone(), operation);
    Ok(("creerPaiementSecurise", vec![("idOp", id)]))
}

fn result(stand_in: &StandIn, fields: &Fields) -> Result<Answer, Fault> {
    let id = text(fields, "idOp");
    let mut operations = lock(&stand_in.operations);
    let Some(operation) = operations.get_mut(id) else { return refuse("P1") };
    let Some((deed, at)) = operation.done else { return refuse("P5") };
    operation.asked += 1;
    let asked = operation.asked;
    if let Some(fault) = operation.fault.take() {
        return Err(fault);
    }
    match deed {
        Deed::Never => return refuse("P5"),
        Deed::Late if asked < 3 => return refuse("P5"),
        Deed::Forgotten => return refuse("P1"),
        _ => {}
    }
    let letter = match deed {
        Deed::Debit => "V",
        Deed::CardRefused => "R",
        Deed::DebitRefused => "Z",
        Deed::Abandoned => "A",
        Deed::Unknown => "Q",
        _ => "P",
    };
    let field = |name: &str| text(&operation.fields, name).to_owned();
    let amount: u64 = field("montant").parse().unwrap_or_default();
    let local = at.with_timezone(&Paris);
    let paid = ["P", "V"].contains(&letter);
    let fields = [
        ("dattrans", Some(local.format("%d%m%Y").to_string())),
        // Half of it, as the real one answers.
        ("exer", Some(field("exer").chars().take(2).collect())),
        ("heurtrans", Some(local.format("%H%M").to_string())),
        ("idOp", Some(id.to_owned())),
        ("mel", Some(field("mel"))),
        ("montant", Some(if deed == Deed::OtherAmount { amount + 100 } else { amount }.to_string())),
        ("numauto", paid.then(|| "112233445566-tip".to_owned())),
        ("numcli", Some(if deed == Deed::OtherClient { "054321".into() } else { field("numcli") })),
        ("objet", Some(field("objet")).filter(|object| !object.is_empty())),
        ("refdet", Some(if deed == Deed::OtherReference { "AUTRE00001".into() } else { field("refdet") })),
        ("resultrans", Some(letter.to_owned())),
        ("saisie", Some(if deed == Deed::OtherMode { "T".into() } else { field("saisie") })),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect();
    Ok(("recupererDetailPaiementSecurise", fields))
}
