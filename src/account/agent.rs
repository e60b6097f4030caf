//! Who works for the town hall: what may be written of an agent, and who must remain.

use sha2::{Digest, Sha256};

use super::{
    Account, AccountId, is_address, normal,
    role::{Duty, Role},
};

/// Longest first or last name.
const LONGEST_NAME: usize = 60;
/// Longest address.
const LONGEST_MAIL: usize = 254;

/// An agent as somebody wrote it down.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Mail address.
    pub mail: String,
    /// What this person is to do.
    pub duty: Duty,
}

/// Why an agent is not written down as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No first name, or one that cannot be shown.
    FirstName,
    /// The same of the last name.
    LastName,
    /// Not an address.
    Mail,
    /// The address is that of an agent already: its number.
    Taken(AccountId),
    /// Nothing to do.
    NoRole,
    /// Nobody would administer the portal any more.
    LastAdministrator,
    /// Somebody changed this agent meanwhile.
    Changed,
}

impl Sheet {
    /// With spaces as they should be, and nothing that belongs to a role that is not given.
    pub fn tidy(mut self) -> Self {
        let words = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.mail = normal(&self.mail);
        self.duty.first_name = words(&self.duty.first_name);
        self.duty.last_name = words(&self.duty.last_name);
        if !self.duty.roles.contains(&Role::RollCall) {
            self.duty.roll_call = Default::default();
        }
        self
    }

    /// What is wrong with it, whoever else there is.
    pub fn faults(&self) -> Vec<Wrong> {
        let duty = &self.duty;
        let faults = [
            (!is_name(&duty.first_name), Wrong::FirstName),
            (!is_name(&duty.last_name), Wrong::LastName),
            (!is_address(&self.mail) || self.mail.len() > LONGEST_MAIL, Wrong::Mail),
            (duty.roles.is_empty(), Wrong::NoRole),
        ];
        faults.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect()
    }
}

/// Letters, and what stands between them: nothing that hides, turns the line round or is a program.
fn is_name(name: &str) -> bool {
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    fits && name.chars().all(|letter| letter.is_alphabetic() || " -'\u{2019}.".contains(letter))
}

/// Whether somebody administers the portal and can sign in.
fn administers(account: &Account) -> bool {
    account.password.is_some() && account.duty.as_ref().is_some_and(|duty| duty.has(&[Role::Administrator]))
}

/// Whether nobody would administer the portal if `duty` took the place of that of `who`.
pub fn leaves_nobody(agents: &[(AccountId, Account)], who: AccountId, duty: &Duty) -> bool {
    let did = agents.iter().any(|(id, account)| *id == who && administers(account));
    let others = agents.iter().any(|(id, account)| *id != who && administers(account));
    did && !others && !duty.has(&[Role::Administrator])
}

/// Whether the town has an administrator, even one who has not signed in yet.
pub fn has_administrator(agents: &[(AccountId, Account)]) -> bool {
    let duty = |(_, account): &(AccountId, Account)| account.duty.clone();
    agents.iter().filter_map(duty).any(|duty| duty.has(&[Role::Administrator]))
}

/// A digest of what a page shows of an agent: who sends the page's form says which state it changes.
pub fn seen(duty: &Duty) -> String {
    let text = format!("{duty:?}");
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::role::RollCalls;

    fn duty(roles: &[Role], access: bool) -> Duty {
        Duty {
            first_name: "Nadia".into(),
            last_name: "BELKACEM".into(),
            roles: roles.iter().copied().collect(),
            roll_call: RollCalls::default(),
            access,
        }
    }

    fn agent(id: u32, roles: &[Role], access: bool, password: bool) -> (AccountId, Account) {
        let (salt, hash) = ([0; 16], [0; 32]);
        let hashed = serde_json::json!({ "memory": 1, "passes": 1, "salt": salt, "hash": hash });
        let password = password.then(|| serde_json::from_value(hashed.clone()).unwrap());
        let account =
            Account { duty: Some(duty(roles, access)), password, ..Account::of("a@b.example", vec![]) };
        (AccountId(id), account)
    }

    #[test]
    fn names_are_letters_and_addresses_are_addresses() {
        for (first, last, mail, faults) in [
            ("Nadia", "BELKACEM", "nadia@mairie.example", vec![]),
            (" Anne-Lise ", "d’ARC  de l'O.", " NADIA@mairie.example ", vec![]),
            ("", "BELKACEM", "nadia", vec![Wrong::FirstName, Wrong::Mail]),
            ("<b>", "\u{202e}x", "a@b\r\nc", vec![Wrong::FirstName, Wrong::LastName, Wrong::Mail]),
        ] {
            let duty =
                Duty { first_name: first.into(), last_name: last.into(), ..duty(&[Role::Reader], true) };
            assert_eq!(
                Sheet { mail: mail.into(), duty }.tidy().faults(),
                faults,
                "{first:?} {last:?} {mail:?}"
            );
        }
        let long = Duty { first_name: "a".repeat(61), ..duty(&[], true) };
        let faults = Sheet { mail: "a@b.example".into(), duty: long }.faults();
        assert_eq!(faults, [Wrong::FirstName, Wrong::NoRole]);
    }

    #[test]
    fn roll_calls_go_with_their_role() {
        let mut asked = duty(&[Role::Families], true);
        asked.roll_call.schools.insert(crate::town::SchoolId(1));
        let tidy = |duty| Sheet { mail: String::new(), duty }.tidy().duty.roll_call;
        assert_eq!(tidy(asked.clone()), RollCalls::default());
        asked.roles.insert(Role::RollCall);
        assert_eq!(tidy(asked.clone()), asked.roll_call);
    }

    #[test]
    fn somebody_who_can_sign_in_remains_administrator() {
        let administrator = [Role::Administrator];
        let alone = [agent(1, &administrator, true, true), agent(2, &[Role::Families], true, true)];
        for (others, left) in [
            (vec![], true),
            (vec![agent(3, &administrator, true, true)], false),
            (vec![agent(3, &administrator, false, true)], true),
            // Invited, and has never come.
            (vec![agent(3, &administrator, true, false)], true),
        ] {
            let agents = [alone.to_vec(), others].concat();
            let leaves = |who, duty: Duty| leaves_nobody(&agents, AccountId(who), &duty);
            assert_eq!(leaves(1, duty(&[Role::Families], true)), left);
            assert_eq!(leaves(1, duty(&administrator, false)), left);
            assert!(!leaves(1, duty(&[Role::Administrator, Role::Billing], true)));
            assert!(!leaves(2, duty(&[], false)));
        }
        assert!(has_administrator(&alone) && !has_administrator(&alone[1..]));
    }

    #[test]
    fn what_was_seen_is_told_by_its_digest() {
        let (a, b) = (duty(&[Role::Families], true), duty(&[Role::Billing], true));
        assert_eq!(seen(&a), seen(&a.clone()));
        assert_ne!(seen(&a), seen(&b));
    }
}
