//! HTTP as a browser speaks it to one host: one connection kept open, one cookie.

use std::{
    io::{self, BufRead, BufReader, Error, ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// A connection. An error means that no whole answer came: what became of the request is unknown.
pub struct Line {
    stream: BufReader<TcpStream>,
    port: u16,
    cookie: String,
}

/// An answer that came whole.
#[derive(Debug)]
pub struct Answer {
    pub code: u16,
    head: String,
    pub body: String,
}

impl Line {
    pub fn open(port: u16, cookie: &str) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let (stream, cookie) = (BufReader::new(stream), cookie.to_owned());
        Ok(Self { stream, port, cookie })
    }

    pub fn get(&mut self, address: &str) -> io::Result<Answer> {
        self.ask("GET", address, "", "")
    }

    pub fn post(&mut self, address: &str, body: &str) -> io::Result<Answer> {
        let own = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        self.ask("POST", address, own, body)
    }

    fn ask(&mut self, method: &str, address: &str, own: &str, body: &str) -> io::Result<Answer> {
        let (port, cookie, length) = (self.port, &self.cookie, body.len());
        let request = format!(
            "{method} {address} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n{own}Content-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let head = self.head()?;
        let length = field(&head, "content-length").map_or(Ok(0), str::parse);
        let mut body = vec![0; length.map_err(Error::other)?];
        self.stream.read_exact(&mut body)?;
        let code = head.get(9..12).and_then(|code| code.parse().ok());
        Ok(Answer {
            code: code.ok_or(ErrorKind::InvalidData)?,
            head,
            body: String::from_utf8(body).map_err(Error::other)?,
        })
    }

    fn head(&mut self) -> io::Result<String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(head)
    }
}

impl Answer {
    pub fn field(&self, name: &str) -> &str {
        field(&self.head, name).unwrap_or_default()
    }

    /// The cookie of the session that it gives.
    pub fn session(&self) -> Option<String> {
        let given = self.head.lines().filter_map(|line| Some(line.split_once(": ")?.1));
        let session = |pair: &&str| pair.starts_with("preau=");
        given.filter_map(|value| value.split(';').next()).find(session).map(str::to_owned)
    }
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    let mut found = fields.filter(|(known, _)| known.eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| value)
}
