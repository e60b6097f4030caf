//! Numbers that name a thing, each of its own type, so that a child is never taken for a family.

/// Declares an id: a `u32` that is a key, a field, and text (in an address or a form).
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The lowest there can be: where a range begins.
            pub const MIN: Self = Self(0);
            /// The highest there can be: where a range ends.
            pub const MAX: Self = Self(u32::MAX);
        }

        impl $crate::platform::store::Key for $name {
            const WIDTH: usize = 4;
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }
            fn read(bytes: &[u8]) -> Self {
                Self(u32::read(bytes))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}
