//! The town hall's people from the command line: the way in when nobody else can give one.

use clap::{Subcommand, ValueEnum};
use preau::{
    account::{
        job::{self, Asked, Told},
        role::Role,
    },
    office::job::AGENT,
    platform::{clock::Clock, config::Config, random::Random},
};
use rocket::tokio::{self, runtime::Handle};

use crate::{
    data, portal,
    words::{self, Outcome, Unreached},
};

/// What is done with an agent.
#[derive(Subcommand)]
pub enum Command {
    /// Crée un agent, et affiche un lien valable une heure pour choisir son mot de passe
    Create {
        /// Adresse électronique
        adresse: String,
        /// Prénom
        #[arg(long)]
        prenom: String,
        /// Nom
        #[arg(long)]
        nom: String,
        /// Rôle, à répéter s'il y en a plusieurs
        #[arg(long = "role", required = true)]
        roles: Vec<Named>,
    },
    /// Affiche un lien valable une heure pour un agent qui a perdu son mot de passe ou sa double vérification : il
    /// retire les deux
    Reset {
        /// Adresse électronique
        adresse: String,
    },
}

/// A role as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Named {
    Administrateur,
    Familles,
    Facturation,
    Pointage,
    Consultation,
}

impl From<Named> for Role {
    fn from(named: Named) -> Self {
        match named {
            Named::Administrateur => Role::Administrator,
            Named::Familles => Role::Families,
            Named::Facturation => Role::Billing,
            Named::Pointage => Role::RollCall,
            Named::Consultation => Role::Reader,
        }
    }
}

/// `agent`: of the running portal or of a closed one.
pub fn run(config: &Config, command: Command) -> Outcome {
    let (asked, mail) = match command {
        Command::Create { adresse, prenom, nom, roles } => {
            let roles = roles.into_iter().map(Role::from).collect();
            (Asked::Create { mail: adresse.clone(), first_name: prenom, last_name: nom, roles }, adresse)
        }
        Command::Reset { adresse } => (Asked::Reset { mail: adresse.clone() }, adresse),
    };
    let link = match data::patiently(|| answer(config, &asked))? {
        Told::Link(link) => link,
        refused => return Err(words::agent(&mail, &refused)),
    };
    println!("Ouvrez ce lien dans l’heure, il ne sert qu’une fois : {link}");
    Ok(())
}

fn answer(config: &Config, asked: &Asked) -> Result<Told, Unreached> {
    let question = serde_json::to_string(asked).map_err(|error| error.to_string())?;
    if let Some(answer) = data::ask(config, &format!("{AGENT} {question}"))? {
        let told = serde_json::from_reader(answer);
        return Ok(told.map_err(|_| words::CUT.to_owned())?);
    }
    portal::addressed(config)?;
    let store = data::open_known(config)?;
    data::end_on_failure(&store);
    let (random, clock) = (Random::system(), Clock::real());
    let told = job::answer(&store, config, &random, &clock, asked.clone());
    Ok(tokio::task::block_in_place(|| Handle::current().block_on(told)))
}
