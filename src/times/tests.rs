//! Phrases of our own with the TIMEX3 values they must get. The anchor is Thursday, 29 September 2016.

use jiff::civil::{Date, date};

use super::{Times, ValueKind, Words, find};
use crate::article::layout;
use crate::pipeline::Document;
use crate::tokens::tokenize;

const ANCHOR: Date = date(2016, 9, 29);

fn times(text: &str, published: Option<Date>) -> Times {
    static WORDS: std::sync::LazyLock<Words> =
        std::sync::LazyLock::new(|| Words::built_in().expect("the tables parse"));
    let words = &*WORDS;
    let mut document = Document { layout: layout(text), ..Document::default() };
    document.tokens = tokenize(text, &document.layout);
    find(text, &document, published, words)
}

/// Text, then expression and value of each time in it.
type Row = (&'static str, &'static [(&'static str, &'static str)]);

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = times(text, Some(ANCHOR));
        let got: Vec<(&str, &str)> =
            found.times.iter().map(|time| (time.span.text(text), time.value.as_deref().unwrap_or("-"))).collect();
        if got != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn full_dates() {
    check(&[
        ("The treaty was signed on 27 September 2012.", &[("27 September 2012", "2012-09-27")]),
        ("It was signed on September 27, 2012.", &[("September 27, 2012", "2012-09-27")]),
        ("It was signed on Sept. 27, 2012 in Oslo.", &[("Sept. 27, 2012", "2012-09-27")]),
        ("Signed: 27.9.2012.", &[("27.9.2012", "2012-09-27")]),
        ("Signed: 2012-09-27.", &[("2012-09-27", "2012-09-27")]),
        ("Signed: 9/27/2012.", &[("9/27/2012", "2012-09-27")]),
        ("Signed: 27/9/2012.", &[("27/9/2012", "2012-09-27")]),
        ("Signed: 2012/09/27.", &[("2012/09/27", "2012-09-27")]),
        ("The 27th of September 2012 was dry.", &[("The 27th of September 2012", "2012-09-27")]),
        ("On Thursday, September 27, 2012, they met.", &[("Thursday, September 27, 2012", "2012-09-27")]),
        ("On Thursday 27 September 2012 they met.", &[("Thursday 27 September 2012", "2012-09-27")]),
        ("He was born on 3rd March 1961.", &[("3rd March 1961", "1961-03-03")]),
        ("The fort fell on 12-Jun-1944.", &[("12-Jun-1944", "1944-06-12")]),
        ("It fell on June the 12th.", &[("June the 12th", "2016-06-12")]),
        ("After the September 11 attacks he enlisted.", &[("September 11", "2001-09-11")]),
        ("After 9/11 he enlisted.", &[("9/11", "2001-09-11")]),
    ]);
}

#[test]
fn months_and_years() {
    check(&[
        ("It opened in May 2009.", &[("May 2009", "2009-05")]),
        ("It opened in February of 2009.", &[("February of 2009", "2009-02")]),
        ("It opened in 2009.", &[("2009", "2009")]),
        ("The 2009 budget passed.", &[("2009", "2009")]),
        ("It opened in early 2012.", &[("early 2012", "2012")]),
        ("It opened in mid-2012.", &[("mid-2012", "2012")]),
        ("It opened in mid-March.", &[("mid-March", "2016-03")]),
        ("It opened in late March 2010.", &[("late March 2010", "2010-03")]),
        ("It opened at the end of March.", &[("the end of March", "2016-03")]),
        ("It opened at the beginning of 2008.", &[("the beginning of 2008", "2008")]),
        ("Sales rose in the first half of 2008.", &[("the first half of 2008", "2008-H1")]),
        ("Sales rose in the second half of May.", &[("the second half of May", "2016-05")]),
        ("Sales rose in Q3 2019.", &[("Q3 2019", "2019-Q3")]),
        ("Sales rose in the third quarter of 2019.", &[("the third quarter of 2019", "2019-Q3")]),
        ("Sales rose in FY2020.", &[("FY2020", "FY2020")]),
        ("Sales rose in fiscal 2020.", &[("fiscal 2020", "FY2020")]),
        ("Sales rose in the second quarter.", &[("the second quarter", "2016-Q2")]),
        ("The 1990s were calm.", &[("The 1990s", "199")]),
        ("The '90s were calm.", &[("The '90s", "199")]),
        ("In the late 1980s and the nineties", &[("the late 1980s", "198"), ("the nineties", "199")]),
        ("Ships of the nineteenth century", &[("the nineteenth century", "18")]),
        ("Ships of the 21st century", &[("the 21st century", "20")]),
        ("The city was burnt in 480 BC.", &[("480 BC", "BC0480")]),
        ("The wars of 264 to 241 BC", &[("264", "BC0264"), ("241 BC", "BC0241")]),
        ("In the 4th century BC", &[("the 4th century BC", "BC03")]),
        ("In the 470s BC", &[("the 470s BC", "BC047")]),
        ("Lowest since '82", &[("'82", "1982")]),
    ]);
}

#[test]
fn words_that_only_look_like_times() {
    check(&[
        ("May I march in the sun?", &[]),
        ("The troops may march to the coast.", &[]),
        ("Theresa May won the vote.", &[]),
        ("April Jones won the vote.", &[]),
        ("He sat down second.", &[]),
        ("She is in her late 40s.", &[]),
        ("Prices fall and rivers spring up.", &[]),
        ("They counted 2000 troops and 1500 sheep.", &[]),
        ("Flight 1989 landed.", &[]),
        ("Resolution 1973 was adopted.", &[]),
        ("The Sunday Times reported it.", &[]),
        ("He reads the Daily Mail.", &[]),
        ("The fall of the city was sudden.", &[]),
        ("She won three quarters of the vote.", &[]),
        ("He was the second man in the room.", &[]),
        ("The party carried the day.", &[]),
        ("They met at 10 Downing Street.", &[]),
        ("The score was 3-2.", &[]),
        ("USA Today said so.", &[]),
    ]);
}

#[test]
fn relative_to_publication() {
    check(&[
        ("The army attacked on Tuesday.", &[("Tuesday", "2016-09-27")]),
        ("The army attacked on Thursday.", &[("Thursday", "2016-09-29")]),
        ("The court will rule on Tuesday.", &[("Tuesday", "2016-10-04")]),
        ("The court is due to rule on Tuesday.", &[("Tuesday", "2016-10-04")]),
        ("He arrived last Thursday.", &[("last Thursday", "2016-09-22")]),
        ("He will arrive next Thursday.", &[("next Thursday", "2016-10-06")]),
        ("He will arrive this Saturday.", &[("this Saturday", "2016-10-01")]),
        ("He arrived yesterday.", &[("yesterday", "2016-09-28")]),
        ("He arrived today.", &[("today", "2016-09-29")]),
        ("He will arrive tomorrow.", &[("tomorrow", "2016-09-30")]),
        ("He will arrive the day after tomorrow.", &[("the day after tomorrow", "2016-10-01")]),
        ("He arrived the day before yesterday.", &[("the day before yesterday", "2016-09-27")]),
        ("He speaks tonight.", &[("tonight", "2016-09-29TNI")]),
        ("He spoke last night.", &[("last night", "2016-09-28TNI")]),
        ("He spoke this morning.", &[("this morning", "2016-09-29TMO")]),
        ("He spoke yesterday evening.", &[("yesterday evening", "2016-09-28TEV")]),
        ("He spoke on Tuesday night.", &[("Tuesday night", "2016-09-27TNI")]),
        ("On the evening of Wednesday he spoke.", &[("the evening of Wednesday", "2016-09-28TEV")]),
        ("He resigned last week.", &[("last week", "2016-W38")]),
        ("He will resign next week.", &[("next week", "2016-W40")]),
        ("He resigned this week.", &[("this week", "2016-W39")]),
        ("He resigned last month.", &[("last month", "2016-08")]),
        ("He resigned earlier this month.", &[("earlier this month", "2016-09")]),
        ("He will resign later this year.", &[("later this year", "2016")]),
        ("He resigned last year.", &[("last year", "2015")]),
        ("He resigned late last year.", &[("late last year", "2015")]),
        ("He will resign early next year.", &[("early next year", "2017")]),
        ("He resigned last quarter.", &[("last quarter", "2016-Q2")]),
        ("He resigned last weekend.", &[("last weekend", "2016-W38-WE")]),
        ("They fought over the weekend.", &[("the weekend", "2016-W38-WE")]),
        ("He resigned three days ago.", &[("three days ago", "2016-09-26")]),
        ("He resigned two weeks ago.", &[("two weeks ago", "2016-W37")]),
        ("He resigned nine months ago.", &[("nine months ago", "2015-12")]),
        ("He resigned a year ago.", &[("a year ago", "2015")]),
        ("He resigned about ten years ago.", &[("about ten years ago", "2006")]),
        ("He resigned a decade ago.", &[("a decade ago", "2006")]),
        ("He resigned several years ago.", &[("several years ago", "PAST_REF")]),
        ("He resigned in April.", &[("April", "2016-04")]),
        ("He resigned in February.", &[("February", "2016-02")]),
        ("He will resign in April.", &[("April", "2017-04")]),
        ("The talks will begin on 15 October.", &[("15 October", "2016-10-15")]),
        ("The talks began on 9 September.", &[("9 September", "2016-09-09")]),
        ("The planned October 31 exit alarmed them.", &[("October 31", "2016-10-31")]),
        ("He left last September.", &[("last September", "2015-09")]),
        ("He left in April last year.", &[("April last year", "2015-04")]),
        ("He left in March of this year.", &[("March of this year", "2016-03")]),
        ("He left on Monday last week.", &[("Monday last week", "2016-09-19")]),
        ("He left in the third quarter of last year.", &[("the third quarter of last year", "2015-Q3")]),
        ("He left last summer.", &[("last summer", "2016-SU")]),
        ("He left in the summer of 2008.", &[("the summer of 2008", "2008-SU")]),
        ("On the eve, he resigned.", &[("the eve", "2016-09-28")]),
        ("The talks will end Sunday.", &[("Sunday", "2016-10-02")]),
        ("The talks will start on Monday.", &[("Monday", "2016-10-03")]),
        ("A curfew was in place overnight.", &[("overnight", "2016-09-29TNI")]),
    ]);
}

#[test]
fn relative_to_the_text() {
    check(&[
        (
            "He fell on 3 May 2010 and died two days later.",
            &[("3 May 2010", "2010-05-03"), ("two days later", "2010-05-05")],
        ),
        (
            "He fell on 3 May 2010 and rose the next day.",
            &[("3 May 2010", "2010-05-03"), ("the next day", "2010-05-04")],
        ),
        (
            "He fell on 3 May 2010 and rose the same day.",
            &[("3 May 2010", "2010-05-03"), ("the same day", "2010-05-03")],
        ),
        (
            "He fell in May 2010 and rose in August of that year.",
            &[("May 2010", "2010-05"), ("August of that year", "2010-08")],
        ),
        ("He fell in 2010 and rose the following year.", &[("2010", "2010"), ("the following year", "2011")]),
        ("He fell in 2010; the previous year was dry.", &[("2010", "2010"), ("the previous year", "2009")]),
        (
            "He fell on 3 May 2010. That night it rained.",
            &[("3 May 2010", "2010-05-03"), ("That night", "2010-05-03TNI")],
        ),
        (
            "He fell on 3 May 2010 and left the following morning.",
            &[("3 May 2010", "2010-05-03"), ("the following morning", "2010-05-04TMO")],
        ),
        ("Two weeks before 20 May 2010 he fell.", &[("Two weeks before 20 May 2010", "2010-05-06")]),
        ("The day after 20 May 2010 he fell.", &[("The day after 20 May 2010", "2010-05-21")]),
        ("The eve of Christmas 2012 was calm.", &[("The eve of Christmas 2012", "2012-12-24")]),
        ("He won in 2010 and lost four years later.", &[("2010", "2010"), ("four years later", "2014")]),
        ("He won in the first week of June 2010.", &[("the first week of June 2010", "2010-W22")]),
        (
            "Sales fell in January from the same month last year.",
            &[("January", "2016-01"), ("the same month last year", "2015-01")],
        ),
        (
            "Sales fell in January from the same period a year earlier.",
            &[("January", "2016-01"), ("the same period a year earlier", "2015-01")],
        ),
        ("They met in the week of June 3.", &[("the week of June 3", "2016-W22")]),
        ("He won in 2008. Since then he has lost.", &[("2008", "2008"), ("then", "2008")]),
    ]);
}

#[test]
fn times_of_day() {
    check(&[
        ("It began at 5 p.m. local time on Friday.", &[("5 p.m. local time on Friday", "2016-09-23T17:00")]),
        ("It began on Friday at 5:30 pm.", &[("Friday at 5:30 pm", "2016-09-23T17:30")]),
        ("It began at 0900 GMT.", &[("0900 GMT", "2016-09-29T09:00Z")]),
        ("It began at 14:48 UTC.", &[("14:48 UTC", "2016-09-29T14:48Z")]),
        ("It began at 10:30.", &[("10:30", "2016-09-29T10:30")]),
        ("It began at five o'clock in the afternoon.", &[("five o'clock in the afternoon", "2016-09-29T17:00")]),
        ("It began at 12 a.m. on Friday.", &[("12 a.m. on Friday", "2016-09-23T00:00")]),
        ("It began at noon.", &[("noon", "2016-09-29T12:00")]),
        ("It began early on Friday.", &[("early on Friday", "2016-09-23")]),
        ("It began on the morning of 5 May 2010.", &[("the morning of 5 May 2010", "2010-05-05TMO")]),
    ]);
}

#[test]
fn durations() {
    check(&[
        ("They talked for five years.", &[("five years", "P5Y")]),
        ("They talked for two and a half years.", &[("two and a half years", "P2.5Y")]),
        ("They talked for half an hour.", &[("half an hour", "PT30M")]),
        ("They talked for an hour and a half.", &[("an hour and a half", "PT90M")]),
        ("They talked for 90 minutes.", &[("90 minutes", "PT90M")]),
        ("They talked for several days.", &[("several days", "PXD")]),
        ("They talked for weeks.", &[("weeks", "PXW")]),
        ("They talked for nearly three weeks.", &[("nearly three weeks", "P3W")]),
        ("They talked for more than a month.", &[("more than a month", "P1M")]),
        ("They talked for at least 48 hours.", &[("at least 48 hours", "PT48H")]),
        ("A week-long truce held.", &[("A week-long", "P1W")]),
        ("A two-day visit ended.", &[("A two-day", "P2D")]),
        ("A three-month-long siege ended.", &[("A three-month-long", "P3M")]),
        ("The 42-year-old won.", &[("The 42-year-old", "P42Y")]),
        ("She is 18 years old.", &[("18 years old", "P18Y")]),
        ("Over the past five years it grew.", &[("the past five years", "P5Y")]),
        ("In the last 24 hours it grew.", &[("the last 24 hours", "PT24H")]),
        ("In the next few days it may grow.", &[("the next few days", "PXD")]),
        ("It fell within two decades.", &[("two decades", "P20Y")]),
        ("It lasted two centuries.", &[("two centuries", "P2CE")]),
        ("It lasted half a century.", &[("half a century", "P50Y")]),
        ("They said that a two-day truce held.", &[("a two-day", "P2D")]),
        ("Two bloody weeks ended.", &[("Two bloody weeks", "P2W")]),
        ("The two consecutive quarters of loss", &[("The two consecutive quarters", "P2Q")]),
    ]);
}

#[test]
fn sets_and_references() {
    check(&[
        ("They meet every Sunday.", &[("every Sunday", "XXXX-WXX-7")]),
        ("They meet twice a year.", &[("twice a year", "P1Y")]),
        ("They meet three times a week.", &[("three times a week", "P1W")]),
        ("They meet daily.", &[("daily", "P1D")]),
        ("They meet every two weeks.", &[("every two weeks", "P2W")]),
        ("They meet each month.", &[("each month", "P1M")]),
        ("They meet on Mondays.", &[("Mondays", "XXXX-WXX-1")]),
        ("The annual fair opened.", &[("annual", "P1Y")]),
        ("They meet every morning.", &[("every morning", "XXXX-XX-XXTMO")]),
        ("They are now free.", &[("now", "PRESENT_REF")]),
        ("They are currently free.", &[("currently", "PRESENT_REF")]),
        ("They recently left.", &[("recently", "PAST_REF")]),
        ("In recent years they left.", &[("recent years", "PAST_REF")]),
        ("They looked to the future.", &[("the future", "FUTURE_REF")]),
        ("It is a thing of the past.", &[("the past", "PAST_REF")]),
        ("For the time being they stay.", &[("the time being", "PRESENT_REF")]),
        ("He was mayor at the time.", &[("the time", "PAST_REF")]),
    ]);
}

#[test]
fn holidays() {
    check(&[
        ("They met at Easter 2019.", &[("Easter 2019", "2019-04-21")]),
        ("They met on Good Friday 2019.", &[("Good Friday 2019", "2019-04-19")]),
        ("They met on Thanksgiving 2020.", &[("Thanksgiving 2020", "2020-11-26")]),
        ("They met on Labor Day 2020.", &[("Labor Day 2020", "2020-09-07")]),
        ("They met on Memorial Day 2020.", &[("Memorial Day 2020", "2020-05-25")]),
        ("They met on Christmas Eve.", &[("Christmas Eve", "2015-12-24")]),
        ("They met on New Year's Day 2018.", &[("New Year's Day 2018", "2018-01-01")]),
        ("They met on Chinese New Year 2021.", &[("Chinese New Year 2021", "2021-02-12")]),
        ("They will meet on Christmas Day.", &[("Christmas Day", "2016-12-25")]),
        ("They landed on D-Day.", &[("D-Day", "1944-06-06")]),
        ("They fasted in Ramadan 1907.", &[("Ramadan 1907", "-")]),
        ("They fasted in Ramadan 2019.", &[("Ramadan 2019", "2019-05-06")]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("From 3 to 5 May 1990 they met.", &[("3", "1990-05-03"), ("5 May 1990", "1990-05-05")]),
        ("The May 3-5 summit ended.", &[("May 3", "2016-05-03"), ("5", "2016-05-05")]),
        ("The war of 1939–1945", &[("1939", "1939"), ("1945", "1945")]),
        ("The 1939–45 war", &[("1939", "1939"), ("45", "1945")]),
        ("Between 1990 and 1995 he slept.", &[("1990", "1990"), ("1995", "1995")]),
        ("From May to August 1950 he slept.", &[("May", "1950-05"), ("August 1950", "1950-08")]),
        ("From November to February 1950 he slept.", &[("November", "1949-11"), ("February 1950", "1950-02")]),
    ]);
}

#[test]
fn weekday_and_date_that_contradict_each_other() {
    let text = "It resumed last Thursday, September 23 after a truce.";
    let found = times(text, Some(ANCHOR));
    assert_eq!(found.times[0].span.text(text), "last Thursday, September 23");
    assert!(found.times[0].conflict);
    assert_eq!(found.times[0].start, Some(date(2016, 9, 23)), "the date wins");
    assert!(!times("It resumed last Thursday, September 22.", Some(ANCHOR)).times[0].conflict);
}

#[test]
fn days_of_early_mid_and_late() {
    for (text, start, end) in [
        ("in early June 2019", date(2019, 6, 1), date(2019, 6, 10)),
        ("in mid-June 2019", date(2019, 6, 11), date(2019, 6, 20)),
        ("in late June 2019", date(2019, 6, 21), date(2019, 6, 30)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("in the 470s BC", date(-478, 1, 1), date(-469, 12, 31)),
        ("in the 4th century BC", date(-399, 1, 1), date(-300, 12, 31)),
        ("in February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("last week", date(2016, 9, 19), date(2016, 9, 25)),
    ] {
        let time = &times(text, Some(ANCHOR)).times[0];
        assert_eq!((time.start, time.end), (Some(start), Some(end)), "{text}");
    }
}

#[test]
fn modifiers() {
    for (text, modifier) in [
        ("about ten years", "APPROX"),
        ("more than ten years", "MORE_THAN"),
        ("less than a week", "LESS_THAN"),
        ("at least two days", "EQUAL_OR_MORE"),
        ("up to two days", "EQUAL_OR_LESS"),
        ("early 2012", "START"),
        ("the middle of 2012", "MID"),
        ("the end of 2012", "END"),
    ] {
        assert_eq!(times(text, Some(ANCHOR)).times[0].modifier, Some(modifier), "{text}");
    }
}

#[test]
fn anchors() {
    let dated = "Bridge opens\n\nFriday, January 12, 2007\n\nThe bridge opened on Tuesday.";
    let found = times(dated, None);
    assert_eq!(found.anchor.map(|anchor| (anchor.day, anchor.given)), Some((date(2007, 1, 12), false)));
    assert_eq!(found.times[1].value.as_deref(), Some("2007-01-09"));
    let undated = times("The bridge opened on Tuesday.", None);
    assert_eq!(undated.anchor, None);
    assert_eq!(undated.times[0].start, None, "nothing tells which Tuesday");
}

#[test]
fn narration_counts_from_the_time_mentioned_last() {
    let text = "The siege began in May 1592. In October the wall fell. In January the king fled. He died in 1610. \
                His son, born in 1590, was crowned in 1611.";
    let values: Vec<_> = times(text, Some(ANCHOR)).times.into_iter().filter_map(|time| time.value).collect();
    assert_eq!(values, ["1592-05", "1592-10", "1593-01", "1610", "1590", "1611"]);
}

#[test]
fn today_in_a_quotation_is_the_day_of_the_news() {
    let text = "The court freed him on Tuesday. \"Today we won,\" his lawyer said.";
    let found = times(text, Some(ANCHOR));
    assert_eq!(found.times[1].value.as_deref(), Some("2016-09-27"));
}

#[test]
fn linear_time_on_hostile_text() {
    for piece in [
        "the ",
        "two ",
        "May ",
        "1 ",
        "the end of ",
        "1-",
        "'",
        "a hundred and ",
        "$",
        "early late ",
        "of the first ",
        "on the 5 ",
        "from May to ",
        "three quarters of ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        let _ = times(&text, Some(ANCHOR));
        assert!(start.elapsed().as_secs() < 30, "{piece}");
    }
}

/// Text, extent, label, value, unit.
type ValueRow = (&'static str, &'static str, ValueKind, Option<f64>, Option<&'static str>);

#[test]
fn numeric_values() {
    use ValueKind::{Cardinal, Money, Ordinal, Percent, Quantity};
    let rows: &[ValueRow] = &[
        ("It cost $5.", "$5", Money, Some(5.0), Some("USD")),
        ("It cost $5 million.", "$5 million", Money, Some(5e6), Some("USD")),
        ("It cost $5m.", "$5m", Money, Some(5e6), Some("USD")),
        ("It cost US$2.24 billion.", "US$2.24 billion", Money, Some(2.24e9), Some("USD")),
        ("It cost more than $1,500.", "more than $1,500", Money, Some(1500.0), Some("USD")),
        ("It cost €3.5bn.", "€3.5bn", Money, Some(3.5e9), Some("EUR")),
        ("It cost £20.", "£20", Money, Some(20.0), Some("GBP")),
        ("It cost C$40.", "C$40", Money, Some(40.0), Some("CAD")),
        ("It cost EUR 300.", "EUR 300", Money, Some(300.0), Some("EUR")),
        ("It cost 300 EUR.", "300 EUR", Money, Some(300.0), Some("EUR")),
        ("It cost 20 euros.", "20 euros", Money, Some(20.0), Some("EUR")),
        ("It cost five million dollars.", "five million dollars", Money, Some(5e6), Some("USD")),
        ("It cost two million pounds.", "two million pounds", Money, Some(2e6), Some("GBP")),
        ("It cost 50 cents.", "50 cents", Money, Some(0.5), Some("USD")),
        ("It cost 12 Swiss francs.", "12 Swiss francs", Money, Some(12.0), Some("CHF")),
        ("It cost $3-5 million.", "$3-5 million", Money, Some(3e6), Some("USD")),
        ("It cost half a million euros.", "half a million euros", Money, Some(5e5), Some("EUR")),
        ("It cost ¥900.", "¥900", Money, Some(900.0), Some("JPY")),
        ("It rose 2.5%.", "2.5%", Percent, Some(2.5), Some("percent")),
        ("It rose 2.5 percent.", "2.5 percent", Percent, Some(2.5), Some("percent")),
        ("It rose ten per cent.", "ten per cent", Percent, Some(10.0), Some("percent")),
        ("It rose about 3 percentage points.", "about 3 percentage points", Percent, Some(3.0), Some("percent")),
        ("It is 5 km away.", "5 km", Quantity, Some(5.0), Some("kilometer")),
        ("A 10-mile run", "10-mile", Quantity, Some(10.0), Some("mile")),
        ("It holds 30 tonnes.", "30 tonnes", Quantity, Some(30.0), Some("tonne")),
        ("It holds 30 to 40 tonnes.", "30 to 40 tonnes", Quantity, Some(30.0), Some("tonne")),
        (
            "It holds 5,000 square kilometres.",
            "5,000 square kilometres",
            Quantity,
            Some(5000.0),
            Some("square kilometer"),
        ),
        ("It is 12 degrees Celsius.", "12 degrees Celsius", Quantity, Some(12.0), Some("degree Celsius")),
        ("It does 100 km/h.", "100 km/h", Quantity, Some(100.0), Some("kilometer per hour")),
        ("It holds two million barrels.", "two million barrels", Quantity, Some(2e6), Some("barrel")),
        ("It weighs three pounds.", "three pounds", Quantity, Some(3.0), Some("pound")),
        ("He came first.", "first", Ordinal, Some(1.0), None),
        ("He came 25th.", "25th", Ordinal, Some(25.0), None),
        ("He came twenty-first.", "twenty-first", Ordinal, Some(21.0), None),
        ("They saw 45 men.", "45", Cardinal, Some(45.0), None),
        ("They saw 1,200 men.", "1,200", Cardinal, Some(1200.0), None),
        ("They saw forty-five men.", "forty-five", Cardinal, Some(45.0), None),
        ("They saw a hundred and fifty men.", "a hundred and fifty", Cardinal, Some(150.0), None),
        ("They saw three hundred thousand men.", "three hundred thousand", Cardinal, Some(3e5), None),
        ("They saw two dozen men.", "two dozen", Cardinal, Some(24.0), None),
        ("They saw at least 20 men.", "at least 20", Cardinal, Some(20.0), None),
        ("They saw as many as 20 men.", "as many as 20", Cardinal, Some(20.0), None),
        ("They saw tens of thousands of men.", "tens of thousands", Cardinal, None, None),
        ("They saw dozens of men.", "dozens", Cardinal, None, None),
        ("They saw half of the men.", "half", Cardinal, Some(0.5), None),
        ("They saw two-thirds of the men.", "two-thirds", Cardinal, Some(2.0 / 3.0), None),
        ("They saw 1.5 million men.", "1.5 million", Cardinal, Some(1.5e6), None),
    ];
    for &(text, span, kind, value, unit) in rows {
        let values = times(text, Some(ANCHOR)).values;
        let got: Vec<_> = values
            .iter()
            .map(|value| (value.span.text(text), value.kind, value.value, value.unit.as_deref()))
            .collect();
        assert_eq!(got, [(span, kind, value, unit)], "{text}");
    }
}

#[test]
fn digits_of_names_and_times_are_no_values() {
    for text in [
        "The F-16 landed.",
        "The G20 met.",
        "It began on 5 May 2010 at 10:30 UTC.",
        "No one came.",
        "They left two days ago.",
    ] {
        assert_eq!(times(text, Some(ANCHOR)).values, [], "{text}");
    }
}

#[test]
fn no_order_of_words_panics() {
    const MORE: &str = "the a an of in on at by to and or from until before after last next past same early late mid \
        end half first ago later earlier day week month year years days o clock time this that every each twice per no \
        one more than , . ; : - – / ( ) ' ’ \" “ ” $ % € ° 1 5 12 19 30 45 99 1945 2016 0900 480 BC AD Q H FY p.m. am \
        GMT local \
        th st s 's Easter Christmas New Year Eve D Day were people km euros percent men troops attacks é 北";
    let mut words: Vec<&str> = include_str!("../../lexicon/times/words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .collect();
    // Function words are frequent in text, so they are here.
    for _ in 0..4 {
        words.extend(MORE.split_whitespace());
    }
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..400 {
            let word = words[next(words.len())];
            if next(3) == 0 {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push_str(word);
            }
            if next(6) > 0 {
                text.push(' ');
            }
        }
        let found = times(&text, if next(2) == 0 { Some(ANCHOR) } else { None });
        for time in &found.times {
            assert!(time.start.is_none() || time.start <= time.end, "{time:?}");
        }
        assert!(found.times.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert!(found.values.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let overlap = |value: &super::Value| found.times.iter().any(|time| time.span.overlaps(value.span));
        assert!(!found.values.iter().any(overlap));
    }
}
