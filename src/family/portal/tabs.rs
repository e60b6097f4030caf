//! Where the files of a family stand, and the links between them.

use chrono::NaiveDate;

use crate::{
    family::{
        FamilyId, Subject,
        field::Kind,
        store,
        view::parent::{OTHERS, Tab},
    },
    platform::store::{Read, StoreError},
};

/// The tabs beside a file: those of the children, or of the rest of the family.
pub fn tabs(r: &Read, family: FamilyId, kind: Kind, today: NaiveDate) -> Result<Vec<Tab>, StoreError> {
    if kind == Kind::Child {
        let children = store::present(r, family, today)?.into_iter();
        let tab = |(id, child): (_, crate::family::Child)| Tab {
            address: address(Subject::Child(family, id)),
            name: child.first_name,
        };
        return Ok(children.map(tab).collect());
    }
    let guardians = store::guardians(r, family)?.into_iter().filter(|(_, known)| known.archived.is_none());
    let guardians = guardians.map(|(id, known)| Tab {
        address: address(Subject::Guardian(family, id)),
        name: format!("{} {}", known.first_name, known.last_name),
    });
    let others = OTHERS.map(|(address, name)| Tab { address: address.into(), name: name.into() });
    Ok(guardians.chain(others).collect())
}

/// Where a file stands.
pub fn address(about: Subject) -> String {
    match about {
        Subject::Household(_) => "/famille/foyer".into(),
        Subject::Guardian(_, id) => format!("/famille/{id}"),
        Subject::Adult(_, id) => format!("/famille/autres/{id}"),
        Subject::Child(_, id) => format!("/enfants/{id}"),
    }
}
