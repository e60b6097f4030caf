//! Whose hand changes bookings: a parent's, whom deadlines and places stop, or the town hall's.
//!
//! The town hall books and cancels at any time, past days included. What is closed, what a child is not
//! registered for, what has no price and what another service excludes stay so for both.

/// Whose hand it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hand {
    /// A parent's.
    #[default]
    Family,
    /// The town hall's.
    Town(Leave),
}

/// What the town hall allows itself in one act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leave {
    /// After the deadline the ordinary price, where a parent would pay the late one.
    pub normal: bool,
    /// More than there are places.
    pub exceed: bool,
}

impl Hand {
    /// Whether it is the town hall's.
    pub fn is_town(self) -> bool {
        matches!(self, Hand::Town(_))
    }

    /// What it allows itself; nothing, for a parent's.
    pub fn leave(self) -> Leave {
        match self {
            Hand::Family => Leave::default(),
            Hand::Town(leave) => leave,
        }
    }
}

/// The longest reason, in characters.
pub const LONGEST: usize = 200;

/// What the town hall's form says of the whole act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Why, on one line.
    pub reason: String,
    /// What it allows itself.
    pub leave: Leave,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Something goes beyond what a parent may do, and nothing says why.
    NoReason,
    /// Longer than [`LONGEST`].
    TooLong,
}

impl Act {
    /// Takes a field of the form, if it is one of these: `motif`, `normal`, `depasser`.
    pub fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "motif" => self.reason = value.split_whitespace().collect::<Vec<_>>().join(" "),
            "normal" => self.leave.normal = true,
            "depasser" => self.leave.exceed = true,
            _ => return false,
        }
        true
    }

    /// What is wrong with it, for a plan that goes beyond what a parent may do, or not.
    pub fn flaw(&self, beyond: bool) -> Option<Flaw> {
        match self.reason.chars().count() {
            0 => beyond.then_some(Flaw::NoReason),
            long => (long > LONGEST).then_some(Flaw::TooLong),
        }
    }

    /// The same fields, for an address.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = Vec::new();
        if !self.reason.is_empty() {
            fields.push(("motif", self.reason.as_str()));
        }
        let boxes = [("normal", self.leave.normal), ("depasser", self.leave.exceed)];
        fields.extend(boxes.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "on")));
        fields
    }
}
