//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr};

use rocket::{
    Request,
    request::{FromRequest, Outcome},
};

use super::Parts;

/// The address of origin of a request: the connection's, or what a proxy says that the configuration trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin(pub IpAddr);

impl Origin {
    /// Of the connection's address and what `X-Forwarded-For` says, the nearest proxy last.
    fn of(connection: IpAddr, forwarded: &str, trusted: &[IpAddr]) -> Self {
        let mut origin = connection.to_canonical();
        let mut said = forwarded.split(',').rev();
        while trusted.contains(&origin) {
            // Who writes nonsense there is not believed further.
            let Some(Ok(before)) = said.next().map(|text| address(text.trim())) else {
                break;
            };
            origin = before.to_canonical();
        }
        Self(origin)
    }

    /// One subscriber: an IPv4 address, or the /64 that an IPv6 one is given whole.
    pub fn subscriber(self) -> IpAddr {
        match self.0 {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            address => address,
        }
    }
}

/// Some proxies write the port too.
fn address(text: &str) -> Result<IpAddr, std::net::AddrParseError> {
    text.parse().or_else(|_| text.parse::<std::net::SocketAddr>().map(|known| known.ip()))
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Origin {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let trusted =
            request.rocket().state::<std::sync::Arc<Parts>>().map(|parts| &parts.config.proxies[..]);
        // A test without a connection is on the machine itself.
        let connection = request.remote().map_or(std::net::Ipv4Addr::LOCALHOST.into(), |from| from.ip());
        let headers: Vec<&str> = request.headers().get("X-Forwarded-For").collect();
        Outcome::Success(Self::of(connection, &headers.join(","), trusted.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(connection: &str, forwarded: &str, trusted: &[&str]) -> String {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted: Vec<IpAddr> = trusted.iter().map(|text| ip(text)).collect();
        Origin::of(ip(connection), forwarded, &trusted).0.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        for (connection, forwarded, trusted, found) in [
            ("203.0.113.9", "198.51.100.7", &[][..], "203.0.113.9"),
            ("127.0.0.1", "198.51.100.7", &[], "127.0.0.1"),
            ("127.0.0.1", "198.51.100.7", &["127.0.0.1"], "198.51.100.7"),
            // The visitor wrote the first one himself.
            ("127.0.0.1", "1.2.3.4, 198.51.100.7", &["127.0.0.1"], "198.51.100.7"),
            ("127.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", &["127.0.0.1", "10.0.0.2"], "198.51.100.7"),
            ("127.0.0.1", "198.51.100.7:4711", &["127.0.0.1"], "198.51.100.7"),
            ("127.0.0.1", "nonsense", &["127.0.0.1"], "127.0.0.1"),
            ("127.0.0.1", "", &["127.0.0.1"], "127.0.0.1"),
            ("::ffff:127.0.0.1", "2001:db8::1", &["127.0.0.1"], "2001:db8::1"),
        ] {
            assert_eq!(origin(connection, forwarded, trusted), found, "{connection} {forwarded}");
        }
    }

    #[test]
    fn a_subscriber_has_a_whole_network_of_addresses() {
        let subscriber = |text: &str| Origin(text.parse().unwrap()).subscriber();
        assert_eq!(subscriber("2001:db8:1:2:3::4"), subscriber("2001:db8:1:2::9"));
        assert_ne!(subscriber("2001:db8:1:2::9"), subscriber("2001:db8:1:3::9"));
        assert_ne!(subscriber("192.0.2.1"), subscriber("192.0.2.2"));
    }
}
