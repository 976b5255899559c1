//! The inputs of a verb: their options, and reading them while the next block is on its way from the disk.

use crate::choice::named;
use crate::failure::Failure;
use crate::interrupt;
use crate::parties;
use crate::progress::Progress;
use crate::terminal;
use clap::Args;
use quipu::ledger::Ledger;
use quipu::model::Currency;
use quipu::read::parties::PartyOptions;
use quipu::read::{
    AccountsFile, Column, DateOrder, DecimalMark, Encoding, FileReport, Format, MessageParties, PlanErrorKind,
    ReadError, ReadErrorKind, ReadOptions, Reading, Rejection,
};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

/// What is read and what is known of it.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Files of transactions; `-` is standard input
    ///
    /// CSV, TSV, semicolons or one JSON object a line; plain, gzip or Zstandard. Several files make one ledger. Accounts
    /// files of AMLworld, AMLSim and AMLGentex among them are known by their header.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) known: Known,
}

/// What is known of inputs, so that it need not be found out.
#[derive(Clone, Debug, Args)]
pub(crate) struct Known {
    /// The kind of export, when it should not be found out
    #[arg(long, value_name = "FORMAT", value_parser = named(&FORMATS), help_heading = "Reading")]
    format: Option<Format>,

    /// A mapping file (TOML) that says which column holds what
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub(crate) map: Option<PathBuf>,

    /// The currency of amounts that name none: an ISO 4217 code or a crypto asset
    #[arg(long, value_name = "CODE", value_parser = Currency::parse, help_heading = "Reading")]
    currency: Option<Currency>,

    /// How the bytes spell text
    #[arg(long, value_name = "ENCODING", value_parser = named(&ENCODINGS), help_heading = "Reading")]
    encoding: Option<Encoding>,

    /// Day first, month first or year first, in dates that could be either
    #[arg(long, value_name = "ORDER", value_parser = named(&DATE_ORDERS), help_heading = "Reading")]
    date_order: Option<DateOrder>,

    /// The decimal mark of amounts
    #[arg(long, value_name = "MARK", value_parser = named(&DECIMAL_MARKS), help_heading = "Reading")]
    decimal_mark: Option<DecimalMark>,

    /// The zone of times that name none, east of UTC, as -05:00; UTC when not given
    #[arg(long, value_name = "OFFSET", value_parser = utc_offset, allow_hyphen_values = true, help_heading = "Reading")]
    utc_offset: Option<i16>,

    /// At most so many threads; as many as there are processors when not given. The result is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Running")]
    pub(crate) threads: Option<u16>,
}

/// Takes the rows of an input that were not accepted, with its name and its columns as far as they are known.
pub(crate) type TakeRejections<'a> = dyn FnMut(&str, &[Column], &[Rejection]) -> Result<(), Failure> + 'a;

/// What reading gave.
pub(crate) struct Loaded {
    pub(crate) ledger: Ledger,
    pub(crate) reports: Vec<FileReport>,
    pub(crate) accounts: Vec<AccountsFile>,
    /// The accounts files once more as they are, by name: they tell who holds what.
    pub(crate) holders: Vec<(String, Vec<u8>)>,
    /// Who is named in messages.
    pub(crate) named: MessageParties,
    /// Inputs of which no row could be read, and why. The others count all the same.
    pub(crate) unread: Vec<Failure>,
}

/// What an input turned out to be.
enum Kind {
    /// Before its first bytes.
    Unknown,
    Transactions,
    /// The bytes of an accounts file so far.
    Accounts(Vec<u8>),
    /// It could not be read; what is still on its way is let go by.
    Unread,
}

const FORMATS: [(&str, Format); 9] = [
    ("amlworld", Format::AmlWorld),
    ("amlsim", Format::AmlSim),
    ("paysim", Format::PaySim),
    ("amlgentex", Format::AmlGentex),
    ("saml-d", Format::SamlD),
    ("table", Format::Table),
    ("ndjson", Format::NdJson),
    ("iso20022", Format::Iso20022),
    ("swift-mt", Format::SwiftMt),
];
pub(crate) const ENCODINGS: [(&str, Encoding); 4] = [
    ("utf-8", Encoding::Utf8),
    ("windows-1252", Encoding::Windows1252),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
];
pub(crate) const DATE_ORDERS: [(&str, DateOrder); 3] =
    [("dmy", DateOrder::DayFirst), ("mdy", DateOrder::MonthFirst), ("ymd", DateOrder::YearFirst)];
const DECIMAL_MARKS: [(&str, DecimalMark); 2] = [("point", DecimalMark::Point), ("comma", DecimalMark::Comma)];

fn utc_offset(text: &str) -> Result<i16, String> {
    let wrong = || "write it as +02:00, -05:00 or Z".to_owned();
    if text.eq_ignore_ascii_case("z") {
        return Ok(0);
    }
    let (sign, digits) = match text.split_at_checked(1) {
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let number = |text: &str, most: i16| {
        let number: i16 = text.parse().ok().filter(|_| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))?;
        (number <= most).then_some(number)
    };
    let minutes = number(hours, 18).zip(number(minutes, 59)).map(|(hours, minutes)| hours * 60 + minutes);
    Ok(sign * minutes.filter(|minutes| *minutes <= 18 * 60).ok_or_else(wrong)?)
}

// As long as a block is read, the ones before are parsed. Packed ones are short: what they unpack to is long.
const BLOCK: u64 = 4 << 20;
const PACKED_BLOCK: u64 = 256 << 10;
const BLOCKS_AHEAD: usize = 2;

/// What the thread that reads has to say.
enum Piece {
    Begin(usize),
    Bytes(Vec<u8>),
    End,
    Failed(usize, io::Error),
}

/// The inputs as they come in.
struct Taking<'a, 'r> {
    inputs: &'a Inputs,
    reading: Reading,
    name: String,
    kind: Kind,
    reports: Vec<FileReport>,
    accounts: Vec<AccountsFile>,
    holders: Vec<(String, Vec<u8>)>,
    unread: Vec<Failure>,
    rejected: &'a mut TakeRejections<'r>,
}

impl Known {
    /// What of it is known of files of parties.
    pub(crate) fn party_options(&self) -> Result<PartyOptions, Failure> {
        Ok(PartyOptions { mapping: self.mapping()?, encoding: self.encoding, date_order: self.date_order })
    }

    /// Parts files into those of parties, and all others; all are of transactions where their format is given.
    pub(crate) fn part(&self, files: Vec<PathBuf>) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Failure> {
        if self.format.is_some() {
            return Ok((Vec::new(), files));
        }
        Ok(parties::part(files, &self.party_options()?))
    }

    fn mapping(&self) -> Result<Option<String>, Failure> {
        let read =
            |path: &PathBuf| fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the mapping", path));
        self.map.as_ref().map(read).transpose()
    }
}

impl Inputs {
    /// Reads all inputs into a ledger. Rejected rows go to `rejected` as they are met, each with its input and plan.
    ///
    /// An input of which no row can be read is among [`Loaded::unread`] while another gave something. One that is damaged
    /// or cut off ends the run: what came of it before is in the ledger, and says nothing of what did not.
    pub(crate) fn read(&self, progress: &Progress, rejected: &mut TakeRejections<'_>) -> Result<Loaded, Failure> {
        let options = self.options()?;
        let total = self.check()?;
        self.use_threads()?;
        interrupt::listen();
        progress.reading(total);
        let mut taking = Taking {
            inputs: self,
            reading: Reading::new(options),
            name: String::new(),
            kind: Kind::Unknown,
            reports: Vec::new(),
            accounts: Vec::new(),
            holders: Vec::new(),
            unread: Vec::new(),
            rejected,
        };
        let unwanted = AtomicUsize::new(usize::MAX);
        thread::scope(|scope| {
            let (send, pieces) = sync_channel(BLOCKS_AHEAD);
            let (back, spare) = channel();
            let unwanted = &unwanted;
            scope.spawn(move || self.send_pieces(&send, &spare, unwanted));
            let mut place = 0;
            for piece in pieces {
                if interrupt::asked() {
                    return Err(Failure::interrupted());
                }
                match piece {
                    Piece::Begin(begun) => {
                        place = begun;
                        taking.begin(display(&self.files[place]));
                    }
                    Piece::Bytes(bytes) => {
                        taking.push(&bytes)?;
                        progress.read(bytes.len() as u64);
                        // The other end is gone when it has read everything.
                        _ = back.send(bytes);
                    }
                    Piece::End => taking.end()?,
                    Piece::Failed(place, error) => return Err(Failure::io(&error, "read", &self.files[place])),
                }
                if matches!(taking.kind, Kind::Unread) {
                    unwanted.store(place, Ordering::Relaxed);
                }
            }
            Ok(())
        })?;
        let Taking { reading, reports, accounts, holders, mut unread, .. } = taking;
        if reports.is_empty() && accounts.is_empty() {
            // The last of them ends the run.
            if let Some(last) = unread.pop() {
                unread.iter().for_each(terminal::report);
                return Err(last);
            }
        }
        progress.working("sorting");
        let (ledger, named) = reading.finish_with_parties().map_err(|error| self.failure(error))?;
        Ok(Loaded { ledger, reports, accounts, holders, named, unread })
    }

    /// Reads all files, block by block. Ends early when nobody takes them any more.
    fn send_pieces(&self, send: &SyncSender<Piece>, spare: &Receiver<Vec<u8>>, unwanted: &AtomicUsize) {
        for (place, path) in self.files.iter().enumerate() {
            if let Err(error) = send_file(place, path, send, spare, unwanted) {
                _ = send.send(Piece::Failed(place, error));
                return;
            }
        }
    }

    fn options(&self) -> Result<ReadOptions, Failure> {
        Ok(ReadOptions {
            format: self.known.format,
            mapping: self.known.mapping()?,
            encoding: self.known.encoding,
            date_order: self.known.date_order,
            decimal_mark: self.known.decimal_mark,
            currency: self.known.currency,
            utc_offset: self.known.utc_offset,
        })
    }

    /// Finds what cannot be read before any work is done. Gives the size of all inputs where all have one.
    fn check(&self) -> Result<Option<u64>, Failure> {
        let mut total = Some(0_u64);
        if self.files.iter().filter(|path| is_standard_input(path)).count() > 1 {
            return Err(Failure::new("usage", "standard input is named twice").hint("name - once"));
        }
        for path in &self.files {
            if is_standard_input(path) {
                total = None;
                continue;
            }
            let metadata = fs::metadata(path).map_err(|error| Failure::io(&error, "read", path))?;
            if metadata.is_dir() {
                let name = path.display().to_string();
                let hint = format!("name the files in it, as in {}/*.csv", name.trim_end_matches('/'));
                return Err(Failure::new("is-a-folder", "this is a folder").in_file(name).hint(hint));
            }
            total = total.filter(|_| metadata.is_file()).map(|total| total + metadata.len());
        }
        Ok(total)
    }

    fn use_threads(&self) -> Result<(), Failure> {
        let Some(threads) = self.known.threads else { return Ok(()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        pool.build_global()
            .map_err(|error| Failure::new("threads", error.to_string()).hint("ask for fewer with --threads"))
    }

    fn failure(&self, error: quipu::read::ReadError) -> Failure {
        Failure::reading(error, self.known.map.as_deref())
    }
}

impl Taking<'_, '_> {
    fn begin(&mut self, name: String) {
        (self.name, self.kind) = (name, Kind::Unknown);
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.know(bytes)?;
        match &mut self.kind {
            Kind::Accounts(file) => file.extend_from_slice(bytes),
            Kind::Transactions => {
                if let Err(error) = self.reading.push(bytes) {
                    return self.unread(error);
                }
                let rejections = self.reading.take_rejections();
                let columns = self.reading.plan().map_or(&[][..], |plan| &plan.columns);
                (self.rejected)(&self.name, columns, &rejections)?;
            }
            Kind::Unknown | Kind::Unread => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failure> {
        self.know(&[])?;
        match std::mem::replace(&mut self.kind, Kind::Unknown) {
            Kind::Accounts(bytes) => {
                let file = AccountsFile::read(&self.name, &bytes).map_err(|error| Failure::reading(error, None))?;
                (self.rejected)(&self.name, &file.report().columns, file.rejections())?;
                self.accounts.push(file);
                self.holders.push((self.name.clone(), bytes));
            }
            Kind::Transactions => match self.reading.end() {
                Ok(report) => self.report(report)?,
                Err(error) => self.unread(error)?,
            },
            Kind::Unknown | Kind::Unread => {}
        }
        Ok(())
    }

    /// Finds out what the input is, by its first bytes.
    fn know(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if matches!(self.kind, Kind::Unknown) {
            self.kind = if AccountsFile::begins(bytes) {
                Kind::Accounts(Vec::new())
            } else {
                self.reading.begin(self.name.clone()).map_err(|error| self.inputs.failure(error))?;
                Kind::Transactions
            };
        }
        Ok(())
    }

    fn report(&mut self, report: FileReport) -> Result<(), Failure> {
        (self.rejected)(&self.name, &report.plan.columns, &self.reading.take_rejections())?;
        self.reports.push(report);
        Ok(())
    }

    /// Sets the input aside, if the others can go on without it.
    fn unread(&mut self, error: ReadError) -> Result<(), Failure> {
        let report = match &error.kind {
            ReadErrorKind::NothingReadable { report } => Some(report.as_ref().clone()),
            // A mapping is for all inputs.
            ReadErrorKind::NotUnderstood(plan) if plan.kind != PlanErrorKind::BadMapping => None,
            _ => return Err(self.inputs.failure(error)),
        };
        if let Some(report) = report {
            self.report(report)?;
        }
        self.unread.push(self.inputs.failure(error));
        self.kind = Kind::Unread;
        Ok(())
    }
}

fn send_file(
    place: usize,
    path: &Path,
    send: &SyncSender<Piece>,
    spare: &Receiver<Vec<u8>>,
    unwanted: &AtomicUsize,
) -> io::Result<()> {
    let mut source: Box<dyn Read> =
        if is_standard_input(path) { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    if send.send(Piece::Begin(place)).is_err() {
        return Ok(());
    }
    // The first block tells whether the input is packed.
    let mut length = PACKED_BLOCK;
    let mut first = true;
    loop {
        let mut block = spare.try_recv().unwrap_or_default();
        block.clear();
        source.as_mut().take(length).read_to_end(&mut block)?;
        let last = (block.len() as u64) < length || unwanted.load(Ordering::Relaxed) == place;
        if first && !is_packed(&block) {
            length = BLOCK;
        }
        first = false;
        if !block.is_empty() && send.send(Piece::Bytes(block)).is_err() {
            return Ok(());
        }
        if last {
            _ = send.send(Piece::End);
            return Ok(());
        }
    }
}

fn is_packed(beginning: &[u8]) -> bool {
    beginning.starts_with(&[0x1F, 0x8B]) || beginning.starts_with(&[0x28, 0xB5, 0x2F, 0xFD])
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::utc_offset;

    #[test]
    fn offsets_have_a_sign() {
        for (text, minutes) in
            [("-05:00", -300), ("+05:30", 330), ("-3", -180), ("Z", 0), ("+00:00", 0), ("+18:00", 1080)]
        {
            assert_eq!(utc_offset(text), Ok(minutes), "{text}");
        }
        for text in ["", "5", "05:00", "+19:00", "+18:30", "+5:60", "+-5", "++5", "-", "+5:", "EST", "+005:00", "−5"]
        {
            assert!(utc_offset(text).is_err(), "{text}");
        }
    }
}
