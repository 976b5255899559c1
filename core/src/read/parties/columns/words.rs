//! What a word in the name of a column can mean, in English, Spanish, Portuguese and French. Few words mean two things in
//! two of these languages, so they share one list. Words are as [`Name`](crate::read::columns::Name) writes them.

/// A set of meanings.
pub(super) type Concept = u128;

macro_rules! concepts {
    ($($(#[$doc:meta])* $name:ident = $bit:literal: [$($word:literal),* $(,)?];)*) => {
        $($(#[$doc])* pub(super) const $name: Concept = 1 << $bit;)*
        /// All words, by what they mean.
        pub(super) const WORDS: &[(Concept, &[&str])] = &[$(($name, &[$($word),*])),*];
    };
}

/// Words that say nothing by themselves.
pub(super) const STOP: &[&str] = &[
    "of", "the", "in", "for", "de", "del", "la", "el", "los", "las", "da", "do", "das", "dos", "du", "des", "le",
    "les", "l", "d", "y", "e", "o", "ou", "et", "and", "or", "s", "al", "a", "to",
];

concepts! {
    NAME = 0: ["name", "nm", "nombre", "nombres", "nome", "nom", "denominacion", "denominacao", "denomination", "names"];
    FULL = 1: ["full", "complete", "completo", "completa", "complet", "display", "dsply", "entire"];
    GIVEN = 2: ["first", "given", "forename", "prenom", "prenoms", "prenome", "pila", "primer", "primeiro"];
    MIDDLE = 3: ["middle", "segundo", "medio"];
    FAMILY = 4: ["last", "surname", "surnames", "apellido", "apellidos", "sobrenome", "sobrenomes", "paterno", "famille"];
    MATERNAL = 5: ["materno", "maternal", "mothers"];
    ALIAS = 6: [
        "alias", "aliases", "aka", "nickname", "apodo", "apodos", "apelido", "surnom", "fantasia", "comercial", "trading",
        "trade", "alternate", "alternative", "native", "other", "otro", "otros", "alterno", "known",
    ];
    FORMER = 7: ["former", "previous", "anterior", "anteriores", "ancien", "old", "fka", "maiden", "soltera", "solteira"];
    /// A company, where a name or a number is its.
    ORG = 8: [
        "org", "organization", "organisation", "company", "companies", "corporate", "firm", "legal", "razon", "razao",
        "raison", "social", "sociale", "empresa", "empresas", "sociedad", "sociedade", "societe", "entreprise",
        "compania", "entity", "entidad", "entidade", "entite", "corporation", "issuer", "emisora", "subsidiary",
        "subsidiaries", "subsidiaria", "filial", "filiale", "investee", "merchant", "comercio",
    ];
    PARTY = 9: [
        "customer", "customers", "client", "clients", "party", "parties", "person", "persons", "individual", "cliente",
        "clientes", "persona", "personas", "pessoa", "personne", "sujeto", "holder", "titular", "titulaire", "user",
        "member", "socio", "contribuyente", "record", "cust", "interviniente", "kyc", "subject", "partner",
    ];
    ID = 10: ["id", "identifier", "identification", "identificador", "identificacion", "identificacao", "identifiant", "key", "uid", "uuid", "guid", "ref"];
    NUMBER = 11: ["number", "no", "num", "nbr", "nr", "code", "cd", "numero", "nro", "n", "codigo", "cod", "folio", "clave"];
    TAX = 12: [
        "tax", "tin", "vat", "rfc", "rut", "run", "cuit", "cuil", "nit", "ruc", "cnpj", "ein", "iva", "fiscal",
        "tributario", "tributaria", "gstin", "rtn", "rnc", "nif", "cif", "itin", "fiscale", "cpf", "taxpayer",
    ];
    NATIONAL = 13: [
        "national", "nacional", "dni", "cedula", "curp", "ssn", "ine", "ci", "rg", "cui", "dui", "security", "nino",
        "identidad", "identidade", "identite", "carnet", "nationale", "sin", "nss", "ife", "government",
    ];
    PASSPORT = 14: ["passport", "pasaporte", "passaporte", "passeport"];
    REGISTRATION = 15: [
        "registration", "registry", "registro", "register", "registre", "registered", "matricula", "mercantil",
        "incorporation", "incorporated", "siren", "siret", "rcs", "nire", "crn", "inscripcion", "inscricao",
        "enregistrement", "immatriculation", "constitucion", "constituicao", "constitution", "founding", "founded",
        "fundacion", "foundation", "formation", "creacion",
    ];
    LICENCE = 16: ["licence", "license", "licencia", "drivers", "driver", "driving", "cnh", "permis", "conducir", "conduire"];
    LEI = 17: ["lei"];
    BIC = 18: ["bic", "swift"];
    IMO = 19: ["imo"];
    DOCUMENT = 20: ["document", "documento", "doc", "documents", "papel", "piece"];
    TYPE = 21: ["type", "tipo", "kind", "clase", "category", "categoria", "classe", "naturaleza", "natureza", "nature"];
    BIRTH = 22: ["birth", "dob", "born", "nacimiento", "nascimento", "naissance", "birthday"];
    DATE = 23: ["date", "fecha", "data", "dt", "day", "fec", "year", "ano", "annee"];
    END = 24: ["death", "dissolution", "dissolved", "fallecimiento", "defuncion", "disolucion", "obito", "falecimento", "dissolucao", "deces"];
    OPEN = 25: [
        "open", "opened", "opening", "since", "alta", "apertura", "abertura", "ouverture", "onboarding", "onboarded",
        "joined", "inicio", "antiguedad", "vinculacion", "ingreso", "adhesion",
    ];
    CLOSE = 26: ["close", "closed", "closing", "baja", "cierre", "encerramento", "fermeture", "cloture"];
    ADDRESS = 27: ["address", "addr", "addresses", "direccion", "direcciones", "domicilio", "endereco", "adresse", "domicile", "dir"];
    STREET = 28: ["street", "line", "calle", "rua", "rue", "via", "logradouro", "linea", "linha", "ligne", "line1", "line2", "colonia", "barrio", "bairro"];
    TOWN = 29: ["city", "town", "ciudad", "municipio", "localidad", "cidade", "ville", "localidade", "locality", "canton", "commune", "distrito", "poblacion"];
    REGION = 30: ["state", "province", "region", "departamento", "provincia", "estado", "uf", "departement", "county"];
    POSTAL = 31: ["postal", "zip", "postcode", "zipcode", "cp", "cep", "postale"];
    COUNTRY = 32: ["country", "countries", "pais", "paises", "pays", "ctry", "nation"];
    RESIDENCE = 33: ["residence", "residency", "residencia", "resident", "residente", "domiciled"];
    JURISDICTION = 34: ["jurisdiction", "jurisdiccion", "jurisdicao", "juridiction", "juridical"];
    NATIONALITY = 35: ["nationality", "nationalities", "nacionalidad", "nacionalidade", "nationalite"];
    CITIZEN = 36: ["citizenship", "citizen", "ciudadania", "cidadania", "citoyennete"];
    SEX = 37: ["sex", "gender", "sexo", "genero", "sexe", "genre"];
    PLACE = 38: ["place", "lugar", "lieu", "local"];
    PHONE = 39: [
        "phone", "phones", "telephone", "tel", "mobile", "cell", "cellphone", "fax", "telefono", "telefonos", "celular",
        "movil", "telefone", "telemovel", "portable", "cellular", "msisdn", "whatsapp",
    ];
    EMAIL = 40: ["email", "emails", "mail", "correo", "courriel", "electronico", "eletronico"];
    WEB = 41: ["website", "web", "url", "site", "sitio", "pagina", "homepage"];
    DEVICE = 42: ["device", "imei", "fingerprint", "ip", "dispositivo", "appareil", "mac", "imsi"];
    OCCUPATION = 43: ["occupation", "job", "profession", "ocupacion", "profesion", "profissao", "ocupacao", "oficio", "metier", "employment"];
    INDUSTRY = 44: [
        "industry", "sector", "activity", "actividad", "giro", "ciiu", "naics", "sic", "cnae", "setor", "ramo",
        "atividade", "secteur", "activite", "economica", "economic", "isic", "rubro", "industria", "industrie",
    ];
    EMPLOYER = 45: ["employer", "empleador", "patron", "empregador", "employeur"];
    POSITION = 46: ["title", "position", "cargo", "puesto", "funcion", "funcao", "fonction", "poste", "titulo"];
    INCOME = 47: [
        "income", "salary", "ingresos", "sueldo", "salario", "renda", "revenu", "revenus", "earnings", "wage", "wages",
        "revenue", "facturacion", "faturamento", "turnover", "rendimento",
    ];
    AMOUNT = 48: ["amount", "monto", "importe", "valor", "value", "montant"];
    PERIOD = 49: ["annual", "monthly", "yearly", "anual", "mensual", "mensal", "annuel", "mensuel", "stated", "declared", "declarado", "declarados", "estimated", "expected", "mensuales", "anuales", "mensais", "anuais"];
    CURRENCY = 50: ["currency", "ccy", "moneda", "moeda", "devise", "divisa"];
    BRANCH = 51: ["branch", "sucursal", "agencia", "oficina", "succursale", "agence"];
    ACCOUNT = 52: ["account", "accounts", "acct", "acc", "cuenta", "conta", "compte", "iban", "clabe", "cbu", "cvu", "cci", "wallet", "cta"];
    BANK = 53: ["bank", "institution", "banco", "institucion", "instituicao", "banque", "fi"];
    PEP = 54: ["pep", "ppe", "exposed", "expuesta", "expuesto", "exposta", "expose", "politically", "politicamente", "politiquement"];
    RELATIVE = 55: [
        "relative", "relatives", "rca", "familiar", "familiares", "pariente", "spouse", "conyuge", "conjuge", "conjoint",
        "parentesco", "kin",
    ];
    FLAG = 56: ["is", "flag", "indicator", "es", "indicador", "indicateur", "has", "bandera"];
    LIST = 57: ["list", "lists", "lista", "liste", "watchlist", "dataset", "sanctions", "sanciones"];
    PROGRAM = 58: ["program", "programme", "programs", "programa", "regime"];
    STATUS = 59: ["status", "estatus", "situacion", "situacao", "statut"];
    FORM = 60: ["form", "forma", "forme"];
    REMARK = 61: ["remarks", "remark", "notes", "note", "comments", "comment", "observaciones", "observacoes", "comentarios", "notas", "remarques"];
    TOPIC = 62: ["topic", "topics", "risk", "riesgo", "risco", "risque"];
    OWNER = 63: [
        "owner", "owners", "shareholder", "shareholders", "stockholder", "ubo", "investor", "accionista", "accionistas",
        "propietario", "propietarios", "dueno", "duena", "acionista", "proprietario", "parent", "matriz", "actionnaire", "associe",
        "proprietaire", "cotista", "interested", "beneficial", "controller", "controlador", "controlante", "holding",
        "beneficiario", "final", "socios",
    ];
    DIRECTOR = 64: [
        "director", "directors", "officer", "officers", "administrador", "administradores", "representante", "gerente",
        "presidente", "dirigeant", "administrateur", "gerant", "diretor", "manager", "board", "directores", "president",
        "dirigente", "mandataire", "consejero",
    ];
    NOMINEE = 65: ["nominee", "agent", "mandatario", "apoderado", "procurador", "testaferro", "attorney", "prestanombre"];
    SHARE = 66: [
        "share", "shares", "percentage", "percent", "pct", "stake", "participacion", "participacao", "porcentaje",
        "percentual", "porcentagem", "ownership", "pourcentage", "accionaria", "capital", "shareholding", "holdings",
        "cuota", "quota", "societaria", "acciones",
    ];
    MINIMUM = 67: ["min", "minimum", "minimo", "minima", "minimale"];
    MAXIMUM = 68: ["max", "maximum", "maximo", "maxima", "maximale"];
    FROM = 69: ["from", "start", "desde", "depuis", "beginning", "debut", "valid", "effective"];
    UNTIL = 70: ["until", "till", "end", "hasta", "ate", "fin", "fim", "thru", "through", "ended", "cessation", "ceased", "termino"];
    INTEREST = 71: ["interest", "control", "interes", "interet", "voting", "votes", "votos", "derecho"];
    RELATION = 72: ["relation", "relationship", "relacion", "relacao", "link", "vinculo", "role", "rol", "papel", "lien", "roles"];
    STATEMENT = 73: ["statement", "declaration", "declaracion", "declaracao", "evidence"];
    /// A side of a relation by its letter or number.
    ONE = 74: ["source", "person1", "party1", "entity1"];
    TWO = 75: ["target", "person2", "party2", "entity2"];
    /// The second of two parties, where the row is about the first.
    RELATED = 77: [
        "related", "counterpart", "relacionado", "relacionada", "vinculado", "vinculada", "associated", "lie", "liee",
    ];
    INDIRECT = 76: ["direct", "indirect", "directness", "directa", "indirecta", "level"];
}

/// Words that tell columns of one kind apart: which address, which phone.
pub(super) const QUALIFIERS: &[&str] = &[
    "home",
    "work",
    "business",
    "mailing",
    "billing",
    "primary",
    "secondary",
    "main",
    "alternate",
    "principal",
    "particular",
    "laboral",
    "residential",
    "residencial",
    "personal",
    "comercial",
    "correspondence",
    "correspondencia",
    "permanent",
    "current",
    "actual",
    "physical",
    "office",
    "trabajo",
    "casa",
    "legal",
    "registered",
    "fiscal",
];
