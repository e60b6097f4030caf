//! That a bill is out.

use super::{Invoice, number::Series, view::bill};
use crate::{
    platform::mail::Mail,
    ui::{
        french::{self, NBSP},
        letter::{self, Part},
    },
};

/// Tells a guardian that a bill, or a credit note, is out.
pub fn issued(invoice: &Invoice, to: &str, site: &str) -> Mail {
    let printed = &invoice.printed;
    let title = bill::title(invoice);
    let mut parts = vec![
        Part::Words("Bonjour,".into()),
        Part::Words(match invoice.number.series {
            Series::Credit => {
                format!("La mairie a émis un avoir en votre faveur{NBSP}: {}.", bill::sum(invoice))
            }
            _ => format!(
                "Votre facture est disponible. {}, avant le {}.",
                bill::sum(invoice),
                french::day_month_year(invoice.due)
            ),
        }),
        Part::Words(format!("{}.", bill::period(invoice))),
        Part::Button("Voir mes factures".into(), format!("{site}/factures")),
    ];
    let [service, telephone, _] = &printed.contact;
    parts.push(Part::Words(match service.as_str() {
        "" => "Ce message est envoyé automatiquement.".into(),
        service => format!(
            "Ce message est envoyé automatiquement. Pour toute question{NBSP}: {service}, {telephone}."
        ),
    }));
    parts.push(Part::Words(printed.town.clone()));
    Mail {
        to: to.into(),
        from_name: printed.town.clone(),
        subject: title,
        text: letter::text(&parts),
        html: letter::page(&parts).into_string(),
        secret: false,
        ..Mail::default()
    }
}
