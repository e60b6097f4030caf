//! Chromium and its driver: started for one test, gone when it ends, however it ends.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rocket::tokio::runtime::Runtime;
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, cdp::CdpSession};

/// Nothing but the portal is asked for anything, and nothing is kept.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-proxy-server",
];

/// Longest that anything is waited for.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A Chromium with a profile of its own.
pub struct Chromium {
    pub driver: WebDriver,
    pub cdp: CdpSession,
    pub runtime: Runtime,
    server: Server,
    profile: TempDir,
}

/// Chromedriver; killed when dropped.
struct Server {
    process: Child,
    port: u16,
}

impl Chromium {
    /// Starts one. `script`: whether pages may run scripts.
    pub fn start(script: bool) -> Self {
        let runtime = rocket::tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let profile =
            tempfile::Builder::new().prefix("preau-chromium-").tempdir().expect("a folder for a profile");
        let server = Server::start(profile.path());
        let mut wanted = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let off = (!script).then_some("--blink-settings=scriptEnabled=false");
        for flag in FLAGS.into_iter().chain([folder.as_str()]).chain(off) {
            wanted.add_arg(flag).expect("a flag");
        }
        let started = runtime.block_on(async {
            let driver = WebDriver::new(format!("http://127.0.0.1:{}", server.port), wanted).await?;
            let cdp = driver.cdp().connect().await?;
            Ok::<_, thirtyfour::error::WebDriverError>((driver, cdp))
        });
        let (driver, cdp) = started.unwrap_or_else(|error| {
            end(profile.path());
            panic!("Chromium does not start: {error}")
        });
        Self { driver, cdp, runtime, server, profile }
    }
}

impl Server {
    /// The port that it picks may be taken by a neighbour before it opens it: then it ends, and another
    /// is started.
    fn start(folder: &Path) -> Self {
        let started = (0..5).find_map(|_| Self::try_start(folder));
        started.unwrap_or_else(|| panic!("chromedriver names no port"))
    }

    /// Its own files, and Chromium's, stay in a folder.
    fn try_start(folder: &Path) -> Option<Self> {
        let mut process = Command::new("chromedriver")
            .env("TMPDIR", folder)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: bash tests/run does it");
        let output = process.stdout.take().expect("its output is piped");
        // From here on it is ended whatever happens.
        let mut server = Self { process, port: 0 };
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        // "ChromeDriver was started successfully on port 41519."
        let port = lines
            .find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
        // What else it says is read and forgotten: a full pipe would stop it.
        thread::spawn(move || lines.for_each(drop));
        server.port = port?;
        Some(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The driver would otherwise say goodbye to a Chromium that is gone.
        let _ = self.driver.clone().leak();
        let _ = self.server.process.kill();
        end(self.profile.path());
    }
}

/// Kills what runs on a profile, and waits until nothing writes to it any more.
fn end(profile: &Path) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let running = running_on(profile);
        if running.is_empty() || Instant::now() > deadline {
            return;
        }
        let _ = Command::new("kill").arg("-9").args(&running).stderr(Stdio::null()).status();
        thread::sleep(Duration::from_millis(20));
    }
}

/// The processes whose command or environment names a profile.
fn running_on(profile: &Path) -> Vec<String> {
    let profile = profile.display().to_string();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|process| process.file_name().into_string().ok());
    let numbers = numbers.filter(|name| name.bytes().all(|digit| digit.is_ascii_digit()));
    // A process may end between two readings: then it names nothing.
    let said = |number: &str, what: &str| fs::read(format!("/proc/{number}/{what}")).unwrap_or_default();
    let names = |said: Vec<u8>| String::from_utf8_lossy(&said).contains(&profile);
    numbers.filter(|number| names(said(number, "cmdline")) || names(said(number, "environ"))).collect()
}
