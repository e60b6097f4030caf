//! The life of an operation.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Due, Mode,
    answer::{Answer, Difference, Means, Outcome},
    fault::{Code, Trouble},
    schedule::{BLOCKS, EXPIRES, GRACE, UNNUMBERED, next, next_after_trouble},
};
use crate::platform::money::Cents;

/// One attempt at paying one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// What is paid.
    pub due: Due,
    /// Client number it was begun with.
    pub client: String,
    /// How it counts.
    pub mode: Mode,
    /// When it was begun.
    pub begun: DateTime<Utc>,
    /// The service's number, once it gave one.
    pub service: Option<String>,
    /// How far it is.
    pub state: State,
    /// When the service was last asked.
    pub asked: Option<DateTime<Utc>>,
    /// When it is to be asked again.
    pub next: Option<DateTime<Utc>>,
    /// Why the last question had no answer.
    pub trouble: Option<Trouble>,
    /// Somebody of the town looked at what was doubtful, and it is settled elsewhere.
    #[serde(default)]
    pub closed: bool,
}

/// How far an operation is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Written down; the service is being asked for a number.
    Created,
    /// The payer was sent to the service's page.
    Redirected,
    /// The service was asked, and does not know yet.
    Waiting,
    /// The payer gave up a moment ago, and may still come back to the service's page.
    Leaving,
    /// The service would not begin it: nobody was sent anywhere.
    Failed,
    /// Nothing was paid in time.
    Expired,
    /// The payer gave up.
    Abandoned,
    /// The bank refused.
    Refused(Means),
    /// Somebody must look at it.
    Doubtful(Doubt),
    /// Paid.
    Paid(Payment),
}

/// What is not as it should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The service has not answered for a week.
    Silent,
    /// The service will not say how it ended, for a reason that asking again does not change.
    Withheld(Code),
    /// A result whose letter is not known.
    Unknown(String),
    /// The answer is not of this operation.
    Differs(Vec<Difference>),
}

/// A payment, as the service tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// By which means.
    pub means: Means,
    /// When, if it was said.
    pub at: Option<DateTime<Utc>>,
    /// Number of authorisation, if it was said.
    pub authorisation: Option<String>,
}

/// What the service answered, or why it did not.
pub type Heard = Result<Answer, Trouble>;

impl State {
    /// What is known later stands above what is known earlier: a state never goes down.
    fn rank(&self) -> u8 {
        match self {
            State::Created => 0,
            State::Redirected => 1,
            State::Waiting => 2,
            State::Leaving => 3,
            State::Failed => 4,
            State::Expired => 5,
            State::Doubtful(Doubt::Silent | Doubt::Withheld(_)) => 6,
            State::Abandoned => 7,
            State::Refused(_) => 8,
            State::Doubtful(_) => 9,
            State::Paid(_) => 10,
        }
    }
}

impl Operation {
    /// An attempt that begins.
    pub fn begin(due: Due, client: String, mode: Mode, now: DateTime<Utc>) -> Self {
        let next = Some(now + UNNUMBERED);
        let (service, asked, trouble) = (None, None, None);
        Self {
            due,
            client,
            mode,
            begun: now,
            service,
            state: State::Created,
            asked,
            next,
            trouble,
            closed: false,
        }
    }

    /// The service gave a number, under which the payer is sent to its page.
    pub fn redirect(&mut self, service: String) {
        self.service = Some(service);
        self.state = State::Redirected;
        self.next = next(self.begun, self.begun);
    }

    /// The service gave no number.
    pub fn fail(&mut self, trouble: Trouble) {
        (self.state, self.next, self.trouble) = (State::Failed, None, Some(trouble));
    }

    /// Takes what the service answered when it was asked, whichever answer comes first, however often.
    pub fn hear(&mut self, heard: &Heard, now: DateTime<Utc>) {
        if matches!(self.state, State::Paid(_)) {
            return;
        }
        self.asked = Some(now);
        self.trouble = heard.as_ref().err().cloned();
        let (state, next) = match heard {
            Ok(answer) => self.after(answer, now),
            Err(trouble) => self.without(trouble, now),
        };
        if state.rank() >= self.state.rank() {
            self.state = state;
        }
        self.next = if self.ended() { None } else { next };
    }

    fn after(&self, answer: &Answer, now: DateTime<Utc>) -> (State, Option<DateTime<Utc>>) {
        let differences = answer.differences(self);
        if !differences.is_empty() {
            return (State::Doubtful(Doubt::Differs(differences)), None);
        }
        let at = answer.at();
        let state = match answer.outcome() {
            Outcome::Paid(means) => {
                let authorisation = Some(answer.authorisation.clone()).filter(|number| !number.is_empty());
                State::Paid(Payment { means, at, authorisation })
            }
            Outcome::Refused(means) => State::Refused(means),
            Outcome::Abandoned => {
                // The service says the minute it began in.
                let until = at.map(|at| at + TimeDelta::minutes(1) + GRACE);
                match until.filter(|until| now < *until) {
                    Some(until) => {
                        let moment = next(self.begun, now).map_or(until, |moment| moment.min(until));
                        return (State::Leaving, Some(moment));
                    }
                    None => State::Abandoned,
                }
            }
            Outcome::Unknown(letter) => State::Doubtful(Doubt::Unknown(letter)),
        };
        (state, None)
    }

    fn without(&self, trouble: &Trouble, now: DateTime<Utc>) -> (State, Option<DateTime<Utc>>) {
        let late = now - self.begun >= EXPIRES;
        match trouble.code() {
            Some(Code::P1) => (State::Expired, None),
            // Nothing is known yet; nothing is known any more, and a last answer may still come.
            Some(Code::P3 | Code::P4 | Code::P5) => {
                let state = if late { State::Expired } else { State::Waiting };
                (state, next(self.begun, now))
            }
            // Of a question that only names an operation it would say the same again: somebody must look.
            Some(code) => (State::Doubtful(Doubt::Withheld(code.clone())), None),
            None => match next_after_trouble(self.begun, now) {
                Some(moment) => (State::Waiting, Some(moment)),
                None => (State::Doubtful(Doubt::Silent), None),
            },
        }
    }

    /// The service never gave a number, and nobody was sent to it.
    pub fn give_up(&mut self) {
        if self.service.is_none() && self.under_way() {
            (self.state, self.next) = (State::Expired, None);
        }
    }

    /// Whether asking again can change nothing that the service itself does not.
    fn ended(&self) -> bool {
        match self.state {
            State::Created | State::Redirected | State::Waiting | State::Leaving | State::Expired => false,
            State::Failed | State::Abandoned | State::Refused(_) | State::Doubtful(_) | State::Paid(_) => {
                true
            }
        }
    }

    /// Whether its end is not known yet.
    pub fn under_way(&self) -> bool {
        matches!(self.state, State::Created | State::Redirected | State::Waiting | State::Leaving)
    }

    /// Whether somebody of the town should look at it.
    pub fn open(&self) -> bool {
        self.under_way() || self.doubtful() && !self.closed
    }

    /// Whether it is neither paid nor unpaid, for all that the service says.
    pub fn doubtful(&self) -> bool {
        matches!(self.state, State::Doubtful(_))
    }

    /// Until when nothing else may pay the same thing.
    pub fn blocks(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.begun + BLOCKS;
        (self.under_way() && now < until).then_some(until)
    }

    /// What it settles of what is due: nothing, unless it is paid with real money.
    pub fn settles(&self) -> Option<Cents> {
        match (&self.state, self.mode) {
            (State::Paid(_), Mode::Production) => Some(self.due.amount),
            _ => None,
        }
    }
}
