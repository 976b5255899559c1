use super::*;
use proptest::prelude::*;

const DAY: TimeShape = TimeShape::Calendar(DateOrder::DayFirst);
const MONTH: TimeShape = TimeShape::Calendar(DateOrder::MonthFirst);
const YEAR: TimeShape = TimeShape::Calendar(DateOrder::YearFirst);

fn read(text: &str, shape: TimeShape) -> Result<(String, Option<i16>), Reason> {
    TimeParser::of(shape, 0).parse(text.as_bytes()).map(|(time, offset)| (time.to_string(), offset))
}

#[test]
fn times_as_exports_write_them() {
    for (text, shape, expected) in [
        ("2022/09/01 00:20", YEAR, "2022-09-01T00:20:00Z"),
        ("2017-01-01T00:00:00Z", YEAR, "2017-01-01T00:00:00Z"),
        ("2023-01-15", DAY, "2023-01-15T00:00:00Z"),
        ("2023-1-5", MONTH, "2023-01-05T00:00:00Z"),
        ("2023-01-15 23:59:59.9999", YEAR, "2023-01-15T23:59:59.999Z"),
        ("2023-01-15T10:30:00,5", YEAR, "2023-01-15T10:30:00.500Z"),
        ("2023-01-15T103000", YEAR, "2023-01-15T10:30:00Z"),
        ("2023-01-15-10.30.45.123456", YEAR, "2023-01-15T10:30:45.123Z"),
        ("2023-01-15 10:30:00 UTC", YEAR, "2023-01-15T10:30:00Z"),
        ("2023-01-15Z", YEAR, "2023-01-15T00:00:00Z"),
        ("05/01/2024", DAY, "2024-01-05T00:00:00Z"),
        ("05/01/2024", MONTH, "2024-05-01T00:00:00Z"),
        ("5.1.24", DAY, "2024-01-05T00:00:00Z"),
        ("31/12/69", DAY, "2069-12-31T00:00:00Z"),
        ("31/12/70", DAY, "1970-12-31T00:00:00Z"),
        ("24-01-05", YEAR, "2024-01-05T00:00:00Z"),
        ("1/5/2024 2:05 PM", MONTH, "2024-01-05T14:05:00Z"),
        ("05/01/2024 12:05 a. m.", DAY, "2024-01-05T00:05:00Z"),
        ("05/01/2024 12:05:10 p.\u{a0}m.", DAY, "2024-01-05T12:05:10Z"),
        ("1/5/2024, 2:05:06\u{202f}PM", MONTH, "2024-01-05T14:05:06Z"),
        ("05/01/2024 3 pm", DAY, "2024-01-05T15:00:00Z"),
        ("05/01/2024 09h30", DAY, "2024-01-05T09:30:00Z"),
        ("05/01/2024 9h", DAY, "2024-01-05T09:00:00Z"),
        ("05/01/2024 09h30min15s", DAY, "2024-01-05T09:30:15Z"),
        ("20240115", YEAR, "2024-01-15T00:00:00Z"),
        ("20240115103000", YEAR, "2024-01-15T10:30:00Z"),
        ("202401151030", YEAR, "2024-01-15T10:30:00Z"),
        ("20240115T103000Z", YEAR, "2024-01-15T10:30:00Z"),
        ("31122024", DAY, "2024-12-31T00:00:00Z"),
        ("15-ene-2024", DAY, "2024-01-15T00:00:00Z"),
        ("15-DIC-24", DAY, "2024-12-15T00:00:00Z"),
        ("15 mar 2024", DAY, "2024-03-15T00:00:00Z"),
        ("15 de marzo de 2024", DAY, "2024-03-15T00:00:00Z"),
        ("1º de março de 2024", DAY, "2024-03-01T00:00:00Z"),
        ("1er août 2024 10:30", DAY, "2024-08-01T10:30:00Z"),
        ("5 janv. 2024", DAY, "2024-01-05T00:00:00Z"),
        ("5 FÉVRIER 2024", DAY, "2024-02-05T00:00:00Z"),
        ("Jan 5, 2024", DAY, "2024-01-05T00:00:00Z"),
        ("January 5th, 2024 10:30 AM", DAY, "2024-01-05T10:30:00Z"),
        ("Sept 5, 2024", DAY, "2024-09-05T00:00:00Z"),
        ("2024-Jan-05", DAY, "2024-01-05T00:00:00Z"),
        (" 2024-01-05 ", DAY, "2024-01-05T00:00:00Z"),
        ("1704450600", TimeShape::Number(TimeUnit::UnixSeconds), "2024-01-05T10:30:00Z"),
        ("1704450600.5", TimeShape::Number(TimeUnit::UnixSeconds), "2024-01-05T10:30:00.500Z"),
        ("1704450600123", TimeShape::Number(TimeUnit::UnixMilliseconds), "2024-01-05T10:30:00.123Z"),
        ("25", TimeShape::Number(TimeUnit::Hours), "1970-01-02T01:00:00Z"),
        ("2.0", TimeShape::Number(TimeUnit::Days), "1970-01-03T00:00:00Z"),
    ] {
        assert_eq!(read(text, shape), Ok((expected.to_owned(), None)), "{text}");
    }
}

#[test]
fn zones_move_the_instant_and_are_kept() {
    for (text, expected, offset) in [
        ("2024-01-05T10:30:00-05:00", "2024-01-05T15:30:00Z", Some(-300)),
        ("2024-01-05 10:30:00 -0500", "2024-01-05T15:30:00Z", Some(-300)),
        ("2024-01-05T10:30-05", "2024-01-05T15:30:00Z", Some(-300)),
        ("2024-01-05T10:30:00.25+05:30", "2024-01-05T05:00:00.250Z", Some(330)),
        ("2024-01-05 10:30 GMT-3", "2024-01-05T13:30:00Z", Some(-180)),
        ("2024-01-05T10:30:00+00:00", "2024-01-05T10:30:00Z", Some(0)),
        ("2024-01-05T10:30:00Z", "2024-01-05T10:30:00Z", None),
    ] {
        assert_eq!(read(text, YEAR), Ok((expected.to_owned(), offset)), "{text}");
    }
    let mut lima = TimeParser::of(YEAR, -300);
    let at = |parser: &mut TimeParser, text: &str| {
        parser.parse(text.as_bytes()).map(|(time, east)| (time.to_string(), east))
    };
    assert_eq!(at(&mut lima, "2024-01-05 10:30"), Ok(("2024-01-05T15:30:00Z".to_owned(), Some(-300))));
    assert_eq!(at(&mut lima, "2024-01-05T10:30:00Z"), Ok(("2024-01-05T10:30:00Z".to_owned(), None)));
}

#[test]
fn what_is_no_time_is_rejected() {
    for text in [
        "yesterday",
        "2024",
        "2024-01",
        "2024-13-01",
        "2024-02-30",
        "2023-02-29",
        "31/04/2024",
        "00/01/2024",
        "1899-12-31",
        "2201-01-01",
        "2024-01/05",
        "2024-01-05 24:00",
        "2024-01-05 10:60",
        "2024-01-05 10:30:60",
        "2024-01-05 13:00 PM",
        "2024-01-05 0:30 AM",
        "2024-01-05 10:3",
        "2024-01-05 10",
        "2024-01-05x",
        "2024-01-0512",
        "2024-01-05 10:30 EST",
        "2024-01-05 10:30 America/Lima",
        "15-xyz-2024",
        "45000",
        "1704450600",
        "15 2024",
        "1/2/3/4",
        "2024-01-05 10:30+25:00",
        "2024-01-05T",
        "5-1-024",
    ] {
        assert_eq!(read(text, DAY), Err(Reason::BadTime), "{text}");
    }
    for text in ["", " ", "null", "(null)", "-"] {
        assert_eq!(read(text, DAY), Err(Reason::MissingField), "{text}");
    }
    for text in ["-1", "1.5", "abc", "9999999999999999"] {
        assert_eq!(read(text, TimeShape::Number(TimeUnit::Days)), Err(Reason::BadTime), "{text}");
    }
}

#[test]
fn a_time_of_day_comes_from_a_second_column() {
    for (date, time, expected) in [
        ("15/03/2024", "09:30:15", Ok("2024-03-15T09:30:15Z")),
        ("15/03/2024", "093015", Ok("2024-03-15T09:30:15Z")),
        ("15/03/2024", "9:30 p. m.", Ok("2024-03-15T21:30:00Z")),
        ("15/03/2024", "", Ok("2024-03-15T00:00:00Z")),
        ("15/03/2024 00:00:00", "09:30", Ok("2024-03-15T09:30:00Z")),
        ("15/03/2024 10:00", "09:30", Err(Reason::BadTime)),
        ("15/03/2024", "25:00", Err(Reason::BadTime)),
        ("15 mar 2024", "09:30-05:00", Ok("2024-03-15T14:30:00Z")),
        ("", "09:30", Err(Reason::MissingField)),
    ] {
        let found = TimeParser::of(DAY, 0).parse_with_time_of_day(date.as_bytes(), time.as_bytes());
        assert_eq!(found.map(|(time, _)| time.to_string()), expected.map(str::to_owned), "{date} {time}");
    }
}

#[test]
fn every_month_name_is_its_month() {
    for (names, month) in [
        ("jan ene janeiro janvier january enero janv", 1),
        ("feb fev fév february febrero fevereiro février fevrier", 2),
        ("mar march marzo março mars", 3),
        ("apr abr avr april abril avril", 4),
        ("may mai mayo maio", 5),
        ("jun june junio junho juin", 6),
        ("jul july julio julho juillet juil", 7),
        ("aug ago aoû august agosto août aout", 8),
        ("sep set sept september septiembre setiembre setembro septembre", 9),
        ("oct out october octubre outubro octobre", 10),
        ("nov november noviembre novembro novembre", 11),
        ("dec dic dez déc december diciembre dezembro décembre", 12),
    ] {
        for name in names.split(' ').flat_map(|name| [name.to_owned(), name.to_uppercase()]) {
            let found = read(&format!("2 {name} 2024"), DAY).map(|found| found.0);
            assert_eq!(found, Ok(format!("2024-{month:02}-02T00:00:00Z")), "{name}");
        }
    }
}

proptest! {
    // Each shape is written by jiff and read back.
    #[test]
    fn what_jiff_writes_reads_back(
        seconds in FIRST / 1000..=LAST / 1000,
        (format, shape, step) in prop::sample::select(vec![
            ("%Y-%m-%d", DAY, 86_400),
            ("%Y/%m/%d %H:%M", YEAR, 60),
            ("%Y-%m-%dT%H:%M:%SZ", YEAR, 1),
            ("%d/%m/%Y", DAY, 86_400),
            ("%d/%m/%Y %H:%M:%S", DAY, 1),
            ("%m/%d/%Y %I:%M:%S %p", MONTH, 1),
            ("%-d.%-m.%Y %H:%M", DAY, 60),
            ("%Y%m%d", YEAR, 86_400),
            ("%Y%m%d%H%M%S", YEAR, 1),
            ("%d%m%Y", DAY, 86_400),
            ("%d-%b-%Y", DAY, 86_400),
            ("%B %-d, %Y %H:%M", DAY, 60),
            ("%Y-%m-%d %H:%M:%S.000+00:00", YEAR, 1),
        ]),
    ) {
        let instant = seconds.div_euclid(step) * step;
        let civil = Timestamp(instant * 1000).civil();
        let text = civil.strftime(format).to_string();
        let mut parser = TimeParser::of(shape, 0);
        for _ in 0..2 {
            prop_assert_eq!(parser.parse(text.as_bytes()).map(|(time, _)| time), Ok(Timestamp(instant * 1000)), "{}", text);
        }
    }

    // The memo of the last date changes nothing: a parser that has seen other rows reads as a fresh one.
    #[test]
    fn memory_changes_no_answer(
        texts in prop::collection::vec("(2024-0[1-3]-[0-3][0-9]|[0-3][0-9]/0[1-3]/2024)( [0-2][0-9]:[0-6][0-9](:[0-6][0-9])?Z?)?", 1..20),
        east in -720..720_i16,
    ) {
        for shape in [DAY, MONTH, YEAR] {
            let mut remembering = TimeParser::of(shape, east);
            for text in &texts {
                let fresh = TimeParser::of(shape, east).parse(text.as_bytes());
                prop_assert_eq!(remembering.parse(text.as_bytes()), fresh, "{}", text);
                prop_assert_eq!(TimeParser::of(shape, east).free(text.as_bytes(), None), fresh, "{}", text);
            }
        }
    }

    #[test]
    fn days_are_those_of_jiff(year in 1890..2210_i64, month in 0..14_i64, day in 0..33_i64) {
        let civil = civil::Date::new(year as i16, month as i8, day as i8).ok().filter(|_| (1900..=2200).contains(&year));
        let expected = civil.map(|date| civil::date(1970, 1, 1).until(date).unwrap().get_days().into());
        prop_assert_eq!(days(year, month, day), expected);
    }

    #[test]
    fn any_bytes_are_a_time_or_rejected(text in prop::collection::vec(any::<u8>(), 0..30), clock in prop::collection::vec(any::<u8>(), 0..12)) {
        for shape in [DAY, MONTH, YEAR, TimeShape::Number(TimeUnit::UnixSeconds), TimeShape::Number(TimeUnit::Hours)] {
            let mut parser = TimeParser::of(shape, -300);
            let found = [parser.parse(&text), parser.parse_with_time_of_day(&text, &clock)];
            for (time, _) in found.into_iter().flatten() {
                prop_assert!((FIRST..=LAST).contains(&time.0));
            }
        }
    }

    #[test]
    fn text_like_times_never_panics(text in "[0-9TZ:./, +-]{0,24}|[0-9]{1,2}[ -](ene|mar|de|PM|º|é)+.{0,12}") {
        for shape in [DAY, MONTH, YEAR] {
            let mut parser = TimeParser::of(shape, 0);
            let _ = parser.parse(text.as_bytes());
            let _ = parser.parse_with_time_of_day(b"2024-01-05", text.as_bytes());
        }
        let _ = (tells_zone(text.as_bytes()), tells_time_of_day(text.as_bytes()), is_time_of_day(text.as_bytes()));
    }
}
