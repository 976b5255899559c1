//! Who holds the accounts of a world with an organisation, who owns whom in it, and a list with one of them.
//!
//! Files are tables as banks and registers have them: customers with their accounts, owners of companies, relations of
//! people, and a list of sanctions. Almost all of it is ordinary: everyone is a customer, most firms have an owner, and
//! somebody honest has the name of the one on the list.

use super::{OutputFormat, Simulation};
use crate::simulate::geography::town;
use crate::simulate::organization::{Organization, names};
use crate::simulate::population::Role;
use std::io::{self, Write};

const HEADER: &str = "customer_id,customer type,name,birth_date,phone,address,city,country,occupation,annual income,\
income currency,bank_id,account_number\n";
const BOSS: &str = "Ramiro Salcedo Vélez";
const BOSS_BORN: &str = "1968-03-14";

/// A party of the organisation as files of customers and owners have it.
struct Member {
    id: &'static str,
    kind: &'static str,
    name: &'static str,
    born: &'static str,
    phone: &'static str,
    address: &'static str,
    country: &'static str,
    occupation: &'static str,
    income: &'static str,
}

const SHARED_PHONE: &str = "+57 601 555 0137";
const SHARED_ADDRESS: &str = "Calle 93 No. 14-20 Oficina 501";

const SISTER: Member = Member {
    id: "M1",
    kind: "person",
    name: "Carmen Salcedo Vélez",
    born: "1972-09-30",
    phone: "+1 305 555 0119",
    address: "1420 Palmetto Ave Apt 6",
    country: "US",
    occupation: "hairdresser",
    income: "31000",
};
const IMPORTER: Member = Member {
    id: "M2",
    kind: "company",
    name: "Importadora Frontera Norte SA de CV",
    born: "",
    phone: "+52 81 5550 0142",
    address: "Av. Constitución 2211",
    country: "MX",
    occupation: "",
    income: "",
};
const TRADER: Member = Member {
    id: "M3",
    kind: "company",
    name: "Blue Mesa Trading LLC",
    born: "",
    phone: "+1 915 555 0175",
    address: "800 Mesa Hills Dr",
    country: "US",
    occupation: "",
    income: "",
};
const FRONT: Member = Member {
    id: "M4",
    kind: "company",
    name: "Servicios Altavista SA de CV",
    born: "",
    phone: SHARED_PHONE,
    address: "Calle Morelos 45",
    country: "MX",
    occupation: "",
    income: "",
};
const FIRM: Member = Member {
    id: "M5",
    kind: "company",
    name: "Comercializadora Río Claro SAS",
    born: "",
    phone: SHARED_PHONE,
    address: SHARED_ADDRESS,
    country: "CO",
    occupation: "",
    income: "",
};
const ADVISER: Member = Member {
    id: "M6",
    kind: "company",
    name: "Asesores Puente Alto Ltda",
    born: "",
    phone: "+57 601 555 0188",
    address: "Carrera 7 No. 71-52",
    country: "CO",
    occupation: "",
    income: "",
};
// He has no account here; the register of companies knows where he lives.
const STRAW_MAN: &str = "M7";
const HOLDING: &str = "M8";
const ADVISER_OWNER: &str = "M9";

impl Simulation {
    /// Writes the customers, with the accounts that they hold; nothing without an organisation. `format` is that of the
    /// rows, since accounts have other names in each.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_customers(&self, out: &mut impl Write, format: OutputFormat) -> io::Result<()> {
        let Some(organization) = &self.organization else { return Ok(()) };
        let mut buffer = HEADER.as_bytes().to_vec();
        for (member, accounts) in members(organization) {
            for account in accounts {
                let line = [
                    member.id,
                    member.kind,
                    member.name,
                    member.born,
                    member.phone,
                    member.address,
                    town(self.world.population.get(account).place).1,
                    member.country,
                    member.occupation,
                    member.income,
                    if member.income.is_empty() { "" } else { "USD" },
                ];
                buffer.extend_from_slice(line.join(",").as_bytes());
                buffer.push(b',');
                self.push_account(&mut buffer, format, account, b',');
                buffer.push(b'\n');
            }
        }
        let own = organization.accounts();
        let mut namesake = true;
        for (account, role) in self.roles() {
            if own.contains(&account) {
                continue;
            }
            let seed = self.parameters.seed;
            let (kind, mut name, born) = match role {
                Role::Cash | Role::Government => continue,
                Role::Company | Role::Merchant | Role::Processor | Role::Hub => {
                    ("company", names::firm(seed, account) + " SA", String::new())
                }
                _ => ("person", names::person(seed, account), names::born(seed, account)),
            };
            // Somebody honest of the same name.
            if role == Role::Person && std::mem::take(&mut namesake) {
                name = BOSS.to_owned();
            }
            let holder = self.world.population.get(account);
            let (country, city) = town(holder.place);
            let phone = names::phone(holder.country_number(), account);
            let id = account + 1;
            write!(buffer, "C{id},{kind},{name},{born},{phone},,{city},{},,,,", country.code)?;
            self.push_account(&mut buffer, format, account, b',');
            buffer.push(b'\n');
            if buffer.len() >= super::BUFFER {
                out.write_all(&buffer)?;
                buffer.clear();
            }
        }
        out.write_all(&buffer)?;
        out.flush()
    }

    /// Writes who owns the companies; nothing without an organisation.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_owners(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(organization) = &self.organization else { return Ok(()) };
        let mut buffer = String::from(
            "company_id,company_name,company_country,owner_id,owner_name,owner_type,owner_birth_date,owner_country,share\n",
        );
        let boss = ("L1", BOSS, "person", BOSS_BORN, "CO");
        let holding = (HOLDING, "Inversiones Cumbre Alta SA", "company", "", "PA");
        let straw_man = (STRAW_MAN, "Luis Tadeo Rojas Pardo", "person", "1990-11-02", "CO");
        let sister = (SISTER.id, SISTER.name, "person", SISTER.born, "US");
        let firm = (FIRM.id, FIRM.name, "company", "", "CO");
        let other = (ADVISER_OWNER, "Beatriz Lemos Arango", "person", "1959-06-21", "CO");
        for (company, owner, share) in [
            ((HOLDING, holding.1, "PA"), boss, "100%"),
            ((FIRM.id, FIRM.name, "CO"), holding, "80%"),
            ((FIRM.id, FIRM.name, "CO"), straw_man, "20%"),
            ((IMPORTER.id, IMPORTER.name, "MX"), holding, "100%"),
            ((TRADER.id, TRADER.name, "US"), firm, "60%"),
            ((TRADER.id, TRADER.name, "US"), sister, "40%"),
            ((FRONT.id, FRONT.name, "MX"), straw_man, "100%"),
            ((ADVISER.id, ADVISER.name, "CO"), other, "100%"),
        ] {
            let (id, name, country) = company;
            let (owner_id, owner_name, kind, born, owner_country) = owner;
            buffer += &format!("{id},{name},{country},{owner_id},{owner_name},{kind},{born},{owner_country},{share}\n");
        }
        let own = organization.accounts();
        let seed = self.parameters.seed;
        for (account, role) in self.roles() {
            if !matches!(role, Role::Company | Role::Merchant) || own.contains(&account) {
                continue;
            }
            let population = &self.world.population;
            // One firm in a few is a person's who has an account too; nobody has two.
            let owner = population.regular(account, Role::Person, 91);
            let country = population.get(account).country();
            let company = format!("C{},{} SA,{}", account + 1, names::firm(seed, account), country.code);
            let name = names::person(seed, owner);
            buffer += &format!("{company},C{},{name},person,,{},100%\n", owner + 1, country.code);
        }
        out.write_all(buffer.as_bytes())?;
        out.flush()
    }

    /// Writes what else people are to each other and to companies; nothing without an organisation.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_relations(&self, out: &mut impl Write) -> io::Result<()> {
        if self.organization.is_none() {
            return Ok(());
        }
        let (sister, front) = (SISTER.id, FRONT.id);
        let lines = format!(
            "source_id,target_id,relationship\n{sister},L1,sister\n{STRAW_MAN},{front},director\n{STRAW_MAN},{HOLDING},nominee\n"
        );
        out.write_all(lines.as_bytes())?;
        out.flush()
    }

    /// Writes a list of sanctions with one of the organisation on it; nothing without an organisation.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_list(&self, out: &mut impl Write) -> io::Result<()> {
        if self.organization.is_none() {
            return Ok(());
        }
        let lines = format!(
            "id,type,name,birth_date,country,programme\nN-1041,person,\"SALCEDO VÉLEZ, Ramiro\",{BOSS_BORN},CO,NARCOTICS\n\
             N-1042,person,\"BRICEÑO TOLOZA, Efraín\",1955-01-19,VE,NARCOTICS\nN-2007,company,Naviera Siete Mares SA,,PA,FRAUD\n"
        );
        out.write_all(lines.as_bytes())?;
        out.flush()
    }

    // Accounts and what their holders do, in order.
    fn roles(&self) -> Vec<(u32, Role)> {
        const ROLES: [Role; 10] = [
            Role::Hub,
            Role::Cash,
            Role::Government,
            Role::Processor,
            Role::Company,
            Role::Merchant,
            Role::Landlord,
            Role::Fresh,
            Role::Reserved,
            Role::Person,
        ];
        let population = &self.world.population;
        let of = |role: Role| population.everyone(role).map(move |account| (account, role));
        let mut roles: Vec<(u32, Role)> = ROLES.into_iter().flat_map(of).collect();
        roles.sort_unstable();
        roles
    }
}

fn members(organization: &Organization) -> Vec<(&'static Member, Vec<u32>)> {
    vec![
        (&SISTER, organization.sister.to_vec()),
        (&IMPORTER, organization.importer.to_vec()),
        (&TRADER, vec![organization.trader]),
        (&FRONT, vec![organization.front]),
        (&FIRM, vec![organization.firm]),
        (&ADVISER, vec![organization.adviser]),
    ]
}
