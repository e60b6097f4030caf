//! The portal opened: the demonstration's, or the town's.

use std::{fs, io, net::TcpListener, path::Path, sync::Arc};

use preau::{
    account::job,
    demo::{self, PASSWORD, People},
    office::job::{Socket, socket},
    platform::{
        Parts, clock::Clock, config::Config, mail::Mailer, password::Passwords, random::Random, store::Store,
    },
    tables,
    town::Span,
};
use rocket::{
    Build, Rocket,
    fairing::AdHoc,
    figment::Figment,
    tokio::{
        self,
        signal::unix::{SignalKind, signal},
    },
};

use crate::{
    data,
    words::{self, Outcome},
};

/// `demo`: the fixture town, in a folder that disappears.
pub async fn demo(figment: Figment, mut config: Config, month: bool) -> Outcome {
    refuse_taken(&config)?;
    let mut asked = Box::pin(asked_to_end());
    let folder = tempfile::tempdir()
        .map_err(|e| format!("Aucun dossier temporaire ne peut être créé : {}.", words::io(&e)))?;
    let mails = folder.path().join("courriels");
    fs::create_dir(&mails).map_err(|e| words::cannot_write(&mails, &e))?;
    config.site = format!("http://localhost:{}", config.port);
    config.secret_key = Random::system().token();
    let clock = Clock::real();
    let opened = demo::payfip::StandIn::open(clock.clone()).await;
    (_, config.payfip) =
        opened.map_err(|e| format!("Le service de paiement d’essai n’a pas pu être ouvert : {e}."))?;
    let store = Store::open(&folder.path().join("preau.redb"), &tables(), clock.clone())
        .map_err(|e| words::store(&e))?;
    data::end_on_failure(&store);
    let parts = Arc::new(Parts {
        store,
        clock,
        random: Random::system(),
        mailer: Arc::new(Mailer::Folder(mails.clone())),
        passwords: Passwords::start(),
        config,
    });
    let span = month.then_some(Span::Month);
    let filled = tokio::select! {
        filled = async {
            demo::fill(&parts, People::Everybody, span).await?;
            demo::payfip::sign(&parts).await
        } => filled,
        () = &mut asked => {
            // The writer is filling still, and the parts would wait for it: it ends with the process.
            std::mem::forget(parts);
            return Ok(());
        }
    };
    filled.map_err(|e| format!("La démonstration n’a pas pu être préparée : {e}."))?;

    let (site, service) = (parts.config.site.clone(), parts.config.payfip.clone());
    let port = parts.config.port;
    // Asked between the filling and the moment that Rocket listens to signals itself.
    let end = AdHoc::on_liftoff("End", |rocket| {
        let shutdown = rocket.shutdown();
        tokio::spawn(async move {
            asked.await;
            shutdown.notify();
        });
        Box::pin(async {})
    });
    launch(preau::portal(parts, figment).attach(end), port, move || welcome(&site, &service, &mails)).await
}

/// Says that the port is taken before anything is done: filling takes seconds.
fn refuse_taken(config: &Config) -> Outcome {
    match TcpListener::bind((config.address, config.port)) {
        Err(why) if why.kind() == io::ErrorKind::AddrInUse => Err(words::taken(config.port)),
        // Rocket says of any other trouble what it is.
        _ => Ok(()),
    }
}

/// From the call on, notes that the process is asked to end, by Ctrl-C or by a service manager.
fn asked_to_end() -> impl Future<Output = ()> + Send {
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        match signals {
            (Ok(mut interrupt), Ok(mut terminate)) => tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            },
            // Then a signal ends the process as it ends any other.
            _ => std::future::pending().await,
        }
    }
}

fn welcome(site: &str, service: &str, mails: &Path) {
    println!("\nPréau, démonstration : la commune inventée de Valpréau.\n");
    println!("  Adresse        {site}");
    println!("  Mot de passe   {PASSWORD}  (le même pour tous)\n");
    for (mail, what) in demo::who() {
        println!("  {mail:<34} {what}");
    }
    println!("\nCôté mairie (chaque code de secours sert une fois : {}) :\n", demo::RECOVERY[..3].join(", "));
    for (mail, what, code) in demo::agents() {
        println!("  {mail:<34} {what}{}", if code { ", avec un code de secours" } else { "" });
    }
    println!("\nLes courriels sont déposés dans {}", mails.display());
    println!(
        "Le paiement en ligne y est un essai, sans valeur ; ses fautes se choisissent sur {service}/tpa/essai"
    );
    println!("Tout disparaît à la fin. Pour arrêter : Ctrl-C.\n");
}

/// `serve`: the town's, on its kept data.
pub async fn serve(figment: Figment, config: Config) -> Outcome {
    let mailer = configured(&config)?;
    pays_for_real(&config)?;
    let (store, begun) = data::patiently(|| data::open_or_begin(&config))?;
    data::end_on_failure(&store);
    if begun {
        println!("{}", words::begun(&config.data));
    }
    let listens =
        format!("Préau écoute sur http://{}:{}, pour {}.", config.address, config.port, config.site);
    let (port, path) = (config.port, socket(&config.data));
    let parts = Arc::new(Parts {
        store,
        clock: Clock::real(),
        random: Random::system(),
        mailer: Arc::new(mailer),
        passwords: Passwords::start(),
        config,
    });
    let Parts { store, config, random, clock, .. } = &*parts;
    let first = job::first(store, config, random, clock.now()).await.map_err(|e| words::store(&e))?;
    let portal = preau::portal(parts.clone(), figment).attach(Socket { path: path.clone() });
    let say = move || {
        println!("{listens}");
        if let Some(link) = &first {
            println!(
                "Personne n’administre encore le portail. Pour créer le premier administrateur, ouvrez dans l’heure : {link}"
            );
        }
    };
    let outcome = launch(portal, port, say).await;
    let _ = fs::remove_file(path);
    outcome
}

fn missing(name: &str, what: &str) -> String {
    let variable = name.to_uppercase();
    format!(
        "Il manque le réglage « {name} » : {what}. Écrivez-le dans Rocket.toml ou dans la variable PREAU_{variable}."
    )
}

/// Whether everything is there that a link is made of.
pub fn addressed(config: &Config) -> Outcome {
    if !config.site.starts_with("http://") && !config.site.starts_with("https://") {
        return Err(missing("site", "l’adresse du portail, par exemple https://famille.valpreau.fr"));
    }
    if config.secret_key.chars().count() < 32 {
        let what = "un secret d’au moins 32 caractères, par exemple la sortie de « openssl rand -hex 32 »";
        return Err(missing("secret_key", what));
    }
    Ok(())
}

/// The mailer, if every setting is there.
fn configured(config: &Config) -> Result<Mailer, String> {
    addressed(config)?;
    if config.smtp.is_empty() {
        let what = "le serveur de courrier, par exemple smtps://utilisateur:motdepasse@smtp.exemple.fr";
        return Err(missing("smtp", what));
    }
    if config.mail_from.is_empty() {
        return Err(missing(
            "mail_from",
            "l’adresse d’expédition des courriels, par exemple enfance@valpreau.fr",
        ));
    }
    Mailer::smtp(&config.smtp, &config.mail_from)
        .map_err(|e| format!("Le serveur de courrier est mal indiqué (smtp, mail_from) : {e}."))
}

/// Whether bills are paid by the service itself: a stand-in would settle them with nothing.
fn pays_for_real(config: &Config) -> Outcome {
    let host = config.payfip.strip_prefix("https://").and_then(|rest| rest.split(['/', ':']).next());
    let elsewhere = |host: &&str| {
        let itself = *host == "localhost" || host.ends_with(".localhost");
        !host.is_empty() && !itself && host.parse::<std::net::IpAddr>().is_err() && !host.starts_with('[')
    };
    match host.filter(elsewhere) {
        Some(_) => Ok(()),
        None => Err(
            "Le réglage « payfip » doit être l’adresse du service de paiement de la DGFiP, en https, par exemple https://www.payfip.gouv.fr. Corrigez-le, ou retirez-le."
                .into(),
        ),
    }
}

fn not_started(why: &str) -> String {
    format!("Le portail ne peut pas démarrer : {why}.")
}

/// Serves until a signal ends it; `say` is said once the port is open.
async fn launch(portal: Rocket<Build>, port: u16, say: impl Fn() + Send + Sync + 'static) -> Outcome {
    use rocket::error::ErrorKind::{Bind, Io, Shutdown};
    let said = AdHoc::on_liftoff("Words", move |_| {
        say();
        Box::pin(async {})
    });
    match portal.attach(said).launch().await {
        Ok(_) => Ok(()),
        Err(error) => {
            let sentence = match error.kind() {
                // Asked to end, it ended; a connection that was still open after the time for it was cut.
                Shutdown(..) => {
                    std::mem::forget(error);
                    return Ok(());
                }
                Bind(why) if why.kind() == io::ErrorKind::AddrInUse => words::taken(port),
                Bind(why) | Io(why) => not_started(&words::io(why)),
                _ => not_started(&error.to_string()),
            };
            // Rocket panics when an error is dropped unseen; this one was told.
            std::mem::forget(error);
            Err(sentence)
        }
    }
}
