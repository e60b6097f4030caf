//! Parents over loopback: connections that stay open, one request after another.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use rocket::tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpStream,
};

use super::stats::Sample;

/// What parent `n` sends at its turn: the bytes of a request.
pub type Load = Arc<dyn Fn(usize, usize) -> Vec<u8> + Send + Sync>;

/// A GET, as a browser sends it.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\
         Cookie: {cookie}\r\n\r\n"
    )
    .into_bytes()
}

/// A form, as a browser sends it; `live` when the script does.
pub fn post(path: &str, cookie: &str, body: &str, live: bool) -> Vec<u8> {
    let live = if live { "HX-Request: true\r\n" } else { "" };
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\
         Sec-Fetch-Site: same-origin\r\n{live}Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// An answer: its status, the value of `Set-Cookie`, how many bytes it took.
pub struct Answer {
    pub status: u16,
    pub cookie: Option<String>,
    pub bytes: usize,
}

/// A connection of one parent.
pub struct Connection(BufStream<TcpStream>);

impl Connection {
    pub async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufStream::new(stream)))
    }

    pub async fn send(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.0.write_all(request).await?;
        self.0.flush().await?;
        let (mut line, mut bytes, mut length, mut chunked) = (String::new(), 0, 0, false);
        let mut answer = Answer { status: 0, cookie: None, bytes: 0 };
        loop {
            line.clear();
            bytes += self.0.read_line(&mut line).await?;
            let lower = line.to_ascii_lowercase();
            if answer.status == 0 {
                answer.status = line.get(9..12).and_then(|digits| digits.parse().ok()).unwrap_or(1);
            } else if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            } else if lower.starts_with("transfer-encoding:") {
                chunked = lower.contains("chunked");
            } else if lower.starts_with("set-cookie: preau=") {
                answer.cookie = line[11..].split(';').next().map(|pair| pair.trim().to_owned());
            }
            if line == "\r\n" || line.is_empty() {
                break;
            }
        }
        bytes += if chunked { self.chunks().await? } else { self.skip(length).await? };
        answer.bytes = bytes;
        Ok(answer)
    }

    async fn skip(&mut self, length: usize) -> std::io::Result<usize> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await
    }

    async fn chunks(&mut self) -> std::io::Result<usize> {
        let mut bytes = 0;
        loop {
            let mut line = String::new();
            bytes += self.0.read_line(&mut line).await?;
            let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
            bytes += self.skip(length + 2).await?;
            if length == 0 {
                return Ok(bytes);
            }
        }
    }
}

/// So many parents, each on a connection, for so long.
pub fn drive(address: SocketAddr, parents: usize, limit: Duration, load: Load) -> Sample {
    let clients =
        rocket::tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let begun = Instant::now();
    let all = (0..parents).map(|n| parent(address, n, begun + limit, load.clone()));
    let results = clients.block_on(rocket::futures::future::join_all(all));
    let (mut times, mut bytes) = (Vec::new(), 0);
    for (one, moved) in results {
        times.extend(one);
        bytes += moved;
    }
    Sample::new(times, begun.elapsed(), bytes)
}

async fn parent(address: SocketAddr, n: usize, end: Instant, load: Load) -> (Vec<Duration>, usize) {
    let mut connection = Connection::open(address).await.expect("a connection");
    let (mut times, mut bytes, mut turn) = (Vec::new(), 0, 0);
    while Instant::now() < end {
        let request = load(n, turn);
        let begun = Instant::now();
        let answer = connection.send(&request).await.expect("an answer");
        assert!(matches!(answer.status, 200 | 303), "status {}", answer.status);
        times.push(begun.elapsed());
        bytes += request.len() + answer.bytes;
        turn += 1;
    }
    (times, bytes)
}
