//! Files on their way in, until the first question about them.

use crate::failure::Failure;
#[cfg(feature = "full")]
use quipu::export::AccountsInput;
use quipu::export::rejects::RejectsWriter;
use quipu::export::{InputSummary, UnreadInput};
use quipu::ledger::Ledger;
#[cfg(feature = "full")]
use quipu::read::MessageParties;
use quipu::read::{AccountsFile, Column, FileReport, ReadError, ReadErrorKind, ReadOptions, Reading};
use serde::Serialize;
use std::io;

/// Inputs as they come in.
#[derive(Debug)]
pub(crate) struct Loading {
    reading: Reading,
    kind: Kind,
    name: String,
    mapping: Option<String>,
    reports: Vec<FileReport>,
    accounts: Vec<AccountsFile>,
    #[cfg(feature = "full")]
    holders: Vec<(String, Vec<u8>)>,
    unread: Vec<UnreadInput>,
    rejects: RejectsWriter<Vec<u8>>,
}

/// What an input turned out to be.
#[derive(Debug)]
enum Kind {
    Closed,
    /// Before its first bytes.
    Unknown,
    Transactions,
    /// The bytes of an accounts file so far.
    #[cfg(feature = "full")]
    Accounts(Vec<u8>),
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) ledger: Ledger,
    pub(crate) reports: Vec<FileReport>,
    pub(crate) accounts: Vec<AccountsFile>,
    /// The accounts files once more as they are, by name: they tell who holds what.
    #[cfg(feature = "full")]
    pub(crate) holders: Vec<(String, Vec<u8>)>,
    /// Who is named in messages.
    #[cfg(feature = "full")]
    pub(crate) named: MessageParties,
    pub(crate) unread: Vec<UnreadInput>,
    pub(crate) rejects: Vec<u8>,
}

/// What an input was, told when it ends.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Input<'a> {
    Transactions(&'a InputSummary),
    #[cfg(feature = "full")]
    Accounts(&'a AccountsInput),
}

impl Loading {
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self {
            reading: Reading::new(ReadOptions::default()),
            kind: Kind::Closed,
            name: String::new(),
            mapping: None,
            reports: Vec::new(),
            accounts: Vec::new(),
            #[cfg(feature = "full")]
            holders: Vec::new(),
            unread: Vec::new(),
            rejects: RejectsWriter::new(Vec::new())?,
        })
    }

    pub(crate) fn begin(&mut self, name: String, mapping: Option<String>) -> Result<(), Failure> {
        if !matches!(self.kind, Kind::Closed) {
            return Err(Failure::new("input-open", "another file is being read", "load one after the other"));
        }
        (self.name, self.mapping, self.kind) = (name, mapping, Kind::Unknown);
        Ok(())
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.know(bytes)?;
        match &mut self.kind {
            #[cfg(feature = "full")]
            Kind::Accounts(file) => file.extend_from_slice(bytes),
            Kind::Transactions => {
                if let Err(error) = self.reading.push(bytes) {
                    return Err(self.unread(error));
                }
                self.reject()?;
            }
            Kind::Closed | Kind::Unknown => return Err(no_input()),
        }
        Ok(())
    }

    /// Whether it is known what the open input means, so that it need not be read by another module.
    pub(crate) fn is_understood(&self) -> bool {
        #[cfg(feature = "full")]
        if matches!(self.kind, Kind::Accounts(_)) {
            return true;
        }
        self.reading.plan().is_some()
    }

    /// Ends the input; what it was, as JSON.
    pub(crate) fn end(&mut self) -> Result<String, Failure> {
        self.know(&[])?;
        match std::mem::replace(&mut self.kind, Kind::Closed) {
            #[cfg(feature = "full")]
            Kind::Accounts(bytes) => {
                let file = AccountsFile::read(&self.name, &bytes)?;
                for rejection in file.rejections() {
                    self.rejects.write(&self.name, &file.report().columns, rejection)?;
                }
                let told = told(&Input::Accounts(&AccountsInput::of(&file)))?;
                self.accounts.push(file);
                self.holders.push((std::mem::take(&mut self.name), bytes));
                Ok(told)
            }
            Kind::Transactions => match self.reading.end() {
                Ok(report) => {
                    let told = told(&Input::Transactions(&InputSummary::of(&report)))?;
                    self.keep(report)?;
                    Ok(told)
                }
                Err(error) => Err(self.unread(error)),
            },
            Kind::Closed | Kind::Unknown => Err(no_input()),
        }
    }

    pub(crate) fn finish(self) -> Result<Loaded, Failure> {
        if !matches!(self.kind, Kind::Closed) {
            return Err(Failure::new("input-open", "a file is still being read", "wait until it is loaded"));
        }
        if self.reports.is_empty() {
            let hint = "load a file of transactions first";
            return Err(Failure::new("not-transactions", "no file of transactions is loaded", hint));
        }
        let Self { reading, reports, accounts, unread, rejects, .. } = self;
        #[cfg(feature = "full")]
        let (ledger, named) = reading.finish_with_parties()?;
        #[cfg(not(feature = "full"))]
        let ledger = reading.finish()?;
        Ok(Loaded {
            ledger,
            reports,
            accounts,
            #[cfg(feature = "full")]
            holders: self.holders,
            #[cfg(feature = "full")]
            named,
            unread,
            rejects: rejects.finish()?,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// Finds out what the input is, by its first bytes.
    fn know(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if matches!(self.kind, Kind::Unknown) {
            if self.mapping.is_none() && AccountsFile::begins(bytes) {
                // They tell of parties too.
                #[cfg(not(feature = "full"))]
                return Err(Failure::new("accounts", "this is a file of accounts", "the full module reads it"));
                #[cfg(feature = "full")]
                {
                    self.kind = Kind::Accounts(Vec::new());
                    return Ok(());
                }
            }
            let options = ReadOptions { mapping: self.mapping.clone(), ..ReadOptions::default() };
            self.reading.begin_with(self.name.clone(), options)?;
            self.kind = Kind::Transactions;
        }
        Ok(())
    }

    fn reject(&mut self) -> io::Result<()> {
        let rejections = self.reading.take_rejections();
        let columns: &[Column] = self.reading.plan().map_or(&[], |plan| &plan.columns);
        rejections.iter().try_for_each(|rejection| self.rejects.write(&self.name, columns, rejection))
    }

    fn keep(&mut self, report: FileReport) -> io::Result<()> {
        for rejection in self.reading.take_rejections() {
            self.rejects.write(&self.name, &report.plan.columns, &rejection)?;
        }
        self.reports.push(report);
        Ok(())
    }

    /// Sets the input aside, if the others can go on without it.
    fn unread(&mut self, error: ReadError) -> Failure {
        self.kind = Kind::Closed;
        if let ReadErrorKind::NothingReadable { report } = &error.kind {
            let kept = self.keep(report.as_ref().clone());
            if let Err(error) = kept {
                return error.into();
            }
        }
        let aside = error.kind.sets_aside();
        let failure = Failure::from(error);
        if aside {
            self.unread.push(failure.unread_input());
        }
        failure
    }
}

fn no_input() -> Failure {
    Failure::new("reading", "no input is open", "begin an input before its bytes")
}

fn told(input: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(input).map_err(|error| Failure::new("internal", error, ""))
}
