//! A simulated transaction in memory: 40 bytes, no text.

/// How money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Channel {
    Transfer,
    Instant,
    Wire,
    Card,
    Cheque,
    DirectDebit,
    CashDeposit,
    CashWithdrawal,
    Remittance,
}

impl Channel {
    /// What our own format writes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Instant => "instant",
            Self::Wire => "wire",
            Self::Card => "card",
            Self::Cheque => "cheque",
            Self::DirectDebit => "direct debit",
            Self::CashDeposit => "cash deposit",
            Self::CashWithdrawal => "cash withdrawal",
            Self::Remittance => "remittance",
        }
    }

    /// The payment format of AMLworld that comes nearest.
    pub(crate) const fn amlworld(self) -> &'static str {
        match self {
            Self::Transfer | Self::Instant | Self::DirectDebit => "ACH",
            Self::Wire | Self::Remittance => "Wire",
            Self::Card => "Credit Card",
            Self::Cheque => "Cheque",
            Self::CashDeposit | Self::CashWithdrawal => "Cash",
        }
    }
}

/// What a payment says it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Purpose {
    Nothing,
    Salary,
    Rent,
    Purchase,
    Invoice,
    Family,
    Gift,
    Loan,
    Bill,
    Tax,
    Benefit,
    Savings,
    SavingsClub,
    Settlement,
    Services,
    Order,
    Refund,
}

impl Purpose {
    /// The memo in English, Spanish, Portuguese and French.
    pub(crate) const fn memo(self) -> [&'static str; 4] {
        match self {
            Self::Nothing => ["", "", "", ""],
            Self::Salary => ["salary", "nómina", "salário", "salaire"],
            Self::Rent => ["rent", "arriendo", "aluguel", "loyer"],
            Self::Purchase => ["purchase", "compra", "compra", "achat"],
            Self::Invoice => ["invoice", "factura", "nota fiscal", "facture"],
            Self::Family => ["family support", "ayuda familiar", "ajuda familiar", "aide familiale"],
            Self::Gift => ["gift", "regalo", "presente", "cadeau"],
            Self::Loan => ["loan", "préstamo", "empréstimo", "prêt"],
            Self::Bill => ["bill", "recibo de servicios", "conta de consumo", "facture de services"],
            Self::Tax => ["tax", "impuesto", "imposto", "impôt"],
            Self::Benefit => ["benefit", "subsidio", "benefício", "allocation"],
            Self::Savings => ["savings", "ahorro", "poupança", "épargne"],
            Self::SavingsClub => ["savings club", "tanda", "consórcio", "sol"],
            Self::Settlement => ["settlement", "liquidación", "liquidação", "règlement"],
            Self::Services => ["consulting", "asesoría", "consultoria", "conseil"],
            Self::Order => ["order", "pedido", "pedido", "commande"],
            Self::Refund => ["refund", "reembolso", "reembolso", "remboursement"],
        }
    }

    /// Whether a document number follows the memo.
    pub(crate) const fn is_numbered(self) -> bool {
        matches!(self, Self::Invoice | Self::Order)
    }
}

/// A simulated transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Seconds from the start of the simulated span.
    pub(crate) second: u32,
    /// Which it was among all that were made: breaks ties of time, and numbers its document.
    pub(crate) made: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// What left the payer, in smallest units.
    pub(crate) paid: u64,
    /// What reached the receiver, in smallest units.
    pub(crate) received: u64,
    pub(crate) paid_money: u8,
    pub(crate) received_money: u8,
    pub(crate) channel: Channel,
    pub(crate) purpose: Purpose,
    /// 0 for ordinary life, else the number of its instance, from 1.
    pub(crate) instance: u32,
    pub(crate) from_place: u8,
    pub(crate) from_branch: u8,
    pub(crate) to_place: u8,
    pub(crate) to_branch: u8,
}
