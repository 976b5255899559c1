//! Files of parties on their way in, and the registers that they make.

use crate::failure::Failure;
use crate::session::answer;
use quipu::export::UnreadInput;
use quipu::export::parties::{PartiesSummary, PartyInput};
use quipu::export::rejects::RejectsWriter;
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyFileReport, PartyOptions, PartyPlan, PartyReading};
use quipu::read::{Column, MessageParties, ReadError, ReadErrorKind};
use std::io;
use std::sync::Arc;

/// Files of parties, until the first question; then the registers that they make.
#[derive(Default)]
pub(crate) struct Parties {
    reading: Option<PartyReading>,
    name: String,
    mapping: Option<String>,
    // What the files of parties tell alone.
    register: Option<Arc<PartyRegister>>,
    closed: bool,
    reports: Vec<PartyFileReport>,
    unread: Vec<UnreadInput>,
    rejects: Option<RejectsWriter<Vec<u8>>>,
}

impl std::fmt::Debug for Parties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parties").field("files", &self.reports.len()).finish_non_exhaustive()
    }
}

impl Parties {
    /// Begins a file; as a list, whose parties are all on it, where that is said.
    pub(crate) fn begin(&mut self, name: String, mapping: Option<String>, list: bool) -> Result<(), Failure> {
        if self.closed {
            let hint = "load every file before the first question, or open another session";
            return Err(Failure::new("already-loaded", "the register is already sorted", hint));
        }
        if self.reading.is_some() && mapping.is_some() && mapping != self.mapping {
            let hint = "files of parties share one mapping: give it with the first";
            return Err(Failure::new("bad-mapping", "another mapping is in use", hint));
        }
        let reading = self.reading.get_or_insert_with(|| {
            self.mapping.clone_from(&mapping);
            PartyReading::new(PartyOptions { mapping, ..PartyOptions::default() })
        });
        self.name.clone_from(&name);
        let begun = if list { reading.begin_list(name) } else { reading.begin(name) };
        begun.map(drop).map_err(|error| unread(&mut self.unread, error))
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(reading) = &mut self.reading else { return Err(none()) };
        let pushed = reading.push(bytes);
        let columns = reading.plan().map(columns).unwrap_or_default();
        self.reject(&columns)?;
        pushed.map_err(|error| unread(&mut self.unread, error))
    }

    pub(crate) fn end(&mut self) -> Result<String, Failure> {
        let Some(reading) = &mut self.reading else { return Err(none()) };
        // Known as far as the file has come; a short one is understood when it ends.
        let known = reading.plan().map(columns).unwrap_or_default();
        let ended = reading.end();
        let plan = match &ended {
            Ok(report) => report.plan.as_ref(),
            Err(ReadError { kind: ReadErrorKind::NoPartyReadable { report }, .. }) => report.plan.as_ref(),
            Err(_) => None,
        };
        let columns = plan.map_or(known, columns);
        self.reject(&columns)?;
        let report = ended.map_err(|error| unread(&mut self.unread, error))?;
        let told = answer(&PartyInput::of(&report))?;
        self.reports.push(report);
        Ok(told)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    pub(crate) fn reports(&self) -> &[PartyFileReport] {
        &self.reports
    }

    pub(crate) fn unread(&self) -> Vec<UnreadInput> {
        self.unread.clone()
    }

    pub(crate) fn summary(&mut self) -> Result<Option<PartiesSummary>, Failure> {
        if self.is_empty() {
            return Ok(None);
        }
        let register = self.register()?;
        Ok(PartiesSummary::of(&self.reports, &register))
    }

    /// The lines of `rejects.csv` about records of these files.
    pub(crate) fn rejects(&mut self) -> io::Result<Vec<u8>> {
        let Some(rejects) = self.rejects.take() else { return Ok(Vec::new()) };
        let header = RejectsWriter::new(Vec::new())?.finish()?.len();
        let mut bytes = rejects.finish()?;
        bytes.drain(..header);
        Ok(bytes)
    }

    /// What the files of parties tell, without accounts files and messages.
    pub(crate) fn register(&mut self) -> Result<Arc<PartyRegister>, Failure> {
        self.closed = true;
        if let Some(register) = &self.register {
            return Ok(Arc::clone(register));
        }
        let reading = self.reading.as_ref().ok_or_else(none)?;
        Ok(Arc::clone(self.register.insert(Arc::new(reading.so_far()?))))
    }

    /// The register of all that is known, to be joined to transactions: with the holders that accounts files tell, and the
    /// parties of messages, whose inputs are named. `None` where nothing tells of parties.
    pub(crate) fn with_transactions(
        &mut self,
        holders: Vec<(String, Vec<u8>)>,
        named: &MessageParties,
        inputs: &[String],
    ) -> Result<Option<Arc<PartyRegister>>, Failure> {
        self.closed = true;
        if holders.is_empty() && named.is_empty() {
            if self.register.is_none() {
                let Some(reading) = self.reading.take() else { return Ok(None) };
                self.register = Some(Arc::new(reading.finish()?));
            }
            self.reading = None;
            return Ok(self.register.clone().filter(|register| !register.is_empty()));
        }
        if !self.is_empty() {
            self.register()?;
        }
        let mut reading = self.reading.take().unwrap_or_else(|| PartyReading::new(PartyOptions::default()));
        for (name, bytes) in holders {
            reading.begin(name)?;
            reading.push(&bytes)?;
            match reading.end() {
                Err(error) if !matches!(error.kind, ReadErrorKind::NoPartyReadable { .. }) => return Err(error.into()),
                // They are accounted for where they are read as accounts.
                _ => _ = reading.take_rejections(),
            }
        }
        reading.messages(named, inputs)?;
        Ok(Some(Arc::new(reading.finish()?)).filter(|register| !register.is_empty()))
    }

    fn reject(&mut self, columns: &[Column]) -> Result<(), Failure> {
        let rejections = self.reading.as_mut().map(PartyReading::take_rejections).unwrap_or_default();
        if rejections.is_empty() {
            return Ok(());
        }
        let mut writer = match self.rejects.take() {
            Some(writer) => writer,
            None => RejectsWriter::new(Vec::new())?,
        };
        rejections.iter().try_for_each(|rejection| writer.write(&self.name, columns, rejection))?;
        self.rejects = Some(writer);
        Ok(())
    }
}

fn columns(plan: &PartyPlan) -> Vec<Column> {
    plan.columns.iter().map(|column| Column { name: column.name.clone(), role: None, why: column.why }).collect()
}

fn unread(all: &mut Vec<UnreadInput>, error: ReadError) -> Failure {
    let aside = error.kind.sets_aside();
    let failure = Failure::from(error);
    if aside {
        all.push(failure.unread_input());
    }
    failure
}

fn none() -> Failure {
    Failure::new("not-parties", "no file of parties is loaded", "load customers, owners or lists first")
}
