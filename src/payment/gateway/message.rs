//! Messages: what is sent, and what comes back, whatever its prefixes.

use std::{collections::BTreeMap, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use roxmltree::{Document, Node};

use crate::payment::fault::{Code, Fault, Kind, Trouble};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// The namespace of the service's own elements: those right under the body, and the detail of a fault.
pub const NAMESPACE: &str = "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

/// The message that asks for an operation, its fields in the order of the schema.
pub fn request(operation: &str, fields: &[(&str, String)]) -> String {
    let mut writer = Writer::new(Vec::new());
    let written = write(&mut writer, operation, fields);
    written.expect("memory takes what is written");
    String::from_utf8(writer.into_inner()).expect("what was text is text")
}

fn write(writer: &mut Writer<Vec<u8>>, operation: &str, fields: &[(&str, String)]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let envelope = writer.create_element("soap:Envelope").with_attribute(("xmlns:soap", SOAP));
    envelope.write_inner_content(|writer| {
        writer.create_element("soap:Body").write_inner_content(|writer| {
            let wrapper = format!("s:{operation}");
            let wrapper = writer.create_element(wrapper).with_attribute(("xmlns:s", NAMESPACE));
            wrapper.write_inner_content(|writer| {
                writer.create_element("arg0").write_inner_content(|writer| {
                    for (name, value) in fields {
                        writer.create_element(*name).write_text_content(BytesText::new(value))?;
                    }
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

/// What the service says: the fields of its answer, by their names in small letters.
#[derive(Debug)]
pub struct Said(BTreeMap<String, String>);

impl Said {
    /// A field; empty when it is not there.
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

/// Reads what came back when `operation` was asked for.
///
/// # Errors
/// A fault of the service, or what is wrong with the message.
pub fn read(operation: &str, text: &str) -> Result<Said, Trouble> {
    let garbled = |what: &str| Trouble::Garbled(what.into());
    let document = Document::parse(text).map_err(|error| garbled(&error.to_string()))?;
    let envelope = document.root_element();
    if !envelope.has_tag_name((SOAP, "Envelope")) {
        return Err(garbled("no envelope"));
    }
    let body = child(envelope, (SOAP, "Body")).ok_or_else(|| garbled("no body"))?;
    if let Some(fault) = child(body, (SOAP, "Fault")) {
        return Err(self::fault(fault));
    }
    let wrapper = format!("{operation}Response");
    let wrapper = child(body, (NAMESPACE, wrapper.as_str())).ok_or_else(|| garbled("another answer"))?;
    let inside = wrapper.children().find(|node| node.has_tag_name("return"));
    Ok(Said(fields(inside.ok_or_else(|| garbled("an empty answer"))?)))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: (&str, &str)) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

/// The fault, as its detail says; without a detail that is known, the service has failed.
fn fault(fault: Node) -> Trouble {
    let detail = fault.children().find(|node| node.has_tag_name("detail"));
    let known = detail.into_iter().flat_map(|detail| detail.children()).find_map(|node| {
        let kind = Kind::ALL.into_iter().find(|(_, name)| node.has_tag_name((NAMESPACE, *name)))?.0;
        Some((kind, fields(node)))
    });
    match known {
        Some((kind, fields)) => {
            let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
            let label = [text("libelle"), text("message"), text("descriptif")];
            let label = label.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
            Trouble::Fault(Fault { kind, code: Code::of(&text("code")), label: short(&label) })
        }
        None => {
            let words = fault.children().find(|node| node.has_tag_name("faultstring"));
            let label = words.and_then(|node| node.text()).unwrap_or_default();
            Trouble::Fault(Fault { kind: Kind::Dysfunction, code: Code::of(""), label: short(label) })
        }
    }
}

/// What is kept of the service's words, and shown: a line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// The elements in another, by their names in small letters: some examples of the official guide write `idop`.
fn fields(node: Node) -> BTreeMap<String, String> {
    let elements = node.children().filter(|node| node.is_element());
    elements
        .map(|node| {
            let text: String = node.children().filter_map(|inside| inside.text()).collect();
            (node.tag_name().name().to_ascii_lowercase(), text.trim().to_owned())
        })
        .collect()
}
